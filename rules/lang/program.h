#ifndef TRUEUP_PROGRAM_H
#define TRUEUP_PROGRAM_H
/*
 * Expressions: the Common Expression Language without protocol buffers, over
 * the model's field table (model/fields.h).  Compiled and type-checked once,
 * run many times; no loops beyond the macros, no side effects, cost bounded
 * before running.  Values may be unknown, with the trail of what is missing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/instant.h"
#include "checker/model/fields.h"

struct arena;
struct diags;
struct place;
struct program;

enum value_type {
	VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_UINT, VALUE_DOUBLE, VALUE_STRING, VALUE_BYTES,
	VALUE_TIMESTAMP, VALUE_DURATION, VALUE_LIST, VALUE_MAP, VALUE_RECORD, VALUE_TYPE,
	VALUE_OPTIONAL,         /* never at the end of an expression of a rule */
	VALUE_UNKNOWN, VALUE_ERROR
};

/* What a variable is, for the type check: a record type of the table, or a scalar field type. */
struct var {
	const char *name;
	enum field_type type;
	const char *record;     /* of FIELD_RECORD(S) */
};

struct binding {
	const char *name;
	struct fval value;
};

enum want { WANT_BOOL, WANT_STRING, WANT_INT, WANT_TIMESTAMP, WANT_DURATION, WANT_LIST,
	WANT_ANY };

/*
 * Compiles. `at` places the expression's first byte in its file; errors are
 * reported with line, column, excerpt, caret and "did you mean". NULL on
 * error. The program lives in a, and keeps what it needs of `text`.
 */
struct program *program_compile(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, enum want want, struct diags *d);

/*
 * The same, with zones by name: getHours('Europe/Berlin') looks its zone up
 * when it is compiled, so the file is among zones_used(). z outlives the
 * program; NULL: only UTC and offsets are known.
 */
struct zones;
struct program *program_compile_zoned(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, struct zones *z, enum want want, struct diags *d);

/* The most abstract steps it can take on lists of n elements. */
uint64_t program_cost(const struct program *p, size_t n);
const char *program_text(const struct program *p);

struct value {
	enum value_type type;
	bool conflict;          /* of VALUE_UNKNOWN */
	const char *text;       /* trail of VALUE_UNKNOWN; message of VALUE_ERROR; VALUE_STRING */
	size_t len;             /* of text */
	union { bool b; int64_t i; uint64_t u; double d; struct instant t; const void *p; struct view rec; } v;
};

/* Never fails otherwise than by VALUE_ERROR or VALUE_UNKNOWN. Scratch and result live in a. */
struct value program_run(const struct program *p, const struct binding *b, size_t nb,
	struct arena *a);

/*
 * The answer of a bool expression: true T, false F, unknown U (B with a conflict),
 * error U; *why (may be NULL) is the trail or error.
 */
enum tri program_tri(const struct program *p, const struct binding *b, size_t nb,
	struct arena *a, const char **why);

/*
 * What an expression rests on: each field, variable and parameter that it names, once, in the order
 * in which they stand there, with its value as people read it; those of a loop's own variable are
 * left out. Both texts live in a.
 */
void program_facts(const struct program *p, const struct binding *b, size_t nb, struct arena *a,
	void (*fact)(void *ctx, const char *name, const char *shown), void *ctx);
/* A value as people read it: "SEC-1", 2026-01-02T00:00:00Z, [a, b], unknown: why. Lives in a. */
const char *value_shown(const struct value *v, struct arena *a);

#endif
