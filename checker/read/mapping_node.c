/* References and `each` in a tree: one record of a JSON or XML file. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/mapping_parts.h"
#include "checker/read/read_diags.h"

/* ---- texts of a reference ---- */

struct look {
	struct map_run *run;
	const struct map_ref *ref;
	struct map_texts *out;
	bool there;
};

static void
add_text(struct look *k, const char *s)
{
	struct map_texts *t = k->out;

	if (t->n == t->cap) {
		size_t cap = t->cap == 0 ? 4 : t->cap * 2;
		const char **v = ARENA_ARRAY(k->run->r->rec, const char *, cap);

		if (t->n > 0)
			memcpy(v, t->v, t->n * sizeof(*v));
		t->v = v;
		t->cap = cap;
	}
	t->v[t->n++] = s;
}

/* An object where a text is wanted says nothing that can be used: told once for the reference. */
static void
tell_object(struct look *k, const struct node *n)
{
	struct map_run *run = k->run;

	if (run->bad_told[k->ref->id])
		return;
	run->bad_told[k->ref->id] = true;
	reading_note(run->r, &map_w_value, n->line, n->col, "\"%s\" is an object, and no text",
		text_inert_dup(run->r->rec, k->ref->text, 60));
}

static void
leaf(struct look *k, const struct node *n)
{
	const char *s = node_text(n);

	k->there = true;
	if (s != NULL) {
		add_text(k, s);
	} else if (n->type == NODE_LIST) {
		for (const struct node *c = n->child; c != NULL; c = c->next)
			leaf(k, c);
	} else if (n->type == NODE_MAP && k->run->m->format == MAP_XML) {
		s = node_get_text(n, "#text");
		if (s != NULL)
			add_text(k, s);
	} else if (n->type == NODE_MAP) {
		tell_object(k, n);
	}
}

static void
follow(struct look *k, const struct node *n, const struct map_step *steps, size_t left)
{
	const struct node *next;

	if (left == 0) {
		leaf(k, n);
		return;
	}
	/* A name that comes again in XML is a list of elements. */
	if (n->type == NODE_LIST && (steps->name == NULL || k->run->m->format == MAP_XML)) {
		k->there = k->there || (n->child == NULL && left == 1);
		for (const struct node *c = n->child; c != NULL; c = c->next)
			follow(k, c, steps->name == NULL ? steps + 1 : steps,
				steps->name == NULL ? left - 1 : left);
		return;
	}
	if (n->type != NODE_MAP)
		return;
	if (steps->name != NULL) {
		next = node_get(n, steps->name);
		if (next != NULL)
			follow(k, next, steps + 1, left - 1);
		return;
	}
	for (const struct node *c = n->child; c != NULL; c = c->next)
		follow(k, c, steps + 1, left - 1);
}

bool
map_node_texts(struct map_run *run, const struct map_ref *ref, const struct map_cells *row,
	struct map_texts *out)
{
	struct look k = { .run = run, .ref = ref, .out = out };
	bool there = false;

	*out = (struct map_texts){ 0 };
	for (size_t i = 0; i < ref->npaths; i++) {
		const struct map_path *p = &ref->paths[i];
		const struct node *from = p->up < row->nlevels ?
			row->levels[row->nlevels - 1 - p->up] : NULL;
		bool some = false;

		if (from == NULL)
			continue;
		if (p->key && from->key != NULL) {
			k.there = true;
			add_text(&k, from->key);
		} else if (!p->key) {
			follow(&k, from, p->steps, p->n);
		}
		there = there || k.there;
		for (size_t t = 0; t < out->n; t++)
			some = some || out->v[t][0] != '\0';
		if (some)
			return true;
	}
	return there;
}

/* ---- items of `each` ---- */

struct walk {
	struct map_run *run;
	const struct map_group *g;
	const struct map_place *at;
	void (*on_item)(void *ctx, const struct map_cells *item);
	void *ctx;
	const struct node **levels;
	size_t nlevels;
};

static void
give(struct walk *w, const struct node *n, const char *path, bool pushed)
{
	struct map_cells row = { .line = n->line, .path = path, .levels = w->levels };

	row.nlevels = w->nlevels;
	if (!pushed)
		w->levels[row.nlevels++] = n;
	w->on_item(w->ctx, &row);
}

/* pushed: n is the last of the levels. */
static void
descend(struct walk *w, const struct node *n, size_t step, const char *path, bool pushed)
{
	const struct map_path *each = w->g->each;
	bool xml = w->run->m->format == MAP_XML;
	const char *name;
	size_t i = 0;

	if (step == each->n) {
		give(w, n, path, pushed);
		return;
	}
	name = each->steps[step].name;
	if (name != NULL) {
		const struct node *next = node_get(n, name);
		const char *to = arena_printf(w->run->r->rec, "%s/%s", path, name);

		for (const struct node *c = xml ? node_first(next) : next; c != NULL;
			c = xml && next->type == NODE_LIST ? c->next : NULL) {
			if (xml)
				w->levels[w->nlevels++] = c;
			descend(w, c, step + 1, !xml || next->type != NODE_LIST ? to :
				arena_printf(w->run->r->rec, "%s[%zu]", to, ++i), xml);
			w->nlevels -= xml;
		}
		return;
	}
	if (n->type != NODE_LIST && n->type != NODE_MAP)
		return;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		w->levels[w->nlevels++] = c;
		descend(w, c, step + 1, n->type == NODE_MAP ?
			arena_printf(w->run->r->rec, "%s/%s", path, c->key) :
			arena_printf(w->run->r->rec, "%s/%zu", path, i++), true);
		w->nlevels--;
	}
}

void
map_node_items(struct map_run *run, const struct map_group *g, const struct node *record,
	const struct map_place *at, void (*on_item)(void *ctx, const struct map_cells *item), void *ctx)
{
	struct walk w = { .run = run, .g = g, .at = at, .on_item = on_item, .ctx = ctx };

	w.levels = ARENA_ARRAY(run->r->rec, const struct node *, at->nabove + g->each->n + 2);
	for (size_t i = 0; i < at->nabove; i++)
		w.levels[w.nlevels++] = at->above[i];
	w.levels[w.nlevels++] = record;
	descend(&w, record, g->depth, at->path, true);
}
