/* Records in XML, one tree at a time. */
#include "checker/read/xml_each.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

struct each {
	const struct xml_each *e;
	struct xml_handler h;
	struct xml_tree *tree;
	uint64_t number;
};

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct each *x = ctx;

	if (x->tree == NULL && t->depth == x->e->depth &&
		(x->e->name == NULL || strcmp(t->name, x->e->name) == 0)) {
		arena_reset(x->e->r->rec);
		x->tree = xml_tree_new(x->e->r->rec, NULL, NULL);
		x->h.want_text = true;
	}
	if (x->tree != NULL)
		return xml_tree_start(x->tree, t);
	if (x->e->tag != NULL)
		x->e->tag(x->e->ctx, t);
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct each *x = ctx;

	return x->tree == NULL ? 0 : xml_tree_text(x->tree, p, n);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct each *x = ctx;
	struct node *n;

	(void)ns;
	(void)name;
	(void)line;
	if (x->tree == NULL || (n = xml_tree_end(x->tree)) == NULL)
		return 0;
	x->e->record(x->e->ctx, n, ++x->number);
	xml_tree_free(x->tree);
	x->tree = NULL;
	x->h.want_text = false;
	return 0;
}

int
reading_xml_each(const struct xml_each *e)
{
	struct each x = { .e = e };
	int rc;

	x.h = (struct xml_handler){ .ctx = &x, .start = on_start, .end = on_end, .text = on_text };
	rc = reading_xml(e->r, &x.h);
	xml_tree_free(x.tree);
	return rc;
}
