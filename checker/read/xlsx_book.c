/* Workbooks: which sheets there are, what styles mean, and the shared strings. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/archive_diags.h"
#include "checker/read/xlsx_parts.h"

#define CHUNK ((size_t)64 * 1024)
#define BOOK "xl/workbook.xml"

int
workbook_broken(struct workbook *w, const char *file, uint32_t line, const char *fmt, ...)
{
	struct place at = { .file = file, .line = line };
	struct buf b;
	va_list ap;

	buf_init(&b, MAX_TEXT);
	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	diag_add(w->d, &xlsx_broken, &at, "%s", b.p);
	buf_free(&b);
	return -1;
}

struct bundle *
workbook_member(struct workbook *w, const char *part, bool *broken)
{
	struct bundle_budget budget = { .bytes = w->budget->bytes };
	struct bundle *b = bundle_open(BUNDLE_ZIP, &w->from, w->file, &budget, w->d);
	enum bundle_step step = BUNDLE_BROKEN;
	struct bundle_member m;

	*broken = b == NULL;
	while (b != NULL && (step = bundle_next(b, &m)) != BUNDLE_END && step != BUNDLE_BROKEN) {
		if (!str_same_fold(m.name, part))
			continue;
		if (step == BUNDLE_MEMBER) {
			bundle_budget_to(b, w->budget);
			return b;
		}
		*broken = true;
		break;
	}
	*broken = *broken || step == BUNDLE_BROKEN;
	bundle_free(b);
	return NULL;
}

int
workbook_part(struct workbook *w, const char *part, const char *file, struct xml_handler *h)
{
	bool broken;
	struct bundle *b = workbook_member(w, part, &broken);
	struct xml_stream *s;
	char *p;
	long got = 0;
	int rc = 0;

	if (b == NULL)
		return broken ? -1 : 0;
	s = xml_stream_new(h, file, w->d);
	p = x_malloc(CHUNK);
	while (rc == 0 && (got = bundle_read(b, p, CHUNK)) > 0)
		rc = xml_stream_feed(s, p, (size_t)got);
	if (rc == 0 && got == 0)
		rc = xml_stream_end(s);
	free(p);
	xml_stream_free(s);
	bundle_free(b);
	return rc != 0 || got < 0 ? -1 : 1;
}

/* ---- workbook.xml and its relations ---- */

static bool
is_true(const char *s)
{
	return str_same(s, "1") || str_same(s, "true") || str_same(s, "on");
}

/* The attribute whose namespace is that of relations, strict or not: r:id. */
static const char *
relation_id(const struct xml_tag *t)
{
	for (size_t i = 0; i < t->nattrs; i++)
		if (str_same(t->attrs[i].name, "id") && t->attrs[i].ns[0] != '\0')
			return t->attrs[i].value;
	return NULL;
}

static int
book_start(void *ctx, const struct xml_tag *t)
{
	struct workbook *w = ctx;
	struct workbook_sheet *s;
	const char *name = xml_attr(t, "name"), *rel = relation_id(t);

	if (str_same(t->name, "workbookPr"))
		w->from_1904 = is_true(xml_attr(t, "date1904"));
	if (!str_same(t->name, "sheet"))
		return 0;
	if (name == NULL || rel == NULL || w->sheets.n >= MAX_XLSX_SHEETS)
		return workbook_broken(w, w->file, t->line, w->sheets.n >= MAX_XLSX_SHEETS ?
			"more sheets than MAX_XLSX_SHEETS" : "a sheet without name or part");
	s = VEC_PUSH(&w->sheets);
	s->name = arena_strdup(w->a, name);
	s->rel = arena_strdup(w->a, rel);
	return 0;
}

static int
nothing(void *ctx, const char *ns, const char *name, uint32_t line)
{
	(void)ctx;
	(void)ns;
	(void)name;
	(void)line;
	return 0;
}

/* A target is relative to xl/, or from the top. */
static const char *
part_of(struct arena *a, const char *target)
{
	while (str_has_prefix(target, "./"))
		target += 2;
	return target[0] == '/' ? arena_strdup(a, target + 1) : arena_printf(a, "xl/%s", target);
}

static int
rel_start(void *ctx, const struct xml_tag *t)
{
	struct workbook *w = ctx;
	const char *id = xml_attr(t, "Id"), *target = xml_attr(t, "Target");
	const char *type = xml_attr(t, "Type"), *kind = type == NULL ? NULL : strrchr(type, '/');

	if (!str_same(t->name, "Relationship") || id == NULL || target == NULL)
		return 0;
	/* Sheets of charts, dialogs and macros have no rows. */
	if (kind == NULL || !str_same(kind, "/worksheet") ||
		str_same(xml_attr(t, "TargetMode"), "External"))
		return 0;
	for (size_t i = 0; i < w->sheets.n; i++)
		if (str_same(w->sheets.v[i].rel, id))
			w->sheets.v[i].part = part_of(w->a, target);
	return 0;
}

/* ---- styles ---- */

struct styles { struct workbook *w; bool in_cells; };

static const char *
format_code(const struct workbook *w, unsigned id)
{
	for (size_t i = 0; i < w->formats.n; i++)
		if (w->formats.v[i].id == id)
			return w->formats.v[i].code;
	return NULL;
}

static int
style_start(void *ctx, const struct xml_tag *t)
{
	struct styles *s = ctx;
	const char *id = xml_attr(t, "numFmtId"), *code = xml_attr(t, "formatCode");
	int64_t n = 0;

	if (str_same(t->name, "cellXfs"))
		s->in_cells = true;
	if (id != NULL && !text_to_int(id, strlen(id), 0, 1000000, &n))
		return workbook_broken(s->w, s->w->file, t->line, "a style without a number");
	if (s->w->styles.n + s->w->formats.n >= MAX_XLSX_STYLES)
		return workbook_broken(s->w, s->w->file, t->line, "more styles than MAX_XLSX_STYLES");
	if (str_same(t->name, "numFmt") && code != NULL)
		*VEC_PUSH(&s->w->formats) = (struct workbook_format){ (unsigned)n,
			arena_strdup(s->w->a, code) };
	if (s->in_cells && str_same(t->name, "xf"))
		*VEC_PUSH(&s->w->styles) = (unsigned char)xlsx_format((unsigned)n,
			format_code(s->w, (unsigned)n));
	return 0;
}

static int
style_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct styles *s = ctx;

	(void)ns;
	(void)line;
	if (str_same(name, "cellXfs"))
		s->in_cells = false;
	return 0;
}

/* ---- shared strings ---- */

struct strings { struct workbook *w; struct xml_handler *h; struct buf text; unsigned phonetic; };

static int
string_start(void *ctx, const struct xml_tag *t)
{
	struct strings *s = ctx;

	if (str_same(t->name, "si"))
		buf_reset(&s->text);
	/* How a word is spoken is no part of it (18.4.6). */
	s->phonetic += str_same(t->name, "rPh");
	s->h->want_text = str_same(t->name, "t") && s->phonetic == 0;
	return 0;
}

static int
string_text(void *ctx, const char *p, size_t n)
{
	struct strings *s = ctx;

	buf_add(&s->text, p, n);
	return s->text.over ? workbook_broken(s->w, s->w->file, 0, "a string over MAX_CSV_FIELD") : 0;
}

static int
string_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct strings *s = ctx;

	(void)ns;
	s->h->want_text = false;
	s->phonetic -= str_same(name, "rPh");
	if (!str_same(name, "si"))
		return 0;
	s->w->string_bytes += s->text.len + sizeof(char *) + 1;
	if (s->w->string_bytes > MAX_XLSX_STRINGS)
		return workbook_broken(s->w, s->w->file, line,
			"more shared strings than MAX_XLSX_STRINGS");
	*VEC_PUSH(&s->w->strings) = arena_strndup(s->w->a, s->text.p == NULL ? "" : s->text.p,
		s->text.len);
	return 0;
}

/* ---- all of it ---- */

static int
read_strings(struct workbook *w)
{
	struct strings s = { .w = w };
	struct xml_handler h = { .ctx = &s, .start = string_start, .end = string_end,
		.text = string_text };
	int rc;

	s.h = &h;
	buf_init(&s.text, MAX_CSV_FIELD);
	rc = workbook_part(w, "xl/sharedStrings.xml", w->file, &h);
	buf_free(&s.text);
	return rc < 0 ? -1 : 0;
}

static int
read_styles(struct workbook *w)
{
	struct styles s = { .w = w };
	struct xml_handler h = { .ctx = &s, .start = style_start, .end = style_end };

	return workbook_part(w, "xl/styles.xml", w->file, &h) < 0 ? -1 : 0;
}

/* What may hold facts: everything but the parts that this file and sheets read, and looks. */
static bool
may_hold_facts(const char *part)
{
	static const char *const telling[] = { "xl/externalLinks/", "xl/vbaProject", "xl/embeddings/",
		"xl/comments", "xl/threadedComments/", "xl/pivotCache/", "xl/macrosheets/",
		"xl/dialogsheets/", "xl/connections", "xl/queryTables/", "xl/model/" };

	if (strstr(part, "/_rels/") != NULL)
		return false;
	for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
		if (str_has_prefix(part, telling[i]))
			return true;
	return false;
}

static int
list_unread(struct workbook *w)
{
	struct bundle_budget budget = {0};
	struct bundle *b = bundle_open(BUNDLE_ZIP, &w->from, w->file, &budget, w->d);
	enum bundle_step step = BUNDLE_BROKEN;
	struct bundle_member m;
	struct buf names;
	bool refused = false;

	buf_init(&names, MAX_TEXT);
	while (b != NULL && (step = bundle_next(b, &m)) != BUNDLE_END && step != BUNDLE_BROKEN) {
		refused = refused || step == BUNDLE_REFUSED;
		if (step != BUNDLE_MEMBER || !may_hold_facts(m.name))
			continue;
		buf_str(&names, names.len > 0 ? ", " : "");
		text_inert(&names, m.name, 80);
	}
	w->unread = arena_strndup(w->a, names.p == NULL ? "" : names.p, names.len);
	buf_free(&names);
	bundle_free(b);
	return step == BUNDLE_END && !refused ? 0 : -1;
}

struct workbook *
workbook_open(const struct bundle_bytes *from, const char *file, struct bundle_budget *budget,
	struct diags *d)
{
	struct workbook *w = x_calloc(1, sizeof(*w));
	struct xml_handler book = { .ctx = w, .start = book_start, .end = nothing };
	struct xml_handler rels = { .ctx = w, .start = rel_start, .end = nothing };
	struct place at = { .file = file };

	*w = (struct workbook){ .from = *from, .budget = budget, .d = d, .a = arena_new() };
	w->file = arena_strdup(w->a, file);
	if (list_unread(w) != 0 || workbook_part(w, BOOK, w->file, &book) < 0 ||
		workbook_part(w, "xl/_rels/workbook.xml.rels", w->file, &rels) < 0 ||
		read_styles(w) != 0 || read_strings(w) != 0)
		goto fail;
	if (w->sheets.n == 0) {
		workbook_broken(w, w->file, 0, "it holds no sheet");
		goto fail;
	}
	if (w->unread[0] != '\0')
		diag_add(d, &xlsx_unread, &at, "not read: %s", w->unread);
	return w;
fail:
	workbook_free(w);
	return NULL;
}

void
workbook_free(struct workbook *w)
{
	if (w == NULL)
		return;
	VEC_FREE(&w->sheets);
	VEC_FREE(&w->strings);
	VEC_FREE(&w->styles);
	VEC_FREE(&w->formats);
	arena_free(w->a);
	free(w);
}

size_t
workbook_sheets(const struct workbook *w)
{
	return w->sheets.n;
}

const char *
workbook_sheet(const struct workbook *w, size_t i)
{
	return w->sheets.v[i].name;
}

const char *
workbook_unread(const struct workbook *w)
{
	return w->unread;
}

bool
workbook_has_rows(const struct workbook *w, size_t i)
{
	return w->sheets.v[i].part != NULL;
}
