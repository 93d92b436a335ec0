/* OSCAL plans of action and milestones: known weaknesses, their deadlines, and what was decided. */
#include "checker/read/oscal_assess.h"

static const char *const cuts[] = {
	"/plan-of-action-and-milestones/observations",
	"/plan-of-action-and-milestones/findings",
	"/plan-of-action-and-milestones/risks",
	"/plan-of-action-and-milestones/poam-items",
};

static int
read_poam(struct reading *r)
{
	struct oscal_assess x;
	struct oscal_plan plan = { .root = "plan-of-action-and-milestones", .cuts = cuts,
		.ncuts = sizeof(cuts) / sizeof(cuts[0]), .on = oscal_assess_take, .ctx = &x };
	int rc;

	oscal_assess_init(&x);
	rc = oscal_read(&x.d, r, &plan);
	if (rc == 0) {
		oscal_findings_emit(&x, NULL);
		oscal_risks_emit(&x);
		oscal_observations_emit(&x);
	} else {
		oscal_assess_drop(&x);
	}
	oscal_assess_free(&x);
	return rc;
}

static int
probe_poam(const struct head *h, const char **sign)
{
	return oscal_probe(h, "plan-of-action-and-milestones", sign);
}

const struct reader reader_oscal_poam = {
	.name = "oscal-poam",
	.title = "OSCAL plan of action and milestones",
	.what = "Shows known weaknesses with deadline and risk log: who decided what, when and "
		"why. "
		"Cannot show how often a deadline was moved, nor when a plan without a log entry "
		"was made.",
	.better = "the tracker's own export with its history, which keeps deadlines that were moved",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_ITEM | ROLE_OBSERVATION,
	.grade = GRADE_E3,
	.probe = probe_poam,
	.read = read_poam,
	.words = oscal_words,
};
