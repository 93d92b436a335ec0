/* Plain files and memory as sources of bytes. */
#include "checker/read/input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/read/read_diags.h"
#include "checker/read/reader.h"

struct input {
	int fd;             /* -1: in memory */
	char *head;         /* owned; NULL in memory */
	const char *bytes;  /* head, or the memory */
	size_t len, given;
	struct digest *digest;
};

static long
pull(int fd, char *p, size_t n)
{
	ssize_t got;

	do
		got = read(fd, p, n);
	while (got < 0 && errno == EINTR);
	return (long)got;
}

struct input *
input_open(const char *path)
{
	struct input *in = x_calloc(1, sizeof(*in));
	long got = 1;

	in->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (in->fd < 0)
		goto fail;
	in->head = x_malloc(MAX_HEAD);
	in->bytes = in->head;
	while (in->len < MAX_HEAD && got > 0) {
		got = pull(in->fd, in->head + in->len, MAX_HEAD - in->len);
		if (got < 0)
			goto fail;
		in->len += (size_t)got;
	}
	return in;
fail:
	input_close(in);
	return NULL;
}

void
input_close(struct input *in)
{
	int saved = errno;

	if (in == NULL)
		return;
	if (in->fd >= 0)
		close(in->fd);
	digest_free(in->digest);
	free(in->head);
	free(in);
	errno = saved;
}

struct input *
input_of(const char *p, size_t len)
{
	struct input *in = x_calloc(1, sizeof(*in));

	in->fd = -1;
	in->bytes = p;
	in->len = len;
	return in;
}

const char *
input_head(const struct input *in, size_t *len)
{
	*len = in->len < MAX_HEAD ? in->len : MAX_HEAD;
	return in->bytes;
}

static long
take(struct input *in, char *p, size_t n)
{
	if (in->given < in->len) {
		size_t left = in->len - in->given;

		if (n > left)
			n = left;
		memcpy(p, in->bytes + in->given, n);
		in->given += n;
		return (long)n;
	}
	if (in->fd < 0)
		return 0;
	return pull(in->fd, p, n);
}

static long
input_more(struct reading *r, char *p, size_t n)
{
	struct input *in = r->more_ctx;
	long got = take(in, p, n);

	if (got > 0) {
		digest_add(in->digest, p, (size_t)got);
		r->source->size += (uint64_t)got;
	} else if (got < 0) {
		struct place at = { .file = r->file };

		diag_add(r->diags, &read_e_io, &at, "cannot read on: %s", strerror(errno));
	}
	return got;
}

void
input_bind(struct input *in, struct reading *r)
{
	in->given = 0;
	digest_free(in->digest);
	in->digest = digest_new();
	r->source->size = 0;
	r->more = input_more;
	r->more_ctx = in;
}

void
input_finish(struct input *in, struct reading *r)
{
	char *p = x_malloc(MAX_HEAD);

	while (input_more(r, p, MAX_HEAD) > 0)
		;
	free(p);
	digest_hex(in->digest, r->source->sha256);
}
