/*
 * Committed samples (judgement.md 5; READINGS 130 to 134): the draw, computed here again from the text of READINGS 131,
 * what counts of it, and what takes the bound away.
 */
#include "tests/unit/model_build.h"

#include "checker/base/digest.h"

#define NOW "2026-11-01T00:00:00Z"
#define COMMITTED "2026-10-10T00:00:00Z"
#define MEMBERS 40
#define HEAD "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct drawn { const char *name; uint32_t asset; char rank[SHA256_HEX]; };

static int
by_name(const void *x, const void *y)
{
	return strcmp(((const struct drawn *)x)->name, ((const struct drawn *)y)->name);
}

static int
by_rank(const void *x, const void *y)
{
	return strcmp(((const struct drawn *)x)->rank, ((const struct drawn *)y)->rank);
}

/* The members in the order of their ranks, and the digest of the population. */
static void
draw(struct build *b, const struct sample_row *s, struct drawn v[MEMBERS], char digest[SHA256_HEX])
{
	const char *text = "";
	char seed[SHA256_HEX];

	for (uint32_t i = 0; i < MEMBERS; i++)
		v[i] = (struct drawn){.name = b->assets[i].listed_as != NULL ? b->assets[i].listed_as
			: b->assets[i].key, .asset = i};
	qsort(v, MEMBERS, sizeof(*v), by_name);
	for (uint32_t i = 0; i < MEMBERS; i++)
		text = arena_printf(b->a, "%s%zu:%s,", text, strlen(v[i].name), v[i].name);
	sha256_hex(text, strlen(text), digest);
	text = arena_printf(b->a, "trueup-sample/1\n%s\n%s\n\nnist-800-53\nac-2\n%s\n", digest,
		s->period_from == INT64_MIN ? "" : instant_utc_dup(b->a, s->period_from), s->head);
	sha256_hex(text, strlen(text), seed);
	for (uint32_t i = 0; i < MEMBERS; i++) {
		text = arena_printf(b->a, "%s\n%s", seed, v[i].name);
		sha256_hex(text, strlen(text), v[i].rank);
	}
	qsort(v, MEMBERS, sizeof(*v), by_rank);
}

static struct sample_row
row_of(struct build *b, uint32_t size)
{
	return (struct sample_row){.file = "sample.json", .framework = "nist-800-53", .control = "ac-2",
		.members = MEMBERS, .size = size, .head = "", .period_from = INT64_MIN,
		.committed = at(b, COMMITTED), .by = "aud", .proven = true, .unproven = "nobody signed it"};
}

/* 40 listed assets and a control with one test. */
static struct build *
world(struct control **c, uint32_t *test)
{
	struct build *b = build_new(NOW);

	*c = add_control(b, "ac-2", 1000000);
	*test = add_test(b, *c, "B", "t1");
	for (int i = 0; i < MEMBERS; i++)
		(void)add_asset(b, arena_printf(b->a, "fqdn:h%02d.x", (i * 7) % MEMBERS));
	b->cfg.nsamples = 1;
	return b;
}

static const struct control_result *
judged(struct build *b, struct sample_row *s)
{
	b->cfg.samples = s;
	return result_of(build_judge(b), 0);
}

enum odd { NOTHING, UNTESTED, FAILS, OLDER, SAME_DAY, NA, UNSEEN_BESIDE, SECOND_UNTESTED };

/* What of the sample is not T by what was made after it was fixed is a deviation. */
static void
deviations(void **state)
{
	/* Bounds as in test_cp.c: (25, 25) 0.8870, (25, 24) 0.8238; n, lo, hi of W. */
	static const struct {
		const char *what;
		enum odd odd;
		uint32_t k, bound, lo, hi;
		uint64_t n;
		bool raised;
	} rows[] = {
		{"all hold", NOTHING, 25, 887000, 887000, 1000000, 40, true},
		{"one was not tested", UNTESTED, 24, 823800, 823800, 1000000, 40, true},
		{"one fails", FAILS, 24, 823800, 823800, 975000, 40, true},
		{"one by a result of before", OLDER, 24, 823800, 823800, 1000000, 40, true},
		{"one at the instant itself", SAME_DAY, 25, 887000, 887000, 1000000, 40, true},
		{"one has nothing to show", NA, 24, 823800, 823800, 1000000, 39, true},
		{"an asset that no list has", UNSEEN_BESIDE, 25, 865365, 865365, 1000000, 41, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct control *c;
		uint32_t test;
		struct build *b = world(&c, &test);
		struct sample_row s = row_of(b, 25);
		struct drawn v[MEMBERS];
		char digest[SHA256_HEX];
		const struct control_result *r;
		const struct sample_result *x;

		draw(b, &s, v, digest);
		for (int k = 0; k < 25; k++) {
			enum odd odd = k == 7 ? rows[i].odd : NOTHING;

			if (odd != UNTESTED)
				see(b, v[k].asset, test, "oscap", odd == FAILS ? RESULT_FAIL
					: odd == NA ? RESULT_NOT_APPLICABLE : RESULT_PASS,
					odd == OLDER ? "2026-10-09T23:59:59Z" : odd == SAME_DAY ? COMMITTED
					: "2026-10-20T00:00:00Z");
		}
		if (rows[i].odd == UNSEEN_BESIDE) {
			uint32_t more = add_asset(b, "fqdn:more.x");

			b->assets[more].listed = false;
			see(b, more, test, "oscap", RESULT_UNKNOWN, "2026-10-20T00:00:00Z");
		}
		r = judged(b, &s);
		assert_int_equal(r->nsamples, 1);
		x = &r->samples[0];
		if (x->why_not != NULL || x->k != rows[i].k || x->bound != rows[i].bound
			|| x->raised != rows[i].raised || r->w.lo != rows[i].lo || r->w.hi != rows[i].hi
			|| r->w.n != rows[i].n)
			fail_msg("%s: %s, k %u, bound %u, raised %d, n %llu, lo %u, hi %u", rows[i].what,
				x->why_not, (unsigned)x->k, (unsigned)x->bound, x->raised,
				(unsigned long long)r->w.n, (unsigned)r->w.lo, (unsigned)r->w.hi);
		assert_ptr_equal(x->row, &s);
		assert_string_equal(x->population, digest);
		assert_int_equal(x->members, MEMBERS);
		assert_int_equal(x->n, 25);
		for (uint32_t k = 0, at_ = 0; k < x->n; k++) {
			bool mine = false;

			assert_true(k == 0 || x->assets[k] > at_);
			at_ = x->assets[k];
			for (int n = 0; n < 25; n++)
				mine = mine || v[n].asset == at_;
			assert_true(mine);
		}
		build_free(b);
	}
}

/* A bound below what is shown one by one raises nothing; it never passes what fails. */
static void
edges(void **state)
{
	static const struct { const char *what; uint32_t size, failing, bound, lo, hi; bool raised; } rows[] = {
		{"all are drawn and all hold", 40, 0, 927800, 1000000, 1000000, false},
		{"fewer shown than failing allows", 25, 15, 887000, 625000, 625000, false},
		{"the bound reaches what can be at most", 25, 6, 887000, 850000, 850000, true},
		{"a sample of one", 1, 0, 50000, 50000, 1000000, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct control *c;
		uint32_t test;
		struct build *b = world(&c, &test);
		struct sample_row s = row_of(b, rows[i].size);
		struct drawn v[MEMBERS];
		char digest[SHA256_HEX];
		const struct control_result *r;

		draw(b, &s, v, digest);
		for (uint32_t k = 0; k < rows[i].size; k++)
			see(b, v[k].asset, test, "oscap", RESULT_PASS, "2026-10-20T00:00:00Z");
		for (uint32_t k = 0; k < rows[i].failing; k++)
			see(b, v[MEMBERS - 1 - k].asset, test, "oscap", RESULT_FAIL, "2026-10-20T00:00:00Z");
		r = judged(b, &s);
		if (r->samples[0].bound != rows[i].bound || r->samples[0].raised != rows[i].raised
			|| r->w.lo != rows[i].lo || r->w.hi != rows[i].hi)
			fail_msg("%s: bound %u, raised %d, lo %u, hi %u", rows[i].what,
				(unsigned)r->samples[0].bound, r->samples[0].raised, (unsigned)r->w.lo,
				(unsigned)r->w.hi);
		if (rows[i].raised)
			assert_string_equal(r->w.why, "shown on a committed sample");
		build_free(b);
	}
}

enum flaw { NONE_AT_ALL, NO_RULE, UNSIGNED, A_HEAD, HEAD_OF_TRUSTED, HEAD_UNTRUSTED, HEAD_OF_OTHER, LATER, UNDATED,
	NEVER, TODAY, PERIOD, SAME_PERIOD, NO_POPULATION, DEPENDENT, OTHER_POPULATION, SAME_POPULATION, TOO_LARGE };

static void
spoil(struct build *b, struct sample_row *s, enum flaw flaw, struct previous *p)
{
	*p = (struct previous){.source = {.sha256 = HEAD}, .seal = "trusted"};
	switch (flaw) {
	case NONE_AT_ALL: break;
	case NO_RULE: b->slots.has_w = false; break;
	case UNSIGNED: s->proven = false; break;
	case A_HEAD: s->head = HEAD; break;
	case HEAD_UNTRUSTED: p->seal = "untrusted"; /* fall through */
	case HEAD_OF_TRUSTED: s->head = HEAD; b->m.previous = p; break;
	case HEAD_OF_OTHER: s->head = "00"; b->m.previous = p; break;
	case LATER: s->committed = at(b, "2026-11-01T00:00:01Z"); break;
	case UNDATED: s->committed = instant_unknown(); break;
	case NEVER: s->committed.never = true; break;
	case TODAY: s->committed = at(b, NOW); break;
	case PERIOD: s->period_from = at(b, "2026-01-01T00:00:00Z").lo; break;
	case SAME_PERIOD: s->period_from = b->cfg.period_from = at(b, "2026-09-01T00:00:00Z").lo; break;
	case NO_POPULATION: b->m.npopulations = 0; break;
	case DEPENDENT: b->populations[0].independent = false; break;
	case OTHER_POPULATION: s->population = HEAD; break;
	case SAME_POPULATION: break;
	case TOO_LARGE: s->size = MEMBERS + 1; break;
	}
}

static void
objections(void **state)
{
	static const struct { enum flaw flaw; const char *why; } rows[] = {
		{NONE_AT_ALL, NULL}, {NO_RULE, "no rule says"}, {UNSIGNED, "nobody signed it"},
		{A_HEAD, "the head that moved"}, {HEAD_OF_TRUSTED, NULL},
		{HEAD_UNTRUSTED, "the head that moved"}, {HEAD_OF_OTHER, "the head that moved"},
		{LATER, "was not committed by"}, {UNDATED, "was not committed by"},
		{NEVER, "was not committed by"}, {TODAY, NULL}, {PERIOD, "another period"},
		{SAME_PERIOD, NULL}, {NO_POPULATION, "population not established"},
		{DEPENDENT, "population not established"}, {OTHER_POPULATION, "is not the one"},
		{SAME_POPULATION, NULL}, {TOO_LARGE, "larger than the population"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct control *c;
		uint32_t test;
		struct build *b = world(&c, &test);
		struct sample_row s = row_of(b, 25);
		struct previous p;
		struct drawn v[MEMBERS];
		char digest[SHA256_HEX];
		const struct control_result *r;
		const char *why;

		spoil(b, &s, rows[i].flaw, &p);
		draw(b, &s, v, digest);
		if (rows[i].flaw == SAME_POPULATION)
			s.population = digest;
		for (int k = 0; k < 25; k++)
			see(b, v[k].asset, test, "oscap", RESULT_PASS, NOW);
		r = judged(b, &s);
		assert_int_equal(r->nsamples, 1);
		why = r->samples[0].why_not;
		if ((why == NULL) != (rows[i].why == NULL) || (why != NULL && strstr(why, rows[i].why) == NULL))
			fail_msg("row %zu: %s", i, why);
		/* The digest of the result is today's, in each case. */
		if (why == NULL && (r->samples[0].bound != 887000 || r->w.lo != 887000))
			fail_msg("row %zu: bound %u", i, (unsigned)r->samples[0].bound);
		if (why != NULL && (r->samples[0].bound != 0 || r->samples[0].raised || r->w.lo > 625000))
			fail_msg("row %zu: a bound all the same", i);
		if (rows[i].flaw == TOO_LARGE)
			assert_true(r->samples[0].n == 0 && r->samples[0].k == 0);
		build_free(b);
	}
}

/* Whose it is: of its framework, control and system; and the first one of a control counts, signed or worth nothing. */
static void
whose(void **state)
{
	static const struct {
		const char *framework, *control, *system, *mine;
		bool first_proven;
		size_t n;
		uint32_t lo;
	} rows[] = {
		{"nist-800-53", "ac-2", NULL, NULL, true, 1, 887000},
		{"nist-800-53", "ac-3", NULL, NULL, true, 0, 625000},
		{"iso-27002", "ac-2", NULL, NULL, true, 0, 625000},
		{"nist-800-53", "ac-2", "one", "one", true, 1, 887000},
		{"nist-800-53", "ac-2", "one", "two", true, 0, 625000},
		{"nist-800-53", "ac-2", "one", NULL, true, 0, 625000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (int twice = 0; twice < 3; twice++) {
			struct control *c;
			uint32_t test;
			struct build *b = world(&c, &test);
			struct sample_row s[2] = {row_of(b, 25), row_of(b, 25)};
			struct drawn v[MEMBERS];
			char digest[SHA256_HEX];
			const struct control_result *r;

			b->m.system = rows[i].mine;
			s[1].framework = rows[i].framework;
			s[1].control = rows[i].control;
			s[1].system = rows[i].system;
			/* 0: alone; 1: behind one that nobody signed; 2: behind one that counts as drawn. */
			s[0].proven = twice == 2;
			s[0].period_from = twice == 2 ? at(b, "2026-01-01T00:00:00Z").lo : INT64_MIN;
			draw(b, &s[1], v, digest);
			for (int k = 0; k < 25; k++)
				see(b, v[k].asset, test, "oscap", RESULT_PASS, NOW);
			b->cfg.nsamples = twice > 0 ? 2 : 1;
			r = judged(b, twice > 0 ? s : s + 1);
			assert_int_equal(r->nsamples, rows[i].n + (twice > 0));
			assert_int_equal(r->w.lo, twice == 2 ? 625000 : rows[i].lo);
			if (twice == 2 && rows[i].n > 0)
				assert_non_null(strstr(r->samples[1].why_not, "drawn again"));
			build_free(b);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deviations),
		cmocka_unit_test(edges),
		cmocka_unit_test(objections),
		cmocka_unit_test(whose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
