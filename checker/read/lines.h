#ifndef TRUEUP_READ_LINES_H
#define TRUEUP_READ_LINES_H
/* The text layer of formats that are lines (LDIF, CODEOWNERS): decoded once, whatever it was saved as. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reading;

struct text_line {
	const char *p; size_t len; /* without its end, with a NUL behind it; valid during the call */
	uint32_t number;           /* from 1 */
	bool over;                 /* it has more than max bytes: p holds the first of them */
};

/*
 * All lines of r->more up to the end: a byte order mark is looked through, UTF-16 is decoded, ends
 * are LF or CR LF.  0; -1 broken (diagnosed; lines before it were given).
 */
int reading_lines(struct reading *r, size_t max,
	void (*on_line)(void *ctx, const struct text_line *line), void *ctx);

/*
 * Why bytes cannot be taken as text; NULL: they can.  Of UTF-8 that is none nothing is put in the
 * stead of the wrong bytes: that would make one name of two.
 */
const char *text_bad(const char *p, size_t n);

#endif
