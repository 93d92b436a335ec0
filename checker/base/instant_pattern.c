/* Dates by a pattern of field letters: Unicode Technical Standard 35, part 4. */
#include "checker/base/instant_parts.h"
#include "checker/base/text.h"

#define PIVOT 69 /* as in instant_forms.c */

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};
static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday"};

struct reading {
	struct parts p;
	int hour12, half, weekday; /* -1: the pattern has none */
	bool has_year, has_month, has_day;
};

/* A name, whole or its first three letters ("Sept" is common too). */
static int
read_name(struct cursor *cur, const char *const *names, int n, bool whole)
{
	for (int i = 0; i < n; i++) {
		char brief[4] = {names[i][0], names[i][1], names[i][2], '\0'};

		if (cur_word(cur, whole ? names[i] : brief))
			return i;
		if (!whole && strcmp(brief, "Sep") == 0 && cur_word(cur, "sept"))
			return i;
	}
	return -1;
}

/* A fixed width where the letter is doubled; "d", "M", "H" and "h" take one digit or two. */
static bool
read_number(struct cursor *cur, size_t letters, int *value)
{
	return letters <= 2 && cur_digits(cur, letters, 2, value);
}

static bool
read_year(struct cursor *cur, size_t letters, struct reading *r)
{
	r->has_year = true;
	if (letters == 2) {
		if (!cur_digits(cur, 2, 2, &r->p.c.year))
			return false;
		r->p.c.year += r->p.c.year < PIVOT ? 2000 : 1900;
		return true;
	}
	return (letters == 1 || letters == 4) && cur_digits(cur, 4, 4, &r->p.c.year);
}

static bool
read_month(struct cursor *cur, size_t letters, struct reading *r)
{
	r->has_month = true;
	if (letters <= 2)
		return read_number(cur, letters, &r->p.c.month);
	if (letters > 4)
		return false;
	r->p.c.month = read_name(cur, months, 12, letters == 4) + 1;
	return r->p.c.month > 0;
}

static bool
read_half(struct cursor *cur, struct reading *r)
{
	if (cur_word(cur, "am") || cur_word(cur, "a.m."))
		r->half = 0;
	else if (cur_word(cur, "pm") || cur_word(cur, "p.m."))
		r->half = 1;
	return r->half >= 0;
}

static bool
read_subsecond(struct cursor *cur, size_t letters, struct reading *r)
{
	size_t n = 0;
	struct cursor part = *cur;

	while (n < letters && part.p + n < part.end && ch_digit(part.p[n]))
		n++;
	if (n < letters)
		return false;
	part.end = part.p + n;
	cur->p += n;
	return cur_fraction(&part, &r->p.c.nanosecond);
}

static bool
read_zone(struct cursor *cur, struct reading *r)
{
	const char *from = cur->p;
	struct cursor part = *cur;

	if (from == cur->end || ch_space(*from))
		return false;
	/* Only the offset's own characters: literals may follow. */
	while (part.p < part.end && (ch_alnum(*part.p) || *part.p == ':' || *part.p == '+' ||
		*part.p == '-'))
		part.p++;
	part.end = part.p;
	part.p = from;
	if (!cur_offset(&part, &r->p) || part.p != part.end)
		return false;
	cur->p = part.end;
	return true;
}

static bool
read_field(struct cursor *cur, char letter, size_t letters, struct reading *r)
{
	switch (letter) {
	case 'y':
		return read_year(cur, letters, r);
	case 'M':
		return read_month(cur, letters, r);
	case 'd':
		r->has_day = true;
		return read_number(cur, letters, &r->p.c.day);
	case 'H':
		r->p.has_time = true;
		return read_number(cur, letters, &r->p.c.hour);
	case 'h':
		r->p.has_time = true;
		return read_number(cur, letters, &r->hour12);
	case 'm':
		return read_number(cur, letters, &r->p.c.minute);
	case 's':
		return read_number(cur, letters, &r->p.c.second);
	case 'S':
		return read_subsecond(cur, letters, r);
	case 'a':
		return read_half(cur, r);
	case 'E':
		r->weekday = read_name(cur, days, 7, letters == 4);
		return r->weekday >= 0;
	case 'Z':
	case 'X':
		return read_zone(cur, r);
	default:
		return false;
	}
}

/* 'text' stands for itself, '' for one quote. The pattern's place behind it; NULL: no match. */
static const char *
read_quoted(struct cursor *cur, const char *p)
{
	if (p[1] == '\'')
		return cur_char(cur, '\'') ? p + 2 : NULL;
	for (p++; *p != '\0' && *p != '\''; p++) {
		if (!cur_char(cur, *p))
			return NULL;
	}
	return *p == '\'' ? p + 1 : NULL;
}

static bool
read_pattern(struct cursor *cur, const char *p, struct reading *r)
{
	while (*p != '\0') {
		size_t n = 1;

		if (*p == '\'') {
			p = read_quoted(cur, p);
			if (p == NULL)
				return false;
			continue;
		}
		if (ch_alpha(*p)) {
			while (p[n] == *p)
				n++;
			if (!read_field(cur, *p, n, r))
				return false;
		} else if (ch_space(*p)) {
			if (!cur_blanks(cur))
				return false;
			while (ch_space(p[n]))
				n++;
		} else if (!cur_char(cur, *p)) {
			return false;
		}
		p += n;
	}
	return cur->p == cur->end;
}

int
instant_parse_pattern(struct instant *out, const char *text, const char *pattern,
	const struct zone *zone, struct arena *a)
{
	struct reading r = {.hour12 = -1, .half = -1, .weekday = -1};
	struct civil *c = &r.p.c;
	struct cursor cur;

	if (!instant_begin(out, text, a, &cur))
		return 0;
	if (cur.end - cur.p > INSTANT_TEXT_MAX || !read_pattern(&cur, pattern, &r) || !r.has_year ||
		!r.has_month || !r.has_day)
		return -1;
	if (r.hour12 >= 0) {
		if (r.hour12 < 1 || r.hour12 > 12 || r.half < 0)
			return -1;
		c->hour = r.hour12 % 12 + 12 * r.half;
	}
	/* Not the date's day of the week: one of both is wrong, and nobody can say which. */
	if (r.weekday >= 0 && civil_valid(c) &&
		r.weekday != weekday_of_days(civil_days(c->year, c->month, c->day)))
		return -1;
	return instant_of_parts(out, &r.p, zone);
}

bool
instant_pattern_valid(const char *pattern)
{
	bool year = false, month = false, day = false;

	for (const char *p = pattern; *p != '\0';) {
		size_t n = 1, most;

		if (*p == '\'') {
			for (p++; *p != '\0' && *p != '\'';)
				p++;
			if (*p++ == '\0')
				return false;
			continue;
		}
		if (!ch_alpha(*p)) {
			p++;
			continue;
		}
		while (p[n] == *p)
			n++;
		year = year || *p == 'y';
		month = month || *p == 'M';
		day = day || *p == 'd';
		if (strchr("dHhms", *p) != NULL)
			most = 2;
		else if (strchr("yME", *p) != NULL)
			most = 4;
		else if (strchr("ZXa", *p) != NULL)
			most = 3;
		else
			most = *p == 'S' ? 9 : 0;
		if (n > most || (*p == 'y' && n == 3))
			return false;
		p += n;
	}
	return year && month && day;
}
