/* Durations, spans, and business time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/time_help.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/calendar.h"
#include "checker/base/instant.h"

/* The UTC nanoseconds of a text that has its offset. */
static int64_t
utc(const char *text)
{
	struct instant i;

	assert_int_equal(instant_parse(&i, text, NULL, NULL), 0);
	assert_int_equal(i.known, KNOWN);
	assert_true(i.lo == i.hi);
	return i.lo;
}

static const struct zone *
zone(struct time_help *f, const char *name)
{
	const struct zone *z = zone_find(f->z, name);

	if (z == NULL)
		fail_msg("no zone %s: is tzdata installed?", name);
	return z;
}

static void
durations_parse(void **state)
{
	static const struct {
		const char *text;
		int months;
		int64_t ns;
		const char *shown;
	} rows[] = {
		{"P3D", 0, 3 * NS_DAY, "P3D"}, {"PT24H", 0, NS_DAY, "P1D"}, {"P1M", 1, 0, "P1M"},
		{"PT1M", 0, NS_MINUTE, "PT1M"},
		{"P1Y2M3DT4H", 14, 3 * NS_DAY + 4 * NS_HOUR, "P1Y2M3DT4H"},
		{"P2W", 0, 14 * NS_DAY, "P14D"}, {"PT0S", 0, 0, "PT0S"}, {"P0D", 0, 0, "PT0S"},
		{"PT1.5S", 0, NS_SECOND * 3 / 2, "PT1.5S"}, {"P192D", 0, 192 * NS_DAY, "P192D"},
		{"PT36H", 0, 36 * NS_HOUR, "P1DT12H"},
	};
	static const char *const bad[] = {"", "P", "PT", "3D", "P3", "P3DT", "P1D1M", "P1H",
		"PT1D", "P-3D",
		"p3d", "P1.5D", "PT1,5M", "P3D ", "P1M1M", "P99999999999Y", "P999999999999D",
			"PT1H1H",
		"P1DTT1H", "P 1D", "PT1.1234567890S", "PT.5S"};
	struct time_help *f = *state;
	struct duration d;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b;

		assert_int_equal(duration_parse(&d, rows[i].text), 0);
		assert_int_equal(d.months, rows[i].months);
		assert_true(d.ns == rows[i].ns);
		buf_init(&b, 100);
		duration_put(&b, d);
		assert_string_equal(b.p, rows[i].shown);
		buf_free(&b);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (duration_parse(&d, bad[i]) != -1)
			fail_msg("\"%s\" is taken for a duration", bad[i]);
	}
	assert_int_equal(duration_parse(&d, NULL), -1);
	assert_non_null(f);
}

static void
durations_add(void **state)
{
	static const struct { const char *start, *d, *zone, *want; } rows[] = {
		/* method.md 8, "Clocks" */
		{"2026-11-01T00:00:00Z", "PT24H", NULL, "2026-11-02T00:00:00Z"},
		{"2027-01-31T00:00:00Z", "P1M", NULL, "2027-02-28T00:00:00Z"},
		{"2028-01-31T00:00:00Z", "P1M", NULL, "2028-02-29T00:00:00Z"},
		{"2027-01-31T00:00:00Z", "P2M", NULL, "2027-03-31T00:00:00Z"},
		{"2027-01-31T10:11:12.5Z", "P13M", NULL, "2028-02-29T10:11:12.5Z"},
		{"2024-02-29T00:00:00Z", "P1Y", NULL, "2025-02-28T00:00:00Z"},
		{"2025-12-31T23:00:00Z", "P1M", NULL, "2026-01-31T23:00:00Z"},
		/* The zone gives the day: it is 31 January in Berlin. */
		{"2027-01-30T23:30:00Z", "P1M", "Europe/Berlin", "2027-02-27T23:30:00Z"},
		{"2027-01-30T23:30:00Z", "P1M", "UTC", "2027-02-28T23:30:00Z"},
		/* Same hour on the wall after the clocks changed; days stay 24 hours. */
		{"2025-03-10T11:00:00Z", "P1M", "Europe/Berlin", "2025-04-10T10:00:00Z"},
		{"2025-03-29T11:00:00Z", "P1D", "Europe/Berlin", "2025-03-30T11:00:00Z"},
	};
	struct time_help *f = *state;
	struct duration d;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *z = rows[i].zone == NULL ? NULL : zone(f, rows[i].zone);

		assert_int_equal(duration_parse(&d, rows[i].d), 0);
		assert_string_equal(instant_utc_dup(f->a, duration_add(utc(rows[i].start), d, z)),
			rows[i].want);
	}
	d = (struct duration){.months = 12000, .ns = NS_DAY};
	assert_true(duration_add(utc("2025-01-01T00:00:00Z"), d, NULL) == INSTANT_MAX);
	d = (struct duration){.ns = INT64_MAX};
	assert_true(duration_add(utc("2025-01-01T00:00:00Z"), d, NULL) == INSTANT_MAX);
	assert_true(duration_add(INSTANT_MAX, (struct duration){.ns = -NS_DAY},
		NULL) == INSTANT_MAX);
}

static void
spans_for_people(void **state)
{
	static const struct { int64_t ns; const char *want; } rows[] = {
		{3 * NS_DAY, "3 days"}, {36 * NS_DAY + 5 * NS_HOUR, "36 days"}, {NS_DAY, "1 day"},
		{NS_DAY - 1, "23 hours"}, {5 * NS_HOUR, "5 hours"}, {90 * NS_SECOND, "1 minute"},
		{2 * NS_SECOND, "2 seconds"}, {0, "0 seconds"}, {-3 * NS_DAY, "-3 days"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b;

		buf_init(&b, 100);
		span_put(&b, rows[i].ns);
		assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
	}
}

/* method.md 8: the limit is met at the very moment, and broken a second later. */
static void
clock_vectors(void **state)
{
	struct duration day = {.ns = NS_DAY}, two = {.ns = 2 * NS_DAY};
	int64_t start = utc("2026-11-01T00:00:00Z"), due = duration_add(start, day, NULL);
	int64_t raised = duration_add(start + 36 * NS_HOUR, day, NULL);

	(void)state;
	assert_true(utc("2026-11-02T00:00:00Z") == due);
	assert_true(utc("2026-11-02T00:00:01Z") > due);
	assert_true(duration_add(start, two, NULL) < raised);
	assert_true(duration_add(start + 6 * NS_HOUR, day, NULL) == start + 30 * NS_HOUR);
}

static void
business_time(void **state)
{
	static const struct { const char *start; int hours; const char *want; } rows[] = {
		{"2025-10-20T08:00:00Z", 3, "2025-10-20T11:00:00Z"},  /* Monday 10:00 in Berlin */
		{"2025-10-20T08:00:00Z", 7, "2025-10-20T15:00:00Z"},  /* to closing time,
		not to the next opening */
		{"2025-10-20T08:00:00Z", 8, "2025-10-21T08:00:00Z"},
		{"2025-10-24T14:00:00Z", 2, "2025-10-27T09:00:00Z"},  /* over a weekend,
		clocks went back */
		{"2025-10-25T10:00:00Z", 1, "2025-10-27T09:00:00Z"},  /* starts on a Saturday */
		{"2025-10-22T14:00:00Z", 2, "2025-10-24T08:00:00Z"},  /* the 23rd is a holiday */
		{"2025-10-31T10:00:00Z", 100, NULL},
		                 /* past what the calendar covers */
		{"2025-11-01T10:00:00Z", 1, NULL}, {"2025-09-30T10:00:00Z", 1, NULL},
	};
	struct time_help *f = *state;
	int64_t holiday = civil_days(2025, 10, 23), ns, out;
	struct calendar c = {.name = "office", .zone = zone(f, "Europe/Berlin"),
		.holidays = &holiday,
		.nholidays = 1, .valid_from = civil_days(2025, 10, 1),
			.valid_to = civil_days(2025, 10, 31)};

	for (int d = 0; d < 5; d++) {
		c.hours[d][0].from = 9 * 3600;
		c.hours[d][0].to = 12 * 3600;
		c.hours[d][1].from = 12 * 3600;
		c.hours[d][1].to = 17 * 3600;
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t start = utc(rows[i].start);
		int rc = calendar_add(&c, start, rows[i].hours * NS_HOUR, &out);

		assert_int_equal(rc, rows[i].want == NULL ? -1 : 0);
		if (rc != 0)
			continue;
		assert_string_equal(instant_utc_dup(f->a, out), rows[i].want);
		assert_int_equal(calendar_between(&c, start, out, &ns), 0);
		assert_true(ns == rows[i].hours * NS_HOUR);
		assert_int_equal(calendar_between(&c, out, start, &ns), 0);
		assert_true(ns == -rows[i].hours * NS_HOUR);
	}
	assert_int_equal(calendar_between(&c, utc("2025-10-31T10:00:00Z"),
		utc("2025-11-03T10:00:00Z"),
		&ns), -1);
	c.zone = NULL;
	assert_int_equal(calendar_add(&c, utc(rows[0].start), 1, &out), -1);
}

/* A shift through the night on which clocks change has an hour more or less. */
static void
business_time_follows_the_clock(void **state)
{
	struct time_help *f = *state;
	struct calendar c = {.name = "watch", .zone = zone(f, "Europe/Berlin"),
		.valid_from = civil_days(2025, 1, 1), .valid_to = civil_days(2025, 12, 31)};
	int64_t ns;

	for (int d = 0; d < 7; d++)
		c.hours[d][0].to = 86400;
	assert_int_equal(calendar_between(&c, utc("2025-03-29T23:00:00Z"),
		utc("2025-03-30T22:00:00Z"),
		&ns), 0);
	assert_true(ns == 23 * NS_HOUR);
	assert_int_equal(calendar_between(&c, utc("2025-10-25T22:00:00Z"),
		utc("2025-10-26T23:00:00Z"),
		&ns), 0);
	assert_true(ns == 25 * NS_HOUR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_parse),
		cmocka_unit_test(durations_add),
		cmocka_unit_test(spans_for_people),
		cmocka_unit_test(clock_vectors),
		cmocka_unit_test(business_time),
		cmocka_unit_test(business_time_follows_the_clock),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
