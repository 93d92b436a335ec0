/*
 * requests.csv and worklist.csv (RFC 4180).  They are opened in spreadsheets,
 * which take a cell that begins with = + - @ for a formula, and in some
 * countries cut cells at semicolons: text from evidence gets an apostrophe there.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/walk.h"
#include "reports/writers.h"

static bool
starts_formula(const char *p)
{
	/* The wide forms of East Asian keyboards count too. */
	static const char *const starts[] = {"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (strncmp(p, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void
cell_text(struct buf *out, const char *s)
{
	struct buf inert;
	bool begin = true;

	buf_init(&inert, MIB);
	text_inert(&inert, s, MAX_TEXT);
	buf_chr(out, '"');
	for (const char *p = inert.p; *p != '\0'; p++) {
		if (begin && starts_formula(p))
			buf_chr(out, '\'');
		begin = *p == ';' || (begin && (*p == ' ' || *p == '"' || *p == '\''));
		if (*p == '"')
			buf_chr(out, '"');
		buf_chr(out, *p);
	}
	buf_chr(out, '"');
	buf_free(&inert);
}

static void
cell(struct buf *out, const struct node *row, const char *key)
{
	const struct node *n = node_get(row, key);

	if (node_is(n, NODE_NUMBER))
		buf_str(out, n->text);
	else
		cell_text(out, node_is(n, NODE_STRING) ? n->text : "");
}

static int
table(struct buf *out, const struct node *report, const char *list, const char *const *columns,
	size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%s%s", i > 0 ? "," : "", columns[i]);
	buf_str(out, "\r\n");
	for EACH(row, report, list) {
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				buf_chr(out, ',');
			cell(out, row, columns[i]);
		}
		buf_str(out, "\r\n");
	}
	return out->over ? -1 : 0;
}

static int
write_requests(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const char *const columns[] = {"what", "ask", "whom", "unknowns", "weight_only",
		"controls"};

	(void)o;
	return table(out, report, "requests", columns, sizeof(columns) / sizeof(*columns));
}

static int
write_worklist(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const char *const columns[] = {"owner", "kind", "subject", "what", "due", "at"};

	(void)o;
	return table(out, report, "work", columns, sizeof(columns) / sizeof(*columns));
}

const struct writer writer_requests = {"requests", "requests.csv", "text/csv",
	"which file to ask whom for, and what it would answer", write_requests, NULL};
const struct writer writer_worklist = {"worklist", "worklist.csv", "text/csv",
	"what each owner has to do", write_worklist, NULL};
