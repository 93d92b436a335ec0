/* Strict JSON: RFC 8259, and what we refuse beyond it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/die.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "tests/unit/json_help.h"

struct good { const char *text, *tree; };

static const struct good strict[] = {
	{"null", "null"},
	{" true ", "true"},
	{"\"\"", "\"\""},
	{"[]", "[]"},
	{"{}", "{}"},
	{"\xef\xbb\xbf[1]", "[1]"},
	{"\xef\xbb\xbf"
	 "1",
		"1"},
	{"[1,[2,{\"a\":[]}],\"x\"]", "[1,[2,{a:[]}],\"x\"]"},
	{"{\"a\":{\"a\":{\"a\":1}}}", "{a:{a:{a:1}}}"},
	{"12345678901234567890", "12345678901234567890"},
	{"[9007199254740993, -0, 1e999, 1.50, 1E+2, 0.1e-7]",
		"[9007199254740993,-0,1e999,1.50,1E+2,0.1e-7]"},
	{"[123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890]",
		"[123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890]"},
	{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\"\\/\b\f\n\r\t\""},
	{"\"\\u00e9\\u20AC\\ud83d\\ude00\"", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""},
	{"\"\x7f\xc3\xa9\xf4\x8f\xbf\xbf\"", "\"\x7f\xc3\xa9\xf4\x8f\xbf\xbf\""},
	{"{\"a\":1,\"A\":2}", "{a:1,A:2}"},
	{"{\"\":0}", "{:0}"},
	{"{\"a\\nb\":1}", "{a\nb:1}"},
	{"[\r\n\t 1 ,\r2]", "[1,2]"},
};

static const struct good relaxed[] = {
	{"// a\n{\"a\": 1, /* b\n c */ \"b\": [1,2,], }", "{a:1,b:[1,2]}"},
	{"[\"//\", \"/*\"] // end", "[\"//\",\"/*\"]"},
	{"/**/1/***/", "1"},
};

struct bad { const char *text, *code; uint32_t line, col; };

static const struct bad refused[] = {
	{"", "E010", 1, 1},
	{" \n ", "E010", 2, 2},
	{"\xff\xfe[\0", "E011", 1, 1},
	{"\xfe\xff\0[", "E011", 1, 1},
	{"[\"\xc0\xaf\"]", "E011", 1, 3},
	{"[\"\xed\xa0\x80\"]", "E011", 1, 3},
	{"[\"\xf4\x90\x80\x80\"]", "E011", 1, 3},
	{"[\"\xe2\x82\"]", "E011", 1, 3},
	{"[\"ok\",\n \"0123456789abcdef\xff\"]", "E011", 2, 19},
	{"[1,]", "E012", 1, 4},
	{"{\"a\":1,}", "E012", 1, 8},
	{"[,1]", "E012", 1, 2},
	{"{a:1}", "E012", 1, 2},
	{"{'a':1}", "E012", 1, 2},
	{"{\"a\" 1}", "E012", 1, 6},
	{"{\"a\":}", "E012", 1, 6},
	{"[1 2]", "E012", 1, 4},
	{"[1}", "E012", 1, 3},
	{"{\"a\":1]", "E012", 1, 7},
	{"[tru]", "E012", 1, 2},
	{"[nul1]", "E012", 1, 2},
	{"/* c */ 1", "E012", 1, 1},
	{"[\f1]", "E012", 1, 2},
	{"*", "E012", 1, 1},
	{"[", "E013", 1, 2},
	{"{\"a\":1", "E013", 1, 7},
	{"[\"a", "E013", 1, 4},
	{"[\"a\\", "E013", 1, 4},
	{"[\"\\u12", "E013", 1, 3},
	{"[tr", "E013", 1, 2},
	{"{\"a", "E013", 1, 4},
	{"1 2", "E014", 1, 3},
	{"[] []", "E014", 1, 4},
	{"{}\n}", "E014", 2, 1},
	{"[\"\\x\"]", "E015", 1, 3},
	{"[\"a\nb\"]", "E015", 1, 4},
	{"[\"a\tb\"]", "E015", 1, 4},
	{"{\"\\u0000\":1}", "E015", 1, 2},
	{"[\"\\ud800\"]", "E015", 1, 3},
	{"[\"\\udc00\"]", "E015", 1, 3}, {"[\"\\udc00\\udc00\"]", "E015", 1, 3},
	{"[\"\\ud800\\ud800\"]", "E015", 1, 3},
	{"[\"\\ud800x\"]", "E015", 1, 3},
	{"[\"\\uq000\"]", "E015", 1, 3},
	{"[01]", "E016", 1, 2},
	{"[-]", "E016", 1, 3},
	{"[1.]", "E016", 1, 4},
	{"[.5]", "E016", 1, 2},
	{"[1e]", "E016", 1, 4},
	{"[+1]", "E016", 1, 2},
	{"[1-2]", "E016", 1, 3},
	{"[NaN]", "E016", 1, 2},
	{"[-Infinity]", "E016", 1, 3},
	{"[1e5.2]", "E016", 1, 5},
	{"-", "E016", 1, 2},
	{"{\"v\":1,\n\"v\":2}", "E017", 2, 1},
	{"{\"a\":1,\"\\u0061\":2}", "E017", 1, 8},
	{"[{\"k\":{\"k\":1,\"j\":2}, \"k\":3}]", "E017", 1, 22},
};

static void
check_tree(struct world *w, const char *text, enum json_mode mode, const char *want)
{
	struct node *n = json_parse(w->a, "t", text, strlen(text), mode, w->d);
	struct buf b;

	buf_init(&b, 1 << 20);
	dump(&b, n);
	assert_string_equal(b.p, want);
	assert_int_equal(diags_count(w->d), 0);
	buf_free(&b);
}

static void
test_good(void **state)
{
	for (size_t i = 0; i < COUNT(strict); i++)
		check_tree(*state, strict[i].text, JSON_STRICT, strict[i].tree);
	for (size_t i = 0; i < COUNT(strict); i++)
		check_tree(*state, strict[i].text, JSON_RELAXED, strict[i].tree);
	for (size_t i = 0; i < COUNT(relaxed); i++)
		check_tree(*state, relaxed[i].text, JSON_RELAXED, relaxed[i].tree);
}

static size_t
length(const char *text)
{
	return strncmp(text, "\xff\xfe", 2) == 0 || strncmp(text, "\xfe\xff", 2) == 0
		? 4
		: strlen(text);
}

static void
check_refused(const struct bad *b, const struct diags *d)
{
	if (diags_count(d) != 1 || strcmp(first_code(d), b->code) != 0 ||
		diags_at(d, 0)->at.line != b->line || diags_at(d, 0)->at.col != b->col)
		fail_msg("%s: %zu diagnostics, first %s at %u:%u, not %s at %u:%u", b->text,
			diags_count(d), first_code(d),
			diags_count(d) == 0 ? 0 : diags_at(d, 0)->at.line,
			diags_count(d) == 0 ? 0 : diags_at(d, 0)->at.col, b->code, b->line, b->col);
}

/* Whole; and as a stream, byte by byte, cut and not cut: each time the same word and place. */
static void
test_refused(void **state)
{
	struct world *w = *state;
	static const char *const cuts[] = {""};

	for (size_t i = 0; i < COUNT(refused); i++) {
		const struct bad *b = &refused[i];

		for (size_t pass = 0; pass < 3; pass++) {
			struct diags *d = diags_new();
			struct node *n = NULL;

			if (pass == 0) {
				n = json_parse(w->a, "t", b->text, length(b->text), JSON_STRICT, d);
			} else {
				int records = 0;
				struct json_reader r = {
					cuts, pass - 1, false, count_records, &records};
				struct json_stream *s = json_stream_new(&r, "t", w->a, d);
				int rc = 0;

				for (size_t at = 0; at < length(b->text) && rc == 0; at++)
					rc = json_stream_feed(s, b->text + at, 1);
				n = json_stream_end(s, w->a);
				assert_int_equal(json_stream_feed(s, " ", 1), -1);
				json_stream_free(s);
			}
			assert_null(n);
			check_refused(b, d);
			diags_free(d);
		}
	}
}

static void
test_duplicate_names_both(void **state)
{
	struct world *w = *state;
	const char *text = "{\n  \"v\": \"FAIL\",\n  \"w\": 1,\n  \"v\": \"PASS\"\n}";

	assert_null(json_parse(w->a, "f", text, strlen(text), JSON_STRICT, w->d));
	assert_int_equal(diags_at(w->d, 0)->at.line, 4);
	assert_non_null(strstr(diags_at(w->d, 0)->text, "\"v\""));
	assert_non_null(strstr(diags_at(w->d, 0)->text, "line 2, column 3"));
	assert_string_equal(diags_at(w->d, 0)->at.excerpt, "  \"v\": \"PASS\"");
}

/* Maps so wide that their names are hashed; the twin is the first, the last, none. */
static void
test_duplicate_in_wide_map(void **state)
{
	struct world *w = *state;

	for (int twin = -1; twin < 300; twin += 43) {
		struct diags *d = diags_new();
		struct buf b;

		buf_init(&b, 1 << 20);
		buf_str(&b, "[{");
		for (int i = 0; i < 300; i++)
			buf_fmt(&b, "\"name%d\":{\"name%d\":%d},", i, i, i);
		buf_fmt(&b, "\"name%d\":0},{\"name1\":0}]", twin < 0 ? 300 : twin);
		assert_int_equal(
			json_parse(w->a, "t", b.p, b.len, JSON_STRICT, d) == NULL, twin >= 0);
		assert_string_equal(first_code(d), twin < 0 ? "" : "E017");
		buf_free(&b);
		diags_free(d);
	}
}

static void
test_depth_and_sizes(void **state)
{
	struct world *w = *state;
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int extra = 0; extra < 2; extra++) {
		struct diags *d = diags_new();

		buf_reset(&b);
		for (int i = 0; i < MAX_JSON_DEPTH + extra; i++)
			buf_str(&b, i % 2 == 0 ? "[" : "{\"a\":");
		buf_str(&b, "1");
		for (int i = MAX_JSON_DEPTH + extra; i-- > 0;)
			buf_chr(&b, i % 2 == 0 ? ']' : '}');
		assert_int_equal(json_parse(w->a, "t", b.p, b.len, JSON_STRICT, d) == NULL, extra);
		assert_string_equal(first_code(d), extra ? "E018" : "");
		diags_free(d);
	}
	buf_reset(&b);
	for (int i = 0; i <= MAX_JSON_NUMBER; i++)
		buf_chr(&b, '7');
	assert_null(json_parse(w->a, "t", b.p, b.len, JSON_STRICT, w->d));
	assert_string_equal(first_code(w->d), "E019");
	assert_non_null(json_parse(w->a, "t", b.p, b.len - 1, JSON_STRICT, w->d));
	buf_free(&b);
}

static void
test_places(void **state)
{
	struct world *w = *state;
	const char *text =
		"\xef\xbb\xbf{\n\t\"a\": [1,\r\n  \"x\", {\"b\": null}],\r \"c\": \"\xc3\xa9\", \"d\":\n2}";
	struct node *n = json_parse(w->a, "t", text, strlen(text), JSON_STRICT, w->d);
	static const struct { const char *path; uint32_t line, col;
	} at[] = {
		{"", 1, 1},
		{"a", 2, 7},
		{"a/0", 2, 8},
		{"a/1", 3, 3},
		{"a/2", 3, 8},
		{"a/2/b", 3, 14},
		{"c", 4, 7},
		{"d", 5, 1},
	};

	for (size_t i = 0; i < COUNT(at); i++) {
		assert_non_null(node_at(n, at[i].path));
		assert_int_equal(node_at(n, at[i].path)->line, at[i].line);
		assert_int_equal(node_at(n, at[i].path)->col, at[i].col);
	}
}

static void
test_nodes(void **state)
{
	struct world *w = *state;
	const char *text =
		"{\"a/b\":{\"~\":[true,false,null,-12,1.5,99999999999999999999]},\"A\":\"x\"}";
	struct node *n = json_parse(w->a, "t", text, strlen(text), JSON_STRICT, w->d);
	const struct node *list = node_get(node_get(n, "a/b"), "~");
	int64_t v;

	assert_null(node_get(n, "a"));
	assert_null(node_get(NULL, "a"));
	assert_null(node_get(list, "a"));
	assert_string_equal(node_get_text(n, "A"), "x");
	assert_null(node_text(node_get(n, "a/b")));
	assert_int_equal(node_count(list), 6);
	assert_int_equal(node_count(node_get(n, "A")), 0);
	assert_string_equal(node_text(node_at(list, "0")), "true");
	assert_string_equal(node_text(node_at(list, "1")), "false");
	assert_null(node_text(node_at(list, "2")));
	assert_true(node_is(node_at(list, "2"), NODE_NULL));
	assert_null(node_at(list, "6"));
	assert_null(node_at(list, "x"));
	assert_int_equal(node_int(node_at(list, "3"), &v), 0);
	assert_int_equal(v, -12);
	assert_int_equal(node_int(node_at(list, "4"), &v), -1);
	assert_int_equal(node_int(node_at(list, "5"), &v), -1);
	assert_string_equal(node_text(node_at(list, "5")), "99999999999999999999");
	assert_string_equal(node_pointer(w->a, n, node_at(list, "3")), "/a~1b/~0/3");
	assert_string_equal(node_pointer(w->a, n, n), "");
	assert_null(node_pointer(w->a, list, n));
	assert_ptr_equal(node_first(list), node_at(list, "0"));
	assert_ptr_equal(node_first(node_get(n, "A")), node_get(n, "A"));
	assert_null(node_first(NULL));
}

/* Names of JSONTestSuite that RFC 8259 allows, or leaves open, and we refuse: see base/json.h. */
static bool
refused_by_choice(const char *name)
{
	static const char *const names[] = {"y_object_escaped_null_in_key.json", "y_object_duplicated_key.json",
		"y_object_duplicated_key_and_value.json"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
check_file(struct arena *a, const char *folder, const char *name, int count[3])
{
	char path[4096], *text;
	struct diags *d = diags_new();
	struct node *n;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	text = slurp(path, &len);
	assert_non_null(text);
	n = json_parse(a, name, text, len, JSON_STRICT, d);
	assert_int_equal(n == NULL, diags_errors(d) > 0);
	if (name[0] == 'y' && (n == NULL) != refused_by_choice(name))
		fail_msg("%s: must be read", name);
	if (name[0] == 'n' && n != NULL)
		fail_msg("%s: must be refused", name);
	count[name[0] == 'y' ? 0 : name[0] == 'n' ? 1 : 2]++;
	arena_reset(a);
	diags_free(d);
	free(text);
}

/* A real export held one: no text is cut at it, and none becomes equal to another. */
static void
test_nul(void **state)
{
	static const char text[] = "{\"a\":\"x\\u0000y\",\"b\":\"\\\\u0000\",\"c\":\"\\u0000\\u0000\"}";
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct node *n = json_parse(a, "t", text, strlen(text), JSON_STRICT, d);

	(void)state;
	assert_non_null(n);
	assert_string_equal(node_get_text(n, "a"), "x\xef\xbf\xbdy");
	assert_string_equal(node_get_text(n, "b"), "\\u0000");
	assert_string_equal(node_get_text(n, "c"), "\xef\xbf\xbd\xef\xbf\xbd");
	diags_free(d);
	arena_free(a);
}

/* An element that is no list stands alone: what follows it in its map is no further element. */
static void
test_elements(void **state)
{
	static const char text[] = "{\"a\": [1, 2, 3], \"b\": 4, \"c\": 5, \"d\": []}";
	static const struct { const char *name; size_t n; } rows[] = {
		{"a", 3}, {"b", 1}, {"c", 1}, {"d", 0}, {"e", 0}};
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct node *n = json_parse(a, "t", text, strlen(text), JSON_STRICT, d);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t seen = 0;

		for (const struct node *x = node_first(node_get(n, rows[i].name)); x != NULL;
			x = node_next(x))
			seen++;
		assert_int_equal(seen, rows[i].n);
	}
	diags_free(d);
	arena_free(a);
}

static void
test_corpus(void **state)
{
	struct world *w = *state;
	const char *corpus = getenv("TRUEUP_CORPUS");
	char folder[2048];
	int count[3] = {0};
	struct dirent *e;
	DIR *dir;

	if (corpus == NULL) {
		print_message("TRUEUP_CORPUS is not set: files of other producers are not tried\n");
		skip();
	}
	snprintf(folder, sizeof(folder), "%s/hostile/json", corpus);
	dir = opendir(folder);
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL)
		if (strstr(e->d_name, ".json") != NULL)
			check_file(w->a, folder, e->d_name, count);
	closedir(dir);
	assert_true(count[0] > 90 && count[1] > 180 && count[2] > 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_good),
		T(test_refused),
		T(test_duplicate_names_both),
		T(test_duplicate_in_wide_map),
		T(test_depth_and_sizes),
		T(test_places),
		T(test_nodes),
		T(test_nul), T(test_elements), T(test_corpus),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
