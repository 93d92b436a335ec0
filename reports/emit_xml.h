#ifndef TRUEUP_EMIT_XML_H
#define TRUEUP_EMIT_XML_H
/*
 * The one XML serializer; what it writes as HTML is well-formed XML too.  Tags
 * are closed by a stack, text and attribute values are made inert and escaped, so
 * no text from evidence can open, close or reorder anything.  Misuse is our bug: exit 70.
 */
#include <stddef.h>
#include <stdint.h>

struct buf;
struct emit_xml;

/* out stays the caller's. Names of elements and attributes must be constants. */
struct emit_xml *ex_to_buf(struct buf *out);
/*
 * Of HTML: names that are written from right to left are set apart (<bdi>) wherever that
 * element may stand, so that they carry no number beside them to their other side.
 */
void ex_isolate(struct emit_xml *x);
/* Frees. 0, or -1 if the buffer was over its ceiling. */
int ex_finish(struct emit_xml *x);

void ex_open(struct emit_xml *x, const char *name);
/* Of the tag just opened, before anything else. NULL: no such attribute. */
void ex_attr(struct emit_xml *x, const char *name, const char *value);
void ex_attr_fmt(struct emit_xml *x, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ex_close(struct emit_xml *x);
void ex_empty(struct emit_xml *x); /* ends the tag just opened as an empty element: "<meta/>" */

void ex_text(struct emit_xml *x, const char *s); /* NULL: nothing */
void ex_text_cut(struct emit_xml *x, const char *s, size_t max);
void ex_count(struct emit_xml *x, uint64_t n);
void ex_raw(struct emit_xml *x, const char *s);  /* ours only: declarations, style */

/* <name class="class">text</name>; class may be NULL. */
void ex_element(struct emit_xml *x, const char *name, const char *class, const char *text);
void ex_open_class(struct emit_xml *x, const char *name, const char *class);

#endif
