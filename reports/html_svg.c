/*
 * Inline drawings.  Each is an image with a text that says the same; colours come
 * from classes, for the page's policy forbids style attributes, and what is not
 * shown is hatched, so that nothing hangs on colour alone.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/html_svg.h"

#define LANES 8      /* teams drawn */
#define STEPS 24     /* steps drawn; more are told in words */
#define LABEL 22     /* characters of a team's name */
#define NAMED 60     /* bytes of one in the words */
#define LEFT 30      /* where the lanes begin, after the longest name */
#define LETTER 7     /* width of one, about */
#define LANE 30      /* height of one */
#define STEP 40      /* width of one */

void
svg_defs(struct emit_xml *x)
{
	ex_open(x, "svg");
	ex_attr(x, "width", "0");
	ex_attr(x, "height", "0");
	ex_attr(x, "aria-hidden", "true");
	ex_open(x, "defs");
	ex_open(x, "pattern");
	ex_attr(x, "id", "hatch");
	ex_attr(x, "width", "8");
	ex_attr(x, "height", "8");
	ex_attr(x, "patternUnits", "userSpaceOnUse");
	ex_attr(x, "patternTransform", "rotate(45)");
	ex_open(x, "rect");
	ex_attr(x, "width", "8");
	ex_attr(x, "height", "8");
	ex_attr(x, "class", "s-track");
	ex_empty(x);
	ex_open(x, "line");
	ex_attr(x, "x1", "2");
	ex_attr(x, "y1", "0");
	ex_attr(x, "x2", "2");
	ex_attr(x, "y2", "8");
	ex_attr(x, "class", "l-amber");
	ex_empty(x);
	ex_close(x);
	ex_close(x);
	ex_close(x);
}

void
svg_open(struct emit_xml *x, const char *width, int height, const char *label)
{
	ex_open(x, "svg");
	ex_attr(x, "width", width);
	ex_attr_fmt(x, "height", "%d", height);
	ex_attr(x, "role", "img");
	ex_attr(x, "aria-label", label);
	ex_element(x, "title", NULL, label);
}

static void
percent(struct emit_xml *x, const char *name, int64_t at)
{
	ex_attr_fmt(x, name, "%lld.%04lld%%", (long long)(at / 10000), (long long)(at % 10000));
}

void
svg_rect(struct emit_xml *x, int64_t from, int64_t width, int y, int height, const char *class,
	const char *fill)
{
	ex_open(x, "rect");
	percent(x, "x", from);
	percent(x, "width", width);
	ex_attr_fmt(x, "y", "%d", y);
	ex_attr_fmt(x, "height", "%d", height);
	ex_attr(x, "class", class);
	ex_attr(x, "fill", fill);
	ex_empty(x);
}

void
svg_line_at(struct emit_xml *x, int64_t x1, int y1, int64_t x2, int y2, const char *class)
{
	ex_open(x, "line");
	percent(x, "x1", x1);
	percent(x, "x2", x2);
	ex_attr_fmt(x, "y1", "%d", y1);
	ex_attr_fmt(x, "y2", "%d", y2);
	ex_attr(x, "class", class);
	ex_empty(x);
}

void
svg_text_at(struct emit_xml *x, int64_t at, int y, const char *class, const char *text, int shift)
{
	ex_open(x, "text");
	percent(x, "x", at);
	ex_attr_fmt(x, "y", "%d", y);
	if (shift != 0)
		ex_attr_fmt(x, "dx", "%d", shift);
	ex_attr(x, "class", class);
	ex_text(x, text);
	ex_close(x);
}

void
svg_headline(struct emit_xml *x, const struct printed *p)
{
	int64_t one = 10000, a = p->supported * one, b = a + p->refuted * one;
	int64_t c = p->procedural * one;
	struct buf label;

	buf_init(&label, 1024);
	SAY_WITH(&label, SAY_P_BAR, SAY_N(p->supported), SAY_N(p->refuted), SAY_N(p->not_shown),
		SAY_N(100 - p->procedural));
	svg_open(x, "100%", 62, label.p);
	svg_rect(x, 0, 100 * one, 0, 44, "s-track", NULL);
	svg_rect(x, 0, a, 0, 44, "s-good", NULL);
	svg_rect(x, a, b - a, 0, 44, "s-bad", NULL);
	svg_rect(x, b, c - b, 0, 44, NULL, "url(#hatch)");
	/* Below: where real coverage can lie. */
	svg_rect(x, 0, 100 * one, 52, 6, "s-track", NULL);
	svg_rect(x, p->real_low * one, (int64_t)(p->real_high > p->real_low
		? p->real_high - p->real_low : 0) * one + 2500, 52, 6, "s-ink", NULL);
	ex_close(x);
	buf_free(&label);
}

static int64_t
within(int64_t v, int64_t low)
{
	return v < low ? low : v > 1000000 ? 1000000 : v;
}

static void
interval(struct emit_xml *x, int64_t lo, int64_t hi)
{
	svg_rect(x, 0, 1000000, 2, 10, "s-track", NULL);
	svg_rect(x, 0, lo, 2, 10, "s-good", NULL);
	svg_rect(x, lo, hi - lo, 2, 10, NULL, "url(#hatch)");
	/* What is out of reach is refuted. */
	svg_rect(x, hi, 1000000 - hi, 2, 10, "s-lost", NULL);
}

void
svg_share(struct emit_xml *x, int64_t lo, int64_t hi)
{
	struct buf label;

	lo = within(lo, 0);
	hi = within(hi, lo);
	buf_init(&label, 256);
	share_put(&label, percent_down(lo), percent_up(hi));
	svg_open(x, "100%", 14, label.p);
	interval(x, lo, hi);
	ex_close(x);
	buf_free(&label);
}

void
svg_interval(struct emit_xml *x, int64_t paper, int64_t lo, int64_t hi)
{
	struct buf label;

	paper = within(paper, 0);
	lo = within(lo, 0);
	hi = within(hi, lo);
	buf_init(&label, 256);
	SAY_WITH(&label, SAY_P_INTERVAL, SAY_N(percent_down(lo)), SAY_N(percent_up(hi)),
		SAY_N(percent_up(paper)));
	svg_open(x, "100%", 14, label.p);
	interval(x, lo, hi);
	svg_line_at(x, paper < 997000 ? paper : 997000, 0, paper < 997000 ? paper : 997000, 14,
		"l-mark");
	ex_close(x);
	buf_free(&label);
}

/* v of most in millionths; both may be anything that a report can hold. */
static int64_t
part(int64_t v, int64_t most)
{
	int64_t unit = most > INT64_MAX / 1000000 ? 1000000 : 1;

	v = (v < most ? v : most) / unit;
	most = most / unit;
	return most > 0 && v > 0 ? v * 1000000 / most : 0;
}

void
svg_load(struct emit_xml *x, const struct node *team, int64_t most)
{
	int64_t open = get_int(team, "open"), all = get_int(team, "items"), late = get_int(team, "late");
	struct buf label;

	late = late > open ? open : late;
	buf_init(&label, 256);
	SAY_WITH(&label, SAY_P_TEAM_LOAD, SAY_N((uint64_t)open), SAY_N((uint64_t)all),
		SAY_N((uint64_t)get_int(team, "late")));
	svg_open(x, "100%", 14, label.p);
	svg_rect(x, 0, 1000000, 2, 10, "s-track", NULL);
	svg_rect(x, 0, part(open, most), 2, 10, "s-amber", NULL);
	svg_rect(x, 0, part(late, most), 2, 10, "s-bad", NULL);
	ex_close(x);
	buf_free(&label);
}

/* ---- from paper to real ---- */

#define STEP_ROW 40

struct fall { struct emit_xml *x; int y; };

static void
fall_row(struct fall *f, const char *name, const char *number, int64_t from, int64_t to,
	const char *class, const char *fill)
{
	struct emit_xml *x = f->x;

	svg_text_at(x, 0, f->y + 12, "t", name, 0);
	svg_text_at(x, 1000000, f->y + 12, "t end strong", number, 0);
	svg_rect(x, 0, 1000000, f->y + 18, 12, "s-track", NULL);
	svg_rect(x, from, to > from ? to - from : 0, f->y + 18, 12, class, fill);
	f->y += STEP_ROW;
}

static void
fall_number(struct fall *f, const char *name, const char *sign, unsigned n, int64_t from,
	int64_t to, const char *class, const char *fill)
{
	char number[24];

	snprintf(number, sizeof(number), "%s%u", sign, n);
	fall_row(f, name, number, from, to, class, fill);
}

static void
fall_label(struct buf *b, const struct node *scope, const struct printed *p)
{
	struct buf parts;

	buf_init(&parts, MIB);
	SAY_WITH(&parts, SAY_P_W_PART, SAY_S(say_text(SAY_P_W_PAPER)), SAY_N(p->procedural));
	for EACH(l, scope, "loss") {
		buf_str(&parts, ", ");
		SAY_WITH(&parts, SAY_P_W_PART, SAY_S(get_str(l, "reason")),
			SAY_N(percent_down(get_int(l, "points"))));
	}
	buf_str(&parts, ", ");
	SAY_WITH(&parts, SAY_P_W_PART, SAY_S(say_text(SAY_P_W_SUPPORTED)), SAY_N(p->supported));
	SAY_WITH(b, SAY_P_W_LABEL, SAY_S(parts.p));
	buf_free(&parts);
}

void
svg_waterfall(struct emit_xml *x, const struct node *scope)
{
	const struct node *s = node_get(scope, "scores");
	struct printed p = printed_scores(scope);
	int64_t paper = within(get_int(s, "procedural"), 0), at = paper;
	int64_t supported = within(get_int(s, "supported"), 0);
	int64_t real = within(get_int(s, "real_low"), supported);
	struct fall f = {x, 0};
	int rows = 2 + (int)node_count(node_get(scope, "loss")) + (p.understatement > 0 ? 2 : 0);
	struct buf label;

	buf_init(&label, MIB);
	fall_label(&label, scope, &p);
	svg_open(x, "100%", rows * STEP_ROW, label.p);
	fall_number(&f, say_text(SAY_P_W_PAPER), "", p.procedural, 0, paper, "s-paper", NULL);
	for EACH(l, scope, "loss") {
		int64_t points = get_int(l, "points"), to = within(at - points, 0);
		unsigned n = percent_down(points);

		if (n == 0)
			fall_row(&f, get_str(l, "reason"), "\xe2\x88\x92 < 1", to, at, NULL, "url(#hatch)");
		else
			fall_number(&f, get_str(l, "reason"), "\xe2\x88\x92 ", n, to, at, NULL, "url(#hatch)");
		at = to;
	}
	fall_number(&f, say_text(SAY_P_W_SUPPORTED), "", p.supported, 0, supported, "s-good", NULL);
	if (p.understatement > 0) {
		fall_number(&f, say_text(SAY_P_W_UNDER), "+ ", p.understatement, supported, real,
			"s-calm", NULL);
		fall_number(&f, say_text(SAY_P_W_REAL), "", p.real_low, 0, real, "s-good", NULL);
	}
	ex_close(x);
	buf_free(&label);
}

/* ---- the way through the teams ---- */

struct way {
	const char *teams[LANES]; size_t nteams;
	unsigned char lane[STEPS]; size_t n; /* of each step */
	bool back[STEPS];                    /* the team had it before */
	bool more;
};

static bool
read_way(struct way *w, const struct node *item)
{
	*w = (struct way){.n = 0};
	for EACH(p, item, "path") {
		const char *team = node_text(p) != NULL ? node_text(p) : "";
		size_t lane = 0;

		while (lane < w->nteams && !str_same(w->teams[lane], team))
			lane++;
		if (w->n == STEPS || lane == LANES) {
			w->more = true;
			break;
		}
		w->back[w->n] = lane < w->nteams;
		if (lane == w->nteams)
			w->teams[w->nteams++] = team;
		w->lane[w->n++] = (unsigned char)lane;
	}
	return w->n > 0;
}

static void
way_label(struct buf *b, const struct node *item)
{
	struct buf teams;
	size_t n = 0;

	buf_init(&teams, MIB);
	for EACH(p, item, "path") {
		if (n++ == STEPS) {
			buf_str(&teams, ", ...");
			break;
		}
		buf_str(&teams, n > 1 ? ", " : "");
		text_inert(&teams, node_text(p), NAMED);
	}
	SAY_WITH(b, SAY_P_WAY, SAY_S(teams.p), SAY_N((uint64_t)get_int(item, "handoffs")),
		SAY_N((uint64_t)(get_int(item, "returns_direct")
			+ get_int(item, "returns_indirect"))));
	buf_free(&teams);
}

static void
line(struct emit_xml *x, int x1, int y1, int x2, int y2, const char *class)
{
	ex_open(x, "line");
	ex_attr_fmt(x, "x1", "%d", x1);
	ex_attr_fmt(x, "y1", "%d", y1);
	ex_attr_fmt(x, "x2", "%d", x2);
	ex_attr_fmt(x, "y2", "%d", y2);
	ex_attr(x, "class", class);
	ex_empty(x);
}

static void
dot(struct emit_xml *x, int cx, int cy, int r, const char *class)
{
	ex_open(x, "circle");
	ex_attr_fmt(x, "cx", "%d", cx);
	ex_attr_fmt(x, "cy", "%d", cy);
	ex_attr_fmt(x, "r", "%d", r);
	ex_attr(x, "class", class);
	ex_empty(x);
}

static void
label_text(struct emit_xml *x, int at_x, int at_y, const char *class, const char *text)
{
	ex_open(x, "text");
	ex_attr_fmt(x, "x", "%d", at_x);
	ex_attr_fmt(x, "y", "%d", at_y);
	ex_attr(x, "class", class);
	ex_text_cut(x, text, LABEL);
	ex_close(x);
}

static void
draw(struct emit_xml *x, const struct way *w, int left, int step, int lane, int r)
{
	for (size_t i = 1; i < w->n; i++)
		line(x, left + (int)(i - 1) * step, lane / 2 + w->lane[i - 1] * lane,
			left + (int)i * step, lane / 2 + w->lane[i] * lane,
			w->back[i] ? "l-bad" : "l-calm");
	for (size_t i = 0; i < w->n; i++)
		dot(x, left + (int)i * step, lane / 2 + w->lane[i] * lane, r,
			w->back[i] ? "c-bad" : "c-calm");
}

/* In letters as drawn: inert spelling is longer, cut names shorter. */
static size_t
longest_name(const struct way *w)
{
	size_t longest = 0;

	for (size_t i = 0; i < w->nteams; i++) {
		struct buf b;

		buf_init(&b, MIB);
		text_inert(&b, w->teams[i], LABEL);
		if (b.len > longest)
			longest = b.len;
		buf_free(&b);
	}
	return longest < 2 * LABEL ? longest : 2 * LABEL;
}

void
svg_way(struct emit_xml *x, const struct node *item)
{
	struct way w;
	char width[16], number[24];
	struct buf label;
	int left, right;

	if (!read_way(&w, item))
		return;
	buf_init(&label, MIB);
	way_label(&label, item);
	left = LEFT + LETTER * (int)longest_name(&w);
	right = left + (int)(w.n - 1) * STEP + 24;
	snprintf(width, sizeof(width), "%d", right + (w.more ? 24 : 0));
	ex_open_class(x, "div", "way");
	svg_open(x, width, (int)w.nteams * LANE, label.p);
	for (size_t i = 0; i < w.nteams; i++) {
		int y = LANE / 2 + (int)i * LANE;

		line(x, left - 16, y, right - 8, y, "l-line");
		label_text(x, 0, y + 4, "t", w.teams[i]);
	}
	draw(x, &w, left, STEP, LANE, 10);
	for (size_t i = 0; i < w.n; i++) {
		snprintf(number, sizeof(number), "%zu", i + 1);
		label_text(x, left + (int)i * STEP, LANE / 2 + w.lane[i] * LANE + 4,
			w.back[i] ? "t small mid badtext" : "t small mid", number);
	}
	if (w.more)
		label_text(x, right, LANE / 2 + w.lane[w.n - 1] * LANE + 4, "t", "...");
	ex_close(x);
	ex_close(x);
	buf_free(&label);
}

void
svg_way_small(struct emit_xml *x, const struct node *item)
{
	struct way w;
	char width[16];
	struct buf label;
	int height;

	if (!read_way(&w, item) || w.n < 2)
		return;
	buf_init(&label, MIB);
	way_label(&label, item);
	height = (int)w.nteams * 9 + 4;
	snprintf(width, sizeof(width), "%d", (int)w.n * 12 + 6);
	svg_open(x, width, height, label.p);
	draw(x, &w, 6, 12, 9, 3);
	ex_close(x);
	buf_free(&label);
}
