#include "checker/base/base64.h"

#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

char *
base64_loose(struct arena *a, const char *p, size_t n, size_t *len)
{
	const char *end = p + n;
	char *to = arena_alloc(a, n / 4 * 3 + 4);
	uint32_t word = 0, bits = 0;
	size_t out = 0;

	for (; p < end && *p != '='; p++) {
		int d = base64_digit(*p == '-' ? '+' : *p == '_' ? '/' : *p);

		if (ch_space(*p))
			continue;
		if (d < 0)
			return NULL;
		word = word << 6 | (uint32_t)d;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			to[out++] = (char)(word >> bits & 0xff);
		}
	}
	while (p < end && (*p == '=' || ch_space(*p)))
		p++;
	to[out] = '\0';
	*len = out;
	return p == end ? to : NULL;
}

void
base64_put(struct buf *b, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	char text[4096];
	size_t len = 0;

	for (; n > 0; p += 3) {
		size_t k = n < 3 ? n : 3;
		uint32_t v = (uint32_t)p[0] << 16 | (k > 1 ? (uint32_t)p[1] << 8 : 0) |
			     (k > 2 ? (uint32_t)p[2] : 0);

		text[len++] = alphabet[v >> 18];
		text[len++] = alphabet[v >> 12 & 63];
		text[len++] = k > 1 ? alphabet[v >> 6 & 63] : '=';
		text[len++] = k > 2 ? alphabet[v & 63] : '=';
		n -= k;
		if (len == sizeof(text) || n == 0) {
			buf_add(b, text, len);
			len = 0;
		}
	}
}

int
base64_get(const char *p, size_t n, unsigned char *out, size_t *len)
{
	size_t pad = 0, k = 0;

	*len = 0;
	if (n % 4 != 0)
		return -1;
	if (n > 0 && p[n - 1] == '=')
		pad = p[n - 2] == '=' ? 2 : 1;
	for (size_t i = 0; i < n; i += 4) {
		size_t have = i + 4 == n ? 4 - pad : 4;
		uint32_t v = 0;

		for (size_t j = 0; j < 4; j++) {
			int d = j < have ? base64_digit(p[i + j]) : 0;

			if (d < 0)
				return -1;
			v = v << 6 | (uint32_t)d;
		}
		/* RFC 4648 3.5: stray bits behind the last byte would be a second spelling. */
		if ((have == 2 && (v & 0xffff) != 0) || (have == 3 && (v & 0xff) != 0))
			return -1;
		for (size_t j = 0; j + 1 < have; j++)
			out[k++] = (unsigned char)(v >> (16 - 8 * j));
	}
	*len = k;
	return 0;
}
