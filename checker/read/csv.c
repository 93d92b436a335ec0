/*
 * Cells are found, unquoted and ended where they lie, in a window that begins
 * with the row under way: no byte is looked at twice, and no cell is copied
 * unless its encoding asks for it.
 */
#include "checker/read/csv.h"

#include "checker/base/block16.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/csv_encoding.h"
#include "checker/read/syntax_diags.h"

#define SLICE ((size_t)64 << 10)
#define ENCODINGS "utf-8, utf-16le, utf-16be and windows-1252"
#define WINDOW_FIRST 4096 /* bytes: most files of a folder are small */

enum state {
	CELL,   /* nothing of the cell has been seen */
	PLAIN,
	QUOTED,
	QUOTE,  /* behind a quote in a quoted cell: doubled, or the end of it */
	BEHIND, /* blanks behind a closing quote */
};

struct csv_stream {
	int (*on_row)(void *ctx, const struct csv_row *r);
	void *ctx;
	char *file;
	struct diags *d;
	enum csv_encoding encoding;
	bool encoding_known, head_known, guessed, failed;
	char delimiter;
	char raw[4]; /* the first bytes, until they say what the encoding is */
	size_t nraw;
	struct utf16 utf16;
	struct buf decoded;

	char *window;
	size_t len, cap;
	size_t row, cell;   /* where they begin */
	size_t r, w;        /* next byte to look at; where the cell's next byte goes */
	enum state state;
	bool cr;            /* the byte before r was a CR */
	uint32_t line, row_line, quote_line;
	uint64_t rows;
	const char **cells; /* of the row; they move with the window. Room for MAX_CSV_COLUMNS */
	uint32_t *lens;
	size_t n;
	char *converted;    /* cells that were not UTF-8 */
	size_t converted_cap;
};

static int __attribute__((format(printf, 4, 5)))
fail(struct csv_stream *s, const struct diag_kind *kind, uint32_t line, const char *fmt, ...)
{
	struct place at = {.file = s->file, .line = line};
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_add(s->d, kind, &at, "%s", text);
	s->failed = true;
	return -1;
}

struct csv_stream *
csv_stream_new(const struct csv_options *o, int (*on_row)(void *ctx, const struct csv_row *r),
	void *ctx, const char *file, struct diags *d)
{
	struct csv_stream *s = x_calloc(1, sizeof(*s));

	s->on_row = on_row;
	s->ctx = ctx;
	s->file = x_strdup(file);
	s->d = d;
	s->delimiter = o == NULL ? '\0' : o->delimiter;
	s->line = s->row_line = 1;
	s->cap = WINDOW_FIRST;
	s->window = x_malloc(s->cap);
	s->cells = x_malloc(MAX_CSV_COLUMNS * sizeof(*s->cells));
	s->lens = x_malloc(MAX_CSV_COLUMNS * sizeof(*s->lens));
	buf_init(&s->decoded, 8 * SLICE);
	if (csv_encoding_named(o == NULL ? NULL : o->encoding, &s->encoding) != 0)
		fail(s, &csv_encoding, 0, "the encoding \"%.40s\" is not known: " ENCODINGS " are",
			o->encoding);
	if (s->delimiter == '"' || s->delimiter == '\n' || s->delimiter == '\r')
		fail(s, &csv_after_quote, 0, "quotes and line ends cannot be delimiters");
	return s;
}

void
csv_stream_free(struct csv_stream *s)
{
	if (s == NULL)
		return;
	free(s->cells);
	free(s->lens);
	buf_free(&s->decoded);
	free(s->converted);
	free(s->window);
	free(s->file);
	free(s);
}

char
csv_stream_delimiter(const struct csv_stream *s)
{
	return s->delimiter;
}

/* The first byte that is stop, NUL, a tab, a line end, or one of the controls between them. */
static size_t
run(const struct csv_stream *s, size_t from, char stop)
{
	const ublock16 low = BLOCK16('\r' + 1);
	const block16 stops = BLOCK16(stop);
	const char *p = s->window + from, *end = s->window + s->len;

	while (end - p >= 16) {
		block16 x = block16_load(p);
		size_t n = block16_first((block16)(x == stops) | (block16)((ublock16)x < low));

		if (n < 16)
			return (size_t)(p - s->window) + n;
		p += 16;
	}
	while (p < end && *p != stop && (unsigned char)*p > '\r')
		p++;
	return (size_t)(p - s->window);
}

/* What spreadsheets are kept by from seeing a formula: ' before = + - @, tab or CR. */
static bool
guarded(const char *p, size_t n)
{
	return n >= 2 && p[0] == '\'' &&
		(p[1] == '=' || p[1] == '+' || p[1] == '-' || p[1] == '@' || p[1] == '\t' ||
			p[1] == '\r');
}

static int
cell_end(struct csv_stream *s)
{
	const char *p = s->window + s->cell;
	size_t n = s->w - s->cell;

	if (n > MAX_CSV_FIELD)
		return fail(s, &csv_size, s->row_line, "a cell of more than %zu bytes",
			(size_t)MAX_CSV_FIELD);
	if (s->n == MAX_CSV_COLUMNS)
		return fail(
			s, &csv_size, s->row_line, "a row of more than %d cells", MAX_CSV_COLUMNS);
	s->window[s->w] = '\0';
	if (guarded(p, n)) {
		p++;
		n--;
	}
	s->cells[s->n] = p;
	s->lens[s->n++] = (uint32_t)n;
	s->state = CELL;
	return 0;
}

static bool
ascii(const char *p, size_t n)
{
	const char *end = p + n;
	block16 all = BLOCK16(0);
	uint64_t w[2];

	for (; end - p >= 16; p += 16)
		all |= block16_load(p);
	memcpy(w, &all, sizeof(w));
	for (; p < end; p++)
		w[0] |= (unsigned char)*p;
	return ((w[0] | w[1]) & 0x8080808080808080u) == 0;
}

/* Cells that are not UTF-8, one after the other, at the places that they then have. */
static int
row_convert(struct csv_stream *s)
{
	size_t need = 3 * (s->r - s->row) + s->n;
	char *to;

	if (need > s->converted_cap) {
		s->converted = x_realloc(s->converted, need);
		s->converted_cap = need;
	}
	to = s->converted;
	for (size_t i = 0; i < s->n; i++) {
		const char *p = s->cells[i];
		size_t n = s->lens[i];

		if (s->encoding == CSV_WINDOWS1252 ? ascii(p, n) : utf8_valid(p, n))
			continue;
		if (s->encoding != CSV_WINDOWS1252 && s->encoding != CSV_GUESS)
			return fail(s, &csv_encoding, s->row_line, "cell %zu of this row is not %s",
				i + 1,
				s->encoding == CSV_UTF8 ? "UTF-8"
							: "UTF-16: half of a surrogate pair");
		if (s->encoding == CSV_GUESS && !s->guessed) {
			struct place at = {.file = s->file, .line = s->row_line};

			s->guessed = true;
			diag_add(s->d, &csv_guessed, &at,
				"cells are not UTF-8, here first: they are read as Windows-1252");
		}
		s->cells[i] = to;
		n = windows1252(to, p, n);
		s->lens[i] = (uint32_t)n;
		to[n] = '\0';
		to += n + 1;
	}
	return 0;
}

static int
row_end(struct csv_stream *s)
{
	struct csv_row row = {s->cells, s->lens, s->n, s->row_line, ++s->rows};

	if (!ascii(s->window + s->row, s->r - s->row) && row_convert(s) != 0)
		return -1;
	if (s->on_row(s->ctx, &row) != 0)
		s->failed = true;
	s->n = 0;
	s->row = s->r;
	s->row_line = s->line;
	return s->failed ? -1 : 0;
}

/* A delimiter or a line end at r, which ends the cell. */
static int
cell_done(struct csv_stream *s)
{
	char c = s->window[s->r];

	if (cell_end(s) != 0)
		return -1;
	s->r++;
	if (c == s->delimiter)
		return 0;
	s->line++;
	s->cr = c == '\r';
	return row_end(s);
}

static int
nul(struct csv_stream *s)
{
	return fail(s, &csv_nul, s->line, "a NUL byte");
}

static int
plain(struct csv_stream *s)
{
	char c;

	s->w = s->r = run(s, s->r, s->delimiter);
	if (s->r == s->len)
		return 0;
	c = s->window[s->r];
	if (c == s->delimiter || c == '\n' || c == '\r')
		return cell_done(s);
	if (c == '\0')
		return nul(s);
	s->w = ++s->r;
	return 0;
}

/* Line ends inside of quotes count as lines: a CR LF once. */
static int
quoted(struct csv_stream *s)
{
	size_t stop = run(s, s->r, '"'), n = stop - s->r;
	char c;

	if (n > 0)
		s->cr = false;
	if (s->w != s->r)
		memmove(s->window + s->w, s->window + s->r, n);
	s->w += n;
	s->r = stop;
	if (stop == s->len)
		return 0;
	c = s->window[s->r++];
	if (c == '\0')
		return nul(s);
	if (c == '"') {
		s->state = QUOTE;
		return 0;
	}
	if (c == '\r' || (c == '\n' && !s->cr))
		s->line++;
	s->cr = c == '\r';
	s->window[s->w++] = c;
	return 0;
}

static int
behind_quote(struct csv_stream *s)
{
	char c = s->window[s->r];

	if (c == '"' && s->state == QUOTE) {
		s->window[s->w++] = c;
		s->r++;
		s->state = QUOTED;
		s->cr = false;
		return 0;
	}
	if (c == s->delimiter || c == '\n' || c == '\r')
		return cell_done(s);
	if (c != ' ' && c != '\t')
		return fail(s, &csv_after_quote, s->line,
			"text behind the closing quote of cell %zu (delimiter '%c')",
			s->n + 1, s->delimiter == '\t' ? ' ' : s->delimiter);
	s->state = BEHIND;
	s->r++;
	return 0;
}

static void
cell_begin(struct csv_stream *s)
{
	if (s->cr && s->n == 0 && s->window[s->r] == '\n') {
		s->cr = false;
		s->row = ++s->r;
		return;
	}
	s->cr = false;
	s->state = PLAIN;
	if (s->window[s->r] == '"') {
		s->state = QUOTED;
		s->quote_line = s->line;
		s->r++;
	}
	s->cell = s->w = s->r;
}

static int
scan(struct csv_stream *s)
{
	int rc = 0;

	while (s->r < s->len && rc == 0) {
		switch (s->state) {
		case CELL:
			cell_begin(s);
			break;
		case PLAIN:
			rc = plain(s);
			break;
		case QUOTED:
			rc = quoted(s);
			break;
		case QUOTE:
		case BEHIND:
			rc = behind_quote(s);
			break;
		}
	}
	if (rc == 0 && s->state != CELL && s->w - s->cell > MAX_CSV_FIELD)
		return fail(s, &csv_size, s->state == QUOTED ? s->quote_line : s->row_line,
			"a cell of more than %zu bytes", (size_t)MAX_CSV_FIELD);
	if (rc == 0 && s->r - s->row > MAX_CSV_ROW)
		return fail(s, &csv_size, s->row_line, "a row of more than %zu bytes",
			(size_t)MAX_CSV_ROW);
	return rc;
}

/* The cells of the row under way, when what was at the old place of it goes to the new one. */
static void
cells_move(struct csv_stream *s, uintptr_t from, const char *to)
{
	for (size_t i = 0; i < s->n; i++)
		s->cells[i] = to + ((uintptr_t)s->cells[i] - from);
}

/* The row under way goes to the front. */
static void
compact(struct csv_stream *s)
{
	size_t drop = s->row;

	if (drop == 0)
		return;
	s->len -= drop;
	memmove(s->window, s->window + drop, s->len);
	cells_move(s, (uintptr_t)s->window + drop, s->window);
	s->row = 0;
	s->r -= drop;
	s->w -= s->w < drop ? s->w : drop;
	s->cell -= s->cell < drop ? s->cell : drop;
}

static void
window_add(struct csv_stream *s, const char *p, size_t n)
{
	uintptr_t before = (uintptr_t)s->window;

	/* One more, for the NUL behind a last cell. */
	if (s->cap < s->len + n + 1) {
		while (s->cap < s->len + n + 1)
			s->cap *= 2;
		s->window = x_realloc(s->window, s->cap);
		cells_move(s, before, s->window);
	}
	memcpy(s->window + s->len, p, n);
	s->len += n;
}

/* Once the head is there: whatever the sizes of the pieces were, it is the same head. */
static void
head(struct csv_stream *s, bool whole)
{
	char said = '\0';
	size_t n = csv_sep_line(s->window, s->len, &said);
	size_t len = s->len < MAX_HEAD ? s->len : MAX_HEAD;

	if (n > 0) {
		s->r = s->row = n;
		s->line = s->row_line = 2;
	}
	if (s->delimiter == '\0')
		s->delimiter = n > 0 ? said : csv_delimiter_sniff(s->window, len, whole);
	s->head_known = true;
}

static int
slice(struct csv_stream *s, const char *p, size_t n)
{
	if (s->encoding == CSV_UTF16LE || s->encoding == CSV_UTF16BE) {
		buf_reset(&s->decoded);
		utf16_add(&s->utf16, &s->decoded, p, n);
		p = s->decoded.p;
		n = s->decoded.len;
	}
	window_add(s, p, n);
	if (!s->head_known) {
		if (s->len < MAX_HEAD)
			return 0;
		head(s, false);
	}
	if (scan(s) != 0)
		return -1;
	compact(s);
	return 0;
}

static int
begin(struct csv_stream *s)
{
	size_t bom;

	s->encoding = csv_encoding_sniff(s->encoding, s->raw, s->nraw, &bom);
	s->encoding_known = true;
	s->utf16.big_endian = s->encoding == CSV_UTF16BE;
	return slice(s, s->raw + bom, s->nraw - bom);
}

int
csv_stream_feed(struct csv_stream *s, const char *p, size_t n)
{
	while (n > 0 && !s->encoding_known && !s->failed) {
		s->raw[s->nraw++] = *p++;
		n--;
		if (s->nraw == sizeof(s->raw))
			begin(s);
	}
	while (n > 0 && !s->failed) {
		size_t take = n < SLICE ? n : SLICE;

		slice(s, p, take);
		p += take;
		n -= take;
	}
	return s->failed ? -1 : 0;
}

static int
last_row(struct csv_stream *s)
{
	if (s->state == QUOTED)
		return fail(s, &csv_quote, s->quote_line,
			"the quote that opens cell %zu in this line is not closed", s->n + 1);
	if (s->state == CELL && s->n == 0)
		return 0;
	if (s->state == CELL)
		s->cell = s->w = s->r;
	return cell_end(s) != 0 ? -1 : row_end(s);
}

int
csv_stream_end(struct csv_stream *s)
{
	if (s->failed)
		return -1;
	if (!s->encoding_known)
		begin(s);
	if (!s->failed && !utf16_end(&s->utf16))
		fail(s, &csv_encoding, 0, "the text ends inside a character of UTF-16");
	if (!s->failed && !s->head_known)
		head(s, true);
	if (!s->failed && scan(s) == 0)
		last_row(s);
	if (s->failed)
		return -1;
	s->failed = true; /* nothing may follow */
	return 0;
}
