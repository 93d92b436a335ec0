#include "reports/seal/wire.h"

#include <string.h>

#include "checker/base/buf.h"

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
