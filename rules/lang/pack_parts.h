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
};

void pack_error(struct pack_loading *l, const struct diag_kind *kind, const struct node *at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Where the text of a string node begins: behind its quote. */
struct place pack_place(struct pack_loading *l, const struct node *n, size_t skip);

/* A copy of a string member, or NULL with an error. */
const char *pack_string(struct pack_loading *l, const struct node *n);

/* Complains of every member of map that is not in the list (which ends with NULL). */
void pack_members(struct pack_loading *l, const struct node *map, const char *const *names);

/* One rule. NULL: wrong, diagnosed. */
struct rule *pack_rule(struct pack_loading *l, const struct node *n);

#endif
