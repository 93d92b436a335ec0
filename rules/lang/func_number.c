/* Arithmetic: what does not fit is an error, never a wrapped number. */
#include "rules/lang/func.h"

#define INT_OP(fn, builtin)                                                                        \
	FUNC(fn)                                                                                   \
	{                                                                                          \
		int64_t v;                                                                         \
                                                                                                   \
		if (builtin(args[0].v.i, args[1].v.i, &v))                                         \
			set_error(r, out, "%s: int overflow", run_source(r, site));                \
		else                                                                               \
			*out = val_int(v);                                                         \
	}

#define UINT_OP(fn, builtin)                                                                       \
	FUNC(fn)                                                                                   \
	{                                                                                          \
		uint64_t v;                                                                        \
                                                                                                   \
		if (builtin(args[0].v.u, args[1].v.u, &v))                                         \
			set_error(r, out, "%s: uint overflow", run_source(r, site));               \
		else                                                                               \
			*out = val_uint(v);                                                        \
	}

#define DOUBLE_OP(fn, op)                                                                          \
	FUNC(fn)                                                                                   \
	{                                                                                          \
		(void)r;                                                                           \
		(void)site;                                                                        \
		*out = val_double(args[0].v.d op args[1].v.d);                                     \
	}

INT_OP(fn_int_add, __builtin_add_overflow)
INT_OP(fn_int_sub, __builtin_sub_overflow)
INT_OP(fn_int_mul, __builtin_mul_overflow)
UINT_OP(fn_uint_add, __builtin_add_overflow)
UINT_OP(fn_uint_sub, __builtin_sub_overflow)
UINT_OP(fn_uint_mul, __builtin_mul_overflow)
DOUBLE_OP(fn_double_add, +)
DOUBLE_OP(fn_double_sub, -)
DOUBLE_OP(fn_double_mul, *)

/* IEEE 754: by zero is an infinity or no number, not undefined behaviour of C's. */
FUNC(fn_double_div)
{
	double a = args[0].v.d, b = args[1].v.d;
	bool minus = __builtin_signbit(a) != __builtin_signbit(b);

	(void)r;
	(void)site;
	if (b < 0 || b > 0 || __builtin_isnan(b))
		*out = val_double(a / b);
	else if (a < 0 || a > 0)
		*out = val_double(minus ? -__builtin_inf() : __builtin_inf());
	else
		*out = val_double(__builtin_nan(""));
}

FUNC(fn_int_div)
{
	int64_t a = args[0].v.i, b = args[1].v.i;

	if (b == 0)
		set_error(r, out, "%s: division by zero", run_source(r, site));
	else if (a == INT64_MIN && b == -1)
		set_error(r, out, "%s: int overflow", run_source(r, site));
	else
		*out = val_int(a / b);
}

FUNC(fn_int_mod)
{
	int64_t a = args[0].v.i, b = args[1].v.i;

	if (b == 0)
		set_error(r, out, "%s: remainder of a division by zero", run_source(r, site));
	else if (a == INT64_MIN && b == -1)
		set_error(r, out, "%s: int overflow", run_source(r, site));
	else
		*out = val_int(a % b);
}

FUNC(fn_int_neg)
{
	if (args[0].v.i == INT64_MIN)
		set_error(r, out, "%s: int overflow", run_source(r, site));
	else
		*out = val_int(-args[0].v.i);
}

FUNC(fn_double_neg)
{
	(void)r;
	(void)site;
	*out = val_double(-args[0].v.d);
}

FUNC(fn_uint_div)
{
	if (args[1].v.u == 0)
		set_error(r, out, "%s: division by zero", run_source(r, site));
	else
		*out = val_uint(args[0].v.u / args[1].v.u);
}

FUNC(fn_uint_mod)
{
	if (args[1].v.u == 0)
		set_error(r, out, "%s: remainder of a division by zero", run_source(r, site));
	else
		*out = val_uint(args[0].v.u % args[1].v.u);
}
