/* Decision clocks (judgement.md 7, 11; vectors of method.md 8). */
#include "tests/unit/model_build.h"

#define T0 "2026-11-01T00:00:00Z"

/* One control, one finding of high severity detected at T0 and evaluated at once: due in 7 days. */
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
	o.it = add_item(o.b, o.c, "SEC-1", T0);
	o.it->evaluated = at(o.b, T0);
	return o;
}

static const struct clock *
clock_of(struct one *o)
{
	return &build_judge(o->b)->clocks[o->it - o->b->item_v];
}

static void
assert_instant(struct one *o, const struct instant *i, const char *lo, const char *hi)
{
	assert_int_equal(i->known, KNOWN);
	assert_string_equal(instant_utc_dup(o->b->a, i->lo), lo);
	assert_string_equal(instant_utc_dup(o->b->a, i->hi), hi);
}

/* Decision at an instant, seen from as_of, against the 7 days. */
static void
states(void **state)
{
	static const struct {
		const char *as_of, *decided;
		bool evaluated_unknown;
		enum clock_state want;
	} rows[] = {
		{"2026-11-05T00:00:00Z", NULL, false, CLOCK_RUNNING},
		{"2026-11-08T00:00:00Z", NULL, false, CLOCK_RUNNING},
		{"2026-11-08T00:00:01Z", NULL, false, CLOCK_BREACHED},
		{"2026-11-20T00:00:00Z", "2026-11-08T00:00:00Z", false, CLOCK_MET},
		{"2026-11-20T00:00:00Z", "2026-11-08T00:00:01Z", false, CLOCK_BREACHED},
		/* Evaluation unknown: due lies between the 8th and the 13th. */
		{"2026-11-08T00:00:00Z", NULL, true, CLOCK_RUNNING},
		{"2026-11-09T00:00:00Z", NULL, true, CLOCK_UNKNOWN},
		{"2026-11-13T00:00:01Z", NULL, true, CLOCK_BREACHED},
		{"2026-11-20T00:00:00Z", "2026-11-08T00:00:00Z", true, CLOCK_MET},
		{"2026-11-20T00:00:00Z", "2026-11-13T00:00:00Z", true, CLOCK_UNKNOWN},
		{"2026-11-20T00:00:00Z", "2026-11-13T00:00:01Z", true, CLOCK_BREACHED},
		/* Dates: MET only if met for every instant of the day. */
		{"2026-11-20T00:00:00Z", "2026-11-07T00:00:00Z", false, CLOCK_MET},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new(rows[i].as_of);
		const struct clock *c;

		if (rows[i].evaluated_unknown)
			o.it->evaluated = instant_unknown();
		if (rows[i].decided != NULL)
			(void)add_fix(o.b, o.it, rows[i].decided, "2027-01-01T00:00:00Z");
		c = clock_of(&o);
		if (c->state != rows[i].want)
			fail_msg("row %zu: state %d instead of %d: %s", i, (int)c->state,
				(int)rows[i].want, c->why);
		assert_int_equal(c->in_period, rows[i].want != CLOCK_RUNNING);
		build_free(o.b);
	}
}

/* critical PT24H: 24 h after detection is MET, a second later BREACHED. */
static void
margin(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		struct one o = one_new("2026-11-20T00:00:00Z");
		const struct clock *c;

		o.it->severity = 4;
		o.b->cfg.limits[4] = (struct duration){.ns = 24 * NS_HOUR};
		(void)add_fix(o.b, o.it, late ? "2026-11-02T00:00:01Z" : "2026-11-02T00:00:00Z",
			"2027-01-01T00:00:00Z");
		c = clock_of(&o);
		assert_int_equal(c->state, late ? CLOCK_BREACHED : CLOCK_MET);
		assert_int_equal(c->late_ns, late ? NS_SECOND : 0);
		assert_string_equal(c->started_by, "detected");
		build_free(o.b);
	}
}

static void
months(void **state)
{
	static const struct { const char *start, *due; } rows[] = {
		{"2027-01-31T00:00:00Z", "2027-02-28T00:00:00Z"},
		{"2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct one o = one_new("2028-06-01T00:00:00Z");

		o.it->detected = o.it->created = o.it->evaluated = at(o.b, rows[i].start);
		o.b->cfg.limits[3] = (struct duration){.months = 1};
		assert_instant(&o, &clock_of(&o)->due, rows[i].due, rows[i].due);
		build_free(o.b);
	}
}

/* A date of an unknown zone: the whole range counts. */
static void
zones(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");

	(void)state;
	(void)add_fix(o.b, o.it, "2026-11-08", "2027-01-01T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->events[0].at = at(o.b, "2026-11-06");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->events[0].at = at(o.b, "2026-11-09");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
raise_to(struct one *o, const char *when, const char *from, int rank, struct who by)
{
	struct event *e = add_event(o->b, o->it, when, EVENT_SEVERITY, by);

	e->from = from;
	e->to = severity_word(rank);
	e->severity = rank;
}

static void
severity_raise(void **state)
{
	static const struct { const char *when, *due; } rows[] = {
		{"2026-11-02T12:00:00Z", "2026-11-03T00:00:00Z"}, /* t0+36h: the old date is earlier */
		{"2026-11-01T06:00:00Z", "2026-11-02T06:00:00Z"}, /* t0+6h: t0+30h */
		{"2026-10-31T00:00:00Z", "2026-11-02T00:00:00Z"}, /* before the start: held from it */
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct one o = one_new("2026-11-20T00:00:00Z");

		o.b->cfg.limits[4] = (struct duration){.ns = 24 * NS_HOUR};
		o.b->cfg.limits[3] = (struct duration){.ns = 48 * NS_HOUR};
		o.it->severity = 4;
		raise_to(&o, rows[i].when, "high", 4, person(o.b, "rita"));
		assert_instant(&o, &clock_of(&o)->due, rows[i].due, rows[i].due);
		build_free(o.b);
	}
}

/* Lowered from critical to high at t0+10h; critical PT24H, high PT48H. */
static void
severity_lowering(void **state)
{
	static const struct {
		const char *by, *when, *lo, *hi;
		bool no_matrix;
	} rows[] = {
		/* By the assignee: nothing changes. */
		{"olga", "2026-11-01T10:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", false},
		{"rita", "2026-11-01T10:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", false},
		/* By somebody without authority. */
		{"bo", "2026-11-01T10:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", false},
		/* Authorised: the lower limit, from the start. */
		{"ann", "2026-11-01T10:00:00Z", "2026-11-03T00:00:00Z", "2026-11-03T00:00:00Z", false},
		/* Authorised, but at the old due date: too late. */
		{"ann", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", false},
		/* No authority matrix: perhaps. */
		{"ann", "2026-11-01T10:00:00Z", "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-11-20T00:00:00Z");

		(void)person(o.b, "ann");
		(void)person(o.b, "bo");
		if (!rows[i].no_matrix)
			add_authority(o.b, "ann", 0, 4);
		o.b->cfg.limits[4] = (struct duration){.ns = 24 * NS_HOUR};
		o.b->cfg.limits[3] = (struct duration){.ns = 48 * NS_HOUR};
		o.it->severity = 3;
		raise_to(&o, rows[i].when, "critical", 3, person(o.b, rows[i].by));
		assert_instant(&o, &clock_of(&o)->due, rows[i].lo, rows[i].hi);
		build_free(o.b);
	}
}

/* Unknown: MET under critical (3 d), BREACHED under the highest word known, none: low (90 d). */
static void
severity_unknown(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");

	(void)state;
	o.it->severity = -1;
	assert_instant(&o, &clock_of(&o)->due, "2026-11-04T00:00:00Z", "2027-01-30T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->severity = 2; /* a linked source says moderate, the item's own cell is blank */
	o.it->severity_empty = true;
	assert_instant(&o, &clock_of(&o)->due, "2026-11-04T00:00:00Z", "2026-12-01T00:00:00Z");
	o.it->severity_empty = false;
	assert_instant(&o, &clock_of(&o)->due, "2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z");
	/* "info" by its own source: no clock; but not where it was lowered to that by nobody. */
	o.it->severity = 0;
	o.it->informational = true;
	assert_int_equal(clock_of(&o)->state, CLOCK_NONE);
	raise_to(&o, "2026-11-02T00:00:00Z", "high", 0, person(o.b, "olga"));
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
starts(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	const struct clock *c;

	(void)state;
	o.it->first_fail = at(o.b, "2026-10-20T00:00:00Z");
	o.it->created = at(o.b, "2026-10-25T00:00:00Z");
	c = clock_of(&o);
	assert_instant(&o, &c->start, "2026-10-20T00:00:00Z", "2026-10-20T00:00:00Z");
	assert_string_equal(c->started_by, "first failing observation");
	/* POA&M, risk, audit finding, incident: their own date only; requests: created. */
	o.it->type = ITEM_POAM;
	assert_instant(&o, &clock_of(&o)->start, T0, T0);
	o.it->detected = instant_unknown();
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->type = ITEM_REQUEST;
	assert_instant(&o, &clock_of(&o)->start, "2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z");
	/* Other types have a clock only where linked by control id or test. */
	o.it->type = ITEM_OTHER;
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	((struct link_item *)o.c->items)->how = LINK_PROCESS;
	assert_int_equal(clock_of(&o)->state, CLOCK_NONE);
	build_free(o.b);
}

/* Detected blank, or a test named and nothing known of its failing: never MET, never running. */
static void
start_unsure(void **state)
{
	static const struct {
		bool blank, names_test, failing;
		const char *as_of, *decided;
		enum clock_state want;
	} rows[] = {
		{true, false, false, "2026-12-20T00:00:00Z", "2026-11-02T00:00:00Z", CLOCK_UNKNOWN},
		{true, false, false, "2026-11-02T00:00:00Z", NULL, CLOCK_UNKNOWN},
		{true, false, false, "2026-12-20T00:00:00Z", NULL, CLOCK_BREACHED},
		{true, true, true, "2026-12-20T00:00:00Z", "2026-11-02T00:00:00Z", CLOCK_UNKNOWN},
		{false, true, false, "2026-12-20T00:00:00Z", "2026-11-02T00:00:00Z", CLOCK_UNKNOWN},
		{false, true, false, "2026-11-02T00:00:00Z", NULL, CLOCK_UNKNOWN},
		{false, true, true, "2026-12-20T00:00:00Z", "2026-11-02T00:00:00Z", CLOCK_MET},
		{false, false, false, "2026-12-20T00:00:00Z", "2026-11-02T00:00:00Z", CLOCK_MET},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new(rows[i].as_of);

		o.it->detected = instant_unknown();
		o.it->detected.known = rows[i].blank ? EMPTY : UNKNOWN;
		o.it->names_test = rows[i].names_test;
		if (rows[i].failing)
			o.it->first_fail = at(o.b, T0);
		if (rows[i].decided != NULL)
			(void)add_fix(o.b, o.it, rows[i].decided, "2027-01-01T00:00:00Z");
		if (clock_of(&o)->state != rows[i].want)
			fail_msg("row %zu: %d", i, (int)clock_of(&o)->state);
		build_free(o.b);
	}
}

/* What is, and what is not, a decision: all on the second day. */
static void
decisions(void **state)
{
	enum { NOTHING, NO_END, NEVER, FAR };
	static const struct {
		enum event_kind kind;
		enum choice choice;
		const char *by;
		int until;
		bool closes, place, no_authority, no_roster;
		const char *rationale;
		enum clock_state want;
	} rows[] = {
		{EVENT_DECIDE, CHOICE_FIX, "dora", FAR, .want = CLOCK_MET},
		{EVENT_DECIDE, CHOICE_FIX, "dora", NO_END, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_FIX, "dora", NOTHING, .want = CLOCK_UNKNOWN},
		{EVENT_DECIDE, CHOICE_FIX, "dora", FAR, .no_roster = true, .want = CLOCK_UNKNOWN},
		{EVENT_DECIDE, CHOICE_FIX, "leaver", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_FIX, "machine", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_FIX, "nobody", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_FIX, "dora", FAR, .rationale = "", .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_FIX, "dora", FAR, .place = true, .want = CLOCK_UNKNOWN},
		{EVENT_DECIDE, CHOICE_FIX, "dora", FAR, .place = true, .rationale = "why",
			.want = CLOCK_MET},
		/* Accepting: an end, authority, and nobody with a hand in it. */
		{EVENT_DECIDE, CHOICE_ACCEPT, "ann", FAR, .want = CLOCK_MET},
		{EVENT_DECIDE, CHOICE_ACCEPT, "ann", NO_END, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_ACCEPT, "ann", NEVER, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_ACCEPT, "dora", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_ACCEPT, "ann", FAR, .no_authority = true, .want = CLOCK_UNKNOWN},
		{EVENT_DECIDE, CHOICE_ACCEPT, "rita", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_ACCEPT, "olga", FAR, .want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_AVOID, "ann", NOTHING, .want = CLOCK_MET},
		{EVENT_DECIDE, CHOICE_TRANSFER, "olga", NOTHING, .want = CLOCK_BREACHED},
		{EVENT_CLOSE, CHOICE_FALSE_POSITIVE, "ann", NOTHING, .closes = true,
			.want = CLOCK_MET},
		{EVENT_CLOSE, CHOICE_FALSE_POSITIVE, "rita", NOTHING, .closes = true,
			.want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_REJECT, "dora", NOTHING, .place = true, .rationale = "",
			.want = CLOCK_BREACHED},
		{EVENT_DECIDE, CHOICE_REJECT, "dora", NOTHING, .place = true, .rationale = "why",
			.want = CLOCK_MET},
		/* Not decisions at all. */
		{EVENT_STATUS, CHOICE_NONE, "dora", NOTHING, .want = CLOCK_BREACHED},
		{EVENT_ESCALATE, CHOICE_NONE, "dora", NOTHING, .want = CLOCK_BREACHED},
		{EVENT_COMMENT, CHOICE_NONE, "dora", NOTHING, .want = CLOCK_BREACHED},
		{EVENT_ASSIGN, CHOICE_NONE, "dora", NOTHING, .want = CLOCK_BREACHED},
		/* Closings: as done by a person; by a machine; by a word on no table. */
		{EVENT_CLOSE, CHOICE_FIX, "olga", NOTHING, .closes = true, .want = CLOCK_MET},
		{EVENT_CLOSE, CHOICE_FIX, "machine", NOTHING, .closes = true, .want = CLOCK_BREACHED},
		{EVENT_CLOSE, CHOICE_NONE, "olga", NOTHING, .closes = true, .want = CLOCK_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-11-20T00:00:00Z");
		const char *by = rows[i].by;
		struct event *e;

		add_authority(o.b, "ann", 0, 4);
		add_authority(o.b, "rita", 0, 4);
		add_authority(o.b, "olga", 0, 4);
		(void)person(o.b, "ann");
		o.b->cfg.has_authority = !rows[i].no_authority;
		o.it->rationale_place = rows[i].place;
		e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", rows[i].kind,
			strcmp(by, "leaver") == 0 ? leaver(o.b, "leo", "2026-11-01T00:00:00Z")
			: strcmp(by, "machine") == 0 ? named(RES_MACHINE, "bot")
			: strcmp(by, "nobody") == 0 ? named(RES_NOBODY, "SOC") : person(o.b, by));
		e->choice = rows[i].choice;
		e->closes = rows[i].closes;
		e->rationale = rows[i].rationale;
		if (rows[i].until != NOTHING)
			e->until = at(o.b, rows[i].until == NO_END ? "" : rows[i].until == NEVER
				? "9999-12-31" : "2027-01-01T00:00:00Z");
		if (rows[i].closes)
			o.it->tracker_open = false;
		if (rows[i].no_roster) {
			o.b->m.given &= ~(unsigned)ROLE_ROSTER;
			e->actor = named(RES_MISS, "dora");
		}
		if (clock_of(&o)->state != rows[i].want)
			fail_msg("row %zu: %d instead of %d: %s", i, (int)clock_of(&o)->state,
				(int)rows[i].want, clock_of(&o)->why);
		build_free(o.b);
	}
}

/* A due date set after creation by an active person other than the reporter. */
static void
due_dates(void **state)
{
	static const struct {
		const char *when, *by, *to;
		bool accepts;
		enum clock_state want;
	} rows[] = {
		{"2026-11-02T00:00:00Z", "dora", "2026-12-01", false, CLOCK_MET},
		{"2026-11-01T00:00:00Z", "dora", "2026-12-01", false, CLOCK_BREACHED},
		{"2026-11-02T00:00:00Z", "rita", "2026-12-01", false, CLOCK_BREACHED},
		{"2026-11-02T00:00:00Z", "dora", "", false, CLOCK_BREACHED},
		/* The same entry accepts: the date is the acceptance's end, and dora has no authority. */
		{"2026-11-02T00:00:00Z", "dora", "2026-12-01", true, CLOCK_BREACHED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-11-20T00:00:00Z");
		struct event *e = add_event(o.b, o.it, rows[i].when, EVENT_DUE,
			person(o.b, rows[i].by));

		e->to = rows[i].to;
		e->until = at(o.b, rows[i].to);
		(void)person(o.b, "ann");
		add_authority(o.b, "ann", 0, 4);
		if (rows[i].accepts)
			(void)add_accept(o.b, o.it, rows[i].when, person(o.b, rows[i].by), "2026-12-01");
		if (clock_of(&o)->state != rows[i].want)
			fail_msg("row %zu: %d", i, (int)clock_of(&o)->state);
		build_free(o.b);
	}
}

/* The accountable risk owner may accept, though assigned; and authority ends somewhere. */
static void
authority(void **state)
{
	static const struct {
		unsigned choices;
		int up_to;
		const char *from, *to;
		enum clock_state want;
	} rows[] = {
		{0, 4, NULL, NULL, CLOCK_MET},
		{1u << CHOICE_ACCEPT, 3, NULL, NULL, CLOCK_MET},
		{1u << CHOICE_TRANSFER, 4, NULL, NULL, CLOCK_BREACHED},
		{0, 2, NULL, NULL, CLOCK_BREACHED},
		{0, 4, "2026-11-03T00:00:00Z", NULL, CLOCK_BREACHED},
		{0, 4, "2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z", CLOCK_BREACHED},
		{0, 4, "2026-11-02", NULL, CLOCK_UNKNOWN}, /* that day in no zone */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-11-20T00:00:00Z");

		o.it->owners.v[0].accountable = true;
		(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "olga"), "2027-01-01");
		add_authority(o.b, "olga", rows[i].choices, rows[i].up_to);
		if (rows[i].from != NULL)
			o.b->authority[0].from = at(o.b, rows[i].from);
		if (rows[i].to != NULL)
			o.b->authority[0].to = at(o.b, rows[i].to);
		if (clock_of(&o)->state != rows[i].want)
			fail_msg("row %zu: %d: %s", i, (int)clock_of(&o)->state, clock_of(&o)->why);
		build_free(o.b);
	}
}

/* The assignee at that instant, not the one of today. */
static void
assignee_then(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");
	struct who ann = person(o.b, "ann"), olga = person(o.b, "olga");
	struct event *e;

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	add_authority(o.b, "olga", 0, 4);
	e = add_event(o.b, o.it, "2026-11-01T12:00:00Z", EVENT_ASSIGN, person(o.b, "rita"));
	e->was = &olga;
	e->to_party = person(o.b, "ann");
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"), "2027-01-01");
	e = add_event(o.b, o.it, "2026-11-03T00:00:00Z", EVENT_ASSIGN, person(o.b, "rita"));
	e->was = &ann;
	e->to_party = person(o.b, "olga");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED); /* ann had it then */
	o.it->events[1].actor = person(o.b, "olga");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->events[1].at = at(o.b, "2026-11-01T06:00:00Z");  /* before the first change: "from" */
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
acceptances(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct assessment *out;

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_accept(o.b, o.it, "2026-11-02T00:00:00Z", person(o.b, "ann"),
		"2026-12-20T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_MET);
	assert_int_equal(result_of(out, 0)->overlays & ACCEPTED, ACCEPTED);
	assert_int_equal(result_of(out, 0)->accepted_until, o.b->cfg.as_of);
	/* Ended while open, nothing new decided: breached at its end. */
	o.it->events[0].until = at(o.b, "2026-12-19T23:59:59Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_BREACHED);
	assert_true(out->clocks[0].overdue_undecided);
	assert_int_equal(result_of(out, 0)->overlays & ACCEPTED, 0);
	assert_int_equal(result_of(out, 0)->overlays & UNDECIDED, UNDECIDED);
	/* A new decision before the end. */
	(void)add_fix(o.b, o.it, "2026-12-19T00:00:00Z", "2027-01-01T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	/* After it: too late. */
	o.it->events[1].at = at(o.b, "2026-12-20T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_BREACHED);
	assert_false(out->clocks[0].overdue_undecided);
	/* Closed before the end. */
	o.it->events[1].closes = true;
	o.it->events[1].kind = EVENT_CLOSE;
	o.it->events[1].at = at(o.b, "2026-12-10T00:00:00Z");
	o.it->tracker_open = false;
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	/* An end on an exact date is that day's last instant. */
	o.it->tracker_open = true;
	o.it->nevents = 1;
	o.it->events[0].until = at(o.b, "2026-12-20");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	build_free(o.b);
}

/* Register rows decide like log entries, with a requester to keep apart. */
static void
register_rows(void **state)
{
	struct one o = one_new("2026-11-20T00:00:00Z");
	struct acceptance *row = &o.b->acceptances[o.b->m.nacceptances++];

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	*row = (struct acceptance){.item = 0, .control = UINT32_MAX, .reason = "late patch",
		.approver = person(o.b, "ann"), .requester = person(o.b, "bo"),
		.granted = at(o.b, "2026-11-02T00:00:00Z"),
		.expires = at(o.b, "2027-02-01T00:00:00Z")};
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	row->requester = person(o.b, "ann");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	row->requester = named(RES_UNKNOWN, NULL);
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	row->requester = person(o.b, "bo");
	row->reason = "";
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	row->reason = "late patch";
	row->state_raw = "Requested";
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	row->state_raw = "Something";
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	build_free(o.b);
}

/* 192 days: open after that without an acceptance in force is BREACHED, decided or not. */
static void
too_old(void **state)
{
	struct one o = one_new("2027-05-12T00:00:00Z"); /* T0 + 192 d */

	(void)state;
	add_authority(o.b, "ann", 0, 4);
	(void)add_fix(o.b, o.it, "2026-11-02T00:00:00Z", "2028-01-01T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.b->cfg.as_of += 1;
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	(void)add_accept(o.b, o.it, "2027-05-01T00:00:00Z", person(o.b, "ann"), "2027-08-01");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.b->cfg.has_authority = false; /* now nobody knows */
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->nevents = 1;
	/* Closed in time, then seen much later: still MET. And closed too late: for good BREACHED. */
	o.b->cfg.as_of = at(o.b, "2028-01-01T00:00:00Z").lo;
	o.b->roster.as_of = o.b->items.as_of = instant_exact(o.b->cfg.as_of);
	o.it->tracker_open = false;
	o.it->closed = at(o.b, "2027-05-12T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->closed = at(o.b, "2027-05-13T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
reopening(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct event *e;

	(void)state;
	e = add_event(o.b, o.it, "2026-11-02T00:00:00Z", EVENT_CLOSE, person(o.b, "olga"));
	e->choice = CHOICE_FIX;
	e->closes = true;
	e = add_event(o.b, o.it, "2026-11-20T00:00:00Z", EVENT_REOPEN, person(o.b, "rita"));
	e->reopens = true;
	assert_int_equal(clock_of(&o)->state, CLOCK_MET); /* nor does it restart the clock */
	o.it->events[0].choice = CHOICE_NONE;
	o.it->events[0].actor = named(RES_MACHINE, "bot");
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	build_free(o.b);
}

static void
histories(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");

	(void)state;
	o.it->truncated = true;
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	(void)add_fix(o.b, o.it, "2026-11-02T00:00:00Z", "2027-01-01T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_MET);
	o.it->events[0].at = at(o.b, "2026-12-02T00:00:00Z");
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	o.it->truncated = false;
	assert_int_equal(clock_of(&o)->state, CLOCK_BREACHED);
	o.it->has_history = false;
	assert_int_equal(clock_of(&o)->state, CLOCK_UNKNOWN);
	build_free(o.b);
}

static void
duplicates(void **state)
{
	struct one o = one_new("2026-12-20T00:00:00Z");
	struct item *orig = add_item(o.b, o.c, "SEC-2", "2026-11-10T00:00:00Z");
	struct assessment *out;

	(void)state;
	orig->evaluated = orig->detected;
	/* In time from the 10th (due the 17th), late from the 1st (evaluated within 5 days: the 13th). */
	(void)add_fix(o.b, orig, "2026-11-14T00:00:00Z", "2027-01-01T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_BREACHED);
	assert_int_equal(out->clocks[1].state, CLOCK_MET);
	/* Marked before its due: left out, and its start passes on. */
	o.it->duplicate_of = 1;
	o.it->duplicate_at = at(o.b, "2026-11-07T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_NONE);
	assert_int_equal(out->clocks[1].state, CLOCK_BREACHED);
	assert_instant(&o, &out->clocks[1].start, T0, T0);
	assert_int_equal(result_of(out, 0)->d.n, 1);
	/* Marked later: its breach stays, its start passes on all the same. */
	o.it->duplicate_at = at(o.b, "2026-11-09T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_BREACHED);
	assert_int_equal(out->clocks[1].state, CLOCK_BREACHED);
	/* Each the duplicate of the other: neither gets away. */
	o.it->duplicate_at = at(o.b, "2026-11-02T00:00:00Z");
	orig->duplicate_of = 0;
	orig->duplicate_at = at(o.b, "2026-11-11T00:00:00Z");
	out = build_judge(o.b);
	assert_int_equal(out->clocks[0].state, CLOCK_BREACHED);
	assert_int_equal(out->clocks[1].state, CLOCK_MET);
	build_free(o.b);
}

/* D over clocks that ended in the period. */
static void
period(void **state)
{
	static const struct {
		const char *from, *decided;
		bool open;
		uint64_t n, good, bad;
	} rows[] = {
		{NULL, "2026-11-02T00:00:00Z", true, 1, 1, 0},
		{"2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", true, 1, 1, 0},
		{"2026-11-02T00:00:01Z", "2026-11-02T00:00:00Z", true, 0, 0, 0},
		{"2026-11-30T00:00:00Z", NULL, true, 1, 0, 1},   /* undecided and open: in every period */
		{"2026-11-30T00:00:00Z", NULL, false, 0, 0, 0},  /* closed on the 20th */
		{"2026-11-20T00:00:00Z", NULL, false, 1, 0, 1},
		{"2026-11-02T12:00:00Z", "2026-11-02", true, 1, 0, 0}, /* perhaps before: unknown */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct one o = one_new("2026-12-20T00:00:00Z");
		struct dim *d;

		if (rows[i].from != NULL)
			o.b->cfg.period_from = at(o.b, rows[i].from).lo;
		if (rows[i].decided != NULL)
			(void)add_fix(o.b, o.it, rows[i].decided, "2027-01-01T00:00:00Z");
		if (!rows[i].open) {
			struct event *e = add_event(o.b, o.it, "2026-11-20T00:00:00Z", EVENT_CLOSE,
				named(RES_MACHINE, "bot"));

			e->closes = true;
			e->choice = CHOICE_FIX;
			o.it->tracker_open = false;
		}
		d = &result_of(build_judge(o.b), 0)->d;
		if (d->n != rows[i].n || d->good != rows[i].good || d->bad != rows[i].bad)
			fail_msg("row %zu: %d %d %d", i, (int)d->n, (int)d->good, (int)d->bad);
		build_free(o.b);
	}
}

/* No ended clock: proved empty only by a whole, recent source that reaches back. */
static void
proved_empty(void **state)
{
	struct build *b = build_new("2026-12-20T00:00:00Z");
	struct dim *d;

	(void)state;
	(void)add_control(b, "ac-2", MILLION);
#define EMPTY_IS(want)                                                                             \
	do {                                                                                       \
		d = &result_of(build_judge(b), 0)->d;                                              \
		assert_int_equal(d->empty, (want));                                                \
		assert_true(d->empty || (d->lo == 0 && d->hi == MILLION));                         \
	} while (0)
	EMPTY_IS(true);
	b->items.complete = TRI_U;
	EMPTY_IS(false);
	b->items.has_total = true;
	b->items.total = b->items.listed = 7;
	EMPTY_IS(true);
	b->items.listed = 6;
	EMPTY_IS(false);
	b->items.complete = TRI_T;
	b->items.truncated_history = true;
	EMPTY_IS(false);
	b->items.truncated_history = false;
	b->items.as_of = at(b, "2026-11-15T00:00:00Z"); /* 35 days before */
	EMPTY_IS(true);
	b->items.as_of = at(b, "2026-11-14T23:59:59Z");
	EMPTY_IS(false);
	b->items.as_of = instant_unknown();
	EMPTY_IS(false);
	b->items.as_of = instant_exact(b->cfg.as_of);
	b->cfg.period_from = at(b, "2026-01-01T00:00:00Z").lo;
	b->items.oldest = b->cfg.period_from + 1;
	EMPTY_IS(false);
	b->items.oldest = b->cfg.period_from;
	EMPTY_IS(true);
	b->m.given &= ~(unsigned)ROLE_ITEM;
	EMPTY_IS(false);
	build_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states), cmocka_unit_test(margin), cmocka_unit_test(months),
		cmocka_unit_test(zones), cmocka_unit_test(severity_raise),
		cmocka_unit_test(severity_lowering), cmocka_unit_test(severity_unknown),
		cmocka_unit_test(starts), cmocka_unit_test(start_unsure), cmocka_unit_test(decisions),
		cmocka_unit_test(due_dates), cmocka_unit_test(authority),
		cmocka_unit_test(assignee_then), cmocka_unit_test(acceptances),
		cmocka_unit_test(register_rows), cmocka_unit_test(too_old), cmocka_unit_test(reopening),
		cmocka_unit_test(histories), cmocka_unit_test(duplicates), cmocka_unit_test(period),
		cmocka_unit_test(proved_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
