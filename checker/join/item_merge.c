/* The same item in several files: the newest wins, what it does not say is taken from the next. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

/* Of its source: the export's own date. */
static int64_t
source_age(const struct source *s)
{
	if (s == NULL)
		return INT64_MIN;
	return s->as_of.known == KNOWN ? s->as_of.hi : s->newest;
}

/* When it was last changed, else as old as its source. */
static int64_t
record_age(const struct record *r)
{
	const struct instant *i = &r->u.item.updated;

	return i->known == KNOWN && !i->never ? i->hi : source_age(r->loc.source);
}

static int
newest_first(const void *x, const void *y)
{
	const struct record *a = *(const struct record *const *)x;
	const struct record *b = *(const struct record *const *)y;
	int64_t p = record_age(a), q = record_age(b);

	if (p == q) {
		p = source_age(a->loc.source);
		q = source_age(b->loc.source);
	}
	if (p != q)
		return p < q ? 1 : -1;
	return loc_compare(&a->loc, &b->loc);
}

static void
take_text(struct freeze *f, const char **to, const char *from)
{
	if (*to == NULL)
		*to = keep(f, from);
}

static void
take_instant(struct freeze *f, struct instant *to, const struct instant *from)
{
	if (to->known == UNKNOWN && from->known != UNKNOWN)
		*to = keep_instant(f, *from);
}

static void
take_who(struct freeze *f, struct who *to, const struct party_ref *from, const struct record *r,
	const struct instant *at)
{
	if (to->how == RES_UNKNOWN)
		*to = resolve_at(f, from, r->loc, at);
}

static void
take_fields(struct freeze *f, struct item *it, const struct record *r)
{
	const struct rec_item *x = &r->u.item;

	if (it->type == ITEM_OTHER)
		it->type = x->type;
	if (it->status == STATUS_UNKNOWN) {
		it->status = x->status;
		if (x->status != STATUS_UNKNOWN)
			it->status_raw = keep(f, x->status_raw);
	}
	take_text(f, &it->type_raw, x->type_raw);
	take_text(f, &it->title, x->title);
	take_text(f, &it->status_raw, x->status_raw);
	take_text(f, &it->team, x->team);
	take_instant(f, &it->created, &x->created);
	take_instant(f, &it->detected, &x->detected);
	take_instant(f, &it->evaluated, &x->evaluated);
	take_instant(f, &it->due, &x->due);
	take_instant(f, &it->closed, &x->closed);
	take_who(f, &it->reporter, &x->reporter, r, &x->created);
	take_who(f, &it->assignee, &x->assignee, r, NULL);
	it->rationale_place = it->rationale_place || x->rationale_place;
}

static int
index_compare(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

/* Assets that are told apart: a name that may be several names none. */
static void
take_assets(struct freeze *f, struct item *it, const struct group *g)
{
	struct hits all = {{0}};

	for (size_t i = 0; i < g->items.n; i++) {
		const struct rec_item *x = &g->items.v[i]->u.item;

		for (size_t k = 0; k < x->nassets; k++) {
			uint32_t n = node_look(f->b, &x->assets[k], f->tmp);

			if (n != NONE && place_sure(&f->places[n]))
				*VEC_PUSH(&all.v) = f->places[n].v[0];
			else
				it->names_lost = true;
		}
	}
	if (all.v.n > 1)
		qsort(all.v.v, all.v.n, sizeof(*all.v.v), index_compare);
	it->assets = ARENA_ARRAY(f->a, uint32_t, all.v.n + 1);
	for (size_t i = 0; i < all.v.n; i++)
		if (it->nassets == 0 || it->assets[it->nassets - 1] != all.v.v[i])
			it->assets[it->nassets++] = all.v.v[i];
	VEC_FREE(&all.v);
}

void
item_merge(struct freeze *f, struct item *it, struct group *g)
{
	bool history = false;

	if (g->items.n > 1)
		qsort(g->items.v, g->items.n, sizeof(*g->items.v), newest_first);
	for (size_t i = 0; i < g->items.n; i++)
		take_fields(f, it, g->items.v[i]);
	it->loc = keep_loc(f, g->items.v[0]->loc);
	it->source = g->items.v[0]->loc.source;
	/* Of united logs the newest decides whether something is cut off. */
	for (size_t i = 0; i < g->items.n && !history; i++)
		if (g->items.v[i]->u.item.has_history) {
			history = true;
			it->truncated = g->items.v[i]->u.item.truncated;
		}
	it->has_history = history;
	take_assets(f, it, g);
}

/*
 * Open unless the tracker closed it.  What was last accepted may be open whatever
 * the tracker says (judgement.md 6): whether it is, the judge decides.
 */
void
item_close(struct item *it)
{
	bool accepted = false;

	it->tracker_open = it->status == STATUS_UNKNOWN ? it->closed.known != KNOWN
		: it->status != STATUS_CLOSED && it->status != STATUS_FALSE_POSITIVE
		&& it->status != STATUS_CANCELLED;
	for (size_t i = 0; i < it->nevents; i++) {
		if (event_ends_acceptance(&it->events[i]))
			accepted = false;
		else if (it->events[i].choice == CHOICE_ACCEPT)
			accepted = true;
	}
	it->open = it->tracker_open || accepted;
}
