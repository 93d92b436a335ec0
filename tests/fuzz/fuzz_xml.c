/* Strict XML and the tree collector.  The first byte chooses the pieces. */
#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/read/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct world {
	uint64_t hash;
	uint32_t depth;
	struct arena *a;
	struct xml_tree *tree;
	struct node *root;
};

static void
mix(uint64_t *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*h = (*h ^ (unsigned char)s[i]) * 1099511628211u;
}

static uint64_t
hash(uint64_t h, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		if (n->key != NULL)
			mix(&h, n->key, strlen(n->key));
		if (n->text != NULL)
			mix(&h, n->text, strlen(n->text));
		h = hash(h * 31 + (uint64_t)n->type, n->child);
	}
	return h * 17 + 3;
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct world *w = ctx;

	if (t->depth != ++w->depth || t->depth > MAX_XML_DEPTH || t->nattrs > MAX_XML_ATTRIBUTES)
		die_bug("the depth of an element");
	mix(&w->hash, t->ns, strlen(t->ns));
	mix(&w->hash, t->name, strlen(t->name));
	for (size_t i = 0; i < t->nattrs; i++)
		if (strlen(t->attrs[i].value) != t->attrs[i].len)
			die_bug("the length of an attribute");
	return xml_tree_start(w->tree, t);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct world *w = ctx;

	(void)line;
	mix(&w->hash, ns, strlen(ns));
	mix(&w->hash, name, strlen(name));
	w->depth--;
	w->root = xml_tree_end(w->tree);
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	return xml_tree_text(((struct world *)ctx)->tree, p, n);
}

static const char *
rename_member(void *ctx, const char *parent, const char *ns, const char *name, bool *list)
{
	(void)ctx;
	(void)parent;
	(void)ns;
	*list = name[0] == 'l';
	return name[0] == 'r' ? "renamed" : NULL;
}

/* 0 if it was refused. */
static uint64_t
play(const char *p, size_t n, size_t piece)
{
	struct world w = {.hash = 1, .a = arena_new()};
	struct xml_handler h = {&w, on_start, on_end, on_text, true};
	struct diags *d = diags_new();
	struct xml_stream *s = xml_stream_new(&h, "fuzz", d);
	int rc = 0;

	w.tree = xml_tree_new(w.a, rename_member, NULL);
	for (size_t at = 0; at < n && rc == 0; at += piece)
		rc = xml_stream_feed(s, p + at, n - at < piece ? n - at : piece);
	if (rc == 0)
		rc = xml_stream_end(s);
	if ((rc != 0) != (diags_errors(d) == 1))
		die_bug("a refusal without a word, or a word without a refusal");
	if (rc == 0 && w.root == NULL)
		die_bug("no element, and all is well");
	w.hash = rc == 0 ? hash(w.hash, w.root) | 1 : 0;
	xml_stream_free(s);
	xml_tree_free(w.tree);
	diags_free(d);
	arena_free(w.a);
	return w.hash;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *p = (const char *)bytes;

	if (n == 0)
		return 0;
	if (play(p + 1, n - 1, 1 + *bytes % 64) != play(p + 1, n - 1, n))
		die_bug("whole and in pieces differ");
	return 0;
}
