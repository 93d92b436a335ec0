#ifndef TRUEUP_READ_PEEK_H
#define TRUEUP_READ_PEEK_H
/*
 * A look at the first bytes of a reading before they go through a syntax
 * layer: for formats that have two syntaxes, or lines as well as one value.
 */
#include "checker/read/reader.h"

/* Ways in which JSON comes: one value, or values line by line. */
struct peek {
	enum syntax syntax; /* SYNTAX_XML or SYNTAX_JSON; SYNTAX_NONE: neither */
	bool lines;         /* a second value follows on a later line */
	bool list;          /* the value is a list */
	const char *bytes; size_t len;
	bool table;         /* it begins like neither: text or a table */
};

/*
 * Pulls up to 1 MiB out of r->more and puts itself before it, so that
 * whoever reads next gets all of them again.  The bytes live in r->a.
 */
struct peek reading_peek(struct reading *r);

/* After the syntax layer: takes itself out again, also where that stopped early. */
void reading_peek_end(struct reading *r);

#endif
