/* OSCAL component definitions and assessment plans: no claim, no result; the same in JSON and in XML. */
#include "tests/unit/read_harness.h"

#include "checker/read/json_reader_diags.h"

static const struct rec_evidence *
evidence(const struct run *run, size_t nth)
{
	return &run_at(run, REC_EVIDENCE, nth)->u.evidence;
}

static void
test_component(void **state)
{
	static const struct { const char *control, *component, *kind; } rows[] = {
		{ "ac-2.1", "Gull Pro", "vendor's claim: implemented" },
		{ "sc-28", "Gull Pro", "vendor's claim" },
		{ "au-2", "Gull Pro", "vendor's claim" },
		{ "si-4", "Watch", "vendor's claim" },
	};
	static const char *const files[] = { "fixtures/good/oscal-component/component.json",
		"fixtures/good/oscal-component/component.xml" };

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		struct run run;
		const struct rec_mapping *m;

		run_file(&run, files[f]);
		assert_string_equal(run.reader->name, "oscal-component");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, 4);
		/* A vendor's word is never the system's. */
		assert_int_equal(run_count(&run, REC_CLAIM), 0);
		assert_int_equal(run.source.roles & (ROLE_CLAIM | ROLE_OBSERVATION | ROLE_POPULATION), 0);
		assert_int_equal(run_count(&run, REC_EVIDENCE), 4);
		for (size_t i = 0; i < 4; i++) {
			assert_string_equal(evidence(&run, i)->control, rows[i].control);
			assert_string_equal(evidence(&run, i)->framework, "nist-800-53");
			assert_string_equal(evidence(&run, i)->path, rows[i].component);
			assert_string_equal(evidence(&run, i)->kind_raw, rows[i].kind);
		}
		assert_int_equal(run_count(&run, REC_MAPPING), 1);
		m = &run_at(&run, REC_MAPPING, 0)->u.mapping;
		assert_string_equal(m->scheme, "rule");
		assert_string_equal(m->id, "gull_accounts");
		assert_string_equal(m->control, "ac-2.1");
		assert_int_equal(m->relation, REL_NONE); /* failures only */
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_plan(void **state)
{
	static const char *const files[] = { "fixtures/good/oscal-plan/plan.json",
		"fixtures/good/oscal-plan/plan.xml" };
	static const char *const controls[] = { "ac-2", "au-2", "si-4" };

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		struct run run;

		run_file(&run, files[f]);
		assert_string_equal(run.reader->name, "oscal-plan");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, 4);
		assert_int_equal(run_ignored(&run, "selection of all controls"), 1);
		assert_int_equal(run_count(&run, REC_OBSERVATION), 0);
		assert_int_equal(run_count(&run, REC_EVIDENCE), 3);
		for (size_t i = 0; i < 3; i++)
			assert_string_equal(evidence(&run, i)->control, controls[i]);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_hostile(void **state)
{
	static const struct { const char *file; uint64_t seen, refused; } rows[] = {
		{ "fixtures/hostile/oscal-component/odd.json", 4, 3 },
		{ "fixtures/hostile/oscal-plan/odd.json", 5, 3 },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;

		run_file(&run, rows[i].file);
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].seen);
		assert_int_equal(run.source.refused, rows[i].refused);
		assert_true(run_said(&run, &oscal_e_record));
		run_assert_conserved(&run);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_component),
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
