/* How the numbers went over a chain of reports: a column a report, and the same as a table. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/html_svg.h"
#include "reports/trend.h"

#define TALL 120    /* of a column: 100 per cent */
#define TOP 6
#define DATES 7     /* more would run into each other */

static int
level(unsigned percent)
{
	return TOP + (int)(100 - (percent < 100 ? percent : 100)) * TALL / 100;
}

static void
column(struct emit_xml *x, const struct printed *p, int64_t at, int64_t width)
{
	unsigned high = p->real_high > p->real_low ? p->real_high : p->real_low;
	int bottom = TOP + TALL;

	svg_rect(x, at, width, TOP, level(high) - TOP, "s-lost", NULL);
	svg_rect(x, at, width, level(high), level(p->real_low) - level(high), NULL, "url(#hatch)");
	svg_rect(x, at, width, level(p->real_low), bottom - level(p->real_low), "s-good", NULL);
}

static void
draw(struct emit_xml *x, const struct trend *t)
{
	int64_t step = 1000000 / (int64_t)t->n, width = step / 2;
	struct buf label;

	buf_init(&label, MIB);
	trend_said(&label, t);
	svg_open(x, "100%", TOP + TALL + 24, label.p);
	for (size_t i = 0; i < t->n; i++) {
		const struct trend_point *p = &t->v[i];
		int64_t at = (int64_t)i * step + width / 2;
		int paper = level(p->p.procedural);

		if (t->n <= DATES || i == 0 || i + 1 == t->n)
			svg_text_at(x, at + width / 2, TOP + TALL + 18, "t small mid", p->as_of, 0);
		if (!p->defined)
			continue;
		column(x, &p->p, at, width);
		svg_line_at(x, at - width / 8, paper, at + width + width / 8, paper, "l-mark");
		if (i > 0 && t->v[i - 1].defined)
			svg_line_at(x, at - step + width + width / 8, level(t->v[i - 1].p.procedural),
				at - width / 8, paper, "l-line");
	}
	ex_close(x);
	buf_free(&label);
}

static void
row(struct h_table *t, const struct trend_point *p)
{
	struct buf b;

	buf_init(&b, MIB);
	h_row(t, NULL);
	h_cell(t, NULL, p->as_of);
	if (p->defined)
		SAY_WITH(&b, SAY_P_SHARE_EXACT, SAY_N(p->p.procedural));
	else
		buf_str(&b, say_text(SAY_B_NOTHING));
	h_cell(t, "n", b.p);
	buf_reset(&b);
	if (p->defined)
		share_put(&b, p->p.real_low, p->p.real_high);
	h_cell(t, NULL, b.p);
	h_cell_count(t, p->contradicted);
	h_cell_count(t, p->failing);
	h_cell_count(t, p->late);
	ex_close(t->x);
	buf_free(&b);
}

void
html_trend(struct emit_xml *x, const struct h_page *p, const struct node *scope)
{
	static const enum say heads[] = {SAY_C_AS_OF, SAY_C_RECORDS, SAY_C_REAL, SAY_C_CONTRADICTED,
		SAY_C_FAILING, SAY_C_LATE_DECISIONS};
	struct trend t = trend_make(p->a, p->report, get_str(scope, "id"), p->options);
	struct h_table table;

	if (t.n == 0)
		return;
	ex_element(x, "h2", NULL, say_text(SAY_H_TREND));
	h_para(x, "soft small", SAY_P_TREND);
	draw(x, &t);
	h_table_open(&table, x, "trend", SAYINGS, heads, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < t.n; i++)
		row(&table, &t.v[i]);
	h_table_close(&table);
	if (t.left_out > 0) {
		ex_open_class(x, "p", "soft small");
		H_SAID(x, SAY_P_TREND_CUT, SAY_N(t.left_out));
		ex_close(x);
	}
}
