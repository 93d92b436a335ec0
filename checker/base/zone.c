/* Between UTC and the clocks on the walls of a zone. */
#include "checker/base/zone.h"

#define DAY 86400
/* No offset is further from UTC (RFC 8536, 3.2: within -25 and +26 hours). */
#define FURTHEST (26 * 3600)

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The local second, counted as if it were UTC, of a change in a year. */
static int64_t
change_in(const struct zone_change *c, int year)
{
	int64_t day;

	if (c->form == 'M') {
		int64_t first = civil_days(year, c->month, 1);
		int64_t next = c->month == 12 ? civil_days(year + 1, 1, 1) :
			civil_days(year, c->month + 1, 1);
		int sunday = (weekday_of_days(first) + 1) % 7; /* POSIX counts from Sunday */

		day = first + (c->day - sunday + 7) % 7 + (c->week - 1) * 7;
		while (day >= next) /* week 5: the last one */
			day -= 7;
	} else {
		bool leap = civil_days(year, 3, 1) - civil_days(year, 2, 1) == 29;

		day = civil_days(year, 1, 1) + c->day;
		if (c->form == 'J')
			day += (leap && c->day >= 60) ? 0 : -1;
	}
	return day * DAY + c->time;
}

struct step {
	int64_t at;
	int32_t offset;
};

/* The offset at t by the yearly rule, and when it changes next. */
static void
by_rule(const struct zone_rule *r, int64_t t, int32_t *offset, int64_t *next)
{
	struct step steps[6], swap;
	int year, month, day;
	size_t n = 0;

	*offset = r->standard;
	*next = INT64_MAX;
	if (!r->dst)
		return;
	civil_of_days(floor_div(t + r->standard, DAY), &year, &month, &day);
	for (int y = year - 1; y <= year + 1; y++) {
		steps[n++] = (struct step){change_in(&r->start, y) - r->standard, r->summer};
		steps[n++] = (struct step){change_in(&r->end, y) - r->summer, r->standard};
	}
	for (size_t i = 1; i < n; i++) {
		for (size_t j = i; j > 0 && steps[j].at < steps[j - 1].at; j--) {
			swap = steps[j];
			steps[j] = steps[j - 1];
			steps[j - 1] = swap;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (steps[i].at > t) {
			*next = steps[i].at;
			break;
		}
		*offset = steps[i].offset;
	}
}

/* The offset in force at the UTC second t, and the second from which it is another (or may be). */
static void
period(const struct zone *z, int64_t t, int32_t *offset, int64_t *next)
{
	size_t lo = 0, hi = z == NULL ? 0 : z->n;

	*next = INT64_MAX;
	if (z == NULL) {
		*offset = 0;
		return;
	}
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (z->at[mid] <= t)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == z->n && z->rule.there) {
		by_rule(&z->rule, t, offset, next);
		return;
	}
	*offset = lo == 0 ? z->first : z->offset[lo - 1];
	if (lo < z->n)
		*next = z->at[lo];
}

static int64_t
to_ns(int64_t seconds, int32_t ns)
{
	int64_t r;

	if (__builtin_mul_overflow(seconds, NS_SECOND, &r) || __builtin_add_overflow(r, ns, &r))
		return seconds < 0 ? INSTANT_MIN : INSTANT_MAX;
	return r;
}

void
zone_to_utc(const struct zone *zone, const struct civil *local, int64_t *lo, int64_t *hi)
{
	int64_t want = civil_days(local->year, local->month, local->day) * DAY +
		local->hour * 3600 + local->minute * 60 + local->second;
	int64_t t = want - FURTHEST, next, gap = t;
	int32_t offset, before;
	bool found = false;

	period(zone, t, &offset, &next);
	for (;;) {
		int64_t at = want - offset;

		/* This period's clocks show the wanted time at `at`, if that lies within it. */
		if (at >= t && at < next) {
			if (!found)
				*lo = to_ns(at, local->nanosecond);
			*hi = to_ns(at, local->nanosecond);
			found = true;
		}
		if (next > want + FURTHEST)
			break;
		before = offset;
		t = next;
		period(zone, t, &offset, &next);
		if (want >= t + before && want < t + offset)
			gap = t;
	}
	if (!found)
		*lo = *hi = to_ns(gap, 0);
}

void
zone_from_utc(const struct zone *zone, int64_t utc, struct civil *local)
{
	int64_t seconds = floor_div(utc, NS_SECOND), next, days, left;
	int32_t offset;

	period(zone, seconds, &offset, &next);
	local->nanosecond = (int32_t)(utc % NS_SECOND + (utc % NS_SECOND < 0 ? NS_SECOND : 0));
	seconds += offset;
	days = floor_div(seconds, DAY);
	left = seconds - days * DAY;
	civil_of_days(days, &local->year, &local->month, &local->day);
	local->hour = (int)(left / 3600);
	local->minute = (int)(left / 60 % 60);
	local->second = (int)(left % 60);
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}
