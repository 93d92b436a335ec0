#ifndef TRUEUP_EXPR_H
#define TRUEUP_EXPR_H
/*
 * An expression as a tree.  The parser makes it, the checker fills in types,
 * slots and functions, the evaluator walks it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/lang/value.h"

struct func;
struct regex;
struct zone;

enum expr_kind {
	EXPR_LITERAL,  /* value */
	EXPR_NAME,     /* name; rooted: ".a" */
	EXPR_SELECT,   /* args[0].name */
	EXPR_CALL,     /* name(args); method: args[0].name(args[1..]) */
	EXPR_AND,      /* any number of args */
	EXPR_OR,
	EXPR_IF,       /* three args */
	EXPR_COMPARE,  /* op on two args */
	EXPR_IN,
	EXPR_INDEX,
	EXPR_NOT,
	EXPR_LIST,
	EXPR_MAP,      /* args: key, value, key, value */
	EXPR_HAS,      /* args[0] has member `name` */
	EXPR_MACRO,    /* macro over args[0] */
	EXPR_OR_ELSE,  /* args[0].or(args[1]), .orValue: func says which; the second only if needed */
	/* What the checker makes of names: */
	EXPR_VAR,      /* slot of the environment */
	EXPR_LOCAL,    /* slot of the macro variables in force */
	EXPR_FAIL      /* unchecked programs: an error when it runs; name is the message */
};

enum compare { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };

enum macro {
	MACRO_ALL, MACRO_EXISTS, MACRO_EXISTS_ONE, MACRO_MAP, MACRO_FILTER,
	MACRO_TRANSFORM_MAP, MACRO_TRANSFORM_ENTRY,
	MACRO_BIND,    /* cel.bind(var, args[0], body) */
	MACRO_OPT_MAP, MACRO_OPT_FLAT_MAP /* of an optional: body with its value */
};

struct expr {
	enum expr_kind kind;
	uint32_t at, end;    /* bytes of the text */
	uint16_t depth;      /* of the tree below, itself included */
	bool rooted;         /* NAME */
	bool closed;         /* NAME, SELECT in brackets: no part of a longer name */
	bool method;         /* CALL */
	bool optional;       /* SELECT, INDEX: a.?b, a[?b]; none where it is not there */
	bool spread;         /* an element [?e], a key {?k: v}: left out where it is none */
	enum compare op;
	enum macro macro;
	const char *name;
	uint32_t name_at, name_end;
	struct expr **args;
	size_t nargs;
	/* MACRO: one or two variables; for MAP and TRANSFORM_*, filter may be NULL. */
	const char *var[2];
	uint32_t slot;       /* VAR, LOCAL; of a macro's first variable */
	struct expr *filter, *body;

	const struct type *type;
	struct val value;                  /* LITERAL */
	const struct func *func;           /* CALL: the first row that fits the static types */
	const struct field *field;         /* SELECT of a model field */
	const struct record_type *record;  /* of that field, where it is of records */
	const struct regex *regex;         /* matches() with a literal pattern */
	const struct zone *zone;           /* accessors with a literal zone name */
};

/*
 * The tree, or NULL with every error reported that could be found. Macros are
 * recognised here unless no_macros is set. Lives in a.
 */
struct lang_source;
struct expr *parse(struct arena *a, struct lang_source *s, bool no_macros);

/* Turns a call into a macro if it is one; false if it is a misused one (reported). */
bool macro_expand(struct lang_source *s, struct expr *call);

/* Types, slots and functions; false with every error reported. */
struct checked {
	uint32_t locals; /* the most macro variables in force at once */
};
bool check(struct arena *a, struct lang_source *s, const struct lang_env *env, struct expr **root,
	struct checked *out);

/* The checked tree of a program. */
const struct expr *program_root(const struct program *p);
/* The bindings in the order of its variables; what is not bound is NULL. Lives in a. */
const struct val *const *program_values(const struct program *p, const struct binding *b, size_t nb,
	struct arena *a);
/* Runs a part of the tree that no loop stands around. */
struct val lang_run_part(const struct program *p, const struct expr *e,
	const struct val *const *vals, struct arena *a);

const char *compare_word(enum compare op);

#endif
