/* ASFF: results, first and last observation, notes of persons; suppressed and resolved decide nothing. */
#include "tests/unit/read_harness.h"

#include "checker/read/scan_reader_diags.h"

#define GOOD "fixtures/good/asff/"

static void
test_findings(void **state)
{
	static const struct {
		const char *test, *raw, *severity, *at;
		enum result result;
	} rows[] = {
		{ "IAM.6", "FAILED", "critical", "2026-08-01T00:00:00Z", RESULT_FAIL },
		{ "IAM.6", "FAILED", "critical", "2026-10-01T00:00:00Z", RESULT_FAIL },
		{ "security-control/S3.1", "PASSED", "moderate", "2026-10-01T00:00:00Z", RESULT_PASS },
		{ "security-control/S3.1", "PASSED", "moderate", "2026-10-01T00:00:00Z", RESULT_PASS },
		{ "security-control/S3.2", "WARNING", "moderate", "2026-10-01T00:00:00Z", RESULT_FAIL },
		{ "CVE-2026-1111", "ACTIVE", "high", "2026-10-01T15:00:00Z", RESULT_FAIL },
		{ "CVE-2026-1112", "ARCHIVED", "high", "2026-10-01T10:00:00Z", RESULT_UNKNOWN },
		/* A note moves UpdatedAt: it is no newer test. */
		{ "security-control/S3.9", "PASSED", "moderate", "2026-02-01T00:00:00Z", RESULT_PASS },
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "findings.json");
	assert_string_equal(run.reader->name, "asff");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_string_equal(o->severity, rows[i].severity);
		assert_string_equal(instant_utc_dup(run.keep, o->at.lo), rows[i].at);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, GRADE_E3);
	}
	assert_string_equal(run_obs(&run, 2)->benchmark, "aws:securityhub/AwsS3Bucket");
	assert_string_equal(run_obs(&run, 0)->originator, "aws:securityhub");
	assert_string_equal(run_obs(&run, 5)->originator, "aquasecurity:aquasecurity");
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&run_obs(&run, 5)->tags, "cve", "CVE-2026-1111"));
	assert_string_equal(run_ident(&run_obs(&run, 5)->asset, "instance"), "i-0123456789abcdef0");
	assert_string_equal(run_ident(&run_obs(&run, 6)->asset, "cloud"), "aws/111122223333/quay01");
	assert_true(run_said(&run, &scan_w_severity));
	assert_true(run_said(&run, &scan_n_suppressed));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_notes(void **state)
{
	struct run run;
	const struct rec_item *i;
	const struct rec_event *e;

	(void)state;
	run_file(&run, GOOD "findings.json");
	assert_int_equal(run_count(&run, REC_ITEM), 2); /* only where a person wrote a note */
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_string_equal(i->key, "arn:x/finding/1");
	assert_int_equal(i->status, STATUS_ACCEPTED);
	assert_true(i->truncated);
	e = &run_at(&run, REC_EVENT, 0)->u.event;
	assert_int_equal(e->kind, EVENT_DECIDE);
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_int_equal(e->until.known, UNKNOWN); /* no place for an end */
	assert_string_equal(e->actor.raw, "ana@harbour.example");
	assert_string_equal(e->rationale, "accepted until spring");
	e = &run_at(&run, REC_EVENT, 1)->u.event;
	assert_int_equal(e->kind, EVENT_COMMENT);
	assert_int_equal(e->choice, CHOICE_NONE);
	assert_int_equal(run_count(&run, REC_ASSIGN), 1);
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.party.raw, "cloud@harbour.example");
	run_close(&run);
}

static void
test_shapes(void **state)
{
	static const struct { const char *file, *path; uint64_t seen; } rows[] = {
		{ GOOD "findings.jsonl", "/0", 3 }, { GOOD "event.json", "/detail/findings/0", 2 },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;

		run_file(&run, rows[i].file);
		assert_string_equal(run.reader->name, "asff");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_string_equal(run_at(&run, REC_OBSERVATION, 0)->loc.path, rows[i].path);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/asff/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 7);
	assert_int_equal(run.source.refused, 5);
	assert_int_equal(run.source.odd_words, 1);
	assert_true(run_said(&run, &scan_e_version));
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
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
