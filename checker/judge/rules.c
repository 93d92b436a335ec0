/* Rules into the judgement: slots of O, D, W before it, checks of every rule after it. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"
#include "rules/lang/changes.h"

struct rule_list { const struct rule **v; size_t n; };

struct rule_slots {
	struct rule_list o, d, w;  /* rules of effect "instance" */
	struct arena *scratch, *keep;
};

static const struct program *
slot_named(const struct rule *r, const char *name)
{
	for (size_t i = 0; i < r->spec->nslots; i++) {
		if (str_same(r->spec->slots[i].name, name))
			return r->slots[i];
	}
	return NULL;
}

static void
bind(struct kind_env *e, const struct model *m, const char *name, const void *rec, int64_t at)
{
	struct fval v = {.known = KNOWN};

	v.v.rec = (struct view){m, rec, at};
	e->b[e->n++] = (struct binding){name, v};
}

/* The answer of a slot; the reason outlives the scratch. */
static enum tri
ask(struct rule_slots *s, const struct rule *r, const char *slot, const struct model *m,
	struct kind_env *e, const char **why)
{
	struct fval now = {.known = KNOWN, .v.t = instant_exact(m->config->as_of)};
	enum tri v;

	e->b[e->n++] = (struct binding){"as_of", now};
	kind_bind_params(e, r);
	arena_reset(s->scratch);
	v = program_tri(slot_named(r, slot), e->b, e->n, s->scratch, why);
	*why = arena_strdup(s->keep, *why);
	return v;
}

/* Every instance rule of the dimension must agree; of the first that does not, the reason. */
static enum tri
ask_all(struct rule_slots *s, const struct rule_list *l, const char *slot, const struct model *m,
	const struct kind_env *e, const char **why)
{
	enum tri all = TRI_T;

	*why = NULL;
	for (size_t i = 0; i < l->n && all != TRI_F; i++) {
		struct kind_env own = *e;
		const char *reason = NULL;
		enum tri v;

		if (slot_named(l->v[i], slot) == NULL)
			continue;
		v = tri_and(all, ask(s, l->v[i], slot, m, &own, &reason));
		if (v != all)
			*why = reason;
		all = v;
	}
	return all;
}

static enum tri
owner_slot(void *ctx, const struct model *m, const struct who *who, int64_t at, const char **why)
{
	struct rule_slots *s = ctx;
	struct kind_env e = {.n = 0};

	if (who->party == NULL)
		return TRI_U;
	bind(&e, m, "party", who->party, at);
	return ask_all(s, &s->o, "must", m, &e, why);
}

static enum tri
decision_slot(void *ctx, const struct model *m, const struct item *it, const struct event *ev,
	const char **why)
{
	struct rule_slots *s = ctx;
	struct kind_env e = {.n = 0};

	bind(&e, m, "item", it, m->config->as_of);
	bind(&e, m, "event", ev, ev->at.known == KNOWN ? ev->at.hi : m->config->as_of);
	return ask_all(s, &s->d, "stop_when", m, &e, why);
}

/* Surely the shorter one, from whatever day: months have 28 to 31 days. */
static bool
shorter(struct duration a, struct duration b)
{
	if (a.months == b.months)
		return a.ns < b.ns;
	return a.ns / NS_DAY + 1 + a.months * INT64_C(31) < b.ns / NS_DAY + b.months * INT64_C(28);
}

/* A rule can only tighten what the configuration says. */
static int
limit_slot(void *ctx, const struct model *m, const struct item *it, int severity,
	struct duration *out)
{
	const struct rule_slots *s = ctx;
	struct duration own;

	(void)it;
	*out = m->config->limits[severity];
	for (size_t i = 0; i < s->d.n; i++) {
		if (kind_param_duration(s->d.v[i], "limit", severity_word(severity), &own) == 0
			&& shorter(own, *out))
			*out = own;
	}
	return 0;
}

static struct rule_list
instance_rules(const struct rule_set *rules, const char *dim, int64_t as_of, struct arena *a)
{
	struct rule_list l = {.v = ARENA_ARRAY(a, const struct rule *, rules->nrules + 1)};

	for (size_t i = 0; i < rules->nrules; i++) {
		const struct rule *r = rules->rules[i];

		if (r->enabled && r->effect == EFFECT_INSTANCE && str_same(r->dim, dim)
			&& rule_lapsed(r, as_of) == NULL)
			l.v[l.n++] = r;
	}
	return l;
}

struct slots
slots_of(const struct rule_set *rules, int64_t as_of, struct arena *a)
{
	struct rule_slots *s = ARENA_NEW(a, struct rule_slots);

	s->o = instance_rules(rules, "O", as_of, a);
	s->d = instance_rules(rules, "D", as_of, a);
	s->w = instance_rules(rules, "W", as_of, a);
	s->scratch = arena_new();
	s->keep = a;
	return (struct slots){.ctx = s, .has_o = s->o.n > 0, .has_d = s->d.n > 0,
		.has_w = s->w.n > 0, .owner = s->o.n > 0 ? owner_slot : NULL,
		.decision = s->d.n > 0 ? decision_slot : NULL,
		.limit = s->d.n > 0 ? limit_slot : NULL};
}

void
slots_free(struct slots *s)
{
	struct rule_slots *r = s->ctx;

	if (r != NULL)
		arena_free(r->scratch);
	s->ctx = NULL;
}

static enum dimension
dimension_of(const char *dim)
{
	static const char letters[] = "ODWIG";
	const char *at = strchr(letters, dim[0]);

	return at != NULL ? (enum dimension)(at - letters) : DIM_G;
}

static const char *
join_refs(const struct rule *r, struct arena *a)
{
	struct buf b;
	const char *text;

	buf_init(&b, 65536);
	for (size_t i = 0; i < r->nrefs; i++)
		buf_fmt(&b, "%s%s", i > 0 ? ", " : "", r->refs[i]);
	text = arena_strdup(a, b.p);
	buf_free(&b);
	return text;
}

/* What its numbers rest on: the weakest of its parameters. */
static const char *
basis_of(const struct rule *r)
{
	const char *basis = r->nparams == 0 ? "" : "standard";

	for (size_t i = 0; i < r->nparams; i++) {
		if (str_same(r->params[i].basis, "trueup"))
			return say_text(SAY_PARAM_TRUEUP);
		if (str_same(r->params[i].basis, "secondary"))
			basis = say_text(SAY_PARAM_SECONDARY);
	}
	return basis;
}

static const char *
effect_word(enum rule_effect e)
{
	return e == EFFECT_INSTANCE ? "instance" : e == EFFECT_CAP ? "cap" : "flag";
}

/* Of one rule. */
static int
by_subject(const void *x, const void *y)
{
	const struct check *a = x, *b = y;
	int c = strcmp(a->subject, b->subject);

	if (c == 0 && a->at.source != NULL && b->at.source != NULL)
		c = a->at.source->index < b->at.source->index ? -1
			: a->at.source->index > b->at.source->index;
	if (c == 0)
		c = a->at.line < b->at.line ? -1 : a->at.line > b->at.line;
	if (c == 0)
		c = a->value < b->value ? -1 : a->value > b->value;
	return c != 0 ? c : strcmp(a->message, b->message);
}

const char *
lapse_text(const struct rule *r, int64_t as_of, struct arena *a)
{
	const struct change *c = rule_lapsed(r, as_of);

	return c == NULL ? NULL : SAID(a, SAY_WHY_LAPSED, SAY_S(c->what), SAY_S(c->by),
		SAY_S(c->approver), SAY_S(c->expires.raw));
}

static void
overlay(struct judging *j, uint32_t control)
{
	for (size_t s = 0; s < j->out->nscopes; s++)
		for (size_t i = 0; i < j->out->scopes[s].ncontrols; i++)
			if (control == NOT_ONE || j->out->scopes[s].controls[i].control == control)
				j->out->scopes[s].controls[i].overlays |= LOOSENED;
}

/*
 * A loosened rule that feeds or caps a score marks every control; one that only speaks, those that
 * it speaks of (judgement.md 8, method.md 5.4).
 */
static void
mark_loosened(struct judging *j, const struct rule_set *rules, const struct kind_checks *checks)
{
	for (size_t i = 0; i < rules->nrules; i++) {
		if (rule_loosened(rules->rules[i]) == NULL)
			continue;
		if (rules->rules[i]->effect != EFFECT_FLAG)
			overlay(j, NOT_ONE);
		for (size_t c = 0; c < checks->n; c++)
			if (checks->v[c].rule == i && checks->v[c].control != NOT_ONE)
				overlay(j, checks->v[c].control);
	}
}

void
rules_run(struct judging *j, const struct rule_set *rules)
{
	struct rule_result *results = ARENA_ARRAY(j->a, struct rule_result, rules->nrules + 1);
	struct kind_checks checks = {0};
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < rules->nrules; i++) {
		const struct rule *r = rules->rules[i];
		const struct kind *kind = kind_find(r->kind);
		size_t first = checks.n;
		struct kind_run k = {j, r, (uint32_t)i, &results[i], scratch, &checks,
			lapse_text(r, j->cfg->as_of, j->a), NULL,
			j->explaining != NULL && str_same(j->explaining->rule, r->id) ? j->explaining
				: NULL};

		results[i] = (struct rule_result){.id = r->id, .pack = r->pack,
			.question = r->question, .severity = r->severity, .kind = r->kind,
			.effect = effect_word(r->effect), .dim = dimension_of(r->dim),
			.enabled = r->enabled, .draft = r->draft != NULL, .refs = join_refs(r, j->a),
			.basis = basis_of(r)};
		if ((r->enabled || k.lapsed != NULL) && kind != NULL)
			kind->run(&k);
		trace_end(&k);
		/* A rule's checks lie together: sorting them apart needs no room for all of them. */
		if (checks.n - first > 1)
			qsort(checks.v + first, checks.n - first, sizeof(*checks.v), by_subject);
	}
	arena_free(scratch);
	mark_loosened(j, rules, &checks);
	j->out->rules = results;
	j->out->nrules = rules->nrules;
	j->out->rule_set = rules;
	j->out->nchecks = checks.n;
	j->out->checks = x_realloc_array(checks.v, checks.n + 1, sizeof(*checks.v));
	arena_adopt(j->a, j->out->checks);
}
