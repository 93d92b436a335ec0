/*
 * One element as a node tree.  A stack of the elements that are open, one of
 * their members, and one of their texts: what a child has put on them is
 * taken off before its parent goes on.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/xml.h"

/* From this many members on they are looked up by hash; below, all are compared. */
#define WIDE 32

struct member {
	struct node *node;
	struct node *tail; /* last element, once the member is a list */
};

struct level {
	struct node *node;
	const char *name;  /* local name, in the region */
	const char *key;   /* what it will be called in its parent, in the region */
	bool list;
	size_t members;    /* where its own begin in the stack */
	size_t text;       /* and its text */
	struct map *wide;  /* key to index of member + 1 */
};

struct xml_tree {
	struct arena *a;
	xml_rename *rename;
	void *ctx;
	VEC(struct level) open;
	VEC(struct member) members;
	struct buf text;
	size_t before;     /* what the region held at the start */
};

struct xml_tree *
xml_tree_new(struct arena *a, xml_rename *rename, void *ctx)
{
	struct xml_tree *t = x_calloc(1, sizeof(*t));

	t->a = a;
	t->rename = rename;
	t->ctx = ctx;
	t->before = arena_used(a);
	buf_init(&t->text, MAX_XML_ELEMENT);
	return t;
}

void
xml_tree_free(struct xml_tree *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->open.n; i++)
		map_free(t->open.v[i].wide);
	VEC_FREE(&t->open);
	VEC_FREE(&t->members);
	buf_free(&t->text);
	free(t);
}

bool
xml_tree_over(const struct xml_tree *t)
{
	return t->text.over || arena_used(t->a) - t->before > MAX_XML_ELEMENT;
}

static void **
wide_slot(struct xml_tree *t, struct level *l, const char *key)
{
	if (l->wide == NULL) {
		l->wide = map_new();
		for (size_t i = l->members; i < t->members.n; i++) {
			const char *k = t->members.v[i].node->key;

			*map_slot(l->wide, k, strlen(k), NULL) = (void *)(uintptr_t)(i + 1);
		}
	}
	return map_slot(l->wide, key, strlen(key), NULL);
}

/* The member of that name, or NULL; in a wide level its slot is then ready for a new one. */
static struct member *
member_find(struct xml_tree *t, struct level *l, const char *key, void ***slot)
{
	*slot = NULL;
	if (t->members.n - l->members >= WIDE) {
		*slot = wide_slot(t, l, key);
		return **slot == NULL ? NULL : &t->members.v[(uintptr_t)**slot - 1];
	}
	for (size_t i = t->members.n; i > l->members; i--)
		if (strcmp(t->members.v[i - 1].node->key, key) == 0)
			return &t->members.v[i - 1];
	return NULL;
}

/* The member becomes a list, and what it was so far the first element. */
static void
make_list(struct arena *a, struct member *m)
{
	struct node *first = ARENA_NEW(a, struct node);

	*first = *m->node;
	first->key = NULL;
	first->next = NULL;
	m->node->type = NODE_LIST;
	m->node->text = NULL;
	m->node->child = m->tail = first;
}

/* A name that comes again is a list even where nobody said so: nothing is lost. */
static void
member_add(struct xml_tree *t, struct level *l, const char *key, bool list, struct node *n)
{
	void **slot;
	struct member *m = member_find(t, l, key, &slot);

	if (m != NULL) {
		if (m->tail == NULL)
			make_list(t->a, m);
		m->tail->next = n;
		m->tail = n;
		return;
	}
	n->key = key;
	if (t->members.n > l->members)
		t->members.v[t->members.n - 1].node->next = n;
	else
		l->node->child = n;
	l->node->type = NODE_MAP;
	m = VEC_PUSH(&t->members);
	m->node = n;
	if (slot != NULL)
		*slot = (void *)(uintptr_t)t->members.n;
	if (list)
		make_list(t->a, m);
}

static struct node *
node_new(struct xml_tree *t, const char *text, size_t n, uint32_t line, uint32_t col)
{
	struct node *x = ARENA_NEW(t->a, struct node);

	x->type = NODE_STRING;
	x->text = text == NULL ? NULL : arena_strndup(t->a, text, n);
	x->line = line;
	x->col = col;
	return x;
}

int
xml_tree_start(struct xml_tree *t, const struct xml_tag *tag)
{
	const char *key = NULL;
	struct level *l;
	bool list = false;

	if (t->rename != NULL && t->open.n > 0)
		key = t->rename(t->ctx, t->open.v[t->open.n - 1].name, tag->ns, tag->name, &list);
	l = VEC_PUSH(&t->open);
	l->node = node_new(t, NULL, 0, tag->line, tag->col);
	l->name = arena_strdup(t->a, tag->name);
	l->key = key == NULL ? l->name : arena_strdup(t->a, key);
	l->list = list;
	l->members = t->members.n;
	l->text = t->text.len;
	for (size_t i = 0; i < tag->nattrs; i++)
		member_add(t, l, arena_strdup(t->a, tag->attrs[i].name), false,
			node_new(t, tag->attrs[i].value, tag->attrs[i].len, tag->line, tag->col));
	return xml_tree_over(t) ? -1 : 0;
}

int
xml_tree_text(struct xml_tree *t, const char *p, size_t n)
{
	if (t->open.n > 0)
		buf_add(&t->text, p, n);
	return xml_tree_over(t) ? -1 : 0;
}

static bool
all_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ch_space(p[i]))
			return false;
	return true;
}

struct node *
xml_tree_end(struct xml_tree *t)
{
	struct level *l, done;
	const char *text;
	size_t n;

	if (t->open.n == 0)
		return NULL;
	l = &t->open.v[t->open.n - 1];
	text = t->text.p + l->text;
	n = t->text.len - l->text;
	if (l->node->type == NODE_STRING)
		l->node->text = arena_strndup(t->a, text, n);
	else if (!all_blank(text, n))
		member_add(t, l, "#text", false, node_new(t, text, n, l->node->line, l->node->col));
	done = *l;
	map_free(done.wide);
	t->text.len = done.text;
	t->members.n = done.members;
	if (--t->open.n == 0)
		return done.node;
	member_add(t, &t->open.v[t->open.n - 1], done.key, done.list, done.node);
	return NULL;
}
