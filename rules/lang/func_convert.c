/* Conversions: exact or an error. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/func.h"
#include "rules/lang/lex.h"

static void
no(struct run *r, const struct expr *site, const struct val *v, const char *what, struct val *out)
{
	bool text = v->type == VALUE_STRING;

	set_error(r, out, "%s: %s%.*s%s is no %s", run_source(r, site), text ? "\"" : "",
		text ? (int)(v->v.s.n > 60 ? 60 : v->v.s.n) : 9, text ? v->v.s.p : "the value",
		text ? "\"" : "", what);
}

FUNC(fn_same)
{
	(void)r;
	(void)site;
	*out = args[0];
}

FUNC(fn_type)
{
	(void)r;
	(void)site;
	*out = val_kind((enum type_kind)args[0].type,
		args[0].type == VALUE_RECORD ? args[0].v.rec.of : NULL);
}

FUNC(fn_int_of_uint)
{
	if (args[0].v.u > INT64_MAX)
		no(r, site, &args[0], "int", out);
	else
		*out = val_int((int64_t)args[0].v.u);
}

/* The two ends are refused: a double there may stand for a number outside. */
FUNC(fn_int_of_double)
{
	double d = args[0].v.d;

	if (!(d > -9223372036854775808.0 && d < 9223372036854775808.0))
		no(r, site, &args[0], "int", out);
	else
		*out = val_int((int64_t)d);
}

FUNC(fn_int_of_string)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, plus = n > 1 && p[0] == '+' && ch_digit(p[1]);
	int64_t v;

	if (!text_to_int(p + plus, n - plus, INT64_MIN, INT64_MAX, &v))
		no(r, site, &args[0], "int", out);
	else
		*out = val_int(v);
}

FUNC(fn_int_of_timestamp)
{
	if (args[0].v.t.lo.sec != args[0].v.t.hi.sec)
		set_interval_unknown(r, (const struct expr *const *)site->args, args, 1, out);
	else
		*out = val_int(args[0].v.t.lo.sec);
}

FUNC(fn_uint_of_int)
{
	if (args[0].v.i < 0)
		no(r, site, &args[0], "uint", out);
	else
		*out = val_uint((uint64_t)args[0].v.i);
}

FUNC(fn_uint_of_double)
{
	double d = args[0].v.d;

	if (!(d > -1.0 && d < 18446744073709551616.0))
		no(r, site, &args[0], "uint", out);
	else
		*out = val_uint((uint64_t)d);
}

FUNC(fn_uint_of_string)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n;
	uint64_t v = 0;
	bool ok = n > 0;

	for (size_t i = 0; i < n && ok; i++)
		ok = ch_digit(p[i]) && !__builtin_mul_overflow(v, UINT64_C(10), &v) &&
			!__builtin_add_overflow(v, (uint64_t)(p[i] - '0'), &v);
	if (!ok)
		no(r, site, &args[0], "uint", out);
	else
		*out = val_uint(v);
}

FUNC(fn_double_of_int)
{
	(void)r;
	(void)site;
	*out = val_double((double)args[0].v.i);
}

FUNC(fn_double_of_uint)
{
	(void)r;
	(void)site;
	*out = val_double((double)args[0].v.u);
}

FUNC(fn_double_of_string)
{
	double d;

	if (!text_to_double(args[0].v.s.p, args[0].v.s.n, &d))
		no(r, site, &args[0], "double", out);
	else
		*out = val_double(d);
}

/* The shortest digits that read back as the same number. */
static void
double_put(struct buf *b, double d)
{
	char text[40];
	double back;

	if (__builtin_isnan(d)) {
		buf_str(b, "NaN");
		return;
	}
	if (__builtin_isinf(d)) {
		buf_str(b, d < 0 ? "-Infinity" : "+Infinity");
		return;
	}
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, d);
		if (text_to_double(text, strlen(text), &back) && back >= d && back <= d)
			break;
	}
	buf_str(b, text);
}

FUNC(fn_string_of_any)
{
	const struct val *v = &args[0];
	struct buf b;

	if ((v->type == VALUE_TIMESTAMP || v->type == VALUE_DURATION) &&
		moment_cmp(v->v.t.lo, v->v.t.hi) != 0) {
		set_interval_unknown(r, (const struct expr *const *)site->args, args, 1, out);
		return;
	}
	buf_init(&b, 256);
	if (v->type == VALUE_BOOL)
		buf_str(&b, v->v.b ? "true" : "false");
	else if (v->type == VALUE_INT)
		buf_fmt(&b, "%lld", (long long)v->v.i);
	else if (v->type == VALUE_UINT)
		buf_fmt(&b, "%llu", (unsigned long long)v->v.u);
	else if (v->type == VALUE_DOUBLE)
		double_put(&b, v->v.d);
	else if (v->type == VALUE_TIMESTAMP && v->never)
		buf_str(&b, "never");
	else if (v->type == VALUE_TIMESTAMP)
		moment_put(&b, v->v.t.lo);
	else
		span_text_put(&b, v->v.t.lo);
	*out = val_string(arena_strndup(r->a, b.p, b.len), b.len);
	buf_free(&b);
}

FUNC(fn_string_of_bytes)
{
	if (!utf8_valid(args[0].v.s.p, args[0].v.s.n))
		set_error(r, out, "%s: the bytes are not UTF-8", run_source(r, site));
	else
		*out = val_string(args[0].v.s.p, args[0].v.s.n);
}

FUNC(fn_bytes_of_string)
{
	(void)r;
	(void)site;
	*out = val_bytes(args[0].v.s.p, args[0].v.s.n);
}

FUNC(fn_bool_of_string)
{
	static const char *const words[2][5] = {
		{"0", "f", "false", "FALSE", "False"}, {"1", "t", "true", "TRUE", "True"},
	};

	for (int b = 0; b < 2; b++)
		for (size_t i = 0; i < 5; i++)
			if (strlen(words[b][i]) == args[0].v.s.n &&
				memcmp(words[b][i], args[0].v.s.p, args[0].v.s.n) == 0) {
				*out = val_bool(b == 1);
				return;
			}
	no(r, site, &args[0], "bool", out);
}

FUNC(fn_timestamp_of_string)
{
	struct moment m;

	if (moment_parse(&m, args[0].v.s.p, args[0].v.s.n) < 0)
		no(r, site, &args[0], "RFC 3339 timestamp between the years 1 and 9999", out);
	else
		*out = val_timestamp(m);
}

FUNC(fn_timestamp_of_int)
{
	struct moment m = {args[0].v.i, 0};

	if (!moment_is_time(m))
		no(r, site, &args[0], "timestamp between the years 1 and 9999", out);
	else
		*out = val_timestamp(m);
}

FUNC(fn_duration_of_string)
{
	struct moment m;

	if (span_parse(&m, args[0].v.s.p, args[0].v.s.n) < 0)
		no(r, site, &args[0], "duration", out);
	else
		*out = val_duration(m);
}
