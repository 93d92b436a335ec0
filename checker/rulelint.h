#ifndef TRUEUP_RULELINT_H
#define TRUEUP_RULELINT_H
/* What a loader cannot refuse, and a reader would stumble over: `trueup rules lint`. */
#include "rules/lang/pack.h"

struct arena;

/* Prints one line a remark, with file and line. How many there are. */
size_t rules_lint(const struct rule_set *s, struct arena *a);

#endif
