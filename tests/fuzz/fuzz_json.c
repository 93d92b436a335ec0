/*
 * Strict JSON.  Whole and in pieces, the same bytes must be taken or refused
 * alike, with the same tree; a broken text always has a diagnostic.  The first
 * byte chooses the pieces and what is cut.
 */
#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static uint64_t
mix(uint64_t h, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h * 31 + 7;
}

/* Touches every byte of the tree. */
static uint64_t
hash(uint64_t h, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		h = mix(mix(h, n->key), n->text);
		h = h * 31 + ((uint64_t)n->type << 48 ^ (uint64_t)n->line << 24 ^ n->col);
		h = hash(h, n->child);
	}
	return h * 17 + 1;
}

struct sum {
	uint64_t hash;
	size_t records;
};

static int
on_record(void *ctx, const struct json_record *r)
{
	struct sum *s = ctx;

	s->hash = mix(hash(s->hash, r->node), r->pointer) + r->raw_len +
		(unsigned char)r->raw[r->raw_len - 1];
	s->records++;
	return 0;
}

/* 0 if it was refused. */
static uint64_t
stream(const char *p, size_t n, size_t piece, const char *const *cuts, size_t ncuts, bool lines)
{
	struct sum sum = {1, 0};
	struct json_reader r = {cuts, ncuts, lines, on_record, &sum};
	struct arena *a = arena_new(), *region = arena_new();
	struct diags *d = diags_new();
	struct json_stream *s = json_stream_new(&r, "fuzz", region, d);
	struct node *rest;

	for (size_t at = 0; at < n; at += piece)
		if (json_stream_feed(s, p + at, n - at < piece ? n - at : piece) != 0)
			break;
	rest = json_stream_end(s, a);
	if ((rest == NULL) != (diags_errors(d) > 0))
		die_bug("a refusal without a word, or a word without a refusal");
	sum.hash = rest == NULL ? 0 : hash(sum.hash, rest) | 1;
	json_stream_free(s);
	diags_free(d);
	arena_free(region);
	arena_free(a);
	return sum.hash;
}

static uint64_t
parse(const char *p, size_t n, enum json_mode mode)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct node *root = json_parse(a, "fuzz", p, n, mode, d);
	uint64_t h = root == NULL ? 0 : hash(1, root) | 1;

	if ((root == NULL) != (diags_errors(d) > 0))
		die_bug("a refusal without a word, or a word without a refusal");
	diags_free(d);
	arena_free(a);
	return h;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const cuts[] = {"", "/a", "/a/#/b", "/#/c"};
	const char *p = (const char *)bytes;
	uint64_t strict;
	size_t piece;

	if (n == 0)
		return 0;
	piece = 1 + *bytes % 32;
	p++;
	n--;
	strict = parse(p, n, JSON_STRICT);
	if (strict != 0 && parse(p, n, JSON_RELAXED) != strict)
		die_bug("what is strict is not relaxed");
	parse(p, n, JSON_RELAXED);
	if (stream(p, n, piece, NULL, 0, false) != strict)
		die_bug("whole and in pieces differ");
	for (int lines = 0; lines < 2; lines++) {
		uint64_t whole = stream(p, n, n + 1, cuts + *bytes / 64, 1, lines);

		if (stream(p, n, piece, cuts + *bytes / 64, 1, lines) != whole)
			die_bug("cut whole and in pieces differ");
		if (lines == 0 && (whole == 0) != (strict == 0))
			die_bug("cut or not, a text is broken or not");
	}
	return 0;
}
