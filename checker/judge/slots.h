#ifndef TRUEUP_SLOTS_H
#define TRUEUP_SLOTS_H
/*
 * What the rule of effect "instance" of each dimension supplies: the predicate
 * in its slot.  O, D and W themselves are computed in C (judgement.md 8); a
 * rule can only tighten: its answer is joined to the built-in one by Kleene's
 * and.  Without such a rule the dimension is [0,1].
 */
#include "checker/judge/assessment.h"

struct slots {
	void *ctx;
	bool has_o, has_d, has_w;
	/* Each may be NULL: nothing to add (T). *why is set where the answer is not T. */
	enum tri (*owner)(void *ctx, const struct model *m, const struct who *who, int64_t at,
		const char **why);
	enum tri (*decision)(void *ctx, const struct model *m, const struct item *it,
		const struct event *e, const char **why);
	/*
	 * The limit at a severity rank 1..4 in force at the clock's start; -1: the
	 * configuration's. it NULL: of a failure that no item covers.
	 */
	int (*limit)(void *ctx, const struct model *m, const struct item *it, int severity,
		struct duration *out);
	/* Does this test count for this control (floor of severity, age)? */
	enum tri (*test)(void *ctx, const struct model *m, const struct control *c,
		const struct test *t, const char **why);
};

/* The built-in predicates alone: every dimension has its rule. */
struct slots slots_builtin(void);

/* judge() with slots given; for tests on hand-built models, and used by judge() itself. */
struct assessment *judge_slots(const struct model *m, const struct slots *s, struct arena *a);

#endif
