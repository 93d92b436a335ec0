/*
 * Every reader against its own good fixtures, cut off at each hundredth of
 * their length and with one bit changed: no crash, an account that adds up, and
 * records that print and load again.
 */
#include "tests/unit/read_harness.h"

#include <glob.h>

#include "checker/base/buf.h"
#include "checker/base/json.h"
#include "checker/read/mapping.h"

/* Fixtures above this would take too long in the checked build. */
#define MOST ((size_t)64 * 1024)

struct file { char *p; size_t n; char path[512]; };

static bool
load(struct file *f, const char *path)
{
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	f->p = malloc(MOST + 1);
	assert_non_null(f->p);
	f->n = fread(f->p, 1, MOST + 1, in);
	fclose(in);
	snprintf(f->path, sizeof(f->path), "%s", path);
	return f->n <= MOST;
}

/* Reads bytes with the reader named; the number of records. */
static uint64_t
attempt(const char *reader, const struct mappings *set, const char *p, size_t n, const char *what)
{
	struct run run;
	uint64_t kinds = 0;
	struct arena *a = arena_new();
	struct buf line;

	run_init(&run);
	run.format = reader;
	run.mappings = set;
	run_input(&run, input_of(p, n), what);
	run_assert_conserved(&run);
	buf_init(&line, (size_t)16 << 20);
	for (size_t i = 0; i < run.records.n; i++) {
		struct record back;
		const char *why;
		struct node *node;

		buf_reset(&line);
		record_print(&line, &run.records.v[i]);
		node = json_parse(a, "record", line.p, line.len, JSON_STRICT, run.diags);
		if (node == NULL || record_load(&back, node, &run.source, a, &why) != 0)
			fail_msg("%s: a record does not come back: %s", what, line.p);
		arena_reset(a);
	}
	for (size_t i = 0; i < REC_KINDS; i++)
		kinds += run.source.by_kind[i];
	assert_int_equal(kinds, run.records.n);
	/* What broke says so. */
	if (run.rc != 0)
		assert_true(run.source.broken && diags_count(run.diags) > 0);
	buf_free(&line);
	arena_free(a);
	run_close(&run);
	return kinds;
}

static void
damage(const char *reader, const struct mappings *set, struct file *f)
{
	char what[600];
	uint64_t whole;

	snprintf(what, sizeof(what), "%s", f->path);
	whole = attempt(reader, set, f->p, f->n, what);
	if (whole == 0)
		fail_msg("%s: the whole file gives nothing", f->path);
	for (size_t pc = 0; pc < 100; pc++) {
		snprintf(what, sizeof(what), "%s cut at %zu %%", f->path, pc);
		attempt(reader, set, f->p, f->n * pc / 100, what);
	}
	for (size_t i = 0; i < 100; i++) {
		size_t at = f->n * i / 100 + i % 7;
		unsigned char bit = (unsigned char)(1u << (i % 8));

		if (at >= f->n)
			continue;
		snprintf(what, sizeof(what), "%s with byte %zu changed", f->path, at);
		f->p[at] = (char)((unsigned char)f->p[at] ^ bit);
		attempt(reader, set, f->p, f->n, what);
		f->p[at] = (char)((unsigned char)f->p[at] ^ bit);
	}
}

static void
test_all(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d); /* once: they are many */
	size_t readers_met = 0;

	(void)state;
	for (size_t i = 0; readers[i] != NULL; i++) {
		char pattern[128];
		glob_t g;

		/* Needs a mapping of its own, and has tests of its own. */
		if (strcmp(readers[i]->name, "csv-mapping") == 0)
			continue;
		snprintf(pattern, sizeof(pattern), "fixtures/good/%s/*", readers[i]->name);
		if (glob(pattern, 0, NULL, &g) != 0)
			continue;
		for (size_t k = 0; k < g.gl_pathc; k++) {
			struct file f;

			if (load(&f, g.gl_pathv[k]))
				damage(readers[i]->name, set, &f);
			free(f.p);
		}
		readers_met++;
		globfree(&g);
	}
	diags_free(d);
	arena_free(a);
	assert_true(readers_met >= 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
