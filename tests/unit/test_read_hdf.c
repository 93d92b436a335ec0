/* HDF: parts by Kleene, overlays, waivers without approver, attestations at their own time. */
#include "tests/unit/read_harness.h"

#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

static void
test_overlay(void **state)
{
	static const struct {
		const char *benchmark, *test, *raw, *severity;
		enum result result;
		enum grade grade;
		bool override;
	} rows[] = {
		{ "overlay", "SV-900006", "no results", "moderate", RESULT_UNKNOWN, GRADE_E2, false },
		{ "base", "SV-900001", "passed", "high", RESULT_PASS, GRADE_E3, false },
		{ "base", "SV-900002", "failed, passed", "high", RESULT_FAIL, GRADE_E3, false },
		{ "base", "SV-900003", "skipped, passed", "moderate", RESULT_UNKNOWN, GRADE_E3, false },
		{ "base", "SV-900003", "passed", "moderate", RESULT_PASS, GRADE_E1, true },
		/* Waived by the overlay, whose impact is 0 too: never a pass, never not applicable. */
		{ "base", "SV-900004", "passed, waived, impact 0", "moderate", RESULT_UNKNOWN, GRADE_E3,
			false },
		/* Impact 0 hides no failure. */
		{ "base", "SV-900005", "failed, impact 0", "high", RESULT_FAIL, GRADE_E3, false },
		{ "base", "SV-900007", "error", "critical", RESULT_UNKNOWN, GRADE_E3, false },
		{ "base", "SV-900008", "skipped, impact 0", NULL, RESULT_NOT_APPLICABLE, GRADE_E3, false },
		{ "base", "SV-900008", "passed", NULL, RESULT_PASS, GRADE_E1, true },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/hdf/overlay.json");
	assert_string_equal(run.reader->name, "hdf");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 10);
	assert_int_equal(run_ignored(&run, "overlay of a control of another profile"), 2);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->benchmark, rows[i].benchmark);
		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
		assert_int_equal(o->override, rows[i].override);
		if (rows[i].severity == NULL)
			assert_null(o->severity);
		else
			assert_string_equal(o->severity, rows[i].severity);
		assert_string_equal(run_ident(&o->asset, "uuid"),
			"5b1c7a7e-0d3f-5a8e-9e4c-1234567890ab");
	}
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_details(void **state)
{
	struct run run;
	const struct tags *t;

	(void)state;
	run_file(&run, "fixtures/good/hdf/overlay.json");
	/* The earliest part; a converter's date; an attestation's own. */
	assert_string_equal(instant_utc_dup(run.keep, run_obs(&run, 1)->at.lo), "2026-10-01T10:00:00Z");
	assert_int_equal(run_obs(&run, 6)->at.known, KNOWN);
	assert_string_equal(instant_utc_dup(run.keep, run_obs(&run, 4)->at.lo), "2026-02-01T00:00:00Z");
	assert_string_equal(run_obs(&run, 4)->originator, "A. Ruiz");
	assert_string_equal(run_obs(&run, 9)->originator, "B. Lee");
	assert_true(run_obs(&run, 9)->at.date_only);
	t = &run_at(&run, REC_TEST, 1)->u.test.tags;
	assert_true(run_has_tag(t, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(t, "nist-800-53", "cm-6")); /* of the overlay */
	assert_true(run_has_tag(t, "cci", "CCI-000366"));
	assert_true(run_has_tag(t, "stig", "SV-900001"));
	assert_string_equal(run_obs(&run, 1)->originator, "inspec");
	assert_string_equal(run_at(&run, REC_OBSERVATION, 1)->loc.path, "/profiles/1/controls/0");
	assert_true(run_said(&run, &scan_n_suppressed));
	assert_true(run_said(&run, &scan_w_severity));
	run_close(&run);
}

static void
test_min(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/hdf/min.json");
	assert_string_equal(run.reader->name, "hdf");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_int_equal(run_obs(&run, 0)->result, RESULT_PASS);
	assert_int_equal(run_obs(&run, 0)->grade, GRADE_E2);
	assert_int_equal(run_obs(&run, 1)->result, RESULT_FAIL);
	assert_true(run_said(&run, &read_w_asset));
	run_assert_conserved(&run);
	run_close(&run);
}

/* A checklist turned into HDF stays a person's word, whatever time the converter wrote. */
/* InSpec 1 lists every result once more, without its control; a failure that is nowhere else is not lost. */
static void
test_inspec_1(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/hdf/inspec-1.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run.source.kept, 2);
	assert_int_equal(run.source.refused, 0);
	assert_int_equal(run_obs(&run, 1)->result, RESULT_FAIL);
	run_assert_conserved(&run);
	run_close(&run);
	run_file(&run, "fixtures/hostile/hdf/failure-beside.json");
	assert_int_equal(run.source.kept, 1);
	assert_int_equal(run.source.refused, 1);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_from_checklist(void **state)
{
	struct run run;

	(void)state;
	run_text(&run, "{\"platform\": {\"name\": \"Heimdall Tools\", \"target_id\": \"a\"}, \"version\": \"1\","
		" \"statistics\": {}, \"profiles\": [{\"name\": \"X\", \"controls\": [{\"id\": \"1\","
		" \"impact\": 0.5, \"tags\": {\"nist\": [\"AC-2\"]}, \"results\": [{\"status\": \"passed\","
		" \"code_desc\": \"\", \"start_time\": \"2026-10-01T10:00:00Z\"}]}]}],"
		" \"passthrough\": {\"checklist\": {}}}");
	assert_int_equal(run_obs(&run, 0)->grade, GRADE_E1);
	assert_string_equal(run_obs(&run, 0)->originator, "heimdall tools");
	assert_int_equal(run_at(&run, REC_TEST, 0)->u.test.tags.v[0].relation, REL_SUBSET);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/hdf/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 10);
	assert_int_equal(run.source.refused, 3);
	for (size_t i = 0; i < run_count(&run, REC_OBSERVATION); i++)
		assert_int_equal(run_obs(&run, i)->result, RESULT_UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

/* Attestations kept as a list of their own: a person's word, at its own time. */
static void
test_attestations(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/hdf-attestations/list.json");
	assert_string_equal(run.reader->name, "hdf-attestations");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_int_equal(run_obs(&run, 0)->result, RESULT_PASS);
	assert_int_equal(run_obs(&run, 1)->result, RESULT_FAIL);
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "stig", "SV-900001"));
	assert_string_equal(instant_utc_dup(run.keep, run_obs(&run, 0)->at.lo), "2026-09-01T00:00:00Z");
	assert_string_equal(run_obs(&run, 1)->originator, "B. Lee");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E1);
		assert_true(run_obs(&run, i)->override);
		assert_int_equal(run_obs(&run, i)->asset.n, 0);
	}
	run_close(&run);
	run_file(&run, "fixtures/hostile/hdf-attestations/odd.json");
	assert_string_equal(run.reader->name, "hdf-attestations");
	assert_int_equal(run.source.seen, 6);
	assert_int_equal(run.source.refused, 5);
	assert_int_equal(run.source.odd_words, 1);
	assert_int_equal(run_obs(&run, 0)->result, RESULT_UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overlay),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_min),
		cmocka_unit_test(test_inspec_1),
		cmocka_unit_test(test_from_checklist),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_attestations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
