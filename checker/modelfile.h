#ifndef TRUEUP_MODELFILE_H
#define TRUEUP_MODELFILE_H
/*
 * A small model in the record stream's form: configuration, sources, records
 * (tests/tool/MODELS.md).  Tests of rules and the comparison of judges use it.
 */
#include "checker/model/model.h"

struct arena;
struct diags;
struct node;
struct zones;

/* The frozen model, in region a; NULL with *why. zones and n outlive it. */
struct model *modelfile_load(const struct node *n, struct zones *zones, struct arena *a,
	struct diags *d, const char **why);

#endif
