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
	struct sheet *sheet;         /* its rows are read, instead of bytes; NULL: bytes */
	bool failed;
	char *head; size_t head_len, head_given;
};

/* A file with all that is in it. -1 only under --strict, or where nothing can go on. */
int intake_file(struct intake *in, const struct walk_entry *e, bool named);

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
