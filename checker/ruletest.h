#ifndef TRUEUP_RULETEST_H
#define TRUEUP_RULETEST_H
/* The tests that stand beside rules: small models in the record stream's form. */
#include <stdbool.h>

#include "rules/lang/pack.h"

struct diags;
struct zones;

struct rule_verdicts { bool t, f, u, b; };
/* Which values the tests of a rule ask for. */
void rule_test_values(const struct rule *r, struct rule_verdicts *out);

/* Runs all; prints one TAP line each, with the difference. 0, or -1 if one failed. */
int rules_test(const struct rule_set *s, struct zones *z, struct diags *d);

#endif
