/*
 * The records of a YAML document, for formats that come as JSON too (OSCAL, what a mapping reads).
 * YAML has no stream of records as JSON's brackets make one: a document is held whole, up to the
 * ceilings of yaml.c; those of JSON and XML are not.
 */
#include "checker/read/yaml_cut.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/yaml.h"

struct cutter {
	struct reading *r;
	const char *cut;
	int (*on_record)(void *ctx, const struct json_record *rec);
	void *ctx;
	struct node *root;
	uint64_t documents;
};

static void
on_document(void *ctx, const struct node *n, uint64_t number)
{
	struct cutter *c = ctx;

	c->documents = number;
	if (number == 1)
		c->root = (struct node *)(uintptr_t)n; /* in a region of ours */
}

/* The list is given, record by record, and then empty. */
static int
give(struct cutter *c, struct node *list, const char *path)
{
	size_t i = 0;
	int rc = 0;

	for (struct node *x = list->child; rc == 0 && x != NULL; i++) {
		struct node *next = x->next;
		struct json_record rec = { .node = x, .cut = c->cut, .line = x->line, .col = x->col,
			.pointer = arena_printf(c->r->a, "%s/%zu", path, i) };

		x->next = NULL;
		rc = c->on_record(c->ctx, &rec);
		arena_reset(c->r->rec);
		x = next;
	}
	list->child = NULL;
	return rc;
}

/* Down the rest of a pattern: "/name", or "/#" for each element. */
static int
follow(struct cutter *c, struct node *n, const char *rest, const char *path)
{
	size_t len, i = 0;
	const char *name;
	int rc = 0;

	if (n == NULL)
		return 0;
	if (*rest == '\0')
		return node_is(n, NODE_LIST) ? give(c, n, path) : 0;
	len = strcspn(rest + 1, "/");
	name = arena_strndup(c->r->a, rest + 1, len);
	rest += 1 + len;
	if (strcmp(name, "#") != 0)
		return follow(c, (struct node *)(uintptr_t)node_get(n, name), rest,
			arena_printf(c->r->a, "%s/%s", path, name));
	if (!node_is(n, NODE_LIST))
		return 0;
	for (struct node *x = n->child; rc == 0 && x != NULL; x = x->next, i++)
		rc = follow(c, x, rest, arena_printf(c->r->a, "%s/%zu", path, i));
	return rc;
}

int
reading_yaml_cut(struct reading *r, const char *const *cuts, size_t ncuts,
	int (*on_record)(void *ctx, const struct json_record *rec), void *ctx, struct node **whole)
{
	struct cutter c = { .r = r, .on_record = on_record, .ctx = ctx };
	struct yaml_reader y = { .r = r, .ctx = &c, .document = on_document, .into = r->a };
	int rc = reading_yaml(&y);

	for (size_t i = 0; rc == 0 && i < ncuts; i++) {
		c.cut = cuts[i];
		rc = follow(&c, c.root, cuts[i], "");
	}
	if (rc == 0 && c.documents > 1) {
		reading_note(r, &yaml_e_syntax, 0, 0, "%llu documents in one file of YAML: one is read",
			(unsigned long long)c.documents);
		r->source->broken = true;
		rc = -1;
	}
	*whole = c.root;
	return rc;
}
