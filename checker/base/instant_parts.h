#ifndef TRUEUP_INSTANT_PARTS_H
#define TRUEUP_INSTANT_PARTS_H
/* Between the parsers of base/instant.h; nobody else includes this. */
#include "checker/base/instant.h"

/* What a text said, before it is an instant. */
struct parts {
	struct civil c;
	bool has_time, has_offset;
	bool midnight_after;  /* 24:00: the end of the day (ISO 8601) */
	int32_t offset;       /* seconds east of UTC */
};

/* A place in a text. */
struct cursor {
	const char *p, *end;
};

/* Texts longer than this are no instants; no form has more than 60 characters. */
#define INSTANT_TEXT_MAX 128

/* A cursor over the text without blanks at its ends; false: out is decided (EMPTY or never). */
bool instant_begin(struct instant *out, const char *text, struct arena *a, struct cursor *cur);
/* The instant of the parts, zone as instant_parse() has it. 0 or -1. */
int instant_of_parts(struct instant *out, const struct parts *p, const struct zone *zone);
/* Out of the two that a day and month in doubt allow. */
struct instant instant_hull(struct instant a, struct instant b);

/* Each reads on past what it took; false: not there (the cursor may have moved). */
bool cur_digits(struct cursor *cur, size_t min, size_t max, int *value);
bool cur_char(struct cursor *cur, char c);
bool cur_blanks(struct cursor *cur);
bool cur_word(struct cursor *cur, const char *word); /* ASCII case aside */
bool cur_fraction(struct cursor *cur, int32_t *ns);
bool cur_clock(struct cursor *cur, struct parts *p); /* "14:05", "02:05:07.5 PM" */
bool cur_offset(struct cursor *cur, struct parts *p);

#endif
