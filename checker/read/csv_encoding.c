#include "checker/read/csv_encoding.h"

#include "checker/base/buf.h"
#include "checker/base/text.h"

#define SNIFF_LINES 64 /* enough to outvote a preamble; few enough to be instant */

int
csv_encoding_named(const char *name, enum csv_encoding *out)
{
	static const struct { const char *name; enum csv_encoding e; } known[] = {
		{"utf-8", CSV_UTF8}, {"utf-16le", CSV_UTF16LE}, {"utf-16be", CSV_UTF16BE},
		{"windows-1252", CSV_WINDOWS1252},
	};

	*out = CSV_GUESS;
	if (name == NULL)
		return 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (str_same_fold(name, known[i].name)) {
			*out = known[i].e;
			return 0;
		}
	}
	return -1;
}

enum csv_encoding
csv_encoding_sniff(enum csv_encoding stated, const char *p, size_t n, size_t *bom)
{
	const unsigned char *b = (const unsigned char *)p;
	bool le = n >= 2 && b[0] == 0xff && b[1] == 0xfe;
	bool be = n >= 2 && b[0] == 0xfe && b[1] == 0xff;

	*bom = 0;
	if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0 &&
		(stated == CSV_GUESS || stated == CSV_UTF8))
		*bom = 3;
	else if ((le && (stated == CSV_GUESS || stated == CSV_UTF16LE)) ||
		(be && (stated == CSV_GUESS || stated == CSV_UTF16BE)))
		*bom = 2;
	if (stated != CSV_GUESS || *bom == 3)
		return stated;
	if (le || (n >= 4 && b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0))
		return CSV_UTF16LE;
	if (be || (n >= 4 && b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0))
		return CSV_UTF16BE;
	return CSV_GUESS;
}

static void
unit_add(struct utf16 *u, struct buf *out, uint16_t c)
{
	if (u->high != 0 && c >= 0xdc00 && c <= 0xdfff) {
		utf8_put(out,
			0x10000 + ((uint32_t)(u->high - 0xd800) << 10) + (uint32_t)(c - 0xdc00));
		u->high = 0;
		return;
	}
	if (u->high != 0)
		buf_add(out, "\xed\xa0\x80", 3);
	u->high = 0;
	if (c >= 0xd800 && c <= 0xdbff)
		u->high = c;
	else if (c >= 0xdc00 && c <= 0xdfff)
		buf_add(out, "\xed\xb0\x80", 3);
	else
		utf8_put(out, c);
}

void
utf16_add(struct utf16 *u, struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)p[i];

		if (!u->odd)
			u->first = b;
		else
			unit_add(u, out,
				(uint16_t)(u->big_endian ? u->first << 8 | b : b << 8 | u->first));
		u->odd = !u->odd;
	}
}

bool
utf16_end(const struct utf16 *u)
{
	return !u->odd && u->high == 0;
}

size_t
windows1252(char *out, const char *p, size_t n)
{
	/* 0x80 to 0x9f; the five that are not assigned stay what they are in Latin-1: controls. */
	static const uint16_t table[32] = {
		0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
		0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
	};
	char *w = out;

	for (size_t i = 0; i < n; i++) {
		unsigned char b = (unsigned char)p[i];
		uint16_t c = b >= 0x80 && b < 0xa0 ? table[b - 0x80] : b;

		if (c < 0x80) {
			*w++ = (char)c;
		} else if (c < 0x800) {
			*w++ = (char)(0xc0 | c >> 6);
			*w++ = (char)(0x80 | (c & 0x3f));
		} else {
			*w++ = (char)(0xe0 | c >> 12);
			*w++ = (char)(0x80 | (c >> 6 & 0x3f));
			*w++ = (char)(0x80 | (c & 0x3f));
		}
	}
	return (size_t)(w - out);
}

/* How often the delimiter stands in each of the first lines, outside of quotes; how many lines. */
static size_t
count_lines(const char *p, size_t n, bool whole, char delimiter, size_t counts[SNIFF_LINES])
{
	bool quoted = false, start = true, empty = true;
	size_t lines = 0;

	counts[0] = 0;
	for (size_t i = 0; i < n && lines < SNIFF_LINES; i++) {
		char c = p[i];

		if (quoted) {
			quoted = c != '"';
			continue;
		}
		if (c == '"' && (start || (i > 0 && p[i - 1] == '"')))
			quoted = true;
		start = c == delimiter;
		if (c == delimiter)
			counts[lines]++;
		if (c != '\n' && c != '\r') {
			empty = false;
			continue;
		}
		if (!empty && ++lines < SNIFF_LINES)
			counts[lines] = 0;
		start = empty = true;
	}
	return whole && !empty && lines < SNIFF_LINES ? lines + 1 : lines;
}

/* How many lines agree on the commonest number of delimiters, and on which number. */
static size_t
agreement(const size_t *counts, size_t lines, size_t *number)
{
	size_t best = 0;

	*number = 0;
	for (size_t i = 0; i < lines; i++) {
		size_t same = 0;

		if (counts[i] == 0)
			continue;
		for (size_t j = 0; j < lines; j++)
			same += counts[j] == counts[i];
		if (same > best || (same == best && counts[i] > *number)) {
			best = same;
			*number = counts[i];
		}
	}
	return best;
}

char
csv_delimiter_sniff(const char *p, size_t n, bool whole)
{
	static const char candidates[] = {',', ';', '\t', '|'};
	size_t counts[SNIFF_LINES], best = 0, best_number = 0;
	char delimiter = ',';

	for (size_t i = 0; i < sizeof(candidates); i++) {
		size_t number, lines = count_lines(p, n, whole, candidates[i], counts);
		size_t agree = agreement(counts, lines, &number);

		if (agree > best || (agree == best && number > best_number)) {
			best = agree;
			best_number = number;
			delimiter = candidates[i];
		}
	}
	return delimiter;
}

size_t
csv_sep_line(const char *p, size_t n, char *delimiter)
{
	size_t i = n > 0 && p[0] == '"' ? 1 : 0;
	bool quoted = i == 1;

	if (n < i + 5 || ch_low(p[i]) != 's' || ch_low(p[i + 1]) != 'e' ||
		ch_low(p[i + 2]) != 'p' || p[i + 3] != '=')
		return 0;
	if (ch_alnum(p[i + 4]) || (unsigned char)p[i + 4] >= 0x80 || p[i + 4] == '"' ||
		p[i + 4] == '\n' || p[i + 4] == '\r' || p[i + 4] == '\0')
		return 0;
	*delimiter = p[i + 4];
	i += 5;
	if (quoted && (i == n || p[i++] != '"'))
		return 0;
	if (i == n)
		return i;
	if (p[i] == '\n')
		return i + 1;
	if (p[i] != '\r')
		return 0;
	return i + 1 < n && p[i + 1] == '\n' ? i + 2 : i + 1;
}
