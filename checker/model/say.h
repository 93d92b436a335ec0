#ifndef TRUEUP_SAY_H
#define TRUEUP_SAY_H
/*
 * Every sentence, heading and column name that a person reads in a report, and every reason that
 * is given there, from one table (sentences.def): so that the same fact has the same words
 * wherever it is told.  Here, below all who speak, for the judge gives reasons as well.
 */
#include <stdint.h>

#include "checker/base/buf.h"

struct arena;

enum say {
#define SAY(name, text) SAY_##name,
#include "checker/model/sentences.def"
#undef SAY
	SAYINGS
};

/* What fills {0}, {1}...: a text, or a number (which also chooses of {0|one|many}). */
struct said { const char *s; uint64_t n; };

/* Text from evidence goes in as it is: the writer makes the whole inert and escapes it. */
void say_list(struct buf *b, enum say what, const struct said *v, size_t n);
void say(struct buf *b, enum say what);
#define SAY_S(text) {.s = (text)}
#define SAY_N(number) {.n = (number)}
#define SAY_WITH(b, what, ...)                                                                     \
	say_list((b), (what), (const struct said[]){__VA_ARGS__},                                  \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))
/* The same into a region. */
char *said_list(struct arena *a, enum say what, const struct said *v, size_t n);
#define SAID(a, what, ...)                                                                         \
	said_list((a), (what), (const struct said[]){__VA_ARGS__},                                 \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))
const char *say_text(enum say what); /* a row without places to fill; valid for ever */

/* Numbers as people read them: "12,345". */
void count_put(struct buf *b, uint64_t n);

#endif
