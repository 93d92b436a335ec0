#include "checker/streamout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/stream.h"
#include "reports/report.h"

static void
fail(struct streamout *o)
{
	if (!o->failed)
		o->error = errno;
	o->failed = true;
}

static void
give(struct streamout *o, const void *p, size_t n)
{
	if (o->failed)
		return;
	digest_add(o->all, p, n);
	if (write_all(o->fd, p, n) != 0)
		fail(o);
}

static void
give_line(struct streamout *o)
{
	buf_chr(&o->line, '\n');
	if (o->line.over)
		die_memory();
	give(o, o->line.p, o->line.len);
	buf_reset(&o->line);
}

/* ---- what is held ---- */

/* A file without a name: it is gone with the process. */
static int
spool_file(void)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd, n = snprintf(path, sizeof(path), "%s/trueup.XXXXXX",
		folder != NULL && *folder == '/' ? folder : "/tmp");

	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkstemp(path);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static void
spill(struct streamout *o)
{
	if (o->file < 0)
		o->file = spool_file();
	if (o->file < 0 || write_all(o->file, o->spool.p, o->spool.len) != 0)
		fail(o);
	o->in_file += o->spool.len;
	buf_reset(&o->spool);
}

static void
put(struct sink *s, const struct record *r)
{
	struct streamout *o = (struct streamout *)(void *)s;

	buf_reset(&o->line);
	record_print(&o->line, r);
	buf_chr(&o->line, '\n');
	if (o->line.over)
		die_memory();
	digest_add(o->lines, o->line.p, o->line.len);
	buf_add(&o->spool, o->line.p, o->line.len);
	buf_reset(&o->line);
	o->records++;
	if (o->spool.len > MAX_STREAM_SPOOL)
		spill(o);
}

static void
give_file(struct streamout *o)
{
	char *p = x_malloc(MIB);
	uint64_t left = o->in_file;

	if (lseek(o->file, 0, SEEK_SET) != 0)
		fail(o);
	while (left > 0 && !o->failed) {
		ssize_t got = read(o->file, p, left < MIB ? (size_t)left : MIB);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got == 0 ? EIO : errno;
			fail(o);
			break;
		}
		give(o, p, (size_t)got);
		left -= (uint64_t)got;
	}
	free(p);
	if (lseek(o->file, 0, SEEK_SET) != 0 || ftruncate(o->file, 0) != 0)
		fail(o);
	o->in_file = 0;
}

/* ---- lines ---- */

static void
begin(struct streamout *o)
{
	const struct run *r = o->run;
	const struct stream_head h = {.part = r->parts > 0 ? r->part : 1,
		.parts = r->parts > 0 ? r->parts : 1, .listing = r->listing, .hints = r->hints,
		.tool = REPORT_TOOL_VERSION};

	if (o->begun)
		return;
	o->begun = true;
	o->incomplete = r->walk_incomplete;
	stream_head_print(&o->line, &h);
	give_line(o);
}

void
streamout_source(void *ctx, struct source *s, const struct reader *reader)
{
	struct streamout *o = ctx;
	struct run *r = o->run;
	char hex[SHA256_HEX];
	struct stream_source row = {.s = s, .records_sha256 = hex};

	(void)reader;
	begin(o);
	row.incomplete = r->incomplete + o->incomplete;
	row.nincomplete = r->nincomplete - o->incomplete;
	digest_hex(o->lines, hex);
	stream_source_print(&o->line, &row);
	give_line(o);
	if (o->in_file > 0)
		give_file(o);
	give(o, o->spool.p, o->spool.len);
	buf_reset(&o->spool);
	o->incomplete = r->nincomplete;
	o->sources++;
}

static void
put_end(struct streamout *o)
{
	struct run *r = o->run;
	size_t n = zones_used(r->zones);
	struct stream_zone *zones = ARENA_ARRAY(r->a, struct stream_zone, n + 1);
	size_t late = r->nincomplete - o->incomplete;
	const char **why = ARENA_ARRAY(r->a, const char *, r->walk_incomplete + late + 1);
	struct stream_end e = {.sources = o->sources, .records = o->records, .zones = zones,
		.nzones = n, .incomplete = why, .nincomplete = r->walk_incomplete + late};

	for (size_t i = 0; i < e.nincomplete; i++)
		why[i] = r->incomplete[i < r->walk_incomplete ? i
			: o->incomplete + i - r->walk_incomplete];

	for (size_t i = 0; i < n; i++)
		zones[i] = (struct stream_zone){zones_used_name(r->zones, i),
			zones_used_sha256(r->zones, i)};
	stream_end_print(&o->line, &e);
	give_line(o);
}

int
streamout_end(struct streamout *o, char hex[SHA256_HEX])
{
	begin(o);
	put_end(o);
	digest_hex(o->all, hex);
	errno = o->error;
	return o->failed ? -1 : 0;
}

void
streamout_init(struct streamout *o, struct run *r, int fd)
{
	*o = (struct streamout){.sink = {put}, .run = r, .fd = fd, .file = -1,
		.lines = digest_new(), .all = digest_new()};
	buf_init(&o->line, 1024 * MIB);
	buf_init(&o->spool, 1024 * MIB);
}

void
streamout_free(struct streamout *o)
{
	if (o->file >= 0)
		close(o->file);
	digest_free(o->lines);
	digest_free(o->all);
	buf_free(&o->line);
	buf_free(&o->spool);
}
