/* Nessus v2: what is found, on which host, when; credentials; recast severities; compliance checks. */
#include "tests/unit/read_harness.h"

#include "checker/read/scan_reader_diags.h"

static void
test_hosts(void **state)
{
	static const struct {
		const char *benchmark, *test, *raw, *severity;
		enum result result;
		enum grade grade;
	} rows[] = {
		{ "", "156888", "4", "critical", RESULT_FAIL, GRADE_E3 },
		{ "", "70658", "1", "high", RESULT_FAIL, GRADE_E3 }, /* recast to low: stays high */
		{ "Harbour OS", "ab12", "FAILED", "high", RESULT_FAIL, GRADE_E3 },
		{ "Harbour OS", "1.2 Lit", "PASSED", "info", RESULT_PASS, GRADE_E3 },
		{ "Harbour OS", "1.2 Lit", "PASSED", "info", RESULT_PASS, GRADE_E2 }, /* no credentials */
		{ "nessus", "1.3 Manned", "WARNING", "low", RESULT_UNKNOWN, GRADE_E3 },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/nessus/two-hosts.nessus");
	assert_string_equal(run.reader->name, "nessus");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 8);
	assert_int_equal(run_ignored(&run, "informational plugin"), 1);
	assert_int_equal(run_ignored(&run, "host without items"), 1);
	assert_int_equal(run_count(&run, REC_ASSET), 3);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->benchmark, rows[i].benchmark);
		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->severity, rows[i].severity);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
	}
	assert_true(run_said(&run, &scan_w_severity));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_details(void **state)
{
	struct run run;
	const struct rec_observation *o;

	(void)state;
	run_file(&run, "fixtures/good/nessus/two-hosts.nessus");
	o = run_obs(&run, 0);
	assert_string_equal(run_ident(&o->asset, "fqdn"), "quay01.harbour.example");
	assert_string_equal(run_ident(&o->asset, "instance"), "i-0123456789abcdef0");
	assert_string_equal(run_ident(&o->asset, "mac"), "0A:00:27:00:00:01");
	assert_string_equal(instant_utc_dup(run.keep, o->at.lo), "2026-10-01T14:15:00Z");
	assert_true(run_has_tag(&o->tags, "cve", "CVE-2026-0001"));
	assert_true(run_has_tag(&o->tags, "cve", "CVE-2026-0002"));
	assert_true(run_has_tag(&o->tags, "plugin", "156888"));
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "nist-800-53", "ac-3"));
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "cscv8", "3.3"));
	assert_false(run_has_tag(&run_obs(&run, 2)->tags, "level", "1A"));
	assert_string_equal(run_at(&run, REC_OBSERVATION, 2)->loc.path, "ReportHost[1]/ReportItem[4]");
	/* The scanner's local time, of a zone that nobody names: a span of 26 hours. */
	assert_int_equal(run_obs(&run, 4)->at.hi - run_obs(&run, 4)->at.lo, INT64_C(26) * 3600 * NS_SECOND);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/nessus/odd.nessus");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 7);
	assert_int_equal(run.source.refused, 4); /* two of no host */
	for (size_t i = 0; i < run_count(&run, REC_OBSERVATION); i++) {
		assert_int_not_equal(run_obs(&run, i)->result, RESULT_PASS);
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E2);
	}
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
