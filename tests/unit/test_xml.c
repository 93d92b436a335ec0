/* Strict XML: what is refused and where, events, pieces of every size, trees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/read/xml.h"
#include "tests/unit/syntax_help.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Everything that a stream says, as one text; texts that follow each other are one. */
struct tape {
	struct xml_handler h;
	struct buf b;
	bool in_text;
	int stop_at, starts;
	size_t text;
};

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct tape *p = ctx;

	p->in_text = false;
	buf_fmt(&p->b, "<%s%s%s@%u:%u/%u", t->ns, t->ns[0] == '\0' ? "" : "|", t->name, t->line,
		t->col, t->depth);
	for (size_t i = 0; i < t->nattrs; i++) {
		const struct xml_attr *a = &t->attrs[i];

		assert_int_equal(strlen(a->value), a->len);
		buf_fmt(&p->b, " %s%s%s=%s", a->ns, a->ns[0] == '\0' ? "" : "|", a->name, a->value);
	}
	buf_chr(&p->b, '>');
	return ++p->starts == p->stop_at ? -1 : 0;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct tape *p = ctx;

	(void)ns;
	p->in_text = false;
	buf_fmt(&p->b, "</%s@%u>", name, line);
	return 0;
}

static int
on_text(void *ctx, const char *text, size_t n)
{
	struct tape *p = ctx;

	p->text += n;
	if (!p->in_text)
		buf_chr(&p->b, '"');
	p->in_text = true;
	buf_add(&p->b, text, n);
	return 0;
}

static void
tape_begin(struct tape *t)
{
	*t = (struct tape){
		.h = {.start = on_start, .end = on_end, .text = on_text, .want_text = true}};
	t->h.ctx = t;
	buf_init(&t->b, 1 << 26);
}

static int
play(struct tape *t, struct diags *d, const char *text, size_t len, size_t piece)
{
	struct xml_stream *s = xml_stream_new(&t->h, "t.xml", d);
	int rc = 0;

	for (size_t at = 0; at < len && rc == 0; at += piece)
		rc = xml_stream_feed(s, text + at, len - at < piece ? len - at : piece);
	if (rc == 0)
		rc = xml_stream_end(s);
	assert_int_equal(xml_stream_end(s), -1);
	xml_stream_free(s);
	return rc;
}

struct good { const char *text; size_t len; const char *want; };

#define TEXT(s) s, sizeof(s) - 1

static const struct good goods[] = {
	{TEXT("<a/>"), "<a@1:1/1></a@1>"},
	{TEXT("<?xml version=\"1.0\"?>\n<!-- c --><a><b/>\n <b x='1'\n   y='2'/></a>\n<?pi?>"),
		"<a@2:11/1><b@2:14/2></b@2>\"\n <b@3:2/2 x=1 y=2></b@4></a@4>"},
	{TEXT("<a>x&amp;y&lt;&#38;&#xe9;<![CDATA[<z>&]]>w</a>"),
		"<a@1:1/1>\"x&y<&\xc3\xa9<z>&w</a@1>"},
	{TEXT("<a v=\"AT&amp;T &#38;#38; &lt;&quot;&#10;\">&amp;amp;</a>"),
		"<a@1:1/1 v=AT&T &#38; <\"\n>\"&amp;</a@1>"},
	{TEXT("<a v='1>2' w=\">>\"><b\n/></a>"), "<a@1:1/1 v=1>2 w=>>><b@1:19/2></b@2></a@2>"},
	{TEXT("<p:a xmlns:p='urn:p' p:x='1' x='2' xmlns='urn:d' xml:lang='en'><b/></p:a>"),
		"<urn:p|a@1:1/1 urn:p|x=1 x=2 http://www.w3.org/XML/1998/namespace|lang=en><urn:d|b@1:64/2></b@1></a@1>"},
	{TEXT("\xef\xbb\xbf<a>\xc3\xa9</a>"), "<a@1:1/1>\"\xc3\xa9</a@1>"},
	{TEXT("\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0"), "<a@1:1/1>\"\xc3\xa9</a@1>"},
	{TEXT("\xfe\xff\0<\0a\0>\0\xe9\0<\0/\0a\0>"), "<a@1:1/1>\"\xc3\xa9</a@1>"},
	{TEXT("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"),
		"<a@1:44/1>\"\xc3\xa9</a@1>"},
	{TEXT("<a xmlns='not a uri at all'/>"), "<not a uri at all|a@1:1/1></a@1>"},
};

static void
test_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(goods); i++) {
		for (size_t piece = 1; piece <= goods[i].len; piece++) {
			struct diags *d = diags_new();
			struct tape t;
			int rc;

			tape_begin(&t);
			rc = play(&t, d, goods[i].text, goods[i].len, piece);
			if (rc != 0 || strcmp(t.b.p, goods[i].want) != 0 || diags_count(d) != 0)
				fail_msg("pieces of %zu, rc %d, %s:\n%s\nnot\n%s", piece, rc,
					first_code(d), t.b.p, goods[i].want);
			buf_free(&t.b);
			diags_free(d);
		}
	}
}

struct bad { const char *text, *code; uint32_t line; };

static const struct bad bads[] = {
	{"", "E106", 0},
	{" \n", "E106", 0},
	{"<!-- -->", "E106", 0},
	{"x", "E101", 0},
	{"some text", "E106", 1},
	{"<abc>", "E101", 1},
	{"<a><b></b>", "E101", 1},
	{"<a", "E101", 1},
	{"<abc x='1", "E101", 1},
	{"<a>\n</b>", "E100", 2},
	{"<a x='1' x='2'/>", "E100", 1},
	{"<a>\n&nope;</a>", "E100", 2},
	{"<a>&#0;</a>", "E100", 1},
	{"<a>\x01</a>", "E100", 1},
	{"<a>\xff</a>", "E100", 1},
	{"<a/>\n<b/>", "E100", 2},
	{"<a/>x", "E100", 1},
	{"<a x=1/>", "E100", 1},
	{"<a x='<'/>", "E100", 1},
	{"<p:a/>", "E100", 1},
	{"<a>\n<b p:x='1'/></a>", "E100", 2},
	{"<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>", "E100", 1},
	{"<!DOCTYPE a><a/>", "E102", 1},
	{"<!DOCTYPE a SYSTEM 'a.dtd'>\n<a/>", "E102", 1},
	{"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
		"E102", 2},
	{"<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]><a/>", "E102", 1},
	{"<!DOCTYPE a [<!ENTITY a '0123456789'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\n"
	 "<a>&c;</a>",
		"E102", 1},
	{"<a><!DOCTYPE a></a>", "E100", 1},
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bads); i++) {
		for (int whole = 0; whole < 2; whole++) {
			struct diags *d = diags_new();
			size_t len = strlen(bads[i].text);
			struct tape t;
			int rc;

			tape_begin(&t);
			rc = play(&t, d, bads[i].text, len, whole ? len + 1 : 1);
			if (rc == 0 || diags_count(d) != 1 ||
				strcmp(first_code(d), bads[i].code) != 0 ||
				(bads[i].line != 0 && diags_at(d, 0)->at.line != bads[i].line))
				fail_msg("%s\nwhole %d: rc %d, %zu diagnostics, %s at line %u: %s",
					bads[i].text, whole, rc, diags_count(d), first_code(d),
					diags_count(d) == 0 ? 0 : diags_at(d, 0)->at.line,
					diags_count(d) == 0 ? "" : diags_at(d, 0)->text);
			buf_free(&t.b);
			diags_free(d);
		}
	}
}

static void
test_message(void **state)
{
	const char *text = "<a>\n  <b>text</c>\n</a>";
	struct diags *d = diags_new();
	struct tape t;

	(void)state;
	tape_begin(&t);
	assert_int_equal(play(&t, d, text, strlen(text), 100), -1);
	assert_string_equal(diags_at(d, 0)->at.excerpt, "  <b>text</c>");
	assert_int_equal(diags_at(d, 0)->at.line, 2);
	assert_int_equal(diags_at(d, 0)->at.col, 14);
	assert_non_null(strstr(diags_at(d, 0)->text, "mismatch"));
	assert_null(strchr(diags_at(d, 0)->text, '\n'));
	buf_free(&t.b);
	diags_free(d);
}

static void
repeat(struct buf *b, const char *s, size_t n)
{
	while (n-- > 0)
		buf_str(b, s);
}

/* Plays begin, n times the middle, end; the expected code is "" where it must be read. */
static void
play_many(const char *begin, const char *middle, size_t n, const char *end, const char *code)
{
	struct diags *d = diags_new();
	struct buf b;
	struct tape t;

	buf_init(&b, (size_t)1 << 28);
	buf_str(&b, begin);
	repeat(&b, middle, n);
	buf_str(&b, end);
	tape_begin(&t);
	assert_int_equal(play(&t, d, b.p, b.len, 65536) == 0, code[0] == '\0');
	assert_string_equal(first_code(d), code);
	assert_int_equal(diags_count(d), code[0] != '\0');
	buf_free(&t.b);
	buf_free(&b);
	diags_free(d);
}

static void
test_ceilings(void **state)
{
	(void)state;
	play_many("", "<a>", 10000, "", "E103");
	play_many("", "<a>", MAX_XML_DEPTH + 1, "", "E103");
	play_many("", "<a>", MAX_XML_DEPTH, "</a", "E101");
	play_many("<r><x a='", "0123456789", 1048577, "'/></r>", "E105");
	play_many("<r><x a='", "0123456789", 900000, "'/></r>", "");
	play_many("<r>", "0123456789", 1048577, "</r>", "E105");
	play_many("<r>", "0123456789<x/>", 1048577, "</r>", "");
	play_many("<r><![CDATA[", "0123456789", 1048577, "]]></r>", "E105");
	play_many("<r><!--", "0123456789", 1048577, "--></r>", "E105");
}

/* One attribute too many: in a tag of kilobytes, and of megabytes, which takes minutes to compare. */
static void
test_attributes(void **state)
{
	static const size_t counts[] = {MAX_XML_ATTRIBUTES, MAX_XML_ATTRIBUTES + 1, 500000};
	(void)state;
	for (size_t i = 0; i < COUNT(counts); i++) {
		struct diags *d = diags_new();
		struct buf b;
		struct tape t;

		buf_init(&b, (size_t)1 << 26);
		buf_str(&b, "<a ");
		for (size_t j = 0; j < counts[i]; j++)
			buf_fmt(&b, " a%zu=\"'\"", j);
		buf_str(&b, "/>");
		tape_begin(&t);
		assert_int_equal(play(&t, d, b.p, b.len, 65536), i == 0 ? 0 : -1);
		assert_string_equal(first_code(d), i == 0 ? "" : "E104");
		buf_free(&t.b);
		buf_free(&b);
		diags_free(d);
	}
}

static void
test_namespaces_in_scope(void **state)
{
	struct diags *d = diags_new();
	struct buf b;
	struct tape t;

	(void)state;
	buf_init(&b, (size_t)1 << 26);
	for (int i = 0; i < 200; i++) {
		buf_fmt(&b, "<a ");
		for (int j = 0; j < 10; j++)
			buf_fmt(&b, " xmlns:n%d-%d='u'", i, j);
		buf_str(&b, ">");
	}
	tape_begin(&t);
	assert_int_equal(play(&t, d, b.p, b.len, 65536), -1);
	assert_string_equal(first_code(d), "E104");
	buf_free(&t.b);
	buf_free(&b);
	diags_free(d);
}

static void
test_long_line_numbers(void **state)
{
	struct diags *d = diags_new();
	struct buf b;
	struct tape t;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_str(&b, "<a>");
	repeat(&b, "\n", 70010);
	buf_str(&b, " <b/>\n<c></d></a>");
	tape_begin(&t);
	assert_int_equal(play(&t, d, b.p, b.len, 65536), -1);
	assert_non_null(strstr(t.b.p, "<b@70011:2/2></b@70011>"));
	assert_int_equal(diags_at(d, 0)->at.line, 70012);
	buf_free(&t.b);
	buf_free(&b);
	diags_free(d);
}

static void
test_stop_and_no_text(void **state)
{
	const char *text = "<a>x<b>y</b></a>";
	struct diags *d = diags_new();
	struct tape t;

	(void)state;
	tape_begin(&t);
	t.stop_at = 2;
	t.h.want_text = false;
	assert_int_equal(play(&t, d, text, strlen(text), 1), -1);
	assert_string_equal(t.b.p, "<a@1:1/1><b@1:5/2>");
	/* A reader that says nothing is spoken for. */
	assert_string_equal(first_code(d), "E107");
	buf_free(&t.b);
	diags_free(d);
}

static void
test_flat_memory(void **state)
{
	struct diags *d = diags_new();
	struct xml_stream *s;
	struct tape t;
	struct buf b;
	long before;

	(void)state;
	buf_init(&b, 1 << 22);
	repeat(&b, "<r id='1234'><result>pass</result></r>\n", 20000);
	tape_begin(&t);
	t.b.max = 0;
	s = xml_stream_new(&t.h, "t", d);
	assert_int_equal(xml_stream_feed(s, "<all>", 5), 0);
	assert_int_equal(xml_stream_feed(s, b.p, b.len), 0);
	before = peak_kib();
	for (int i = 0; i < 49; i++)
		assert_int_equal(xml_stream_feed(s, b.p, b.len), 0);
	assert_int_equal(xml_stream_feed(s, "</all>", 6), 0);
	assert_int_equal(xml_stream_end(s), 0);
	assert_true(peak_kib() - before < 1024);
	xml_stream_free(s);
	buf_free(&t.b);
	buf_free(&b);
	diags_free(d);
}

/* Collects the first "item" there is. */
struct collector {
	struct xml_handler h;
	struct xml_tree *tree;
	struct arena *a;
	struct node *node;
	bool on;
};

static const char *
rename_member(void *ctx, const char *parent, const char *ns, const char *name, bool *list)
{
	(void)ctx;
	(void)ns;
	if (strcmp(parent, "item") == 0 && strcmp(name, "prop") == 0) {
		*list = true;
		return "props";
	}
	return NULL;
}

static int
collect_start(void *ctx, const struct xml_tag *t)
{
	struct collector *c = ctx;

	if (strcmp(t->name, "item") == 0 && c->node == NULL)
		c->on = true;
	c->h.want_text = c->on;
	return c->on ? xml_tree_start(c->tree, t) : 0;
}

static int
collect_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct collector *c = ctx;

	(void)ns;
	(void)name;
	(void)line;
	if (c->on && (c->node = xml_tree_end(c->tree)) != NULL)
		c->on = false;
	return 0;
}

static int
collect_text(void *ctx, const char *p, size_t n)
{
	return xml_tree_text(((struct collector *)ctx)->tree, p, n);
}

static int
collect(struct collector *c, struct diags *d, const char *text, size_t len, size_t piece)
{
	struct xml_stream *s;
	int rc = 0;

	*c = (struct collector){
		.h = {.start = collect_start, .end = collect_end, .text = collect_text}};
	c->h.ctx = c;
	c->a = arena_new();
	c->tree = xml_tree_new(c->a, rename_member, NULL);
	s = xml_stream_new(&c->h, "t", d);
	for (size_t at = 0; at < len && rc == 0; at += piece)
		rc = xml_stream_feed(s, text + at, len - at < piece ? len - at : piece);
	if (rc == 0)
		rc = xml_stream_end(s);
	xml_stream_free(s);
	return rc;
}

static void
collect_done(struct collector *c)
{
	xml_tree_free(c->tree);
	arena_free(c->a);
}

static const struct { const char *text, *tree;
} trees[] = {
	{"<item/>", "\"\""},
	{"<item> x </item>", "\" x \""},
	{"<item a='1'/>", "{a:\"1\"}"},
	{"<item a='1'>x</item>", "{a:\"1\",#text:\"x\"}"},
	{"<item>\n <b>1</b>\n <c/>\n</item>", "{b:\"1\",c:\"\"}"},
	{"<item>one <b>x</b>two</item>", "{b:\"x\",#text:\"one two\"}"},
	{"<item><b>1</b><c>2</c><b>3</b><b/></item>", "{b:[\"1\",\"3\",\"\"],c:\"2\"}"},
	{"<item><prop name='a'>1</prop></item>", "{props:[{name:\"a\",#text:\"1\"}]}"},
	{"<item><prop/><prop>2</prop><z><prop>3</prop></z></item>",
		"{props:[\"\",\"2\"],z:{prop:\"3\"}}"},
	{"<r>no<item id='a'><id>b</id></item><item>c</item>no</r>", "{id:[\"a\",\"b\"]}"},
	{"<item><d><d><d>x</d>y</d>z</d></item>", "{d:{d:{d:\"x\",#text:\"y\"},#text:\"z\"}}"},
};

static void
test_trees(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trees); i++) {
		for (size_t piece = 1; piece <= strlen(trees[i].text); piece++) {
			struct diags *d = diags_new();
			struct collector c;
			struct buf b;

			buf_init(&b, 1 << 16);
			assert_int_equal(
				collect(&c, d, trees[i].text, strlen(trees[i].text), piece), 0);
			dump(&b, c.node);
			assert_string_equal(b.p, trees[i].tree);
			assert_null(c.node->key);
			collect_done(&c);
			buf_free(&b);
			diags_free(d);
		}
	}
}

/* Members by the thousand: found by hash, in the order in which they came; places kept. */
static void
test_wide_tree(void **state)
{
	struct diags *d = diags_new();
	struct collector c;
	const struct node *n;
	struct buf b;
	int64_t i = 0;

	(void)state;
	buf_init(&b, 1 << 22);
	buf_str(&b, "<item>");
	for (int round = 0; round < 2; round++)
		for (int j = 0; j < 5000; j++)
			buf_fmt(&b, "\n<m%d><k%d>%d</k%d></m%d>", j, j % 40, round, j % 40, j);
	buf_str(&b, "</item>");
	assert_int_equal(collect(&c, d, b.p, b.len, 65536), 0);
	assert_int_equal(node_count(c.node), 5000);
	for (n = c.node->child; n != NULL; n = n->next, i++) {
		char name[32];

		snprintf(name, sizeof(name), "m%lld", (long long)i);
		assert_string_equal(n->key, name);
		assert_int_equal(node_count(n), 2);
		assert_int_equal(n->child->line, i + 2);
		assert_int_equal(n->child->next->line, i + 5002);
	}
	collect_done(&c);
	buf_free(&b);
	diags_free(d);
}

static void
test_tree_ceiling(void **state)
{
	struct diags *d = diags_new();
	struct collector c;
	struct buf b;

	(void)state;
	buf_init(&b, (size_t)1 << 28);
	buf_str(&b, "<item>");
	repeat(&b, "<m>0123456789</m>", MAX_XML_ELEMENT / 32);
	buf_str(&b, "</item>");
	assert_int_equal(collect(&c, d, b.p, b.len, 65536), -1);
	assert_true(xml_tree_over(c.tree));
	assert_string_equal(first_code(d), "E107");
	collect_done(&c);
	buf_free(&b);
	diags_free(d);
}

/* Files of libxml2's own tests: whatever they are, one word at most, and none of it on stderr. */
static void
check_file(const char *folder, const char *name)
{
	struct diags *d = diags_new();
	char path[4096], *text;
	struct tape t;
	size_t len;
	int rc;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	text = slurp(path, &len);
	assert_non_null(text);
	tape_begin(&t);
	rc = play(&t, d, text, len, 4096);
	assert_int_equal(rc == 0 ? 0 : 1, diags_count(d));
	if (len > 0 && strstr(text, "<!DOCTYPE") != NULL && rc == 0)
		fail_msg("%s: a DOCTYPE was read", name);
	buf_free(&t.b);
	diags_free(d);
	free(text);
}

/* What libxml2 raises while it converts has no parser as its context: it must come to us all the same. */
static void
test_conversion_errors(void **state)
{
	static const char half[] = "\xff\xfe<\0a\0>\0=\xd8" "b\0<\0/\0a\0>\0";
	static const char unknown[] = "<?xml version='1.0' encoding='nowhere-9'?><a/>";
	static const char wrong[] = "<?xml version='1.0' encoding='EUC-JP'?><a>\xff\xff\xff</a>";
	static const struct { const char *text; size_t len; } cases[] = {
		{half, sizeof(half) - 1}, {unknown, sizeof(unknown) - 1}, {wrong, sizeof(wrong) - 1}};
	FILE *caught = tmpfile();
	int saved = dup(STDERR_FILENO);

	(void)state;
	dup2(fileno(caught), STDERR_FILENO);
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t piece = 1; piece <= cases[i].len; piece++) {
			struct diags *d = diags_new();
			struct tape t;

			tape_begin(&t);
			assert_int_equal(play(&t, d, cases[i].text, cases[i].len, piece), -1);
			assert_int_equal(diags_count(d), 1);
			buf_free(&t.b);
			diags_free(d);
		}
	}
	dup2(saved, STDERR_FILENO);
	close(saved);
	fseek(caught, 0, SEEK_END);
	assert_int_equal(ftell(caught), 0);
	fclose(caught);
}

static void
test_corpus(void **state)
{
	const char *corpus = getenv("TRUEUP_CORPUS");
	char folder[2048];
	struct dirent *e;
	FILE *caught = tmpfile();
	int files = 0, saved;
	DIR *dir;

	(void)state;
	if (corpus == NULL) {
		print_message("TRUEUP_CORPUS is not set: files of other producers are not tried\n");
		skip();
	}
	snprintf(folder, sizeof(folder), "%s/hostile/xml", corpus);
	dir = opendir(folder);
	assert_non_null(dir);
	saved = dup(STDERR_FILENO);
	dup2(fileno(caught), STDERR_FILENO);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		check_file(folder, e->d_name);
		files++;
	}
	dup2(saved, STDERR_FILENO);
	close(saved);
	closedir(dir);
	assert_true(files > 30);
	fseek(caught, 0, SEEK_END);
	assert_int_equal(ftell(caught), 0);
	fclose(caught);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_namespaces_in_scope),
		cmocka_unit_test(test_long_line_numbers),
		cmocka_unit_test(test_stop_and_no_text),
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_wide_tree),
		cmocka_unit_test(test_flat_memory),
		cmocka_unit_test(test_ceilings),
		cmocka_unit_test(test_tree_ceiling), cmocka_unit_test(test_conversion_errors),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
