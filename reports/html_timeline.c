/*
 * Who had an item when: a lane for each team, a bar for each time it had it, and a line from
 * bar to bar, so that an item that went round and round is seen before a word is read.
 * Positions are per cent of the width: the drawing fits a phone and a page of paper.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/html_svg.h"

#define LANES 8    /* teams drawn */
#define SPANS 40   /* bars drawn; more are in the table */
#define TEAM 60    /* bytes of a team's name */
#define LANE 38    /* height of one */
#define TOP 24     /* room for the mark of the due date */
#define BAR 14

struct span { size_t lane; int64_t from, to; bool back; };

struct timeline {
	const char *teams[LANES]; size_t nteams;
	struct span v[SPANS]; size_t n;
	int64_t from, to;            /* of the drawing */
	int64_t due, decided;        /* INT64_MIN: none */
	bool more;
};

/* "a to b" is a range: its first instant, or its last. */
static bool
moment_of(struct arena *a, const char *text, int64_t *out, bool last)
{
	const char *end = strstr(text, " to ");
	struct instant i;

	if (end != NULL)
		text = last ? end + 4 : arena_strndup(a, text, (size_t)(end - text));
	if (instant_parse(&i, text, NULL, a) != 0 || i.known != KNOWN || i.never)
		return false;
	*out = i.lo;
	return true;
}

static bool
moment(struct arena *a, const char *text, int64_t *out)
{
	return moment_of(a, text, out, false);
}

static bool
lane_of(struct timeline *t, const char *team, size_t *lane, bool *back)
{
	for (*lane = 0; *lane < t->nteams; (*lane)++)
		if (str_same(t->teams[*lane], team)) {
			*back = true;
			return true;
		}
	*back = false;
	if (t->nteams == LANES)
		return false;
	t->teams[t->nteams++] = team;
	return true;
}

static bool
add_span(struct timeline *t, const char *team, int64_t from)
{
	struct span *s = &t->v[t->n];

	if (t->n == SPANS || !lane_of(t, team, &s->lane, &s->back)) {
		t->more = true;
		return false;
	}
	if (from < t->from)
		from = t->from;
	if (t->n > 0)
		t->v[t->n - 1].to = from;
	s->from = from;
	t->n++;
	return true;
}

/* False: the log does not say when, or nothing is known of the time at all. */
static bool
read_timeline(struct timeline *t, struct arena *a, const struct node *report,
	const struct node *item)
{
	const struct node *clock = node_get(item, "clock"), *path = get_child(item, "path");
	const char *owner = get_str(item, "owner");
	int64_t start, at;

	*t = (struct timeline){.due = INT64_MIN, .decided = INT64_MIN};
	if (!moment(a, get_str(report, "as_of"), &t->to))
		return false;
	if (!moment(a, get_str(item, "created"), &t->from))
		t->from = INT64_MAX;
	if (moment(a, get_str(clock, "start"), &start) && start < t->from)
		t->from = start;
	if (moment(a, get_str(item, "closed"), &at) && at < t->to)
		t->to = at;
	if (t->from >= t->to)
		return false;
	add_span(t, path != NULL && node_text(path) != NULL ? node_text(path)
		: *owner != '\0' ? owner : say_text(SAY_P_NO_TEAM), t->from);
	for EACH(h, item, "hand_offs") {
		if (!moment(a, get_str(h, "at"), &at))
			return false;
		if (at >= t->to || !add_span(t, get_str(h, "to"), at))
			break;
	}
	t->v[t->n - 1].to = t->to;
	/* Late is counted from the last moment at which a decision was in time. */
	if (!moment_of(a, get_str(clock, "due"), &t->due, true) || t->due < t->from || t->due > t->to)
		t->due = INT64_MIN;
	if (!moment(a, get_str(node_get(clock, "decision"), "at"), &t->decided)
		|| t->decided < t->from || t->decided > t->to)
		t->decided = INT64_MIN;
	return true;
}

/* Millionths of the width. */
static int64_t
place(const struct timeline *t, int64_t at)
{
	uint64_t whole = (uint64_t)t->to - (uint64_t)t->from;
	uint64_t part = (uint64_t)at - (uint64_t)t->from;
	uint64_t unit = whole / 1000000 + 1;

	return (int64_t)(part / unit < 1000000 ? part / unit : 1000000);
}

static const char *
day(struct arena *a, int64_t at)
{
	char *text = instant_utc_dup(a, at);

	text[strcspn(text, "T")] = '\0';
	return text;
}

static void
say_steps(struct buf *b, struct arena *a, const struct timeline *t)
{
	struct buf team, steps;

	buf_init(&team, MIB);
	buf_init(&steps, MIB);
	for (size_t i = 0; i < t->n; i++) {
		buf_reset(&team);
		text_inert(&team, t->teams[t->v[i].lane], TEAM);
		buf_str(&steps, i > 0 ? ", " : "");
		SAY_WITH(&steps, SAY_P_TIMELINE_STEP, SAY_S(team.p), SAY_S(day(a, t->v[i].from)));
	}
	if (t->more)
		buf_str(&steps, ", ...");
	SAY_WITH(b, SAY_P_TIMELINE, SAY_S(day(a, t->from)), SAY_S(day(a, t->to)), SAY_S(steps.p));
	buf_free(&team);
	buf_free(&steps);
}

/* A line across all lanes with a word at its top. */
static void
mark(struct emit_xml *x, const struct timeline *t, struct arena *a, int64_t at, enum say what,
	const char *class, int row)
{
	int64_t p = place(t, at);
	struct buf b;

	buf_init(&b, 256);
	SAY_WITH(&b, what, SAY_S(day(a, at)));
	svg_line_at(x, p, row, p, TOP + (int)t->nteams * LANE, class);
	svg_text_at(x, p, row + 10, p > 700000 ? "t small end" : "t small", b.p, p > 700000 ? -5 : 5);
	buf_free(&b);
}

static void
draw_lanes(struct emit_xml *x, const struct timeline *t)
{
	for (size_t i = 0; i < t->nteams; i++) {
		int y = TOP + (int)i * LANE;
		struct buf b;

		buf_init(&b, MIB);
		text_inert(&b, t->teams[i], TEAM);
		svg_text_at(x, 0, y + 11, "t", b.p, 0);
		svg_rect(x, 0, 1000000, y + 16, BAR, "s-track", NULL);
		buf_free(&b);
	}
}

static void
draw_spans(struct emit_xml *x, const struct timeline *t)
{
	char number[24];

	for (size_t i = 1; i < t->n; i++) {
		int64_t p = place(t, t->v[i].from);
		int from = TOP + (int)t->v[i - 1].lane * LANE + 16;
		int to = TOP + (int)t->v[i].lane * LANE + 16;

		svg_line_at(x, p, from < to ? from : from + BAR, p, from < to ? to + BAR : to,
			t->v[i].back ? "l-bad" : "l-calm");
	}
	for (size_t i = 0; i < t->n; i++) {
		int64_t from = place(t, t->v[i].from), to = place(t, t->v[i].to);
		int y = TOP + (int)t->v[i].lane * LANE + 16;

		svg_rect(x, from, to > from + 4000 ? to - from : 4000, y, BAR,
			t->v[i].back ? "b-bad" : "b-calm", NULL);
		snprintf(number, sizeof(number), "%zu", i + 1);
		if (to - from > 30000)
			svg_text_at(x, from, y + 11, t->v[i].back ? "t small on" : "t small on", number, 5);
	}
}

bool
svg_timeline(struct emit_xml *x, const struct node *report, const struct node *item)
{
	struct arena *a = arena_new();
	struct timeline t;
	struct buf label;
	int height;
	bool drawn = read_timeline(&t, a, report, item);

	if (!drawn)
		goto out;
	buf_init(&label, MIB);
	say_steps(&label, a, &t);
	height = TOP + (int)t.nteams * LANE + 20;
	ex_open_class(x, "div", "timeline");
	svg_open(x, "100%", height, label.p);
	draw_lanes(x, &t);
	draw_spans(x, &t);
	if (t.due != INT64_MIN)
		mark(x, &t, a, t.due, SAY_P_TIMELINE_DUE, "l-due", 0);
	if (t.decided != INT64_MIN)
		mark(x, &t, a, t.decided, SAY_P_TIMELINE_DECIDED, "l-ink", t.due != INT64_MIN ? 10 : 0);
	svg_text_at(x, 0, height - 6, "t small soft", day(a, t.from), 0);
	svg_text_at(x, 1000000, height - 6, "t small soft end", day(a, t.to), 0);
	ex_close(x);
	ex_close(x);
	buf_free(&label);
out:
	arena_free(a);
	return drawn;
}
