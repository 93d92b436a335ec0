/*
 * The terminal summary: at most 40 lines, the worst first, each claim with the
 * line of evidence behind it.  Width comes from the options and every text from
 * evidence is inert, so nothing in a file can move the cursor or reorder a line.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define LINES 40
#define ROWS 3      /* of a part */
#define END 4       /* lines kept for what limits the numbers */
#define STEPS 5     /* and for what to do first */
#define NARROWEST 20u
#define LONGEST_TEXT 2000 /* bytes of one text shown: more than fits 40 lines anyway */
#define NAMED_FAILING 5 /* in one line */
#define NAMED_OWNERS 4
#define RAW_OWNER 60 /* bytes of one */

struct page {
	struct buf *out;
	unsigned width, lines;
	unsigned reserved;   /* lines kept free for what must be said at the end */
	bool colour;
	bool marks;          /* "**" is weight: in the headline only, never in text from evidence */
};

static const char bold[] = "\033[1m", red[] = "\033[31m", green[] = "\033[32m",
	yellow[] = "\033[33m", dim[] = "\033[2m", off[] = "\033[0m";

static void
paint(struct page *p, const char *how)
{
	if (p->colour)
		buf_str(p->out, how);
}

static bool
room(const struct page *p, unsigned n)
{
	return p->lines + n + p->reserved <= LINES;
}

static void
end_line(struct page *p)
{
	buf_chr(p->out, '\n');
	p->lines++;
}

static unsigned
columns(const char *s, size_t len)
{
	unsigned w = 0;
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(s + i, len - i, &n);

		w += c < 0 ? 1 : (unsigned)utf8_width((uint32_t)c);
	}
	return w;
}

/* The longest beginning of s that takes at most width columns. */
static size_t
fitting(const char *s, size_t len, unsigned width)
{
	unsigned w = 0;
	size_t i = 0, n;

	while (i < len) {
		int32_t c = utf8_next(s + i, len - i, &n);
		unsigned one = c < 0 ? 1 : (unsigned)utf8_width((uint32_t)c);

		if (w + one > width)
			break;
		w += one;
		i += n;
	}
	return i;
}

static void
put_cut_to(struct page *p, const char *s, unsigned width)
{
	size_t len = strlen(s);

	if (columns(s, len) <= width) {
		buf_str(p->out, s);
		return;
	}
	buf_add(p->out, s, fitting(s, len, width > 3 ? width - 3 : 0));
	buf_str(p->out, "...");
}

/* One word with its "**" turned into weight. */
static void
put_word(struct page *p, const char *s, size_t len, bool *heavy)
{
	if (!p->marks) {
		buf_add(p->out, s, len);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		if (i + 1 < len && s[i] == '*' && s[i + 1] == '*') {
			*heavy = !*heavy;
			paint(p, *heavy ? bold : off);
			i++;
		} else {
			buf_chr(p->out, s[i]);
		}
	}
}

static unsigned
word_columns(const struct page *p, const char *s, size_t len)
{
	unsigned stars = 0;

	for (size_t i = 0; p->marks && i + 1 < len; i++)
		if (s[i] == '*' && s[i + 1] == '*') {
			stars += 2;
			i++;
		}
	return columns(s, len) - stars;
}

struct wrapping {
	unsigned at, used;  /* column; lines begun */
	unsigned most, indent;
	bool begin, heavy;
};

/* Room for one more word of w columns, on this line or a new one; false: no more lines. */
static bool
wrap_room(struct page *p, struct wrapping *s, const char *text, unsigned w)
{
	bool last = s->used >= s->most || !room(p, 2);
	unsigned rest = word_columns(p, text, strlen(text)), blank = s->begin ? 0 : 1;
	/* On the last line there must be room for " ..." unless all of the rest fits. */
	unsigned width = last && s->at + blank + rest > p->width ? p->width - 4 : p->width;

	if (s->at + blank + w <= width || (s->begin && !last)) {
		if (blank)
			buf_chr(p->out, ' ');
		s->at += blank;
		return true;
	}
	if (last)
		return false;
	end_line(p);
	s->used++;
	buf_fmt(p->out, "%*s", (int)s->indent, "");
	s->at = s->indent;
	s->begin = true;
	return wrap_room(p, s, text, w);
}

/* Wraps inert text over at most `most` lines, later ones indented. */
static void
wrap(struct page *p, const char *first, unsigned indent, const char *text, unsigned most)
{
	struct wrapping s = {.at = (unsigned)strlen(first), .used = 1, .most = most,
		.indent = indent, .begin = true};

	buf_str(p->out, first);
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		unsigned w = word_columns(p, text, len);

		if (!wrap_room(p, &s, text, w)) {
			buf_str(p->out, s.begin ? "..." : " ...");
			break;
		}
		if (s.at + w > p->width) {
			/* A word wider than the line, such as a hostile name: its beginning. */
			buf_add(p->out, text, fitting(text, len, p->width - 3 - s.at));
			buf_str(p->out, "...");
			s.at = p->width;
		} else {
			put_word(p, text, len, &s.heavy);
			s.at += w;
		}
		s.begin = false;
		text += len;
		text += strspn(text, " ");
	}
	if (s.heavy)
		paint(p, off);
	end_line(p);
}

static void
wrap_inert(struct page *p, const char *first, unsigned indent, const char *text, unsigned most)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, text, LONGEST_TEXT);
	wrap(p, first, indent, b.p, most);
	buf_free(&b);
}

/* n: how many there are, where not all are told; 0: all are. */
static void
heading(struct page *p, enum say what, uint64_t n)
{
	struct buf b;

	buf_init(&b, 256);
	buf_str(&b, say_text(what));
	if (n > 0) {
		buf_str(&b, " (");
		count_put(&b, n);
		buf_chr(&b, ')');
	}
	end_line(p);
	paint(p, bold);
	put_cut_to(p, b.p, p->width);
	paint(p, off);
	end_line(p);
	buf_free(&b);
}

/* What on the left, where on the right: the place is never cut before the words are. */
static void
row(struct page *p, const char *left, const char *place)
{
	struct buf l, r;
	unsigned free_columns = p->width - 2, w;

	buf_init(&l, MIB);
	buf_init(&r, MIB);
	text_inert(&l, left, LONGEST_TEXT);
	text_inert(&r, place, LONGEST_TEXT);
	w = columns(r.p, r.len);
	buf_str(p->out, "  ");
	if (w == 0) {
		put_cut_to(p, l.p, free_columns);
	} else if (w + 2 + NARROWEST / 2 > free_columns) {
		put_cut_to(p, r.p, free_columns);
	} else {
		put_cut_to(p, l.p, free_columns - w - 2);
		buf_str(p->out, "  ");
		paint(p, dim);
		buf_str(p->out, r.p);
		paint(p, off);
	}
	end_line(p);
	buf_free(&l);
	buf_free(&r);
}

static const char *
status_colour(const char *status)
{
	return str_same(status, "GREEN") ? green : str_same(status, "AMBER") ? yellow : red;
}

static void
put_head(struct page *p, const struct node *report)
{
	const char *org = get_str(report, "organisation"), *status = get_str(report, "status");
	char as_of[64];
	struct buf b;

	buf_init(&b, MIB);
	buf_fmt(&b, "trueup %s", get_str(report, "tool_version"));
	if (*org != '\0') {
		buf_str(&b, ", ");
		text_inert(&b, org, LONGEST_TEXT);
	}
	buf_str(&b, ", ");
	SAY_WITH(&b, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	put_cut_to(p, b.p, p->width - 2 - (unsigned)strlen(status));
	buf_str(p->out, "  ");
	paint(p, status_colour(status));
	paint(p, bold);
	text_inert(p->out, status, 20);
	paint(p, off);
	end_line(p);
	buf_free(&b);
}

/* The records' word drawn: shown, refuted, only written down; the rest is not claimed. */
static void
put_bar(struct page *p, const struct node *scope)
{
	struct printed s = printed_scores(scope);
	unsigned width = p->width > 74 ? 70 : p->width - 4;
	unsigned a = s.supported * width / 100, b = (s.supported + s.refuted) * width / 100;
	unsigned c = s.procedural * width / 100;

	buf_chr(p->out, '[');
	for (unsigned i = 0; i < width; i++) {
		if (i == 0 || i == a || i == b || i == c)
			paint(p, i < a ? green : i < b ? red : i < c ? yellow : dim);
		buf_chr(p->out, i < a ? '#' : i < b ? 'x' : i < c ? '.' : ' ');
	}
	paint(p, off);
	buf_chr(p->out, ']');
	end_line(p);
}

static void
put_numbers(struct page *p, const struct node *scope)
{
	struct printed s = printed_scores(scope);
	const struct node *tests = node_get(scope, "tests");
	struct buf b;

	buf_init(&b, 4096);
	SAY_WITH(&b, SAY_REAL, SAY_N(s.real_low), SAY_N(s.real_high));
	buf_chr(&b, ' ');
	SAY_WITH(&b, SAY_FAILING, SAY_N((uint64_t)get_int(scope, "failing")));
	if (get_int(tests, "total") > 0) {
		buf_chr(&b, ' ');
		SAY_WITH(&b, SAY_TESTS, SAY_N((uint64_t)get_int(tests, "hold")),
			SAY_N((uint64_t)get_int(tests, "total")));
	}
	wrap(p, "", 0, b.p, 3);
	buf_free(&b);
}

static void
put_scope(struct page *p, const struct node *scope, bool several)
{
	struct buf b;

	buf_init(&b, 4096);
	end_line(p);
	if (several) {
		row(p, get_str(scope, "id"), get_str(node_get(scope, "scores"), "status"));
	}
	headline_put(&b, scope);
	p->marks = true;
	wrap_inert(p, "", 0, b.p, 8);
	p->marks = false;
	if (node_is(node_at(scope, "scores/procedural"), NODE_NUMBER)) {
		put_bar(p, scope);
		put_numbers(p, scope);
	}
	buf_free(&b);
}

/* The worst scope first, then others while there is room. */
static const struct node *
put_scopes(struct page *p, const struct node *report)
{
	const char *id = get_str(report, "headline_scope");
	const struct node *worst = NULL;
	size_t n = node_count(node_get(report, "scopes")), told = 0;
	struct buf b;

	for EACH(s, report, "scopes")
		if (worst == NULL && str_same(get_str(s, "id"), id))
			worst = s;
	if (worst == NULL)
		worst = get_child(report, "scopes");
	put_scope(p, worst, n > 1);
	for EACH(s, report, "scopes")
		if (s != worst && told < 1) {
			put_scope(p, s, true);
			told++;
		}
	if (n <= 2)
		return worst;
	buf_init(&b, 256);
	SAY_WITH(&b, SAY_MORE_SCOPES, SAY_N(n - 2));
	row(p, b.p, "");
	buf_free(&b);
	return worst;
}

static void
put_gap(struct page *p, const struct node *scope)
{
	unsigned told = 0;
	struct buf b;

	if (get_child(scope, "loss") == NULL || !room(p, 3))
		return;
	heading(p, SAY_H_GAP, 0);
	buf_init(&b, 4096);
	for EACH(l, scope, "loss") {
		unsigned points = percent_down(get_int(l, "points"));
		uint64_t controls = (uint64_t)get_int(l, "controls");

		if (told++ == ROWS || !room(p, 1))
			break;
		buf_reset(&b);
		buf_fmt(&b, "%s: ", get_str(l, "reason"));
		if (points > 0)
			SAY_WITH(&b, SAY_GAP_ROW, SAY_N(points), SAY_N(controls));
		else
			SAY_WITH(&b, SAY_GAP_SMALL, SAY_N(controls));
		row(p, b.p, "");
	}
	buf_free(&b);
}

static void
contradicted_row(struct page *p, const struct node *c)
{
	const struct node *why = node_get(c, "refuted");
	struct buf b;

	buf_init(&b, MIB);
	buf_fmt(&b, "%s  %s", get_str(c, "label"), get_str(why, "text"));
	row(p, b.p, get_str(why, "at"));
	buf_free(&b);
}

static void
put_contradicted(struct page *p, const struct node *report)
{
	uint64_t n = 0, told = 0;

	for EACH(s, report, "scopes")
		n += (uint64_t)get_int(s, "contradicted");
	if (n == 0 || !room(p, 3))
		return;
	heading(p, SAY_H_CONTRADICTED, n > ROWS ? n : 0);
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (str_same(get_str(c, "verdict"), "CONTRADICTED") && told < ROWS
				&& room(p, 1)) {
				contradicted_row(p, c);
				told++;
			}
}

/* Where the records are green on paper, these come second: one line of names. */
static void
put_failing_names(struct page *p, const struct node *report, uint64_t n)
{
	uint64_t told = 0;
	struct buf b;

	buf_init(&b, MIB);
	SAY_WITH(&b, SAY_FAILING_TOO, SAY_N(n));
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (only_failing(c) && told < NAMED_FAILING) {
				buf_fmt(&b, "%s%s", told > 0 ? ", " : "", get_str(c, "label"));
				told++;
			}
	if (n > told) {
		buf_str(&b, ", ");
		SAY_WITH(&b, SAY_MORE, SAY_N(n - told));
	}
	wrap_inert(p, "  ", 2, b.p, 1);
	buf_free(&b);
}

static void
put_failing(struct page *p, const struct node *report)
{
	uint64_t n = 0, on_paper = 0, told = 0;

	for EACH(s, report, "scopes") {
		on_paper += (uint64_t)get_int(s, "contradicted");
		for EACH(c, s, "controls")
			n += only_failing(c);
	}
	if (n == 0 || !room(p, on_paper > 0 ? 1 : 3))
		return;
	if (on_paper > 0) {
		put_failing_names(p, report, n);
		return;
	}
	heading(p, SAY_H_FAILING, n > ROWS ? n : 0);
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (only_failing(c) && told < ROWS && room(p, 1)) {
				contradicted_row(p, c);
				told++;
			}
}

static void
put_late(struct page *p, const struct node *report)
{
	uint64_t n = (uint64_t)get_int(report, "late_total"), told = 0;
	struct buf b;

	if (get_child(report, "late") == NULL || !room(p, 3))
		return;
	heading(p, SAY_H_LATE, n > ROWS ? n : 0);
	buf_init(&b, MIB);
	for EACH(l, report, "late") {
		const char *who = get_str(l, "who");

		if (told == ROWS || !room(p, 1))
			break;
		buf_reset(&b);
		buf_fmt(&b, "%s  %s: %s", get_str(l, "subject"),
			*who != '\0' ? who : say_text(SAY_NOBODY), get_str(l, "text"));
		row(p, b.p, get_str(l, "at"));
		told++;
	}
	buf_free(&b);
}

static void
put_not_persons(struct page *p, const struct node *report)
{
	uint64_t n = (uint64_t)get_int(report, "not_persons_total"), told = 0;
	struct buf b;

	if (get_child(report, "not_persons") == NULL || !room(p, 3))
		return;
	heading(p, SAY_H_NOT_PERSONS, 0);
	buf_init(&b, MIB);
	for EACH(o, report, "not_persons") {
		if (told == NAMED_OWNERS)
			break;
		buf_fmt(&b, "%s%s", told > 0 ? ", " : "", get_str(o, "label"));
		if (*get_str(o, "raw") == '\0') {
			buf_fmt(&b, " %s", get_str(o, "why"));
		} else {
			buf_str(&b, ": \"");
			text_inert(&b, get_str(o, "raw"), RAW_OWNER);
			buf_chr(&b, '"');
		}
		told++;
	}
	if (n > told) {
		buf_str(&b, ", ");
		SAY_WITH(&b, SAY_MORE, SAY_N(n - told));
	}
	wrap_inert(p, "  ", 2, b.p, 2);
	buf_free(&b);
}

static void
put_requests(struct page *p, const struct node *report)
{
	unsigned told = 0;
	struct buf b, worth;

	if (get_child(report, "requests") == NULL || !room(p, 3))
		return;
	heading(p, SAY_H_REQUESTS, 0);
	buf_init(&b, MIB);
	buf_init(&worth, MIB);
	for EACH(r, report, "requests") {
		if (told++ == ROWS || !room(p, 1))
			break;
		buf_reset(&b);
		buf_reset(&worth);
		if (get_int(r, "weight_only") > 0)
			SAY_WITH(&worth, SAY_ONLY_MISSING, SAY_N((uint64_t)get_int(r, "weight_only")));
		else
			SAY_WITH(&worth, SAY_ANSWERS, SAY_N((uint64_t)get_int(r, "unknowns")));
		SAY_WITH(&b, SAY_ASK_ROW, SAY_S(get_str(r, "what")), SAY_S(worth.p),
			SAY_S(get_str(r, "whom")));
		row(p, b.p, "");
	}
	buf_free(&b);
	buf_free(&worth);
}

static void
put_first_steps(struct page *p, const struct node *report)
{
	char number[16];
	unsigned told = 0;

	p->reserved = END;
	if (get_child(report, "first") == NULL || !room(p, 3))
		return;
	heading(p, SAY_H_FIRST, 0);
	for EACH(f, report, "first") {
		if (told == ROWS || !room(p, 1))
			break;
		snprintf(number, sizeof(number), "  %u. ", ++told);
		wrap_inert(p, number, 5, get_str(f, "text"), 2);
	}
}

/* What must not be missing: an incomplete run first, then what limits the numbers. */
static void
put_end(struct page *p, const struct node *report)
{
	struct buf b;

	buf_init(&b, MIB);
	p->reserved = 0;
	end_line(p);
	for EACH(i, report, "incomplete") {
		buf_reset(&b);
		SAY_WITH(&b, SAY_INCOMPLETE, SAY_S(node_text(i) != NULL ? node_text(i) : ""));
		paint(p, red);
		wrap_inert(p, "", 2, b.p, 1);
		paint(p, off);
		break;
	}
	for EACH(n, report, "notices")
		if (str_same(get_str(n, "code"), "chain"))
			wrap_inert(p, "", 2, get_str(n, "text"), 2);
	for EACH(n, report, "notices") {
		if (str_same(get_str(n, "code"), "chain"))
			continue;
		if (!room(p, 2))
			break;
		wrap_inert(p, "", 2, get_str(n, "text"), 2);
	}
	buf_free(&b);
}

static int
write_text(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct page p = {.out = out, .colour = o != NULL && o->colour, .reserved = END + STEPS};
	const struct node *worst;

	p.width = o == NULL || o->width == 0 ? 80 : o->width < NARROWEST ? NARROWEST : o->width;
	put_head(&p, report);
	worst = put_scopes(&p, report);
	put_gap(&p, worst);
	put_contradicted(&p, report);
	put_failing(&p, report);
	put_late(&p, report);
	put_not_persons(&p, report);
	put_requests(&p, report);
	put_first_steps(&p, report);
	put_end(&p, report);
	return out->over ? -1 : 0;
}

const struct writer writer_text = {"text", NULL, "text/plain", "the summary on a terminal",
	write_text};
