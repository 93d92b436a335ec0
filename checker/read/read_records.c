/*
 * The record stream: what `trueup read` prints is an input again, so that any
 * collector can feed it.  Without a seal nobody can say where it comes from, so
 * its observations are E2 at most, whatever they claim (attacks G5); the name
 * of the originator stays, since two names still differ.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/reader.h"

#define STREAM_VERSION "records/1"

struct stream {
	struct reading *r;
	bool begun;              /* the first line was seen */
	uint64_t lowered;
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

static void
put(struct stream *s, const struct json_record *jr)
{
	struct reading *r = s->r;
	struct record rec;
	const char *why;

	reading_seen(r);
	if (record_load(&rec, jr->node, r->source, r->rec, &why) != 0) {
		reading_refused(r, &read_e_record, jr->line, jr->col, "no record: %s",
			text_inert_dup(r->rec, why, 200));
		return;
	}
	if (rec.kind == REC_OBSERVATION && rec.u.observation.grade > GRADE_E2) {
		rec.u.observation.grade = GRADE_E2;
		s->lowered++;
	}
	reading_second_hand(&rec);
	/* The place in the stream leads to the place in the raw file, which it prints. */
	if (rec.loc.path == NULL)
		rec.loc.path = arena_strdup(r->rec, jr->pointer);
	if (rec.loc.line == 0)
		rec.loc.line = jr->line;
	reading_put(r, &rec);
	reading_kept(r);
}

static int
on_record(void *ctx, const struct json_record *jr)
{
	struct stream *s = ctx;

	if (s->begun) {
		put(s, jr);
		return 0;
	}
	s->begun = true;
	if (str_same(node_get_text(jr->node, "trueup"), STREAM_VERSION))
		return 0;
	reading_note(s->r, &read_e_stream, jr->line, jr->col,
		"the first line must say {\"trueup\":\"%s\"}",
		STREAM_VERSION);
	return -1;
}

static int
read_records(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct stream s = { .r = r };
	const struct json_reader jr = { .cuts = cuts, .ncuts = 1, .lines = true,
		.on_record = on_record, .ctx = &s };
	int rc = reading_json(r, &jr, NULL);

	r->source->version = STREAM_VERSION;
	if (s.lowered > 0)
		reading_note(r, &read_n_grade, 1, 0, "%llu observations say more than E2",
			(unsigned long long)s.lowered);
	return rc;
}

const struct reader reader_records = {
	.name = "records",
	.title = "record stream of trueup read",
	.what = "proves what its maker says, E2 at most, until it is sealed",
	.better = "the raw exports themselves: a stream without a seal is its maker's word",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_CLAIM | ROLE_OBSERVATION | ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION |
		ROLE_MAPPING | ROLE_CATALOG | ROLE_ROLES | ROLE_EVIDENCE,
	.grade = GRADE_E2,
	.probe = probe,
	.read = read_records,
};
