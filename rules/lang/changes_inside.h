#ifndef TRUEUP_CHANGES_INSIDE_H
#define TRUEUP_CHANGES_INSIDE_H
/* Between the files that load profiles and overrides; nobody else includes it. */
#include "rules/lang/changes.h"
#include "rules/lang/pack_parts.h"

struct changing {
	struct pack_loading l;
	struct rule_set *set;
	const char *by;
	bool shipped, reasons;       /* reasons: every change needs reason and approver (overrides) */
	const char *approver_all;    /* of the whole file; NULL: none */
	const char *const *but;      /* ids of rules that are left as they are; NULL: none */
	/* Of the rule at hand: */
	struct rule *rule;
	const struct profile *profile; /* its tables; NULL: of an override */
	const char *reason, *approver;
	struct instant expires;
};

const char *value_text(struct arena *a, const struct node *n);
bool change_loosens(const struct param *p, const struct node *old, const struct node *now);
/* Adds it to the rule, with who, why and until when; complains where these are missing. */
void change_add(struct changing *c, const struct node *n, struct change ch);
/* All rules of a member "rules": "pack/ID" or "ID" to what changes. */
void change_rules(struct changing *c, const struct node *map);

/* regime.c: "clocks" and "tables" of a profile. */
void regime_load(struct changing *c, struct profile *p, const struct node *root);

#endif
