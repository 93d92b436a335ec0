/* AWS Config: evaluations and the inventory name a resource alike; what is not compliant is no pass. */
#include "tests/unit/read_harness.h"

static void
test_evaluations(void **state)
{
	static const struct {
		const char *benchmark, *test, *raw, *ns, *id, *at;
		enum result result;
	} rows[] = {
		{ "aws-config/AWS::IAM::User", "access-keys-rotated", "NON_COMPLIANT", "cloud",
			"aws//AWS::IAM::User/bo", "2026-10-01T10:00:00Z", RESULT_FAIL },
		{ "aws-config/AWS::EC2::Instance", "ebs-encrypted", "COMPLIANT", "instance",
			"i-0123456789abcdef0", "2026-10-01T10:00:00Z", RESULT_PASS },
		{ "aws-config/AWS::S3::Bucket", "s3-logging", "INSUFFICIENT_DATA", "arn",
			"arn:aws:s3:::quay", "2026-10-01T10:00:00Z", RESULT_UNKNOWN },
		{ "aws-config/AWS::::Account", "root-mfa", "NOT_APPLICABLE", "arn",
			"AWS::::Account:111122223333", "2026-10-01T10:00:00Z", RESULT_NOT_APPLICABLE },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/aws-config/evaluations.json");
	assert_string_equal(run.reader->name, "aws-config");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 4);
	for (size_t i = 0; i < 4; i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->benchmark, rows[i].benchmark);
		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_string_equal(run_ident(&o->asset, rows[i].ns), rows[i].id);
		assert_string_equal(instant_utc_dup(run.keep, o->at.lo), rows[i].at);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, GRADE_E3);
	}
	assert_int_equal(run.source.complete, TRI_F); /* more pages follow */
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_snapshot(void **state)
{
	struct run run;
	const struct rec_asset *a;

	(void)state;
	run_file(&run, "fixtures/good/aws-config/snapshot.json");
	assert_string_equal(run.reader->name, "aws-config");
	assert_int_equal(run_count(&run, REC_ASSET), 2);
	assert_int_equal(run.source.roles & ROLE_POPULATION, ROLE_POPULATION);
	a = &run_at(&run, REC_ASSET, 0)->u.asset;
	assert_true(a->listed);
	assert_string_equal(run_ident(&a->ids, "instance"), "i-0123456789abcdef0");
	assert_string_equal(a->env, "prod");
	assert_int_equal(a->retired.known, UNKNOWN);
	a = &run_at(&run, REC_ASSET, 1)->u.asset;
	assert_string_equal(run_ident(&a->ids, "aws"), "sg-0123456789abcdef1");
	assert_string_equal(instant_utc_dup(run.keep, a->retired.lo), "2026-09-01T00:00:00Z");
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.party.raw, "bo@harbour.example");
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/aws-config/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 9);
	assert_int_equal(run.source.refused, 6);
	assert_int_equal(run.source.odd_words, 1);
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
		cmocka_unit_test(test_evaluations),
		cmocka_unit_test(test_snapshot),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
