/* What detection sees of a file: its first bytes, looked at without strictness. */
#include "checker/read/reader.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/csv_encoding.h"

/* Rows of a table in which the header is looked for: real preambles have up to 7 lines. */
#define HEAD_ROWS 40

/* UTF-16 to UTF-8; half characters at the cut end are dropped. */
static void
from_utf16(struct head *h, const unsigned char *p, size_t len, bool big)
{
	struct buf b;

	buf_init(&b, MAX_HEAD * 2);
	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t c = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];

		if (c >= 0xd800 && c < 0xe000)
			c = 0xfffd; /* outside the basic plane: no header needs it */
		if (c != 0xfeff)
			utf8_put(&b, c);
	}
	h->bytes = arena_strndup(h->a, b.p, b.len);
	h->len = b.len;
	buf_free(&b);
}

static void
decode(struct head *h, const char *bytes, size_t len)
{
	size_t bom = 0;
	enum csv_encoding e = csv_encoding_sniff(CSV_GUESS, bytes, len, &bom);

	if (e == CSV_UTF16LE || e == CSV_UTF16BE) {
		from_utf16(h, (const unsigned char *)bytes, len, e == CSV_UTF16BE);
		return;
	}
	h->bytes = bytes + bom;
	h->len = len - bom;
}

/* XML: the root element's start tag, without a parser. */

static const char *
after(const char *p, const char *end, const char *what)
{
	size_t n = strlen(what);

	for (; p + n <= end; p++)
		if (memcmp(p, what, n) == 0)
			return p + n;
	return NULL;
}

static bool
starts(const char *p, const char *end, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(end - p) >= n && memcmp(p, what, n) == 0;
}

/* Past a DOCTYPE, with an internal subset or without. */
static const char *
past_doctype(const char *p, const char *end)
{
	for (; p < end && *p != '>'; p++)
		if (*p == '[')
			return after(after(p, end, "]") == NULL ? end : after(p, end, "]"), end,
				">");
	return p < end ? p + 1 : NULL;
}

/*
 * Past declarations, comments, processing instructions and a DOCTYPE (which the strict layer
 * then refuses).
 */
static const char *
root_tag(const char *p, const char *end)
{
	while (p != NULL && p < end) {
		if (ch_space(*p))
			p++;
		else if (starts(p, end, "<?"))
			p = after(p, end, "?>");
		else if (starts(p, end, "<!--"))
			p = after(p + 4, end, "-->");
		else if (starts(p, end, "<!"))
			p = past_doctype(p, end);
		else
			return *p == '<' ? p + 1 : NULL;
	}
	return NULL;
}

static bool
name_char(char c)
{
	return c != '\0' && !ch_space(c) && c != '>' && c != '/' && c != '=';
}

/* The value of attribute name within the tag at p, or "". */
static const char *
tag_attr(struct head *h, const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);
	char quote = 0;

	for (; p < end && (quote != 0 || *p != '>'); p++) {
		const char *v;

		if (quote != 0) {
			if (*p == quote)
				quote = 0;
			continue;
		}
		if (*p == '"' || *p == '\'')
			quote = *p;
		if (!ch_space(*p) || (size_t)(end - p) < n + 4 || memcmp(p + 1, name, n) != 0)
			continue;
		v = p + 1 + n;
		while (v < end && ch_space(*v))
			v++;
		if (v >= end || *v != '=')
			continue;
		for (v++; v < end && ch_space(*v); v++)
			;
		if (v < end && (*v == '"' || *v == '\'')) {
			const char *stop = memchr(v + 1, *v, (size_t)(end - v - 1));

			if (stop != NULL)
				return arena_strndup(h->a, v + 1, (size_t)(stop - v - 1));
		}
	}
	return "";
}

static void
look_xml(struct head *h)
{
	const char *end = h->bytes + h->len, *p = root_tag(h->bytes, end), *q, *colon;

	h->root = h->root_ns = "";
	if (p == NULL)
		return;
	for (q = p; q < end && name_char(*q); q++)
		;
	colon = memchr(p, ':', (size_t)(q - p));
	if (colon == NULL) {
		h->root = arena_strndup(h->a, p, (size_t)(q - p));
		h->root_ns = tag_attr(h, q, end, "xmlns");
		return;
	}
	h->root = arena_strndup(h->a, colon + 1, (size_t)(q - colon - 1));
	h->root_ns = tag_attr(h, q, end,
		arena_printf(h->a, "xmlns:%.*s", (int)(colon - p), p));
}

/* JSON: member names on the top level, or of the first element of a top-level list. */

struct keys { const char **v; size_t n, cap; };

static void
add_key(struct head *h, struct keys *k, const char *p, size_t n)
{
	if (k->n == k->cap) {
		size_t cap = k->cap == 0 ? 16 : k->cap * 2;
		const char **v = ARENA_ARRAY(h->a, const char *, cap);

		if (k->n > 0)
			memcpy(v, k->v, k->n * sizeof(*v));
		k->v = v;
		k->cap = cap;
	}
	k->v[k->n++] = arena_strndup(h->a, p, n);
}

/* Past the string that begins at p; NULL if it is cut off. */
static const char *
past_string(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '"')
			return p + 1;
	}
	return NULL;
}

static const char *
skip_blank(const char *p, const char *end)
{
	while (p < end && ch_space(*p))
		p++;
	return p;
}

/* Members of the object at p ('{'), one level; where it ends, or NULL if the head ends before. */
static const char *
object_keys(struct head *h, struct keys *k, const char *p, const char *end)
{
	size_t depth = 0;

	while (p != NULL && p < end) {
		const char *q;

		if (*p == '{' || *p == '[') {
			depth++;
			p++;
		} else if (*p == '}' || *p == ']') {
			p++;
			if (--depth == 0)
				return p;
		} else if (*p == '"') {
			q = past_string(p, end);
			if (q == NULL)
				return NULL;
			if (depth == 1 && skip_blank(q, end) < end && *skip_blank(q, end) == ':')
				add_key(h, k, p + 1, (size_t)(q - p - 2));
			p = q;
		} else {
			p++;
		}
	}
	return NULL;
}

static void
look_json(struct head *h)
{
	const char *end = h->bytes + h->len, *p = skip_blank(h->bytes, end), *rest;
	struct keys k = {0};

	if (*p == '[') {
		h->json_list = true;
		p = skip_blank(p + 1, end);
		if (p < end && *p == '{')
			object_keys(h, &k, p, end);
	} else {
		rest = object_keys(h, &k, p, end);
		if (rest != NULL && memchr(rest, '\n', (size_t)(end - rest)) != NULL) {
			rest = skip_blank(rest, end);
			h->json_lines = rest < end && (*rest == '{' || *rest == '[');
		}
	}
	h->keys = k.v;
	h->nkeys = k.n;
}

/* CSV: the likeliest header row. */

struct table_look {
	struct arena *a;
	struct { const char **cells; size_t n, filled; } rows[HEAD_ROWS];
	size_t n;
};

static int
keep_row(void *ctx, const struct csv_row *row)
{
	struct table_look *t = ctx;
	const char **cells;

	if (t->n == HEAD_ROWS)
		return 0;
	cells = ARENA_ARRAY(t->a, const char *, row->n == 0 ? 1 : row->n);
	for (size_t i = 0; i < row->n; i++) {
		cells[i] = str_word_key(t->a, row->cells[i]);
		t->rows[t->n].filled += cells[i][0] != '\0';
	}
	t->rows[t->n].cells = cells;
	t->rows[t->n++].n = row->n;
	return 0;
}

/*
 * The width that most rows have (the wider on a tie); the first row of at least
 * that width with cells nearly all filled is the header.
 */
static size_t
header_row(const struct table_look *t)
{
	size_t width = 0, most = 0, any = SIZE_MAX;

	for (size_t i = 0; i < t->n; i++) {
		size_t same = 0;

		for (size_t j = 0; j < t->n; j++)
			same += t->rows[j].n == t->rows[i].n;
		if (same > most || (same == most && t->rows[i].n > width)) {
			most = same;
			width = t->rows[i].n;
		}
	}
	for (size_t i = 0; i < t->n; i++) {
		if (t->rows[i].n < width || t->rows[i].n < 2)
			continue;
		if (any == SIZE_MAX)
			any = i;
		if (t->rows[i].filled * 5 >= t->rows[i].n * 4)
			return i;
	}
	return any;
}

static void
take_header(struct head *h, const struct table_look *t)
{
	size_t at = header_row(t);

	h->syntax = SYNTAX_NONE;
	if (at == SIZE_MAX)
		return;
	h->syntax = SYNTAX_CSV;
	h->header = t->rows[at].cells;
	h->nheader = t->rows[at].n;
}

static void
look_csv(struct head *h, const char *bytes, size_t len)
{
	struct table_look t = { .a = h->a };
	struct csv_options o = {0};
	struct diags *d = diags_new();
	struct csv_stream *s = csv_stream_new(&o, keep_row, &t, "", d);

	/* A head that was cut off ends in the midst of a row: that one is left out. */
	if (csv_stream_feed(s, bytes, len) == 0 && len < MAX_HEAD)
		csv_stream_end(s);
	csv_stream_free(s);
	diags_free(d);
	take_header(h, &t);
}

void
head_rows(struct head *h, const struct csv_row *rows, size_t n, size_t width, struct arena *a)
{
	struct table_look t = { .a = a };

	*h = (struct head){ .a = a, .bytes = "", .syntax = SYNTAX_NONE };
	for (size_t i = 0; i < n; i++) {
		const char **cells = ARENA_ARRAY(a, const char *, width + 1);
		struct csv_row row = rows[i];

		for (size_t c = 0; c < width; c++)
			cells[c] = c < row.n ? row.cells[c] : "";
		row.cells = cells;
		row.n = width;
		keep_row(&t, &row);
	}
	take_header(h, &t);
}

void
head_look(struct head *h, const char *bytes, size_t len, struct arena *a)
{
	const char *p, *end;

	*h = (struct head){ .a = a, .syntax = SYNTAX_NONE };
	if (len > MAX_HEAD)
		len = MAX_HEAD;
	decode(h, bytes, len);
	end = h->bytes + h->len;
	p = skip_blank(h->bytes, end);
	if (p >= end)
		return;
	if (*p == '<') {
		h->syntax = SYNTAX_XML;
		look_xml(h);
	} else if (*p == '{' || *p == '[') {
		h->syntax = SYNTAX_JSON;
		look_json(h);
	} else if (memchr(h->bytes, '\0', h->len) == NULL) {
		look_csv(h, bytes, len);
	}
}
