#include "reports/seal/wire.h"

#include <string.h>

#include "checker/base/buf.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint32_t
wire_u32(struct wire *w)
{
	uint32_t v;

	if (w->bad || w->n < 4) {
		w->bad = true;
		return 0;
	}
	v = (uint32_t)w->p[0] << 24 | (uint32_t)w->p[1] << 16 | (uint32_t)w->p[2] << 8 | w->p[3];
	w->p += 4;
	w->n -= 4;
	return v;
}

struct slice
wire_string(struct wire *w)
{
	size_t n = wire_u32(w);
	struct slice s = {w->p, n};

	if (w->bad || n > w->n) {
		w->bad = true;
		return (struct slice){w->p, 0};
	}
	w->p += n;
	w->n -= n;
	return s;
}

struct slice
wire_mpint(struct wire *w)
{
	struct slice s = wire_string(w);

	/* RFC 4251 5: two's complement, shortest; ours are positive. */
	if (s.n == 0 || s.p[0] >= 0x80 || (s.p[0] == 0 && (s.n == 1 || s.p[1] < 0x80))) {
		w->bad = true;
		return (struct slice){w->p, 0};
	}
	if (s.p[0] == 0) {
		s.p++;
		s.n--;
	}
	return s;
}

bool
wire_take(struct wire *w, const void *p, size_t n)
{
	if (w->bad || w->n < n || memcmp(w->p, p, n) != 0) {
		w->bad = true;
		return false;
	}
	w->p += n;
	w->n -= n;
	return true;
}

bool
slice_is(struct slice s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

void
wire_put_u32(struct buf *b, uint32_t v)
{
	unsigned char p[4] = {(unsigned char)(v >> 24), (unsigned char)(v >> 16),
		(unsigned char)(v >> 8), (unsigned char)v};

	buf_add(b, p, sizeof(p));
}

void
wire_put_string(struct buf *b, const void *p, size_t n)
{
	wire_put_u32(b, (uint32_t)n);
	buf_add(b, p, n);
}

void
wire_put_mpint(struct buf *b, const unsigned char *p, size_t n)
{
	while (n > 0 && p[0] == 0) {
		p++;
		n--;
	}
	if (n == 0 || p[0] < 0x80) {
		wire_put_string(b, p, n);
		return;
	}
	wire_put_u32(b, (uint32_t)n + 1);
	buf_chr(b, '\0');
	buf_add(b, p, n);
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

static int
digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
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
			int d = j < have ? digit(p[i + j]) : 0;

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

bool
is_sha256(const char *s, size_t n)
{
	if (n != 64)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= '0' && s[i] <= '9') && !(s[i] >= 'a' && s[i] <= 'f'))
			return false;
	return true;
}
