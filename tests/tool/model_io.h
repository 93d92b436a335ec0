#ifndef TRUEUP_TEST_MODEL_IO_H
#define TRUEUP_TEST_MODEL_IO_H
/* Writing an assessment as MODELS.md says. */
#include "checker/judge/assessment.h"

struct arena;
struct buf;
struct diags;
struct node;

/* One line with its end. */
void model_out(struct buf *b, const struct assessment *out);

#endif
