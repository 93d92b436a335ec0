/* Instants that are no ISO 8601: epoch numbers, and dates whose order has to be found out. */
#include "checker/base/instant_parts.h"
#include "checker/base/text.h"

/* Years of two digits: POSIX strptime's window, since no clock may decide it. */
#define PIVOT 69

/*
 * Year 9999 as an epoch of seconds or milliseconds means "no end"; by
 * magnitude alone it would be a moment of January 1978.
 */
#define YEAR_9999_FROM INT64_C(253370764800)
#define YEAR_9999_TO INT64_C(253402300799)

static bool
epoch_never(int64_t v)
{
	return v == INT64_MAX || (v >= YEAR_9999_FROM && v <= YEAR_9999_TO) ||
		(v >= YEAR_9999_FROM * 1000 && v <= YEAR_9999_TO * 1000 + 999) ||
		(v >= YEAR_9999_FROM * 1000000 && v <= YEAR_9999_TO * 1000000 + 999999);
}

/* formats.md 0.2.5: |v| < 1e11 is seconds, < 1e14 milli-, < 1e17 microseconds, else nanoseconds. */
static int64_t
epoch_unit(int64_t v)
{
	static const int64_t below[] = {INT64_C(100000000000), INT64_C(100000000000000),
		INT64_C(100000000000000000)};
	int64_t unit = NS_SECOND;

	for (size_t i = 0; i < 3 && (v <= -below[i] || v >= below[i]); i++)
		unit /= 1000;
	return unit;
}

int
instant_parse_epoch(struct instant *out, const char *digits, struct arena *a)
{
	struct cursor cur;
	const char *dot;
	int32_t fraction = 0;
	int64_t v, unit, ns;

	if (!instant_begin(out, digits, a, &cur))
		return 0;
	for (dot = cur.p; dot < cur.end && *dot != '.';)
		dot++;
	if (!text_to_int(cur.p, (size_t)(dot - cur.p), -INT64_MAX, INT64_MAX, &v))
		return -1;
	if (dot < cur.end) {
		struct cursor rest = {dot + 1, cur.end};

		if (!cur_fraction(&rest, &fraction) || rest.p != rest.end)
			return -1;
	}
	if (epoch_never(v)) {
		*out = (struct instant){.known = KNOWN, .never = true, .lo = INSTANT_MAX,
			.hi = INSTANT_MAX, .raw = out->raw};
		return 0;
	}
	if ((v == 0 || v == -1) && fraction == 0) {
		out->known = EMPTY;
		return 0;
	}
	unit = epoch_unit(v);
	if (v > INSTANT_MAX / unit - 1 || v < INSTANT_MIN / unit + 1)
		return -1;
	/* A fraction of a millisecond is cut at the nanosecond, like any other. */
	ns = fraction / (NS_SECOND / unit);
	ns = v * unit + (*cur.p == '-' ? -ns : ns);
	out->known = KNOWN;
	out->lo = out->hi = ns;
	return 0;
}

/* "02/28/2025", "28.2.25", "28-02-2025": three numbers and one separator, the year last. */
static bool
read_numbers(struct cursor *cur, int *first, int *second, int *year)
{
	const char *from;
	char sep;

	if (!cur_digits(cur, 1, 2, first) || cur->p == cur->end)
		return false;
	sep = *cur->p;
	if ((sep != '/' && sep != '.' && sep != '-') || !cur_char(cur, sep) ||
		!cur_digits(cur, 1, 2, second) || !cur_char(cur, sep))
		return false;
	from = cur->p;
	if (!cur_digits(cur, 2, 4, year) || cur->p - from == 3)
		return false;
	if (cur->p - from == 2)
		*year += *year < PIVOT ? 2000 : 1900;
	return cur->p == cur->end || !ch_digit(*cur->p);
}

void
dmy_vote(struct dmy_votes *v, const char *text)
{
	struct cursor cur;
	struct instant unused;
	int first, second, year;

	if (!instant_begin(&unused, text, NULL, &cur) ||
		!read_numbers(&cur, &first, &second, &year))
		return;
	if (first > 12 && first <= 31 && second <= 12)
		v->dmy++;
	else if (second > 12 && second <= 31 && first <= 12)
		v->mdy++;
	else if (first != second && first <= 12 && second <= 12)
		v->open++;
}

/* A column that votes both ways has no order. */
char
dmy_decide(const struct dmy_votes *v)
{
	if ((v->dmy > 0) == (v->mdy > 0))
		return 0;
	return v->dmy > 0 ? 'd' : 'm';
}

struct instant
instant_hull(struct instant a, struct instant b)
{
	if (a.lo == b.lo && a.hi == b.hi)
		return a;
	a.date_only = a.day_next = false;
	a.lo = a.lo < b.lo ? a.lo : b.lo;
	a.hi = a.hi > b.hi ? a.hi : b.hi;
	a.never = false;
	return a;
}

int
instant_parse_dmy(struct instant *out, const char *text, char order, const struct zone *zone,
	struct arena *a)
{
	struct parts dmy = {0}, mdy;
	struct cursor cur, at;
	struct instant other;
	int first, second;
	bool d, m;

	if (!instant_begin(out, text, a, &cur))
		return 0;
	if (cur.end - cur.p > INSTANT_TEXT_MAX)
		return -1;
	if (!read_numbers(&cur, &first, &second, &dmy.c.year))
		return instant_parse(out, text, zone, a); /* the year first needs no order */
	at = cur;
	cur_char(&at, ',');
	if (cur_blanks(&at) && at.p < at.end && ch_digit(*at.p)) {
		cur = at;
		if (!cur_clock(&cur, &dmy))
			return -1;
	}
	if (!cur_offset(&cur, &dmy) || cur.p != cur.end)
		return -1;
	mdy = dmy;
	dmy.c.day = mdy.c.month = first;
	dmy.c.month = mdy.c.day = second;
	other = *out;
	d = order != 'm' && instant_of_parts(out, &dmy, zone) == 0;
	m = order != 'd' && instant_of_parts(&other, &mdy, zone) == 0;
	if (!d && m)
		*out = other;
	else if (d && m && out->known == KNOWN && other.known == KNOWN)
		*out = instant_hull(*out, other);
	return d || m ? 0 : -1;
}
