#include "checker/read/peek.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

/* Enough for the first record of any lines seen: a Jira issue with a long log is under 1 MiB. */
#define PEEK_MAX MIB

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
look(struct peek *k, const char *p, size_t len)
{
	const unsigned char *u = (const unsigned char *)p;
	const char *end = p + len;

	*k = (struct peek){ .syntax = SYNTAX_NONE };
	if (len >= 2 && ((u[0] == 0xff && u[1] == 0xfe) || (u[0] == 0xfe && u[1] == 0xff) ||
		(u[0] == '<' && u[1] == 0) || (u[0] == 0 && u[1] == '<'))) {
		k->syntax = SYNTAX_XML; /* UTF-16: JSON must be UTF-8 (RFC 8259 section 8.1) */
		k->table = len >= 4 && u[0] != '<' && u[1] != '<' && u[2] != '<' && u[3] != '<';
		return;
	}
	if (len >= 3 && u[0] == 0xef && u[1] == 0xbb && u[2] == 0xbf)
		p += 3;
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

struct peek
reading_peek(struct reading *r)
{
	struct replay *re = ARENA_NEW(r->a, struct replay);
	struct peek k;
	long got = 0;

	re->p = arena_alloc(r->a, PEEK_MAX);
	while (re->len < PEEK_MAX && (got = r->more(r, re->p + re->len, PEEK_MAX - re->len)) > 0)
		re->len += (size_t)got;
	re->failed = got < 0;
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
