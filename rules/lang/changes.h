#ifndef TRUEUP_CHANGES_H
#define TRUEUP_CHANGES_H
/*
 * What changes the rules of the packs: a profile (one regime's parameters and selection) and
 * overrides (one organisation's changes).  Precedence: pack, profile, override.  The direction of
 * every change is decided by the parameter's `stricter`.  What loosens needs a reason, an
 * approver and an end, unless a profile that is built in says it; what cannot be
 * ordered counts as loosening.  Nothing inline can silence a rule.
 */
#include "checker/base/instant.h"
#include "rules/lang/pack.h"

struct diags;

struct change {
	const char *by;          /* "profile fedramp-rev5", "override acme" */
	const char *what;        /* a parameter's name, "asked", "severity" */
	const char *from, *to;   /* as people read them */
	bool looser, shipped;    /* shipped: by a built-in profile, which needs no reason */
	bool standard;           /* the number that it replaces is a standard's, and it is our own */
	const char *reason, *approver;
	struct instant expires;  /* its last instant; UNKNOWN: none */
};

/* A number of a regime that no rule can ask yet, printed by `trueup rules show PROFILE`. */
struct regime_clock { const char *id, *what, *start, *limit, *calendar, *basis, *source; };

/* A table of a regime over facts of yes and no: every combination once, and monotone. */
struct regime_table {
	const char *name, *basis, *source;
	const char **keys; size_t nkeys;
	unsigned assumed;        /* bit i: keys[i] counts as true where it is not known */
	struct { unsigned facts; const char *limit, *also; } rows[64]; /* facts: bit i: keys[i] holds */
	size_t nrows;
};

struct profile {
	const char *name, *version, *title, *source, *path, *sha256;
	bool shipped;
	const struct node *config;   /* members of trueup.json that it sets; NULL: none */
	struct regime_clock *clocks; size_t nclocks;
	struct regime_table *tables; size_t ntables;
};

/* The format that a text says it has: "rules/1", "profile/1", "override/1", "calendar/1"; else NULL. */
const char *rules_format(const struct pack_text *t, struct arena *a);

/* Reads a profile and changes the rules of the set. NULL with every error reported. */
struct profile *profile_apply(struct rule_set *s, const struct pack_text *t, bool shipped,
	struct arena *a, struct diags *d);
/* Reads an override and changes the rules. -1 with every error reported. */
int override_apply(struct rule_set *s, const struct pack_text *t, struct arena *a, struct diags *d);
/* The same, but what it says of one of those rules (ids; NULL-terminated) is left out. */
int override_apply_but(struct rule_set *s, const struct pack_text *t, const char *const *but,
	struct arena *a, struct diags *d);

/* Is a loosening of the rule over at that instant? Then its checks are U. The change, or NULL. */
const struct change *rule_lapsed(const struct rule *r, int64_t as_of);
/* The first change that loosens it and that no built-in profile made, or NULL. */
const struct change *rule_loosened(const struct rule *r);
/* a is surely no longer than b, from whatever day. */
bool duration_within(struct duration a, struct duration b);

#endif
