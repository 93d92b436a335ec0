/* Diagnostics as a person reads them. */
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"

/* A line of output: every part of it has a ceiling before it comes here. */
#define LINE_MAX_BYTES (1 * MIB)

static const char *const level_word[] = {"note", "warning", "error"};
static const char *const level_colour[] = {"\033[36m", "\033[35m", "\033[31m"};

static void
put_head(struct buf *b, const struct place *at, const struct diag_kind *kind, bool colour)
{
	if (colour)
		buf_str(b, "\033[1m");
	if (at->file != NULL) {
		text_inert(b, at->file, 0);
		if (at->line != 0)
			buf_fmt(b, ":%lu", (unsigned long)at->line);
		if (at->line != 0 && at->col != 0)
			buf_fmt(b, ":%lu", (unsigned long)at->col);
	} else {
		buf_str(b, "trueup");
	}
	buf_str(b, ": ");
	if (colour)
		buf_str(b, level_colour[kind->level]);
	buf_fmt(b, "%s[%s]:", level_word[kind->level], kind->code);
	if (colour)
		buf_str(b, "\033[0m");
	buf_chr(b, ' ');
}

/* Columns that the inert spelling of [p, p + n) takes; appends it to b. */
static size_t
put_piece(struct buf *b, const char *p, size_t n)
{
	size_t i, step, columns = 0, before = b->len;
	char piece[8];

	memcpy(piece, p, n);
	piece[n] = '\0';
	text_inert(b, piece, 0);
	for (i = before; i < b->len; i += step) {
		int32_t c = utf8_next(b->p + i, b->len - i, &step);

		columns += c < 0 ? 1 : (size_t)utf8_width((uint32_t)c);
	}
	return columns;
}

/*
 * The line, and below it the caret.  Evidence is made inert character by
 * character, so that the caret stands under what the reader sees and not
 * under what the file holds; a tab takes one column.
 */
static void
put_excerpt(struct buf *b, const struct place *at, bool colour, enum diag_level level)
{
	const char *s = at->excerpt;
	size_t len = strlen(s), n, column = 0, first = 0, last = 0;
	size_t mark = at->col > at->cut ? at->col - at->cut - 1 : 0;
	size_t end = mark + (at->width == 0 ? 1 : at->width);
	size_t from = mark > MAX_EXCERPT / 2 && len > MAX_EXCERPT ? mark - MAX_EXCERPT / 2 : 0;
	size_t to = len - from > MAX_EXCERPT ? from + MAX_EXCERPT : len;
	bool seen = false;

	while (from > 0 && ((unsigned char)s[from] & 0xc0) == 0x80)
		from--;
	buf_fmt(b, "%5lu | ", (unsigned long)at->line);
	if (from > 0 || at->cut > 0) {
		buf_str(b, "...");
		column = 3;
	}
	for (size_t i = from; i < to; i += n) {
		utf8_next(s + i, len - i, &n);
		if (!seen && i + n > mark) {
			seen = true;
			first = column;
		}
		column += put_piece(b, s + i, n);
		if (i < end)
			last = column;
	}
	if (to < len)
		buf_str(b, "...");
	buf_chr(b, '\n');
	if (at->col == 0)
		return;
	if (!seen)
		first = column;
	buf_fmt(b, "      | %*s%s^", (int)first, "", colour ? level_colour[level] : "");
	for (size_t i = first + 1; i < last; i++)
		buf_chr(b, '~');
	buf_fmt(b, "%s\n", colour ? "\033[0m" : "");
}

static void
put_one(struct buf *b, const struct diag *d, bool colour)
{
	put_head(b, &d->at, d->kind, colour);
	text_inert(b, d->text, 0);
	buf_chr(b, '\n');
	if (d->at.excerpt != NULL && d->at.line != 0 && d->at.excerpt[0] != '\0')
		put_excerpt(b, &d->at, colour, d->kind->level);
}

void
diags_print(const struct diags *d, FILE *out, bool colour)
{
	struct buf b;

	buf_init(&b, LINE_MAX_BYTES);
	for (size_t i = 0; i < diags_count(d); i++) {
		const struct diag *x = diags_at(d, i);
		size_t more = diags_same(d, i);

		buf_reset(&b);
		put_one(&b, x, colour);
		if (more > 0) {
			struct place whole = {.file = x->at.file};

			put_head(&b, &whole, x->kind, colour);
			buf_fmt(&b, "%zu more like this (%s) are not shown\n", more,
				x->kind->title);
		}
		fwrite(b.p, 1, b.len, out);
	}
	buf_free(&b);
}
