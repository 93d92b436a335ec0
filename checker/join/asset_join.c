/*
 * Which ways of naming mean one asset (formats.md C.2): union-find on strong
 * keys, then on medium ones, then unique weak ones.  Conflicts are decided on
 * whole components, so the order of input decides nothing.
 */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

#define SINGLES 4
static const char *const singles[SINGLES] = {"arn", "instance", "serial", "uuid"};
/* Addresses move; within a day they are taken to stay (formats.md C.2). */
#define ADDRESS_WINDOW NS_DAY

struct joined {
	struct freeze *f;
	const struct node *v;
	uint32_t n;
	uint32_t *up;
	uint64_t conflicts;
	struct map *bad;          /* keys that several assets have */
};

static uint32_t
root(struct joined *j, uint32_t i)
{
	while (j->up[i] != i) {
		j->up[i] = j->up[j->up[i]];
		i = j->up[i];
	}
	return i;
}

static void
unite(struct joined *j, uint32_t a, uint32_t b)
{
	a = root(j, a);
	b = root(j, b);
	if (a < b)
		j->up[b] = a;
	else
		j->up[a] = b;
}

static const char *
ident_key(struct joined *j, const struct ident *i)
{
	return arena_printf(j->f->tmp, "%s:%s", i->ns, i->value);
}

/* Values of the kinds of which an asset has one, by component; *clash: components with two. */
struct values { const char *v[SINGLES]; };

static struct values *
component_values(struct joined *j, bool *clash)
{
	struct values *out = ARENA_ARRAY(j->f->tmp, struct values, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++)
			for (size_t s = 0; s < SINGLES; s++) {
				const struct ident *id = &j->v[i].ids.v[k];
				const char **at = &out[root(j, i)].v[s];

				if (strcmp(id->ns, singles[s]) != 0)
					continue;
				if (*at != NULL && strcmp(*at, id->value) != 0 && clash != NULL)
					clash[root(j, i)] = true;
				if (*at == NULL || strcmp(id->value, *at) < 0)
					*at = id->value;
			}
	return out;
}

static bool
values_differ(const struct values *a, const struct values *b)
{
	for (size_t s = 0; s < SINGLES; s++)
		if (a->v[s] != NULL && b->v[s] != NULL && strcmp(a->v[s], b->v[s]) != 0)
			return true;
	return false;
}

/* Keys of one strength with the nodes that have them. */
static struct map *
keys_of(struct joined *j, enum strength level)
{
	struct map *keys = map_new();

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++)
			if (ident_strength(j->v[i].ids.v[k].ns) == level)
				hits_add(keys, ident_key(j, &j->v[i].ids.v[k]), i);
	return keys;
}

static void
unite_keys(struct joined *j, const struct map *keys)
{
	for (size_t i = 0; i < map_count(keys); i++) {
		size_t len;
		const char *key = map_key_at(keys, i, &len);
		const struct hits *h = map_value_at(keys, i);

		if (!map_has(j->bad, key, len))
			for (size_t k = 1; k < h->v.n; k++)
				unite(j, h->v.v[0], h->v.v[k]);
	}
}

/* Components with two values of one kind; the number of them. */
static size_t
clashes(struct joined *j, bool *clash)
{
	size_t n = 0;

	memset(clash, 0, sizeof(*clash) * (j->n + 1));
	component_values(j, clash);
	for (uint32_t i = 0; i < j->n; i++)
		n += clash[i] ? 1 : 0;
	return n;
}

/* Takes the nodes of clashing components back to where they were before this step. */
static void
undo(struct joined *j, const uint32_t *before, const bool *clash)
{
	bool *back = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		back[i] = clash[root(j, i)];
	for (uint32_t i = 0; i < j->n; i++)
		if (back[i])
			j->up[i] = before[i];
}

/* Keys whose holders, as they were before, are different assets: they join nothing. */
static void
mark_bad(struct joined *j, const struct map *keys, const uint32_t *before,
	const struct values *values)
{
	for (size_t i = 0; i < map_count(keys); i++) {
		size_t len;
		const char *key = map_key_at(keys, i, &len);
		const struct hits *h = map_value_at(keys, i);
		struct values all = {{NULL}};
		bool differ = false;

		for (size_t k = 0; k < h->v.n && !differ; k++) {
			const struct values *one = &values[before[h->v.v[k]]];

			differ = values_differ(&all, one);
			for (size_t s = 0; s < SINGLES; s++)
				if (all.v[s] == NULL)
					all.v[s] = one->v[s];
		}
		if (!differ)
			continue;
		*map_slot(j->bad, key, len, NULL) = j;
		j->conflicts++;
		diag_add(j->f->d, &join_asset_conflict, NULL,
			"\"%s\" is shared by assets that differ in a serial number, UUID or "
			"instance",
			key);
	}
}

static void
unite_level(struct joined *j, enum strength level)
{
	struct map *keys = keys_of(j, level);
	uint32_t *before = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	bool *clash = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);
	struct values *values = component_values(j, NULL);

	for (uint32_t i = 0; i < j->n; i++)
		before[i] = root(j, i);
	unite_keys(j, keys);
	if (clashes(j, clash) > 0) {
		mark_bad(j, keys, before, values);
		undo(j, before, clash);
		unite_keys(j, keys);
		if (clashes(j, clash) > 0)
			undo(j, before, clash);
	}
	hits_free(keys);
}

static bool *
with_fqdn(struct joined *j)
{
	bool *out = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++)
			if (strcmp(j->v[i].ids.v[k].ns, "fqdn") == 0)
				out[root(j, i)] = true;
	return out;
}

static bool
is_tag(const char *key)
{
	return str_has_prefix(key, "tag:");
}

/* Unites by medium keys: full names first, then asset tags. */
static void
unite_medium(struct joined *j, const struct map *keys, bool tags)
{
	for (size_t i = 0; i < map_count(keys); i++) {
		const struct hits *h = map_value_at(keys, i);

		if (is_tag(map_key_at(keys, i, NULL)) != tags)
			continue;
		for (size_t k = 1; k < h->v.n; k++)
			unite(j, h->v.v[0], h->v.v[k]);
	}
}

/* Components that hold assets of different full names, which only asset tags bring together. */
static bool *
named_apart(struct joined *j, const uint32_t *before, const bool *fqdn)
{
	bool *apart = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);
	uint32_t *named = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		named[i] = NONE;
	for (uint32_t i = 0; i < j->n; i++) {
		uint32_t *first = &named[root(j, i)];

		if (!fqdn[before[i]])
			continue;
		if (*first != NONE && *first != before[i])
			apart[root(j, i)] = true;
		*first = before[i];
	}
	return apart;
}

/*
 * An asset tag joins only if it is unique on both sides (formats.md C.2): one that assets of
 * different full names share would let a sick asset hide in a healthy one (attacks G8).
 */
static void
refuse_shared_tags(struct joined *j)
{
	struct map *keys = keys_of(j, MEDIUM);
	uint32_t *up = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	uint32_t *before = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	const bool *fqdn, *apart;

	memcpy(up, j->up, sizeof(*up) * j->n);
	unite_medium(j, keys, false);
	fqdn = with_fqdn(j);
	for (uint32_t i = 0; i < j->n; i++)
		before[i] = root(j, i);
	unite_medium(j, keys, true);
	apart = named_apart(j, before, fqdn);
	for (size_t i = 0; i < map_count(keys); i++) {
		size_t len;
		const char *key = map_key_at(keys, i, &len);
		const struct hits *h = map_value_at(keys, i);
		bool joins = false;

		for (size_t k = 1; k < h->v.n; k++)
			joins = joins || before[h->v.v[k]] != before[h->v.v[0]];
		if (!is_tag(key) || !joins || !apart[root(j, h->v.v[0])])
			continue;
		*map_slot(j->bad, key, len, NULL) = j;
		j->conflicts++;
		diag_add(j->f->d, &join_asset_conflict, NULL,
			"\"%s\" is shared by assets of different full names", key);
	}
	memcpy(j->up, up, sizeof(*up) * j->n);
	hits_free(keys);
}

/* Weak keys of a component: short names, titles, MACs, and full names that several assets have. */
static void
weak_keys(struct joined *j, uint32_t i, struct map *of, uint32_t component)
{
	for (size_t k = 0; k < j->v[i].ids.n; k++) {
		const struct ident *id = &j->v[i].ids.v[k];
		const char *key = ident_key(j, id);

		if (strcmp(id->ns, "ip") == 0)
			continue;
		if (ident_strength(id->ns) == WEAK)
			hits_add(of, key, component);
		if (strcmp(id->ns, "fqdn") != 0)
			continue;
		if (map_has(j->bad, key, strlen(key)))
			hits_add(of, key, component);
		hits_add(of, arena_printf(j->f->tmp, "host:%.*s", (int)strcspn(id->value, "."),
			id->value), component);
	}
}

/* Full: it has a key that can stand alone. */
static bool *
full_components(struct joined *j)
{
	bool *full = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++) {
			const char *key = ident_key(j, &j->v[i].ids.v[k]);

			if (ident_strength(j->v[i].ids.v[k].ns) != WEAK
				&& !map_has(j->bad, key, strlen(key)))
				full[root(j, i)] = true;
		}
	return full;
}

/*
 * Two full components with one short name are one asset if nothing speaks against
 * it and neither has another such partner: weak links never form chains.
 */
static void
unite_full(struct joined *j, const struct map *weak, const bool *full)
{
	const struct values *values = component_values(j, NULL);
	const bool *fqdn = with_fqdn(j);
	uint32_t *partner = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	bool *many = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		partner[i] = NONE;
	for (size_t i = 0; i < map_count(weak); i++) {
		const struct hits *h = map_value_at(weak, i);
		uint32_t pair[2] = {NONE, NONE};
		size_t n = 0;

		for (size_t k = 0; k < h->v.n; k++)
			if (full[h->v.v[k]] && n++ < 2)
				pair[n - 1] = h->v.v[k];
		for (size_t k = 0; n > 2 && k < h->v.n; k++)
			many[h->v.v[k]] = true;
		if (n != 2)
			continue;
		for (size_t k = 0; k < 2; k++) {
			if (partner[pair[k]] != NONE && partner[pair[k]] != pair[1 - k])
				many[pair[k]] = true;
			partner[pair[k]] = pair[1 - k];
		}
	}
	for (uint32_t i = 0; i < j->n; i++) {
		uint32_t o = partner[i];

		if (o != NONE && o > i && partner[o] == i && !many[i] && !many[o]
			&& !values_differ(&values[i], &values[o]) && !(fqdn[i] && fqdn[o]))
			unite(j, i, o);
	}
}

static void
set_add(struct hits *h, uint32_t i)
{
	if (h->v.n > MAX_CANDIDATES)
		return; /* names nothing: make_places() */
	for (size_t k = 0; k < h->v.n; k++)
		if (h->v.v[k] == i)
			return;
	*VEC_PUSH(&h->v) = i;
}

static void
windows(struct joined *j, int64_t *from, int64_t *to)
{
	for (uint32_t i = 0; i < j->n; i++) {
		from[i] = INT64_MAX;
		to[i] = INT64_MIN;
	}
	for (uint32_t i = 0; i < j->n; i++) {
		uint32_t r = root(j, i);

		from[r] = j->v[i].from < from[r] ? j->v[i].from : from[r];
		to[r] = j->v[i].to > to[r] ? j->v[i].to : to[r];
	}
}

/* Components known by an address alone: those that had it within a day are what it may be. */
static void
address_candidates(struct joined *j, const bool *full, const bool *named, struct hits *candidates)
{
	int64_t *from = ARENA_ARRAY(j->f->tmp, int64_t, j->n + 1);
	int64_t *to = ARENA_ARRAY(j->f->tmp, int64_t, j->n + 1);
	struct map *ips = map_new();

	windows(j, from, to);
	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++)
			if (strcmp(j->v[i].ids.v[k].ns, "ip") == 0
				&& (full[root(j, i)] || named[root(j, i)]))
				hits_add(ips, j->v[i].ids.v[k].value, root(j, i));
	for (uint32_t i = 0; i < j->n; i++) {
		uint32_t r = root(j, i);

		if (full[r] || named[r] || from[r] > to[r])
			continue;
		for (size_t k = 0; k < j->v[i].ids.n; k++) {
			const struct hits *h = hits_get(ips, j->v[i].ids.v[k].value);

			for (size_t o = 0; h != NULL && o < h->v.n; o++) {
				uint32_t c = h->v.v[o];

				if (from[c] <= to[c] && from[c] - ADDRESS_WINDOW <= to[r]
					&& from[r] - ADDRESS_WINDOW <= to[c])
					set_add(&candidates[r], c);
			}
		}
	}
	hits_free(ips);
}

/* What each component without a key of its own may be; same names among them are one. */
static void
bare_candidates(struct joined *j, const struct map *weak, const bool *full, bool *named,
	struct hits *candidates)
{
	for (size_t i = 0; i < map_count(weak); i++) {
		const struct hits *h = map_value_at(weak, i);

		for (size_t k = 0; k < h->v.n; k++) {
			uint32_t r = root(j, h->v.v[k]);

			named[r] = true;
			for (size_t o = 0; !full[r] && o < h->v.n; o++)
				if (full[root(j, h->v.v[o])])
					set_add(&candidates[r], root(j, h->v.v[o]));
		}
	}
}

static void
unite_bare(struct joined *j, const struct map *weak, const bool *full,
	const struct hits *candidates)
{
	for (size_t i = 0; i < map_count(weak); i++) {
		const struct hits *h = map_value_at(weak, i);
		uint32_t first = NONE;

		for (size_t k = 0; k < h->v.n; k++) {
			uint32_t c = h->v.v[k];

			if (full[c] || candidates[c].v.n > 0)
				continue;
			if (first != NONE)
				unite(j, first, c);
			else
				first = c;
		}
	}
	for (uint32_t i = 0; i < j->n; i++)
		if (!full[i] && candidates[i].v.n == 1)
			unite(j, i, candidates[i].v.v[0]);
}

/* The least short name of each component; NULL: it has none. */
static const char **
short_names(struct joined *j)
{
	const char **out = ARENA_ARRAY(j->f->tmp, const char *, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++) {
			const struct ident *id = &j->v[i].ids.v[k];
			const char **at = &out[root(j, i)], *name;

			if (strcmp(id->ns, "host") != 0 && strcmp(id->ns, "fqdn") != 0)
				continue;
			name = arena_strndup(j->f->tmp, id->value, strcspn(id->value, "."));
			if (*at == NULL || strcmp(name, *at) < 0)
				*at = name;
		}
	return out;
}

/*
 * The MAC address of a dock, or of every virtual machine that nobody gave one, is that of hosts
 * with different names: it joins none of them (READINGS.md 209).
 */
static void
refuse_shared_macs(struct joined *j, const struct map *weak)
{
	const char **names = short_names(j);

	for (size_t i = 0; i < map_count(weak); i++) {
		const char *key = map_key_at(weak, i, NULL), *first = NULL;
		struct hits *h = map_value_at(weak, i);
		bool differ = false;

		for (size_t k = 0; str_has_prefix(key, "mac:") && k < h->v.n; k++) {
			const char *name = names[h->v.v[k]];

			differ = differ || (first != NULL && name != NULL && strcmp(first, name) != 0);
			first = first == NULL ? name : first;
		}
		if (!differ)
			continue;
		h->v.n = 0;
		j->conflicts++;
		diag_add(j->f->d, &join_asset_conflict, NULL,
			"\"%s\" is shared by hosts of different names", key);
	}
}

/* Component by component, so that each is named once a key. */
static struct map *
weak_index(struct joined *j)
{
	struct map *weak = map_new();
	uint32_t *first = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	uint32_t *next = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		first[i] = NONE;
	for (uint32_t i = j->n; i-- > 0;) {
		uint32_t r = root(j, i);

		next[i] = first[r];
		first[r] = i;
	}
	for (uint32_t r = 0; r < j->n; r++)
		for (uint32_t i = first[r]; i != NONE; i = next[i])
			weak_keys(j, i, weak, r);
	refuse_shared_macs(j, weak);
	return weak;
}

/* The names of each configured identity, by their normal forms, to its number + 1. */
static struct map *
configured_names(struct joined *j)
{
	const struct config *cfg = j->f->cfg;
	struct map *names = map_new();

	for (size_t i = 0; i < cfg->nidentities; i++) {
		const struct identity_row *row = &cfg->identities[i];
		struct idents ids = {0};

		if (row->expires.hi < cfg->as_of)
			continue;
		for (size_t k = 0; k < row->ids.n; k++)
			(void)ident_normal(&ids, j->f->tmp, row->ids.v[k].ns, row->ids.v[k].value);
		for (size_t k = 0; k < ids.n; k++) {
			const char *key = ident_key(j, &ids.v[k]);

			*map_slot(names, key, strlen(key), NULL) = (void *)(uintptr_t)(i + 1);
		}
	}
	return names;
}

static void
tell_identity(struct joined *j, const struct identity_row *row, const struct diag_kind *kind,
	const char *what)
{
	struct place at = {.file = "trueup.json", .line = row->loc.line, .col = row->loc.col};

	diag_add(j->f->d, kind, &at, "%s:%s and the others: %s", row->ids.v[0].ns,
		row->ids.v[0].value, what);
}

/* What somebody has approved to be one asset; never what has two of what an asset has one of. */
static void
unite_configured(struct joined *j)
{
	const struct config *cfg = j->f->cfg;
	struct map *names = configured_names(j);
	struct hits *rows = ARENA_ARRAY(j->f->tmp, struct hits, cfg->nidentities + 1);
	uint32_t *before = ARENA_ARRAY(j->f->tmp, uint32_t, j->n + 1);
	bool *clash = ARENA_ARRAY(j->f->tmp, bool, j->n + 1);

	for (uint32_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < j->v[i].ids.n; k++) {
			const char *key = ident_key(j, &j->v[i].ids.v[k]);
			uintptr_t at = (uintptr_t)map_get(names, key, strlen(key));

			if (at != 0)
				*VEC_PUSH(&rows[at - 1].v) = i;
		}
	for (size_t i = 0; i < cfg->nidentities; i++) {
		const struct identity_row *row = &cfg->identities[i];
		size_t was = clashes(j, clash);

		memcpy(before, j->up, sizeof(*before) * j->n);
		for (size_t k = 1; k < rows[i].v.n; k++)
			unite(j, rows[i].v.v[0], rows[i].v.v[k]);
		if (row->expires.hi < cfg->as_of) {
			tell_identity(j, row, &join_identity, "the approval has ended; they stay apart");
		} else if (memcmp(before, j->up, sizeof(*before) * j->n) == 0) {
			tell_identity(j, row, &join_identity,
				"no source knows two of these names, or they are one anyway");
		} else if (clashes(j, clash) > was) {
			memcpy(j->up, before, sizeof(*before) * j->n);
			tell_identity(j, row, &join_identity,
				"they differ in what an asset has only one of; they stay apart");
		}
		VEC_FREE(&rows[i].v);
	}
	map_free(names);
}

/* group[i]: the component of node i. candidates[component]: several, if it cannot be told which. */
void
join_nodes(struct freeze *f, uint32_t *group, struct hits *candidates)
{
	struct joined j = {.f = f, .v = f->b->nodes.v, .n = (uint32_t)f->b->nodes.n};
	struct map *weak;
	bool *full, *named = ARENA_ARRAY(f->tmp, bool, j.n + 1);

	j.bad = map_new();
	j.up = ARENA_ARRAY(f->tmp, uint32_t, j.n + 1);
	for (uint32_t i = 0; i < j.n; i++)
		j.up[i] = i;
	unite_level(&j, STRONG);
	refuse_shared_tags(&j);
	unite_level(&j, MEDIUM);
	weak = weak_index(&j);
	full = full_components(&j);
	unite_full(&j, weak, full);
	hits_free(weak);
	if (f->cfg->nidentities > 0)
		unite_configured(&j);
	/* Roots may have changed: everything below is by the new ones. */
	weak = weak_index(&j);
	full = full_components(&j);
	bare_candidates(&j, weak, full, named, candidates);
	address_candidates(&j, full, named, candidates);
	unite_bare(&j, weak, full, candidates);
	hits_free(weak);
	for (uint32_t i = 0; i < j.n; i++)
		group[i] = root(&j, i);
	map_free(j.bad);
}
