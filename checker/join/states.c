/*
 * The folds, placed: one state an (originator, asset, test); and the tests and benchmarks they
 * are of.
 */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static int
case_compare(const void *x, const void *y)
{
	const struct case_ *a = *(const struct case_ *const *)x,
			   *b = *(const struct case_ *const *)y;
	int c = strcmp(a->benchmark, b->benchmark);

	return c != 0 ? c : strcmp(a->id, b->id);
}

/* Tests by benchmark and id; f->test_at leads from the builder's index to the model's. */
void
freeze_tests(struct freeze *f)
{
	struct builder *b = f->b;
	struct model *m = f->m;
	const struct case_ **order = ARENA_ARRAY(f->tmp, const struct case_ *, b->tests.n + 1);

	for (size_t i = 0; i < b->tests.n; i++)
		order[i] = &b->tests.v[i];
	if (b->tests.n > 1)
		qsort(order, b->tests.n, sizeof(*order), case_compare);
	f->test_at = ARENA_ARRAY(f->tmp, uint32_t, b->tests.n + 1);
	f->case_at = ARENA_ARRAY(f->tmp, const struct case_ *, b->tests.n + 1);
	m->ntests = b->tests.n;
	m->tests = ARENA_ARRAY(f->a, struct test, m->ntests + 1);
	for (uint32_t i = 0; i < m->ntests; i++) {
		const struct case_ *c = order[i];

		f->test_at[c - b->tests.v] = i;
		f->case_at[i] = c;
		m->tests[i] = (struct test){*c->benchmark == '\0' ? NULL : keep(f, c->benchmark),
			keep(f, c->id), keep(f, c->title), c->severity, keep_loc(f, c->loc)};
	}
}

static struct seen
keep_seen(struct freeze *f, const struct seen *s)
{
	struct seen out = *s;

	out.loc = keep_loc(f, s->loc);
	out.raw = keep(f, s->raw);
	return out;
}

static void
place(struct freeze *f, struct map *at, const struct state *s, uint32_t asset, uint32_t test,
	bool ambiguous, bool unplaced)
{
	struct { const char *originator; uint32_t asset, test; bool unplaced; } key;
	struct state one = *s;
	bool fresh;
	void **slot;

	one.asset = asset;
	one.test = test;
	one.ambiguous = ambiguous;
	one.unplaced = unplaced;
	/* Which asset it was nobody knows: only the failure speaks (judgement.md 2). */
	if (ambiguous || unplaced)
		one.t = one.u = one.na = (struct seen){0};
	memset(&key, 0, sizeof(key));
	key.originator = s->originator;
	key.asset = asset;
	key.test = test;
	key.unplaced = unplaced;
	slot = map_slot(at, (const char *)&key, sizeof(key), &fresh);
	if (fresh) {
		f->m->states[f->m->nstates] = one;
		*slot = (void *)(uintptr_t)++f->m->nstates;
		return;
	}
	fold_into(&f->m->states[(uintptr_t)*slot - 1], &one);
	if (!ambiguous)
		f->m->states[(uintptr_t)*slot - 1].ambiguous = false;
}

static int
state_compare(const void *x, const void *y)
{
	const struct state *a = x, *b = y;

	if (a->asset != b->asset)
		return a->asset > b->asset ? 1 : -1;
	if (a->test != b->test)
		return a->test > b->test ? 1 : -1;
	if (a->unplaced != b->unplaced)
		return a->unplaced ? 1 : -1;
	return text_compare(a->originator, b->originator);
}

static void
note_seen(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;

	for (size_t i = 0; i < m->nstates; i++)
		if (m->states[i].asset != NONE)
			m->assets[m->states[i].asset].seen = true;
	/* Assets that no inventory lists stand where they were first seen. */
	for (size_t i = 0; i < b->firsts.n; i++) {
		const struct first *x = &b->firsts.v[i];
		const struct place_of_node *p = &f->places[x->node];
		struct loc loc = {x->source, x->line, x->col, NULL};

		for (size_t k = 0; k < p->n; k++) {
			struct asset *a = &m->assets[p->v[k]];

			if (!f->from_row[p->v[k]]
				&& (a->loc.source == NULL || loc_compare(&loc, &a->loc) < 0))
				a->loc = loc;
		}
	}
}

/* "Every test of a benchmark reported for any asset": those with a state. */
static void
freeze_benchmarks(struct freeze *f)
{
	struct model *m = f->m;
	bool *seen = ARENA_ARRAY(f->tmp, bool, m->ntests + 1);
	uint32_t *all;
	size_t n = 0;

	for (size_t i = 0; i < m->nstates; i++)
		seen[m->states[i].test] = true;
	for (size_t i = 0; i < m->ntests; i++)
		n += seen[i] && m->tests[i].benchmark != NULL ? 1 : 0;
	m->benchmarks = ARENA_ARRAY(f->a, struct benchmark, n + 1);
	all = ARENA_ARRAY(f->a, uint32_t, n + 1);
	for (uint32_t i = 0; i < m->ntests; i++) {
		struct benchmark *b =
			m->nbenchmarks > 0 ? &m->benchmarks[m->nbenchmarks - 1] : NULL;

		if (!seen[i] || m->tests[i].benchmark == NULL)
			continue;
		if (b == NULL || strcmp(b->id, m->tests[i].benchmark) != 0) {
			b = &m->benchmarks[m->nbenchmarks++];
			b->id = m->tests[i].benchmark;
			b->tests = all;
		}
		b->tests[b->ntests++] = i;
		all++;
	}
}

void
freeze_states(struct freeze *f)
{
	struct builder *b = f->b;
	struct model *m = f->m;
	struct map *at = map_new();
	size_t most = 0;

	for (size_t i = 0; i < b->folds.n; i++)
		most += b->folds.v[i].node == NONE || f->places[b->folds.v[i].node].n == 0 ? 1
			: f->places[b->folds.v[i].node].n;
	m->states = ARENA_ARRAY(f->a, struct state, most + 1);
	for (size_t i = 0; i < b->folds.n; i++) {
		const struct fold *x = &b->folds.v[i];
		uint32_t test = f->test_at[x->test];
		const struct place_of_node *p = x->node == NONE ? NULL : &f->places[x->node];

		if (p == NULL || p->n == 0) {
			m->unplaced += p != NULL ? 1 : 0;
			place(f, at, &x->s, NONE, test, false, p != NULL);
			continue;
		}
		for (size_t k = 0; k < p->n; k++)
			place(f, at, &x->s, p->v[k], test, p->n > 1, false);
	}
	map_free(at);
	for (size_t i = 0; i < m->nstates; i++) {
		struct state *s = &m->states[i];

		s->originator = keep(f, s->originator);
		s->t = keep_seen(f, &s->t);
		s->f = keep_seen(f, &s->f);
		s->u = keep_seen(f, &s->u);
		s->na = keep_seen(f, &s->na);
		s->first_f = keep_seen(f, &s->first_f);
		s->listed_f = keep_seen(f, &s->listed_f);
	}
	if (m->nstates > 1)
		qsort(m->states, m->nstates, sizeof(*m->states), state_compare);
	note_seen(f);
	freeze_benchmarks(f);
}
