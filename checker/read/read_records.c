/*
 * The record stream: what `trueup read` prints is an input again, so that any
 * collector can feed it.  Without a seal nobody can say where it comes from, so
 * its observations are E2 at most, whatever they claim (attacks G5); the name
 * of the originator stays, since two names still differ.  Sealed by a key that
 * the caller trusts, its records are those of the files that it was read from.
 */
#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/text.h"
#include "checker/model/stream.h"
#include "checker/read/read_diags.h"
#include "checker/read/reader.h"

struct stream {
	struct reading *r;
	bool sealed;
	bool begun, ended;        /* the first line was seen, the last one */
	bool whole;               /* it must have an end, and its records a source */
	struct source *own;       /* the row of the stream itself */
	/* The source whose records come now; live NULL: they were counted already. */
	bool open;
	struct source *live;
	struct source expected;
	struct stream_source row;
	uint64_t by_kind[REC_KINDS];
	struct digest *lines;
	enum grade highest;       /* what its format can reach */
	uint64_t sources, records, lowered;
};

static int
probe(const struct head *h, const char **sign)
{
	const char *end = memchr(h->bytes, '\n', h->len);
	const char *key = "\"trueup\"";
	size_t n = end == NULL ? h->len : (size_t)(end - h->bytes);
	const char *line = arena_strndup(h->a, h->bytes, n);

	/* Any version is ours; whether we can read it, the reader says. */
	if (strstr(line, key) == NULL || strstr(line, "\"records/") == NULL)
		return 0;
	*sign = "first line of a record stream";
	return 100;
}

static int
refuse(const struct stream *s, const struct diag_kind *kind, const struct json_record *jr,
	const char *why)
{
	reading_note(s->r, kind, jr == NULL ? 0 : jr->line, jr == NULL ? 0 : jr->col, "%s",
		text_inert_dup(s->r->rec, why, 200));
	return -1;
}

/* ---- records ---- */

/* Of a stream that nobody vouches for: the place in it leads to that in the raw file. */
static void
place(const struct stream *s, struct record *rec, const struct json_record *jr)
{
	struct arena *a = s->r->rec;
	const char *inner = rec->loc.path;

	if (s->open) {
		rec->loc.path = inner == NULL || *inner == '\0' ?
			arena_printf(a, "of %s:%u", s->expected.path, (unsigned)rec->loc.line) :
			arena_printf(a, "of %s:%u %s", s->expected.path, (unsigned)rec->loc.line,
				inner);
		rec->loc.line = jr->line;
		rec->loc.col = 0;
	}
	if (rec->loc.path == NULL)
		rec->loc.path = arena_strdup(a, jr->pointer);
	if (rec->loc.line == 0)
		rec->loc.line = jr->line;
}

static void
put_unsealed(struct stream *s, struct record *rec, const struct json_record *jr)
{
	if (rec->kind == REC_OBSERVATION && rec->u.observation.grade > GRADE_E2) {
		rec->u.observation.grade = GRADE_E2;
		s->lowered++;
	}
	reading_second_hand(rec);
	place(s, rec, jr);
	reading_put(s->r, rec);
}

/* -1: it says more than its format can show. */
static int
put_sealed(struct stream *s, struct record *rec, const struct json_record *jr)
{
	if (rec->kind == REC_OBSERVATION && rec->u.observation.grade > s->highest)
		return refuse(s, &read_e_stream_row, jr,
			"an observation of a higher grade than its format can reach");
	if (s->live == NULL)
		return 0;
	s->r->source = s->live;
	reading_put(s->r, rec);
	s->r->source = s->own;
	return 0;
}

static int
on_fact(struct stream *s, const struct json_record *jr)
{
	struct reading *r = s->r;
	struct record rec;
	const char *why;
	int rc;

	if (s->whole && !s->open)
		return refuse(s, &read_e_stream_cut, jr, "a record before the row of its source");
	if (!s->open)
		reading_seen(r);
	rc = record_load(&rec, jr->node, r->source, r->rec, &why);
	if (rc != 0 && s->open)
		return refuse(s, &read_e_stream_row, jr, arena_printf(r->rec, "no record: %s", why));
	if (rc != 0) {
		reading_refused(r, &read_e_record, jr->line, jr->col, "no record: %s",
			text_inert_dup(r->rec, why, 200));
		return 0;
	}
	s->records++;
	s->by_kind[rec.kind]++;
	if (s->open) {
		digest_add(s->lines, jr->raw, jr->raw_len);
		digest_add(s->lines, "\n", 1);
	}
	if (s->sealed)
		return put_sealed(s, &rec, jr);
	put_unsealed(s, &rec, jr);
	if (!s->open)
		reading_kept(r);
	return 0;
}

/* ---- sources ---- */

/* All records that the row of the source told of have come, and are what they were. */
static int
close_source(struct stream *s, const struct json_record *jr)
{
	char hex[SHA256_HEX];

	if (!s->open)
		return 0;
	s->open = false;
	digest_hex(s->lines, hex);
	for (int k = 0; k < REC_KINDS; k++)
		if (s->by_kind[k] != s->expected.by_kind[k])
			return refuse(s, &read_e_stream_cut, jr, arena_printf(s->r->rec,
				"%s gave %llu records \"%s\", and %llu are here", s->expected.path,
				(unsigned long long)s->expected.by_kind[k],
				record_kind_word((enum record_kind)k),
				(unsigned long long)s->by_kind[k]));
	if (!str_same(hex, s->row.records_sha256))
		return refuse(s, &read_e_stream_cut, jr, arena_printf(s->r->rec,
			"the records of %s are not those that were written", s->expected.path));
	return 0;
}

/* The account of the raw file is a part of that of the stream, so that nothing is lost on the way. */
static void
add_account(struct stream *s)
{
	struct source *own = s->own;
	const struct source *x = &s->expected;

	own->seen += x->seen;
	own->kept += x->kept;
	own->refused += x->refused;
	for (size_t i = 0; i < x->nignored; i++)
		source_ignore(own, x->ignored[i].reason, x->ignored[i].n);
	own->cut_texts += x->cut_texts;
	own->odd_words += x->odd_words;
	own->truncated_history |= x->truncated_history;
	if (own->loosens == NULL) {
		own->loosens = x->loosens;
		own->loosened_by = x->loosened_by;
		own->loosened_until = x->loosened_until;
	}
}

/* What a file was read as must be what this program reads, no higher. */
static int
check_format(struct stream *s, const struct json_record *jr)
{
	const struct reader *rd = reader_find(s->expected.format);
	uint64_t n = 0;

	for (int k = 0; k < REC_KINDS; k++)
		n += s->expected.by_kind[k];
	if (s->expected.format == NULL)
		return n == 0 ? 0 : refuse(s, &read_e_stream_row, jr,
			"records of a file that was not read as data");
	if (rd == NULL)
		return refuse(s, &read_e_stream_row, jr, "a format that this version does not read");
	if (s->expected.grade > rd->grade)
		return refuse(s, &read_e_stream_row, jr, "a grade that its format cannot reach");
	s->highest = rd->grade;
	return 0;
}

static int
on_source(struct stream *s, const struct json_record *jr)
{
	struct reading *r = s->r;
	struct arena *a = r->keep != NULL ? r->keep : r->a;
	const char *why;

	if (close_source(s, jr) != 0)
		return -1;
	s->expected = (struct source){.newest = INT64_MIN, .oldest = INT64_MAX};
	s->row = (struct stream_source){.s = &s->expected};
	if (stream_source_load(&s->row, jr->node, a, &why) != 0)
		return refuse(s, &read_e_stream_row, jr, why);
	if (check_format(s, jr) != 0)
		return -1;
	memset(s->by_kind, 0, sizeof(s->by_kind));
	s->open = s->whole = true;
	s->live = NULL;
	s->sources++;
	if (!s->sealed)
		add_account(s);
	if (r->stream != NULL)
		s->live = r->stream->begin(r->stream->ctx, &s->row);
	return 0;
}

/* ---- first and last line ---- */

static int
on_head(struct stream *s, const struct json_record *jr)
{
	struct reading *r = s->r;
	struct stream_head h;
	const char *why;

	if (s->begun)
		return refuse(s, &read_e_stream_cut, jr,
			"a second stream begins here: give each one as a file of its own");
	s->begun = true;
	if (!stream_is_head(jr->node) || !str_same(node_get_text(jr->node, "trueup"),
		    STREAM_VERSION)) {
		reading_note(r, &read_e_stream, jr->line, jr->col,
			"the first line must say {\"trueup\":\"%s\"}", STREAM_VERSION);
		return -1;
	}
	if (stream_head_load(&h, jr->node, r->keep != NULL ? r->keep : r->a, &why) != 0)
		return refuse(s, &read_e_stream_row, jr, why);
	s->whole = h.parts > 0;
	if (s->whole && r->stream != NULL)
		r->stream->head(r->stream->ctx, &h);
	return 0;
}

static int
on_end(struct stream *s, const struct json_record *jr)
{
	struct reading *r = s->r;
	struct stream_end e;
	const char *why;

	if (close_source(s, jr) != 0)
		return -1;
	if (stream_end_load(&e, jr->node, r->keep != NULL ? r->keep : r->a, &why) != 0)
		return refuse(s, &read_e_stream_row, jr, why);
	if (e.sources != s->sources || e.records != s->records)
		return refuse(s, &read_e_stream_cut, jr, arena_printf(r->rec,
			"%llu sources with %llu records were written, and %llu with %llu are here",
			(unsigned long long)e.sources, (unsigned long long)e.records,
			(unsigned long long)s->sources, (unsigned long long)s->records));
	s->ended = true;
	if (r->stream != NULL)
		r->stream->end(r->stream->ctx, &e);
	return 0;
}

static int
on_record(void *ctx, const struct json_record *jr)
{
	struct stream *s = ctx;

	if (!s->begun || stream_is_head(jr->node))
		return on_head(s, jr);
	if (s->ended)
		return refuse(s, &read_e_stream_cut, jr, "a line after the last one");
	if (stream_is_source(jr->node))
		return on_source(s, jr);
	if (stream_is_end(jr->node))
		return on_end(s, jr);
	return on_fact(s, jr);
}

static int
read_records(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct stream s = { .r = r, .own = r->source, .lines = digest_new(),
		.sealed = r->stream != NULL && r->stream->sealed };
	const struct json_reader jr = { .cuts = cuts, .ncuts = 1, .lines = true,
		.on_record = on_record, .ctx = &s };
	int rc = reading_json(r, &jr, NULL);

	r->source = s.own;
	if (rc == 0 && s.whole && !s.ended)
		rc = refuse(&s, &read_e_stream_cut, NULL,
			"its last line is missing: the stream was cut off");
	r->source->version = STREAM_VERSION;
	/* A part of a folder may hold no file: its last line says so. */
	r->source->has_total = s.ended && r->source->seen == 0;
	r->source->unsealed = !s.sealed && (s.whole || s.lowered > 0);
	if (s.lowered > 0)
		reading_note(r, &read_n_grade, 1, 0, "%llu observations say more than E2",
			(unsigned long long)s.lowered);
	digest_free(s.lines);
	return rc;
}

const struct reader reader_records = {
	.name = "records",
	.title = "record stream of trueup read",
	.what = "proves what its maker says, E2 at most, until it is sealed by a key that you trust",
	.better = "the raw exports themselves, or their stream with the seal of `trueup read -o`",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_CLAIM | ROLE_OBSERVATION | ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION |
		ROLE_MAPPING | ROLE_CATALOG | ROLE_ROLES | ROLE_EVIDENCE,
	.grade = GRADE_E2,
	.probe = probe,
	.read = read_records,
};
