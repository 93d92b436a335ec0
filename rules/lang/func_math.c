/* The extension "math": whole numbers wrap nowhere, what does not fit is an error. */
#include "rules/lang/func.h"

#define TWO_52 4503599627370496.0 /* from here on every double is whole */

/* The greatest or least of one number, or of a list of them; the first of several that are equal. */
FUNC(fn_greatest)
{
	const enum compare op = strcmp(site->name, "math.least") == 0 ? COMPARE_LT : COMPARE_GT;
	const struct vlist *l = args[0].v.list;
	struct val best, v;
	enum tri more;

	if (args[0].type != VALUE_LIST) {
		*out = args[0];
		return;
	}
	if (!l->complete) {
		set_unknown(r, out, l->conflict, "%s", l->trail);
		return;
	}
	if (l->n == 0) {
		set_error(r, out, "%s: of an empty list", run_source(r, site));
		return;
	}
	if (!run_step(r, l->n, out))
		return;
	for (size_t i = 0; i < l->n; i++) {
		vlist_get(l, i, &v);
		if (pass_odd(r, &v, 1, out))
			return;
		if (v.type != VALUE_INT && v.type != VALUE_UINT && v.type != VALUE_DOUBLE) {
			set_error(r, out, "%s: %s is no number", run_source(r, site),
				type_word((enum type_kind)v.type));
			return;
		}
		if (i == 0 || (order_tri(op, &v, &best, &more) && more == TRI_T))
			best = v;
	}
	*out = best;
}

/* Towards zero. */
static double
whole(double d)
{
	return d < TWO_52 && d > -TWO_52 ? __builtin_copysign((double)(int64_t)d, d) : d;
}

static double
rounded(const char *how, double d)
{
	double t = whole(d), rest = d - t;

	if (strcmp(how, "math.trunc") == 0 || __builtin_isnan(d) || __builtin_isinf(d))
		return t;
	if (strcmp(how, "math.ceil") == 0)
		return rest > 0 ? t + 1 : t;
	if (strcmp(how, "math.floor") == 0)
		return rest < 0 ? t - 1 : t;
	/* math.round: halves go away from zero. */
	return rest >= 0.5 ? t + 1 : rest <= -0.5 ? t - 1 : t;
}

FUNC(fn_round)
{
	(void)r;
	*out = val_double(rounded(site->name, args[0].v.d));
}

FUNC(fn_abs)
{
	*out = args[0];
	if (args[0].type == VALUE_DOUBLE)
		out->v.d = __builtin_fabs(args[0].v.d);
	else if (args[0].type == VALUE_INT && args[0].v.i == INT64_MIN)
		set_error(r, out, "%s: no int is that large", run_source(r, site));
	else if (args[0].type == VALUE_INT && args[0].v.i < 0)
		out->v.i = -args[0].v.i;
}

FUNC(fn_sign)
{
	(void)r;
	(void)site;
	*out = args[0];
	if (args[0].type == VALUE_INT)
		out->v.i = (args[0].v.i > 0) - (args[0].v.i < 0);
	else if (args[0].type == VALUE_UINT)
		out->v.u = args[0].v.u > 0;
	else if (args[0].v.d > 0 || args[0].v.d < 0)
		out->v.d = args[0].v.d > 0 ? 1.0 : -1.0;
}

/* Newton from above until it falls no more, then the nearer neighbour: no mathematics library. */
static double
root(double d)
{
	double x, next;

	if (!(d > 0) || __builtin_isinf(d))
		return d < 0 ? __builtin_nan("") : d;
	x = d > 1 ? d : 1;
	for (;;) {
		next = x / 2 + d / x / 2;
		if (!(next < x))
			return x;
		x = next;
	}
}

FUNC(fn_sqrt)
{
	(void)r;
	(void)site;
	*out = val_double(root(args[0].type == VALUE_INT ? (double)args[0].v.i
		: args[0].type == VALUE_UINT ? (double)args[0].v.u : args[0].v.d));
}

FUNC(fn_class)
{
	double d = args[0].v.d;

	(void)r;
	if (strcmp(site->name, "math.isNaN") == 0)
		*out = val_bool(__builtin_isnan(d));
	else if (strcmp(site->name, "math.isInf") == 0)
		*out = val_bool(__builtin_isinf(d) != 0);
	else
		*out = val_bool(__builtin_isfinite(d));
}

/* The bits of an int (two's complement) or uint. */
static uint64_t
bits_of(const struct val *v)
{
	return v->type == VALUE_INT ? (uint64_t)v->v.i : v->v.u;
}

static struct val
of_bits(enum value_type type, uint64_t u)
{
	int64_t i;

	if (type == VALUE_UINT)
		return val_uint(u);
	memcpy(&i, &u, sizeof(i));
	return val_int(i);
}

FUNC(fn_bits)
{
	uint64_t a = bits_of(&args[0]), b = bits_of(&args[1]);

	(void)r;
	if (strcmp(site->name, "math.bitAnd") == 0)
		a &= b;
	else if (strcmp(site->name, "math.bitOr") == 0)
		a |= b;
	else
		a ^= b;
	*out = of_bits(args[0].type, a);
}

FUNC(fn_bit_not)
{
	(void)r;
	(void)site;
	*out = of_bits(args[0].type, ~bits_of(&args[0]));
}

/* A shift to the right fills with zeros, of an int too. */
FUNC(fn_bit_shift)
{
	uint64_t u = bits_of(&args[0]);
	int64_t by = args[1].v.i;

	if (by < 0)
		set_error(r, out, "%s: a shift by less than nothing", run_source(r, site));
	else if (by > 63)
		*out = of_bits(args[0].type, 0);
	else
		*out = of_bits(args[0].type, strcmp(site->name, "math.bitShiftLeft") == 0 ? u << by
			: u >> by);
}
