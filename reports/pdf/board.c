/*
 * report.pdf: what a board needs, in two to six pages.  The same facts and the same words as
 * the first page of report.html; each table is cut, and says where the rest is.
 */
#include <errno.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/pdf/page.h"
#include "reports/walk.h"
#include "reports/writers.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))
#define STEPS 5
#define ROWS 10     /* of a table; MOST where that leaves none out */
#define MOST 14
#define FAMILIES 24
#define NOTICES 6

static const struct pdf_font lead = {19, false, INK, false, 0}, body = {10, false, INK, false, 0},
	soft = {9, false, INK_SOFT, false, 0}, label = {9.5, false, INK, false, 1},
	number = {9.5, true, INK, true, 1}, figure = {17, true, INK, false, 1},
	under = {8.5, false, INK_SOFT, false, 1};

static void
said(struct pdf *p, const struct pdf_font *f, enum say what, const struct said *v, size_t n)
{
	struct buf b;

	buf_init(&b, MIB);
	say_list(&b, what, v, n);
	pdf_paragraph(p, f, b.p);
	buf_free(&b);
}
#define SAID_P(p, f, what, ...)                                                                    \
	said((p), (f), (what), (const struct said[]){__VA_ARGS__},                                 \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))

static uint64_t
rows_of(uint64_t all)
{
	return all <= MOST ? all : ROWS;
}

/* "and 12 more in report.html" */
static void
more(struct pdf *p, uint64_t all, uint64_t told)
{
	if (all > told)
		SAID_P(p, &soft, SAY_F_MORE, SAY_N(all - told));
}

/* ---- the first page ---- */

static void
put_head(struct pdf *p, const struct node *report)
{
	const char *org = get_str(report, "organisation"), *status = get_str(report, "status");
	enum pdf_ink ink = str_same(status, "GREEN") ? INK_GOOD : str_same(status, "RED") ? INK_BAD
		: INK_AMBER;
	struct pdf_font word = {11, true, ink, true, 1}, name = {11, true, INK, false, 1};
	char as_of[64];
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, *org != '\0' ? org : "trueup", 120);
	pdf_text_at(p, "P", PDF_LEFT, p->y, PDF_INNER - 120, &name, b.p);
	pdf_text_at(p, "P", PDF_WIDTH - PDF_LEFT - 100, p->y, 100, &word, status);
	p->y += 17;
	buf_reset(&b);
	SAY_WITH(&b, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	pdf_text_at(p, "P", PDF_LEFT, p->y, PDF_INNER, &soft, b.p);
	p->y += 28;
	buf_free(&b);
}

/* Inside a figure: the drawing, and words beside it that are read instead. */
static void
put_bar(struct pdf *p, const struct printed *s)
{
	double one = PDF_INNER / 100, y = p->y, x = PDF_LEFT;
	struct buf alt;

	buf_init(&alt, MIB);
	SAY_WITH(&alt, SAY_P_BAR, SAY_N(s->supported), SAY_N(s->refuted), SAY_N(s->not_shown),
		SAY_N(100 - s->procedural));
	buf_chr(&alt, ' ');
	SAY_WITH(&alt, SAY_P_REAL_BAR, SAY_N(s->real_low), SAY_N(s->real_high));
	pdf_figure(p, alt.p);
	buf_free(&alt);
	pdf_box(p, x, y, PDF_INNER, 24, INK_TRACK);
	pdf_box(p, x, y, s->supported * one, 24, INK_GOOD);
	pdf_box(p, x + s->supported * one, y, s->refuted * one, 24, INK_BAD);
	pdf_hatch(p, x + (s->supported + s->refuted) * one, y, s->not_shown * one, 24);
	pdf_box(p, x, y + 28, PDF_INNER, 4, INK_TRACK);
	pdf_box(p, x + s->real_low * one, y + 28, (s->real_high > s->real_low
		? s->real_high - s->real_low : 0) * one + 1.5, 4, INK);
	pdf_end(p, "Figure");
	p->y += 38;
}

static void
put_figures(struct pdf *p, const struct printed *s)
{
	const struct { unsigned n; enum say what; enum pdf_ink ink; } v[] = {
		{s->procedural, SAY_P_RECORDS, INK_PAPER}, {s->supported, SAY_P_SUPPORTED, INK_GOOD},
		{s->refuted, SAY_P_REFUTED, INK_BAD}, {s->not_shown, SAY_P_NOT_SHOWN, INK_AMBER},
	};
	double width = PDF_INNER / 4;

	p->y += 6;
	for (size_t i = 0; i < COUNT(v); i++) {
		double x = PDF_LEFT + (double)i * width;
		char text[16];

		snprintf(text, sizeof(text), "%u", v[i].n);
		pdf_box(p, x, p->y, width - 12, 2.5, v[i].ink);
		pdf_text_at(p, "P", x, p->y + 6, width - 12, &under, say_text(v[i].what));
		pdf_text_at(p, "P", x, p->y + 17, width - 12, &figure, text);
	}
	p->y += 48;
}

static void
put_scope(struct pdf *p, const struct node *scope)
{
	const struct node *tests = node_get(scope, "tests");
	struct printed s = printed_scores(scope);
	struct buf b;

	buf_init(&b, MIB);
	if (scope != NULL)
		SAID_P(p, &soft, SAY_P_SCOPE, SAY_S(get_str(scope, "id")));
	headline_put(&b, scope);
	pdf_paragraph(p, &lead, b.p);
	buf_free(&b);
	pdf_gap(p, 6);
	if (!node_is(node_at(scope, "scores/procedural"), NODE_NUMBER) || !pdf_room(p, 130))
		return;
	put_bar(p, &s);
	SAID_P(p, &soft, SAY_REAL, SAY_N(s.real_low), SAY_N(s.real_high));
	put_figures(p, &s);
	SAID_P(p, &soft, SAY_P_SUM, SAY_N(s.procedural), SAY_N(s.supported), SAY_N(s.refuted),
		SAY_N(s.not_shown));
	SAID_P(p, &body, SAY_FAILING, SAY_N((uint64_t)get_int(scope, "failing")));
	if (get_int(tests, "total") > 0)
		SAID_P(p, &body, SAY_TESTS, SAY_N((uint64_t)get_int(tests, "hold")),
			SAY_N((uint64_t)get_int(tests, "total")));
}

static void
put_steps(struct pdf *p, const struct node *report)
{
	unsigned n = 0;
	struct buf b;

	pdf_title(p, "H2", say_text(SAY_H_FIRST));
	if (get_child(report, "first") == NULL)
		pdf_paragraph(p, &body, say_text(SAY_NONE_FIRST));
	buf_init(&b, MIB);
	for EACH(f, report, "first") {
		if (n++ == STEPS)
			break;
		buf_reset(&b);
		buf_fmt(&b, "%u.  %s", n, get_str(f, "text"));
		pdf_paragraph(p, &body, b.p);
		if (*get_str(f, "at") != '\0') {
			buf_reset(&b);
			buf_fmt(&b, "     %s", get_str(f, "at"));
			pdf_paragraph(p, &soft, b.p);
		}
	}
	buf_free(&b);
}

static void
put_incomplete(struct pdf *p, const struct node *report)
{
	if (get_bool(report, "complete"))
		return;
	pdf_paragraph(p, &(struct pdf_font){11, true, INK_BAD, false, 0},
		say_text(SAY_INCOMPLETE_PAGE));
	for EACH(i, report, "incomplete")
		if (node_text(i) != NULL) {
			pdf_paragraph(p, &body, node_text(i));
			break;
		}
}

static void
put_notices(struct pdf *p, const struct node *report)
{
	uint64_t told = 0;

	if (get_child(report, "notices") == NULL)
		return;
	pdf_title(p, "H2", say_text(SAY_H_NOTICES));
	for EACH(n, report, "notices")
		if (told++ < NOTICES)
			pdf_paragraph(p, &body, get_str(n, "text"));
	more(p, told, NOTICES);
}

/* ---- from paper to real ---- */

static void
fall_row(struct pdf *p, const char *name, const char *sign, unsigned n, int64_t from, int64_t to,
	enum pdf_ink ink)
{
	double one = PDF_INNER / 1000000;
	char text[24];
	struct buf b;

	if (!pdf_room(p, 28))
		return;
	buf_init(&b, MIB);
	text_inert(&b, name, 120);
	snprintf(text, sizeof(text), "%s%u", sign, n);
	pdf_text_at(p, "P", PDF_LEFT, p->y, PDF_INNER - 60, &label, b.p);
	pdf_text_at(p, "P", PDF_WIDTH - PDF_LEFT - 60, p->y, 60, &number, text);
	pdf_box(p, PDF_LEFT, p->y + 14, PDF_INNER, 7, INK_TRACK);
	if (ink == INK_AMBER)
		pdf_hatch(p, PDF_LEFT + (double)from * one, p->y + 14, (double)(to - from) * one, 7);
	else
		pdf_box(p, PDF_LEFT + (double)from * one, p->y + 14, (double)(to - from) * one, 7, ink);
	p->y += 27;
	buf_free(&b);
}

static int64_t
share_of(const struct node *map, const char *key)
{
	int64_t v = get_int(map, key);

	return v < 0 ? 0 : v > 1000000 ? 1000000 : v;
}

static void
put_waterfall(struct pdf *p, const struct node *scope)
{
	const struct node *s = node_get(scope, "scores");
	struct printed n = printed_scores(scope);
	int64_t at = share_of(s, "procedural"), supported = share_of(s, "supported");
	int64_t real = share_of(s, "real_low");

	/* It is read as one drawing. */
	pdf_room(p, 100 + 27.0 * (double)(4 + node_count(node_get(scope, "loss"))));
	pdf_title(p, "H2", say_text(SAY_H_WATERFALL));
	if (get_child(scope, "loss") == NULL) {
		pdf_paragraph(p, &body, say_text(SAY_NONE_GAP));
		return;
	}
	fall_row(p, say_text(SAY_P_W_PAPER), "", n.procedural, 0, at, INK_PAPER);
	for EACH(l, scope, "loss") {
		int64_t points = share_of(l, "points"), to = at > points ? at - points : 0;

		fall_row(p, get_str(l, "reason"), "\xe2\x88\x92 ", percent_down(points), to, at,
			INK_AMBER);
		at = to;
	}
	fall_row(p, say_text(SAY_P_W_SUPPORTED), "", n.supported, 0, supported, INK_GOOD);
	if (n.understatement > 0) {
		fall_row(p, say_text(SAY_P_W_UNDER), "+ ", n.understatement, supported,
			real > supported ? real : supported, INK_CALM);
		fall_row(p, say_text(SAY_P_W_REAL), "", n.real_low, 0, real, INK_GOOD);
	}
	pdf_paragraph(p, &soft, say_text(SAY_P_ROUNDING));
}

/* ---- families ---- */

static void
family_row(struct pdf *p, const struct node *f)
{
	int64_t lo = share_of(f, "real_low"), hi = share_of(f, "real_high");
	int64_t paper = share_of(f, "procedural");
	double x = PDF_LEFT + 150, width = PDF_INNER - 270, one = width / 1000000;
	const char *name = get_str(f, "family");
	struct buf b;

	if (!pdf_room(p, 17))
		return;
	hi = hi < lo ? lo : hi;
	buf_init(&b, MIB);
	text_inert(&b, *name != '\0' ? name : say_text(SAY_P_NO_FAMILY), 40);
	for (char *c = b.p; *name != '\0' && *c != '\0'; c++)
		*c = ch_lower(*c) ? (char)(*c - 32) : *c;
	buf_str(&b, ", ");
	SAY_WITH(&b, SAY_CONTROLS_COUNT, SAY_N((uint64_t)get_int(f, "controls")));
	pdf_text_at(p, "P", PDF_LEFT, p->y, 145, &label, b.p);
	pdf_box(p, x, p->y + 3, width, 7, INK_TRACK);
	pdf_box(p, x, p->y + 3, (double)lo * one, 7, INK_GOOD);
	pdf_hatch(p, x + (double)lo * one, p->y + 3, (double)(hi - lo) * one, 7);
	pdf_mark(p, x + (double)paper * one, p->y + 1, 11);
	buf_reset(&b);
	share_put(&b, percent_down(lo), percent_up(hi));
	pdf_text_at(p, "P", PDF_WIDTH - PDF_LEFT - 112, p->y, 112, &number, b.p);
	p->y += 16;
	buf_free(&b);
}

static void
put_families(struct pdf *p, const struct node *scope)
{
	uint64_t told = 0;

	if (get_child(scope, "families") == NULL)
		return;
	pdf_title(p, "H2", say_text(SAY_H_FAMILIES));
	pdf_paragraph(p, &soft, say_text(SAY_P_FAMILIES_NOTE));
	for EACH(f, scope, "families")
		if (told++ < FAMILIES)
			family_row(p, f);
	more(p, told, FAMILIES);
}

/* ---- tables ---- */

static const struct pdf_column three[] = {{SAY_C_CONTROL, 14, false}, {SAY_C_WHAT, 51, false},
	{SAY_C_WHERE, 35, false}};

static bool
is_contradicted(const struct node *c)
{
	return str_same(get_str(c, "verdict"), "CONTRADICTED");
}

static void
put_refuted(struct pdf *p, const struct node *report, bool (*which)(const struct node *control),
	uint64_t all)
{
	uint64_t told = 0;

	pdf_begin(p, "Table");
	pdf_head(p, three, COUNT(three));
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			const struct node *why = node_get(c, "refuted");

			if (!which(c) || told == rows_of(all))
				continue;
			told++;
			pdf_row(p, three, COUNT(three), (const char *const[]){
				get_str(c, "label"), get_str(why, "text"), get_str(why, "at")});
		}
	pdf_end(p, "Table");
	more(p, all, told);
}

static void
put_contradicted(struct pdf *p, const struct node *report)
{
	uint64_t n = 0, other = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			n += is_contradicted(c);
			other += only_failing(c);
		}
	pdf_title(p, "H2", say_text(SAY_H_CONTRADICTED));
	if (n > 0)
		put_refuted(p, report, is_contradicted, n);
	else
		pdf_paragraph(p, &body, say_text(SAY_NONE_CONTRADICTED));
	if (other == 0)
		return;
	pdf_title(p, "H2", say_text(n > 0 ? SAY_H_FAILING_TOO : SAY_H_FAILING));
	put_refuted(p, report, only_failing, other);
}

static void
put_late(struct pdf *p, const struct node *report)
{
	static const struct pdf_column c[] = {{SAY_C_SUBJECT, 20, false}, {SAY_C_WHO, 20, false},
		{SAY_C_HOW_LATE, 30, false}, {SAY_C_WHERE, 30, false}};
	uint64_t all = (uint64_t)get_int(report, "late_total"), told = 0;

	pdf_title(p, "H2", say_text(SAY_H_LATE));
	if (get_child(report, "late") == NULL) {
		pdf_paragraph(p, &body, say_text(SAY_NONE_LATE));
		return;
	}
	pdf_begin(p, "Table");
	pdf_head(p, c, COUNT(c));
	for EACH(l, report, "late") {
		const char *who = get_str(l, "who");

		if (told == rows_of(all))
			break;
		told++;
		pdf_row(p, c, COUNT(c), (const char *const[]){get_str(l, "subject"),
			*who != '\0' ? who : say_text(SAY_NOBODY), get_str(l, "text"), get_str(l, "at")});
	}
	pdf_end(p, "Table");
	more(p, all, told);
}

static void
put_not_persons(struct pdf *p, const struct node *report)
{
	static const struct pdf_column c[] = {{SAY_C_CONTROL, 14, false}, {SAY_C_RAW, 28, false},
		{SAY_C_WHY, 30, false}, {SAY_C_WHERE, 28, false}};
	uint64_t all = (uint64_t)get_int(report, "not_persons_total"), told = 0;

	if (get_child(report, "not_persons") == NULL)
		return;
	pdf_title(p, "H2", say_text(SAY_H_NOT_PERSONS));
	pdf_begin(p, "Table");
	pdf_head(p, c, COUNT(c));
	for EACH(o, report, "not_persons") {
		if (told == rows_of(all))
			break;
		told++;
		pdf_row(p, c, COUNT(c), (const char *const[]){get_str(o, "label"), get_str(o, "raw"),
			get_str(o, "why"), get_str(o, "at")});
	}
	pdf_end(p, "Table");
	more(p, all, told);
}

static void
put_requests(struct pdf *p, const struct node *report)
{
	static const struct pdf_column c[] = {{SAY_C_MISSING, 18, false}, {SAY_C_ASK, 42, false},
		{SAY_C_WHOM, 24, false}, {SAY_C_UNKNOWNS, 16, true}};
	uint64_t told = 0;

	if (get_child(report, "requests") == NULL)
		return;
	pdf_title(p, "H2", say_text(SAY_H_REQUESTS));
	pdf_begin(p, "Table");
	pdf_head(p, c, COUNT(c));
	for EACH(r, report, "requests") {
		struct buf n;

		if (told++ >= ROWS)
			break;
		buf_init(&n, 64);
		count_put(&n, (uint64_t)get_int(r, "unknowns"));
		pdf_row(p, c, COUNT(c), (const char *const[]){get_str(r, "what"), get_str(r, "ask"),
			get_str(r, "whom"), n.p});
		buf_free(&n);
	}
	pdf_end(p, "Table");
}

/* What the numbers depend on, and came from those who are judged. */
static void
put_party(struct pdf *p, const struct node *report)
{
	static const struct pdf_column c[] = {{SAY_C_WHAT, 30, false}, {SAY_C_VALUE, 40, false},
		{SAY_C_EFFECT, 30, false}};
	uint64_t all = node_count(node_get(report, "judged_party_inputs")), told = 0;

	pdf_title(p, "H2", say_text(SAY_H_PARTY));
	pdf_paragraph(p, &soft, say_text(SAY_P_PARTY_INTRO));
	pdf_begin(p, "Table");
	pdf_head(p, c, COUNT(c));
	for EACH(i, report, "judged_party_inputs") {
		const char *effect = get_str(i, "effect");
		struct buf value;

		if (told == rows_of(all))
			break;
		told++;
		buf_init(&value, MIB);
		plain_put(&value, get_str(i, "value"));
		pdf_row(p, c, COUNT(c), (const char *const[]){get_str(i, "kind"), value.p,
			*effect != '\0' ? effect : say_text(SAY_P_NOT_MEASURED)});
		buf_free(&value);
	}
	pdf_end(p, "Table");
	more(p, all, told);
}

static void
put_method(struct pdf *p, const struct writer_options *o)
{
	static const enum say paragraphs[] = {SAY_M_CLAIM, SAY_M_REAL, SAY_M_INTERVAL, SAY_M_CLOCK,
		SAY_M_LIMITS};

	pdf_title(p, "H2", say_text(SAY_H_METHOD));
	for (size_t i = 0; i < COUNT(paragraphs); i++)
		pdf_paragraph(p, &body, say_text(paragraphs[i]));
	if (p->unknown > 0)
		SAID_P(p, &body, SAY_F_NO_GLYPH, SAY_N(p->unknown));
	pdf_title(p, "H2", say_text(SAY_F_CHECK));
	pdf_paragraph(p, &body, say_text(SAY_F_CHECK_HOW));
	pdf_paragraph(p, &body, "trueup verify --trust KEYS FOLDER");
	if (o != NULL && o->seal_key != NULL) {
		pdf_paragraph(p, &body, say_text(SAY_F_KEY));
		pdf_paragraph(p, &(struct pdf_font){9, true, INK, false, 0}, o->seal_key);
	} else {
		pdf_paragraph(p, &body, say_text(SAY_F_NO_KEY));
	}
}

/* ---- the whole ---- */

static const struct node *
worst_scope(const struct node *report)
{
	const char *id = get_str(report, "headline_scope");

	for EACH(s, report, "scopes")
		if (str_same(get_str(s, "id"), id))
			return s;
	return get_child(report, "scopes");
}

static void
put_pages(struct pdf *p, const struct node *report, const struct writer_options *o)
{
	const struct node *worst = worst_scope(report);
	uint64_t scopes = node_count(node_get(report, "scopes"));

	pdf_page_begin(p);
	put_head(p, report);
	put_incomplete(p, report);
	put_scope(p, worst);
	if (scopes > 1)
		SAID_P(p, &body, SAY_MORE_SCOPES, SAY_N(scopes - 1));
	put_steps(p, report);
	put_notices(p, report);
	pdf_trend(p, report, worst, o);
	put_waterfall(p, worst);
	put_families(p, worst);
	put_contradicted(p, report);
	put_late(p, report);
	put_not_persons(p, report);
	put_requests(p, report);
	put_party(p, report);
	/* However long the tables are: how it was counted and how to check it are always there. */
	p->last = PDF_PAGES;
	if (p->full) {
		p->full = false;
		pdf_page_end(p);
		pdf_page_begin(p);
		pdf_paragraph(p, &soft, say_text(SAY_F_CUT));
	}
	put_method(p, o);
	pdf_page_end(p);
}

static cairo_status_t
take(void *to, const unsigned char *data, unsigned n)
{
	struct buf *b = to;

	buf_add(b, data, n);
	return b->over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void
describe(const struct pdf_lib *l, cairo_surface_t *s, const struct pdf_words *w)
{
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, w->title);
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_SUBJECT, w->subject);
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_AUTHOR, "trueup");
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "trueup");
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, w->made);
	l->cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, w->made);
}

/* Twice: the first time only counts the pages, which each of them names. */
static int
draw(struct buf *out, const struct pdf_lib *l, const struct node *report,
	const struct writer_options *o, const struct pdf_words *w, struct pdf *to)
{
	PangoFontMap *fonts = l->pango_cairo_font_map_new();
	cairo_font_options_t *hints = l->cairo_font_options_create();
	struct pdf p = {.l = l, .foot = w->title, .pages = to->page, .last = PDF_PAGES - 1, .a = to->a};
	cairo_surface_t *s = l->cairo_pdf_surface_create_for_stream(take, out, PDF_WIDTH, PDF_HEIGHT);
	int rc = -1;

	p.cr = l->cairo_create(s);
	p.context = l->pango_font_map_create_context(fonts);
	l->pango_context_set_language(p.context, l->pango_language_from_string("en"));
	/* Letters stand where the font wants them, not on the dots of some screen. */
	l->pango_context_set_round_glyph_positions(p.context, FALSE);
	l->cairo_font_options_set_hint_metrics(hints, CAIRO_HINT_METRICS_OFF);
	l->cairo_font_options_set_hint_style(hints, CAIRO_HINT_STYLE_NONE);
	l->pango_cairo_context_set_font_options(p.context, hints);
	l->cairo_font_options_destroy(hints);
	describe(l, s, w);
	l->cairo_tag_begin(p.cr, "Document", NULL);
	put_pages(&p, report, o);
	l->cairo_tag_end(p.cr, "Document");
	*to = p;
	if (l->cairo_status(p.cr) == CAIRO_STATUS_SUCCESS) {
		l->cairo_surface_finish(s);
		rc = l->cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && !out->over ? 0 : -1;
	}
	l->g_object_unref(p.context);
	l->cairo_destroy(p.cr);
	l->cairo_surface_destroy(s);
	l->g_object_unref(fonts);
	return rc;
}

static int
write_pdf(struct buf *out, const struct node *report, const struct writer_options *o)
{
	const char *org = get_str(report, "organisation");
	struct pdf p = {.a = NULL};
	struct pdf_words w;
	struct pdf_lib l;
	struct buf b, title;
	char made[32];
	int rc = -1;

	if (pdf_lib_load(&l) != NULL) {
		errno = ENOSYS;
		return -1;
	}
	buf_init(&b, 64 * MIB);
	buf_init(&title, MIB);
	buf_str(&title, say_text(SAY_P_TITLE));
	if (*org != '\0') {
		buf_str(&title, ": ");
		text_inert(&title, org, 120);
	}
	snprintf(made, sizeof(made), "%.19sZ", get_str(report, "as_of"));
	w = (struct pdf_words){title.p, get_str(report, "headline"), made, NULL, 0};
	p.a = arena_new();
	if (draw(&b, &l, report, o, &w, &p) == 0) {
		buf_reset(&b);
		if (draw(&b, &l, report, o, &w, &p) == 0) {
			w.alts = p.alts;
			w.nalts = p.nalts;
			rc = pdf_finish(out, b.p, b.len, &w);
		}
	}
	arena_free(p.a);
	buf_free(&b);
	buf_free(&title);
	return rc;
}

const char *
pdf_refused(void)
{
	struct pdf_lib l;
	const char *why = pdf_lib_load(&l);
	PangoFontFamily **families = NULL;
	PangoFontMap *fonts;
	int n = 0;

	if (why != NULL)
		return why;
	fonts = l.pango_cairo_font_map_new();
	l.pango_font_map_list_families(fonts, &families, &n);
	l.g_free(families);
	l.g_object_unref(fonts);
	return n > 0 ? NULL : say_text(SAY_F_NO_FONT);
}

const struct writer writer_pdf = {"pdf", "report.pdf", "application/pdf",
	"two to six pages for the board", write_pdf, NULL};
