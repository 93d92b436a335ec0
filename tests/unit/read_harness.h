#ifndef TRUEUP_READ_HARNESS_H
#define TRUEUP_READ_HARNESS_H
/*
 * One source through detection and its reader, with everything it emitted
 * kept.  For reader tests:
 *
 *     struct run run;
 *     run_file(&run, "fixtures/good/xccdf/two-results.xml");
 *     assert_string_equal(run.reader->name, "xccdf");
 *     assert_int_equal(run_count(&run, REC_OBSERVATION), 4);
 *     run_close(&run);
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/input.h"
#include "checker/read/reader.h"

struct run {
	struct sink sink;            /* first: put() finds the run by it */
	struct arena *keep, *a, *rec;
	struct diags *diags;
	struct zones *zones;
	struct source source;
	struct head head;
	struct reading reading;
	const struct reader *reader; /* NULL: nothing recognised it, or a tie */
	const char *sign, *tie;
	int rc;
	VEC(struct record) records;
	/* Set before run_input(); all optional. */
	const char *zone, *date_order, *format, *mapping;
	const struct mappings *mappings;
	bool drop;                   /* count only */
};

static inline void
run_put(struct sink *s, const struct record *r)
{
	struct run *run = (struct run *)(void *)s;

	if (!run->drop)
		record_copy(VEC_PUSH(&run->records), r, run->keep);
}

static inline void
run_init(struct run *run)
{
	memset(run, 0, sizeof(*run));
	run->sink.put = run_put;
	run->keep = arena_new();
	run->a = arena_new();
	run->rec = arena_new();
	run->diags = diags_new();
	run->zones = zones_new();
}

/* Detects and reads; in is closed. */
static inline void
run_input(struct run *run, struct input *in, const char *name)
{
	size_t len;
	const char *head = input_head(in, &len);

	run->source.path = name;
	head_look(&run->head, head, len, run->a);
	run->head.mappings = run->mappings;
	run->reader = run->format != NULL ? reader_find(run->format) :
		reader_detect(&run->head, &run->sign, &run->tie);
	if (run->reader != NULL) {
		run->reading = (struct reading){ .source = &run->source, .sink = &run->sink,
			.a = run->a, .rec = run->rec, .keep = run->keep, .diags = run->diags,
			.zones = run->zones, .date_order = run->date_order, .file = name,
			.mappings = run->mappings, .mapping = run->mapping,
			.zone = run->zone == NULL ? NULL : zone_find(run->zones, run->zone) };
		input_bind(in, &run->reading);
		run->rc = reading_run(&run->reading, run->reader, run->sign);
		input_finish(in, &run->reading);
	}
	input_close(in);
}

/* For options: run_init(), set them, run_path(). */
static inline void
run_path(struct run *run, const char *path)
{
	struct input *in = input_open(path);

	if (in == NULL)
		fail_msg("cannot open %s", path);
	run_input(run, in, path);
}

static inline void
run_file(struct run *run, const char *path)
{
	run_init(run);
	run_path(run, path);
}

static inline void
run_text(struct run *run, const char *text)
{
	run_init(run);
	run_input(run, input_of(text, strlen(text)), "text");
}

static inline void
run_close(struct run *run)
{
	VEC_FREE(&run->records);
	zones_free(run->zones);
	diags_free(run->diags);
	arena_free(run->rec);
	arena_free(run->a);
	arena_free(run->keep);
}

static inline uint64_t
run_count(const struct run *run, enum record_kind k)
{
	return run->source.by_kind[k];
}

/* The nth (from 0) record of a kind; the test fails if there is none. */
static inline const struct record *
run_at(const struct run *run, enum record_kind k, size_t nth)
{
	static const struct record none;

	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == k && nth-- == 0)
			return &run->records.v[i];
	fail_msg("no such %s record", record_kind_word(k));
	return &none; /* not reached; the compiler does not know */
}

static inline uint64_t
run_ignored(const struct run *run, const char *reason)
{
	for (size_t i = 0; i < run->source.nignored; i++)
		if (str_same(run->source.ignored[i].reason, reason))
			return run->source.ignored[i].n;
	return 0;
}

/* design.md 3: seen = kept + refused + ignored. */
static inline void
run_assert_conserved(const struct run *run)
{
	uint64_t ignored = 0;

	for (size_t i = 0; i < run->source.nignored; i++)
		ignored += run->source.ignored[i].n;
	if (run->source.seen != run->source.kept + run->source.refused + ignored)
		fail_msg("%s: seen %llu, kept %llu, refused %llu, ignored %llu", run->source.path,
			(unsigned long long)run->source.seen, (unsigned long long)run->source.kept,
			(unsigned long long)run->source.refused, (unsigned long long)ignored);
}

static inline bool
run_said(const struct run *run, const struct diag_kind *kind)
{
	for (size_t i = 0; i < diags_count(run->diags); i++)
		if (diags_at(run->diags, i)->kind == kind)
			return true;
	return false;
}

static inline const char *
run_ident(const struct idents *ids, const char *ns)
{
	for (size_t i = 0; i < ids->n; i++)
		if (str_same(ids->v[i].ns, ns))
			return ids->v[i].value;
	return NULL;
}

static inline bool
run_has_tag(const struct tags *t, const char *scheme, const char *id)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_same(t->v[i].scheme, scheme) && str_same(t->v[i].id, id))
			return true;
	return false;
}

/* A path of the corpus in buf, or NULL (then say so and skip the test). */
static inline const char *
corpus_path(char *buf, size_t size, const char *rel)
{
	const char *root = getenv("TRUEUP_CORPUS");

	if (root == NULL || root[0] == '\0') {
		print_message("TRUEUP_CORPUS is not set: corpus checks are skipped\n");
		return NULL;
	}
	snprintf(buf, size, "%s/%s", root, rel);
	return buf;
}

static inline const struct rec_item *
run_item(const struct run *run, size_t n)
{
	return &run_at(run, REC_ITEM, n)->u.item;
}

static inline const struct rec_party *
run_party(const struct run *run, size_t n)
{
	return &run_at(run, REC_PARTY, n)->u.party;
}

static inline const struct rec_observation *
run_obs(const struct run *run, size_t nth)
{
	return &run_at(run, REC_OBSERVATION, nth)->u.observation;
}

/* How many identifiers are of a namespace. */
static inline size_t
run_idents(const struct idents *ids, const char *ns)
{
	size_t n = 0;

	for (size_t i = 0; i < ids->n; i++)
		n += str_same(ids->v[i].ns, ns);
	return n;
}

/* The whole file, in b. */
static inline void
take_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char block[4096];
	size_t n;

	assert_non_null(f);
	buf_init(b, 16 * MIB);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(b, block, n);
	fclose(f);
}

/* The event of that id. */
static inline const struct rec_event *
run_event(const struct run *run, const char *id)
{
	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == REC_EVENT && str_same(run->records.v[i].u.event.id, id))
			return &run->records.v[i].u.event;
	fail_msg("no event %s", id != NULL ? id : "without an id");
	return &run_at(run, REC_EVENT, 0)->u.event;
}

/* How many events are of a kind. */
static inline size_t
run_kinds(const struct run *run, enum event_kind k)
{
	size_t n = 0;

	for (size_t i = 0; i < run->records.n; i++)
		n += run->records.v[i].kind == REC_EVENT && run->records.v[i].u.event.kind == k;
	return n;
}

#endif
