#ifndef TRUEUP_READ_XML_H
#define TRUEUP_READ_XML_H
/*
 * Strict XML: SAX2 push, namespaces, no network, no entity substitution, no
 * document tree; depth and sizes counted by us; lines past 65,535.  Any
 * DOCTYPE is refused.  Encodings: UTF-8, UTF-16 and what libxml2 knows.  The
 * only file that sees libxml2 is xml.c.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"

struct arena;
struct diags;

struct xml_attr { const char *ns, *name, *value; size_t len; }; /* value: NUL-terminated copy, len bytes */

struct xml_tag {
	const char *ns;    /* namespace URI or "" */
	const char *name;  /* local name */
	const struct xml_attr *attrs; size_t nattrs;
	uint32_t line, col, depth; /* the root has depth 1 */
};

/* The value of the attribute without a namespace, or NULL. */
const char *xml_attr(const struct xml_tag *t, const char *name);

struct xml_handler {
	void *ctx;
	/* 0 to go on, -1 to stop (the callee has said why). */
	int (*start)(void *ctx, const struct xml_tag *t);
	int (*end)(void *ctx, const char *ns, const char *name, uint32_t line);
	/* Text in pieces, as the parser has it; only while want_text is true. May be NULL. */
	int (*text)(void *ctx, const char *p, size_t n);
	bool want_text;
};

struct xml_stream;
struct xml_stream *xml_stream_new(struct xml_handler *h, const char *file, struct diags *d);
int xml_stream_feed(struct xml_stream *s, const char *p, size_t n);
int xml_stream_end(struct xml_stream *s); /* -1: broken or stopped */
void xml_stream_free(struct xml_stream *s);

/*
 * Collects one element as a node tree: attributes and child elements become
 * members; text of an element that has attributes or children is the member
 * "#text", an element with text alone is a string.  A rename function gives
 * the member name for a child (NULL: keep the local name) and says whether
 * that member is a list, so that XML and JSON give the same tree; a name that
 * comes again is a list anyway.  Text between children is put together; where
 * it is blank there is none.  The element itself has no key.  Begin it in
 * start() of the element, pass it all events until it is done.
 */
struct xml_tree;
typedef const char *xml_rename(void *ctx, const char *parent, const char *ns, const char *name, bool *list);
struct xml_tree *xml_tree_new(struct arena *a, xml_rename *rename, void *ctx);
int xml_tree_start(struct xml_tree *t, const struct xml_tag *tag);
int xml_tree_text(struct xml_tree *t, const char *p, size_t n);
/* The finished element once its end has been given, else NULL. */
struct node *xml_tree_end(struct xml_tree *t);
/* Whether start() or text() said -1 because the element is larger than MAX_XML_ELEMENT. */
bool xml_tree_over(const struct xml_tree *t);
void xml_tree_free(struct xml_tree *t);

#endif
