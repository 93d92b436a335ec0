#ifndef TRUEUP_EMIT_OSCAL_H
#define TRUEUP_EMIT_OSCAL_H
/*
 * OSCAL once, as JSON or as XML: both syntaxes hold the same names, but lists
 * have a name of their own in JSON only, and flags are attributes in XML.  The
 * order of calls is that of the XML schema.  Text is made inert; the markup
 * fields of JSON are Markdown, so there it is escaped as well.
 */
#include <stdbool.h>
#include <stdint.h>

#include "checker/base/node.h"

struct buf;
struct oscal;

/* The root element, with its uuid. End with os_finish(): 0, or -1 (full). */
struct oscal *os_begin(struct buf *out, bool xml, const char *root, const char *uuid);
int os_finish(struct oscal *o);

void os_map(struct oscal *o, const char *name);               /* close with os_end() */
void os_list(struct oscal *o, const char *name);              /* close with os_list_end() */
void os_entry(struct oscal *o, const char *element);          /* of a list; close with os_end() */
void os_end(struct oscal *o);
void os_list_end(struct oscal *o);

void os_flag(struct oscal *o, const char *name, const char *value); /* first of an entry or map */
void os_line(struct oscal *o, const char *name, const char *text);  /* one line of markup */
void os_block(struct oscal *o, const char *name, const char *text); /* markup of many lines */
void os_value(struct oscal *o, const char *name, const char *text); /* plain */
void os_text(struct oscal *o, const char *text); /* XML only: the content of the open element */
void os_item(struct oscal *o, const char *element, const char *text); /* plain, in a list */
void os_prop(struct oscal *o, const char *name, const char *value); /* in the list "props" */
void os_prop_int(struct oscal *o, const char *name, int64_t value);
void os_hash(struct oscal *o, const char *sha256);            /* in the list "hashes" */
void os_empty(struct oscal *o, const char *name);             /* a map with nothing in it */

/* The same from run to run for the same parts; name-based, by SHA-256. NULL parts are empty. */
void os_uuid(char out[37], const char *a, const char *b, const char *c);
/* A control id as a token: what may not stand in one is spelt _XX. Appends. */
void os_token(struct buf *b, const char *id);
/* metadata: title, last-modified (the as-of instant), versions. */
void os_metadata(struct oscal *o, const struct node *report, const char *title);
/* back-matter: the sources with their digests. */
void os_sources(struct oscal *o, const struct node *report);
/* A report's own uuid for a document of this kind. */
void os_document_uuid(char out[37], const struct node *report, const char *kind);

#endif
