#include "checker/links.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/join/asset_ids.h"
#include "checker/join/join.h"
#include "checker/run.h"
#include "reports/emit_json.h"

/* One way in which records name an asset: the normal forms of its identifiers, where first, how often. */
struct naming {
	struct idents ids;
	struct loc loc;
	uint64_t n;
	int64_t asset;                /* of the model; -1: of several, or none */
};

struct links {
	struct run *run;
	struct arena *a;
	struct builder *builder;
	struct map *seen;             /* key of identifiers to naming */
	VEC(struct naming *) namings;
};

struct links *
links_new(struct run *r)
{
	struct links *l = x_calloc(1, sizeof(*l));

	l->run = r;
	l->a = arena_new();
	l->builder = builder_new(&r->cfg);
	l->seen = map_new();
	return l;
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	builder_free(l->builder);
	map_free(l->seen);
	VEC_FREE(&l->namings);
	arena_free(l->a);
	free(l);
}

static int
by_ident(const void *x, const void *y)
{
	const struct ident *a = x, *b = y;
	int c = strcmp(a->ns, b->ns);

	return c != 0 ? c : strcmp(a->value, b->value);
}

static void
put_idents(struct buf *b, const struct idents *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		buf_fmt(b, "%s%s:%s", i == 0 ? "" : " ", ids->v[i].ns, ids->v[i].value);
}

static void
add_asset(struct links *l, const struct idents *raw, const struct loc *loc)
{
	struct arena *tmp = arena_new();
	struct idents ids = {0};
	struct naming *n;
	struct buf key;
	void **slot;
	bool fresh;

	for (size_t i = 0; i < raw->n; i++)
		ident_normal(&ids, tmp, raw->v[i].ns, raw->v[i].value);
	buf_init(&key, MAX_TEXT * 16);
	if (ids.n > 1)
		qsort(ids.v, ids.n, sizeof(*ids.v), by_ident);
	put_idents(&key, &ids);
	if (ids.n > 0 && map_count(l->seen) < MAX_TALLY) {
		slot = map_slot(l->seen, key.p, key.len, &fresh);
		if (fresh) {
			n = *slot = ARENA_NEW(l->a, struct naming);
			n->ids.v = ARENA_ARRAY(l->a, struct ident, ids.n);
			for (size_t i = 0; i < ids.n; i++)
				n->ids.v[n->ids.n++] = (struct ident){arena_strdup(l->a, ids.v[i].ns),
					arena_strdup(l->a, ids.v[i].value)};
			n->loc = (struct loc){.source = loc->source, .line = loc->line};
			*VEC_PUSH(&l->namings) = n;
		}
		n = *slot;
		n->n++;
	}
	buf_free(&key);
	arena_free(tmp);
}

void
links_add(struct links *l, const struct record *r)
{
	struct sink *s = builder_sink(l->builder);

	s->put(s, r);
	if (r->kind == REC_ASSET)
		add_asset(l, &r->u.asset.ids, &r->loc);
	else if (r->kind == REC_OBSERVATION)
		add_asset(l, &r->u.observation.asset, &r->loc);
	else if (r->kind == REC_ASSIGN)
		add_asset(l, &r->u.assign.asset, &r->loc);
	for (size_t i = 0; r->kind == REC_ITEM && i < r->u.item.nassets; i++)
		add_asset(l, &r->u.item.assets[i], &r->loc);
}

/* ---- which asset a naming went to ---- */

static const char *
key_of(struct arena *a, const struct ident *i)
{
	return arena_printf(a, "%s:%s", i->ns, i->value);
}

/* Keys of the model's assets: index + 1, or 0 for one that several have. */
static struct map *
keys_of_assets(struct links *l, const struct model *m)
{
	struct map *keys = map_new();

	for (size_t i = 0; i < m->nassets; i++)
		for (size_t k = 0; k < m->assets[i].ids.n; k++) {
			const char *key = key_of(l->a, &m->assets[i].ids.v[k]);
			bool fresh;
			void **slot = map_slot(keys, key, strlen(key), &fresh);

			*slot = fresh ? (void *)(uintptr_t)(i + 1) : NULL;
		}
	return keys;
}

static void
place(struct links *l, const struct map *keys, struct naming *n)
{
	n->asset = -1;
	for (int level = STRONG; level >= WEAK && n->asset < 0; level--)
		for (size_t i = 0; i < n->ids.n && n->asset < 0; i++) {
			const char *key = key_of(l->a, &n->ids.v[i]);

			if ((int)ident_strength(n->ids.v[i].ns) == level)
				n->asset = (int64_t)(uintptr_t)map_get(keys, key, strlen(key)) - 1;
		}
}

static int
by_place(const struct loc *a, const struct loc *b)
{
	int c = strcmp(a->source == NULL ? "" : a->source->path, b->source == NULL ? "" :
		b->source->path);

	return c != 0 ? c : a->line < b->line ? -1 : a->line > b->line;
}

static int
by_asset(const void *x, const void *y)
{
	const struct naming *a = *(struct naming *const *)x, *b = *(struct naming *const *)y;

	if (a->asset != b->asset)
		return a->asset < b->asset ? -1 : 1;
	return by_place(&a->loc, &b->loc);
}

/* ---- by what ---- */

/* The strongest identifier that one has in common with another of the group. */
static const char *
shared(struct links *l, const struct naming *n, struct naming *const *group, size_t count)
{
	for (int level = STRONG; level >= WEAK; level--)
		for (size_t i = 0; i < n->ids.n; i++) {
			if ((int)ident_strength(n->ids.v[i].ns) != level)
				continue;
			for (size_t g = 0; g < count; g++)
				for (size_t k = 0; group[g] != n && k < group[g]->ids.n; k++)
					if (by_ident(&n->ids.v[i], &group[g]->ids.v[k]) == 0)
						return arena_printf(l->a, "by %s%s", key_of(l->a,
							&n->ids.v[i]), level == WEAK ?
							", which no other asset has" : "");
		}
	return "by its short name, which no other asset has";
}

/* The same of two rows of rosters; letters of an address do not count. */
static const char *
shared_row(struct links *l, const struct party *p, size_t row)
{
	for (size_t i = 0; i < p->rows[row].ids.n; i++)
		for (size_t o = 0; o < p->nrows; o++)
			for (size_t k = 0; o != row && k < p->rows[o].ids.n; k++)
				if (str_same(p->rows[row].ids.v[i].ns, p->rows[o].ids.v[k].ns) &&
					str_same_fold(p->rows[row].ids.v[i].value,
						p->rows[o].ids.v[k].value))
					return arena_printf(l->a, "by %s", key_of(l->a,
						&p->rows[row].ids.v[i]));
	return "by its address without what is added to it";
}

/* ---- printing ---- */

struct out { struct links *l; bool json; };

/* One naming of one thing. */
static void
put_one(struct out *o, const char *kind, const char *what, const struct loc *loc,
	const struct idents *ids, uint64_t n, const char *why)
{
	const char *file = loc->source == NULL ? "trueup.json" : loc->source->path;
	struct emit_json *j;
	struct buf b, names;

	buf_init(&b, 16 * MIB);
	buf_init(&names, 16 * MIB);
	put_idents(&names, ids);
	if (o->json) {
		j = ej_to_buf(&b, EJ_COMPACT);
		ej_object(j);
		ej_kstr(j, "kind", kind);
		ej_kstr(j, "is", what);
		ej_kstr(j, "file", file);
		ej_kint(j, "line", loc->line);
		ej_kstr(j, "named", names.p == NULL ? "" : names.p);
		ej_kint(j, "times", (int64_t)n);
		ej_kstr(j, "why", why);
		ej_end(j);
		ej_finish(j);
	} else {
		buf_str(&b, "  ");
		text_inert(&b, file, 0);
		buf_fmt(&b, ":%u", loc->line);
		if (n > 1)
			buf_fmt(&b, " and %llu more", (unsigned long long)n - 1);
		buf_str(&b, "\n    ");
		text_inert(&b, names.p == NULL ? "" : names.p, 0);
		buf_str(&b, "\n    ");
		text_inert(&b, why, 0);
		buf_chr(&b, '\n');
	}
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&names);
	buf_free(&b);
}

static void
heading(const struct out *o, const char *kind, const char *what)
{
	struct buf b;

	if (o->json)
		return;
	buf_init(&b, MAX_TEXT * 4);
	text_inert(&b, what, 0);
	printf("%s%s%s\n", kind, *what == '\0' ? "" : " ", b.p == NULL ? "" : b.p);
	buf_free(&b);
}

static void
print_assets(struct out *o, const struct model *m)
{
	struct links *l = o->l;

	for (size_t from = 0, to; from < l->namings.n; from = to) {
		struct naming **group = &l->namings.v[from];
		const char *what;

		for (to = from; to < l->namings.n && l->namings.v[to]->asset == group[0]->asset; to++)
			continue;
		if (group[0]->asset < 0) {
			heading(o, "assets that may be several, or none", "");
			for (size_t i = 0; i < to - from; i++)
				put_one(o, "asset", NULL, &group[i]->loc, &group[i]->ids, group[i]->n,
					"no identifier that exactly one asset has");
			continue;
		}
		if (to - from < 2)
			continue;
		what = m->assets[group[0]->asset].key;
		heading(o, "asset", what);
		for (size_t i = 0; i < to - from; i++)
			put_one(o, "asset", what, &group[i]->loc, &group[i]->ids, group[i]->n,
				shared(l, group[i], group, to - from));
	}
}

static void
print_people(struct out *o, const struct model *m)
{
	for (size_t i = 0; i < m->nparties; i++) {
		const struct party *p = &m->parties[i];

		if (p->nrows < 2)
			continue;
		heading(o, "person", p->key);
		for (size_t k = 0; k < p->nrows; k++)
			put_one(o, "person", p->key, &p->row_locs[k], &p->rows[k].ids, 1,
				shared_row(o->l, p, k));
	}
}

void
links_print(struct links *l, bool json)
{
	struct out o = {l, json};
	struct run *r = l->run;
	struct model *m;
	struct map *keys;

	run_sort(r);
	for (size_t i = 0; i < r->nsources; i++)
		builder_add_source(l->builder, r->sources[i]);
	if (r->cfg.as_of_text == NULL)
		r->cfg.as_of = run_newest(r) == INT64_MIN ? 0 : run_newest(r);
	m = builder_freeze(l->builder, r->a, r->diags);
	keys = keys_of_assets(l, m);
	for (size_t i = 0; i < l->namings.n; i++)
		place(l, keys, l->namings.v[i]);
	map_free(keys);
	if (l->namings.n > 1)
		qsort(l->namings.v, l->namings.n, sizeof(*l->namings.v), by_asset);
	print_assets(&o, m);
	print_people(&o, m);
	if (!json)
		printf("%zu assets, %zu people or teams, by %zu namings of assets\n", m->nassets,
			m->nparties, l->namings.n);
}
