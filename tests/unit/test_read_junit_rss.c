/* JUnit reports and Jira's RSS export. */
#include "tests/unit/read_harness.h"

#include "checker/read/json_reader_diags.h"
#include "checker/read/tracker_diags.h"

#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static const struct rec_observation *
seen(const struct run *run, size_t n)
{
	return &run_at(run, REC_OBSERVATION, n)->u.observation;
}

static void
test_rss(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/jira-rss/export.xml");
	assert_string_equal(run.reader->name, "jira-rss");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.kept, 2);
	assert_int_equal(run.source.complete, TRI_T);
	run_assert_conserved(&run);
	it = run_item(&run, 0);
	assert_string_equal(it->tracker, "jira"); /* the key space of the JSON export */
	assert_string_equal(it->key, "SEC-1");
	assert_int_equal(it->type, ITEM_VULNERABILITY);
	assert_int_equal(it->status, STATUS_ACCEPTED);
	assert_string_equal(it->status_raw, "Erledigt");
	assert_string_equal(it->severity, "critical");
	assert_string_equal(it->priority, "high");
	assert_int_equal(it->created.lo, AT(1767596400));
	assert_int_equal(it->closed.lo, AT(1770721200));
	assert_int_equal(it->due.lo, AT(1774994400));
	assert_string_equal(run_ident(&it->assignee.ids, "jira"), "712020:aa");
	assert_string_equal(run_ident(&it->reporter.ids, "login"), "blee");
	assert_true(run_has_tag(&it->controls, "nist-800-53", "ra-5"));
	assert_true(run_has_tag(&it->controls, "nist-800-53", "si-2"));
	assert_true(run_has_tag(&it->tests, "cve", "CVE-2024-3094"));
	assert_false(it->has_history);
	assert_int_equal(run_at(&run, REC_ITEM, 0)->loc.line, 7);
	it = run_item(&run, 1);
	assert_int_equal(it->status, STATUS_CANCELLED);
	assert_string_equal(it->duplicate_of, "SEC-1");
	assert_string_equal(it->assignee.raw, "");
	assert_int_equal(it->due.known, EMPTY);
	assert_null(it->priority);
	assert_int_equal(run.source.odd_words, 1);
	/* Creations and one comment: no decision. */
	assert_int_equal(run_count(&run, REC_EVENT), 3);
	assert_int_equal(run_at(&run, REC_EVENT, 1)->u.event.kind, EVENT_COMMENT);
	assert_string_equal(run_at(&run, REC_EVENT, 1)->u.event.to, "<p>Looked at it.</p>");
	assert_true(run_said(&run, &tracker_n_no_log));
	run_close(&run);
}

static void
test_junit(void **state)
{
	static const struct { const char *test, *raw; enum result result; } want[] = {
		{ "AC-2(1).disabled accounts removed", "passed", RESULT_PASS },
		{ "AC-3.no world-writable", "failure", RESULT_FAIL },
		{ "AC-6.sudo review", "skipped", RESULT_UNKNOWN },
		{ "x.broke", "error", RESULT_UNKNOWN },          /* the error comes before the failure */
		{ "x.flaky", "flaky", RESULT_UNKNOWN },
		{ "alone", "passed", RESULT_PASS },
		{ "gtest", "skipped", RESULT_UNKNOWN },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/junit/report.xml");
	assert_string_equal(run.reader->name, "junit");
	assert_int_equal(run.source.seen, 7);
	run_assert_conserved(&run);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_string_equal(seen(&run, i)->test, want[i].test);
		assert_string_equal(seen(&run, i)->result_raw, want[i].raw);
		assert_int_equal(seen(&run, i)->result, want[i].result);
		assert_int_equal(seen(&run, i)->grade, GRADE_E2);
		/* Names are anybody's: tags carry failures only. */
		for (size_t k = 0; k < seen(&run, i)->tags.n; k++)
			assert_int_equal(seen(&run, i)->tags.v[k].relation, REL_SUBSET);
	}
	assert_string_equal(seen(&run, 0)->benchmark, "access");
	assert_string_equal(seen(&run, 5)->benchmark, "inner");
	assert_true(run_has_tag(&seen(&run, 0)->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&seen(&run, 0)->tags, "nist-800-53", "ia-2"));
	assert_true(run_has_tag(&seen(&run, 5)->tags, "nist-800-53", "sc-8"));
	assert_string_equal(run_ident(&seen(&run, 0)->asset, "fqdn"), "web01.harbour.example");
	assert_int_equal(seen(&run, 0)->at.hi - seen(&run, 0)->at.lo, 26 * NS_HOUR); /* no zone */
	assert_string_equal(seen(&run, 1)->message, "2 files");
	/* tests="3" and 2 are there; tests="5" and 7, with those inside. */
	assert_true(run_said(&run, &tracker_w_count));
	assert_int_equal(run.source.complete, TRI_F);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/jira-rss/odd.xml");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 2);
	assert_int_equal(run.source.complete, TRI_F);
	assert_string_equal(run_item(&run, 0)->resolution_raw, "");
	assert_int_equal(run_item(&run, 0)->created.known, UNKNOWN);
	assert_int_equal(run_item(&run, 0)->status, STATUS_UNKNOWN);
	assert_true(run_said(&run, &jira_w_total));
	run_assert_conserved(&run);
	run_close(&run);
	/* Raw HTML with an attribute twice is no XML: refused, not guessed at. */
	run_file(&run, "fixtures/hostile/jira-rss/twice.xml");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_ITEM), 0);
	run_close(&run);
	run_file(&run, "fixtures/hostile/junit/odd.xml");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 1);
	/* A case within a case is none, and its failure is nobody's. */
	assert_string_equal(seen(&run, 0)->test, "A");
	assert_int_equal(seen(&run, 1)->result, RESULT_UNKNOWN);
	assert_int_equal(seen(&run, 0)->at.known, UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
	run_text(&run, "<testsuites/>");
	assert_int_equal(run.rc, 0);
	assert_true(run.source.empty);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rss),
		cmocka_unit_test(test_junit),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
