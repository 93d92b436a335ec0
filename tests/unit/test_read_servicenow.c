/* ServiceNow: tables in three syntaxes, audit rows, approvals, event logs. */
#include "tests/unit/read_harness.h"

#include "checker/read/read_diags.h"
#include "checker/read/tracker_diags.h"

#define GOOD "fixtures/good/servicenow/"
#define BAD "fixtures/hostile/servicenow/"
#define AT(seconds) (INT64_C(seconds) * NS_SECOND)
#define INC1 "0f1e0000000000000000000000000001"

static const struct rec_event *
event(const struct run *run, size_t n)
{
	return &run_at(run, REC_EVENT, n)->u.event;
}

static void
test_tasks(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, GOOD "tasks.json");
	assert_string_equal(run.reader->name, "servicenow");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 3);
	run_assert_conserved(&run);
	it = run_item(&run, 0);
	assert_string_equal(it->key, "INC0010001");
	assert_string_equal(it->id, INC1);
	assert_int_equal(it->type, ITEM_INCIDENT);
	assert_int_equal(it->status, STATUS_IN_PROGRESS);
	assert_null(it->severity);                   /* ServiceNow's own default beside priority 1 */
	assert_string_equal(it->priority, "critical");
	assert_int_equal(it->detected.lo, AT(1769932800)); /* the value, in UTC */
	assert_int_equal(it->due.known, EMPTY);
	assert_string_equal(it->assignee.raw, "Bo Lee");
	assert_string_equal(run_ident(&it->assignee.ids, "snow"),
		"aaaa0000000000000000000000000b01");
	assert_true(run_has_tag(&it->controls, "nist-800-53", "ac-2.1"));
	assert_string_equal(run_ident(&it->assets[0], "name"), "WEB01");
	assert_false(it->has_history);
	it = run_item(&run, 1);
	assert_string_equal(it->severity, "high");
	assert_int_equal(it->status, STATUS_CANCELLED); /* 7 of an incident, and a duplicate */
	assert_string_equal(it->duplicate_of, "INC0010001");
	assert_string_equal(it->assignee.raw, "");
	it = run_item(&run, 2);
	assert_int_equal(it->type, ITEM_REQUEST);
	assert_true(it->detected.hi > it->detected.lo); /* a display value: the user's zone */
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.id, "EXC001");
	assert_true(run_said(&run, &tracker_n_no_log));
	run_close(&run);
}

static void
test_audit(void **state)
{
	static const struct { enum event_kind kind; enum choice choice; bool closes, reopens;
		} want[] = {
		{ EVENT_ASSIGN, CHOICE_NONE, false, false },
		{ EVENT_DUE, CHOICE_NONE, false, false },
		{ EVENT_STATUS, CHOICE_NONE, false, false },   /* the code beside it decides */
		{ EVENT_DECIDE, CHOICE_ACCEPT, true, false },
		{ EVENT_REOPEN, CHOICE_NONE, false, true },
		{ EVENT_STATUS, CHOICE_FIX, true, false },     /* of a machine: the judge refuses it */
		{ EVENT_PRIORITY, CHOICE_NONE, false, false },
		{ EVENT_STATUS, CHOICE_NONE, false, false },   /* a state of the instance's own */
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "audit.json");
	assert_int_equal(run.source.seen, 9);
	assert_int_equal(run.source.kept, 8);
	assert_int_equal(run_ignored(&run, "changes of people and configuration items"), 1);
	run_assert_conserved(&run);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_int_equal(event(&run, i)->kind, want[i].kind);
		assert_int_equal(event(&run, i)->choice, want[i].choice);
		assert_int_equal(event(&run, i)->closes, want[i].closes);
		assert_int_equal(event(&run, i)->reopens, want[i].reopens);
	}
	assert_string_equal(event(&run, 0)->item, INC1);
	assert_string_equal(run_ident(&event(&run, 0)->actor.ids, "login"), "cy.ng");
	assert_string_equal(run_ident(&event(&run, 0)->to_party.ids, "snow"),
		"aaaa0000000000000000000000000b01");
	assert_int_equal(event(&run, 1)->until.lo, AT(1772323200));
	assert_true(event(&run, 5)->actor.machine);
	assert_string_equal(event(&run, 6)->severity_before, "critical");
	/* Two items are known from their log alone. */
	assert_int_equal(run_count(&run, REC_ITEM), 2);
	assert_null(run_item(&run, 0)->key);
	assert_string_equal(run_item(&run, 0)->id, INC1);
	assert_true(run_item(&run, 0)->has_history);
	assert_false(run_item(&run, 0)->truncated);
	run_close(&run);
}

static void
test_unload(void **state)
{
	struct run run;
	const struct rec_party *p;
	const struct rec_asset *as;

	(void)state;
	run_file(&run, GOOD "unload.xml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run_ignored(&run, "records that the update set deletes"), 1);
	run_assert_conserved(&run);
	assert_int_equal(run_item(&run, 0)->status, STATUS_CANCELLED);
	assert_int_equal(run_item(&run, 0)->due.known, EMPTY);
	assert_string_equal(run_item(&run, 0)->assignee.raw, "Bo Lee");
	assert_int_equal(run_at(&run, REC_ITEM, 0)->loc.line, 3);
	p = &run_at(&run, REC_PARTY, 0)->u.party;
	assert_int_equal(p->active, TRI_F);
	assert_string_equal(run_ident(&p->ids, "login"), "bo.lee");
	assert_string_equal(p->manager.raw, "Cy Ng");
	as = &run_at(&run, REC_ASSET, 0)->u.asset;
	assert_true(as->listed);
	assert_int_equal(as->criticality, 5); /* an inverted scale */
	assert_string_equal(run_ident(&as->ids, "serial"), "SN-7");
	assert_true(run_at(&run, REC_ASSIGN, 0)->u.assign.owner);
	assert_false(run_at(&run, REC_ASSIGN, 1)->u.assign.owner);
	assert_string_equal(run_at(&run, REC_CLAIM, 0)->u.claim.control, "ac-2");
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.state, STATE_IMPLEMENTED);
	run_close(&run);
}

static void
test_approvals(void **state)
{
	struct run run;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "approvals.csv");
	assert_string_equal(run.reader->name, "servicenow");
	assert_int_equal(run.source.kept, 3);
	assert_int_equal(event(&run, 0)->choice, CHOICE_ACCEPT);
	assert_string_equal(event(&run, 0)->rationale, "until the move");
	/* 05-02: the third row tells that the day stands first. */
	assert_int_equal(event(&run, 0)->at.lo, AT(1770285600));
	assert_int_equal(event(&run, 1)->choice, CHOICE_NONE); /* of a change: no decision about a risk */
	assert_string_equal(event(&run, 1)->rationale, "");
	assert_int_equal(event(&run, 2)->choice, CHOICE_REJECT);
	run_close(&run);
}

static void
test_event_log(void **state)
{
	struct run run;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "event-log.csv");
	assert_int_equal(run.source.seen, 6);
	run_assert_conserved(&run);
	assert_int_equal(run_count(&run, REC_ITEM), 2);
	assert_true(run_item(&run, 0)->has_history);
	assert_false(run_item(&run, 0)->truncated);
	assert_int_equal(run_item(&run, 0)->status, STATUS_IN_PROGRESS); /* as the last row has it */
	assert_true(run_item(&run, 1)->truncated);                       /* updates 1 to 4 are missing */
	assert_true(run.source.truncated_history);
	/* created, team, assignee; team, assignee, state; state, priority; state */
	assert_int_equal(event(&run, 0)->kind, EVENT_CREATE);
	assert_int_equal(event(&run, 3)->kind, EVENT_TEAM);
	assert_string_equal(event(&run, 3)->from, "Desk");
	assert_string_equal(event(&run, 4)->to_party.raw, "Bo");
	assert_int_equal(event(&run, 6)->choice, CHOICE_FIX);
	assert_int_equal(event(&run, 6)->at.lo, AT(1770199200));
	assert_string_equal(event(&run, 7)->severity, "high");
	assert_true(event(&run, 8)->reopens);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, BAD "odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 6);
	assert_int_equal(run.source.refused, 4);
	assert_int_equal(run.source.kept, 1);
	run_assert_conserved(&run);
	assert_int_equal(run_item(&run, 0)->status, STATUS_UNKNOWN);
	assert_int_equal(run_item(&run, 0)->detected.known, UNKNOWN);
	assert_true(run_said(&run, &read_w_time));
	run_close(&run);
	run_file(&run, BAD "cut.json");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_ITEM), 1);
	run_close(&run);
	run_file(&run, BAD "cut.xml");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_ITEM), 0);
	run_close(&run);
	/* Nothing tells 3 April from 4 March: both. */
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, BAD "day-or-month.csv");
	assert_int_equal(event(&run, 1)->at.lo, AT(1775383200));
	assert_int_equal(event(&run, 1)->at.hi, AT(1777888800));
	run_close(&run);
	run_text(&run, "{\"result\":[],\"sys_created_on\":\"\"}");
	assert_int_equal(run.rc, 0);
	assert_true(run.source.empty);
	run_close(&run);
}

/* An export of exactly 10,000 rows has met a ceiling: what it holds is not all. */
static void
test_limit(void **state)
{
	static char text[4 << 20];
	struct run run;
	size_t n = (size_t)snprintf(text, sizeof(text), "{\"result\":[");

	(void)state;
	for (int i = 0; i < 10000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{\"tablename\":\"incident\",\"documentkey\":\"k%d\",\"fieldname\":"
			"\"state\",\"oldvalue\":\"1\",\"newvalue\":\"2\",\"user\":\"bo\","
			"\"sys_created_on\":\"2026-01-01 00:00:00\"}", i == 0 ? "" : ",", i % 7);
	snprintf(text + n, sizeof(text) - n, "]}");
	run_text(&run, text);
	assert_int_equal(run.source.kept, 10000);
	assert_int_equal(run.source.complete, TRI_F);
	assert_true(run.source.truncated_history);
	assert_int_equal(run_count(&run, REC_ITEM), 7);
	assert_true(run_item(&run, 0)->truncated);
	assert_true(run_said(&run, &tracker_w_pages));
	run_close(&run);
}

/*
 * Counted with Python's csv module: rows 2989 of 445 incidents in 445 runs;
 * changes of state 1244, group 880, person 645 and priority 30, the first group
 * and person of each among them; returns from an end to work 6; ends reached
 * from work 435; incidents whose update counts have gaps 172.
 */
static void
test_corpus(void **state)
{
	struct run run;
	char path[512];
	size_t kinds[EVENT_OTHER + 1] = {0}, cut = 0, fixes = 0, reopens = 0;

	(void)state;
	if (corpus_path(path, sizeof(path), "tickets/servicenow/incident_event_log.part1.csv") ==
		NULL)
		skip();
	run_file(&run, path);
	assert_string_equal(run.reader->name, "servicenow");
	assert_int_equal(run.source.seen, 2989);
	assert_int_equal(run.source.kept, 2989);
	assert_int_equal(run_count(&run, REC_ITEM), 445);
	for (size_t i = 0; i < run.records.n; i++) {
		const struct record *r = &run.records.v[i];

		if (r->kind == REC_ITEM)
			cut += r->u.item.truncated;
		if (r->kind != REC_EVENT)
			continue;
		kinds[r->u.event.kind]++;
		fixes += r->u.event.choice == CHOICE_FIX;
		reopens += r->u.event.reopens;
		assert_int_equal(r->u.event.at.known, KNOWN);
	}
	assert_int_equal(kinds[EVENT_STATUS] + kinds[EVENT_REOPEN], 1244);
	assert_int_equal(kinds[EVENT_TEAM], 880);
	assert_int_equal(kinds[EVENT_ASSIGN], 645);
	assert_int_equal(kinds[EVENT_PRIORITY], 30);
	assert_int_equal(kinds[EVENT_CREATE], 445);
	assert_int_equal(reopens, 6);
	assert_int_equal(fixes, 435);
	assert_int_equal(cut, 172);
	run_close(&run);
	/* The same log with d/m/yyyy: its 198 rows give what the first 198 give. */
	corpus_path(path, sizeof(path),
		"tickets/servicenow/iso-date-variant-incident_event_log.csv");
	run_file(&run, path);
	assert_int_equal(run.source.kept, 198);
	assert_int_equal(run_item(&run, 0)->updated.lo, AT(1457128800)); /* 5 March 2016, UTC+14 */
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tasks),
		cmocka_unit_test(test_audit),
		cmocka_unit_test(test_unload),
		cmocka_unit_test(test_approvals),
		cmocka_unit_test(test_event_log),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
