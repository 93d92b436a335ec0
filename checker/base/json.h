#ifndef TRUEUP_JSON_H
#define TRUEUP_JSON_H
/*
 * Strict JSON (RFC 8259): UTF-8, grammar, escapes, duplicate keys, depth and
 * number text are checked by our own scan before cJSON sees a record; "\u0000" in
 * a value becomes U+FFFD, in a name it is refused; a lone
 * surrogate is refused anywhere.  Records are cut out of the stream and
 * parsed one at a time into the caller's region, so memory does not grow with
 * the file.  The only file that sees cJSON is json.c.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"

struct arena;
struct diags;

/* Comments and trailing commas (rule packs, configuration, mappings): JSON_RELAXED. */
enum json_mode { JSON_STRICT, JSON_RELAXED };

/* A whole text. NULL with diagnostics; the tree lives in a. file is for messages. */
struct node *json_parse(struct arena *a, const char *file, const char *text, size_t len,
	enum json_mode mode, struct diags *d);

/*
 * A stream.  Arrays named by `cuts` are cut: each element is given to
 * on_record and forgotten.  A cut is a pointer pattern of member names with
 * '#' for any list position: "/issues", "/assessment-results/results/#/observations",
 * "" (the top-level value itself is the array).  A top-level sequence of values
 * (JSON Lines) is cut as "" if lines is set.  What is left, with the cut arrays
 * empty, is the skeleton.
 */
struct json_record {
	const struct node *node;  /* in the record region, reset after the call */
	const char *pointer;      /* "/issues/3" */
	const char *cut;          /* the pattern it matched */
	const char *raw; size_t raw_len; /* its bytes */
	uint32_t line, col;
};

struct json_stream;

struct json_reader {
	const char *const *cuts; size_t ncuts;
	bool lines;
	/* 0 to go on; -1 stops (the callee has said why). */
	int (*on_record)(void *ctx, const struct json_record *r);
	void *ctx;
};

struct json_stream *json_stream_new(const struct json_reader *r, const char *file,
	struct arena *record_region, struct diags *d);
/* Any number of bytes at a time. -1: broken (diagnostics say where), stopped, or over a ceiling. */
int json_stream_feed(struct json_stream *s, const char *p, size_t n);
/* After the last byte: NULL if broken; else the skeleton, in region a. */
struct node *json_stream_end(struct json_stream *s, struct arena *a);
void json_stream_free(struct json_stream *s);

#endif
