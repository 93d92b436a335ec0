#ifndef TRUEUP_TEST_MODEL_IO_H
#define TRUEUP_TEST_MODEL_IO_H
/* Reading a model and writing its assessment as MODELS.md says. */
#include "checker/judge/assessment.h"

struct arena;
struct buf;
struct diags;
struct node;

/* The frozen model of one line, in region a; NULL with *why. zones outlive it. */
struct model *model_in(const struct node *n, struct zones *zones, struct arena *a, struct diags *d,
	const char **why);

/* One line with its end. */
void model_out(struct buf *b, const struct assessment *out);

#endif
