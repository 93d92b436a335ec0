/*
 * Optional values: one that is there, or none.  Whether it is there may be
 * unknown, and then everything that asks is unknown: none is a fact, not a
 * way to forget that nobody said.
 */
#include "rules/lang/eval.h"
#include "rules/lang/func.h"

bool
optional_open(struct val *of, bool *optional, struct val *out)
{
	if (of->type != VALUE_OPTIONAL)
		return true;
	*optional = true;
	if (of->v.optional == NULL) {
		*out = *of;
		return false;
	}
	*of = *of->v.optional;
	return true;
}

void
optional_wrap(struct run *r, const struct val *hit, struct val *out)
{
	struct val *copy;

	if (hit == NULL) {
		*out = val_optional(NULL);
	} else if (val_is_odd(hit)) {
		*out = *hit;
	} else if ((copy = run_room(r, sizeof(*copy), out)) != NULL) {
		*copy = *hit;
		*out = val_optional(copy);
	}
}

/* The second side is asked for only where the first is none. */
void
eval_or_else(struct run *r, const struct expr *e, struct val *out)
{
	bool value = strcmp(e->name, "orValue") == 0;
	struct val v;

	eval(r, e->args[0], &v);
	if (pass_odd(r, &v, 1, out))
		return;
	if (v.type != VALUE_OPTIONAL) {
		set_error(r, out, "%s: no '%s' for %s", run_source(r, e), e->name,
			type_word((enum type_kind)v.type));
	} else if (v.v.optional != NULL) {
		*out = value ? *v.v.optional : v;
	} else {
		eval(r, e->args[1], &v);
		if (pass_odd(r, &v, 1, out))
			return;
		if (!value && v.type != VALUE_OPTIONAL)
			set_error(r, out, "%s: no 'or' for %s", run_source(r, e),
				type_word((enum type_kind)v.type));
		else
			*out = v;
	}
}

void
eval_opt_map(struct run *r, const struct expr *e, struct val *out)
{
	struct val of, made;

	eval(r, e->args[0], &of);
	if (pass_odd(r, &of, 1, out))
		return;
	if (of.type != VALUE_OPTIONAL) {
		set_error(r, out, "%s: %s is no optional", run_source(r, e),
			type_word((enum type_kind)of.type));
		return;
	}
	if (of.v.optional == NULL) {
		*out = of;
		return;
	}
	r->locals[e->slot] = *of.v.optional;
	eval(r, e->body, &made);
	if (e->macro == MACRO_OPT_MAP)
		optional_wrap(r, &made, out);
	else if (pass_odd(r, &made, 1, out))
		return;
	else if (made.type != VALUE_OPTIONAL)
		set_error(r, out, "%s: optFlatMap wants an optional, this is %s", run_source(r, e->body),
			type_word((enum type_kind)made.type));
	else
		*out = made;
}

/* Is it the least of its type? U: that depends on what is not known; *why says it. */
static enum tri
is_zero(struct run *r, const struct expr *site, const struct val *v, struct val *why)
{
	const struct moment zero = {0, 0};

	switch (v->type) {
	case VALUE_NULL: return TRI_T;
	case VALUE_BOOL: return v->v.b ? TRI_F : TRI_T;
	case VALUE_INT: return v->v.i == 0 ? TRI_T : TRI_F;
	case VALUE_UINT: return v->v.u == 0 ? TRI_T : TRI_F;
	case VALUE_DOUBLE: return v->v.d < 0 || v->v.d > 0 || __builtin_isnan(v->v.d) ? TRI_F : TRI_T;
	case VALUE_STRING: case VALUE_BYTES: return v->v.s.n == 0 ? TRI_T : TRI_F;
	case VALUE_MAP: return v->v.map->n == 0 ? TRI_T : TRI_F;
	case VALUE_LIST:
		if (v->v.list->n > 0 || v->v.list->complete)
			return v->v.list->n > 0 ? TRI_F : TRI_T;
		set_unknown(r, why, v->v.list->conflict, "%s", v->v.list->trail);
		return TRI_U;
	case VALUE_DURATION:
		if (moment_cmp(v->v.t.lo, zero) > 0 || moment_cmp(v->v.t.hi, zero) < 0)
			return TRI_F;
		if (moment_cmp(v->v.t.lo, v->v.t.hi) == 0)
			return TRI_T;
		set_interval_unknown(r, (const struct expr *const *)site->args, v, 1, why);
		return TRI_U;
	case VALUE_OPTIONAL: return v->v.optional == NULL ? TRI_T : TRI_F;
	case VALUE_TIMESTAMP: case VALUE_RECORD: case VALUE_TYPE: case VALUE_UNKNOWN: case VALUE_ERROR:
		break;
	}
	return TRI_F;
}

FUNC(fn_opt_of)
{
	(void)site;
	optional_wrap(r, &args[0], out);
}

FUNC(fn_opt_nonzero)
{
	struct val why = {0};
	enum tri zero = is_zero(r, site, &args[0], &why);

	if (zero == TRI_U)
		*out = why;
	else
		optional_wrap(r, zero == TRI_T ? NULL : &args[0], out);
}

FUNC(fn_opt_none)
{
	(void)r;
	(void)site;
	(void)args;
	*out = val_optional(NULL);
}

FUNC(fn_has_value)
{
	(void)r;
	(void)site;
	*out = val_bool(args[0].v.optional != NULL);
}

FUNC(fn_value)
{
	if (args[0].v.optional == NULL)
		set_error(r, out, "%s: there is none", run_source(r, site));
	else
		*out = *args[0].v.optional;
}

/* The rows of or and orValue; the checker makes EXPR_OR_ELSE of every call. */
FUNC(fn_or)
{
	(void)r;
	(void)site;
	*out = args[0].v.optional != NULL ? args[0] : args[1];
}

FUNC(fn_or_value)
{
	(void)r;
	(void)site;
	*out = args[0].v.optional != NULL ? *args[0].v.optional : args[1];
}
