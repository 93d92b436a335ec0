#ifndef TRUEUP_REPORTS_PDF_PAGE_H
#define TRUEUP_REPORTS_PDF_PAGE_H
/*
 * Pages of a PDF, filled from the top: each piece of text goes where there is room for all of
 * it, in a structure element that says what it is.  Positions are points, as PDF counts them;
 * floating point places ink and decides nothing.
 */
#include <stddef.h>
#include <stdint.h>

#include "reports/pdf/lib.h"
#include "reports/words.h"

struct arena;
struct buf;

#define PDF_WIDTH 595.0   /* A4 */
#define PDF_HEIGHT 842.0
#define PDF_LEFT 56.0
#define PDF_INNER (PDF_WIDTH - 2 * PDF_LEFT)
#define PDF_PAGES 6       /* more nobody reads in a board room */

#define PDF_FIGURES 8

enum pdf_ink { INK, INK_SOFT, INK_LINE, INK_GOOD, INK_BAD, INK_AMBER, INK_CALM, INK_TRACK, INK_PAPER,
	INK_WHITE };

struct pdf_font { double size; bool heavy; enum pdf_ink ink; bool right; int lines; }; /* lines 0: all */

struct pdf {
	const struct pdf_lib *l;
	cairo_t *cr;
	PangoContext *context;
	const char *foot;     /* of each page */
	double y;
	int page, pages;      /* pages 0: not known yet */
	int last;             /* page that may be begun */
	bool full;            /* past the last page: nothing more is drawn */
	uint64_t unknown;     /* letters that no font of this machine has: a box with their number stands there */
	struct arena *a;
	const char *alts[PDF_FIGURES]; size_t nalts;
};

void pdf_page_begin(struct pdf *p);
void pdf_page_end(struct pdf *p);
/* Room for height; else a new page. False: there is none left. */
bool pdf_room(struct pdf *p, double height);

void pdf_ink(struct pdf *p, enum pdf_ink ink);
void pdf_box(struct pdf *p, double x, double y, double width, double height, enum pdf_ink ink);
/* Lines across a box, so that nothing hangs on colour alone. */
void pdf_hatch(struct pdf *p, double x, double y, double width, double height);
void pdf_mark(struct pdf *p, double x, double y, double height); /* an upright line */

/* Inert text at (x, y) within a width, as an element of the structure (NULL: none); its height. */
double pdf_text_at(struct pdf *p, const char *tag, double x, double y, double width,
	const struct pdf_font *f, const char *text);
double pdf_text_height(struct pdf *p, double width, const struct pdf_font *f, const char *text);

/* From the top down. Text need not be inert; "**" is weight where marked is true. */
void pdf_title(struct pdf *p, const char *tag, const char *text);
void pdf_paragraph(struct pdf *p, const struct pdf_font *f, const char *text);
void pdf_gap(struct pdf *p, double height);
void pdf_begin(struct pdf *p, const char *tag);
void pdf_end(struct pdf *p, const char *tag);

/* Columns: share of the width in per cent; right: numbers. */
struct pdf_column { enum say head; double share; bool right; };
void pdf_head(struct pdf *p, const struct pdf_column *c, size_t n);
/* A row of at most two lines a cell; on a new page the head stands again. False: no room left. */
bool pdf_row(struct pdf *p, const struct pdf_column *c, size_t n, const char *const *cells);

/* A drawing, with what it says in words (kept as a copy); close with pdf_end(p, "Figure"). */
void pdf_figure(struct pdf *p, const char *alt);

struct node;
struct writer_options;
/* trend.c: how the numbers of a scope went, where there is a history. */
void pdf_trend(struct pdf *p, const struct node *report, const struct node *scope,
	const struct writer_options *o);

/* What cairo cannot say: alts in the order of drawing. */
struct pdf_words { const char *title, *subject, *made; const char *const *alts; size_t nalts; };
/*
 * finish.c: language, title in the window, metadata, words for drawings, identity, after cairo
 * has written. 0 or -1.
 */
int pdf_finish(struct buf *out, const char *p, size_t n, const struct pdf_words *w);

#endif
