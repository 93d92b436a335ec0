/* O: does somebody own it? (judgement.md 6, 11 "Owners") */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static bool
given(const struct judging *j, unsigned role)
{
	return (j->m->given & role) != 0;
}

static struct answer
is(enum tri v, const char *why)
{
	return (struct answer){.v = v, .why = why};
}

static struct answer
unknown(unsigned missing, const char *why)
{
	return (struct answer){.v = TRI_U, .missing = missing, .why = why};
}

static struct answer
party_valid(struct judging *j, const struct party *p, int64_t lo, int64_t hi)
{
	const char *why = NULL;
	enum tri v;

	if (p->group)
		return is(TRI_F, say_text(SAY_OWN_GROUP));
	if (p->machine)
		return is(TRI_F, say_text(SAY_OWN_MACHINE));
	v = party_active(j->m, p, lo, hi, &why);
	if (v == TRI_T)
		return is(TRI_T, NULL);
	if (v == TRI_U)
		return unknown(MISSING_ROSTER, why != NULL ? why : say_text(SAY_OWN_UNSAID));
	return is(TRI_F, why != NULL ? why : say_text(SAY_OWN_LEFT));
}

/*
 * A role that the table has counts only with exactly one active holder.  One
 * that it does not have is a miss in a list that never declares itself whole,
 * and so unknown (READINGS 1).
 */
static struct answer
role_valid(struct judging *j, const struct who *w, int64_t lo, int64_t hi)
{
	struct holding h;

	if (!j->m->has_role_table)
		return unknown(MISSING_ROLES, say_text(SAY_OWN_NO_ROLES));
	if (!given(j, ROLE_ROSTER))
		return unknown(MISSING_ROSTER, say_text(SAY_OWN_ROLE_NO_ROSTER));
	h = role_holding(j->m, w->role != NULL ? w->role : w->raw, lo, hi);
	if (h.rows == 0)
		return unknown(MISSING_ROLES, say_text(SAY_OWN_ROLE_NOT_LISTED));
	if (h.v == TRI_T)
		return is(TRI_T, NULL);
	if (h.v == TRI_U)
		return unknown(MISSING_ROSTER, h.active + h.perhaps > 1
			? say_text(SAY_OWN_ROLE_SEVERAL)
			: say_text(SAY_OWN_ROLE_UNSURE));
	return is(TRI_F, say_text(h.active > 1 ? SAY_OWN_ROLE_SHARED : SAY_OWN_ROLE_VACANT));
}

/* Who owns it says nothing yet while no roster says who is active: both are to be asked for. */
static unsigned
unnamed(const struct judging *j)
{
	return MISSING_OWNERS | (given(j, ROLE_ROSTER) ? 0 : MISSING_ROSTER);
}

static struct answer
built_in(struct judging *j, const struct who *w, int64_t lo, int64_t hi)
{
	switch (w->how) {
	case RES_UNKNOWN:
		return unknown(unnamed(j), say_text(SAY_OWN_UNNAMED));
	case RES_EMPTY:
		return is(TRI_F, say_text(SAY_OWN_BLANK));
	case RES_NOBODY:
		return is(TRI_F, say_text(SAY_OWN_NO_PERSON));
	case RES_MACHINE:
		return is(TRI_F, say_text(SAY_OWN_MACHINE));
	case RES_ROLE:
		return role_valid(j, w, lo, hi);
	case RES_PARTY:
		if (w->party != NULL)
			return party_valid(j, w->party, lo, hi);
		return unknown(MISSING_ROSTER, say_text(SAY_OWN_UNSURE));
	case RES_AMBIGUOUS:
		if (given(j, ROLE_ROSTER) && roster_covers(j->m, lo, hi))
			return is(TRI_F, say_text(SAY_OWN_SEVERAL_ROSTER));
		return unknown(MISSING_ROSTER, say_text(SAY_OWN_SEVERAL));
	case RES_MISS:
		if (!given(j, ROLE_ROSTER))
			return unknown(MISSING_ROSTER, say_text(SAY_OWN_NO_ROSTER));
		if (roster_covers(j->m, lo, hi))
			return is(TRI_F, say_text(SAY_OWN_NOT_LISTED));
		return unknown(MISSING_ROSTER, j->m->nwhole_rosters > 0
			? say_text(SAY_OWN_NOT_LISTED_THEN)
			: say_text(SAY_OWN_NOT_LISTED_PART));
	}
	return unknown(MISSING_OTHER, say_text(SAY_OWN_UNSURE));
}

struct answer
who_valid(struct judging *j, const struct who *w, int64_t lo, int64_t hi)
{
	struct answer a = built_in(j, w, lo, hi);
	const char *why = NULL;
	enum tri rule;

	if (j->slots->owner == NULL || a.v == TRI_F)
		return a;
	rule = tri_and(a.v, j->slots->owner(j->slots->ctx, j->m, w, lo, &why));
	if (rule == a.v)
		return a;
	if (rule == TRI_U)
		return unknown(MISSING_OTHER, why != NULL ? why : say_text(SAY_DECIDE_RULE_UNSURE));
	return is(TRI_F, why != NULL ? why : say_text(SAY_DECIDE_RULE_NO_OWNER));
}

/* Parties that nobody could place: of one address they are one, whatever else each is called. */
static bool
same_mail(const struct who *a, const struct who *b)
{
	return (a->mail != NULL && (str_same(a->mail, b->mail) || str_same(a->mail, b->key)))
		|| (b->mail != NULL && str_same(a->key, b->mail));
}

enum tri
who_same(const struct who *a, const struct who *b)
{
	bool a_none = a->how == RES_EMPTY || a->how == RES_NOBODY || a->how == RES_MACHINE;
	bool b_none = b->how == RES_EMPTY || b->how == RES_NOBODY || b->how == RES_MACHINE;

	if (a->how == RES_UNKNOWN || b->how == RES_UNKNOWN)
		return TRI_U;
	if (a->party != NULL && a->party == b->party)
		return TRI_T;
	if (a->key != NULL && b->key != NULL && str_same(a->key, b->key)
		&& a->how != RES_EMPTY && a->how != RES_AMBIGUOUS)
		return TRI_T;
	if (a->how == RES_MISS && b->how == RES_MISS && same_mail(a, b))
		return TRI_T;
	if (a_none || b_none)
		return TRI_F;
	/* A name that nobody could place may be the same person under another name. */
	if (a->party == NULL || b->party == NULL)
		return TRI_U;
	return TRI_F;
}

/* What was found among those named. */
struct named {
	unsigned active, unsure, nobody, total;
	const struct owner_ref *first_active, *first;
	struct answer doubt, bad;
};

/*
 * Parties met so far: a few are compared one by one, very many (a hostile
 * register names millions) go through a map.
 */
struct met {
	struct map *map;
	const char *few[16];
	size_t n;
};

static bool
met_before(struct met *m, const char *key)
{
	bool fresh;

	if (key == NULL)
		return false;
	if (m->map != NULL) {
		(void)map_slot(m->map, key, strlen(key), &fresh);
		return !fresh;
	}
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->few[i], key) == 0)
			return true;
	if (m->n < sizeof(m->few) / sizeof(*m->few)) {
		m->few[m->n++] = key;
		return false;
	}
	m->map = map_new();
	for (size_t i = 0; i < m->n; i++)
		(void)map_slot(m->map, m->few[i], strlen(m->few[i]), NULL);
	return met_before(m, key);
}

static void
count_one(struct judging *j, struct named *n, const struct owner_ref *o, enum tri now)
{
	int64_t at = j->cfg->as_of;
	struct answer a = who_valid(j, &o->who, at, at);

	n->total++;
	if (n->first == NULL)
		n->first = o;
	if (a.v == TRI_T && now == TRI_U)
		a = unknown(MISSING_OTHER, say_text(SAY_OWN_STILL));
	if (a.v == TRI_T && o->unplaced)
		a = unknown(MISSING_OTHER, say_text(SAY_OWN_NO_SYSTEM));
	if (a.v == TRI_T) {
		n->active++;
		if (n->first_active == NULL)
			n->first_active = o;
	} else if (a.v == TRI_U) {
		n->unsure++;
		if (n->doubt.missing == 0)
			n->doubt = a;
		else
			n->doubt.missing |= a.missing;
	} else {
		if (n->bad.why == NULL)
			n->bad = a;
		/* A name in no roster may be a second person all the same. */
		if (o->who.how == RES_MISS || o->who.how == RES_AMBIGUOUS)
			n->nobody++;
	}
}

/* Each party once, and by the surest of its namings: those in force first. */
static struct named
count_named(struct judging *j, const struct owner_refs *r, bool accountable)
{
	static const enum tri passes[] = {TRI_T, TRI_U};
	struct named n = {0};
	struct met met = {0};

	for (size_t p = 0; p < 2; p++)
		for (size_t i = 0; i < r->n; i++) {
			const struct owner_ref *o = &r->v[i];
			int64_t at = j->cfg->as_of;

			if (o->who.how == RES_EMPTY || o->who.how == RES_UNKNOWN
				|| (accountable && !o->accountable)
				|| in_force(&o->from, &o->to, at, at) != passes[p]
				|| met_before(&met, o->who.party != NULL ? o->who.party->key
					: o->who.key))
				continue;
			count_one(j, &n, o, passes[p]);
		}
	map_free(met.map);
	return n;
}

static struct answer
conclude(const struct named *n)
{
	if (n->active >= 2)
		return is(TRI_F, say_text(SAY_OWN_TWO));
	if (n->active == 1 && n->unsure > 0)
		return unknown(n->doubt.missing, say_text(SAY_OWN_BESIDE_UNSURE));
	if (n->active == 1 && n->nobody > 0)
		return unknown(MISSING_ROSTER, say_text(SAY_OWN_BESIDE_NOBODY));
	if (n->active == 1)
		return is(TRI_T, NULL);
	if (n->unsure > 0)
		return n->doubt;
	return n->bad;
}

struct answer
owner_valid(struct judging *j, const struct owner_refs *r, const char **name)
{
	struct named n = count_named(j, r, true);
	const struct owner_ref *shown;

	*name = "";
	if (n.total == 0)
		n = count_named(j, r, false);
	if (n.total == 0) {
		if (r->source_names_owners)
			return is(TRI_F, say_text(SAY_OWN_NOBODY));
		return unknown(unnamed(j), say_text(SAY_OWN_NO_SOURCE));
	}
	shown = n.first_active != NULL ? n.first_active : n.first;
	if (shown->who.raw != NULL)
		*name = shown->who.raw;
	return conclude(&n);
}

/* An owner that was F stays F until a source shows a valid one (judgement.md 8, "Sticky"). */
static bool
owner_sticks(struct answer *a, bool failed)
{
	if (!failed || a->v != TRI_U)
		return false;
	*a = is(TRI_F, say_text(SAY_OWN_STICKS));
	return true;
}

/* A class of O: its members' owners, counted. */
static void
class_add(struct dim *d, const struct answer *a)
{
	d->n++;
	d->m++;
	d->good += a->v == TRI_T;
	d->bad += a->v == TRI_F || a->v == TRI_B;
}

static struct dim
class_items(struct judging *j, const struct control *c, bool risks, unsigned *missing)
{
	struct dim d = {.kind = risks ? "risks" : "items"};

	for (size_t i = 0; i < c->nitems; i++) {
		uint32_t n = c->items[i].item;
		struct answer a = j->items[n].owner;

		if (!j->items[n].open || (risks && j->m->items[n].type != ITEM_RISK))
			continue;
		if (a.v == TRI_T && !link_counts(c->items[i].how))
			a = unknown(MISSING_OTHER, say_text(SAY_OWN_ITEM_NO_SYSTEM));
		class_add(&d, &a);
		/* Gone: in n, and in M only where its owner is known to be none (judgement.md 11). */
		d.m -= (j->m->items[n].vanished || link_previous(c->items[i].how))
			&& a.v != TRI_F;
		if (a.v == TRI_U)
			*missing |= a.missing;
	}
	return d;
}

static struct dim
class_assets(struct judging *j, unsigned *missing)
{
	struct dim d = {.kind = "assets"};

	for (size_t i = 0; i < j->m->nassets; i++) {
		const struct asset *s = &j->m->assets[i];
		const bool here = s->stated && (j->frame_system == NOT_ONE
			|| (s->systems >> j->frame_system & 1) != 0);
		const char *name;
		struct answer a;

		/* Whether the list is independent matters to W alone (judgement.md 11, Owners). */
		if (!j->frame[i] || !(here || s->was_listed))
			continue;
		a = owner_valid(j, &s->owners, &name);
		owner_sticks(&a, s->owner_failed);
		j->out->asset_owners[i] = a.v;
		/*
		 * Left out of the lists since the previous report, or moved to another system: it stays, in
		 * n only, and nothing good of it counts here (judgement.md 11; READINGS 181, 189).
		 */
		if (!here && a.v != TRI_F)
			a = unknown(MISSING_POPULATION, say_text(SAY_OWN_ASSET_UNLISTED));
		class_add(&d, &a);
		d.m -= !here && a.v != TRI_F;
		if (a.v == TRI_U)
			*missing |= a.missing;
	}
	return d;
}

void
own_items(struct judging *j)
{
	j->out->item_owners = ARENA_ARRAY(j->a, enum tri, j->m->nitems + 1);
	if (j->cfg->o_classes & O_ASSETS)
		j->out->asset_owners = ARENA_ARRAY(j->a, enum tri, j->m->nassets + 1);
	for (size_t i = 0; i < j->m->nitems; i++) {
		const char *name;

		j->items[i].owner = owner_valid(j, &j->m->items[i].owners, &name);
		owner_sticks(&j->items[i].owner, j->m->items[i].was != NULL
			&& j->m->items[i].was->owner_failed);
		j->out->item_owners[i] = j->items[i].owner.v;
	}
}

/* The class into the dimension: the printed one is that of the smallest lo. */
static void
take(struct dim *o, struct dim *class)
{
	uint32_t hi = o->hi;

	if (class->n == 0)
		return;
	dim_settle(class);
	if (class->hi < hi)
		hi = class->hi;
	if (o->n == 0 || class->lo < o->lo)
		*o = *class;
	o->hi = hi;
}

struct dim
own_judge(struct judging *j, const struct control *c, struct control_result *r)
{
	struct answer own = owner_valid(j, &c->owners, &r->owner_text);
	unsigned *missing = &j->control_missing[c - j->m->controls];
	struct dim o = {.lo = MILLION, .hi = MILLION}, class;

	r->owner_previous = owner_sticks(&own, c->owner_failed);
	r->owner = own.v;
	r->owner_why = own.why != NULL ? own.why : "";
	if (own.v == TRI_U) {
		*missing |= own.missing;
		j->own_missing[c - j->m->controls] = own.missing;
	}
	if (!j->slots->has_o)
		return dim_open(say_text(SAY_OWN_NO_RULE));
	if (j->cfg->o_classes & O_ITEMS) {
		class = class_items(j, c, false, missing);
		take(&o, &class);
	}
	if (j->cfg->o_classes & O_ASSETS) {
		class = class_assets(j, missing);
		take(&o, &class);
	}
	if (j->cfg->o_classes & O_RISKS) {
		class = class_items(j, c, true, missing);
		take(&o, &class);
	}
	if (o.n == 0)
		o = (struct dim){.kind = "control", .n = 1, .m = 1, .good = own.v == TRI_T,
			.bad = own.v == TRI_F || own.v == TRI_B, .lo = MILLION, .hi = MILLION};
	if (own.v != TRI_T)
		o.lo = 0;
	if (own.v == TRI_F || own.v == TRI_B)
		o.hi = 0;
	o.why = r->owner_why;
	return o;
}
