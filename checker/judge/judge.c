/* The order in which a model is judged: starts, decisions, clocks, cells, then each control. */
#include "checker/judge/judge.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/judge/kind.h"

struct slots
slots_builtin(void)
{
	return (struct slots){.has_o = true, .has_d = true, .has_w = true};
}

static uint32_t
weight_of(const struct judging *j, const struct control *c)
{
	if (!j->cfg->has_weights || c->weight == 0)
		return 3;
	return c->weight;
}

static void
judge_control(struct judging *j, const struct control *c, struct control_result *r)
{
	r->control = (uint32_t)(c - j->m->controls);
	r->weight = weight_of(j, c);
	r->has_claim = c->has_claim;
	r->p = c->has_claim ? c->p : 0;
	r->owner_text = r->owner_why = "";
	r->o = own_judge(j, c, r);
	r->d = decided_judge(j, c, r);
	r->w = cover_judge(j, c, r);
	control_accepted(j, c, r);
	verdict_settle(j, c, r);
}

static bool
same_scope(const struct control *a, const struct control *b)
{
	return a->system == b->system && str_same(a->framework, b->framework);
}

/* One scope a system and framework: controls stand sorted by them. */
static void
judge_scopes(struct judging *j)
{
	const struct model *m = j->m;
	struct control_result *all = ARENA_ARRAY(j->a, struct control_result, m->ncontrols + 1);
	struct scope_result *scopes = ARENA_ARRAY(j->a, struct scope_result, m->ncontrols + 1);
	const struct control *last = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->ncontrols; i++) {
		const struct control *c = &m->controls[i];

		if (!c->in_scope)
			continue;
		if (last == NULL || last->system != c->system) {
			frame_of(j, c->system);
			j->covered = items_covered(j, c->system);
		}
		if (last == NULL || !same_scope(last, c))
			scopes[j->out->nscopes++].controls = &all[n];
		last = c;
		judge_control(j, c, &all[n++]);
		scopes[j->out->nscopes - 1].ncontrols++;
	}
	j->out->scopes = scopes;
}

static struct assessment *
judge_all(const struct model *m, const struct slots *s, const struct rule_set *rules,
	struct explaining *x, struct arena *a)
{
	struct judging j = {.m = m, .cfg = m->config, .slots = s, .a = a, .explaining = x};

	j.out = ARENA_NEW(a, struct assessment);
	j.out->model = m;
	j.out->clocks = ARENA_ARRAY(a, struct clock, m->nitems + 1);
	j.out->nclocks = m->nitems;
	j.items = ARENA_ARRAY(a, struct item_state, m->nitems + 1);
	j.control_missing = ARENA_ARRAY(a, unsigned, m->ncontrols + 1);
	j.own_missing = ARENA_ARRAY(a, unsigned, m->ncontrols + 1);
	caps_make(&j, rules);
	cells_make(&j);
	names_make(&j);
	authority_make(&j);
	decide_items(&j);
	own_items(&j);
	clock_starts(&j);
	clocks_run(&j);
	timelines_make(&j);
	burden_make(&j);
	judge_scopes(&j);
	scores_make(&j);
	lists_make(&j);
	requests_make(&j);
	if (rules != NULL)
		rules_run(&j, rules);
	names_free(&j);
	caps_free(&j);
	return j.out;
}

struct assessment *
judge_slots(const struct model *m, const struct slots *s, struct arena *a)
{
	return judge_all(m, s, NULL, NULL, a);
}

struct assessment *
judge_explaining(const struct model *m, const struct rule_set *rules, struct explaining *x,
	struct arena *a)
{
	struct slots slots = {0};
	struct assessment *out;

	if (rules != NULL)
		slots = slots_of(rules, m->config->as_of, a);
	out = judge_all(m, &slots, rules, x, a);
	slots_free(&slots);
	return out;
}

struct assessment *
judge(const struct model *m, const struct rule_set *rules, struct arena *a)
{
	return judge_explaining(m, rules, NULL, a);
}
