/* Picked elements of a stream as trees. */
#include "checker/read/xml_pick.h"

#include "checker/base/arena.h"

struct picking {
	struct reading *r;
	const struct xml_picker *p;
	struct xml_handler h;
	struct xml_tree *tree; /* of the element that is being collected, else NULL */
};

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct picking *k = ctx;

	if (k->tree == NULL) {
		if (!k->p->pick(k->p->ctx, t))
			return 0;
		k->tree = xml_tree_new(k->r->rec, NULL, NULL);
		k->h.want_text = true;
	}
	return xml_tree_start(k->tree, t);
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct picking *k = ctx;

	return k->tree == NULL ? 0 : xml_tree_text(k->tree, p, n);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct picking *k = ctx;
	const struct node *n;

	(void)line;
	if (k->tree == NULL) {
		if (k->p->leave != NULL)
			k->p->leave(k->p->ctx, ns, name);
		return 0;
	}
	n = xml_tree_end(k->tree);
	if (n == NULL)
		return 0;
	xml_tree_free(k->tree);
	k->tree = NULL;
	k->h.want_text = false;
	k->p->take(k->p->ctx, name, n);
	arena_reset(k->r->rec);
	return 0;
}

int
reading_picked(struct reading *r, const struct xml_picker *p)
{
	struct picking k = { .r = r, .p = p,
		.h = { .start = on_start, .end = on_end, .text = on_text } };
	int rc;

	k.h.ctx = &k;
	rc = reading_xml(r, &k.h);
	xml_tree_free(k.tree);
	return rc;
}
