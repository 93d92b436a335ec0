/* SARIF: defaults, rules by index, severities; suppressions decide nothing, a failed run passes nothing. */
#include "tests/unit/read_harness.h"

#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

static void
test_runs(void **state)
{
	static const struct {
		const char *test, *raw, *severity, *at;
		enum result result;
		enum grade grade;
	} rows[] = {
		{ "R1", "fail", "high", "2026-08-01T00:00:00Z", RESULT_FAIL, GRADE_E3 },
		{ "R1", "fail", "high", "2026-10-01T10:00:00Z", RESULT_FAIL, GRADE_E3 },
		{ "R2", "fail", "high", "2026-10-01T10:00:00Z", RESULT_FAIL, GRADE_E3 },
		{ "R1", "pass", "high", "2026-10-01T10:00:00Z", RESULT_PASS, GRADE_E3 },
		{ "X1", "fail", "critical", "2026-10-01T10:00:00Z", RESULT_FAIL, GRADE_E3 },
		{ "R2", "fail, absent", "high", "2026-10-01T10:00:00Z", RESULT_UNKNOWN, GRADE_E3 },
		{ "R2", "review", "high", "2026-10-01T10:00:00Z", RESULT_UNKNOWN, GRADE_E3 },
		{ "Q", "pass", "moderate", NULL, RESULT_UNKNOWN, GRADE_E2 },
		{ "Q2", "fail", "moderate", NULL, RESULT_FAIL, GRADE_E2 },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/sarif/runs.sarif");
	assert_string_equal(run.reader->name, "sarif");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 8);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_string_equal(o->severity, rows[i].severity);
		if (rows[i].at == NULL)
			assert_int_not_equal(o->at.known, KNOWN);
		else
			assert_string_equal(instant_utc_dup(run.keep, o->at.lo), rows[i].at);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
	}
	assert_string_equal(run_obs(&run, 0)->originator, "gullscan");
	assert_string_equal(run_ident(&run_obs(&run, 0)->asset, "repo"), "https://git.harbour.example/app");
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "cwe", "CWE-79"));
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "nist-800-53", "si-10"));
	assert_true(run_has_tag(&run_obs(&run, 4)->tags, "nist-800-53", "ac-3"));
	assert_string_equal(run_at(&run, REC_OBSERVATION, 2)->loc.path, "/runs/0/results/1");
	assert_true(run_said(&run, &scan_n_suppressed));
	assert_true(run_said(&run, &scan_w_run));
	assert_true(run_said(&run, &read_w_asset));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/sarif/odd.sarif");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 7);
	assert_int_equal(run.source.refused, 4);
	for (size_t i = 0; i < run_count(&run, REC_OBSERVATION); i++) {
		assert_int_not_equal(run_obs(&run, i)->result, RESULT_PASS);
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E2);
	}
	run_assert_conserved(&run);
	run_close(&run);
	/* Another version: nothing of it counts, and the run is incomplete. */
	run_file(&run, "fixtures/hostile/sarif/old.sarif");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 0);
	assert_true(run_said(&run, &scan_e_version));
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
