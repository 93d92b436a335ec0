/* Strings: plain runs sixteen bytes at a time, UTF-8 (RFC 3629), escapes, member names. */
#include "checker/base/block16.h"
#include "checker/base/json_diags.h"
#include "checker/base/json_scan.h"
#include "checker/base/map.h"
#include "checker/base/text.h"

/* From this many members on, a map's names are looked up by hash; below, all are compared. */
#define WIDE 64

/* Quote, backslash, control characters and all that is not ASCII stop a run. */
static const char *
plain(const char *p, const char *end)
{
	const block16 quote = BLOCK16('"'), backslash = BLOCK16('\\'), space = BLOCK16(' ');

	while (end - p >= 16) {
		block16 x = block16_load(p);
		size_t n = block16_first(
			(block16)(x == quote) | (block16)(x == backslash) | (block16)(x < space));

		if (n < 16)
			return p + n;
		p += 16;
	}
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 &&
		(unsigned char)*p < 0x80)
		p++;
	return p;
}

static int
hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = ch_low(p[i]);

		if (ch_digit(c))
			v = v * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return v;
}

static enum json_event
cut_off(struct json_scan *s)
{
	if (!s->final)
		return JSON_MORE;
	return json_broken(s, &json_truncated, s->p, "the text ends inside a string");
}

/* \uXXXX at p, of n bytes; on JSON_GO *used is its length: 6, or 12 with its second half. */
static enum json_event
unicode(struct json_scan *s, const char *p, size_t n, size_t *used)
{
	int c, low;

	if (n < 6)
		return cut_off(s);
	c = hex4(p + 2);
	if (c < 0)
		return json_broken(s, &json_string, p, "four hexadecimal digits follow \\u");
	/* Real exports hold it (a Jira summary did). Cut there, two texts would look alike; so it is shown. */
	if (c == 0 && s->pos != NULL)
		s->pos->nul = true;
	*used = 6;
	if (c < 0xd800 || c > 0xdfff)
		return JSON_GO;
	if (c >= 0xdc00)
		return json_broken(
			s, &json_string, p, "the second half of a surrogate pair, without a first");
	if (n < 12 && (n < 7 || p[6] == '\\') && (n < 8 || p[7] == 'u'))
		return cut_off(s);
	low = n >= 12 && p[6] == '\\' && p[7] == 'u' ? hex4(p + 8) : -1;
	if (low < 0xdc00 || low > 0xdfff)
		return json_broken(
			s, &json_string, p, "the first half of a surrogate pair, without a second");
	*used = 12;
	return JSON_GO;
}

static enum json_event
escape(struct json_scan *s)
{
	size_t n = (size_t)(s->end - s->p), used = 2;
	enum json_event e = JSON_GO;

	s->escaped = true;
	if (n < 2)
		return cut_off(s);
	if (s->p[1] == 'u')
		e = unicode(s, s->p, n, &used);
	else if (memchr("\"\\/bfnrt", s->p[1], 8) == NULL)
		e = json_broken(s, &json_string, s->p, "there is no such escape");
	if (e == JSON_GO)
		s->p += used;
	return e;
}

static enum json_event
beyond_ascii(struct json_scan *s)
{
	const char *p = s->p, *end = s->end;

	while (p < end && (unsigned char)*p >= 0x80) {
		unsigned char c = (unsigned char)*p;
		size_t n, need = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

		s->p = p;
		if ((size_t)(end - p) < need && !s->final)
			return JSON_MORE;
		if (utf8_next(p, (size_t)(end - p), &n) < 0)
			return json_broken(
				s, &json_encoding, p, "bytes that are not UTF-8 (0x%02X ...)", c);
		p += n;
	}
	s->p = p;
	return JSON_GO;
}

enum json_event
json_string_run(struct json_scan *s)
{
	enum json_event e = JSON_GO;

	while (e == JSON_GO) {
		s->p = plain(s->p, s->end);
		if (s->p == s->end)
			return cut_off(s);
		if (*s->p == '"') {
			s->p++;
			return JSON_GO;
		}
		if (*s->p == '\\')
			e = escape(s);
		else if ((unsigned char)*s->p >= 0x80)
			e = beyond_ascii(s);
		else if (*s->p == '\n' || *s->p == '\r')
			e = json_broken(s, &json_string, s->p,
				"the line ends inside a string: a quote is missing, or \\n");
		else
			e = json_broken(s, &json_string, s->p,
				"a control character (0x%02X) in a string: it is written \\u%04X",
				(unsigned)*s->p, (unsigned)*s->p);
	}
	return e;
}

void
json_unescape(struct buf *out, const char *p, size_t n)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *end = p + n;

	while (p < end) {
		const char *b = memchr(p, '\\', (size_t)(end - p)), *known;
		int c;

		buf_add(out, p, (size_t)((b == NULL ? end : b) - p));
		if (b == NULL)
			return;
		p = b + 2;
		known = strchr(from, b[1]);
		if (b[1] != 'u') {
			buf_chr(out, known != NULL ? to[known - from] : b[1]);
			continue;
		}
		c = hex4(p);
		p += 4;
		if (c >= 0xd800 && c <= 0xdbff) {
			c = 0x10000 + ((c - 0xd800) << 10) + (hex4(p + 2) - 0xdc00);
			p += 6;
		}
		utf8_put(out, (uint32_t)c);
	}
}

/* Only has to keep apart what is usual: equal hashes are compared byte by byte. */
static uint32_t
hash(const char *p, size_t n)
{
	uint64_t head = 0, tail = 0, h;

	if (n >= 8) {
		memcpy(&head, p, 8);
		memcpy(&tail, p + n - 8, 8);
	} else if (n >= 4) {
		memcpy(&head, p, 4);
		memcpy(&tail, p + n - 4, 4);
	} else {
		memcpy(&head, p, n);
	}
	h = (head ^ (uint64_t)n << 56) * 0x9e3779b97f4a7c15u ^ tail * 0xc2b2ae3d27d4eb4fu;
	return (uint32_t)(h >> 32) ^ (uint32_t)h;
}

/* The index of the key among those from `from` on, or the number of keys. */
static size_t
find(const struct json_scan *s, size_t from, const char *p, size_t n, uint32_t h)
{
	for (size_t i = from; i < s->keys.n; i++) {
		const struct json_key *k = &s->keys.v[i];

		if (s->hashes.v[i] == h && k->len == n && memcmp(s->pool.p + k->at, p, n) == 0)
			return i;
	}
	return s->keys.n;
}

/* The same for a map of many members; its table is filled when it first gets wide. */
static size_t
find_wide(struct json_scan *s, struct json_frame *f, const char *p, size_t n)
{
	void **slot;
	bool fresh;

	if (f->wide == NULL) {
		f->wide = map_new();
		for (size_t i = f->keys; i < s->keys.n; i++)
			*map_slot(f->wide, s->pool.p + s->keys.v[i].at, s->keys.v[i].len, NULL) =
				(void *)(uintptr_t)(i + 1);
	}
	slot = map_slot(f->wide, p, n, &fresh);
	if (!fresh)
		return (size_t)(uintptr_t)*slot - 1;
	*slot = (void *)(uintptr_t)(s->keys.n + 1);
	return s->keys.n;
}

enum json_event
json_name_add(struct json_scan *s, const char *p, size_t n)
{
	struct json_frame *f = &s->open.v[s->open.n - 1];
	size_t at = s->pool.len, twin;
	struct json_key *k;
	uint32_t h;

	if (s->escaped)
		json_unescape(&s->pool, p, n);
	else
		buf_add(&s->pool, p, n);
	if (s->pool.over)
		return json_broken(
			s, &json_size, s->token, "the names of this document are too long");
	n = s->pool.len - at;
	if (memchr(s->pool.p + at, '\0', n) != NULL)
		return json_broken(s, &json_string, s->token, "\\u0000 in a member's name");
	h = hash(s->pool.p + at, n);
	twin = s->keys.n - f->keys < WIDE ? find(s, f->keys, s->pool.p + at, n, h)
					  : find_wide(s, f, s->pool.p + at, n);
	if (twin < s->keys.n) {
		k = &s->keys.v[twin];
		return json_broken(s, &json_duplicate, s->token,
			"the member \"%.100s\" is already there in line %lu, column %lu",
			s->pool.p + at, (unsigned long)k->line, (unsigned long)k->col);
	}
	k = VEC_PUSH(&s->keys);
	k->at = (uint32_t)at;
	k->len = (uint32_t)n;
	k->line = s->line;
	k->col = (uint32_t)(json_place(s, s->token) - s->line_at + 1);
	*VEC_PUSH(&s->hashes) = h;
	return JSON_GO;
}

void
json_names_drop(struct json_scan *s, const struct json_frame *f)
{
	s->keys.n = s->hashes.n = f->keys;
	s->pool.len = f->pool;
	map_free(f->wide);
}
