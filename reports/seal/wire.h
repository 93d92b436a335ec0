#ifndef TRUEUP_WIRE_H
#define TRUEUP_WIRE_H
/*
 * Bytes on the wire of SSH (RFC 4251 5) and of the signing process, and base64
 * (RFC 4648 4) in its only canonical form.  Reading past the end, or anything
 * odd, sets `bad`: look at it once, at the end.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/base64.h"

struct buf;

struct slice {
	const unsigned char *p;
	size_t n;
};

struct wire {
	const unsigned char *p;
	size_t n;
	bool bad;
};

uint32_t wire_u32(struct wire *w);
struct slice wire_string(struct wire *w); /* points into what is read */
/* A positive mpint without its sign byte; anything but the shortest form is bad. */
struct slice wire_mpint(struct wire *w);
/* True if the next n bytes are these; they are passed. */
bool wire_take(struct wire *w, const void *p, size_t n);

bool slice_is(struct slice s, const char *text);

void wire_put_u32(struct buf *b, uint32_t v);
void wire_put_string(struct buf *b, const void *p, size_t n);
void wire_put_mpint(struct buf *b, const unsigned char *p, size_t n);

/* Exactly 64 lower-case hexadecimal digits. */
bool is_sha256(const char *s, size_t n);

#endif
