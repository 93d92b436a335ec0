/* What detection sees of a file's first bytes, and the table of readers. */
#include "tests/unit/read_harness.h"

#include "checker/base/file.h"

static void
test_xml(void **state)
{
	static const struct { const char *text, *ns, *root; } rows[] = {
		{ "<a/>", "", "a" },
		{ "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <b> -->\n<a xmlns='urn:x' id='>'>", "urn:x", "a" },
		{ "<p:a q='xmlns:p=1' xmlns:p = \"urn:y\">", "urn:y", "a" },
		{ "<!DOCTYPE a [<!ENTITY b \"c\">]><a xmlns=\"u\">", "u", "a" },
		{ "<a xmlnsx='no' xmlns:b='no'/>", "", "a" },
		{ "<!-- never closed", "", "" },
		{ "<", "", "" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct head h;

		head_look(&h, rows[i].text, strlen(rows[i].text), a);
		assert_int_equal(h.syntax, SYNTAX_XML);
		assert_string_equal(h.root, rows[i].root);
		assert_string_equal(h.root_ns, rows[i].ns);
	}
	arena_free(a);
}

static void
test_utf16(void **state)
{
	static const char text[] = "\xff\xfe<\0a\0 \0x\0m\0l\0n\0s\0=\0'\0u\0'\0>\0";
	struct arena *a = arena_new();
	struct head h;

	(void)state;
	head_look(&h, text, sizeof(text) - 1, a);
	assert_int_equal(h.syntax, SYNTAX_XML);
	assert_string_equal(h.root, "a");
	assert_string_equal(h.root_ns, "u");
	/* Without a mark of its order. */
	head_look(&h, text + 2, sizeof(text) - 3, a);
	assert_string_equal(h.root, "a");
	arena_free(a);
}

static void
test_json(void **state)
{
	static const struct { const char *text, *first, *last; size_t n; bool list, lines; } rows[] = {
		{ "{\"a\":{\"no\":1},\"b\":[{\"no\":2}]}", "a", "b", 2, false, false },
		{ " [ {\"a\":\"x\\\"y\",\"b\":null}, {\"c\":1} ]", "a", "b", 2, true, false },
		{ "{\"a\":1}\n{\"a\":2}\n", "a", "a", 1, false, true },
		{ "{\"a\":1}\n", "a", "a", 1, false, false },
		{ "{\"a\":1,\"cut", "a", "a", 1, false, false },
		{ "[1,2]", NULL, NULL, 0, true, false },
		{ "[", NULL, NULL, 0, true, false },
		{ "{\"\\\\\":\"\"}", "\\\\", "\\\\", 1, false, false },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct head h;

		head_look(&h, rows[i].text, strlen(rows[i].text), a);
		assert_int_equal(h.syntax, SYNTAX_JSON);
		assert_int_equal(h.nkeys, rows[i].n);
		assert_int_equal(h.json_list, rows[i].list);
		assert_int_equal(h.json_lines, rows[i].lines);
		if (h.nkeys > 0) {
			assert_string_equal(h.keys[0], rows[i].first);
			assert_string_equal(h.keys[h.nkeys - 1], rows[i].last);
		}
	}
	arena_free(a);
}

static void
test_csv(void **state)
{
	static const struct { const char *text, *first; size_t n; } rows[] = {
		{ "A b;C_d\n1;2\n", "a b", 2 },
		{ "Secret\nExported,today\n\nName,Mail,Status\nx,y,z\nx,y,z\n", "name", 3 },
		/* A preamble that a sheet has padded to its width. */
		{ "Title,,,\nDate,2025,,\nName,Mail,Status,Team\na,b,c,d\na,b,c,d\n", "name", 4 },
		{ "sep=;\nName;Mail\na;b\n", "name", 2 },
		{ "\xef\xbb\xbfName,Mail\r\na,b\r\n", "name", 2 },
	};
	static const char *const none[] = { "", "   \n", "one\ntwo\nthree\n", "\177ELF\1\2",
		"plain words without any table" };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct head h;

		head_look(&h, rows[i].text, strlen(rows[i].text), a);
		assert_int_equal(h.syntax, SYNTAX_CSV);
		assert_int_equal(h.nheader, rows[i].n);
		assert_string_equal(h.header[0], rows[i].first);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct head h;

		head_look(&h, none[i], strlen(none[i]), a);
		assert_int_equal(h.syntax, SYNTAX_NONE);
	}
	arena_free(a);
}

/* Help, listings and tests are made from the table: each row says all of it. */
static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; readers[i] != NULL; i++) {
		const struct reader *r = readers[i];

		assert_true(r->name[0] != '\0' && r->title[0] != '\0' && r->what[0] != '\0');
		assert_non_null(r->probe);
		assert_non_null(r->read);
		assert_true(r->roles != 0);
		assert_ptr_equal(reader_find(r->name), r);
		for (const struct word_row_doc *w = r->words; w != NULL && w->table != NULL; w++)
			assert_true(w->word != NULL && w->meaning != NULL);
	}
	assert_null(reader_find("no such format"));
}

/* Nothing recognises these: no reader may claim them. */
static void
test_nobody(void **state)
{
	static const char *const texts[] = { "", "<html/>", "{}", "[]", "[1]", "a,b\n1,2\n", "hello",
		"{\"a\":1}\n{\"b\":2}\n", "<Benchmark/>", "<Benchmark xmlns='urn:else'/>" };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *sign, *tie;
		struct head h;

		head_look(&h, texts[i], strlen(texts[i]), a);
		assert_null(reader_detect(&h, &sign, &tie));
		assert_null(tie);
	}
	arena_free(a);
}

/* The digest is of the whole file, also where the reader stopped at a break. */
static void
test_digest(void **state)
{
	static const char good[] = "fixtures/good/cci/list.xml", bad[] = "fixtures/hostile/xccdf/entity.xml";
	struct run run;

	(void)state;
	run_file(&run, good);
	assert_int_equal(strlen(run.source.sha256), 64);
	assert_true(run.source.size > 1000);
	run_close(&run);
	run_file(&run, bad);
	assert_true(run.source.broken);
	assert_string_equal(run.source.sha256,
		"642701faa9ca6a4b7f812ce1450186ca02e0eb6cfe8a7827dcda698f13f8bc05");
	run_close(&run);
}

/* Every file of the corpus, whatever it is: what a reader takes, it accounts for. */
static void
test_corpus(void **state)
{
	char root[4096];
	struct arena *a;
	struct walk_entry *files;
	size_t n, read = 0;

	(void)state;
	if (corpus_path(root, sizeof(root), "") == NULL)
		skip();
	a = arena_new();
	assert_int_equal(file_walk(a, root, &files, &n, NULL, NULL), 0);
	for (size_t i = 0; i < n; i++) {
		struct run run;

		run_init(&run);
		run.drop = true;
		run_path(&run, files[i].path);
		run_assert_conserved(&run);
		if (run.tie != NULL)
			fail_msg("%s: %s", files[i].rel, run.tie);
		read += run.reader != NULL;
		/* Broken and silent would be a loss that nobody sees. */
		if (run.rc != 0)
			assert_true(diags_errors(run.diags) > 0);
		run_close(&run);
	}
	print_message("%zu of %zu files have a reader\n", read, n);
	assert_true(read >= 40);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xml),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
