#ifndef TRUEUP_READ_XML_PICK_H
#define TRUEUP_READ_XML_PICK_H
/*
 * XML whose records are small elements of a long document: those that the
 * reader picks are collected as trees, one at a time, and forgotten after the
 * call; all others only pass by.
 */
#include "checker/read/reader.h"

struct xml_picker {
	void *ctx;
	/* Whether this element, which is in no picked one, is to be collected. Also told of those that are not. */
	bool (*pick)(void *ctx, const struct xml_tag *t);
	/* A picked element, whole; the tree lives in r->rec until the call returns. */
	void (*take)(void *ctx, const char *name, const struct node *n);
	/* The end of one that was not picked; may be NULL. */
	void (*leave)(void *ctx, const char *ns, const char *name);
};

/*
 * The same as events, for documents that hold such a one inside: begun with the handler whose
 * want_text it keeps, given all events of the inner document, and ended, whole or not.
 */
struct xml_picking {
	struct reading *r;
	const struct xml_picker *p;
	struct xml_handler *h;
	struct xml_tree *tree; /* of the element that is being collected, else NULL */
};

void xml_picking_begin(struct xml_picking *k, struct reading *r, const struct xml_picker *p,
	struct xml_handler *h);
void xml_picking_end(struct xml_picking *k);
int xml_picking_start(void *k, const struct xml_tag *t);
int xml_picking_text(void *k, const char *p, size_t n);
int xml_picking_leave(void *k, const char *ns, const char *name, uint32_t line);

/* All of r's bytes. 0; -1 if broken (diagnosed). */
int reading_picked(struct reading *r, const struct xml_picker *p);

#endif
