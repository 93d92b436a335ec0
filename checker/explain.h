#ifndef TRUEUP_EXPLAIN_H
#define TRUEUP_EXPLAIN_H
/* The parts of `trueup explain`: each prints one thing of a report, from its tree alone. */
#include "checker/base/buf.h"
#include "checker/base/node.h"
#include "reports/walk.h"
#include "reports/words.h"

/*
 * A heading; then lines of a label ("-": a point of a list), a text and the place that
 * it comes from.  All text is made inert.
 */
void explain_head(struct buf *b, const char *name, const char *title, const char *what);
void explain_line(struct buf *b, const char *label, const char *text, const char *place);
void explain_say(struct buf *b, const char *label, enum say what, const struct said *v, size_t n,
	const char *place);
#define EXPLAIN(b, label, place, what, ...)                                                        \
	explain_say((b), (label), (what), (const struct said[]){__VA_ARGS__},                      \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said), (place))

void explain_control(struct buf *b, const struct node *report, const struct node *scope,
	const struct node *control);
void explain_timeline(struct buf *b, const struct node *item);
void explain_item(struct buf *b, const struct node *report, const struct node *item);
void explain_rule(struct buf *b, const struct node *report, const struct node *rule);
/* Whoever has that name as an owner, the asset of that name or id; false: there is none in the report. */
bool explain_owner(struct buf *b, const struct node *report, const char *name);
bool explain_asset(struct buf *b, const struct node *report, const char *name);
void explain_previous(struct buf *b, const struct node *report);
void explain_source(struct buf *b, const struct node *report, const struct node *source);

#endif
