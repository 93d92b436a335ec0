#ifndef TRUEUP_STREAMOUT_H
#define TRUEUP_STREAMOUT_H
/*
 * Writing a record stream: the records of a source are held until its account is known, so that its
 * row can stand before them.
 */
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/run.h"

struct streamout {
	struct sink sink;
	struct run *run;
	int fd;
	bool failed;               /* a write failed, with errno in error */
	int error;
	bool begun;
	struct buf line, spool;    /* spool: lines not yet in the file */
	int file;                  /* of what does not fit in memory; -1: none yet */
	uint64_t in_file;          /* bytes in it */
	struct digest *lines, *all;
	uint64_t sources, records;
	size_t incomplete;         /* sentences of the run that are told already */
};

/* fd stays the caller's. */
void streamout_init(struct streamout *o, struct run *r, int fd);
/* For run_read(): one source is read. */
void streamout_source(void *ctx, struct source *s, const struct reader *reader);
/* Writes the last line; hex gets the digest of all that was written. 0, or -1 with errno. */
int streamout_end(struct streamout *o, char hex[SHA256_HEX]);
void streamout_free(struct streamout *o);

#endif
