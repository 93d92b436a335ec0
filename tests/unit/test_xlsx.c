/* Serial dates and number formats of workbooks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/buf.h"
#include "checker/read/xlsx.h"

static void
test_formats(void **state)
{
	static const struct { unsigned id; const char *code; enum xlsx_format want; } rows[] = {
		{0, NULL, XLSX_NUMBER}, {2, NULL, XLSX_NUMBER}, {13, NULL, XLSX_NUMBER},
		{14, NULL, XLSX_DATE}, {17, NULL, XLSX_DATE}, {18, NULL, XLSX_TIME},
		{22, NULL, XLSX_DATE_TIME}, {31, NULL, XLSX_DATE}, {37, NULL, XLSX_NUMBER},
		{46, NULL, XLSX_TIME}, {49, NULL, XLSX_NUMBER}, {57, NULL, XLSX_DATE},
		{170, "General", XLSX_NUMBER}, {170, "0.00", XLSX_NUMBER}, {170, "0.00E+00", XLSX_NUMBER},
		{170, "yyyy-mm-dd", XLSX_DATE}, {170, "d/m/yy h:mm", XLSX_DATE_TIME},
		{170, "h:mm AM/PM", XLSX_TIME}, {170, "[h]:mm:ss", XLSX_TIME}, {170, "mmm", XLSX_DATE},
		{170, "[$-409]d\\-mmm\\-yyyy;@", XLSX_DATE},
		/* letters that stand for themselves */
		{170, "0 \"days\"", XLSX_NUMBER}, {170, "0\\d", XLSX_NUMBER}, {170, "[Red]0", XLSX_NUMBER},
		{170, "0_d", XLSX_NUMBER}, {170, "0;yyyy", XLSX_NUMBER}, {170, "[$-F800]0", XLSX_NUMBER},
		{170, "\"open", XLSX_NUMBER}, {170, "0\\", XLSX_NUMBER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(xlsx_format(rows[i].id, rows[i].code), rows[i].want);
}

static void
test_dates(void **state)
{
	static const struct { const char *serial; bool from_1904; enum xlsx_format how;
		const char *want; } rows[] = {
		{"1", false, XLSX_DATE, "1900-01-01"}, {"59", false, XLSX_DATE, "1900-02-28"},
		{"60", false, XLSX_DATE, NULL}, /* 29 February 1900 */
		{"61", false, XLSX_DATE, "1900-03-01"}, {"0", false, XLSX_DATE, NULL},
		{"25569", false, XLSX_DATE, "1970-01-01"}, {"45351", false, XLSX_DATE, "2024-02-29"},
		{"2958465", false, XLSX_DATE, "9999-12-31"}, {"2958466", false, XLSX_DATE, NULL},
		{"45351.5", false, XLSX_DATE, "2024-02-29T12:00:00"},
		{"45351", false, XLSX_DATE_TIME, "2024-02-29T00:00:00"},
		{"45324.999988425926", false, XLSX_DATE_TIME, "2024-02-02T23:59:59"},
		{"45324.999999999", false, XLSX_DATE_TIME, "2024-02-03T00:00:00"},
		{"4.5351E4", false, XLSX_DATE, "2024-02-29"}, {"45351000e-3", false, XLSX_DATE, "2024-02-29"},
		{"4.53515e+4", false, XLSX_DATE, "2024-02-29T12:00:00"},
		{"0", true, XLSX_DATE, "1904-01-01"}, {"43889", true, XLSX_DATE, "2024-02-29"},
		{"0.25", false, XLSX_TIME, "06:00:00"}, {"2.5E-1", false, XLSX_TIME, "06:00:00"},
		{"1.25", false, XLSX_TIME, "1900-01-01T06:00:00"},
		{"", false, XLSX_DATE, NULL}, {"-1", false, XLSX_DATE, NULL}, {"1.2.3", false, XLSX_DATE, NULL},
		{"1e99", false, XLSX_DATE, NULL}, {"12x", false, XLSX_DATE, NULL}, {".", false, XLSX_DATE, NULL},
		{"99999999999999999999999999999999999999999999", false, XLSX_DATE, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;
		bool ok;

		buf_init(&b, 100);
		ok = xlsx_date(&b, rows[i].serial, rows[i].from_1904, rows[i].how);
		assert_int_equal(ok, rows[i].want != NULL);
		if (ok)
			assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
