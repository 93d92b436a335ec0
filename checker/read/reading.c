/*
 * The frame around every reader: bytes through a syntax layer, the account of
 * records, and instants with the zone of the source.
 */
#include "checker/read/reader.h"

#include <stdarg.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/csv_encoding.h"
#include "checker/read/read_diags.h"
#include "checker/read/syntax_diags.h"

/* Bytes a pull: big enough for the parsers' inner loops, small enough for the cache. */
#define CHUNK ((size_t)128 * 1024)

/* Feeds bytes to feed until their end or the first break. */
static int
pump(struct reading *r, int (*feed)(void *to, const char *p, size_t n), void *to)
{
	char *p = x_malloc(CHUNK);
	long got;
	int rc = 0;

	while (rc == 0 && (got = r->more(r, p, CHUNK)) != 0)
		rc = got < 0 ? -1 : feed(to, p, (size_t)got);
	free(p);
	return rc;
}

static int
feed_xml(void *to, const char *p, size_t n)
{
	return xml_stream_feed(to, p, n);
}

int
reading_xml(struct reading *r, struct xml_handler *h)
{
	struct xml_stream *s = xml_stream_new(h, r->file, r->diags);
	int rc = pump(r, feed_xml, s);

	if (rc == 0 && xml_stream_end(s) != 0)
		rc = -1;
	xml_stream_free(s);
	if (rc != 0)
		r->source->broken = true;
	return rc;
}

/* JSON is UTF-8 (RFC 8259 section 8.1); what PowerShell redirects into a file is UTF-16. */
struct json_feed {
	struct json_stream *s;
	bool begun, wide;
	struct utf16 utf16;
	struct buf text;
};

static int
feed_json(void *to, const char *p, size_t n)
{
	struct json_feed *f = to;
	enum csv_encoding e;
	size_t bom = 0;

	if (!f->begun) {
		f->begun = true;
		e = csv_encoding_sniff(CSV_GUESS, p, n, &bom);
		f->wide = e == CSV_UTF16LE || e == CSV_UTF16BE;
		f->utf16.big_endian = e == CSV_UTF16BE;
	}
	if (!f->wide)
		return json_stream_feed(f->s, p, n);
	buf_reset(&f->text);
	utf16_add(&f->utf16, &f->text, p + bom, n - bom);
	return json_stream_feed(f->s, f->text.p, f->text.len);
}

int
reading_json(struct reading *r, const struct json_reader *jr, struct node **skeleton)
{
	struct json_stream *s = json_stream_new(jr, r->file, r->rec, r->diags);
	struct json_feed f = { .s = s };
	struct node *left = NULL;
	int rc;

	buf_init(&f.text, 4 * CHUNK);
	rc = pump(r, feed_json, &f);
	if (rc == 0 && f.wide && !utf16_end(&f.utf16)) {
		reading_note(r, &csv_encoding, 0, 0, "the text ends inside a character of UTF-16");
		rc = -1;
	}
	buf_free(&f.text);
	if (rc == 0) {
		left = json_stream_end(s, r->a);
		if (left == NULL)
			rc = -1;
	}
	json_stream_free(s);
	if (rc != 0)
		r->source->broken = true;
	if (skeleton != NULL)
		*skeleton = left;
	return rc;
}

struct csv_run {
	struct reading *r;
	struct csv_stream *s;
	int (*on_row)(void *ctx, const struct csv_row *row);
	void *ctx;
};

static int
row_and_reset(void *ctx, const struct csv_row *row)
{
	struct csv_run *run = ctx;
	int rc = run->on_row(run->ctx, row);

	arena_reset(run->r->rec);
	return rc;
}

static int
feed_csv(void *to, const char *p, size_t n)
{
	struct csv_run *run = to;

	return csv_stream_feed(run->s, p, n);
}

int
reading_csv(struct reading *r, const struct csv_options *o,
	int (*on_row)(void *ctx, const struct csv_row *row), void *ctx)
{
	struct csv_run run = { .r = r, .on_row = on_row, .ctx = ctx };
	int rc;

	if (r->rows != NULL) {
		rc = r->rows(r->rows_ctx, row_and_reset, &run);
		if (rc != 0)
			r->source->broken = true;
		return rc;
	}
	run.s = csv_stream_new(o, row_and_reset, &run, r->file, r->diags);
	rc = pump(r, feed_csv, &run);
	if (rc == 0 && csv_stream_end(run.s) != 0)
		rc = -1;
	csv_stream_free(run.s);
	if (rc != 0)
		r->source->broken = true;
	return rc;
}

void
reading_seen(struct reading *r)
{
	r->source->seen++;
}

void
reading_kept(struct reading *r)
{
	r->source->kept++;
}

static void
say(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col, const char *fmt,
	va_list ap) __attribute__((format(printf, 5, 0)));

static void
say(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col, const char *fmt,
	va_list ap)
{
	struct place at = { .file = r->file, .line = line, .col = col };
	struct buf b;

	buf_init(&b, MAX_TEXT);
	buf_vfmt(&b, fmt, ap);
	diag_add(r->diags, kind, &at, "%s", b.p);
	buf_free(&b);
}

void
reading_refused(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col,
	const char *fmt, ...)
{
	va_list ap;

	r->source->refused++;
	va_start(ap, fmt);
	say(r, kind, line, col, fmt, ap);
	va_end(ap);
}

void
reading_ignored(struct reading *r, const char *reason)
{
	source_ignore(r->source, reason, 1);
}

void
reading_note(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col,
	const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(r, kind, line, col, fmt, ap);
	va_end(ap);
}

void
reading_second_hand(struct record *rec)
{
	struct tags *tags = rec->kind == REC_OBSERVATION ? &rec->u.observation.tags
		: rec->kind == REC_TEST ? &rec->u.test.tags : NULL;

	for (size_t i = 0; tags != NULL && i < tags->n; i++)
		if (tags->v[i].relation != REL_INTERSECTS)
			tags->v[i].relation = REL_SUBSET;
}

struct instant
reading_instant(struct reading *r, const char *text, uint32_t line)
{
	struct instant i = instant_unknown();

	if (text == NULL)
		return i;
	if (instant_parse(&i, text, r->zone, r->rec) == 0)
		return i;
	if (!r->time_noted) {
		r->time_noted = true;
		reading_note(r, &read_w_time, line, 0, "\"%s\" is no instant that can be read",
			text_inert_dup(r->rec, text, 80));
	}
	i = instant_unknown();
	i.raw = arena_strdup(r->rec, text);
	return i;
}

/* A string of the row, from the reading's region to that of the row. */
static const char *
moved(struct arena *keep, const char *s)
{
	return arena_strdup(keep, s);
}

/* Strings that readers gave from r->a live on with the row. */
static void
settle_strings(struct source *s, struct arena *keep)
{
	s->version = moved(keep, s->version);
	s->producer = moved(keep, s->producer);
	s->sign = moved(keep, s->sign);
	s->originator = moved(keep, s->originator);
	s->query = moved(keep, s->query);
	s->loosens = moved(keep, s->loosens);
	s->loosened_by = moved(keep, s->loosened_by);
	s->loosened_until.raw = moved(keep, s->loosened_until.raw);
	s->as_of.raw = moved(keep, s->as_of.raw);
	for (size_t i = 0; i < s->nignored; i++)
		s->ignored[i].reason = moved(keep, s->ignored[i].reason);
	for (size_t i = 0; i < s->nwords; i++)
		s->words[i].word = moved(keep, s->words[i].word);
}

/* What the row says of the whole file, told once. */
static void
tell(struct reading *r)
{
	const struct source *s = r->source;

	if (s->odd_words > 0)
		reading_note(r, &read_w_word, 0, 0, "%llu words on no table; the first is %s",
			(unsigned long long)s->odd_words,
			s->nwords == 0 ? "\"\"" : text_inert_dup(r->rec, s->words[0].word, 80));
	if (s->has_total && s->listed < s->total && !s->broken)
		reading_note(r, &read_w_count, 0, 0, "declares %llu records and holds %llu",
			(unsigned long long)s->total, (unsigned long long)s->listed);
}

int
reading_run(struct reading *r, const struct reader *rd, const char *sign)
{
	struct source *s = r->source;
	int rc;

	s->format = rd->name;
	s->grade = rd->grade;
	s->sign = sign;
	s->zone = r->zone;
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
	rc = rd->read(r);
	if (rc != 0)
		s->broken = true;
	s->empty = !s->broken && s->seen == 0;
	/*
	 * The newest instant in it stands for an export date that nobody configured
	 * (judgement.md 11).
	 */
	if (s->as_of.known != KNOWN && s->newest != INT64_MIN)
		s->as_of = instant_exact(s->newest);
	tell(r);
	if (r->keep != NULL)
		settle_strings(s, r->keep);
	return s->broken ? -1 : 0;
}
