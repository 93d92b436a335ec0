/* The macros: calls whose arguments are not values but variables and bodies. */
#include "rules/lang/expr.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/source.h"

struct row {
	const char *name;
	enum macro macro;
	size_t vars;    /* variables that come first */
	size_t bodies;  /* then a body, or a filter and a body */
};

/* The two-variable forms see index and element, or key and value. */
static const struct row rows[] = {
	{"all", MACRO_ALL, 1, 1},
	{"exists", MACRO_EXISTS, 1, 1},
	{"exists_one", MACRO_EXISTS_ONE, 1, 1},
	{"existsOne", MACRO_EXISTS_ONE, 1, 1},
	{"map", MACRO_MAP, 1, 1},
	{"map", MACRO_MAP, 1, 2},
	{"filter", MACRO_FILTER, 1, 1},
	{"all", MACRO_ALL, 2, 1},
	{"exists", MACRO_EXISTS, 2, 1},
	{"exists_one", MACRO_EXISTS_ONE, 2, 1},
	{"existsOne", MACRO_EXISTS_ONE, 2, 1},
	{"transformList", MACRO_MAP, 2, 1},
	{"transformList", MACRO_MAP, 2, 2},
	{"transformMap", MACRO_TRANSFORM_MAP, 2, 1},
	{"transformMap", MACRO_TRANSFORM_MAP, 2, 2},
	{"transformMapEntry", MACRO_TRANSFORM_ENTRY, 2, 1},
	{"transformMapEntry", MACRO_TRANSFORM_ENTRY, 2, 2},
	{"optMap", MACRO_OPT_MAP, 1, 1},
	{"optFlatMap", MACRO_OPT_FLAT_MAP, 1, 1},
};

static bool
has(struct lang_source *s, struct expr *call)
{
	struct expr *field;

	if (call->nargs != 1 || call->args[0]->kind != EXPR_SELECT || call->args[0]->optional) {
		source_error(s, &lang_macro, call->at, call->end,
			"has() takes one selection: has(map.key)");
		return false;
	}
	field = call->args[0];
	call->kind = EXPR_HAS;
	call->name = field->name;
	call->name_at = field->name_at;
	call->name_end = field->name_end;
	call->args[0] = field->args[0];
	return true;
}

static bool
expand(struct lang_source *s, struct expr *call, const struct row *r)
{
	for (size_t i = 0; i < r->vars; i++) {
		struct expr *v = call->args[1 + i];

		if (v->kind != EXPR_NAME || v->rooted) {
			source_error(s, &lang_macro, v->at, v->end,
				"'%s' takes a new variable's name here", r->name);
			return false;
		}
		call->var[i] = v->name;
	}
	if (r->vars == 2 && strcmp(call->var[0], call->var[1]) == 0) {
		source_error(s, &lang_macro, call->args[2]->at, call->args[2]->end,
			"the two variables of '%s' need two names", r->name);
		return false;
	}
	call->kind = EXPR_MACRO;
	call->macro = r->macro;
	call->body = call->args[call->nargs - 1];
	if (r->bodies == 2)
		call->filter = call->args[call->nargs - 2];
	call->nargs = 1;
	return true;
}

/* cel.bind(x, value, body); false if it is written wrongly. */
static bool
bind(struct lang_source *s, struct expr *call)
{
	struct expr *v;

	if (call->nargs != 4 || call->args[1]->kind != EXPR_NAME || call->args[1]->rooted) {
		source_error(s, &lang_macro, call->at, call->end,
			"cel.bind() takes a name, its value and an expression: cel.bind(x, 1, x + x)");
		return false;
	}
	v = call->args[1];
	call->kind = EXPR_MACRO;
	call->macro = MACRO_BIND;
	call->var[0] = v->name;
	call->body = call->args[3];
	call->args[0] = call->args[2];
	call->nargs = 1;
	return true;
}

bool
macro_expand(struct lang_source *s, struct expr *call)
{
	bool known = false;

	if (!call->method)
		return strcmp(call->name, "has") != 0 || has(s, call);
	if (strcmp(call->name, "bind") == 0 && call->args[0]->kind == EXPR_NAME &&
		!call->args[0]->rooted && strcmp(call->args[0]->name, "cel") == 0)
		return bind(s, call);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].name, call->name) != 0)
			continue;
		known = true;
		if (call->nargs != 1 + rows[i].vars + rows[i].bodies)
			continue;
		/* map(x, filter, body) of one variable, not transformList's map(i, v, body). */
		return expand(s, call, &rows[i]);
	}
	if (known) {
		source_error(s, &lang_macro, call->name_at, call->name_end,
			"'%s' takes a variable and a condition: list.%s(x, ...)", call->name,
				call->name);
		return false;
	}
	return true;
}
