#ifndef TRUEUP_FILE_H
#define TRUEUP_FILE_H
/* Reading whole small files, walking folders, writing outputs that are never half there. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct arena;
struct buf;

/* Whole, at most max bytes (one over: -1 with errno EFBIG). NUL-terminated in a. -1 with errno. */
int file_read(struct arena *a, const char *path, size_t max, char **text, size_t *len);

/*
 * Regular files below path, in byte order of their relative paths; links are
 * not followed. kind of what was passed over is reported to skip (may be NULL).
 * A path that is a file gives itself. -1 with errno if path cannot be opened.
 */
struct walk_entry { const char *path; const char *rel; }; /* to open; to print */
int file_walk(struct arena *a, const char *path, struct walk_entry **out, size_t *n,
	void (*skip)(void *ctx, const char *rel, const char *why), void *ctx);

/*
 * An output folder under construction: files are written to temporary names,
 * checked, synced; commit renames all of them, the given `last` one last;
 * rollback removes them.  Every function: 0, or -1 with errno and the failing
 * path in outdir_failed().
 */
struct outdir;
struct outdir *outdir_open(const char *path);           /* made if missing; NULL with errno */
int outdir_write(struct outdir *o, const char *name, const void *p, size_t n);
/* Streams: fd to write to; done checks and syncs. */
int outdir_begin(struct outdir *o, const char *name);   /* fd or -1 */
int outdir_done(struct outdir *o, int fd);
int outdir_commit(struct outdir *o, const char *last);
void outdir_rollback(struct outdir *o);                 /* NULL is allowed; frees */
void outdir_close(struct outdir *o);                    /* after commit; frees */
const char *outdir_failed(const struct outdir *o);

int write_all(int fd, const void *p, size_t n);

#endif
