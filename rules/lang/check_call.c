/* Which function, which operator. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/instant.h"
#include "checker/base/vec.h"
#include "rules/lang/checker.h"
#include "rules/lang/func.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/regex.h"

static bool
numeric(enum type_kind kind)
{
	return kind == TYPE_INT || kind == TYPE_UINT || kind == TYPE_DOUBLE;
}

static bool
element_fits(unsigned char want, enum type_kind elem)
{
	if (elem == TYPE_DYN || elem == TYPE_BAD)
		return true;
	return want == ARG_NUMBERS ? numeric(elem) : elem == TYPE_STRING;
}

/* May e be what a row takes there? */
static bool
arg_fits(unsigned char want, const struct expr *e)
{
	if (want == TYPE_DYN)
		return true;
	if (want < ARG_NUMBERS)
		return may_be(e, (enum type_kind)want);
	if (e->type->kind != TYPE_LIST)
		return may_be(e, TYPE_LIST);
	/* Of [1, 'a'] the type says no more than dyn. */
	for (size_t i = 0; e->kind == EXPR_LIST && i < e->nargs; i++)
		if (!element_fits(want, (e->args[i]->spread ? type_inside(e->args[i]->type)
			: e->args[i]->type)->kind))
			return false;
	return element_fits(want, e->type->elem->kind);
}

static bool
row_fits(const struct func *f, const struct expr *e)
{
	for (size_t i = 0; i < f->n; i++)
		if (!arg_fits(f->args[i], e->args[i]))
			return false;
	return true;
}

static const char *
operand_types(struct checker *c, const struct expr *e)
{
	const char *text = "";

	for (size_t i = 0; i < e->nargs; i++)
		text = arena_printf(c->a, "%s%s%s", text, i == 0 ? "" : i + 1 < e->nargs ? ", "
			: " and ", type_text(c->a, e->args[i]->type));
	return e->nargs == 0 ? "nothing" : text;
}

static const char *
arg_word(struct checker *c, unsigned char arg)
{
	switch (arg) {
	case TYPE_LIST: return "list";
	case TYPE_MAP: return "map";
	case TYPE_OPTIONAL: return "optional";
	case ARG_NUMBERS: return "list of numbers";
	case ARG_STRINGS: return "list(string)";
	}
	return type_text(c->a, type_of_kind((enum type_kind)arg));
}

/* "int and int, or string and string": what the rows of that name take. */
static const char *
taken_types(struct checker *c, const struct func *first)
{
	const char *text = "";

	for (const struct func *f = first; funcs_same(f, first->name); f++) {
		text = arena_printf(c->a, "%s%s", text, f == first ? "" : "; ");
		for (size_t i = 0; i < f->n; i++)
			text = arena_printf(c->a, "%s%s%s", text, i == 0 ? "" : i == 1 && f->method
				? ".(" : ", ", arg_word(c, f->args[i]));
		if (f->method && f->n > 1)
			text = arena_printf(c->a, "%s)", text);
	}
	return text;
}

static void
unknown_function(struct checker *c, struct expr *e)
{
	VEC(const char *) words = {0};
	const char *near;

	if (c->env->unchecked) {
		e->kind = EXPR_FAIL;
		e->name = "no such function";
		set_kind(c, e, TYPE_DYN);
		return;
	}
	for (const struct func *f = funcs; f->name != NULL; f++)
		if (ch_alpha(f->name[0]))
			*VEC_PUSH(&words) = f->name;
	near = text_nearest(e->name, words.v, words.n);
	source_error(c->s, &lang_function, e->name_at, e->name_end,
		near != NULL ? "no function \"%s\": did you mean \"%s\"?" : "no function \"%s\"",
		e->name, near);
	VEC_FREE(&words);
	set_kind(c, e, TYPE_BAD);
}

static void
no_row(struct checker *c, struct expr *e, const struct func *first)
{
	const char *name = strcmp(e->name, "-_") == 0 ? "-" : e->name;

	if (c->env->unchecked) {
		e->kind = EXPR_FAIL;
		e->name = "no such overload";
	} else {
		source_error(c->s, &lang_overload, ch_alpha(name[0]) ? e->name_at : e->at,
			ch_alpha(name[0]) ? e->name_end : e->end,
			"no '%s' for %s; it takes %s", name, operand_types(c, e),
			taken_types(c, first));
	}
	set_kind(c, e, TYPE_BAD);
}

/* Two lists joined are a list of what both hold. */
static const struct type *
list_sum(struct checker *c, struct expr *e)
{
	const struct type *a = e->args[0]->type, *b = e->args[1]->type;

	if (a->kind != TYPE_LIST || b->kind != TYPE_LIST)
		return type_of_kind(TYPE_DYN);
	if (!type_fits(a, b)) {
		source_error(c->s, &lang_overload, e->at, e->end, "no '+' for %s",
			operand_types(c, e));
		return type_of_kind(TYPE_BAD);
	}
	return type_list(c->a, type_join(a->elem, b->elem));
}

/* What a.or(b) and a.orValue(b) give; b is of the type that is in a. */
static const struct type *
either(struct checker *c, struct expr *e, const struct func *f)
{
	const struct type *of = e->args[0]->type, *b = e->args[1]->type;
	const struct type *inside = type_inside(of), *other = f->args[1] == TYPE_OPTIONAL
		? type_inside(b) : b, *joined;

	if (!type_fits(inside, other)) {
		source_error(c->s, &lang_overload, e->at, e->end, "no '%s' for %s", e->name,
			operand_types(c, e));
		return type_of_kind(TYPE_BAD);
	}
	joined = type_join(inside, other);
	return f->args[1] == TYPE_OPTIONAL ? type_optional(c->a, joined) : joined;
}

static const struct type *
row_result(struct checker *c, struct expr *e, const struct func *f)
{
	const struct type *of = e->nargs > 0 ? e->args[0]->type : type_open();

	switch (f->result) {
	case RESULT_OPTIONAL: return type_optional(c->a, of);
	case RESULT_INSIDE: return type_inside(of);
	case RESULT_EITHER: return either(c, e, f);
	case RESULT_JOINED: return list_sum(c, e);
	case ARG_STRINGS: return type_list(c->a, type_of_kind(TYPE_STRING));
	case RESULT_ELEMENT: return of->kind == TYPE_LIST ? of->elem : type_of_kind(TYPE_DYN);
	}
	return type_of_kind((enum type_kind)f->result);
}

static void
literal_pattern(struct checker *c, struct expr *e)
{
	const struct expr *arg = e->args[1];
	const char *why;
	size_t at;

	e->regex = regex_compile(c->a, arg->value.v.s.p, arg->value.v.s.n, &at, &why);
	if (e->regex != NULL || c->env->unchecked)
		return;
	source_error(c->s, &lang_pattern, arg->at, arg->end, "%s (at byte %zu of the pattern)", why,
		at + 1);
}

/* A zone by name must be known when the rule is loaded: its file is an input of the run. */
static void
literal_zone(struct checker *c, struct expr *e)
{
	const struct expr *arg = e->args[1];
	int32_t east;

	if (offset_parse(&east, arg->value.v.s.p, arg->value.v.s.n) == 0)
		return;
	if (c->env->zones != NULL && strlen(arg->value.v.s.p) == arg->value.v.s.n)
		e->zone = zone_find(c->env->zones, arg->value.v.s.p);
	if (e->zone == NULL && !c->env->unchecked)
		source_error(c->s, &lang_constant, arg->at, arg->end, "no zone \"%s\" %s",
			arg->value.v.s.p,
				c->env->zones == NULL ? "where zones by name are not given"
			: "in the tz database");
}

static void
literal_args(struct checker *c, struct expr *e)
{
	if (e->nargs != 2 || e->args[1]->kind != EXPR_LITERAL ||
		e->args[1]->value.type != VALUE_STRING)
		return;
	if (strcmp(e->name, "matches") == 0)
		literal_pattern(c, e);
	else if (e->method && str_has_prefix(e->name, "get"))
		literal_zone(c, e);
}

/* "math.abs" of math.abs(x), or NULL: what stands before the dot is something else. */
static const char *
namespaced(struct checker *c, const struct expr *e)
{
	const struct expr *of = e->nargs > 0 ? e->args[0] : NULL;

	if (!e->method || of->kind != EXPR_NAME || of->rooted)
		return NULL;
	for (uint32_t i = 0; i < c->nlocals; i++)
		if (strcmp(c->locals[i].name, of->name) == 0)
			return NULL;
	for (size_t i = 0; i < c->env->nvars; i++)
		if (strcmp(c->env->vars[i].name, of->name) == 0)
			return NULL;
	return arena_printf(c->a, "%s.%s", of->name, e->name);
}

/* Does any function stand in the namespace of "math.absolute"? */
static bool
known_namespace(const char *name)
{
	size_t n = (size_t)(strchr(name, '.') - name) + 1;

	for (const struct func *f = funcs; f->name != NULL; f++)
		if (strncmp(f->name, name, n) == 0)
			return true;
	return false;
}

void
check_namespace(struct checker *c, struct expr *e)
{
	const char *name = namespaced(c, e);
	struct expr *list;

	if (name == NULL || !known_namespace(name))
		return;
	e->name = name;
	e->name_at = e->args[0]->at;
	e->method = false;
	e->args++;
	e->nargs--;
	/* The two that take any number of numbers take them as one list. */
	if (e->nargs < 2 || (strcmp(name, "math.greatest") != 0 && strcmp(name, "math.least") != 0))
		return;
	list = ARENA_NEW(c->a, struct expr);
	list->kind = EXPR_LIST;
	list->at = e->args[0]->at;
	list->end = e->args[e->nargs - 1]->end;
	list->depth = e->depth;
	list->args = e->args;
	list->nargs = e->nargs;
	e->args = ARENA_ARRAY(c->a, struct expr *, 1);
	e->args[0] = list;
	e->nargs = 1;
}

void
check_call(struct checker *c, struct expr *e)
{
	const struct func *first = funcs_first(e->name);
	const struct type *result = NULL;
	bool shape = false;

	if (first == NULL) {
		unknown_function(c, e);
		return;
	}
	for (const struct func *f = first; funcs_same(f, e->name); f++) {
		if (f->method != e->method || f->n != e->nargs)
			continue;
		shape = true;
		if (!row_fits(f, e))
			continue;
		if (result == NULL) {
			e->func = f;
			result = row_result(c, e, f);
		} else if (f->result != (unsigned char)result->kind) {
			result = type_of_kind(TYPE_DYN);
		}
	}
	if (!shape || result == NULL) {
		no_row(c, e, first);
		return;
	}
	set_type(c, e, result);
	if (e->func->run == fn_or || e->func->run == fn_or_value)
		e->kind = EXPR_OR_ELSE;
	else
		literal_args(c, e);
}

static bool
ordered(enum type_kind kind)
{
	return kind == TYPE_BOOL || (kind >= TYPE_INT && kind <= TYPE_DURATION) ||
		kind == TYPE_DYN || kind == TYPE_BAD;
}

void
check_compare(struct checker *c, struct expr *e)
{
	const struct type *a = e->args[0]->type, *b = e->args[1]->type;
	bool ok;

	if (e->op == COMPARE_EQ || e->op == COMPARE_NE)
		/* A field that is blank is null, so anything may be compared with it. */
		ok = a->kind == TYPE_NULL || b->kind == TYPE_NULL || type_fits(a, b);
	else
		ok = ordered(a->kind) && ordered(b->kind) &&
			(type_fits(a, b) || (numeric(a->kind) && numeric(b->kind)));
	if (!ok)
		source_error(c->s, &lang_overload, e->at, e->end, "'%s' cannot compare %s with %s",
			compare_word(e->op), type_text(c->a, a), type_text(c->a, b));
	set_kind(c, e, TYPE_BOOL);
}

void
check_in(struct checker *c, struct expr *e)
{
	const struct type *a = e->args[0]->type, *b = e->args[1]->type, *in;

	in = b->kind == TYPE_LIST ? b->elem : b->kind == TYPE_MAP ? b->key : NULL;
	if (in == NULL && b->kind != TYPE_DYN && b->kind != TYPE_BAD)
		source_error(c->s, &lang_overload, e->args[1]->at, e->args[1]->end,
			"'in' wants a list or map on its right, this is %s", type_text(c->a, b));
	else if (in != NULL && a->kind != TYPE_NULL && !type_fits(a, in))
		source_error(c->s, &lang_overload, e->at, e->end, "'in' looks for %s in %s",
			type_text(c->a, a), type_text(c->a, b));
	set_kind(c, e, TYPE_BOOL);
}

void
check_index(struct checker *c, struct expr *e)
{
	const struct type *of = type_inside(e->args[0]->type), *by = e->args[1]->type, *found = NULL;

	if ((of->kind == TYPE_LIST && may_be(e->args[1], TYPE_INT)) ||
		(of->kind == TYPE_MAP && type_fits(by, of->key)))
		found = of->elem;
	else if (of->kind == TYPE_DYN || of->kind == TYPE_BAD)
		found = of;
	if (found != NULL) {
		set_type(c, e, e->optional || of != e->args[0]->type ? type_optional(c->a, found)
			: found);
	} else {
		source_error(c->s, &lang_overload, e->at, e->end, "no element of %s by %s",
			type_text(c->a, of), type_text(c->a, by));
		set_kind(c, e, TYPE_BAD);
	}
}
