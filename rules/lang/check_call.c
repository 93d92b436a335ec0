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
row_fits(const struct func *f, const struct expr *e)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->args[i] != TYPE_DYN && !may_be(e->args[i], (enum type_kind)f->args[i]))
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

/* "int and int, or string and string": what the rows of that name take. */
static const char *
taken_types(struct checker *c, const struct func *first)
{
	const char *text = "";

	for (const struct func *f = first; funcs_same(f, first->name); f++) {
		text = arena_printf(c->a, "%s%s", text, f == first ? "" : "; ");
		for (size_t i = 0; i < f->n; i++)
			text = arena_printf(c->a, "%s%s%s", text, i == 0 ? "" : i == 1 && f->method
				? ".(" : ", ",
				f->args[i] == TYPE_LIST ? "list" : f->args[i] == TYPE_MAP ? "map"
				: type_text(c->a, type_of_kind((enum type_kind)f->args[i])));
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
		if (result == NULL)
			e->func = f;
		if (f->result == TYPE_LIST && result == NULL)
			result = list_sum(c, e);
		else if (result == NULL)
			result = type_of_kind((enum type_kind)f->result);
		else if (f->result != (unsigned char)result->kind)
			result = type_of_kind(TYPE_DYN);
	}
	if (!shape || result == NULL) {
		no_row(c, e, first);
		return;
	}
	set_type(c, e, result);
	literal_args(c, e);
}

static bool
ordered(enum type_kind kind)
{
	return kind == TYPE_BOOL || (kind >= TYPE_INT && kind <= TYPE_DURATION) ||
		kind == TYPE_DYN || kind == TYPE_BAD;
}

static bool
numeric(enum type_kind kind)
{
	return kind == TYPE_INT || kind == TYPE_UINT || kind == TYPE_DOUBLE;
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
	const struct type *of = e->args[0]->type, *by = e->args[1]->type;

	if (of->kind == TYPE_LIST && may_be(e->args[1], TYPE_INT)) {
		set_type(c, e, of->elem);
	} else if (of->kind == TYPE_MAP && type_fits(by, of->key)) {
		set_type(c, e, of->elem);
	} else if (of->kind == TYPE_DYN || of->kind == TYPE_BAD) {
		set_type(c, e, of);
	} else {
		source_error(c->s, &lang_overload, e->at, e->end, "no element of %s by %s",
			type_text(c->a, of), type_text(c->a, by));
		set_kind(c, e, TYPE_BAD);
	}
}
