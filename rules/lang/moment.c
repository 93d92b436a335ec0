#include "rules/lang/moment.h"

#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/text.h"

#define BILLION INT32_C(1000000000)

struct moment
moment_of_ns(int64_t ns)
{
	struct moment m = {ns / BILLION, (int32_t)(ns % BILLION)};

	if (m.nano < 0) {
		m.nano += BILLION;
		m.sec--;
	}
	return m;
}

bool
moment_to_ns(struct moment m, int64_t *ns)
{
	int64_t whole;

	/* The lowest values need the sum before the product, or their second overflows. */
	if (m.sec < 0 && m.nano > 0)
		return !__builtin_mul_overflow(m.sec + 1, (int64_t)BILLION, &whole) &&
			!__builtin_add_overflow(whole, (int64_t)m.nano - BILLION, ns);
	return !__builtin_mul_overflow(m.sec, (int64_t)BILLION, &whole) &&
		!__builtin_add_overflow(whole, (int64_t)m.nano, ns);
}

int
moment_cmp(struct moment a, struct moment b)
{
	if (a.sec != b.sec)
		return a.sec < b.sec ? -1 : 1;
	return (a.nano > b.nano) - (a.nano < b.nano);
}

struct moment
moment_add(struct moment a, struct moment b)
{
	struct moment m = {a.sec + b.sec, a.nano + b.nano};

	if (m.nano >= BILLION) {
		m.nano -= BILLION;
		m.sec++;
	}
	return m;
}

struct moment
moment_sub(struct moment a, struct moment b)
{
	struct moment m = {a.sec - b.sec, a.nano - b.nano};

	if (m.nano < 0) {
		m.nano += BILLION;
		m.sec--;
	}
	return m;
}

bool
moment_is_time(struct moment m)
{
	return m.sec >= MOMENT_MIN && m.sec <= MOMENT_MAX;
}

bool
moment_is_span(struct moment m)
{
	int64_t ns;

	return moment_to_ns(m, &ns);
}

/* Exactly `digits` digits at *p; moves past them. */
static bool
number(const char **p, const char *end, int digits, int *out)
{
	*out = 0;
	if (end - *p < digits)
		return false;
	for (int i = 0; i < digits; i++, (*p)++) {
		if (!ch_digit(**p))
			return false;
		*out = *out * 10 + (**p - '0');
	}
	return true;
}

static bool
mark(const char **p, const char *end, char c)
{
	if (*p == end || ch_low(**p) != c)
		return false;
	(*p)++;
	return true;
}

/* Up to nine digits of a second count; the grammar allows more, which are below a nanosecond. */
static bool
fraction(const char **p, const char *end, int32_t *nano)
{
	int32_t unit = BILLION / 10;

	*nano = 0;
	if (*p == end || !ch_digit(**p))
		return false;
	for (; *p < end && ch_digit(**p); (*p)++, unit /= 10)
		*nano += unit * (**p - '0');
	return true;
}

static bool
zone_offset(const char **p, const char *end, int64_t *east)
{
	int h, m;
	char sign;

	*east = 0;
	if (mark(p, end, 'z'))
		return true;
	if (*p == end || (**p != '+' && **p != '-'))
		return false;
	sign = *(*p)++;
	if (!number(p, end, 2, &h) || !mark(p, end, ':') || !number(p, end, 2, &m) || h > 23 ||
		m > 59)
		return false;
	*east = (h * 60 + m) * 60;
	if (sign == '-')
		*east = -*east;
	return true;
}

int
moment_parse(struct moment *out, const char *p, size_t n)
{
	const char *end = p + n;
	struct civil c = {0};
	int64_t east;

	if (!number(&p, end, 4, &c.year) || !mark(&p, end, '-') ||
		!number(&p, end, 2, &c.month) || !mark(&p, end, '-') ||
		!number(&p, end, 2, &c.day) || !mark(&p, end, 't') ||
		!number(&p, end, 2, &c.hour) || !mark(&p, end, ':') ||
		!number(&p, end, 2, &c.minute) || !mark(&p, end, ':') ||
		!number(&p, end, 2, &c.second))
		return -1;
	if (mark(&p, end, '.') && !fraction(&p, end, &c.nanosecond))
		return -1;
	if (!zone_offset(&p, end, &east) || p != end || c.second > 59 || !civil_valid(&c))
		return -1;
	out->sec = civil_days(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 +
		c.second - east;
	out->nano = c.nanosecond;
	return moment_is_time(*out) ? 0 : -1;
}

/* ".5", without zeros at the end; nothing for a whole second. */
static void
fraction_put(struct buf *b, int32_t nano)
{
	char digits[16];
	size_t n = 9;

	if (nano == 0)
		return;
	snprintf(digits, sizeof(digits), "%09d", (int)nano);
	while (digits[n - 1] == '0')
		n--;
	buf_chr(b, '.');
	buf_add(b, digits, n);
}

void
moment_put(struct buf *b, struct moment m)
{
	struct wall w;

	moment_wall(&w, m, NULL, 0);
	buf_fmt(b, "%04d-%02d-%02dT%02d:%02d:%02d", w.year, w.month, w.day, w.hour, w.minute,
		w.second);
	fraction_put(b, m.nano);
	buf_chr(b, 'Z');
}

static bool
unit_of(const char **p, const char *end, int64_t *ns)
{
	static const struct { const char *word; int64_t ns; } units[] = {
		{"ns", 1}, {"us", 1000}, {"\xc2\xb5s", 1000}, {"\xce\xbcs", 1000}, {"ms", 1000000},
		{"h", NS_HOUR}, {"m", NS_MINUTE}, {"s", NS_SECOND},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t n = strlen(units[i].word);

		if ((size_t)(end - *p) >= n && memcmp(*p, units[i].word, n) == 0) {
			*p += n;
			*ns = units[i].ns;
			return true;
		}
	}
	return false;
}

/* One "1.5h" of a span: never negative; -1 if it is malformed or beyond every range. */
static int
span_part(struct moment *out, const char **p, const char *end)
{
	int64_t whole = 0, unit, rest;
	int32_t nano = 0;
	bool any = false;

	for (; *p < end && ch_digit(**p); (*p)++, any = true) {
		if (whole > INT64_MAX / 10 - 10)
			return -1;
		whole = whole * 10 + (**p - '0');
	}
	if (*p < end && **p == '.') {
		(*p)++;
		if (fraction(p, end, &nano))
			any = true;
		else if (!any)
			return -1;
	}
	if (!any || !unit_of(p, end, &unit))
		return -1;
	if (unit >= NS_SECOND) {
		int64_t seconds = unit / NS_SECOND;

		if (whole > SPAN_MAX)
			return -1;
		out->sec = whole * seconds;
	} else {
		out->sec = whole / (NS_SECOND / unit);
		rest = whole % (NS_SECOND / unit) * unit;
		*out = moment_add((struct moment){out->sec, 0}, moment_of_ns(rest));
		*out = moment_add(*out, moment_of_ns((int64_t)nano * unit / BILLION));
		return 0;
	}
	/* nano * 3600 stays below 2^63. */
	out->nano = 0;
	*out = moment_add(*out, moment_of_ns((int64_t)nano * (unit / NS_SECOND)));
	return 0;
}

int
span_parse(struct moment *out, const char *p, size_t n)
{
	const char *end = p + n;
	struct moment sum = {0, 0}, part;
	bool minus = false;

	if (p < end && (*p == '-' || *p == '+'))
		minus = *p++ == '-';
	if (end - p == 1 && *p == '0') {
		*out = sum;
		return 0;
	}
	if (p == end)
		return -1;
	while (p < end) {
		if (span_part(&part, &p, end) < 0)
			return -1;
		sum = moment_add(sum, part);
		if (!moment_is_span(sum))
			return -1;
	}
	*out = minus ? moment_sub((struct moment){0, 0}, sum) : sum;
	return 0;
}

void
span_text_put(struct buf *b, struct moment m)
{
	/* Below zero the fraction counts from the whole second nearer to zero. */
	if (m.sec < 0) {
		m = moment_sub((struct moment){0, 0}, m);
		buf_chr(b, '-');
	}
	buf_fmt(b, "%lld", (long long)m.sec);
	fraction_put(b, m.nano);
	buf_chr(b, 's');
}

int
offset_parse(int32_t *east, const char *p, size_t n)
{
	const char *end = p + n;
	bool minus = false;
	int h, m;

	*east = 0;
	if (n == 0 || (n == 1 && *p == 'Z') || (n == 3 && memcmp(p, "UTC", 3) == 0))
		return 0;
	if (*p == '+' || *p == '-')
		minus = *p++ == '-';
	if (!number(&p, end, 2, &h) || !mark(&p, end, ':') || !number(&p, end, 2, &m) ||
		p != end || h > 23 || m > 59)
		return -1;
	*east = (h * 60 + m) * 60;
	if (minus)
		*east = -*east;
	return 0;
}

bool
moment_wall(struct wall *w, struct moment m, const struct zone *zone, int32_t east)
{
	struct civil c = {0};
	int64_t days, ns;
	int32_t rest;

	if (zone != NULL) {
		if (!moment_to_ns(m, &ns))
			return false;
		zone_from_utc(zone, ns, &c);
		days = civil_days(c.year, c.month, c.day);
		*w = (struct wall){c.year, c.month, c.day, 0, 0, c.hour, c.minute, c.second,
			m.nano};
	} else {
		m.sec += east;
		days = m.sec / 86400;
		rest = (int32_t)(m.sec % 86400);
		if (rest < 0) {
			rest += 86400;
			days--;
		}
		*w = (struct wall){0, 0, 0, 0, 0, rest / 3600, rest / 60 % 60, rest % 60, m.nano};
		civil_of_days(days, &w->year, &w->month, &w->day);
	}
	w->yday = (int)(days - civil_days(w->year, 1, 1));
	w->wday = (weekday_of_days(days) + 1) % 7;
	return true;
}
