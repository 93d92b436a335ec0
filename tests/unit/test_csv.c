/* Sheets: RFC 4180, what spreadsheets make of it, encodings, ceilings; in pieces of every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/read/csv.h"
#include "tests/unit/syntax_help.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define TEXT(s) s, sizeof(s) - 1

/* want: rows as "line:cell|cell\n"; with `code` the first diagnostic, and its line. */
struct one {
	const char *text;
	size_t len;
	const char *want, *code;
	uint32_t line;
	char delimiter;
	const char *encoding;
};

static const struct one ones[] = {
	/* RFC 4180 section 2: rules 1 to 7 */
	{TEXT("aaa,bbb\r\nzzz,yyy\r\n"), "1:aaa|bbb\n2:zzz|yyy\n", "", 0, 0, NULL},
	{TEXT("aaa,bbb\r\nzzz,yyy"), "1:aaa|bbb\n2:zzz|yyy\n", "", 0, 0, NULL},
	{TEXT("a b, c ,\n"), "1:a b| c |\n", "", 0, 0, NULL},
	{TEXT("\"a\",\"b\"\r\nc,d\r\n"), "1:a|b\n2:c|d\n", "", 0, 0, NULL},
	{TEXT("\"a\",\"b\r\nb\",\"c\"\r\nz,y,x"), "1:a|b\r\nb|c\n3:z|y|x\n", "", 0, 0, NULL},
	{TEXT("\"a\",\"b\"\"b\",\"\"\"\",\"\"\n"), "1:a|b\"b|\"|\n", "", 0, 0, NULL},
	/* line ends, in a mix, inside and outside of quotes */
	{TEXT("a\nb\rc\r\nd"), "1:a\n2:b\n3:c\n4:d\n", "", 0, 0, NULL},
	{TEXT("\"1\r2\n3\r\n4\",x\ry"), "1:1\r2\n3\r\n4|x\n5:y\n", "", 0, 0, NULL},
	{TEXT("\"\r\"\"\n\",x\ny"), "1:\r\"\n|x\n4:y\n", "", 0, 0, NULL},
	{TEXT("a\n\n\r\nb\n"), "1:a\n2:\n3:\n4:b\n", "", 0, 0, NULL},
	{TEXT("a\r\n\r\nb"), "1:a\n2:\n3:b\n", "", 0, 0, NULL},
	{TEXT(""), "", "", 0, 0, NULL},
	{TEXT("\n"), "1:\n", "", 0, 0, NULL},
	{TEXT(","), "1:|\n", "", 0, 0, NULL},
	{TEXT("a,"), "1:a|\n", "", 0, 0, NULL},
	{TEXT("\"\""), "1:\n", "", 0, 0, NULL},
	/* quotes that open no cell are text; blanks behind a closing quote are nothing */
	{TEXT("5\" disk,a\"b\"\n"), "1:5\" disk|a\"b\"\n", "", 0, 0, NULL},
	{TEXT("\"a\" ,\"b\"\t\n"), "1:a|b\n", "", 0, 0, NULL},
	/* delimiters */
	{TEXT("a;b;c\n1;2,5;3\n"), "1:a|b|c\n2:1|2,5|3\n", "", 0, 0, NULL},
	{TEXT("a\tb\n1, 2\t3\n"), "1:a|b\n2:1, 2|3\n", "", 0, 0, NULL},
	{TEXT("a|b\n1|2\n"), "1:a|b\n2:1|2\n", "", 0, 0, NULL},
	{TEXT("\"a;b;c\",d\n\"1;2;3\",4\n"), "1:a;b;c|d\n2:1;2;3|4\n", "", 0, 0, NULL},
	{TEXT("Report, of, May\nby me\nid;name\n1;x\n2;y\n3;z\n"),
		"1:Report, of, May\n2:by me\n3:id|name\n4:1|x\n5:2|y\n6:3|z\n", "", 0, 0, NULL},
	{TEXT("sep=;\r\na,b;c\r\n"), "2:a,b|c\n", "", 0, 0, NULL},
	{TEXT("\xef\xbb\xbfSEP=|\na|b"), "2:a|b\n", "", 0, 0, NULL},
	{TEXT("\"sep=\t\"\na\tb"), "2:a|b\n", "", 0, 0, NULL},
	{TEXT("sep=ab\nx"), "1:sep=ab\n2:x\n", "", 0, 0, NULL},
	{TEXT("a,b;c\n"), "1:a,b|c\n", "", 0, ';', NULL},
	{TEXT("sep=,\na,b;c\n"), "2:a,b|c\n", "", 0, ';', NULL},
	{TEXT("k,v\n1,2\nk,v\n3,4\n"), "1:k|v\n2:1|2\n3:k|v\n4:3|4\n", "", 0, 0, NULL},
	{TEXT("k,v\n1\n1,2,3\n"), "1:k|v\n2:1\n3:1|2|3\n", "", 0, 0, NULL},
	/* formula guards */
	{TEXT("'=1+1,'+4,'-4,'@x,'abc,',\"'=2\",=3\n"), "1:=1+1|+4|-4|@x|'abc|'|=2|=3\n", "", 0, 0,
		NULL},
	/* encodings */
	{TEXT("\xef\xbb\xbf\"\xc3\xa9\",b\n"), "1:\xc3\xa9|b\n", "", 0, 0, NULL},
	{TEXT("\xef\xbb\xbf"), "", "", 0, 0, NULL},
	{TEXT("\xff\xfe\x61\0,\0\xe9\0\r\0\n\0=\xd8\0\xde,\0"),
		"1:a|\xc3\xa9\n2:\xf0\x9f\x98\x80|\n", "", 0, 0, NULL},
	{TEXT("\xfe\xff\0a\0,\0\xe9\0\n\0b"), "1:a|\xc3\xa9\n2:b\n", "", 0, 0, NULL},
	{TEXT("a\0,\0b\0\n\0"), "1:a|b\n", "", 0, 0, NULL},
	{TEXT("\0a\0,\0b"), "1:a|b\n", "", 0, 0, NULL},
	{TEXT("a\0;\0b\0"), "1:a|b\n", "", 0, 0, "UTF-16LE"},
	{TEXT("k,v\nM\xfcller,\x80 5\n\xc3\xa9,ok\n"),
		"1:k|v\n2:M\xc3\xbcller|\xe2\x82\xac 5\n3:\xc3\xa9|ok\n", "E115", 2, 0, NULL},
	{TEXT("\xc3\xa9,\xfc\n"), "1:\xc3\x83\xc2\xa9|\xc3\xbc\n", "", 0, 0, "windows-1252"},
	/* refused */
	{TEXT("a,b\nc,\xff\n"), "1:a|b\n", "E114", 2, 0, "utf-8"},
	{TEXT("\xff\xfe\x61\0\n\0=\xd8,\0"), "1:a\n", "E114", 2, 0, NULL},
	{TEXT("\xff\xfe\x61\0\n\0b"), "", "E114", 0, 0, NULL},
	{TEXT("a,b\n"), "", "E114", 0, 0, "latin-1"},
	{TEXT("a,b\nc,d\0e\n"), "1:a|b\n", "E110", 2, 0, NULL},
	{TEXT("a,b\n\"c\n\0\",d\n"), "1:a|b\n", "E110", 3, 0, NULL},
	{TEXT("a,b\nc,\"d\ne\nf"), "1:a|b\n", "E111", 2, 0, NULL},
	{TEXT("a,b\n\"c\"d,e\n"), "1:a|b\n", "E112", 2, 0, NULL},
	{TEXT("a,b\n\"c\" \"d\",e\n"), "1:a|b\n", "E112", 2, 0, NULL},
};

struct tape {
	struct buf b;
	uint64_t rows;
	int stop_at;
};

static int
on_row(void *ctx, const struct csv_row *r)
{
	struct tape *t = ctx;

	assert_int_equal(r->row, ++t->rows);
	buf_fmt(&t->b, "%u:", r->line);
	for (size_t i = 0; i < r->n; i++) {
		assert_int_equal(strlen(r->cells[i]), r->lens[i]);
		buf_fmt(&t->b, "%s%s", i == 0 ? "" : "|", r->cells[i]);
	}
	buf_chr(&t->b, '\n');
	return t->rows == (uint64_t)t->stop_at ? -1 : 0;
}

static int
play(struct tape *t, struct diags *d, const struct csv_options *o, const char *text, size_t len,
	size_t piece)
{
	struct csv_stream *s = csv_stream_new(o, on_row, t, "t.csv", d);
	int rc = 0;

	buf_init(&t->b, 1 << 26);
	for (size_t at = 0; at < len && rc == 0; at += piece)
		rc = csv_stream_feed(s, text + at, len - at < piece ? len - at : piece);
	if (rc == 0)
		rc = csv_stream_end(s);
	assert_int_equal(csv_stream_end(s), -1);
	csv_stream_free(s);
	return rc;
}

static void
check_one(const struct one *o, size_t piece)
{
	struct diags *d = diags_new();
	struct tape t = {0};
	struct csv_options options = {o->delimiter, o->encoding};
	int rc = play(&t, d, &options, o->text, o->len, piece);

	if (strcmp(t.b.p, o->want) != 0 || strcmp(first_code(d), o->code) != 0 ||
		(o->code[0] != '\0' && diags_at(d, 0)->at.line != o->line) ||
		(rc != 0) != (diags_errors(d) > 0))
		fail_msg("%s\npieces of %zu: rc %d, code \"%s\", rows\n%s", o->text, piece, rc,
			first_code(d), t.b.p);
	buf_free(&t.b);
	diags_free(d);
}

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ones); i++)
		for (size_t piece = 1; piece <= ones[i].len + 1; piece++)
			check_one(&ones[i], piece);
}

static void
test_stop(void **state)
{
	struct diags *d = diags_new();
	struct tape t = {.stop_at = 2};

	(void)state;
	assert_int_equal(play(&t, d, NULL, "a\nb\nc\n", 6, 100), -1);
	assert_string_equal(t.b.p, "1:a\n2:b\n");
	assert_int_equal(diags_count(d), 0);
	buf_free(&t.b);
	diags_free(d);
}

/* Rows longer than any slice, with every kind of byte on the borders. */
static void
test_pieces(void **state)
{
	static const size_t pieces[] = {1 << 22, 65536, 65537, 1021, 7};
	struct buf text, want;

	(void)state;
	buf_init(&text, 1 << 23);
	buf_init(&want, 1 << 23);
	for (unsigned i = 0; i < 400; i++) {
		buf_fmt(&text, "%u;\"", i);
		for (unsigned j = 0; j < (i == 200 ? 60000 : i * 13); j++)
			buf_str(&text,
				j % 11 == 0	      ? "\"\""
					: j % 17 == 0 ? "\r\n"
					: j % 5 == 0  ? "\xc3\xa9;"
						      : "text");
		buf_str(&text, i % 3 == 0 ? "\";'=x\r\n" : i % 3 == 1 ? "\";\"\"\n" : "\";\xfc\r");
	}
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct diags *d = diags_new();
		struct tape t = {0};

		assert_int_equal(play(&t, d, NULL, text.p, text.len, pieces[i]), 0);
		assert_int_equal(t.rows, 400);
		if (i == 0)
			buf_add(&want, t.b.p, t.b.len);
		assert_string_equal(t.b.p, want.p);
		buf_free(&t.b);
		diags_free(d);
	}
	assert_non_null(strstr(want.p, "|=x\n"));
	assert_non_null(strstr(want.p, "|\xc3\xbc\n"));
	assert_non_null(strstr(want.p, "text\r\ntext"));
	buf_free(&text);
	buf_free(&want);
}

static int
feed_many(struct csv_stream *s, const char *block, size_t len, size_t times)
{
	int rc = 0;

	for (size_t i = 0; i < times && rc == 0; i++)
		rc = csv_stream_feed(s, block, len);
	return rc;
}

static int
ignore_row(void *ctx, const struct csv_row *r)
{
	*(uint64_t *)ctx = r->row;
	return 0;
}

static void
test_ceilings(void **state)
{
	static const struct { const char *begin, *block;
	} cases[] = {
		{"a,b\n\"", "xxxxxxxxxxxxxxxx"},
		{"a,b\n", "xxxxxxxxxxxxxxxx"},
		{"a,b\n", ",,,,,,,,,,,,,,,,"},
	};
	char *block = x_malloc(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct diags *d = diags_new();
		uint64_t rows = 0;
		struct csv_stream *s = csv_stream_new(NULL, ignore_row, &rows, "t", d);

		for (size_t j = 0; j < 1 << 20; j += 16)
			memcpy(block + j, cases[i].block, 16);
		assert_int_equal(csv_stream_feed(s, cases[i].begin, strlen(cases[i].begin)), 0);
		assert_int_equal(feed_many(s, block, 1 << 20, (MAX_CSV_FIELD >> 20) + 1), -1);
		assert_int_equal(rows, 1);
		assert_string_equal(first_code(d), "E113");
		assert_int_equal(diags_at(d, 0)->at.line, 2);
		csv_stream_free(s);
		diags_free(d);
	}
	free(block);
}

/* One byte decides, also where the cell ends in the piece in which it gets too long. */
static void
test_exact_ceiling(void **state)
{
	static const struct { const char *end; int rc; } ends[] = {{",y\n", 0}, {"x,y\n", -1}};
	char *block = x_malloc(1 << 20);

	(void)state;
	memset(block, 'x', 1 << 20);
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct diags *d = diags_new();
		uint64_t rows = 0;
		struct csv_stream *s = csv_stream_new(NULL, ignore_row, &rows, "t", d);

		assert_int_equal(feed_many(s, block, 1 << 20, MAX_CSV_FIELD >> 20), 0);
		assert_int_equal(csv_stream_feed(s, ends[i].end, strlen(ends[i].end)), ends[i].rc);
		assert_string_equal(first_code(d), ends[i].rc == 0 ? "" : "E113");
		csv_stream_free(s);
		diags_free(d);
	}
	free(block);
}

static void
test_row_ceiling(void **state)
{
	struct diags *d = diags_new();
	uint64_t rows = 0;
	struct csv_stream *s = csv_stream_new(NULL, ignore_row, &rows, "t", d);
	char *block = x_malloc(1 << 20);

	(void)state;
	memset(block, 'x', 1 << 20);
	block[0] = ',';
	assert_int_equal(feed_many(s, block, 1 << 20, (MAX_CSV_ROW >> 20) + 1), -1);
	assert_string_equal(first_code(d), "E113");
	csv_stream_free(s);
	diags_free(d);
	free(block);
}

static void
test_flat_memory(void **state)
{
	struct diags *d = diags_new();
	uint64_t rows = 0;
	struct csv_stream *s = csv_stream_new(NULL, ignore_row, &rows, "t", d);
	struct buf b;
	long before;

	(void)state;
	buf_init(&b, 1 << 22);
	for (int i = 0; i < 2000; i++)
		buf_fmt(&b, "%d,\"%0512d\",M\xfcller\n", i, i);
	assert_int_equal(csv_stream_feed(s, b.p, b.len), 0);
	before = peak_kib();
	assert_int_equal(feed_many(s, b.p, b.len, 99), 0);
	assert_int_equal(csv_stream_end(s), 0);
	assert_int_equal(rows, 200000);
	assert_true(peak_kib() - before < 1024);
	csv_stream_free(s);
	diags_free(d);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_flat_memory),
		cmocka_unit_test(test_ceilings),
		cmocka_unit_test(test_exact_ceiling), cmocka_unit_test(test_row_ceiling),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
