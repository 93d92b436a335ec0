#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"

struct walk {
	struct arena *a;
	const char *root;
	VEC(struct walk_entry) found;
	void (*skip)(void *ctx, const char *rel, const char *why);
	void *ctx;
};


static void
pass_over(struct walk *w, const char *rel, const char *why)
{
	if (w->skip != NULL)
		w->skip(w->ctx, rel, why);
}

static const char *
why_not(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a symbolic link";
	if (S_ISFIFO(mode))
		return "a pipe";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static int
compare_names(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

/* Names in byte order, so that what is reported to skip() has one order too. */
static int
list_folder(struct walk *w, DIR *dir, const char ***names, size_t *n)
{
	VEC(const char *) v = {0};
	const struct dirent *e;

	for (;;) {
		errno = 0;
		e = readdir(dir);
		if (e == NULL)
			break;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		*VEC_PUSH(&v) = arena_strdup(w->a, e->d_name);
	}
	if (errno != 0) {
		VEC_FREE(&v);
		return -1;
	}
	if (v.n > 1)
		qsort(v.v, v.n, sizeof(*v.v), compare_names);
	*names = v.v;
	*n = v.n;
	return 0;
}

static int walk_folder(struct walk *w, int fd, const char *rel, int depth);

static int
walk_entry(struct walk *w, int fd, const char *name, const char *rel, int depth)
{
	struct stat st;
	int sub;

	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		pass_over(w, rel, strerror(errno));
		return 0;
	}
	if (S_ISREG(st.st_mode)) {
		struct walk_entry *e;
		size_t n = strlen(w->root);

		if (w->found.n >= MAX_FILES) {
			errno = EFBIG;
			return -1;
		}
		e = VEC_PUSH(&w->found);
		e->rel = rel;
		e->path = arena_printf(w->a, "%s%s%s", w->root,
			n > 0 && w->root[n - 1] == '/' ? "" : "/", rel);
		return 0;
	}
	if (!S_ISDIR(st.st_mode)) {
		pass_over(w, rel, why_not(st.st_mode));
		return 0;
	}
	if (depth >= MAX_WALK_DEPTH) {
		pass_over(w, rel, "a folder too deep below the one that was named");
		return 0;
	}
	sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (sub < 0) {
		pass_over(w, rel, strerror(errno));
		return 0;
	}
	return walk_folder(w, sub, rel, depth + 1);
}

/* Takes fd over. */
static int
walk_folder(struct walk *w, int fd, const char *rel, int depth)
{
	DIR *dir = fdopendir(fd);
	const char **names = NULL;
	size_t n = 0;
	int rc = 0;

	if (dir == NULL) {
		int keep = errno;

		close(fd);
		errno = keep;
		return -1;
	}
	if (list_folder(w, dir, &names, &n) != 0) {
		/* A folder that cannot be listed hides evidence: below the top it is reported. */
		if (rel[0] != '\0')
			pass_over(w, rel, strerror(errno));
		else
			rc = -1;
		goto out;
	}
	for (size_t i = 0; i < n && rc == 0; i++) {
		const char *sub = rel[0] == '\0' ? names[i] :
			arena_printf(w->a, "%s/%s", rel, names[i]);

		rc = walk_entry(w, dirfd(dir), names[i], sub, depth);
	}
out:
	free(names);
	fd = errno;
	closedir(dir);
	errno = fd;
	return rc;
}

static int
compare_entries(const void *x, const void *y)
{
	const struct walk_entry *a = x, *b = y;

	return strcmp(a->rel, b->rel);
}

/* The last part of a path, for a file that was named itself. */
static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

int
file_walk(struct arena *a, const char *path, struct walk_entry **out, size_t *n,
	void (*skip)(void *ctx, const char *rel, const char *why), void *ctx)
{
	struct walk w = {.a = a, .root = path, .skip = skip, .ctx = ctx};
	struct stat st;
	int fd, rc = -1;

	*out = NULL;
	*n = 0;
	/* The argument itself may be a link: the person who named it chose it. */
	if (stat(path, &st) != 0)
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		if (access(path, R_OK) != 0)
			return -1;
		*out = ARENA_NEW(a, struct walk_entry);
		(*out)->path = arena_strdup(a, path);
		(*out)->rel = arena_strdup(a, last_part(path));
		*n = 1;
		return 0;
	}
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || walk_folder(&w, fd, "", 0) != 0)
		goto out;
	if (w.found.n > 0) {
		/* "a.b" comes before "a/b": the order is that of whole paths, not of folders. */
		qsort(w.found.v, w.found.n, sizeof(*w.found.v), compare_entries);
		*out = ARENA_ARRAY(a, struct walk_entry, w.found.n);
		memcpy(*out, w.found.v, w.found.n * sizeof(*w.found.v));
		*n = w.found.n;
	}
	rc = 0;
out:
	fd = errno;
	VEC_FREE(&w.found);
	errno = fd;
	return rc;
}
