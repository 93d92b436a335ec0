/* Trees under construction: ordinary nodes that remember their last child. */
#include <inttypes.h>
#include <stdio.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/text.h"
#include "reports/build.h"

struct growing {
	struct node node;  /* first: the node is the growing one */
	struct node *last;
};

static struct node *
parent_of(struct arena *a, enum node_type type)
{
	struct growing *g = ARENA_NEW(a, struct growing);

	g->node.type = type;
	return &g->node;
}

static struct node *
leaf(struct arena *a, enum node_type type, const char *text)
{
	struct node *n = ARENA_NEW(a, struct node);

	n->type = type;
	n->text = text;
	return n;
}

struct node *
tree_map(struct arena *a)
{
	return parent_of(a, NODE_MAP);
}

struct node *
tree_list(struct arena *a)
{
	return parent_of(a, NODE_LIST);
}

struct node *
tree_add(struct node *parent, const char *key, struct node *child)
{
	struct growing *g = (struct growing *)(void *)parent;

	if ((parent->type == NODE_MAP) != (key != NULL))
		die_bug("report tree: a member without a key, or a key in a list");
	child->key = key;
	if (g->last == NULL)
		parent->child = child;
	else
		g->last->next = child;
	g->last = child;
	return child;
}

/* len bytes of s, which may go on; s may be NULL. */
static struct node *
text_of(struct arena *a, const char *s, size_t len)
{
	char *own;

	if (s == NULL)
		return leaf(a, NODE_NULL, NULL);
	own = arena_strndup(a, s, len);
	return leaf(a, NODE_STRING, utf8_valid(own, len) ? own : text_inert_dup(a, own, 0));
}

struct node *
tree_str(struct arena *a, const char *s)
{
	return text_of(a, s, s == NULL ? 0 : strlen(s));
}

/* Most numbers of a report are counts of one digit. */
struct node *
tree_int(struct arena *a, int64_t i)
{
	static const char digits[10][2] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
	char text[24];

	if (i >= 0 && i <= 9)
		return leaf(a, NODE_NUMBER, digits[i]);
	snprintf(text, sizeof(text), "%" PRId64, i);
	return leaf(a, NODE_NUMBER, arena_strdup(a, text));
}

struct node *
tree_bool(struct arena *a, bool b)
{
	return leaf(a, b ? NODE_TRUE : NODE_FALSE, NULL);
}

struct node *
put_map(struct arena *a, struct node *to, const char *key)
{
	return tree_add(to, key, tree_map(a));
}

struct node *
put_list(struct arena *a, struct node *to, const char *key)
{
	return tree_add(to, key, tree_list(a));
}

void
put_str(struct arena *a, struct node *to, const char *key, const char *s)
{
	tree_add(to, key, tree_str(a, s));
}

/* A copy of s without its secrets, on the heap: what stays in the report may be less of it. */
static char *
masked_copy(const char *s)
{
	char *masked = s == NULL ? NULL : x_strdup(s);

	if (masked != NULL)
		text_mask_secrets(masked);
	return masked;
}

void
put_masked(struct arena *a, struct node *to, const char *key, const char *s)
{
	char *masked = masked_copy(s);

	put_str(a, to, key, masked);
	free(masked);
}

/* Free text of evidence can be 64 KiB; a report wants to tell which item it is. */
void
put_cut(struct arena *a, struct node *to, const char *key, const char *s)
{
	char *masked = masked_copy(s);
	size_t len = s == NULL ? 0 : strlen(s), at = 0, n;

	while (len > REPORT_TEXT_CUT && at < REPORT_TEXT_CUT) {
		if (utf8_next(masked + at, len - at, &n) < 0)
			n = 1;
		at += n;
	}
	put_str(a, to, key, len > REPORT_TEXT_CUT ? arena_printf(a, "%.*s...", (int)at, masked)
		: masked);
	free(masked);
}

void
put_int(struct arena *a, struct node *to, const char *key, int64_t i)
{
	tree_add(to, key, tree_int(a, i));
}

void
put_count(struct arena *a, struct node *to, const char *key, uint64_t n)
{
	put_int(a, to, key, n > INT64_MAX ? INT64_MAX : (int64_t)n);
}

void
put_bool(struct arena *a, struct node *to, const char *key, bool b)
{
	tree_add(to, key, tree_bool(a, b));
}

int64_t
get_int(const struct node *map, const char *key)
{
	int64_t v;

	return node_int(node_get(map, key), &v) == 0 ? v : 0;
}

bool
get_bool(const struct node *map, const char *key)
{
	return node_is(node_get(map, key), NODE_TRUE);
}

const char *
get_str(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return node_is(n, NODE_STRING) ? n->text : "";
}

const struct node *
get_child(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return n != NULL && (n->type == NODE_LIST || n->type == NODE_MAP) ? n->child : NULL;
}

const char *
seal_text(const char *seal)
{
	return say_text(str_same(seal, "trusted") ? SAY_SEAL_TRUSTED
		: str_same(seal, "untrusted") ? SAY_SEAL_UNTRUSTED : SAY_SEAL_NONE);
}

const char *
as_of_text(const struct node *report, char out[64])
{
	static const char last[] = "T23:59:59.999999999Z";
	const char *s = get_str(report, "as_of");
	size_t len = strlen(s), tail = sizeof(last) - 1;

	if (len > tail && strcmp(s + len - tail, last) == 0)
		len -= tail;
	snprintf(out, 64, "%.*s", (int)(len < 63 ? len : 63), s);
	return out;
}
