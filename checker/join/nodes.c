/* Ways in which sources name assets, each once. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static int
ident_compare(const void *x, const void *y)
{
	const struct ident *a = x, *b = y;
	int c = strcmp(a->ns, b->ns);

	return c != 0 ? c : strcmp(a->value, b->value);
}

/* Everything usable in ids, sorted; *some: there was anything at all. */
static struct idents
normal(const struct idents *ids, const char *name, struct arena *a, bool *some)
{
	struct idents out = {0};

	*some = false;
	for (size_t i = 0; i < ids->n; i++) {
		if (ids->v[i].ns == NULL || ids->v[i].value == NULL || ids->v[i].value[0] == '\0')
			continue;
		*some = true;
		ident_normal(&out, a, ids->v[i].ns, ids->v[i].value);
	}
	/* A display name identifies only where nothing else does. */
	if (out.n == 0 && name != NULL && *name != '\0') {
		*some = true;
		ident_normal(&out, a, "name", name);
	}
	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), ident_compare);
	return out;
}

static char *
key_of(const struct idents *ids, struct arena *a)
{
	char *key = arena_strdup(a, "");

	for (size_t i = 0; i < ids->n; i++)
		key = arena_printf(a, "%s%s%s:%s", key, i > 0 ? "\n" : "", ids->v[i].ns,
			ids->v[i].value);
	return key;
}

static char *
raw_key(const struct idents *ids, const char *name, struct arena *a)
{
	size_t len = name == NULL ? 0 : strlen(name);
	char *key, *p;

	for (size_t i = 0; i < ids->n; i++)
		len += strlen(ids->v[i].ns == NULL ? "" : ids->v[i].ns)
			+ strlen(ids->v[i].value == NULL ? "" : ids->v[i].value) + 2;
	p = key = arena_alloc(a, len + 2);
	for (size_t i = 0; i < ids->n; i++) {
		for (const char *s = ids->v[i].ns; s != NULL && *s != '\0'; s++)
			*p++ = *s;
		*p++ = '\1';
		for (const char *s = ids->v[i].value; s != NULL && *s != '\0'; s++)
			*p++ = *s;
		*p++ = '\2';
	}
	for (const char *s = name; s != NULL && *s != '\0'; s++)
		*p++ = *s;
	return key;
}

/* NONE: no identifier at all. */
uint32_t
node_of(struct builder *b, const struct idents *ids, const char *name)
{
	struct arena *tmp;
	struct idents usable;
	void **raw, **slot;
	char *rk, *key;
	bool fresh, some;
	uint32_t i;

	if (ids->n == 0 && (name == NULL || *name == '\0'))
		return NONE;
	tmp = b->scratch;
	rk = raw_key(ids, name, tmp);
	raw = map_slot(b->node_raw, rk, strlen(rk), &fresh);
	if (!fresh) {
		i = (uint32_t)(uintptr_t)*raw;
		arena_reset(tmp);
		return i == 0 ? NONE : i - 1;
	}
	usable = normal(ids, name, tmp, &some);
	key = key_of(&usable, tmp);
	/* All that name nothing are one node: it has no place, whoever it was. */
	slot = map_slot(b->node_key, key, strlen(key), &fresh);
	if (!some) {
		*raw = NULL;
		arena_reset(tmp);
		return NONE;
	}
	if (fresh || *slot == NULL) {
		struct node *n = VEC_PUSH(&b->nodes);

		n->key = arena_strdup(b->a, key);
		n->poisoned = usable.n == 0;
		n->from = INT64_MAX;
		n->to = INT64_MIN;
		for (size_t k = 0; k < usable.n; k++)
			idents_add(&n->ids, b->a, usable.v[k].ns, usable.v[k].value);
		if (b->nodes.n >= UINT32_MAX - 1)
			die_memory();
		*slot = (void *)(uintptr_t)b->nodes.n;
	}
	i = (uint32_t)(uintptr_t)*slot;
	*raw = (void *)(uintptr_t)i;
	arena_reset(tmp);
	return i - 1;
}

/* The node of exactly these identifiers, if there is one. */
uint32_t
node_look(struct builder *b, const struct idents *ids, struct arena *a)
{
	bool some;
	struct idents usable = normal(ids, NULL, a, &some);
	char *key = key_of(&usable, a);
	void *i = usable.n == 0 ? NULL : map_get(b->node_key, key, strlen(key));

	return i == NULL ? NONE : (uint32_t)(uintptr_t)i - 1;
}

void
note_asset(struct builder *b, const struct record *r)
{
	const struct rec_asset *x = &r->u.asset;
	uint32_t i = node_of(b, &x->ids, x->name);

	*VEC_PUSH(&b->asset_nodes) = i;
	if (i == NONE)
		return;
	b->nodes.v[i].adds = true;
	if (x->name != NULL && *x->name != '\0'
		&& (b->nodes.v[i].name == NULL || strcmp(x->name, b->nodes.v[i].name) < 0))
		b->nodes.v[i].name = arena_strdup(b->a, x->name);
	if (x->seen.known == KNOWN && !x->seen.never) {
		struct node *n = &b->nodes.v[i];

		n->from = x->seen.lo < n->from ? x->seen.lo : n->from;
		n->to = x->seen.hi > n->to ? x->seen.hi : n->to;
	}
}

struct order { const char *key; uint32_t was; };

static int
order_compare(const void *x, const void *y)
{
	return strcmp(((const struct order *)x)->key, ((const struct order *)y)->key);
}

/* Nodes by key, so that nothing after this depends on the order of the input. */
void
sort_nodes(struct freeze *f)
{
	struct builder *b = f->b;
	size_t n = b->nodes.n;
	struct order *order = ARENA_ARRAY(f->tmp, struct order, n + 1);
	struct node *moved = ARENA_ARRAY(f->tmp, struct node, n + 1);
	uint32_t *to = ARENA_ARRAY(f->tmp, uint32_t, n + 1);
	struct map *maps[2] = {b->node_raw, b->node_key};

	for (uint32_t i = 0; i < n; i++)
		order[i] = (struct order){b->nodes.v[i].key, i};
	if (n > 1)
		qsort(order, n, sizeof(*order), order_compare);
	for (uint32_t i = 0; i < n; i++) {
		moved[i] = b->nodes.v[order[i].was];
		to[order[i].was] = i;
	}
	if (n > 0)
		memcpy(b->nodes.v, moved, n * sizeof(*moved));
	for (size_t i = 0; i < b->asset_nodes.n; i++)
		if (b->asset_nodes.v[i] != NONE)
			b->asset_nodes.v[i] = to[b->asset_nodes.v[i]];
	for (size_t i = 0; i < b->folds.n; i++)
		if (b->folds.v[i].node != NONE)
			b->folds.v[i].node = to[b->folds.v[i].node];
	for (size_t i = 0; i < b->firsts.n; i++)
		b->firsts.v[i].node = to[b->firsts.v[i].node];
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < map_count(maps[k]); i++) {
			size_t len;
			const char *key = map_key_at(maps[k], i, &len);
			void **slot = map_slot(maps[k], key, len, NULL);

			if (*slot != NULL)
				*slot = (void *)(uintptr_t)(to[(uintptr_t)*slot - 1] + 1);
		}
}
