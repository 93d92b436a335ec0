#ifndef TRUEUP_EFFECTS_H
#define TRUEUP_EFFECTS_H
/*
 * What each input of page two does to the scores: the records that were read are joined and
 * judged again without it, each time in a region of its own that is freed at once.
 */
#include "checker/cmd.h"
#include "checker/judge/assessment.h"
#include "checker/run.h"
#include "reports/report.h"

struct builder;
struct rule_set;

struct effects_of {
	const struct run *run;
	const struct option_values *rules; /* of the command line */
	const struct rule_set *set;
	struct builder *builder;           /* from which the model was frozen; NULL: effects_affordable() said no */
	const struct assessment *base;
	bool held;                         /* to a previous report */
	const struct assessment *alone;    /* effects_alone(): without it; NULL: that was too much */
};

/*
 * What is judged of the evidence alone, before builder_previous() puts anything beside it: its
 * facts are then one with those of the evidence.  In a; NULL: there is too much to judge it again.
 */
const struct assessment *effects_alone(struct builder *b, const struct rule_set *set, struct arena *a);

/* Is the model small enough to be judged again? Else its builder need not be kept. */
bool effects_affordable(const struct model *m);
/*
 * One row an input that could be left out, in a. Never fails: what cannot be judged without an
 * input says why. The cost is bounded by MAX_EFFECTS and MAX_EFFECT_FACTS.
 */
const struct input_effect *effects_measure(const struct effects_of *of, struct arena *a, size_t *n);

#endif
