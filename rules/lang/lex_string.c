/* String and bytes literals: quotes, prefixes, escapes. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/lex.h"
#include "rules/lang/source.h"

struct literal {
	struct lang_source *s;
	size_t i;
	bool bytes, raw, triple;
	char quote;
	struct buf out;
};

static bool
digits(struct literal *l, size_t n, unsigned base, uint32_t *v)
{
	*v = 0;
	if (l->s->len - l->i < n)
		return false;
	for (size_t k = 0; k < n; k++) {
		char c = ch_low(l->s->text[l->i + k]);
		unsigned d = ch_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;

		if ((!ch_digit(c) && !ch_lower(c)) || d >= base)
			return false;
		*v = *v * base + d;
	}
	l->i += n;
	return true;
}

/* A number of an escape: a byte in bytes, a code point in a string. */
static bool
put_code(struct literal *l, uint32_t v, bool unicode)
{
	if (l->bytes) {
		if (unicode || v > 255)
			return false;
		buf_chr(&l->out, (char)(unsigned char)v);
		return true;
	}
	if (v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
		return false;
	utf8_put(&l->out, v);
	return true;
}

/* \uXXXX, and the pair that together names a character beyond the first plane. */
static bool
four_digits(struct literal *l)
{
	uint32_t v, low;

	if (!digits(l, 4, 16, &v))
		return false;
	if (v >= 0xd800 && v < 0xdc00 && l->s->len - l->i >= 6 &&
		memcmp(l->s->text + l->i, "\\u", 2) == 0) {
		l->i += 2;
		if (!digits(l, 4, 16, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		v = 0x10000 + ((v - 0xd800) << 10) + (low - 0xdc00);
	}
	return put_code(l, v, true);
}

/* Behind the backslash. */
static bool
escape(struct literal *l)
{
	static const char from[] = "abfnrtv\\?\"'`", to[] = "\a\b\f\n\r\t\v\\?\"'`";
	const char *hit;
	uint32_t v;
	char c;

	if (l->i >= l->s->len)
		return false;
	c = l->s->text[l->i++];
	hit = c == '\0' ? NULL : strchr(from, c);
	if (hit != NULL) {
		buf_chr(&l->out, to[hit - from]);
		return true;
	}
	if (c == 'x' || c == 'X')
		return digits(l, 2, 16, &v) && put_code(l, v, false);
	if (c == 'u')
		return four_digits(l);
	if (c == 'U')
		return digits(l, 8, 16, &v) && put_code(l, v, true);
	if (c >= '0' && c <= '3') {
		l->i--;
		return digits(l, 3, 8, &v) && put_code(l, v, false);
	}
	return false;
}

static bool
at_end(const struct literal *l)
{
	const char *p = l->s->text + l->i;

	if (*p != l->quote)
		return false;
	return !l->triple || (l->s->len - l->i >= 3 && p[1] == l->quote && p[2] == l->quote);
}

static void
prefix(struct literal *l)
{
	const char *text = l->s->text;

	if (ch_low(text[l->i]) == 'b') {
		l->bytes = true;
		l->i++;
	}
	if (ch_low(text[l->i]) == 'r') {
		l->raw = true;
		l->i++;
	}
	l->quote = text[l->i];
	l->triple = l->s->len - l->i >= 3 && text[l->i + 1] == l->quote &&
		text[l->i + 2] == l->quote;
	l->i += l->triple ? 3 : 1;
}

/* Reads up to the end quote; false if there is none. Bad escapes are reported on the way. */
static bool
body(struct literal *l)
{
	struct lang_source *s = l->s;

	while (l->i < s->len) {
		char c = s->text[l->i];
		size_t n;

		if (at_end(l))
			return true;
		if (!l->triple && (c == '\n' || c == '\r'))
			return false;
		if (c == '\\' && !l->raw) {
			size_t from = l->i++;

			if (!escape(l)) {
				l->i = l->i < s->len ? l->i : s->len;
				source_error(s, &lang_string, from, from + 2,
					"\"\\%.1s\" is no escape of a %s", s->text + from + 1,
					l->bytes ? "bytes literal" : "string");
			}
			continue;
		}
		if (utf8_next(s->text + l->i, s->len - l->i, &n) < 0) {
			source_error(s, &lang_string, l->i, l->i + 1, "the text is not UTF-8");
			n = 1;
		}
		buf_add(&l->out, s->text + l->i, n);
		l->i += n;
	}
	return false;
}

int
lex_string(struct arena *a, struct lang_source *s, size_t *at, struct token *out)
{
	struct literal l = {.s = s, .i = *at};
	size_t before = s->errors;

	buf_init(&l.out, MAX_EXPR);
	prefix(&l);
	if (body(&l))
		l.i += l.triple ? 3 : 1;
	else
		source_error(s, &lang_string, *at, *at + 1,
			"the string that begins here has no end");
	out->kind = l.bytes ? TOKEN_BYTES : TOKEN_STRING;
	out->p = arena_strndup(a, l.out.p, l.out.len);
	out->n = l.out.len;
	buf_free(&l.out);
	*at = l.i;
	return s->errors == before ? 0 : -1;
}
