/* Serial dates of spreadsheets: days since the end of 1899, or since 1904 (ECMA-376 18.17.4). */
#include "checker/read/xlsx.h"

#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/text.h"

#define DAY_SECONDS 86400
#define FRACTION 12                  /* digits of a day that are looked at: 0.1 microseconds */
#define MAX_SERIAL 2958465           /* 9999-12-31 */

/* Letters of a format code that stand for parts of a date, outside quotes and brackets. */
struct letters { bool day, year, month, clock; };

static const char *
skip_literal(const char *p)
{
	if (*p == '"' || *p == '[') {
		char end = *p == '"' ? '"' : ']';

		for (p++; *p != '\0' && *p != end; p++)
			;
		return *p == '\0' ? p : p + 1;
	}
	/* An escaped character, a blank of its width, a fill: the next one is none of the code. */
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
		return p + 2;
	return NULL;
}

static struct letters
find_letters(const char *code)
{
	struct letters l = {0};

	/* The first section is that of positive numbers. */
	for (const char *p = code; *p != '\0' && *p != ';';) {
		const char *past = skip_literal(p);

		/* [h], [mm], [ss]: time that has passed. */
		if (*p == '[' && (ch_low(p[1]) == 'h' || ch_low(p[1]) == 's' ||
			(ch_low(p[1]) == 'm' && (p[2] == ']' || ch_low(p[2]) == 'm'))))
			l.clock = true;
		if (past != NULL) {
			p = past;
			continue;
		}
		l.day = l.day || ch_low(*p) == 'd';
		l.year = l.year || ch_low(*p) == 'y';
		l.month = l.month || ch_low(*p) == 'm';
		l.clock = l.clock || ch_low(*p) == 'h' || ch_low(*p) == 's';
		p++;
	}
	return l;
}

enum xlsx_format
xlsx_format(unsigned id, const char *code)
{
	struct letters l;

	if (code == NULL) {
		/* 18.8.30: those every program knows, and the dates of East Asian locales. */
		if (id == 22)
			return XLSX_DATE_TIME;
		if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47) || (id >= 32 && id <= 35))
			return XLSX_TIME;
		return (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
			(id >= 50 && id <= 58) ? XLSX_DATE : XLSX_NUMBER;
	}
	if (str_same_fold(code, "general"))
		return XLSX_NUMBER;
	l = find_letters(code);
	if (l.day || l.year)
		return l.clock ? XLSX_DATE_TIME : XLSX_DATE;
	if (l.clock)
		return XLSX_TIME;
	return l.month ? XLSX_DATE : XLSX_NUMBER;
}

/* "45324.5", "4.53245E4": whole days, and the first FRACTION digits of the rest. */
static bool
split(const char *s, int64_t *days, int64_t *fraction)
{
	char digits[40];
	size_t n = 0, point = SIZE_MAX;
	int64_t exponent = 0, at;

	for (; ch_digit(*s) || *s == '.'; s++) {
		if (*s == '.' && point != SIZE_MAX)
			return false;
		if (*s == '.')
			point = n;
		else if (n < sizeof(digits))
			digits[n++] = *s;
		else if (point == SIZE_MAX)
			return false;
	}
	if (n == 0)
		return false;
	if (ch_low(*s) == 'e') {
		const char *e = s[1] == '+' ? s + 2 : s + 1;

		if (!text_to_int(e, strlen(e), -30, 30, &exponent))
			return false;
	} else if (*s != '\0') {
		return false;
	}
	at = (int64_t)(point == SIZE_MAX ? n : point) + exponent;
	*days = *fraction = 0;
	for (int64_t i = 0; i < at || i < 1; i++) {
		int64_t digit = at > 0 && i < (int64_t)n ? digits[i] - '0' : 0;

		*days = *days * 10 + (at > 0 ? digit : 0);
		if (*days > MAX_SERIAL)
			return false;
	}
	for (int64_t i = at; i < at + FRACTION; i++)
		*fraction = *fraction * 10 + (i >= 0 && i < (int64_t)n ? digits[i] - '0' : 0);
	return true;
}

bool
xlsx_date(struct buf *out, const char *serial, bool from_1904, enum xlsx_format how)
{
	int64_t days, fraction, second;
	int year, month, day;

	if (!split(serial, &days, &fraction))
		return false;
	/* To the nearest second: binary fractions of a day are never exact. */
	second = (fraction * DAY_SECONDS + 500000000000) / 1000000000000;
	days += second / DAY_SECONDS;
	second %= DAY_SECONDS;
	if (how == XLSX_TIME && days == 0) {
		buf_fmt(out, "%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
			(int)(second % 60));
		return true;
	}
	/* Day 60 of the older epoch is the 29 February 1900 that never was. */
	if (!from_1904 && (days == 0 || days == 60))
		return false;
	civil_of_days(days + (from_1904 ? civil_days(1904, 1, 1) :
		civil_days(1899, 12, days < 60 ? 31 : 30)), &year, &month, &day);
	buf_fmt(out, "%04d-%02d-%02d", year, month, day);
	if (second != 0 || how == XLSX_DATE_TIME)
		buf_fmt(out, "T%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
			(int)(second % 60));
	return true;
}
