#ifndef TRUEUP_REPORTS_PLACE_H
#define TRUEUP_REPORTS_PLACE_H
/* Lines of evidence as the tree writes them ("a/b.xml:12", "a/b.json: /x/0"), taken apart again. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"

struct buf;
struct places;

struct place_parts {
	const char *path; size_t len; /* within the text */
	uint32_t line;                /* 0: not known */
	const char *inside;           /* a pointer into the file; "": none */
};

/* Knows the paths of the report's sources: a file may be called "a:12". Owner frees. */
struct places *places_new(const struct node *report);
void places_free(struct places *p);

/* false: nowhere (NULL or ""). */
bool place_split(struct place_parts *out, const struct places *p, const char *text);

/* A path as a relative URI reference (RFC 3986): all but unreserved characters and '/' in hexadecimal. */
void uri_put(struct buf *b, const char *path, size_t len);

#endif
