/* OSCAL assessment results: what was seen of which control, where, by what, and the risks found. */
#include "checker/read/oscal_assess.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

static const char *const cuts[] = {
	"/assessment-results/results/#/observations",
	"/assessment-results/results/#/findings",
	"/assessment-results/results/#/risks",
};

/* Controls that a result says it reviewed, and holds no finding for: told, never passed. */
static void
unfound(struct oscal_assess *x, const struct node *result, const struct map *found)
{
	struct reading *r = x->d.r;
	const struct node *list = node_at(result, "reviewed-controls/control-selections");
	const char *framework, *part, *first = NULL;
	size_t n = 0;

	for (const struct node *s = node_first(list); s != NULL; s = node_next(s))
		for (const struct node *c = node_first(node_get(s, "include-controls")); c != NULL;
			c = node_next(c)) {
			const char *id = oscal_control(node_get_text(c, "control-id"), &framework,
				&part, r->rec);

			if (id == NULL || map_has(found, id, strlen(id)))
				continue;
			first = first == NULL ? id : first;
			n++;
		}
	if (n > 0)
		reading_note(r, &oscal_n_no_finding, result->line, result->col,
			"%zu controls, the first is %s", n, text_inert_dup(r->rec, first, 80));
	arena_reset(r->rec);
}

static int
read_ar(struct reading *r)
{
	struct oscal_assess x;
	struct oscal_plan plan = { .root = "assessment-results", .cuts = cuts,
		.ncuts = sizeof(cuts) / sizeof(cuts[0]), .on = oscal_assess_take, .ctx = &x };
	struct map *found = map_new();
	const struct node *results;
	int rc;

	oscal_assess_init(&x);
	rc = oscal_read(&x.d, r, &plan);
	if (rc == 0) {
		results = node_get(x.d.top, "results");
		oscal_findings_emit(&x, results);
		oscal_risks_emit(&x);
		oscal_observations_emit(&x);
		for (size_t i = 0; i < x.findings.n; i++)
			map_slot(found, x.findings.v[i]->control,
				strlen(x.findings.v[i]->control), NULL);
		for (const struct node *res = node_first(results); res != NULL;
			res = node_next(res))
			unfound(&x, res, found);
	} else {
		oscal_assess_drop(&x);
	}
	oscal_assess_free(&x);
	map_free(found);
	return rc;
}

static int
probe_ar(const struct head *h, const char **sign)
{
	return oscal_probe(h, "assessment-results", sign);
}

const struct reader reader_oscal_ar = {
	.name = "oscal-ar",
	.title = "OSCAL assessment results",
	.what = "Shows which objectives were found satisfied or not, on what, when, and by which "
		"tool or person. "
		"A test by a tool is E3; examined is E1 and interviewed E0: paper.",
	.better = "the scanners' own results beside it, with dates and subjects",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_OBSERVATION | ROLE_ITEM,
	.grade = GRADE_E3,
	.probe = probe_ar,
	.read = read_ar,
	.words = oscal_words,
};
