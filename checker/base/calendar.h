#ifndef TRUEUP_CALENDAR_H
#define TRUEUP_CALENDAR_H
/* Business time needs a named calendar; without one it is unknown (judgement.md 2). */
#include "checker/base/instant.h"

#define CALENDAR_MAX_SPANS 8

/* How a period of days runs. */
enum calendar_days {
	DAYS_WORKING, /* working days are counted */
	DAYS_ROLLED   /* all days are; one that would end on no working day ends with the next (1182/71) */
};

struct calendar {
	const char *name;
	const struct zone *zone;
	enum calendar_days days;
	/* Monday first; rising; seconds of the local day, to at most 86400; from == to ends. */
	struct { int32_t from, to; } hours[7][CALENDAR_MAX_SPANS];
	const int64_t *holidays; size_t nholidays; /* civil days, sorted */
	int64_t valid_from, valid_to;              /* civil days, both included */
};

/* start + ns (not negative) of business time; -1 where the calendar does not reach. */
int calendar_add(const struct calendar *c, int64_t start, int64_t ns, int64_t *out);
/* Business time between, negative if to is before from; -1 where the calendar does not reach. */
int calendar_between(const struct calendar *c, int64_t from, int64_t to, int64_t *ns);

/*
 * The last instant of a period that begins at start. Of months and days the day of the
 * start is not counted, and the period ends with the last instant of business of its last
 * day; months go to the same day or the month's last. in_hours: the duration was written
 * in hours ("PT48H"), which run in business time (DAYS_WORKING) or always (DAYS_ROLLED).
 * -1 where the calendar does not reach, or the duration is not of whole days.
 */
int calendar_due(const struct calendar *c, int64_t start, struct duration d, bool in_hours,
	int64_t *out);
/* The same of a calendar of all days without holidays, in a zone (NULL: UTC). Never fails. */
int64_t calendar_plain_due(const struct zone *zone, int64_t start, struct duration d);

#endif
