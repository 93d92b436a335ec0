#include "rules/lang/fold.h"

#include "checker/base/limits.h"
#include "rules/lang/eval.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/source.h"

static bool
constant(const struct expr *e)
{
	switch (e->kind) {
	case EXPR_CALL: case EXPR_COMPARE: case EXPR_IN: case EXPR_INDEX: case EXPR_NOT:
	case EXPR_LIST: case EXPR_MAP: case EXPR_SELECT: case EXPR_HAS:
		break;
	case EXPR_LITERAL: case EXPR_NAME: case EXPR_AND: case EXPR_OR: case EXPR_IF:
	case EXPR_MACRO: case EXPR_OR_ELSE: case EXPR_VAR: case EXPR_LOCAL: case EXPR_FAIL:
		return false;
	}
	for (size_t i = 0; i < e->nargs; i++)
		if (e->args[i]->kind != EXPR_LITERAL)
			return false;
	return true;
}

/* Calls whose failing on a constant is a mistake in the rule, whatever stands around them. */
static bool
conversion(const struct expr *e)
{
	static const char *const names[] = {
		"timestamp", "duration", "int", "uint", "double", "bool",
	};

	if (e->kind != EXPR_CALL || e->method)
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(e->name, names[i]) == 0)
			return true;
	return false;
}

struct folder {
	struct run run;
	struct lang_source *s;
	bool unchecked;
};

static void
fold_one(struct folder *f, struct expr *e)
{
	struct val v;

	for (size_t i = 0; i < e->nargs; i++)
		fold_one(f, e->args[i]);
	if (e->filter != NULL)
		fold_one(f, e->filter);
	if (e->body != NULL)
		fold_one(f, e->body);
	if (!constant(e) || f->run.bytes < MAX_MESSAGE)
		return;
	eval(&f->run, e, &v);
	if (!val_is_odd(&v)) {
		e->kind = EXPR_LITERAL;
		e->value = v;
		e->nargs = 0;
		e->depth = 1;
	} else if (v.type == VALUE_ERROR && conversion(e) && !f->unchecked) {
		source_error(f->s, &lang_constant, e->at, e->end, "%s", v.v.s.p);
	}
}

void
fold(struct arena *a, struct lang_source *s, struct expr *root, bool unchecked)
{
	/* What does not fit here is computed when it runs, under the run's own ceiling. */
	struct folder f = {
		.run = {.text = s->text, .a = a, .steps = MAX_EXPR_STEPS, .bytes = 16 * MIB},
		.s = s,
		.unchecked = unchecked,
	};

	fold_one(&f, root);
}

static uint64_t
plus(uint64_t a, uint64_t b)
{
	uint64_t c;

	return __builtin_add_overflow(a, b, &c) ? UINT64_MAX : c;
}

static uint64_t
times(uint64_t a, uint64_t b)
{
	uint64_t c;

	return __builtin_mul_overflow(a, b, &c) ? UINT64_MAX : c;
}

/* How long the list is that e stands for, where that is written there. */
static uint64_t
length(const struct expr *e, uint64_t n)
{
	if (e->kind == EXPR_LIST)
		return e->nargs;
	if (e->kind == EXPR_MAP)
		return e->nargs / 2;
	if (e->kind == EXPR_LITERAL && e->value.type == VALUE_LIST)
		return e->value.v.list->n;
	if (e->kind == EXPR_LITERAL && e->value.type == VALUE_MAP)
		return e->value.v.map->n;
	return n;
}

static bool
is_list(const struct expr *e)
{
	return e->type->kind == TYPE_LIST || e->type->kind == TYPE_MAP || e->type->kind == TYPE_DYN;
}

uint64_t
expr_cost(const struct expr *e, uint64_t n)
{
	uint64_t sum = 1, body;

	for (size_t i = 0; i < e->nargs; i++)
		sum = plus(sum, expr_cost(e->args[i], n));
	if (e->kind == EXPR_IN)
		sum = plus(sum, length(e->args[1], n));
	if (e->kind == EXPR_COMPARE && is_list(e->args[0]))
		sum = plus(sum, length(e->args[0], n));
	if (e->kind == EXPR_MACRO) {
		body = plus(1, expr_cost(e->body, n));
		if (e->filter != NULL)
			body = plus(body, expr_cost(e->filter, n));
		sum = plus(sum, e->macro == MACRO_BIND ? body
			: times(length(e->args[0], n), body));
	}
	return sum;
}
