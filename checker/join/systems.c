/*
 * Several systems in one run: which they are, and what is evidence of which
 * (judgement.md 3).  With fewer than two all evidence is of the one.  What
 * belongs to none of several is a candidate for each: its failures count in
 * every one, its passes in none.
 */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

static uint64_t
bit(size_t i)
{
	return (uint64_t)1 << i;
}

size_t
system_count(const struct freeze *f)
{
	return f->several ? f->m->nsystems : 1;
}

uint32_t
system_at(const struct freeze *f, size_t i)
{
	return f->several ? (uint32_t)i : NONE;
}

enum tri
belongs(uint64_t systems, uint32_t system)
{
	if (system == NONE)
		return TRI_T;
	if (systems == 0)
		return TRI_U;
	return (systems & bit(system)) != 0 ? TRI_T : TRI_F;
}

/* Systems that go by this id or name. */
uint64_t
systems_named(const struct model *m, const char *name)
{
	uint64_t out = 0;

	for (size_t i = 0; name != NULL && *name != '\0' && i < m->nsystems; i++)
		if (str_same_fold(m->systems[i].id, name) || str_same_fold(m->systems[i].name, name))
			out |= bit(i);
	return out;
}

static void
add_system(struct freeze *f, const char *id, const char *name)
{
	struct model *m = f->m;

	if (systems_named(m, id) != 0)
		return;
	if (m->nsystems == MAX_SYSTEMS) {
		if (!f->systems_told)
			diag_add(f->d, &join_systems, NULL,
				"more than %d systems are described; \"%s\" and those after it are "
				"not judged", MAX_SYSTEMS, id);
		f->systems_told = m->left_out = true;
		return;
	}
	m->systems[m->nsystems].id = keep(f, id);
	m->systems[m->nsystems++].name = keep(f, name);
}

static int
text_order(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The systems that plans describe; where none does, those that claims name. By bytes of their ids. */
static void
described(struct freeze *f)
{
	const struct builder *b = f->b;
	size_t plans = b->kept[REC_SYSTEM].n, claims = plans > 0 ? 0 : b->kept[REC_CLAIM].n, n = 0;
	const char **ids = ARENA_ARRAY(f->tmp, const char *, plans + claims + 1);

	for (size_t i = 0; i < plans; i++) {
		const struct rec_system *s = &b->kept[REC_SYSTEM].v[i]->u.system;

		ids[n++] = s->id != NULL && *s->id != '\0' ? s->id : s->name;
		if (ids[n - 1] == NULL || *ids[n - 1] == '\0')
			n--;
	}
	for (size_t i = 0; i < claims; i++) {
		const char *id = b->kept[REC_CLAIM].v[i]->u.claim.system;

		if (id != NULL && *id != '\0')
			ids[n++] = id;
	}
	if (n > 1)
		qsort(ids, n, sizeof(*ids), text_order);
	for (size_t i = 0; i < n; i++)
		add_system(f, ids[i], NULL);
	for (size_t i = 0; i < plans; i++) {
		const struct rec_system *s = &b->kept[REC_SYSTEM].v[i]->u.system;

		for (size_t k = 0; k < f->m->nsystems; k++)
			if (str_same_fold(f->m->systems[k].id, s->id) && s->name != NULL
				&& (f->m->systems[k].name == NULL
					|| strcmp(s->name, f->m->systems[k].name) < 0))
				f->m->systems[k].name = keep(f, s->name);
	}
}

/* By its path, as configured; else by the plan that it is (builder.c keeps sources by index). */
static void
place_sources(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->sources.n; i++)
		f->of_source[i] = !f->several ? UINT64_MAX
			: f->cfg->nsystems > 1 ? b->sources.v[i]->systems : 0;
	for (size_t i = 0; f->several && i < b->kept[REC_SYSTEM].n; i++) {
		const struct record *r = b->kept[REC_SYSTEM].v[i];
		const struct source *s = r->loc.source;

		if (s != NULL && s->index < b->sources.n && (f->cfg->nsystems < 2 || s->systems == 0))
			f->of_source[s->index] |= systems_named(f->m, r->u.system.id)
				| systems_named(f->m, r->u.system.name);
	}
}

void
freeze_systems(struct freeze *f)
{
	struct model *m = f->m;

	m->systems = ARENA_ARRAY(f->a, struct system, MAX_SYSTEMS);
	f->of_source = ARENA_ARRAY(f->a, uint64_t, f->b->sources.n + 1);
	m->of_source = f->of_source;
	if (f->cfg->nsystems > 1)
		for (size_t i = 0; i < f->cfg->nsystems; i++)
			add_system(f, f->cfg->systems[i].id, f->cfg->systems[i].name);
	else
		described(f);
	/* Of several described systems that the configured one is not, none is judged: a mistyped name may not lump them. */
	f->several = m->nsystems > 1;
	if (f->several && f->cfg->system != NULL && systems_named(m, f->cfg->system) == 0)
		diag_add(f->d, &join_no_such_system, NULL,
			"\"system\" is \"%s\", and the records describe %zu others; the first is \"%s\"",
			f->cfg->system, m->nsystems, m->systems[0].id);
	if (!f->several)
		m->nsystems = 0;
	place_sources(f);
}

uint64_t
systems_of(struct freeze *f, const char *name, const struct source *s)
{
	uint64_t own;

	if (!f->several)
		return UINT64_MAX;
	own = systems_named(f->m, name);
	if (own != 0)
		return own;
	/* A name that is no system of ours places nothing: its source does not speak for it. */
	if (name != NULL && *name != '\0')
		return 0;
	return s != NULL && s->index < f->b->sources.n ? f->of_source[s->index] : 0;
}

void
asset_systems(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	uint64_t *seen = ARENA_ARRAY(f->tmp, uint64_t, m->nassets + 1);

	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct record *r = b->kept[REC_ASSET].v[i];
		uint32_t n = b->asset_nodes.v[i];

		if (n != NONE && place_sure(&f->places[n]))
			m->assets[f->places[n].v[0]].systems |=
				systems_of(f, r->u.asset.system, r->loc.source);
	}
	for (size_t i = 0; f->several && i < b->firsts.n; i++) {
		const struct first *x = &b->firsts.v[i];

		if (place_sure(&f->places[x->node]))
			seen[f->places[x->node].v[0]] |= systems_of(f, NULL, x->source);
	}
	for (size_t i = 0; i < m->nassets; i++)
		if (!f->several)
			m->assets[i].systems = UINT64_MAX;
		else if (m->assets[i].systems == 0)
			m->assets[i].systems = seen[i];
}

/* A name of the item's that may mean several assets: is one of them of no system, or of another? */
static bool
may_be_elsewhere(const struct freeze *f, const struct rec_item *x, uint64_t here)
{
	for (size_t k = 0; k < x->nassets; k++) {
		uint32_t n = node_look(f->b, &x->assets[k], f->tmp);

		for (size_t i = 0; n != NONE && i < f->places[n].n; i++) {
			uint64_t of = f->m->assets[f->places[n].v[i]].systems;

			if (of == 0 || (of & ~here) != 0)
				return true;
		}
	}
	return false;
}

/* By the assets that it names, else by its sources. */
struct item_place
item_systems(struct freeze *f, uint32_t item)
{
	const struct item *it = &f->m->items[item];
	const struct group *g = &f->groups.v[item];
	struct item_place out = {0};

	if (!f->several)
		return (struct item_place){.of = UINT64_MAX};
	if (it->vanished)
		return (struct item_place){.of = previous_item_systems(f, item)};
	for (size_t i = 0; i < it->nassets; i++)
		out.of |= f->m->assets[it->assets[i]].systems;
	for (size_t i = 0; out.of != 0 && !out.loose && i < g->items.n; i++)
		out.loose = may_be_elsewhere(f, &g->items.v[i]->u.item, out.of);
	for (size_t i = 0; out.of == 0 && i < g->items.n; i++)
		out.of |= systems_of(f, NULL, g->items.v[i]->loc.source);
	return out;
}
