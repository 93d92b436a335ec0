/* YAML by libyaml's events. */
#include "checker/read/yaml.h"

#include <yaml.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/tracker_diags.h"

struct level {
	struct node *node;     /* a map or a list */
	struct node **last;    /* where the next child goes */
	const char *key;       /* of a map: the key that waits for its value; NULL: a key is next */
	struct map *keys;      /* of a map: those that came */
};

struct load {
	const struct yaml_reader *y;
	struct arena *a;
	VEC(struct level) open;
	struct node *root;
	uint64_t values, number;
	size_t bytes;
	bool failed;           /* reading the bytes failed: diagnosed there */
};

static int
give(void *ctx, unsigned char *p, size_t size, size_t *got)
{
	struct load *l = ctx;
	long n = l->y->r->more(l->y->r, (char *)p, size);

	l->failed = n < 0;
	*got = n < 0 ? 0 : (size_t)n;
	return n >= 0;
}

static int
refuse(struct load *l, const yaml_event_t *e, const struct diag_kind *kind, const char *what)
{
	reading_note(l->y->r, kind, (uint32_t)e->start_mark.line + 1,
		(uint32_t)e->start_mark.column + 1, "%s", what);
	return -1;
}

/* Plain scalars of the core schema (YAML 1.2, 10.3.2); all else is text. */
static enum node_type
plain_type(const char *s)
{
	const char *p = s;

	if (*s == '\0' || strcmp(s, "~") == 0 || str_same_fold(s, "null"))
		return NODE_NULL;
	if (strcmp(s, "true") == 0)
		return NODE_TRUE;
	if (strcmp(s, "false") == 0)
		return NODE_FALSE;
	if (*p == '-')
		p++;
	if (!ch_digit(*p) || (*p == '0' && ch_digit(p[1])))
		return NODE_STRING; /* "007" is a name */
	while (ch_digit(*p))
		p++;
	return *p == '\0' ? NODE_NUMBER : NODE_STRING;
}

static void
levels_drop(struct load *l, size_t to)
{
	while (l->open.n > to)
		map_free(l->open.v[--l->open.n].keys);
}

/* Puts a value where it belongs: the root, a list, or behind its key. */
static int
place(struct load *l, struct node *n, const yaml_event_t *e)
{
	struct level *top = l->open.n == 0 ? NULL : &l->open.v[l->open.n - 1];

	if (++l->values > MAX_JSON_VALUES)
		return refuse(l, e, &yaml_e_limit, "more values than MAX_JSON_VALUES");
	n->line = (uint32_t)e->start_mark.line + 1;
	n->col = (uint32_t)e->start_mark.column + 1;
	if (top == NULL) {
		l->root = n;
		return 0;
	}
	if (top->node->type == NODE_MAP) {
		if (top->key == NULL)
			return refuse(l, e, &yaml_e_twice, "a key that is no text");
		n->key = top->key;
		top->key = NULL;
	}
	*top->last = n;
	top->last = &n->next;
	return 0;
}

static int
open_level(struct load *l, enum node_type type, const yaml_event_t *e)
{
	struct node *n = ARENA_NEW(l->a, struct node);
	struct level *top;

	n->type = type;
	if (l->open.n >= MAX_JSON_DEPTH)
		return refuse(l, e, &yaml_e_limit, "nested deeper than MAX_JSON_DEPTH");
	if (place(l, n, e) != 0)
		return -1;
	top = VEC_PUSH(&l->open);
	top->node = n;
	top->last = &n->child;
	top->keys = type == NODE_MAP ? map_new() : NULL;
	return 0;
}

static int
scalar(struct load *l, const yaml_event_t *e)
{
	struct arena *a = l->a;
	struct level *top = l->open.n == 0 ? NULL : &l->open.v[l->open.n - 1];
	const char *text = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct node *n;
	bool fresh;

	l->bytes += len;
	if (l->bytes > MAX_JSON_RECORD)
		return refuse(l, e, &yaml_e_limit, "a document of more than MAX_JSON_RECORD bytes");
	if (memchr(text, '\0', len) != NULL)
		return refuse(l, e, &yaml_e_syntax, "a NUL character");
	text = arena_strndup(a, text, len);
	if (top != NULL && top->node->type == NODE_MAP && top->key == NULL) {
		map_slot(top->keys, text, len, &fresh);
		if (!fresh)
			return refuse(l, e, &yaml_e_twice, "a key that came before");
		top->key = text;
		return 0;
	}
	n = ARENA_NEW(a, struct node);
	n->text = text;
	n->type = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE ? plain_type(text) : NODE_STRING;
	if (n->type != NODE_STRING && n->type != NODE_NUMBER)
		n->text = NULL;
	return place(l, n, e);
}

static void
document_done(struct load *l)
{
	if (l->root != NULL)
		l->y->document(l->y->ctx, l->root, ++l->number);
	l->root = NULL;
	l->values = 0;
	l->bytes = 0;
	if (l->y->into == NULL)
		arena_reset(l->y->r->rec);
}

/* The tag that stands at a value; NULL: none, or "!", which only says that it has none. */
static const char *
tag_of(const yaml_event_t *e)
{
	const yaml_char_t *tag = e->type == YAML_SCALAR_EVENT ? e->data.scalar.tag
		: e->type == YAML_MAPPING_START_EVENT ? e->data.mapping_start.tag
		: e->type == YAML_SEQUENCE_START_EVENT ? e->data.sequence_start.tag : NULL;

	return tag == NULL || strcmp((const char *)tag, "!") == 0 ? NULL : (const char *)tag;
}

/* 1 at the end of the stream, -1 refused. */
static int
event(struct load *l, const yaml_event_t *e)
{
	if (tag_of(e) != NULL)
		return refuse(l, e, &yaml_e_tag, "a tag");
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return scalar(l, e);
	case YAML_MAPPING_START_EVENT:
		return open_level(l, NODE_MAP, e);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(l, NODE_LIST, e);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		levels_drop(l, l->open.n - 1);
		return 0;
	case YAML_DOCUMENT_END_EVENT:
		document_done(l);
		return 0;
	case YAML_ALIAS_EVENT:
		return refuse(l, e, &yaml_e_alias, "an alias");
	case YAML_STREAM_END_EVENT:
		return 1;
	case YAML_NO_EVENT: case YAML_STREAM_START_EVENT: case YAML_DOCUMENT_START_EVENT: default:
		return 0;
	}
}

static void
broken(struct load *l, const yaml_parser_t *p)
{
	if (!l->failed)
		reading_note(l->y->r, &yaml_e_syntax, (uint32_t)p->problem_mark.line + 1,
			(uint32_t)p->problem_mark.column + 1, "%s", p->problem == NULL ? "not YAML"
			: p->problem);
}

int
reading_yaml(const struct yaml_reader *y)
{
	struct load l = { .y = y, .a = y->into != NULL ? y->into : y->r->rec };
	yaml_parser_t p;
	int rc = 0;

	if (!yaml_parser_initialize(&p))
		die_memory();
	yaml_parser_set_input(&p, give, &l);
	while (rc == 0) {
		yaml_event_t e;

		if (!yaml_parser_parse(&p, &e)) {
			broken(&l, &p);
			rc = -1;
			break;
		}
		rc = event(&l, &e);
		yaml_event_delete(&e);
	}
	levels_drop(&l, 0);
	VEC_FREE(&l.open);
	yaml_parser_delete(&p);
	if (rc < 0)
		y->r->source->broken = true;
	return rc < 0 ? -1 : 0;
}
