#include "checker/effects.h"

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/join/join.h"
#include "checker/judge/judge.h"
#include "checker/model/say.h"
#include "checker/rulefiles.h"
#include "rules/lang/changes.h"

/* Members of trueup.json that can be left out once evidence is read; zone and hints cannot. */
static const char *const members[] = {"period", "authority", "roles", "weights", "criticality",
	"process_controls", "scope", "system", "framework", "o_classes", "floor_severity", "max_age",
	"limits", "calendars", "identities"};
#define MEMBERS (sizeof(members) / sizeof(*members))

struct measuring {
	const struct effects_of *of;
	struct arena *a;
	VEC(struct input_effect) v;
};

static struct input_effect *
add(struct measuring *x, enum input_kind kind, const char *name)
{
	struct input_effect *e = VEC_PUSH(&x->v);

	*e = (struct input_effect){.kind = kind, .name = name, .together = 1};
	return e;
}

/* ---- what there is to leave out ---- */

static bool
change_known(const struct measuring *x, const char *by, const char *id)
{
	for (size_t i = 0; i < x->v.n; i++)
		if (x->v.v[i].kind == INPUT_CHANGE && str_same(x->v.v[i].by, by)
			&& str_same(x->v.v[i].name, id))
			return true;
	return false;
}

static void
add_rules(struct measuring *x)
{
	const struct rule_set *set = x->of->set;

	/* The first one is core, which is the program's own. */
	for (size_t i = 1; i < set->npacks; i++)
		add(x, INPUT_FILE, set->packs[i].sha256);
	for (size_t i = 0; i < set->nrules; i++)
		for (size_t c = 0; c < set->rules[i]->nchanges; c++) {
			const struct change *ch = &set->rules[i]->changes[c];

			if (str_has_prefix(ch->by, "override ")
				&& !change_known(x, ch->by, set->rules[i]->id))
				add(x, INPUT_CHANGE, set->rules[i]->id)->by = ch->by;
		}
}

static bool
any_linked(const struct model *m)
{
	for (size_t i = 0; i < m->ncontrols; i++)
		if (m->controls[i].in_scope && m->controls[i].ntests > 0)
			return true;
	return false;
}

static bool
any_left_out(const struct model *m)
{
	for (size_t i = 0; i < m->nassets; i++)
		if (!m->assets[i].in_scope)
			return true;
	return false;
}

static bool
any_not_applicable(const struct model *m)
{
	for (size_t i = 0; i < m->ncontrols; i++)
		if (m->controls[i].in_scope && m->controls[i].na)
			return true;
	return false;
}

static void
add_all(struct measuring *x)
{
	const struct config *c = &x->of->run->cfg;
	const struct model *m = x->of->base->model;

	add_rules(x);
	for (size_t i = 0; i < MEMBERS; i++)
		for (size_t k = 0; k < c->ngiven; k++)
			if (str_same(c->given[k], members[i]))
				add(x, INPUT_MEMBER, members[i]);
	for (size_t i = 0; i < m->nsources; i++) {
		const uint64_t *n = m->sources[i]->by_kind;

		if (n[REC_MAPPING] > 0 || n[REC_CONTROL] > 0 || n[REC_SELECT] > 0)
			add(x, INPUT_ROWS, m->sources[i]->path)->source = m->sources[i];
	}
	for (size_t i = 0; i < c->nsamples; i++)
		add(x, INPUT_SAMPLE, c->samples[i].sha256);
	if (any_linked(m))
		add(x, INPUT_TAGS, NULL);
	if (any_left_out(m))
		add(x, INPUT_OUT_OF_SCOPE, NULL);
	if (any_not_applicable(m))
		add(x, INPUT_APPROVALS, NULL);
}

/* ---- one run ---- */

/* The inputs first..last - 1, as the stages take them. */
struct without {
	const char **members; size_t nmembers;
	const char **files;
	struct rule_left_out *changes;
	struct rules_left_out rules;
	const char **samples; size_t nsamples;
	const struct source **rows;
	struct leave_out join;
};

/* Each override file whose name a change carries: two files of one organisation are both asked. */
static void
leave_change(const struct measuring *x, struct without *w, const struct input_effect *e)
{
	const struct rule_set *set = x->of->set;

	for (size_t i = 1; i < set->npacks; i++)
		if (str_same(set->packs[i].name, e->by))
			w->changes[w->rules.nchanges++] =
				(struct rule_left_out){set->packs[i].sha256, e->name};
}

static void
gather(const struct measuring *x, struct without *w, size_t first, size_t last, struct arena *a)
{
	size_t n = last - first;

	*w = (struct without){0};
	w->members = ARENA_ARRAY(a, const char *, n);
	w->files = ARENA_ARRAY(a, const char *, n);
	w->changes = ARENA_ARRAY(a, struct rule_left_out, n * x->of->set->npacks);
	w->samples = ARENA_ARRAY(a, const char *, n);
	w->rows = ARENA_ARRAY(a, const struct source *, n);
	for (size_t i = first; i < last; i++) {
		const struct input_effect *e = &x->v.v[i];

		if (e->kind == INPUT_FILE)
			w->files[w->rules.nfiles++] = e->name;
		else if (e->kind == INPUT_CHANGE)
			leave_change(x, w, e);
		else if (e->kind == INPUT_MEMBER)
			w->members[w->nmembers++] = e->name;
		else if (e->kind == INPUT_SAMPLE)
			w->samples[w->nsamples++] = e->name;
		else if (e->kind == INPUT_ROWS)
			w->rows[w->join.nrows++] = e->source;
		w->join.own_tags = w->join.own_tags || e->kind == INPUT_TAGS;
		w->join.scope_marks = w->join.scope_marks || e->kind == INPUT_OUT_OF_SCOPE;
		w->join.approvals = w->join.approvals || e->kind == INPUT_APPROVALS;
	}
	w->rules.files = w->files;
	w->rules.changes = w->changes;
	w->join.rows = w->rows;
}

static const struct scope_result *
scope_like(const struct assessment *as, const struct scope_result *s)
{
	for (size_t i = 0; i < as->nscopes; i++)
		if (str_same(as->scopes[i].system, s->system)
			&& str_same(as->scopes[i].framework, s->framework))
			return &as->scopes[i];
	return NULL;
}

static int32_t
less(uint32_t with, uint32_t without)
{
	return (int32_t)with - (int32_t)without;
}

static void
compare(struct measuring *x, struct input_effect *e, const struct assessment *without)
{
	const struct assessment *base = x->of->base;
	struct scope_effect *v = ARENA_ARRAY(x->a, struct scope_effect, base->nscopes + 1);
	size_t same = 0;

	for (size_t i = 0; i < base->nscopes; i++) {
		const struct scope_result *s = &base->scopes[i], *o = scope_like(without, s);

		same += o != NULL;
		v[i].gone = o == NULL || o->undefined;
		v[i].status = o == NULL ? STATUS_UNDEFINED : o->status;
		if (v[i].gone)
			continue;
		v[i].said = less(s->procedural, o->procedural);
		v[i].supported = less(s->supported, o->supported);
		v[i].refuted = less(s->refuted, o->refuted);
		v[i].not_shown = less(s->not_shown, o->not_shown);
	}
	e->scopes = v;
	e->more = without->nscopes - same;
}

static void
drop_samples(struct config *c, const struct without *w, struct arena *a)
{
	struct sample_row *v = ARENA_ARRAY(a, struct sample_row, c->nsamples + 1);
	size_t n = 0;

	for (size_t i = 0; i < c->nsamples; i++) {
		bool drop = false;

		for (size_t k = 0; k < w->nsamples; k++)
			drop = drop || str_same(w->samples[k], c->samples[i].sha256);
		if (!drop)
			v[n++] = c->samples[i];
	}
	c->samples = v;
	c->nsamples = n;
}

/* Judges without the inputs first..last - 1, which share what comes of it. */
static void
measure(struct measuring *x, size_t first, size_t last)
{
	struct run v = *x->of->run;
	const struct rule_set *set = x->of->set;
	struct input_effect *e = &x->v.v[first];
	struct without w;

	v.a = arena_new();
	v.diags = diags_new();
	gather(x, &w, first, last, v.a);
	/* Rules may change the configuration, so one is not loaded without the other. */
	if (w.nmembers + w.rules.nfiles + w.rules.nchanges > 0)
		set = run_config_without(x->of->run, w.members, w.nmembers, &v.cfg, v.a, v.diags)
			!= 0 ? NULL : rulefiles_load_without(&v, x->of->rules, &w.rules);
	drop_samples(&v.cfg, &w, v.a);
	if (set == NULL) {
		e->why_not = say_text(SAY_UNMEASURED_NEEDED);
	} else {
		w.join.config = &v.cfg;
		compare(x, e, judge(builder_freeze_without(x->of->builder, &w.join, v.a), set, v.a));
	}
	for (size_t i = first; i < last; i++) {
		x->v.v[i].why_not = e->why_not;
		x->v.v[i].scopes = e->scopes;
		x->v.v[i].more = e->more;
		x->v.v[i].together = last - first;
	}
	diags_free(v.diags);
	arena_free(v.a);
}

/* ---- how many runs ---- */

static uint64_t
facts(const struct model *m)
{
	uint64_t n = (uint64_t)m->nstates + m->nassets + m->nitems + m->ncontrols + 1;

	for (size_t i = 0; i < m->nitems; i++)
		n += m->items[i].nevents;
	return n;
}

bool
effects_affordable(const struct model *m)
{
	return facts(m) <= MAX_EFFECT_FACTS;
}

static size_t
end_of_kind(const struct measuring *x, size_t first)
{
	size_t last = first + 1;

	while (last < x->v.n && x->v.v[last].kind == x->v.v[first].kind)
		last++;
	return last;
}

/* Each input alone; where that would be too many runs, those of a kind, else all together. */
static void
measure_all(struct measuring *x)
{
	uint64_t runs = x->of->builder == NULL ? 0
		: MAX_EFFECT_FACTS / facts(x->of->base->model);
	size_t kinds = 0, last;

	if (runs > MAX_EFFECTS)
		runs = MAX_EFFECTS;
	for (size_t i = 0; i < x->v.n; i = end_of_kind(x, i))
		kinds++;
	for (size_t i = 0; i < x->v.n; i = last) {
		last = x->v.n <= runs ? i + 1 : kinds <= runs ? end_of_kind(x, i) : x->v.n;
		if (runs > 0)
			measure(x, i, last);
		for (size_t k = i; k < last && runs == 0; k++)
			x->v.v[k].why_not = say_text(SAY_UNMEASURED_TOO_MUCH);
	}
}

const struct assessment *
effects_alone(struct builder *b, const struct rule_set *set, struct arena *a)
{
	static const struct leave_out nothing = {0};

	return builder_facts(b) > MAX_EFFECT_FACTS ? NULL
		: judge(builder_freeze_without(b, &nothing, a), set, a);
}

const struct input_effect *
effects_measure(const struct effects_of *of, struct arena *a, size_t *n)
{
	struct measuring x = {.of = of, .a = a};
	struct input_effect *out;

	add_all(&x);
	measure_all(&x);
	if (of->held) {
		struct input_effect *e = add(&x, INPUT_PREVIOUS, NULL);

		if (of->alone != NULL)
			compare(&x, e, of->alone);
		else
			e->why_not = say_text(SAY_UNMEASURED_TOO_MUCH);
	}
	out = ARENA_ARRAY(a, struct input_effect, x.v.n + 1);
	for (size_t i = 0; i < x.v.n; i++)
		out[i] = x.v.v[i];
	*n = x.v.n;
	VEC_FREE(&x.v);
	return out;
}
