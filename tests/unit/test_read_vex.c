/* OpenVEX, CSAF, CycloneDX: statements of E1, whoever made them; no owner's decision, no claim. */
#include "tests/unit/read_harness.h"

#include "checker/read/scan_reader_diags.h"

struct row {
	const char *test, *raw, *ns, *product, *by, *at;
	enum result result;
	enum grade grade;
};

static void
check(struct run *run, const char *reader, const struct row *rows, size_t n)
{
	assert_string_equal(run->reader->name, reader);
	assert_int_equal(run->rc, 0);
	assert_int_equal(run_count(run, REC_OBSERVATION), n);
	assert_int_equal(run_count(run, REC_CLAIM), 0);
	assert_int_equal(run_count(run, REC_ITEM) + run_count(run, REC_ACCEPTANCE), 0);
	for (size_t i = 0; i < n; i++) {
		const struct rec_observation *o = run_obs(run, i);

		assert_string_equal(o->test, rows[i].test);
		assert_string_equal(o->result_raw, rows[i].raw);
		assert_int_equal(o->result, rows[i].result);
		assert_int_equal(o->grade, rows[i].grade);
		assert_string_equal(o->method, "examine");
		assert_string_equal(o->originator, rows[i].by);
		assert_string_equal(instant_utc_dup(run->keep, o->at.lo), rows[i].at);
		if (rows[i].product == NULL)
			assert_int_equal(o->asset.n, 0);
		else
			assert_string_equal(run_ident(&o->asset, rows[i].ns), rows[i].product);
	}
	run_assert_conserved(run);
}

static void
test_openvex(void **state)
{
	static const struct row rows[] = {
		{ "CVE-2026-0001", "under_investigation", "purl", "pkg:oci/gull@sha256:aa",
			"ana@harbour.example", "2026-09-01T15:00:00.123456789Z", RESULT_UNKNOWN, GRADE_E1 },
		{ "CVE-2026-0001", "under_investigation", "purl", "pkg:oci/pier@sha256:bb",
			"ana@harbour.example", "2026-09-01T15:00:00.123456789Z", RESULT_UNKNOWN, GRADE_E1 },
		{ "CVE-2026-0001", "affected", "purl", "pkg:oci/gull@sha256:aa", "ana@harbour.example",
			"2026-10-01T00:00:00Z", RESULT_FAIL, GRADE_E1 },
		{ "CVE-2026-0002", "not_affected", "product", "gull", "ana@harbour.example",
			"2026-10-01T00:00:00Z", RESULT_NOT_APPLICABLE, GRADE_E1 },
		{ "CVE-2026-0003", "fixed", NULL, NULL, "ana@harbour.example",
			"2026-10-01T00:00:00Z", RESULT_PASS, GRADE_E1 },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/openvex/statements.json");
	check(&run, "openvex", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(run.source.seen, 4);
	assert_string_equal(run.source.version, "v0.2.0");
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "cve", "CVE-2026-0001"));
	assert_true(run_has_tag(&run_obs(&run, 0)->tags, "vulnerability", "GHSA-aaaa"));
	run_close(&run);
}

static void
test_csaf(void **state)
{
	static const struct row rows[] = {
		{ "CVE-2026-0001", "known_not_affected", "purl", "pkg:generic/gull@1", "Gull Works",
			"2026-10-01T00:00:00Z", RESULT_NOT_APPLICABLE, GRADE_E1 },
		{ "CVE-2026-0001", "known_affected", "cpe", "cpe:2.3:a:gull:gull:2:*:*:*:*:*:*:*",
			"Gull Works", "2026-10-01T00:00:00Z", RESULT_FAIL, GRADE_E1 },
		{ "CVE-2026-0001", "recommended", "product", "P3", "Gull Works",
			"2026-10-01T00:00:00Z", RESULT_UNKNOWN, GRADE_E1 },
		{ "GW-7", "fixed", "cpe", "cpe:2.3:a:gull:gull:2:*:*:*:*:*:*:*", "Gull Works",
			"2026-10-01T00:00:00Z", RESULT_PASS, GRADE_E1 },
	};
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/csaf/advisory.json");
	check(&run, "csaf", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run_ignored(&run, "vulnerability without product status"), 1);
	assert_string_equal(run_obs(&run, 0)->severity, "high");
	run_close(&run);
}

static void
test_cyclonedx(void **state)
{
	static const struct row rows[] = {
		{ "CVE-2026-0001", "not_affected", "product",
			"urn:uuid:00000001-0000-4000-8000-000000000000#rope", "cyclonedx",
			"2026-09-02T00:00:00Z", RESULT_NOT_APPLICABLE, GRADE_E1 },
		{ "CVE-2026-0001", "not_affected", "purl", "pkg:generic/rope@1", "cyclonedx",
			"2026-09-02T00:00:00Z", RESULT_NOT_APPLICABLE, GRADE_E1 },
		{ "GULL-2", "exploitable", "product",
			"urn:uuid:00000001-0000-4000-8000-000000000000#rope", "cyclonedx",
			"2026-10-01T00:00:00Z", RESULT_FAIL, GRADE_E1 },
		{ "CVE-2026-0003", "", NULL, NULL, "cyclonedx", "2026-10-01T00:00:00Z", RESULT_FAIL,
			GRADE_E1 },
		{ "AC-2(1)", "1", NULL, NULL, "Harbour", "2026-10-01T00:00:00Z", RESULT_PASS, GRADE_E0 },
		{ "AU-2", "0.8", NULL, NULL, "Auditors", "2026-10-01T00:00:00Z", RESULT_UNKNOWN,
			GRADE_E1 },
		/* What speaks against a claim is never left out. */
		{ "SI-4", "1", NULL, NULL, "Auditors", "2026-10-01T00:00:00Z", RESULT_FAIL, GRADE_E1 },
		{ "r9", "0", NULL, NULL, "Auditors", "2026-10-01T00:00:00Z", RESULT_FAIL, GRADE_E1 },
	};
	struct run run;
	const struct rec_evidence *e;

	(void)state;
	run_file(&run, "fixtures/good/cyclonedx/bom.xml");
	check(&run, "cyclonedx", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(run_ignored(&run, "component of the bill of materials"), 2);
	assert_string_equal(run_obs(&run, 0)->severity, "high");
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "cve", "CVE-2026-0002"));
	assert_string_equal(run_at(&run, REC_OBSERVATION, 2)->loc.path,
		"/bom/vulnerabilities/vulnerability[2]");
	assert_string_equal(run_at(&run, REC_OBSERVATION, 6)->loc.path,
		"/bom/declarations/attestations/attestation[2]/map[2]");
	assert_string_equal(run_at(&run, REC_EVIDENCE, 0)->u.evidence.collector.email,
		"ana@harbour.example");
	assert_string_equal(run.source.version, "1.6");
	run_close(&run);
	run_file(&run, "fixtures/good/cyclonedx/bom.json");
	check(&run, "cyclonedx", rows, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(run_ignored(&run, "component of the bill of materials"), 2);
	assert_string_equal(run_obs(&run, 0)->severity, "high"); /* the highest rating */
	assert_true(run_has_tag(&run_obs(&run, 2)->tags, "cve", "CVE-2026-0002"));
	assert_true(run_has_tag(&run_obs(&run, 4)->tags, "nist-800-53", "ac-2.1"));
	assert_string_equal(run_at(&run, REC_OBSERVATION, 6)->loc.path,
		"/declarations/attestations/1/map/1");
	e = &run_at(&run, REC_EVIDENCE, 0)->u.evidence;
	assert_string_equal(e->collector.raw, "Ana Ruiz");
	assert_string_equal(instant_utc_dup(run.keep, e->collected.lo), "2026-08-01T00:00:00Z");
	run_close(&run);
}

/* READINGS.md 207 and 208: what speaks against a claim, and what it rests on no more. */
static void
test_claims(void **state)
{
	static const struct { const char *claims, *evidence; enum result result; } rows[] = {
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"e\"]}", "{\"bom-ref\": \"e\"}", RESULT_PASS },
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"e\"], \"counterEvidence\": [\"x\"]}",
			"{\"bom-ref\": \"e\"}", RESULT_FAIL },
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"e\"], \"counterEvidence\": []}",
			"{\"bom-ref\": \"e\"}", RESULT_PASS },
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"e\"]}",
			"{\"bom-ref\": \"e\", \"expires\": \"2026-10-02T00:00:00Z\"}", RESULT_PASS },
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"e\"]}",
			"{\"bom-ref\": \"e\", \"expires\": \"2026-10-01T00:00:00Z\"}", RESULT_UNKNOWN },
		{ "{\"bom-ref\": \"c\", \"evidence\": [\"x\", \"e\"]}",
			"{\"bom-ref\": \"e\", \"expires\": \"soon\"}", RESULT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;
		const char *text;

		run_init(&run);
		text = arena_printf(run.a, "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\","
			"\"metadata\": {\"timestamp\": \"2026-10-01T00:00:00Z\"}, \"declarations\": {"
			"\"attestations\": [{\"map\": [{\"requirement\": \"r\", \"claims\": [\"c\"],"
			"\"conformance\": {\"score\": 1}}]}], \"claims\": [%s], \"evidence\": [%s]}}",
			rows[i].claims, rows[i].evidence);
		run_input(&run, input_of(text, strlen(text)), "text");
		if (run_obs(&run, 0)->result != rows[i].result)
			fail_msg("row %zu: %s", i, result_word(run_obs(&run, 0)->result));
		run_close(&run);
	}
}

static void
test_hostile(void **state)
{
	static const struct { const char *file; uint64_t seen, refused; int rc; } rows[] = {
		{ "fixtures/hostile/openvex/odd.json", 7, 5, 0 },
		{ "fixtures/hostile/csaf/odd.json", 5, 2, 0 },
		{ "fixtures/hostile/csaf/other.json", 1, 0, -1 },
		{ "fixtures/hostile/cyclonedx/odd.json", 11, 4, 0 },
		{ "fixtures/hostile/cyclonedx/odd.xml", 8, 5, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_file(&run, rows[i].file);
		assert_int_equal(run.rc, rows[i].rc);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_int_equal(run.source.refused, rows[i].refused);
		for (size_t k = 0; k < run_count(&run, REC_OBSERVATION); k++)
			assert_true(run_obs(&run, k)->grade <= GRADE_E1);
		assert_int_equal(run_said(&run, &scan_e_version), rows[i].rc != 0);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_openvex),
		cmocka_unit_test(test_csaf),
		cmocka_unit_test(test_cyclonedx),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
