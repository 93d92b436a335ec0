/* && and || absorb what is unknown or in error, as Kleene's logic does; comparisons. */
#include "checker/base/arena.h"
#include "rules/lang/eval.h"

void
eval_logic(struct run *r, const struct expr *e, struct val *out)
{
	const bool decides = e->kind == EXPR_OR;
	struct val v, pair[2];
	bool odd = false;

	for (size_t i = 0; i < e->nargs; i++) {
		eval(r, e->args[i], &v);
		if (v.type == VALUE_BOOL && v.v.b == decides) {
			*out = v;
			return;
		}
		if (v.type == VALUE_BOOL)
			continue;
		if (!val_is_odd(&v))
			set_error(r, &v, "%s: %s, not bool, beside '%s'", run_source(r, e->args[i]),
				type_word((enum type_kind)v.type), decides ? "||" : "&&");
		if (odd) {
			pair[0] = *out;
			pair[1] = v;
			pass_odd(r, pair, 2, out);
		} else {
			*out = v;
		}
		odd = true;
	}
	if (!odd)
		*out = val_bool(!decides);
}

/* Is it in the list: T as soon as one is equal, F only if the whole list is known. */
static void
in_list(struct run *r, const struct val *v, const struct vlist *l, struct val *out)
{
	struct val item, why = {0};
	bool open = false;

	for (size_t i = 0; i < l->n; i++) {
		enum tri same;

		vlist_get(l, i, &item);
		same = equal_tri(r, v, &item, &why);
		if (same == TRI_T) {
			*out = val_bool(true);
			return;
		}
		open = open || same == TRI_U;
		if (r->steps == 0)
			break;
	}
	if (open && val_is_odd(&why))
		*out = why;
	else if (open)
		set_unknown(r, out, false, "a time in the list is not known exactly");
	else if (!l->complete)
		set_unknown(r, out, l->conflict, "%s", l->trail);
	else
		*out = val_bool(false);
}

static void
eval_in(struct run *r, const struct expr *e, const struct val *args, struct val *out)
{
	struct val why = {0};
	const struct val *hit;

	if (args[1].type == VALUE_LIST) {
		in_list(r, &args[0], args[1].v.list, out);
	} else if (args[1].type == VALUE_MAP) {
		hit = map_find(r, args[1].v.map, &args[0], &why);
		*out = val_is_odd(&why) ? why : val_bool(hit != NULL);
	} else {
		set_error(r, out, "%s: 'in' wants a list or map, not %s", run_source(r, e),
			type_word((enum type_kind)args[1].type));
	}
}

const char *
compare_word(enum compare op)
{
	static const char *const words[] = {
		[COMPARE_EQ] = "==", [COMPARE_NE] = "!=", [COMPARE_LT] = "<", [COMPARE_LE] = "<=",
		[COMPARE_GT] = ">", [COMPARE_GE] = ">=",
	};

	return words[op];
}

static const char *
side(struct run *r, const struct expr *e, const struct val *v)
{
	if (v->type != VALUE_NULL || e->kind == EXPR_LITERAL)
		return type_word((enum type_kind)v->type);
	return arena_printf(r->a, "null (%s is empty)", run_source(r, e));
}

static void
answer(struct run *r, const struct expr *e, enum tri t, const struct val *args,
	const struct val *why, struct val *out)
{
	if (t == TRI_T || t == TRI_F)
		*out = val_bool((t == TRI_T) != (e->op == COMPARE_NE));
	else if (val_is_odd(why))
		*out = *why;
	else
		set_interval_unknown(r, (const struct expr *const *)e->args, args, 2, out);
}

void
eval_compare(struct run *r, const struct expr *e, struct val *out)
{
	struct val args[2], why = {0}, none = {0};
	enum tri t;

	eval(r, e->args[0], &args[0]);
	eval(r, e->args[1], &args[1]);
	if (pass_odd(r, args, 2, out))
		return;
	if (e->kind == EXPR_IN) {
		eval_in(r, e, args, out);
	} else if (e->op == COMPARE_EQ || e->op == COMPARE_NE) {
		t = equal_tri(r, &args[0], &args[1], &why);
		answer(r, e, t, args, &why, out);
	} else if (order_tri(e->op, &args[0], &args[1], &t)) {
		if (t == TRI_U)
			answer(r, e, t, args, &none, out);
		else
			*out = val_bool(t == TRI_T);
	} else {
		set_error(r, out, "%s: no '%s' for %s, %s", run_source(r, e), compare_word(e->op),
			side(r, e->args[0], &args[0]), side(r, e->args[1], &args[1]));
	}
}
