#include "reports/pdf/page.h"

#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

#define TOP 56.0
#define BOTTOM (PDF_HEIGHT - 64.0)
#define FAMILY "Noto Sans, DejaVu Sans, Liberation Sans, sans-serif"
#define CELL 400 /* bytes of evidence in one cell or sentence */
#define GUTTER 10.0

static const struct pdf_font small = {8, false, INK_SOFT, false, 1};

/* ---- text ---- */

/* A hyphen within a name or a path would be a letter that no evidence has. */
static PangoAttrList *
no_hyphens(struct pdf *p)
{
	PangoAttrList *list = p->l->pango_attr_list_new();

	p->l->pango_attr_list_insert(list, p->l->pango_attr_insert_hyphens_new(FALSE));
	return list;
}

/* "**" becomes weight; the marks go. */
static PangoAttrList *
weigh(struct pdf *p, struct buf *out, const char *text)
{
	PangoAttrList *list = no_hyphens(p);
	size_t from = 0;
	bool heavy = false;

	for (;; text++) {
		bool mark = text[0] == '*' && text[1] == '*';

		if (!mark && *text != '\0') {
			buf_chr(out, *text);
			continue;
		}
		if (heavy) {
			PangoAttribute *a = p->l->pango_attr_weight_new(PANGO_WEIGHT_BOLD);

			a->start_index = (guint)from;
			a->end_index = (guint)out->len;
			p->l->pango_attr_list_insert(list, a);
		}
		if (*text == '\0')
			return list;
		heavy = !heavy;
		from = out->len;
		text++;
	}
}

/* U+2067 and U+2069 around names that are written from right to left: ours, put in after evidence was made inert. */
static void
set_apart(struct buf *out, const char *text)
{
	size_t n;

	for (; *text != '\0'; text += n) {
		n = (unsigned char)*text >= 0xd6 ? text_rtl_run(text) : 0;
		if (n > 0)
			buf_str(out, "\xe2\x81\xa7");
		buf_add(out, text, n > 0 ? n : 1);
		if (n > 0)
			buf_str(out, "\xe2\x81\xa9");
		n += n == 0;
	}
}

static PangoLayout *
layout_of(struct pdf *p, double width, const struct pdf_font *f, const char *text)
{
	const struct pdf_lib *l = p->l;
	PangoFontDescription *d = l->pango_font_description_new();
	PangoLayout *layout = l->pango_layout_new(p->context);
	PangoAttrList *plain = no_hyphens(p);

	l->pango_layout_set_attributes(layout, plain);
	l->pango_attr_list_unref(plain);
	l->pango_font_description_set_family(d, FAMILY);
	l->pango_font_description_set_absolute_size(d, f->size * PANGO_SCALE);
	l->pango_font_description_set_weight(d, f->heavy ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	l->pango_layout_set_font_description(layout, d);
	l->pango_font_description_free(d);
	l->pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	l->pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (f->right)
		l->pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	if (f->lines > 0) {
		l->pango_layout_set_height(layout, -f->lines);
		l->pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	l->pango_layout_set_auto_dir(layout, FALSE);
	l->pango_layout_set_text(layout, text, -1);
	return layout;
}

static double
height_of(struct pdf *p, PangoLayout *layout)
{
	int w, h;

	p->l->pango_layout_get_pixel_size(layout, &w, &h);
	return h;
}

static PangoLayout *
layout_apart(struct pdf *p, double width, const struct pdf_font *f, const char *text)
{
	PangoLayout *layout;
	struct buf b;

	buf_init(&b, MIB);
	set_apart(&b, text);
	layout = layout_of(p, width, f, b.p);
	buf_free(&b);
	return layout;
}

double
pdf_text_height(struct pdf *p, double width, const struct pdf_font *f, const char *text)
{
	PangoLayout *layout = layout_apart(p, width, f, text);
	double h = height_of(p, layout);

	p->l->g_object_unref(layout);
	return h;
}

static double
put_layout(struct pdf *p, const char *tag, double x, double y, enum pdf_ink ink,
	PangoLayout *layout)
{
	double h = height_of(p, layout);

	p->unknown += (uint64_t)p->l->pango_layout_get_unknown_glyphs_count(layout);
	if (tag != NULL)
		p->l->cairo_tag_begin(p->cr, tag, NULL);
	pdf_ink(p, ink);
	p->l->cairo_move_to(p->cr, x, y);
	p->l->pango_cairo_show_layout(p->cr, layout);
	p->l->cairo_new_path(p->cr);
	if (tag != NULL)
		p->l->cairo_tag_end(p->cr, tag);
	p->l->g_object_unref(layout);
	return h;
}

double
pdf_text_at(struct pdf *p, const char *tag, double x, double y, double width,
	const struct pdf_font *f, const char *text)
{
	return put_layout(p, tag, x, y, f->ink, layout_apart(p, width, f, text));
}

/* ---- pages ---- */

void
pdf_page_begin(struct pdf *p)
{
	p->page++;
	p->y = TOP;
}

void
pdf_page_end(struct pdf *p)
{
	struct pdf_font right = small;
	struct buf b;

	buf_init(&b, 1024);
	right.right = true;
	pdf_box(p, PDF_LEFT, PDF_HEIGHT - 50, PDF_INNER, 0.5, INK_LINE);
	pdf_text_at(p, NULL, PDF_LEFT, PDF_HEIGHT - 44, PDF_INNER - 90, &small, p->foot);
	SAY_WITH(&b, SAY_F_PAGE, SAY_N((uint64_t)p->page), SAY_N((uint64_t)p->pages));
	pdf_text_at(p, NULL, PDF_WIDTH - PDF_LEFT - 80, PDF_HEIGHT - 44, 80, &right, b.p);
	p->l->cairo_show_page(p->cr);
	buf_free(&b);
}

bool
pdf_room(struct pdf *p, double height)
{
	if (p->full)
		return false;
	if (p->y + height <= BOTTOM)
		return true;
	if (p->page >= p->last) {
		p->full = true;
		return false;
	}
	pdf_page_end(p);
	pdf_page_begin(p);
	return true;
}

/* ---- drawing ---- */

void
pdf_ink(struct pdf *p, enum pdf_ink ink)
{
	static const unsigned colours[] = {[INK] = 0x1c2126, [INK_SOFT] = 0x55606b,
		[INK_LINE] = 0xc9ced3, [INK_GOOD] = 0x1a7447, [INK_BAD] = 0xb3261e,
		[INK_AMBER] = 0xd99a1c, [INK_CALM] = 0x2b5fa8, [INK_TRACK] = 0xe9ebee,
		[INK_PAPER] = 0x7d8893, [INK_WHITE] = 0xffffff};
	unsigned c = colours[ink];

	p->l->cairo_set_source_rgb(p->cr, (c >> 16) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

void
pdf_box(struct pdf *p, double x, double y, double width, double height, enum pdf_ink ink)
{
	if (width <= 0)
		return;
	pdf_ink(p, ink);
	p->l->cairo_rectangle(p->cr, x, y, width, height);
	p->l->cairo_fill(p->cr);
}

void
pdf_hatch(struct pdf *p, double x, double y, double width, double height)
{
	if (width <= 0)
		return;
	p->l->cairo_save(p->cr);
	p->l->cairo_rectangle(p->cr, x, y, width, height);
	p->l->cairo_clip(p->cr);
	pdf_ink(p, INK_AMBER);
	p->l->cairo_set_line_width(p->cr, 1.6);
	for (int i = 0; i * 5.0 < width + height; i++) {
		p->l->cairo_move_to(p->cr, x + i * 5.0 - height, y + height);
		p->l->cairo_line_to(p->cr, x + i * 5.0, y);
	}
	p->l->cairo_stroke(p->cr);
	p->l->cairo_restore(p->cr);
}

void
pdf_mark(struct pdf *p, double x, double y, double height)
{
	pdf_box(p, x - 0.75, y, 1.5, height, INK);
}

/* ---- from the top down ---- */

void
pdf_begin(struct pdf *p, const char *tag)
{
	p->l->cairo_tag_begin(p->cr, tag, NULL);
}

void
pdf_figure(struct pdf *p, const char *alt)
{
	if (p->nalts == PDF_FIGURES)
		die_bug("a drawing more than pages of a PDF have");
	p->alts[p->nalts++] = arena_strdup(p->a, alt);
	pdf_begin(p, "Figure");
}

void
pdf_end(struct pdf *p, const char *tag)
{
	p->l->cairo_tag_end(p->cr, tag);
}

void
pdf_gap(struct pdf *p, double height)
{
	p->y += height;
}

void
pdf_title(struct pdf *p, const char *tag, const char *text)
{
	struct pdf_font f = {13, true, INK, false, 0};

	/* A heading stands with at least the beginning of what it heads. */
	if (!pdf_room(p, 120))
		return;
	if (p->y > TOP)
		p->y += 18;
	p->y += pdf_text_at(p, tag, PDF_LEFT, p->y, PDF_INNER, &f, text) + 6;
}

void
pdf_paragraph(struct pdf *p, const struct pdf_font *f, const char *text)
{
	struct buf inert, apart, plain;
	PangoAttrList *weight;
	PangoLayout *layout;
	double h;

	buf_init(&inert, MIB);
	buf_init(&plain, MIB);
	text_inert(&inert, text, 4 * CELL);
	buf_init(&apart, MIB);
	set_apart(&apart, inert.p);
	weight = weigh(p, &plain, apart.p);
	layout = layout_of(p, PDF_INNER, f, plain.p);
	p->l->pango_layout_set_attributes(layout, weight);
	p->l->pango_attr_list_unref(weight);
	h = height_of(p, layout);
	if (pdf_room(p, h))
		p->y += put_layout(p, "P", PDF_LEFT, p->y, f->ink, layout) + 4;
	else
		p->l->g_object_unref(layout);
	buf_free(&inert);
	buf_free(&apart);
	buf_free(&plain);
}

/* ---- tables ---- */

static double
column_width(const struct pdf_column *c)
{
	return PDF_INNER * c->share / 100 - GUTTER;
}

static void
put_head(struct pdf *p, const struct pdf_column *c, size_t n)
{
	double x = PDF_LEFT, h = 0;

	p->l->cairo_tag_begin(p->cr, "TR", NULL);
	for (size_t i = 0; i < n; i++) {
		struct pdf_font f = {8.5, true, INK_SOFT, c[i].right, 2};
		double one = pdf_text_at(p, "TH", x, p->y, column_width(&c[i]), &f, say_text(c[i].head));

		h = one > h ? one : h;
		x += PDF_INNER * c[i].share / 100;
	}
	p->l->cairo_tag_end(p->cr, "TR");
	p->y += h + 3;
	pdf_box(p, PDF_LEFT, p->y, PDF_INNER, 0.75, INK_LINE);
	p->y += 4;
}

void
pdf_head(struct pdf *p, const struct pdf_column *c, size_t n)
{
	if (pdf_room(p, 60))
		put_head(p, c, n);
}

bool
pdf_row(struct pdf *p, const struct pdf_column *c, size_t n, const char *const *cells)
{
	struct buf inert[8];
	double x = PDF_LEFT, h = 0;
	int page = p->page;

	for (size_t i = 0; i < n; i++) {
		struct pdf_font f = {9.5, false, INK, c[i].right, 2};
		double one;

		buf_init(&inert[i], MIB);
		text_inert(&inert[i], cells[i] != NULL ? cells[i] : "", CELL);
		one = pdf_text_height(p, column_width(&c[i]), &f, inert[i].p);
		h = one > h ? one : h;
	}
	if (pdf_room(p, h + 8)) {
		if (p->page != page)
			put_head(p, c, n);
		p->l->cairo_tag_begin(p->cr, "TR", NULL);
		for (size_t i = 0; i < n; i++) {
			struct pdf_font f = {9.5, false, INK, c[i].right, 2};

			pdf_text_at(p, "TD", x, p->y, column_width(&c[i]), &f, inert[i].p);
			x += PDF_INNER * c[i].share / 100;
		}
		p->l->cairo_tag_end(p->cr, "TR");
		p->y += h + 3;
		pdf_box(p, PDF_LEFT, p->y, PDF_INNER, 0.4, INK_LINE);
		p->y += 4;
	}
	for (size_t i = 0; i < n; i++)
		buf_free(&inert[i]);
	return !p->full;
}
