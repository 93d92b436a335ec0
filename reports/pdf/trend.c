/* How the numbers went over a chain of reports: a column a report, then the same as a table. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "reports/pdf/page.h"
#include "reports/trend.h"
#include "reports/walk.h"
#include "reports/writer.h"

#define TALL 90.0
#define COLUMN 40.0 /* the widest */
#define ROWS 6      /* the newest; all are drawn */

static const struct pdf_font soft = {9, false, INK_SOFT, false, 0};

static void
column(struct pdf *p, const struct trend_point *t, double x, double width)
{
	double one = TALL / 100, bottom = p->y + TALL, low = t->p.real_low * one;
	double high = (t->p.real_high > t->p.real_low ? t->p.real_high : t->p.real_low) * one;

	pdf_box(p, x, p->y, width, TALL, INK_TRACK);
	pdf_box(p, x, bottom - low, width, low, INK_GOOD);
	pdf_hatch(p, x, bottom - high, width, high - low);
	pdf_box(p, x - 3, bottom - t->p.procedural * one - 0.75, width + 6, 1.5, INK);
}

static void
draw(struct pdf *p, const struct trend *t)
{
	double step = PDF_INNER / (double)t->n, width = step / 2 < COLUMN ? step / 2 : COLUMN;
	struct buf alt;

	buf_init(&alt, MIB);
	trend_said(&alt, t);
	pdf_figure(p, alt.p);
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].defined)
			column(p, &t->v[i], PDF_LEFT + (double)i * step + (step - width) / 2, width);
	pdf_end(p, "Figure");
	p->y += TALL + 8;
	buf_free(&alt);
}

static void
row(struct pdf *p, const struct pdf_column *c, size_t n, const struct trend_point *t)
{
	const char *nothing = say_text(SAY_B_NOTHING);
	struct buf v[5];

	for (size_t i = 0; i < 5; i++)
		buf_init(&v[i], 256);
	if (t->defined) {
		SAY_WITH(&v[0], SAY_P_SHARE_EXACT, SAY_N(t->p.procedural));
		share_put(&v[1], t->p.real_low, t->p.real_high);
	} else {
		buf_str(&v[0], nothing);
	}
	count_put(&v[2], t->contradicted);
	count_put(&v[3], t->failing);
	count_put(&v[4], t->late);
	pdf_row(p, c, n, (const char *const[]){t->as_of, v[0].p, v[1].p, v[2].p, v[3].p, v[4].p});
	for (size_t i = 0; i < 5; i++)
		buf_free(&v[i]);
}

void
pdf_trend(struct pdf *p, const struct node *report, const struct node *scope,
	const struct writer_options *o)
{
	static const struct pdf_column c[] = {{SAY_C_AS_OF, 27, false}, {SAY_C_RECORDS, 13, true},
		{SAY_C_REAL, 18, true}, {SAY_C_CONTRADICTED, 16, true}, {SAY_C_FAILING, 10, true},
		{SAY_C_LATE_DECISIONS, 16, true}};
	struct arena *a = arena_new();
	struct trend t = trend_make(a, report, get_str(scope, "id"), o);
	size_t first = t.n > ROWS ? t.n - ROWS : 0;
	uint64_t more = t.left_out + first;
	struct buf b;

	if (t.n > 0) {
		pdf_room(p, TALL + 190);
		pdf_title(p, "H2", say_text(SAY_H_TREND));
		pdf_paragraph(p, &soft, say_text(SAY_P_TREND));
	}
	if (t.n > 0 && pdf_room(p, TALL + 90)) {
		draw(p, &t);
		pdf_begin(p, "Table");
		pdf_head(p, c, sizeof(c) / sizeof(*c));
		for (size_t i = first; i < t.n; i++)
			row(p, c, sizeof(c) / sizeof(*c), &t.v[i]);
		pdf_end(p, "Table");
	}
	if (more > 0 && t.n > 0) {
		buf_init(&b, 256);
		SAY_WITH(&b, SAY_P_TREND_CUT, SAY_N(more));
		pdf_paragraph(p, &soft, b.p);
		buf_free(&b);
	}
	arena_free(a);
}
