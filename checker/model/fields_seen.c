/* Of items: what was seen of what they name, and what a catalog of exploited flaws says of it. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"

#define GET(name) void name(const struct view *v, struct fval *out)
#define ITEM(v) ((const struct item *)(v)->rec)

/* ---- what was seen of the tests that it names on the assets that it names ---- */

/* What is known of them together. */
struct result_walk {
	size_t n;
	bool each;        /* every asset has one */
	bool since;       /* every one is surely later than the closing */
	const struct state *hit; /* number `at` */
};

/* Among the states of one asset, sorted by test, the first that is not before it. */
static size_t
first_of_test(const struct state *s, size_t n, uint32_t test)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s[mid].test < test)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
one_more(struct result_walk *w, const struct item *it, const struct state *s, size_t at)
{
	struct instant seen = state_instant(s);

	if (w->n++ == at)
		w->hit = s;
	w->since = w->since && seen.known == KNOWN && it->closed.known == KNOWN
		&& seen.lo > it->closed.hi;
}

/* In the order of assets and tests. */
static struct result_walk
results(const struct model *m, const struct item *it, size_t at)
{
	struct result_walk w = {.each = it->nassets > 0, .since = true};

	for (size_t i = 0; i < it->nassets; i++) {
		size_t n, before = w.n;
		const struct state *s = asset_states(m, &m->assets[it->assets[i]], &n);

		for (size_t t = 0; t < it->ntests; t++)
			for (size_t k = first_of_test(s, n, it->tests[t]);
				k < n && s[k].test == it->tests[t]; k++)
				one_more(&w, it, &s[k], at);
		w.each = w.each && w.n > before;
	}
	return w;
}

static void
one_result(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, results(l->ctx, l->p, i).hit, out);
}

/* Whole where nothing that it names was lost, and something was seen on each of its assets. */
static void
seen_of_it(const struct view *v, struct fval *out, bool since)
{
	struct result_walk w = results(view_model(v), ITEM(v), SIZE_MAX);

	if ((view_model(v)->given & ROLE_OBSERVATION) == 0)
		field_unknown(out, "item.results: no test results were given");
	else if (w.n == 0)
		field_unknown(out, "item.results: no test result is about a test and an asset that it names");
	else
		field_list(out, v, ITEM(v), w.n, w.each && ITEM(v)->names_test && !ITEM(v)->names_lost
			&& (!since || w.since), one_result);
}

GET(field_item_results) { seen_of_it(v, out, false); }
GET(field_item_rechecks) { seen_of_it(v, out, true); }

void
field_has_catalog(const struct view *v, struct fval *out)
{
	const struct model *m = view_model(v);
	bool any = m->exploited != NULL;

	for (size_t i = 0; i < m->nsources && !any; i++)
		any = str_same(m->sources[i]->format, "kev");
	field_bool(out, any);
}

static const char no_catalog[] = "item.exploited: no whole catalog of exploited flaws (CISA KEV) was given";
static const char old_catalog[] = "item.exploited: the catalog of exploited flaws is older than 14 days";

/* An entry counts whatever the catalog is; that there is none, only of a whole one that is new. */
GET(field_item_exploited)
{
	const struct model *m = view_model(v);

	for (size_t i = 0; i < ITEM(v)->ntests; i++) {
		const struct test *t = &m->tests[ITEM(v)->tests[i]];

		if (t->due.known == KNOWN || t->added.known == KNOWN) {
			field_bool(out, true);
			return;
		}
	}
	if (m->exploited == NULL)
		field_unknown(out, no_catalog);
	else if (m->exploited->as_of.lo < m->config->as_of - 14 * NS_DAY)
		field_unknown(out, old_catalog);
	else if (!ITEM(v)->names_cve)
		field_unknown(out, "item.exploited: it names no CVE");
	else
		field_bool(out, false);
}

/* The earliest of its tests; offset: of an instant in struct test. */
static void
earliest_of_tests(const struct view *v, size_t offset, struct fval *out, const char *trail)
{
	const struct model *m = view_model(v);
	struct instant best = instant_unknown();

	for (size_t i = 0; i < ITEM(v)->ntests; i++) {
		const struct test *test = &m->tests[ITEM(v)->tests[i]];
		const struct instant *t = (const struct instant *)(const void *)
			((const char *)test + offset);

		if (t->known == KNOWN)
			best = best.known == KNOWN ? instant_min(best, *t) : *t;
	}
	field_instant(out, &best, trail);
}

GET(field_item_exploited_since)
{
	earliest_of_tests(v, offsetof(struct test, added), out,
		"item.exploited_since: no catalog of exploited flaws says since when");
}
GET(field_item_mend_by)
{
	earliest_of_tests(v, offsetof(struct test, due), out,
		"item.mend_by: no catalog of exploited flaws gives a date");
}
