#include "checker/read/peek.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/csv_encoding.h"

/* Enough for the first record of any lines seen: a Jira issue with a long log is under 1 MiB. */
#define PEEK_MAX MIB
/* What is asked for first: most files of a folder of many are smaller. */
#define PEEK_FIRST ((size_t)16 * 1024)

struct replay {
	char *p;
	size_t len, given;
	bool failed; /* the source broke while we looked: it is said again when it is read */
	long (*more)(struct reading *r, char *p, size_t n);
	void *ctx;
};

static long
replay_more(struct reading *r, char *p, size_t n)
{
	struct replay *re = r->more_ctx;

	if (re->given == re->len) {
		bool failed = re->failed;

		r->more = re->more;
		r->more_ctx = re->ctx;
		return failed ? -1 : r->more(r, p, n);
	}
	if (n > re->len - re->given)
		n = re->len - re->given;
	memcpy(p, re->p + re->given, n);
	re->given += n;
	return (long)n;
}

/* Where the value at p ends; NULL if the bytes end before. */
static const char *
value_end(const char *p, const char *end)
{
	size_t depth = 0;
	bool quoted = false;

	for (; p < end; p++) {
		if (quoted) {
			if (*p == '\\')
				p++;
			else if (*p == '"')
				quoted = false;
			continue;
		}
		if (*p == '"')
			quoted = true;
		else if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && (depth == 0 || --depth == 0))
			return p + 1;
	}
	return NULL;
}

static void
look_text(struct peek *k, const char *p, size_t len)
{
	const char *end = p + len;

	while (p < end && ch_space(*p))
		p++;
	if (p == end)
		return;
	if (*p == '<') {
		k->syntax = SYNTAX_XML;
		return;
	}
	k->syntax = SYNTAX_JSON;
	k->list = *p == '[';
	k->table = *p != '[' && *p != '{';
	p = value_end(p, end);
	while (p != NULL && p < end && ch_space(*p))
		p++;
	k->lines = p != NULL && p < end && (*p == '{' || *p == '[');
}

static void
look(struct peek *k, const char *p, size_t len)
{
	size_t bom = 0;
	enum csv_encoding e = csv_encoding_sniff(CSV_GUESS, p, len, &bom);
	struct utf16 utf16 = { .big_endian = e == CSV_UTF16BE };
	struct buf text;

	*k = (struct peek){ .syntax = SYNTAX_NONE };
	if (e != CSV_UTF16LE && e != CSV_UTF16BE) {
		look_text(k, p + bom, len - bom);
		return;
	}
	buf_init(&text, 2 * PEEK_MAX);
	utf16_add(&utf16, &text, p + bom, len - bom);
	if (text.len > 0)
		look_text(k, text.p, text.len);
	buf_free(&text);
}

/* Up to PEEK_MAX bytes, in a block of their own size. */
static void
pull(struct reading *r, struct replay *re)
{
	long got = 1;

	for (size_t cap = PEEK_FIRST; got > 0 && re->len < PEEK_MAX; cap *= 2) {
		char *p = arena_alloc(r->a, cap);

		if (re->len > 0)
			memcpy(p, re->p, re->len);
		re->p = p;
		while (re->len < cap && (got = r->more(r, p + re->len, cap - re->len)) > 0)
			re->len += (size_t)got;
	}
	re->failed = got < 0;
}

struct peek
reading_peek(struct reading *r)
{
	struct replay *re = ARENA_NEW(r->a, struct replay);
	struct peek k;

	pull(r, re);
	re->more = r->more;
	re->ctx = r->more_ctx;
	r->more = replay_more;
	r->more_ctx = re;
	look(&k, re->p, re->len);
	k.bytes = re->p;
	k.len = re->len;
	return k;
}

void
reading_peek_end(struct reading *r)
{
	struct replay *re = r->more_ctx;

	if (r->more != replay_more)
		return;
	r->more = re->more;
	r->more_ctx = re->ctx;
}
