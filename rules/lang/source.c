#include "rules/lang/source.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

static int
hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = ch_low(p[i]);

		if (!ch_digit(c) && (c < 'a' || c > 'f'))
			return -1;
		v = v * 16 + (ch_digit(c) ? c - '0' : c - 'a' + 10);
	}
	return v;
}

/* How many bytes of UTF-8 a \uXXXX of JSON stands for; the high surrogate counts for both. */
static size_t
escaped_bytes(int v)
{
	if (v >= 0xdc00 && v < 0xe000)
		return 0;
	if (v >= 0xd800 && v < 0xdc00)
		return 4;
	return v < 0x80 ? 1 : v < 0x800 ? 2 : 3;
}

/*
 * The byte of the file's line at which byte `off` of the expression stands:
 * most expressions are JSON strings, in which a quote takes two bytes. False
 * if the line does not hold the expression's text.
 */
static bool
in_excerpt(const struct lang_source *s, size_t off, size_t *col)
{
	const char *line = s->at->excerpt, *p;
	size_t done = 0, len = strlen(line);

	if (s->at->col <= s->at->cut || s->at->col - s->at->cut > len + 1)
		return false;
	p = line + (s->at->col - s->at->cut) - 1;
	while (done < off) {
		if (*p == '\0')
			return false;
		if (*p == s->text[done] && *p != '\\') {
			p++;
			done++;
		} else if (*p == '\\' && p[1] == 'u' && hex4(p + 2) >= 0) {
			done += escaped_bytes(hex4(p + 2));
			p += 6;
		} else if (*p == '\\' && p[1] != '\0' && s->text[done] != '\\') {
			p += 2;
			done++;
		} else if (*p == '\\' && s->text[done] == '\\') {
			p += p[1] == '\\' ? 2 : 1;
			done++;
		} else {
			return false;
		}
	}
	*col = (size_t)(p - line) + 1 + s->at->cut;
	return true;
}

struct place
source_place(const struct lang_source *s, size_t from, size_t to)
{
	struct place p = {0};
	size_t a, b, end;

	if (from > s->len)
		from = s->len;
	end = from;
	while (end < to && end < s->len && s->text[end] != '\n')
		end++;
	if (s->at != NULL && s->at->excerpt != NULL && in_excerpt(s, from, &a)) {
		p = *s->at;
		p.col = (uint32_t)a;
		p.width = in_excerpt(s, end, &b) && b > a ? (uint32_t)(b - a) : 1;
		return p;
	}
	place_of(&p, s->scratch, s->at != NULL ? s->at->file : "expression", s->text, s->len, from);
	p.width = end > from ? (uint32_t)(end - from) : 1;
	if (s->at != NULL && s->at->line > 0)
		p.line += s->at->line - 1;
	return p;
}

void
source_error(struct lang_source *s, const struct diag_kind *kind, size_t from, size_t to,
	const char *fmt, ...)
{
	struct place p = source_place(s, from, to);
	struct buf b;
	va_list ap;

	va_start(ap, fmt);
	buf_init(&b, MAX_TEXT);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	diag_add(s->d, kind, &p, "%s", b.p);
	buf_free(&b);
	s->errors++;
}
