/* in-toto: tests of statements in all three wrappings, summaries, vulnerabilities; nothing of it is more than E2. */
#include "tests/unit/read_harness.h"

static void
test_statement(void **state)
{
	static const struct { const char *test; enum result result; } rows[] = {
		{ "AC-3 world-writable", RESULT_FAIL },
		{ "slow", RESULT_FAIL },
		{ "AC-2(1) disabled accounts", RESULT_PASS },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/in-toto/statement.json");
	assert_string_equal(run.reader->name, "in-toto");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.kept, 1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(run_obs(&run, i)->test, rows[i].test);
		assert_int_equal(run_obs(&run, i)->result, rows[i].result);
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E2);
		assert_int_equal(run_obs(&run, i)->at.known, UNKNOWN);
	}
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "nist-800-53", "ac-2.1"));
	assert_int_equal(run_obs(&run, 2)->tags.v[0].relation, REL_SUBSET);
	run_close(&run);
}

static void
test_wrapped(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/in-toto/envelopes.jsonl");
	assert_string_equal(run.reader->name, "in-toto");
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run.source.kept, 4);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 5);
	/* The summary, url-safe and without padding. */
	assert_string_equal(run_obs(&run, 3)->test, "policy:release");
	assert_int_equal(run_obs(&run, 3)->result, RESULT_PASS);
	assert_int_equal(run_obs(&run, 3)->at.known, KNOWN);
	assert_string_equal(run_obs(&run, 4)->test, "CVE-2026-90001");
	assert_string_equal(run_obs(&run, 4)->severity, "high");
	/* Built artefacts. */
	assert_int_equal(run_count(&run, REC_EVIDENCE), 2);
	assert_string_equal(run_at(&run, REC_EVIDENCE, 1)->u.evidence.path, "b.tar");
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(run_obs(&run, i)->grade, GRADE_E2);
	run_assert_conserved(&run);
	run_close(&run);
	/* The log's time stands for the predicate's, which has none. */
	run_file(&run, "fixtures/good/in-toto/bundle.json");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 1);
	assert_int_equal(run_obs(&run, 0)->at.known, KNOWN);
	run_close(&run);
}

static void
test_odd(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/in-toto/odd.jsonl");
	assert_int_equal(run.source.seen, 6);
	assert_int_equal(run.source.kept, 2);
	assert_int_equal(run.source.refused, 4);
	/* The run failed and names no failed test: none of them passes. */
	assert_int_equal(run_obs(&run, 0)->result, RESULT_UNKNOWN);
	assert_int_equal(run_obs(&run, 1)->result, RESULT_FAIL);
	assert_int_equal(run_obs(&run, 2)->result, RESULT_UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement),
		cmocka_unit_test(test_wrapped),
		cmocka_unit_test(test_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
