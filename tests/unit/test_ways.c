/* The ways of items: who had them, empty moves, escalations, slips, pauses (method.md 2.3, 2.4). */
#include "tests/unit/join_help.h"

#include "checker/judge/slots.h"

#define AS_OF "2026-11-01T00:00:00Z"
#define HOUR (INT64_C(3600) * NS_SECOND)
#define ENTRY(what, at) "{'record':'event','tracker':'j','item':'1','at':'2026-10-" at "Z'," what "}"
#define TO(who, was) "'kind':'assign','actor':'di@x','from':'" was "','to_party':'" who "'"
#define TEAM(was, now) "'kind':'team','actor':'di@x','from':'" was "','to':'" now "'"
#define STATE(now, by) "'kind':'status','actor':'" by "','to':'" now "'"
#define DUE(was, now) "'kind':'due','actor':'di@x','from':'" was "','to':'" now "','until':'" now "'"

/* Times in hours; -1: not asked. */
struct row {
	const char *what, *log[7];
	enum timeline_owner owner;
	int to_owner, unowned, unknown, empty, pending, escalated, undecided, open, slips, slipped;
	int pauses, own, paused, net, reopened;
};

/* Found and made on 2 October, open on 1 November: 30 days, 720 hours. */
static const struct row rows[] = {
	{"owned from his first entry", {ENTRY(TO("bo@x", ""), "03T00:00:00"),
		ENTRY("'kind':'comment','actor':'cy@x'", "04T00:00:00"),
		ENTRY("'kind':'comment','actor':'bo@x'", "05T12:00:00")}, TIMELINE_OWNED,
		84, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"taken by himself", {ENTRY("'kind':'assign','actor':'bo@x','from':'','to_party':'bo@x'",
		"02T06:00:00")}, TIMELINE_OWNED, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"assigned, and nothing done", {ENTRY(TO("bo@x", ""), "03T00:00:00")}, TIMELINE_ASSIGNED,
		-1, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"a queue is nobody", {ENTRY(TO("TBD", "TBD"), "03T00:00:00"),
		ENTRY("'kind':'comment','actor':'bo@x'", "05T12:00:00")}, TIMELINE_NOBODY,
		-1, 720, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"he left on the 12th", {ENTRY(TO("ed@x", ""), "02T00:00:00"),
		ENTRY("'kind':'comment','actor':'ed@x'", "03T00:00:00")}, TIMELINE_OWNED,
		24, 480, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"whose it was before the log tells is not known", {ENTRY("'kind':'assign','actor':'di@x',"
		"'to_party':'bo@x'", "03T00:00:00"),
		ENTRY("'kind':'comment','actor':'bo@x'", "03T01:00:00")}, TIMELINE_OWNED,
		25, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 0},
	{"moves: answered to the second, in the same instant, too late, not yet", {
		ENTRY(TEAM("A", "B"), "03T00:00:00"), ENTRY(STATE("In Work", "bo@x"), "05T00:00:00"),
		ENTRY(TEAM("B", "C"), "10T00:00:00"), ENTRY(STATE("In Work", "bo@x"), "12T00:00:01"),
		ENTRY(STATE("Next", "bo@x"), "20T00:00:00"), ENTRY(TEAM("C", "A"), "20T00:00:00"),
		ENTRY(TEAM("A", "D"), "31T00:00:00")}, -1, -1, -1, -1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
		720, 0},
	{"moves: talk and waiting are no progress", {ENTRY(TEAM("A", "B"), "03T00:00:00"),
		ENTRY("'kind':'comment','actor':'bo@x'", "03T01:00:00"),
		ENTRY(STATE("On Hold", "cy@x"), "04T00:00:00"),
		ENTRY(STATE("Open", "cy@x"), "06T00:00:00")}, -1, -1, -1, -1, 1, 0, 0, 0, 0, 0, 0, 1,
		-1, 48, -1, 0},
	{"escalated: decided in 7 days, not decided, not yet", {
		ENTRY("'kind':'escalate','actor':'di@x'", "03T00:00:00"),
		ENTRY("'kind':'decide','choice':'fix','until':'2026-12-01','actor':'bo@x'", "10T00:00:00"),
		ENTRY("'kind':'escalate','actor':'di@x'", "15T00:00:00"),
		ENTRY("'kind':'escalate','actor':'di@x'", "30T00:00:00")}, -1, -1, -1, -1, 0, 0, 3, 1,
		1, 0, 0, 0, 0, 0, 720, 0},
	{"slips: later, earlier, later; taken away and set again", {
		ENTRY(DUE("2026-12-01T00:00:00Z", "2026-12-11T00:00:00Z"), "03T00:00:00"),
		ENTRY(DUE("2026-12-11T00:00:00Z", "2026-12-06T00:00:00Z"), "04T00:00:00"),
		ENTRY(DUE("2026-12-06T00:00:00Z", ""), "05T00:00:00"),
		ENTRY(DUE("", "2026-12-20T00:00:00Z"), "06T00:00:00")}, -1, -1, -1, -1, 0, 0, 0, 0, 0,
		2, 24 * 24, 0, 0, 0, 720, 0},
	{"pauses: one by another, one by the one who has it", {ENTRY(TO("bo@x", ""), "02T00:00:00"),
		ENTRY(STATE("On Hold", "cy@x"), "05T00:00:00"), ENTRY(STATE("Open", "bo@x"),
		"07T00:00:00"), ENTRY(STATE("Awaiting Vendor", "bo@x"), "08T00:00:00"),
		ENTRY(STATE("Pending", "cy@x"), "08T12:00:00"),
		ENTRY(STATE("Open", "bo@x"), "09T00:00:00")}, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 2, 1,
		72, 720 - 48, 0},
	{"pauses: more than half of its life is no pause", {ENTRY(TO("bo@x", ""), "02T00:00:00"),
		ENTRY(STATE("Waiting for customer", "cy@x"), "05T00:00:00")}, -1, -1, -1, -1, 0, 0, 0,
		0, 0, 0, 0, 1, 0, 648, 720, 0},
	{"closed and reopened, closed again", {ENTRY("'kind':'close','closes':true,'actor':'bo@x'",
		"05T00:00:00"), ENTRY("'kind':'reopen','reopens':true,'actor':'di@x'", "07T00:00:00")},
		-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720, 1},
};

static struct world *
people_new(void)
{
	static const char *const people[] = {"bo", "cy", "di"};
	struct world *w = world_new(AS_OF);

	world_source(w, "hr")->as_of = instant_exact(w->cfg.as_of);
	for (size_t i = 0; i < 3; i++)
		world_add(w, "hr", arena_printf(w->a, "{'record':'party','ids':[{'ns':'email','value':"
			"'%s@x'}],'active':'T','hired':'2020-01-01'}", people[i]));
	world_add(w, "hr", "{'record':'party','ids':[{'ns':'email','value':'ed@x'}],'active':'F',"
		"'hired':'2020-01-01','left':'2026-10-12T00:00:00Z'}");
	return w;
}

static void
expect(const char *row, const char *what, int64_t got, int want, int64_t unit)
{
	if (want >= 0 && got != want * unit)
		fail_msg("%s: %s is %lld, not %lld", row, what, (long long)got,
			(long long)(want * unit));
}

static void
check(const struct row *r, const struct timeline *t)
{
	assert_true(t->known && t->exact);
	if ((int)r->owner >= 0 && t->owner != r->owner)
		fail_msg("%s: owner %d", r->what, (int)t->owner);
	expect(r->what, "life", t->life, 720, HOUR);
	expect(r->what, "to owner", t->to_owner, r->to_owner, HOUR);
	expect(r->what, "unowned", t->unowned, r->unowned, HOUR);
	expect(r->what, "unknown", t->owner_unknown, r->unknown, HOUR);
	expect(r->what, "empty", t->moves_empty, r->empty, 1);
	expect(r->what, "pending", t->moves_pending, r->pending, 1);
	expect(r->what, "escalations", t->escalations, r->escalated, 1);
	expect(r->what, "undecided", t->escalations_undecided, r->undecided, 1);
	expect(r->what, "open", t->escalations_open, r->open, 1);
	expect(r->what, "slips", t->slips, r->slips, 1);
	expect(r->what, "slipped", t->slipped, r->slipped, HOUR);
	expect(r->what, "pauses", t->pauses, r->pauses, 1);
	expect(r->what, "own pauses", t->pauses_own, r->own, 1);
	expect(r->what, "paused", t->paused, r->paused, HOUR);
	expect(r->what, "net", t->net, r->net, HOUR);
	expect(r->what, "reopened", t->reopened, r->reopened, 1);
}

static void
ways(void **state)
{
	struct slots slots = slots_builtin();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = people_new();

		world_add(w, "j", "{'record':'item','tracker':'j','key':'1','type':'finding',"
			"'severity':'high','detected':'2026-10-02T00:00:00Z','created':"
			"'2026-10-02T00:00:00Z','reporter':'di@x','has_history':true}");
		for (size_t k = 0; k < 7 && rows[i].log[k] != NULL; k++)
			world_add(w, "j", rows[i].log[k]);
		world_freeze(w);
		check(&rows[i], &judge_slots(w->m, &slots, w->a)->timelines[0]);
		world_free(w);
	}
}

/* A day without a zone: the figures are as in UTC, and say so. Without a beginning there are none. */
static void
not_exact(void **state)
{
	struct slots slots = slots_builtin();
	struct world *w = people_new();
	const struct timeline *t;

	(void)state;
	w->cfg.zone = NULL;
	world_source(w, "j")->zone = NULL;
	world_add(w, "j", "{'record':'item','tracker':'j','key':'1','created':'2026-10-02'}");
	world_add(w, "j", "{'record':'item','tracker':'j','key':'2'}");
	world_freeze(w);
	t = judge_slots(w->m, &slots, w->a)->timelines;
	assert_true(t[0].known && !t[0].exact && t[0].life == 720 * HOUR);
	assert_false(t[1].known);
	world_free(w);
}

/* Weights 4, 3, 1 of three owners and 1 of nobody: without the first, 5 of 9 have none. */
static void
burden(void **state)
{
	static const char *const items[][2] = {{"critical", "bo@x"}, {"high", "cy@x"}, {"low", "di@x"},
		{"low", "TBD"}};
	struct slots slots = slots_builtin();
	struct world *w = people_new();
	const struct burden *b;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		world_add(w, "j", arena_printf(w->a, "{'record':'item','tracker':'j','key':'%zu',"
			"'type':'finding','severity':'%s','detected':'2026-10-02T00:00:00Z','evaluated':"
			"'2026-10-02T00:00:00Z','assignee':'%s','has_history':true}", i, items[i][0],
			items[i][1]));
	world_freeze(w);
	b = &judge_slots(w->m, &slots, w->a)->burden;
	assert_true(b->open == 4 && b->closed == 0 && b->weight_open == 9 && b->weight_unowned == 1);
	assert_true(b->owners == 3 && b->bus_factor == 1 && !b->owners_unsure);
	/* critical: due after 3 days, 27 late; high: after 7, 23 late. */
	assert_true(b->overdue == 2 && b->overdue_days == 4 * 27 + 3 * 23);
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways), cmocka_unit_test(not_exact), cmocka_unit_test(burden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
