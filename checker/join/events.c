/* The log of an item, and the item as it stood at as_of. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static int64_t
lo_of(const struct instant *i)
{
	return i->known == KNOWN ? i->lo : INT64_MIN;
}

static int64_t
hi_of(const struct instant *i)
{
	return i->known == KNOWN ? i->hi : INT64_MIN;
}

/* By time (UTC where no zone is known, judgement.md 2), then by the source's order. */
static int
record_compare(const void *x, const void *y)
{
	const struct record *a = *(const struct record *const *)x;
	const struct record *b = *(const struct record *const *)y;
	int64_t p = instant_sort_key(&a->u.event.at), q = instant_sort_key(&b->u.event.at);

	if (p != q)
		return p > q ? 1 : -1;
	return loc_compare(&a->loc, &b->loc);
}

/* One entry in two files: the same id, or without ids the same words. */
static char *
event_key(struct freeze *f, const struct rec_event *e)
{
	return arena_printf(f->tmp, "%s\n%lld\n%lld\n%d\n%s\n%s\n%s\n%d",
		e->id == NULL ? "" : e->id, (long long)lo_of(&e->at), (long long)hi_of(&e->at),
		(int)e->kind, e->field == NULL ? "" : e->field, e->from == NULL ? "" : e->from,
		e->to == NULL ? "" : e->to, (int)e->choice);
}

static struct event
make_event(struct freeze *f, const struct record *r)
{
	const struct rec_event *x = &r->u.event;
	struct event e = {0};

	e.at = keep_instant(f, x->at);
	e.actor = resolve_at(f, &x->actor, r->loc, &x->at);
	e.kind = x->kind;
	e.field = keep(f, x->field);
	e.from = keep(f, x->from);
	e.to = keep(f, x->to);
	e.to_party = resolve_at(f, &x->to_party, r->loc, &x->at);
	e.choice = x->choice;
	e.until = keep_instant(f, x->until);
	e.rationale = keep(f, x->rationale);
	e.severity = severity_rank(x->severity);
	e.severity_before = severity_rank(x->severity_before != NULL ? x->severity_before : x->from);
	e.evaluated = x->evaluated;
	e.closes = x->closes;
	e.reopens = x->reopens;
	e.loc = keep_loc(f, r->loc);
	if (x->kind == EVENT_ASSIGN && x->from != NULL) {
		struct party_ref was = {.raw = x->from};
		struct who *w = ARENA_NEW(f->a, struct who);

		*w = resolve_at(f, &was, r->loc, &x->at);
		e.was = w;
	}
	if (x->kind == EVENT_TEAM)
		e.team = e.to != NULL && *e.to != '\0' ? e.to : NULL;
	else if (x->kind == EVENT_ASSIGN && e.to_party.party != NULL)
		e.team = e.to_party.party->team;
	return e;
}

static bool
texts_same(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Is it one of those before it at the same time? What event_key() says, without keys. */
static bool
came_before(const struct group *g, size_t i)
{
	const struct rec_event *e = &g->events.v[i]->u.event;

	while (i-- > 0) {
		const struct rec_event *x = &g->events.v[i]->u.event;

		if (instant_sort_key(&x->at) != instant_sort_key(&e->at))
			return false;
		if (lo_of(&x->at) == lo_of(&e->at) && hi_of(&x->at) == hi_of(&e->at)
			&& x->kind == e->kind && x->choice == e->choice && texts_same(x->id, e->id)
			&& texts_same(x->field, e->field) && texts_same(x->from, e->from)
			&& texts_same(x->to, e->to))
			return true;
	}
	return false;
}

/* Logs that are compared entry by entry; longer ones, all at one time, would be quadratic. */
#define SHORT_LOG 64

void
item_events(struct freeze *f, struct item *it, const struct group *g)
{
	struct map *had = g->events.n > SHORT_LOG ? map_new() : NULL;

	if (g->events.n == 0)
		return;
	if (g->events.n > 1)
		qsort(g->events.v, g->events.n, sizeof(*g->events.v), record_compare);
	it->events = ARENA_ARRAY(f->a, struct event, g->events.n);
	for (size_t i = 0; i < g->events.n; i++) {
		const struct record *r = g->events.v[i];
		bool fresh = true;

		if (after(f->cfg, &r->u.event.at))
			continue;
		if (had != NULL) {
			char *key = event_key(f, &r->u.event);

			map_slot(had, key, strlen(key), &fresh);
		} else {
			fresh = !came_before(g, i);
		}
		if (fresh)
			it->events[it->nevents++] = make_event(f, r);
	}
	map_free(had);
}

/* The first entry after as_of that changes a field says what it was at as_of. */
static void
rewind_one(struct freeze *f, struct item *it, const struct record *r)
{
	const struct rec_event *e = &r->u.event;
	struct party_ref was = {.raw = e->from};

	switch (e->kind) {
	case EVENT_ASSIGN:
		it->assignee = resolve_at(f, &was, r->loc, NULL);
		break;
	case EVENT_TEAM:
		it->team = keep(f, e->from);
		break;
	case EVENT_DUE:
		it->due = instant_unknown();
		if (e->from == NULL)
			break; /* what it was nobody tells */
		if (*e->from == '\0')
			it->due.known = EMPTY;
		else if (instant_parse(&it->due, e->from, f->cfg->zone, f->a) != 0)
			it->due = instant_unknown();
		break;
	case EVENT_SEVERITY: /* item_severity.c */
	case EVENT_CREATE: case EVENT_STATUS: case EVENT_ESCALATE: case EVENT_DECIDE:
	case EVENT_COMMENT:
	case EVENT_PRIORITY:
	case EVENT_ACK:
	case EVENT_REOPEN:
	case EVENT_CLOSE:
	case EVENT_LABEL: case EVENT_LINK: case EVENT_OTHER: default:
		break;
	}
}

/* Closed or not at as_of, by the last entry up to it that closes or reopens. */
static void
rewind_status(struct item *it)
{
	bool over = false, doubt = false;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		/* What nobody dates may have come after as_of as well, or last: then it may be open. */
		doubt = doubt || (e->reopens && e->at.known != KNOWN);
		if ((!e->closes && !e->reopens) || e->at.known != KNOWN)
			continue;
		over = e->closes;
		if (over)
			it->closed = e->at;
	}
	over = over && !doubt;
	it->status = over ? STATUS_CLOSED : STATUS_OPEN;
	if (!over)
		it->closed = (struct instant){.known = EMPTY};
}

/* Facts later than as_of change no number: the item is put back to where it stood then. */
void
item_rewind(struct freeze *f, struct item *it, const struct group *g)
{
	bool seen[EVENT_OTHER + 1] = {false}, moved = false;

	for (size_t i = 0; i < g->events.n; i++) {
		const struct rec_event *e = &g->events.v[i]->u.event;

		if (!after(f->cfg, &e->at))
			continue;
		moved = moved || e->closes || e->reopens;
		if (e->kind <= EVENT_OTHER && !seen[e->kind]) {
			seen[e->kind] = true;
			rewind_one(f, it, g->events.v[i]);
		}
	}
	if (moved || after(f->cfg, &it->closed))
		rewind_status(it);
	/* Whose it is now the log says, where the record has no place for it. */
	for (size_t i = it->nevents; i-- > 0 && it->assignee.how == RES_UNKNOWN;)
		if (it->events[i].kind == EVENT_ASSIGN && it->events[i].at.known == KNOWN) {
			it->assignee = it->events[i].to_party;
			break; /* whom it left before does not have it any more */
		}
	if (after(f->cfg, &it->evaluated))
		it->evaluated = (struct instant){.known = EMPTY};
}
