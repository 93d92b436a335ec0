/*
 * What the log of an item tells of its way: who had it, what moves and escalations
 * came to, how often its date slipped, how long it waited (method.md 2.3, 2.4).
 * These figures explain; no verdict hangs on them.  Where an instant is not exact
 * its reading as UTC counts, and the figures say so.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"

#define ANSWER_WITHIN (2 * NS_DAY) /* a move is answered within two days, or it was empty [A] */

/* Somebody has it from `from` to the next one. */
struct had { int64_t from; const struct who *who; };

struct walk {
	struct judging *j;
	const struct item *it;
	const struct item_state *s;
	struct timeline *t;
	int64_t lo, hi;           /* its life: detection to closing or as_of */
	struct had *v; size_t n;
};

static int64_t
key_of(struct walk *w, const struct instant *i)
{
	if (i->known == KNOWN && i->hi > i->lo)
		w->t->exact = false;
	return instant_sort_key(i);
}

/* Begin and end; false where one of them is not known. */
static bool
life(struct walk *w, uint32_t n)
{
	const struct instant *start = &w->s->start;
	struct instant closed = closed_at(w->j, n);

	if (start->known != KNOWN)
		start = w->it->detected.known == KNOWN ? &w->it->detected : &w->it->created;
	if (start->known != KNOWN || start->never || start->lo > w->j->cfg->as_of)
		return false;
	w->lo = key_of(w, start);
	w->hi = w->j->cfg->as_of;
	if (!open_at(w->j, n, w->hi, true)) {
		if (closed.known != KNOWN)
			return false;
		if (key_of(w, &closed) < w->hi)
			w->hi = key_of(w, &closed);
	}
	w->t->known = true;
	w->t->life = w->hi > w->lo ? w->hi - w->lo : 0;
	return true;
}

static void
holdings(struct walk *w)
{
	const struct item *it = w->it;
	static const struct who nobody_tells = {.how = RES_UNKNOWN}, nobody = {.how = RES_EMPTY};
	int64_t made = instant_sort_key(&it->created);
	bool whole = it->has_history && !it->truncated, any = false;

	w->v = ARENA_ARRAY(w->j->a, struct had, it->nevents + 3);
	/* Before it was in a tracker it was nobody's there. */
	if (made > w->lo)
		w->v[w->n++] = (struct had){INT64_MIN, &nobody};
	else
		made = INT64_MIN;
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->kind != EVENT_ASSIGN || e->at.known != KNOWN)
			continue;
		if (!any)
			w->v[w->n++] = (struct had){made, e->was != NULL ? e->was
				: &nobody_tells};
		any = true;
		w->v[w->n++] = (struct had){key_of(w, &e->at), &e->to_party};
	}
	if (!any)
		w->v[w->n++] = (struct had){made, whole ? &it->assignee : &nobody_tells};
}

static void
count_time(struct walk *w, const struct who *who, int64_t from, int64_t to)
{
	switch (who_valid(w->j, who, from, to - 1).v) {
	case TRI_T:
		return;
	case TRI_F:
		w->t->unowned += to - from;
		return;
	case TRI_U:
	case TRI_B:
		w->t->owner_unknown += to - from;
		return;
	}
}

/* One holding within the item's life; a person who came or left within it had it for a part. */
static void
hold(struct walk *w, const struct who *who, int64_t from, int64_t to)
{
	if (from < w->lo)
		from = w->lo;
	if (to > w->hi)
		to = w->hi;
	while (from < to) {
		int64_t cut = to;

		for (size_t i = 0; who->party != NULL && i < who->party->nrows; i++) {
			const struct rec_party *r = &who->party->rows[i];

			if (r->hired.known == KNOWN && r->hired.lo > from && r->hired.lo < cut)
				cut = r->hired.lo;
			if (r->left.known == KNOWN && r->left.lo > from && r->left.lo < cut)
				cut = r->left.lo;
		}
		count_time(w, who, from, cut);
		from = cut;
	}
}

/* Owned: the first entry of his own of one who has it and is active; assigned is not owned. */
static void
first_owner(struct walk *w)
{
	const struct item *it = w->it;
	bool doubt = false, assigned = false;
	size_t h = 0;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		int64_t at = instant_sort_key(&e->at);
		enum tri v;

		if (e->at.known != KNOWN)
			continue;
		/* Entries of the same instant come after the assignment. */
		while (h + 1 < w->n && w->v[h + 1].from <= at)
			h++;
		v = tri_and(who_same(w->v[h].who, &e->actor),
			who_valid(w->j, w->v[h].who, e->at.lo, e->at.hi).v);
		if (v == TRI_T && !doubt) {
			w->t->owner = TIMELINE_OWNED;
			w->t->to_owner = at > w->lo ? at - w->lo : 0;
			return;
		}
		if (v == TRI_T || v == TRI_U)
			doubt = doubt || v == TRI_T || w->v[h].who->how != RES_UNKNOWN;
	}
	for (size_t i = 0; i < w->n; i++)
		assigned = assigned || (w->v[i].who->how == RES_PARTY && who_valid(w->j,
			w->v[i].who, w->v[i].from > w->lo ? w->v[i].from : w->lo,
			w->v[i].from > w->lo ? w->v[i].from : w->lo).v == TRI_T);
	if (doubt || w->t->owner_unknown > 0 || !it->has_history || it->truncated)
		w->t->owner = TIMELINE_DOUBT;
	else
		w->t->owner = assigned ? TIMELINE_ASSIGNED : TIMELINE_NOBODY;
}

/* The first words of states in which an item waits; those of hold and awaiting in read/words.def. */
bool
timeline_waits(const char *state)
{
	static const char *const words[] = {"on hold", "hold", "onhold", "pending", "waiting", "wait",
		"awaiting", "blocked", "suspended", "snoozed", "deferred"};

	for (size_t i = 0; state != NULL && i < sizeof(words) / sizeof(*words); i++) {
		const char *p = state, *q = words[i];

		while (*q != '\0' && ch_low(*p) == *q) {
			p++;
			q++;
		}
		if (*q == '\0' && !ch_alnum(*p))
			return true;
	}
	return false;
}

/* A decision, a state that goes on, a link to what was found: not another move, and no talk. */
static bool
goes_on(const struct event *e)
{
	if (e->choice != CHOICE_NONE || e->closes || e->evaluated)
		return true;
	if (e->kind == EVENT_STATUS)
		return !e->reopens && !timeline_waits(e->to);
	return e->kind == EVENT_DECIDE || e->kind == EVENT_LINK || e->kind == EVENT_DUE;
}

/* Moves between teams after which nothing went on for two days. */
static void
empty_moves(struct walk *w)
{
	const struct item *it = w->it;
	int64_t *next = ARENA_ARRAY(w->j->a, int64_t, it->nevents + 1), last = INT64_MIN;
	const char *team = NULL;
	bool teams = false;

	next[it->nevents] = INT64_MAX;
	for (size_t i = it->nevents; i-- > 0;) {
		const struct event *e = &it->events[i];

		next[i] = e->at.known == KNOWN && goes_on(e) ? instant_sort_key(&e->at) : next[i + 1];
		teams = teams || e->kind == EVENT_TEAM;
	}
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		int64_t at = instant_sort_key(&e->at);
		const char *before = team;

		if (e->at.known != KNOWN)
			continue;
		if (goes_on(e))
			last = at;
		if (e->kind != (teams ? EVENT_TEAM : EVENT_ASSIGN) || e->team == NULL)
			continue;
		if (before == NULL)
			before = teams ? e->from : e->was != NULL && e->was->party != NULL
				? e->was->party->team : NULL;
		team = e->team;
		/* What happens in the same instant goes with the move, in whatever order it is listed. */
		if (before == NULL || *before == '\0' || str_same(before, team) || last == at
			|| (next[i] != INT64_MAX && next[i] - at <= ANSWER_WITHIN))
			continue;
		if (at > w->j->cfg->as_of - ANSWER_WITHIN)
			w->t->moves_pending++;
		else
			w->t->moves_empty++;
	}
}

/* Escalations: answered by a decision within the item's limit, or not. */
static void
escalations(struct walk *w)
{
	const struct item *it = w->it;
	struct duration limit = limit_of(w->j, it, it->severity);

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		enum tri v = TRI_F;
		int64_t at = instant_sort_key(&e->at), until;

		if (e->kind != EVENT_ESCALATE)
			continue;
		w->t->escalations++;
		until = e->at.known == KNOWN ? duration_add(at, limit, w->j->cfg->zone) : INT64_MAX;
		for (size_t k = 0; k < w->s->ndecisions && v != TRI_T; k++) {
			const struct decision *d = &w->s->decisions[k];
			bool dated = d->at.known == KNOWN && e->at.known == KNOWN;
			int64_t then = instant_sort_key(&d->at);

			if (!dated || (then >= at && then <= until))
				v = dated ? tri_or(v, d->valid.v) : TRI_U;
		}
		if (v == TRI_T)
			continue;
		if (v == TRI_U || until > w->j->cfg->as_of)
			w->t->escalations_open++;
		else
			w->t->escalations_undecided++;
	}
}

static struct instant
date_of(struct walk *w, const struct instant *until, const char *text)
{
	struct instant i = *until;

	if (i.known != KNOWN && text != NULL && *text != '\0'
		&& instant_parse(&i, text, w->j->cfg->zone, w->j->a) != 0)
		i = instant_unknown();
	return i;
}

/* Due dates that moved later, and how far in all. */
static void
slips(struct walk *w)
{
	struct instant now = instant_unknown(), none = instant_unknown();

	for (size_t i = 0; i < w->it->nevents; i++) {
		const struct event *e = &w->it->events[i];
		struct instant next;

		if (e->kind != EVENT_DUE)
			continue;
		if (now.known != KNOWN)
			now = date_of(w, &none, e->from);
		next = date_of(w, &e->until, e->to);
		if (next.known != KNOWN || next.never)
			continue;
		if (now.known == KNOWN && next.lo > now.hi) {
			w->t->slips++;
			w->t->slipped += next.lo - now.lo;
		}
		now = next;
	}
}

/* A pause set by the one who has the item counts as his own: it makes the clock no shorter. */
static void
pause_over(struct walk *w, int64_t from, int64_t to, bool own)
{
	if (from < w->lo)
		from = w->lo;
	if (to > w->hi)
		to = w->hi;
	w->t->pauses++;
	w->t->pauses_own += own;
	if (from >= to)
		return;
	w->t->paused += to - from;
	if (!own)
		w->t->paused_by_others += to - from;
}

static void
pauses(struct walk *w)
{
	const struct item *it = w->it;
	int64_t since = w->lo;
	bool waits = false, own = false, any = false;
	size_t h = 0;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		int64_t at = instant_sort_key(&e->at);
		bool now = timeline_waits(e->to);

		w->t->reopened += e->reopens;
		if (e->at.known != KNOWN || !(e->kind == EVENT_STATUS || e->kind == EVENT_CREATE
			|| e->closes || e->reopens))
			continue;
		/* Where it stood before the first entry, and by whose hand, only that entry tells. */
		if (!any && timeline_waits(e->from))
			waits = own = true;
		any = true;
		while (h + 1 < w->n && w->v[h + 1].from <= at)
			h++;
		if (waits && !now)
			pause_over(w, since, at, own);
		if (now && !waits) {
			since = at;
			/* Whoever cannot be told apart from the one who has it may be him. */
			own = who_same(w->v[h].who, &e->actor) != TRI_F;
		}
		waits = now;
	}
	if (waits)
		pause_over(w, since, w->hi, own);
	/* More than half of its life is no pause (method.md 2.3, max_pause_ratio). */
	w->t->net = w->t->life;
	if (w->t->paused <= w->t->life / 2)
		w->t->net -= w->t->paused_by_others;
}

static void
one(struct judging *j, uint32_t n, struct timeline *t)
{
	const struct clock *c = &j->out->clocks[n];
	struct walk w = {.j = j, .it = &j->m->items[n], .s = &j->items[n], .t = t};

	t->exact = true;
	t->owner = TIMELINE_DOUBT;
	if (!life(&w, n)) {
		t->exact = false;
		for (size_t i = 0; i < w.it->nevents; i++)
			t->reopened += w.it->events[i].reopens;
		return;
	}
	holdings(&w);
	for (size_t i = 0; i < w.n; i++)
		hold(&w, w.v[i].who, w.v[i].from, i + 1 < w.n ? w.v[i + 1].from : INT64_MAX);
	first_owner(&w);
	empty_moves(&w);
	escalations(&w);
	slips(&w);
	pauses(&w);
	if (c->state == CLOCK_BREACHED && j->items[n].open && j->items[n].accepted_until == INT64_MIN
		&& c->due.known == KNOWN)
		t->overdue = j->cfg->as_of - c->due.hi;
}

void
timelines_make(struct judging *j)
{
	j->out->timelines = ARENA_ARRAY(j->a, struct timeline, j->m->nitems + 1);
	for (uint32_t i = 0; i < j->m->nitems; i++)
		one(j, i, &j->out->timelines[i]);
}
