#ifndef TRUEUP_PACK_PARTS_H
#define TRUEUP_PACK_PARTS_H
/* Between the files that load packs; nobody else includes it. */
#include "checker/base/diag.h"
#include "rules/lang/pack.h"

struct arena;

struct pack_loading {
	struct arena *a;
	struct diags *d;
	const struct pack_text *text;
	const char *pack;                      /* its name */
	const struct kind_spec *const *kinds;
	size_t errors;
	size_t *lines; size_t nlines;          /* where each line of the text begins; lives in a */
};

/* Finds the lines of l->text: before any place or error. */
void pack_lines(struct pack_loading *l);

void pack_error(struct pack_loading *l, const struct diag_kind *kind, const struct node *at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Where a value stands; skip 1: the text of a string, behind its quote. */
struct place pack_place(struct pack_loading *l, const struct node *n, size_t skip);

/* A copy of a string that says something, or NULL with an error. */
const char *pack_string(struct pack_loading *l, const struct node *n);

/* The member's word, of the list (NULL: any; ends with NULL), or NULL with an error. */
const char *pack_word(struct pack_loading *l, const struct node *map, const char *member,
	const char *const *words);

/* Complains of every member of map that is not in the list (which ends with NULL). */
void pack_members(struct pack_loading *l, const struct node *map, const char *const *names);

/* One rule. NULL: wrong, diagnosed. */
struct rule *pack_rule(struct pack_loading *l, const struct node *n);

/* The member "params" of a rule, with what its kind needs; n may be NULL. */
void pack_params(struct pack_loading *l, struct rule *r, const struct node *rule);

/* Is the value one of the parameter's type, and within its bounds? Complains. */
void pack_check_value(struct pack_loading *l, const struct param *p, const struct node *n);
/* "effective_from" and "effective_to": days in UTC. */
void pack_effective(struct pack_loading *l, struct param *p, const struct node *n);

/* The members "refs" and "tests". */
void pack_lists(struct pack_loading *l, struct rule *r, const struct node *rule);

#endif
