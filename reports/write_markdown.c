/*
 * Markdown for a step summary or a merge request: GitHub drops a summary over
 * 1 MiB, so whole pieces are left out before that and it is said.  Text from
 * evidence can neither format, link, mention nor refer: what could do so
 * stands in code, everything else is escaped (CommonMark 2.4, 6.1).
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/markdown.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define MOST ((size_t)1000 * 1000) /* bytes of the whole; the limit is 1,048,576 */
#define ROWS 25     /* of a table */
#define SCOPES 50
#define CELL 200    /* bytes of one cell or sentence of evidence */

struct page {
	struct buf *out;
	struct buf piece;  /* what is being put together */
	size_t written;
	bool full;
};

/* The piece goes out whole or not at all; room is kept for the last line. */
static void
flush(struct page *p)
{
	if (p->full || p->written + p->piece.len > MOST - 200) {
		p->full = true;
	} else {
		buf_add(p->out, p->piece.p, p->piece.len);
		p->written += p->piece.len;
	}
	buf_reset(&p->piece);
}

static void
heading(struct page *p, enum say what, uint64_t n)
{
	buf_fmt(&p->piece, "\n### %s", say_text(what));
	if (n > 0) {
		buf_str(&p->piece, " (");
		count_put(&p->piece, n);
		buf_chr(&p->piece, ')');
	}
	buf_str(&p->piece, "\n\n");
	flush(p);
}

static void
columns(struct page *p, const enum say *heads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(&p->piece, "| %s ", say_text(heads[i]));
	buf_str(&p->piece, "|\n");
	for (size_t i = 0; i < n; i++)
		buf_str(&p->piece, "|---");
	buf_str(&p->piece, "|\n");
}

static void
cell(struct page *p, const char *text)
{
	buf_str(&p->piece, "| ");
	md_text(&p->piece, text, CELL);
	buf_chr(&p->piece, ' ');
}

static void
cell_code(struct page *p, const char *text)
{
	buf_str(&p->piece, "| ");
	md_code(&p->piece, text, CELL);
	buf_chr(&p->piece, ' ');
}

static void
end_row(struct page *p)
{
	buf_str(&p->piece, "|\n");
	flush(p);
}

static void
more(struct page *p, uint64_t all, uint64_t told)
{
	if (all <= told)
		return;
	buf_chr(&p->piece, '\n');
	SAY_WITH(&p->piece, SAY_MORE_IN, SAY_N(all - told));
	buf_chr(&p->piece, '\n');
	flush(p);
}

/* ---- the parts ---- */

static void
head(struct page *p, const struct node *report)
{
	char as_of[64];

	buf_str(&p->piece, "## trueup");
	if (*get_str(report, "organisation") != '\0') {
		buf_str(&p->piece, ": ");
		md_text(&p->piece, get_str(report, "organisation"), CELL);
	}
	buf_str(&p->piece, "\n\n**");
	md_text(&p->piece, get_str(report, "status"), 20);
	buf_str(&p->piece, "**, ");
	SAY_WITH(&p->piece, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	buf_str(&p->piece, ".\n\n");
	for EACH(i, report, "incomplete") {
		struct buf b;

		buf_init(&b, MIB);
		SAY_WITH(&b, SAY_INCOMPLETE, SAY_S(node_text(i) != NULL ? node_text(i) : ""));
		buf_str(&p->piece, "> **");
		md_text(&p->piece, b.p, CELL);
		buf_str(&p->piece, "**\n>\n");
		buf_free(&b);
	}
	if (!get_bool(report, "complete"))
		buf_fmt(&p->piece, "> %s\n\n", say_text(SAY_INCOMPLETE_PAGE));
	flush(p);
	buf_fmt(&p->piece, "> ");
	md_text(&p->piece, get_str(report, "headline"), 1000);
	buf_chr(&p->piece, '\n');
	flush(p);
}

static void
per_cent(struct page *p, const struct node *scope, const char *key, bool up)
{
	int64_t v = get_int(node_get(scope, "scores"), key);

	if (node_is(node_get(node_get(scope, "scores"), key), NODE_NUMBER))
		buf_fmt(&p->piece, "| %u %% ", up ? percent_up(v) : percent_down(v));
	else
		buf_str(&p->piece, "| - ");
}

static void
scopes(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_SCOPE, SAY_C_RECORDS, SAY_C_SUPPORTED, SAY_C_REFUTED,
		SAY_C_NOT_SHOWN, SAY_C_REAL, SAY_C_CONTRADICTED, SAY_C_FAILING, SAY_C_STATUS};
	uint64_t told = 0;

	if (get_child(report, "scopes") == NULL)
		return;
	buf_chr(&p->piece, '\n');
	columns(p, heads, sizeof(heads) / sizeof(*heads));
	for EACH(s, report, "scopes") {
		struct printed n = printed_scores(s);
		bool defined = node_is(node_at(s, "scores/procedural"), NODE_NUMBER);

		if (told++ == SCOPES)
			break;
		cell(p, get_str(s, "id"));
		per_cent(p, s, "procedural", true);
		if (defined)
			buf_fmt(&p->piece, "| %u %% | %u %% | %u %% | %u to %u %% ", n.supported,
				n.refuted, n.not_shown, n.real_low, n.real_high);
		else
			buf_str(&p->piece, "| - | - | - | - ");
		buf_fmt(&p->piece, "| %lld | %lld ", (long long)get_int(s, "contradicted"),
			(long long)get_int(s, "failing"));
		cell(p, get_str(node_get(s, "scores"), "status"));
		end_row(p);
	}
	more(p, node_count(node_get(report, "scopes")), SCOPES);
}

static void
gap(struct page *p, const struct node *report)
{
	const char *id = get_str(report, "headline_scope");
	const struct node *scope = get_child(report, "scopes");

	for EACH(s, report, "scopes")
		if (str_same(get_str(s, "id"), id)) {
			scope = s;
			break;
		}
	if (get_child(scope, "loss") == NULL)
		return;
	heading(p, SAY_H_GAP, 0);
	for EACH(l, scope, "loss") {
		unsigned points = percent_down(get_int(l, "points"));
		uint64_t controls = (uint64_t)get_int(l, "controls");

		buf_str(&p->piece, "- ");
		md_text(&p->piece, get_str(l, "reason"), CELL);
		buf_str(&p->piece, ": ");
		if (points > 0)
			SAY_WITH(&p->piece, SAY_GAP_ROW, SAY_N(points), SAY_N(controls));
		else
			SAY_WITH(&p->piece, SAY_GAP_SMALL, SAY_N(controls));
		buf_chr(&p->piece, '\n');
		flush(p);
	}
}

static void
red(struct page *p, const struct node *report, enum say title, bool on_paper)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_WHAT, SAY_C_WHERE};
	uint64_t n = 0, told = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			n += on_paper ? str_same(get_str(c, "verdict"), "CONTRADICTED")
				: only_failing(c);
	if (n == 0 && on_paper)
		buf_fmt(&p->piece, "\n%s\n", say_text(SAY_NONE_CONTRADICTED));
	if (n == 0)
		return;
	heading(p, title, n);
	columns(p, heads, 3);
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			bool mine = on_paper ? str_same(get_str(c, "verdict"), "CONTRADICTED")
				: only_failing(c);

			if (!mine || told == ROWS)
				continue;
			told++;
			cell_code(p, get_str(c, "label"));
			cell(p, get_str(node_get(c, "refuted"), "text"));
			cell_code(p, get_str(node_get(c, "refuted"), "at"));
			end_row(p);
		}
	more(p, n, told);
}

static void
late(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_SUBJECT, SAY_C_WHO, SAY_C_HOW_LATE, SAY_C_WHERE};
	uint64_t n = (uint64_t)get_int(report, "late_total"), told = 0;

	if (n == 0)
		return;
	heading(p, SAY_H_LATE, n);
	columns(p, heads, 4);
	for EACH(l, report, "late") {
		const char *who = get_str(l, "who");

		if (told++ == ROWS)
			break;
		cell_code(p, get_str(l, "subject"));
		cell(p, *who != '\0' ? who : say_text(SAY_NOBODY));
		cell(p, get_str(l, "text"));
		cell_code(p, get_str(l, "at"));
		end_row(p);
	}
	more(p, n, ROWS);
}

static void
not_persons(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_RAW, SAY_C_WHY, SAY_C_WHERE};
	uint64_t n = (uint64_t)get_int(report, "not_persons_total"), told = 0;

	if (n == 0)
		return;
	heading(p, SAY_H_NOT_PERSONS, n);
	columns(p, heads, 4);
	for EACH(o, report, "not_persons") {
		if (told++ == ROWS)
			break;
		cell_code(p, get_str(o, "label"));
		cell_code(p, get_str(o, "raw"));
		cell(p, get_str(o, "why"));
		cell_code(p, get_str(o, "at"));
		end_row(p);
	}
	more(p, n, ROWS);
}

static void
requests(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_MISSING, SAY_C_WHOM, SAY_C_UNKNOWNS,
		SAY_C_WEIGHT_ONLY};
	uint64_t told = 0;

	if (get_child(report, "requests") == NULL)
		return;
	heading(p, SAY_H_REQUESTS, 0);
	columns(p, heads, 4);
	for EACH(r, report, "requests") {
		if (told++ == ROWS)
			break;
		cell(p, get_str(r, "what"));
		cell(p, get_str(r, "whom"));
		buf_fmt(&p->piece, "| %lld | %lld ", (long long)get_int(r, "unknowns"),
			(long long)get_int(r, "weight_only"));
		end_row(p);
	}
	more(p, node_count(node_get(report, "requests")), ROWS);
}

static void
list(struct page *p, const struct node *report, const char *key, enum say title, const char *mark)
{
	uint64_t told = 0;

	if (get_child(report, key) == NULL)
		return;
	heading(p, title, 0);
	for EACH(n, report, key) {
		if (told++ == ROWS)
			break;
		buf_str(&p->piece, mark);
		md_text(&p->piece, get_str(n, "text"), 500);
		buf_chr(&p->piece, '\n');
		flush(p);
	}
	more(p, node_count(node_get(report, key)), ROWS);
}

/* What was supplied and measured; what nothing can be judged without is in the other formats. */
static void
party(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_WHAT, SAY_C_VALUE, SAY_C_EFFECT};
	uint64_t all = 0, told = 0;

	for EACH(i, report, "judged_party_inputs")
		all += *get_str(i, "effect") != '\0';
	if (all == 0)
		return;
	heading(p, SAY_H_PARTY, all);
	columns(p, heads, 3);
	for EACH(i, report, "judged_party_inputs") {
		if (*get_str(i, "effect") == '\0')
			continue;
		if (told++ == ROWS)
			break;
		cell(p, get_str(i, "kind"));
		cell(p, get_str(i, "value"));
		cell(p, get_str(i, "effect"));
		end_row(p);
	}
	more(p, all, ROWS);
}

static void
verdicts(struct page *p, const struct node *report)
{
	static const enum say heads[] = {SAY_C_SCOPE, SAY_H_VERDICTS, SAY_C_CONTROLS};
	uint64_t told = 0;

	if (get_child(report, "scopes") == NULL)
		return;
	heading(p, SAY_H_VERDICTS, 0);
	columns(p, heads, 3);
	for EACH(s, report, "scopes") {
		if (told++ == SCOPES)
			break;
		for EACH(v, s, "verdicts") {
			int64_t n = get_int(node_get(s, "verdicts"), v->key);

			if (n == 0)
				continue;
			cell(p, get_str(s, "id"));
			cell_code(p, v->key);
			buf_fmt(&p->piece, "| %lld ", (long long)n);
			end_row(p);
		}
	}
}

static int
write_markdown(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct page p = {.out = out};

	(void)o;
	buf_init(&p.piece, 16 * MIB);
	head(&p, report);
	scopes(&p, report);
	list(&p, report, "first", SAY_H_FIRST, "1. ");
	gap(&p, report);
	red(&p, report, SAY_H_CONTRADICTED, true);
	red(&p, report, SAY_H_FAILING_TOO, false);
	late(&p, report);
	not_persons(&p, report);
	requests(&p, report);
	verdicts(&p, report);
	party(&p, report);
	list(&p, report, "notices", SAY_H_NOTICES, "- ");
	if (p.full)
		buf_fmt(out, "\n%s\n", say_text(SAY_CUT_HERE));
	buf_free(&p.piece);
	return out->over ? -1 : 0;
}

const struct writer writer_markdown = {"markdown", "report.md", "text/markdown",
	"a step summary or a merge request, under 1 MiB", write_markdown, NULL};
