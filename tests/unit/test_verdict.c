/* R, every cell of the verdict table, rank, overlays, what limits (judgement.md 8, 11). */
#include "tests/unit/model_build.h"

#define NOW "2026-11-01T00:00:00Z"

static void
cells(void **state)
{
	/* By claim (-1 FAIL, 0 none, 1 PASS), by reality FAIL, UNKNOWN, PARTIAL, PASS. */
	static const char *const words[3][4] = {
		{"ADMITTED", "UNTESTED_ADMITTED", "PARTIAL_ADMITTED", "DISPUTED"},
		{"EXPOSED", "UNKNOWN", "PARTIAL_UNCLAIMED", "UNCLAIMED"},
		{"CONTRADICTED", "PAPER", "PARTIAL", "CONFIRMED"},
	};

	(void)state;
	for (int claim = -1; claim <= 1; claim++)
		for (int r = 0; r < 4; r++)
			assert_string_equal(verdict_word(verdict_cell(claim, r)), words[claim + 1][r]);
}

/* The rank is the order of the enumeration, and it is 3 R + h of method.md 3.2. */
static void
rank(void **state)
{
	static const char *const order[] = {"CONTRADICTED", "EXPOSED", "ADMITTED", "PAPER", "UNKNOWN",
		"UNTESTED_ADMITTED", "PARTIAL", "PARTIAL_UNCLAIMED", "PARTIAL_ADMITTED", "DISPUTED",
		"UNCLAIMED", "CONFIRMED", "NOT_EXERCISED", "NOT_APPLICABLE"};

	(void)state;
	assert_int_equal(VERDICTS, 14);
	for (int i = 0; i < VERDICTS; i++) {
		assert_string_equal(verdict_word((enum verdict)i), order[i]);
		assert_true(*verdict_meaning((enum verdict)i) != '\0');
	}
	assert_string_equal(verdict_word((enum verdict)VERDICTS), "");
	assert_string_equal(verdict_meaning((enum verdict)VERDICTS), "");
	for (int claim = -1; claim <= 1; claim++)
		for (int r = 0; r < 4; r++)
			assert_int_equal(verdict_cell(claim, r), 3 * r + (r < 3 ? 1 - claim : claim + 1));
}

/* One control over n assets: t of them T, f of them F, the rest untested. */
static struct control_result *
shares(struct build *b, uint32_t p, bool claim, int n, int t, int f)
{
	struct control *c = add_control(b, "ac-2", p);
	uint32_t test = add_test(b, c, "stig", "V-1");

	c->has_claim = claim;
	for (int i = 0; i < n; i++) {
		uint32_t a = add_asset(b, arena_printf(b->a, "a%02d", i));

		if (i < t + f)
			see(b, a, test, "x", i < t ? RESULT_PASS : RESULT_FAIL,
				"2026-10-10T00:00:00Z");
	}
	return result_of(build_judge(b), 0);
}

static void
thresholds(void **state)
{
	static const struct { uint32_t p; bool claim; int n, t, f; enum verdict want; } rows[] = {
		{MILLION, true, 20, 19, 1, CONFIRMED},       /* lo = 0.95 */
		{MILLION, true, 20, 18, 0, PARTIAL},
		{MILLION, true, 20, 10, 8, PARTIAL},         /* lo = 0.50, hi = 0.60 */
		{MILLION, true, 20, 10, 9, CONTRADICTED},    /* hi = 0.55 */
		{MILLION, true, 20, 9, 8, PAPER},            /* lo below 0.50, hi = 0.60: not below */
		{MILLION, true, 20, 9, 0, PAPER},
		{500000, true, 20, 20, 0, DISPUTED},
		{500000, true, 20, 0, 20, ADMITTED},
		{0, true, 20, 0, 0, UNTESTED_ADMITTED},
		{0, false, 20, 20, 0, UNCLAIMED},
		{0, false, 20, 12, 0, PARTIAL_UNCLAIMED},
		{0, false, 20, 0, 9, EXPOSED},
		{0, false, 20, 0, 0, VERDICT_UNKNOWN},
		{500000, true, 20, 12, 0, PARTIAL_ADMITTED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control_result *r = shares(b, rows[i].p, rows[i].claim, rows[i].n, rows[i].t,
			rows[i].f);

		if (r->verdict != rows[i].want)
			fail_msg("row %zu: %s instead of %s", i, verdict_word(r->verdict),
				verdict_word(rows[i].want));
		/* REFUTED(n) for green claims only, whatever the verdict. */
		assert_int_equal((r->overlays & REFUTED) != 0,
			rows[i].claim && rows[i].p == MILLION && rows[i].f > 0);
		assert_int_equal(r->refuted, r->overlays & REFUTED ? (uint64_t)rows[i].f : 0);
		assert_int_equal(r->failing, rows[i].f > 0);
		build_free(b);
	}
}

/* A failing instance on a crown jewel is FAIL, whatever the share. */
static void
crown_jewel(void **state)
{
	struct build *b = build_new(NOW);
	struct control_result *r = shares(b, MILLION, true, 40, 39, 1);

	(void)state;
	assert_int_equal(r->verdict, CONFIRMED);
	b->assets[38].criticality = 5; /* a healthy one */
	b->assets[39].criticality = 4;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, CONFIRMED);
	b->assets[39].criticality = 5;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, CONTRADICTED);
	b->assets[39].listed = false;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, CONTRADICTED);
	b->populations[0].independent = false;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, CONTRADICTED);
	b->assets[39].in_scope = false;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, PAPER);
	build_free(b);
}

static void
not_exercised(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t a = add_asset(b, "web01"), t = add_test(b, c, "stig", "V-1");
	struct control_result *r;

	(void)state;
	see(b, a, t, "x", RESULT_NOT_APPLICABLE, "2026-10-10T00:00:00Z");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->verdict, NOT_EXERCISED);
	assert_int_equal(r->r_lo, 0);
	assert_int_equal(r->r_hi, MILLION);
	assert_int_equal(r->limited_by, LIMIT_W);
	c->owners.v[0].who = named(RES_NOBODY, "TBD");
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->verdict, NOT_EXERCISED);
	assert_int_equal(r->r_hi, 0);
	assert_int_equal(r->overlays, ORPHANED);
	assert_int_equal(r->limited_by, LIMIT_O);
	build_free(b);
}

/* Weight goes only with approver, reason and review in force, and with nothing seen. */
static void
not_applicable(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t a = add_asset(b, "web01"), t = add_test(b, c, "stig", "V-1");
	struct claim_seen *s = c->claims;
	struct assessment *out;

	(void)state;
	c->na = true;
	s->approver = person(b, "ann");
	s->reason = "no such systems";
	s->review = at(b, "2026-11-01T00:00:00Z");
	out = build_judge(b);
	assert_int_equal(result_of(out, 0)->verdict, NOT_APPLICABLE);
	assert_true(out->scopes[0].undefined);
	assert_int_equal(out->scopes[0].status, STATUS_UNDEFINED);
	assert_int_equal(out->scopes[0].weight, 0);
#define NA_IS_NOT(change, restore)                                                                 \
	do {                                                                                       \
		change;                                                                            \
		assert_int_equal(result_of(build_judge(b), 0)->verdict, PAPER);                    \
		assert_false(build_judge(b)->scopes[0].undefined);                                 \
		restore;                                                                           \
		assert_int_equal(result_of(build_judge(b), 0)->verdict, NOT_APPLICABLE);           \
	} while (0)
	NA_IS_NOT(s->reason = "", s->reason = "none here");
	NA_IS_NOT(s->reason = NULL, s->reason = "none here");
	NA_IS_NOT(s->review = at(b, "2026-10-31T23:59:59Z"), s->review = at(b, "2026-11-02"));
	NA_IS_NOT(s->review = at(b, "9999-12-31"), s->review = at(b, "2027-01-01"));
	NA_IS_NOT(s->review = instant_unknown(), s->review = at(b, "2027-01-01"));
	NA_IS_NOT(s->approver = named(RES_NOBODY, "CAB"), s->approver = person(b, "ann"));
	NA_IS_NOT(s->approver = named(RES_MISS, "Xaver"), s->approver = person(b, "ann"));
	NA_IS_NOT(s->approver = (struct who){0}, s->approver = person(b, "ann"));
	/* Any observation but "not applicable" refutes it, of whatever grade, age or result. */
	see(b, a, t, "x", RESULT_NOT_APPLICABLE, "2026-10-10T00:00:00Z");
	assert_int_equal(result_of(build_judge(b), 0)->verdict, NOT_APPLICABLE);
	see(b, a, t, "x", RESULT_UNKNOWN, "2001-10-10T00:00:00Z");
	slot_own(b, &state_of(b, a, t, "x")->u)->grade = GRADE_E0;
	assert_int_not_equal(result_of(build_judge(b), 0)->verdict, NOT_APPLICABLE);
	b->assets[a].in_scope = false;
	assert_int_equal(result_of(build_judge(b), 0)->verdict, NOT_APPLICABLE);
	build_free(b);
}

/* The smallest lo, first of O, D, W; a source never given goes before any dimension. */
static void
limits(void **state)
{
	static const struct {
		uint32_t o, d, w;
		bool d_empty, w_empty;
		unsigned missing;
		enum limit want;
	} rows[] = {
		{MILLION, MILLION, MILLION, false, false, 0, LIMIT_NONE},
		{5, 5, 5, false, false, 0, LIMIT_O},
		{6, 5, 5, false, false, 0, LIMIT_D},
		{6, 6, 5, false, false, 0, LIMIT_W},
		{6, 0, 5, true, false, 0, LIMIT_W},
		{6, 5, 7, false, true, 0, LIMIT_W},
		{0, 0, 0, false, false, ROLE_ROSTER | ROLE_ITEM | ROLE_POPULATION, LIMIT_ROSTER},
		{0, 0, 0, false, false, ROLE_ITEM | ROLE_POPULATION, LIMIT_ITEMS},
		{0, 0, 0, false, false, ROLE_POPULATION | ROLE_OBSERVATION, LIMIT_POPULATION},
		{0, 0, 0, false, false, ROLE_OBSERVATION, LIMIT_OBSERVATIONS},
		{1, 0, 0, false, false, ROLE_ROSTER, LIMIT_D},
		{0, 1, 1, false, false, ROLE_ITEM | ROLE_POPULATION, LIMIT_O},
		{MILLION, MILLION, MILLION, false, false, ROLE_ROSTER, LIMIT_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct model m = {.given = (ROLE_ROSTER | ROLE_ITEM | ROLE_POPULATION
			| ROLE_OBSERVATION) & ~rows[i].missing};
		struct control_result r = {.o = {.lo = rows[i].o},
			.d = {.lo = rows[i].d, .empty = rows[i].d_empty},
			.w = {.lo = rows[i].w, .empty = rows[i].w_empty}};

		if (limited_by(&m, &r) != rows[i].want)
			fail_msg("row %zu: %s", i, limit_word(limited_by(&m, &r)));
		assert_true(*limit_sentence(rows[i].want) != '\0');
	}
}

/* Nothing given at all: R_lo = 0, and only the unknown verdicts (I10). */
static void
nothing_given(void **state)
{
	static const enum verdict want[] = {PAPER, VERDICT_UNKNOWN, UNTESTED_ADMITTED};
	struct build *b = build_new(NOW);
	struct assessment *out;

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct control *c = add_control(b, i == 0 ? "ac-1" : i == 1 ? "ac-2" : "ac-3",
			i == 0 ? MILLION : 0);

		c->has_claim = i != 1;
		c->owners = (struct owner_refs){0};
	}
	b->m.given = ROLE_CLAIM;
	b->m.npopulations = 0;
	b->m.nparties = 0;
	out = build_judge(b);
	for (size_t i = 0; i < 3; i++) {
		struct control_result *r = result_of(out, i);

		assert_int_equal(r->r_lo, 0);
		assert_int_equal(r->r_hi, MILLION);
		assert_int_equal(r->verdict, want[i]);
		assert_int_equal(r->overlays, 0);
		assert_int_equal(r->limited_by, LIMIT_ROSTER);
	}
	/* The same with everything given and no rules. */
	out = judge(&b->m, NULL, b->a);
	assert_int_equal(result_of(out, 0)->verdict, PAPER);
	build_free(b);
}

/* No rules: O, D and W are [0, 1], but what fails is still said. */
static void
no_rules(void **state)
{
	struct build *b = build_new(NOW);
	struct control_result *r = shares(b, MILLION, true, 4, 2, 2);

	(void)state;
	assert_int_equal(r->verdict, CONTRADICTED);
	r = result_of(judge(&b->m, NULL, b->a), 0);
	assert_int_equal(r->verdict, PAPER);
	assert_int_equal(r->r_lo, 0);
	assert_int_equal(r->r_hi, MILLION);
	assert_true(r->failing);
	assert_int_equal(r->refuted, 2);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells), cmocka_unit_test(rank), cmocka_unit_test(thresholds),
		cmocka_unit_test(crown_jewel), cmocka_unit_test(not_exercised),
		cmocka_unit_test(not_applicable), cmocka_unit_test(limits),
		cmocka_unit_test(nothing_given), cmocka_unit_test(no_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
