#ifndef TRUEUP_INSTANT_H
#define TRUEUP_INSTANT_H
/*
 * Time as evidence gives it.  An instant is the interval [lo, hi] of UTC
 * nanoseconds since 1970 in which it lies, with the text that it came from: a
 * date is its whole day in its zone; a time without a zone that nobody can
 * name is the whole range UTC-12 to UTC+14.  judgement.md 2.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

#define NS_SECOND INT64_C(1000000000)
#define NS_MINUTE (60 * NS_SECOND)
#define NS_HOUR (3600 * NS_SECOND)
#define NS_DAY (86400 * NS_SECOND)
#define INSTANT_MIN (INT64_MIN / 2) /* year 1823 */
#define INSTANT_MAX (INT64_MAX / 2) /* year 2116; later words are "never" or out of range */

/* UNKNOWN: no source can say. EMPTY: the source has the column, the cell is blank. */
enum known { UNKNOWN = 0, EMPTY, KNOWN };

struct instant {
	enum known known;
	bool never;      /* "9999-12-31", "never": has no end; lo = hi = INSTANT_MAX */
	bool date_only;  /* the whole day; lo and hi say which */
	bool day_next;   /* of date_only: the day named is the one after the UTC day of lo */
	int64_t lo, hi;  /* both included */
	const char *raw; /* as the source wrote it; may be NULL */
};

/* A zone: fixed offset, or a name of the system's tz database. */
struct zone;
struct zones; /* those in use, with the digests of their files */

struct zones *zones_new(void);
void zones_free(struct zones *z);

/*
 * By "UTC", "+02:00", "-0500" or "Europe/Berlin". NULL if there is none of
 * that name; a name never leaves the tz database's folder. Lives with z.
 */
const struct zone *zone_find(struct zones *z, const char *name);
const char *zone_name(const struct zone *zone);
/* Inputs of the run: one (name, SHA-256 hex) a zone file used, sorted by name. */
size_t zones_used(const struct zones *z);
const char *zones_used_name(const struct zones *z, size_t i);
const char *zones_used_sha256(const struct zones *z, size_t i);
/*
 * A zone file that another machine of the same run used. False: it is another file than the one of
 * that name that was used already; then both are inputs.
 */
bool zones_note(struct zones *z, const char *name, const char *sha256);

/* Civil time, proleptic Gregorian. */
struct civil {
	int year, month, day;        /* month 1..12 */
	int hour, minute, second;    /* second 0..60 */
	int32_t nanosecond;
};

int64_t civil_days(int year, int month, int day);         /* since 1970-01-01 */
void civil_of_days(int64_t days, int *year, int *month, int *day);
bool civil_valid(const struct civil *c);
int weekday_of_days(int64_t days);                        /* 0: Monday ... 6: Sunday */

/*
 * The UTC instants of a local time: one, or two where clocks go back; in a gap,
 * the moment of the jump. NULL: UTC.
 */
void zone_to_utc(const struct zone *zone, const struct civil *local, int64_t *lo, int64_t *hi);
void zone_from_utc(const struct zone *zone, int64_t utc, struct civil *local);

/*
 * Reads one of: RFC 3339 and its relatives ("2025-01-02", "2025-01-02 03:04",
 * "2025-01-02T03:04:05.123+0100", offsets Z +hh:mm +hhmm +hh -00:00, 1 to 9+
 * digits of a second). Zone: the value's, else `zone`, else (NULL) the whole
 * range. Sentinels (0001-01-01..., 1970-01-01T00:00:00Z, "TBD", "None", "n/a",
 * "-", "null", "0") and blanks are EMPTY; year 9999 and "never" set never.
 * 0: read, or EMPTY; -1: not an instant or out of range (out is UNKNOWN, raw kept).
 */
int instant_parse(struct instant *out, const char *text, const struct zone *zone,
	struct arena *a);

/* Epoch numbers by magnitude: seconds, milli-, micro- or nanoseconds (formats.md 0.2.5). */
int instant_parse_epoch(struct instant *out, const char *digits, struct arena *a);

/*
 * By a pattern of UAX 35's letters: yyyy yy MM M MMM dd d HH H hh h mm ss SSS a Z XXX EEE, and
 * literals. English names. 0 or -1 as above.
 */
int instant_parse_pattern(struct instant *out, const char *text, const char *pattern,
	const struct zone *zone, struct arena *a);
/* Whether its letters are of those, and name at least a year, month and day. */
bool instant_pattern_valid(const char *pattern);

/* The day/month order of a column: 'd', 'm', or 0 if nothing in it decides (formats.md 0.2.7). */
struct dmy_votes { size_t dmy, mdy, open; };
void dmy_vote(struct dmy_votes *v, const char *text);
char dmy_decide(const struct dmy_votes *v);
/* "02/28/2025", "28.02.2025 14:05": with the order decided; both orders' hull when order is 0. */
int instant_parse_dmy(struct instant *out, const char *text, char order, const struct zone *zone,
	struct arena *a);

struct instant instant_exact(int64_t ns);
struct instant instant_unknown(void);
/* Hull of both; earliest known of both (minimum of lo and of hi). */
struct instant instant_min(struct instant a, struct instant b);
struct instant instant_max(struct instant a, struct instant b);
/* The last instant of an end or review date (judgement.md 11, Clock end). */
struct instant instant_end(const struct instant *i);

/*
 * By which entries are put in order: the earliest reading, or, where no zone is
 * known, the reading as UTC (judgement.md 2). INT64_MIN if it is not known.
 */
int64_t instant_sort_key(const struct instant *i);

/*
 * By which entries are put in order: the earliest reading, or, where no zone is
 * known, the reading as UTC (judgement.md 2). INT64_MIN if it is not known.
 */
int64_t instant_sort_key(const struct instant *i);

/* T: certainly a < b (a.hi < b.lo); F: certainly not; U: depends on the reading, or not known. */
enum tri { TRI_U = 0, TRI_T, TRI_F, TRI_B };
enum tri instant_before(const struct instant *a, const struct instant *b);
enum tri tri_and(enum tri a, enum tri b);
enum tri tri_or(enum tri a, enum tri b);
enum tri tri_not(enum tri a);
const char *tri_word(enum tri t); /* "T" "F" "U" "B" */
/* T: at or after `from` and not after `to`, for every reading; unknown and empty ends are open. */
enum tri in_force(const struct instant *from, const struct instant *to, int64_t lo, int64_t hi);

/* RFC 3339 in UTC, shortest: "2026-11-01T00:00:00Z", ".5" only where there is a fraction. */
void instant_put_utc(struct buf *b, int64_t ns);
char *instant_utc_dup(struct arena *a, int64_t ns);
/* What a report prints: the exact instant, the date, "a to b", "unknown", "never". */
void instant_put(struct buf *b, const struct instant *i);

/* ISO 8601 durations: months are calendar months (clamped), the rest exact (days are 24 h). */
struct duration {
	int32_t months;
	int64_t ns;
};
int duration_parse(struct duration *out, const char *text); /* "P3D" "PT24H" "P1M" "P1Y2M3DT4H" */
void duration_put(struct buf *b, struct duration d);
/*
 * From the original day, so that 31 Jan + P1M + ... never drifts; the zone
 * gives the day (NULL: UTC). What passes an end of the range stays there.
 */
int64_t duration_add(int64_t start, struct duration d, const struct zone *zone);
/* A span for people: "3 days", "5 hours", "36 days"; rounded down. */
void span_put(struct buf *b, int64_t ns);

#endif
