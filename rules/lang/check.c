/* Types, from the leaves up. An error gives a type that fits everything, so each is told once. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "rules/lang/checker.h"
#include "rules/lang/lang_diags.h"

void
set_type(const struct checker *c, struct expr *e, const struct type *t)
{
	e->type = c->env->unchecked ? type_of_kind(TYPE_DYN) : t;
}

void
set_kind(const struct checker *c, struct expr *e, enum type_kind kind)
{
	set_type(c, e, type_of_kind(kind));
}

bool
may_be(const struct expr *e, enum type_kind kind)
{
	return e->type->kind == kind || e->type->kind == TYPE_DYN || e->type->kind == TYPE_BAD;
}

bool
want_kind(struct checker *c, struct expr *e, enum type_kind kind, const char *by)
{
	bool made_of = kind == TYPE_LIST || kind == TYPE_MAP || kind == TYPE_OPTIONAL;

	if (may_be(e, kind))
		return true;
	source_error(c->s, &lang_overload, e->at, e->end, "%s wants %s, this is %s", by,
		made_of ? type_word(kind) : type_text(c->a, type_of_kind(kind)),
		type_text(c->a, e->type));
	return false;
}

static void
check_args(struct checker *c, struct expr *e)
{
	for (size_t i = 0; i < e->nargs; i++)
		check_expr(c, e->args[i]);
}

static void
check_logic(struct checker *c, struct expr *e)
{
	const char *by = e->kind == EXPR_AND ? "'&&'" : e->kind == EXPR_OR ? "'||'" : "'!'";

	check_args(c, e);
	for (size_t i = 0; i < e->nargs; i++)
		want_kind(c, e->args[i], TYPE_BOOL, by);
	set_kind(c, e, TYPE_BOOL);
}

static void
check_if(struct checker *c, struct expr *e)
{
	const struct type *a, *b;

	check_args(c, e);
	want_kind(c, e->args[0], TYPE_BOOL, "the condition before '?'");
	a = e->args[1]->type;
	b = e->args[2]->type;
	if (a->kind == TYPE_NULL || b->kind == TYPE_NULL) {
		set_type(c, e, a->kind == TYPE_NULL ? b : a);
	} else if (type_fits(a, b)) {
		set_type(c, e, type_join(a, b));
	} else {
		source_error(c->s, &lang_overload, e->args[1]->at, e->args[2]->end,
			"the two sides of ':' are %s and %s, and must be of one type",
			type_text(c->a, a), type_text(c->a, b));
		set_kind(c, e, TYPE_BAD);
	}
}

const struct type *
type_inside(const struct type *t)
{
	return t->kind == TYPE_OPTIONAL ? t->elem : t;
}

/* What an element, or the value under a key, adds: of [?e] what is in e. */
static const struct type *
element_type(struct checker *c, struct expr *e, bool spread)
{
	if (!spread)
		return e->type;
	return want_kind(c, e, TYPE_OPTIONAL, "what stands behind '?'") ? type_inside(e->type)
		: type_of_kind(TYPE_BAD);
}

static void
check_list(struct checker *c, struct expr *e)
{
	const struct type *elem = type_open();

	check_args(c, e);
	for (size_t i = 0; i < e->nargs; i++) {
		const struct type *one = element_type(c, e->args[i], e->args[i]->spread);

		elem = i == 0 ? one : type_join(elem, one);
	}
	set_type(c, e, type_list(c->a, elem));
}

static void
check_map(struct checker *c, struct expr *e)
{
	const struct type *key = type_open(), *elem = key;

	check_args(c, e);
	for (size_t i = 0; i < e->nargs; i += 2) {
		struct expr *k = e->args[i];
		const struct type *one = element_type(c, e->args[i + 1], k->spread);

		if (!may_be(k, TYPE_INT) && !may_be(k, TYPE_UINT) && !may_be(k, TYPE_STRING) &&
			!may_be(k, TYPE_BOOL)) {
			source_error(c->s, &lang_overload, k->at, k->end,
				"a map's keys are int, uint, string or bool, this is %s",
				type_text(c->a, k->type));
		}
		key = i == 0 ? k->type : type_join(key, k->type);
		elem = i == 0 ? one : type_join(elem, one);
	}
	set_type(c, e, type_map(c->a, key, elem));
}

/* What the macro's variables are: element; index and element; key; key and value. */
static void
variable_types(struct checker *c, const struct expr *e, const struct type *over,
	const struct type *out[2])
{
	const struct type *dyn = type_of_kind(over->kind == TYPE_BAD ? TYPE_BAD : TYPE_DYN);
	bool two = e->var[1] != NULL;

	out[0] = out[1] = dyn;
	if (over->kind == TYPE_LIST) {
		out[0] = two ? type_of_kind(TYPE_INT) : over->elem;
		out[1] = over->elem;
	} else if (over->kind == TYPE_MAP) {
		out[0] = over->key;
		out[1] = over->elem;
	} else if (over->kind == TYPE_OPTIONAL) {
		out[0] = over->elem;
	}
	if (c->env->unchecked)
		out[0] = out[1] = dyn;
}

static void
macro_type(struct checker *c, struct expr *e, const struct type *over, const struct type *first)
{
	const struct type *body = e->body->type;

	switch (e->macro) {
	case MACRO_ALL: case MACRO_EXISTS: case MACRO_EXISTS_ONE:
		want_kind(c, e->body, TYPE_BOOL, "the condition of a loop");
		set_kind(c, e, TYPE_BOOL);
		return;
	case MACRO_MAP:
		set_type(c, e, type_list(c->a, body));
		return;
	case MACRO_FILTER:
		want_kind(c, e->body, TYPE_BOOL, "the condition of filter");
		set_type(c, e, type_list(c->a, first));
		return;
	case MACRO_TRANSFORM_MAP:
		set_type(c, e, type_map(c->a, over->kind == TYPE_MAP ? over->key : first, body));
		return;
	case MACRO_TRANSFORM_ENTRY:
		want_kind(c, e->body, TYPE_MAP, "transformMapEntry");
		set_type(c, e, body->kind == TYPE_MAP ? body
			: type_map(c->a, type_of_kind(TYPE_DYN), type_of_kind(TYPE_DYN)));
		return;
	case MACRO_OPT_MAP:
		set_type(c, e, type_optional(c->a, body));
		return;
	case MACRO_OPT_FLAT_MAP:
		want_kind(c, e->body, TYPE_OPTIONAL, "optFlatMap");
		set_type(c, e, body->kind == TYPE_OPTIONAL ? body
			: type_optional(c->a, type_of_kind(TYPE_DYN)));
		return;
	case MACRO_BIND:
		return;
	}
}

/* cel.bind(x, value, body): the type of the body, in which x is the value. */
static void
check_bind(struct checker *c, struct expr *e)
{
	check_expr(c, e->args[0]);
	e->slot = c->nlocals;
	c->locals[c->nlocals++] = (struct local){e->var[0], e->args[0]->type};
	if (c->nlocals > c->most)
		c->most = c->nlocals;
	check_expr(c, e->body);
	c->nlocals--;
	set_type(c, e, e->body->type);
}

static void
check_macro(struct checker *c, struct expr *e)
{
	const struct type *vars[2], *over;
	uint32_t n = e->var[1] != NULL ? 2 : 1;

	if (e->macro == MACRO_BIND) {
		check_bind(c, e);
		return;
	}
	check_expr(c, e->args[0]);
	over = e->args[0]->type;
	if (e->macro == MACRO_OPT_MAP || e->macro == MACRO_OPT_FLAT_MAP) {
		if (!want_kind(c, e->args[0], TYPE_OPTIONAL, e->macro == MACRO_OPT_MAP ? "optMap"
			: "optFlatMap"))
			over = type_of_kind(TYPE_BAD);
	} else if (!may_be(e->args[0], TYPE_LIST) && !may_be(e->args[0], TYPE_MAP)) {
		source_error(c->s, &lang_overload, e->args[0]->at, e->args[0]->end,
			"a loop goes over a list or map, this is %s", type_text(c->a, over));
		over = type_of_kind(TYPE_BAD);
	}
	variable_types(c, e, over, vars);
	e->slot = c->nlocals;
	for (uint32_t i = 0; i < n; i++) {
		c->locals[c->nlocals + i].name = e->var[i];
		c->locals[c->nlocals + i].type = vars[i];
	}
	c->nlocals += n;
	if (c->nlocals > c->most)
		c->most = c->nlocals;
	if (e->filter != NULL) {
		check_expr(c, e->filter);
		want_kind(c, e->filter, TYPE_BOOL, "the condition of a loop");
	}
	check_expr(c, e->body);
	c->nlocals -= n;
	macro_type(c, e, over, vars[0]);
}

void
check_expr(struct checker *c, struct expr *e)
{
	switch (e->kind) {
	case EXPR_LITERAL: set_kind(c, e, (enum type_kind)e->value.type); return;
	case EXPR_NAME: check_name(c, e); return;
	case EXPR_SELECT: check_select(c, e); return;
	case EXPR_CALL:
		check_namespace(c, e);
		check_args(c, e);
		check_call(c, e);
		return;
	case EXPR_AND: case EXPR_OR: case EXPR_NOT: check_logic(c, e); return;
	case EXPR_IF: check_if(c, e); return;
	case EXPR_COMPARE:
		check_args(c, e);
		check_compare(c, e);
		return;
	case EXPR_IN:
		check_args(c, e);
		check_in(c, e);
		return;
	case EXPR_INDEX:
		check_args(c, e);
		check_index(c, e);
		return;
	case EXPR_LIST: check_list(c, e); return;
	case EXPR_MAP: check_map(c, e); return;
	case EXPR_HAS: check_has(c, e); return;
	case EXPR_MACRO: check_macro(c, e); return;
	case EXPR_VAR: case EXPR_LOCAL: case EXPR_FAIL: case EXPR_OR_ELSE: break;
	}
	set_kind(c, e, TYPE_BAD);
}

bool
check(struct arena *a, struct lang_source *s, const struct lang_env *env, struct expr **root,
	struct checked *out)
{
	/* Not of the region, and its 500 places not cleared: most expressions need none of them. */
	struct checker c;
	size_t before = s->errors;

	c.a = a;
	c.s = s;
	c.env = env;
	c.nlocals = c.most = 0;
	check_expr(&c, *root);
	out->locals = c.most;
	return s->errors == before;
}
