/* The controls of a scope: by claim and reality, by family, then one by one, worst first. */
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

/* ---- claimed by shown ---- */

static void
matrix_cell(struct emit_xml *x, const struct node *scope, const char *verdict)
{
	int64_t n = get_int(node_get(scope, "verdicts"), verdict);
	struct buf word;

	buf_init(&word, 64);
	ex_open(x, "td");
	ex_attr_fmt(x, "class", "%s%s", n > 0 ? tone_of_verdict(verdict) : "zero",
		n > 0 ? "" : " dull");
	ex_open(x, "b");
	ex_count(x, (uint64_t)n);
	ex_close(x);
	ex_open(x, "span");
	for (const char *v = verdict; *v != '\0'; v++)
		buf_chr(&word, *v == '_' ? ' ' : ch_low(*v));
	ex_text(x, word.p);
	ex_close(x);
	buf_free(&word);
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

/* ---- families ---- */

static void
family_row(struct h_table *t, const struct node *f)
{
	const char *name = get_str(f, "family");
	int64_t lo = get_int(f, "real_low"), hi = get_int(f, "real_high");

	h_row(t, NULL);
	h_cell_open(t, "family");
	ex_text_cut(t->x, *name != '\0' ? name : say_text(SAY_P_NO_FAMILY), HTML_NAME);
	ex_close(t->x);
	h_cell_count(t, (uint64_t)get_int(f, "controls"));
	h_cell_open(t, "bar");
	svg_interval(t->x, get_int(f, "procedural"), lo, hi);
	ex_close(t->x);
	h_cell_open(t, "n");
	if (percent_down(lo) == percent_up(hi))
		H_SAID(t->x, SAY_P_SHARE_EXACT, SAY_N(percent_down(lo)));
	else
		H_SAID(t->x, SAY_P_SHARE, SAY_N(percent_down(lo)), SAY_N(percent_up(hi)));
	ex_close(t->x);
	h_cell_open(t, "n");
	H_SAID(t->x, SAY_P_SHARE_EXACT, SAY_N(percent_up(get_int(f, "procedural"))));
	ex_close(t->x);
	ex_close(t->x);
}

static void
put_families(struct emit_xml *x, const struct node *scope)
{
	static const enum say heads[] = {SAY_C_FAMILY, SAY_C_CONTROLS, SAY_C_SHARE, SAY_C_REAL,
		SAY_C_RECORDS};
	struct h_table t;

	if (get_child(scope, "families") == NULL)
		return;
	ex_element(x, "h4", NULL, say_text(SAY_H_FAMILIES));
	h_table_open(&t, x, "wide", SAY_P_FAMILIES_NOTE, heads, COUNT(heads));
	for EACH(f, scope, "families")
		family_row(&t, f);
	h_table_close(&t);
}

/* ---- one by one ---- */

static const struct node *
of_verdict(const struct node *c, const char *verdict)
{
	while (c != NULL && !str_same(get_str(c, "verdict"), verdict))
		c = c->next;
	return c;
}

/* Verdicts stand in the report by rank, the worst first. */
static void
put_group(struct emit_xml *x, const struct h_page *p, const struct node *scope,
	const struct node *verdict)
{
	const char *word = verdict->key != NULL ? verdict->key : "";
	const struct node *c = of_verdict(get_child(scope, "controls"), word);
	int64_t n;

	if (c == NULL)
		return;
	ex_open(x, "div");
	ex_attr_fmt(x, "class", "group %s", tone_of_verdict(word));
	ex_open(x, "h4");
	h_chip(x, tone_of_verdict(word), word);
	ex_text(x, " ");
	ex_text(x, get_str(c, "meaning"));
	ex_text(x, " ");
	ex_open_class(x, "span", "soft");
	if (node_int(verdict, &n) == 0)
		H_SAID(x, SAY_CONTROLS_COUNT, SAY_N((uint64_t)n));
	ex_close(x);
	ex_close(x);
	for (; c != NULL; c = of_verdict(c->next, word))
		html_control(x, p, scope, c);
	ex_close(x);
}

void
html_scope(struct emit_xml *x, const struct h_page *p, const struct node *scope)
{
	ex_open(x, "h3");
	H_SAID(x, SAY_P_SCOPE, SAY_S(get_str(scope, "id")));
	ex_close(x);
	ex_open_class(x, "div", "two");
	ex_open(x, "div");
	put_matrix(x, scope);
	ex_close(x);
	ex_open(x, "div");
	put_families(x, scope);
	ex_close(x);
	ex_close(x);
	ex_open_class(x, "div", "scope");
	for EACH(v, scope, "verdicts")
		put_group(x, p, scope, v);
	ex_close(x);
}
