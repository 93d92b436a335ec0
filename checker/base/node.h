#ifndef TRUEUP_NODE_H
#define TRUEUP_NODE_H
/*
 * One record of a document as a tree, the same for JSON and XML: what readers,
 * rule packs and configuration see.  Made in a region, never changed, freed with it.
 * Numbers keep their text exactly; member look-up is case-sensitive.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct place;

enum node_type { NODE_NULL, NODE_FALSE, NODE_TRUE, NODE_NUMBER, NODE_STRING, NODE_LIST, NODE_MAP };

struct node {
	const char *key;          /* member name; NULL in lists and at the top */
	const char *text;         /* of strings and numbers */
	struct node *child, *next;
	uint32_t line, col;       /* in the source, from 1 (of the value) */
	enum node_type type;
};

/* NULL parents are allowed: looking into what is not there finds nothing. */
const struct node *node_get(const struct node *map, const char *key);
/* By a path of names and list positions: "fields/status/name", "statements/0/by-components". */
const struct node *node_at(const struct node *n, const char *path);
/* Text of a string, number or boolean; NULL for the rest and for NULL. */
const char *node_text(const struct node *n);
const char *node_get_text(const struct node *map, const char *key);
bool node_is(const struct node *n, enum node_type type);
size_t node_count(const struct node *list);
/* -1 unless a whole number within int64. */
int node_int(const struct node *n, int64_t *out);

/* A JSON pointer from root to n, for locations. */
char *node_pointer(struct arena *a, const struct node *root, const struct node *n);

/*
 * for (const struct node *x = node_first(list); x != NULL; x = node_next(x)): an item that is no
 * list is its own only element. Never x->next: that would go on to the next member of the map.
 */
const struct node *node_first(const struct node *n);
const struct node *node_next(const struct node *element);

#endif
