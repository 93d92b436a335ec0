/*
 * The XML of CycloneDX has an element around each list (ratings/rating) where its JSON has the list
 * alone; else the names are the same (schemas of 1.4 to 1.7).
 */
#include "checker/read/cyclonedx_xml.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/xml_pick.h"

/* An element that stands for a list, the element of its items, and the member of the JSON. */
static const struct { const char *list, *item, *json; } lists[] = {
	{ "affects", "target", "affects" },
	{ "assessors", "assessor", "assessors" },
	{ "attestations", "attestation", "attestations" },
	{ "claims", "claim", "claims" },
	{ "counterClaims", "counterClaim", "counterClaims" },
	{ "evidence", "evidence", "evidence" },
	{ "ratings", "rating", "ratings" },
	{ "references", "reference", "references" },
	{ "requirements", "requirement", "requirements" },
	{ "responses", "response", "response" },
	{ "standards", "standard", "standards" },
};

struct bom {
	struct reading *r;
	int (*on_record)(void *ctx, const struct json_record *rec);
	void *ctx;
	struct node *rest, **last;    /* r->a */
	const char *ns;               /* of the root, r->a */
	const char *section;          /* the child of the root that one is in, r->a or "" */
	uint64_t vulnerabilities, components;
	uint32_t line, col;           /* of the picked element */
};

static const char *
trimmed(struct arena *a, const char *text)
{
	return text == NULL ? NULL : str_trim(a, text);
}

static struct node *json_of(struct arena *a, const struct node *n, const char *key);

/*
 * The items of the elements that stand for a list (one; the schema allows no more), and what stands
 * there without such an element: claims name their evidence so.
 */
static void
items_of(struct arena *a, const struct node *n, const char *item, struct node *to)
{
	struct node **last = &to->child;

	to->type = NODE_LIST;
	to->text = NULL;
	for (const struct node *w = node_first(n); w != NULL; w = node_next(w)) {
		const struct node *x = node_first(node_get(w, item));

		if (x == NULL && (w->type == NODE_MAP || *trimmed(a, w->text) != '\0')) {
			*last = json_of(a, w, NULL);
			last = &(*last)->next;
		}
		for (; x != NULL; x = node_next(x)) {
			*last = json_of(a, x, NULL);
			last = &(*last)->next;
		}
	}
}

/* A copy in a, with JSON's lists. */
static struct node *
json_of(struct arena *a, const struct node *n, const char *key)
{
	struct node *to = ARENA_NEW(a, struct node), **last = &to->child;

	*to = (struct node){ .key = arena_strdup(a, key), .type = n->type, .line = n->line,
		.col = n->col, .text = n->text == NULL ? NULL : trimmed(a, n->text) };
	if (key != NULL && strcmp(key, "thirdParty") == 0 && str_same(to->text, "true"))
		to->type = NODE_TRUE;
	for (size_t i = 0; key != NULL && i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(lists[i].list, key) != 0)
			continue;
		to->key = lists[i].json;
		items_of(a, n, lists[i].item, to);
		return to;
	}
	for (const struct node *x = n->child; x != NULL; x = x->next) {
		*last = json_of(a, x, x->key);
		last = &(*last)->next;
	}
	return to;
}

static void
rest_add(struct bom *b, struct node *n)
{
	*b->last = n;
	b->last = &n->next;
}

static void
rest_text(struct bom *b, const char *key, const char *text)
{
	struct node *n = ARENA_NEW(b->r->a, struct node);

	if (text == NULL)
		return;
	*n = (struct node){ .key = key, .text = arena_strdup(b->r->a, text), .type = NODE_STRING };
	rest_add(b, n);
}

static void
root(struct bom *b, const struct xml_tag *t)
{
	b->ns = arena_strdup(b->r->a, t->ns);
	if (str_has_prefix(t->ns, CYCLONEDX_NS))
		rest_text(b, "specVersion", t->ns + strlen(CYCLONEDX_NS));
	rest_text(b, "serialNumber", xml_attr(t, "serialNumber"));
}

static void
give(struct bom *b, const struct node *n, const char *cut, const char *item, uint64_t number)
{
	struct json_record rec = { .node = n, .cut = cut, .line = b->line, .col = b->col };

	rec.pointer = arena_printf(b->r->rec, "/bom%s/%s[%llu]", cut, item,
		(unsigned long long)number);
	b->on_record(b->ctx, &rec);
}

static bool
pick(void *ctx, const struct xml_tag *t)
{
	struct bom *b = ctx;

	if (t->depth == 1)
		root(b, t);
	if (strcmp(t->ns, b->ns) != 0)
		return false;
	b->line = t->line;
	b->col = t->col;
	if (t->depth == 2) {
		b->section = arena_strdup(b->r->a, t->name);
		return str_same(t->name, "metadata") || str_same(t->name, "definitions") ||
			str_same(t->name, "declarations");
	}
	if (t->depth != 3)
		return false;
	if (str_same(b->section, "components") && str_same(t->name, "component"))
		give(b, NULL, CYCLONEDX_COMPONENTS, "component", ++b->components);
	return str_same(b->section, "vulnerabilities") && str_same(t->name, "vulnerability");
}

static void
take(void *ctx, const char *name, const struct node *n)
{
	struct bom *b = ctx;

	if (str_same(name, "vulnerability"))
		give(b, json_of(b->r->rec, n, NULL), CYCLONEDX_VULNERABILITIES, name,
			++b->vulnerabilities);
	else
		rest_add(b, json_of(b->r->a, n, name));
}

int
cyclonedx_xml(struct reading *r, int (*on_record)(void *ctx, const struct json_record *rec),
	void *ctx, const struct node **rest)
{
	struct bom b = { .r = r, .on_record = on_record, .ctx = ctx, .section = "",
		.rest = ARENA_NEW(r->a, struct node) };
	const struct xml_picker p = { .ctx = &b, .pick = pick, .take = take };
	int rc;

	*b.rest = (struct node){ .type = NODE_MAP };
	b.last = &b.rest->child;
	rc = reading_picked(r, &p);
	*rest = b.rest;
	return rc;
}
