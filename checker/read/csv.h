#ifndef TRUEUP_READ_CSV_H
#define TRUEUP_READ_CSV_H
/*
 * RFC 4180 and what spreadsheets make of it: delimiter among , ; tab |,
 * "sep=;" lines, UTF-8 and UTF-16 with BOM, Windows-1252 where it is not
 * UTF-8, CR, LF and CRLF, line ends inside quotes, preamble lines before the
 * header, repeated headers.  Formula guards ('=...) are taken off.  NUL bytes,
 * unclosed quotes and over-long cells are refused with their line.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct diags;

struct csv_row {
	const char *const *cells; /* NUL-terminated, valid during the call */
	const uint32_t *lens;
	size_t n;
	uint32_t line;            /* of the row's first byte */
	uint64_t row;             /* from 1, header included */
};

struct csv_options {
	char delimiter;        /* 0: sniff */
	const char *encoding;  /* NULL: sniff; "utf-8" "utf-16le" "utf-16be" "windows-1252" */
};

struct csv_stream;
/* on_row gets every row, the header among them: which row that is, the caller decides. */
struct csv_stream *csv_stream_new(const struct csv_options *o,
	int (*on_row)(void *ctx, const struct csv_row *r), void *ctx, const char *file,
	struct diags *d);
int csv_stream_feed(struct csv_stream *s, const char *p, size_t n);
int csv_stream_end(struct csv_stream *s);
void csv_stream_free(struct csv_stream *s);
char csv_stream_delimiter(const struct csv_stream *s);

#endif
