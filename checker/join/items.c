/* Items: one a tracker and key, with the united log (judgement.md 2, 7). */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"
#include "checker/model/say.h"

static bool
has(const char *s)
{
	return s != NULL && *s != '\0';
}

/*
 * The item that a second key belongs to, as "tracker\nkey"; NULL: no item, or
 * several.  Then the record stands for itself: nothing is taken for another's.
 */
static const char *
key_of_id(struct freeze *f, const char *tracker, const char *id)
{
	char *both = join_key(f->tmp, tracker, id);
	const char *key = map_get(f->item_ids, both, strlen(both));

	return has(key) ? key : NULL;
}

/* Second keys, before anything is looked up by one: the order of the files must not matter. */
static void
note_ids(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_ITEM].n; i++) {
		const struct rec_item *x = &b->kept[REC_ITEM].v[i]->u.item;
		const char *tracker = x->tracker == NULL ? "" : x->tracker;
		char *both, *key;
		void **slot;
		bool fresh;

		if (!has(x->id) || !has(x->key))
			continue;
		both = join_key(f->tmp, tracker, x->id);
		key = join_key(f->tmp, tracker, x->key);
		slot = map_slot(f->item_ids, both, strlen(both), &fresh);
		if (fresh)
			*slot = key;
		else if (strcmp(*slot, key) != 0)
			*slot = (void *)(uintptr_t)"";
	}
}

/* What an item is called where its source gives it no key: its second key's, else its place. */
static const char *
item_key(struct freeze *f, const struct record *r)
{
	const struct rec_item *x = &r->u.item;

	if (has(x->key))
		return x->key;
	if (has(x->id)) {
		const char *key = key_of_id(f, x->tracker == NULL ? "" : x->tracker, x->id);

		return key == NULL ? x->id : strchr(key, '\n') + 1;
	}
	return arena_printf(f->tmp, "%s:%u:%u%s%s",
		r->loc.source == NULL || r->loc.source->path == NULL ? "" : r->loc.source->path,
		(unsigned)r->loc.line, (unsigned)r->loc.col, r->loc.path == NULL ? "" : " ",
		r->loc.path == NULL ? "" : r->loc.path);
}

static int
group_compare(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	int c = strcmp(a->tracker, b->tracker);

	return c != 0 ? c : strcmp(a->key, b->key);
}

/* Records of items and entries by tracker and key, then sorted; f->tracker_items leads to them. */
static void
make_groups(struct freeze *f)
{
	const struct builder *b = f->b;
	uint64_t orphans = 0;

	note_ids(f);
	for (size_t i = 0; i < b->kept[REC_ITEM].n; i++) {
		const struct record *r = b->kept[REC_ITEM].v[i];
		const char *tracker = r->u.item.tracker == NULL ? "" : r->u.item.tracker;
		char *key = join_key(f->tmp, tracker, item_key(f, r));
		bool fresh;
		void **slot = map_slot(f->tracker_items, key, strlen(key), &fresh);

		if (fresh) {
			struct group *g = VEC_PUSH(&f->groups);

			g->tracker = tracker;
			g->key = item_key(f, r);
			*slot = (void *)(uintptr_t)f->groups.n;
		}
		*VEC_PUSH(&f->groups.v[(uintptr_t)*slot - 1].items) = r;
	}
	for (size_t i = 0; i < b->kept[REC_EVENT].n; i++) {
		const struct record *r = b->kept[REC_EVENT].v[i];
		char *key = join_key(f->tmp, r->u.event.tracker, r->u.event.item);
		void *at = map_get(f->tracker_items, key, strlen(key));
		const char *first = at != NULL || !has(r->u.event.item) ? NULL
			: key_of_id(f, r->u.event.tracker, r->u.event.item);

		if (first != NULL)
			at = map_get(f->tracker_items, first, strlen(first));
		if (at == NULL)
			orphans++;
		else
			*VEC_PUSH(&f->groups.v[(uintptr_t)at - 1].events) = r;
	}
	if (orphans > 0) {
		diag_add(f->d, &join_event_orphan, NULL, "%llu entries",
			(unsigned long long)orphans);
		notice_counted(f, "E209", SAY_NOTICE_ORPHANS, orphans);
	}
	previous_groups(f);
	if (f->groups.n > 1)
		qsort(f->groups.v, f->groups.n, sizeof(*f->groups.v), group_compare);
	for (uint32_t i = 0; i < f->groups.n; i++) {
		char *key = join_key(f->tmp, f->groups.v[i].tracker, f->groups.v[i].key);

		*map_slot(f->tracker_items, key, strlen(key), NULL) = (void *)(uintptr_t)(i + 1);
		hits_add(f->item_keys, f->groups.v[i].key, i);
	}
}

uint32_t
item_find(struct freeze *f, const char *tracker, const char *key)
{
	const struct hits *h;

	if (key == NULL || *key == '\0')
		return NONE;
	if (tracker != NULL && *tracker != '\0') {
		char *both = join_key(f->tmp, tracker, key);
		void *at = map_get(f->tracker_items, both, strlen(both));
		const char *first = at != NULL ? NULL : key_of_id(f, tracker, key);

		if (first != NULL)
			at = map_get(f->tracker_items, first, strlen(first));
		return at == NULL ? NONE : (uint32_t)(uintptr_t)at - 1;
	}
	h = hits_get(f->item_keys, key);
	return h != NULL && h->v.n == 1 ? h->v.v[0] : NONE;
}

/* The assignee now, and owners where the source names them (judgement.md 6). */
static void
item_owners(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	struct owners *o = ARENA_ARRAY(f->tmp, struct owners, m->nitems + 1);

	for (size_t i = 0; i < b->kept[REC_ASSIGN].n; i++) {
		const struct record *r = b->kept[REC_ASSIGN].v[i];
		uint32_t at;

		if (r->u.assign.subject != SUBJECT_ITEM || !names_owner(&r->u.assign))
			continue;
		at = item_find(f, r->u.assign.framework, r->u.assign.id);
		if (at == NONE)
			at = item_find(f, NULL, r->u.assign.id);
		if (at == NONE)
			continue;
		m->items[at].owners.source_names_owners = true;
		owners_add(f, &o[at], &r->u.assign.party, r->u.assign.accountable,
			&r->u.assign.from, &r->u.assign.to, r->loc);
	}
	for (size_t i = 0; i < m->nitems; i++) {
		struct item *it = &m->items[i];
		bool named = it->owners.source_names_owners, places = named;

		for (size_t k = 0; k < o[i].v.n; k++)
			named = named && o[i].v.v[k].who.how != RES_EMPTY;
		/* Who works on it answers for it only where nobody is named to answer for it. */
		if ((!named || o[i].v.n == 0) && it->assignee.how != RES_UNKNOWN) {
			struct owner_ref *r = VEC_PUSH(&o[i].v);

			r->who = it->assignee;
			r->loc = it->assignee.loc;
		}
		for (size_t k = 0; k < f->groups.v[i].items.n; k++)
			places = places || source_names(f, f->groups.v[i].items.v[k]->loc.source,
				SUBJECT_ITEM);
		it->owners = owners_take(f, &o[i]);
		it->owners.source_names_owners = places;
	}
}

static const char *
duplicate_key(const struct group *g)
{
	for (size_t i = 0; i < g->items.n; i++)
		if (g->items.v[i]->u.item.duplicate_of != NULL
			&& g->items.v[i]->u.item.duplicate_of[0] != '\0')
			return g->items.v[i]->u.item.duplicate_of;
	return NULL;
}

/* Does a text name this key, not a longer one that begins or ends with it? */
static bool
names_key(const char *text, const char *key)
{
	size_t n = strlen(key);

	for (const char *p = strstr(text, key); p != NULL; p = strstr(p + 1, key))
		if ((p == text || (!ch_alnum(p[-1]) && p[-1] != '-'))
			&& !ch_alnum(p[n]) && p[n] != '-')
			return true;
	return false;
}

/*
 * When the mark was set: the entry that names the original, or turned it into a
 * duplicate; else nobody knows.
 */
static struct instant
duplicate_instant(const struct item *it, const char *original)
{
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->kind == EVENT_LINK && e->to != NULL && names_key(e->to, original))
			return e->at;
	}
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->to != NULL && str_same_fold(e->to, "duplicate"))
			return e->at;
	}
	return instant_unknown();
}

static void
item_duplicates(struct freeze *f)
{
	struct model *m = f->m;

	for (uint32_t i = 0; i < m->nitems; i++) {
		const char *key = duplicate_key(&f->groups.v[i]);

		m->items[i].duplicate_of = NONE;
		if (key == NULL)
			continue;
		m->items[i].duplicate_of = item_find(f, f->groups.v[i].tracker, key);
		m->items[i].duplicate_at = duplicate_instant(&m->items[i], key);
		if (m->items[i].duplicate_of == i)
			m->items[i].duplicate_of = NONE;
	}
	/* In a circle nobody is the original. */
	for (uint32_t i = 0; i < m->nitems; i++) {
		uint32_t at = m->items[i].duplicate_of;
		size_t steps = 0;

		while (at != NONE && at != i && steps++ <= m->nitems)
			at = m->items[at].duplicate_of;
		if (at != i)
			continue;
		diag_add(f->d, &join_duplicate_loop, NULL, "\"%s\"", m->items[i].key);
		for (at = i; at != NONE;) {
			uint32_t next = m->items[at].duplicate_of;

			m->items[at].duplicate_of = NONE;
			at = next;
		}
	}
}

void
freeze_items(struct freeze *f)
{
	struct model *m = f->m;

	make_groups(f);
	m->nitems = f->groups.n;
	m->items = ARENA_ARRAY(f->a, struct item, m->nitems + 1);
	for (size_t i = 0; i < m->nitems; i++) {
		struct group *g = &f->groups.v[i];
		struct item *it = &m->items[i];
		struct arena *was = scratch_begin(f, f->one_item);

		it->tracker = keep(f, g->tracker);
		it->key = keep(f, g->key);
		it->was = g->was;
		it->vanished = g->items.n == 0;
		if (it->vanished) {
			scratch_end(f, was);
			continue;
		}
		item_merge(f, it, g);
		item_events(f, it, g);
		item_rewind(f, it, g);
		item_severity(f, it, g);
		item_close(it);
		item_timeline(it, f->a);
		scratch_end(f, was);
		for (size_t e = 0; e < it->nevents; e++)
			it->events[e].item = (uint32_t)i;
	}
	previous_items(f);
	item_owners(f);
	item_duplicates(f);
}
