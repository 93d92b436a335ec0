#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/file.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"

/* One output: from a temporary name to its own. */
struct output {
	const char *name, *tmp;
	const char *old; /* what stood there before, until close; NULL: nothing did */
	int fd;          /* -1 once it is checked and synced */
	bool renamed;
};

struct outdir {
	struct arena *a;
	const char *path, *failed;
	int fd;
	unsigned serial;
	VEC(struct output) outputs;
};

/* Makes path and the folders above it. */
static int
make_folders(const char *path)
{
	char *p = x_strdup(path);
	int rc = 0, keep;

	for (char *s = p + 1; rc == 0 && p[0] != '\0'; s++) {
		char c = *s;

		if (c != '/' && c != '\0')
			continue;
		*s = '\0';
		if (mkdir(p, 0777) != 0 && errno != EEXIST)
			rc = -1;
		*s = c;
		if (c == '\0')
			break;
	}
	keep = errno;
	free(p);
	errno = keep;
	return rc;
}

struct outdir *
outdir_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct outdir *o;

	if (fd < 0 && errno == ENOENT) {
		if (make_folders(path) != 0)
			return NULL;
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (fd < 0)
		return NULL;
	o = x_calloc(1, sizeof(*o));
	o->a = arena_new();
	o->path = arena_strdup(o->a, path);
	o->fd = fd;
	return o;
}

static int
fail(struct outdir *o, const char *name)
{
	int keep = errno;

	o->failed = name == NULL ? o->path : arena_printf(o->a, "%s/%s", o->path, name);
	errno = keep;
	return -1;
}

const char *
outdir_failed(const struct outdir *o)
{
	return o->failed;
}

/* Two runs into one folder do not meet: the number goes up until the name is free. */
static const char *
free_name(struct outdir *o, const char *kind)
{
	return arena_printf(o->a, ".trueup-%ld-%u.%s", (long)getpid(), o->serial++, kind);
}

static struct output *
output_named(struct outdir *o, const char *name)
{
	for (size_t i = 0; i < o->outputs.n; i++) {
		if (strcmp(o->outputs.v[i].name, name) == 0)
			return &o->outputs.v[i];
	}
	return NULL;
}

int
outdir_begin(struct outdir *o, const char *name)
{
	struct output *out;
	const char *tmp;
	int fd;

	if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL) {
		errno = EINVAL;
		return fail(o, name);
	}
	if (output_named(o, name) != NULL) {
		errno = EEXIST;
		return fail(o, name);
	}
	do {
		tmp = free_name(o, "tmp");
		fd = openat(o->fd, tmp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	} while (fd < 0 && errno == EEXIST && o->serial < 10000);
	if (fd < 0)
		return fail(o, name);
	out = VEC_PUSH(&o->outputs);
	out->name = arena_strdup(o->a, name);
	out->tmp = tmp;
	out->fd = fd;
	return fd;
}

int
outdir_done(struct outdir *o, int fd)
{
	for (size_t i = 0; i < o->outputs.n; i++) {
		struct output *out = &o->outputs.v[i];
		int rc, keep;

		if (out->fd != fd || fd < 0)
			continue;
		/* A full disk may show itself as late as here. */
		rc = fsync(fd);
		keep = errno;
		if (close(fd) != 0 && rc == 0) {
			rc = -1;
			keep = errno;
		}
		out->fd = -1;
		if (rc == 0)
			return 0;
		errno = keep;
		return fail(o, out->name);
	}
	errno = EBADF;
	return fail(o, NULL);
}

int
outdir_write(struct outdir *o, const char *name, const void *p, size_t n)
{
	int fd = outdir_begin(o, name);

	if (fd < 0)
		return -1;
	if (write_all(fd, p, n) != 0)
		return fail(o, name);
	return outdir_done(o, fd);
}

/* What stood there before stays reachable until close, so that rollback can put it back. */
static int
rename_one(struct outdir *o, struct output *out)
{
	do {
		out->old = free_name(o, "old");
		if (linkat(o->fd, out->name, o->fd, out->old, 0) == 0)
			break;
		out->old = NULL;
	} while (errno == EEXIST && o->serial < 10000);
	if (renameat(o->fd, out->tmp, o->fd, out->name) != 0)
		return fail(o, out->name);
	out->renamed = true;
	return 0;
}

static int
sync_folder(struct outdir *o)
{
	/* Some file systems cannot sync a folder and say EINVAL. */
	if (fsync(o->fd) != 0 && errno != EINVAL)
		return fail(o, NULL);
	return 0;
}

int
outdir_commit(struct outdir *o, const char *last)
{
	struct output *final = last == NULL ? NULL : output_named(o, last);

	if (last != NULL && final == NULL) {
		errno = ENOENT;
		return fail(o, last);
	}
	for (size_t i = 0; i < o->outputs.n; i++) {
		if (o->outputs.v[i].fd >= 0) {
			errno = EBUSY;
			return fail(o, o->outputs.v[i].name);
		}
	}
	if (final != NULL) { /* to the end of the list: rollback goes backwards */
		struct output swap = *final;

		*final = o->outputs.v[o->outputs.n - 1];
		final = &o->outputs.v[o->outputs.n - 1];
		*final = swap;
	}
	for (size_t i = 0; i < o->outputs.n; i++) {
		if (&o->outputs.v[i] != final && rename_one(o, &o->outputs.v[i]) != 0)
			return -1;
	}
	if (final == NULL)
		return sync_folder(o);
	/* The others are on the disk before the one that vouches for them is. */
	if (sync_folder(o) != 0 || rename_one(o, final) != 0)
		return -1;
	return sync_folder(o);
}

static void
outdir_free(struct outdir *o)
{
	VEC_FREE(&o->outputs);
	close(o->fd);
	arena_free(o->a);
	free(o);
}

void
outdir_rollback(struct outdir *o)
{
	int keep = errno;

	if (o == NULL)
		return;
	/* Backwards: the one that vouches goes first. */
	for (size_t i = o->outputs.n; i-- > 0;) {
		const struct output *out = &o->outputs.v[i];

		if (out->fd >= 0)
			close(out->fd);
		if (!out->renamed)
			unlinkat(o->fd, out->tmp, 0);
		else if (out->old == NULL)
			unlinkat(o->fd, out->name, 0);
		/* Renaming a name to its own twin does nothing, so it is unlinked as well. */
		if (out->old != NULL && renameat(o->fd, out->old, o->fd, out->name) == 0)
			unlinkat(o->fd, out->old, 0);
	}
	outdir_free(o);
	errno = keep;
}

void
outdir_close(struct outdir *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < o->outputs.n; i++) {
		if (o->outputs.v[i].old != NULL)
			unlinkat(o->fd, o->outputs.v[i].old, 0);
	}
	outdir_free(o);
}
