/* CKL and CKLB: a person's word, never more than E1; the same facts in both formats are the same records. */
#include "tests/unit/read_harness.h"

#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

#define CKL "fixtures/good/ckl/two-stigs.ckl"
#define CKLB "fixtures/good/cklb/two-stigs.cklb"

/* What both fixtures say, in their order. */
static const struct {
	const char *benchmark, *test, *severity;
	enum result result;
	int64_t from; /* seconds; 0: undated */
	const char *message;
} rows[] = {
	{ "xccdf_mil.disa.stig_benchmark_Harbour_OS_STIG",
		"xccdf_mil.disa.stig_rule_SV-900001r3_rule", "high", RESULT_PASS,
		1789084800 - 14 * 3600, "looked at it" },
	{ "xccdf_mil.disa.stig_benchmark_Harbour_OS_STIG",
		"xccdf_mil.disa.stig_rule_SV-900002r1_rule", "high", RESULT_FAIL, 1775894400,
		"Tool" },
	{ "Quay Scan", "V-900003", "moderate", RESULT_NOT_APPLICABLE, 0, "" },
	{ "Quay Scan", "V-900004", NULL, RESULT_UNKNOWN, -1, "" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void
check(const char *file, const char *reader)
{
	struct run run;

	run_file(&run, file);
	assert_string_equal(run.reader->name, reader);
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), ROWS);
	assert_int_equal(run_count(&run, REC_TEST), ROWS);
	assert_int_equal(run_count(&run, REC_CLAIM), 0);
	assert_int_equal(run_count(&run, REC_ASSET), 1);
	for (size_t i = 0; i < ROWS; i++) {
		const struct rec_observation *o =
			&run_at(&run, REC_OBSERVATION, i)->u.observation;

		assert_string_equal(o->benchmark, rows[i].benchmark);
		assert_string_equal(o->test, rows[i].test);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, GRADE_E1);
		assert_string_equal(o->method, "examine");
		if (rows[i].severity == NULL)
			assert_null(o->severity);
		else
			assert_string_equal(o->severity, rows[i].severity);
		if (rows[i].from > 0)
			assert_int_equal(o->at.lo, rows[i].from * NS_SECOND);
		else if (rows[i].from == 0)
			assert_int_not_equal(o->at.known, KNOWN);
		assert_string_equal(run_ident(&o->asset, "fqdn"), "quay01.harbour.example");
		assert_string_equal(run_ident(&o->asset, "host"), "QUAY01");
		assert_string_equal(run_ident(&o->asset, "ip"), "10.9.0.7");
		assert_int_equal(o->asset.n, 6); /* two addresses of each kind */
		if (rows[i].message[0] != '\0')
			assert_non_null(strstr(o->message, rows[i].message));
		/* Anybody can write a checklist: its tags carry failures only. */
		for (size_t k = 0; k < o->tags.n; k++)
			assert_int_equal(o->tags.v[k].relation, REL_SUBSET);
	}
	assert_true(run_has_tag(&run_at(&run, REC_TEST, 0)->u.test.tags, "cci", "CCI-000015"));
	assert_true(run_has_tag(&run_at(&run, REC_TEST, 0)->u.test.tags, "stig", "SV-900001"));
	assert_true(run_has_tag(&run_at(&run, REC_TEST, 0)->u.test.tags, "stig", "V-90001"));
	assert_true(run_said(&run, &scan_w_severity));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_ckl(void **state)
{
	struct run run;

	(void)state;
	check(CKL, "ckl");
	run_file(&run, CKL);
	assert_string_equal(run_at(&run, REC_OBSERVATION, 2)->loc.path,
		"/CHECKLIST/STIGS/iSTIG[2]/VULN[1]");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 2)->loc.line, 54);
	run_close(&run);
}

static void
test_cklb(void **state)
{
	struct run run;

	(void)state;
	check(CKLB, "cklb");
	run_file(&run, CKLB);
	assert_string_equal(run_at(&run, REC_OBSERVATION, 2)->loc.path, "/stigs/1/rules/0");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 3)->u.observation.at.known, KNOWN);
	assert_true(run.source.has_total);
	assert_int_equal(run.source.total, 4);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static const struct { const char *file; uint64_t seen, refused, odd; } odd[] = {
		{ "fixtures/hostile/ckl/odd.ckl", 4, 3, 2 },
		{ "fixtures/hostile/cklb/odd.cklb", 6, 5, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct run run;

		run_file(&run, odd[i].file);
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, odd[i].seen);
		assert_int_equal(run.source.refused, odd[i].refused);
		assert_int_equal(run.source.odd_words, odd[i].odd);
		assert_true(run_said(&run, &read_w_asset));
		for (size_t k = 0; k < run_count(&run, REC_OBSERVATION); k++)
			assert_int_equal(run_at(&run, REC_OBSERVATION, k)->u.observation.result,
				RESULT_UNKNOWN);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ckl),
		cmocka_unit_test(test_cklb),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
