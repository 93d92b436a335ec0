#ifndef TRUEUP_READ_JSON_LIST_H
#define TRUEUP_READ_JSON_LIST_H
/* JSON that is one record, a list or lines of them, or pages that hold such lists. */
#include "checker/read/reader.h"

struct json_list {
	const char *const *cuts; size_t ncuts; /* "" and where in a page the list stands */
	void *ctx;
	/* One record, in r->rec until the call returns, and its JSON pointer. */
	void (*record)(void *ctx, const struct node *n, const char *pointer);
	/* A value at the top, which is a record or a page; NULL: always a record. */
	void (*value)(void *ctx, const struct node *n, const char *pointer);
};

/*
 * All of r's bytes; a document that is one map is a value too. *rest (may be NULL) is what was left
 * of the document beside its records. 0; -1 if broken (diagnosed): records before the break were given.
 */
int reading_json_list(struct reading *r, const struct json_list *l, const struct node **rest);

#endif
