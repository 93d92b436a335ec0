/* TZif files, version 2 and later: RFC 8536. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/base/zone.h"

#define HEADER 44
/* The longest table of the tz database has under 2,000; RFC 8536 allows 256 types. */
#define MAX_TRANSITIONS 20000

struct counts {
	size_t utc, std, leap, time, type, chars;
};

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t
be64(const unsigned char *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static bool
read_counts(const unsigned char *p, size_t len, struct counts *c)
{
	if (len < HEADER || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	*c = (struct counts){be32(p + 20), be32(p + 24), be32(p + 28), be32(p + 32), be32(p + 36),
		be32(p + 40)};
	return c->time <= MAX_TRANSITIONS && c->type >= 1 && c->type <= 256 && c->leap <= 1000 &&
		c->chars <= 65536 && c->utc <= 256 && c->std <= 256;
}

static size_t
block_size(const struct counts *c, size_t time_size)
{
	return c->time * (time_size + 1) + c->type * 6 + c->chars + c->leap * (time_size + 4) +
		c->std + c->utc;
}

static int
read_table(struct zone *z, const unsigned char *p, const struct counts *c, struct arena *a)
{
	const unsigned char *index = p + c->time * 8, *types = index + c->time;
	int64_t *at = ARENA_ARRAY(a, int64_t, c->time);
	int32_t *offset = ARENA_ARRAY(a, int32_t, c->time);

	for (size_t i = 0; i < c->type; i++) {
		int64_t east = (int32_t)be32(types + 6 * i);

		if (east <= -25 * 3600 || east >= 26 * 3600)
			return -1;
	}
	z->first = (int32_t)be32(types);
	for (size_t i = 0; i < c->time; i++) {
		at[i] = be64(p + 8 * i);
		if (index[i] >= c->type || (i > 0 && at[i] <= at[i - 1]))
			return -1;
		offset[i] = (int32_t)be32(types + 6 * (size_t)index[i]);
	}
	z->at = at;
	z->offset = offset;
	z->n = c->time;
	return 0;
}

int
zone_read(struct zone *z, const unsigned char *p, size_t len, struct arena *a)
{
	const unsigned char *end = p + len, *nl;
	struct counts c;

	/* The first block has 32-bit times, for old programs: passed over. */
	if (!read_counts(p, len, &c) || block_size(&c, 4) > len - HEADER)
		return -1;
	p += HEADER + block_size(&c, 4);
	/* Files that count leap seconds ("right/") are on another time scale than all evidence. */
	if (!read_counts(p, (size_t)(end - p), &c) || c.leap != 0)
		return -1;
	p += HEADER;
	if (block_size(&c, 8) > (size_t)(end - p) || read_table(z, p, &c, a) != 0)
		return -1;
	p += block_size(&c, 8);
	if (p == end || *p++ != '\n')
		return -1;
	nl = memchr(p, '\n', (size_t)(end - p));
	if (nl == NULL)
		return -1;
	/* An empty footer: what comes after the table is not known to follow any rule. */
	if (nl == p)
		return 0;
	return zone_rule_parse(&z->rule, arena_strndup(a, (const char *)p, (size_t)(nl - p)));
}

static const char *
read_number(const char *p, int64_t min, int64_t max, int64_t *n)
{
	const char *from = p;

	while (ch_digit(*p))
		p++;
	return text_to_int(from, (size_t)(p - from), min, max, n) ? p : NULL;
}

/* "[+-]h[h][:mm[:ss]]", in seconds. */
static const char *
read_time(const char *p, int64_t max_hours, int32_t *out)
{
	int64_t part, seconds, unit = 60;
	int sign = *p == '-' ? -1 : 1;

	if (*p == '-' || *p == '+')
		p++;
	p = read_number(p, 0, max_hours, &part);
	if (p == NULL)
		return NULL;
	for (seconds = part * 3600; *p == ':' && unit > 0; unit /= 60) {
		p = read_number(p + 1, 0, 59, &part);
		if (p == NULL)
			return NULL;
		seconds += part * unit;
	}
	*out = sign * (int32_t)seconds;
	return p;
}

/* "CET", "<+0330>": three characters or more, which nothing here needs. */
static const char *
skip_name(const char *p)
{
	const char *from = p;

	if (*p == '<') {
		while (*p != '\0' && *p != '>')
			p++;
		return *p == '>' && p - from > 3 ? p + 1 : NULL;
	}
	while (ch_alpha(*p))
		p++;
	return p - from >= 3 ? p : NULL;
}

static const char *
read_change(const char *p, struct zone_change *c)
{
	int64_t month = 0, week = 0, day;

	if (*p == 'M') {
		p = read_number(p + 1, 1, 12, &month);
		if (p == NULL || *p != '.')
			return NULL;
		p = read_number(p + 1, 1, 5, &week);
		if (p == NULL || *p != '.')
			return NULL;
		p = read_number(p + 1, 0, 6, &day);
		c->form = 'M';
	} else if (*p == 'J') {
		p = read_number(p + 1, 1, 365, &day);
		c->form = 'J';
	} else {
		p = read_number(p, 0, 365, &day);
		c->form = 'n';
	}
	if (p == NULL)
		return NULL;
	c->month = (int)month;
	c->week = (int)week;
	c->day = (int)day;
	c->time = 2 * 3600;
	return *p == '/' ? read_time(p + 1, 167, &c->time) : p;
}

int
zone_rule_parse(struct zone_rule *r, const char *s)
{
	const char *p = skip_name(s);
	int32_t west;

	*r = (struct zone_rule){0};
	if (p == NULL || (p = read_time(p, 24, &west)) == NULL)
		return -1;
	r->there = true;
	r->standard = -west;
	if (*p == '\0')
		return 0;
	p = skip_name(p);
	if (p == NULL)
		return -1;
	r->dst = true;
	r->summer = r->standard + 3600;
	if (*p != ',') {
		p = read_time(p, 24, &west);
		if (p == NULL)
			return -1;
		r->summer = -west;
	}
	/* Without dates POSIX leaves them to the system: not in a TZif footer. */
	if (*p != ',' || (p = read_change(p + 1, &r->start)) == NULL || *p != ',' ||
		(p = read_change(p + 1, &r->end)) == NULL || *p != '\0')
		return -1;
	return 0;
}
