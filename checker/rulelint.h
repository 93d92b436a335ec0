#ifndef TRUEUP_RULELINT_H
#define TRUEUP_RULELINT_H
/* What a loader cannot refuse, and a reader would stumble over: `trueup rules lint`. */
#include "rules/lang/pack.h"

struct arena;
struct rule_choice;
struct zones;

/* Prints one line a remark, with file and line. How many there are. Runs tests of the rules. */
size_t rules_lint(const struct rule_set *s, const struct rule_choice *c, struct zones *z,
	struct arena *a);

#endif
