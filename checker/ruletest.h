#ifndef TRUEUP_RULETEST_H
#define TRUEUP_RULETEST_H
/* The tests that stand beside rules: small models in the record stream's form. */
#include <stdbool.h>
#include <stdio.h>

#include "rules/lang/pack.h"

struct diags;
struct zones;

struct rule_verdicts { bool t, f, u, b; };
/* Which values the tests of a rule ask for. */
void rule_test_values(const struct rule *r, struct rule_verdicts *out);

/* One test of one rule, both by index. 0, or -1 with the difference told to out (NULL: to nobody). */
int rule_test_run(const struct rule_set *s, size_t rule, size_t test, struct zones *z,
	struct diags *d, FILE *out);

/* Some rules of a set, by id; n 0: all of them. */
struct rule_choice { const char *const *ids; size_t n; };
bool rule_chosen(const struct rule_choice *c, const struct rule *r);

/* Runs the tests of those; prints one TAP line each, with the difference. 0, or -1 if one failed. */
int rules_test(const struct rule_set *s, const struct rule_choice *c, struct zones *z,
	struct diags *d);

#endif
