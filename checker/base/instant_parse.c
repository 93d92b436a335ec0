#include "checker/base/arena.h"
#include "checker/base/instant_parts.h"
#include "checker/base/text.h"

/* A civil time that nobody can place is at most this far from UTC (judgement.md 2). */
#define EAST_MOST (14 * NS_HOUR)
#define WEST_MOST (12 * NS_HOUR)

/* The years that INSTANT_MIN and INSTANT_MAX lie in; bounds the arithmetic. */
#define YEAR_MIN 1823
#define YEAR_MAX 2116

bool
cur_char(struct cursor *cur, char c)
{
	if (cur->p == cur->end || *cur->p != c)
		return false;
	cur->p++;
	return true;
}

/* One or more; the no-break spaces stand before AM and PM in newer locales' exports. */
bool
cur_blanks(struct cursor *cur)
{
	const char *from = cur->p;
	size_t n;

	while (cur->p < cur->end) {
		int32_t c = utf8_next(cur->p, (size_t)(cur->end - cur->p), &n);

		if (c != ' ' && c != '\t' && c != 0xa0 && c != 0x202f)
			break;
		cur->p += n;
	}
	return cur->p > from;
}

bool
cur_word(struct cursor *cur, const char *word)
{
	const char *p = cur->p;

	for (; *word != '\0'; word++, p++) {
		if (p == cur->end || ch_low(*p) != ch_low(*word))
			return false;
	}
	if (p < cur->end && ch_alpha(*p))
		return false;
	cur->p = p;
	return true;
}

bool
cur_digits(struct cursor *cur, size_t min, size_t max, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < max && cur->p < cur->end && ch_digit(*cur->p)) {
		*value = *value * 10 + (*cur->p++ - '0');
		n++;
	}
	return n >= min;
}

bool
cur_fraction(struct cursor *cur, int32_t *ns)
{
	int32_t unit = (int32_t)(NS_SECOND / 10);

	*ns = 0;
	if (cur->p == cur->end || !ch_digit(*cur->p))
		return false;
	for (; cur->p < cur->end && ch_digit(*cur->p); cur->p++, unit /= 10)
		*ns += (*cur->p - '0') * unit; /* past the ninth digit: nothing */
	return true;
}

static bool
read_half(struct cursor *cur, struct civil *c)
{
	struct cursor at = *cur;
	bool pm;

	cur_blanks(&at);
	if (cur_word(&at, "am") || cur_word(&at, "a.m."))
		pm = false;
	else if (cur_word(&at, "pm") || cur_word(&at, "p.m."))
		pm = true;
	else
		return true;
	if (c->hour < 1 || c->hour > 12)
		return false;
	c->hour = c->hour % 12 + (pm ? 12 : 0);
	*cur = at;
	return true;
}

bool
cur_clock(struct cursor *cur, struct parts *p)
{
	struct civil *c = &p->c;

	if (!cur_digits(cur, 1, 2, &c->hour) || !cur_char(cur, ':') ||
		!cur_digits(cur, 2, 2, &c->minute))
		return false;
	if (cur_char(cur, ':')) {
		if (!cur_digits(cur, 2, 2, &c->second))
			return false;
		if ((cur_char(cur, '.') || cur_char(cur, ',')) &&
			!cur_fraction(cur, &c->nanosecond))
			return false;
	}
	p->has_time = true;
	if (c->hour == 24 && c->minute == 0 && c->second == 0 && c->nanosecond == 0) {
		c->hour = 0;
		p->midnight_after = true;
		return true;
	}
	return read_half(cur, c);
}

/* "hhmm", "hhmmss" and a fraction: ISO 8601 basic format, LDAP's generalized time. */
static bool
read_compact_clock(struct cursor *cur, struct parts *p)
{
	struct civil *c = &p->c;

	if (!cur_digits(cur, 2, 2, &c->hour) || !cur_digits(cur, 2, 2, &c->minute))
		return false;
	if (cur->p < cur->end && ch_digit(*cur->p)) {
		if (!cur_digits(cur, 2, 2, &c->second))
			return false;
		if ((cur_char(cur, '.') || cur_char(cur, ',')) &&
			!cur_fraction(cur, &c->nanosecond))
			return false;
	}
	p->has_time = true;
	return true;
}

/* False if something stands here that is no offset; nothing at all is fine. */
bool
cur_offset(struct cursor *cur, struct parts *p)
{
	int hours, minutes = 0, sign;

	cur_blanks(cur);
	if (cur->p == cur->end)
		return true;
	p->has_offset = true;
	p->offset = 0;
	if (cur_word(cur, "z") || cur_word(cur, "utc") || cur_word(cur, "gmt"))
		return true;
	if (*cur->p != '+' && *cur->p != '-')
		return false;
	sign = *cur->p++ == '-' ? -1 : 1;
	if (!cur_digits(cur, 2, 2, &hours))
		return false;
	if (cur_char(cur, ':') || (cur->p < cur->end && ch_digit(*cur->p))) {
		if (!cur_digits(cur, 2, 2, &minutes))
			return false;
	}
	/* XML Schema part 2, 3.2.7.3: at most 14:00 either way. */
	if (minutes > 59 || hours * 60 + minutes > 14 * 60)
		return false;
	p->offset = sign * (hours * 3600 + minutes * 60);
	if (cur_blanks(cur)) /* Go prints "+0000 UTC" */
		return p->offset == 0 && (cur_word(cur, "utc") || cur_word(cur, "gmt"));
	return true;
}

static bool
read_date(struct cursor *cur, struct civil *c, bool *compact)
{
	char sep;

	*compact = false;
	if (!cur_digits(cur, 4, 4, &c->year) || cur->p == cur->end)
		return false;
	sep = *cur->p;
	if (ch_digit(sep)) {
		*compact = true;
		return cur_digits(cur, 2, 2, &c->month) && cur_digits(cur, 2, 2, &c->day);
	}
	if (sep != '-' && sep != '/')
		return false;
	cur->p++;
	return cur_digits(cur, 1, 2, &c->month) && cur_char(cur, sep) &&
		cur_digits(cur, 1, 2, &c->day);
}

static bool
read_all(struct cursor *cur, struct parts *p)
{
	bool compact;

	if (!read_date(cur, &p->c, &compact))
		return false;
	if (cur->p < cur->end && (*cur->p == 'T' || *cur->p == 't')) {
		cur->p++;
		if (compact ? !read_compact_clock(cur, p) : !cur_clock(cur, p))
			return false;
	} else if (compact && cur->p < cur->end && ch_digit(*cur->p)) {
		if (!read_compact_clock(cur, p))
			return false;
	} else {
		struct cursor at = *cur;

		if (cur_blanks(&at) && at.p < at.end && ch_digit(*at.p)) {
			*cur = at;
			if (!cur_clock(cur, p))
				return false;
		}
	}
	return cur_offset(cur, p) && cur->p == cur->end;
}

/* Words for "nothing here" and "no end" (formats.md 0.2.8). */
static enum known
word_of(const struct cursor *cur, bool *never)
{
	static const char *const nothing[] = {"-", "--", "---", "0", "-1", "n/a", "na", "n.a.",
		"#n/a", "none", "null", "nil", "nan", "nat", "tbd", "tba", "tbc", "unknown",
		"undefined", "not set", "not available", "not applicable", "(none)", "(empty)",
		"0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "1900-01-00 00:00:00",
		"1900-01-00t00:00:00"};
	static const char *const no_end[] = {"never", "never expires", "does not expire",
		"no expiration", "no expiry"};
	size_t len = (size_t)(cur->end - cur->p);
	char word[32];

	*never = false;
	if (len == 0)
		return EMPTY;
	/* What these begin with; no date of this century does. */
	if (len >= sizeof(word) || memchr("-01#(dntu", ch_low(*cur->p), 9) == NULL)
		return UNKNOWN;
	memcpy(word, cur->p, len);
	word[len] = '\0';
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++) {
		if (str_same_fold(word, nothing[i]))
			return EMPTY;
	}
	for (size_t i = 0; i < sizeof(no_end) / sizeof(*no_end); i++) {
		if (str_same_fold(word, no_end[i])) {
			*never = true;
			return KNOWN;
		}
	}
	return UNKNOWN;
}

bool
instant_begin(struct instant *out, const char *text, struct arena *a, struct cursor *cur)
{
	size_t len = text == NULL ? 0 : strlen(text);

	*out = instant_unknown();
	if (text != NULL && a != NULL)
		out->raw = arena_strndup(a, text, len < 2 * INSTANT_TEXT_MAX ? len :
			2 * (size_t)INSTANT_TEXT_MAX);
	*cur = (struct cursor){text, text == NULL ? NULL : text + len};
	while (cur->p < cur->end && ch_space(*cur->p))
		cur->p++;
	while (cur->p < cur->end && ch_space(cur->end[-1]))
		cur->end--;
	out->known = word_of(cur, &out->never);
	if (out->never)
		out->lo = out->hi = INSTANT_MAX;
	return out->known == UNKNOWN;
}

static int64_t
local_ns(const struct parts *p)
{
	const struct civil *c = &p->c;
	int64_t seconds = civil_days(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
		c->minute * 60 + c->second;

	return (seconds + (p->midnight_after ? 86400 : 0)) * NS_SECOND + c->nanosecond;
}

/* Local nanoseconds to the UTC range in which they lie. */
static void
place(const struct parts *p, const struct zone *zone, int64_t local, int64_t *lo, int64_t *hi)
{
	if (p->has_offset) {
		*lo = *hi = local - p->offset * NS_SECOND;
	} else if (zone != NULL) {
		struct civil c;
		int64_t days = local / NS_DAY - (local % NS_DAY < 0), left = local - days * NS_DAY;

		civil_of_days(days, &c.year, &c.month, &c.day);
		c.hour = (int)(left / NS_HOUR);
		c.minute = (int)(left / NS_MINUTE % 60);
		c.second = (int)(left / NS_SECOND % 60);
		c.nanosecond = (int32_t)(left % NS_SECOND);
		zone_to_utc(zone, &c, lo, hi);
	} else {
		*lo = local - EAST_MOST;
		*hi = local + WEST_MOST;
	}
}

/* Years and days that producers write for "nothing" (formats.md 0.2.8). */
static bool
stands_for_nothing(const struct parts *p)
{
	const struct civil *c = &p->c;

	if (c->year <= 1)
		return true;
	return c->year == 1970 && c->month == 1 && c->day == 1 && c->hour == 0 && c->minute == 0 &&
		c->second == 0 && c->nanosecond == 0 && !p->midnight_after;
}

int
instant_of_parts(struct instant *out, const struct parts *p, const struct zone *zone)
{
	int64_t local, lo, hi, unused;

	if (!civil_valid(&p->c))
		return -1;
	if (stands_for_nothing(p)) {
		out->known = EMPTY;
		return 0;
	}
	if (p->c.year == 9999) {
		out->known = KNOWN;
		out->never = true;
		out->lo = out->hi = INSTANT_MAX;
		return 0;
	}
	if (p->c.year < YEAR_MIN || p->c.year > YEAR_MAX)
		return -1;
	local = local_ns(p);
	place(p, zone, local, &lo, &hi);
	if (!p->has_time)
		place(p, zone, local + NS_DAY - 1, &unused, &hi);
	if (lo < INSTANT_MIN || hi >= INSTANT_MAX)
		return -1;
	if (p->has_time && p->has_offset && lo == 0) { /* the epoch, spelt in another zone */
		out->known = EMPTY;
		return 0;
	}
	out->known = KNOWN;
	out->lo = lo;
	out->hi = hi;
	out->date_only = !p->has_time;
	out->day_next = out->date_only && lo < local;
	return 0;
}

int
instant_parse(struct instant *out, const char *text, const struct zone *zone, struct arena *a)
{
	struct parts p = {0};
	struct cursor cur;

	if (!instant_begin(out, text, a, &cur))
		return 0;
	if (cur.end - cur.p > INSTANT_TEXT_MAX || !read_all(&cur, &p))
		return -1;
	return instant_of_parts(out, &p, zone);
}
