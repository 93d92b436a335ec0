#include "checker/base/calendar.h"

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The civil day of an instant; -1 where the calendar does not reach, or has no zone. */
static int
day_of(const struct calendar *c, int64_t ns, int64_t *day)
{
	struct civil local;

	if (c->zone == NULL)
		return -1;
	zone_from_utc(c->zone, ns, &local);
	*day = civil_days(local.year, local.month, local.day);
	return *day >= c->valid_from && *day <= c->valid_to ? 0 : -1;
}

static bool
is_holiday(const struct calendar *c, int64_t day)
{
	size_t lo = 0, hi = c->nholidays;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (c->holidays[mid] == day)
			return true;
		if (c->holidays[mid] < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* The first (opening) or last (closing) UTC instant of a second of a local day. */
static int64_t
moment(const struct calendar *c, int64_t day, int32_t second, bool closing)
{
	struct civil local = {0};
	int64_t lo, hi;

	day += floor_div(second, 86400); /* 24:00 is the next day's 00:00 */
	second %= 86400;
	civil_of_days(day, &local.year, &local.month, &local.day);
	local.hour = second / 3600;
	local.minute = second / 60 % 60;
	local.second = second % 60;
	zone_to_utc(c->zone, &local, &lo, &hi);
	return closing ? hi : lo;
}

/*
 * The i-th span of business time of a day, from `after` on; false: no more
 * spans.  Its length is that of the clock: the hour that daylight saving takes
 * or gives within a span is taken or given (method.md 2.2).
 */
static bool
span_of(const struct calendar *c, int64_t day, size_t i, int64_t after, int64_t *from, int64_t *to)
{
	int32_t open, close;

	if (i >= CALENDAR_MAX_SPANS || is_holiday(c, day))
		return false;
	open = c->hours[weekday_of_days(day)][i].from;
	close = c->hours[weekday_of_days(day)][i].to;
	if (open == close)
		return false;
	*from = moment(c, day, open, false);
	*to = moment(c, day, close, true);
	if (*from < after)
		*from = after;
	return true;
}

int
calendar_add(const struct calendar *c, int64_t start, int64_t ns, int64_t *out)
{
	int64_t day, from, to, at = start;

	if (ns < 0 || day_of(c, start, &day) != 0)
		return -1;
	*out = start;
	if (ns == 0)
		return 0;
	for (; day <= c->valid_to; day++) {
		for (size_t i = 0; span_of(c, day, i, at, &from, &to); i++) {
			if (to <= from)
				continue;
			if (to - from >= ns) {
				*out = from + ns;
				return 0;
			}
			ns -= to - from;
			at = to;
		}
	}
	return -1;
}

int
calendar_between(const struct calendar *c, int64_t from, int64_t to, int64_t *ns)
{
	int64_t day, last, open, close, at = from, sum = 0;

	*ns = 0;
	if (to < from) {
		if (calendar_between(c, to, from, ns) != 0)
			return -1;
		*ns = -*ns;
		return 0;
	}
	if (day_of(c, from, &day) != 0 || day_of(c, to, &last) != 0)
		return -1;
	for (; day <= last; day++) {
		for (size_t i = 0; span_of(c, day, i, at, &open, &close); i++) {
			if (close > to)
				close = to;
			if (close <= open)
				continue;
			sum += close - open;
			at = close;
		}
	}
	*ns = sum;
	return 0;
}
