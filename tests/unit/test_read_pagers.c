/* PagerDuty, Opsgenie, XES and the KEV catalog: logs of machines and people, and what they leave open. */
#include "tests/unit/cells_help.h"

#include "checker/read/tracker_diags.h"

#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static void
test_pagerduty(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/pagerduty/log_entries.json");
	assert_string_equal(run.reader->name, "pagerduty");
	assert_int_equal(run.source.seen, 6);
	run_assert_conserved(&run);
	assert_int_equal(run_event(&run, "R5")->choice, CHOICE_FIX);
	assert_int_equal(run_event(&run, "R4")->kind, EVENT_ACK);
	assert_int_equal(run_event(&run, "R3")->kind, EVENT_ESCALATE); /* also under a "_reference" type */
	assert_string_equal(run_event(&run, "R3.assignee")->to, "Cy");  /* in place of who had it */
	/* A service that resolves decides nothing. */
	assert_true(run_event(&run, "R9")->closes && run_event(&run, "R9")->actor.machine);
	assert_int_equal(run_event(&run, "R9")->choice, CHOICE_NONE);
	assert_false(run_item(&run, 0)->truncated);
	assert_true(run_item(&run, 1)->truncated);                      /* it does not begin with a trigger */
	run_close(&run);
	run_file(&run, "fixtures/good/pagerduty/incidents.json");
	it = run_item(&run, 0);
	assert_int_equal(it->type, ITEM_INCIDENT);
	assert_string_equal(it->priority, "high");
	assert_null(it->severity);
	assert_int_equal(it->closed.lo, AT(1735812000));
	assert_string_equal(it->team, "SecOps");
	assert_string_equal(it->assignee.raw, "");
	assert_string_equal(run_item(&run, 1)->priority_raw, "low");    /* the urgency */
	assert_int_equal(run.source.complete, TRI_F);               /* "more" */
	run_close(&run);
}

static void
test_opsgenie(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/opsgenie/alerts.json");
	assert_string_equal(run.reader->name, "opsgenie");
	assert_int_equal(run.source.kept, 2);
	run_assert_conserved(&run);
	assert_int_equal(run_event(&run, "closed")->at.lo, AT(1735812000)); /* creation and 7,200,000 ms */
	assert_int_equal(run_event(&run, "closed")->choice, CHOICE_FIX);
	assert_int_equal(run_event(&run, "acknowledged")->kind, EVENT_ACK);
	assert_true(run_item(&run, 0)->truncated);
	assert_string_equal(run_item(&run, 0)->priority, "critical");
	assert_int_equal(run_item(&run, 1)->status, STATUS_IN_PROGRESS);
	assert_false(run_item(&run, 1)->truncated);                         /* its logs stand in it */
	assert_string_equal(run_ident(&run_event(&run, "2")->to_party.ids, "email"),
		"dee@harbour.example");
	assert_int_equal(run_event(&run, "3")->kind, EVENT_ESCALATE);
	assert_true(run_event(&run, "4")->closes);
	assert_int_equal(run_event(&run, "4")->choice, CHOICE_NONE);        /* a policy closed it */
	assert_int_equal(run.source.complete, TRI_F);
	run_close(&run);
}

static void
test_xes(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/xes/log.xml");
	assert_string_equal(run.reader->name, "xes");
	assert_int_equal(run.source.seen, 2);
	assert_int_equal(run_count(&run, REC_EVENT), 6);
	run_assert_conserved(&run);
	it = run_item(&run, 0);
	assert_string_equal(it->key, "SEC-12");
	assert_int_equal(it->type, ITEM_RISK);
	assert_string_equal(it->severity, "high");
	assert_int_equal(it->controls.n, 2);
	assert_int_equal(it->status, STATUS_OPEN); /* the order in the trace decides: reopened last */
	assert_int_equal(it->created.lo, AT(1735804800));
	assert_string_equal(run_ident(&run_event(&run, "1")->to_party.ids, "email"),
		"bo@harbour.example");
	assert_string_equal(run_event(&run, "1")->to, "Assign"); /* a nested name is none */
	assert_int_equal(run_event(&run, "2")->choice, CHOICE_ACCEPT);
	assert_int_equal(run_event(&run, "2")->until.known, KNOWN);
	assert_int_equal(run_event(&run, "3")->choice, CHOICE_NONE); /* begun, not complete */
	assert_int_equal(run_event(&run, "4")->choice, CHOICE_FIX);
	assert_true(run_event(&run, "5")->reopens);
	assert_int_equal(run_at(&run, REC_EVENT, 1)->loc.line, 8);
	assert_string_equal(run_at(&run, REC_EVENT, 1)->loc.path, "/log/trace[1]/event[2]");
	run_close(&run);
}

static void
test_kev(void **state)
{
	struct run run;
	const struct rec_test *t;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, "fixtures/good/kev/catalog.json");
	assert_string_equal(run.reader->name, "kev");
	assert_int_equal(run_count(&run, REC_TEST), 2);
	assert_int_equal(run.source.complete, TRI_T);
	assert_int_equal(run.source.roles, ROLE_MAPPING);
	assert_string_equal(run.source.version, "2025.03.01");
	assert_int_equal(run.source.as_of.lo, AT(1740841212) + 123400000);
	t = &run_at(&run, REC_TEST, 0)->u.test;
	assert_string_equal(t->test, "CVE-2025-0001");
	assert_int_equal(t->due.lo, AT(1740182400));
	assert_true(run_has_tag(&t->tags, "cwe", "CWE-79"));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static const struct { const char *file; uint64_t seen, refused, ignored; } rows[] = {
		{ "fixtures/hostile/pagerduty/odd.json", 3, 2, 0 },
		{ "fixtures/hostile/opsgenie/odd.json", 4, 2, 1 },
		{ "fixtures/hostile/xes/odd.xml", 3, 2, 0 },
		{ "fixtures/hostile/kev/odd.json", 4, 3, 0 },
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_file(&run, rows[i].file);
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_int_equal(run.source.refused, rows[i].refused);
		assert_int_equal(run.source.kept, rows[i].seen - rows[i].refused - rows[i].ignored);
		run_assert_conserved(&run);
		run_close(&run);
	}
	run_file(&run, "fixtures/hostile/kev/odd.json");
	assert_int_equal(run.source.complete, TRI_F); /* declares 5 */
	assert_int_equal(run_at(&run, REC_TEST, 0)->u.test.due.known, UNKNOWN);
	run_close(&run);
	/* A NUL between values: detection comes to an end, and the reader refuses it. */
	{
		static const char nul[] = "{\"x\":[\0,1],\"data\":[{\"id\":\"a\",\"tinyId\":\"1\"}]}";

		run_init(&run);
		run_input(&run, input_of(nul, sizeof(nul) - 1), "nul");
		assert_true(run.reader == NULL || run.rc == -1);
		assert_int_equal(run.records.n, 0);
		run_close(&run);
	}
	/* A time that is no time makes no instant, and no decision at one. */
	run_file(&run, "fixtures/hostile/opsgenie/odd.json");
	assert_int_equal(run_event(&run, "closed")->at.known, UNKNOWN);
	run_close(&run);
	/* An event within an event is none; a trace within a trace is none. */
	run_file(&run, "fixtures/hostile/xes/odd.xml");
	assert_int_equal(run_count(&run, REC_EVENT), 2);
	run_close(&run);
	run_text(&run, "<log xes.version=\"1\"><trace><string key=\"concept:name\" value=\"A\"/>");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_ITEM), 0);
	run_close(&run);
}

/*
 * Counted with Python's json module.  PagerDuty: 3 incidents, entries notify
 * 15, assign 9, escalate 8, acknowledge 5, trigger 3, delegate 2, resolve 1,
 * annotate 1.  Opsgenie: 2 incidents, one open, one resolved.  KEV: 1404
 * entries, as many as it declares; entries with a Friday as due date 172.
 */
static void
test_corpus(void **state)
{
	struct run run;
	char path[512], *text;
	uint64_t dated = 0;

	(void)state;
	if (corpus_path(path, sizeof(path), "tickets/pagerduty/_raw_pagerduty_incidents.csv") == NULL)
		skip();
	assert_int_equal(cells_of(path, &text), 3);
	run_text(&run, text);
	free(text);
	assert_string_equal(run.reader->name, "pagerduty");
	assert_int_equal(run.source.kept, 3);
	assert_int_equal(run_kinds(&run, EVENT_OTHER), 17);
	assert_int_equal(run_kinds(&run, EVENT_ASSIGN), 17);
	assert_int_equal(run_kinds(&run, EVENT_ESCALATE), 8);
	assert_int_equal(run_kinds(&run, EVENT_ACK), 5);
	assert_int_equal(run_kinds(&run, EVENT_CREATE), 3);
	assert_int_equal(run_kinds(&run, EVENT_STATUS), 1);
	assert_int_equal(run_kinds(&run, EVENT_COMMENT), 1);
	assert_int_equal(run_item(&run, 0)->status, STATUS_OPEN);
	assert_string_equal(run_item(&run, 0)->assignee.raw, "Keon Amini; Kian Amini");
	assert_false(run_item(&run, 3)->truncated);
	run_close(&run);
	corpus_path(path, sizeof(path), "tickets/pagerduty/_raw_opsgenie_incidents.csv");
	assert_int_equal(cells_of(path, &text), 2);
	run_text(&run, text);
	free(text);
	assert_string_equal(run.reader->name, "opsgenie");
	assert_int_equal(run_item(&run, 0)->status, STATUS_OPEN);
	assert_int_equal(run_item(&run, 1)->status, STATUS_CLOSED);
	run_close(&run);
	corpus_path(path, sizeof(path), "kev/known_exploited_vulnerabilities.json");
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, path);
	assert_string_equal(run.reader->name, "kev");
	assert_int_equal(run.source.kept, 1404);
	assert_int_equal(run.source.complete, TRI_T);
	for (size_t i = 0; i < 1404; i++) {
		const struct rec_test *t = &run_at(&run, REC_TEST, i)->u.test;

		dated += t->due.known == KNOWN && t->due.lo / NS_DAY % 7 == 1;
	}
	assert_int_equal(dated, 172);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pagerduty),
		cmocka_unit_test(test_opsgenie),
		cmocka_unit_test(test_xes),
		cmocka_unit_test(test_kev),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
