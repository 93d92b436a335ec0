/* Scores, rounding, loss, status (judgement.md 9; the example of method.md 8). */
#include "tests/unit/model_build.h"

static struct dim
dim_of(uint64_t n, uint64_t good, uint64_t bad)
{
	struct dim d = {.n = n, .m = n, .good = good, .bad = bad, .kind = ""};

	if (n == 0)
		d.empty = true;
	else
		dim_settle(&d);
	return d;
}

struct row {
	const char *id;
	uint32_t w, p;
	int o[3], d[3], W[3];
	uint32_t lo, hi;
	enum limit by;
	enum verdict verdict;
	unsigned overlays;
};

/* method.md 8, through the real verdicts. */
static const struct row example[] = {
	{"mfa", 5, 1000000, {10, 10, 0}, {4, 3, 1}, {200, 190, 10}, 750000, 750000, LIMIT_D,
		PARTIAL, REFUTED},
	{"vuln", 5, 1000000, {50, 45, 5}, {40, 14, 26}, {900, 720, 60}, 350000, 350000, LIMIT_D,
		CONTRADICTED, REFUTED},
	{"review", 3, 1000000, {1, 1, 0}, {0, 0, 0}, {4, 2, 0}, 500000, 1000000, LIMIT_W, PARTIAL,
		0},
	{"restore", 3, 500000, {1, 0, 1}, {2, 2, 0}, {4, 4, 0}, 0, 0, LIMIT_O, ADMITTED, ORPHANED},
	{"vendor", 1, 0, {1, 1, 0}, {3, 3, 0}, {30, 30, 0}, 1000000, 1000000, LIMIT_NONE, DISPUTED,
		0},
};

static void
method_example(void **state)
{
	struct build *b = build_new("2026-11-01T00:00:00Z");
	struct judging j = {.m = &b->m, .cfg = &b->cfg, .slots = &b->slots, .a = b->a};
	struct control_result r[5] = {0};
	struct scope_result s = {.controls = r, .ncontrols = 5};
	struct control c = {0};

	(void)state;
	b->cfg.has_weights = true;
	for (size_t i = 0; i < 5; i++) {
		const struct row *e = &example[i];

		r[i] = (struct control_result){.control = (uint32_t)i, .weight = e->w, .p = e->p,
			.has_claim = true, .o = dim_of((uint64_t)e->o[0], (uint64_t)e->o[1],
			(uint64_t)e->o[2]), .d = dim_of((uint64_t)e->d[0], (uint64_t)e->d[1],
			(uint64_t)e->d[2]), .w = dim_of((uint64_t)e->W[0], (uint64_t)e->W[1],
			(uint64_t)e->W[2]), .refuted = (uint64_t)e->W[2],
			.owner = e->o[2] == e->o[0] ? TRI_F : TRI_T};
		verdict_settle(&j, &c, &r[i]);
		assert_int_equal(r[i].r_lo, e->lo);
		assert_int_equal(r[i].r_hi, e->hi);
		assert_int_equal(r[i].limited_by, e->by);
		assert_string_equal(verdict_word(r[i].verdict), verdict_word(e->verdict));
		assert_int_equal(r[i].overlays, e->overlays);
	}
	scope_score(&s, &b->m);
	/* P 14.5/17 up, supported 7/17 and refuted 6/17 down, not shown 1.5/17 the remainder. */
	assert_int_equal(s.weight, 17);
	assert_int_equal(s.procedural, 852942);
	assert_int_equal(s.supported, 411764);
	assert_int_equal(s.refuted, 352941);
	assert_int_equal(s.not_shown, 88237);
	assert_int_equal(s.procedural, s.supported + s.refuted + s.not_shown);
	assert_int_equal(s.real_low, 470588);       /* 8/17 down */
	assert_int_equal(s.real_high, 558824);      /* 9.5/17 up */
	assert_int_equal(s.fog, 88236);             /* printed high less printed low */
	assert_int_equal(s.understatement, 58823);  /* 1/17 down */
	assert_int_equal(s.status, RED);
	assert_int_equal(s.contradicted, 1);
	assert_int_equal(s.nloss, 3);
	assert_int_equal(s.loss[0].by, LIMIT_D);
	assert_int_equal(s.loss[0].points, 264705); /* 4.5/17 */
	assert_int_equal(s.loss[0].controls, 2);
	assert_int_equal(s.loss[1].by, LIMIT_O);    /* 1.5/17 each: by order */
	assert_int_equal(s.loss[2].by, LIMIT_W);
	assert_int_equal(s.loss[2].points, 88235);
	build_free(b);
}

static struct scope_result
score(struct build *b, struct control_result *r, size_t n)
{
	struct scope_result s = {.controls = r, .ncontrols = n};

	scope_score(&s, &b->m);
	return s;
}

/* Caps: heavy controls only; without a weight file all are heavy. */
static void
status(void **state)
{
	static const struct { enum verdict v; unsigned overlays; enum status want; } rows[] = {
		{CONTRADICTED, 0, RED}, {EXPOSED, 0, RED}, {ADMITTED, 0, GREEN}, {PAPER, 0, AMBER},
		{VERDICT_UNKNOWN, 0, AMBER}, {UNTESTED_ADMITTED, 0, GREEN}, {PARTIAL, 0, GREEN},
		{PARTIAL_UNCLAIMED, 0, GREEN}, {PARTIAL_ADMITTED, 0, GREEN}, {DISPUTED, 0, GREEN},
		{UNCLAIMED, 0, GREEN}, {CONFIRMED, 0, GREEN}, {NOT_EXERCISED, 0, AMBER},
		{CONFIRMED, ORPHANED, AMBER}, {CONFIRMED, UNDECIDED, AMBER},
		{CONFIRMED, REFUTED | STALE | ACCEPTED, GREEN}, {CONTRADICTED, ORPHANED, RED},
	};
	struct build *b = build_new("2026-11-01T00:00:00Z");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct control_result r[2] = {
			{.weight = 5, .verdict = rows[i].v, .overlays = rows[i].overlays},
			{.weight = 5, .verdict = CONFIRMED},
		};

		b->cfg.has_weights = true;
		assert_int_equal(score(b, r, 2).status, rows[i].want);
		r[0].weight = 4;
		assert_int_equal(score(b, r, 2).status, GREEN);
		b->cfg.has_weights = false;
		assert_int_equal(score(b, r, 2).status, rows[i].want);
		/* No weight, no cap. */
		r[0].verdict = NOT_APPLICABLE;
		assert_int_equal(score(b, r, 2).status, GREEN);
		assert_int_equal(score(b, r, 2).weight, 5);
	}
	build_free(b);
}

/* Multiplying all weights changes nothing (I15); a control in two halves changes nothing (I16). */
static void
scaling(void **state)
{
	struct build *b = build_new("2026-11-01T00:00:00Z");
	struct control_result r[4] = {
		{.weight = 3, .p = MILLION, .r_lo = 333333, .r_hi = 666667, .verdict = PAPER},
		{.weight = 7, .p = 500000, .r_lo = 1, .r_hi = 999999, .verdict = UNTESTED_ADMITTED},
		{.weight = 2, .p = 0, .r_lo = 999999, .r_hi = MILLION, .verdict = DISPUTED},
	};
	struct scope_result one = score(b, r, 3), big;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		r[i].weight *= 400000000u;
	big = score(b, r, 3);
	assert_int_equal(one.procedural, big.procedural);
	assert_int_equal(one.real_low, big.real_low);
	assert_int_equal(one.real_high, big.real_high);
	assert_int_equal(one.supported, big.supported);
	assert_int_equal(one.not_shown, big.not_shown);
	r[3] = r[0];
	r[0].weight = 400000000u;
	r[3].weight = 800000000u;
	big = score(b, r, 4);
	assert_int_equal(one.real_low, big.real_low);
	assert_int_equal(one.refuted, big.refuted);
	build_free(b);
}

/* Shares: down, up, and never above one another. */
static void
rounding(void **state)
{
	struct dim d = {.n = 3, .m = 3, .good = 1, .bad = 1};

	(void)state;
	dim_settle(&d);
	assert_int_equal(d.lo, 333333);
	assert_int_equal(d.hi, 666667);
	d = (struct dim){.n = 2, .m = 1, .good = 1, .bad = 1}; /* lo is cut to hi */
	dim_settle(&d);
	assert_int_equal(d.hi, 0);
	assert_int_equal(d.lo, 0);
	assert_int_equal(share_up(0, 0), MILLION);
	assert_int_equal(share_down(0, 0), 0);
	assert_int_equal(share_down(399999999, 400000000), 999999);
	assert_int_equal(share_up(1, 400000000), 1);
}

/* Estate figures count each test on each asset once, in however many controls. */
static void
share_of_tests(void **state)
{
	struct build *b = build_new("2026-11-01T00:00:00Z");
	struct control *c = add_control(b, "ac-2", MILLION), *d = add_control(b, "ac-3", MILLION);
	uint32_t t = add_test(b, c, "stig", "V-1"), u = add_test(b, c, "stig", "V-2");
	uint32_t web = add_asset(b, "web01"), db = add_asset(b, "db01");
	struct assessment *out;

	(void)state;
	d->tests = c->tests;
	d->ntests = c->ntests;
	see(b, web, t, "x", RESULT_PASS, "2026-10-10T00:00:00Z");
	see(b, web, u, "x", RESULT_FAIL, "2026-10-10T00:00:00Z");
	see(b, db, t, "x", RESULT_PASS, "2026-10-10T00:00:00Z");
	out = build_judge(b);
	assert_int_equal(out->scopes[0].tests_hold, 2);
	assert_int_equal(out->scopes[0].tests_total, 3);
	assert_int_equal(result_of(out, 0)->tests_hold, 2);
	assert_int_equal(result_of(out, 1)->tests_fail, 1);
	assert_int_equal(out->scopes[0].failing, 2);
	assert_int_equal(out->scopes[0].criticality_unknown, 2);
	build_free(b);
}

/* Which source is missing: read off the reasons of U. */
static void
requests(void **state)
{
	struct build *b = build_new("2026-11-01T00:00:00Z");
	struct control *c = add_control(b, "ac-2", MILLION);
	struct assessment *out;

	(void)state;
	(void)add_test(b, c, "stig", "V-1");
	c->owners.v[0].who = named(RES_MISS, "Olga");
	(void)add_item(b, c, "SEC-1", "2026-10-31T00:00:00Z");
	b->item_v[0].owners.v[0].who = named(RES_MISS, "Olga");
	b->m.given = ROLE_ITEM | ROLE_OBSERVATION;
	b->m.nwhole_rosters = 0;
	b->m.npopulations = 0;
	out = build_judge(b);
	assert_int_equal(out->nrequests, 2);
	assert_string_equal(out->requests[0].what, "roster");
	assert_int_equal(out->requests[0].unknowns, 2);    /* the control's owner, the item's */
	assert_int_equal(out->requests[0].weight_only, 0); /* the inventory is missing as well */
	assert_string_equal(out->requests[1].what, "population");
	assert_int_equal(out->requests[1].unknowns, 1);
	assert_int_equal(out->requests[1].controls, 1);
	/* With a roster, the inventory is the only thing missing. */
	b->m.given |= ROLE_ROSTER;
	b->m.nwhole_rosters = 1;
	out = build_judge(b);
	assert_int_equal(out->nrequests, 1);
	assert_int_equal(out->requests[0].weight_only, 3);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(method_example), cmocka_unit_test(status),
		cmocka_unit_test(scaling), cmocka_unit_test(rounding),
		cmocka_unit_test(share_of_tests), cmocka_unit_test(requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
