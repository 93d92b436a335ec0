#ifndef TRUEUP_STREAM_H
#define TRUEUP_STREAM_H
/*
 * The lines of a record stream that are no records (design.md 3): the head, a row
 * before the records of each source with its digest and account, and the end,
 * without which a stream is cut off.  trueup-records-1.schema.json describes all of it.
 */
#include "checker/model/record.h"

#define STREAM_VERSION "records/1"

struct stream_head {
	/* Which part of the files, from 1, of how many parts; 0: a stream that somebody else wrote. */
	unsigned part, parts;
	const char *listing;  /* SHA-256 of the names of the files of all parts; NULL: not told */
	const char *hints;    /* SHA-256 of what trueup.json said of how to read; NULL: nothing */
	const char *tool;     /* version of the program that wrote it; NULL: not told */
};

struct stream_zone { const char *name, *sha256; };

/* Of one source: its row, and what the row of a report does not say. */
struct stream_source {
	struct source *s;
	const char *records_sha256; /* of the lines of its records, each with its line end */
	const char *const *incomplete; size_t nincomplete; /* why the run is incomplete because of it */
};

struct stream_end {
	uint64_t sources, records;
	const char *const *incomplete; size_t nincomplete; /* because of no one source */
	const struct stream_zone *zones; size_t nzones;    /* of the tz database, that were used */
};

/* One line each, without a line end. */
void stream_head_print(struct buf *b, const struct stream_head *h);
void stream_source_print(struct buf *b, const struct stream_source *row);
void stream_end_print(struct buf *b, const struct stream_end *e);

/*
 * Back: 0, or -1 with *why.  Strict, as records are.  Everything lives in a; row->s is the caller's
 * and filled in, its zone left as it is.
 */
int stream_head_load(struct stream_head *h, const struct node *n, struct arena *a, const char **why);
int stream_source_load(struct stream_source *row, const struct node *n, struct arena *a,
	const char **why);
int stream_end_load(struct stream_end *e, const struct node *n, struct arena *a, const char **why);

/* Which kind of line it is. */
bool stream_is_head(const struct node *n);
bool stream_is_source(const struct node *n);
bool stream_is_end(const struct node *n);

/* A name below some folder: not empty, no way up, no control characters. */
bool stream_path_safe(const char *path);

#endif
