/* OVAL results: true means the contrary for a weakness; the host and its time stand behind the results. */
#include "tests/unit/read_harness.h"

#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

static void
test_results(void **state)
{
	static const struct {
		const char *test, *raw, *host, *at;
		enum result result;
	} rows[] = {
		{ "oval:x:def:1", "true", "quay01.harbour.example", "2026-10-01T03:04:05Z", RESULT_FAIL },
		{ "oval:x:def:2", "true", "quay01.harbour.example", "2026-10-01T03:04:05Z", RESULT_PASS },
		{ "oval:x:def:4", "false", "quay01.harbour.example", "2026-10-01T03:04:05Z", RESULT_PASS },
		{ "oval:x:def:9", "true", "quay01.harbour.example", "2026-10-01T03:04:05Z", RESULT_UNKNOWN },
		{ "oval:x:def:1", "not evaluated", "quay02.harbour.example", "2026-10-02T03:04:05Z",
			RESULT_UNKNOWN },
		{ "oval:x:def:2", "false", "quay02.harbour.example", "2026-10-02T03:04:05Z", RESULT_FAIL },
		{ "oval:x:def:4", "not applicable", "quay02.harbour.example", "2026-10-02T03:04:05Z",
			RESULT_NOT_APPLICABLE },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/oval/results.xml");
	assert_string_equal(run.reader->name, "oval");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 8);
	assert_int_equal(run_ignored(&run, "definition of an inventory or other class"), 1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_string_equal(run_ident(&o->asset, "fqdn"), rows[i].host);
		assert_string_equal(instant_utc_dup(run.keep, o->at.lo), rows[i].at);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, GRADE_E3);
		assert_string_equal(o->benchmark, "Harbour advisories");
		assert_string_equal(o->originator, "harbour:gullscan");
	}
	assert_int_equal(run_obs(&run, 0)->asset.n, 4);
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "cve", "CVE-2026-0002"));
	assert_string_equal(run_obs(&run, 0)->severity, "high");
	assert_string_equal(run_at(&run, REC_OBSERVATION, 5)->loc.path, "system[2]/definition[2]");
	assert_string_equal(run.source.version, "5.11");
	assert_true(run_said(&run, &scan_n_left_out));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/oval/odd.xml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 7);
	assert_int_equal(run.source.refused, 2);
	assert_int_equal(run.source.odd_words, 1); /* "True" */
	assert_true(run_said(&run, &read_w_asset));
	for (size_t i = 0; i < run_count(&run, REC_OBSERVATION); i++) {
		/* One definition is there twice, of two classes; one result is of no system. */
		assert_int_equal(run_obs(&run, i)->result, RESULT_UNKNOWN);
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E2);
		assert_int_equal(run_obs(&run, i)->asset.n, 0);
	}
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
