/*
 * When an item was open, and what breaches a clock after its due date: an
 * acceptance that ended with nothing new decided, and 192 days without one in
 * force (judgement.md 7).
 */
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static bool
really_closes(const struct event *e)
{
	return e->closes && e->choice != CHOICE_ACCEPT; /* an accepted item is open */
}

/* What may have ended an acceptance, up to an instant: by place in the log, and by time. */
struct endings {
	size_t sure, perhaps;          /* 1 + the last entry that does, that may; 0: none */
	int64_t sure_at, perhaps_at;   /* in their order; INT64_MIN: none */
	bool record;                   /* closed by its record alone, which has no word for it */
};

static struct endings
endings_of(const struct item *it, int64_t t)
{
	struct endings e = {.sure_at = INT64_MIN, .perhaps_at = INT64_MIN};
	bool closes = false;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *v = &it->events[i];

		if (!v->closes || v->at.known != KNOWN)
			continue;
		closes = true;
		/* A machine chooses nothing: what it closes stays accepted. */
		if (!really_closes(v) || v->actor.how == RES_MACHINE || v->at.lo > t)
			continue;
		if (event_ends_acceptance(v) && v->at.hi <= t) {
			e.sure = i + 1;
			e.sure_at = instant_sort_key(&v->at);
		} else {
			e.perhaps = i + 1;
			e.perhaps_at = instant_sort_key(&v->at);
		}
	}
	e.record = !closes && !it->tracker_open
		&& !(it->closed.known == KNOWN && it->closed.lo > t);
	return e;
}

static bool
record_may_end(const struct item *it, const struct endings *e, const struct instant *at)
{
	return e->record && (it->closed.known != KNOWN
		|| instant_sort_key(&it->closed) >= instant_sort_key(at));
}

static enum tri
log_accepts(const struct item *it, const struct item_state *s, const struct endings *e, int64_t t)
{
	enum tri best = TRI_F;

	for (size_t i = e->sure; i < it->nevents; i++) {
		const struct event *v = &it->events[i];

		if (v->choice != CHOICE_ACCEPT || (v->at.known == KNOWN && v->at.lo > t))
			continue;
		best = tri_or(best, TRI_U);
		/* A closing as accepted speaks for itself; one by a machine accepts nothing, surely. */
		if (v->closes && v->actor.how != RES_MACHINE && v->at.known == KNOWN && v->at.hi <= t && i >= e->perhaps
			&& !record_may_end(it, e, &v->at))
			return TRI_T;
	}
	for (size_t i = 0; best != TRI_F && i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];
		size_t place;

		if (d->event == NULL || d->choice != CHOICE_ACCEPT || d->valid.v != TRI_T
			|| d->at.hi > t)
			continue;
		place = (size_t)(d->event - it->events);
		if (place >= e->sure && place >= e->perhaps && !record_may_end(it, e, &d->at))
			return TRI_T;
	}
	return best;
}

/* A row of a register has no place in the log: at the same instant it is the later one. */
static enum tri
rows_accept(const struct item *it, const struct item_state *s, const struct endings *e, int64_t t)
{
	enum tri best = TRI_F;

	for (size_t i = 0; i < s->nrows; i++) {
		const struct instant *at = &s->rows[i]->granted;

		/* A refusal is one at any time. */
		if (acceptance_granted(s->rows[i], t) != TRI_F && instant_sort_key(at) >= e->sure_at
			&& !(at->known == KNOWN && at->lo > t))
			best = TRI_U;
	}
	for (size_t i = 0; best != TRI_F && i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];

		if (d->acceptance != NULL && d->valid.v == TRI_T && d->at.hi <= t
			&& instant_sort_key(&d->at) >= e->sure_at
			&& instant_sort_key(&d->at) >= e->perhaps_at
			&& !record_may_end(it, e, &d->at))
			return TRI_T;
	}
	return best;
}

/* Is the last thing that was chosen for it, up to t, to live with it (judgement.md 6)? */
static enum tri
taken_on(const struct judging *j, uint32_t item, int64_t t)
{
	const struct item *it = &j->m->items[item];
	struct endings e = endings_of(it, t);

	return tri_or(log_accepts(it, &j->items[item], &e, t),
		rows_accept(it, &j->items[item], &e, t));
}

/* By the tracker alone, at t; its log, else its record, which says how it is at as_of. */
static bool
tracker_open(struct judging *j, uint32_t item, int64_t t, bool sure)
{
	const struct item *it = &j->m->items[item];
	bool open = true, closed_once = false;

	if (t >= j->cfg->as_of)
		return it->tracker_open;
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->at.known != KNOWN)
			continue;
		if (really_closes(e)) {
			closed_once = true;
			if ((sure ? e->at.lo : e->at.hi) <= t)
				open = false;
		} else if (e->reopens && (sure ? e->at.hi : e->at.lo) <= t) {
			open = true;
		}
	}
	if (it->tracker_open)
		return open || !sure; /* open today, though its log closes it: in doubt before */
	if (!open || closed_once)
		return open;
	/* Closed today, and its log does not say when. */
	if (it->closed.known == KNOWN)
		return (sure ? it->closed.lo : it->closed.hi) > t;
	return !sure;
}

bool
open_at(struct judging *j, uint32_t item, int64_t t, bool sure)
{
	enum tri taken;

	if (j->m->items[item].status == STATUS_ACCEPTED || tracker_open(j, item, t, sure))
		return true;
	taken = taken_on(j, item, t);
	return taken == TRI_T || (taken == TRI_U && !sure);
}

struct instant
closed_at(struct judging *j, uint32_t item)
{
	const struct item *it = &j->m->items[item];
	struct instant at = it->closed;

	if (open_at(j, item, j->cfg->as_of, true))
		return instant_unknown();
	for (size_t i = 0; at.known != KNOWN && i < it->nevents; i++) {
		const struct event *e = &it->events[it->nevents - 1 - i];

		if (really_closes(e) && e->at.known == KNOWN)
			at = e->at;
	}
	return at;
}

static int64_t
end_of(const struct decision *d, bool sure)
{
	if (d->end.known != KNOWN)
		return sure ? INSTANT_MIN : INSTANT_MAX;
	return sure ? d->end.lo : d->end.hi;
}

/* Is an acceptance in force at t: surely, or in some reading? */
static bool
accepted(const struct item_state *s, int64_t t, bool sure)
{
	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];

		if (d->choice != CHOICE_ACCEPT || (sure && d->valid.v != TRI_T))
			continue;
		if ((sure ? d->at.hi : d->at.lo) <= t && t <= end_of(d, sure))
			return true;
	}
	return false;
}

static bool
bare(struct judging *j, uint32_t item, int64_t t, int64_t after, bool sure)
{
	return t > after && t <= j->cfg->as_of && open_at(j, item, t, sure)
		&& !accepted(&j->items[item], t, !sure);
}

/* *at: t, if it is the later one and what too_long() looks for began then. */
static void
begins(struct judging *j, uint32_t item, int64_t t, int64_t after, bool sure, int64_t *at)
{
	if (t > *at && bare(j, item, t, after, sure) && !bare(j, item, t - 1, after, sure))
		*at = t;
}

/*
 * Open and not accepted at some instant after start + 192 days?  It is enough
 * to look where that can begin: then, at each end of an acceptance, and when
 * it was opened again or closed as accepted.  *at: the last time that it began.
 */
static bool
too_long(struct judging *j, uint32_t item, bool sure, int64_t *at)
{
	const struct item *it = &j->m->items[item];
	const struct item_state *s = &j->items[item];
	struct instant limit = instant_plus(&s->start, j->cfg->open_end);
	int64_t after = sure ? limit.hi : limit.lo;

	*at = INSTANT_MIN;
	begins(j, item, ns_add(after, 1), after, sure, at);
	/* From the last one on: what began before the last that was found is not asked. */
	for (size_t i = s->ndecisions; i-- > 0;) {
		const struct decision *d = &s->decisions[i];

		if (d->choice != CHOICE_ACCEPT)
			continue;
		begins(j, item, ns_add(end_of(d, !sure), 1), after, sure, at);
	}
	for (size_t i = s->nrows; i-- > 0;)
		if (s->rows[i]->granted.known == KNOWN)
			begins(j, item, sure ? s->rows[i]->granted.hi : s->rows[i]->granted.lo, after,
				sure, at);
	for (size_t i = it->nevents; i-- > 0;)
		if ((it->events[i].reopens || it->events[i].choice == CHOICE_ACCEPT)
			&& it->events[i].at.known == KNOWN)
			begins(j, item, sure ? it->events[i].at.hi : it->events[i].at.lo, after, sure,
				at);
	/* Its record calls it open today; its log may have left that in doubt until now. */
	begins(j, item, j->cfg->as_of, after, sure, at);
	return *at != INSTANT_MIN;
}

/* Was something new decided between an acceptance and its end? */
static bool
renewed(const struct item_state *s, const struct decision *d, bool sure)
{
	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *k = &s->decisions[i];
		bool later;

		if (k == d || (sure && k->valid.v != TRI_T))
			continue;
		if ((sure ? k->at.hi : k->at.lo) > end_of(d, sure))
			continue;
		later = sure ? k->at.lo > d->at.hi : k->at.hi > d->at.lo;
		/* One that ends no later is nothing new: perhaps the same one, told twice. */
		if (k->choice == CHOICE_ACCEPT)
			later = later && end_of(k, sure) > end_of(d, !sure);
		if (later)
			return true;
	}
	return false;
}

static bool
acceptance_ended(struct judging *j, uint32_t item, bool sure, int64_t *at)
{
	const struct item_state *s = &j->items[item];
	bool found = false;

	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *d = &s->decisions[i];
		bool first, last;
		int64_t end;

		if (d->choice != CHOICE_ACCEPT || (sure && d->valid.v != TRI_T)
			|| d->end.known != KNOWN)
			continue;
		end = sure ? d->end.hi : d->end.lo;
		if (end >= j->cfg->as_of || renewed(s, d, !sure))
			continue;
		/* Whenever it may have ended. */
		first = open_at(j, item, ns_add(d->end.lo, 1), sure);
		last = open_at(j, item, ns_add(d->end.hi, 1), sure);
		if (sure ? !first || !last : !first && !last)
			continue;
		if (!found || end > *at)
			*at = end;
		found = true;
	}
	return found;
}

unsigned
later_breach(struct judging *j, uint32_t item, int64_t *at, const char **why)
{
	int64_t t, grown = INSTANT_MIN;
	bool sure = acceptance_ended(j, item, true, at);
	bool long_open = j->items[item].start.known == KNOWN && too_long(j, item, true, &grown);

	if (sure || long_open) {
		*why = say_text(sure ? SAY_CLOCK_ACCEPTANCE_OVER : SAY_CLOCK_OPEN_TOO_LONG);
		if (!sure || grown > *at)
			*at = grown; /* of several the last: until then it was never over */
		return BREACH_SURE | BREACH_MAYBE;
	}
	if (acceptance_ended(j, item, false, &t)) {
		*why = say_text(SAY_CLOCK_ACCEPTANCE_UNSURE);
		*at = t;
		return BREACH_MAYBE;
	}
	if (j->items[item].start.known == KNOWN && too_long(j, item, false, &t)) {
		*why = say_text(SAY_CLOCK_TOO_LONG_UNSURE);
		*at = t;
		return BREACH_MAYBE;
	}
	return 0;
}
