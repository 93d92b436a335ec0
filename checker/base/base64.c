#include "checker/base/base64.h"

#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"

static int
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

char *
base64_loose(struct arena *a, const char *p, size_t n, size_t *len)
{
	const char *end = p + n;
	char *to = arena_alloc(a, n / 4 * 3 + 4);
	uint32_t word = 0, bits = 0;
	size_t out = 0;

	for (; p < end && *p != '='; p++) {
		int d = digit(*p);

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
