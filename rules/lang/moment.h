#ifndef TRUEUP_MOMENT_H
#define TRUEUP_MOMENT_H
/*
 * Time in the range of the expression language: years 1 to 9999 by the
 * nanosecond, which 64 bits of base/instant.h do not hold; spans that 64 bits hold.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct zone;

/* sec + nano / 10^9; nano is 0..999999999 also before 1970. A point in time or a span. */
struct moment {
	int64_t sec;
	int32_t nano;
};

#define MOMENT_MIN INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define MOMENT_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59Z */
#define SPAN_MAX INT64_C(9223372036)     /* 292 years, in seconds: 64 bits of nanoseconds */

struct moment moment_of_ns(int64_t ns);
/* False if 64 bits of nanoseconds do not hold it. */
bool moment_to_ns(struct moment m, int64_t *ns);
int moment_cmp(struct moment a, struct moment b);

/* Neither checks the range; both sides are in range, so nothing overflows. */
struct moment moment_add(struct moment a, struct moment b);
struct moment moment_sub(struct moment a, struct moment b);
bool moment_is_time(struct moment m);
bool moment_is_span(struct moment m);

/* RFC 3339, with a zone, years 0001 to 9999. 0, or -1 if it is none or out of range. */
int moment_parse(struct moment *out, const char *p, size_t n);
void moment_put(struct buf *b, struct moment m);

/* "1h30m", "-1.5s", "300ms": units h m s ms us ns. 0 or -1. */
int span_parse(struct moment *out, const char *p, size_t n);
/* "5400s", "0.3s". */
void span_text_put(struct buf *b, struct moment m);

/* "+02:00", "-09:30", "02:00", "UTC", "Z", "": seconds east. 0 or -1. */
int offset_parse(int32_t *east, const char *p, size_t n);

/* A moment as a clock on the wall shows it. */
struct wall {
	int year, month, day;     /* month, day from 1 */
	int yday, wday;           /* from 0; wday 0 is Sunday, as the language has it */
	int hour, minute, second;
	int32_t nano;
};

/* In a zone by name (zone not NULL) or at an offset. False where a named zone does not reach. */
bool moment_wall(struct wall *w, struct moment m, const struct zone *zone, int32_t east);

#endif
