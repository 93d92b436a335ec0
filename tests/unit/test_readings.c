/* The readings of checker/judge/READINGS.md that no other test holds; numbers are theirs. */
#include "tests/unit/model_build.h"

struct one {
	struct build *b;
	struct control *c;
	struct item *it;
};

static struct one
one_new(const char *as_of)
{
	struct one o = {.b = build_new(as_of)};

	o.c = add_control(o.b, "ac-2", MILLION);
	o.it = add_item(o.b, o.c, "SEC-1", "2026-11-01T00:00:00Z");
	o.it->evaluated = o.it->detected;
	return o;
}

static const struct clock *
clock_of(struct one *o)
{
	return &build_judge(o->b)->clocks[0];
}

static void
change(struct one *o, const char *when, const char *from, const char *to, struct who by)
{
	struct event *e = add_event(o->b, o->it, when, EVENT_SEVERITY, by);

	e->from = from;
	e->to = to;
	e->severity = severity_rank(to);
}

static const char *
due_hi(struct one *o)
{
	return instant_utc_dup(o->b->a, clock_of(o)->due.hi);
}

static void
r2_lowering(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->severity = 1;
	change(&o, "2026-11-02T00:00:00Z", "high", "low", person(o.b, "ann"));
	add_authority(o.b, "ann", 1u << CHOICE_ACCEPT, 4);
	assert_string_equal(due_hi(&o), "2026-11-08T00:00:00Z");
	o.b->authority[0].choices = 0;
	assert_string_equal(due_hi(&o), "2027-01-30T00:00:00Z");
	o.b->authority[0].up_to = 2; /* high is above it, though low is not */
	assert_string_equal(due_hi(&o), "2026-11-08T00:00:00Z");
	build_free(o.b);
}

/* Accepted by whom: an authority up to moderate, for an item that was once critical. */
static void
r2_highest_word(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->severity = 2;
	(void)person(o.b, "ann");
	add_authority(o.b, "ann", 0, 2);
	change(&o, "2026-11-01T06:00:00Z", "critical", "moderate", person(o.b, "bo"));
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-06-01");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	o.b->authority[0].up_to = 4;
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

static void
r3_accountable_owner(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	add_authority(o.b, "olga", 0, 4);
	o.it->owners.v[0].accountable = true;
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "olga"), "2027-06-01");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->reporter = person(o.b, "olga");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	o.it->reporter = person(o.b, "rita");
	o.it->events[0].choice = CHOICE_TRANSFER; /* "may accept", no more */
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
r4_first_word(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->severity = 4;
	change(&o, "2026-11-20T00:00:00Z", "", "critical", person(o.b, "bo"));
	assert_string_equal(due_hi(&o), "2026-11-04T00:00:00Z");
	/* From a word that nobody knows: read both ways until then. */
	o.it->events[0].from = "P?";
	assert_string_equal(due_hi(&o), "2026-11-04T00:00:00Z"); /* the highest word known is critical */
	o.it->severity = 3;
	o.it->events[0].to = "high";
	o.it->events[0].severity = 3;
	assert_string_equal(instant_utc_dup(o.b->a, clock_of(&o)->due.lo), "2026-11-04T00:00:00Z");
	assert_string_equal(due_hi(&o), "2026-11-08T00:00:00Z");
	build_free(o.b);
}

static void
r9_duplicate_unsure(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct item *orig = add_item(o.b, o.c, "SEC-2", "2026-11-01T00:00:00Z");

	(void)state;
	orig->evaluated = orig->detected;
	(void)add_fix(o.b, orig, "2026-11-02T00:00:00Z", "2027-06-01T00:00:00Z");
	o.it->duplicate_of = 1;
	o.it->duplicate_at = at(o.b, "2026-11-02T00:00:00Z");
	assert_int_equal(build_judge(o.b)->clocks[1].state, CLOCK_MET);
	o.it->detected.known = EMPTY;
	assert_int_equal(build_judge(o.b)->clocks[1].state, CLOCK_UNKNOWN);
	/* An original without a clock: the mark has no effect. */
	orig->informational = true;
	orig->severity = 0;
	o.it->detected = o.it->created;
	assert_int_equal(build_judge(o.b)->clocks[0].state, CLOCK_BREACHED);
	/* Marked at the due instant is not before it; unknown when: perhaps. */
	orig->informational = false;
	orig->severity = 3;
	o.it->duplicate_at = at(o.b, "2026-11-08T00:00:00Z");
	assert_int_equal(build_judge(o.b)->clocks[0].state, CLOCK_BREACHED);
	o.it->duplicate_at = instant_unknown();
	assert_int_equal(build_judge(o.b)->clocks[0].state, CLOCK_UNKNOWN);
	build_free(o.b);
}

static void
r13_separation(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-06-01");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->reporter = named(RES_UNKNOWN, NULL);
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->reporter = named(RES_MISS, "A. Nonymous");
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->reporter = named(RES_MACHINE, "scanner");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->reporter = named(RES_EMPTY, "");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->assignee = named(RES_MISS, "A. Nonymous");
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	/* A plan to fix asks for none of this. */
	o.it->events[0].choice = CHOICE_FIX;
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

static void
r14_raise(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->evaluated = instant_unknown();
	o.it->severity = 4;
	change(&o, "2026-11-01T06:00:00Z", "low", "critical", person(o.b, "bo"));
	assert_string_equal(due_hi(&o), "2026-11-04T06:00:00Z");
	build_free(o.b);
}

static void
r16_same_acceptance_twice(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct acceptance *row = &o.b->acceptances[o.b->m.nacceptances++];

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_accept(o.b, o.it, "2026-11-02T09:00:00Z", person(o.b, "ann"),
		"2026-12-01T00:00:00Z");
	*row = (struct acceptance){.item = 0, .control = UINT32_MAX, .reason = "late patch",
		.approver = person(o.b, "ann"), .requester = person(o.b, "bo"),
		.granted = at(o.b, "2026-11-03T00:00:00Z"),
		.expires = at(o.b, "2026-12-01T00:00:00Z")};
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	row->expires = at(o.b, "2027-02-01T00:00:00Z"); /* a real renewal */
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

/* Late decisions: does one answer for the item today? */
static void
r18_in_force(void **state)
{
	static const struct {
		enum choice choice;
		const char *until;
		bool closes, open, reopened, want;
	} rows[] = {
		{CHOICE_FIX, "2027-01-01T00:00:00Z", false, true, false, false},
		{CHOICE_FIX, "2026-12-19T00:00:00Z", false, true, false, true}, /* the plan's day has passed */
		{CHOICE_FIX, "", true, false, false, false},
		{CHOICE_FIX, "", true, true, true, true},
		{CHOICE_REJECT, "", false, true, false, false},
		{CHOICE_REJECT, "", false, true, true, true},
		{CHOICE_NONE, "", true, false, false, true}, /* closed by a word on no table */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-12-20T00:00:00Z");
		struct event *e = add_event(o.b, o.it, "2026-11-20T00:00:00Z", EVENT_DECIDE,
			person(o.b, "dora"));
		const struct clock *c;

		e->choice = rows[i].choice;
		e->until = at(o.b, rows[i].until);
		e->closes = rows[i].closes;
		if (rows[i].reopened)
			add_event(o.b, o.it, "2026-11-25T00:00:00Z", EVENT_REOPEN,
				person(o.b, "rita"))->reopens = true;
		o.it->tracker_open = rows[i].open;
		c = clock_of(&o);
		assert_int_equal(c->state, CLOCK_BREACHED);
		if (c->overdue_undecided != rows[i].want)
			fail_msg("row %zu", i);
		build_free(o.b);
	}
}

static void
r23_each_failing_test(void **state)
{
	struct one o = one_new("2026-11-30T00:00:00Z");
	uint32_t web = add_asset(o.b, "web01"), t = add_test(o.b, o.c, "stig", "V-1");
	uint32_t u = add_test(o.b, o.c, "stig", "V-2"), named_test[] = {t};

	(void)state;
	see(o.b, web, t, "x", RESULT_FAIL, "2026-11-01T00:00:00Z");
	see(o.b, web, u, "x", RESULT_FAIL, "2026-11-01T00:00:00Z");
	o.it->tests = named_test;
	o.it->ntests = 1;
	assert_true(result_of(build_judge(o.b), 0)->instances[0].uncovered);
	see(o.b, web, u, "x", RESULT_PASS, "2026-11-02T00:00:00Z");
	assert_false(result_of(build_judge(o.b), 0)->instances[0].uncovered);
	build_free(o.b);
}

/* 82: a table that gives "critical" more time than "high" gives it no more. */
static void
r82_limits_in_order(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->severity = 4;
	o.it->evaluated = o.it->detected;
	o.b->cfg.limits[3] = (struct duration){.ns = NS_DAY};
	assert_string_equal(due_hi(&o), "2026-11-02T00:00:00Z");
	build_free(o.b);
}

static int
one_day(void *ctx, const struct model *m, const struct item *it, int severity, struct duration *out)
{
	(void)ctx;
	(void)m;
	(void)severity;
	assert_null(it); /* of a failure that no item covers */
	*out = (struct duration){.ns = NS_DAY};
	return 0;
}

/* 7: a failure older than its limit, which a rule may have made shorter. */
static void
rule_limit_of_failures(void **state)
{
	struct build *b = build_new("2026-11-08T00:00:00Z");
	struct control *c = add_control(b, "ac-2", MILLION);
	uint32_t web = add_asset(b, "web01"), t = add_test(b, c, "stig", "V-1");

	(void)state;
	see(b, web, t, "x", RESULT_FAIL, "2026-11-01T00:00:00Z");
	assert_false(result_of(build_judge(b), 0)->instances[0].uncovered);
	b->slots.limit = one_day;
	assert_true(result_of(build_judge(b), 0)->instances[0].uncovered);
	build_free(b);
}

/* A start passes on through an item without a clock, and marks without an original pass nothing. */
static void
r9_through_others(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct item *other = add_item(o.b, o.c, "SEC-2", "2026-11-10T00:00:00Z");
	struct item *orig = add_item(o.b, o.c, "SEC-3", "2026-11-12T00:00:00Z");

	(void)state;
	other->informational = true;
	other->severity = 0;
	o.it->duplicate_of = 1;
	other->duplicate_of = 2;
	assert_int_equal(build_judge(o.b)->clocks[2].start.lo,
		at(o.b, "2026-11-01T00:00:00Z").lo);
	orig->informational = true;
	orig->severity = 0;
	assert_int_equal(build_judge(o.b)->clocks[0].state, CLOCK_BREACHED);
	build_free(o.b);
}

/* A clock that breached again when its acceptance ended is in the period by that, not by its first decision. */
static void
r28_later_breach(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct dim *d;

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"),
		"2026-11-10T00:00:00Z");
	o.b->cfg.period_from = at(o.b, "2026-12-01T00:00:00Z").lo;
	d = &result_of(build_judge(o.b), 0)->d;
	assert_int_equal(d->bad, 1);
	(void)add_fix(o.b, o.it, "2026-11-20T00:00:00Z", "2027-06-01T00:00:00Z");
	assert_int_equal(result_of(build_judge(o.b), 0)->d.n, 0);
	/* Unknown, and every end before the period. */
	o.it->nevents = 0;
	o.it->truncated = true;
	o.it->tracker_open = false;
	o.it->closed = at(o.b, "2026-11-20T00:00:00Z");
	assert_int_equal(result_of(build_judge(o.b), 0)->d.n, 0);
	o.it->closed = instant_unknown();
	assert_int_equal(result_of(build_judge(o.b), 0)->d.n, 1);
	build_free(o.b);
}

static void
r30_first_end(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");
	struct item *other = add_item(o.b, o.c, "SEC-2", "2026-11-01T00:00:00Z");
	struct acceptance *row = &o.b->acceptances[o.b->m.nacceptances++];

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-06-01");
	(void)add_accept(o.b, other, "2026-11-02T00:00:00Z", person(o.b, "ann"),
		"2027-03-01T00:00:00Z");
	assert_int_equal(result_of(build_judge(o.b), 0)->accepted_until,
		at(o.b, "2027-03-01T00:00:00Z").lo);
	/* An acceptance of the control itself. */
	*row = (struct acceptance){.item = UINT32_MAX, .control = 0, .reason = "legacy",
		.approver = person(o.b, "ann"), .requester = person(o.b, "bo"),
		.granted = at(o.b, "2026-11-03T00:00:00Z"),
		.expires = at(o.b, "2027-01-01T00:00:00Z")};
	assert_int_equal(result_of(build_judge(o.b), 0)->accepted_until,
		at(o.b, "2027-01-01T00:00:00Z").lo);
	row->requester = person(o.b, "ann");
	assert_int_equal(result_of(build_judge(o.b), 0)->accepted_until,
		at(o.b, "2027-03-01T00:00:00Z").lo);
	build_free(o.b);
}

static void
r31_open(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");
	struct event *e;

	(void)state;
	o.it->owners.v[0].who = named(RES_NOBODY, "TBD");
	o.it->tracker_open = false;
	assert_string_equal(result_of(build_judge(o.b), 0)->o.kind, "control");
	e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_CLOSE, person(o.b, "olga"));
	e->closes = true;
	e->choice = CHOICE_ACCEPT; /* "Won't fix": live with it */
	e->until = at(o.b, "2026-12-24T00:00:00Z");
	assert_string_equal(result_of(build_judge(o.b), 0)->o.kind, "items");
	assert_int_equal(result_of(build_judge(o.b), 0)->o.bad, 1);
	e = add_event(o.b, o.it, "2026-11-03T00:00:00Z", EVENT_CLOSE, person(o.b, "olga"));
	e->closes = true;
	e->choice = CHOICE_FIX;
	assert_string_equal(result_of(build_judge(o.b), 0)->o.kind, "control");
	build_free(o.b);
}

static void
r32_due_date_created_unknown(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct event *e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_DUE,
		person(o.b, "dora"));

	(void)state;
	e->to = "2027-01-01";
	e->until = at(o.b, e->to);
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->created = instant_unknown();
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	build_free(o.b);
}

/* A row for somebody who is nobody of the roster: it cannot be told whether that is the decider. */
static void
authority_unresolved(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-06-01");
	add_authority(o.b, "Ann R.", 0, 4);
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.b->authority[0].party.raw = "bo";
	(void)person(o.b, "bo");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	o.b->authority[0].party.raw = "ANN";
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	/* By a role: whoever held it then. */
	o.b->authority[0].party.raw = "ciso";
	o.b->m.has_role_table = true;
	o.b->roles[o.b->m.nroles++] = (struct role_row){.key = "ciso", .role = "ciso",
		.who = person(o.b, "ann"), .to = at(o.b, "2026-11-05T00:00:00Z")};
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.b->roles[0].to = at(o.b, "2026-11-01T00:00:00Z");
	assert_int_not_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

static void
in_force_readings(void **state)
{
	static const struct { const char *from, *to, *lo, *hi; enum tri want; } rows[] = {
		{NULL, NULL, "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", TRI_T},
		{"2026-11-02T00:00:00Z", NULL, "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", TRI_T},
		{"2026-11-02T00:00:01Z", NULL, "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", TRI_F},
		{"2026-11-02T00:00:01Z", NULL, "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", TRI_U},
		{NULL, "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", TRI_T},
		{NULL, "2026-11-01T23:59:59Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", TRI_F},
		{NULL, "2026-11-02T12:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", TRI_U},
		{NULL, "2026-11-02", "2026-11-02T09:00:00Z", "2026-11-02T09:00:00Z", TRI_T},
		{NULL, "2026-11-02", "2026-11-02T10:00:00Z", "2026-11-02T10:00:00Z", TRI_U},
		{NULL, "9999-12-31", "2026-11-02T10:00:00Z", "2026-11-02T10:00:00Z", TRI_T},
	};
	struct build *b = build_new("2026-12-20T00:00:00Z");

	(void)state;
	/* A day in no zone ends between 10:00 UTC (UTC+14) of that day and 12:00 UTC of the next. */
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct instant from = {0}, to = {0};

		if (rows[i].from != NULL)
			from = at(b, rows[i].from);
		if (rows[i].to != NULL)
			to = at(b, rows[i].to);
		if (in_force(&from, &to, at(b, rows[i].lo).lo, at(b, rows[i].hi).lo)
			!= rows[i].want)
			fail_msg("row %zu", i);
	}
	build_free(b);
}

/* What is shown as the stop: the first decision that is sure, else the first that may be one. */
static void
stop_shown(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct event *e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_CLOSE,
		person(o.b, "dora"));

	(void)state;
	e->closes = true; /* by a word on no table */
	assert_int_equal(clock_of(&o)->stop.lo, at(o.b, "2026-11-02T00:00:00Z").lo);
	(void)add_fix(o.b, o.it, "2026-11-04T00:00:00Z", "2027-06-01T00:00:00Z");
	assert_int_equal(clock_of(&o)->stop.lo, at(o.b, "2026-11-04T00:00:00Z").lo);
	assert_int_equal(clock_of(&o)->choice, CHOICE_FIX);
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

/* Priority only where there is no severity word; and then its history is the one that counts. */
static void
priority_history(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->severity = 4;
	change(&o, "2026-11-02T00:00:00Z", "low", "critical", person(o.b, "bo"));
	o.it->events[0].kind = EVENT_PRIORITY;
	assert_string_equal(due_hi(&o), "2026-11-04T00:00:00Z"); /* not a change of severity */
	o.it->severity_from_priority = true;
	assert_string_equal(due_hi(&o), "2026-11-05T00:00:00Z");
	build_free(o.b);
}

/* Reopened long after: open past the 192 days, whatever was decided once. */
static void
reopened_too_old(void **state)
{
	struct one o = one_new("2027-08-01T00:00:00Z");
	struct event *e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_CLOSE,
		person(o.b, "dora"));

	(void)state;
	e->closes = true;
	e->choice = CHOICE_FIX;
	o.it->tracker_open = false;
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	add_event(o.b, o.it, "2027-08-01T00:00:00Z", EVENT_REOPEN, person(o.b, "rita"))->reopens =
		true;
	o.it->tracker_open = true;
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

/* Pages of one query are one source, exported at the newest instant in it. */
static void
pages(void **state)
{
	struct build *b = build_new("2026-12-20T00:00:00Z");
	struct dim *d;

	(void)state;
	(void)add_control(b, "ac-2", MILLION);
	b->items.query = b->scanner.query = "project = SEC";
	b->scanner.roles = ROLE_ITEM;
	b->items.complete = b->scanner.complete = TRI_U;
	b->items.has_total = b->scanner.has_total = true;
	b->items.total = b->scanner.total = 100;
	b->items.listed = 60;
	b->scanner.listed = 40;
	b->items.as_of = at(b, "2026-01-01T00:00:00Z"); /* an old page; the newest counts */
	d = &result_of(build_judge(b), 0)->d;
	assert_true(d->empty);
	b->scanner.listed = 39;
	assert_false(result_of(build_judge(b), 0)->d.empty);
	b->scanner.listed = 40;
	b->scanner.as_of = instant_unknown();
	assert_false(result_of(build_judge(b), 0)->d.empty);
	b->scanner.as_of = instant_exact(b->cfg.as_of);
	b->scanner.broken = true;
	assert_false(result_of(build_judge(b), 0)->d.empty);
	build_free(b);
}

static void
same_party(void **state)
{
	struct build *b = build_new("2026-12-20T00:00:00Z");
	struct who bo = person(b, "bo"), role = bo, ann = person(b, "ann");
	struct who miss = named(RES_MISS, "Bo"), twin = named(RES_AMBIGUOUS, "Lee");
	struct who empty = named(RES_EMPTY, ""), unknown = named(RES_UNKNOWN, NULL);

	(void)state;
	role.how = RES_ROLE;
	role.key = "role:ciso";
	assert_int_equal(who_same(&bo, &role), TRI_T);
	assert_int_equal(who_same(&bo, &ann), TRI_F);
	assert_int_equal(who_same(&bo, &miss), TRI_U);
	assert_int_equal(who_same(&miss, &miss), TRI_T);
	assert_int_equal(who_same(&twin, &twin), TRI_U);
	assert_int_equal(who_same(&empty, &bo), TRI_F);
	assert_int_equal(who_same(&empty, &empty), TRI_F);
	assert_int_equal(who_same(&unknown, &bo), TRI_U);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r2_lowering), cmocka_unit_test(r2_highest_word),
		cmocka_unit_test(r3_accountable_owner), cmocka_unit_test(r4_first_word),
		cmocka_unit_test(r9_duplicate_unsure), cmocka_unit_test(r13_separation),
		cmocka_unit_test(r14_raise), cmocka_unit_test(r16_same_acceptance_twice),
		cmocka_unit_test(r18_in_force), cmocka_unit_test(r23_each_failing_test),
		cmocka_unit_test(r28_later_breach), cmocka_unit_test(r30_first_end),
		cmocka_unit_test(r31_open), cmocka_unit_test(r32_due_date_created_unknown),
		cmocka_unit_test(authority_unresolved), cmocka_unit_test(in_force_readings),
		cmocka_unit_test(stop_shown), cmocka_unit_test(priority_history),
		cmocka_unit_test(r82_limits_in_order), cmocka_unit_test(rule_limit_of_failures), cmocka_unit_test(r9_through_others),
		cmocka_unit_test(reopened_too_old), cmocka_unit_test(pages),
		cmocka_unit_test(same_party),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
