#include "checker/base/utf8.h"

#include "checker/base/buf.h"
#include "checker/base/text.h"

struct range {
	uint32_t from, to;
};

int32_t
utf8_next(const char *p, size_t len, size_t *n)
{
	const unsigned char *s = (const unsigned char *)p;
	size_t want;
	uint32_t c, least;

	*n = 1;
	if (len == 0)
		return -1;
	if (s[0] < 0x80)
		return s[0];
	if (s[0] >= 0xc2 && s[0] <= 0xdf) {
		want = 2, c = s[0] & 0x1fu, least = 0x80;
	} else if ((s[0] & 0xf0) == 0xe0) {
		want = 3, c = s[0] & 0x0fu, least = 0x800;
	} else if (s[0] >= 0xf0 && s[0] <= 0xf4) {
		want = 4, c = s[0] & 0x07u, least = 0x10000;
	} else {
		return -1;
	}
	if (len < want)
		return -1;
	for (size_t i = 1; i < want; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (s[i] & 0x3fu);
	}
	/* RFC 3629: the shortest form only, no surrogates, nothing past 10FFFF. */
	if (c < least || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
		return -1;
	*n = want;
	return (int32_t)c;
}

bool
utf8_valid(const char *p, size_t len)
{
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		n = 1;
		if ((unsigned char)p[i] >= 0x80 && utf8_next(p + i, len - i, &n) < 0)
			return false;
	}
	return true;
}

void
utf8_put(struct buf *b, uint32_t c)
{
	char s[4];
	size_t n = 0;

	if (c < 0x80) {
		s[n++] = (char)c;
	} else if (c < 0x800) {
		s[n++] = (char)(0xc0 | c >> 6);
		s[n++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		s[n++] = (char)(0xe0 | c >> 12);
		s[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		s[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		s[n++] = (char)(0xf0 | (c >> 18 & 0x07));
		s[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		s[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		s[n++] = (char)(0x80 | (c & 0x3f));
	}
	buf_add(b, s, n);
}

static bool
in_ranges(const struct range *r, size_t n, uint32_t c)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (c > r[mid].to)
			lo = mid + 1;
		else if (c < r[mid].from)
			hi = mid;
		else
			return true;
	}
	return false;
}

bool
utf8_invisible(uint32_t c)
{
	/* Unicode's Cc, Cf, Zl, Zp and Default_Ignorable_Code_Point. */
	static const struct range invisible[] = {
		{0x0000, 0x001f}, {0x007f, 0x009f}, {0x00ad, 0x00ad}, {0x034f, 0x034f},
		{0x0600, 0x0605}, {0x061c, 0x061c}, {0x06dd, 0x06dd}, {0x070f, 0x070f},
		{0x0890, 0x0891}, {0x08e2, 0x08e2}, {0x115f, 0x1160}, {0x17b4, 0x17b5},
		{0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
		{0x3164, 0x3164}, {0xfdd0, 0xfdef}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
		{0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
	};

	if ((c & 0xfffe) == 0xfffe)
		return true;
	return in_ranges(invisible, sizeof(invisible) / sizeof(*invisible), c);
}

bool
utf8_rtl(uint32_t c)
{
	/* Digits and signs of these scripts are no letters: they order themselves. */
	static const struct range rtl[] = {
		{0x05be, 0x05be}, {0x05d0, 0x05f4}, {0x0608, 0x0608}, {0x061b, 0x064a},
		{0x066d, 0x066f}, {0x0671, 0x06d5}, {0x06e5, 0x06e6}, {0x06ee, 0x06ef},
		{0x06fa, 0x08c9}, {0xfb1d, 0xfb1d}, {0xfb1f, 0xfb28}, {0xfb2a, 0xfd3d},
		{0xfd50, 0xfdfc}, {0xfe70, 0xfefc}, {0x10800, 0x10fff}, {0x1e800, 0x1efff},
	};

	return c >= 0x590 && in_ranges(rtl, sizeof(rtl) / sizeof(*rtl), c);
}

bool
utf8_combining(uint32_t c)
{
	static const struct range combining[] = {
		{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
		{0x064b, 0x065f}, {0x0900, 0x0902}, {0x093c, 0x093c}, {0x0941, 0x0948},
		{0x094d, 0x094d}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
		{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0x3099, 0x309a},
		{0xfe20, 0xfe2f},
	};

	return in_ranges(combining, sizeof(combining) / sizeof(*combining), c);
}

int
utf8_width(uint32_t c)
{
	static const struct range wide[] = {
		{0x1100, 0x115f}, {0x231a, 0x231b}, {0x2329, 0x232a}, {0x23e9, 0x23ec},
		{0x2705, 0x2705}, {0x274c, 0x274c}, {0x2753, 0x2757}, {0x2e80, 0x303e},
		{0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97f},
		{0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60},
		{0xffe0, 0xffe6}, {0x17000, 0x18aff}, {0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f},
		{0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
	};

	if (c < 0x300)
		return 1;
	if (utf8_combining(c))
		return 0;
	return in_ranges(wide, sizeof(wide) / sizeof(*wide), c) ? 2 : 1;
}

size_t
text_rtl_run(const char *s)
{
	size_t len = strlen(s), end = 0, n;

	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(s + i, len - i, &n);

		if (c >= 0 && utf8_rtl((uint32_t)c))
			end = i + n;
		else if (c >= 0x80 && end == i && end > 0 && utf8_combining((uint32_t)c))
			end = i + n;
		else if (i == 0 || c <= 0 || c >= 0x80 || strchr(" -.'\"", (int)c) == NULL)
			break;
	}
	return end;
}
