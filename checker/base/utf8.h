#ifndef TRUEUP_UTF8_H
#define TRUEUP_UTF8_H
/* Properties of single code points; text.h has what works on whole strings. */
#include <stdbool.h>
#include <stdint.h>

/*
 * Nothing to be seen, or something that changes how its neighbours are seen:
 * controls, bidirectional controls, zero-width characters, fillers, variation
 * selectors, tags, noncharacters.
 */
bool utf8_invisible(uint32_t c);

/* Columns on a terminal: 0 (combining), 1, or 2 (East Asian wide, emoji). */
int utf8_width(uint32_t c);

/* A letter that is written from right to left (Bidi_Class R or AL), by blocks. */
bool utf8_rtl(uint32_t c);
/* Takes no column: it stands on the letter before it. */
bool utf8_combining(uint32_t c);

/* The lower-case letters without marks of a Latin letter, e.g. "e", "ss"; NULL for the rest. */
const char *utf8_latin_base(uint32_t c);

#endif
