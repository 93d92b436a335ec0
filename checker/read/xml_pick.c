/* Picked elements of a stream as trees. */
#include "checker/read/xml_pick.h"

#include "checker/base/arena.h"

void
xml_picking_begin(struct xml_picking *k, struct reading *r, const struct xml_picker *p,
	struct xml_handler *h)
{
	*k = (struct xml_picking){ .r = r, .p = p, .h = h };
}

void
xml_picking_end(struct xml_picking *k)
{
	xml_tree_free(k->tree);
	k->tree = NULL;
}

int
xml_picking_start(void *ctx, const struct xml_tag *t)
{
	struct xml_picking *k = ctx;

	if (k->tree == NULL) {
		if (!k->p->pick(k->p->ctx, t))
			return 0;
		k->tree = xml_tree_new(k->r->rec, NULL, NULL);
		k->h->want_text = true;
	}
	return xml_tree_start(k->tree, t);
}

int
xml_picking_text(void *ctx, const char *p, size_t n)
{
	struct xml_picking *k = ctx;

	return k->tree == NULL ? 0 : xml_tree_text(k->tree, p, n);
}

int
xml_picking_leave(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct xml_picking *k = ctx;
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
	k->h->want_text = false;
	k->p->take(k->p->ctx, name, n);
	arena_reset(k->r->rec);
	return 0;
}

int
reading_picked(struct reading *r, const struct xml_picker *p)
{
	struct xml_picking k;
	struct xml_handler h = { .ctx = &k, .start = xml_picking_start, .end = xml_picking_leave,
		.text = xml_picking_text };
	int rc;

	xml_picking_begin(&k, r, p, &h);
	rc = reading_xml(r, &h);
	xml_picking_end(&k);
	return rc;
}
