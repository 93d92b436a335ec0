/* Equality and order. */
#include "rules/lang/eval.h"

#define TWO_63 9223372036854775808.0
#define TWO_64 18446744073709551616.0

static bool
number(const struct val *v)
{
	return v->type == VALUE_INT || v->type == VALUE_UINT || v->type == VALUE_DOUBLE;
}

/*
 * -1, 0, 1; 2 where one is not a number. An int beside a double is compared as
 * a double, as the language's specification has it: 2^63 - 1 equals 2^63 there.
 */
static int
cmp_double(double a, double b)
{
	if (__builtin_isnan(a) || __builtin_isnan(b))
		return 2;
	return (a > b) - (a < b);
}

static int
cmp_int_double(int64_t i, double d)
{
	if (__builtin_isnan(d))
		return 2;
	if (d > TWO_63)
		return -1;
	if (d < -TWO_63)
		return 1;
	return cmp_double((double)i, d);
}

static int
cmp_uint_double(uint64_t u, double d)
{
	if (__builtin_isnan(d))
		return 2;
	if (d > TWO_64)
		return -1;
	if (d < 0)
		return 1;
	return cmp_double((double)u, d);
}

static int
cmp_int_uint(int64_t i, uint64_t u)
{
	if (i < 0)
		return -1;
	return ((uint64_t)i > u) - ((uint64_t)i < u);
}

static int
flip(int c)
{
	return c == 2 ? 2 : -c;
}

static int
cmp_numbers(const struct val *a, const struct val *b)
{
	if (a->type == VALUE_DOUBLE && b->type == VALUE_DOUBLE)
		return cmp_double(a->v.d, b->v.d);
	if (a->type == VALUE_DOUBLE)
		return flip(cmp_numbers(b, a));
	if (b->type == VALUE_DOUBLE)
		return a->type == VALUE_INT ? cmp_int_double(a->v.i, b->v.d)
			: cmp_uint_double(a->v.u, b->v.d);
	if (a->type == VALUE_INT)
		return b->type == VALUE_INT ? (a->v.i > b->v.i) - (a->v.i < b->v.i)
			: cmp_int_uint(a->v.i, b->v.u);
	return b->type == VALUE_UINT ? (a->v.u > b->v.u) - (a->v.u < b->v.u)
		: flip(cmp_int_uint(b->v.i, a->v.u));
}

static int
cmp_bytes(const struct val *a, const struct val *b)
{
	size_t n = a->v.s.n < b->v.s.n ? a->v.s.n : b->v.s.n;
	int c = n == 0 ? 0 : memcmp(a->v.s.p, b->v.s.p, n);

	if (c != 0)
		return c < 0 ? -1 : 1;
	return (a->v.s.n > b->v.s.n) - (a->v.s.n < b->v.s.n);
}

static bool
holds(enum compare op, int c)
{
	switch (op) {
	case COMPARE_EQ: return c == 0;
	case COMPARE_NE: return c != 0;
	case COMPARE_LT: return c == -1;
	case COMPARE_LE: return c == -1 || c == 0;
	case COMPARE_GT: return c == 1;
	case COMPARE_GE: return c == 1 || c == 0;
	}
	return false;
}

/* T or F if it holds for all, or for no, points of the two intervals. */
static enum tri
order_intervals(enum compare op, const struct val *a, const struct val *b)
{
	int first, last;

	if (op == COMPARE_GT || op == COMPARE_GE)
		return order_intervals(op == COMPARE_GT ? COMPARE_LT : COMPARE_LE, b, a);
	/* The pair that least, and the one that most, favours a before b. */
	first = moment_cmp(a->v.t.hi, b->v.t.lo);
	last = moment_cmp(a->v.t.lo, b->v.t.hi);
	if (holds(op, first))
		return TRI_T;
	return holds(op, last) ? TRI_U : TRI_F;
}

bool
order_tri(enum compare op, const struct val *a, const struct val *b, enum tri *out)
{
	int c;

	if (number(a) && number(b)) {
		c = cmp_numbers(a, b);
	} else if (a->type != b->type) {
		return false;
	} else if (a->type == VALUE_TIMESTAMP || a->type == VALUE_DURATION) {
		*out = order_intervals(op, a, b);
		return true;
	} else if (a->type == VALUE_STRING || a->type == VALUE_BYTES) {
		c = cmp_bytes(a, b);
	} else if (a->type == VALUE_BOOL) {
		c = (int)a->v.b - (int)b->v.b;
	} else {
		return false;
	}
	*out = holds(op, c) ? TRI_T : TRI_F;
	return true;
}

static enum tri
of_bool(bool b)
{
	return b ? TRI_T : TRI_F;
}

static void
keep_why(struct val *why, const struct val *v)
{
	if (!val_is_odd(why) || (v->conflict && !why->conflict))
		*why = *v;
}

static void
list_why(struct val *why, const struct vlist *l)
{
	struct val v = {.type = VALUE_UNKNOWN, .conflict = l->conflict};

	v.v.s.p = l->trail;
	v.v.s.n = strlen(l->trail);
	keep_why(why, &v);
}

static enum tri
equal_lists(struct run *r, const struct vlist *a, const struct vlist *b, struct val *why)
{
	enum tri all = TRI_T, one;
	struct val x, y;

	/* An incomplete list may hold more, and where in it nobody knows. */
	if ((a->complete && b->n > a->n) || (b->complete && a->n > b->n))
		return TRI_F;
	if (!a->complete || !b->complete) {
		list_why(why, a->complete ? b : a);
		return TRI_U;
	}
	for (size_t i = 0; i < a->n; i++) {
		vlist_get(a, i, &x);
		vlist_get(b, i, &y);
		one = equal_tri(r, &x, &y, why);
		if (one == TRI_F)
			return TRI_F;
		if (one == TRI_U)
			all = TRI_U;
	}
	return all;
}

static enum tri
equal_maps(struct run *r, const struct vmap *a, const struct vmap *b, struct val *why)
{
	enum tri all = TRI_T, one;

	if (a->n != b->n)
		return TRI_F;
	for (size_t i = 0; i < a->n; i++) {
		const struct val *other = map_find(r, b, &a->keys[i], why);

		if (other == NULL && !val_is_odd(why))
			return TRI_F;
		one = other == NULL ? TRI_U : equal_tri(r, &a->values[i], other, why);
		if (one == TRI_F)
			return TRI_F;
		if (one == TRI_U)
			all = TRI_U;
	}
	return all;
}

static enum tri
equal_intervals(const struct val *a, const struct val *b)
{
	if (moment_cmp(a->v.t.hi, b->v.t.lo) < 0 || moment_cmp(b->v.t.hi, a->v.t.lo) < 0)
		return TRI_F;
	return moment_cmp(a->v.t.lo, a->v.t.hi) == 0 && moment_cmp(b->v.t.lo, b->v.t.hi) == 0
		? TRI_T : TRI_U;
}

enum tri
equal_tri(struct run *r, const struct val *a, const struct val *b, struct val *why)
{
	if (r != NULL && !run_step(r, 1, why))
		return TRI_U;
	if (val_is_odd(a) || val_is_odd(b)) {
		keep_why(why, val_is_odd(a) ? a : b);
		if (val_is_odd(a) && val_is_odd(b))
			keep_why(why, b);
		return TRI_U;
	}
	if (number(a) && number(b))
		return of_bool(cmp_numbers(a, b) == 0);
	if (a->type != b->type)
		return TRI_F;
	switch (a->type) {
	case VALUE_NULL: return TRI_T;
	case VALUE_BOOL: return of_bool(a->v.b == b->v.b);
	case VALUE_STRING: case VALUE_BYTES: return of_bool(cmp_bytes(a, b) == 0);
	case VALUE_TIMESTAMP: case VALUE_DURATION: return equal_intervals(a, b);
	case VALUE_OPTIONAL:
		if (a->v.optional == NULL || b->v.optional == NULL)
			return of_bool(a->v.optional == b->v.optional);
		return equal_tri(r, a->v.optional, b->v.optional, why);
	case VALUE_LIST: return equal_lists(r, a->v.list, b->v.list, why);
	case VALUE_MAP: return equal_maps(r, a->v.map, b->v.map, why);
	case VALUE_RECORD:
		return of_bool(a->v.rec.view.rec == b->v.rec.view.rec &&
			a->v.rec.of == b->v.rec.of);
	case VALUE_TYPE:
		return of_bool(a->v.type.kind == b->v.type.kind && a->v.type.of == b->v.type.of);
	case VALUE_INT: case VALUE_UINT: case VALUE_DOUBLE: case VALUE_UNKNOWN: case VALUE_ERROR:
		break;
	}
	return TRI_F;
}

enum tri
val_equal(const struct val *a, const struct val *b)
{
	struct val why = {0};

	return equal_tri(NULL, a, b, &why);
}

bool
val_same(const struct val *a, const struct val *b)
{
	struct val why = {0};

	return equal_tri(NULL, a, b, &why) == TRI_T;
}

/* Keys are never of interval or list types, so equal is certain; steps may run out. */
const struct val *
map_find(struct run *r, const struct vmap *m, const struct val *key, struct val *why)
{
	for (size_t i = 0; i < m->n; i++) {
		enum tri same = equal_tri(r, &m->keys[i], key, why);

		if (same == TRI_T)
			return &m->values[i];
		if (same == TRI_U)
			return NULL;
	}
	return NULL;
}

static bool
key_type(const struct val *v)
{
	return v->type == VALUE_INT || v->type == VALUE_UINT || v->type == VALUE_STRING ||
		v->type == VALUE_BOOL;
}

void
map_make(struct run *r, const struct val *keys, const struct val *values, size_t n,
	struct val *out)
{
	struct vmap *m = run_room(r, sizeof(*m), out);

	if (m == NULL)
		return;
	m->keys = keys;
	m->values = values;
	for (size_t i = 0; i < n; i++) {
		struct val why = {0};

		if (!key_type(&keys[i])) {
			set_error(r, out, "a map's key cannot be of type %s",
				type_word((enum type_kind)keys[i].type));
			return;
		}
		/* m holds the i keys before this one. */
		m->n = i;
		if (map_find(r, m, &keys[i], &why) != NULL) {
			set_error(r, out, "a map with the same key twice");
			return;
		}
		if (val_is_odd(&why)) {
			*out = why;
			return;
		}
	}
	m->n = n;
	*out = (struct val){.type = VALUE_MAP, .v.map = m};
}
