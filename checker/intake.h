#ifndef TRUEUP_INTAKE_H
#define TRUEUP_INTAKE_H
/*
 * From one file to its records: plain files and members of containers become
 * sources of their own, each with its digest and its account.  For run.c; the
 * files intake*.c share it.
 */
#include "checker/read/archive.h"
#include "checker/read/xlsx.h"
#include "checker/run.h"

struct digest;
struct map;
struct mappings;
struct walk_entry;

/* What all files of a run share. */
struct intake {
	struct run *run;
	struct sink *sink;
	struct mappings *maps;
	void (*done)(void *ctx, struct source *s, const struct reader *reader); /* may be NULL */
	void *ctx;
	struct bundle_budget budget; /* of the file under way and all in it */
	struct map *told;         /* sources by path and digest; from when sealed streams are read on */
};

/* Bytes of one source on their way to a reader. */
struct feed {
	struct intake *in;
	struct source *source;
	const char *file;            /* as messages name it */
	/* n > 0 read, 0 end, -1 failed (diagnosed). */
	long (*pull)(void *from, char *p, size_t n);
	void *from;
	int fd;                      /* of a plain file; else -1 */
	struct digest *digest;
	struct stream_host stream;   /* of record streams */
	struct sheet *sheet;         /* its rows are read, instead of bytes; NULL: bytes */
	bool failed;
	char *head; size_t head_len, head_given;
};

/* Where the bytes of a file come from. */
struct plain {
	struct intake *in;
	struct source *source;
	int fd;
};
long plain_pull(void *from, char *p, size_t n);
/* -1 with errno; 0 where it is no regular file. */
int plain_open(struct plain *f, const char *path);

/* A file with all that is in it. -1 only under --strict, or where nothing can go on. */
int intake_file(struct intake *in, const struct walk_entry *e, bool named);

/* ---- record streams (intake_stream.c) ---- */

/*
 * Looks for sealed streams among the files of one argument, and verifies them.  Of the files that
 * belong to a seal that is trusted rel becomes NULL: they are no evidence, and the stream itself is
 * read by intake_streams().
 */
void intake_seals(struct intake *in, struct walk_entry *files, size_t n);
/* Reads the trusted ones, after all other files. -1: one changed while it was read. */
int intake_streams(struct intake *in);
/* Is it one whose seal does not fit it? Then it is refused (diagnosed), and not read. */
bool intake_stream_refused(struct intake *in, struct source *s, const char *path);
/* Is it a part of the seal beside a record stream? Then it speaks to this program, and is no evidence. */
bool intake_is_seal(const struct intake *in, int fd);
/* The parts of a folder must all be there; after everything was read. */
void intake_parts(struct intake *in);
/* How a feed reads record streams that nobody vouches for. */
struct stream_host intake_unsealed(struct feed *f);
/* SHA-256 of the zone and the rows of "evidence", in a; NULL: there are none. */
const char *intake_hints(const struct run *r, struct arena *a);

/* ---- between the files of intake ---- */

/* A new source in the run's list; path is copied. */
struct source *intake_source(struct intake *in, const char *path);
/* The row of trueup.json that fits the path, marked as used; NULL: none. */
struct evidence_row *intake_hint(struct intake *in, const char *path);
void intake_apply_hint(struct intake *in, struct source *s, const struct evidence_row *hint);
/* The source is broken (or empty, by the kind), with a sentence for the list of what is incomplete. */
void intake_refuse(struct intake *in, struct source *s, const struct diag_kind *kind, const char *text);

/* Takes over nothing; the caller frees. pull must be ready to give the first byte. */
void feed_init(struct feed *f, struct intake *in, struct source *s, long (*pull)(void *, char *, size_t),
	void *from);
void feed_free(struct feed *f);
/* Fills the head. -1: failed (the source is refused). */
int feed_look(struct feed *f);
/*
 * Detects, reads to the end and settles the source. named: it must be understood. The reader, or
 * NULL: not read as data.
 */
const struct reader *feed_read(struct feed *f, const struct evidence_row *hint, bool named);
/* Reads what is left, for the digest. */
void feed_drain(struct feed *f);
/* Calls done; -1 if --strict stops here. */
int intake_settle(struct intake *in, struct source *s, const struct reader *reader);

/*
 * A container: its members become sources, those that are containers as well. bytes give its
 * bytes from the start; depth counts the containers around. How many members were read as data
 * goes to *understood. -1 as intake_file().
 */
int intake_container(struct intake *in, struct source *s, enum bundle_kind kind,
	const struct bundle_bytes *bytes, unsigned depth, const struct evidence_row *hint,
	size_t *understood);
/* A workbook: each of its sheets becomes a source with the digest of the workbook. As above. */
int intake_workbook(struct intake *in, struct source *s, const struct bundle_bytes *bytes,
	const struct evidence_row *hint, size_t *understood);
/* What a file is that begins like a container but is a document; NULL: none of those, or *workbook. With *workbook: a table that cannot be read. */
const char *intake_document(struct intake *in, enum bundle_kind kind,
	const struct bundle_bytes *bytes, bool *workbook);

#endif
