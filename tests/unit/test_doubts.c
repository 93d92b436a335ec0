/*
 * What leaves a decision or an owner in doubt: rules that cannot tell, days that the export lacks, dates that come later,
 * rows of the authority matrix that mean two people. In doubt is never MET, and never a valid owner.
 */
#include "checker/model/control_id.h"
#include "tests/unit/model_build.h"

#define NOW "2026-12-20T00:00:00Z"

struct one {
	struct build *b;
	struct control *c;
	struct item *it;
};

/* A finding of high severity: due a week after it started, which is within five days of its detection. */
static struct one
one_new(void)
{
	struct one o;

	o.b = build_new(NOW);
	o.c = add_control(o.b, "ac-2", 1000000);
	o.it = add_item(o.b, o.c, "SEC-1", "2026-11-01T00:00:00Z");
	return o;
}

static const struct clock *
clock_of(struct one *o)
{
	return &build_judge(o->b)->clocks[0];
}

struct said { enum tri v; const char *why; };

static enum tri
decision_says(void *ctx, const struct model *m, const struct item *it, const struct event *e,
	const char **why)
{
	const struct said *s = ctx;

	assert_true(m != NULL && it != NULL && e != NULL);
	*why = s->why;
	return s->v;
}

/* A rule's word on a decision: only T is one. */
static void
rule_on_decision(void **state)
{
	static const struct { struct said said; enum clock_state want; const char *why; } rows[] = {
		{{TRI_T, NULL}, CLOCK_MET, "decided in time"},
		{{TRI_U, "no ticket names the board"}, CLOCK_UNKNOWN, "no ticket names the board"},
		{{TRI_U, NULL}, CLOCK_UNKNOWN, "the rule cannot tell"},
		{{TRI_F, NULL}, CLOCK_BREACHED, NULL}, {{TRI_B, NULL}, CLOCK_BREACHED, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new();
		struct said said = rows[i].said;
		const struct clock *c;

		(void)add_fix(o.b, o.it, "2026-11-02T00:00:00Z", "2027-01-01");
		o.b->slots.ctx = &said;
		o.b->slots.decision = decision_says;
		c = clock_of(&o);
		if (c->state != rows[i].want || (rows[i].why != NULL && !str_same(c->why, rows[i].why)))
			fail_msg("row %zu: state %d: %s", i, (int)c->state, c->why);
		build_free(o.b);
	}
}

/* The same of a lowering of severity: only T makes the due date later for sure. */
static void
rule_on_lowering(void **state)
{
	static const struct { struct said said; const char *lo, *hi; } rows[] = {
		{{TRI_T, NULL}, "2027-01-30T00:00:00Z", "2027-02-04T00:00:00Z"},
		{{TRI_U, NULL}, "2026-11-08T00:00:00Z", "2027-02-04T00:00:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new();
		struct said said = rows[i].said;
		struct event *e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_SEVERITY,
			person(o.b, "ann"));
		const struct clock *c;

		e->from = "high";
		e->to = "low";
		e->severity = o.it->severity = 1;
		add_authority(o.b, "ann", 0, 4);
		o.b->slots.ctx = &said;
		o.b->slots.decision = decision_says;
		c = clock_of(&o);
		if (!str_same(instant_utc_dup(o.b->a, c->due.lo), rows[i].lo)
			|| !str_same(instant_utc_dup(o.b->a, c->due.hi), rows[i].hi))
			fail_msg("row %zu: %s to %s", i, instant_utc_dup(o.b->a, c->due.lo),
				instant_utc_dup(o.b->a, c->due.hi));
		build_free(o.b);
	}
}

/* An acceptance by closing ends at the due date in force then, not at one that was set later. */
static void
accepted_by_closing(void **state)
{
	static const struct {
		const char *what, *before, *after;   /* due dates set by entries; NULL: no such entry */
		const char *own;                     /* of the record; NULL: none */
		enum clock_state want;
	} rows[] = {
		{"the record's own", NULL, NULL, "2027-03-01T00:00:00Z", CLOCK_MET},
		{"no date at all", NULL, NULL, NULL, CLOCK_BREACHED},
		{"an entry of before", "2027-03-01T00:00:00Z", NULL, NULL, CLOCK_MET},
		{"entries of before and after", "2027-03-01T00:00:00Z", "2027-06-01T00:00:00Z",
			"2027-06-01T00:00:00Z", CLOCK_MET},
		{"only an entry of after: what was in force then is not known", NULL,
			"2027-06-01T00:00:00Z", "2027-06-01T00:00:00Z", CLOCK_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new();
		struct event *e;
		const struct clock *c;

		add_authority(o.b, "ann", 0, 4);
		o.it->due.known = EMPTY;
		if (rows[i].own != NULL)
			o.it->due = at(o.b, rows[i].own);
		for (int k = 0; k < 3; k++) {
			const char *due = k == 0 ? rows[i].before : rows[i].after;

			if (k == 1) {
				e = add_event(o.b, o.it, "2026-11-03T00:00:00Z", EVENT_STATUS,
					person(o.b, "ann"));
				e->choice = CHOICE_ACCEPT;
				e->until = instant_unknown();
				continue;
			}
			if (due == NULL)
				continue;
			/* By the reporter: no decision of its own. */
			e = add_event(o.b, o.it, k == 0 ? "2026-11-02T00:00:00Z"
				: "2026-11-05T00:00:00Z", EVENT_DUE, person(o.b, "rita"));
			e->to = due;
			e->until = at(o.b, due);
		}
		c = clock_of(&o);
		if (c->state != rows[i].want)
			fail_msg("%s: state %d: %s", rows[i].what, (int)c->state, c->why);
		build_free(o.b);
	}
}

/* All that a row of the matrix says of its party must mean the same one. */
static void
matrix_rows(void **state)
{
	static const struct {
		const char *what, *raw, *email, *id;
		enum clock_state want;
	} rows[] = {
		{"by name", "ann", NULL, NULL, CLOCK_MET},
		{"by address", NULL, "ann@x", NULL, CLOCK_MET},
		{"by an id", NULL, NULL, "E1", CLOCK_MET},
		{"by all of them", "ANN", "Ann@X", "e1", CLOCK_MET},
		{"name and somebody else's address", "ann", "bo@x", NULL, CLOCK_UNKNOWN},
		{"address and somebody else's id", NULL, "ann@x", "E2", CLOCK_UNKNOWN},
		{"name and somebody else's id", "ann", NULL, "E2", CLOCK_UNKNOWN},
		{"somebody else", "bo", "bo@x", "E2", CLOCK_BREACHED},
		{"nobody that anybody knows, and a known id", "who", NULL, "E1", CLOCK_MET},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new();
		static const char *const names[2][2] = {{"ann@x", "E1"}, {"bo@x", "E2"}};
		const struct clock *c;

		for (int k = 0; k < 2; k++) {
			struct party *p = (struct party *)(uintptr_t)person(o.b, k == 0 ? "ann" : "bo").party;

			idents_add(&p->rows[0].ids, o.b->a, "email", names[k][0]);
			idents_add(&p->rows[0].ids, o.b->a, "emp", names[k][1]);
		}
		add_authority(o.b, rows[i].raw, 0, 4);
		o.b->authority[0].party.email = rows[i].email;
		if (rows[i].id != NULL)
			idents_add(&o.b->authority[0].party.ids, o.b->a, "emp", rows[i].id);
		(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-06-01");
		c = clock_of(&o);
		if (c->state != rows[i].want)
			fail_msg("%s: state %d: %s", rows[i].what, (int)c->state, c->why);
		build_free(o.b);
	}
}

/* Who held a role hangs on the day: one who decides as a role, on a day that the export lacks, may have been anybody. */
static void
undated_role(void **state)
{
	static const struct { const char *when; size_t holders; enum clock_state want; } rows[] = {
		{"2026-11-02T00:00:00Z", 1, CLOCK_MET}, {"2026-11-02T00:00:00Z", 2, CLOCK_BREACHED},
		{NULL, 1, CLOCK_UNKNOWN}, {NULL, 2, CLOCK_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new();
		struct event *e;
		const struct clock *c;

		o.b->m.has_role_table = true;
		for (size_t k = 0; k < rows[i].holders; k++)
			o.b->roles[o.b->m.nroles++] = (struct role_row){.key = "ciso", .role = "CISO",
				.who = person(o.b, k == 0 ? "ann" : "bo"), .from = {.known = EMPTY},
				.to = {.known = EMPTY}};
		e = add_event(o.b, o.it, rows[i].when != NULL ? rows[i].when : "2026-11-02T00:00:00Z",
			EVENT_DECIDE, named(RES_ROLE, "ciso"));
		e->choice = CHOICE_FIX;
		e->until = at(o.b, "2027-01-01");
		if (rows[i].when == NULL)
			e->at = instant_unknown();
		c = clock_of(&o);
		if (c->state != rows[i].want)
			fail_msg("row %zu: state %d: %s", i, (int)c->state, c->why);
		build_free(o.b);
	}
}

/* Two that call each other duplicates are both judged, and start with what is a duplicate of one of them. */
static void
circle(void **state)
{
	(void)state;
	for (int turn = 0; turn < 6; turn++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", 1000000);
		static const char *const keys[] = {"S-1", "S-2", "S-3"};
		/* The places of the third, the first and the second of the circle. */
		uint32_t third = (uint32_t)turn / 2, a = (third + 1 + (uint32_t)turn % 2) % 3, z = 3 - third - a;
		const struct assessment *as;

		for (uint32_t i = 0; i < 3; i++)
			(void)add_item(b, c, keys[i], i == third ? "2026-10-01T00:00:00Z"
				: "2026-11-01T00:00:00Z");
		b->item_v[third].duplicate_of = a;
		b->item_v[a].duplicate_of = z;
		b->item_v[z].duplicate_of = a;
		for (uint32_t i = 0; i < 3; i++)
			b->item_v[i].duplicate_at = at(b, "2026-11-02T00:00:00Z");
		as = build_judge(b);
		if (!str_same(instant_utc_dup(b->a, as->clocks[a].start.lo), "2026-10-01T00:00:00Z")
			|| !str_same(instant_utc_dup(b->a, as->clocks[z].start.lo), "2026-11-01T00:00:00Z"))
			fail_msg("turn %d: %s, %s", turn, instant_utc_dup(b->a, as->clocks[a].start.lo),
				instant_utc_dup(b->a, as->clocks[z].start.lo));
		assert_int_equal(as->clocks[a].state, CLOCK_BREACHED);
		assert_int_equal(as->clocks[z].state, CLOCK_BREACHED);
		build_free(b);
	}
}

struct move { const char *when, *to, *was; };

/* Nobody accepts what is his own: whose it was at the decision, in every reading of the log. */
static void
whose_it_was(void **state)
{
	static const struct {
		const char *what;
		struct move moves[2];        /* a blank day: the export lacks it */
		const char *assignee, *decided;
		bool cut;
		enum clock_state want;
	} rows[] = {
		{"his before", {{"2026-11-01T06:00:00Z", "ann", "bo"}}, "olga", "2026-11-02T12:00:00Z",
			false, CLOCK_BREACHED},
		{"his from that instant", {{"2026-11-02T12:00:00Z", "ann", "bo"}}, "olga",
			"2026-11-02T12:00:00Z", false, CLOCK_BREACHED},
		{"another's before", {{"2026-11-01T06:00:00Z", "bo", "ann"}}, "ann",
			"2026-11-02T12:00:00Z", false, CLOCK_MET},
		{"his, then another's", {{"2026-11-01T06:00:00Z", "ann", NULL},
			{"2026-11-01T07:00:00Z", "bo", "ann"}}, "bo", "2026-11-02T12:00:00Z", false,
			CLOCK_MET},
		{"another's, then his", {{"2026-11-01T06:00:00Z", "bo", NULL},
			{"2026-11-01T07:00:00Z", "ann", "bo"}}, "ann", "2026-11-02T12:00:00Z", false,
			CLOCK_BREACHED},
		{"on one day his and another's", {{"2026-11-02", "ann", NULL}, {"2026-11-02", "bo", NULL}},
			"bo", "2026-11-02T12:00:00Z", false, CLOCK_UNKNOWN},
		{"on that day another's, who had it", {{"2026-11-02", "bo", "bo"}}, "bo",
			"2026-11-02T12:00:00Z", false, CLOCK_MET},
		{"on that day another's, and before it his", {{"2026-11-02", "bo", "ann"}}, "bo",
			"2026-11-02T12:00:00Z", false, CLOCK_UNKNOWN},
		{"his later, another's before that", {{"2026-11-03T00:00:00Z", "ann", "bo"}}, "ann",
			"2026-11-02T12:00:00Z", false, CLOCK_MET},
		{"another's later, his before that", {{"2026-11-03T00:00:00Z", "bo", "ann"}}, "bo",
			"2026-11-02T12:00:00Z", false, CLOCK_BREACHED},
		{"another's later, and nobody says whose before", {{"2026-11-03T00:00:00Z", "bo", NULL}},
			"bo", "2026-11-02T12:00:00Z", false, CLOCK_UNKNOWN},
		{"no entry, and it is his", {{NULL, NULL, NULL}}, "ann", "2026-11-02T12:00:00Z", false,
			CLOCK_BREACHED},
		{"no entry, and it is another's", {{NULL, NULL, NULL}}, "olga", "2026-11-02T12:00:00Z",
			false, CLOCK_MET},
		{"no entry, and the log is cut off", {{NULL, NULL, NULL}}, "olga",
			"2026-11-02T12:00:00Z", true, CLOCK_UNKNOWN},
		{"an entry of no day, and nobody says whose before", {{"", "bo", NULL}}, "olga",
			"2026-11-02T12:00:00Z", false, CLOCK_UNKNOWN},
		{"the same from another", {{"", "bo", "olga"}}, "olga", "2026-11-02T12:00:00Z", false,
			CLOCK_MET},
		{"today it is his, whatever its log says", {{"2026-11-01T06:00:00Z", "bo", NULL}}, "ann",
			"2026-11-05T00:00:00Z", false, CLOCK_RUNNING},
		{"today it is another's", {{"2026-11-01T06:00:00Z", "ann", NULL}}, "bo",
			"2026-11-05T00:00:00Z", false, CLOCK_MET},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new("2026-11-05T00:00:00Z");
		struct item *it = add_item(b, add_control(b, "ac-2", 1000000), "SEC-1",
			"2026-11-01T00:00:00Z");
		struct one o = {b, NULL, it};
		const struct clock *c;

		it->truncated = rows[i].cut;
		it->assignee = person(b, rows[i].assignee);
		it->owners = (struct owner_refs){0};
		b->cfg.limits[3] = (struct duration){.ns = 3 * NS_DAY + NS_DAY / 2};
		b->cfg.evaluate_within = 0;
		if (str_same(rows[i].decided, "2026-11-05T00:00:00Z"))
			b->cfg.limits[3].ns = 4 * NS_DAY;
		add_authority(b, "ann", 0, 4);
		for (size_t k = 0; k < 2 && rows[i].moves[k].when != NULL; k++) {
			const struct move *v = &rows[i].moves[k];
			struct event *e = add_event(b, it, *v->when != '\0' ? v->when
				: "2026-11-02T00:00:00Z", EVENT_ASSIGN, person(b, "rita"));

			e->to_party = person(b, v->to);
			if (v->was != NULL) {
				struct who *was = ARENA_NEW(b->a, struct who);

				*was = person(b, v->was);
				e->was = was;
			}
			if (*v->when == '\0')
				e->at = instant_unknown();
		}
		(void)add_accept(b, it, rows[i].decided, person(b, "ann"), "2027-06-01");
		c = clock_of(&o);
		if (c->state != rows[i].want)
			fail_msg("%s: state %d: %s", rows[i].what, (int)c->state, c->why);
		build_free(b);
	}
}

/* Very many names: each party once, whatever the number, and the one who is twice is still one. */
static void
many_owners(void **state)
{
	static const struct { size_t leavers; bool twice, second; enum tri want; } rows[] = {
		{3, true, false, TRI_T}, {15, true, false, TRI_T}, {16, true, false, TRI_T},
		{17, true, false, TRI_T}, {30, true, false, TRI_T}, {30, false, true, TRI_F},
		{15, false, true, TRI_F}, {16, true, true, TRI_F},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", 1000000);
		struct control_result *r;

		c->owners = (struct owner_refs){.source_names_owners = true};
		add_owner(b, &c->owners, person(b, "bo"), false);
		for (size_t k = 0; k < rows[i].leavers; k++)
			add_owner(b, &c->owners, leaver(b, arena_printf(b->a, "l%zu", k),
				"2026-01-01T00:00:00Z"), false);
		if (rows[i].twice)
			add_owner(b, &c->owners, person(b, "bo"), false);
		if (rows[i].second)
			add_owner(b, &c->owners, person(b, "cy"), false);
		r = result_of(build_judge(b), 0);
		if (r->owner != rows[i].want)
			fail_msg("row %zu: %s: %s", i, tri_word(r->owner), r->owner_why);
		build_free(b);
	}
}

/* Without a roster a role is nobody known; a machine is none in any case; an owner who may not be it any more is in doubt. */
static void
odd_owners(void **state)
{
	static const struct { const char *what; bool roster, table; enum tri want; } rows[] = {
		{"role", true, true, TRI_T}, {"role", false, true, TRI_U}, {"role", true, false, TRI_U},
		{"machine", true, true, TRI_F}, {"perhaps", true, true, TRI_U}, {"unplaced", true, true, TRI_U},
		{"was", true, true, TRI_F},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct build *b = build_new(NOW);
		struct control *c = add_control(b, "ac-2", 1000000);
		struct who bo = person(b, "bo");
		struct control_result *r;
		struct owner_ref *o;

		b->m.has_role_table = rows[i].table;
		b->roles[b->m.nroles++] = (struct role_row){.key = "ciso", .role = "CISO", .who = bo,
			.from = {.known = EMPTY}, .to = {.known = EMPTY}};
		if (!rows[i].roster)
			b->m.given &= ~(unsigned)ROLE_ROSTER;
		if (str_same(rows[i].what, "machine"))
			((struct party *)(uintptr_t)bo.party)->machine = true;
		c->owners = (struct owner_refs){.source_names_owners = true};
		add_owner(b, &c->owners, str_same(rows[i].what, "role") ? named(RES_ROLE, "ciso") : bo, false);
		o = c->owners.v;
		if (str_same(rows[i].what, "perhaps")) {
			o->to = at(b, NOW);
			o->to.lo -= NS_DAY;
			o->to.hi += NS_DAY;
		}
		if (str_same(rows[i].what, "was"))
			o->to = at(b, "2026-12-01T00:00:00Z");
		o->unplaced = str_same(rows[i].what, "unplaced");
		r = result_of(build_judge(b), 0);
		if (r->owner != rows[i].want)
			fail_msg("%s (%zu): %s: %s", rows[i].what, i, tri_word(r->owner), r->owner_why);
		build_free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_on_decision),
		cmocka_unit_test(rule_on_lowering),
		cmocka_unit_test(accepted_by_closing),
		cmocka_unit_test(matrix_rows),
		cmocka_unit_test(undated_role),
		cmocka_unit_test(circle),
		cmocka_unit_test(whose_it_was),
		cmocka_unit_test(many_owners),
		cmocka_unit_test(odd_owners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
