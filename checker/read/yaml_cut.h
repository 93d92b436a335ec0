#ifndef TRUEUP_READ_YAML_CUT_H
#define TRUEUP_READ_YAML_CUT_H
/* One document of YAML as a tree, and its records as the JSON stream would give them. */
#include "checker/read/reader.h"

/*
 * Each element of the lists that cuts name (base/json.h) is given to on_record, list by list; the
 * pointer is JSON's, and r->rec is reset after each.  *whole: the document with these lists empty, in r->a. 0; -1 if broken or
 * stopped (diagnosed).
 */
int reading_yaml_cut(struct reading *r, const char *const *cuts, size_t ncuts,
	int (*on_record)(void *ctx, const struct json_record *rec), void *ctx, struct node **whole);

#endif
