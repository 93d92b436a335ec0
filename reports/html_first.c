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

/* ---- gap and steps ---- */

static void
put_gap(struct emit_xml *x, const struct node *scope)
{
	ex_element(x, "h2", NULL, say_text(SAY_H_WATERFALL));
	if (get_child(scope, "loss") == NULL) {
		h_para(x, "soft", SAY_NONE_GAP);
		return;
	}
	svg_waterfall(x, scope);
	h_para(x, "soft small", SAY_P_ROUNDING);
}

static void
put_steps(struct emit_xml *x, const struct node *report)
{
	ex_element(x, "h2", NULL, say_text(SAY_H_FIRST));
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
	ex_element(x, "h2", NULL, say_text(SAY_H_NOTICES));
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

/* ---- tables: the first rows, the others folded away, the rest in report.json ---- */

struct folded {
	struct h_table table;
	struct emit_xml *x;
	const enum say *heads; size_t nheads;
	uint64_t all, told, open;
};

static void
fold_open(struct folded *f, struct emit_xml *x, const enum say *heads, size_t nheads, uint64_t all)
{
	/* Two or three rows are not worth a fold. */
	*f = (struct folded){.x = x, .heads = heads, .nheads = nheads, .all = all,
		.open = all <= HTML_FIRST + 3 ? HTML_FIRST + 3 : HTML_FIRST};
	h_table_open(&f->table, x, "first", SAYINGS, heads, nheads);
}

/* Whether one more row is wanted. */
static bool
fold_next(struct folded *f)
{
	if (f->told == HTML_FIRST + HTML_FOLDED)
		return false;
	if (f->told == f->open) {
		h_table_close(&f->table);
		ex_open_class(f->x, "details", "fold");
		ex_open(f->x, "summary");
		H_SAID(f->x, SAY_P_MORE_ROWS, SAY_N(f->all > f->told ? f->all - f->told : 0));
		ex_close(f->x);
		h_table_open(&f->table, f->x, "first", SAYINGS, f->heads, f->nheads);
	}
	f->told++;
	return true;
}

static void
fold_close(struct folded *f)
{
	h_table_close(&f->table);
	h_more(f->x, f->all > f->told ? f->all - f->told : 0);
	if (f->told > f->open)
		ex_close(f->x);
}

static bool
is_contradicted(const struct node *c)
{
	return str_same(get_str(c, "verdict"), "CONTRADICTED");
}

static void
refuted_row(struct folded *f, const struct h_page *p, const struct node *scope,
	const struct node *c)
{
	const struct node *why = node_get(c, "refuted");
	struct h_table *t = &f->table;
	char anchor[128];

	if (!fold_next(f))
		return;
	h_row(t, NULL);
	h_cell_open(t, NULL);
	h_control_anchor(anchor, p, scope, get_str(c, "id"));
	ex_open(t->x, "a");
	ex_attr_fmt(t->x, "href", "#%s", anchor);
	ex_text_cut(t->x, get_str(c, "label"), HTML_NAME);
	ex_close(t->x);
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
count_controls(const struct h_page *p, bool (*which)(const struct node *control))
{
	uint64_t n = 0;

	for EACH(s, p->report, "scopes")
		for EACH(c, s, "controls")
			n += which(c);
	return n;
}

static void
put_refuted(struct emit_xml *x, const struct h_page *p, bool (*which)(const struct node *control))
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_WHAT, SAY_C_WHERE};
	struct folded f;

	fold_open(&f, x, heads, COUNT(heads), count_controls(p, which));
	for EACH(s, p->report, "scopes")
		for EACH(c, s, "controls")
			if (which(c))
				refuted_row(&f, p, s, c);
	fold_close(&f);
}

static void
put_contradicted(struct emit_xml *x, const struct h_page *p)
{
	uint64_t n = count_controls(p, is_contradicted);

	ex_element(x, "h2", NULL, say_text(SAY_H_CONTRADICTED));
	if (n == 0)
		h_para(x, "soft", SAY_NONE_CONTRADICTED);
	else
		put_refuted(x, p, is_contradicted);
	if (count_controls(p, only_failing) == 0)
		return;
	ex_element(x, "h3", NULL, say_text(n > 0 ? SAY_H_FAILING_TOO : SAY_H_FAILING));
	put_refuted(x, p, only_failing);
}

/* What fails and is of no control in scope: also where nothing says which controls apply. */
static void
put_failing_tests(struct emit_xml *x, const struct h_page *p)
{
	static const enum say heads[] = {SAY_C_TEST, SAY_C_SEVERITY, SAY_C_HOW_FAILS, SAY_C_WHERE};
	struct folded f;
	struct buf b;

	if (get_child(p->report, "failing_tests") == NULL)
		return;
	ex_element(x, "h3", NULL, say_text(SAY_H_FAILING_TESTS));
	buf_init(&b, MIB);
	fold_open(&f, x, heads, COUNT(heads), (uint64_t)get_int(p->report, "failing_tests_total"));
	for EACH(t, p->report, "failing_tests") {
		const char *title = get_str(t, "title");

		if (!fold_next(&f))
			continue;
		buf_reset(&b);
		if (get_int(t, "assets") == 1 && *get_str(t, "asset") != '\0')
			SAY_WITH(&b, SAY_FAILING_TEST_ONE, SAY_S(get_str(t, "asset")));
		else
			SAY_WITH(&b, SAY_FAILING_TEST_MANY, SAY_N((uint64_t)get_int(t, "assets")));
		h_row(&f.table, NULL);
		h_cell_open(&f.table, NULL);
		ex_text_cut(x, *title != '\0' ? title : get_str(t, "test"), HTML_NAME);
		ex_close(x);
		h_cell(&f.table, NULL, get_str(t, "severity"));
		h_cell(&f.table, NULL, b.p);
		h_cell_place(&f.table, get_str(t, "at"));
		ex_close(x);
	}
	fold_close(&f);
	buf_free(&b);
}

static void
late_row(struct folded *f, const struct h_page *p, const struct node *l)
{
	const char *who = get_str(l, "who");
	struct h_table *t = &f->table;

	if (!fold_next(f))
		return;
	h_row(t, NULL);
	h_cell_open(t, NULL);
	if (*get_str(l, "item") != '\0')
		h_link_item(t->x, p, get_str(l, "item"));
	else
		ex_text_cut(t->x, get_str(l, "subject"), HTML_NAME);
	ex_close(t->x);
	h_cell(t, NULL, *who != '\0' ? who : say_text(SAY_NOBODY));
	h_cell(t, NULL, get_str(l, "text"));
	h_cell_place(t, get_str(l, "at"));
	ex_close(t->x);
}

static void
put_late(struct emit_xml *x, const struct h_page *p)
{
	static const enum say heads[] = {SAY_C_SUBJECT, SAY_C_WHO, SAY_C_HOW_LATE, SAY_C_WHERE};
	struct folded f;

	ex_element(x, "h2", NULL, say_text(SAY_H_LATE));
	if (get_child(p->report, "late") == NULL) {
		h_para(x, "soft", SAY_NONE_LATE);
		return;
	}
	fold_open(&f, x, heads, COUNT(heads), (uint64_t)get_int(p->report, "late_total"));
	for EACH(l, p->report, "late")
		late_row(&f, p, l);
	fold_close(&f);
}

static void
put_requests(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_MISSING, SAY_C_ASK, SAY_C_WHOM, SAY_C_UNKNOWNS,
		SAY_C_WEIGHT_ONLY};
	struct h_table t;

	ex_element(x, "h2", NULL, say_text(SAY_H_REQUESTS));
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
put_not_persons(struct emit_xml *x, const struct h_page *p)
{
	static const enum say heads[] = {SAY_C_CONTROL, SAY_C_RAW, SAY_C_WHY, SAY_C_WHERE};
	struct folded f;

	ex_element(x, "h2", NULL, say_text(SAY_H_NOT_PERSONS));
	if (get_child(p->report, "not_persons") == NULL) {
		h_para(x, "soft", SAY_NONE_NOT_PERSONS);
		return;
	}
	fold_open(&f, x, heads, COUNT(heads), (uint64_t)get_int(p->report, "not_persons_total"));
	for EACH(o, p->report, "not_persons") {
		if (!fold_next(&f))
			break;
		h_row(&f.table, NULL);
		h_cell_open(&f.table, NULL);
		h_link_control(x, p, get_str(o, "control"));
		ex_close(x);
		h_cell_name(&f.table, get_str(o, "raw"));
		h_cell(&f.table, NULL, get_str(o, "why"));
		h_cell_place(&f.table, get_str(o, "at"));
		ex_close(x);
	}
	fold_close(&f);
}

const struct node *
html_worst(const struct node *report)
{
	const char *id = get_str(report, "headline_scope");

	for EACH(s, report, "scopes")
		if (str_same(get_str(s, "id"), id))
			return s;
	return get_child(report, "scopes");
}

static void
put_scope(struct emit_xml *x, const struct node *scope, const char *level)
{
	ex_open(x, level);
	H_SAID(x, SAY_P_SCOPE, SAY_S(get_str(scope, "id")));
	ex_close(x);
	put_headline(x, scope);
}

void
html_first(struct emit_xml *x, const struct h_page *p)
{
	const struct node *worst = html_worst(p->report);

	ex_open(x, "section");
	ex_attr(x, "id", "summary");
	ex_attr(x, "aria-label", say_text(SAY_P_SUMMARY));
	put_incomplete(x, p->report);
	if (worst == NULL) {
		ex_element(x, "h1", NULL, say_text(SAY_P_TITLE));
		put_headline(x, NULL);
	} else {
		put_scope(x, worst, "h1");
	}
	ex_open_class(x, "div", "two");
	ex_open(x, "div");
	put_steps(x, p->report);
	ex_close(x);
	ex_open(x, "div");
	put_gap(x, worst);
	ex_close(x);
	ex_close(x);
	html_trend(x, p, worst);
	put_contradicted(x, p);
	put_failing_tests(x, p);
	put_late(x, p);
	put_requests(x, p->report);
	put_not_persons(x, p);
	put_notices(x, p->report);
	for EACH(s, p->report, "scopes")
		if (s != worst)
			put_scope(x, s, "h2");
	ex_close(x);
}
