/* OSCAL mapping collections: what a relation of several says of one and one, and that drafts lend no pass. */
#include "tests/unit/read_harness.h"

static const struct rec_mapping *
mapping(const struct run *run, size_t nth)
{
	return &run_at(run, REC_MAPPING, nth)->u.mapping;
}

static void
test_relations(void **state)
{
	static const char *const files[] = { "fixtures/good/oscal-mapping/ferry.json",
		"fixtures/good/oscal-mapping/ferry.xml" };
	static const struct { const char *id, *control; enum relation relation; } rows[] = {
		{ "PCI-6.3.1", "ra-5", REL_EQUAL },
		/* Of a statement: less than the control. */
		{ "PCI-6.3.2", "si-2", REL_SUBSET },
		/* Equal to two together is more than each. */
		{ "PCI-6.3.2", "si-2.2", REL_SUPERSET },
		/* Two together: neither alone. */
		{ "PCI-8.1", "ac-2", REL_SUBSET },
		{ "PCI-8.2", "ac-2", REL_SUBSET },
		/* The same in other words, as its author holds. */
		{ "PCI-9.2", "at-3", REL_SUBSET },
	};

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		struct run run;

		run_file(&run, files[f]);
		assert_string_equal(run.reader->name, "oscal-mapping");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, 5);
		assert_int_equal(run.source.kept, 4);
		assert_int_equal(run.source.nignored, 1);
		assert_int_equal(run_count(&run, REC_MAPPING), sizeof(rows) / sizeof(rows[0]));
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			assert_string_equal(mapping(&run, i)->scheme, "pci-dss");
			assert_string_equal(mapping(&run, i)->id, rows[i].id);
			assert_string_equal(mapping(&run, i)->framework, "nist-800-53");
			assert_string_equal(mapping(&run, i)->revision, "5");
			assert_string_equal(mapping(&run, i)->control, rows[i].control);
			assert_int_equal(mapping(&run, i)->relation, rows[i].relation);
		}
		run_assert_conserved(&run);
		run_close(&run);
	}
}

/* The status stands behind the maps, and counts all the same. */
static void
test_draft(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/oscal-mapping/draft.json");
	assert_int_equal(run.source.kept, 2);
	assert_int_equal(run.source.refused, 1);
	assert_int_equal(run.source.odd_words, 1);
	for (size_t i = 0; i < run_count(&run, REC_MAPPING); i++)
		assert_int_equal(mapping(&run, i)->relation, REL_SUBSET);
	run_assert_conserved(&run);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relations),
		cmocka_unit_test(test_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
