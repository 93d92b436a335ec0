/* Containers: what they are by their first bytes, and that no cut of one looks like a whole one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/read/archive.h"

struct memory { const char *p; size_t len, at; };

static long
pull(void *ctx, char *p, size_t n)
{
	struct memory *m = ctx;

	if (n > m->len - m->at)
		n = m->len - m->at;
	memcpy(p, m->p + m->at, n);
	m->at += n;
	return (long)n;
}

static int64_t
seek(void *ctx, int64_t at)
{
	struct memory *m = ctx;

	m->at = at < 0 ? m->len : (size_t)at;
	return (int64_t)m->at;
}

/* A header of POSIX.1-1988 and its data. */
static void
add_file(struct buf *b, const char *name, const char *data)
{
	char h[512] = {0};
	size_t n = strlen(data);
	unsigned sum = 0;

	snprintf(h, 100, "%s", name);
	snprintf(h + 100, 8, "%07o", 0644);
	snprintf(h + 124, 12, "%011o", (unsigned)n);
	snprintf(h + 136, 12, "%011o", 0);
	memset(h + 148, ' ', 8);
	h[156] = '0';
	memcpy(h + 257, "ustar\00000", 8);
	for (size_t i = 0; i < sizeof(h); i++)
		sum += (unsigned char)h[i];
	snprintf(h + 148, 7, "%06o", sum);
	buf_add(b, h, sizeof(h));
	buf_add(b, data, n);
	for (; n % 512 != 0; n++)
		buf_chr(b, '\0');
}

/* Walks the container: how many members gave all their bytes; *whole: it came to its end. */
static size_t
walk(enum bundle_kind kind, const char *p, size_t len, bool *whole, size_t *refused)
{
	struct memory m = {p, len, 0};
	const struct bundle_bytes bytes = {pull, seek, &m};
	struct bundle_budget budget = {0};
	struct diags *d = diags_new();
	struct bundle *b = bundle_open(kind, &bytes, "t", &budget, d);
	enum bundle_step step = BUNDLE_BROKEN;
	struct bundle_member member;
	size_t got = 0;

	*refused = 0;
	while (b != NULL && (step = bundle_next(b, &member)) != BUNDLE_END && step != BUNDLE_BROKEN) {
		char text[64];
		long n = 1;

		while (step == BUNDLE_MEMBER && (n = bundle_read(b, text, sizeof(text))) > 0)
			continue;
		got += step == BUNDLE_MEMBER && n == 0;
		*refused += step == BUNDLE_REFUSED || n < 0;
	}
	*whole = step == BUNDLE_END;
	/* Whatever is not whole was said. */
	assert_true(*whole || diags_errors(d) > 0);
	assert_true(*refused == 0 || diags_errors(d) > 0);
	bundle_free(b);
	diags_free(d);
	return got;
}

static void
test_kinds(void **state)
{
	static const struct { const char *head; size_t len; enum bundle_kind kind; } rows[] = {
		{"PK\3\4", 4, BUNDLE_ZIP}, {"PK\5\6", 4, BUNDLE_ZIP}, {"PK\3", 3, BUNDLE_NONE},
		{"PK\7\10", 4, BUNDLE_NONE}, {"\x1f\x8b\x08", 3, BUNDLE_GZIP},
		{"\x1f\x8b\x07", 3, BUNDLE_NONE}, {"\x28\xb5\x2f\xfd", 4, BUNDLE_ZSTD},
		{"{\"a\":1}", 7, BUNDLE_NONE}, {"", 0, BUNDLE_NONE},
	};
	char tar[512] = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(bundle_kind(rows[i].head, rows[i].len), rows[i].kind);
	memcpy(tar + 257, "ustar", 5);
	assert_int_equal(bundle_kind(tar, sizeof(tar)), BUNDLE_TAR);
	assert_int_equal(bundle_kind(tar, 261), BUNDLE_NONE);
}

/* Cut at any byte a tar of two files is either said to be broken, or gives both. */
static void
test_cuts(void **state)
{
	struct buf b;
	size_t refused, full;
	bool whole;

	(void)state;
	buf_init(&b, 8192);
	add_file(&b, "a.csv", "a,b\n1,2\n");
	add_file(&b, "b/c.json", "{}");
	full = b.len + 512;
	for (size_t i = 0; i < 1024; i++)
		buf_chr(&b, '\0');
	assert_int_equal(walk(BUNDLE_TAR, b.p, b.len, &whole, &refused), 2);
	assert_true(whole);
	for (size_t len = 263; len < b.len; len++) {
		size_t got = walk(BUNDLE_TAR, b.p, len, &whole, &refused);

		if (len < full)
			assert_false(whole && refused == 0);
		else
			assert_true(!whole || got == 2);
	}
	buf_free(&b);
}

static void
test_names(void **state)
{
	static const struct { const char *name; bool read; } rows[] = {
		{"a.csv", true}, {"./a.csv", true}, {"a//b.csv", true}, {"..a/b..csv", true},
		{"/a.csv", false}, {"../a.csv", false}, {"a/../b.csv", false}, {"a/..", false},
		{".", false}, {"C:/a.csv", false}, {"a\nb", false}, {"a\x7f", false},
		{"caf\xe9.csv", true}, /* Latin-1: shown as caf%E9.csv */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;
		size_t refused, got;
		bool whole;

		buf_init(&b, 8192);
		add_file(&b, rows[i].name, "x");
		for (size_t k = 0; k < 1024; k++)
			buf_chr(&b, '\0');
		got = walk(BUNDLE_TAR, b.p, b.len, &whole, &refused);
		assert_true(whole);
		assert_int_equal(got, rows[i].read);
		assert_int_equal(refused, !rows[i].read);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_cuts),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
