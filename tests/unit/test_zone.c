/* Zones and civil days. The tables were computed by Python's zoneinfo and datetime. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/time_help.h"

#include "checker/base/arena.h"
#include "checker/base/instant.h"

static const struct zone *
zone(struct time_help *f, const char *name)
{
	const struct zone *z = zone_find(f->z, name);

	if (z == NULL)
		fail_msg("no zone %s: is tzdata installed?", name);
	return z;
}

static void
civil_days_agree(void **state)
{
	static const struct { int y, m, d, days, weekday; } rows[] = {
		{1823, 11, 13, -53375, 3},
		{1900, 2, 28, -25509, 2},
		{1900, 3, 1, -25508, 3},
		{1969, 12, 31, -1, 2},
		{1970, 1, 2, 1, 4},
		{2000, 2, 29, 11016, 1},
		{2024, 2, 29, 19782, 3},
		{2100, 2, 28, 47540, 6},
		{2100, 3, 1, 47541, 0},
		{2116, 2, 19, 53374, 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int y, m, d;

		assert_int_equal(civil_days(rows[i].y, rows[i].m, rows[i].d), rows[i].days);
		assert_int_equal(weekday_of_days(rows[i].days), rows[i].weekday);
		civil_of_days(rows[i].days, &y, &m, &d);
		assert_int_equal(y * 10000 + m * 100 + d,
			rows[i].y * 10000 + rows[i].m * 100 + rows[i].d);
	}
	for (int64_t n = -60000, last = 0; n < 60000; n++) {
		int y, m, d;

		civil_of_days(n, &y, &m, &d);
		assert_true(civil_days(y, m, d) == n);
		assert_true(n == -60000 || y * 400 + m * 32 + d > last);
		last = y * 400 + m * 32 + d;
	}
}

static void
zones_agree(void **state)
{
	static const struct { const char *zone; int64_t utc; const char *local; } rows[] = {
		{"Europe/Berlin", INT64_C(172945738), "1975-06-25T17:28:58"},
		{"Europe/Berlin", INT64_C(944198290), "1999-12-03T06:18:10"},
		{"Europe/Berlin", INT64_C(1344158844), "2012-08-05T11:27:24"},
		{"Europe/Berlin", INT64_C(1764441151), "2025-11-29T19:32:31"},
		{"Europe/Berlin", INT64_C(2871152161), "2060-12-24T23:16:01"},
		{"America/New_York", INT64_C(183979728), "1975-10-31T04:28:48"},
		{"America/New_York", INT64_C(930773423), "1999-06-30T16:10:23"},
		{"America/New_York", INT64_C(1340536976), "2012-06-24T07:22:56"},
		{"America/New_York", INT64_C(1752729925), "2025-07-17T01:25:25"},
		{"America/New_York", INT64_C(2868831370), "2060-11-27T20:36:10"},
		{"Asia/Kolkata", INT64_C(177475764), "1975-08-17T08:19:24"},
		{"Asia/Kolkata", INT64_C(921520854), "1999-03-15T23:30:54"},
		{"Asia/Kolkata", INT64_C(1331572172), "2012-03-12T22:39:32"},
		{"Asia/Kolkata", INT64_C(1762664018), "2025-11-09T10:23:38"},
		{"Asia/Kolkata", INT64_C(2857317603), "2060-07-18T00:50:03"},
		{"Asia/Kathmandu", INT64_C(173730365), "1975-07-04T23:56:05"},
		{"Asia/Kathmandu", INT64_C(936284156), "1999-09-02T20:40:56"},
		{"Asia/Kathmandu", INT64_C(1345977039), "2012-08-26T16:15:39"},
		{"Asia/Kathmandu", INT64_C(1762297488), "2025-11-05T04:49:48"},
		{"Asia/Kathmandu", INT64_C(2846387752), "2060-03-13T13:00:52"},
		{"Australia/Lord_Howe", INT64_C(160924659), "1975-02-06T23:17:39"},
		{"Australia/Lord_Howe", INT64_C(930133979), "1999-06-23T21:02:59"},
		{"Australia/Lord_Howe", INT64_C(1335556457), "2012-04-28T06:24:17"},
		{"Australia/Lord_Howe", INT64_C(1740447455), "2025-02-25T12:37:35"},
		{"Australia/Lord_Howe", INT64_C(2843183198), "2060-02-05T16:06:38"},
		{"America/St_Johns", INT64_C(175841954), "1975-07-29T02:29:14"},
		{"America/St_Johns", INT64_C(942315962), "1999-11-11T06:56:02"},
		{"America/St_Johns", INT64_C(1355252211), "2012-12-11T15:26:51"},
		{"America/St_Johns", INT64_C(1758957534), "2025-09-27T04:48:54"},
		{"America/St_Johns", INT64_C(2861429502), "2060-09-03T07:01:42"},
		{"Pacific/Apia", INT64_C(159171670), "1975-01-16T19:21:10"},
		{"Pacific/Apia", INT64_C(935128333), "1999-08-19T18:52:13"},
		{"Pacific/Apia", INT64_C(1338668922), "2012-06-03T09:28:42"},
		{"Pacific/Apia", INT64_C(1750889585), "2025-06-26T11:13:05"},
		{"Pacific/Apia", INT64_C(2862082799), "2060-09-11T11:59:59"},
		{"Pacific/Kiritimati", INT64_C(182560302), "1975-10-14T12:31:42"},
		{"Pacific/Kiritimati", INT64_C(935803656), "1999-08-28T15:27:36"},
		{"Pacific/Kiritimati", INT64_C(1347188762), "2012-09-10T01:06:02"},
		{"Pacific/Kiritimati", INT64_C(1740974224), "2025-03-03T17:57:04"},
		{"Pacific/Kiritimati", INT64_C(2861049521), "2060-08-30T13:58:41"},
		{"Pacific/Chatham", INT64_C(158269741), "1975-01-07T09:34:01"},
		{"Pacific/Chatham", INT64_C(943056075), "1999-11-20T13:46:15"},
		{"Pacific/Chatham", INT64_C(1343105533), "2012-07-24T17:37:13"},
		{"Pacific/Chatham", INT64_C(1737809063), "2025-01-26T02:29:23"},
		{"Pacific/Chatham", INT64_C(2842139003), "2060-01-24T16:48:23"},
		{"America/Sao_Paulo", INT64_C(158962708), "1975-01-14T17:18:28"},
		{"America/Sao_Paulo", INT64_C(921531130), "1999-03-15T17:52:10"},
		{"America/Sao_Paulo", INT64_C(1354889303), "2012-12-07T12:08:23"},
		{"America/Sao_Paulo", INT64_C(1743807860), "2025-04-04T20:04:20"},
		{"America/Sao_Paulo", INT64_C(2860260644), "2060-08-20T17:50:44"},
		{"Europe/London", INT64_C(158775804), "1975-01-12T16:23:24"},
		{"Europe/London", INT64_C(941257785), "1999-10-30T05:29:45"},
		{"Europe/London", INT64_C(1340943057), "2012-06-29T05:10:57"},
		{"Europe/London", INT64_C(1746638188), "2025-05-07T18:16:28"},
		{"Europe/London", INT64_C(2854922571), "2060-06-20T03:02:51"},
		{"Australia/Adelaide", INT64_C(177595708), "1975-08-18T21:38:28"},
		{"Australia/Adelaide", INT64_C(943415963), "1999-11-24T14:29:23"},
		{"Australia/Adelaide", INT64_C(1331929897), "2012-03-17T07:01:37"},
		{"Australia/Adelaide", INT64_C(1753108514), "2025-07-22T00:05:14"},
		{"Australia/Adelaide", INT64_C(2847980646), "2060-04-01T04:14:06"},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *z = zone(f, rows[i].zone);
		struct civil c;
		int64_t lo, hi;

		zone_from_utc(z, rows[i].utc * NS_SECOND + 7, &c);
		assert_string_equal(arena_printf(f->a, "%04d-%02d-%02dT%02d:%02d:%02d", c.year,
			c.month,
			c.day, c.hour, c.minute, c.second), rows[i].local);
		assert_int_equal(c.nanosecond, 7);
		zone_to_utc(z, &c, &lo, &hi);
		assert_true(lo == rows[i].utc * NS_SECOND + 7 && hi == lo);
	}
}

static void
gaps_and_overlaps(void **state)
{
	static const struct { const char *zone, *local, *lo, *hi; } rows[] = {
		{"Europe/Berlin", "2025-03-30T01:59:59", "2025-03-30T00:59:59Z",
			"2025-03-30T00:59:59Z"},
		{"Europe/Berlin", "2025-03-30T02:00:00", "2025-03-30T01:00:00Z",
			"2025-03-30T01:00:00Z"},
		{"Europe/Berlin", "2025-03-30T02:59:59", "2025-03-30T01:00:00Z",
			"2025-03-30T01:00:00Z"},
		{"Europe/Berlin", "2025-03-30T03:00:00", "2025-03-30T01:00:00Z",
			"2025-03-30T01:00:00Z"},
		{"Europe/Berlin", "2025-10-26T01:59:59", "2025-10-25T23:59:59Z",
			"2025-10-25T23:59:59Z"},
		{"Europe/Berlin", "2025-10-26T02:00:00", "2025-10-26T00:00:00Z",
			"2025-10-26T01:00:00Z"},
		{"Europe/Berlin", "2025-10-26T03:00:00", "2025-10-26T02:00:00Z",
			"2025-10-26T02:00:00Z"},
		/* Past the table: by the footer's rule. */
		{"Europe/Berlin", "2090-03-26T02:30:00", "2090-03-26T01:00:00Z",
			"2090-03-26T01:00:00Z"},
		{"Europe/Berlin", "2090-10-29T02:30:00", "2090-10-29T00:30:00Z",
			"2090-10-29T01:30:00Z"},
		/* The last Sunday of March is the 25th: the 1st of April is one too. */
		{"Europe/Berlin", "2040-03-28T12:00:00", "2040-03-28T10:00:00Z",
			"2040-03-28T10:00:00Z"},
		/* Half an hour of daylight saving. */
		{"Australia/Lord_Howe", "2025-04-06T01:45:00", "2025-04-05T14:45:00Z",
			"2025-04-05T15:15:00Z"},
		{"Australia/Lord_Howe", "2025-10-05T02:15:00", "2025-10-04T15:30:00Z",
			"2025-10-04T15:30:00Z"},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct instant t;

		assert_int_equal(instant_parse(&t, rows[i].local, zone(f, rows[i].zone), f->a), 0);
		assert_string_equal(instant_utc_dup(f->a, t.lo), rows[i].lo);
		assert_string_equal(instant_utc_dup(f->a, t.hi), rows[i].hi);
	}
}

static void
zone_names(void **state)
{
	static const char *const bad[] = {"", "../../etc/passwd", "Europe/../Europe/Berlin",
		"/etc/passwd",
		"Europe/", "Europe//Berlin", "Europe", "./UTC", "Nowhere/Atlantis", "localtime",
			"zone.tab",
		"tzdata.zi", "posixrules", "+15:00", "+1", "+01:60", "+0a:00", "++100", "+2:000",
		"right/Europe/Berlin",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct time_help *f = *state;
	struct civil c;

	for (size_t i = 0; i < COUNT(bad); i++) {
		if (zone_find(f->z, bad[i]) != NULL)
			fail_msg("\"%s\" is taken for a zone", bad[i]);
	}
	assert_null(zone_find(f->z, NULL));
	zone_from_utc(zone(f, "-0530"), 0, &c);
	assert_int_equal(c.hour * 100 + c.minute, 1830);
	zone_from_utc(zone(f, "+02"), 0, &c);
	assert_int_equal(c.hour, 2);
	assert_ptr_equal(zone(f, "Asia/Tokyo"), zone(f, "Asia/Tokyo"));
	assert_string_equal(zone_name(zone(f, "Asia/Tokyo")), "Asia/Tokyo");
}

static void
zone_files_are_recorded(void **state)
{
	struct zones *z = zones_new();

	(void)state;
	assert_non_null(zone_find(z, "UTC"));
	assert_non_null(zone_find(z, "+01:00"));
	assert_int_equal(zones_used(z), 0);
	assert_non_null(zone_find(z, "Europe/Berlin"));
	assert_non_null(zone_find(z, "Asia/Tokyo"));
	assert_non_null(zone_find(z, "Europe/Berlin"));
	assert_int_equal(zones_used(z), 2);
	assert_string_equal(zones_used_name(z, 0), "Asia/Tokyo");
	assert_string_equal(zones_used_name(z, 1), "Europe/Berlin");
	assert_int_equal(strlen(zones_used_sha256(z, 0)), 64);
	assert_string_not_equal(zones_used_sha256(z, 0), zones_used_sha256(z, 1));
	zones_free(z);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(civil_days_agree),
		cmocka_unit_test(zones_agree),
		cmocka_unit_test(gaps_and_overlaps),
		cmocka_unit_test(zone_names),
		cmocka_unit_test(zone_files_are_recorded),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
