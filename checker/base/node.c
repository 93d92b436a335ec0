#include "checker/base/node.h"

#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

const struct node *
node_get(const struct node *map, const char *key)
{
	if (map == NULL || map->type != NODE_MAP)
		return NULL;
	for (const struct node *n = map->child; n != NULL; n = n->next)
		if (strcmp(n->key, key) == 0)
			return n;
	return NULL;
}

/* The child of one step; a step into a list is its position. */
static const struct node *
step(const struct node *n, const char *name, size_t len)
{
	int64_t at;

	if (n == NULL)
		return NULL;
	if (n->type == NODE_MAP) {
		for (const struct node *c = n->child; c != NULL; c = c->next)
			if (strncmp(c->key, name, len) == 0 && c->key[len] == '\0')
				return c;
		return NULL;
	}
	if (n->type != NODE_LIST || !text_to_int(name, len, 0, INT64_MAX, &at))
		return NULL;
	n = n->child;
	while (n != NULL && at-- > 0)
		n = n->next;
	return n;
}

const struct node *
node_at(const struct node *n, const char *path)
{
	while (n != NULL && *path != '\0') {
		size_t len = strcspn(path, "/");

		n = step(n, path, len);
		path += len;
		if (*path == '/')
			path++;
	}
	return n;
}

const char *
node_text(const struct node *n)
{
	if (n == NULL)
		return NULL;
	switch (n->type) {
	case NODE_STRING:
	case NODE_NUMBER:
		return n->text;
	case NODE_TRUE:
		return "true";
	case NODE_FALSE:
		return "false";
	case NODE_NULL:
	case NODE_LIST:
	case NODE_MAP:
		break;
	}
	return NULL;
}

const char *
node_get_text(const struct node *map, const char *key)
{
	return node_text(node_get(map, key));
}

bool
node_is(const struct node *n, enum node_type type)
{
	return n != NULL && n->type == type;
}

size_t
node_count(const struct node *list)
{
	size_t count = 0;

	if (list == NULL || (list->type != NODE_LIST && list->type != NODE_MAP))
		return 0;
	for (const struct node *n = list->child; n != NULL; n = n->next)
		count++;
	return count;
}

int
node_int(const struct node *n, int64_t *out)
{
	*out = 0;
	if (n == NULL || n->type != NODE_NUMBER)
		return -1;
	return text_to_int(n->text, strlen(n->text), INT64_MIN, INT64_MAX, out) ? 0 : -1;
}

/* "~" and "/" inside a name are written "~0" and "~1" (RFC 6901 section 3). */
static void
put_name(struct buf *b, const char *name)
{
	for (; *name != '\0'; name++) {
		if (*name == '~')
			buf_str(b, "~0");
		else if (*name == '/')
			buf_str(b, "~1");
		else
			buf_chr(b, *name);
	}
}

/* Appends the way from at to n; false, with nothing appended, if n is not below at. */
static bool
find(struct buf *b, const struct node *at, const struct node *n)
{
	size_t len = b->len, i = 0;

	if (at == n)
		return true;
	for (const struct node *c = at->child; c != NULL; c = c->next, i++) {
		buf_chr(b, '/');
		if (at->type == NODE_MAP)
			put_name(b, c->key);
		else
			buf_fmt(b, "%zu", i);
		if (find(b, c, n))
			return true;
		b->len = len;
		b->p[len] = '\0';
	}
	return false;
}

char *
node_pointer(struct arena *a, const struct node *root, const struct node *n)
{
	struct buf b;
	char *out = NULL;

	buf_init(&b, MAX_JSON_RECORD);
	if (root != NULL && n != NULL && find(&b, root, n))
		out = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return out;
}

const struct node *
node_first(const struct node *n)
{
	return n != NULL && n->type == NODE_LIST ? n->child : n;
}

const struct node *
node_next(const struct node *element)
{
	return element == NULL || element->key != NULL ? NULL : element->next;
}
