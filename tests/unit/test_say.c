/* Sentences of the language table: plurals, numbers, dates and spans as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/words.h"

static void
plurals(void **state)
{
	static const struct { uint64_t n; const char *want; } rows[] = {
		{0, "0 controls"}, {1, "1 control"}, {2, "2 controls"}, {9999, "9999 controls"},
		{12345, "12,345 controls"}, {UINT64_MAX, "18,446,744,073,709,551,615 controls"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;

		buf_init(&b, 1024);
		SAY_WITH(&b, SAY_CONTROLS_COUNT, SAY_N(rows[i].n));
		assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
	}
}

static void
dates(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{"2026-09-23T15:00:00Z", "2026-09-23 15:00 UTC"},
		{"2026-09-23T15:00:07Z", "2026-09-23 15:00:07 UTC"},
		{"2026-09-23T15:00:00.5Z", "2026-09-23 15:00:00 UTC"},
		{"2026-11-01T23:59:59.999999999Z", "2026-11-01"},
		{"2026-09-21T02:15:00Z to 2026-09-26T02:15:00Z",
			"2026-09-21 02:15 UTC to 2026-09-26 02:15 UTC"},
		{"2026-09-21", "2026-09-21"}, {"", ""},
		{"P3D (critical) after evaluation or P5D", "3 days (critical) after evaluation or 5 days"},
		{"P1M", "1 month"}, {"P2M", "2 months"}, {"PT24H", "1 day"}, {"PT36H", "36 hours"},
		{"PT90M", "PT90M"}, {"P1DT1H", "25 hours"},
		/* What only looks like one stays. */
		{"P1", "P1"}, {"priority P1, AP3D", "priority P1, AP3D"}, {"P", "P"},
		{"x2026-09-23T15:00:00Z", "x2026-09-23T15:00:00Z"},
		{"2026-09-23T15:00:00+02:00", "2026-09-23T15:00:00+02:00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;

		buf_init(&b, 1024);
		plain_put(&b, rows[i].text);
		assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
	}
}

/* Every row is a sentence that can be made: places in order, plurals whole. */
static void
whole_table(void **state)
{
	const struct said v[6] = {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}, {"f", 6}};

	(void)state;
	for (int i = 0; i < SAYINGS; i++) {
		struct buf b;

		buf_init(&b, MIB);
		say_list(&b, (enum say)i, v, 6);
		assert_true(b.len > 0);
		assert_null(strchr(b.p, '{'));
		assert_null(strchr(b.p, '|'));
		assert_true(utf8_valid(b.p, b.len));
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plurals),
		cmocka_unit_test(dates),
		cmocka_unit_test(whole_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
