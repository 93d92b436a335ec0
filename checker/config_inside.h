#ifndef TRUEUP_CONFIG_INSIDE_H
#define TRUEUP_CONFIG_INSIDE_H
/* What the files that load trueup.json share; nobody else includes this. */
#include "checker/base/diag.h"
#include "checker/base/node.h"
#include "checker/config.h"

struct loading {
	struct config *c;
	struct arena *a;
	struct zones *z;
	struct diags *d;
	const char *file, *text;
	size_t len;
};

struct member {
	const char *name;
	void (*load)(struct loading *l, const struct node *n);
};

/* At the node's place in the file; of an unknown member, at its name. */
void config_complain(struct loading *l, const struct diag_kind *kind, const struct node *n,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* An object whose members stand in the table; what is in no table is refused with the nearest name. */
void config_members(struct loading *l, const struct node *map, const struct member *table);
/* A copy in the region; NULL after a complaint. */
const char *config_string(struct loading *l, const struct node *n);
const char **config_strings(struct loading *l, const struct node *n, size_t *count);

/* Is it of that type? Else complains: what is wanted. */
bool config_want(struct loading *l, const struct node *n, enum node_type type, const char *what);
/* Within the bounds? Else complains. */
bool config_int(struct loading *l, const struct node *n, int64_t min, int64_t max, int64_t *out);
struct instant config_instant(struct loading *l, const struct node *n); /* UNKNOWN after a complaint */
struct party_ref config_party(struct loading *l, const struct node *n);
struct loc config_loc(const struct node *n);

/* config_people.c: "authority", "roles" */
void config_authority(struct loading *l, const struct node *n);
void config_roles(struct loading *l, const struct node *n);
/* config_identities.c: "identities" */
void config_identities(struct loading *l, const struct node *n);
/* config_systems.c: "systems" */
void config_systems(struct loading *l, const struct node *n);

#endif
