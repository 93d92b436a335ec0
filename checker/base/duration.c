/* ISO 8601 durations: calendar months, and exact nanoseconds. */
#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/text.h"

/* 1000 years: past both ends of what an instant can hold. */
#define MONTHS_MAX 12000

struct unit {
	char letter;
	bool after_t;
	int32_t months;
	int64_t ns;
};

/* In the order in which ISO 8601 wants them. */
static const struct unit units[] = {
	{'Y', false, 12, 0}, {'M', false, 1, 0}, {'W', false, 0, 7 * NS_DAY},
	{'D', false, 0, NS_DAY}, {'H', true, 0, NS_HOUR}, {'M', true, 0, NS_MINUTE},
	{'S', true, 0, NS_SECOND},
};
#define UNITS (sizeof(units) / sizeof(*units))

static int
add_part(struct duration *d, const struct unit *u, int64_t n)
{
	int64_t ns;

	if (u->months != 0) {
		if (n > (MONTHS_MAX - d->months) / u->months)
			return -1;
		d->months += (int32_t)n * u->months;
		return 0;
	}
	if (__builtin_mul_overflow(n, u->ns, &ns) || __builtin_add_overflow(d->ns, ns, &d->ns))
		return -1;
	return 0;
}

/* ".5" of seconds, up to nine digits: more could not be kept. */
static const char *
read_fraction(const char *p, int64_t *ns)
{
	int64_t unit = NS_SECOND / 10;

	if (!ch_digit(*p))
		return NULL;
	for (; ch_digit(*p); p++, unit /= 10) {
		if (unit == 0)
			return NULL;
		*ns += (*p - '0') * unit;
	}
	return p;
}

/* One number and its letter. The text behind it, or NULL; *next: the first unit that may follow. */
static const char *
read_part(const char *p, bool after_t, size_t *next, struct duration *d)
{
	const char *from = p;
	int64_t n, fraction = -1;

	while (ch_digit(*p))
		p++;
	if (!text_to_int(from, (size_t)(p - from), 0, INT64_MAX, &n))
		return NULL;
	if (*p == '.' || *p == ',') {
		fraction = 0;
		p = read_fraction(p + 1, &fraction);
		if (p == NULL || *p != 'S')
			return NULL;
	}
	for (; *next < UNITS; ++*next) {
		const struct unit *u = &units[*next];

		if (u->letter != *p || u->after_t != after_t)
			continue;
		++*next;
		if (add_part(d, u, n) != 0 || (fraction > 0 &&
			__builtin_add_overflow(d->ns, fraction, &d->ns)))
			return NULL;
		return p + 1;
	}
	return NULL;
}

int
duration_parse(struct duration *out, const char *text)
{
	const char *p = text;
	bool after_t = false, any = false;
	struct duration d = {0};
	size_t next = 0;

	*out = d;
	if (p == NULL || *p++ != 'P')
		return -1;
	while (*p != '\0') {
		if (*p == 'T' && !after_t) {
			after_t = true;
			any = false; /* something has to follow the T */
			p++;
			continue;
		}
		p = read_part(p, after_t, &next, &d);
		if (p == NULL)
			return -1;
		any = true;
	}
	if (!any)
		return -1;
	*out = d;
	return 0;
}

static void
put_part(struct buf *b, uint64_t n, char letter)
{
	if (n != 0)
		buf_fmt(b, "%llu%c", (unsigned long long)n, letter);
}

void
duration_put(struct buf *b, struct duration d)
{
	bool negative = d.ns < 0 || d.months < 0;
	uint64_t ns = d.ns < 0 ? -(uint64_t)d.ns : (uint64_t)d.ns;
	uint64_t months = d.months < 0 ? (uint64_t)-(int64_t)d.months : (uint64_t)d.months;
	uint64_t seconds = ns / NS_SECOND, fraction = ns % NS_SECOND;
	int digits = 9;

	buf_str(b, negative ? "-P" : "P");
	if (months == 0 && ns == 0) {
		buf_str(b, "T0S");
		return;
	}
	put_part(b, months / 12, 'Y');
	put_part(b, months % 12, 'M');
	put_part(b, seconds / 86400, 'D');
	seconds %= 86400;
	if (seconds == 0 && fraction == 0)
		return;
	buf_chr(b, 'T');
	put_part(b, seconds / 3600, 'H');
	put_part(b, seconds / 60 % 60, 'M');
	if (fraction == 0) {
		put_part(b, seconds % 60, 'S');
		return;
	}
	for (; fraction % 10 == 0; fraction /= 10)
		digits--;
	buf_fmt(b, "%llu.%0*lluS", (unsigned long long)(seconds % 60), digits,
		(unsigned long long)fraction);
}

static int64_t
within(int64_t ns)
{
	if (ns > INSTANT_MAX)
		return INSTANT_MAX;
	return ns < INSTANT_MIN ? INSTANT_MIN : ns;
}

/* The same day of a later month, or that month's last (method.md 2.2). */
static int64_t
add_months(int64_t start, int32_t months, const struct zone *zone)
{
	struct civil c;
	int64_t lo, hi, m;

	zone_from_utc(zone, start, &c);
	m = (int64_t)c.year * 12 + c.month - 1 + months;
	c.year = (int)(m / 12);
	c.month = (int)(m % 12 + 1);
	/* INSTANT_MIN and INSTANT_MAX lie in 1823 and 2116. */
	if (c.year > 2117)
		return INSTANT_MAX;
	if (c.year < 1822)
		return INSTANT_MIN;
	while (!civil_valid(&c))
		c.day--;
	zone_to_utc(zone, &c, &lo, &hi);
	return lo;
}

int64_t
duration_add(int64_t start, struct duration d, const struct zone *zone)
{
	int64_t end;

	if (start >= INSTANT_MAX) /* never stays never */
		return INSTANT_MAX;
	end = d.months == 0 ? start : within(add_months(within(start), d.months, zone));
	if (__builtin_add_overflow(end, d.ns, &end))
		return d.ns > 0 ? INSTANT_MAX : INSTANT_MIN;
	return within(end);
}

void
span_put(struct buf *b, int64_t ns)
{
	static const struct { int64_t ns; const char *word; } spans[] = {
		{NS_DAY, "day"}, {NS_HOUR, "hour"}, {NS_MINUTE, "minute"}, {NS_SECOND, "second"},
	};
	size_t i = 0;
	int64_t n;

	if (ns < 0) {
		buf_chr(b, '-');
		ns = ns == INT64_MIN ? INT64_MAX : -ns;
	}
	while (i < 3 && ns < spans[i].ns)
		i++;
	n = ns / spans[i].ns;
	buf_fmt(b, "%lld %s%s", (long long)n, spans[i].word, n == 1 ? "" : "s");
}
