#ifndef TRUEUP_CALENDAR_H
#define TRUEUP_CALENDAR_H
/* Business time needs a named calendar; without one it is unknown (judgement.md 2). */
#include "checker/base/instant.h"

#define CALENDAR_MAX_SPANS 8

struct calendar {
	const char *name;
	const struct zone *zone;
	/* Monday first; rising; seconds of the local day, to at most 86400; from == to ends. */
	struct { int32_t from, to; } hours[7][CALENDAR_MAX_SPANS];
	const int64_t *holidays; size_t nholidays; /* civil days, sorted */
	int64_t valid_from, valid_to;              /* civil days, both included */
};

/* start + ns (not negative) of business time; -1 where the calendar does not reach. */
int calendar_add(const struct calendar *c, int64_t start, int64_t ns, int64_t *out);
/* Business time between, negative if to is before from; -1 where the calendar does not reach. */
int calendar_between(const struct calendar *c, int64_t from, int64_t to, int64_t *ns);

#endif
