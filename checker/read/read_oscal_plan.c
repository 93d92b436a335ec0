/* OSCAL assessment plans: what is to be assessed. A plan is no result: it is listed and counts nowhere. */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

static const char *const drop[] = { "terms-and-conditions", "local-definitions" };

static void
planned(struct oscal_doc *d, const struct node *n, const char *path, const char *id)
{
	struct record out = { .kind = REC_EVIDENCE,
		.loc = { .line = n->line, .col = n->col, .path = path } };
	struct rec_evidence *e = &out.u.evidence;
	const char *part;

	reading_seen(d->r);
	e->control = oscal_control(id, &e->framework, &part, d->r->rec);
	if (e->control == NULL) {
		reading_refused(d->r, &oscal_e_record, n->line, n->col,
			"a control to be reviewed without its id");
		return;
	}
	e->path = d->title;
	e->kind_raw = "planned assessment";
	reading_put(d->r, &out);
	reading_kept(d->r);
}

static int
read_plan(struct reading *r)
{
	const struct oscal_plan plan = { .root = "assessment-plan", .drop = drop, .ndrop = 2 };
	struct oscal_doc d;
	int rc = oscal_read(&d, r, &plan);
	size_t i = 0;

	for (const struct node *s = rc != 0 ? NULL : node_first(node_at(d.top,
		"reviewed-controls/control-selections")); s != NULL; s = node_next(s), i++) {
		const char *at = oscal_step(&d, "/assessment-plan/reviewed-controls",
			"control-selections", "control-selection", i);
		size_t k = 0;

		if (node_get(s, "include-all") != NULL) {
			reading_seen(r);
			reading_ignored(r, "selection of all controls");
		}
		for (const struct node *c = node_first(node_get(s, "include-controls")); c != NULL;
			c = node_next(c), k++)
			planned(&d, c, oscal_step(&d, at, "include-controls", "include-control", k),
				node_get_text(c, "control-id"));
	}
	oscal_free(&d);
	return rc;
}

static int
probe_plan(const struct head *h, const char **sign)
{
	return oscal_probe(h, "assessment-plan", sign);
}

const struct reader reader_oscal_plan = {
	.name = "oscal-plan",
	.title = "OSCAL assessment plan",
	.what = "Shows which controls somebody means to assess. Proves nothing: give the assessment "
		"results.",
	.better = "assessment results: a plan shows what was meant to be tested",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_EVIDENCE,
	.grade = GRADE_E0,
	.probe = probe_plan,
	.read = read_plan,
	.words = oscal_words,
};
