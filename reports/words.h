#ifndef TRUEUP_REPORTS_WORDS_H
#define TRUEUP_REPORTS_WORDS_H
/*
 * Every sentence, heading and column name that a person reads in a report, from
 * one table (words.def): so that a report says a thing in one way in every format.
 */
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"

struct arena;
struct buf;

enum say {
#define SAY(name, text) SAY_##name,
#include "reports/words.def"
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
const char *say_text(enum say what); /* a row without places to fill */

/*
 * A text of ours with its instants and durations as people read them: "2026-09-23 15:00 UTC",
 * the date alone where it stands for its last moment, "3 days" for "P3D".
 */
void plain_put(struct buf *b, const char *text);

/* Numbers as people read them: "12,345". */
void count_put(struct buf *b, uint64_t n);

/*
 * The printed figures of a scope, in whole per cent: supported and refuted
 * down, the records' word up, and not shown what is left of the printed ones,
 * so that the sum on the page is right (judgement.md 9).
 */
struct printed {
	unsigned procedural, supported, refuted, not_shown, real_low, real_high, understatement;
};
struct printed printed_scores(const struct node *scope);

unsigned percent_down(int64_t millionths);
unsigned percent_up(int64_t millionths);

/* The sentence that opens every report; "**" around what stands out. scope NULL: there is none. */
void headline_put(struct buf *b, const struct node *scope);
/* Takes the "**" out of what stands in b, and gives it: valid until b changes. */
const char *say_plain(struct buf *b);

#endif
