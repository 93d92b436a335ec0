#include "reports/markdown.h"

#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

/* A pipe ends a cell even within code, but not behind a backslash (GFM 4.10). */
static void
code(struct buf *b, const char *s, size_t len)
{
	size_t run = 0, longest = 0;

	for (size_t i = 0; i < len; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (size_t i = 0; i <= longest; i++)
		buf_chr(b, '`');
	if (longest > 0 || s[0] == ' ')
		buf_chr(b, ' ');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '|')
			buf_chr(b, '\\');
		buf_chr(b, s[i]);
	}
	if (longest > 0 || s[len - 1] == ' ')
		buf_chr(b, ' ');
	for (size_t i = 0; i <= longest; i++)
		buf_chr(b, '`');
}

void
md_code(struct buf *b, const char *s, size_t max)
{
	struct buf inert;

	buf_init(&inert, MIB);
	text_inert(&inert, s, max);
	if (inert.len > 0)
		code(b, inert.p, inert.len);
	buf_free(&inert);
}

static bool
has(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= len; i++) {
		size_t k = 0;

		while (k < n && ch_low(s[i + k]) == what[k])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

/* "@name", "#12", "!12", "gh-12", addresses: forges act on them even where Markdown does not. */
static bool
acts(const char *s, size_t len)
{
	static const char *const signs[] = {"@", "#", "!", "~", "$", "://", "www.", "gh-", "mailto:"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (has(s, len, signs[i]))
			return true;
	return false;
}

static bool
punctuation(char c)
{
	return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a')
		|| (c > 'z' && c < 0x7f);
}

/* Those that no Markdown gives a meaning stay as they are, for whoever reads the source. */
static bool
harmless(const char *s, size_t i, size_t len)
{
	switch (s[i]) {
	case ',':
	case ';':
	case '%':
	case '/':
	case '"':
	case '\'':
	case '(':
	case ')':
		return true;
	case ':': /* ":name:" is an emoji */
		return i + 1 == len || ch_digit(s[i + 1]);
	case '.': /* "1. " begins a list */
		return i + 1 < len || strspn(s, "0123456789") < i;
	case '-':
		return i > 0 && i + 1 < len && ch_alnum(s[i - 1]) && ch_alnum(s[i + 1]);
	default:
		return false;
	}
}

void
md_text(struct buf *b, const char *s, size_t max)
{
	struct buf inert;
	const char *p;

	buf_init(&inert, MIB);
	text_inert(&inert, s, max);
	p = inert.p;
	while (*p != '\0') {
		size_t len = strcspn(p, " ");

		if (len > 0 && acts(p, len)) {
			code(b, p, len);
		} else {
			for (size_t i = 0; i < len; i++) {
				if (punctuation(p[i]) && !harmless(p, i, len))
					buf_chr(b, '\\');
				buf_chr(b, p[i]);
			}
		}
		p += len;
		/* Runs of blanks are one: four of them would begin code. */
		if (*p == ' ' && p != inert.p)
			buf_chr(b, ' ');
		p += strspn(p, " ");
	}
	buf_free(&inert);
}
