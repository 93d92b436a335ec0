/*
 * OSCAL component definitions: what a vendor says of its component.  It is
 * nobody's claim about a system (judgement.md 3), so the statements are listed
 * as artefacts and count nowhere; rules that they name are mapped.
 */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

#define COMPONENTS "/component-definition/components"
#define CAPABILITIES "/component-definition/capabilities"

static const char *const cuts[] = { COMPONENTS, CAPABILITIES };

struct vendor {
	struct oscal_doc *d;
	const struct oscal_rec *rec;
	const char *name;            /* of the component or capability */
};

static const char *
state_of(const struct node *req)
{
	const char *s = node_text(node_at(req, "implementation-status/state"));

	return s != NULL ? s : oscal_prop(req, "implementation-status");
}

/*
 * Rules that the vendor says check the control. It does not say that they check all of it: no
 * relation, which carries failures only (judgement.md 5).
 */
static void
rules(struct vendor *v, const struct node *req, const char *path, const char *framework,
	const char *control)
{
	for (const struct node *p = node_first(node_get(req, "props")); p != NULL; p = node_next(p)) {
		struct record out = { .kind = REC_MAPPING, .loc = oscal_loc(v->rec, p) };
		const char *name = node_get_text(p, "name");
		const char *rule = oscal_value(p, "value");

		if (name == NULL || !str_same_fold(name, "Rule_Id") || rule == NULL || *rule == '\0')
			continue;
		out.loc.path = path;
		out.u.mapping.scheme = "rule";
		out.u.mapping.id = str_trim(v->d->r->rec, rule);
		out.u.mapping.framework = framework;
		out.u.mapping.control = control;
		out.u.mapping.relation = REL_NONE;
		reading_put(v->d->r, &out);
	}
}

static void
requirement(struct vendor *v, const struct node *req, const char *path)
{
	struct reading *r = v->d->r;
	struct record out = { .kind = REC_EVIDENCE, .loc = oscal_loc(v->rec, req) };
	struct rec_evidence *e = &out.u.evidence;
	const char *part, *state = state_of(req);

	reading_seen(r);
	e->control = oscal_control(node_get_text(req, "control-id"), &e->framework, &part, r->rec);
	if (e->control == NULL) {
		reading_refused(r, &oscal_e_record, req->line, req->col,
			"an implemented requirement without control-id");
		return;
	}
	out.loc.path = path;
	e->path = v->name;
	e->kind_raw = state == NULL ? "vendor's claim" : arena_printf(r->rec, "vendor's claim: %s",
		state);
	reading_put(r, &out);
	rules(v, req, path, e->framework, e->control);
	reading_kept(r);
}

static int
on_record(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec)
{
	struct vendor v = { .d = d, .rec = rec, .name = oscal_get(d->r->a, rec->node, "title") };
	size_t i = 0;

	(void)ctx;
	if (v.name == NULL)
		v.name = oscal_get(d->r->a, rec->node, "name");
	for (const struct node *c = node_first(node_get(rec->node, "control-implementations"));
		c != NULL; c = node_next(c), i++) {
		const char *at = rec->xml ? arena_printf(d->r->rec,
			"%s/control-implementation[%zu]", rec->path, i + 1) :
			arena_printf(d->r->rec, "%s/control-implementations/%zu", rec->path, i);
		size_t k = 0;

		for (const struct node *q = node_first(node_get(c, "implemented-requirements"));
			q != NULL; q = node_next(q), k++)
			requirement(&v, q, rec->xml ? arena_printf(d->r->rec,
				"%s/implemented-requirement[%zu]", at, k + 1) :
				arena_printf(d->r->rec, "%s/implemented-requirements/%zu", at, k));
	}
	return 0;
}

static int
read_component(struct reading *r)
{
	const struct oscal_plan plan = { .root = "component-definition", .cuts = cuts, .ncuts = 2,
		.on = on_record };
	struct oscal_doc d;
	int rc = oscal_read(&d, r, &plan);

	oscal_free(&d);
	return rc;
}

static int
probe_component(const struct head *h, const char **sign)
{
	return oscal_probe(h, "component-definition", sign);
}

const struct reader reader_oscal_component = {
	.name = "oscal-component",
	.title = "OSCAL component definition",
	.what = "Shows what a vendor says of its component, and which rules check it. "
		"Proves nothing about any system, and is no claim of yours: only your plan is.",
	.better = "the system's own security plan, and results: a component's maker speaks of a product",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_EVIDENCE | ROLE_MAPPING,
	.grade = GRADE_E0,
	.probe = probe_component,
	.read = read_component,
	.words = oscal_words,
};
