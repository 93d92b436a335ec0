/*
 * The joined assets: their names, what inventories say of them, and where each way of naming
 * leads.
 */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

/* While assets are made: by component. */
struct making {
	uint32_t *group;          /* of each node */
	struct hits *candidates;  /* of each component */
	bool *adds, *listed;      /* of each component */
	uint32_t *asset;          /* of each component, NONE: it is no asset */
};

/*
 * Does an item say that there is such an asset? By a strong id or a full name in a place for
 * assets, yes (judgement.md 5: assets known only from items); a short name, or what looks like a
 * full name in a text ("node.js"), adds none (11).
 */
static bool
item_adds(const struct idents *said, const struct node *n)
{
	bool place = false;

	for (size_t i = 0; i < said->n; i++)
		place = place || !str_same(said->v[i].ns, IDENT_MENTION);
	for (size_t i = 0; i < n->ids.n; i++)
		if (ident_strength(n->ids.v[i].ns) == STRONG
			|| (place && strcmp(n->ids.v[i].ns, "fqdn") == 0))
			return true;
	return false;
}

/* The assets that records name beside their subject. */
static void
item_nodes(struct freeze *f)
{
	struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_ITEM].n; i++) {
		const struct rec_item *it = &b->kept[REC_ITEM].v[i]->u.item;

		for (size_t k = 0; k < it->nassets; k++) {
			uint32_t n = node_of(b, &it->assets[k], NULL);

			if (n != NONE && item_adds(&it->assets[k], &b->nodes.v[n]))
				b->nodes.v[n].adds = true;
		}
	}
	for (size_t i = 0; i < b->kept[REC_ASSIGN].n; i++)
		if (b->kept[REC_ASSIGN].v[i]->u.assign.subject == SUBJECT_ASSET)
			node_of(b, &b->kept[REC_ASSIGN].v[i]->u.assign.asset, NULL);
}

/*
 * A component that may be several others is no asset of its own, unless an
 * inventory lists it under just that name.
 */
static void
choose_assets(struct freeze *f, struct making *k)
{
	const struct builder *b = f->b;

	for (uint32_t i = 0; i < b->nodes.n; i++)
		if (b->nodes.v[i].adds && !b->nodes.v[i].poisoned)
			k->adds[k->group[i]] = true;
	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++)
		if (b->asset_nodes.v[i] != NONE && !b->nodes.v[b->asset_nodes.v[i]].poisoned
			&& b->kept[REC_ASSET].v[i]->u.asset.listed)
			k->listed[k->group[b->asset_nodes.v[i]]] = true;
	for (uint32_t c = 0; c < b->nodes.n; c++) {
		k->asset[c] = NONE;
		if (k->group[c] != c || !k->adds[c])
			continue;
		if (k->candidates[c].v.n > 1) {
			f->m->ambiguous_assets++;
			diag_add(f->d, &join_asset_ambiguous, NULL,
				k->candidates[c].v.n > MAX_CANDIDATES
					? "\"%s\" may be any of more than %zu assets, and so names none"
					: "\"%s\" may be any of %zu assets", b->nodes.v[c].key,
				k->candidates[c].v.n > MAX_CANDIDATES ? (size_t)MAX_CANDIDATES
					: k->candidates[c].v.n);
			if (!k->listed[c])
				continue;
		}
		k->asset[c] = (uint32_t)f->m->nassets++;
	}
}

/*
 * The asset that a name of the last run leads to, before assets have their order: the only one that
 * it may be, or the one that a source names by just what it had then.
 */
static void
choose_previous(struct freeze *f, const struct making *k)
{
	const struct builder *b = f->b;
	size_t n = b->previous == NULL ? 0 : b->previous->nassets;
	uint32_t *leads = ARENA_ARRAY(f->tmp, uint32_t, n + 1);

	for (size_t i = 0; i < n; i++) {
		uint32_t node = b->asset_nodes.v[b->first_was + i];

		leads[i] = node == NONE || b->nodes.v[node].poisoned ? NONE : k->asset[k->group[node]];
		if (leads[i] != NONE || node == NONE || b->nodes.v[node].poisoned)
			continue;
		node = node_look(f->b, &b->previous->assets[i].ids, f->tmp);
		if (node != NONE && !b->nodes.v[node].poisoned)
			leads[i] = k->asset[k->group[node]];
	}
	if (b->previous != NULL)
		previous_places(f, leads);
}

static int
ident_compare(const void *x, const void *y)
{
	const struct ident *a = x, *b = y;
	int c = strcmp(a->ns, b->ns);

	return c != 0 ? c : strcmp(a->value, b->value);
}

static void
take_ids(struct freeze *f, struct asset *a, const struct node *n)
{
	for (size_t i = 0; i < n->ids.n; i++) {
		size_t k;

		for (k = 0; k < a->ids.n; k++)
			if (ident_compare(&a->ids.v[k], &n->ids.v[i]) == 0)
				break;
		if (k == a->ids.n)
			idents_add(&a->ids, f->a, n->ids.v[i].ns, n->ids.v[i].value);
	}
	if (n->name != NULL && (a->name == NULL || strcmp(n->name, a->name) < 0))
		a->name = keep(f, n->name);
}

static const char *
value_of(const struct asset *a, const char *ns)
{
	for (size_t i = 0; i < a->ids.n; i++)
		if (strcmp(a->ids.v[i].ns, ns) == 0)
			return a->ids.v[i].value;
	return NULL;
}

/* The smallest identifier that is nobody else's; all of them where every one is shared. */
static void
name_asset(struct freeze *f, struct asset *a, const struct map *keys)
{
	const char *all = "";

	for (size_t i = 0; i < a->ids.n; i++) {
		char *key = arena_printf(f->tmp, "%s:%s", a->ids.v[i].ns, a->ids.v[i].value);
		const struct hits *h = hits_get(keys, key);

		all = arena_printf(f->tmp, "%s%s%s", all, i > 0 ? " " : "", key);
		if (h != NULL && h->v.n == 1) {
			a->key = keep(f, key);
			break;
		}
	}
	if (a->key == NULL)
		a->key = keep(f, all);
	if (a->name == NULL)
		a->name = value_of(a, "fqdn");
	if (a->name == NULL)
		a->name = value_of(a, "host");
	if (a->name == NULL)
		a->name = a->ids.n > 0 ? a->ids.v[0].value : a->key;
}

static int
asset_compare(const void *x, const void *y)
{
	return strcmp(((const struct asset *)x)->key, ((const struct asset *)y)->key);
}

/* Assets by key; k->asset says afterwards where each component went. */
static void
make_assets(struct freeze *f, struct making *k, size_t joined)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	struct map *keys = map_new(), *where = map_new();

	m->assets = ARENA_ARRAY(f->a, struct asset, m->nassets + 1);
	for (uint32_t i = 0; i < b->nodes.n; i++) {
		uint32_t at = k->asset[k->group[i]];

		if (at != NONE)
			take_ids(f, &m->assets[at], &b->nodes.v[i]);
	}
	for (uint32_t i = 0; i < joined; i++) {
		struct asset *a = &m->assets[i];

		if (a->ids.n > 1)
			qsort(a->ids.v, a->ids.n, sizeof(*a->ids.v), ident_compare);
		a->in_scope = true;
		for (size_t s = 0; s < a->ids.n; s++)
			hits_add(keys, arena_printf(f->tmp, "%s:%s", a->ids.v[s].ns,
				a->ids.v[s].value), i);
	}
	for (uint32_t i = 0; i < joined; i++)
		name_asset(f, &m->assets[i], keys);
	hits_free(keys);
	previous_names(f, joined);
	/* Where each went: the key is found again after sorting. */
	{
		const char **key = ARENA_ARRAY(f->tmp, const char *, m->nassets + 1);

		for (uint32_t i = 0; i < m->nassets; i++)
			key[i] = m->assets[i].key;
		if (m->nassets > 1)
			qsort(m->assets, m->nassets, sizeof(*m->assets), asset_compare);
		for (uint32_t i = 0; i < m->nassets; i++)
			hits_add(where, m->assets[i].key, i);
		for (uint32_t c = 0; c < b->nodes.n; c++)
			if (k->asset[c] != NONE)
				k->asset[c] = hits_get(where, key[k->asset[c]])->v.v[0];
		for (size_t i = 0; b->previous != NULL && i < b->previous->nassets; i++)
			if (f->was[i].asset != NONE)
				f->was[i].asset = hits_get(where, key[f->was[i].asset])->v.v[0];
	}
	hits_free(where);
}

static int
index_compare(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

/* It is one asset, and no other that anybody names. */
bool
place_sure(const struct place_of_node *p)
{
	return p->n == 1 && !p->unsure;
}

/* One asset, several candidates, or none. */
static void
make_places(struct freeze *f, const struct making *k)
{
	const struct builder *b = f->b;

	f->places = ARENA_ARRAY(f->tmp, struct place_of_node, b->nodes.n + 1);
	for (uint32_t i = 0; i < b->nodes.n; i++) {
		uint32_t c = k->group[i];
		const struct hits *h = &k->candidates[c];
		struct place_of_node *p = &f->places[i];

		if (b->nodes.v[i].poisoned)
			continue;
		p->v = ARENA_ARRAY(f->tmp, uint32_t, h->v.n + 2);
		if (k->asset[c] != NONE)
			p->v[p->n++] = k->asset[c];
		for (size_t s = 0; h->v.n > 1 && h->v.n <= MAX_CANDIDATES && s < h->v.n; s++) {
			uint32_t at = k->asset[k->group[h->v.v[s]]];

			if (at != NONE)
				p->v[p->n++] = at;
			else
				p->unsure = true; /* named by an owner's list alone: it may be that one */
		}
		if (p->n > 1)
			qsort(p->v, p->n, sizeof(*p->v), index_compare);
	}
}

/* What a row of an inventory says. Criticality: the highest; out of scope: only if all say so. */
static void
take_row(struct freeze *f, struct asset *a, const struct record *r, bool *said, bool *inside)
{
	const struct rec_asset *x = &r->u.asset;

	if (x->criticality > a->criticality)
		a->criticality = x->criticality;
	if (x->system != NULL && *x->system != '\0'
		&& (a->system == NULL || strcmp(x->system, a->system) < 0))
		a->system = keep(f, x->system);
	*said = *said || x->in_scope != TRI_U;
	*inside = *inside || x->in_scope == TRI_T;
	if (x->listed && (!f->from_row[a - f->m->assets] || loc_compare(&r->loc, &a->loc) < 0)) {
		a->loc = keep_loc(f, r->loc);
		f->from_row[a - f->m->assets] = true;
	}
}

static void
take_rows(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	bool *said = ARENA_ARRAY(f->tmp, bool, m->nassets + 1);
	bool *inside = ARENA_ARRAY(f->tmp, bool, m->nassets + 1);

	f->from_row = ARENA_ARRAY(f->tmp, bool, m->nassets + 1);
	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct place_of_node *p;

		if (b->asset_nodes.v[i] == NONE)
			continue;
		p = &f->places[b->asset_nodes.v[i]];
		if (place_sure(p))
			take_row(f, &m->assets[p->v[0]], b->kept[REC_ASSET].v[i], &said[p->v[0]],
				&inside[p->v[0]]);
	}
	for (size_t i = 0; i < m->nassets; i++)
		m->assets[i].in_scope = !said[i] || inside[i] || f->out->scope_marks;
}

static bool
asset_is(const struct asset *a, const char *name)
{
	if (str_same_fold(a->key, name) || str_same_fold(a->name, name))
		return true;
	for (size_t i = 0; i < a->ids.n; i++)
		if (str_same_fold(a->ids.v[i].value, name))
			return true;
	return false;
}

/* It raises what an inventory says, it does not lower it (attacks G9, READINGS 151). */
static void
configured_criticality(struct freeze *f)
{
	for (size_t i = 0; i < f->cfg->ncriticality; i++)
		for (size_t k = 0; k < f->m->nassets; k++)
			if (f->cfg->criticality[i].criticality > f->m->assets[k].criticality
				&& asset_is(&f->m->assets[k], f->cfg->criticality[i].asset))
				f->m->assets[k].criticality = f->cfg->criticality[i].criticality;
}

static void
asset_owners(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	struct owners *o = ARENA_ARRAY(f->tmp, struct owners, m->nassets + 1);
	bool *column = ARENA_ARRAY(f->tmp, bool, m->nassets + 1);

	for (size_t i = 0; i < b->kept[REC_ASSIGN].n; i++) {
		const struct record *r = b->kept[REC_ASSIGN].v[i];
		uint32_t n;

		if (r->u.assign.subject != SUBJECT_ASSET || !names_owner(&r->u.assign))
			continue;
		n = node_look(f->b, &r->u.assign.asset, f->tmp);
		if (n == NONE || !place_sure(&f->places[n]))
			continue;
		/* Whoever has a place for its owner, whether that source lists it or not. */
		column[f->places[n].v[0]] = true;
		owners_add(f, &o[f->places[n].v[0]], &r->u.assign.party, r->u.assign.accountable,
			&r->u.assign.from, &r->u.assign.to, r->loc);
	}
	for (size_t i = 0; i < m->nassets; i++) {
		m->assets[i].owners = owners_take(f, &o[i]);
		m->assets[i].owners.source_names_owners = column[i];
	}
	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct place_of_node *p;

		if (b->asset_nodes.v[i] == NONE)
			continue;
		p = &f->places[b->asset_nodes.v[i]];
		if (place_sure(p)
			&& source_names(f, b->kept[REC_ASSET].v[i]->loc.source, SUBJECT_ASSET))
			m->assets[p->v[0]].owners.source_names_owners = true;
	}
}

void
freeze_assets(struct freeze *f)
{
	size_t n, joined;
	struct making k;

	item_nodes(f);
	sort_nodes(f);
	n = f->b->nodes.n;
	k.group = ARENA_ARRAY(f->tmp, uint32_t, n + 1);
	k.candidates = ARENA_ARRAY(f->tmp, struct hits, n + 1);
	k.adds = ARENA_ARRAY(f->tmp, bool, n + 1);
	k.listed = ARENA_ARRAY(f->tmp, bool, n + 1);
	k.asset = ARENA_ARRAY(f->tmp, uint32_t, n + 1);
	join_nodes(f, k.group, k.candidates);
	choose_assets(f, &k);
	joined = f->m->nassets;
	choose_previous(f, &k);
	make_assets(f, &k, joined);
	make_places(f, &k);
	for (size_t i = 0; i < n; i++)
		VEC_FREE(&k.candidates[i].v);
	take_rows(f);
	asset_systems(f);
	configured_criticality(f);
	asset_owners(f);
	if (f->b->poisoned > 0)
		diag_add(f->d, &join_asset_poisoned, NULL,
			"%llu results name their asset only by what every asset may have",
			(unsigned long long)f->b->poisoned);
	f->m->poisoned = f->b->poisoned;
}
