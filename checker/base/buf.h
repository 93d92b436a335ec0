#ifndef TRUEUP_BUF_H
#define TRUEUP_BUF_H
/*
 * A growing byte buffer with a ceiling.  Crossing the ceiling sets `over`
 * and drops what does not fit: look at it once, at the end.  p is always
 * NUL-terminated after the first call of buf_init().
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *p;
	size_t len, cap, max;
	bool over;
	int (*take)(void *ctx, const void *p, size_t n); /* of buf_init_sink(); else NULL */
	void *ctx;
};

/* Owner frees with buf_free(); max is in bytes. */
void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_reset(struct buf *b);

/*
 * A buffer that gives what it holds to take (0, or -1 with errno) as it fills,
 * so that memory does not grow with what is written: p holds the rest only.
 * buf_drain() gives the rest. After a refusal `over` is set and nothing more is given.
 */
void buf_init_sink(struct buf *b, int (*take)(void *ctx, const void *p, size_t n), void *ctx);
int buf_drain(struct buf *b); /* 0, or -1 with errno of the first refusal */

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_chr(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

#endif
