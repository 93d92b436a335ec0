#ifndef TRUEUP_REPORTS_WORDS_H
#define TRUEUP_REPORTS_WORDS_H
/*
 * How a report prints what it says: dates, spans and figures as people read them, and the
 * sentence that opens it.  The sentences themselves are in one table, checker/model/sentences.def.
 */
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"
#include "checker/model/say.h"

/*
 * A text of ours with its instants and durations as people read them: "2026-09-23 15:00 UTC",
 * the date alone where it stands for its last moment, "3 days" for "P3D".
 */
void plain_put(struct buf *b, const char *text);

/*
 * The printed figures of a scope, in whole per cent: supported and refuted
 * down, the records' word up, and not shown what is left of the printed ones,
 * so that the sum on the page is right (judgement.md 9).
 */
struct printed {
	unsigned procedural, supported, refuted, not_shown, real_low, real_high, understatement;
};
struct printed printed_scores(const struct node *scope);

/* A share between two bounds in whole per cent: "47 to 70 %", or "0 %" where both are one. */
void share_put(struct buf *b, unsigned low, unsigned high);

unsigned percent_down(int64_t millionths);
unsigned percent_up(int64_t millionths);

/* The sentence that opens every report; "**" around what stands out. scope NULL: there is none. */
void headline_put(struct buf *b, const struct node *scope);
/* Takes the "**" out of what stands in b, and gives it: valid until b changes. */
const char *say_plain(struct buf *b);

#endif
