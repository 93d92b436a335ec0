/* Ends of periods of days and months: EU 1182/71 article 3, and business days. */
#include "checker/base/calendar.h"

static int64_t
day_of(const struct zone *zone, int64_t ns)
{
	struct civil local;

	zone_from_utc(zone, ns, &local);
	return civil_days(local.year, local.month, local.day);
}

/* The same day of a later month, or that month's last. */
static int64_t
plus_months(int64_t day, int32_t months)
{
	struct civil c = {0};
	int64_t m;

	civil_of_days(day, &c.year, &c.month, &c.day);
	m = (int64_t)c.year * 12 + c.month - 1 + months;
	c.year = (int)(m / 12);
	c.month = (int)(m % 12 + 1);
	while (!civil_valid(&c))
		c.day--;
	return civil_days(c.year, c.month, c.day);
}

/* The last nanosecond before a second of a local day (86400: its end). */
static int64_t
last_before(const struct zone *zone, int64_t day, int32_t second)
{
	struct civil local = {0};
	int64_t lo, hi;

	day += second / 86400;
	second %= 86400;
	civil_of_days(day, &local.year, &local.month, &local.day);
	local.hour = second / 3600;
	local.minute = second / 60 % 60;
	local.second = second % 60;
	zone_to_utc(zone, &local, &lo, &hi);
	return hi - 1;
}

static bool
is_working(const struct calendar *c, int64_t day)
{
	int wd = weekday_of_days(day);

	for (size_t i = 0; i < c->nholidays; i++)
		if (c->holidays[i] == day)
			return false;
	return c->hours[wd][0].from != c->hours[wd][0].to;
}

/* When business closes on a working day. */
static int32_t
closing(const struct calendar *c, int64_t day)
{
	int wd = weekday_of_days(day);
	int32_t at = 86400;

	for (size_t i = 0; i < CALENDAR_MAX_SPANS && c->hours[wd][i].from != c->hours[wd][i].to; i++)
		at = c->hours[wd][i].to;
	return at;
}

/* So many working days after the day; -1 where the calendar does not reach. */
static int
count_working(const struct calendar *c, int64_t *day, int64_t n)
{
	while (n > 0) {
		if (++*day > c->valid_to)
			return -1;
		n -= is_working(c, *day);
	}
	return 0;
}

/* To the next working day, if it is none itself. */
static int
roll(const struct calendar *c, int64_t *day)
{
	while (!is_working(c, *day)) {
		if (++*day > c->valid_to)
			return -1;
	}
	return 0;
}

/* Article 3(5): two days or more hold at least two working days. */
static int
two_working(const struct calendar *c, int64_t from, int64_t *to)
{
	int64_t n = 0, day = from;

	while (day < *to && n < 2)
		n += is_working(c, ++day);
	return count_working(c, to, 2 - n);
}

int
calendar_due(const struct calendar *c, int64_t start, struct duration d, bool in_hours,
	int64_t *out)
{
	int64_t first, day, days = d.ns / NS_DAY;

	if (c->zone == NULL || d.ns < 0 || d.months < 0)
		return -1;
	first = day_of(c->zone, start);
	if (first < c->valid_from || first > c->valid_to)
		return -1;
	if (in_hours) {
		if (d.months != 0)
			return -1;
		if (c->days == DAYS_WORKING)
			return calendar_add(c, start, d.ns, out);
		*out = start + d.ns;
		return day_of(c->zone, *out) <= c->valid_to ? 0 : -1;
	}
	if (d.ns % NS_DAY != 0 || days > 100000)
		return -1;
	day = plus_months(first, d.months);
	if (c->days == DAYS_WORKING) {
		if (day > c->valid_to || (d.months != 0 && roll(c, &day) != 0)
			|| count_working(c, &day, days) != 0)
			return -1;
	} else {
		day += days;
		if (day > c->valid_to || (day - first >= 2 && two_working(c, first, &day) != 0)
			|| roll(c, &day) != 0)
			return -1;
	}
	*out = last_before(c->zone, day, is_working(c, day) ? closing(c, day) : 86400);
	return 0;
}

int64_t
calendar_plain_due(const struct zone *zone, int64_t start, struct duration d)
{
	int64_t day = plus_months(day_of(zone, start), d.months) + d.ns / NS_DAY;

	return last_before(zone, day, 86400);
}
