/*
 * Every reader of the table against its own good fixtures as other programs save them: with a byte
 * order mark, as UTF-16 in either order.  The records are the same.
 */
#include <dirent.h>

#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/mapping.h"

enum as { AS_IS, WITH_MARK, UTF16_LITTLE, UTF16_BIG, ENCODINGS };
static const char *const names[] = { "as it is", "with a byte order mark", "as UTF-16LE", "as UTF-16BE" };

static void
unit(struct buf *out, uint32_t u, bool big)
{
	buf_chr(out, (char)(big ? u >> 8 : u & 0xff));
	buf_chr(out, (char)(big ? u & 0xff : u >> 8));
}

/* false: the file is no UTF-8, so it has no other form. */
static bool
wide(struct buf *out, const char *p, size_t n, bool big)
{
	const char *end = p + n;

	unit(out, 0xfeff, big);
	while (p < end) {
		size_t k;
		int32_t c = utf8_next(p, (size_t)(end - p), &k);
		uint32_t u = (uint32_t)c;

		if (c < 0)
			return false;
		p += k;
		if (u >= 0x10000) {
			unit(out, 0xd800 + ((u - 0x10000) >> 10), big);
			unit(out, 0xdc00 + ((u - 0x10000) & 0x3ff), big);
		} else {
			unit(out, u, big);
		}
	}
	return true;
}

/* A file that names its encoding is saved with the name of the new one. */
static void
renamed(struct buf *out, const struct buf *in)
{
	static const char utf8[] = "encoding=\"UTF-8\"";

	for (size_t i = 0; i < in->len; i++) {
		if (i + sizeof(utf8) - 1 <= in->len && i < 200 &&
			memcmp(in->p + i, utf8, sizeof(utf8) - 1) == 0) {
			buf_add(out, "encoding=\"UTF-16\"", 17);
			i += sizeof(utf8) - 2;
		} else {
			buf_chr(out, in->p[i]);
		}
	}
}

static bool
saved(struct buf *out, const struct buf *in, enum as as)
{
	struct buf named;
	bool ok = true;
	size_t bom = in->len >= 3 && memcmp(in->p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	buf_init(out, 64 * MIB);
	switch (as) {
	case AS_IS:
	case ENCODINGS:
		buf_add(out, in->p, in->len);
		break;
	case WITH_MARK:
		buf_add(out, "\xef\xbb\xbf", 3);
		buf_add(out, in->p + bom, in->len - bom);
		break;
	case UTF16_LITTLE:
	case UTF16_BIG:
		buf_init(&named, 64 * MIB);
		renamed(&named, in);
		ok = wide(out, named.p + bom, named.len - bom, as == UTF16_BIG);
		buf_free(&named);
		break;
	}
	return ok;
}

/* All records as lines, without columns: those count bytes of the file. */
static void
print(struct buf *out, const struct mappings *set, const struct buf *text)
{
	struct run run;

	run_init(&run);
	run.mappings = set;
	run_input(&run, input_of(text->p, text->len), "saved");
	buf_fmt(out, "%s\n", run.reader == NULL ? "not recognised" : run.reader->name);
	if (run.reader != NULL)
		run_assert_conserved(&run);
	for (size_t i = 0; i < run.records.n; i++) {
		struct record r = run.records.v[i];

		r.loc.col = 0;
		record_print(out, &r);
		buf_chr(out, '\n');
	}
	buf_fmt(out, "rc %d seen %llu kept %llu refused %llu", run.rc, (unsigned long long)run.source.seen,
		(unsigned long long)run.source.kept, (unsigned long long)run.source.refused);
	run_close(&run);
}

static size_t
differences(const struct mappings *set, const char *path, const struct buf *file)
{
	size_t wrong = 0;
	struct buf want, got, text;

	buf_init(&want, 64 * MIB);
	print(&want, set, file);
	for (enum as as = WITH_MARK; as < ENCODINGS; as++) {
		if (saved(&text, file, as)) {
			buf_init(&got, 64 * MIB);
			print(&got, set, &text);
			if (got.len != want.len || memcmp(got.p, want.p, want.len) != 0)
				wrong++;
			if (got.len != want.len || memcmp(got.p, want.p, want.len) != 0)
				print_message("# %s %s: other records, %.*s\n", path, names[as],
					(int)strcspn(got.p, "\n"), got.p);
			buf_free(&got);
		}
		buf_free(&text);
	}
	buf_free(&want);
	return wrong;
}

static void
test_saved(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; readers[i] != NULL; i++) {
		char folder[256], path[1024];
		struct dirent *e;
		DIR *dir;

		snprintf(folder, sizeof(folder), "fixtures/good/%s", readers[i]->name);
		dir = opendir(folder);
		assert_non_null(dir);
		while ((e = readdir(dir)) != NULL) {
			struct buf b;

			if (e->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
			take_file(&b, path);
			wrong += differences(set, path, &b);
			buf_free(&b);
		}
		closedir(dir);
	}
	diags_free(d);
	arena_free(a);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
