/*
 * Clocks of items that come the whole way: records, join, judge.  Each row is one
 * sentence of judgement.md or of READINGS.md on which a clock hangs; the second
 * judge (tests/judge) was written from the same sentences.
 */
#include "tests/unit/join_help.h"

#include "checker/judge/slots.h"

#define AS_OF "2026-11-01T00:00:00Z"
#define ITEM "'record':'item','tracker':'j','key':'1','reporter':'di@x'," \
	"'assignee':'di@x'"
#define WHOLE ITEM ",'has_history':true"
#define HIGH WHOLE ",'type':'finding','severity':'high','detected':'2026-10-20T00:00:00Z'"
#define OLD WHOLE ",'type':'finding','severity':'high','detected':'2026-10-01T00:00:00Z'"
#define GRANTED "'record':'acceptance','tracker':'j','item':'1','approver':'bo@x','requester':" \
	"'cy@x','reason':'r','expires':'2027-01-01','granted':"
#define ENTRY "'record':'event','tracker':'j','item':'1'"
#define BO ENTRY ",'actor':'bo@x'"
#define FIX ",'kind':'decide','choice':'fix','until':'2026-12-01'"
#define ACCEPT ",'kind':'decide','choice':'accept','until':"
#define CLOSE ",'kind':'close','closes':true"

struct row {
	const char *what, *item, *other; /* other: the same item in a second source, or a register row */
	const char *log[3];
	enum clock_state want;
	bool undecided;
	const char *from;                /* the period's beginning */
	const char *due_lo, *due_hi;     /* NULL: not asked */
};

static const struct row rows[] = {
	/* Severity (2). */
	{"2: blank in one record, a word in another", WHOLE ",'type':'finding','severity':'',"
		"'detected':'2026-10-20T00:00:00Z'", HIGH, {NULL}, CLOCK_UNKNOWN, false, NULL,
		"2026-10-23T00:00:00Z", "2026-11-01T00:00:00Z"},
	{"2: informational in one record, blank in another", WHOLE ",'type':'finding','severity':"
		"'info','detected':'2026-10-20T00:00:00Z'", WHOLE ",'severity':''", {NULL},
		CLOCK_UNKNOWN, false, NULL, "2026-10-23T00:00:00Z", "2027-01-23T00:00:00Z"},
	{"2: a priority beside a blank severity is the highest word known", WHOLE ",'type':'finding',"
		"'severity':'','priority':'high','detected':'2026-10-20T00:00:00Z'", NULL, {NULL},
		CLOCK_UNKNOWN, false, NULL, "2026-10-23T00:00:00Z", "2026-11-01T00:00:00Z"},
	{"2: a priority counts only where the log has no severity word", WHOLE ",'type':'finding',"
		"'priority':'critical','detected':'2026-10-30T00:00:00Z'", NULL,
		{ENTRY ",'kind':'severity','at':'2026-10-31T00:00:00Z','from':'low','severity':'low'"},
		CLOCK_RUNNING, false, NULL, "2027-01-28T00:00:00Z", "2027-02-02T00:00:00Z"},
	{"15: lowered to info without approval, the clock goes on under the old limit", WHOLE
		",'type':'finding','severity':'info','detected':'2026-10-01T00:00:00Z'", NULL,
		{ENTRY ",'actor':'di@x','kind':'severity','at':'2026-10-28T00:00:00Z','from':'high',"
		"'severity':'info'"}, CLOCK_BREACHED, true, NULL, "2026-10-08T00:00:00Z",
		"2026-10-13T00:00:00Z"},
	{"72: a word that nobody knows binds MET from the start", WHOLE ",'type':'finding',"
		"'severity':'high','detected':'2026-10-20T00:00:00Z'", NULL,
		{ENTRY ",'kind':'severity','at':'2026-10-24T00:00:00Z','from':'high','to':'Sev-X'"},
		CLOCK_UNKNOWN, false, NULL, "2026-10-23T00:00:00Z", "2026-11-01T00:00:00Z"},
	{"2: what another source says later stays beside the log", WHOLE ",'type':'finding',"
		"'severity':'low','detected':'2026-10-20T00:00:00Z'", WHOLE ",'severity':'critical'",
		{ENTRY ",'kind':'severity','at':'2026-11-03T00:00:00Z','from':'moderate',"
		"'severity':'low'"}, CLOCK_BREACHED, true, NULL, "2026-10-23T00:00:00Z",
		"2026-10-28T00:00:00Z"},
	{"14: a raise at the very start counts from there, without the days for evaluation", WHOLE
		",'type':'finding','severity':'high','detected':'2026-10-29T00:00:00Z'", NULL,
		{ENTRY ",'kind':'severity','at':'2026-10-29T00:00:00Z','from':'low',"
		"'severity':'high'"}, CLOCK_RUNNING, false, NULL, "2026-11-05T00:00:00Z",
		"2026-11-05T00:00:00Z"},
	/* Start and due date (7). */
	{"73: evaluated in the record and earlier in the log", HIGH
		",'evaluated':'2026-10-24T00:00:00Z'", NULL,
		{ENTRY ",'kind':'status','evaluated':true,'at':'2026-10-22T00:00:00Z'"},
		CLOCK_BREACHED, true, NULL, "2026-10-29T00:00:00Z", "2026-10-29T00:00:00Z"},
	{"74: a CCI among the tests names one: without its failure the clock never runs", WHOLE
		",'type':'finding','severity':'high','created':'2026-10-31T00:00:00Z',"
		"'tests':[{'scheme':'cci','id':'CCI-000010'}]", NULL, {NULL}, CLOCK_UNKNOWN, false,
		NULL, NULL, NULL},
	/* Decisions (7) and their order (2). */
	{"70: a decision without an instant may have been in time", WHOLE ",'type':'finding',"
		"'severity':'high','detected':'2026-09-01T00:00:00Z'", NULL, {BO FIX},
		CLOCK_UNKNOWN, false, NULL, NULL, NULL},
	{"71: a decision on the day of as_of, due within that day", HIGH
		",'evaluated':'2026-10-25T00:00:00Z'", NULL, {BO ",'at':'2026-11-01'" FIX},
		CLOCK_UNKNOWN, false, NULL, NULL, NULL},
	{"2: entries without a zone are ordered as UTC: it was fixed after it was accepted", WHOLE
		",'type':'finding','severity':'low','detected':'2026-10-20T00:00:00Z',"
		"'status':'closed'", NULL, {BO ",'at':'2026-10-28T06:00:00Z'" ACCEPT
		"'2026-10-30T00:00:00Z'", BO ",'at':'2026-10-28 10:00'" CLOSE ",'choice':'fix'"},
		CLOCK_MET, false, NULL, NULL, NULL},
	{"75: an acceptance of its own without an end has none from the due date", HIGH
		",'due':'2026-12-01'", NULL, {BO ",'at':'2026-10-21T00:00:00Z','kind':'decide',"
		"'choice':'accept'"}, CLOCK_UNKNOWN, false, NULL, NULL, NULL},
	{"11: a closing as accepted ends with the due date in force", HIGH ",'due':'2026-12-01'",
		NULL, {BO ",'at':'2026-10-21T00:00:00Z','choice':'accept'" CLOSE}, CLOCK_MET, false,
		NULL, NULL, NULL},
	{"7: who had it before the first entry, under another name of his", WHOLE ",'type':'finding',"
		"'severity':'high','detected':'2026-10-10T00:00:00Z'", NULL,
		{BO ",'at':'2026-10-21T00:00:00Z','kind':'decide','choice':'avoid'",
		ENTRY ",'kind':'assign','at':'2026-10-22T00:00:00Z','from':'Lee, Bo',"
		"'to_party':'di@x'"}, CLOCK_BREACHED, true, NULL, NULL, NULL},
	{"7: nobody had it before the first entry", HIGH, NULL,
		{BO ",'at':'2026-10-21T00:00:00Z','kind':'decide','choice':'avoid'",
		ENTRY ",'kind':'assign','at':'2026-10-22T00:00:00Z','from':'TBD',"
		"'to_party':'di@x'"}, CLOCK_MET, false, NULL, NULL, NULL},
	{"153: accepted before there was anything to accept", OLD, NULL,
		{BO ",'at':'2026-09-30T23:59:59Z'" ACCEPT "'2027-01-01'"}, CLOCK_BREACHED, true, NULL,
		NULL, NULL},
	{"153: accepted at its first instant", OLD, NULL,
		{BO ",'at':'2026-10-01T00:00:00Z'" ACCEPT "'2027-01-01'"}, CLOCK_MET, false, NULL,
		NULL, NULL},
	{"153: before it was detected, but not before it was made", OLD
		",'created':'2026-09-28T00:00:00Z'", NULL,
		{BO ",'at':'2026-09-30T23:59:59Z'" ACCEPT "'2027-01-01'"}, CLOCK_MET, false, NULL,
		NULL, NULL},
	{"153: perhaps before, in a register", OLD, GRANTED "'2026-09-30'", {NULL}, CLOCK_MET, false,
		NULL, NULL, NULL},
	{"153: surely before, in a register", OLD, GRANTED "'2026-09-29'", {NULL}, CLOCK_BREACHED,
		true, NULL, NULL, NULL},
	/* Acceptances and what is open (6, 7). */
	{"7: a shorter acceptance after a longer one ends: what was granted before it is nothing new",
		HIGH, NULL, {BO ",'at':'2026-10-21T00:00:00Z'" ACCEPT "'2027-01-01'",
		BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'"}, CLOCK_BREACHED,
		false, NULL, NULL, NULL},
	{"7: a longer acceptance after a shorter one renews it", HIGH, NULL,
		{BO ",'at':'2026-10-21T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'",
		BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2027-01-01'"}, CLOCK_MET, false, NULL, NULL,
		NULL},
	{"76: an acceptance after the closing ends: the item was open", HIGH ",'status':'closed'",
		NULL, {BO ",'at':'2026-10-21T00:00:00Z','choice':'fix'" CLOSE,
		BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'"},
		CLOCK_BREACHED, true, NULL, NULL, NULL},
	{"76: the same in a register", HIGH ",'status':'closed'", "'record':'acceptance','tracker':"
		"'j','item':'1','approver':'bo@x','requester':'cy@x','reason':'r','granted':"
		"'2026-10-22T00:00:00Z','expires':'2026-10-28T00:00:00Z'",
		{BO ",'at':'2026-10-21T00:00:00Z','choice':'fix'" CLOSE}, CLOCK_BREACHED, true, NULL,
		NULL, NULL},
	{"76: closed later, by a word that says nothing: in doubt", HIGH ",'status':'closed'", NULL,
		{BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'",
		BO ",'at':'2026-10-24T00:00:00Z'" CLOSE}, CLOCK_UNKNOWN, false, NULL, NULL, NULL},
	{"76: closed by its record alone, which has no word for it: in doubt", HIGH
		",'status':'closed','closed':'2026-10-24T00:00:00Z'", NULL,
		{BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'"},
		CLOCK_UNKNOWN, false, NULL, NULL, NULL},
	{"76: a machine chooses nothing: what it closes stays accepted", HIGH ",'status':'closed'",
		NULL, {BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'",
		ENTRY ",'actor':{'raw':'bot','machine':true},'at':'2026-10-24T00:00:00Z',"
		"'choice':'fix'" CLOSE}, CLOCK_BREACHED, true, NULL, NULL, NULL},
	{"76: closed later as fixed: over", HIGH ",'status':'closed'", NULL,
		{BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'",
		BO ",'at':'2026-10-24T00:00:00Z','choice':'fix'" CLOSE}, CLOCK_MET, false, NULL,
		NULL, NULL},
	{"7: an acceptance that ends breaches also where the start is not known", WHOLE
		",'type':'risk','severity':'high'", NULL,
		{BO ",'at':'2026-10-22T00:00:00Z'" ACCEPT "'2026-10-28T00:00:00Z'"},
		CLOCK_BREACHED, true, NULL, NULL, NULL},
	{"18: a closing in doubt does not make an ended acceptance answer for the item", HIGH
		",'status':'closed'", NULL,
		{BO ",'at':'2026-10-26T10:00:00Z'" ACCEPT "'2026-10-29T00:00:00Z'",
		ENTRY ",'actor':'zz@x','at':'2026-10-30T06:00:00Z','choice':'false-positive'" CLOSE},
		CLOCK_BREACHED, true, NULL, NULL, NULL},
	/* The period (11, Clock end). */
	{"11: a doubtful decision after the closing", WHOLE ",'type':'finding','severity':'critical',"
		"'status':'closed','detected':'2026-07-24T00:00:00Z'", NULL,
		{ENTRY ",'actor':{'raw':'bot','machine':true},'at':'2026-09-04T00:00:00Z'" CLOSE,
		ENTRY ",'actor':'zz@x','at':'2026-10-25T12:00:00Z','kind':'decide',"
		"'choice':'avoid'"}, CLOCK_UNKNOWN, true, "2026-10-22T00:00:00Z", NULL, NULL},
	{"11: a doubtful decision before the period, the item still open", WHOLE ",'type':'finding',"
		"'severity':'high','detected':'2026-06-04T00:00:00Z'", NULL,
		{ENTRY ",'actor':'zz@x','at':'2026-07-12T12:00:00Z'" FIX}, CLOCK_UNKNOWN, true,
		"2026-08-01T00:00:00Z", NULL, NULL},
	{"77: decided late before the period, open, and that plan's day has passed", WHOLE
		",'type':'finding','severity':'high','detected':'2026-06-04T00:00:00Z'", NULL,
		{BO ",'at':'2026-07-12T12:00:00Z','kind':'decide','choice':'fix',"
		"'until':'2026-09-01'"}, CLOCK_BREACHED, true, "2026-08-01T00:00:00Z", NULL, NULL},
	{"77: the same, closed since: nothing is left to decide", WHOLE ",'type':'finding',"
		"'severity':'high','status':'closed','detected':'2026-06-04T00:00:00Z'", NULL,
		{BO ",'at':'2026-07-12T12:00:00Z','kind':'decide','choice':'fix',"
		"'until':'2026-09-01'", BO ",'at':'2026-07-14T12:00:00Z'" CLOSE}, CLOCK_BREACHED,
		false, "2026-08-01T00:00:00Z", NULL, NULL},
};

static struct world *
world_of(const struct row *r)
{
	static const char *const people[] = {"bo", "cy", "di"};
	struct world *w = world_new(AS_OF);

	w->cfg.zone = NULL;
	w->cfg.has_authority = true;
	w->cfg.authority = ARENA_NEW(w->a, struct authority);
	w->cfg.nauthority = 1;
	w->cfg.authority[0] = (struct authority){.party = {.raw = "bo@x"}, .up_to = 4};
	if (r->from != NULL)
		w->cfg.period_from = world_ns(w, r->from);
	world_source(w, "hr")->as_of = instant_exact(w->cfg.as_of);
	for (size_t i = 0; i < 3; i++)
		world_add(w, "hr", arena_printf(w->a, "{'record':'party','ids':[{'ns':'email',"
			"'value':'%s@x'}],'name':'%s','active':'T','hired':'2020-01-01'}", people[i],
			i == 0 ? "Bo Lee" : people[i]));
	world_add(w, "j", arena_printf(w->a, "{%s}", r->item));
	if (r->other != NULL)
		world_add(w, "other", arena_printf(w->a, "{%s}", r->other));
	for (size_t i = 0; i < 3 && r->log[i] != NULL; i++)
		world_add(w, "j", arena_printf(w->a, "{%s,'id':'%zu'}", r->log[i], i));
	for (size_t i = 0; i < w->nsources; i++)
		w->sources[i].zone = NULL;
	world_freeze(w);
	return w;
}

static void
models(void **state)
{
	struct slots slots = slots_builtin();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *r = &rows[i];
		struct world *w = world_of(r);
		const struct clock *c = &judge_slots(w->m, &slots, w->a)->clocks[0];

		if (c->state != r->want || c->overdue_undecided != r->undecided)
			fail_msg("%s: state %d undecided %d: %s", r->what, (int)c->state,
				c->overdue_undecided, c->why);
		if (r->due_lo != NULL && (!str_same(instant_utc_dup(w->a, c->due.lo), r->due_lo)
			|| !str_same(instant_utc_dup(w->a, c->due.hi), r->due_hi)))
			fail_msg("%s: due %s to %s", r->what, instant_utc_dup(w->a, c->due.lo),
				instant_utc_dup(w->a, c->due.hi));
		world_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
