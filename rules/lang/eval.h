#ifndef TRUEUP_EVAL_H
#define TRUEUP_EVAL_H
/* What the evaluator and the functions of the language share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/lang/expr.h"
#include "rules/lang/value.h"

/* One run. Steps and bytes are counted, so that no input makes it last. */
struct run {
	const struct record_type *const *records;
	const char *text;            /* of the expression, for messages */
	struct arena *a;
	const struct val *const *vars;
	struct val *locals;
	uint64_t steps;              /* left */
	size_t bytes;                /* left, of strings and lists made */
};

void eval(struct run *r, const struct expr *e, struct val *out);
void eval_macro(struct run *r, const struct expr *e, struct val *out);
/* optional.c */
void eval_or_else(struct run *r, const struct expr *e, struct val *out);
void eval_opt_map(struct run *r, const struct expr *e, struct val *out);
/* Of an optional what is in it, and *optional set; false: none, and *out is none too. */
bool optional_open(struct val *of, bool *optional, struct val *out);
/* *out as an optional, unless it is odd; NULL hit: none. */
void optional_wrap(struct run *r, const struct val *hit, struct val *out);
void eval_logic(struct run *r, const struct expr *e, struct val *out);
void eval_compare(struct run *r, const struct expr *e, struct val *out);

/* Takes n steps; false, with *out an error, when there are none left. */
bool run_step(struct run *r, uint64_t n, struct val *out);
/* Room for n bytes in the run's region; NULL, with *out an error, past the ceiling. */
void *run_room(struct run *r, size_t n, struct val *out);

/* The text of an expression, for trails and messages; cut when it is long. */
const char *run_source(struct run *r, const struct expr *e);

void set_error(struct run *r, struct val *out, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void set_unknown(struct run *r, struct val *out, bool conflict, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static inline bool
val_is_odd(const struct val *v)
{
	return v->type == VALUE_UNKNOWN || v->type == VALUE_ERROR;
}

/*
 * Unknown and error operands: an unknown wins over an error (what is missing
 * might have made it right), trails of several unknowns are joined. True if
 * there was one and *out is set.
 */
bool pass_odd(struct run *r, const struct val *v, size_t n, struct val *out);

/* What a field or binding holds. of: for records; name: for a trail where there is none. */
void val_of_field(const struct fval *f, enum field_type type, const struct record_type *of,
	const char *name, struct arena *a, struct val *out);

/* The record type of that name in a table that ends with NULL and may be NULL; or NULL. */
const struct record_type *records_find(const struct record_type *const *records,
	const char *name);

/*
 * compare.c. U: depends on something unknown; *why (zeroed by the caller) says
 * what. r may be NULL.
 */
enum tri equal_tri(struct run *r, const struct val *a, const struct val *b, struct val *why);
/* Neither is odd. TRI_U: depends on the reading, or *why says more. False: they do not compare. */
bool order_tri(enum compare op, const struct val *a, const struct val *b, enum tri *out);
/* The value under a key, or NULL; NULL with *why set if that depends on something unknown. */
const struct val *map_find(struct run *r, const struct vmap *m, const struct val *key,
	struct val *why);
/* *out a map, or an error: a key twice, or of a type that is none. */
void map_make(struct run *r, const struct val *keys, const struct val *values, size_t n,
	struct val *out);

/* "item.created: only the date is known", after a comparison of intervals gave no answer. */
void set_interval_unknown(struct run *r, const struct expr *const *e, const struct val *v,
	size_t n, struct val *out);

#endif
