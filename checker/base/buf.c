#include "checker/base/buf.h"

#include <errno.h>
#include <stdint.h>

#include "checker/base/die.h"

#define SINK_CHUNK ((size_t)64 * 1024) /* given at once: few calls, little memory */

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.cap = 256, .max = max};
	b->p = x_malloc(b->cap);
	b->p[0] = '\0';
}

void
buf_init_sink(struct buf *b, int (*take)(void *ctx, const void *p, size_t n), void *ctx)
{
	buf_init(b, SIZE_MAX / 2);
	b->take = take;
	b->ctx = ctx;
}

int
buf_drain(struct buf *b)
{
	if (!b->over && b->len > 0 && b->take(b->ctx, b->p, b->len) != 0) {
		/* Nothing fits any more; `max` keeps the errno for whoever asks at the end. */
		b->over = true;
		b->max = errno > 0 ? (size_t)errno : EIO;
	}
	b->len = 0;
	b->p[0] = '\0';
	if (!b->over)
		return 0;
	errno = (int)b->max;
	return -1;
}

void
buf_free(struct buf *b)
{
	if (b == NULL)
		return;
	free(b->p);
	*b = (struct buf){0};
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->over = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	if (b->take != NULL && (b->over || (b->len + n > SINK_CHUNK && buf_drain(b) != 0)))
		return;
	if (n > b->max - b->len) {
		b->over = true;
		return;
	}
	if (b->len + n + 1 > b->cap) {
		size_t cap = b->cap;

		while (cap < b->len + n + 1)
			cap *= 2;
		b->p = x_realloc(b->p, cap);
		b->cap = cap;
	}
	if (n > 0)
		memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_chr(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	char small[512], *p = small;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n < 0)
		die_bug("a format string that printf refuses");
	if ((size_t)n >= sizeof(small)) {
		p = x_malloc((size_t)n + 1);
		vsnprintf(p, (size_t)n + 1, fmt, again);
	}
	va_end(again);
	buf_add(b, p, (size_t)n);
	if (p != small)
		free(p);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}
