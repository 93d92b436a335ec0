/*
 * requests.csv and worklist.csv (RFC 4180).  They are opened in spreadsheets,
 * which take a cell that begins with = + - @ for a formula, and in some
 * countries cut cells at semicolons: text from evidence gets an apostrophe there.
 */
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "reports/csv.h"
#include "reports/walk.h"
#include "reports/writers.h"

static void
cell(struct buf *out, const struct node *row, const char *key)
{
	const struct node *n = node_get(row, key);

	if (node_is(n, NODE_NUMBER))
		buf_str(out, n->text);
	else
		csv_text(out, node_is(n, NODE_STRING) ? n->text : "");
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
