/*
 * When a decision is due (judgement.md 2 "Severity of an item", 7 "Due", 11
 * "Severity"): a raise tightens from its instant, a lowering loosens only by
 * an authorised decision before the old due date, and then counts from the
 * start.  A severity that nobody knows is read both ways: the due date is an
 * interval, and the clock asks for all of it.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

enum { LOW = 1, CRITICAL = 4 };

static bool
about_severity(const struct item *it, const struct event *e)
{
	return e->kind == EVENT_SEVERITY
		|| (it->severity_from_priority && e->kind == EVENT_PRIORITY);
}

static bool
changes_severity(const struct item *it, const struct event *e)
{
	return e->at.known == KNOWN && about_severity(it, e);
}

/* An entry of the log without a date may have changed it at any time: nobody knows how severe it was when. */
static bool
undated_change(const struct item *it)
{
	for (size_t i = 0; i < it->nevents; i++)
		if (it->events[i].at.known != KNOWN && about_severity(it, &it->events[i]))
			return true;
	return false;
}

struct duration
limit_of(struct judging *j, const struct item *it, int rank)
{
	struct duration d;

	if (rank < LOW)
		rank = LOW;
	if (j->slots->limit != NULL && j->slots->limit(j->slots->ctx, j->m, it, rank, &d) >= 0)
		return d;
	return j->cfg->limits[rank];
}

static int
word_before(const struct event *e)
{
	if (e->from == NULL || *e->from == '\0')
		return -1;
	/* Our own word, or what the reader says that the tracker's word means. */
	return severity_rank(e->from) >= 0 ? severity_rank(e->from) : e->severity_before;
}

int
severity_highest(const struct item *it, const struct instant *until, bool *sure)
{
	int top = -1, last = -1;
	bool any = false, all = !it->severity_empty && !undated_change(it);

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		int words[2] = {e->severity, word_before(e)};

		if (!changes_severity(it, e))
			continue;
		last = e->severity;
		/* What was there before the first change was there all the time. */
		if (!any && !(e->from != NULL && *e->from == '\0')) {
			all = all && words[1] >= 0;
			top = words[1];
		}
		any = true;
		if (e->at.lo > until->hi)
			continue;
		all = all && words[0] >= 0;
		for (size_t k = 0; k < 2; k++)
			if (words[k] > top)
				top = words[k];
	}
	/* With a log the record's word is the log's last one, or a higher one of another source. */
	if ((!any || it->severity > last) && it->severity > top)
		top = it->severity;
	*sure = all && top >= 0;
	return top;
}

/* min(evaluated, start + P5D); an unknown evaluation lies anywhere from the start to then. */
static struct instant
base_of(struct judging *j, const struct item *it, const struct instant *start)
{
	struct instant latest = instant_plus(start, j->cfg->evaluate_within), done = it->evaluated;

	/* Of several the earliest: what was evaluated once is evaluated. */
	for (size_t i = 0; i < it->nevents; i++)
		if (it->events[i].evaluated && it->events[i].at.known == KNOWN
			&& it->events[i].at.lo <= j->cfg->as_of)
			done = done.known == KNOWN ? instant_min(done, it->events[i].at)
				: it->events[i].at;
	if (done.known == KNOWN)
		return instant_min(done, latest);
	latest.lo = start->lo;
	return latest;
}

/* One way to read the history: what an unknown word is taken for. */
struct reading {
	struct judging *j;
	const struct item *it;
	const struct instant *start, *base;
	struct instant due;
	bool strict;
	int unknown;  /* rank of a word that nobody knows */
	int own, top; /* the item's own word, and the highest so far */
	int used;     /* the rank that set the due date */
};

static struct instant
limit_from(const struct reading *r, const struct instant *from, int rank)
{
	struct instant due = instant_limit(from, limit_of(r->j, r->it, LOW), r->j->cfg->zone);

	/* A higher severity never has more time than a lower one, whatever the tables say. */
	for (int k = LOW + 1; k <= rank; k++) {
		struct instant d = instant_limit(from, limit_of(r->j, r->it, k), r->j->cfg->zone);

		due = instant_min(due, d);
	}
	return due;
}

static void
tighten(struct reading *r, const struct instant *due, int rank)
{
	if (due->lo < r->due.lo || r->due.known != KNOWN)
		r->used = rank;
	r->due = r->due.known == KNOWN ? instant_min(r->due, *due) : *due;
}

/* The strictest limit, from the start: the shortest, whichever word has it. */
static void
tighten_most(struct reading *r)
{
	for (int rank = CRITICAL; rank >= LOW; rank--) {
		struct instant due = limit_from(r, r->base, rank);

		tighten(r, &due, rank);
	}
}

static void
raise(struct reading *r, const struct event *e, int rank)
{
	struct instant from = e->at, late = limit_from(r, r->base, rank), due;

	/* Perhaps raised before the clock started: then it holds from the start, not from earlier. */
	if (from.lo < r->start->lo)
		from.lo = r->start->lo;
	due = limit_from(r, &from, rank);
	if (e->at.hi < r->start->lo) {
		due = late; /* held from the start */
	} else if (e->at.lo < r->start->hi) {
		/* Perhaps held from the start. */
		due.lo = late.lo < due.lo ? late.lo : due.lo;
		due.hi = late.hi > due.hi ? late.hi : due.hi;
	}
	tighten(r, &due, rank);
}

static void
lower(struct reading *r, const struct event *e, int rank)
{
	struct instant due = limit_from(r, r->base, rank);
	enum tri v = instant_before(&e->at, &r->due);

	if (v != TRI_F)
		v = tri_and(v, decide_lowering(r->j, r->it, e, r->top).v);
	if (v == TRI_T) {
		r->due = due;
		r->used = rank;
		r->top = rank;
	} else if (v == TRI_U && due.hi > r->due.hi) {
		r->due.hi = due.hi;
	} else {
		tighten(r, &due, rank); /* nobody may loosen it; a shorter limit loosens nothing */
	}
}

static void
step(struct reading *r, const struct event *e)
{
	int rank = e->severity;

	if (rank < 0)
		rank = r->unknown;
	if (e->severity < 0 && r->strict) {
		/* Blank or on no table: MET asks for the strictest limit, from the start. */
		tighten_most(r);
	} else if (r->own < 0) {
		/* The first word that an item ever gets holds from its start (READINGS 4). */
		struct instant due = limit_from(r, r->base, rank);

		tighten(r, &due, rank);
	} else if (rank > r->own) {
		raise(r, e, rank);
	} else if (rank < r->own) {
		lower(r, e, rank);
	}
	r->own = rank;
	if (rank > r->top)
		r->top = rank;
}

static void
read_history(struct reading *r)
{
	const struct item *it = r->it;
	struct instant due;
	bool any = false;

	r->own = r->top = -1;
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (!changes_severity(it, e) || e->at.lo > r->j->cfg->as_of)
			continue;
		if (!any && (e->from == NULL || *e->from != '\0')) {
			r->own = r->top = word_before(e) < 0 ? r->unknown : word_before(e);
			due = limit_from(r, r->base, r->own);
			tighten(r, &due, r->own);
			if (r->strict && word_before(e) < 0)
				tighten_most(r);
		}
		any = true;
		step(r, e);
	}
	/* Without a history the item's word holds; with one, a higher word is another source's. */
	if (it->severity > r->own || r->due.known != KNOWN) {
		int rank = it->severity < LOW ? r->unknown : it->severity;

		due = limit_from(r, r->base, rank);
		tighten(r, &due, rank);
		if (r->strict && it->severity < LOW)
			tighten_most(r);
	}
}

/*
 * A word that the last report knew, and that neither record nor log remembers of that day: it
 * was not lowered by anybody, so its limit stands (judgement.md 2, 8).
 */
int
severity_remembered(const struct judging *j, const struct item *it)
{
	struct instant then;
	bool sure;

	if (it->was == NULL || it->was->severity < LOW)
		return 0;
	/* A later raise to the same word remembers nothing: before it the item was then lower. */
	then = instant_exact(j->m->previous->as_of);
	return severity_highest(it, &then, &sure) >= it->was->severity ? 0 : it->was->severity;
}

static bool
read_previous(struct reading *r)
{
	struct instant due;

	if (severity_remembered(r->j, r->it) == 0)
		return false;
	due = limit_from(r, r->base, r->it->was->severity);
	tighten(r, &due, r->it->was->severity);
	return true;
}

static const char *
limit_text(struct judging *j, const struct item *it, int rank, bool unknown)
{
	struct buf limit, evaluate;
	const char *text;

	buf_init(&limit, 256);
	buf_init(&evaluate, 256);
	duration_put(&limit, limit_of(j, it, rank));
	duration_put(&evaluate, (struct duration){.ns = j->cfg->evaluate_within});
	text = SAID(j->a, unknown ? SAY_CLOCK_LIMIT_UNSURE : SAY_CLOCK_LIMIT, SAY_S(limit.p),
		SAY_S(severity_word(rank < LOW ? LOW : rank)), SAY_S(evaluate.p));
	buf_free(&limit);
	buf_free(&evaluate);
	return text;
}

struct instant
due_of(struct judging *j, const struct item *it, const struct instant *start, struct clock *out)
{
	struct instant end = instant_exact(INSTANT_MAX);
	bool unknown = it->severity < 0 || it->severity_empty;
	bool sure;
	int highest = severity_highest(it, &end, &sure);
	struct instant base = base_of(j, it, start), due;
	struct reading strict = {.j = j, .it = it, .start = start, .base = &base,
		.strict = true, .unknown = CRITICAL};
	struct reading loose = strict;

	loose.strict = false;
	loose.unknown = highest < LOW ? LOW : highest;
	read_history(&strict);
	read_history(&loose);
	out->by_previous = read_previous(&strict) || out->by_previous;
	read_previous(&loose);
	if (it->severity_empty || undated_change(it))
		tighten_most(&strict);
	/* Every reading counts: a raise from its instant may be due before all that counts from the start. */
	due = strict.due;
	if (loose.due.hi > due.hi)
		due.hi = loose.due.hi;
	if (loose.due.lo < due.lo)
		due.lo = loose.due.lo;
	out->severity_used = (uint32_t)(strict.used < LOW ? LOW : strict.used);
	out->limit_text = limit_text(j, it, unknown ? loose.used : strict.used, unknown);
	return due;
}
