/*
 * What the next run needs to be held to this one (judgement.md 5, 8): failures in
 * force, the population, required tests, clocks, owners that are none.  Read back
 * by facts_load.c; what it cannot hold makes `whole` false, and a notice says so.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"
#include "reports/facts.h"

/* An instant as it is known: one, or "a to b". */
static void
put_span(struct build *b, struct node *to, const char *key, int64_t lo, int64_t hi)
{
	const char *text = instant_utc_dup(b->a, hi);

	if (lo != hi)
		text = arena_printf(b->a, "%s" FACT_TO "%s", instant_utc_dup(b->a, lo), text);
	put_str(b->a, to, key, text);
}

static void
put_known(struct build *b, struct node *to, const char *key, const struct instant *i)
{
	if (i->known == KNOWN && !i->never)
		put_span(b, to, key, i->lo, i->hi);
	else
		put_str(b->a, to, key, NULL);
}

static const char *
system_id(const struct build *b, uint32_t system)
{
	return system < b->m->nsystems ? b->m->systems[system].id : NULL;
}

/* ---- failures ---- */

bool
fails_now(const struct build *b, const struct state *s)
{
	if (b->as->fails != NULL)
		return b->as->fails[s - b->m->states];
	return s->f->any && s->f->grade >= GRADE_E3 && s->f->lo > INSTANT_MIN
		&& s->f->lo <= b->m->config->as_of && !state_cleared(s);
}

static void
put_failing(struct build *b, struct node *list, const struct state *s)
{
	struct node *n = put_map(b->a, list, NULL);
	const struct seen *first = s->first_f->any ? s->first_f : s->f;

	put_str(b->a, n, "originator", s->originator);
	put_str(b->a, n, "asset", s->asset == UINT32_MAX ? NULL : b->m->assets[s->asset].key);
	put_bool(b->a, n, "unplaced", s->unplaced);
	put_str(b->a, n, "benchmark", b->m->tests[s->test].benchmark);
	put_str(b->a, n, "test", b->m->tests[s->test].id);
	put_span(b, n, "at", s->f->lo, s->f->hi);
	put_span(b, n, "first", first->lo, first->hi);
	put_str(b->a, n, "grade", grade_word(s->sticky > s->f->grade ? s->sticky : s->f->grade));
}

static bool
facts_failing(struct build *b, struct node *facts, bool *assets, bool *tests)
{
	struct node *list = put_list(b->a, facts, "failing");
	size_t n = 0;

	for (size_t i = 0; i < b->m->nstates; i++) {
		const struct state *s = &b->m->states[i];

		/* Of what is proved gone nothing can fail any more. */
		if (!fails_now(b, s) || (s->asset != UINT32_MAX && b->m->assets[s->asset].retired))
			continue;
		if (++n > MAX_FACTS)
			return false;
		if (s->asset != UINT32_MAX)
			assets[s->asset] = true;
		tests[s->test] = true;
		put_failing(b, list, s);
	}
	return true;
}

/* ---- population ---- */

/* The newest dated result of any kind on each asset, and that which the last run knew. */
static int64_t *
last_results(struct build *b)
{
	int64_t *last = ARENA_ARRAY(b->a, int64_t, b->m->nassets + 1);

	for (size_t i = 0; i < b->m->nassets; i++)
		last[i] = b->m->assets[i].was ? b->m->assets[i].was_last : INT64_MIN;
	for (size_t i = 0; i < b->m->nstates; i++) {
		const struct state *s = &b->m->states[i];
		const struct seen *const v[] = {s->t, s->f, s->u, s->na, s->doubt};

		for (size_t k = 0; k < sizeof(v) / sizeof(*v) && s->asset != UINT32_MAX; k++)
			if (v[k]->any && v[k]->hi > INSTANT_MIN && v[k]->hi > last[s->asset])
				last[s->asset] = v[k]->hi;
	}
	return last;
}

static bool
in_population(const struct build *b, size_t i)
{
	const struct asset *s = &b->m->assets[i];

	return b->as->counts != NULL ? b->as->counts[i] : s->in_scope && !s->retired;
}

static void
put_asset(struct build *b, struct node *list, size_t i, int64_t last)
{
	const struct asset *s = &b->m->assets[i];
	const enum tri *owners = b->as->asset_owners;
	struct node *n = put_map(b->a, list, NULL), *part;

	put_str(b->a, n, "asset", s->key);
	put_str(b->a, n, "name", s->name);
	part = put_list(b->a, n, "ids");
	for (size_t k = 0; k < s->ids.n; k++)
		put_str(b->a, part, NULL, arena_printf(b->a, "%s:%s", s->ids.v[k].ns, s->ids.v[k].value));
	part = put_list(b->a, n, "systems");
	for (uint32_t k = 0; k < b->m->nsystems; k++)
		if ((s->systems | s->was_systems) >> k & 1)
			put_str(b->a, part, NULL, system_id(b, k));
	put_int(b->a, n, "criticality", s->criticality);
	put_bool(b->a, n, "counts", in_population(b, i));
	/* What stands beside what its name leads to was listed once: a chain forgets no second asset. */
	put_bool(b->a, n, "listed", (s->listed && s->in_scope) || s->was_listed);
	/* What is not known now keeps what was known before: a chain forgets no failed owner. */
	put_bool(b->a, n, "owner_failed", owners != NULL && owners[i] != TRI_U
		? owners[i] == TRI_F || owners[i] == TRI_B : s->owner_failed);
	put_str(b->a, n, "last", last == INT64_MIN ? NULL : instant_utc_dup(b->a, last));
}

static bool
facts_population(struct build *b, struct node *facts, const bool *fails)
{
	struct node *list = put_list(b->a, facts, "population");
	int64_t *last = last_results(b);
	size_t room = MAX_FACTS, failing = 0;
	bool whole = true;

	/* Room for those that fail, which the failures name; of the others the first. */
	for (size_t i = 0; i < b->m->nassets; i++)
		failing += fails[i];
	room = failing < room ? room - failing : 0;
	failing = 0;
	for (size_t i = 0; i < b->m->nassets; i++) {
		if (!in_population(b, i) && !fails[i])
			continue;
		if (fails[i] ? failing++ < MAX_FACTS : room > 0)
			put_asset(b, list, i, last[i]);
		else
			whole = false;
		room -= !fails[i] && room > 0;
	}
	return whole;
}

/* ---- tests ---- */

/* The controls in scope of each test: of test t v[first[t]] to v[first[t + 1] - 1], by index. */
struct by_test { uint32_t *first, *v; const uint32_t *place; };

static struct by_test
controls_by_test(struct build *b, const uint32_t *place)
{
	const struct model *m = b->m;
	struct by_test t = {ARENA_ARRAY(b->a, uint32_t, m->ntests + 2), NULL, place};
	uint32_t *at = ARENA_ARRAY(b->a, uint32_t, m->ntests + 1);

	for (size_t c = 0; c < m->ncontrols; c++)
		for (size_t i = 0; m->controls[c].in_scope && i < m->controls[c].ntests; i++)
			t.first[m->controls[c].tests[i].test + 1]++;
	for (size_t i = 0; i < m->ntests; i++)
		t.first[i + 1] += t.first[i];
	t.v = ARENA_ARRAY(b->a, uint32_t, t.first[m->ntests] + 1);
	for (uint32_t c = 0; c < m->ncontrols; c++)
		for (size_t i = 0; m->controls[c].in_scope && i < m->controls[c].ntests; i++) {
			uint32_t test = m->controls[c].tests[i].test;

			t.v[t.first[test] + at[test]++] = c;
		}
	return t;
}

static void
put_test(struct build *b, struct node *list, uint32_t i, const struct by_test *t, bool required,
	bool fails)
{
	const struct test *test = &b->m->tests[i];
	struct node *n = put_map(b->a, list, NULL), *controls;

	put_str(b->a, n, "test", test->id);
	put_str(b->a, n, "title", test->title);
	put_str(b->a, n, "severity", test->severity < 0 ? NULL : severity_word(test->severity));
	put_bool(b->a, n, "required", required);
	put_bool(b->a, n, "failing", fails);
	controls = put_list(b->a, n, "controls");
	for (uint32_t k = t->first[i]; k < t->first[i + 1]; k++)
		tree_add(controls, NULL, tree_int(b->a, t->place[t->v[k]]));
}

static bool
facts_tests(struct build *b, struct node *facts, const bool *fails, const uint32_t *place)
{
	struct node *list = put_list(b->a, facts, "required_tests"), *group = NULL;
	struct by_test t = controls_by_test(b, place);
	size_t n = 0;

	for (size_t i = 0; i < b->m->nbenchmarks; i++) {
		struct node *one = put_map(b->a, list, NULL), *tests;

		put_str(b->a, one, "benchmark", b->m->benchmarks[i].id);
		tests = put_list(b->a, one, "tests");
		for (size_t k = 0; k < b->m->benchmarks[i].ntests; k++) {
			if (++n > MAX_FACTS)
				return false;
			put_test(b, tests, b->m->benchmarks[i].tests[k], &t, true,
				fails[b->m->benchmarks[i].tests[k]]);
		}
	}
	/* A test of no benchmark is required only where it has a result: what fails is told. */
	for (uint32_t i = 0; i < b->m->ntests; i++) {
		if (!fails[i] || b->m->tests[i].benchmark != NULL)
			continue;
		if (++n > MAX_FACTS)
			return false;
		if (group == NULL) {
			struct node *one = put_map(b->a, list, NULL);

			put_str(b->a, one, "benchmark", NULL);
			group = put_list(b->a, one, "tests");
		}
		put_test(b, group, i, &t, false, true);
	}
	return true;
}

/* ---- items and owners ---- */

static void
put_clock(struct build *b, struct node *list, uint32_t i, const uint32_t *place)
{
	static const struct clock none = {.state = CLOCK_NONE};
	const struct item *it = &b->m->items[i];
	const struct clock *c = i < b->as->nclocks ? &b->as->clocks[i] : &none;
	enum tri owner = b->as->item_owners != NULL ? b->as->item_owners[i] : TRI_U;
	/* What only the report before remembers is handed on: a run in between must not launder it. */
	int severity = c->was_severity > it->severity ? c->was_severity : it->severity;
	struct node *n = put_map(b->a, list, NULL), *controls;
	struct instant ended = {.known = c->ended ? KNOWN : UNKNOWN, .lo = c->end_lo, .hi = c->end_hi};

	put_str(b->a, n, "item", item_id(b, i));
	put_str(b->a, n, "tracker", it->tracker != NULL ? it->tracker : "");
	put_str(b->a, n, "key", it->key);
	/* Of what is nobody's concern any more the name is enough. */
	if (it->open || c->state == CLOCK_BREACHED)
		put_cut(b->a, n, "title", it->title);
	else
		put_str(b->a, n, "title", NULL);
	put_str(b->a, n, "type", item_type_word(it->type));
	put_str(b->a, n, "severity", severity < 0 ? NULL : severity_word(severity));
	put_str(b->a, n, "state", clock_word(c->state));
	put_bool(b->a, n, "open", it->open);
	put_bool(b->a, n, "undecided", c->overdue_undecided);
	put_bool(b->a, n, "owner_failed", owner == TRI_F || owner == TRI_B);
	put_known(b, n, "start", &c->start);
	put_known(b, n, "due", &c->due);
	put_known(b, n, "ended", &ended);
	controls = put_list(b->a, n, "controls");
	for (uint32_t k = b->link_first[i]; k < b->link_first[i + 1]; k++)
		tree_add(controls, NULL, tree_int(b->a, place[b->links[k]]));
}

static bool
facts_clocks(struct build *b, struct node *facts, const uint32_t *place)
{
	struct node *list = put_list(b->a, facts, "clocks");

	for (uint32_t i = 0; i < b->m->nitems; i++) {
		if (i >= MAX_FACTS)
			return false;
		put_clock(b, list, i, place);
	}
	return true;
}

static void
facts_owners(struct build *b, struct node *facts, const uint32_t *place)
{
	struct node *list = put_list(b->a, facts, "owners_failing");

	for (size_t i = 0; i < b->as->nscopes; i++)
		for (size_t k = 0; k < b->as->scopes[i].ncontrols; k++) {
			const struct control_result *r = &b->as->scopes[i].controls[k];

			if (r->owner == TRI_F || r->owner == TRI_B)
				tree_add(list, NULL, tree_int(b->a, place[r->control]));
		}
}

/* The controls in scope, which the other facts name by their place here. */
static uint32_t *
facts_controls(struct build *b, struct node *facts)
{
	struct node *list = put_list(b->a, facts, "controls");
	uint32_t *place = ARENA_ARRAY(b->a, uint32_t, b->m->ncontrols + 1), n = 0;

	for (size_t i = 0; i < b->m->ncontrols; i++) {
		const struct control *c = &b->m->controls[i];
		struct node *one;

		if (!c->in_scope)
			continue;
		place[i] = n++;
		one = put_map(b->a, list, NULL);
		put_str(b->a, one, "system", system_id(b, c->system));
		put_str(b->a, one, "framework", c->framework);
		put_str(b->a, one, "control", c->id);
	}
	return place;
}

struct node *
facts_make(struct build *b)
{
	struct node *facts = tree_map(b->a);
	bool *assets = ARENA_ARRAY(b->a, bool, b->m->nassets + 1);
	bool *tests = ARENA_ARRAY(b->a, bool, b->m->ntests + 1);
	const uint32_t *place = facts_controls(b, facts);
	bool whole = facts_failing(b, facts, assets, tests);

	whole = facts_population(b, facts, assets) && whole;
	whole = facts_tests(b, facts, tests, place) && whole;
	whole = facts_clocks(b, facts, place) && whole;
	facts_owners(b, facts, place);
	/* What was cut once is not known since. */
	whole = whole && (b->m->previous == NULL || b->m->previous->whole);
	put_bool(b->a, facts, "whole", whole);
	b->facts_cut = !whole;
	return facts;
}
