#ifndef TRUEUP_READ_ARCHIVE_H
#define TRUEUP_READ_ARCHIVE_H
/*
 * Containers as streams of members: zip, tar, gzip and zstd, a tar in either
 * of the last two.  Nothing is ever written to disk, so a member's name can
 * lead nowhere; it is checked all the same, since it becomes a location in
 * reports.  archive.c is the only file that sees libarchive.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct diags;
struct bundle;

enum bundle_kind { BUNDLE_NONE, BUNDLE_ZIP, BUNDLE_TAR, BUNDLE_GZIP, BUNDLE_ZSTD };

/* By the first bytes of a file, never by its name. */
enum bundle_kind bundle_kind(const char *head, size_t len);
const char *bundle_kind_word(enum bundle_kind k);

/* The container's own bytes. */
struct bundle_bytes {
	/* n > 0 read, 0 end, -1 failed (diagnosed). */
	long (*read)(void *ctx, char *p, size_t n);
	/* To byte `at` from the start; the length of all if at is negative. -1: impossible. A zip needs it. */
	int64_t (*seek)(void *ctx, int64_t at);
	void *ctx;
};

/* What a file and all containers within it may give together; zero at first. */
struct bundle_budget { uint64_t bytes, members; };

enum bundle_step {
	BUNDLE_END,
	BUNDLE_MEMBER,   /* a file whose bytes can be read */
	BUNDLE_PASSED,   /* no file: `why` says what (link, device); folders are not told */
	BUNDLE_REFUSED,  /* a file that cannot be read (diagnosed): what it says is lost */
	BUNDLE_BROKEN    /* the container (diagnosed): nothing more comes */
};
struct bundle_member {
	const char *name; /* UTF-8 and relative, in the region of the bundle; other bytes as %XX */
	const char *why;
};

/* file: as messages name it. NULL (diagnosed) if it is broken at once. Free with bundle_free(). */
struct bundle *bundle_open(enum bundle_kind kind, const struct bundle_bytes *from, const char *file,
	struct bundle_budget *budget, struct diags *d);
/* Past what was not read of the member before. */
enum bundle_step bundle_next(struct bundle *b, struct bundle_member *out);
/* The present member's bytes: n > 0 read, 0 end, -1 broken, or over a ceiling (diagnosed). */
long bundle_read(struct bundle *b, char *p, size_t n);
/* A ceiling was crossed, or the container itself is broken: no member after this one can be had. */
bool bundle_spent(const struct bundle *b);
/* From now on what is read counts in that budget. */
void bundle_budget_to(struct bundle *b, struct bundle_budget *budget);
void bundle_free(struct bundle *b);

#endif
