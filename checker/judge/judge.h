#ifndef TRUEUP_JUDGE_H
#define TRUEUP_JUDGE_H
/* From the frozen model and the rules to the assessment (judgement.md 5 to 9). */
#include "checker/judge/assessment.h"

struct rule_set;
struct arena;
struct diags;

/* Never fails; everything lives in a. rules may be NULL: then O, D, W are [0,1]. */
struct assessment *judge(const struct model *m, const struct rule_set *rules, struct arena *a);

/*
 * One rule on one record, told as text while it is asked.  out is the caller's; subject is what the
 * checks call the record ("ac-2", "SEC-12", "web01").  found: how many records were meant.
 */
struct buf;
struct explaining {
	const char *rule, *subject;
	struct buf *out;
	size_t found;
	/* Of trace.c: */
	bool on;
	size_t checks, refused, told, answered, values[4];
	const char *key;
};
/* As judge(); x is filled. */
struct assessment *judge_explaining(const struct model *m, const struct rule_set *rules,
	struct explaining *x, struct arena *a);

/* The largest j of 0..10000 with Pr[Bin(n, j/10000) >= k] <= 1/20; n <= MAX_CP_N. -1 if n is larger. */
int cp_lower(unsigned n, unsigned k, unsigned *j);

#endif
