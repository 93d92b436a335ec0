#ifndef TRUEUP_DUMP_H
#define TRUEUP_DUMP_H
/*
 * The whole model as text, a fact a line: the same model, the same bytes. For tests and for
 * finding out why.
 */
#include "checker/model/model.h"

struct buf;
void model_dump(struct buf *b, const struct model *m);

#endif
