/* Who is named as answering for something, now. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static int
owner_compare(const void *x, const void *y)
{
	const struct owner_ref *a = x, *b = y;
	int c = text_compare(a->who.key, b->who.key);

	if (c == 0)
		c = text_compare(a->who.raw, b->who.raw);
	if (c == 0)
		c = (int)b->accountable - (int)a->accountable;
	return c != 0 ? c : loc_compare(&a->loc, &b->loc);
}

/* Certainly over, or certainly yet to come, at as_of. */
static bool
out_of_force(const struct freeze *f, const struct instant *from, const struct instant *to)
{
	return after(f->cfg, from) || (to->known == KNOWN && !to->never && to->hi < f->cfg->as_of);
}

static void
add_one(struct freeze *f, struct owners *o, const struct party_ref *party, bool accountable,
	const struct instant *from, const struct instant *to, struct loc loc)
{
	struct owner_ref *r = VEC_PUSH(&o->v);

	r->who = resolve_at(f, party, loc, NULL);
	r->accountable = accountable;
	r->from = keep_instant(f, *from);
	r->to = keep_instant(f, *to);
	r->loc = keep_loc(f, loc);
}

/* "Bo Lee; Cy Ng" are two namings (formats.md C.1, 20). */
void
owners_add(struct freeze *f, struct owners *o, const struct party_ref *party, bool accountable,
	const struct instant *from, const struct instant *to, struct loc loc)
{
	const char *p = party->raw;

	if (out_of_force(f, from, to))
		return;
	if (p == NULL || party->ids.n > 0 || party->email != NULL || strpbrk(p, ";\n") == NULL) {
		add_one(f, o, party, accountable, from, to, loc);
		return;
	}
	while (*p != '\0') {
		size_t n = strcspn(p, ";\n");
		struct party_ref one = {0};

		one.raw = str_trim(f->tmp, arena_strndup(f->tmp, p, n));
		if (*one.raw != '\0')
			add_one(f, o, &one, accountable, from, to, loc);
		p += n;
		p += strspn(p, ";\n");
	}
}

struct owners
owners_of(struct freeze *f, const struct owners *o, uint32_t system)
{
	struct owners out = {{0}};

	for (size_t i = 0; i < o->v.n; i++) {
		enum tri mine = belongs(systems_of(f, NULL, o->v.v[i].loc.source), system);
		struct owner_ref *r;

		if (mine == TRI_F)
			continue;
		r = VEC_PUSH(&out.v);
		*r = o->v.v[i];
		r->unplaced = mine == TRI_U;
	}
	return out;
}

/* Sorted, each once; a blank beside a name says nothing. Frees what the list held. */
struct owner_refs
owners_take(struct freeze *f, struct owners *o)
{
	struct owner_refs out = {0};
	bool named = false;

	if (o->v.n > 1)
		qsort(o->v.v, o->v.n, sizeof(*o->v.v), owner_compare);
	for (size_t i = 0; i < o->v.n; i++)
		named = named
			|| (o->v.v[i].who.how != RES_EMPTY && o->v.v[i].who.how != RES_UNKNOWN);
	out.v = ARENA_ARRAY(f->a, struct owner_ref, o->v.n);
	for (size_t i = 0; i < o->v.n; i++) {
		const struct owner_ref *r = &o->v.v[i],
				       *last = out.n > 0 ? &out.v[out.n - 1] : NULL;

		if (r->who.how == RES_UNKNOWN || (named && r->who.how == RES_EMPTY))
			continue;
		if (last != NULL && text_compare(last->who.key, r->who.key) == 0
			&& last->who.how == r->who.how) {
			out.v[out.n - 1].accountable = last->accountable || r->accountable;
			out.v[out.n - 1].unplaced = last->unplaced && r->unplaced;
			continue;
		}
		out.v[out.n++] = *r;
	}
	VEC_FREE(&o->v);
	return out;
}

static char *
source_key(struct arena *a, const struct source *s, enum subject_kind k)
{
	return arena_printf(a, "%d %s %s", (int)k, s == NULL || s->path == NULL ? "" : s->path,
		s == NULL ? "" : s->sha256);
}

static void
note(struct freeze *f, const struct source *s, enum subject_kind k)
{
	struct arena_mark before = arena_mark(f->tmp);
	char *key = source_key(f->tmp, s, k);

	*map_slot(f->name_sources, key, strlen(key), NULL) = f;
	arena_back(f->tmp, before);
}

bool
names_owner(const struct rec_assign *x)
{
	return x->owner || x->accountable;
}

/* Sources that name owners for records of a kind: they have the column, be it blank here. */
void
owners_note_sources(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_ASSIGN].n; i++)
		if (names_owner(&b->kept[REC_ASSIGN].v[i]->u.assign))
			note(f, b->kept[REC_ASSIGN].v[i]->loc.source,
				b->kept[REC_ASSIGN].v[i]->u.assign.subject);
	for (size_t i = 0; i < b->kept[REC_ITEM].n; i++)
		if (b->kept[REC_ITEM].v[i]->u.item.assignee.raw != NULL)
			note(f, b->kept[REC_ITEM].v[i]->loc.source, SUBJECT_ITEM);
}

bool
source_names(struct freeze *f, const struct source *s, enum subject_kind k)
{
	struct arena_mark before = arena_mark(f->tmp);
	char *key = source_key(f->tmp, s, k);
	bool names = map_has(f->name_sources, key, strlen(key));

	arena_back(f->tmp, before);
	return names;
}
