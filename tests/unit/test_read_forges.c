/* GitHub, GitLab and Azure DevOps: items, logs in any order, several assignees, alerts. */
#include "tests/unit/cells_help.h"

#include "checker/read/tracker_diags.h"

#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static void
test_github_issues(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/github/issues.json");
	assert_string_equal(run.reader->name, "github");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run_ignored(&run, "pull requests"), 1);
	run_assert_conserved(&run);
	it = run_item(&run, 0);
	assert_string_equal(it->key, "harbour/app#7");
	assert_int_equal(it->status, STATUS_ACCEPTED); /* closed as not planned: nobody mended it */
	assert_string_equal(it->severity, "high");
	assert_string_equal(it->severity_raw, "severity:high");
	assert_string_equal(it->priority, "moderate");
	assert_int_equal(it->type, ITEM_FINDING);
	assert_int_equal(it->due.lo, AT(1738396800));
	assert_true(run_has_tag(&it->controls, "nist-800-53", "ac-2.1"));
	assert_string_equal(run_ident(&it->assignee.ids, "github"), "2");
	assert_int_equal(run_event(&run, "13")->choice, CHOICE_ACCEPT);
	assert_true(run_event(&run, "13")->closes);
	assert_string_equal(run_event(&run, "10")->severity, "high");
	/* Two at a time are nobody's name; then one is again. */
	assert_string_equal(run_event(&run, "11")->to, "bo");
	assert_string_equal(run_event(&run, "12")->to, "bo; dee");
	assert_int_equal(run_event(&run, "12")->to_party.ids.n, 0);
	assert_string_equal(run_event(&run, "14")->to, "bo");
	assert_int_equal(run_event(&run, "15")->choice, CHOICE_ACCEPT); /* by a label; who, nobody knows */
	assert_null(run_event(&run, "15")->actor.raw);
	assert_true(run_event(&run, NULL)->actor.machine);
	it = run_item(&run, 1);
	assert_string_equal(it->assignee.raw, "bo; cy");
	assert_null(it->severity);
	assert_int_equal(it->due.known, EMPTY);
	/* Its log is whole; that of the closed issue without a closing is not. */
	assert_false(run_item(&run, 2)->truncated);
	assert_true(run_item(&run, 3)->truncated);
	run_close(&run);
}

static void
test_github_events(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/github/events.json");
	assert_string_equal(run.reader->name, "github");
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run_ignored(&run, "timeline entries that name no issue"), 1);
	assert_true(run_said(&run, &tracker_w_no_item));
	run_assert_conserved(&run);
	/* The event gives no reason: the issue's own holds. */
	assert_int_equal(run_event(&run, "103")->choice, CHOICE_FIX);
	assert_string_equal(run_event(&run, "103")->to, "completed");
	/* Issue events name the assignee as the actor, and the doer as the assigner. */
	assert_string_equal(run_event(&run, "102")->actor.raw, "cy");
	assert_string_equal(run_event(&run, "102")->to_party.raw, "bo");
	assert_null(run_event(&run, "101")->actor.raw);
	run_close(&run);
	run_file(&run, "fixtures/good/github/cli.json");
	assert_string_equal(run_item(&run, 0)->key, "harbour/app#1");
	assert_int_equal(run_item(&run, 0)->status, STATUS_OPEN);
	assert_false(run_item(&run, 0)->has_history);
	assert_true(run_said(&run, &tracker_n_no_log));
	run_close(&run);
}

static void
test_github_alerts(void **state)
{
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_file(&run, "fixtures/good/github/alerts.json");
	assert_string_equal(run.reader->name, "github");
	assert_int_equal(run_count(&run, REC_ITEM), 3);
	assert_int_equal(run_item(&run, 0)->status, STATUS_ACCEPTED);
	assert_true(run_has_tag(&run_item(&run, 0)->tests, "rule", "js/xss"));
	assert_true(run_item(&run, 0)->truncated);
	e = &run_at(&run, REC_EVENT, 0)->u.event;
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_string_equal(e->rationale, "behind the proxy");
	/* The scanner closed it: no person decided. */
	e = &run_at(&run, REC_EVENT, 1)->u.event;
	assert_true(e->actor.machine && e->closes);
	assert_int_equal(e->choice, CHOICE_NONE);
	assert_true(run_has_tag(&run_item(&run, 1)->tests, "cve", "CVE-2025-0001"));
	/* No time for it is no decision, and it is open. */
	assert_int_equal(run_at(&run, REC_EVENT, 2)->u.event.choice, CHOICE_NONE);
	assert_int_equal(run_item(&run, 2)->status, STATUS_OPEN);
	run_close(&run);
}

static void
test_gitlab(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, "fixtures/good/gitlab/project.jsonl");
	assert_string_equal(run.reader->name, "gitlab");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 9);
	run_assert_conserved(&run);
	it = run_item(&run, 0);
	assert_string_equal(it->key, "a/b#11");
	assert_string_equal(it->id, "84");
	assert_int_equal(it->type, ITEM_INCIDENT);
	assert_string_equal(it->severity, "high"); /* of the label: "UNKNOWN" is GitLab's "not set" */
	assert_int_equal(it->due.lo, AT(1738368000));
	assert_string_equal(it->assignee.raw, "bo");
	assert_int_equal(run_event(&run, "state.142")->choice, CHOICE_FIX);
	assert_true(run_event(&run, "state.143")->reopens);
	assert_int_equal(run_event(&run, "label.9")->choice, CHOICE_ACCEPT);
	assert_null(run_event(&run, "label.10")->from); /* a label that is gone */
	assert_int_equal(run_event(&run, "note.23")->kind, EVENT_DUE);
	assert_int_equal(run_event(&run, "note.23")->until.lo, AT(1740787200));
	assert_int_equal(run_event(&run, "note.24")->kind, EVENT_COMMENT);
	assert_string_equal(run_event(&run, "note.21")->to, "bo");
	assert_int_equal(run_kinds(&run, EVENT_ASSIGN), 3);
	/* State events and system notes: the log is whole. */
	assert_string_equal(run_item(&run, 1)->id, "84");
	assert_false(run_item(&run, 1)->truncated);
	run_close(&run);
	run_text(&run, "[{\"id\":1,\"resource_type\":\"Issue\",\"resource_id\":84,\"state\":"
		"\"closed\",\"user\":null,\"created_at\":\"2025-01-01T00:00:00Z\"}]");
	assert_true(run_item(&run, 0)->truncated);     /* without notes: who had it, nobody knows */
	assert_null(run_event(&run, "state.1")->actor.raw);
	run_close(&run);
}

static void
test_azure_devops(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/azure-devops/items.json");
	assert_string_equal(run.reader->name, "azure-devops");
	it = run_item(&run, 0);
	assert_int_equal(it->type, ITEM_RISK);
	assert_string_equal(it->severity, "high");
	assert_int_equal(it->status, STATUS_ACCEPTED); /* resolved as deferred */
	assert_string_equal(run_ident(&it->assignee.ids, "email"), "bo@harbour.example");
	assert_string_equal(it->reporter.raw, "Cy Ng <cy@harbour.example>");
	assert_true(run_has_tag(&it->controls, "nist-800-53", "si-2"));
	assert_int_equal(run_item(&run, 1)->status, STATUS_UNKNOWN);
	assert_null(run_item(&run, 1)->assignee.raw); /* the API leaves out blank fields */
	run_close(&run);
	run_file(&run, "fixtures/good/azure-devops/updates.json");
	assert_string_equal(run.reader->name, "azure-devops");
	assert_int_equal(run.source.seen, 4);
	/* By its own ChangedDate, not by revisedDate (9999 in the newest). */
	assert_int_equal(run_event(&run, "4.System.State")->at.lo, AT(1738396800) + 4 * NS_SECOND / 10);
	assert_int_equal(run_event(&run, "4.System.State")->choice, CHOICE_ACCEPT);
	assert_true(run_event(&run, "4.System.State")->closes);
	assert_int_equal(run_event(&run, "2.System.State")->choice, CHOICE_NONE);
	assert_string_equal(run_ident(&run_event(&run, "2.System.AssignedTo")->to_party.ids, "email"),
		"bo@harbour.example");
	assert_string_equal(run_ident(&run_event(&run, "2.System.State")->actor.ids, "login"),
		"HARBOUR\\cy");
	assert_int_equal(run_event(&run, "3.Microsoft.VSTS.Scheduling.DueDate")->until.lo,
		AT(1740787200));
	assert_string_equal(run_event(&run, "3.Microsoft.VSTS.Common.Severity")->severity_before,
		"moderate");
	assert_int_equal(run_event(&run, "created")->kind, EVENT_CREATE);
	assert_string_equal(run_item(&run, 0)->key, "42");
	assert_false(run_item(&run, 0)->truncated);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static const struct { const char *file; uint64_t seen, refused; } rows[] = {
		{ "fixtures/hostile/github/odd.json", 5, 3 },
		{ "fixtures/hostile/gitlab/odd.json", 5, 3 },
		{ "fixtures/hostile/azure-devops/odd.json", 5, 3 },
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_file(&run, rows[i].file);
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_int_equal(run.source.refused, rows[i].refused);
		run_assert_conserved(&run);
		run_close(&run);
	}
	/* Update 9 without those before it: the log is cut off. */
	run_file(&run, "fixtures/hostile/azure-devops/odd.json");
	assert_true(run_item(&run, 1)->truncated);
	assert_int_equal(run_event(&run, "9.System.State")->at.known, UNKNOWN);
	assert_int_equal(run_event(&run, "9.System.State")->choice, CHOICE_NONE);
	run_close(&run);
	/* More assignees than the tool allows: nobody. */
	{
		static char text[64 * 1024];
		size_t n = (size_t)snprintf(text, sizeof(text), "[{\"number\":1,\"node_id\":\"x\","
			"\"state\":\"open\",\"timeline\":[");

		for (int i = 0; i < 40; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				"%s{\"event\":\"assigned\",\"id\":%d,\"assignee\":{\"login\":\"u%d\"},"
				"\"created_at\":\"2025-01-01T00:00:%02dZ\"}", i == 0 ? "" : ",", i, i, i);
		snprintf(text + n, sizeof(text) - n, "]}]");
		run_text(&run, text);
		assert_int_equal(run_kinds(&run, EVENT_ASSIGN), 40);
		assert_string_equal(run_event(&run, "39")->to, "several");
		run_close(&run);
	}
}

/* A list of exactly one page may be the first of several. */
static void
test_pages(void **state)
{
	static char text[8192];
	struct run run;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 30; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{\"number\":%d,\"node_id\":\"x\",\"state\":\"open\"}", i == 0 ? "[" : ",", i);
	snprintf(text + n, sizeof(text) - n, "]");
	run_text(&run, text);
	assert_int_equal(run_count(&run, REC_ITEM), 30);
	assert_int_equal(run.source.complete, TRI_F);
	assert_true(run_said(&run, &tracker_w_pages));
	run_close(&run);
	/* Pages put behind one another are one source. */
	run_text(&run, "[{\"number\":1,\"node_id\":\"x\",\"state\":\"open\"}]\n"
		"[{\"number\":2,\"node_id\":\"x\",\"state\":\"closed\"}]");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_ITEM), 2);
	run_close(&run);
}

/*
 * Counted with Python's json module.  Events: 50, of which 10 on pull requests;
 * of the others labeled 18, closed 11 (10 done, 1 not planned), assigned 10,
 * renamed 1, on 15 issues.  Issues: 42, of which 16 pull requests, all closed as
 * completed.  GitLab: 16, 12 closed, 5 with an assignee.
 */
static void
test_corpus(void **state)
{
	struct run run;
	char path[512], *text;
	size_t fixes = 0, accepts = 0, closed = 0, assigned = 0;

	(void)state;
	if (corpus_path(path, sizeof(path), "tickets/github/_raw_github_api_events.csv") == NULL)
		skip();
	assert_int_equal(cells_of(path, &text), 50);
	run_text(&run, text);
	free(text);
	assert_string_equal(run.reader->name, "github");
	assert_int_equal(run.source.seen, 50);
	assert_int_equal(run_ignored(&run, "pull requests"), 10);
	assert_int_equal(run.source.kept, 40);
	assert_int_equal(run_kinds(&run, EVENT_LABEL), 18);
	assert_int_equal(run_kinds(&run, EVENT_ASSIGN), 10);
	assert_int_equal(run_kinds(&run, EVENT_OTHER), 1);
	assert_int_equal(run_kinds(&run, EVENT_CREATE), 15);
	assert_int_equal(run_count(&run, REC_ITEM), 30); /* each as such, and as that of a log */
	for (size_t i = 0; i < run.records.n; i++) {
		fixes += run.records.v[i].kind == REC_EVENT &&
			run.records.v[i].u.event.choice == CHOICE_FIX;
		accepts += run.records.v[i].kind == REC_EVENT &&
			run.records.v[i].u.event.choice == CHOICE_ACCEPT;
	}
	assert_int_equal(fixes, 10);
	assert_int_equal(accepts, 1);
	run_close(&run);
	corpus_path(path, sizeof(path), "tickets/github/_raw_github_api_issues.csv");
	assert_int_equal(cells_of(path, &text), 42);
	run_text(&run, text);
	free(text);
	assert_int_equal(run.source.kept, 26);
	assert_int_equal(run_ignored(&run, "pull requests"), 16);
	run_close(&run);
	corpus_path(path, sizeof(path), "tickets/gitlab/_raw_gitlab_api_issues.csv");
	assert_int_equal(cells_of(path, &text), 16);
	run_text(&run, text);
	free(text);
	assert_string_equal(run.reader->name, "gitlab");
	for (size_t i = 0; i < 16; i++) {
		closed += run_item(&run, i)->status == STATUS_CLOSED;
		assigned += run_item(&run, i)->assignee.raw[0] != '\0';
	}
	assert_int_equal(closed, 12);
	assert_int_equal(assigned, 5);
	assert_string_equal(run_item(&run, 0)->key, "gitlab-data/snowflake_spend#1");
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_github_issues),
		cmocka_unit_test(test_github_events),
		cmocka_unit_test(test_github_alerts),
		cmocka_unit_test(test_gitlab),
		cmocka_unit_test(test_azure_devops),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
