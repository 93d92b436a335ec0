#ifndef TRUEUP_REGEX_H
#define TRUEUP_REGEX_H
/*
 * Regular expressions with RE2's syntax, run by PCRE2's DFA matcher in time
 * bounded by pattern and text.  What a DFA cannot do (look-around,
 * back-references) and what PCRE2 alone understands is refused by our own
 * reading of the pattern, which also writes it anew where the two languages
 * mean different things by the same letters.
 */
#include <stddef.h>
#include <stdint.h>

struct arena;
struct regex;

/*
 * NULL if it is no pattern: *why says what is wrong, *at (may be NULL) at
 * which byte of the pattern. Lives in a.
 */
const struct regex *regex_compile(struct arena *a, const char *pattern, size_t n, size_t *at,
	const char **why);

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_NOT_TEXT, REGEX_TOO_MUCH };

/* A bound of what a match in n bytes takes; past MAX_MATCH_WORK it is not tried. */
uint64_t regex_work(const struct regex *re, size_t n);

/* Somewhere in the text. Scratch is taken from a. */
enum regex_answer regex_match(const struct regex *re, struct arena *a, const char *p, size_t n);

struct buf;
/*
 * The syntax check alone: writes the pattern in PCRE2's language to out; the
 * states a matcher may be in at once go to *states. NULL, or what is wrong.
 */
const char *regex_translate(struct buf *out, const char *pattern, size_t n, size_t *at,
	size_t *states);

#endif
