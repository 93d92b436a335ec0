#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"

/*
 * Latin letters by their compatibility decomposition (Unicode 15), marks left
 * out; letters that do not decompose by their usual ASCII spelling.
 */
static const char latin1_a[][3] = {
	/* 00c0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* 00d0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
	/* 00e0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
	/* 00f0 */ "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
	/* 0100 */ "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
	/* 0110 */ "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
	/* 0120 */ "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
	/* 0130 */ "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",
	/* 0140 */ "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
	/* 0150 */ "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
	/* 0160 */ "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
	/* 0170 */ "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};
static const char additional[][3] = {
	/* 1e00 */ "a", "a", "b", "b", "b", "b", "b", "b", "c", "c", "d", "d", "d", "d", "d", "d",
	/* 1e10 */ "d", "d", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "f", "f",
	/* 1e20 */ "g", "g", "h", "h", "h", "h", "h", "h", "h", "h", "h", "h", "i", "i", "i", "i",
	/* 1e30 */ "k", "k", "k", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", "l", "m", "m",
	/* 1e40 */ "m", "m", "m", "m", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",
	/* 1e50 */ "o", "o", "o", "o", "p", "p", "p", "p", "r", "r", "r", "r", "r", "r", "r", "r",
	/* 1e60 */ "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t", "t", "t", "t", "t",
	/* 1e70 */ "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "v", "v", "v", "v",
	/* 1e80 */ "w", "w", "w", "w", "w", "w", "w", "w", "w", "w", "x", "x", "x", "x", "y", "y",
	/* 1e90 */ "z", "z", "z", "z", "z", "z", "h", "t", "w", "y", "", "s", "", "", "ss", "",
	/* 1ea0 */ "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
	/* 1eb0 */ "a", "a", "a", "a", "a", "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e",
	/* 1ec0 */ "e", "e", "e", "e", "e", "e", "e", "e", "i", "i", "i", "i", "o", "o", "o", "o",
	/* 1ed0 */ "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
	/* 1ee0 */ "o", "o", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
	/* 1ef0 */ "u", "u", "y", "y", "y", "y", "y", "y", "y", "y", "", "", "", "", "", "",
};

const char *
utf8_latin_base(uint32_t c)
{
	const char *s = "";

	if (c >= 0xc0 && c <= 0x17f)
		s = latin1_a[c - 0xc0];
	else if (c >= 0x1e00 && c <= 0x1eff)
		s = additional[c - 0x1e00];
	return s[0] == '\0' ? NULL : s;
}

static bool
parts_words(uint32_t c)
{
	return (c < 0x80 && ch_space((char)c)) || c == '_' || c == '-' || c == 0xa0 ||
		c == 0x3000 || (c >= 0x2000 && c <= 0x200b) || (c >= 0x2010 && c <= 0x2015) ||
		c == 0x202f;
}

char *
str_word_key(struct arena *a, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s), o = 0, n;
	char *key;

	if (s == NULL)
		return NULL;
	/* No letter's base is longer than the letter: the key has room where the text had. */
	key = arena_alloc(a, len + 1);
	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(s + i, len - i, &n);
		const char *base;

		if (c >= 0 && parts_words((uint32_t)c)) {
			if (o > 0 && key[o - 1] != ' ')
				key[o++] = ' ';
			continue;
		}
		if (c >= 0 && c < 0x80) {
			key[o++] = ch_low((char)c);
			continue;
		}
		/* A mark that follows its letter is the same word as the letter with its mark. */
		if (c >= 0x300 && c <= 0x36f)
			continue;
		base = c < 0 ? NULL : utf8_latin_base((uint32_t)c);
		if (base == NULL) {
			memcpy(key + o, s + i, n);
			o += n;
		}
		while (base != NULL && *base != '\0')
			key[o++] = *base++;
	}
	while (o > 0 && key[o - 1] == ' ')
		o--;
	key[o] = '\0';
	return key;
}

/* Bytes that stay as they are: most of every text. */
static size_t
plain_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= ' ' && s[n] <= '~')
		n++;
	return n;
}

/* How many bytes from i on stand before the end, the cut at max, and the ceiling of the buffer. */
static size_t
may_add(const struct buf *b, size_t i, size_t len, size_t max)
{
	size_t end = max != 0 && max < len ? max : len, n = i < end ? end - i : 0;

	return n < b->max - b->len ? n : b->max - b->len;
}

void
text_inert(struct buf *b, const char *s, size_t max)
{
	size_t len = s == NULL ? 0 : strlen(s), n;

	for (size_t i = 0; i < len; i += n) {
		int32_t c;

		n = plain_run(s + i, may_add(b, i, len, max));
		if (n > 0) {
			buf_add(b, s + i, n);
			continue;
		}
		c = utf8_next(s + i, len - i, &n);
		if (max != 0 && i + n > max) {
			buf_str(b, "...");
			return;
		}
		if (c < 0) {
			buf_fmt(b, "<%02X>", (unsigned)(unsigned char)s[i]);
		} else if (c == '\r' && i + 1 < len && s[i + 1] == '\n') {
			buf_chr(b, ' ');
			n = 2;
		} else if (c == '\t' || c == '\n' || c == '\r') {
			buf_chr(b, ' ');
		} else if (utf8_invisible((uint32_t)c)) {
			buf_fmt(b, "<U+%04X>", (unsigned)c);
		} else {
			buf_add(b, s + i, n);
		}
	}
}

char *
text_inert_dup(struct arena *a, const char *s, size_t max)
{
	struct buf b;
	char *p;

	/* The longest spelling of one byte is "<U+XXXX>". */
	buf_init(&b, (s == NULL ? 0 : strlen(s)) * 8 + 4);
	text_inert(&b, s, max);
	p = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return p;
}
