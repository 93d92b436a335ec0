/* Instants: parsing, order, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/time_help.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/instant.h"

static const char *
shown(struct arena *a, const struct instant *i)
{
	struct buf b;
	char *s;

	buf_init(&b, 200);
	instant_put(&b, i);
	s = arena_strdup(a, b.p);
	buf_free(&b);
	return s;
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
leap_years(void **state)
{
	static const struct { int y, m, d; bool valid; } rows[] = {
		{2024, 2, 29, true}, {2023, 2, 29, false}, {2100, 2, 29, false},
		{2000, 2, 29, true},
		{1900, 2, 29, false}, {2025, 4, 31, false}, {2025, 13, 1, false},
		{2025, 0, 1, false},
		{2025, 1, 0, false}, {2025, 12, 31, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct civil c = {.year = rows[i].y, .month = rows[i].m, .day = rows[i].d};

		assert_int_equal(civil_valid(&c), rows[i].valid);
	}
}

/* zone NULL: nobody can name it. want NULL: not an instant. */
static void
parse_shown(void **state)
{
	static const struct { const char *text, *zone, *want; } rows[] = {
		{"2025-01-02T03:04:05Z", NULL, "2025-01-02T03:04:05Z"},
		{"2025-01-02t03:04:05z", NULL, "2025-01-02T03:04:05Z"},
		{"2025-01-02 03:04", "UTC", "2025-01-02T03:04:00Z"},
		{"2025-01-02T03:04:05.123+0100", NULL, "2025-01-02T02:04:05.123Z"},
		{"2025-01-02T03:04:05,5+01", NULL, "2025-01-02T02:04:05.5Z"},
		{"2025-01-02 03:04:05.100000000 -05:30", NULL, "2025-01-02T08:34:05.1Z"},
		{"2023-04-04T13:38:35.184097700-06:00", NULL, "2023-04-04T19:38:35.1840977Z"},
		{"2023-04-04T13:38:35.1234567899Z", NULL, "2023-04-04T13:38:35.123456789Z"},
		{"2017-01-01T00:00:00.000000-00:00", NULL, "2017-01-01T00:00:00Z"},
		{"2025-01-02 03:04:05 UTC", "Europe/Berlin", "2025-01-02T03:04:05Z"},
		{"2025-01-02 03:04:05.000 +0000 UTC", NULL, "2025-01-02T03:04:05Z"},
		{"  2025-01-02T03:04:05Z \n", NULL, "2025-01-02T03:04:05Z"},
		{"2025/1/2 3:04:05 PM", "UTC", "2025-01-02T15:04:05Z"},
		{"2025-01-02 12:30 am", "UTC", "2025-01-02T00:30:00Z"},
		{"2025-01-02 12:30 PM", "UTC", "2025-01-02T12:30:00Z"},
		{"20250102T030405Z", NULL, "2025-01-02T03:04:05Z"},
		{"20250102030405.5Z", NULL, "2025-01-02T03:04:05.5Z"},
		{"2016-12-31T23:59:60Z", NULL, "2017-01-01T00:00:00Z"},
		{"2025-01-02T24:00:00Z", NULL, "2025-01-03T00:00:00Z"},
		{"1969-07-20T20:17:40Z", NULL, "1969-07-20T20:17:40Z"},
		{"2025-01-02", "UTC", "2025-01-02"},
		{"2025-01-02", NULL, "2025-01-02"},
		{"2025-01-02", "Pacific/Kiritimati", "2025-01-02"},
		{"2025-01-02", "-12:00", "2025-01-02"},
		{"2025-01-02+02:00", NULL, "2025-01-02"},
		{"2025-01-02T03:04:05", NULL, "2025-01-01T13:04:05Z to 2025-01-02T15:04:05Z"},
		{"2025-07-02T12:00:00", "Europe/Berlin", "2025-07-02T10:00:00Z"},
		{"2025-01-02T12:00:00", "Europe/Berlin", "2025-01-02T11:00:00Z"},
		{"2025-10-26T02:30:00", "Europe/Berlin",
			"2025-10-26T00:30:00Z to 2025-10-26T01:30:00Z"},
		{"2025-03-30T02:30:00", "Europe/Berlin", "2025-03-30T01:00:00Z"},
		{"9999-12-31", NULL, "never"}, {"9999-01-01T00:00:00Z", NULL, "never"},
		{"Never", NULL, "never"},
		{"", NULL, "empty"}, {"   ", NULL, "empty"}, {"TBD", NULL, "empty"},
		{"None", NULL, "empty"}, {"n/a", NULL, "empty"}, {"N/A", NULL, "empty"},
		{"-", NULL, "empty"}, {"null", NULL, "empty"}, {"0", NULL, "empty"},
		{"-1", NULL, "empty"}, {"0001-01-01T00:00:00Z", NULL, "empty"},
		{"0001-01-01", NULL, "empty"}, {"1970-01-01T00:00:00Z", NULL, "empty"},
		{"1970-01-01T00:00:00.000+0000", NULL, "empty"}, {"1970-01-01", "UTC", "empty"},
		{"1970-01-01T01:00:00+01:00", NULL, "empty"},
		{"1969-12-31T19:00:00-05:00", NULL, "empty"}, {"1900-01-00", NULL, "empty"},
		{"0000-00-00 00:00:00", NULL, "empty"},
		{"1970-01-01T00:00:01Z", NULL, "1970-01-01T00:00:01Z"},
		{"2025-02-29", NULL, NULL}, {"2025-13-01", NULL, NULL},
		{"2025-01-02T25:00:00Z", NULL, NULL},
		{"2025-01-02T24:00:01Z", NULL, NULL}, {"2025-01-02T03:60:00Z", NULL, NULL},
		{"2025-01-02T03:04:05+14:01", NULL, NULL}, {"2025-01-02T03:04:05+1", NULL, NULL},
		{"2025-01-02T03:04:05.Z", NULL, NULL}, {"2025-01-02T03:04:05Zx", NULL, NULL},
		{"2025-01-02T", NULL, NULL}, {"2025-01-02 soon", NULL, NULL},
		{"yesterday", NULL, NULL},
		{"2025-01/02", NULL, NULL}, {"2025-01-02 13:00 PM", NULL, NULL},
		{"2025-01-02 0:10 AM", NULL, NULL}, {"1700-01-01", NULL, NULL},
		{"2117-01-01", NULL, NULL}, {"1823-01-01", NULL, NULL}, {"2116-12-31", NULL, NULL},
		{"99999-01-01", NULL, NULL}, {"\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa5-01-01", NULL, NULL},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *z = rows[i].zone == NULL ? NULL : zone(f, rows[i].zone);
		struct instant t;
		int rc = instant_parse(&t, rows[i].text, z, f->a);

		if (rc != (rows[i].want == NULL ? -1 : 0))
			fail_msg("\"%s\": returned %d", rows[i].text, rc);
		assert_string_equal(t.raw, rows[i].text);
		if (rc != 0)
			assert_int_equal(t.known, UNKNOWN);
		else if (strcmp(shown(f->a, &t), rows[i].want) != 0)
			fail_msg("\"%s\": %s, not %s", rows[i].text, shown(f->a, &t), rows[i].want);
	}
}

static void
parse_is_bounded(void **state)
{
	struct time_help *f = *state;
	struct instant t;
	char *text = arena_alloc(f->a, 100001);

	memset(text, '2', 100000);
	assert_int_equal(instant_parse(&t, text, NULL, f->a), -1);
	assert_true(strlen(t.raw) < 1000);
	assert_int_equal(instant_parse(&t, NULL, NULL, f->a), 0);
	assert_int_equal(t.known, EMPTY);
}

static void
utc_shown(void **state)
{
	static const struct { int64_t ns; const char *want; } rows[] = {
		{0, "1970-01-01T00:00:00Z"}, {1, "1970-01-01T00:00:00.000000001Z"},
		{-1, "1969-12-31T23:59:59.999999999Z"}, {NS_SECOND / 2, "1970-01-01T00:00:00.5Z"},
		{INSTANT_MIN, "1823-11-12T00:06:21.572612096Z"},
		{INSTANT_MAX, "2116-02-20T23:53:38.427387903Z"},
		{INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
		{INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(instant_utc_dup(f->a, rows[i].ns), rows[i].want);
}

static void
dates_are_whole_days(void **state)
{
	static const struct { const char *text, *zone, *lo, *hi; } rows[] = {
		{"2025-01-02", "UTC", "2025-01-02T00:00:00Z", "2025-01-02T23:59:59.999999999Z"},
		{"2025-01-02", NULL, "2025-01-01T10:00:00Z", "2025-01-03T11:59:59.999999999Z"},
		{"2025-03-30", "Europe/Berlin", "2025-03-29T23:00:00Z",
			"2025-03-30T21:59:59.999999999Z"},
		{"2025-10-26", "Europe/Berlin", "2025-10-25T22:00:00Z",
			"2025-10-26T22:59:59.999999999Z"},
		{"2025-01-02", "Asia/Kathmandu", "2025-01-01T18:15:00Z",
			"2025-01-02T18:14:59.999999999Z"},
		/* Midnight does not exist: clocks went from 00:00 to 01:00. */
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z",
			"2018-11-05T01:59:59.999999999Z"},
		/* Samoa crossed the date line: the day does not exist at all. */
		{"2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct instant t;

		assert_int_equal(instant_parse(&t, rows[i].text,
			rows[i].zone == NULL ? NULL : zone(f, rows[i].zone), f->a), 0);
		assert_true(t.date_only);
		assert_string_equal(instant_utc_dup(f->a, t.lo), rows[i].lo);
		assert_string_equal(instant_utc_dup(f->a, t.hi), rows[i].hi);
	}
}

static void
epochs_by_magnitude(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{"1700000000", "2023-11-14T22:13:20Z"},
		{"1700000000123", "2023-11-14T22:13:20.123Z"},
		{"1700000000123456", "2023-11-14T22:13:20.123456Z"},
		{"1700000000123456789", "2023-11-14T22:13:20.123456789Z"},
		{"1700000000.25", "2023-11-14T22:13:20.25Z"},
		{"1700000000123.5", "2023-11-14T22:13:20.1235Z"},
		{"-86400", "1969-12-31T00:00:00Z"},
		{"99999999999", NULL}, {"100000000000", "1973-03-03T09:46:40Z"}, {"0", "empty"},
		{"-1", "empty"}, {"", "empty"}, {"000", "empty"}, {"253402300799", "never"},
		{"253402300799999", "never"}, {"9223372036854775807", "never"},
		{"9223372036854775808", NULL}, {"1.7e9", NULL}, {"12:30", NULL},
		{"1700000000.", NULL},
		{"+1700000000", NULL},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct instant t;
		int rc = instant_parse_epoch(&t, rows[i].text, f->a);

		if (rc != (rows[i].want == NULL ? -1 : 0))
			fail_msg("%s: returned %d", rows[i].text, rc);
		if (rc == 0)
			assert_string_equal(shown(f->a, &t), rows[i].want);
	}
}

static void
patterns(void **state)
{
	static const struct { const char *text, *pattern, *want; } rows[] = {
		{"02/Jan/25 3:04 PM", "dd/MMM/yy h:mm a", "2025-01-02T15:04:00Z"},
		{"02/Jan/25 3:04\xe2\x80\xafPM", "dd/MMM/yy h:mm a", "2025-01-02T15:04:00Z"},
		{"Thu Jan  2 03:04:05 2025", "EEE MMM d HH:mm:ss yyyy", "2025-01-02T03:04:05Z"},
		{"Thu, 02 Jan 2025 03:04:05 +0100", "EEE, dd MMM yyyy HH:mm:ss Z",
			"2025-01-02T02:04:05Z"},
		{"2025-01-02T03:04:05.123+01:00", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
			"2025-01-02T02:04:05.123Z"},
		{"2025-01-02T03:04:05.123Z", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
			"2025-01-02T03:04:05.123Z"},
		{"20250102030405", "yyyyMMddHHmmss", "2025-01-02T03:04:05Z"},
		{"2 September 2025", "d MMMM yyyy", "2025-09-02"},
		{"2 sept 25", "d MMM yy", "2025-09-02"},
		{"1/2/69", "M/d/yy", "1969-01-02"}, {"1/2/68", "M/d/yy", "2068-01-02"},
		{"12:00 AM 2.1.2025", "hh:mm a d.M.yyyy", "2025-01-02T00:00:00Z"},
		{"Fri Jan  2 03:04:05 2025", "EEE MMM d HH:mm:ss yyyy", NULL},
		{"31/Feb/25", "dd/MMM/yy", NULL}, {"2/Jan/25", "dd/MMM/yy", NULL},
		{"02/Jan/25 x", "dd/MMM/yy", NULL},
		{"13:00 PM 02.01.2025", "hh:mm a dd.MM.yyyy", NULL},
		{"03:00 02.01.2025", "hh:mm dd.MM.yyyy", NULL}, {"02.2025", "MM.yyyy", NULL},
		{"TBD", "dd/MMM/yy", "empty"}, {"02 q", "dd q", NULL},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct instant t;
		int rc = instant_parse_pattern(&t, rows[i].text, rows[i].pattern, zone(f, "UTC"),
			f->a);

		if (rc != (rows[i].want == NULL ? -1 : 0))
			fail_msg("%s by %s: returned %d", rows[i].text, rows[i].pattern, rc);
		if (rc == 0)
			assert_string_equal(shown(f->a, &t), rows[i].want);
	}
	assert_true(instant_pattern_valid("EEE MMM d HH:mm:ss yyyy"));
	assert_true(instant_pattern_valid("yyyy-MM-dd'T'HH:mm:ss.SSSXXX"));
	assert_false(instant_pattern_valid("YYYY-MM-dd"));
	assert_false(instant_pattern_valid("yyyy-MM"));
	assert_false(instant_pattern_valid("yyyy-MM-dd'T"));
	assert_false(instant_pattern_valid("yyyy-MM-ddd"));
}

static void
day_month_votes(void **state)
{
	static const struct { const char *cells[4]; char order; } rows[] = {
		{{"02/03/2025", "28/02/2025", "n/a"}, 'd'},
		{{"02/03/2025", "02/28/2025 14:05"}, 'm'},
		{{"02/03/2025", "05/05/2025"}, 0}, {{"28/02/2025", "02/28/2025"}, 0},
		{{"2025-02-28", "", "word"}, 0}, {{"11/12/2025"}, 0}, {{"12/11/2025"}, 0},
		{{"40/02/2025", "02/03/2025"}, 0},
	};
	struct time_help *f = *state;
	struct dmy_votes v = {0};
	struct instant t;

	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(&v, 0, sizeof(v));
		for (size_t j = 0; j < 4 && rows[i].cells[j] != NULL; j++)
			dmy_vote(&v, rows[i].cells[j]);
		assert_int_equal(dmy_decide(&v), rows[i].order);
	}
	assert_int_equal(v.open, 1);

	assert_int_equal(instant_parse_dmy(&t, "02/03/2025", 'm', zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t), "2025-02-03");
	assert_int_equal(instant_parse_dmy(&t, "02/03/2025", 'd', zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t), "2025-03-02");
	assert_int_equal(instant_parse_dmy(&t, "02/03/2025", 0, zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t),
		"2025-02-03T00:00:00Z to 2025-03-02T23:59:59.999999999Z");
	assert_int_equal(instant_parse_dmy(&t, "28.02.2025 14:05", 0, zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t), "2025-02-28T14:05:00Z");
	assert_int_equal(instant_parse_dmy(&t, "02/28/25, 2:05 PM", 'm', zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t), "2025-02-28T14:05:00Z");
	assert_int_equal(instant_parse_dmy(&t, "2025-02-28", 'd', zone(f, "UTC"), f->a), 0);
	assert_string_equal(shown(f->a, &t), "2025-02-28");
	assert_int_equal(instant_parse_dmy(&t, "02/28/2025", 'd', zone(f, "UTC"), f->a), -1);
	assert_int_equal(t.known, UNKNOWN);
	assert_int_equal(instant_parse_dmy(&t, "", 'd', NULL, f->a), 0);
	assert_int_equal(t.known, EMPTY);
}

static void
order_of_intervals(void **state)
{
	static const struct { const char *a, *b; enum tri want; } rows[] = {
		{"2025-01-01T00:00:00Z", "2025-01-01T00:00:01Z", TRI_T},
		{"2025-01-01T00:00:01Z", "2025-01-01T00:00:00Z", TRI_F},
		{"2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", TRI_F},
		{"2025-01-01", "2025-01-02T12:00:01Z", TRI_T},
		{"2025-01-01", "2025-01-01T12:00:00Z", TRI_U},
		{"2025-01-01", "2025-01-02", TRI_U}, {"2025-01-01", "2025-01-05", TRI_T},
		{"2025-01-05", "2025-01-01", TRI_F}, {"2025-01-01", "never", TRI_T},
		{"never", "2025-01-01", TRI_F}, {"never", "never", TRI_F},
		{"", "2025-01-01", TRI_U},
		{"2025-01-01", "TBD", TRI_U},
	};
	struct time_help *f = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct instant a, b;

		assert_int_equal(instant_parse(&a, rows[i].a, NULL, f->a), 0);
		assert_int_equal(instant_parse(&b, rows[i].b, NULL, f->a), 0);
		if (instant_before(&a, &b) != rows[i].want)
			fail_msg("%s before %s: %s", rows[i].a, rows[i].b,
				tri_word(instant_before(&a, &b)));
	}
}

static void
earliest_and_latest(void **state)
{
	struct time_help *f = *state;
	struct instant a, b, r, unknown = instant_unknown(), empty = {.known = EMPTY};

	instant_parse(&a, "2025-01-02", zone(f, "UTC"), f->a);
	instant_parse(&b, "2025-01-02T12:00:00Z", NULL, f->a);
	r = instant_min(a, b);
	assert_true(r.lo == a.lo && r.hi == b.hi);
	assert_false(r.date_only);
	r = instant_max(a, b);
	assert_true(r.lo == b.lo && r.hi == a.hi);
	r = instant_min(b, instant_exact(b.lo + 1));
	assert_string_equal(r.raw, "2025-01-02T12:00:00Z");
	r = instant_min(unknown, b);
	assert_true(r.known == KNOWN && r.lo == b.lo);
	r = instant_max(b, empty);
	assert_true(r.known == KNOWN && r.lo == b.lo);
	assert_int_equal(instant_min(unknown, empty).known, EMPTY);
	assert_int_equal(instant_min(unknown, unknown).known, UNKNOWN);
	instant_parse(&a, "never", NULL, f->a);
	assert_true(instant_max(a, b).never);
	assert_false(instant_min(a, b).never);
}

static void
three_values_and_conflict(void **state)
{
	/* Rows: a; columns: b; in the order U T F B. */
	static const char *const and[] = {"UUFB", "UTFB", "FFFF", "BBFB"};
	static const char *const or[] = {"UTUB", "TTTT", "UTFB", "BTBB"};
	static const char not[] = "UFTB";

	(void)state;
	for (int a = 0; a < 4; a++) {
		for (int b = 0; b < 4; b++) {
			assert_int_equal(tri_word(tri_and((enum tri)a, (enum tri)b))[0], and[a][b]);
			assert_int_equal(tri_word(tri_or((enum tri)a, (enum tri)b))[0], or[a][b]);
		}
		assert_int_equal(tri_word(tri_not((enum tri)a))[0], not[a]);
	}
}

/* Entries without a zone stand where they would in UTC (judgement.md 2). */
static void
sort_keys(void **state)
{
	static const struct { const char *text, *zone, *utc; } rows[] = {
		{"2026-10-28T06:00:00Z", NULL, "2026-10-28T06:00:00Z"},
		{"2026-10-28 10:00", NULL, "2026-10-28T10:00:00Z"},
		{"2026-10-28", NULL, "2026-10-28T00:00:00Z"},
		{"2026-10-28", "Europe/Berlin", "2026-10-27T23:00:00Z"},
		{"2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00Z"}, /* 25 hours long */
		{"2026-10-28 10:00", "-12:00", "2026-10-28T22:00:00Z"},
	};
	struct time_help *f = *state;
	struct instant i = instant_unknown();

	assert_true(instant_sort_key(&i) == INT64_MIN);
	for (size_t k = 0; k < COUNT(rows); k++) {
		const struct zone *z = rows[k].zone == NULL ? NULL : zone(f, rows[k].zone);

		assert_int_equal(instant_parse(&i, rows[k].text, z, f->a), 0);
		assert_string_equal(instant_utc_dup(f->a, instant_sort_key(&i)), rows[k].utc);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sort_keys),
		cmocka_unit_test(leap_years),
		cmocka_unit_test(parse_shown),
		cmocka_unit_test(parse_is_bounded),
		cmocka_unit_test(utc_shown),
		cmocka_unit_test(dates_are_whole_days),
		cmocka_unit_test(epochs_by_magnitude),
		cmocka_unit_test(patterns),
		cmocka_unit_test(day_month_votes),
		cmocka_unit_test(order_of_intervals),
		cmocka_unit_test(earliest_and_latest),
		cmocka_unit_test(three_values_and_conflict),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
