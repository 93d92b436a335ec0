/* What is refused when a rule is loaded, and where; ceilings; patterns; message templates. */
#include "rules/lang/regex.h"
#include "rules/lang/template.h"
#include "tests/unit/lang_help.h"

/* ---- what is refused when a rule is loaded ---- */

static const struct refused {
	const char *text;
	enum want want;
	const char *code;
	uint32_t col, width;
	const char *says;
} refused[] = {
	{"control.ownr == 'x'", WANT_BOOL, "E311", 9, 4, "did you mean \"owner\"?"},
	{"control.person.activ", WANT_BOOL, "E311", 16, 5, "did you mean \"active\"?"},
	{"contrl.owner == 'x'", WANT_BOOL, "E310", 1, 6, "did you mean \"control\"?"},
	{"party.active", WANT_BOOL, "E310", 1, 5, "there are control, limit"},
	{"control.people.all(p, q.active)", WANT_BOOL, "E310", 23, 1, NULL},
	{"control.people.all(p, p.activ)", WANT_BOOL, "E311", 25, 5, "\"active\""},
	{"control.people.name == 'x'", WANT_BOOL, "E311", 16, 4, "exists, all"},
	{"control.weight == 'x'", WANT_BOOL, "E313", 1, 21, "cannot compare int with string"},
	{"control.weight + 'x' == 'x'", WANT_BOOL, "E313", 1, 20, "no '+' for int and string"},
	{"control.id < 3", WANT_BOOL, "E313", 1, 14, "cannot compare string with int"},
	{"control.id && true", WANT_BOOL, "E313", 1, 10, "'&&' wants bool, this is string"},
	{"!control.id", WANT_BOOL, "E313", 2, 10, "'!' wants bool"},
	{"control.id ? true : false", WANT_BOOL, "E313", 1, 10, "condition"},
	{"control.applicable ? 1 : 'x'", WANT_ANY, "E313", 22, 7, "int and string"},
	{"control.id in control.owner", WANT_BOOL, "E313", 15, 13, "list or map"},
	{"control.weight in control.tags", WANT_BOOL, "E313", 1, 30, "int in list(string)"},
	{"control.id.contains(3)", WANT_BOOL, "E313", 12, 8, "string.(string)"},
	{"control.id.contain('x')", WANT_BOOL, "E312", 12, 7, "did you mean \"contains\"?"},
	{"control.weight.all(x, true)", WANT_BOOL, "E313", 1, 14, "list or map"},
	{"control.tags.all(x, x)", WANT_BOOL, "E313", 21, 1, "bool"},
	{"control.tags.filter(x, x).size() == 1", WANT_BOOL, "E313", 24, 1, "filter"},
	{"control.tags.all('x', true)", WANT_BOOL, "E315", 18, 3, "variable"},
	{"control.tags.all(x)", WANT_BOOL, "E315", 14, 3, "variable"},
	{"has(control.owner)", WANT_BOOL, "E314", 1, 18, "control.owner == null"},
	{"has(control)", WANT_BOOL, "E315", 1, 12, "map.key"},
	{"control.owner", WANT_BOOL, "E316", 1, 13, "this is string, and bool is wanted"},
	{"control.weight", WANT_TIMESTAMP, "E316", 1, 14, "timestamp"},
	{"control.id.matches('(?=x)')", WANT_BOOL, "E317", 20, 7, "look-around"},
	{"control.id.matches(r'(a)\\1')", WANT_BOOL, "E317", 20, 8, "back-references"},
	{"control.due < timestamp('2024-13-01T00:00:00Z')", WANT_BOOL, "E318", 15, 33, "RFC 3339"},
	{"control.age > duration('3 days')", WANT_BOOL, "E318", 15, 18, "duration"},
	{"control.due.getHours('Mars/Olympus') == 1", WANT_BOOL, "E318", 22, 14, "Mars/Olympus"},
	{"control.id = 'x'", WANT_BOOL, "E300", 12, 1, "did you mean \"==\"?"},
	{"control.id == 'x", WANT_BOOL, "E301", 15, 1, "no end"},
	{"control.id == '\\q'", WANT_BOOL, "E301", 16, 2, "no escape"},
	{"control.weight == 99999999999999999999", WANT_BOOL, "E302", 19, 20, "64 bits"},
	{"control.weight == ", WANT_BOOL, "E303", 19, 1, "end of the expression"},
	{"control.weight == 1 2", WANT_BOOL, "E303", 21, 1, "operator"},
	{"(control.applicable", WANT_BOOL, "E303", 20, 1, "')'"},
	{"", WANT_BOOL, "E303", 1, 1, "empty"},
	{"control.for == 1 && for", WANT_BOOL, "E303", 21, 3, "reserved"},
	{"control{id: 1}", WANT_ANY, "E306", 8, 1, "messages"},
};

static void
test_refused(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const struct refused *r = &refused[i];
		const struct diag *d;

		diags_free(b->d);
		b->d = diags_new();
		if (compile(b, r->text, r->want) != NULL || diags_count(b->d) != 1) {
			diags_print(b->d, stderr, false);
			fail_msg("%s: %zu errors", r->text, diags_count(b->d));
		}
		d = diags_at(b->d, 0);
		if (strcmp(d->kind->code, r->code) != 0 || d->at.col != r->col ||
			d->at.width != r->width ||
			(r->says != NULL && strstr(d->text, r->says) == NULL))
			fail_msg("%s: %s %u+%u %s", r->text, d->kind->code, d->at.col, d->at.width,
				d->text);
		assert_string_equal(r->text, d->at.excerpt);
	}
}

/* Errors that do not depend on each other are all told. */
static void
test_all_errors(void **state)
{
	struct bench *b = *state;

	assert_null(compile(b,
		"control.ownr == 'x' && contrl.id == 'y' && control.weight == 'z' ||\n"
		"control.people.exists(p, p.nam == 1 + 'x')", WANT_BOOL));
	assert_int_equal(5, diags_count(b->d));
	assert_int_equal(2, diags_at(b->d, 4)->at.line);
	diags_free(b->d);
	b->d = diags_new();
	assert_null(compile(b, "'\\q' = \"\\z\"", WANT_ANY));
	assert_int_equal(3, diags_count(b->d));
}

/* In a rule file an expression is a JSON string, in which a quote takes two bytes. */
static void
test_place_in_file(void **state)
{
	static const char line[] = "  \"must\": \"control.id == \\\"x\\\" && control.ownr == 'y'\",";
	const struct place at = {.file = "core.json", .line = 12, .col = 12, .excerpt = line};
	struct bench *b = *state;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	assert_null(lang_compile_vars(b->a, "control.id == \"x\" && control.ownr == 'y'", &at, vars,
		2,
		table, NULL, WANT_BOOL, b->d));
	assert_int_equal(1, diags_count(b->d));
	assert_int_equal(12, diags_at(b->d, 0)->at.line);
	assert_int_equal(43, diags_at(b->d, 0)->at.col);
	diags_print(b->d, f, false);
	fclose(f);
	assert_non_null(strstr(text,
		"core.json:12:43: error[E311]: a control has no field \"ownr\": "
		"did you mean \"owner\"?\n"));
	assert_non_null(strstr(text, "^~~~\n"));
	free(text);
}

/* A backslash of the expression is two in the file. */
static void
test_place_behind_backslash(void **state)
{
	static const char line[] =
		"\"where\": \"control.id.matches('\\\\\\\\d') && control.ownr == null\"";
	const struct place at = {.file = "p", .line = 1, .col = 11, .excerpt = line};
	struct bench *b = *state;

	assert_null(lang_compile_vars(b->a, "control.id.matches('\\\\d') && control.ownr == null",
		&at, vars, 2, table, NULL, WANT_BOOL, b->d));
	assert_int_equal(1, diags_count(b->d));
	assert_int_equal(strstr(line, "ownr") - line + 1, diags_at(b->d, 0)->at.col);
	assert_string_equal(line, diags_at(b->d, 0)->at.excerpt);
}

/* ---- nothing crashes or hangs ---- */

static char *
repeated(struct arena *a, const char *open, const char *middle, const char *close, size_t n)
{
	struct buf b;
	char *s;

	buf_init(&b, 4 * MIB);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, open);
	buf_str(&b, middle);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, close);
	s = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return s;
}

static void
test_ceilings(void **state)
{
	static const struct { const char *open, *middle, *close, *code; size_t n; } rows[] = {
		{"(", "1", ")", NULL, 200}, {"(", "1", ")", "E304", 300},
		{"[", "1", "]", "E304", 300}, {"{1:", "1", "}", "E304", 30000}, {"{1:", "1", "}",
			"E305", 100000},
		{"(", "1", ")", "E304", 60000}, {"true?1:", "1", "", NULL, 200},
		{"true?1:", "1", "", "E304", 300}, {"!", "true", "", NULL, 100001},
		{"-", "1", "", NULL, 100000}, {"!-", "1", "", "E304", 300},
		{"true && ", "true", "", NULL, 30000}, {"1 + ", "1", "", "E304", 300},
		{"true && ", "true", "", "E305", 120000}, {"", "x", ".y", "E304", 300},
		{"[1].map(x, ", "1", ")", NULL, 100}, {"control.tags.all(x, ", "true", ")",
			"E319", 20},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = repeated(b->a, rows[i].open, rows[i].middle, rows[i].close, rows[i].n);
		struct program *p;

		diags_free(b->d);
		b->d = diags_new();
		p = compile(b, text, WANT_ANY);
		if (rows[i].code == NULL) {
			if (p == NULL)
				fail_msg("row %zu: %s", i, diags_at(b->d, 0)->text);
			program_run(p, bindings, 2, b->a);
		} else {
			assert_null(p);
			assert_string_equal(rows[i].code, diags_at(b->d, 0)->kind->code);
		}
	}
}

/* Doubling: each step is cheap, the sum is not. */
static void
test_budget(void **state)
{
	static const struct row rows[] = {
		{"['aaaaaaaaaaaaaaaa' + control.id].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, a != ''))))))))))))))",
			'E', "more memory than the ceiling"},
	};
	struct bench *b = *state;
	const char *why;

	run_rows(b, rows, sizeof(rows) / sizeof(rows[0]));
	/* 900 states in pairs are fine on four bytes (and not on a page: test_pattern_work). */
	assert_int_equal('F', answer(b, "control.id.matches('[abc]{1,900}')", &why));
}

static void
test_cost(void **state)
{
	struct bench *b = *state;
	struct program *p = compile(b, "control.people.all(p, control.people.exists(q, q == p))",
		WANT_BOOL);
	uint64_t ten = program_cost(p, 10), hundred = program_cost(p, 100);

	assert_true(ten > 100 && ten < 1000);
	assert_true(hundred > 10000 && hundred < 100000);
	assert_int_equal(program_cost(compile(b, "[1, 2].all(x, x > 0)", WANT_BOOL), 1),
		program_cost(compile(b, "[1, 2].all(x, x > 0)", WANT_BOOL), 1000000));
	assert_true(program_cost(p, SIZE_MAX) == UINT64_MAX);
	assert_string_equal("control.id", program_text(compile(b, "control.id", WANT_ANY)));
}

/* ---- patterns ---- */

static void
test_patterns(void **state)
{
	static const struct { const char *pattern, *text; int want; } rows[] = {
		{"b", "abc", 1}, {"^b", "abc", 0}, {"c$", "abc", 1}, {"c$", "abc\n", 0},
		{"", "", 1}, {"(?i)ABC", "xabcx", 1}, {"a|^$", "", 1}, {"^(a|b)*$", "abab", 1},
		{"\\bfoo\\b", "a foo b", 1}, {"\\bfoo\\b", "afoob", 0}, {"[[:digit:]]+", "x1", 1},
		{"[^\\d]", "123", 0}, {"^\\s$", "\v", 0}, {"^\\S$", "\v", 1}, {"^[\\S]$", "\v", 1},
		{"^\\v$", "\v", 1}, {"a{2}", "aa", 1}, {"^a{,2}$", "a{,2}", 1}, {"\\Qa.b\\E",
			"a.b", 1},
		{"\\Qa.b\\E", "axb", 0}, {"\\x41\\x{42}\\103", "ABC", 1}, {"\\pL+", "\xc3\xa9", 1},
		{"^.$", "\xf0\x9f\x90\xb1", 1}, {"(?P<n>a)(?<m>b)", "ab", 1}, {"(?s)a.b",
			"a\nb", 1},
		{"a.b", "a\nb", 0}, {"(?m)^b$", "a\nb\nc", 1}, {"x*?y", "xxy", 1},
		{"(?m)^$", "a\n", 1}, {"(?m)(a$)|b", "a\nc", 1}, {"(?m:a)$", "a\n", 0},
			{"((?m)x)a$", "xa\n", 0},
		{"(?m)(?-m)a$", "a\n", 0}, {"^x+y{2,}z{1,2}$", "xxyyyzz", 1}, {"^[a-c]+$",
			"abc", 1},
		{"^\\d+$", "123", 1}, {"^\\Qab\\E+$", "abb", 1}, {"^a+?$", "aa", 1}, {"[]]",
			"]", 1},
		{"[a[]", "[", 1}, {"\\Ab\\z", "b", 1},
		/* refused */
		{"(?=a)", "", -1}, {"(?!a)", "", -1}, {"(?<=a)", "", -1}, {"(?<!a)", "", -1},
		{"(a)\\1", "", -1}, {"\\k<a>", "", -1}, {"\\g1", "", -1}, {"(?P=a)", "", -1},
		{"(?>a)", "", -1}, {"a*+", "", -1}, {"a**", "", -1}, {"*a", "", -1}, {"(", "", -1},
		{")", "", -1}, {"[a", "", -1}, {"\\", "", -1}, {"\\C", "", -1}, {"\\K", "", -1},
		{"\\R", "", -1}, {"\\h", "", -1}, {"\\Z", "", -1}, {"\\G", "", -1}, {"(?R)",
			"", -1},
		{"(?1)", "", -1}, {"(?(1)a)", "", -1}, {"(*ACCEPT)", "", -1}, {"(?#c)", "", -1},
		{"(?C1)", "", -1}, {"a{1001}", "", -1}, {"(a{100}){100}", "", -1}, {"[z-a]",
			"", -1},
		{"[[:foo:]]", "", -1}, {"\\xZZ", "", -1}, {"(?x)a", "", -1}, {"\xff", "", -1},
		{"a)|(?:b", "", -1},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *why = NULL;
		size_t at;
		const struct regex *re = regex_compile(b->a, rows[i].pattern,
			strlen(rows[i].pattern),
			&at, &why);
		int got = re == NULL ? -1 : (int)regex_match(re, b->a, rows[i].text,
			strlen(rows[i].text));

		if (got != rows[i].want)
			fail_msg("/%s/ on \"%s\": %d (%s)", rows[i].pattern, rows[i].text, got,
				why == NULL ? "" : why);
		assert_true((re == NULL) == (why != NULL));
	}
}

/* A backtracking matcher would not come back. */
static void
test_pattern_work(void **state)
{
	struct bench *b = *state;
	const char *why;
	size_t n = 60000, at;
	char *text = arena_alloc(b->a, n + 1);
	const struct regex *re = regex_compile(b->a, "^(a+)+$", 7, &at, &why);

	memset(text, 'a', n);
	text[n - 1] = 'b';
	assert_int_equal(REGEX_NO, regex_match(re, b->a, text, n));
	re = regex_compile(b->a, "(a|aa){900}b", 12, &at, &why);
	assert_null(re);
	re = regex_compile(b->a, "(a?){300}x", 10, &at, &why);
	assert_non_null(re);
	assert_int_equal(REGEX_TOO_MUCH, regex_match(re, b->a, text, n));
	assert_int_equal(REGEX_NOT_TEXT, regex_match(regex_compile(b->a, "a", 1, &at, &why), b->a,
		"\xff", 1));
}

/* ---- messages ---- */

static void
test_template(void **state)
{
	static const struct { const char *text, *why, *want; } rows[] = {
		{"Control {control.id} has no valid owner: \"{control.owner}\" {why}.", "has left",
			"Control AC-2 has no valid owner: \"Ann\" has left."},
		{"Control {control.id} is bare {why}.", "", "Control AC-2 is bare."},
		{"{control.weight + 1} {{literal}} {control.applicable}", "", "6 {literal} yes"},
		{"due {control.due}, {control.reviewed}, {control.ends}", "",
			"due 2024-10-04T01:00:00Z, 2024-10-04, never"},
		{"sponsor {control.sponsor}", "",
			"sponsor unknown (control.sponsor: no table of sponsors)"},
		{"tags {control.tags}; notes {control.notes}", "",
			"tags low, high; notes low, high (and perhaps more)"},
		{"{['{', \"}\"][0]}{ {'a': 'b'}.a }", "", "{b"},
		{"deputy \"{control.deputy}\"", "", "deputy \"\""},
		{"age {control.age}", "", "age 1 day"},
		{"{why == '' ? 'silent' : why}", "", "silent"},
		{"plain", "", "plain"}, {"", "", ""},
		{"{1 / (control.weight - 5)}", "",
			"not computed (1 / (control.weight - 5): division by zero)"},
	};
	static const char *const words[] = {"why"};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct template *t = template_compile_for(b->a, rows[i].text, NULL, vars, 2, words,
			1,
			table, NULL, b->d);
		struct template_word word = {"why", rows[i].why};
		struct buf out;

		assert_non_null(t);
		buf_init(&out, MAX_TEXT);
		template_render(t, bindings, 2, &word, 1, b->a, &out);
		assert_string_equal(rows[i].want, out.p);
		buf_free(&out);
	}
}

static void
test_template_refused(void **state)
{
	static const struct { const char *text, *code; uint32_t col; } rows[] = {
		{"a {control.ownr} b", "E311", 12}, {"a {b} c", "E310", 4}, {"a {control.id",
			"E325", 3},
		{"a } b", "E325", 3}, {"a {} b", "E303", 4},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		diags_free(b->d);
		b->d = diags_new();
		assert_null(template_compile_for(b->a, rows[i].text, NULL, vars, 2, NULL, 0, table,
			NULL,
			b->d));
		assert_int_equal(1, diags_count(b->d));
		assert_string_equal(rows[i].code, diags_at(b->d, 0)->kind->code);
		assert_int_equal(rows[i].col, diags_at(b->d, 0)->at.col);
	}
	diags_free(b->d);
	b->d = diags_new();
	assert_null(template_compile_for(b->a, "{x} {control.y} {control.id}", NULL, vars, 2, NULL,
		0,
		table, NULL, b->d));
	assert_int_equal(2, diags_count(b->d));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_refused), TEST(test_all_errors), TEST(test_place_in_file),
		TEST(test_place_behind_backslash),
		TEST(test_ceilings), TEST(test_budget), TEST(test_cost), TEST(test_patterns),
		TEST(test_pattern_work), TEST(test_template), TEST(test_template_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
