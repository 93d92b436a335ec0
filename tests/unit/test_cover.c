/* W: states, test values, instance values, and the interval (judgement.md 5, 11). */
#include "tests/unit/model_build.h"

#define NOW "2026-11-01T00:00:00Z"

/* One test on one asset, seen by up to two originators; days are of October 2026. */
struct seen_case {
	struct { char who, result; int day; } v[5];
	char want;  /* T F B U, N: not applicable */
	bool stale;
};

static void
states(void **state)
{
	static const struct seen_case rows[] = {
		{{{'a', 'T', 1}}, 'T', false},
		{{{'a', 'F', 1}}, 'F', false},
		{{{'a', 'U', 1}}, 'U', false},
		{{{'a', 'N', 1}}, 'N', false},
		/* T and F by time; at equal instants F. */
		{{{'a', 'F', 1}, {'a', 'T', 2}}, 'T', false},
		{{{'a', 'T', 1}, {'a', 'F', 2}}, 'F', false},
		{{{'a', 'T', 2}, {'a', 'F', 2}}, 'F', false},
		/* U or not applicable after T replaces it; after F it stays F. */
		{{{'a', 'T', 1}, {'a', 'U', 2}}, 'U', false},
		{{{'a', 'T', 1}, {'a', 'N', 2}}, 'N', false},
		{{{'a', 'F', 1}, {'a', 'U', 2}}, 'F', false},
		{{{'a', 'F', 1}, {'a', 'N', 2}}, 'F', false},
		{{{'a', 'U', 1}, {'a', 'T', 2}}, 'T', false},
		{{{'a', 'N', 1}, {'a', 'T', 2}}, 'T', false},
		/* Equal instants: F over U, U over not applicable, that over T. */
		{{{'a', 'F', 1}, {'a', 'U', 1}}, 'F', false},
		{{{'a', 'U', 1}, {'a', 'N', 1}}, 'U', false},
		{{{'a', 'T', 1}, {'a', 'N', 1}}, 'N', false},
		{{{'a', 'T', 1}, {'a', 'U', 1}}, 'U', false},
		{{{'a', 'T', 1}, {'a', 'U', 2}, {'a', 'N', 3}}, 'N', false},
		{{{'a', 'T', 1}, {'a', 'N', 2}, {'a', 'U', 3}}, 'U', false},
		/* A T clears an older F even where a U or N at its own instant replaces it. */
		{{{'a', 'F', 1}, {'a', 'T', 2}, {'a', 'U', 2}}, 'U', false},
		{{{'a', 'F', 1}, {'a', 'T', 2}, {'a', 'N', 2}}, 'N', false},
		{{{'a', 'F', 1}, {'a', 'T', 2}, {'a', 'U', 3}}, 'U', false},
		/* Across originators. */
		{{{'a', 'T', 1}, {'b', 'U', 2}}, 'T', false},
		{{{'a', 'F', 1}, {'b', 'U', 2}}, 'F', false},
		{{{'a', 'T', 1}, {'b', 'F', 2}}, 'B', false},
		{{{'a', 'F', 1}, {'b', 'T', 9}}, 'B', false},
		{{{'a', 'N', 1}, {'b', 'U', 2}}, 'U', false},
		{{{'a', 'N', 1}, {'b', 'F', 2}}, 'F', false},
		{{{'a', 'N', 1}, {'b', 'T', 2}}, 'T', false},
		/* Only T ages (day -58 is 90 days ago), and not applicable with it. */
		{{{'a', 'T', -59}}, 'U', true},
		{{{'a', 'T', -58}}, 'T', false},
		{{{'a', 'F', -61}}, 'F', false},
		{{{'a', 'N', -61}}, 'U', false},
		{{{'a', 'T', -61}, {'a', 'U', 1}}, 'U', false},
		{{{'a', 'T', -61}, {'b', 'F', 1}}, 'F', false},
		{{{'a', 'T', -61}, {'b', 'T', 1}}, 'T', false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", MILLION);
		uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
		struct control_result *r;
		struct instance *v;
		char got;

		for (size_t k = 0; k < 5 && rows[i].v[k].who != 0; k++) {
			int64_t t = at(b, "2026-10-01T00:00:00Z").lo + (rows[i].v[k].day - 1) * NS_DAY;
			char ch = rows[i].v[k].result;

			see(b, asset, test, rows[i].v[k].who == 'a' ? "a" : "b",
				ch == 'T' ? RESULT_PASS : ch == 'F' ? RESULT_FAIL
				: ch == 'N' ? RESULT_NOT_APPLICABLE : RESULT_UNKNOWN,
				instant_utc_dup(b->a, t));
		}
		r = result_of(build_judge(b), 0);
		assert_int_equal(r->ninstances, 1);
		v = &r->instances[0];
		got = v->only_na ? 'N' : v->nb ? 'B' : *tri_word(v->value);
		if (got != rows[i].want || v->stale != rows[i].stale)
			fail_msg("row %zu: %c (stale %d)", i, got, v->stale);
		assert_int_equal((r->overlays & STALE) != 0, rows[i].stale);
		assert_int_equal(r->w.empty, got == 'N');
		assert_int_equal(r->w.good, got == 'T');
		assert_int_equal(r->w.bad, got == 'F' || got == 'B');
		build_free(b);
	}
}

/* Readings of an instant that allow both: what helps less. */
static void
dates(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");

	(void)state;
	see(b, asset, test, "a", RESULT_FAIL, "2026-10-10T12:00:00Z");
	see(b, asset, test, "a", RESULT_PASS, "2026-10-10"); /* perhaps before it */
	assert_int_equal(result_of(build_judge(b), 0)->w.bad, 1);
	see(b, asset, test, "a", RESULT_PASS, "2026-10-12");
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 1);
	see(b, asset, test, "a", RESULT_UNKNOWN, "2026-10-12T12:00:00Z");
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 0);
	build_free(b);
}

/* Below E3 a T or F counts as U; such an F is listed. */
static void
grades(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
	struct control_result *r;
	struct state *s;

	(void)state;
	see(b, asset, test, "a", RESULT_PASS, "2026-10-10T00:00:00Z");
	s = state_of(b, asset, test, "a");
	slot_own(b, &s->t)->grade = GRADE_E2;
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 0);
	s->t = &seen_none;
	slot_set(b, &s->na, (struct seen){.any = true, .lo = 1, .hi = 1, .grade = GRADE_E1});
	assert_int_equal(result_of(build_judge(b), 0)->w.n, 1); /* no way out of N by hand */
	s->na = &seen_none;
	see(b, asset, test, "a", RESULT_FAIL, "2026-10-11T00:00:00Z");
	s->first_f = &seen_none;
	slot_own(b, &s->f)->grade = GRADE_E2;
	s->listed_f = s->f;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.bad, 0);
	assert_int_equal(r->listed_failures, 1);
	assert_false(r->failing);
	/* Undated: before everything else, U; listed. */
	*s = empty_state(b, asset, test, "a");
	s->undated_f = true;
	slot_set(b, &s->u, (struct seen){.any = true, .lo = INT64_MIN, .hi = INT64_MIN,
		.grade = GRADE_E3});
	see(b, asset, test, "a", RESULT_PASS, "2026-10-11T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.good, 1);
	assert_int_equal(r->listed_failures, 1);
	build_free(b);
}

/* Every reported test of a benchmark is required where the benchmark has a result. */
static void
required(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t web = add_asset(b, "web01"), db = add_asset(b, "db01");
	uint32_t t1 = add_test(b, c, "stig", "V-1"), t2 = add_test(b, c, "stig", "V-2");
	uint32_t t3 = add_test(b, c, "nessus", "42");
	struct control_result *r;

	(void)state;
	see(b, web, t1, "a", RESULT_PASS, "2026-10-10T00:00:00Z");
	see(b, web, t2, "a", RESULT_PASS, "2026-10-10T00:00:00Z");
	see(b, db, t1, "a", RESULT_PASS, "2026-10-10T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.n, 2);
	assert_int_equal(r->w.good, 1);           /* db01 lacks V-2; nessus was never reported */
	assert_int_equal(r->instances[0].nrequired, 2);
	assert_int_equal(r->instances[1].nu, 1);
	/* Reported for another asset only: not required where the benchmark has no result. */
	see(b, db, t3, "n", RESULT_PASS, "2026-10-10T00:00:00Z");
	see(b, db, t2, "a", RESULT_PASS, "2026-10-10T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.good, 2);
	assert_int_equal(r->w.lo, MILLION);
	/* Below the severity floor: only listed. */
	b->tests[t3].severity = 1;
	see(b, db, t3, "n", RESULT_FAIL, "2026-10-11T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.good, 2);
	assert_int_equal(r->listed_failures, 1);
	b->tests[t3].severity = -1; /* unknown counts as above */
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.bad, 1);
	assert_int_equal(r->tests_hold, 4);
	assert_int_equal(r->tests_fail, 1);
	/* Linked so that F travels only. */
	b->tests[t3].severity = 3;
	((struct link_test *)c->tests)[2].t_counts = false;
	assert_int_equal(result_of(build_judge(b), 0)->w.bad, 1);
	see(b, db, t3, "n", RESULT_PASS, "2026-10-12T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.bad, 0);
	assert_int_equal(r->w.good, 1);
	build_free(b);
}

/* N, M, good, bad; assets seen and not listed; not applicable; no population. */
static void
population(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t test = add_test(b, c, "stig", "V-1"), asset[6];
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	static const enum result results[] = {RESULT_PASS, RESULT_PASS, RESULT_FAIL,
		RESULT_NOT_APPLICABLE, RESULT_UNKNOWN, RESULT_PASS};
	struct control_result *r;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		asset[i] = add_asset(b, names[i]);
		see(b, asset[i], test, "x", results[i], "2026-10-10T00:00:00Z");
	}
	b->assets[5].listed = false; /* seen, but in no population: in N, its T counts for nothing */
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.n, 5);
	assert_int_equal(r->w.m, 4);
	assert_int_equal(r->w.good, 2);
	assert_int_equal(r->w.bad, 1);
	assert_int_equal(r->w.lo, 400000);
	assert_int_equal(r->w.hi, 750000);
	assert_int_equal(r->refuted, 1);
	/* Its F counts, and makes it known to M. */
	see(b, asset[5], test, "x", RESULT_FAIL, "2026-10-11T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.m, 5);
	assert_int_equal(r->w.bad, 2);
	assert_int_equal(r->w.hi, 600000);
	/* Out of scope, or retired with proof: not in N. */
	b->assets[5].in_scope = false;
	b->assets[4].retired = true;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.n, 3);
	assert_int_equal(r->w.hi, 666667);
	assert_int_equal(r->w.lo, 666666);
	/* No independent population: [0, 1] whatever was seen; its F is counted. */
	b->populations[0].independent = false;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.lo, 0);
	assert_int_equal(r->w.hi, MILLION);
	assert_string_equal(r->w.why, "population not established");
	assert_int_equal(r->refuted, 1);
	assert_true(r->failing);
	assert_int_equal(r->overlays & REFUTED, REFUTED);
	build_free(b);
}

/* M = 0 with N > 0: hi = 1. A list of nothing in scope is no population. */
static void
nothing_listed(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t seen = add_asset(b, "web01"), listed = add_asset(b, "web02");
	uint32_t test = add_test(b, c, "stig", "V-1");
	struct control_result *r;

	(void)state;
	b->assets[seen].listed = false;
	see(b, seen, test, "x", RESULT_PASS, "2026-10-10T00:00:00Z");
	see(b, listed, test, "x", RESULT_NOT_APPLICABLE, "2026-10-10T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.n, 1);
	assert_int_equal(r->w.m, 0);
	assert_int_equal(r->w.lo, 0);
	assert_int_equal(r->w.hi, MILLION);
	see(b, seen, test, "x", RESULT_NOT_APPLICABLE, "2026-10-11T00:00:00Z");
	assert_true(result_of(build_judge(b), 0)->w.empty);
	/* What it lists is out of scope: an F elsewhere is counted, and refutes no share. */
	b->assets[listed].in_scope = false;
	see(b, seen, test, "x", RESULT_FAIL, "2026-10-12T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_false(r->w.empty);
	assert_int_equal(r->w.n, 0);
	assert_int_equal(r->w.hi, MILLION);
	assert_true(r->failing);
	build_free(b);
}

/* A result of a name that may be this asset's: no T of it goes, but "not applicable" does. */
static void
doubtful_name(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
	struct seen doubt = {.any = true, .grade = GRADE_E3, .lo = at(b, "2026-10-12T00:00:00Z").lo,
		.hi = at(b, "2026-10-12T00:00:00Z").hi};
	struct control_result *r;

	(void)state;
	see(b, asset, test, "x", RESULT_NOT_APPLICABLE, "2026-10-10T00:00:00Z");
	assert_true(result_of(build_judge(b), 0)->w.empty);
	slot_set(b, &b->states[0].doubt, doubt);
	r = result_of(build_judge(b), 0);
	assert_false(r->w.empty);
	assert_int_equal(r->w.n, 1);
	see(b, asset, test, "x", RESULT_NOT_APPLICABLE, "2026-10-13T00:00:00Z");
	assert_true(result_of(build_judge(b), 0)->w.empty);
	see(b, asset, test, "x", RESULT_PASS, "2026-10-14T00:00:00Z");
	doubt.lo = doubt.hi = at(b, "2026-10-20T00:00:00Z").lo;
	slot_set(b, &b->states[0].doubt, doubt);
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 1);
	build_free(b);
}

/* An undated failure of an ambiguous name, of which nothing else is told, is listed. */
static void
undated_of_many(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
	struct state *s = state_of(b, asset, test, "x");
	struct control_result *r;

	(void)state;
	s->ambiguous = s->undated_f = s->tested = true;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->listed_failures, 1);
	assert_false(r->failing);
	assert_int_equal(r->w.bad, 0);
	build_free(b);
}

/* An F that no item covers, older than first F + P5D + limit, is a late decision. */
static void
uncovered(void **state)
{
	static const struct {
		const char *first_f;
		int severity;
		bool names_asset, names_test, no_items, want;
	} rows[] = {
		{"2026-10-19T23:59:59Z", 3, false, false, false, true},   /* 5 + 7 days before */
		{"2026-10-20T00:00:00Z", 3, false, false, false, false},
		{"2026-10-19T23:59:59Z", 3, true, false, false, false},
		{"2026-10-19T23:59:59Z", 3, false, true, false, false},
		{"2026-10-19T23:59:59Z", 3, false, false, true, false},
		{"2026-10-19T23:59:59Z", -1, false, false, false, false}, /* low: 90 days */
		{"2026-07-28T23:59:59Z", -1, false, false, false, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", MILLION);
		uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
		struct item *it = add_item(b, c, "SEC-1", "2026-10-31T00:00:00Z");
		struct assessment *out;
		struct control_result *r;

		b->tests[test].severity = rows[i].severity;
		see(b, asset, test, "x", RESULT_FAIL, rows[i].first_f);
		it->assets = it->tests = ARENA_ARRAY(b->a, uint32_t, 1);
		it->nassets = rows[i].names_asset;
		it->ntests = rows[i].names_test;
		if (rows[i].no_items)
			b->m.given &= ~(unsigned)ROLE_ITEM;
		out = build_judge(b);
		r = result_of(out, 0);
		assert_int_equal(r->w.bad, 1);
		if (r->instances[0].uncovered != rows[i].want)
			fail_msg("row %zu", i);
		assert_int_equal((r->overlays & UNDECIDED) != 0, rows[i].want);
		assert_int_equal(out->nlate, rows[i].want);
		assert_int_equal(r->d.n, 0); /* not in D's N: W counts it already */
		build_free(b);
	}
}

/* Failing results about no asset: in no instance, and yet not lost. */
static void
without_asset(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t test = add_test(b, c, "stig", "V-1");
	struct control_result *r;

	(void)state;
	(void)add_asset(b, "web01");
	see(b, UINT32_MAX, test, "x", RESULT_FAIL, "2026-10-10T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->w.bad, 0);
	assert_int_equal(r->ninstances, 0);
	assert_int_equal(r->listed_failures, 1);
	assert_true(r->failing);
	build_free(b);
}

static enum tri
no_test(void *ctx, const struct model *m, const struct control *c, const struct test *t,
	const char **why)
{
	(void)m;
	(void)c;
	(void)t;
	*why = "no";
	return *(enum tri *)ctx;
}

/* A rule takes credit away; it never takes a failure away. */
static void
rule_tightens(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t asset = add_asset(b, "web01"), test = add_test(b, c, "stig", "V-1");
	enum tri says = TRI_F;

	(void)state;
	b->slots.ctx = &says;
	b->slots.test = no_test;
	see(b, asset, test, "x", RESULT_PASS, "2026-10-10T00:00:00Z");
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 0);
	says = TRI_T;
	assert_int_equal(result_of(build_judge(b), 0)->w.good, 1);
	says = TRI_F;
	see(b, asset, test, "x", RESULT_FAIL, "2026-10-11T00:00:00Z");
	assert_int_equal(result_of(build_judge(b), 0)->w.bad, 1);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states), cmocka_unit_test(dates), cmocka_unit_test(grades),
		cmocka_unit_test(required), cmocka_unit_test(population),
		cmocka_unit_test(nothing_listed), cmocka_unit_test(doubtful_name),
		cmocka_unit_test(undated_of_many), cmocka_unit_test(uncovered),
		cmocka_unit_test(without_asset), cmocka_unit_test(rule_tightens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
