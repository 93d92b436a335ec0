/*
 * Every reader of the table against its own good fixtures, damaged: cut at
 * every hundredth, one byte changed, its lists emptied.  The account adds up, a
 * cut document says that it is broken, and damage never gives a pass that the
 * whole file does not have.
 */
#include <dirent.h>

#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/mapping.h"

#define FLIPS 400 /* places a file at which one byte is changed: all of a small one */

struct counts { uint64_t pass; int rc; };

static struct counts
try(const struct reader *rd, const struct mappings *set, const char *p, size_t n)
{
	struct run run;
	struct counts c = {0};

	run_init(&run);
	run.format = rd->name;
	run.mappings = set;
	run_input(&run, input_of(p, n), "damaged");
	run_assert_conserved(&run);
	c.rc = run.rc;
	for (size_t i = 0; i < run.records.n; i++)
		if (run.records.v[i].kind == REC_OBSERVATION)
			c.pass += run.records.v[i].u.observation.result == RESULT_PASS;
	run_close(&run);
	return c;
}

/* Length without blanks at the end: a cut behind it takes nothing away. */
static size_t
solid(const char *p, size_t n)
{
	while (n > 0 && ch_space(p[n - 1]))
		n--;
	return n;
}

static void
cut(const struct reader *rd, const struct mappings *set, const char *path, const struct buf *b, bool lines)
{
	struct counts all = try(rd, set, b->p, b->len);

	for (size_t i = 0; i < 100; i++) {
		size_t n = b->len * i / 100;
		struct counts c = try(rd, set, b->p, n);

		if (c.pass > all.pass)
			fail_msg("%s cut at %zu %%: more passes than the whole", path, i);
		if (n < solid(b->p, b->len) && !lines && c.rc == 0)
			fail_msg("%s cut at %zu %%: not broken", path, i);
	}
}

/* TRUEUP_FLIPS asks for fewer: under sanitizers each try takes ten times as long. */
static size_t
flips(void)
{
	const char *asked = getenv("TRUEUP_FLIPS");
	int64_t n;

	return asked != NULL && text_to_int(asked, strlen(asked), 1, FLIPS, &n) ? (size_t)n : FLIPS;
}

static void
flip(const struct reader *rd, const struct mappings *set, const struct buf *b)
{
	size_t step = b->len / flips() + 1;

	for (size_t i = 0; i < b->len; i += step) {
		char was = b->p[i];

		b->p[i] = (char)(was ^ 0x15);
		try(rd, set, b->p, b->len);
		b->p[i] = was;
	}
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), k = strlen(tail);

	return n >= k && strcmp(s + n - k, tail) == 0;
}

static void
each_good(void (*what)(const struct reader *rd, const struct mappings *set, const char *path, struct buf *b))
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d); /* once: they are many */

	for (size_t i = 0; readers[i] != NULL; i++) {
		char folder[256], path[1024];
		struct dirent *e;
		size_t files = 0;
		DIR *dir;

		snprintf(folder, sizeof(folder), "fixtures/good/%s", readers[i]->name);
		dir = opendir(folder);
		if (dir == NULL)
			fail_msg("reader %s has no folder %s", readers[i]->name, folder);
		while ((e = readdir(dir)) != NULL) {
			struct buf b;

			if (e->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
			take_file(&b, path);
			what(readers[i], set, path, &b);
			buf_free(&b);
			files++;
		}
		closedir(dir);
		if (files == 0)
			fail_msg("%s is empty", folder);
	}
	diags_free(d);
	arena_free(a);
}

static void
cut_one(const struct reader *rd, const struct mappings *set, const char *path, struct buf *b)
{
	size_t at = b->len >= 3 && memcmp(b->p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	bool whole = b->len > at && strchr("<{[", b->p[at]) != NULL;

	/* Rows and lines that are whole may end anywhere between. */
	cut(rd, set, path, b, !whole || ends_with(path, ".jsonl"));
}

static void
flip_one(const struct reader *rd, const struct mappings *set, const char *path, struct buf *b)
{
	(void)path;
	flip(rd, set, b);
}

static void
test_cut(void **state)
{
	(void)state;
	each_good(cut_one);
}

static void
test_flip(void **state)
{
	(void)state;
	each_good(flip_one);
}

/* The hostile fixtures of a reader, read by it and by nobody else's luck: the account adds up. */
static void
test_hostile(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d);

	(void)state;
	for (size_t i = 0; readers[i] != NULL; i++) {
		char folder[256], path[1024];
		struct dirent *e;
		DIR *dir;

		snprintf(folder, sizeof(folder), "fixtures/hostile/%s", readers[i]->name);
		dir = opendir(folder);
		if (dir == NULL)
			fail_msg("reader %s has no folder %s", readers[i]->name, folder);
		while ((e = readdir(dir)) != NULL) {
			struct buf b;

			if (e->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
			take_file(&b, path);
			try(readers[i], set, b.p, b.len);
			buf_free(&b);
		}
		closedir(dir);
	}
	diags_free(d);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_flip),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
