#ifndef TRUEUP_JSON_SCAN_H
#define TRUEUP_JSON_SCAN_H
/*
 * Inside of base/json: the strict scan (json_scan.c, json_string.c), what
 * makes trees of scanned bytes (json.c), what cuts records (json_stream.c).
 * The scan sees each byte once, in pieces of any size, and goes on where it
 * stopped; all that it remembers are offsets and keys.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/vec.h"

struct arena;
struct map;
struct node;

/* Where a value begins; at counts from the start of the tree's own bytes. */
struct json_pos {
	uint32_t at, line, col;
};

struct json_poslist {
	VEC(struct json_pos) v;
	bool long_number; /* one that does not fit into cJSON's own buffer */
	bool nul;         /* a \u0000 in a string */
};

struct json_key {
	uint32_t at, len; /* in the pool of key texts, escapes undone */
	uint32_t line, col;
};

struct json_frame {
	size_t keys;      /* number of keys when it was opened: its own are above */
	size_t pool;      /* and the length of the pool */
	uint64_t index;   /* of a list: elements begun */
	struct map *wide; /* of a map with many members: its keys */
	uint32_t line, col;
	bool map;
};

enum json_want {
	JSON_WANT_VALUE,
	JSON_WANT_ELEMENT,  /* a value, or the end of an empty list */
	JSON_WANT_MEMBER,   /* a name, or the end of an empty map */
	JSON_WANT_NAME,     /* a name, after a comma */
	JSON_WANT_COLON,
	JSON_WANT_COMMA,    /* or the end of what is open */
	JSON_WANT_END,      /* the top-level value is complete */
};

enum json_event {
	JSON_GO,      /* inside of the scan: nothing to say */
	JSON_MORE,    /* wants more bytes; json_scan_mark() says which are still needed */
	JSON_BROKEN,  /* said why */
	JSON_LIST,    /* a list outside records has just been opened: cut it? */
	JSON_RECORD,  /* a record is complete */
	JSON_CUT_END, /* the list of records is closed; p is at its bracket's end */
	JSON_DONE,    /* the last byte was seen, and all is well */
};

struct json_scan {
	/* Given by the owner. */
	const char *file;
	struct diags *diags;
	char *blank;          /* relaxed: the same bytes, writable; else NULL */
	bool lines;           /* a sequence of top-level values */
	const char *p, *end;  /* bytes not yet seen */
	const char *start;    /* the oldest byte still at hand ... */
	uint64_t start_at;    /* ... and its place in the input */
	bool final;           /* nothing comes after end */

	/* Values are noted in here; `at` is the place in the input less origin. */
	struct json_poslist *pos;
	uint64_t origin;
	/* Elements at this depth are records: SIZE_MAX where nothing is cut. */
	size_t cut_depth;
	/* Lines: where values go if the first one is a list, a document of its own; or NULL. */
	struct json_poslist *whole;
	bool in_record;
	uint64_t record_at;
	uint32_t record_line, record_col;

	/* Its own. */
	enum json_want want;
	VEC(struct json_frame) open;
	VEC(struct json_key) keys;
	VEC(uint32_t) hashes; /* beside keys: many are compared at once */
	struct buf pool;
	const char *token;    /* the open quote of a string begun */
	bool in_string, escaped, is_name;
	bool begun;           /* the byte order mark has been looked for */
	size_t bom;           /* its length, if there was one */
	uint32_t line;
	uint64_t line_at;     /* place of the first byte of the line */
	uint64_t cr_at;       /* the place after a CR: an LF there is the same line end */
	uint64_t comma_at;    /* relaxed: the last comma, to blank it */
	uint64_t tops;        /* top-level values begun */
	uint32_t top_line;    /* in which the last one ended */
};

void json_scan_init(struct json_scan *s, const char *file, struct diags *d);
void json_scan_free(struct json_scan *s);
enum json_event json_scan_run(struct json_scan *s);
/* The place of the first byte that the scan, or who gets the record, will look at again. */
uint64_t json_scan_mark(const struct json_scan *s);

/* JSON_BROKEN, with a diagnostic at this byte, which is at hand. */
enum json_event json_broken(struct json_scan *s, const struct diag_kind *kind, const char *at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* json_string.c: from s->p inside a string. JSON_MORE, JSON_BROKEN, or JSON_GO past its end. */
enum json_event json_string_run(struct json_scan *s);
/* Undoes the escapes of a string that was scanned. */
void json_unescape(struct buf *out, const char *p, size_t n);

/* Notes the name, whose quote was at token; JSON_BROKEN if the map has it already, else JSON_GO. */
enum json_event json_name_add(struct json_scan *s, const char *p, size_t n);
void json_names_drop(struct json_scan *s, const struct json_frame *f);

/* The tree of n bytes that were scanned whole, with the places that the scan noted. */
struct node *json_build(struct arena *a, const char *p, size_t n, const struct json_poslist *pos);

static inline uint64_t
json_place(const struct json_scan *s, const char *p)
{
	return s->start_at + (uint64_t)(p - s->start);
}

#endif
