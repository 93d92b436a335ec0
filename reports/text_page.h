#ifndef TRUEUP_REPORTS_TEXT_PAGE_H
#define TRUEUP_REPORTS_TEXT_PAGE_H
/*
 * The lines of the terminal summary: columns counted as a terminal counts them,
 * never wider than the page and never more than its lines.
 */
#include <stdbool.h>
#include <stdint.h>

#include "checker/base/buf.h"
#include "reports/words.h"

#define TEXT_LINES 40
#define TEXT_ROWS 3           /* of a part */
#define TEXT_NARROWEST 20u
#define TEXT_LONGEST 2000     /* bytes of one text shown: more than fits 40 lines anyway */

struct page {
	struct buf *out;
	unsigned width, lines;
	unsigned reserved;   /* lines kept free for what must be said at the end */
	bool colour;
	bool marks;          /* "**" is weight: in the headline only, never in text from evidence */
};

enum paint { PAINT_OFF, PAINT_BOLD, PAINT_RED, PAINT_GREEN, PAINT_YELLOW, PAINT_DIM };
void page_paint(struct page *p, enum paint how);
bool page_room(const struct page *p, unsigned n);
void page_end_line(struct page *p);

/* Inert text over at most `most` lines, later ones indented. */
void page_wrap(struct page *p, const char *first, unsigned indent, const char *text, unsigned most);
/* The same of text that a sentence of ours made: already inert. */
void page_wrap_own(struct page *p, const char *first, unsigned indent, const char *text,
	unsigned most);
/* n: how many there are, where not all are told; 0: all are. */
void page_heading(struct page *p, enum say what, uint64_t n);
/* Cut to the columns; text must be inert. */
void page_cut(struct page *p, const char *text, unsigned columns);

/*
 * Up to TEXT_ROWS rows of three columns that stand under each other: a name, what about it,
 * and where. What is too long ends after a clause, not within a word.
 */
struct rows {
	struct buf name[TEXT_ROWS], what[TEXT_ROWS], where[TEXT_ROWS];
	unsigned n;
};
void rows_init(struct rows *r);
/* False: full, or the page has no room for one more. Texts need not be inert. */
bool rows_add(struct rows *r, const struct page *p, const char *name, const char *what,
	const char *where);
void rows_print(struct rows *r, struct page *p); /* and frees */

#endif
