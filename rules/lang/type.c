#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "rules/lang/value.h"

#define ROW(kind) [kind] = {kind, NULL, NULL, NULL}

static const struct type simple[] = {
	ROW(TYPE_NULL), ROW(TYPE_BOOL), ROW(TYPE_INT), ROW(TYPE_UINT), ROW(TYPE_DOUBLE),
	ROW(TYPE_STRING), ROW(TYPE_BYTES), ROW(TYPE_TIMESTAMP), ROW(TYPE_DURATION), ROW(TYPE_TYPE),
	ROW(TYPE_DYN), ROW(TYPE_BAD),
};

const struct type *
type_of_kind(enum type_kind kind)
{
	return &simple[kind];
}

const struct type *
type_list(struct arena *a, const struct type *elem)
{
	struct type *t = ARENA_NEW(a, struct type);

	t->kind = TYPE_LIST;
	t->elem = elem;
	return t;
}

const struct type *
type_map(struct arena *a, const struct type *key, const struct type *elem)
{
	struct type *t = ARENA_NEW(a, struct type);

	t->kind = TYPE_MAP;
	t->key = key;
	t->elem = elem;
	return t;
}

const struct type *
type_optional(struct arena *a, const struct type *elem)
{
	struct type *t = ARENA_NEW(a, struct type);

	t->kind = TYPE_OPTIONAL;
	t->elem = elem;
	return t;
}

const struct type *
type_record(struct arena *a, const struct record_type *r)
{
	struct type *t = ARENA_NEW(a, struct type);

	t->kind = TYPE_RECORD;
	t->record = r;
	return t;
}

/* Made of another type: list(int), optional_type(int). */
static bool
made_of(const struct type *t)
{
	return t->kind == TYPE_LIST || t->kind == TYPE_MAP || t->kind == TYPE_OPTIONAL;
}

static bool
any(const struct type *t)
{
	return t->kind == TYPE_DYN || t->kind == TYPE_BAD;
}

bool
type_fits(const struct type *a, const struct type *b)
{
	for (;;) {
		if (any(a) || any(b))
			return true;
		if (a->kind != b->kind)
			return false;
		if (a->kind == TYPE_RECORD)
			return a->record == b->record;
		if (a->kind == TYPE_MAP && !type_fits(a->key, b->key))
			return false;
		if (!made_of(a))
			return true;
		a = a->elem;
		b = b->elem;
	}
}

/* The same, not merely fitting: a list of dyn is not a list of int. */
static bool
same(const struct type *a, const struct type *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == TYPE_RECORD)
		return a->record == b->record;
	if (a->kind == TYPE_MAP && !same(a->key, b->key))
		return false;
	return !made_of(a) || same(a->elem, b->elem);
}

const struct type *
type_open(void)
{
	static const struct type open = {.kind = TYPE_DYN};

	return &open;
}

/* Does b say what a says, and more where a is open? */
static bool
refines(const struct type *a, const struct type *b)
{
	if (a == type_open())
		return true;
	if (a->kind != b->kind || !made_of(a))
		return same(a, b);
	return (a->kind != TYPE_MAP || refines(a->key, b->key)) && refines(a->elem, b->elem);
}

const struct type *
type_join(const struct type *a, const struct type *b)
{
	if (a->kind == TYPE_BAD || b->kind == TYPE_BAD)
		return type_of_kind(TYPE_BAD);
	if (refines(a, b))
		return b;
	return refines(b, a) ? a : type_of_kind(TYPE_DYN);
}

const char *
type_word(enum type_kind kind)
{
	static const char *const words[] = {
		[TYPE_NULL] = "null_type",
		[TYPE_BOOL] = "bool",
		[TYPE_INT] = "int",
		[TYPE_UINT] = "uint",
		[TYPE_DOUBLE] = "double",
		[TYPE_STRING] = "string",
		[TYPE_BYTES] = "bytes",
		[TYPE_TIMESTAMP] = "google.protobuf.Timestamp",
		[TYPE_DURATION] = "google.protobuf.Duration",
		[TYPE_LIST] = "list",
		[TYPE_MAP] = "map",
		[TYPE_RECORD] = "record",
		[TYPE_TYPE] = "type",
		[TYPE_OPTIONAL] = "optional_type",
		[TYPE_DYN] = "dyn",
		[TYPE_BAD] = "an expression with an error",
	};

	if (kind == (enum type_kind)VALUE_UNKNOWN)
		return "unknown";
	if (kind == (enum type_kind)VALUE_ERROR)
		return "error";
	return words[kind];
}

void
type_put(struct buf *b, const struct type *t)
{
	if (t->kind == TYPE_LIST) {
		buf_str(b, "list(");
		type_put(b, t->elem);
		buf_chr(b, ')');
	} else if (t->kind == TYPE_OPTIONAL) {
		buf_str(b, "optional_type(");
		type_put(b, t->elem);
		buf_chr(b, ')');
	} else if (t->kind == TYPE_MAP) {
		buf_str(b, "map(");
		type_put(b, t->key);
		buf_str(b, ", ");
		type_put(b, t->elem);
		buf_chr(b, ')');
	} else if (t->kind == TYPE_RECORD) {
		buf_fmt(b, "record %s", t->record->name);
	} else if (t->kind == TYPE_TIMESTAMP) {
		buf_str(b, "timestamp");
	} else if (t->kind == TYPE_DURATION) {
		buf_str(b, "duration");
	} else if (t->kind == TYPE_NULL) {
		buf_str(b, "null");
	} else {
		buf_str(b, type_word(t->kind));
	}
}

char *
type_text(struct arena *a, const struct type *t)
{
	struct buf b;
	char *s;

	buf_init(&b, MAX_TEXT);
	type_put(&b, t);
	s = arena_strdup(a, b.p);
	buf_free(&b);
	return s;
}
