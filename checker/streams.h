#ifndef TRUEUP_STREAMS_H
#define TRUEUP_STREAMS_H
/* The record streams of a run: which were sealed and by whom, and which parts of a folder they are. */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/vec.h"

struct run;

enum seal_state {
	STREAM_UNTRUSTED, /* sealed, but by nobody whom the caller trusts: as without a seal */
	STREAM_TRUSTED,
	STREAM_REFUSED    /* the seal does not fit the bytes, or says something else */
};

struct sealed_stream {
	const char *rel, *path;  /* to print; to open */
	enum seal_state state;
	char sha256[65];         /* as it was sealed, of trusted ones */
	const char *keyid;       /* who sealed it; NULL: not told */
};

/* One of several parts of the files of a folder. */
struct stream_part {
	const char *rel;
	unsigned part, parts;
	const char *listing;
	bool sealed;             /* by a key that is trusted: only such parts make a folder whole again */
};

struct streams {
	VEC(struct sealed_stream) sealed;
	VEC(struct stream_part) parts;
};

/* In r, made where there are none. */
struct streams *streams_of(struct run *r);
void streams_free(struct streams *s); /* NULL is allowed */
/* Trusts the keys of these files (`--trust`). -1 (diagnosed). */
struct option_values;
int streams_trust(struct run *r, const struct option_values *files);
/* Is the file of this path in part r->part of r->parts? Its name alone decides. */
bool streams_in_part(const struct run *r, const char *rel);

#endif
