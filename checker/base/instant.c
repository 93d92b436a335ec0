#include "checker/base/instant.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"

struct instant
instant_exact(int64_t ns)
{
	return (struct instant){.known = KNOWN, .lo = ns, .hi = ns};
}

struct instant
instant_unknown(void)
{
	return (struct instant){.known = UNKNOWN};
}

/* One of both if only one is known; of two that are not, the one that says more. */
static bool
only_one(const struct instant *a, const struct instant *b, struct instant *out)
{
	if (a->known == KNOWN && b->known == KNOWN)
		return false;
	*out = b->known > a->known ? *b : *a;
	return true;
}

/* Keeps text and day of the one that [lo, hi] is, if it is one of them. */
static struct instant
bounds(const struct instant *a, const struct instant *b, int64_t lo, int64_t hi)
{
	struct instant r = {.known = KNOWN, .lo = lo, .hi = hi};

	if (a->lo == lo && a->hi == hi)
		return *a;
	if (b->lo == lo && b->hi == hi)
		return *b;
	return r;
}

int64_t
instant_sort_key(const struct instant *i)
{
	/* A day of a known zone is at most 25 hours long; only the whole range is wider. */
	int64_t width = i->date_only ? 26 * NS_HOUR : 26 * NS_HOUR - 1;

	if (i->known != KNOWN)
		return INT64_MIN;
	return i->hi - i->lo > width ? i->lo + 14 * NS_HOUR : i->lo;
}

struct instant
instant_min(struct instant a, struct instant b)
{
	struct instant r;

	if (only_one(&a, &b, &r))
		return r;
	return bounds(&a, &b, a.lo < b.lo ? a.lo : b.lo, a.hi < b.hi ? a.hi : b.hi);
}

struct instant
instant_max(struct instant a, struct instant b)
{
	struct instant r;

	if (only_one(&a, &b, &r))
		return r;
	return bounds(&a, &b, a.lo > b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi);
}

enum tri
instant_before(const struct instant *a, const struct instant *b)
{
	if (a->known != KNOWN || b->known != KNOWN)
		return TRI_U;
	if (a->hi < b->lo)
		return TRI_T;
	return a->lo >= b->hi ? TRI_F : TRI_U;
}

/*
 * Kleene's, with B an unknown that carries a conflict: only the deciding value
 * of the operation removes the conflict from the result (design.md 5).
 */
enum tri
tri_and(enum tri a, enum tri b)
{
	if (a == TRI_F || b == TRI_F)
		return TRI_F;
	if (a == TRI_B || b == TRI_B)
		return TRI_B;
	return a == TRI_T && b == TRI_T ? TRI_T : TRI_U;
}

enum tri
tri_not(enum tri a)
{
	if (a == TRI_T)
		return TRI_F;
	return a == TRI_F ? TRI_T : a;
}

enum tri
tri_or(enum tri a, enum tri b)
{
	return tri_not(tri_and(tri_not(a), tri_not(b)));
}

const char *
tri_word(enum tri t)
{
	static const char *const words[] = {"U", "T", "F", "B"};

	return words[t];
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static void
put_pair(struct buf *b, char before, int n)
{
	const char s[3] = {before, (char)('0' + n / 10), (char)('0' + n % 10)};

	buf_add(b, s, sizeof(s));
}

/* The years that an instant can have have four digits. */
static void
put_date(struct buf *b, int y, int m, int d)
{
	const char s[4] = {(char)('0' + y / 1000), (char)('0' + y / 100 % 10),
		(char)('0' + y / 10 % 10), (char)('0' + y % 10)};

	buf_add(b, s, sizeof(s));
	put_pair(b, '-', m);
	put_pair(b, '-', d);
}

void
instant_put_utc(struct buf *b, int64_t ns)
{
	int64_t days = floor_div(ns, NS_DAY), left = ns % NS_DAY + (ns % NS_DAY < 0 ? NS_DAY : 0);
	int32_t fraction = (int32_t)(left % NS_SECOND);
	int y, m, d, digits = 9;

	civil_of_days(days, &y, &m, &d);
	put_date(b, y, m, d);
	put_pair(b, 'T', (int)(left / NS_HOUR));
	put_pair(b, ':', (int)(left / NS_MINUTE % 60));
	put_pair(b, ':', (int)(left / NS_SECOND % 60));
	for (; fraction != 0 && fraction % 10 == 0; fraction /= 10)
		digits--;
	if (fraction != 0)
		buf_fmt(b, ".%0*d", digits, (int)fraction);
	buf_chr(b, 'Z');
}

char *
instant_utc_dup(struct arena *a, int64_t ns)
{
	struct buf b;
	char *s;

	buf_init(&b, 64);
	instant_put_utc(&b, ns);
	s = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return s;
}

void
instant_put(struct buf *b, const struct instant *i)
{
	int y, m, d;

	if (i->known != KNOWN) {
		buf_str(b, i->known == EMPTY ? "empty" : "unknown");
	} else if (i->never) {
		buf_str(b, "never");
	} else if (i->date_only) {
		civil_of_days(floor_div(i->lo, NS_DAY) + i->day_next, &y, &m, &d);
		put_date(b, y, m, d);
	} else {
		instant_put_utc(b, i->lo);
		if (i->hi != i->lo) {
			buf_str(b, " to ");
			instant_put_utc(b, i->hi);
		}
	}
}
