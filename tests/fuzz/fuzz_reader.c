/*
 * Record streams are read as if their seal were trusted, and as if they had none.
 * Every reader: a first byte below the number of readers names one of the
 * table, which then reads the rest whatever it is; any other input goes to the
 * reader that recognises it.  TRUEUP_FUZZ_READER names one that reads all of
 * each input.  The account must add up, and each record must print and load
 * again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/model/stream.h"
#include "checker/read/input.h"
#include "checker/read/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct counter {
	struct sink sink;
	struct buf line;
	struct arena *a;
	struct diags *diags;
	uint64_t n;
};

static void
put(struct sink *s, const struct record *r)
{
	struct counter *c = (struct counter *)(void *)s;
	struct record back;
	const char *why;
	struct node *node;

	c->n++;
	buf_reset(&c->line);
	record_print(&c->line, r);
	node = json_parse(c->a, "record", c->line.p, c->line.len, JSON_STRICT, c->diags);
	if (node == NULL || record_load(&back, node, r->loc.source, c->a, &why) != 0) {
		fprintf(stderr, "%s\n%s\n", node == NULL ? "no JSON" : why, c->line.p);
		die_bug("a record does not come back from its own line");
	}
	arena_reset(c->a);
}

static void
check(const struct source *s, uint64_t put_count)
{
	uint64_t ignored = 0, kinds = 0;

	for (size_t i = 0; i < s->nignored; i++)
		ignored += s->ignored[i].n;
	for (size_t i = 0; i < REC_KINDS; i++)
		kinds += s->by_kind[i];
	if (s->seen != s->kept + s->refused + ignored)
		die_bug("a reader's account does not add up");
	if (kinds != put_count)
		die_bug("a reader gives records past reading_put()");
}

static const struct reader *
choose(const uint8_t **p, size_t *n, struct arena *a)
{
	const char *sign, *tie, *named = getenv("TRUEUP_FUZZ_READER");
	struct head h;
	size_t count = 0;

	if (named != NULL)
		return reader_find(named);
	while (readers[count] != NULL)
		count++;
	if (*n > 0 && **p < count) {
		const struct reader *r = readers[**p];

		++*p;
		--*n;
		return r;
	}
	head_look(&h, (const char *)*p, *n, a);
	h.mappings = NULL;
	return reader_detect(&h, &sign, &tie);
}

/* A trusted stream: its sources have rows of their own; every other one was told before. */
struct sealed { struct source live; uint64_t n; };

static void
on_head(void *ctx, const struct stream_head *h)
{
	struct buf b;

	(void)ctx;
	buf_init(&b, MIB);
	stream_head_print(&b, h);
	buf_free(&b);
}

static struct source *
on_source(void *ctx, const struct stream_source *row)
{
	struct sealed *s = ctx;
	struct buf b;

	if (!stream_path_safe(row->s->path))
		die_bug("a path that leads out");
	buf_init(&b, 64 * MIB);
	stream_source_print(&b, row);
	buf_free(&b);
	s->live = *row->s;
	return s->n++ % 2 == 0 ? &s->live : NULL;
}

static void
on_end(void *ctx, const struct stream_end *e)
{
	struct buf b;

	(void)ctx;
	buf_init(&b, 64 * MIB);
	stream_end_print(&b, e);
	buf_free(&b);
}

static void
run(const struct reader *reader, const uint8_t *p, size_t n, const struct stream_host *stream)
{
	struct counter c = { .sink = { put }, .a = arena_new(), .diags = diags_new() };
	struct source s = {0};
	struct reading r = { .source = &s, .sink = &c.sink, .a = arena_new(), .rec = arena_new(),
		.keep = arena_new(), .diags = diags_new(), .zones = zones_new(), .file = "input", .stream = stream };

	buf_init(&c.line, 256 * MIB);
	if (reader != NULL) {
		struct input *in = input_of((const char *)p, n);

		input_bind(in, &r);
		reading_run(&r, reader, NULL);
		input_finish(in, &r);
		input_close(in);
		if (stream == NULL)
			check(&s, c.n);
	}
	buf_free(&c.line);
	zones_free(r.zones);
	diags_free(r.diags);
	diags_free(c.diags);
	arena_free(c.a);
	arena_free(r.keep);
	arena_free(r.rec);
	arena_free(r.a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct sealed sealed = {0};
	const struct stream_host host = { .sealed = true, .ctx = &sealed, .head = on_head,
		.begin = on_source, .end = on_end };
	struct arena *a = arena_new();
	const struct reader *reader = choose(&p, &n, a);

	run(reader, p, n, NULL);
	if (reader != NULL && reader == reader_find("records"))
		run(reader, p, n, &host);
	arena_free(a);
	return 0;
}
