/* Valid owners and O (judgement.md 6, 11 "Owners"). */
#include "tests/unit/model_build.h"

#define NOW "2026-11-01T00:00:00Z"

/* The control's own owners, by the names of `people` below; "*x" marks accountable. */
struct owner_case {
	const char *owners[4];
	bool no_roster, partial, role_table;
	enum tri want;
};

static struct who
who_of(struct build *b, const char *name)
{
	if (strcmp(name, "leaver") == 0)
		return leaver(b, "leo", "2026-01-01T00:00:00Z");
	if (strcmp(name, "miss") == 0)
		return named(RES_MISS, "Xaver");
	if (strcmp(name, "ambiguous") == 0)
		return named(RES_AMBIGUOUS, "Lee");
	if (strcmp(name, "nobody") == 0)
		return named(RES_NOBODY, "Security Team");
	if (strcmp(name, "empty") == 0)
		return named(RES_EMPTY, "");
	if (strcmp(name, "unknown") == 0)
		return named(RES_UNKNOWN, NULL);
	if (strcmp(name, "machine") == 0)
		return named(RES_MACHINE, "svc-scan");
	if (strcmp(name, "ciso") == 0 || strcmp(name, "isso") == 0 || strcmp(name, "cto") == 0
		|| strcmp(name, "cio") == 0 || strcmp(name, "dpo") == 0
		|| strcmp(name, "coo") == 0 || strcmp(name, "cro") == 0)
		return named(RES_ROLE, name);
	if (strcmp(name, "group") == 0) {
		struct who w = person(b, "ops");

		((struct party *)(uintptr_t)w.party)->group = true;
		return w;
	}
	return person(b, name);
}

static struct who
other(const char *name)
{
	struct who w = named(RES_MISS, name);

	w.key = name;
	return w;
}

static void
add_role(struct build *b, const char *role, struct who holder)
{
	b->roles[b->m.nroles++] = (struct role_row){.key = role, .role = role, .who = holder};
	b->m.has_role_table = true;
}

static void
owners(void **state)
{
	static const struct owner_case rows[] = {
		{{"bo"}, .want = TRI_T},
		{{"leaver"}, .want = TRI_F},
		{{"group"}, .want = TRI_F},
		{{"machine"}, .want = TRI_F},
		{{"nobody"}, .want = TRI_F},
		{{"nobody"}, .no_roster = true, .want = TRI_F},
		{{"miss"}, .want = TRI_F},
		{{"miss"}, .partial = true, .want = TRI_U},
		{{"miss"}, .no_roster = true, .want = TRI_U},
		{{"ambiguous"}, .want = TRI_F},
		{{"ambiguous"}, .partial = true, .want = TRI_U},
		{{"empty"}, .want = TRI_F},
		{{"bo", "cy"}, .want = TRI_F},
		{{"bo", "bo"}, .want = TRI_T},
		{{"bo", "leaver"}, .want = TRI_T},
		{{"bo", "group"}, .want = TRI_T},
		{{"bo", "nobody"}, .want = TRI_T},
		{{"bo", "miss"}, .want = TRI_U},
		{{"bo", "miss"}, .partial = true, .want = TRI_U},
		{{"bo", "cy", "miss"}, .want = TRI_F},
		{{"leaver", "miss"}, .want = TRI_F},
		{{"leaver", "miss"}, .partial = true, .want = TRI_U},
		{{"*bo", "cy"}, .want = TRI_T},
		{{"*leaver", "cy"}, .want = TRI_F},
		{{"*bo", "*cy"}, .want = TRI_F},
		{{"*bo", "miss"}, .want = TRI_T},
		/* Roles: none without a table, one holder, two, a leaver, not in the table. */
		{{"ciso"}, .want = TRI_U},
		{{"ciso"}, .role_table = true, .want = TRI_T},
		{{"cto"}, .role_table = true, .want = TRI_F},
		{{"cio"}, .role_table = true, .want = TRI_F},
		{{"isso"}, .role_table = true, .want = TRI_U},
		/* Whom the table names may be in no roster: one of them, two, and two of whom one is. */
		{{"dpo"}, .role_table = true, .want = TRI_F},
		{{"dpo"}, .role_table = true, .partial = true, .want = TRI_U},
		{{"coo"}, .role_table = true, .partial = true, .want = TRI_U},
		{{"cro"}, .role_table = true, .partial = true, .want = TRI_U},
		{{"cro"}, .role_table = true, .want = TRI_T},
		{{"ciso", "isso"}, .role_table = true, .want = TRI_U},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", MILLION);
		struct control_result *r;

		c->owners = (struct owner_refs){.source_names_owners = true};
		for (size_t k = 0; k < 4 && rows[i].owners[k] != NULL; k++) {
			const char *name = rows[i].owners[k];

			add_owner(b, &c->owners, who_of(b, name + (*name == '*')), *name == '*');
		}
		if (rows[i].role_table) {
			add_role(b, "cio", leaver(b, "leo", "2026-01-01T00:00:00Z"));
			add_role(b, "ciso", person(b, "bo"));
			add_role(b, "cto", person(b, "bo"));
			add_role(b, "cto", person(b, "cy"));
			add_role(b, "dpo", other("Xaver"));
			add_role(b, "coo", other("Xaver"));
			add_role(b, "coo", other("Yves"));
			add_role(b, "cro", person(b, "bo"));
			add_role(b, "cro", other("Xaver"));
		}
		if (rows[i].no_roster)
			b->m.given &= ~(unsigned)ROLE_ROSTER;
		b->m.nwhole_rosters = !rows[i].partial && !rows[i].no_roster ? 1 : 0;
		r = result_of(build_judge(b), 0);
		if (r->owner != rows[i].want)
			fail_msg("row %zu: %s instead of %s (%s)", i, tri_word(r->owner),
				tri_word(rows[i].want), r->owner_why);
		assert_int_equal((r->overlays & ORPHANED) != 0, rows[i].want == TRI_F);
		assert_int_equal(r->o.lo, rows[i].want == TRI_T ? MILLION : 0);
		assert_int_equal(r->o.hi, rows[i].want == TRI_F ? 0 : MILLION);
		assert_string_equal(r->o.kind, "control");
		assert_int_equal(r->o.n, 1);
		build_free(b);
	}
}

static void
nobody_named(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);

	(void)state;
	c->owners = (struct owner_refs){0};
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_U);
	c->owners.source_names_owners = true;
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_F);
	build_free(b);
}

/* A complete roster says nothing of a day that it does not cover (judgement.md 1). */
static void
roster_miss(void **state)
{
	static const struct { const char *roster; enum tri want; } rows[] = {
		{"2026-10-31", TRI_F},
		{"2026-09-28", TRI_F}, /* its earliest reading is 34.6 days old */
		{"2026-09-27", TRI_U},
		{"2026-09-01", TRI_U},
		{"2026-12-31", TRI_U},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", MILLION);
		struct control_result *r;

		c->owners = (struct owner_refs){0};
		add_owner(b, &c->owners, named(RES_MISS, "Xaver"), false);
		b->whole_rosters[0] = at(b, rows[i].roster);
		r = result_of(build_judge(b), 0);
		if (r->owner != rows[i].want)
			fail_msg("row %zu: %s (%s)", i, tri_word(r->owner), r->owner_why);
		build_free(b);
	}
}

/* A roster is good for 35 days around its date where it has no dates. */
static void
roster_age(void **state)
{
	static const struct { const char *roster; enum tri want; } rows[] = {
		{"2026-11-01T00:00:00Z", TRI_T}, {"2026-09-27T00:00:00Z", TRI_T},
		{"2026-09-26T23:59:59Z", TRI_U},
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct build *b = build_new(NOW);

		(void)add_control(b, "ac-2", MILLION);
		b->roster.as_of = at(b, rows[i].roster);
		assert_int_equal(result_of(build_judge(b), 0)->owner, rows[i].want);
		build_free(b);
	}
}

/* Items: the share of open ones with a valid owner; the control's own owner goes first. */
static void
classes(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	struct control_result *r;
	struct item *it;

	(void)state;
	for (int i = 0; i < 3; i++)
		(void)add_item(b, c, "A", "2026-10-31T00:00:00Z");
	b->item_v[1].owners.v[0].who = named(RES_NOBODY, "TBD");
	it = &b->item_v[2];
	it->tracker_open = false;
	it->owners.v[0].who = named(RES_NOBODY, "TBD");
	r = result_of(build_judge(b), 0);
	assert_string_equal(r->o.kind, "items");
	assert_int_equal(r->o.n, 2);
	assert_int_equal(r->o.lo, 500000);
	assert_int_equal(r->o.hi, 500000);
	/* An accepted item is open, whatever its tracker says. */
	it->status = STATUS_ACCEPTED;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->o.n, 3);
	assert_int_equal(r->o.lo, 333333);
	assert_int_equal(r->o.hi, 333334);
	/* Assets come only where the configuration asks; members are those that any population lists. */
	(void)add_asset(b, "web01");
	(void)add_asset(b, "web02");
	b->assets[0].stated = true;
	b->assets[1].listed = false;
	b->cfg.o_classes = O_ITEMS | O_ASSETS;
	r = result_of(build_judge(b), 0);
	assert_string_equal(r->o.kind, "assets");
	assert_int_equal(r->o.n, 1);
	b->assets[1].stated = true; /* by a list that is not independent */
	assert_int_equal(result_of(build_judge(b), 0)->o.n, 2);
	b->assets[1].stated = false;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->o.lo, 0);
	assert_int_equal(r->o.hi, 333334); /* the smallest hi of all classes */
	b->cfg.o_classes = O_RISKS;
	b->item_v[0].type = ITEM_RISK;
	r = result_of(build_judge(b), 0);
	assert_string_equal(r->o.kind, "risks");
	assert_int_equal(r->o.n, 1);
	assert_int_equal(r->o.lo, MILLION);
	/* The control's own owner is unknown: lo is nothing, hi stands; invalid: nothing at all. */
	c->owners.v[0].who = named(RES_MISS, "Xaver");
	b->m.nwhole_rosters = 0;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->o.lo, 0);
	assert_int_equal(r->o.hi, MILLION);
	b->m.nwhole_rosters = 1;
	r = result_of(build_judge(b), 0);
	assert_int_equal(r->o.hi, 0);
	build_free(b);
}

static enum tri
no_owner(void *ctx, const struct model *m, const struct who *who, int64_t when, const char **why)
{
	(void)m;
	(void)who;
	(void)when;
	*why = "the rule says so";
	return *(enum tri *)ctx;
}

/* A rule can only tighten. */
static void
rule_tightens(void **state)
{
	struct build *b = build_new(NOW);
	struct control *c = add_control(b, "ac-2", MILLION);
	enum tri says = TRI_F;

	(void)state;
	b->slots.ctx = &says;
	b->slots.owner = no_owner;
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_F);
	says = TRI_U;
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_U);
	says = TRI_T;
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_T);
	c->owners.v[0].who = named(RES_NOBODY, "TBD");
	assert_int_equal(result_of(build_judge(b), 0)->owner, TRI_F);
	b->slots.has_o = false;
	c->owners.v[0].who = person(b, "olga");
	assert_int_equal(result_of(build_judge(b), 0)->o.lo, 0);
	assert_int_equal(result_of(build_judge(b), 0)->o.hi, MILLION);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(owners),
		cmocka_unit_test(nobody_named),
		cmocka_unit_test(roster_miss),
		cmocka_unit_test(roster_age),
		cmocka_unit_test(classes),
		cmocka_unit_test(rule_tightens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
