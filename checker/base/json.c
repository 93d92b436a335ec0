/*
 * Trees out of bytes that the strict scan has passed.  cJSON undoes the
 * escapes and links the values; each of its items then becomes a node in the
 * same memory, with its place from the scan and, for numbers, the text as the
 * file has it: cJSON's own doubles are never looked at.
 */
#include "checker/base/json.h"

#include <cjson/cJSON.h>
#include <pthread.h>

#include "checker/base/arena.h"
#include "checker/base/json_diags.h"
#include "checker/base/json_scan.h"

/* Member names are case-sensitive (base/banned.h cannot say this before cJSON's header). */
#pragma GCC poison cJSON_GetObjectItem cJSON_HasObjectItem

/* cJSON's hooks take no context, so the region of the parse under way is the thread's. */
static _Thread_local struct arena *region;
static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;

struct builder {
	struct arena *a;
	const char *p;
	size_t n;
	const struct json_poslist *pos;
	size_t next;
};

/* As malloc() does, it promises no zeros; cJSON clears its items itself. */
static void *
region_alloc(size_t n)
{
	return arena_raw(region, n);
}

/* The region is freed whole. */
static void
region_free(void *p)
{
	(void)p;
}

static void
hooks_set(void)
{
	cJSON_Hooks hooks = {region_alloc, region_free};

	cJSON_InitHooks(&hooks);
}

static bool
in_number(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static size_t
number_len(const struct builder *b, size_t at)
{
	size_t end = at;

	while (end < b->n && in_number(b->p[end]))
		end++;
	return end - at;
}

static enum node_type
type_of(const cJSON *item)
{
	switch (item->type & 0xff) {
	case cJSON_False:
		return NODE_FALSE;
	case cJSON_True:
		return NODE_TRUE;
	case cJSON_Number:
		return NODE_NUMBER;
	case cJSON_String:
		return NODE_STRING;
	case cJSON_Array:
		return NODE_LIST;
	case cJSON_Object:
		return NODE_MAP;
	default:
		return NODE_NULL;
	}
}

_Static_assert(sizeof(struct node) <= sizeof(cJSON), "a node fits where its item was");
_Static_assert(_Alignof(struct node) <= _Alignof(cJSON), "and is aligned there");

/* Siblings in document order, which is the order of the places; as deep as MAX_JSON_DEPTH. */
static struct node *
turn(struct builder *b, cJSON *first)
{
	cJSON *item = first;

	while (item != NULL) {
		cJSON *next = item->next, *child = item->child;
		const struct json_pos *at;
		struct node n = {.key = item->string, .type = type_of(item)};
		void *memory = item;

		if (b->next == b->pos->v.n)
			die_bug("cJSON sees more values than the scan");
		at = &b->pos->v.v[b->next++];
		n.line = at->line;
		n.col = at->col;
		if (n.type == NODE_NUMBER)
			n.text = arena_strndup(b->a, b->p + at->at, number_len(b, at->at));
		else if (n.type == NODE_STRING)
			n.text = item->valuestring;
		if (child != NULL)
			n.child = turn(b, child);
		n.next = (struct node *)(void *)next;
		memcpy(memory, &n, sizeof(n));
		item = next;
	}
	return (struct node *)(void *)first;
}

/* Where CVE-2023-26819 is not mended, cJSON stumbles over numbers of 64 bytes: it is given "0". */
static char *
without_long_numbers(struct builder *b)
{
	char *copy = arena_strndup(b->a, b->p, b->n);

	for (size_t i = 0; i < b->pos->v.n; i++) {
		size_t at = b->pos->v.v[i].at, len;

		if (b->p[at] != '-' && (b->p[at] < '0' || b->p[at] > '9'))
			continue;
		len = number_len(b, at);
		if (len > 60) {
			memset(copy + at, ' ', len);
			copy[at] = '0';
		}
	}
	return copy;
}

/* "\u0000" becomes "\uFFFD", of the same length, so that no text is cut at it. */
static void
show_nul(char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (p[i] != '\\')
			continue;
		if (p[i + 1] == 'u' && i + 6 <= n && memcmp(p + i + 2, "0000", 4) == 0)
			memcpy(p + i + 2, "FFFD", 4);
		i++;
	}
}

struct node *
json_build(struct arena *a, const char *p, size_t n, const struct json_poslist *pos)
{
	struct builder b = {.a = a, .p = p, .n = n, .pos = pos};
	const char *text = p;
	struct node *root;
	cJSON *item;

	pthread_once(&hooks_once, hooks_set);
	region = a;
	if (pos->long_number)
		text = without_long_numbers(&b);
	if (pos->nul) {
		char *copy = arena_strndup(a, text, n);

		show_nul(copy, n);
		text = copy;
	}
	item = cJSON_ParseWithLengthOpts(text, n, NULL, 0);
	region = NULL;
	if (item == NULL)
		die_bug("cJSON refuses what the scan passed");
	root = turn(&b, item);
	if (b.next != pos->v.n)
		die_bug("cJSON sees fewer values than the scan");
	return root;
}

struct node *
json_parse(struct arena *a, const char *file, const char *text, size_t len, enum json_mode mode,
	struct diags *d)
{
	struct json_poslist pos = {0};
	struct json_scan s;
	struct node *root = NULL;
	enum json_event e;
	char *copy = NULL;

	json_scan_init(&s, file, d);
	if (mode == JSON_RELAXED) {
		copy = x_malloc(len + 1);
		memcpy(copy, text, len);
		copy[len] = '\0';
		text = copy;
	}
	s.blank = copy;
	s.p = s.start = text;
	s.end = text + len;
	s.final = true;
	s.pos = &pos;
	if (len > MAX_JSON_SKELETON) {
		json_broken(&s, &json_size, text, "a document of more than %zu bytes",
			(size_t)MAX_JSON_SKELETON);
		goto out;
	}
	do
		e = json_scan_run(&s);
	while (e == JSON_LIST);
	if (e == JSON_DONE)
		root = json_build(a, text + s.bom, len - s.bom, &pos);
out:
	free(copy);
	VEC_FREE(&pos.v);
	json_scan_free(&s);
	return root;
}
