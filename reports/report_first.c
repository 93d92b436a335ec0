/* What to do first: the few steps that would move most of the worst scope's points. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "reports/build.h"

#define STEPS 8

struct step { uint64_t points; unsigned order; const char *kind, *text, *at; };
struct steps { struct step v[STEPS]; unsigned n; };

static void
add(struct steps *s, const char *kind, uint64_t points, const char *text, const char *at)
{
	if (s->n == STEPS)
		return;
	s->v[s->n] = (struct step){points, s->n, kind, text, at};
	s->n++;
}

static uint64_t
points_lost(const struct scope_result *s, enum limit by)
{
	for (size_t i = 0; i < s->nloss; i++)
		if (s->loss[i].by == by)
			return s->loss[i].points;
	return 0;
}

static const struct instance *
first_failing(const struct control_result *r)
{
	const struct instance *best = NULL;

	for (size_t i = 0; i < r->ninstances; i++)
		if ((r->instances[i].value == TRI_F || r->instances[i].value == TRI_B)
			&& best == NULL)
			best = &r->instances[i];
	return best;
}

/* The heaviest control that fails: of those that are green on paper, else of all. */
static const struct control_result *
worst_failing(const struct scope_result *scope, bool contradicted)
{
	const struct control_result *worst = NULL;

	for (size_t i = 0; i < scope->ncontrols; i++) {
		const struct control_result *r = &scope->controls[i];

		if (r->failing && r->verdict != NOT_APPLICABLE
			&& (!contradicted || r->verdict == CONTRADICTED)
			&& (worst == NULL || r->weight > worst->weight))
			worst = r;
	}
	return worst;
}

static void
step_fix(struct build *b, struct steps *s, const struct scope_result *scope)
{
	const struct control_result *worst = worst_failing(scope, true);
	bool green = worst != NULL;
	uint64_t n = green ? scope->contradicted : scope->failing;
	const struct instance *at;
	const char *name, *text, *asset;

	if (worst == NULL)
		worst = worst_failing(scope, false);
	if (worst == NULL)
		return;
	name = brief(b, control_name(b, worst->control));
	at = first_failing(worst);
	asset = at != NULL ? brief(b, asset_name(b, at->asset)) : NULL;
	if (at == NULL)
		text = SAID(b->a, green ? SAY_FIRST_FIX_LOOSE : SAY_FIRST_MEND_LOOSE, SAY_S(name));
	else if (n > 1)
		text = SAID(b->a, green ? SAY_FIRST_FIX_MORE : SAY_FIRST_MEND_MORE, SAY_S(name),
			SAY_S(asset), SAY_N(n));
	else
		text = SAID(b->a, green ? SAY_FIRST_FIX : SAY_FIRST_MEND, SAY_S(name), SAY_S(asset));
	add(s, "fix", scope->refuted, text, place_text(b, at != NULL ? &at->at : &worst->fail_at));
}

static void
step_decide(struct build *b, struct steps *s, const struct scope_result *scope)
{
	const struct late *worst = NULL;
	const char *who, *key;

	for (size_t i = 0; i < b->as->nlate; i++) {
		const struct late *l = &b->as->late[i];

		if (l->clock < b->as->nclocks && (worst == NULL || b->as->clocks[l->clock].late_ns
			> b->as->clocks[worst->clock].late_ns))
			worst = l;
	}
	if (worst == NULL)
		return;
	key = brief(b, b->m->items[b->as->clocks[worst->clock].item].key);
	who = owner_name(b, worst->who);
	add(s, "decide", points_lost(scope, LIMIT_D), who == NULL
		? SAID(b->a, SAY_FIRST_DECIDE_NOBODY, SAY_S(key), SAY_S(late_text(b, worst)))
		: SAID(b->a, SAY_FIRST_DECIDE, SAY_S(key), SAY_S(brief(b, who)),
			SAY_S(late_text(b, worst))),
		place_text(b, &worst->at));
}

static void
step_own(struct build *b, struct steps *s, const struct scope_result *scope)
{
	const struct control_result *worst = NULL;
	uint64_t n = 0;

	for (size_t i = 0; i < scope->ncontrols; i++) {
		const struct control_result *r = &scope->controls[i];

		if (r->verdict == NOT_APPLICABLE || (r->owner != TRI_F && r->owner != TRI_B))
			continue;
		n++;
		if (worst == NULL || r->weight > worst->weight)
			worst = r;
	}
	if (worst != NULL)
		add(s, "own", points_lost(scope, LIMIT_O), SAID(b->a, SAY_FIRST_OWN,
			SAY_S(brief(b, control_name(b, worst->control))), SAY_N(n)),
			place_text(b, &b->m->controls[worst->control].loc));
}

uint64_t
points_waiting(const struct scope_result *scope, const char *class)
{
	for (int l = LIMIT_ROSTER; l <= LIMIT_OBSERVATIONS; l++)
		if (str_same(limit_word((enum limit)l), class))
			return points_lost(scope, (enum limit)l);
	return 0;
}

static void
step_ask(struct build *b, struct steps *s, const struct scope_result *scope)
{
	for (size_t i = 0; i < b->as->nrequests; i++) {
		const struct request *r = &b->as->requests[i];
		uint64_t points = points_waiting(scope, r->what);

		if (r->weight_only > 0)
			add(s, "ask", points, SAID(b->a, SAY_FIRST_ASK, SAY_S(r->whom),
				SAY_S(r->ask), SAY_N(r->weight_only), SAY_N(scope->weight),
				SAY_N(r->unknowns)), NULL);
		else if (points > 0)
			add(s, "ask", points, SAID(b->a, SAY_FIRST_ASK_UNKNOWNS, SAY_S(r->whom),
				SAY_S(r->ask), SAY_N(r->unknowns)), NULL);
	}
}

static int
by_points(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void
put_first(struct build *b, struct node *report)
{
	const struct scope_result *scope = scope_worst(b->as);
	struct node *list = put_list(b->a, report, "first");
	static const struct scope_result none;
	struct steps s = {.n = 0};

	if (scope == NULL)
		scope = &none;
	step_fix(b, &s, scope);
	step_decide(b, &s, scope);
	step_own(b, &s, scope);
	step_ask(b, &s, scope);
	qsort(s.v, s.n, sizeof(*s.v), by_points);
	for (unsigned i = 0; i < s.n; i++) {
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "kind", s.v[i].kind);
		put_count(b->a, n, "points", s.v[i].points);
		put_str(b->a, n, "text", s.v[i].text);
		put_str(b->a, n, "at", s.v[i].at);
	}
}
