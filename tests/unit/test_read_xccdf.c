/*
 * XCCDF and ARF: every result word, overrides, grades, names, what is refused; counts of the
 * corpus.
 */
#include "tests/unit/read_harness.h"

#include "checker/read/scan_reader_diags.h"

#include "checker/read/read_diags.h"

#define GOOD "fixtures/good/xccdf/"
#define HOSTILE "fixtures/hostile/xccdf/"

static void
test_two_results(void **state)
{
	/* In the order of the file; an override stands after the tool's own result. */
	static const struct {
		const char *test, *raw;
		enum result result;
		enum grade grade;
		bool override;
		const char *originator;
	} rows[] = {
		{ "xccdf_mil.disa.stig_rule_SV-100001r12_rule", "fail", RESULT_FAIL, GRADE_E3,
			false, "example:scan" },
		{ "xccdf_mil.disa.stig_rule_SV-100001r12_rule", "pass", RESULT_PASS, GRADE_E1,
			true, "CISO" },
		{ "xccdf_org.example_rule_b", "fixed", RESULT_PASS, GRADE_E3, false,
			"example:scan" },
		{ "xccdf_org.example_rule_d", "pass", RESULT_UNKNOWN, GRADE_E3, false,
			"example:scan" },
		{ "xccdf_org.example_rule_e", "pass", RESULT_PASS, GRADE_E0, false,
			"example:scan" },
		{ "xccdf_org.example_rule_f", "splendid", RESULT_UNKNOWN, GRADE_E3, false,
			"example:scan" },
		{ "xccdf_org.example_rule_b", "pass", RESULT_PASS, GRADE_E2, false, "openscap" },
		{ "xccdf_org.example_rule_d", "fail", RESULT_FAIL, GRADE_E3, false, "openscap" },
	};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	struct run run;

	(void)state;
	run_file(&run, GOOD "two-results.xml");
	assert_string_equal(run.reader->name, "xccdf");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), n);
	for (size_t i = 0; i < n; i++) {
		const struct rec_observation *o = run_obs(&run, i);

		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
		assert_int_equal(o->override, rows[i].override);
		assert_string_equal(o->originator, rows[i].originator);
		assert_string_equal(o->benchmark, "xccdf_org.example_benchmark_HOST");
	}
	assert_int_equal(run.source.seen, 3 + 10);
	assert_int_equal(run.source.kept, 2 + 7);
	assert_int_equal(run.source.refused, 3);
	assert_int_equal(run_ignored(&run, "notselected"), 1);
	assert_int_equal(run.source.odd_words, 1);
	run_assert_conserved(&run);
	assert_true(run_said(&run, &read_w_override));
	assert_true(run_said(&run, &read_w_word));
	assert_string_equal(run.source.version, "1.2");
	assert_string_equal(run.source.originator, "example:scan");
	run_close(&run);
}

static void
test_details(void **state)
{
	struct run run;
	const struct rec_observation *o;
	const struct rec_test *t;

	(void)state;
	run_file(&run, GOOD "two-results.xml");
	o = run_obs(&run, 0);
	assert_string_equal(run_ident(&o->asset, "fqdn"), "web01.x.example");
	assert_string_equal(run_ident(&o->asset, "ip"), "10.0.0.7");
	assert_string_equal(run_ident(&o->asset, "mac"), "02:00:00:00:00:07");
	assert_string_equal(run_ident(&o->asset, "tag"), "TAG-9");
	assert_int_equal(o->asset.n, 4);
	assert_true(run_has_tag(&o->tags, "cci", "CCI-000015"));
	assert_true(run_has_tag(&o->tags, "stig", "SV-100001"));
	assert_int_equal(o->tags.v[0].relation, REL_EQUAL);
	assert_string_equal(o->method, "test");
	assert_string_equal(o->severity, "high");
	/* 03:04:09+01:00; without a time of its own, the end of the test. */
	assert_true(o->at.lo == o->at.hi && o->at.lo == INT64_C(1735783449) * NS_SECOND);
	assert_true(run_obs(&run, 2)->at.lo == INT64_C(1735783500) * NS_SECOND);
	assert_string_equal(run_obs(&run, 2)->message, "minlen was 8");
	assert_string_equal(run_obs(&run, 4)->method, "interview");
	assert_string_equal(run_obs(&run, 1)->message, "compensating control");
	assert_true(run_obs(&run, 1)->at.lo == INT64_C(1738368000) * NS_SECOND);
	/* A time without zone stays the whole range; a poisoned name stays as it is. */
	o = run_obs(&run, 7);
	assert_true(o->at.hi - o->at.lo == 26 * NS_HOUR);
	assert_string_equal(run_ident(&o->asset, "fqdn"), "LOCALHOST.LOCALDOMAIN");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 7)->loc.line, 58);
	assert_string_equal(run_at(&run, REC_OBSERVATION, 7)->loc.path,
		"TestResult[2]/rule-result[2]");

	t = &run_at(&run, REC_TEST, 0)->u.test;
	assert_string_equal(t->title, "Accounts of leavers are locked");
	assert_string_equal(t->severity, "high");
	assert_true(run_has_tag(&t->tags, "cci", "CCI-000015"));
	assert_true(run_has_tag(&t->tags, "stig", "SV-100001"));
	t = &run_at(&run, REC_TEST, 1)->u.test;
	assert_null(t->severity);
	assert_string_equal(t->severity_raw, "unknown");
	assert_true(run_has_tag(&t->tags, "nist-800-53", "ia-5.1"));
	assert_true(run_has_tag(&t->tags, "nist-800-53", "ia-5"));
	assert_true(run_has_tag(&t->tags, "cci", "CCI-000205"));
	assert_true(run_has_tag(&t->tags, "cce", "CCE-80001-1"));
	assert_int_equal(t->tags.n, 4);
	assert_int_equal(run_count(&run, REC_ASSET), 2);
	assert_false(run_at(&run, REC_ASSET, 0)->u.asset.listed);
	run_close(&run);
}

/* No time, no tool, no target: kept, and E2. */
static void
test_bare(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, GOOD "bare-11.xml");
	assert_string_equal(run.source.version, "1.1");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_int_equal(run_obs(&run, 0)->grade, GRADE_E2);
	assert_int_equal(run_obs(&run, 0)->at.known, UNKNOWN);
	assert_int_equal(run_obs(&run, 0)->asset.n, 0);
	assert_string_equal(run_obs(&run, 0)->benchmark, "old.xml");
	assert_string_equal(run_obs(&run, 0)->originator, "xccdf");
	assert_int_equal(run_obs(&run, 1)->result, RESULT_UNKNOWN);
	assert_int_equal(run_count(&run, REC_ASSET), 0);
	assert_true(run_said(&run, &read_w_asset));
	run_close(&run);
}

/* With a zone the same text is one instant. */
static void
test_zone(void **state)
{
	struct run run;

	(void)state;
	run_init(&run);
	run.zone = "+01:00";
	run_path(&run, GOOD "two-results.xml");
	assert_true(run_obs(&run, 7)->at.lo == run_obs(&run, 7)->at.hi);
	assert_true(run_obs(&run, 7)->at.lo == INT64_C(1740819600) * NS_SECOND);
	run_close(&run);
}

static void
test_arf(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/arf/two-hosts.xml");
	assert_string_equal(run.reader->name, "arf");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_TEST), 1);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_string_equal(run_ident(&run_obs(&run, 0)->asset, "uuid"),
		"7d5f0e7a-0000-4000-8000-000000000001");
	assert_string_equal(run_ident(&run_obs(&run, 0)->asset, "host"), "web01");
	/* About two assets: only the one that the result itself points to gives its names. */
	assert_string_equal(run_ident(&run_obs(&run, 1)->asset, "fqdn"), "db01.x.example");
	assert_null(run_ident(&run_obs(&run, 1)->asset, "mac"));
	assert_string_equal(run_obs(&run, 1)->benchmark, "bench");
	assert_int_equal(run_ignored(&run, "report without XCCDF or OVAL results"), 1);
	run_assert_conserved(&run);
	run_close(&run);
}

/* OVAL results in a report of their own: the class says what true means, the report whose host it is. */
static void
test_arf_oval(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/arf/with-oval.xml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 3);
	assert_string_equal(run_obs(&run, 1)->test, "oval:x:def:1");
	assert_int_equal(run_obs(&run, 1)->result, RESULT_FAIL);
	assert_true(run_has_tag(&run_obs(&run, 1)->tags, "cve", "CVE-2026-0002"));
	assert_string_equal(run_ident(&run_obs(&run, 1)->asset, "fqdn"), "quay01.harbour.example");
	assert_string_equal(run_obs(&run, 1)->originator, "harbour:gullscan");
	assert_string_equal(run_at(&run, REC_OBSERVATION, 1)->loc.path,
		"report[@id='o1']/system[1]/definition[1]");
	assert_int_equal(run_obs(&run, 2)->result, RESULT_UNKNOWN); /* a weakness that nobody looked for */
	assert_int_equal(run_ignored(&run, "OVAL definition that no selected rule asked for"), 1);
	assert_int_equal(run_ignored(&run, "definition of an inventory or other class"), 1);
	assert_int_equal(run_ignored(&run, "report without XCCDF or OVAL results"), 1);
	assert_true(run_said(&run, &scan_n_left_out));
	/* The OVAL time has no zone; the scan is no younger for it. */
	assert_string_equal(instant_utc_dup(run.keep, run.source.as_of.hi), "2026-10-01T03:05:00Z");
	run_assert_conserved(&run);
	run_close(&run);
	/* Of two classes, without a class, and a TestResult inside: none of it passes. */
	run_file(&run, "fixtures/hostile/arf/oval-in-oval.xml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(run_obs(&run, i)->result, RESULT_UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static const struct { const char *path; int rc; uint64_t observations, refused; } rows[] = {
		{ HOSTILE "cut-off.xml", -1, 1, 0 },
		{ HOSTILE "entity.xml", -1, 0, 0 },
		{ HOSTILE "nested.xml", -1, 0, 0 },
		{ HOSTILE "long-id.xml", 0, 1, 1 },
		{ "fixtures/hostile/arf/empty.xml", 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_file(&run, rows[i].path);
		assert_non_null(run.reader);
		assert_int_equal(run.rc, rows[i].rc);
		assert_int_equal(run.source.broken, rows[i].rc != 0);
		assert_int_equal(run_count(&run, REC_OBSERVATION), rows[i].observations);
		assert_int_equal(run.source.refused, rows[i].refused);
		assert_true(rows[i].rc == 0 || diags_errors(run.diags) > 0);
		assert_int_equal(run.source.empty, rows[i].rc == 0 && rows[i].observations == 0);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

/* Counted with xmllint: rule-result elements by the text of their result, and Rule elements. */
static const struct {
	const char *path;
	uint64_t pass, fail, error, notchecked, notselected, rules;
} corpus[] = {
	{ "xccdf/corpus_a_gpos.xml", 0, 0, 0, 0, 0, 30 },
	{ "xccdf/corpus_b_edges.xml", 0, 0, 0, 0, 0, 2 },
	{ "xccdf/debian11-standard-t0.arf.xml", 22, 19, 3, 0, 311, 355 },
	{ "xccdf/debian11-standard-t1-after-remediation.results.xml", 27, 14, 3, 0, 311, 355 },
	{ "xccdf/rhel7-xccdf-results.xml", 78, 149, 0, 16, 0, 243 },
	{ "xccdf/xccdf-results-openscap-rhel7.xml", 43, 137, 0, 0, 0, 180 },
	{ "xccdf/xccdf-results-openscap-rhel8.xml", 61, 166, 21, 0, 0, 248 },
	{ "xccdf/xccdf-results-scc-rhel7.xml", 172, 6, 0, 0, 0, 178 },
	{ "xccdf/xccdf-results-scc-rhel8.xml", 73, 175, 0, 0, 0, 248 },
};

static uint64_t
raw_count(const struct run *run, const char *word)
{
	uint64_t n = 0;

	for (size_t i = 0; i < run->records.n; i++)
		n += run->records.v[i].kind == REC_OBSERVATION &&
			!str_has_prefix(run->records.v[i].u.observation.test, "oval:") &&
			str_same(run->records.v[i].u.observation.result_raw, word);
	return n;
}

static void
test_corpus(void **state)
{
	char path[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(corpus) / sizeof(corpus[0]); i++) {
		struct run run;

		if (corpus_path(path, sizeof(path), corpus[i].path) == NULL)
			skip();
		run_file(&run, path);
		assert_non_null(run.reader);
		assert_int_equal(run.rc, 0);
		assert_int_equal(raw_count(&run, "pass"), corpus[i].pass);
		assert_int_equal(raw_count(&run, "fail"), corpus[i].fail);
		assert_int_equal(raw_count(&run, "error"), corpus[i].error);
		assert_int_equal(raw_count(&run, "notchecked"), corpus[i].notchecked);
		assert_int_equal(run_ignored(&run, "notselected"), corpus[i].notselected);
		assert_int_equal(run_count(&run, REC_TEST), corpus[i].rules);
		assert_int_equal(run.source.refused, 0);
		assert_int_equal(run.source.odd_words, 0);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_results),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_zone),
		cmocka_unit_test(test_arf),
		cmocka_unit_test(test_arf_oval),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
