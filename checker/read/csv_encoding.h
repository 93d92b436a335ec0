#ifndef TRUEUP_READ_CSV_ENCODING_H
#define TRUEUP_READ_CSV_ENCODING_H
/* Inside of read/csv: what the bytes of a sheet are. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum csv_encoding {
	CSV_GUESS,   /* UTF-8, and Windows-1252 in cells that are not */
	CSV_UTF8,    /* stated: nothing else will do */
	CSV_UTF16LE,
	CSV_UTF16BE,
	CSV_WINDOWS1252,
};

/* A name of struct csv_options; CSV_GUESS for NULL; -1 if there is none of that name. */
int csv_encoding_named(const char *name, enum csv_encoding *out);

/* From the first bytes (at most 4): the encoding, and in *bom the length of the mark. */
enum csv_encoding csv_encoding_sniff(
	enum csv_encoding stated, const char *p, size_t n, size_t *bom);

/* UTF-16 in pieces. Halves of pairs become bytes that are not UTF-8: found with the cell's line. */
struct utf16 {
	bool big_endian, odd;
	unsigned char first; /* of a unit that was cut in two, if odd */
	uint16_t high;       /* the first half of a pair, or 0 */
};
void utf16_add(struct utf16 *u, struct buf *out, const char *p, size_t n);
/* false if the input ended inside a character. */
bool utf16_end(const struct utf16 *u);

/* At most 3 bytes of UTF-8 for each byte go to out; returns how many. */
size_t windows1252(char *out, const char *p, size_t n);

/*
 * The delimiter that cuts most lines of the text into the same number of
 * cells; the comma where none does. whole: the text ends where the sheet does.
 */
char csv_delimiter_sniff(const char *p, size_t n, bool whole);

/* "sep=;" at the beginning: its length with the line end, and the delimiter; else 0. */
size_t csv_sep_line(const char *p, size_t n, char *delimiter);

#endif
