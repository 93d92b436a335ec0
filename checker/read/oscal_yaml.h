#ifndef TRUEUP_READ_OSCAL_YAML_H
#define TRUEUP_READ_OSCAL_YAML_H
/* OSCAL as YAML: the document as one tree, and its records as the JSON stream would give them. */
#include "checker/read/reader.h"

/*
 * Each element of the lists that cuts name (base/json.h) is given to on_record, list by list; the
 * pointer is JSON's.  *whole: the document with these lists empty, in r->a. 0; -1 if broken or
 * stopped (diagnosed).
 */
int oscal_yaml(struct reading *r, const char *const *cuts, size_t ncuts,
	int (*on_record)(void *ctx, const struct json_record *rec), void *ctx, struct node **whole);

#endif
