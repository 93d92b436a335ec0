/* Late decisions, items, failing tests and assets of two reports: what may not just vanish. */
#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/diff.h"
#include "reports/facts.h"
#include "reports/walk.h"
#include "reports/words.h"

static const struct node *
find(const struct map *m, const char *id)
{
	return map_get(m, id, strlen(id));
}

/* ---- decisions ---- */

/* A late decision is about an item or about a control on an asset. */
static const char *
late_key(const struct node *l)
{
	const char *item = get_str(l, "item");

	return *item != '\0' ? item : get_str(l, "subject");
}

static struct map *
late_index(const struct node *report)
{
	struct map *m = map_new();

	for EACH(l, report, "late") {
		void **slot = map_slot(m, late_key(l), strlen(late_key(l)), NULL);

		*slot = (void *)(uintptr_t)l;
	}
	return m;
}

static void
late_gone(struct diffing *d, const struct node *l, const struct map *clocks, const struct node *new)
{
	struct arena *a = diff_arena(d);
	const char *item = get_str(l, "item"), *subject = get_str(l, "subject");
	const struct node *clock = find(clocks, item);
	const char *state = get_str(clock, "state");

	/* Only a decision ends it well; a breach that left its period is gone, not mended. */
	if (*item == '\0')
		diff_add(d, CHANGE_GONE, "decision", subject, "", SAID(a, SAY_D_LATE_ENDED, SAY_S(subject)));
	else if (clock != NULL)
		diff_add(d, str_same(state, "met") ? CHANGE_FIX : str_same(state, "breached")
				? CHANGE_GONE : CHANGE_REGRESSION,
			"decision", subject, "", SAID(a, SAY_D_LATE_ENDED, SAY_S(subject)));
	/* More are late than are listed: it may be among the others. */
	else if (get_int(new, "late_total") == (int64_t)node_count(node_get(new, "late")))
		diff_add(d, CHANGE_REGRESSION, "decision", subject, "",
			SAID(a, SAY_D_LATE_GONE, SAY_S(subject)));
}

static void
decisions(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	struct map *before = late_index(old), *after = late_index(new);
	struct map *clocks = diff_index(node_get(new, "facts"), "clocks", "item");

	for EACH(l, new, "late")
		if (find(before, late_key(l)) == NULL) {
			const char *who = get_str(l, "who");

			diff_add(d, CHANGE_REGRESSION, "decision", get_str(l, "subject"), get_str(l, "at"),
				SAID(a, SAY_LATE_LINE, SAY_S(get_str(l, "subject")),
					SAY_S(*who != '\0' ? who : say_text(SAY_NOBODY)),
					SAY_S(get_str(l, "text"))));
		}
	for EACH(l, old, "late")
		if (find(after, late_key(l)) == NULL)
			late_gone(d, l, clocks, new);
	map_free(before);
	map_free(after);
	map_free(clocks);
}

/* Items that were open cannot just not be there: closing leaves a record. */
static void
items(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	const struct node *f0 = node_get(old, "facts"), *f1 = node_get(new, "facts");
	struct map *before = diff_index(f0, "clocks", "item"), *after = diff_index(f1, "clocks", "item");
	struct map *late = late_index(old);
	uint64_t fresh = 0;

	for EACH(c, f0, "clocks") {
		const char *id = get_str(c, "item");

		if (find(after, id) != NULL || find(late, id) != NULL || !get_bool(f1, "whole"))
			continue;
		diff_add(d, get_bool(c, "open") ? CHANGE_REGRESSION : CHANGE_GONE, "item", id, "",
			SAID(a, get_bool(c, "open") ? SAY_D_ITEM_GONE_OPEN : SAY_D_ITEM_GONE, SAY_S(id)));
	}
	for EACH(c, f1, "clocks")
		fresh += find(before, get_str(c, "item")) == NULL;
	if (fresh > 0)
		diff_add(d, CHANGE_NEW, "item", "", "", SAID(a, SAY_D_ITEMS_NEW, SAY_N(fresh)));
	map_free(before);
	map_free(after);
	map_free(late);
}

/* ---- failing tests ---- */

static const char *
test_key(struct arena *a, const struct node *f)
{
	return arena_printf(a, "%s\n%s\n%s\n%s", get_str(f, "originator"), get_str(f, "asset"),
		get_str(f, "benchmark"), get_str(f, "test"));
}

static struct map *
test_index(struct arena *a, const struct node *facts)
{
	struct map *m = map_new();

	for EACH(f, facts, "failing") {
		const char *key = test_key(a, f);

		*map_slot(m, key, strlen(key), NULL) = (void *)(uintptr_t)f;
	}
	return m;
}

static void
tests(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d), *keys = arena_new();
	const struct node *f0 = node_get(old, "facts"), *f1 = node_get(new, "facts");
	struct map *before = test_index(keys, f0), *after = test_index(keys, f1);
	struct map *assets = diff_index(f1, "population", "asset");

	for EACH(f, f1, "failing")
		if (find(before, test_key(keys, f)) == NULL && get_bool(f0, "whole"))
			diff_add(d, CHANGE_REGRESSION, "test", get_str(f, "test"), "", SAID(a, SAY_D_TEST_FAILS,
				SAY_S(get_str(f, "test")), SAY_S(get_str(f, "asset"))));
	for EACH(f, f0, "failing") {
		const struct node *asset = find(assets, get_str(f, "asset"));
		const char *at = get_str(f, "at"), *to = strstr(at, FACT_TO);
		/* RFC 3339 in UTC: the order of texts is that of time. */
		bool later = asset != NULL && strcmp(get_str(asset, "last"),
			to != NULL ? to + strlen(FACT_TO) : at) > 0;

		if (find(after, test_key(keys, f)) != NULL || !get_bool(f1, "whole"))
			continue;
		/* The later result may be of another test: whether this one holds now, the controls say. */
		diff_add(d, later ? CHANGE_GONE : CHANGE_REGRESSION, "test", get_str(f, "test"), "",
			SAID(a, later ? SAY_D_TEST_ENDED : SAY_D_TEST_GONE, SAY_S(get_str(f, "test")),
				SAY_S(get_str(f, "asset"))));
	}
	map_free(before);
	map_free(after);
	map_free(assets);
	arena_free(keys);
}

/* ---- the population ---- */

/* An asset is called by the smallest of its names, which a new one may be: so by all of them. */
static struct map *
ids_index(const struct node *facts)
{
	struct map *m = map_new();

	for EACH(p, facts, "population")
		for EACH(i, p, "ids") {
			const char *id = node_text(i);

			if (id != NULL)
				*map_slot(m, id, strlen(id), NULL) = (void *)(uintptr_t)p;
		}
	return m;
}

static const struct node *
same_asset(const struct map *by_key, const struct map *by_id, const struct node *p)
{
	const struct node *is = find(by_key, get_str(p, "asset"));

	for EACH(i, p, "ids")
		if (is == NULL && node_text(i) != NULL)
			is = find(by_id, node_text(i));
	return is;
}

/* Which tests a benchmark has: one that is gone is asked of no asset any more. */
static void
required(struct diffing *d, const struct node *old, const struct node *new, enum change_class class,
	enum say what)
{
	struct map *names = map_new();

	for EACH(g, new, "required_tests")
		for EACH(t, g, "tests") {
			const char *key = arena_printf(diff_arena(d), "%s\n%s", get_str(g, "benchmark"),
				get_str(t, "test"));

			(void)map_slot(names, key, strlen(key), NULL);
		}
	for EACH(g, old, "required_tests") {
		uint64_t n = 0;

		for EACH(t, g, "tests") {
			const char *key = arena_printf(diff_arena(d), "%s\n%s", get_str(g, "benchmark"),
				get_str(t, "test"));

			n += get_bool(t, "required") && !map_has(names, key, strlen(key));
		}
		if (n > 0)
			diff_add(d, class, "tests", get_str(g, "benchmark"), "", SAID(diff_arena(d), what,
				SAY_N(n), SAY_S(get_str(g, "benchmark"))));
	}
	map_free(names);
}

static void
population(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	const struct node *f0 = node_get(old, "facts"), *f1 = node_get(new, "facts");
	struct map *before = diff_index(f0, "population", "asset");
	struct map *after = diff_index(f1, "population", "asset");
	struct map *ids = ids_index(f1), *ids_old = ids_index(f0);
	uint64_t fresh = 0;

	for EACH(p, f0, "population") {
		const char *id = get_str(p, "asset");
		const struct node *is = same_asset(after, ids, p);
		int64_t c0 = get_int(p, "criticality"), c1 = get_int(is, "criticality");

		if (!get_bool(p, "counts"))
			continue;
		if (is == NULL && get_bool(f1, "whole"))
			diff_add(d, CHANGE_REGRESSION, "population", id, "",
				SAID(a, SAY_D_ASSET_GONE, SAY_S(id)));
		/* Still in N, held there by the earlier report, or by what saw it. */
		if (is != NULL && get_bool(p, "listed") && !get_bool(is, "listed"))
			diff_add(d, CHANGE_REGRESSION, "population", id, "",
				SAID(a, SAY_D_UNLISTED, SAY_S(id)));
		if (is != NULL && c0 != c1)
			diff_add(d, c1 < c0 ? CHANGE_REGRESSION : CHANGE_METHOD, "population", id, "",
				SAID(a, SAY_D_CRITICALITY, SAY_S(id), SAY_N((uint64_t)c1),
					SAY_N((uint64_t)c0)));
	}
	for EACH(p, f1, "population")
		fresh += get_bool(p, "counts") && same_asset(before, ids_old, p) == NULL;
	if (fresh > 0)
		diff_add(d, CHANGE_METHOD, "population", "", "", SAID(a, SAY_D_ASSETS_NEW, SAY_N(fresh)));
	map_free(before);
	map_free(after);
	map_free(ids);
	map_free(ids_old);
}

void
diff_facts(struct diffing *d, const struct node *old, const struct node *new)
{
	decisions(d, old, new);
	items(d, old, new);
	tests(d, old, new);
	population(d, old, new);
	required(d, node_get(old, "facts"), node_get(new, "facts"), CHANGE_REGRESSION, SAY_D_TESTS_GONE);
	required(d, node_get(new, "facts"), node_get(old, "facts"), CHANGE_METHOD, SAY_D_TESTS_NEW);
	if (!get_bool(node_get(old, "facts"), "whole") || !get_bool(node_get(new, "facts"), "whole"))
		diff_add(d, CHANGE_REGRESSION, "facts", "", "", say_text(SAY_D_FACTS_CUT));
}
