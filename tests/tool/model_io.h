#ifndef TRUEUP_TEST_MODEL_IO_H
#define TRUEUP_TEST_MODEL_IO_H
/* Writing an assessment as MODELS.md says. */
#include "checker/judge/assessment.h"

struct buf;
struct emit_json;
struct node;

/* What a line has beside controls, items and scopes. */
struct model_parts {
	bool checks;  /* of each rule */
	bool facts;   /* for the next run; and what was drawn of committed samples */
};

/* One line with its end. */
void model_out(struct buf *b, const struct assessment *out, const struct model_parts *more);

/* A tree as the JSON that it was. */
void model_put_node(struct emit_json *j, const struct node *n);

#endif
