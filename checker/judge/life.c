/*
 * When an item was open, and what breaches a clock after its due date: an
 * acceptance that ended with nothing new decided, and 192 days without one in
 * force (judgement.md 7).
 */
#include "checker/judge/inside.h"

static bool
really_closes(const struct event *e)
{
	return e->closes && e->choice != CHOICE_ACCEPT; /* an accepted item is open */
}

bool
open_at(struct judging *j, uint32_t item, int64_t t, bool sure)
{
	const struct item *it = &j->m->items[item];
	bool open = true, closed_once = false;

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
	if (j->items[item].open)
		return open || !sure; /* open today, though its log closes it: in doubt before */
	if (!open || closed_once)
		return open;
	/* Closed today, and its log does not say when. */
	if (it->closed.known == KNOWN)
		return (sure ? it->closed.lo : it->closed.hi) > t;
	return !sure;
}

struct instant
closed_at(struct judging *j, uint32_t item)
{
	const struct item *it = &j->m->items[item];
	struct instant at = it->closed;

	if (j->items[item].open)
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

/*
 * Open and not accepted at some instant after start + 192 days?  It is enough
 * to look where that can begin: then, at each end of an acceptance, and when
 * it was opened again.
 */
static bool
too_long(struct judging *j, uint32_t item, bool sure, int64_t *at)
{
	const struct item *it = &j->m->items[item];
	const struct item_state *s = &j->items[item];
	struct instant limit = instant_plus(&s->start, j->cfg->open_end);
	int64_t after = sure ? limit.hi : limit.lo;

	*at = ns_add(after, 1);
	if (bare(j, item, *at, after, sure))
		return true;
	for (size_t i = 0; i < s->ndecisions; i++) {
		if (s->decisions[i].choice != CHOICE_ACCEPT)
			continue;
		*at = ns_add(end_of(&s->decisions[i], !sure), 1);
		if (bare(j, item, *at, after, sure))
			return true;
	}
	for (size_t i = 0; i < it->nevents; i++) {
		if (!it->events[i].reopens || it->events[i].at.known != KNOWN)
			continue;
		*at = sure ? it->events[i].at.hi : it->events[i].at.lo;
		if (bare(j, item, *at, after, sure))
			return true;
	}
	return false;
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
		/* One that ends no later is nothing new: perhaps the same one, told twice. */
		if (k->choice == CHOICE_ACCEPT)
			later = end_of(k, sure) > end_of(d, !sure);
		else
			later = sure ? k->at.lo > d->at.hi : k->at.hi > d->at.lo;
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
		int64_t end;

		if (d->choice != CHOICE_ACCEPT || (sure && d->valid.v != TRI_T)
			|| d->end.known != KNOWN)
			continue;
		end = sure ? d->end.hi : d->end.lo;
		if (end >= j->cfg->as_of || !open_at(j, item, ns_add(end, 1), sure)
			|| renewed(s, d, !sure))
			continue;
		if (!found || end < *at)
			*at = end;
		found = true;
	}
	return found;
}

unsigned
later_breach(struct judging *j, uint32_t item, int64_t *at, const char **why)
{
	static const char *const ended = "its acceptance ended while it was open, and nothing new "
		"was decided";
	static const char *const old = "open longer than the limit without an acceptance in force";
	int64_t t;

	if (acceptance_ended(j, item, true, at)) {
		*why = ended;
		return BREACH_SURE | BREACH_MAYBE;
	}
	if (j->items[item].start.known == KNOWN && too_long(j, item, true, at)) {
		*why = old;
		return BREACH_SURE | BREACH_MAYBE;
	}
	if (acceptance_ended(j, item, false, &t)) {
		*why = "it cannot be told whether an acceptance ended without a new decision";
		*at = t;
		return BREACH_MAYBE;
	}
	if (j->items[item].start.known == KNOWN && too_long(j, item, false, &t)) {
		*why = "it cannot be told whether it was accepted when it grew too old";
		*at = t;
		return BREACH_MAYBE;
	}
	return 0;
}
