#include "checker/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"

int
write_all(int fd, const void *p, size_t n)
{
	const char *s = p;

	while (n > 0) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		if (done == 0) {
			errno = EIO;
			return -1;
		}
		s += done;
		n -= (size_t)done;
	}
	return 0;
}

/* Reads on past max by one byte at most, which tells "exactly max" from "more". */
static int
read_whole(int fd, size_t max, char **out, size_t *len)
{
	size_t cap = 4096, n = 0;
	char *p = x_malloc(cap);

	for (;;) {
		ssize_t got;

		if (n == cap) {
			cap *= 2;
			p = x_realloc(p, cap);
		}
		got = read(fd, p + n, cap - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			goto fail;
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > max) {
			errno = EFBIG;
			goto fail;
		}
	}
	*out = p;
	*len = n;
	return 0;
fail:
	free(p);
	return -1;
}

int
file_read(struct arena *a, const char *path, size_t max, char **text, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), rc, keep;
	char *p = NULL;
	size_t n = 0;

	*text = NULL;
	*len = 0;
	if (fd < 0)
		return -1;
	rc = read_whole(fd, max, &p, &n);
	keep = errno;
	close(fd);
	if (rc != 0) {
		errno = keep;
		return -1;
	}
	*text = arena_strndup(a, p, n);
	*len = n;
	free(p);
	return 0;
}
