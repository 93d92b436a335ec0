/* Observations and findings of OSCAL, and the results that they amount to. */
#include "checker/read/oscal_assess.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

void
oscal_assess_init(struct oscal_assess *x)
{
	*x = (struct oscal_assess){ .obs_by = map_new(), .finding_by = map_new(),
		.risk_by = map_new(), .within = map_new(), .of_risk = map_new(),
		.tools = map_new() };
}

void
oscal_assess_free(struct oscal_assess *x)
{
	oscal_free(&x->d);
	VEC_FREE(&x->obs);
	VEC_FREE(&x->findings);
	oscal_list_free(&x->risks);
	oscal_list_free(&x->items);
	map_free(x->obs_by);
	map_free(x->finding_by);
	map_free(x->risk_by);
	map_free(x->within);
	map_free(x->of_risk);
	map_free(x->tools);
}

/* Puts v under the uuid; false if it was there already. */
static bool
enter(struct oscal_assess *x, struct map *m, const char *uuid, void *v, const struct node *n)
{
	bool fresh;
	void **slot;

	if (uuid == NULL || *uuid == '\0')
		return true;
	slot = map_slot(m, uuid, strlen(uuid), &fresh);
	if (fresh)
		*slot = v;
	else
		reading_note(x->d.r, &oscal_w_twice, n->line, n->col, "uuid %s",
			text_inert_dup(x->d.r->rec, uuid, 80));
	return fresh;
}

/* The texts of one member of each element of a list, in r->a. */
static size_t
texts(struct oscal_assess *x, const struct node *list, const char *key, const char ***out)
{
	struct arena *a = x->d.r->a;
	size_t n = 0;

	*out = NULL;
	for (const struct node *e = node_first(list); e != NULL; e = node_next(e))
		n += node_get_text(e, key) != NULL;
	if (n == 0)
		return 0;
	*out = ARENA_ARRAY(a, const char *, n);
	n = 0;
	for (const struct node *e = node_first(list); e != NULL; e = node_next(e))
		if (node_get_text(e, key) != NULL)
			(*out)[n++] = arena_strdup(a, node_get_text(e, key));
	return n;
}

/* Observations */

/*
 * Results that tools write into properties: OSCAL itself has no place for them on an observation.
 */
static const char *
own_result(struct arena *a, const struct node *n)
{
	return arena_strdup(a, node_get_text(oscal_prop_node(n, "result", true), "value"));
}

static void
subjects(struct oscal_assess *x, struct oscal_obs *o, const struct node *list)
{
	static const char *const others[] = { "party", "user", "location", "resource" };
	struct arena *a = x->d.r->a;

	if (node_count(list) == 0)
		return;
	o->subjects = ARENA_ARRAY(a, struct oscal_subject, node_count(list));
	for (const struct node *s = node_first(list); s != NULL; s = node_next(s)) {
		struct oscal_subject *to = &o->subjects[o->nsubjects];
		const char *type = node_get_text(s, "type");

		to->uuid = arena_strdup(a, node_get_text(s, "subject-uuid"));
		if (to->uuid == NULL)
			continue;
		to->title = oscal_get(a, s, "title");
		to->result = own_result(a, s);
		to->asset = true;
		for (size_t i = 0; type != NULL && i < sizeof(others) / sizeof(others[0]); i++)
			to->asset = to->asset && !str_same_fold(type, others[i]);
		o->nsubjects++;
	}
}

static void
actors(struct oscal_assess *x, struct oscal_obs *o, const struct node *origins)
{
	for (const struct node *g = node_first(origins); g != NULL; g = node_next(g))
		for (const struct node *c = node_first(node_get(g, "actors")); c != NULL;
			c = node_next(c)) {
			const char *type = node_get_text(c, "type");

			if (type == NULL)
				continue;
			o->person = o->person || str_same_fold(type, "party");
			if (!str_same_fold(type, "tool") &&
				!str_same_fold(type, "assessment-platform"))
				continue;
			o->tool = true;
			if (o->actor == NULL)
				o->actor = arena_strdup(x->d.r->a, node_get_text(c, "actor-uuid"));
		}
}

/*
 * judgement.md 4: a test is the tool's own result if a tool is its actor and
 * it names subject and time; without one of them it is an export without
 * provenance; by a person alone it is that person's word.
 */
static enum grade
test_grade(const struct oscal_obs *o)
{
	bool asset = false;

	for (size_t i = 0; i < o->nsubjects; i++)
		asset = asset || o->subjects[i].asset;
	if (o->tool && o->actor != NULL && asset && o->at.known == KNOWN)
		return GRADE_E3;
	return o->person && !o->tool ? GRADE_E1 : GRADE_E2;
}

/* Several methods: a pass is worth the weakest, a failure the strongest of them. */
static void
grade(struct oscal_assess *x, struct oscal_obs *o, const struct node *methods)
{
	struct arena *a = x->d.r->a;

	o->low = GRADE_E5;
	o->high = GRADE_E0;
	for (const struct node *m = node_first(methods); m != NULL; m = node_next(m)) {
		const char *word = oscal_text(x->d.r->rec, m);
		enum grade g = GRADE_E1;

		if (word == NULL)
			continue;
		if (str_same_fold(word, "test"))
			g = test_grade(o);
		else if (str_same_fold(word, "interview"))
			g = GRADE_E0;
		else if (!str_same_fold(word, "examine") && !str_same_fold(word, "unknown"))
			source_odd_word(x->d.r->source, a, "OSCAL method", word);
		word = str_lower(a, word);
		o->methods = o->methods == NULL ? word
			: arena_printf(a, "%s, %s", o->methods, word);
		o->low = g < o->low ? g : o->low;
		o->high = g > o->high ? g : o->high;
	}
	if (o->methods == NULL)
		o->low = o->high = GRADE_E1;
}

/* The rule that a tool checked: in properties, by several names; else the title. */
static const char *
test_of(struct arena *a, const struct node *n)
{
	static const char *const names[] = { "assessment-rule-id", "rule-id", "assessment-check-id",
		"check-id", "check_id", "rule" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = node_get_text(oscal_prop_node(n, names[i], true), "value");

		if (v != NULL && *v != '\0')
			return arena_strdup(a, v);
	}
	return oscal_get(a, n, "title");
}

static void
take_observation(struct oscal_assess *x, const struct oscal_rec *rec)
{
	struct reading *r = x->d.r;
	struct oscal_obs *o = ARENA_NEW(r->a, struct oscal_obs);
	const struct node *n = rec->node;

	reading_seen(r);
	o->uuid = arena_strdup(r->a, node_get_text(n, "uuid"));
	o->path = arena_strdup(r->a, rec->path);
	o->line = n->line;
	o->col = n->col;
	o->at = oscal_instant(&x->d, n, "collected");
	o->at.raw = arena_strdup(r->a, o->at.raw);
	o->result = own_result(r->a, n);
	o->test = test_of(r->a, n);
	subjects(x, o, node_get(n, "subjects"));
	actors(x, o, node_get(n, "origins"));
	grade(x, o, node_get(n, "methods"));
	enter(x, x->obs_by, o->uuid, o, n);
	*VEC_PUSH(&x->obs) = o;
}

static void
take_finding(struct oscal_assess *x, const struct oscal_rec *rec)
{
	struct reading *r = x->d.r;
	struct oscal_finding *f = ARENA_NEW(r->a, struct oscal_finding);
	const struct node *n = rec->node, *target = node_get(n, "target");
	const char *part, *framework;

	reading_seen(r);
	f->target = arena_strdup(r->a, node_get_text(target, "target-id"));
	f->control = arena_strdup(r->a, oscal_control(f->target, &framework, &part, r->rec));
	if (f->control == NULL) {
		reading_refused(r, &oscal_e_record, n->line, n->col, "a finding without target-id");
		return;
	}
	f->framework = arena_strdup(r->a, framework);
	f->uuid = arena_strdup(r->a, node_get_text(n, "uuid"));
	f->path = arena_strdup(r->a, rec->path);
	f->title = oscal_get(r->a, n, "title");
	f->state = arena_strdup(r->a, node_get_text(node_get(target, "status"), "state"));
	f->reason = arena_strdup(r->a, node_get_text(node_get(target, "status"), "reason"));
	f->nobs = texts(x, node_get(n, "related-observations"), "observation-uuid", &f->obs);
	f->nrisks = texts(x, node_get(n, "related-risks"), "risk-uuid", &f->risks);
	f->outer = rec->outer;
	f->line = n->line;
	f->col = n->col;
	enter(x, x->finding_by, f->uuid, f, n);
	*VEC_PUSH(&x->findings) = f;
	for (size_t i = 0; i < f->nrisks; i++) {
		void **slot = map_slot(x->of_risk, f->risks[i], strlen(f->risks[i]), NULL);
		struct oscal_link *l = ARENA_NEW(r->a, struct oscal_link);

		l->finding = f;
		l->next = *slot;
		*slot = l;
	}
}

/*
 * Each uuid below n, so that a reference to the wrong kind of thing can be told from one to
 * nothing.
 */
static void
note_within(struct oscal_assess *x, const struct node *n, size_t index)
{
	const char *uuid = node_get_text(n, "uuid");
	bool fresh;

	if (uuid != NULL) {
		void **slot = map_slot(x->within, uuid, strlen(uuid), &fresh);

		if (fresh)
			*slot = (void *)(uintptr_t)(index + 1);
	}
	for (const struct node *c = n->child; c != NULL; c = c->next)
		note_within(x, c, index);
}

int
oscal_assess_take(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec)
{
	static const char *const prose[] = { "links", "statement" };
	struct oscal_assess *x = ctx;
	const char *kind = strrchr(rec->cut, '/') + 1, *uuid = node_get_text(rec->node, "uuid");

	if (strcmp(kind, "observations") == 0) {
		take_observation(x, rec);
	} else if (strcmp(kind, "findings") == 0) {
		take_finding(x, rec);
	} else if (strcmp(kind, "risks") == 0) {
		enter(x, x->risk_by, uuid, (void *)(uintptr_t)(x->risks.at.n + 1), rec->node);
		note_within(x, rec->node, x->risks.at.n);
		oscal_list_add(&x->risks, oscal_keep(d, rec, prose, 2));
	} else {
		oscal_list_add(&x->items, oscal_keep(d, rec, prose, 2));
	}
	return 0;
}

void
oscal_assess_drop(struct oscal_assess *x)
{
	oscal_broken_off(x->d.r, x->obs.n + x->findings.n, true);
	oscal_broken_off(x->d.r, x->risks.at.n + x->items.at.n, false);
}

/* Emission */

/*
 * judgement.md 11: satisfied with reason "other" passes weakly; a state and a reason that
 * contradict say nothing.
 */
static enum result
finding_result(struct oscal_assess *x, const struct oscal_finding *f, bool *weak)
{
	struct reading *r = x->d.r;

	*weak = f->reason != NULL && str_same_fold(f->reason, "other");
	if (f->state != NULL && str_same_fold(f->state, "not-satisfied"))
		return RESULT_FAIL;
	if (f->state == NULL || !str_same_fold(f->state, "satisfied")) {
		if (f->state != NULL)
			source_odd_word(r->source, r->a, "OSCAL finding state", f->state);
		return RESULT_UNKNOWN;
	}
	if (f->reason == NULL || *f->reason == '\0' || *weak || str_same_fold(f->reason, "pass"))
		return RESULT_PASS;
	if (!str_same_fold(f->reason, "fail")) {
		source_odd_word(r->source, r->a, "OSCAL finding reason", f->reason);
		return RESULT_UNKNOWN;
	}
	reading_note(r, &oscal_w_contrary, f->line, f->col, "satisfied, for the reason \"fail\"");
	return RESULT_UNKNOWN;
}

/*
 * The product that saw it: the title of its component, else its uuid, else the format
 * (judgement.md 11).
 */
static const char *
originator(struct oscal_assess *x, const struct oscal_obs *o)
{
	const struct node *c;
	const char *title = NULL;

	if (o == NULL || o->actor == NULL)
		return OSCAL;
	c = map_get(x->tools, o->actor, strlen(o->actor));
	title = oscal_get(x->d.r->rec, c, "title");
	return title != NULL && *title != '\0' ? title : o->actor;
}

static void
put_seen(struct oscal_assess *x, struct record *out, const struct oscal_obs *o,
	const struct oscal_subject *s, bool weak)
{
	struct rec_observation *ob = &out->u.observation;
	struct rec_observation whole = *ob;
	enum grade cap = weak ? GRADE_E2 : GRADE_E5;
	bool known = true;

	ob->originator = originator(x, o);
	ob->method = o == NULL ? NULL : o->methods;
	if (o != NULL)
		ob->at = o->at;
	if (s != NULL) {
		idents_add(&ob->asset, x->d.r->rec, OSCAL, s->uuid);
		if (s->title != NULL && *s->title != '\0')
			idents_add(&ob->asset, x->d.r->rec, "name", s->title);
	}
	if (s != NULL && s->result != NULL)
		ob->result_raw = s->result;
	else if (o != NULL && o->result != NULL)
		ob->result_raw = o->result;
	if (ob->result_raw != whole.result_raw) {
		ob->result = word_result(ob->result_raw, &known, x->d.r->rec);
		if (!known)
			source_odd_word(x->d.r->source, x->d.r->a, "OSCAL result property",
				ob->result_raw);
	}
	ob->grade = o == NULL ? GRADE_E1 : ob->result == RESULT_FAIL ? o->high : o->low;
	if (ob->result == RESULT_PASS && ob->grade > cap)
		ob->grade = cap;
	reading_put(x->d.r, out);
	*ob = whole;
}

/*
 * One record for each asset that the observation is about; none of them: one about the control
 * itself.
 */
static void
put_subjects(struct oscal_assess *x, struct record *out, const struct oscal_obs *o, bool weak)
{
	bool any = false;

	for (size_t i = 0; i < o->nsubjects; i++) {
		if (!o->subjects[i].asset)
			continue;
		put_seen(x, out, o, &o->subjects[i], weak);
		any = true;
	}
	if (!any)
		put_seen(x, out, o, NULL, weak);
}

/* The highest severity of the risks that a finding names. */
static void
finding_severity(struct oscal_assess *x, const struct oscal_finding *f, struct rec_observation *ob)
{
	int best = -1;

	for (size_t i = 0; i < f->nrisks; i++) {
		uintptr_t at = (uintptr_t)map_get(x->risk_by, f->risks[i], strlen(f->risks[i]));
		struct oscal_severity first, adjusted;

		if (at == 0)
			continue;
		oscal_risk_severity(x->risks.at.v[at - 1].node, &first, &adjusted, x->d.r->rec);
		if (adjusted.rank > first.rank)
			first = adjusted;
		if (first.rank <= best)
			continue;
		best = first.rank;
		ob->severity = first.word;
		ob->severity_raw = first.raw;
	}
}

static void
put_finding(struct oscal_assess *x, const struct oscal_finding *f)
{
	struct reading *r = x->d.r;
	struct record out = { .kind = REC_OBSERVATION };
	struct rec_observation *ob = &out.u.observation;
	const struct node *result = f->outer < x->nresults ? x->results[f->outer] : NULL;
	bool weak;
	size_t found = 0;

	out.loc = (struct loc){ .line = f->line, .col = f->col, .path = f->path };
	ob->at = oscal_instant(&x->d, result, "end");
	if (ob->at.known != KNOWN)
		ob->at = oscal_instant(&x->d, result, "start");
	ob->benchmark = OSCAL;
	ob->test = f->target;
	ob->result = finding_result(x, f, &weak);
	ob->result_raw = f->state;
	ob->message = f->title;
	tags_add(&ob->tags, r->rec, f->framework, f->control, f->target, REL_EQUAL);
	finding_severity(x, f, ob);
	for (size_t i = 0; i < f->nobs; i++) {
		struct oscal_obs *o = map_get(x->obs_by, f->obs[i], strlen(f->obs[i]));

		if (o == NULL) {
			reading_note(r, &oscal_w_reference, f->line, f->col, "observation %s",
				text_inert_dup(r->rec, f->obs[i], 80));
			continue;
		}
		o->reported = true;
		found++;
		put_subjects(x, &out, o, weak);
	}
	if (found == 0)
		put_seen(x, &out, NULL, NULL, weak);
	reading_kept(r);
}

/* Whether any result is written on it, without a finding. */
static bool
has_result(const struct oscal_obs *o)
{
	for (size_t i = 0; i < o->nsubjects; i++)
		if (o->subjects[i].result != NULL)
			return true;
	return o->result != NULL;
}

static void
put_alone(struct oscal_assess *x, const struct oscal_obs *o)
{
	struct record out = { .kind = REC_OBSERVATION };

	out.loc = (struct loc){ .line = o->line, .col = o->col, .path = o->path };
	out.u.observation.benchmark = OSCAL;
	out.u.observation.test = o->test;
	out.u.observation.result = RESULT_UNKNOWN;
	put_subjects(x, &out, o, false);
}

void
oscal_observations_emit(struct oscal_assess *x)
{
	for (size_t i = 0; i < x->obs.n; i++) {
		const struct oscal_obs *o = x->obs.v[i];
		bool alone = !o->reported && has_result(o) && o->test != NULL && *o->test != '\0';

		if (alone)
			put_alone(x, o);
		if (alone || o->reported || o->used)
			reading_kept(x->d.r);
		else
			reading_ignored(x->d.r,
				"observation without a finding or a result of its own");
		arena_reset(x->d.r->rec);
	}
}

/* Components and inventory that the document itself defines: tools, and names of subjects. */
static void
local_assets(struct oscal_assess *x, const struct node *local, const char *path)
{
	static const char *const lists[][2] = { { "components", "component" },
		{ "inventory-items", "inventory-item" } };

	for (size_t l = 0; l < 2; l++) {
		size_t i = 0;

		for (const struct node *c = node_first(node_get(local, lists[l][0])); c != NULL;
			c = node_next(c), i++) {
			struct record out = { .kind = REC_ASSET };
			struct rec_asset *as = &out.u.asset;

			out.loc = (struct loc){ .line = c->line, .col = c->col,
				.path = oscal_step(&x->d, path, lists[l][0], lists[l][1], i) };
			if (oscal_is_paper(node_get_text(c, "type")))
				continue;
			oscal_asset_ids(&x->d, c, &as->ids, &as->name);
			if (as->name == NULL || l == 0)
				as->name = oscal_get(x->d.r->rec, c, "title");
			as->kind_raw = l == 0 ? node_get_text(c, "type")
				: oscal_prop(c, "asset-type");
			if (as->ids.n > 0)
				reading_put(x->d.r, &out);
		}
	}
	arena_reset(x->d.r->rec);
}

static void
enter_tools(struct oscal_assess *x, const struct node *list)
{
	for (const struct node *c = node_first(list); c != NULL; c = node_next(c)) {
		const char *uuid = node_get_text(c, "uuid");

		if (uuid != NULL)
			*map_slot(x->tools, uuid, strlen(uuid), NULL) = (void *)(uintptr_t)c;
	}
}

static void
find_tools(struct oscal_assess *x, const struct node *defs)
{
	enter_tools(x, node_get(defs, "components"));
	enter_tools(x, node_at(defs, "assessment-assets/components"));
	enter_tools(x, node_at(defs, "assessment-assets/assessment-platforms"));
}

void
oscal_findings_emit(struct oscal_assess *x, const struct node *results)
{
	const char *root = arena_printf(x->d.r->a, "/%s/local-definitions", x->d.root);

	x->results = ARENA_ARRAY(x->d.r->a, const struct node *, node_count(results) + 1);
	find_tools(x, x->d.top);
	find_tools(x, node_get(x->d.top, "local-definitions"));
	local_assets(x, node_get(x->d.top, "local-definitions"), root);
	for (const struct node *res = node_first(results); res != NULL; res = node_next(res)) {
		const struct node *local = node_get(res, "local-definitions");
		const char *path = oscal_step(&x->d, "/assessment-results", "results", "result",
			x->nresults);

		x->results[x->nresults++] = res;
		find_tools(x, local);
		local_assets(x, local, arena_printf(x->d.r->rec, "%s/local-definitions", path));
	}
	for (size_t i = 0; i < x->findings.n; i++) {
		put_finding(x, x->findings.v[i]);
		arena_reset(x->d.r->rec);
	}
}
