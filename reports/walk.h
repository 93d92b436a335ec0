#ifndef TRUEUP_REPORTS_WALK_H
#define TRUEUP_REPORTS_WALK_H
/* Looking into the report's tree: what is missing or of another type is 0, false, "" or NULL. */
#include "checker/base/node.h"
#include "checker/base/text.h"

int64_t get_int(const struct node *map, const char *key);
bool get_bool(const struct node *map, const char *key);
const char *get_str(const struct node *map, const char *key);
/* The first of a list or map. */
const struct node *get_child(const struct node *map, const char *key);

/* The as-of date as people write it: a date that stands for its last moment is that date. */
const char *as_of_text(const struct node *report, char out[64]);

/* for EACH(control, scope, "controls") */
#define EACH(x, parent, key) \
	(const struct node *x = get_child((parent), (key)); x != NULL; x = x->next)

/* Whatever was claimed: a failing test is worth knowing without any record. */
static inline bool
only_failing(const struct node *c)
{
	return node_is(node_get(c, "failing"), NODE_TRUE)
		&& !str_same(get_str(c, "verdict"), "CONTRADICTED");
}

/* "sealed by a key that you trust": the seal of the report that this one was held to. */
const char *seal_text(const char *seal);

#endif
