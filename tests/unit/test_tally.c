/* What identify counts in a source, and that every reader says what it cannot show and what is better. */
#include "tests/unit/read_harness.h"

#include "checker/read/mapping.h"
#include "checker/tally.h"

struct counter { struct sink sink; struct tally t; };

static uint64_t
row(const struct tally *t, const char *several)
{
	struct tally_row rows[TALLY_ROWS];

	tally_rows(t, rows);
	for (size_t i = 0; i < TALLY_ROWS; i++)
		if (strcmp(rows[i].several, several) == 0)
			return rows[i].n;
	fail_msg("no row %s", several);
	return 0;
}

static void
test_counts(void **state)
{
	static const struct { const char *path, *what; uint64_t n; } rows[] = {
		{"fixtures/good/csv-mapping/roster.csv", "people or teams", 3},
		{"fixtures/good/csv-mapping/controls.csv", "claims", 3},
		{"fixtures/good/csv-mapping/controls.csv", "controls", 5}, /* two by mappings */
		{"fixtures/good/csv-mapping/assets.csv", "assets", 2},
		{"fixtures/good/csv-mapping/acceptances.csv", "acceptances", 2},
		{"fixtures/good/csv-mapping/tickets.csv", "items", 3},
		{"fixtures/good/json-mapping/emass.json", "items", 2},
		{"fixtures/good/json-mapping/emass.json", "dated events", 2},
		{"fixtures/good/json-mapping/emass.json", "failing results", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct tally t;
		struct run run;

		run_init(&run);
		run.mappings = mappings_builtin(run.a, run.diags);
		run_path(&run, rows[i].path);
		tally_init(&t);
		/* Twice: names are counted once. */
		for (size_t k = 0; k < run.records.n; k++)
			tally_add(&t, &run.records.v[k]);
		if (row(&t, rows[i].what) != rows[i].n)
			fail_msg("%s: %llu %s, not %llu", rows[i].path,
				(unsigned long long)row(&t, rows[i].what), rows[i].what,
				(unsigned long long)rows[i].n);
		for (size_t k = 0; k < run.records.n; k++)
			tally_add(&t, &run.records.v[k]);
		if (strcmp(rows[i].what, "controls") == 0 || strcmp(rows[i].what, "assets") == 0)
			assert_int_equal(row(&t, rows[i].what), rows[i].n);
		tally_free(&t);
		run_close(&run);
	}
}

static void
test_readers(void **state)
{
	(void)state;
	for (size_t i = 0; readers[i] != NULL; i++) {
		if (readers[i]->what == NULL || readers[i]->better == NULL)
			fail_msg("%s does not say what it shows, or what is better", readers[i]->name);
		assert_true(strlen(readers[i]->better) > 10);
		/* cmd_identify.c has so much room. */
		assert_true(i < 64);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
