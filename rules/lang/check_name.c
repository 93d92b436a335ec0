/* Names: variables, types, fields of records, keys of maps. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "rules/lang/checker.h"
#include "rules/lang/eval.h"
#include "rules/lang/lang_diags.h"

#define MAX_PARTS MAX_EXPR_DEPTH

const struct type *
env_field_type(struct arena *a, const struct lang_env *env, enum field_type type,
	const char *record)
{
	const struct record_type *r = records_find(env->records, record);

	switch (type) {
	case FIELD_BOOL: return type_of_kind(TYPE_BOOL);
	case FIELD_INT: return type_of_kind(TYPE_INT);
	case FIELD_STRING: return type_of_kind(TYPE_STRING);
	case FIELD_TIMESTAMP: return type_of_kind(TYPE_TIMESTAMP);
	case FIELD_DURATION: return type_of_kind(TYPE_DURATION);
	case FIELD_STRINGS: return type_list(a, type_of_kind(TYPE_STRING));
	case FIELD_RECORD: return r == NULL ? type_of_kind(TYPE_BAD) : type_record(a, r);
	case FIELD_RECORDS:
		return r == NULL ? type_of_kind(TYPE_BAD) : type_list(a, type_record(a, r));
	}
	return type_of_kind(TYPE_BAD);
}

/* The macro variable of that name, the innermost one; -1 if there is none. */
static int
local_of(const struct checker *c, const char *name)
{
	for (uint32_t i = c->nlocals; i > 0; i--)
		if (strcmp(c->locals[i - 1].name, name) == 0)
			return (int)i - 1;
	return -1;
}

/* Words that stand for types. */
static const enum type_kind kinds[] = {
	TYPE_BOOL, TYPE_INT, TYPE_UINT, TYPE_DOUBLE, TYPE_STRING, TYPE_BYTES, TYPE_LIST, TYPE_MAP,
	TYPE_NULL, TYPE_TYPE, TYPE_TIMESTAMP, TYPE_DURATION, TYPE_OPTIONAL,
};

/* Makes e the variable or type of that full name; false if there is none. */
static bool
bind(struct checker *c, struct expr *e, const char *full)
{
	for (size_t i = 0; i < c->env->nvars; i++)
		if (strcmp(c->env->vars[i].name, full) == 0) {
			e->kind = EXPR_VAR;
			e->slot = (uint32_t)i;
			set_type(c, e, c->env->vars[i].type);
			return true;
		}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(type_word(kinds[i]), full) == 0) {
			e->kind = EXPR_LITERAL;
			e->value = val_kind(kinds[i], NULL);
			set_kind(c, e, TYPE_TYPE);
			return true;
		}
	return false;
}

/* "a.b" in container "x.y": x.y.a.b, x.a.b, a.b. A leading dot asks for a.b alone. */
static bool
resolve(struct checker *c, struct expr *e, const char *name, bool rooted)
{
	size_t n = c->env->container == NULL || rooted ? 0 : strlen(c->env->container);

	while (n > 0) {
		if (bind(c, e, arena_printf(c->a, "%.*s.%s", (int)n, c->env->container, name)))
			return true;
		while (n > 0 && c->env->container[n - 1] != '.')
			n--;
		if (n > 0)
			n--;
	}
	return bind(c, e, name);
}

static void
unknown_name(struct checker *c, struct expr *e)
{
	VEC(const char *) words = {0};
	const char *near;

	if (c->env->unchecked) {
		e->kind = EXPR_FAIL;
		e->name = "no such variable";
		set_kind(c, e, TYPE_DYN);
		return;
	}
	for (uint32_t i = 0; i < c->nlocals; i++)
		*VEC_PUSH(&words) = c->locals[i].name;
	for (size_t i = 0; i < c->env->nvars; i++)
		*VEC_PUSH(&words) = c->env->vars[i].name;
	near = text_nearest(e->name, words.v, words.n);
	if (near != NULL) {
		source_error(c->s, &lang_variable, e->name_at, e->name_end,
			"no variable \"%s\" here: did you mean \"%s\"?", e->name, near);
	} else {
		char *all = arena_strdup(c->a, "");

		for (size_t i = 0; i < words.n; i++)
			all = arena_printf(c->a, "%s%s%s", all, i > 0 ? ", " : "", words.v[i]);
		source_error(c->s, &lang_variable, e->name_at, e->name_end,
			"no variable \"%s\" here; there %s %s", e->name,
				words.n == 1 ? "is" : "are",
			words.n == 0 ? "none" : all);
	}
	VEC_FREE(&words);
	set_kind(c, e, TYPE_BAD);
}

void
check_name(struct checker *c, struct expr *e)
{
	int local = e->rooted ? -1 : local_of(c, e->name);

	if (local >= 0) {
		e->kind = EXPR_LOCAL;
		e->slot = (uint32_t)local;
		set_type(c, e, c->locals[local].type);
	} else if (!resolve(c, e, e->name, e->rooted)) {
		unknown_name(c, e);
	}
}

/* Is the whole chain a.b.c the name of one variable or type? */
static bool
qualified(struct checker *c, struct expr *e)
{
	const struct expr *parts[MAX_PARTS], *x = e;
	size_t n = 0;
	char *name;

	for (; x->kind == EXPR_SELECT && !x->optional && n < MAX_PARTS && (x == e || !x->closed);
		x = x->args[0])
		parts[n++] = x;
	if (x->kind != EXPR_NAME || (x != e && x->closed) || (!x->rooted && local_of(c, x->name) >= 0))
		return false;
	name = arena_strdup(c->a, x->name);
	while (n > 0)
		name = arena_printf(c->a, "%s.%s", name, parts[--n]->name);
	return resolve(c, e, name, x->rooted);
}

static void
unknown_field(struct checker *c, struct expr *e, const struct record_type *of)
{
	VEC(const char *) words = {0};
	const char *near;

	for (size_t i = 0; i < of->nfields; i++)
		*VEC_PUSH(&words) = of->fields[i].name;
	near = text_nearest(e->name, words.v, words.n);
	if (near != NULL)
		source_error(c->s, &lang_field, e->name_at, e->name_end,
			"a %s has no field \"%s\": did you mean \"%s\"?", of->name, e->name, near);
	else
		source_error(c->s, &lang_field, e->name_at, e->name_end,
			"a %s has no field \"%s\"", of->name, e->name);
	VEC_FREE(&words);
	set_kind(c, e, TYPE_BAD);
}

static void
record_field(struct checker *c, struct expr *e, const struct record_type *of)
{
	for (size_t i = 0; i < of->nfields; i++)
		if (strcmp(of->fields[i].name, e->name) == 0) {
			e->field = &of->fields[i];
			e->record = records_find(c->env->records, e->field->record);
			set_type(c, e, env_field_type(c->a, c->env, e->field->type,
				e->field->record));
			return;
		}
	unknown_field(c, e, of);
}

/* A field of the model is always there; what it says may be blank. */
static void
record_optional(struct checker *c, const struct expr *e, const struct record_type *of)
{
	source_error(c->s, &lang_has, e->at, e->end, "every %s has its fields: ask %s.%s == null for a "
		"blank one", of->name, e->args[0]->kind == EXPR_VAR
		? c->env->vars[e->args[0]->slot].name : "...", e->name);
}

void
check_select(struct checker *c, struct expr *e)
{
	const struct type *of;
	bool optional;

	if (qualified(c, e))
		return;
	check_expr(c, e->args[0]);
	of = type_inside(e->args[0]->type);
	optional = e->optional || of != e->args[0]->type;
	if (of->kind == TYPE_RECORD && optional) {
		record_optional(c, e, of->record);
		set_kind(c, e, TYPE_BAD);
	} else if (of->kind == TYPE_RECORD) {
		record_field(c, e, of->record);
	} else if (of->kind == TYPE_MAP && type_fits(of->key, type_of_kind(TYPE_STRING))) {
		set_type(c, e, optional ? type_optional(c->a, of->elem) : of->elem);
	} else if (of->kind == TYPE_DYN || of->kind == TYPE_BAD) {
		set_type(c, e, optional ? type_optional(c->a, of) : of);
	} else {
		source_error(c->s, &lang_field, e->name_at, e->name_end, "%s has no field \"%s\"%s",
			type_text(c->a, of), e->name, of->kind == TYPE_LIST
			? ": a list is asked with exists, all, map or filter" : "");
		set_kind(c, e, TYPE_BAD);
	}
}

void
check_has(struct checker *c, struct expr *e)
{
	const struct type *of;

	check_expr(c, e->args[0]);
	of = type_inside(e->args[0]->type);
	if (of->kind == TYPE_RECORD)
		record_optional(c, e, of->record);
	else if (of->kind != TYPE_MAP && of->kind != TYPE_DYN && of->kind != TYPE_BAD)
		want_kind(c, e->args[0], TYPE_MAP, "has()");
	set_kind(c, e, TYPE_BOOL);
}
