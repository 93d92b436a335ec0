/* OCSF: results, words, resources, requirements; Prowler's seconds and local times; what is never a pass. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

#define GOOD "fixtures/good/ocsf/"
#define DAY (INT64_C(86400) * NS_SECOND)
#define AT (INT64_C(1791460800) * NS_SECOND)

static void
test_findings(void **state)
{
	static const struct {
		const char *benchmark, *test, *raw;
		enum result result;
		enum grade grade;
		int64_t at;
	} rows[] = {
		/* A failure first seen earlier is told at both instants, for each resource. */
		{ "harbour:gullwatch/AwsAccount", "IAM.6", "Fail", RESULT_FAIL, GRADE_E3, AT - 30 * DAY },
		{ "harbour:gullwatch/AwsAccount", "IAM.6", "Fail", RESULT_FAIL, GRADE_E3, AT - DAY },
		{ "harbour:gullwatch/AwsEc2Instance", "IAM.6", "Fail", RESULT_FAIL, GRADE_E3, AT - 30 * DAY },
		{ "harbour:gullwatch/AwsEc2Instance", "IAM.6", "Fail", RESULT_FAIL, GRADE_E3, AT - DAY },
		{ "harbour:gullwatch/Trail", "LOG.1", "1", RESULT_FAIL, GRADE_E3, AT }, /* a check fails */
		{ "prowler/Disk", "disk_encrypted", "PASS", RESULT_PASS, GRADE_E3, AT },
		{ "prowler/Disk", "disk_encrypted", "MUTED", RESULT_FAIL, GRADE_E3, AT },
		{ NULL, "contact", "MANUAL", RESULT_UNKNOWN, GRADE_E2, AT }, /* no resource */
		{ NULL, "CVE-2026-0001", "", RESULT_FAIL, GRADE_E3, AT },
		{ NULL, "CVE-2026-0002", "", RESULT_FAIL, GRADE_E3, AT },
		{ NULL, "CVE-2026-0001", "Resolved", RESULT_UNKNOWN, GRADE_E3, AT + 100 * NS_SECOND },
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "findings.json");
	assert_string_equal(run.reader->name, "ocsf");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 9);
	assert_int_equal(run_ignored(&run, "event of a class that is no finding"), 1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct rec_observation *o = run_obs(&run, i);

		if (rows[i].benchmark != NULL)
			assert_string_equal(o->benchmark, rows[i].benchmark);
		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
		assert_int_equal(o->at.lo, rows[i].at);
	}
	assert_string_equal(run_at(&run, REC_OBSERVATION, 5)->loc.path, "/2");
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_tags_and_names(void **state)
{
	struct run run;
	const struct rec_assign *a;

	(void)state;
	run_file(&run, GOOD "findings.json");
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "nist-800-53", "ia-2"));
	assert_true(run_has_tag(&run_obs(&run, 4)->tags, "nist-800-53", "au-2"));
	assert_true(run_has_tag(&run_obs(&run, 5)->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&run_obs(&run, 5)->tags, "nist-800-53", "sc-28"));
	assert_true(run_has_tag(&run_obs(&run, 5)->tags, "cis-3.0", "1.20")); /* not 1.2 */
	assert_int_equal(run_obs(&run, 5)->tags.v[0].relation, REL_EQUAL);
	assert_true(run_has_tag(&run_obs(&run, 8)->tags, "cve", "CVE-2026-0001"));
	assert_string_equal(run_ident(&run_obs(&run, 0)->asset, "arn"), "arn:aws:iam::111122223333:root");
	assert_string_equal(run_ident(&run_obs(&run, 2)->asset, "fqdn"), "quay01.harbour.example");
	assert_string_equal(run_ident(&run_obs(&run, 2)->asset, "instance"), "i-0123456789abcdef0");
	assert_string_equal(run_ident(&run_obs(&run, 8)->asset, "cloud"), "//quay01");
	assert_string_equal(run_ident(&run_obs(&run, 5)->asset, "azure"), "/subscriptions/AA/disk/1");
	assert_string_equal(run_obs(&run, 8)->severity, "critical");
	assert_string_equal(run_obs(&run, 9)->severity, "low");
	assert_string_equal(run_obs(&run, 10)->severity, "critical");
	a = &run_at(&run, REC_ASSIGN, 0)->u.assign;
	assert_int_equal(a->subject, SUBJECT_ASSET);
	assert_string_equal(a->party.raw, "Cloud Team");
	assert_true(run_said(&run, &read_w_asset));
	run_close(&run);
}

/* An item only where somebody is named for it: a finding alone is no decision and covers nothing. */
static void
test_items(void **state)
{
	struct run run;
	const struct rec_item *i;

	(void)state;
	run_file(&run, GOOD "findings.json");
	assert_int_equal(run_count(&run, REC_ITEM), 2);
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_string_equal(i->key, "f1");
	assert_string_equal(i->assignee.raw, "bo@harbour.example");
	assert_int_equal(i->status, STATUS_IN_PROGRESS);
	assert_int_equal(i->detected.lo, AT - 30 * DAY);
	assert_int_equal(i->nassets, 2);
	assert_false(i->has_history);
	i = &run_at(&run, REC_ITEM, 1)->u.item;
	assert_int_equal(i->type, ITEM_INCIDENT);
	assert_int_equal(i->status, STATUS_HOLD);
	assert_string_equal(i->team, "SOC");
	assert_null(i->assignee.raw);
	run_close(&run);
}

static void
test_shapes(void **state)
{
	static const struct { const char *file; uint64_t seen, observations; } rows[] = {
		{ GOOD "findings.jsonl", 4, 5 }, { GOOD "one.json", 1, 4 },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;

		run_file(&run, rows[i].file);
		assert_string_equal(run.reader->name, "ocsf");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_int_equal(run_count(&run, REC_OBSERVATION), rows[i].observations);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/ocsf/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 16);
	assert_int_equal(run.source.refused, 12);
	assert_true(run_said(&run, &scan_e_version));
	for (size_t i = 0; i < run_count(&run, REC_OBSERVATION); i++)
		assert_int_not_equal(run_obs(&run, i)->result, RESULT_PASS);
	run_assert_conserved(&run);
	run_close(&run);
}

/* One finding that would make more results than memory holds is refused, not read for hours. */
static void
test_pairs(void **state)
{
	struct run run;
	struct buf b;

	(void)state;
	buf_init(&b, MIB);
	buf_fmt(&b, "{\"class_uid\": 2002, \"metadata\": {\"version\": \"1.1.0\"}, \"vulnerabilities\": [");
	for (int i = 0; i < 1001; i++)
		buf_fmt(&b, "%s{\"cve\": {\"uid\": \"CVE-2026-%d\"}}", i == 0 ? "" : ",", i);
	buf_fmt(&b, "], \"resources\": [");
	for (int i = 0; i < 1000; i++)
		buf_fmt(&b, "%s{\"uid\": \"%d\"}", i == 0 ? "" : ",", i);
	buf_fmt(&b, "]}");
	run_text(&run, b.p);
	assert_string_equal(run.reader->name, "ocsf");
	assert_int_equal(run.source.refused, 1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 0);
	run_assert_conserved(&run);
	run_close(&run);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_tags_and_names),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
