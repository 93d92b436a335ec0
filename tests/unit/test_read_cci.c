/*
 * The CCI list: one mapping a reference to SP 800-53; the rest counted by its reason. And the
 * record stream.
 */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/read_diags.h"

static void
test_list(void **state)
{
	struct run run;
	const struct rec_mapping *m;

	(void)state;
	run_file(&run, "fixtures/good/cci/list.xml");
	assert_string_equal(run.reader->name, "cci");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_MAPPING), 4);
	m = &run_at(&run, REC_MAPPING, 2)->u.mapping;
	assert_string_equal(m->scheme, "cci");
	assert_string_equal(m->id, "CCI-000015");
	assert_string_equal(m->framework, "nist-800-53");
	assert_string_equal(m->control, "ac-2.1");
	assert_string_equal(m->revision, "5");
	assert_int_equal(m->relation, REL_EQUAL);
	assert_string_equal(m->definition, "Account management is automated.");
	assert_null(m->part);
	m = &run_at(&run, REC_MAPPING, 3)->u.mapping;
	assert_string_equal(m->control, "ac-1");
	assert_string_equal(m->part, "a.1");
	assert_int_equal(run_at(&run, REC_MAPPING, 3)->loc.line, 12);
	assert_int_equal(run_ignored(&run, "reference to SP 800-53A"), 1);
	assert_int_equal(run_ignored(&run, "item without reference"), 1);
	assert_int_equal(run.source.refused, 2);
	assert_string_equal(run.source.version, "2025-01-23");
	assert_true(run_said(&run, &read_n_deprecated));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_cut_off(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/cci/cut-off.xml");
	assert_string_equal(run.reader->name, "cci");
	assert_int_equal(run.rc, -1);
	assert_true(run.source.broken);
	assert_int_equal(run_count(&run, REC_MAPPING), 0);
	run_close(&run);
}

static uint64_t
revision_count(const struct run *run, const char *revision)
{
	uint64_t n = 0;

	for (size_t i = 0; i < run->records.n; i++)
		n += str_same(run->records.v[i].u.mapping.revision, revision);
	return n;
}

/* The corpus' README: 3,550 items, 6,366 references; 2,999 CCIs reach revision 4. */
static void
test_corpus(void **state)
{
	char path[4096];
	struct run run;

	(void)state;
	if (corpus_path(path, sizeof(path), "mappings/U_CCI_List.xml") == NULL)
		skip();
	run_file(&run, path);
	assert_int_equal(run.rc, 0);
	run_assert_conserved(&run);
	assert_int_equal(run.source.seen, 6366 + run_ignored(&run, "item without reference"));
	/*
	 * Counted with xmllint: 3,000 references; one names two controls, one ("CP-4 (4)4") none
	 * that can be told.
	 */
	assert_int_equal(revision_count(&run, "4"), 3000);
	assert_int_equal(revision_count(&run, "3"), 1683);
	assert_int_equal(run.source.refused, 1);
	run_close(&run);
}

/* What `trueup read` prints comes back the same; grades come down to E2. */
static void
test_stream(void **state)
{
	struct run first, second;
	struct buf b;

	(void)state;
	run_file(&first, "fixtures/good/xccdf/two-results.xml");
	buf_init(&b, 16 * MIB);
	buf_str(&b, "{\"trueup\":\"records/1\"}\n");
	for (size_t i = 0; i < first.records.n; i++) {
		record_print(&b, &first.records.v[i]);
		buf_chr(&b, '\n');
	}
	run_text(&second, b.p);
	assert_non_null(second.reader);
	assert_string_equal(second.reader->name, "records");
	assert_int_equal(second.rc, 0);
	assert_int_equal(second.records.n, first.records.n);
	for (size_t i = 0; i < first.records.n; i++) {
		const struct record *x = &first.records.v[i], *y = &second.records.v[i];

		assert_int_equal(x->kind, y->kind);
		if (x->kind != REC_OBSERVATION)
			continue;
		assert_string_equal(x->u.observation.test, y->u.observation.test);
		assert_string_equal(x->u.observation.originator, y->u.observation.originator);
		assert_true(x->u.observation.at.lo == y->u.observation.at.lo);
		assert_int_equal(y->u.observation.grade, x->u.observation.grade > GRADE_E2 ?
			GRADE_E2 :
			x->u.observation.grade);
	}
	assert_true(run_said(&second, &read_n_grade));
	run_assert_conserved(&second);
	buf_free(&b);
	run_close(&first);
	run_close(&second);
}

static void
test_stream_refusals(void **state)
{
	static const struct { const char *text; int rc; uint64_t kept, refused; } rows[] = {
		{ "{\"trueup\":\"records/1\"}\n", 0, 0, 0 },
		{ "{\"trueup\":\"records/9\"}\n{\"record\":\"party\"}\n", -1, 0, 0 },
		{ "{\"trueup\":\"records/1\"}\n{\"record\":\"party\",\"name\":\"Bo\"}\n"
			"{\"record\":\"unicorn\"}\n", 0, 1, 1 },
		{ "{\"trueup\":\"records/1\"}\n{\"record\":\"party\",\"nmae\":\"Bo\"}\n", 0, 0, 1 },
		{ "{\"trueup\":\"records/1\"}\n{\"record\":\"party\",", -1, 0, 0 },
		/* attacks G5 */
		{ "{\"trueup\":\"records/1\"}\n"
			"{\"record\":\"observation\",\"test\":\"t\",\"result\":\"pass\",\"grade\":\"E5\"}\n", 0, 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_text(&run, rows[i].text);
		assert_non_null(run.reader);
		assert_string_equal(run.reader->name, "records");
		assert_int_equal(run.rc, rows[i].rc);
		assert_int_equal(run.source.kept, rows[i].kept);
		assert_int_equal(run.source.refused, rows[i].refused);
		run_assert_conserved(&run);
		if (run_count(&run, REC_OBSERVATION) > 0)
			assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.grade,
				GRADE_E2);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stream_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
