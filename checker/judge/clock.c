/*
 * The decision clock of each item (judgement.md 7).  All readings of what is
 * uncertain are kept as a set of outcomes: only where one outcome is left is the
 * clock in that state, else it is unknown.
 */
#include "checker/base/arena.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

enum { CAN_MEET = 1, CAN_BREACH = 2, CAN_RUN = 4, CAN_LEAVE = 8 };

/* What the decisions and the due date allow, without what may come later. */
static unsigned
outcomes(const struct judging *j, const struct item_state *s, const struct instant *due)
{
	int64_t as_of = j->cfg->as_of;
	unsigned out = 0;
	bool decided = false;

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];

		if (d->valid.v == TRI_T && d->at.hi <= due->lo)
			return CAN_MEET;
		if (d->at.lo <= due->hi)
			out |= CAN_MEET;
		decided = decided || d->valid.v == TRI_T;
	}
	/* A decision that is one, and not surely before it was due, may have been late. */
	if (as_of > due->lo || decided)
		out |= CAN_BREACH;
	if (as_of <= due->hi && !decided)
		out |= CAN_RUN;
	return out;
}

static enum clock_state
state_of(unsigned out)
{
	switch (out) {
	case CAN_MEET:
		return CLOCK_MET;
	case CAN_BREACH:
		return CLOCK_BREACHED;
	case CAN_RUN:
		return CLOCK_RUNNING;
	case CAN_LEAVE:
		return CLOCK_NONE;
	default:
		return CLOCK_UNKNOWN;
	}
}

static const struct decision *
first_decision(const struct item_state *s, const struct decision **sure)
{
	*sure = NULL;
	for (size_t i = 0; i < s->ndecisions; i++)
		if (s->decisions[i].valid.v == TRI_T) {
			*sure = &s->decisions[i];
			break;
		}
	return s->ndecisions > 0 ? &s->decisions[0] : NULL;
}

/* Does a decision that holds today answer for the item? */
static bool
decision_in_force(const struct judging *j, uint32_t n)
{
	const struct item *it = &j->m->items[n];
	const struct item_state *s = &j->items[n];
	int64_t reopened = INT64_MIN;

	for (size_t k = 0; k < it->nevents; k++)
		if (it->events[k].reopens && it->events[k].at.known == KNOWN
			&& it->events[k].at.hi > reopened)
			reopened = it->events[k].at.hi;
	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];
		struct instant end = d->end;
		bool dated = d->choice == CHOICE_ACCEPT || d->choice == CHOICE_FIX
			|| d->choice == CHOICE_MITIGATE;

		if (d->valid.v != TRI_T)
			continue;
		/* An acceptance to its end; a plan to its date or until it is done; others until reopened. */
		if (d->choice != CHOICE_ACCEPT && reopened > d->at.lo)
			continue;
		if (!s->open && (d->closes || dated) && d->choice != CHOICE_ACCEPT)
			return true;
		if (d->closes && d->choice != CHOICE_ACCEPT)
			continue;
		if (d->event != NULL && d->event->kind == EVENT_DUE && end.known != KNOWN)
			end = instant_end(&it->due);
		if (!dated || (end.known == KNOWN && end.lo >= j->cfg->as_of))
			return true;
	}
	return false;
}

/*
 * When the clock ended: its first decision; without one the item's closing;
 * undecided and open it is in every period.  After a later breach, the same from
 * there on.  Returns false where it is open and undecided in every reading.
 */
static bool
end_interval(struct judging *j, uint32_t n, int64_t after, int64_t *lo, int64_t *hi)
{
	const struct item_state *s = &j->items[n];
	struct instant closed = closed_at(j, n);

	*lo = INSTANT_MAX;
	*hi = INSTANT_MIN;
	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];

		if (after != INSTANT_MIN && d->at.hi <= after)
			continue;
		if (d->at.lo < *lo)
			*lo = d->at.lo;
		if (d->at.hi > *hi)
			*hi = d->at.hi;
		if (d->valid.v == TRI_T)
			return true;
	}
	if (open_at(j, n, j->cfg->as_of, true)) {
		*hi = j->cfg->as_of;
		return *lo != INSTANT_MAX;
	}
	if (closed.known != KNOWN) {
		*lo = s->start.known == KNOWN ? s->start.lo : INSTANT_MIN;
		*hi = j->cfg->as_of;
		return true;
	}
	if (closed.lo < *lo)
		*lo = closed.lo;
	if (closed.hi > *hi)
		*hi = closed.hi;
	if (s->open)
		*hi = j->cfg->as_of; /* perhaps accepted, and undecided */
	return true;
}

static void
place_in_period(struct judging *j, struct clock *c, int64_t after)
{
	int64_t from = j->cfg->period_from, lo, hi;

	c->in_period = c->state != CLOCK_NONE && c->state != CLOCK_RUNNING;
	if (!c->in_period)
		return;
	c->ended = end_interval(j, c->item, after, &lo, &hi);
	c->end_lo = lo;
	c->end_hi = hi;
	if (from == INT64_MIN || !c->ended || lo >= from)
		return;
	if (hi < from) {
		c->in_period = false;
		return;
	}
	if (c->state != CLOCK_UNKNOWN)
		c->why = say_text(SAY_CLOCK_END_UNSURE);
	c->state = CLOCK_UNKNOWN;
}

/* ---- the previous report ---- */

/* Had it ended before the period, as the last report knew it? What was open then had not. */
static bool
was_in_period(const struct judging *j, const struct prev_item *was)
{
	int64_t end = was->ended.known == KNOWN ? was->ended.hi : j->m->previous->as_of;

	return j->cfg->period_from == INT64_MIN || end >= j->cfg->period_from;
}

/* A clock that was BREACHED stays so, whatever became of its item's log (judgement.md 8). */
static void
stay_breached(struct judging *j, struct clock *c, const struct prev_item *was)
{
	if (c->state != CLOCK_BREACHED || !c->in_period) {
		c->by_previous = true;
		c->why = say_text(SAY_CLOCK_STICKS);
	}
	c->state = CLOCK_BREACHED;
	c->in_period = was_in_period(j, was);
}

/* No source shows it any more: BREACHED if it was, else unknown (judgement.md 8, 11). */
static void
run_vanished(struct judging *j, uint32_t n)
{
	const struct prev_item *was = j->m->items[n].was;
	struct clock *c = &j->out->clocks[n];

	c->by_previous = true;
	c->start = was->start;
	c->due = was->due;
	c->ended = was->ended.known == KNOWN;
	c->end_lo = was->ended.lo;
	c->end_hi = was->ended.hi;
	c->in_period = was_in_period(j, was);
	c->state = was->state == PREV_BREACHED ? CLOCK_BREACHED : CLOCK_UNKNOWN;
	c->why = say_text(was->state == PREV_BREACHED ? SAY_CLOCK_GONE_LATE : SAY_CLOCK_GONE);
	c->overdue_undecided = was->state == PREV_BREACHED && (was->undecided || was->open);
	if (c->state == CLOCK_UNKNOWN)
		j->items[n].missing = MISSING_ITEMS;
	else if (c->due.known == KNOWN)
		c->late_ns = (c->ended ? c->end_hi : j->cfg->as_of) - c->due.hi;
	if (c->late_ns < 0)
		c->late_ns = 0;
}

static void
explain(struct clock *c, const struct item_state *s, const struct item *it)
{
	switch (c->state) {
	case CLOCK_NONE:
		c->why = say_text(SAY_CLOCK_DUPLICATE);
		break;
	case CLOCK_RUNNING:
		c->why = say_text(SAY_CLOCK_NOT_DUE);
		break;
	case CLOCK_MET:
		c->why = say_text(SAY_CLOCK_MET);
		break;
	case CLOCK_BREACHED:
		c->why = say_text(s->ndecisions > 0 ? SAY_CLOCK_LATE : SAY_CLOCK_UNDECIDED);
		break;
	case CLOCK_UNKNOWN:
		if (!it->has_history && s->start.known == KNOWN)
			c->why = say_text(SAY_CLOCK_NO_LOG);
		else if (it->truncated)
			c->why = say_text(SAY_CLOCK_LOG_CUT);
		else if (s->start.known != KNOWN)
			c->why = say_text(SAY_CLOCK_START_UNSURE);
		else if (s->start_unsure)
			c->why = say_text(SAY_CLOCK_DETECTED_UNSURE);
		else if (s->ndecisions > 0 && s->decisions[0].valid.v == TRI_U)
			c->why = s->decisions[0].valid.why;
		else
			c->why = say_text(SAY_CLOCK_SIDE_UNSURE);
		break;
	}
}

/* What a source could say of a clock that is unknown. */
static unsigned
missing_of(const struct item_state *s, const struct item *it)
{
	unsigned missing = 0;

	if (!it->has_history || it->truncated)
		missing |= MISSING_ITEMS;
	for (size_t i = 0; i < s->ndecisions; i++)
		if (s->decisions[i].valid.v == TRI_U)
			missing |= s->decisions[i].valid.missing;
	return missing != 0 ? missing : MISSING_OTHER;
}

static void
set_stop(struct clock *c, const struct item_state *s)
{
	const struct decision *sure, *first = first_decision(s, &sure);

	if (sure != NULL)
		first = sure;
	if (first == NULL)
		return;
	c->stop = first->at;
	c->choice = first->choice;
	c->decision = first->event;
}

/* Since it was due; where that is not known, since the acceptance ended that breached it. */
static int64_t
lateness(struct judging *j, const struct clock *c, int64_t breach)
{
	struct instant closed = closed_at(j, c->item);
	int64_t end = j->cfg->as_of, due = c->due.known == KNOWN ? c->due.hi : breach;

	if (c->stop.known == KNOWN && c->stop.lo > due)
		end = c->stop.lo;
	else if (closed.known == KNOWN && closed.lo > due)
		end = closed.lo;
	return end > due ? end - due : 0;
}

static void
run(struct judging *j, uint32_t n)
{
	const struct item *it = &j->m->items[n];
	struct item_state *s = &j->items[n];
	struct clock *c = &j->out->clocks[n];
	const char *later_why = NULL;
	int64_t later_at = INSTANT_MIN;
	unsigned out, later;
	bool breached;

	c->start = s->start;
	set_stop(c, s);
	if (s->start.known == KNOWN) {
		c->due = due_of(j, it, &s->start, c);
		out = outcomes(j, s, &c->due);
	} else {
		out = CAN_MEET | CAN_BREACH;
	}
	later = later_breach(j, n, &later_at, &later_why);
	if (later & BREACH_SURE)
		out = CAN_BREACH;
	else if (later & BREACH_MAYBE)
		out |= CAN_BREACH;
	/* A log that is not there or cut off may hide a decision: only MET is sure. */
	if ((!it->has_history || it->truncated) && out != CAN_MEET)
		out |= CAN_MEET | CAN_BREACH;
	if (s->start_unsure && out != CAN_BREACH)
		out |= CAN_MEET | CAN_BREACH;
	if (s->duplicate && c->due.known != KNOWN) {
		out |= CAN_LEAVE;
	} else if (s->duplicate) {
		if (it->duplicate_at.known == KNOWN && it->duplicate_at.hi < c->due.lo)
			out = CAN_LEAVE;
		else if (it->duplicate_at.known != KNOWN || it->duplicate_at.lo < c->due.hi)
			out |= CAN_LEAVE;
	}
	c->state = state_of(out);
	explain(c, s, it);
	if (later != 0 && (c->state == CLOCK_BREACHED || c->state == CLOCK_UNKNOWN))
		c->why = later_why;
	/* Also where it is in doubt whether it ended in the period; not what is over, and was before it. */
	breached = c->state == CLOCK_BREACHED;
	place_in_period(j, c, later & BREACH_SURE ? later_at : INSTANT_MIN);
	if (it->was != NULL && it->was->state == PREV_BREACHED && was_in_period(j, it->was)) {
		stay_breached(j, c, it->was);
		breached = true;
	} else if (s->kept_clock && (c->state == CLOCK_MET || c->state == CLOCK_RUNNING)) {
		c->state = CLOCK_NONE;
		c->in_period = false;
	}
	c->overdue_undecided = breached && (c->in_period || s->open) && !decision_in_force(j, n);
	if (c->state == CLOCK_UNKNOWN)
		s->missing = missing_of(s, it);
	if (c->state == CLOCK_BREACHED)
		c->late_ns = lateness(j, c, later_at);
}

void
clocks_run(struct judging *j)
{
	for (uint32_t i = 0; i < j->m->nitems; i++) {
		const struct item *it = &j->m->items[i];
		struct clock *c = &j->out->clocks[i];
		bool exists = !(it->created.known == KNOWN && it->created.lo > j->cfg->as_of)
			&& !(j->items[i].start.known == KNOWN
				&& j->items[i].start.lo > j->cfg->as_of);

		c->was_severity = severity_remembered(j, it);
		if (it->vanished && it->was->state != PREV_NONE)
			run_vanished(j, i);
		else if (j->items[i].has_clock && !it->vanished && exists)
			run(j, i);
		else
			c->why = say_text(SAY_CLOCK_NONE);
	}
}
