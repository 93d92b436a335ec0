#ifndef TRUEUP_BASE64_H
#define TRUEUP_BASE64_H
/* Base64 (RFC 4648): in the one form that seals have, and as loose as evidence carries it. */
#include <stddef.h>

struct arena;
struct buf;

/* The value of a digit of section 4's alphabet; -1: it is none. */
int base64_digit(char c);

/* Padded, in one line. */
void base64_put(struct buf *b, const void *p, size_t n);
/*
 * Into out, which has room for n / 4 * 3 bytes. -1 unless p is the form that
 * base64_put() writes: no blanks, padded, no bits set behind the last byte.
 */
int base64_get(const char *p, size_t n, unsigned char *out, size_t *len);

/*
 * Both alphabets (sections 4 and 5), blanks and missing padding allowed: the bytes in a, with a NUL
 * behind them, and their number; NULL: it is none.
 */
char *base64_loose(struct arena *a, const char *p, size_t n, size_t *len);

#endif
