#ifndef TRUEUP_BASE64_H
#define TRUEUP_BASE64_H
/* Base64 as evidence carries it: both alphabets (RFC 4648 sections 4 and 5), blanks and missing padding allowed. */
#include <stddef.h>

struct arena;

/* The bytes in a, with a NUL behind them, and their number; NULL: it is none. */
char *base64_loose(struct arena *a, const char *p, size_t n, size_t *len);

#endif
