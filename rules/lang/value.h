#ifndef TRUEUP_VALUE_H
#define TRUEUP_VALUE_H
/*
 * Values and types inside the expression language, and the interface below
 * program.h: variables of any type, bindings of any value.  What a caller of
 * program.h may not hold in a `struct value` (years 1 to 9999, intervals of
 * durations) exists here.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/lang/moment.h"
#include "rules/lang/program.h"

struct arena;
struct buf;
struct zones;

/* The kinds of program.h, so that a value's kind and its static kind compare, and two more. */
enum type_kind {
	TYPE_NULL = VALUE_NULL,
	TYPE_BOOL = VALUE_BOOL,
	TYPE_INT = VALUE_INT,
	TYPE_UINT = VALUE_UINT,
	TYPE_DOUBLE = VALUE_DOUBLE,
	TYPE_STRING = VALUE_STRING,
	TYPE_BYTES = VALUE_BYTES,
	TYPE_TIMESTAMP = VALUE_TIMESTAMP,
	TYPE_DURATION = VALUE_DURATION,
	TYPE_LIST = VALUE_LIST,
	TYPE_MAP = VALUE_MAP,
	TYPE_RECORD = VALUE_RECORD,
	TYPE_TYPE = VALUE_TYPE,
	TYPE_OPTIONAL = VALUE_OPTIONAL,
	TYPE_DYN = VALUE_ERROR + 1, /* known only when it runs */
	TYPE_BAD  /* of an expression with an error: fits everything, so that it is told once */
};

struct type {
	enum type_kind kind;
	const struct type *key;           /* of TYPE_MAP */
	const struct type *elem;          /* of TYPE_LIST, TYPE_MAP, TYPE_OPTIONAL */
	const struct record_type *record; /* of TYPE_RECORD */
};

/* The one type of a kind without parameters; never NULL. Not for LIST, MAP, OPTIONAL, RECORD. */
const struct type *type_of_kind(enum type_kind kind);
const struct type *type_list(struct arena *a, const struct type *elem);
const struct type *type_map(struct arena *a, const struct type *key, const struct type *elem);
const struct type *type_optional(struct arena *a, const struct type *elem);
const struct type *type_record(struct arena *a, const struct record_type *r);

/* May a value of one be used where the other is wanted? dyn fits everything, in both directions. */
bool type_fits(const struct type *a, const struct type *b);
/* Of the elements of [] and {}: dyn, until it is joined with something that says more. */
const struct type *type_open(void);
/* What elements of both types are: the type itself, else dyn. */
const struct type *type_join(const struct type *a, const struct type *b);
/* "list(string)", "record control". */
void type_put(struct buf *b, const struct type *t);
char *type_text(struct arena *a, const struct type *t);
/* The word that the language has for a kind: "int", "null_type", "google.protobuf.Timestamp". */
const char *type_word(enum type_kind kind);

struct vlist;
struct vmap;

struct val {
	enum value_type type;
	bool conflict;  /* of VALUE_UNKNOWN: sources disagree */
	bool never;     /* of VALUE_TIMESTAMP: has no end */
	bool date_only; /* of VALUE_TIMESTAMP, VALUE_DURATION: lo and hi differ because of a date */
	union {
		bool b;
		int64_t i;
		uint64_t u;
		double d;
		struct { const char *p; size_t n; } s; /* STRING, BYTES; trail, message: with NUL */
		struct { struct moment lo, hi; } t;    /* TIMESTAMP, DURATION: an interval */
		const struct vlist *list;
		const struct vmap *map;
		const struct val *optional;            /* NULL: none */
		struct { struct view view; const struct record_type *of; } rec;
		struct { enum type_kind kind; const struct record_type *of; } type;
	} v;
};

/* A list: of values, or of a model field (items NULL), which is read when it is looked at. */
struct vlist {
	size_t n;
	bool complete;     /* false: there may be more, anywhere in it */
	bool conflict;     /* of !complete: because sources disagree */
	const char *trail; /* of !complete: why */
	const struct val *items;
	struct flist model;
	enum field_type elem;         /* of a model field's elements */
	const struct record_type *of; /* of FIELD_RECORD */
};

struct vmap {
	size_t n;
	const struct val *keys, *values; /* in the order in which they were written */
};

void vlist_get(const struct vlist *l, size_t i, struct val *out);

struct val val_null(void);
struct val val_bool(bool b);
struct val val_int(int64_t i);
struct val val_uint(uint64_t u);
struct val val_double(double d);
struct val val_string(const char *p, size_t n);
struct val val_bytes(const char *p, size_t n);
struct val val_timestamp(struct moment t);
struct val val_duration(struct moment t);
struct val val_optional(const struct val *v); /* v outlives it; NULL: none */
struct val val_kind(enum type_kind kind, const struct record_type *of);

/* A variable of any type. Names may be qualified: "com.example.y". */
struct lang_var {
	const char *name;
	const struct type *type;
};

/* What an expression is compiled against. Everything in it outlives the program, except zones. */
struct lang_env {
	const struct lang_var *vars;
	size_t nvars;
	const struct record_type *const *records; /* ends with NULL; may be NULL */
	const char *container;  /* "com.example": names are looked up in it first; may be NULL */
	struct zones *zones;    /* for zones by name; NULL: only offsets and UTC are known */
	bool unchecked;         /* no static types: what does not fit is an error when it runs */
	bool no_macros;
};

/* As program_compile() in program.h; the text may hold U+0000 in literals. */
struct program *lang_compile(struct arena *a, const char *text, size_t len,
	const struct place *at, const struct lang_env *env, enum want want, struct diags *d);

/* As program_compile() in program.h, with another field table. */
struct program *lang_compile_vars(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, const struct record_type *const *records,
	struct zones *z, enum want want, struct diags *d);

/* vals stand in the order of env->vars; NULL entries are unbound. */
struct val lang_run(const struct program *p, const struct val *const *vals, struct arena *a);

/* As program.h shows it: an interval of durations is unknown there, far years are an error. */
struct value value_of(const struct val *v);

/* The static type of the whole expression. */
const struct type *program_type(const struct program *p);

/* T: certainly equal; F: certainly not; U: depends on the reading, or is not known. No budget. */
enum tri val_equal(const struct val *a, const struct val *b);
/* Same value, numbers by value across types; true only if certainly equal. No budget: for tests. */
bool val_same(const struct val *a, const struct val *b);

#endif
