/*
 * The rows of one sheet.  Two passes over its part: merged cells stand behind
 * the rows that they are about, so they are looked for first.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/archive_diags.h"
#include "checker/read/csv.h"
#include "checker/read/reader.h"
#include "checker/read/xlsx_parts.h"

#define CHUNK ((size_t)64 * 1024)
#define HELD_ROWS 40 /* what detection looks at: read/head.c, HEAD_ROWS */

/* Cells of one column that are one: the first of them says what all say. */
struct merge { uint32_t column, first, last; const char *text; };

struct cell { size_t at; uint32_t len; };

struct sheet {
	struct workbook *w;
	const char *file;
	const char *part, *name;
	struct arena *a;
	struct bundle *bundle;
	struct xml_stream *xml;
	struct xml_handler handler;
	VEC(struct merge) merges;     /* by first row; before `done` they are over */
	size_t done;
	/* the row under way */
	struct buf text;
	VEC(struct cell) cells;
	const char **out;
	uint32_t *lens;
	size_t width;                 /* rows are at least as wide as the widest of the held ones */
	uint32_t row, column;         /* from 1; column 0: none yet */
	char type[16];
	unsigned style;
	bool in_value, in_formula, has_value;
	struct buf value, formula;
	/* rows that detection has looked at */
	VEC(struct csv_row) held;
	bool holding, ended, broken, told_formula, told_date;
	int (*on_row)(void *ctx, const struct csv_row *row);
	void *ctx;
	uint64_t bytes;
};

/* "BC12" to column and row; the row may be missing. */
static bool
parse_ref(const char *s, uint32_t *column, uint32_t *row)
{
	int64_t n = 0;

	*column = 0;
	for (; ch_alpha(*s); s++) {
		*column = *column * 26 + (uint32_t)(ch_low(*s) - 'a' + 1);
		if (*column > 16384)
			return false;
	}
	if (*column == 0 || !text_to_int(s, strlen(s), 1, MAX_XLSX_ROW, &n))
		return false;
	*row = (uint32_t)n;
	return true;
}

/* ---- first pass: merged cells ---- */

static int
merge_start(void *ctx, const struct xml_tag *t)
{
	struct sheet *s = ctx;
	const char *ref = str_same(t->name, "mergeCell") ? xml_attr(t, "ref") : NULL, *colon;
	uint32_t from, to, first, last;
	struct merge *m;

	if (ref == NULL || (colon = strchr(ref, ':')) == NULL)
		return 0;
	if (!parse_ref(arena_strndup(s->a, ref, (size_t)(colon - ref)), &from, &first) ||
		!parse_ref(colon + 1, &to, &last) || from > to || first > last)
		return workbook_broken(s->w, s->file, t->line, "merged cells \"%s\" are none",
			text_inert_dup(s->a, ref, 40));
	if (s->merges.n >= MAX_XLSX_MERGES)
		return workbook_broken(s->w, s->file, t->line, "more merged cells than MAX_XLSX_MERGES");
	if (last == first)
		return 0;
	m = VEC_PUSH(&s->merges);
	*m = (struct merge){ from, first, last, NULL };
	return 0;
}

static int
merge_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	(void)ctx;
	(void)ns;
	(void)name;
	(void)line;
	return 0;
}

static int
by_first(const void *a, const void *b)
{
	const struct merge *x = a, *y = b;

	return x->first != y->first ? (x->first < y->first ? -1 : 1) :
		x->column < y->column ? -1 : x->column > y->column;
}

/* ---- second pass: cells ---- */

static uint32_t
number(const char *s, uint32_t max)
{
	int64_t n;

	return s != NULL && text_to_int(s, strlen(s), 0, max, &n) ? (uint32_t)n : 0;
}

static int
cell_start(struct sheet *s, const struct xml_tag *t)
{
	const char *ref = xml_attr(t, "r"), *type = xml_attr(t, "t");
	uint32_t column = s->column + 1, row = s->row;

	if (ref != NULL && (!parse_ref(ref, &column, &row) || row != s->row || column <= s->column))
		return workbook_broken(s->w, s->file, s->row, "cell \"%s\" is out of its place",
			text_inert_dup(s->a, ref, 40));
	if (column > MAX_CSV_COLUMNS)
		return workbook_broken(s->w, s->file, s->row, "more columns than MAX_CSV_COLUMNS");
	s->column = column;
	snprintf(s->type, sizeof(s->type), "%s", type == NULL ? "n" : type);
	s->style = number(xml_attr(t, "s"), MAX_XLSX_STYLES);
	s->has_value = false;
	buf_reset(&s->value);
	buf_reset(&s->formula);
	return 0;
}

static int
row_start(struct sheet *s, const struct xml_tag *t)
{
	const char *r = xml_attr(t, "r");
	uint32_t row = r == NULL ? s->row + 1 : number(r, MAX_XLSX_ROW);

	if (row <= s->row || row > MAX_XLSX_ROW)
		return workbook_broken(s->w, s->file, s->row, "row %u is out of its place", row);
	s->row = row;
	s->column = 0;
	s->cells.n = 0;
	buf_reset(&s->text);
	return 0;
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct sheet *s = ctx;

	if (str_same(t->name, "row"))
		return row_start(s, t);
	if (str_same(t->name, "c"))
		return cell_start(s, t);
	s->in_formula = str_same(t->name, "f");
	/* <is> and its runs hold <t>; rPh is how a word is spoken. */
	s->in_value = str_same(t->name, "v") || str_same(t->name, "t");
	s->has_value = s->has_value || s->in_value;
	s->handler.want_text = s->in_value || s->in_formula;
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct sheet *s = ctx;
	struct buf *b = s->in_formula ? &s->formula : &s->value;

	buf_add(b, p, n);
	return b->over ? workbook_broken(s->w, s->file, s->row, "a cell over MAX_CSV_FIELD") : 0;
}

/* A number: as it is stored, or as a date. */
static void
put_number(struct sheet *s)
{
	enum xlsx_format how = s->style < s->w->styles.n ?
		(enum xlsx_format)s->w->styles.v[s->style] : XLSX_NUMBER;
	struct place at = { .file = s->file, .line = s->row };

	if (how != XLSX_NUMBER && xlsx_date(&s->text, s->value.p, s->w->from_1904, how))
		return;
	if (how != XLSX_NUMBER && !s->told_date) {
		s->told_date = true;
		diag_add(s->w->d, &xlsx_date_odd, &at, "\"%s\" in column %u is no date",
			text_inert_dup(s->a, s->value.p, 40), s->column);
	}
	buf_add(&s->text, s->value.p, s->value.len);
}

static int
put_value(struct sheet *s)
{
	struct place at = { .file = s->file, .line = s->row };
	int64_t i;

	if (!s->has_value || s->value.len == 0) {
		if (s->formula.len == 0 || s->has_value)
			return 0;
		if (!s->told_formula)
			diag_add(s->w->d, &xlsx_formula, &at, "the formula in column %u has no value",
				s->column);
		s->told_formula = true;
		buf_chr(&s->text, '=');
		buf_add(&s->text, s->formula.p, s->formula.len);
	} else if (str_same(s->type, "s")) {
		if (!text_to_int(s->value.p, s->value.len, 0, (int64_t)s->w->strings.n - 1, &i))
			return workbook_broken(s->w, s->file, s->row, "no shared string %s",
				text_inert_dup(s->a, s->value.p, 40));
		buf_str(&s->text, s->w->strings.v[i]);
	} else if (str_same(s->type, "b")) {
		buf_str(&s->text, str_same(s->value.p, "1") ? "TRUE" : "FALSE");
	} else if (str_same(s->type, "n")) {
		put_number(s);
	} else {
		/* inlineStr, str, d, e: the text itself. */
		buf_add(&s->text, s->value.p, s->value.len);
	}
	return 0;
}

/* The cell under way ends: cells between it and the one before are blank. */
static int
cell_end(struct sheet *s)
{
	struct cell *c;
	size_t at;

	while (s->cells.n + 1 < s->column) {
		at = s->text.len;
		c = VEC_PUSH(&s->cells);
		c->at = at;
		buf_chr(&s->text, '\0');
	}
	at = s->text.len;
	if (put_value(s) != 0)
		return -1;
	c = VEC_PUSH(&s->cells);
	c->at = at;
	c->len = (uint32_t)(s->text.len - at);
	buf_chr(&s->text, '\0');
	return s->text.over ? workbook_broken(s->w, s->file, s->row, "a row over MAX_CSV_ROW") : 0;
}

/* Takes the texts of merged cells that begin in this row, gives them to rows below. */
static void
apply_merges(struct sheet *s, size_t *n)
{
	while (s->done < s->merges.n && s->merges.v[s->done].last < s->row)
		s->done++;
	for (size_t i = s->done; i < s->merges.n && s->merges.v[i].first <= s->row; i++) {
		struct merge *m = &s->merges.v[i];
		size_t c = m->column - 1;

		if (m->last < s->row || c >= MAX_CSV_COLUMNS)
			continue;
		if (m->first == s->row && c < *n)
			m->text = arena_strndup(s->a, s->out[c], s->lens[c]);
		if (m->first == s->row || m->text == NULL || (c < *n && s->lens[c] > 0))
			continue;
		for (; *n <= c; ++*n) {
			s->out[*n] = "";
			s->lens[*n] = 0;
		}
		s->out[c] = m->text;
		s->lens[c] = (uint32_t)strlen(m->text);
	}
}

static void
hold(struct sheet *s, const struct csv_row *row)
{
	const char **cells = ARENA_ARRAY(s->a, const char *, row->n + 1);
	uint32_t *lens = ARENA_ARRAY(s->a, uint32_t, row->n + 1);
	struct csv_row *h = VEC_PUSH(&s->held);

	for (size_t i = 0; i < row->n; i++) {
		cells[i] = arena_strndup(s->a, row->cells[i], row->lens[i]);
		lens[i] = row->lens[i];
	}
	*h = *row;
	h->cells = cells;
	h->lens = lens;
}

static int
row_end(struct sheet *s)
{
	struct csv_row row = { .cells = s->out, .lens = s->lens, .line = s->row, .row = s->row };

	for (row.n = 0; row.n < s->cells.n; row.n++) {
		s->out[row.n] = s->text.p + s->cells.v[row.n].at;
		s->lens[row.n] = s->cells.v[row.n].len;
	}
	apply_merges(s, &row.n);
	while (row.n > 0 && s->lens[row.n - 1] == 0)
		row.n--;
	if (row.n == 0)
		return 0;
	if (s->holding) {
		if (row.n > s->width)
			s->width = row.n;
		hold(s, &row);
		return 0;
	}
	for (; row.n < s->width; row.n++) {
		s->out[row.n] = "";
		s->lens[row.n] = 0;
	}
	return s->on_row(s->ctx, &row);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct sheet *s = ctx;

	(void)ns;
	(void)line;
	s->handler.want_text = s->in_value = s->in_formula = false;
	if (str_same(name, "c"))
		return cell_end(s);
	return str_same(name, "row") ? row_end(s) : 0;
}

/* ---- */

struct sheet *
sheet_open(struct workbook *w, size_t i, const char *file)
{
	struct sheet *s;
	struct xml_handler merges = { .start = merge_start, .end = merge_end };
	bool broken = false;
	int rc;

	if (w->sheets.v[i].part == NULL)
		return NULL;
	s = x_calloc(1, sizeof(*s));
	s->w = w;
	s->a = arena_new();
	s->file = arena_strdup(s->a, file);
	s->part = w->sheets.v[i].part;
	s->name = w->sheets.v[i].name;
	buf_init(&s->text, MAX_CSV_ROW);
	buf_init(&s->value, MAX_CSV_FIELD);
	buf_init(&s->formula, MAX_CSV_FIELD);
	s->out = x_malloc(MAX_CSV_COLUMNS * sizeof(*s->out));
	s->lens = x_malloc(MAX_CSV_COLUMNS * sizeof(*s->lens));
	merges.ctx = s;
	rc = workbook_part(w, s->part, s->file, &merges);
	if (s->merges.n > 1)
		qsort(s->merges.v, s->merges.n, sizeof(*s->merges.v), by_first);
	if (rc > 0)
		s->bundle = workbook_member(w, s->part, &broken);
	if (s->bundle == NULL) {
		if (rc == 0)
			workbook_broken(w, s->file, 0, "the part of this sheet is missing");
		sheet_free(s);
		return NULL;
	}
	s->handler = (struct xml_handler){ .ctx = s, .start = on_start, .end = on_end,
		.text = on_text };
	s->xml = xml_stream_new(&s->handler, s->file, w->d);
	return s;
}

void
sheet_free(struct sheet *s)
{
	if (s == NULL)
		return;
	xml_stream_free(s->xml);
	bundle_free(s->bundle);
	VEC_FREE(&s->merges);
	VEC_FREE(&s->cells);
	VEC_FREE(&s->held);
	buf_free(&s->text);
	buf_free(&s->value);
	buf_free(&s->formula);
	free(s->out);
	free(s->lens);
	arena_free(s->a);
	free(s);
}

/* One piece of the part; false at the end, or where it breaks. */
static bool
step(struct sheet *s)
{
	char *p = x_malloc(CHUNK);
	long got = bundle_read(s->bundle, p, CHUNK);

	if (got > 0) {
		s->bytes += (uint64_t)got;
		s->broken = xml_stream_feed(s->xml, p, (size_t)got) != 0;
	} else {
		s->ended = true;
		s->broken = got < 0 || xml_stream_end(s->xml) != 0;
	}
	free(p);
	return !s->broken && !s->ended;
}

void
sheet_look(struct sheet *s, struct head *h, struct arena *a)
{
	s->holding = true;
	while (s->held.n < HELD_ROWS && !s->ended && !s->broken && step(s))
		continue;
	s->holding = false;
	head_rows(h, s->held.v, s->held.n, s->width, a);
}

static int
give_held(struct sheet *s)
{
	for (size_t i = 0; i < s->held.n; i++) {
		struct csv_row row = s->held.v[i];

		for (size_t c = 0; c < s->width; c++) {
			s->out[c] = c < row.n ? row.cells[c] : "";
			s->lens[c] = c < row.n ? row.lens[c] : 0;
		}
		row.cells = s->out;
		row.lens = s->lens;
		row.n = s->width;
		if (s->on_row(s->ctx, &row) != 0)
			return -1;
	}
	s->held.n = 0;
	return 0;
}

int
sheet_rows(struct sheet *s, int (*on_row)(void *ctx, const struct csv_row *row), void *ctx)
{
	s->on_row = on_row;
	s->ctx = ctx;
	if (give_held(s) != 0)
		return -1;
	while (!s->broken && !s->ended)
		step(s);
	return s->broken ? -1 : 0;
}

uint64_t
sheet_bytes(const struct sheet *s)
{
	return s->bytes;
}

const char *
sheet_name(const struct sheet *s)
{
	return s->name;
}
