#ifndef TRUEUP_TEXT_H
#define TRUEUP_TEXT_H
/*
 * Bytes and words without a locale: ASCII classes, UTF-8, and making text
 * from evidence inert before a person sees it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct arena;

static inline bool ch_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool ch_upper(char c) { return c >= 'A' && c <= 'Z'; }
static inline bool ch_lower(char c) { return c >= 'a' && c <= 'z'; }
static inline bool ch_alpha(char c) { return ch_upper(c) || ch_lower(c); }
static inline bool ch_alnum(char c) { return ch_alpha(c) || ch_digit(c); }
static inline bool ch_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline char ch_low(char c) { return ch_upper(c) ? (char)(c + 32) : c; }

/* Equal, ASCII case aside. NULL equals only NULL. */
bool str_same_fold(const char *a, const char *b);
bool str_same(const char *a, const char *b);
bool str_has_prefix(const char *s, const char *prefix);

/* A copy without blanks at both ends; a copy in ASCII lower case. */
char *str_trim(struct arena *a, const char *s);
char *str_lower(struct arena *a, const char *s);

/*
 * The key under which words are compared: ASCII and Latin letters folded to
 * lower case without marks, runs of blanks, '_' and '-' to one blank, ends trimmed.
 */
char *str_word_key(struct arena *a, const char *s);

/* One code point, *n bytes long; -1 if the bytes are not UTF-8 (RFC 3629). */
int32_t utf8_next(const char *p, size_t len, size_t *n);
bool utf8_valid(const char *p, size_t len);
void utf8_put(struct buf *b, uint32_t c);

/*
 * Inert: control characters, bidirectional controls, zero-width and other
 * invisible characters and bytes that are not UTF-8 become <U+XXXX> or <XX>.
 * Tabs and line ends become a blank. Never more than max bytes of input (0: all), then "...".
 */
void text_inert(struct buf *b, const char *s, size_t max);
char *text_inert_dup(struct arena *a, const char *s, size_t max);

/*
 * How many bytes at s are a run of letters that are written from right to left: with their
 * marks, and what joins words of it, but no digit and no end that is not such a letter.  0: s
 * begins with none.  Who prints a sentence sets such a name apart, or it would carry the
 * numbers and signs beside it to its other side (Unicode Annex 9).
 */
size_t text_rtl_run(const char *s);

/*
 * What looks like a password, key or token becomes "*" of the same length, in
 * place, so that columns stay right: keys of clouds and forges by their
 * prefixes, web tokens, private keys, passwords in addresses and assignments.
 * A filter against accidents, no proof of absence. Whether there was any.
 */
bool text_mask_secrets(char *s);

/* The candidate nearest to word by edit distance (at most 2, and less than half of it), or NULL. */
const char *text_nearest(const char *word, const char *const *candidates, size_t n);

/* A whole decimal number in range; false otherwise. */
bool text_to_int(const char *s, size_t len, int64_t min, int64_t max, int64_t *out);

#endif
