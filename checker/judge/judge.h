#ifndef TRUEUP_JUDGE_H
#define TRUEUP_JUDGE_H
/* From the frozen model and the rules to the assessment (judgement.md 5 to 9). */
#include "checker/judge/assessment.h"

struct rule_set;
struct arena;
struct diags;

/* Never fails; everything lives in a. rules may be NULL: then O, D, W are [0,1]. */
struct assessment *judge(const struct model *m, const struct rule_set *rules, struct arena *a);

/* The largest j of 0..10000 with Pr[Bin(n, j/10000) >= k] <= 1/20; n <= MAX_CP_N. -1 if n is larger. */
int cp_lower(unsigned n, unsigned k, unsigned *j);

#endif
