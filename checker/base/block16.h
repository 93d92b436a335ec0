#ifndef TRUEUP_BLOCK16_H
#define TRUEUP_BLOCK16_H
/*
 * Sixteen bytes at a time, in the compiler's own vector types: any machine
 * that GCC and clang know.  Comparisons give 0xff where true.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef signed char block16 __attribute__((vector_size(16)));
typedef unsigned char ublock16 __attribute__((vector_size(16)));

#define BLOCK16(c) {c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c}

static inline block16
block16_load(const char *p)
{
	block16 x;

	memcpy(&x, p, sizeof(x));
	return x;
}

/* The index of the first byte of w in memory that is not 0; w is not 0. */
static inline size_t
first_byte(uint64_t w)
{
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		w = __builtin_bswap64(w);
	return (size_t)__builtin_ctzll(w) >> 3;
}

/* The index of the first true byte; 16 if there is none. */
static inline size_t
block16_first(block16 truth)
{
	uint64_t w[2];

	memcpy(w, &truth, sizeof(w));
	if (w[0] != 0)
		return first_byte(w[0]);
	return w[1] != 0 ? 8 + first_byte(w[1]) : 16;
}

/* The index of the last true byte, or 16 if there is none. */
static inline size_t
block16_last(block16 truth)
{
	uint64_t w[2];
	size_t i = 0;

	memcpy(w, &truth, sizeof(w));
	if ((w[0] | w[1]) == 0)
		return 16;
	if (w[1] != 0) {
		i = 8;
		w[0] = w[1];
	}
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		w[0] = __builtin_bswap64(w[0]);
	return i + 7 - ((size_t)__builtin_clzll(w[0]) >> 3);
}

#endif
