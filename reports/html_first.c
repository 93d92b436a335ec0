/* The first page: the headline, what it is made of, and what to do. */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

static void
figure(struct emit_xml *x, const char *class, unsigned n, enum say what)
{
	ex_open_class(x, "li", class);
	ex_element(x, "span", NULL, say_text(what));
	ex_open(x, "b");
	ex_count(x, n);
	ex_close(x);
	ex_close(x);
}

static void
put_figures(struct emit_xml *x, const struct node *scope)
{
	struct printed p = printed_scores(scope);
	const struct node *tests = node_get(scope, "tests");

	svg_headline(x, &p);
	ex_open_class(x, "p", "real");
	H_SAID(x, SAY_REAL, SAY_N(p.real_low), SAY_N(p.real_high));
	ex_close(x);
	ex_open_class(x, "ul", "figures");
	figure(x, NULL, p.procedural, SAY_P_RECORDS);
	figure(x, "good", p.supported, SAY_P_SUPPORTED);
	figure(x, "bad", p.refuted, SAY_P_REFUTED);
	figure(x, "warn", p.not_shown, SAY_P_NOT_SHOWN);
	ex_close(x);
	ex_open_class(x, "p", "soft");
	H_SAID(x, SAY_P_SUM, SAY_N(p.procedural), SAY_N(p.supported), SAY_N(p.refuted),
		SAY_N(p.not_shown));
	ex_text(x, " ");
	H_SAID(x, SAY_FAILING, SAY_N((uint64_t)get_int(scope, "failing")));
	if (p.understatement > 0) {
		ex_text(x, " ");
		H_SAID(x, SAY_UNDERSTATED, SAY_N(p.understatement));
	}
	if (get_int(tests, "total") > 0) {
		ex_text(x, " ");
		H_SAID(x, SAY_TESTS, SAY_N((uint64_t)get_int(tests, "hold")),
			SAY_N((uint64_t)get_int(tests, "total")));
	}
	ex_close(x);
}

static void
put_headline(struct emit_xml *x, const struct node *scope)
{
	struct buf b;

	buf_init(&b, MIB);
	headline_put(&b, scope);
	ex_open_class(x, "p", "lead");
	h_marked(x, b.p);
	ex_close(x);
	if (node_is(node_at(scope, "scores/procedural"), NODE_NUMBER))
		put_figures(x, scope);
	buf_free(&b);
}

/* ---- claimed by shown ---- */

static void
matrix_cell(struct emit_xml *x, const struct node *scope, const char *verdict)
{
	int64_t n = get_int(node_get(scope, "verdicts"), verdict);

	ex_open(x, "td");
	ex_attr_fmt(x, "class", "%s%s", n > 0 ? tone_of_verdict(verdict) : "zero",
		n > 0 ? "" : " dull");
	ex_open(x, "b");
	ex_count(x, (uint64_t)n);
	ex_close(x);
	ex_element(x, "span", NULL, verdict);
	ex_close(x);
}

static void
put_matrix(struct emit_xml *x, const struct node *scope)
{
	static const enum say heads[] = {SAY_P_M_SHOWN, SAY_P_M_PARTLY, SAY_P_M_UNKNOWN,
		SAY_P_M_REFUTED};
	static const struct { enum say name; const char *cells[4]; } rows[] = {
		{SAY_P_M_PASS, {"CONFIRMED", "PARTIAL", "PAPER", "CONTRADICTED"}},
		{SAY_P_M_NONE, {"UNCLAIMED", "PARTIAL_UNCLAIMED", "UNKNOWN", "EXPOSED"}},
		{SAY_P_M_FAIL, {"DISPUTED", "PARTIAL_ADMITTED", "UNTESTED_ADMITTED", "ADMITTED"}},
	};
	const struct node *verdicts = node_get(scope, "verdicts");

	ex_open_class(x, "table", "matrix");
	ex_element(x, "caption", NULL, say_text(SAY_P_MATRIX));
	ex_open(x, "thead");
	ex_open(x, "tr");
	for (size_t i = 0; i <= COUNT(heads); i++) {
		ex_open(x, "th");
		ex_attr(x, "scope", "col");
		h_say(x, i == 0 ? SAY_P_M_CLAIM : heads[i - 1]);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
	ex_open(x, "tbody");
	for (size_t r = 0; r < COUNT(rows); r++) {
		ex_open(x, "tr");
		ex_open(x, "th");
		ex_attr(x, "scope", "row");
		h_say(x, rows[r].name);
		ex_close(x);
		for (size_t c = 0; c < 4; c++)
			matrix_cell(x, scope, rows[r].cells[c]);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
	if (get_int(verdicts, "NOT_EXERCISED") + get_int(verdicts, "NOT_APPLICABLE") == 0)
		return;
	ex_open_class(x, "p", "soft");
	H_SAID(x, SAY_P_OUTSIDE, SAY_N((uint64_t)get_int(verdicts, "NOT_EXERCISED")),
		SAY_N((uint64_t)get_int(verdicts, "NOT_APPLICABLE")));
	ex_close(x);
}

/* ---- gap and steps ---- */

static void
put_gap(struct emit_xml *x, const struct node *scope)
{
	static const enum say heads[] = {SAY_C_REASON, SAY_C_SHARE, SAY_C_POINTS, SAY_C_CONTROLS};
	const struct node *loss = get_child(scope, "loss");
	int64_t most = get_int(loss, "points");
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_GAP));
	if (loss == NULL) {
		h_para(x, "soft", SAY_NONE_GAP);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(l, scope, "loss") {
		int64_t points = get_int(l, "points");

		h_row(&t, NULL);
		h_cell(&t, NULL, get_str(l, "reason"));
		h_cell_open(&t, "bar");
		svg_points(x, points, most);
		ex_close(x);
		h_cell_open(&t, "n");
		if (points < 10000)
			ex_text(x, "< 1");
		else
			ex_count(x, percent_down(points));
		ex_close(x);
		h_cell_count(&t, (uint64_t)get_int(l, "controls"));
		ex_close(x);
	}
	h_table_close(&t);
}

static void
put_steps(struct emit_xml *x, const struct node *report)
{
	ex_element(x, "h3", NULL, say_text(SAY_H_FIRST));
	if (get_child(report, "first") == NULL) {
		h_para(x, "soft", SAY_NONE_FIRST);
		return;
	}
	ex_open_class(x, "ol", "steps");
	for EACH(f, report, "first") {
		ex_open(x, "li");
		ex_text_cut(x, get_str(f, "text"), 2 * HTML_TEXT);
		ex_text(x, " ");
		h_place(x, get_str(f, "at"));
		ex_close(x);
	}
	ex_close(x);
}

/* ---- notices ---- */

static void
put_incomplete(struct emit_xml *x, const struct node *report)
{
	if (get_bool(report, "complete"))
		return;
	ex_open_class(x, "div", "note bad");
	ex_attr(x, "role", "note");
	h_para(x, NULL, SAY_INCOMPLETE_PAGE);
	ex_open(x, "ul");
	for EACH(i, report, "incomplete") {
		ex_open(x, "li");
		ex_text_cut(x, node_text(i), HTML_TEXT);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
}

static void
put_notices(struct emit_xml *x, const struct node *report)
{
	ex_element(x, "h3", NULL, say_text(SAY_H_NOTICES));
	ex_open_class(x, "div", "note");
	ex_open(x, "ul");
	for EACH(n, report, "notices") {
		ex_open(x, "li");
		ex_text_cut(x, get_str(n, "text"), 2 * HTML_TEXT);
		ex_text(x, " ");
		h_place(x, get_str(n, "at"));
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
}

/* ---- tables ---- */

static void
control_link(struct emit_xml *x, const struct node *scope, const struct node *c)
{
	char anchor[128];

	h_anchor(anchor, "control", get_str(scope, "framework"), get_str(c, "id"));
	ex_open(x, "a");
	ex_attr_fmt(x, "href", "#%s", anchor);
	ex_text_cut(x, get_str(c, "label"), HTML_NAME);
	ex_close(x);
}

static void
contradicted_row(struct h_table *t, const struct node *scope, const struct node *c)
{
	const struct node *why = node_get(c, "refuted");

	h_row(t, NULL);
	h_cell_open(t, NULL);
	control_link(t->x, scope, c);
	if (*get_str(c, "title") != '\0') {
		ex_text(t->x, " ");
		ex_open_class(t->x, "span", "soft");
		ex_text_cut(t->x, get_str(c, "title"), HTML_NAME);
		ex_close(t->x);
	}
	ex_close(t->x);
	h_cell(t, NULL, get_str(why, "text"));
	h_cell_place(t, get_str(why, "at"));
	ex_close(t->x);
}

static uint64_t
get_contradicted(const struct node *report)
{
	uint64_t n = 0;

	for EACH(s, report, "scopes")
		n += (uint64_t)get_int(s, "contradicted");
	return n;
}

static void
put_contradicted(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_WHAT, SAY_C_WHERE};
	uint64_t n = get_contradicted(report), told = 0;
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_CONTRADICTED));
	if (n == 0) {
		h_para(x, "soft", SAY_NONE_CONTRADICTED);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (str_same(get_str(c, "verdict"), "CONTRADICTED") && told < HTML_ROWS) {
				contradicted_row(&t, s, c);
				told++;
			}
	h_table_close(&t);
	h_more(x, n > told ? n - told : 0);
}

static void
put_failing(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_WHAT, SAY_C_WHERE};
	uint64_t n = 0, told = 0;
	struct h_table t;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			n += only_failing(c);
	if (n == 0)
		return;
	ex_element(x, "h3", NULL, say_text(get_contradicted(report) > 0 ? SAY_H_FAILING_TOO : SAY_H_FAILING));
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (only_failing(c) && told < HTML_ROWS) {
				contradicted_row(&t, s, c);
				told++;
			}
	h_table_close(&t);
	h_more(x, n > told ? n - told : 0);
}

static void
late_row(struct h_table *t, const struct node *l)
{
	const char *who = get_str(l, "who");
	char anchor[128];

	h_row(t, NULL);
	h_cell_open(t, NULL);
	if (*get_str(l, "item") != '\0') {
		h_anchor(anchor, "item", get_str(l, "item"), NULL);
		ex_open(t->x, "a");
		ex_attr_fmt(t->x, "href", "#%s", anchor);
		ex_text_cut(t->x, get_str(l, "subject"), HTML_NAME);
		ex_close(t->x);
	} else {
		ex_text_cut(t->x, get_str(l, "subject"), HTML_NAME);
	}
	ex_close(t->x);
	h_cell(t, NULL, *who != '\0' ? who : say_text(SAY_NOBODY));
	h_cell(t, NULL, get_str(l, "text"));
	h_cell_place(t, get_str(l, "at"));
	ex_close(t->x);
}

static void
put_late(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_SUBJECT, SAY_C_WHO, SAY_C_HOW_LATE, SAY_C_WHERE};
	uint64_t n = (uint64_t)get_int(report, "late_total"), told = 0;
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_LATE));
	if (get_child(report, "late") == NULL) {
		h_para(x, "soft", SAY_NONE_LATE);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(l, report, "late") {
		if (told == HTML_ROWS)
			break;
		late_row(&t, l);
		told++;
	}
	h_table_close(&t);
	h_more(x, n > told ? n - told : 0);
}

static void
put_requests(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_MISSING, SAY_C_ASK, SAY_C_WHOM, SAY_C_UNKNOWNS,
		SAY_C_WEIGHT_ONLY};
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_REQUESTS));
	if (get_child(report, "requests") == NULL) {
		h_para(x, "soft", SAY_NONE_REQUESTS);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(r, report, "requests") {
		h_row(&t, NULL);
		h_cell(&t, NULL, get_str(r, "what"));
		h_cell(&t, NULL, get_str(r, "ask"));
		h_cell(&t, NULL, get_str(r, "whom"));
		h_cell_count(&t, (uint64_t)get_int(r, "unknowns"));
		h_cell_count(&t, (uint64_t)get_int(r, "weight_only"));
		ex_close(x);
	}
	h_table_close(&t);
}

static void
put_not_persons(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_RAW, SAY_C_WHY, SAY_C_WHERE};
	uint64_t n = (uint64_t)get_int(report, "not_persons_total"), told = 0;
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_NOT_PERSONS));
	if (get_child(report, "not_persons") == NULL) {
		h_para(x, "soft", SAY_NONE_NOT_PERSONS);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(p, report, "not_persons") {
		if (told++ == HTML_ROWS)
			break;
		h_row(&t, NULL);
		h_cell_name(&t, get_str(p, "label"));
		h_cell_name(&t, get_str(p, "raw"));
		h_cell(&t, NULL, get_str(p, "why"));
		h_cell_place(&t, get_str(p, "at"));
		ex_close(x);
	}
	h_table_close(&t);
	h_more(x, n > HTML_ROWS ? n - HTML_ROWS : 0);
}

static void
put_scope(struct emit_xml *x, const struct node *scope)
{
	ex_open(x, "h1");
	H_SAID(x, SAY_P_SCOPE, SAY_S(get_str(scope, "id")));
	ex_close(x);
	put_headline(x, scope);
}

void
html_first(struct emit_xml *x, const struct node *report)
{
	const char *id = get_str(report, "headline_scope");
	const struct node *worst = NULL;

	for EACH(s, report, "scopes")
		if (worst == NULL && str_same(get_str(s, "id"), id))
			worst = s;
	if (worst == NULL)
		worst = get_child(report, "scopes");
	ex_open(x, "section");
	ex_attr(x, "id", "summary");
	ex_attr(x, "aria-label", say_text(SAY_P_SUMMARY));
	put_incomplete(x, report);
	if (worst == NULL) {
		ex_element(x, "h1", NULL, say_text(SAY_P_TITLE));
		put_headline(x, NULL);
	} else {
		put_scope(x, worst);
	}
	ex_open_class(x, "div", "two");
	ex_open(x, "div");
	put_gap(x, worst);
	ex_close(x);
	ex_open(x, "div");
	put_steps(x, report);
	ex_close(x);
	ex_close(x);
	put_contradicted(x, report);
	put_failing(x, report);
	put_late(x, report);
	put_requests(x, report);
	put_not_persons(x, report);
	if (worst != NULL)
		put_matrix(x, worst);
	put_notices(x, report);
	for EACH(s, report, "scopes")
		if (s != worst) {
			put_scope(x, s);
			put_matrix(x, s);
		}
	ex_close(x);
}
