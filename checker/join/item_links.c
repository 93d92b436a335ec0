/*
 * What an item is about: tests, the first failure, and the controls that it counts for
 * (judgement.md 7).
 */
#include "checker/base/text.h"
#include "checker/join/inside.h"

/* The controls of a test: by this run's tags and mappings, and by what the previous report says. */
struct ways {
	struct hits now, was;
};

static int
index_compare(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

void
link_control(struct freeze *f, uint32_t control, uint32_t item, unsigned how)
{
	*VEC_PUSH(&f->drafts.v[control].items) = (struct link_item){item, how};
}

/*
 * Tests, CVEs and weaknesses are names of what failed; CCIs and frameworks are names of
 * controls.
 */
static bool
scheme_is_test(const char *scheme)
{
	return !scheme_is_framework(scheme) && strcmp(scheme, "cci") != 0;
}

/* The tests that a tag names, by any of the names under which they are known. */
static void
tests_of(struct freeze *f, struct hits *out, const char *scheme, const char *id)
{
	const char *fw;
	char *plain = strcmp(scheme, "stig") == 0 ? control_id_parse(id, "stig", &fw, NULL, f->tmp)
						  : NULL;
	const struct hits *h =
		hits_get(f->test_ids, join_key(f->tmp, scheme, plain != NULL ? plain : id));

	for (size_t i = 0; h != NULL && i < h->v.n; i++)
		*VEC_PUSH(&out->v) = h->v.v[i];
}

static unsigned
link_tag(struct freeze *f, uint32_t item, const struct tag *t, struct hits *tests)
{
	struct leads leads = {{0}};
	unsigned how;

	if (t->scheme == NULL || t->id == NULL)
		return 0;
	how = scheme_is_framework(t->scheme) ? LINK_TAG : LINK_TEST;
	leads_of(f, &leads, t->scheme, t->id, REL_EQUAL, true);
	for (size_t i = 0; i < leads.v.n; i++)
		link_control(f, leads.v.v[i].control, item, how);
	if (leads.v.n == 0)
		how = 0;
	VEC_FREE(&leads.v);
	if (scheme_is_test(t->scheme)) {
		size_t before = tests->v.n;

		tests_of(f, tests, t->scheme, t->id);
		f->m->items[item].names_test = true;
		if (tests->v.n == before)
			f->m->items[item].names_lost = true;
	}
	return how;
}

/*
 * Through the tests themselves: whatever they are tagged with. by_test[t]: the drafts that
 * have test t.  What is good of an item counts only where this run has it there.
 */
static unsigned
link_tests(struct freeze *f, uint32_t item, const struct hits *tests, const struct ways *by_test)
{
	unsigned how = 0;

	for (size_t i = 0; i < tests->v.n; i++) {
		const struct ways *w = &by_test[tests->v.v[i]];

		for (size_t k = 0; k < w->now.v.n; k++) {
			link_control(f, w->now.v.v[k], item, LINK_TEST);
			how = LINK_TEST;
		}
		for (size_t k = 0; k < w->was.v.n; k++)
			link_control(f, w->was.v.v[k], item, LINK_PREVIOUS);
	}
	return how;
}

static bool
link_process(struct freeze *f, uint32_t item)
{
	bool any = false;

	for (size_t i = 0; i < f->cfg->nprocess; i++) {
		const struct process_row *p = &f->cfg->process[i];
		uint32_t at;

		if (p->type != f->m->items[item].type || f->m->nscopes == 0)
			continue;
		at = control_find(
			f, p->framework != NULL ? p->framework : f->m->framework, p->control);
		if (at == NONE || !draft_in_scope(f, &f->drafts.v[at]))
			continue;
		link_control(f, at, item, LINK_PROCESS);
		any = true;
	}
	return any;
}

static void
take_tests(struct freeze *f, struct item *it, struct hits *tests)
{
	if (tests->v.n > 1)
		qsort(tests->v.v, tests->v.n, sizeof(*tests->v.v), index_compare);
	it->tests = ARENA_ARRAY(f->a, uint32_t, tests->v.n + 1);
	for (size_t i = 0; i < tests->v.n; i++)
		if (it->ntests == 0 || it->tests[it->ntests - 1] != tests->v.v[i])
			it->tests[it->ntests++] = tests->v.v[i];
}

static bool
has_index(const uint32_t *v, size_t n, uint32_t i)
{
	return n > 0 && bsearch(&i, v, n, sizeof(*v), index_compare) != NULL;
}

/*
 * The earliest admissible failure of its tests, on its assets where it names any.  A failure
 * about a name that fits several assets is one of each of them (judgement.md 2); one about a name
 * that every asset may have is nobody's, but still a failure of the test.
 */
static void
first_failure(struct freeze *f, struct item *it, const struct hits *states)
{
	for (size_t i = 0; i < it->ntests; i++) {
		const struct hits *h = &states[it->tests[i]];

		for (size_t k = 0; k < h->v.n; k++) {
			const struct state *s = &f->m->states[h->v.v[k]];
			struct instant t = {
				.known = KNOWN, .lo = s->first_f->lo, .hi = s->first_f->hi};

			if (!s->first_f->any || (it->nassets > 0
				&& !has_index(it->assets, it->nassets, s->asset)))
				continue;
			it->first_fail = it->first_fail.known == KNOWN
				? instant_min(it->first_fail, t) : t;
		}
	}
}

static void
one_item(struct freeze *f, uint32_t i, const struct ways *by_test, const struct hits *states)
{
	struct model *m = f->m;
	struct item *it = &m->items[i];
	const struct group *g = &f->groups.v[i];
	struct hits tests = {{0}};
	unsigned how = 0;

	previous_item_links(f, i);
	if (it->vanished)
		return;
	for (size_t k = 0; k < g->items.n; k++) {
		const struct rec_item *x = &g->items.v[k]->u.item;

		for (size_t t = 0; t < x->controls.n; t++)
			how |= link_tag(f, i, &x->controls.v[t], &tests);
		for (size_t t = 0; t < x->tests.n; t++)
			how |= link_tag(f, i, &x->tests.v[t], &tests);
		for (size_t t = 0; t < x->tests.n; t++)
			it->names_cve = it->names_cve || str_same(x->tests.v[t].scheme, "cve");
		/* A CCI here stands for the test that failed, though for no single one. */
		it->names_test = it->names_test || x->tests.n > 0;
	}
	take_tests(f, it, &tests);
	how |= link_tests(f, i, &tests, by_test);
	VEC_FREE(&tests.v);
	link_process(f, i);
	if (how == 0) {
		m->unlinked_items++;
		m->other_items += it->type == ITEM_OTHER ? 1 : 0;
	}
	first_failure(f, it, states);
}

void
freeze_item_links(struct freeze *f)
{
	struct model *m = f->m;
	struct ways *by_test = ARENA_ARRAY(f->tmp, struct ways, m->ntests + 1);
	struct hits *states = ARENA_ARRAY(f->tmp, struct hits, m->ntests + 1);

	for (uint32_t d = 0; d < f->drafts.n; d++)
		for (size_t k = 0; k < f->drafts.v[d].tests.n; k++) {
			const struct link_test *l = &f->drafts.v[d].tests.v[k];
			struct ways *w = &by_test[l->test];

			*VEC_PUSH(&(loc_previous(&l->loc) ? &w->was : &w->now)->v) = d;
		}
	for (uint32_t s = 0; s < m->nstates; s++)
		*VEC_PUSH(&states[m->states[s].test].v) = s;
	for (uint32_t i = 0; i < m->nitems; i++) {
		struct arena *was = scratch_begin(f, f->one_item);

		one_item(f, i, by_test, states);
		scratch_end(f, was);
	}
	for (size_t i = 0; i < m->ntests; i++) {
		VEC_FREE(&by_test[i].now.v);
		VEC_FREE(&by_test[i].was.v);
		VEC_FREE(&states[i].v);
	}
}
