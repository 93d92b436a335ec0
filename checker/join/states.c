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

/*
 * The previous report's word raises what this run says of a test, but one that this run knows, and
 * says no severity of, counts as above any floor (judgement.md 5): an older word below the floor lowers it not.
 */
static int
severity_of(const struct freeze *f, const struct case_ *c)
{
	if (c->was == NULL || c->was->severity <= c->severity)
		return c->severity;
	if (c->severity < 0 && !loc_previous(&c->loc)
		&& c->was->severity < f->cfg->floor_severity)
		return c->severity;
	return c->was->severity;
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
			keep(f, c->id), keep(f, c->title), severity_of(f, c), keep_loc(f, c->loc), c->due,
			c->added, c->was};
		m->tests[i].due.raw = keep(f, c->due.raw);
		m->tests[i].added.raw = keep(f, c->added.raw);
	}
}

static const struct seen *
keep_seen(struct freeze *f, const struct seen *s)
{
	struct seen *out;

	if (!s->any)
		return &seen_none;
	out = arena_alloc(f->a, sizeof(*out));
	*out = *s;
	out->loc = keep_loc(f, s->loc);
	out->raw = keep(f, s->raw);
	return out;
}

static bool
same_seen(const struct seen *a, const struct seen *b)
{
	return a->any && b->any && a->lo == b->lo && a->hi == b->hi && a->grade == b->grade
		&& loc_compare(&a->loc, &b->loc) == 0 && str_same(a->raw, b->raw);
}

/* Where a fold belongs; several of one asset, test and originator are one state. */
struct placed {
	const struct fold *fold;
	uint32_t asset, test;
	bool ambiguous, unplaced;
};

static int
placed_compare(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->asset != b->asset)
		return a->asset > b->asset ? 1 : -1;
	if (a->test != b->test)
		return a->test > b->test ? 1 : -1;
	if (a->unplaced != b->unplaced)
		return a->unplaced ? 1 : -1;
	return text_compare(a->fold->originator, b->fold->originator);
}

static struct gathered
gather(const struct placed *p)
{
	struct gathered one;

	fold_state(p->fold, &one);
	/*
	 * Which asset it was nobody knows: the failure speaks of each; what is unknown, not applicable,
	 * or a failure below the floor may be each one's newest result, so that no T stands before it.
	 */
	if (p->ambiguous || p->unplaced) {
		const struct seen *const others[] = {&one.t, &one.u, &one.na};

		for (size_t i = 0; p->ambiguous && i < 3; i++)
			if (others[i]->any && others[i]->lo > INSTANT_MIN
				&& (!one.doubt.any || others[i]->hi > one.doubt.hi))
				one.doubt = *others[i];
		if (p->unplaced)
			one.u = (struct seen){0};
		if (p->ambiguous)
			fold_unknown(&one.u, &one.na);
		if (p->ambiguous && one.listed_f.lo > INSTANT_MIN)
			fold_unknown(&one.u, &one.listed_f);
		one.t = one.na = (struct seen){0};
	}
	return one;
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

/* "Every test of a benchmark reported for any asset": those with a state, and those of the last run. */
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
		seen[i] = seen[i] || (m->tests[i].was != NULL && m->tests[i].was->required);
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

/* All folds at their places, in the order of the model's states. */
static struct placed *
place_folds(struct freeze *f, size_t *count)
{
	struct builder *b = f->b;
	size_t most = 0, n = 0;
	struct placed *v;

	for (size_t i = 0; i < b->was_folds.n; i++)
		most += previous_apart(f, &b->previous->failures[i]) != NONE;
	for (size_t i = 0; i < b->folds.n; i++)
		most += b->folds.v[i].node == NONE || f->places[b->folds.v[i].node].n == 0 ? 1
			: f->places[b->folds.v[i].node].n;
	v = x_malloc((most + 1) * sizeof(*v));
	for (size_t i = 0; i < b->folds.n; i++) {
		const struct fold *x = &b->folds.v[i];
		uint32_t test = f->test_at[x->test];
		const struct place_of_node *p = x->node == NONE ? NULL : &f->places[x->node];

		if (p == NULL || p->n == 0) {
			f->m->unplaced += p != NULL ? 1 : 0;
			v[n++] = (struct placed){x, NONE, test, false, p != NULL || x->unplaced};
			continue;
		}
		for (size_t k = 0; k < p->n; k++)
			v[n++] = (struct placed){x, p->v[k], test, !place_sure(p), false};
	}
	/* What stands beside where its name leads keeps its failures; a T of an unsure name ends none. */
	for (size_t i = 0; i < b->was_folds.n; i++) {
		const struct fold *x = &b->folds.v[b->was_folds.v[i]];
		uint32_t own = previous_apart(f, &b->previous->failures[i]);

		if (own != NONE)
			v[n++] = (struct placed){x, own, f->test_at[x->test], x->node == NONE
				|| !place_sure(&f->places[x->node]), false};
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), placed_compare);
	*count = n;
	return v;
}

static void
keep_state(struct freeze *f, struct state *s, const struct gathered *g)
{
	s->source = g->source;
	s->originator = keep(f, g->originator);
	s->tested = g->tested;
	s->undated_f = g->undated_f;
	s->sticky = g->sticky;
	s->t = keep_seen(f, &g->t);
	s->f = keep_seen(f, &g->f);
	s->u = keep_seen(f, &g->u);
	s->na = keep_seen(f, &g->na);
	s->first_f = same_seen(&g->first_f, &g->f) ? s->f : keep_seen(f, &g->first_f);
	s->listed_f = same_seen(&g->listed_f, &g->u) ? s->u : keep_seen(f, &g->listed_f);
	s->doubt = keep_seen(f, &g->doubt);
}

void
freeze_states(struct freeze *f)
{
	struct model *m = f->m;
	size_t n, states = 0;
	struct placed *v = place_folds(f, &n);

	for (size_t i = 0; i < n; i++)
		states += i == 0 || placed_compare(&v[i - 1], &v[i]) != 0 ? 1 : 0;
	m->states = ARENA_ARRAY(f->a, struct state, states + 1);
	for (size_t i = 0; i < n;) {
		struct state *s = &m->states[m->nstates++];
		struct gathered all = gather(&v[i]);
		size_t first = i;

		s->asset = v[i].asset;
		s->test = v[i].test;
		s->unplaced = v[i].unplaced;
		s->ambiguous = v[i].ambiguous;
		while (++i < n && placed_compare(&v[first], &v[i]) == 0) {
			struct gathered one = gather(&v[i]);

			fold_into(&all, &one);
			s->ambiguous = s->ambiguous && v[i].ambiguous;
		}
		keep_state(f, s, &all);
	}
	free(v);
	note_seen(f);
	freeze_benchmarks(f);
}
