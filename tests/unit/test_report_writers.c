/* What leaves the program: text, CSV, HTML and checks, against hostile names and stock parsers. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/report_sample.h"

#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/utf8.h"
#include "reports/html.h"

static struct sample *
hostile(void)
{
	struct sample *s = sample_new();

	sample_hostile(s);
	return s;
}

/* Nothing that moves a cursor, reorders a line or is not text. */
static void
assert_inert(const char *text)
{
	size_t len = strlen(text), n;

	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(text + i, len - i, &n);

		assert_true(c >= 0);
		if (c != '\n' && c != '\r')
			assert_false(utf8_invisible((uint32_t)c));
	}
}

/*
 * Every format but the JSON of the tree itself, whose bytes are escaped instead, and the PDF,
 * which is no text: tests/formats/pdf.sh takes its text out and looks at that.
 */
static void
all_inert(void **state)
{
	struct sample *s = hostile();
	const struct node *report = sample_report(s);

	(void)state;
	for (size_t i = 0; writers[i] != NULL; i++)
		if (writers[i] != writer_find("json") && writers[i] != writer_find("pdf"))
			assert_inert(sample_render(s, report, writers[i]->name));
	sample_free(s);
}

static void
words_of_formats(void **state)
{
	bool chosen[64] = {0};
	size_t len, n = 0;

	(void)state;
	assert_true(writers_count() < 64);
	assert_null(writers_choose(chosen, "badge,,html,html", &len));
	for (size_t i = 0; writers[i] != NULL; i++)
		n += chosen[i];
	assert_int_equal(n, 3);
	/* Never one badge: the single rows cannot be asked for, nor what makes no file. */
	assert_string_equal(writers_choose(chosen, "html,badge-records", &len), "badge-records");
	assert_int_equal(len, strlen("badge-records"));
	assert_non_null(writers_choose(chosen, "text", &len));
}

/* ---- text ---- */

static unsigned
widest(const char *text, unsigned *lines)
{
	unsigned most = 0, w = 0;
	size_t len = strlen(text), n;

	*lines = 0;
	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(text + i, len - i, &n);

		w = c == '\n' ? 0 : w + (unsigned)utf8_width((uint32_t)c);
		*lines += c == '\n';
		most = w > most ? w : most;
	}
	return most;
}

static void
text_fits(void **state)
{
	static const unsigned widths[] = {1, 20, 40, 80, 100, 200};

	(void)state;
	for (int h = 0; h < 2; h++) {
		struct sample *s = h ? hostile() : sample_new();
		const struct node *report = sample_report(s);

		for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
			struct writer_options o = {.width = widths[i]};
			unsigned lines, width = widths[i] < 20 ? 20 : widths[i], most;
			struct buf b;

			buf_init(&b, MIB);
			assert_int_equal(writer_find("text")->write(&b, report, &o), 0);
			assert_inert(b.p);
			most = widest(b.p, &lines);
			if (lines > 40 || most > width)
				fail_msg("width %u: %u lines, widest %u\n%s", width, lines, most, b.p);
			assert_non_null(strstr(b.p, "First report"));
			buf_free(&b);
		}
		sample_free(s);
	}
}

static void
text_says(void **state)
{
	struct sample *s = sample_new();
	const char *why = "scan/rhel9.xml is broken", *text = sample_render(s, sample_report(s), "text");

	(void)state;
	assert_non_null(strstr(text, "Your records say 43 %. Evidence supports 17, refutes 3, and 23"));
	assert_non_null(strstr(text, "scan/rhel9.xml:120"));
	assert_non_null(strstr(text, "  Bo Berg: 79 days late; due "));
	assert_non_null(strstr(text, "\"Security Team\""));
	assert_non_null(strstr(text, "weight of 9 waits for it"));
	assert_non_null(strstr(text, "  1. Get a decision on SEC-12 from Bo Berg"));
	assert_null(strstr(text, "**"));
	s->options.complete = false;
	s->options.incomplete_why = &why;
	s->options.nincomplete = 1;
	text = sample_render(s, sample_report(s), "text");
	assert_non_null(strstr(text, "Incomplete: scan/rhel9.xml is broken"));
	sample_free(s);
}

/* Colour is an option, and takes nothing away. */
static void
text_colour(void **state)
{
	struct sample *s = hostile();
	const struct node *report = sample_report(s);
	struct writer_options o = {.width = 80, .colour = true};
	struct buf b, plain;

	(void)state;
	buf_init(&b, MIB);
	buf_init(&plain, MIB);
	assert_int_equal(writer_find("text")->write(&b, report, &o), 0);
	assert_non_null(strstr(b.p, "\033["));
	for (const char *p = b.p; *p != '\0';) {
		if (*p == '\033') {
			p += strcspn(p, "m") + 1;
			continue;
		}
		buf_chr(&plain, *p++);
	}
	assert_string_equal(plain.p, sample_render(s, report, "text"));
	buf_free(&b);
	buf_free(&plain);
	sample_free(s);
}

/* ---- CSV ---- */

/* The cells of a row; returns what follows it. */
static const char *
read_row(const char *p, char cells[8][16384], size_t *n)
{
	size_t o = 0;

	*n = 0;
	for (;;) {
		bool quoted = *p == '"';

		for (p += quoted; *p != '\0'; p++) {
			if (quoted && p[0] == '"' && p[1] == '"')
				p++;
			else if (quoted ? *p == '"' : *p == ',' || *p == '\r')
				break;
			cells[*n][o++] = *p;
		}
		p += quoted;
		cells[(*n)++][o] = '\0';
		o = 0;
		if (*p != ',')
			break;
		p++;
	}
	assert_true(p[0] == '\r' && p[1] == '\n');
	return p + 2;
}

static void
assert_no_formula(const char *cell)
{
	const char *p = cell;

	for (;; p++) {
		p += strspn(p, " \"");
		assert_null(strchr("=+-@\t\r", *p == '\0' ? '.' : *p));
		assert_true(strncmp(p, "\xef\xbc\x9d", 3) != 0);
		p = strchr(p, ';');
		if (p == NULL)
			return;
	}
}

static void
csv_inert(void **state)
{
	static char cells[8][16384];
	struct sample *s = hostile();
	const char *text = sample_render(s, sample_report(s), "worklist");
	size_t n, rows = 0;

	(void)state;
	assert_true(str_has_prefix(text, "owner,kind,subject,what,due,at\r\n"));
	for (const char *p = text; *p != '\0'; rows++) {
		p = read_row(p, cells, &n);
		assert_int_equal(n, 6);
		for (size_t i = 0; i < n; i++)
			assert_no_formula(cells[i]);
		if (rows == 2)
			assert_true(str_has_prefix(cells[0], "'=HYPERLINK(\"http://x\")<script>"));
		if (rows == 3)
			assert_true(str_has_prefix(cells[3], " '\xef\xbc\x9d" "1+1;'-2"));
	}
	assert_int_equal(rows, 4);
	text = sample_render(s, sample_report(s), "requests");
	assert_true(str_has_prefix(text, "what,ask,whom,unknowns,weight_only,controls\r\n\"roster\","));
	assert_non_null(strstr(text, ",14,9,3\r\n"));
	assert_inert(text);
	sample_free(s);
}

/* ---- HTML ---- */

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = strstr(text, what); p != NULL; p = strstr(p + 1, what))
		n++;
	return n;
}

static void
html_safe(void **state)
{
	struct sample *s = hostile();
	const char *html = sample_render(s, sample_report(s), "html");

	(void)state;
	assert_inert(html);
	/* Our own script, once, and none that evidence brought. */
	assert_int_equal(count(html, "<script"), 1);
	assert_int_equal(count(html, "</script"), 1);
	assert_true(count(html, "&lt;script&gt;") > 5);
	assert_int_equal(count(html, " style="), 0);
	assert_int_equal(count(html, "http://x\""), 0);
	assert_int_equal(count(html, " src="), 0);
	assert_int_equal(count(html, "<img"), 0);
	assert_int_equal(count(html, "<style"), 1);
	/* Every link stays on the page, and leads to a place on it, once. */
	for (const char *p = strstr(html, "href=\""); p != NULL; p = strstr(p, "href=\"")) {
		char id[160];
		size_t len;

		p += 6;
		assert_int_equal(*p, '#');
		len = strcspn(p + 1, "\"");
		assert_true(len > 0 && len < 140);
		snprintf(id, sizeof(id), " id=\"%.*s\"", (int)len, p + 1);
		if (count(html, id) != 1)
			fail_msg("%zu places for a link to %s", count(html, id), id);
	}
	sample_free(s);
}

/* The policy allows exactly the bytes of the style element and of the script. */
static void
assert_allowed(const char *html, const char *directive, const char *start, const char *stop)
{
	const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *text = strstr(html, start), *end = strstr(html, stop);
	const char *hash = strstr(html, directive);
	char hex[SHA256_HEX], back[SHA256_HEX] = "";
	unsigned bits = 0, have = 0;
	size_t n = 0;

	assert_true(text != NULL && end != NULL && hash != NULL);
	text += strlen(start);
	sha256_hex(text, (size_t)(end - text), hex);
	for (const char *p = hash + strlen(directive); *p != '=' && n < 64; p++) {
		bits = bits << 6 | (unsigned)(strchr(digits, *p) - digits);
		have += 6;
		if (have >= 8) {
			have -= 8;
			n += (size_t)snprintf(back + n, sizeof(back) - n, "%02x", bits >> have & 255);
		}
	}
	assert_string_equal(back, hex);
}

static void
html_policy(void **state)
{
	(void)state;
	for (int h = 0; h < 2; h++) {
		struct sample *s = h ? hostile() : sample_new();
		const char *html = sample_render(s, sample_report(s), "html");

		assert_non_null(strstr(html, "default-src &#39;none&#39;; style-src &#39;sha256-"));
		assert_allowed(html, "style-src &#39;sha256-", "<style>", "</style>");
		assert_allowed(html, "script-src &#39;sha256-", "<script>", "</script>");
		sample_free(s);
	}
}

static void
html_says(void **state)
{
	struct sample *s = sample_new();
	const char *html = sample_render(s, sample_report(s), "html");

	(void)state;
	assert_non_null(strstr(html, "Your records say <strong>43 %</strong>. Evidence supports "
		"<strong>17</strong>, refutes <strong>3</strong>, and <strong>23</strong> points are "));
	assert_int_equal(count(html, "<details id=\"control"), VERDICTS);
	assert_int_equal(count(html, "id=\"item-"), SAMPLE_ITEMS);
	assert_non_null(strstr(html, "<code>scan/rhel9.xml:240</code>"));
	assert_non_null(strstr(html, "id=\"control-nist-800-53-ia-2.1\""));
	assert_non_null(strstr(html, "DevOps, AppSec, IT, DevOps, Compliance, AppSec; 5 hand-offs, "
		"2 returns"));
	/* Who had it when, from the log: drawn, and said. */
	assert_true(count(html, "Who had it when, from ") >= 1);
	assert_true(count(html, "class=\"b-bad\"") >= 2);
	assert_non_null(strstr(html, "#controls:has(#q-v1:checked) .c:not(.v1)"));
	assert_non_null(strstr(html, "From what the records say to what evidence supports: "));
	for (int v = 0; v < VERDICTS; v++)
		assert_non_null(strstr(html, verdict_meaning((enum verdict)v)));
	assert_true(strstr(html, "id=\"party\"") != NULL && strstr(html, "trueup default") != NULL);
	sample_free(s);
}

static void
anchors(void **state)
{
	static const struct { const char *a, *b, *want; } rows[] = {
		{"nist-800-53", "ac-2.1", "x-nist-800-53-ac-2.1"}, {"a b", "", "x-a_20b"},
		{"a_20b", NULL, "x-a_5f20b"}, {"\"><", NULL, "x-_22_3e_3c"},
	};
	char out[128], other[128], longest[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		h_anchor(out, "x", rows[i].a, rows[i].b);
		assert_string_equal(out, rows[i].want);
	}
	memset(longest, 'y', sizeof(longest));
	longest[4095] = '\0';
	h_anchor(out, "x", longest, longest);
	longest[4094] = 'z';
	h_anchor(other, "x", longest, longest);
	assert_string_not_equal(out, other);
	assert_true(strlen(out) < 128);
}

/* ---- stock parsers ---- */

/* Its exit status; 127: not on this machine. What it says is shown by the test's own output. */
static int
run(const char *const *argv)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static const char *
written(struct sample *s, const char *text, char path[64])
{
	int fd;

	snprintf(path, 64, "/tmp/trueup-report-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, text, strlen(text)), 0);
	close(fd);
	(void)s;
	return path;
}

static void
html_parses(void **state)
{
	int rc = 0, tidy = 0;

	(void)state;
	for (int h = 0; h < 2; h++) {
		struct sample *s = h ? hostile() : sample_new();
		char path[64];
		const char *file = written(s, sample_render(s, sample_report(s), "html"), path);
		const char *const xml[] = {"xmllint", "--nonet", "--noout", file, NULL};
		const char *const html[] = {"tidy", "-q", "-e", "--show-warnings", "yes", file, NULL};

		rc = run(xml);
		tidy = run(html);
		unlink(path);
		sample_free(s);
		if (rc == 127 || tidy == 127)
			break;
		assert_int_equal(rc, 0);
		assert_int_equal(tidy, 0);
	}
	if (rc == 127 || tidy == 127)
		skip();
}

static void
json_fits_schema(void **state)
{
	static const char program[] = "import json, sys\n"
		"try:\n    import jsonschema\nexcept ImportError:\n    sys.exit(127)\n"
		"schema = json.load(open('reports/trueup-report-1.schema.json'))\n"
		"jsonschema.Draft202012Validator.check_schema(schema)\n"
		"errors = list(jsonschema.Draft202012Validator(schema).iter_errors("
		"json.load(open(sys.argv[1], encoding='utf-8'))))\n"
		"for e in errors[:5]: print('#', list(e.path), e.message[:200])\n"
		"sys.exit(1 if errors else 0)\n";
	int rc = 0;

	(void)state;
	for (int h = 0; h < 4 && rc != 127; h++) {
		struct sample *s = h == 1 ? hostile() : sample_new();
		const char *argv[] = {"python3", "-c", program, NULL, NULL};
		char path[64];

		if (h == 2) {
			s->scope.undefined = true;
			s->scope.status = STATUS_UNDEFINED;
			s->options.names = "none";
		}
		if (h == 3)
			s->as.nscopes = s->as.nrules = s->as.nchecks = s->as.nwork = 0;
		argv[3] = written(s, sample_render(s, sample_report(s), "json"), path);
		rc = run(argv);
		unlink(path);
		sample_free(s);
		if (rc != 127)
			assert_int_equal(rc, 0);
	}
	if (rc == 127)
		skip();
}

/* ---- checks.jsonl ---- */

static int
to_fd(void *ctx, const void *p, size_t n)
{
	const int *fd = ctx;

	return write_all(*fd, p, n);
}

static void
checks(void **state)
{
	struct sample *s = hostile();
	struct diags *d = diags_new();
	char path[64], *text;
	size_t len, lines = 0;
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/trueup-checks-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(checks_write(to_fd, &fd, &s->as), 0);
	close(fd);
	assert_int_equal(file_read(s->a, path, 16 * MIB, &text, &len), 0);
	unlink(path);
	for (char *p = text; *p != '\0'; lines++) {
		size_t n = strcspn(p, "\n");
		const struct node *c = json_parse(s->a, "checks", p, n, JSON_STRICT, d);

		assert_non_null(c);
		assert_string_equal(node_get_text(c, "value"), tri_word(s->checks[lines].value));
		p += n + 1;
	}
	assert_int_equal(lines, 3);
	assert_non_null(strstr(text, "\"at\":\"ssp-<FF>"));
	diags_free(d);
	sample_free(s);
}

/* A buffer that is full is said, not hidden. */
static void
full(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);

	(void)state;
	for (size_t i = 0; writers[i] != NULL; i++) {
		struct buf b;

		assert_ptr_equal(writer_find(writers[i]->name), writers[i]);
		buf_init(&b, 100);
		assert_int_equal(writers[i]->write(&b, report, NULL), -1);
		buf_free(&b);
	}
	assert_null(writer_find("docx"));
	sample_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_inert),
		cmocka_unit_test(words_of_formats),
		cmocka_unit_test(text_fits),
		cmocka_unit_test(text_says),
		cmocka_unit_test(text_colour),
		cmocka_unit_test(csv_inert),
		cmocka_unit_test(html_safe),
		cmocka_unit_test(html_policy),
		cmocka_unit_test(html_says),
		cmocka_unit_test(anchors),
		cmocka_unit_test(html_parses),
		cmocka_unit_test(json_fits_schema),
		cmocka_unit_test(checks),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
