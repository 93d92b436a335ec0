#ifndef TRUEUP_LANG_CHECKER_H
#define TRUEUP_LANG_CHECKER_H
/* State of the type check, shared by its files. */
#include "checker/base/limits.h"
#include "rules/lang/expr.h"
#include "rules/lang/source.h"

struct local {
	const char *name;
	const struct type *type;
};

struct checker {
	struct arena *a;
	struct lang_source *s;
	const struct lang_env *env;
	/* The macro variables in force, the innermost last. */
	struct local locals[MAX_EXPR_DEPTH * 2];
	uint32_t nlocals, most;
};

/* Checks e and everything below it; e->type is set in any case (TYPE_BAD after an error). */
void check_expr(struct checker *c, struct expr *e);

/* Sets the type: in unchecked programs every type is dyn. */
void set_type(const struct checker *c, struct expr *e, const struct type *t);
void set_kind(const struct checker *c, struct expr *e, enum type_kind kind);

/* True if e has, or may have when it runs, that kind. */
bool may_be(const struct expr *e, enum type_kind kind);
/* Reports that e is of another type than wanted, unless an error in it was reported. */
bool want_kind(struct checker *c, struct expr *e, enum type_kind kind, const char *by);

/* Of an optional what is in it; else the type itself. */
const struct type *type_inside(const struct type *t);

/* check_name.c: NAME, and SELECT chains that are names of variables or fields. */
void check_name(struct checker *c, struct expr *e);
void check_select(struct checker *c, struct expr *e);
void check_has(struct checker *c, struct expr *e);
const struct type *env_field_type(struct arena *a, const struct lang_env *env, enum field_type type,
	const char *record);

/* check_call.c: functions, operators, comparisons. */
/* Before the arguments are looked at: math.abs(x) is a function, not a method of math. */
void check_namespace(struct checker *c, struct expr *e);
void check_call(struct checker *c, struct expr *e);
void check_compare(struct checker *c, struct expr *e);
void check_in(struct checker *c, struct expr *e);
void check_index(struct checker *c, struct expr *e);

#endif
