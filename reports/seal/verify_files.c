/* The files of a report folder against the digests that were signed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/verify_parts.h"

#define CHUNK (64 * 1024)
#define NAMES_SHOWN 5 /* of files that are only counted */

static int
open_last(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	int error;

	if (fd < 0)
		return -1;
	error = fstat(fd, &st) != 0 ? errno : S_ISREG(st.st_mode) ? 0 : EINVAL;
	if (error == 0)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

int
open_below(int dir, const char *name)
{
	char part[MAX_ID + 1];
	int at = dir, fd = -1, error;

	for (;;) {
		size_t n = strcspn(name, "/");
		int next;

		if (name[n] == '\0') {
			fd = open_last(at, name);
			break;
		}
		if (n > MAX_ID) {
			errno = ENAMETOOLONG;
			break;
		}
		memcpy(part, name, n);
		part[n] = '\0';
		next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (next < 0)
			break;
		if (at != dir)
			close(at);
		at = next;
		name += n + 1;
	}
	error = errno;
	if (at != dir)
		close(at);
	errno = error;
	return fd;
}

static ssize_t
read_chunk(int fd, char *p)
{
	ssize_t n;

	do
		n = read(fd, p, CHUNK);
	while (n < 0 && errno == EINTR);
	return n;
}

int
read_below(struct arena *a, int dir, const char *name, size_t max, char **text, size_t *len)
{
	int fd = open_below(dir, name), error = 0;
	char chunk[CHUNK];
	struct buf b;
	ssize_t n;

	if (fd < 0)
		return -1;
	buf_init(&b, max);
	while ((n = read_chunk(fd, chunk)) > 0 && !b.over)
		buf_add(&b, chunk, (size_t)n);
	if (n < 0)
		error = errno;
	else if (b.over)
		error = EFBIG;
	*text = arena_alloc(a, b.len + 1);
	memcpy(*text, b.p, b.len);
	*len = b.len;
	buf_free(&b);
	close(fd);
	errno = error;
	return error == 0 ? 0 : -1;
}

/* 0, or -1 with errno. */
static int
digest_below(int dir, const char *name, char out[SHA256_HEX])
{
	int fd = open_below(dir, name), error;
	char chunk[CHUNK];
	struct digest *sum;
	ssize_t n;

	if (fd < 0)
		return -1;
	sum = digest_new();
	while ((n = read_chunk(fd, chunk)) > 0)
		digest_add(sum, chunk, (size_t)n);
	error = errno;
	digest_hex(sum, out);
	digest_free(sum);
	close(fd);
	errno = error;
	return n < 0 ? -1 : 0;
}

static const char *
why_odd(int error)
{
	return error == EINVAL || error == ELOOP ? "not a regular file" : strerror(error);
}

void
verify_outputs(struct verified *out, const struct statement_view *v, int dir, struct diags *d)
{
	char sha256[SHA256_HEX];

	out->files = v->noutputs;
	for (size_t i = 0; i < v->noutputs; i++) {
		const struct digest_row *row = &v->outputs[i];
		struct place at = {.file = row->name};
		int rc = digest_below(dir, row->name, sha256);

		if (rc == 0 && strcmp(sha256, row->sha256) == 0)
			continue;
		out->files_bad++;
		if (rc == 0)
			diag_add(d, &seal_file_changed, &at, "SHA-256 is %s, signed was %s", sha256,
				row->sha256);
		else if (errno == ENOENT)
			diag_add(d, &seal_file_missing, &at, "not in the folder");
		else
			diag_add(d, &seal_file_odd, &at, "%s", why_odd(errno));
	}
}

struct unlisted {
	struct verified *out;
	struct map *listed;
	const char *stem;
	const struct verify_options *o;
	struct diags *d;
	struct buf names;
};

/* "report." and anything, in any case: what a reader would take for a part of the report. */
static bool
looks_like_output(const struct unlisted *u, const char *name)
{
	size_t n = strlen(u->stem), i = 0;

	while (i < n && ch_low(name[i]) == ch_low(u->stem[i]))
		i++;
	if (i == n && name[i] == '.')
		return true;
	for (i = 0; i < u->o->noutputs; i++)
		if (str_same_fold(name, u->o->outputs[i]))
			return true;
	return str_same_fold(name, SEAL_SUMS) || str_same_fold(name, SEAL_VERIFY_MD);
}

static void
look_at(struct unlisted *u, const char *name)
{
	struct place at = {.file = name};

	if (map_has(u->listed, name, strlen(name)))
		return;
	u->out->unlisted++;
	if (looks_like_output(u, name))
		diag_add(u->d, &seal_unlisted_output, &at, "the statement does not list it");
	else if (u->out->unlisted <= NAMES_SHOWN)
		buf_fmt(&u->names, "%s%s", u->names.len > 0 ? ", " : "", name);
}

static void
look_at_skipped(void *ctx, const char *rel, const char *why)
{
	(void)why; /* a link with an output's name deceives as a file would */
	look_at(ctx, rel);
}

static void
list_name(struct map *m, const char *stem, const char *suffix)
{
	struct buf b;

	buf_init(&b, MAX_ID * 2);
	buf_fmt(&b, "%s%s", stem, suffix);
	map_slot(m, b.p, b.len, NULL);
	buf_free(&b);
}

void
verify_unlisted(struct verified *out, const struct statement_view *v, const char *folder,
	const char *stem, const struct verify_options *o, struct diags *d)
{
	struct arena *a = arena_new();
	struct unlisted u = {out, map_new(), stem, o, d, {0}};
	struct place at = {.file = folder};
	struct walk_entry *files;
	size_t n, named = diags_count(d);

	buf_init(&u.names, MAX_TEXT);
	for (size_t i = 0; i < v->noutputs; i++)
		list_name(u.listed, v->outputs[i].name, "");
	list_name(u.listed, stem, SEAL_STATEMENT_SUFFIX);
	for (size_t i = 0; i < SEALERS; i++)
		list_name(u.listed, stem, sealers[i].suffix);
	if (file_walk(a, folder, &files, &n, look_at_skipped, &u) != 0) {
		diag_add(d, &seal_unlisted_output, &at, "the folder cannot be listed: %s",
			strerror(errno));
	} else {
		for (size_t i = 0; i < n; i++)
			look_at(&u, files[i].rel);
		named = diags_count(d) - named;
		if (out->unlisted > named)
			diag_add(d, &seal_unlisted, &at, "%zu: %s%s", out->unlisted - named,
				u.names.p, out->unlisted - named > NAMES_SHOWN ? ", ..." : "");
	}
	buf_free(&u.names);
	map_free(u.listed);
	arena_free(a);
}

int
verify_inputs(struct verified *out, const struct statement_view *v, const struct verify_options *o,
	struct diags *d)
{
	struct place at = {.file = o->inputs};
	int dir = open(o->inputs, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char sha256[SHA256_HEX];

	if (dir < 0) {
		diag_add(d, &seal_path, &at, "the folder of inputs cannot be opened: %s",
			strerror(errno));
		return -1;
	}
	for (size_t i = 0; i < v->ninputs; i++) {
		const struct digest_row *row = &v->inputs[i];
		struct place input = {.file = row->name};

		out->inputs++;
		if (!statement_safe_name(row->name) || digest_below(dir, row->name, sha256) != 0) {
			out->inputs_absent++;
		} else if (strcmp(sha256, row->sha256) != 0) {
			out->inputs_bad++;
			diag_add(d, &seal_input_changed, &input, "SHA-256 is %s, judged was %s",
				sha256, row->sha256);
		}
	}
	if (out->inputs_absent > 0)
		diag_add(d, &seal_input_missing, &at, "%zu of %zu inputs", out->inputs_absent,
			out->inputs);
	close(dir);
	return 0;
}
