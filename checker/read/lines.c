#include "checker/read/lines.h"

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/text.h"
#include "checker/read/csv_encoding.h"
#include "checker/read/reader.h"
#include "checker/read/syntax_diags.h"

#define CHUNK ((size_t)64 * 1024)

struct lines {
	struct buf line;
	uint32_t number;
	void (*on_line)(void *ctx, const struct text_line *line);
	void *ctx;
};

const char *
text_bad(const char *p, size_t n)
{
	if (n > 0 && memchr(p, '\0', n) != NULL)
		return "a NUL byte";
	return utf8_valid(p, n) ? NULL : "bytes that are not UTF-8";
}

static void
give(struct lines *l)
{
	struct text_line t = { .over = l->line.over, .number = ++l->number };

	if (l->line.len > 0 && l->line.p[l->line.len - 1] == '\r')
		l->line.p[--l->line.len] = '\0';
	t.p = l->line.len > 0 ? l->line.p : "";
	t.len = l->line.len;
	l->on_line(l->ctx, &t);
	buf_reset(&l->line);
}

static void
split(struct lines *l, const char *p, size_t n)
{
	const char *end = p + n, *nl;

	for (; p < end && (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		buf_add(&l->line, p, (size_t)(nl - p));
		give(l);
	}
	buf_add(&l->line, p, (size_t)(end - p));
}

int
reading_lines(struct reading *r, size_t max,
	void (*on_line)(void *ctx, const struct text_line *line), void *ctx)
{
	char *chunk = x_malloc(CHUNK);
	struct lines l = { .on_line = on_line, .ctx = ctx };
	struct utf16 utf16 = {0};
	struct buf text;
	bool begun = false, wide = false;
	long got;

	buf_init(&l.line, max);
	buf_init(&text, 4 * CHUNK);
	while ((got = r->more(r, chunk, CHUNK)) > 0) {
		size_t bom = 0;

		if (!begun) {
			enum csv_encoding e = csv_encoding_sniff(CSV_GUESS, chunk, (size_t)got, &bom);

			begun = true;
			wide = e == CSV_UTF16LE || e == CSV_UTF16BE;
			utf16.big_endian = e == CSV_UTF16BE;
		}
		if (wide) {
			buf_reset(&text);
			utf16_add(&utf16, &text, chunk + bom, (size_t)got - bom);
			split(&l, text.p, text.len);
		} else {
			split(&l, chunk + bom, (size_t)got - bom);
		}
	}
	if (got == 0 && wide && !utf16_end(&utf16)) {
		reading_note(r, &csv_encoding, 0, 0, "the text ends inside a character of UTF-16");
		got = -1;
	}
	if (got == 0 && (l.line.len > 0 || l.line.over))
		give(&l);
	free(chunk);
	buf_free(&text);
	buf_free(&l.line);
	if (got < 0)
		r->source->broken = true;
	return got < 0 ? -1 : 0;
}
