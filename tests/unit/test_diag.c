/* Diagnostics: what is kept, in which order, and how it looks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"

static const struct diag_kind bad_word = {"E901", DIAG_ERROR, "bad word", "Say it better."};
static const struct diag_kind odd_word = {"E902", DIAG_WARNING, "odd word", "Look again."};
static const struct diag_kind remark = {"E903", DIAG_NOTE, "remark", "Only so you know."};

/* What diags_print() writes; the caller frees. */
static char *
printed(const struct diags *d, bool colour)
{
	char *text = NULL, *copy;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	diags_print(d, f, colour);
	fclose(f);
	copy = x_strdup(text);
	free(text);
	return copy;
}

static void
assert_printed(const struct diags *d, const char *want)
{
	char *text = printed(d, false);

	assert_string_equal(text, want);
	free(text);
}

static void
format_with_caret(void **state)
{
	static const char text[] = "{\n  \"id\": 1,\r\n  \"for\": \"contrl\",\n}\n";
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct place at;

	(void)state;
	place_of(&at, a, "rules/a.json", text, sizeof(text) - 1,
		(size_t)(strstr(text, "\"contrl") - text));
	at.width = 8;
	assert_int_equal(at.line, 3);
	assert_int_equal(at.col, 10);
	diag_add(d, &bad_word, &at, "\"%s\" is no record type", "contrl");
	assert_printed(d, "rules/a.json:3:10: error[E901]: \"contrl\" is no record type\n"
		"    3 |   \"for\": \"contrl\",\n"
		"      |          ^~~~~~~~\n");
	diags_free(d);
	arena_free(a);
}

static void
parts_may_be_missing(void **state)
{
	struct diags *d = diags_new();
	struct place at = {.file = "a.csv"};

	(void)state;
	diag_add(d, &remark, NULL, "no place");
	diag_add(d, &odd_word, &at, "a file");
	at.line = 7;
	diag_add(d, &odd_word, &at, "a line");
	at.excerpt = "x;y";
	diag_add(d, &odd_word, &at, "a line and its text");
	at.col = 3;
	diag_add(d, &odd_word, &at, "all");
	at.col = 4;
	diag_add(d, &odd_word, &at, "behind the end");
	assert_printed(d, "trueup: note[E903]: no place\n"
		"a.csv: warning[E902]: a file\n"
		"a.csv:7: warning[E902]: a line\n"
		"a.csv:7: warning[E902]: a line and its text\n"
		"    7 | x;y\n"
		"a.csv:7:3: warning[E902]: all\n"
		"    7 | x;y\n"
		"      |   ^\n"
		"a.csv:7:4: warning[E902]: behind the end\n"
		"    7 | x;y\n"
		"      |    ^\n");
	assert_int_equal(diags_errors(d), 0);
	assert_int_equal(diags_count(d), 6);
	diags_free(d);
	diags_free(NULL);
}

/* The caret stands under what is shown: tabs, marks, wide letters, spelt-out bytes. */
static void
caret_follows_what_is_shown(void **state)
{
	static const struct { const char *line; uint32_t col, width; const char *shown,
		*caret; } rows[] = {
		{"\tab", 2, 1, " ab", " ^"},
		{"\xc3\xa4\xc3\xb6x", 5, 1, "\xc3\xa4\xc3\xb6x", "  ^"},
		{"\xe4\xb8\xad" "x", 4, 1, "\xe4\xb8\xad" "x", "  ^"},
		{"e\xcc\x81x", 4, 1, "e\xcc\x81x", " ^"},
		{"\x1b[1mx", 5, 1, "<U+001B>[1mx", "           ^"},
		{"a\xff" "b", 2, 1, "a<FF>b", " ^~~~"}, {"abc", 1, 99, "abc", "^~~"},
		{"\xc3\xa4\xc3\xb6x", 3, 2, "\xc3\xa4\xc3\xb6x", " ^"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct diags *d = diags_new();
		struct place at = {.file = "f", .line = 1, .col = rows[i].col,
			.width = rows[i].width, .excerpt = rows[i].line};
		char want[200];

		diag_add(d, &bad_word, &at, "x");
		snprintf(want, sizeof(want), "f:1:%u: error[E901]: x\n    1 | %s\n      | %s\n",
			(unsigned)rows[i].col, rows[i].shown, rows[i].caret);
		assert_printed(d, want);
		diags_free(d);
	}
}

static void
evidence_is_inert(void **state)
{
	struct diags *d = diags_new();
	struct place at = {.file = "a\x1b]0;x\x07.csv"};

	(void)state;
	diag_add(d, &bad_word, &at, "owner \"%s\"", "\x1b[2J\xe2\x80\xaegnp\nfake: error");
	assert_printed(d, "a<U+001B>]0;x<U+0007>.csv: error[E901]: owner "
		"\"<U+001B>[2J<U+202E>gnp fake: error\"\n");
	diags_free(d);
}

static void
long_lines_are_cut_around_the_place(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	size_t len = 1000000;
	char *text = malloc(len), *out, *line;
	struct place at;

	(void)state;
	assert_non_null(text);
	memset(text, '.', len);
	memcpy(text + 500000, "HERE", 4);
	place_of(&at, a, "one-line.json", text, len, 500000);
	at.width = 4;
	assert_int_equal(at.line, 1);
	assert_int_equal(at.col, 500001);
	assert_true(strlen(at.excerpt) < 4000);
	free(text);
	diag_add(d, &bad_word, &at, "x");
	out = printed(d, false);
	line = strchr(out, '\n') + 1;
	assert_true(strncmp(line, "    1 | ...", 11) == 0);
	assert_true(strchr(line, '\n') - line < MAX_EXCERPT + 20);
	/* The caret line has its mark in the column of the H. */
	assert_int_equal(strchr(line, 'H') - line,
		strchr(strchr(line, '\n'), '^') - strchr(line, '\n') - 1);
	assert_non_null(strstr(line, "HERE"));
	assert_non_null(strstr(line, "^~~~\n"));
	free(out);
	diags_free(d);
	arena_free(a);
}

static void
long_texts_are_cut(void **state)
{
	struct diags *d = diags_new();
	char *text = malloc(100001);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 100000);
	text[100000] = '\0';
	diag_add(d, &bad_word, NULL, "%s", text);
	assert_true(strlen(diags_at(d, 0)->text) < 5000);
	assert_non_null(strstr(diags_at(d, 0)->text, "x..."));
	free(text);
	diags_free(d);
}

static void
many_of_one_kind_are_counted(void **state)
{
	struct diags *d = diags_new();
	struct place a = {.file = "a.csv"}, b = {.file = "b.csv"};
	char *out;
	size_t lines = 0;

	(void)state;
	for (uint32_t i = 1; i <= 1000; i++) {
		a.line = i;
		diag_add(d, &bad_word, &a, "cell");
	}
	diag_add(d, &odd_word, &a, "another code");
	diag_add(d, &bad_word, &b, "another file");
	assert_int_equal(diags_count(d), DIAG_SAME_MAX + 2);
	assert_int_equal(diags_more(d), 1000 - DIAG_SAME_MAX);
	assert_int_equal(diags_errors(d), 1001);
	diags_sort(d);
	out = printed(d, false);
	for (const char *p = out; *p != '\0'; p++)
		lines += *p == '\n';
	assert_int_equal(lines, DIAG_SAME_MAX + 3);
	assert_non_null(strstr(out, "a.csv:20: error[E901]: cell\n"
		"a.csv: error[E901]: 980 more like this (bad word) are not shown\n"));
	free(out);
	diags_free(d);
}

static void
order_is_stable(void **state)
{
	static const struct { const char *file; uint32_t line, col; const char *text; } rows[] = {
		{"b", 1, 1, "5"}, {"a", 2, 1, "3"}, {"a", 10, 1, "4"}, {"a", 2, 0, "1"},
		{"a", 2, 0, "2"},
		{NULL, 0, 0, "0"},
	};
	struct diags *d = diags_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct place at = {.file = rows[i].file, .line = rows[i].line, .col = rows[i].col};

		diag_add(d, &remark, &at, "%s", rows[i].text);
	}
	diags_sort(d);
	for (size_t i = 0; i < diags_count(d); i++)
		assert_int_equal(diags_at(d, i)->text[0], '0' + (int)i);
	diags_free(d);
}

static void
moving_keeps_counts_and_texts(void **state)
{
	struct diags *to = diags_new(), *from = diags_new();
	struct place at = {.file = "a.csv"};

	(void)state;
	for (int i = 0; i < 15; i++)
		diag_add(to, &bad_word, &at, "first");
	for (int i = 0; i < 30; i++)
		diag_add(from, &bad_word, &at, "second");
	diag_add(from, &remark, NULL, "third");
	diags_move(to, from);
	assert_int_equal(diags_count(from), 0);
	assert_int_equal(diags_errors(from), 0);
	assert_int_equal(diags_more(from), 0);
	assert_int_equal(diags_count(to), DIAG_SAME_MAX + 1);
	assert_int_equal(diags_more(to), 45 - DIAG_SAME_MAX);
	assert_int_equal(diags_errors(to), 45);
	diag_add(from, &bad_word, &at, "again");
	assert_int_equal(diags_count(from), 1);
	diags_free(from);
	assert_string_equal(diags_at(to, 14)->text, "first");
	assert_string_equal(diags_at(to, 15)->text, "second");
	assert_string_equal(diags_at(to, DIAG_SAME_MAX)->text, "third");
	assert_int_equal(diags_same(to, DIAG_SAME_MAX - 1), 45 - DIAG_SAME_MAX);
	assert_int_equal(diags_same(to, 0), 0);
	diags_free(to);
}

static void
colour_only_when_asked(void **state)
{
	struct diags *d = diags_new();
	struct place at = {.file = "f", .line = 1, .col = 1, .excerpt = "x"};
	char *out;

	(void)state;
	diag_add(d, &bad_word, &at, "x");
	out = printed(d, true);
	assert_non_null(strstr(out, "\033[31merror[E901]:\033[0m x\n"));
	assert_non_null(strstr(out, "\033[31m^\033[0m\n"));
	free(out);
	out = printed(d, false);
	assert_null(strchr(out, '\033'));
	free(out);
	diags_free(d);
}

static void
line_ends(void **state)
{
	static const char text[] = "one\rtwo\r\nthree\nfour";
	static const struct { size_t at; uint32_t line, col; const char *excerpt; } rows[] = {
		{0, 1, 1, "one"}, {3, 1, 4, "one"}, {4, 2, 1, "two"}, {7, 2, 4, "two"},
		{9, 3, 1, "three"}, {15, 4, 1, "four"}, {19, 4, 5, "four"}, {99, 4, 5, "four"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct place p;

		place_of(&p, a, "f", text, sizeof(text) - 1, rows[i].at);
		assert_int_equal(p.line, rows[i].line);
		assert_int_equal(p.col, rows[i].col);
		assert_string_equal(p.excerpt, rows[i].excerpt);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format_with_caret),
		cmocka_unit_test(parts_may_be_missing),
		cmocka_unit_test(caret_follows_what_is_shown),
		cmocka_unit_test(evidence_is_inert),
		cmocka_unit_test(long_lines_are_cut_around_the_place),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(many_of_one_kind_are_counted),
		cmocka_unit_test(order_is_stable),
		cmocka_unit_test(moving_keeps_counts_and_texts),
		cmocka_unit_test(colour_only_when_asked),
		cmocka_unit_test(line_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
