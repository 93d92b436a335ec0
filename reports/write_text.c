/*
 * The terminal summary: at most 40 lines, the worst first, each claim with the
 * line of evidence behind it.  Width comes from the options and every text from
 * evidence is inert, so nothing in a file can move the cursor or reorder a line.
 */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/text_page.h"
#include "reports/walk.h"
#include "reports/writers.h"

#define END 4           /* lines kept for what limits the numbers */
#define STEPS 5         /* and for what to do first */
#define NAMED_FAILING 5 /* in one line */

static enum paint
status_colour(const char *status)
{
	return str_same(status, "GREEN") ? PAINT_GREEN
		: str_same(status, "AMBER") ? PAINT_YELLOW : PAINT_RED;
}

static void
one_row(struct page *p, const char *name, const char *what, const char *where)
{
	struct rows r;

	rows_init(&r);
	rows_add(&r, p, name, what, where);
	rows_print(&r, p);
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
		text_inert(&b, org, TEXT_LONGEST);
	}
	buf_str(&b, ", ");
	SAY_WITH(&b, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	page_cut(p, b.p, p->width - 2 - (unsigned)strlen(status));
	buf_str(p->out, "  ");
	page_paint(p, status_colour(status));
	page_paint(p, PAINT_BOLD);
	text_inert(p->out, status, 20);
	page_paint(p, PAINT_OFF);
	page_end_line(p);
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
			page_paint(p, i < a ? PAINT_GREEN : i < b ? PAINT_RED
				: i < c ? PAINT_YELLOW : PAINT_DIM);
		buf_chr(p->out, i < a ? '#' : i < b ? 'x' : i < c ? '.' : ' ');
	}
	page_paint(p, PAINT_OFF);
	buf_chr(p->out, ']');
	page_end_line(p);
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
	page_wrap_own(p, "", 0, b.p, 3);
	buf_free(&b);
}

static void
put_scope(struct page *p, const struct node *scope, bool several)
{
	struct buf b;

	buf_init(&b, 4096);
	page_end_line(p);
	if (several) {
		one_row(p, "", get_str(scope, "id"), get_str(node_get(scope, "scores"), "status"));
	}
	headline_put(&b, scope);
	p->marks = true;
	page_wrap(p, "", 0, b.p, 8);
	p->marks = false;
	if (node_is(node_at(scope, "scores/procedural"), NODE_NUMBER)) {
		put_bar(p, scope);
		put_numbers(p, scope);
	}
	buf_free(&b);
}

/* A line each for the others, in the order of the report. */
static void
put_other_scopes(struct page *p, const struct node *report, const struct node *worst)
{
	uint64_t n = node_count(node_get(report, "scopes")) - 1;
	struct rows rows;
	struct buf b;

	page_end_line(p);
	rows_init(&rows);
	buf_init(&b, 4096);
	for EACH(s, report, "scopes") {
		const char *status = get_str(node_get(s, "scores"), "status");
		struct printed v = printed_scores(s);

		if (s == worst)
			continue;
		buf_reset(&b);
		if (node_is(node_at(s, "scores/procedural"), NODE_NUMBER))
			SAY_WITH(&b, SAY_SCOPE_ROW, SAY_N(v.procedural), SAY_N(v.supported),
				SAY_N(v.refuted), SAY_S(status));
		else
			buf_str(&b, status);
		if (!rows_add(&rows, p, "", get_str(s, "id"), b.p))
			break;
		n--;
	}
	rows_print(&rows, p);
	if (n > 0) {
		buf_reset(&b);
		SAY_WITH(&b, SAY_MORE_SCOPES, SAY_N(n));
		one_row(p, "", b.p, "");
	}
	buf_free(&b);
}

/* The worst scope whole, the others in a line each. */
static const struct node *
put_scopes(struct page *p, const struct node *report)
{
	const char *id = get_str(report, "headline_scope");
	const struct node *worst = NULL;
	size_t n = node_count(node_get(report, "scopes"));

	for EACH(s, report, "scopes")
		if (worst == NULL && str_same(get_str(s, "id"), id))
			worst = s;
	if (worst == NULL)
		worst = get_child(report, "scopes");
	put_scope(p, worst, n > 1);
	if (n > 1)
		put_other_scopes(p, report, worst);
	return worst;
}

static void
put_gap(struct page *p, const struct node *scope)
{
	struct rows rows;
	struct buf b;

	if (get_child(scope, "loss") == NULL || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_GAP, 0);
	rows_init(&rows);
	buf_init(&b, 4096);
	for EACH(l, scope, "loss") {
		unsigned points = percent_down(get_int(l, "points"));
		uint64_t controls = (uint64_t)get_int(l, "controls");

		buf_reset(&b);
		if (points > 0)
			SAY_WITH(&b, SAY_GAP_ROW, SAY_N(points), SAY_N(controls));
		else
			SAY_WITH(&b, SAY_GAP_SMALL, SAY_N(controls));
		if (!rows_add(&rows, p, "", get_str(l, "reason"), b.p))
			break;
	}
	rows_print(&rows, p);
	buf_free(&b);
}

static bool
is_contradicted(const struct node *c)
{
	return str_same(get_str(c, "verdict"), "CONTRADICTED");
}

/* Then a control's name alone does not say which one is meant. */
static bool
several_systems(const struct node *report)
{
	const char *first = NULL;

	for EACH(s, report, "scopes") {
		if (first != NULL && !str_same(first, get_str(s, "system")))
			return true;
		first = get_str(s, "system");
	}
	return false;
}

/* Controls of which `which` is true, with what speaks against them. */
static void
put_refuted(struct page *p, const struct node *report, bool (*which)(const struct node *control))
{
	bool systems = several_systems(report);
	struct rows rows;
	struct buf name;

	rows_init(&rows);
	buf_init(&name, MIB);
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			const struct node *why = node_get(c, "refuted");

			if (!which(c))
				continue;
			buf_reset(&name);
			if (systems)
				buf_fmt(&name, "%s ", get_str(s, "system"));
			buf_str(&name, get_str(c, "label"));
			rows_add(&rows, p, name.p, get_str(why, "text"), get_str(why, "at"));
		}
	rows_print(&rows, p);
	buf_free(&name);
}

static void
put_contradicted(struct page *p, const struct node *report)
{
	uint64_t n = 0;

	for EACH(s, report, "scopes")
		n += (uint64_t)get_int(s, "contradicted");
	if (n == 0 || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_CONTRADICTED, n > TEXT_ROWS ? n : 0);
	put_refuted(p, report, is_contradicted);
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
	page_wrap(p, "  ", 2, b.p, 1);
	buf_free(&b);
}

static void
put_failing(struct page *p, const struct node *report)
{
	uint64_t n = 0, on_paper = 0;

	for EACH(s, report, "scopes") {
		on_paper += (uint64_t)get_int(s, "contradicted");
		for EACH(c, s, "controls")
			n += only_failing(c);
	}
	if (n == 0 || !page_room(p, on_paper > 0 ? 1 : 3))
		return;
	if (on_paper > 0) {
		put_failing_names(p, report, n);
		return;
	}
	page_heading(p, SAY_H_FAILING, n > TEXT_ROWS ? n : 0);
	put_refuted(p, report, only_failing);
}

/* Without a scope this is what the scans say; with one, what belongs to none of its controls. */
static void
put_failing_tests(struct page *p, const struct node *report)
{
	uint64_t n = (uint64_t)get_int(report, "failing_tests_total");
	struct rows rows;
	struct buf b;

	if (n == 0 || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_FAILING_TESTS, n > TEXT_ROWS ? n : 0);
	rows_init(&rows);
	buf_init(&b, MIB);
	for EACH(t, report, "failing_tests") {
		const char *title = get_str(t, "title"), *severity = get_str(t, "severity");

		buf_reset(&b);
		buf_fmt(&b, "%s: ", *title != '\0' ? title : get_str(t, "test"));
		if (get_int(t, "assets") == 1 && *get_str(t, "asset") != '\0')
			SAY_WITH(&b, SAY_FAILING_TEST_ONE, SAY_S(get_str(t, "asset")));
		else
			SAY_WITH(&b, SAY_FAILING_TEST_MANY, SAY_N((uint64_t)get_int(t, "assets")));
		if (!rows_add(&rows, p, severity, b.p, get_str(t, "at")))
			break;
	}
	rows_print(&rows, p);
	buf_free(&b);
}

static void
put_late(struct page *p, const struct node *report)
{
	uint64_t n = (uint64_t)get_int(report, "late_total");
	struct rows rows;
	struct buf b;

	if (get_child(report, "late") == NULL || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_LATE, n > TEXT_ROWS ? n : 0);
	rows_init(&rows);
	buf_init(&b, MIB);
	for EACH(l, report, "late") {
		const char *who = get_str(l, "who"), *subject = get_str(l, "subject");

		buf_reset(&b);
		if (*get_str(l, "asset") != '\0') {
			subject = get_str(l, "label");
			SAY_WITH(&b, SAY_LATE_ON, SAY_S(get_str(l, "asset")));
		} else {
			buf_fmt(&b, "%s: %s", *who != '\0' ? who : say_text(SAY_NOBODY),
				get_str(l, "text"));
		}
		if (!rows_add(&rows, p, subject, b.p, get_str(l, "at")))
			break;
	}
	rows_print(&rows, p);
	buf_free(&b);
}

static void
put_not_persons(struct page *p, const struct node *report)
{
	uint64_t n = (uint64_t)get_int(report, "not_persons_total");
	struct rows rows;
	struct buf b;

	if (get_child(report, "not_persons") == NULL || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_NOT_PERSONS, n > TEXT_ROWS ? n : 0);
	rows_init(&rows);
	buf_init(&b, MIB);
	for EACH(o, report, "not_persons") {
		buf_reset(&b);
		if (*get_str(o, "raw") == '\0')
			buf_str(&b, get_str(o, "why"));
		else
			SAY_WITH(&b, SAY_NOT_PERSON_ROW, SAY_S(get_str(o, "raw")),
				SAY_S(get_str(o, "why")));
		if (!rows_add(&rows, p, get_str(o, "label"), b.p, get_str(o, "at")))
			break;
	}
	rows_print(&rows, p);
	buf_free(&b);
}

static void
put_requests(struct page *p, const struct node *report)
{
	struct rows rows;
	struct buf whom, worth;

	if (get_child(report, "requests") == NULL || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_REQUESTS, 0);
	rows_init(&rows);
	buf_init(&whom, MIB);
	buf_init(&worth, MIB);
	for EACH(r, report, "requests") {
		buf_reset(&whom);
		buf_reset(&worth);
		SAY_WITH(&whom, SAY_ASK_WHOM, SAY_S(get_str(r, "whom")));
		if (get_int(r, "weight_only") > 0)
			SAY_WITH(&worth, SAY_ONLY_MISSING, SAY_N((uint64_t)get_int(r, "weight_only")));
		else
			SAY_WITH(&worth, SAY_ANSWERS, SAY_N((uint64_t)get_int(r, "unknowns")));
		if (!rows_add(&rows, p, get_str(r, "what"), whom.p, worth.p))
			break;
	}
	rows_print(&rows, p);
	buf_free(&whom);
	buf_free(&worth);
}

static void
put_first_steps(struct page *p, const struct node *report)
{
	char number[16];
	unsigned told = 0;

	p->reserved = END;
	if (get_child(report, "first") == NULL || !page_room(p, 3))
		return;
	page_heading(p, SAY_H_FIRST, 0);
	for EACH(f, report, "first") {
		if (told == TEXT_ROWS || !page_room(p, 1))
			break;
		snprintf(number, sizeof(number), "  %u. ", ++told);
		page_wrap(p, number, 5, get_str(f, "text"), 2);
	}
}

/* What must not be missing: an incomplete run first, then what limits the numbers. */
static void
put_end(struct page *p, const struct node *report)
{
	struct buf b;

	buf_init(&b, MIB);
	p->reserved = 0;
	page_end_line(p);
	for EACH(i, report, "incomplete") {
		buf_reset(&b);
		SAY_WITH(&b, SAY_INCOMPLETE, SAY_S(node_text(i) != NULL ? node_text(i) : ""));
		page_paint(p, PAINT_RED);
		page_wrap(p, "", 2, b.p, 1);
		page_paint(p, PAINT_OFF);
		break;
	}
	for EACH(n, report, "notices")
		if (str_same(get_str(n, "code"), "chain"))
			page_wrap(p, "", 2, get_str(n, "text"), 2);
	for EACH(n, report, "notices") {
		if (str_same(get_str(n, "code"), "chain"))
			continue;
		if (!page_room(p, 2))
			break;
		page_wrap(p, "", 2, get_str(n, "text"), 2);
	}
	buf_free(&b);
}

static int
write_text(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct page p = {.out = out, .colour = o != NULL && o->colour, .reserved = END + STEPS};
	const struct node *worst;

	p.width = o == NULL || o->width == 0 ? 80 : o->width < TEXT_NARROWEST ? TEXT_NARROWEST : o->width;
	put_head(&p, report);
	worst = put_scopes(&p, report);
	put_gap(&p, worst);
	put_contradicted(&p, report);
	put_failing(&p, report);
	put_failing_tests(&p, report);
	put_late(&p, report);
	put_not_persons(&p, report);
	put_requests(&p, report);
	put_first_steps(&p, report);
	put_end(&p, report);
	return out->over ? -1 : 0;
}

const struct writer writer_text = {"text", NULL, "text/plain", "the summary on a terminal",
	write_text, NULL};
