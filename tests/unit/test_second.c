/*
 * What comparing with the second judge (tests/judge) brought to light, on the first one's side:
 * each row or world is the smallest model that showed it.
 */
#include "tests/unit/join_help.h"

#include "checker/judge/slots.h"

#define AS_OF "2026-11-01T00:00:00Z"
#define ITEM "'record':'item','tracker':'j','key':'1','reporter':'di@x','assignee':'di@x'," \
	"'type':'finding','has_history':true"
#define ENTRY "{'record':'event','tracker':'j','item':'1'"
#define BO ENTRY ",'actor':'bo@x'"
#define BOT ENTRY ",'actor':{'raw':'bot','machine':true}"
#define ACCEPT(until) ",'kind':'decide','choice':'accept','until':'" until "'}"
#define CLOSE ",'kind':'close','closes':true"
#define ASSET(name) "{'ns':'fqdn','value':'" name "'}"

struct row {
	const char *what, *records[5];
	enum clock_state want;
	bool outside;               /* the clock ended before the period, which begins in August */
	const char *due_lo;         /* NULL: not asked */
};

static const struct row rows[] = {
	{"166: of several breaches the last tells whether the clock ended in the period",
		{"{" ITEM ",'severity':'high','detected':'2026-06-04T00:00:00Z'}",
		BO ",'at':'2026-07-01T00:00:00Z'" ACCEPT("2026-07-10T00:00:00Z"),
		BO ",'at':'2026-07-15T00:00:00Z','kind':'decide','choice':'avoid'}",
		BO ",'at':'2026-09-01T00:00:00Z'" ACCEPT("2026-10-25T00:00:00Z")},
		CLOCK_BREACHED, false, NULL},
	{"166: the same without the second acceptance: over before the period",
		{"{" ITEM ",'severity':'high','detected':'2026-06-04T00:00:00Z'}",
		BO ",'at':'2026-07-01T00:00:00Z'" ACCEPT("2026-07-10T00:00:00Z"),
		BO ",'at':'2026-07-15T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_BREACHED, true, NULL},
	{"166: closed in time by its log, open today by its record, and too old",
		{"{" ITEM ",'status':'open','severity':'low','detected':'2026-01-01T00:00:00Z'}",
		BO ",'at':'2026-01-10T00:00:00Z','choice':'fix'" CLOSE "}"},
		CLOCK_BREACHED, false, NULL},
	{"166: closed as accepted without an end: open, and too old",
		{"{" ITEM ",'severity':'low','detected':'2026-01-01T00:00:00Z'}",
		BO ",'at':'2026-01-05T00:00:00Z','choice':'fix'" CLOSE "}",
		ENTRY ",'actor':'di@x','at':'2026-08-10T00:00:00Z','choice':'accept'" CLOSE "}"},
		CLOCK_BREACHED, false, NULL},
	{"161: a machine that closes as accepted accepts nothing for sure",
		{"{" ITEM ",'status':'closed','severity':'high','detected':'2026-06-04T00:00:00Z'}",
		BOT ",'at':'2026-06-20T00:00:00Z','choice':'accept'" CLOSE "}"},
		CLOCK_UNKNOWN, false, NULL},
	{"2: perhaps raised before the clock started: then from the start, not from earlier",
		{"{" ITEM ",'severity':'critical','detected':'2026-10-29T00:00:00Z'}",
		BO ",'at':'2026-10-29','kind':'severity','from':'low','severity':'critical'}"},
		CLOCK_RUNNING, true, "2026-11-01T00:00:00Z"},
	{"162: an authority for a name of two people is that of the one who was there",
		{"{" ITEM ",'severity':'high','detected':'2026-10-20T00:00:00Z'}",
		"{'record':'party','ids':[{'ns':'email','value':'r2@x'}],'name':'Jo Ray',"
		"'active':'F','hired':'2020-01-01','left':'2026-01-01'}",
		ENTRY ",'actor':'r1@x','at':'2026-10-21T00:00:00Z'" ACCEPT("2027-01-01")},
		CLOCK_MET, false, NULL},
	{"2: of two who were there it cannot be told",
		{"{" ITEM ",'severity':'high','detected':'2026-10-20T00:00:00Z'}",
		"{'record':'party','ids':[{'ns':'email','value':'r2@x'}],'name':'Jo Ray',"
		"'active':'T','hired':'2020-01-01'}",
		ENTRY ",'actor':'r1@x','at':'2026-10-21T00:00:00Z'" ACCEPT("2027-01-01")},
		CLOCK_UNKNOWN, false, NULL},
	{"2: somebody else has no authority from it",
		{"{" ITEM ",'severity':'high','detected':'2026-10-01T00:00:00Z'}",
		"{'record':'party','ids':[{'ns':'email','value':'r2@x'}],'name':'Jo Ray',"
		"'active':'F','hired':'2020-01-01','left':'2026-01-01'}",
		ENTRY ",'actor':'cy@x','at':'2026-10-02T00:00:00Z'" ACCEPT("2027-01-01")},
		CLOCK_BREACHED, false, NULL},
	{"166: a row of a register may have opened it again, and that was too long ago",
		{"{" ITEM ",'severity':'low','status':'closed','detected':'2026-03-01T00:00:00Z'}",
		BO ",'at':'2026-04-01T00:00:00Z','choice':'fix'" CLOSE "}",
		"{'record':'acceptance','tracker':'j','item':'1','granted':'2026-10-01T00:00:00Z'}"},
		CLOCK_UNKNOWN, true, NULL},
	{"72: a word that nobody knows, set before the evaluation, may be due before it",
		{"{" ITEM ",'severity':'high','detected':'2026-10-28T00:00:00Z',"
		"'evaluated':'2026-10-30T00:00:00Z'}",
		BO ",'at':'2026-10-28T12:00:00Z','kind':'severity','from':'low'}"},
		CLOCK_RUNNING, true, "2026-11-02T00:00:00Z"},
	{"162: an assignee by his role is whoever held it then",
		{"{'record':'item','tracker':'j','key':'1','reporter':'di@x','assignee':'Keeper',"
		"'type':'finding','has_history':true,'severity':'high',"
		"'detected':'2026-10-20T00:00:00Z'}",
		"{'record':'role','role':'Keeper','party':'cy@x','from':'2026-10-25'}",
		BO ",'at':'2026-10-21T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"2: who has one address is one person, whatever else each record calls him",
		{"{'record':'item','tracker':'j','key':'1','reporter':'di@x','type':'finding',"
		"'assignee':{'raw':'B','ids':[{'ns':'azure','value':'g2'},{'ns':'email',"
		"'value':'b@h'}]},'has_history':true,'severity':'high',"
		"'detected':'2026-09-20T00:00:00Z'}",
		ENTRY ",'actor':{'raw':'Bo','ids':[{'ns':'email','value':'b@h'}]},"
		"'at':'2026-09-21T00:00:00Z'" ACCEPT("2027-01-01")},
		CLOCK_BREACHED, false, NULL},
	{"193: an acceptance that is called expired and would go on",
		{"{" ITEM ",'severity':'high','detected':'2026-10-01T00:00:00Z'}",
		"{'record':'acceptance','tracker':'j','item':'1','granted':'2026-10-02T00:00:00Z',"
		"'approver':'bo@x','requester':'cy@x','reason':'r','state_raw':'Expired',"
		"'expires':'2027-01-01'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"2: an entry without a zone, after a later one, may still tell who had it then",
		{"{" ITEM ",'severity':'high','detected':'2026-10-29T00:00:00Z'}",
		ENTRY ",'actor':'Lee, Bo','at':'2026-10-31T12:00:00Z','kind':'decide','choice':'transfer'}",
		ENTRY ",'id':'1','at':'2026-11-01T00:00:00Z','actor':'bo@x','kind':'assign',"
		"'from':'Bo Lee','to_party':'cy@x'}",
		ENTRY ",'id':'2','actor':'cy@x','kind':'assign','at':{'date':true,"
		"'lo':'2026-10-31T10:00:00Z','hi':'2026-11-02T11:59:59.999999999Z'},"
		"'to_party':'cy@x'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"221: an entry without a date may have given it to who decided",
		{"{" ITEM ",'severity':'low','detected':'2026-10-01T00:00:00Z'}",
		ENTRY ",'id':'1','actor':'cy@x','kind':'assign','to_party':'bo@x'}",
		BO ",'at':'2026-10-25T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"221: an entry without a date may have lowered it at any time",
		{"{" ITEM ",'severity':'low','detected':'2026-10-01T00:00:00Z'}",
		ENTRY ",'id':'1','actor':'cy@x','kind':'severity','from':'critical','severity':'low'}",
		BO ",'at':'2026-10-25T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"221: nor does it make an item informational: it may have been severe",
		{"{" ITEM ",'status':'open','severity':'info','detected':'2026-01-01T00:00:00Z'}",
		ENTRY ",'id':'1','actor':'cy@x','kind':'severity','from':'critical','severity':'info'}"},
		CLOCK_BREACHED, false, NULL},
	{"221: and of one whose word before nobody tells",
		{"{" ITEM ",'status':'open','severity':'info','detected':'2026-01-01T00:00:00Z'}",
		ENTRY ",'id':'1','at':'2026-10-01T00:00:00Z','actor':'cy@x','kind':'severity',"
		"'severity':'info'}"},
		CLOCK_BREACHED, false, NULL},
	{"221: and without it the decision came in time",
		{"{" ITEM ",'severity':'low','detected':'2026-10-01T00:00:00Z'}",
		BO ",'at':'2026-10-25T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_MET, false, NULL},
	{"193: one that is over was granted, and ended",
		{"{" ITEM ",'severity':'high','detected':'2026-10-01T00:00:00Z'}",
		"{'record':'acceptance','tracker':'j','item':'1','granted':'2026-10-02T00:00:00Z',"
		"'approver':'bo@x','requester':'cy@x','reason':'r','state_raw':'Expired',"
		"'expires':'2026-10-20'}",
		BO ",'at':'2026-10-15T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_MET, false, NULL},
	{"193: an open row of a register is no grant",
		{"{" ITEM ",'severity':'high','detected':'2026-10-01T00:00:00Z'}",
		"{'record':'acceptance','tracker':'j','item':'1','granted':'2026-10-02T00:00:00Z',"
		"'approver':'bo@x','requester':'cy@x','reason':'r','state_raw':'Open',"
		"'expires':'2027-01-01'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"222: a blank state in a register that has states is no grant",
		{"{" ITEM ",'severity':'high','detected':'2026-10-01T00:00:00Z'}",
		"{'record':'acceptance','tracker':'j','item':'1','granted':'2026-10-02T00:00:00Z',"
		"'approver':'bo@x','requester':'cy@x','reason':'r','state_raw':'',"
		"'expires':'2027-01-01'}"},
		CLOCK_UNKNOWN, false, NULL},
	{"192: a priority that says info makes no item informational",
		{"{'record':'item','tracker':'j','key':'1','priority':'info','has_history':true,"
		"'type':'incident','detected':'2025-01-02T00:00:00Z'}"},
		CLOCK_BREACHED, false, NULL},
	{"162: held by somebody else then: it may be decided",
		{"{'record':'item','tracker':'j','key':'1','reporter':'di@x','assignee':'Keeper',"
		"'type':'finding','has_history':true,'severity':'high',"
		"'detected':'2026-10-20T00:00:00Z'}",
		"{'record':'role','role':'Keeper','party':'cy@x'}",
		BO ",'at':'2026-10-21T00:00:00Z','kind':'decide','choice':'avoid'}"},
		CLOCK_MET, false, NULL},
};

static struct world *
people(void)
{
	static const char *const mails[] = {"bo", "cy", "di", "r1"};
	struct world *w = world_new(AS_OF);

	w->cfg.zone = NULL;
	w->cfg.has_authority = true;
	w->cfg.authority = ARENA_ARRAY(w->a, struct authority, 2);
	w->cfg.nauthority = 2;
	w->cfg.authority[0] = (struct authority){.party = {.raw = "bo@x"}, .up_to = 4};
	w->cfg.authority[1] = (struct authority){.party = {.raw = "Jo Ray"}, .up_to = 4};
	w->cfg.period_from = world_ns(w, "2026-08-01T00:00:00Z");
	world_source(w, "hr")->as_of = instant_exact(w->cfg.as_of);
	for (size_t i = 0; i < 4; i++)
		world_add(w, "hr", arena_printf(w->a, "{'record':'party','ids':[{'ns':'email',"
			"'value':'%s@x'}],'name':'%s','active':'T','hired':'2020-01-01'}", mails[i],
			i == 3 ? "Jo Ray" : mails[i]));
	return w;
}

static void
clocks(void **state)
{
	struct slots slots = slots_builtin();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *r = &rows[i];
		struct world *w = people();
		const struct clock *c;

		for (size_t k = 0; k < 5 && r->records[k] != NULL; k++)
			world_add(w, strstr(r->records[k], "'party','ids'") != NULL ? "hr"
				: strstr(r->records[k], "'role','role'") != NULL ? "roles" : "j",
				r->records[k]);
		for (size_t k = 0; k < w->nsources; k++)
			w->sources[k].zone = NULL;
		world_freeze(w);
		c = &judge_slots(w->m, &slots, w->a)->clocks[0];
		if (c->state != r->want || c->in_period == r->outside)
			fail_msg("%s: state %d, in the period %d: %s", r->what, (int)c->state,
				c->in_period, c->why);
		if (r->due_lo != NULL && !str_same(instant_utc_dup(w->a, c->due.lo), r->due_lo))
			fail_msg("%s: due %s", r->what, instant_utc_dup(w->a, c->due.lo));
		world_free(w);
	}
}

/* The last entry of the log says who has it, also where it does not say whom (READINGS 160). */
static void
assigned_to_nobody_known(void **state)
{
	struct world *w = people();

	(void)state;
	world_add(w, "j", "{'record':'item','tracker':'j','key':'1','has_history':true}");
	world_add(w, "j", ENTRY ",'kind':'assign','at':'2026-10-07T00:00:00Z','to_party':'bo@x'}");
	world_add(w, "j", ENTRY ",'kind':'assign','at':'2026-10-22T00:00:00Z'}");
	world_freeze(w);
	assert_int_equal(world_item(w, "1")->assignee.how, RES_UNKNOWN);
	world_free(w);
}

/* An item that was opened again after as_of, and of whose closing nobody knows when it was (160). */
static void
undated_closing(void **state)
{
	static const struct { const char *entry; bool open; } log[] = {
		{ENTRY CLOSE "}", true},
		{ENTRY CLOSE ",'at':'2026-10-07T00:00:00Z'}", false},
		{ENTRY ",'kind':'reopen','reopens':true}", true},
	};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct world *w = people();

		world_add(w, "j", "{" ITEM ",'status':'open'}");
		world_add(w, "j", log[i].entry);
		if (i == 2)
			world_add(w, "j", log[1].entry);
		world_add(w, "j", ENTRY ",'kind':'reopen','reopens':true,"
			"'at':'2026-11-02T00:00:00Z'}");
		world_freeze(w);
		if (world_item(w, "1")->tracker_open != log[i].open)
			fail_msg("row %zu", i);
		world_free(w);
	}
}

/* A short name may also be an asset that only a list of owners names (READINGS 163). */
static void
named_by_owners_alone(void **state)
{
	struct world *w = people();

	(void)state;
	world_add(w, "cmdb", "{'record':'asset','ids':[" ASSET("db.us") "],'listed':true}");
	world_add(w, "owners", "{'record':'assign','subject':'asset','asset':[" ASSET("db.eu") "],"
		"'owner':true,'party':'bo@x'}");
	world_add(w, "scan", "{'record':'observation','asset':[{'ns':'host','value':'db'}],'test':"
		"'t','result':'pass','at':'2026-10-30T00:00:00Z','grade':'E3'}");
	world_freeze(w);
	assert_int_equal(w->m->nassets, 1);
	assert_int_equal(w->m->nstates, 1);
	assert_true(w->m->states[0].ambiguous);
	assert_false(w->m->states[0].t->any);
	world_free(w);
}

/* What is unknown of a name that fits two takes away the T of each (READINGS 103, 164). */
static void
unknown_of_either(void **state)
{
	static const char *const result[] = {"unknown", "not-applicable", "pass"};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct world *w = people();

		world_add(w, "cmdb", "{'record':'asset','ids':[" ASSET("a.x") "],'listed':true}");
		world_add(w, "cmdb", "{'record':'asset','ids':[" ASSET("a.y") "],'listed':true}");
		world_add(w, "scan", "{'record':'observation','asset':[" ASSET("a.x") "],'test':'t',"
			"'result':'pass','at':'2026-10-20T00:00:00Z','grade':'E3'}");
		world_add(w, "scan", arena_printf(w->a, "{'record':'observation','asset':[{'ns':"
			"'host','value':'a'}],'test':'t','result':'%s','at':'2026-10-30T00:00:00Z',"
			"'grade':'E3'}", result[i]));
		world_freeze(w);
		assert_int_equal(w->m->nstates, 2);
		assert_true(w->m->states[0].t->any);
		assert_int_equal(w->m->states[0].u->any, i < 2);
		if (i < 2)
			assert_true(w->m->states[0].u->lo > w->m->states[0].t->hi);
		world_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks),
		cmocka_unit_test(assigned_to_nobody_known),
		cmocka_unit_test(undated_closing),
		cmocka_unit_test(named_by_owners_alone),
		cmocka_unit_test(unknown_of_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
