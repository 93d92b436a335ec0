#ifndef TRUEUP_ZONE_H
#define TRUEUP_ZONE_H
/* The inside of a zone, shared by zone.c (arithmetic) and zone_file.c (tz database). */
#include "checker/base/instant.h"

/* A moment of every year at which clocks change (POSIX.1-2017, 8.3, TZ). */
struct zone_change {
	char form;    /* 'M': month, week, day; 'J': 1..365, never 29 February; 'n': 0..365 */
	int month, week, day;
	int32_t time; /* local seconds after midnight; TZif version 3: -167 to 167 hours */
};

struct zone_rule {
	bool there, dst;
	int32_t standard, summer; /* seconds east of UTC */
	struct zone_change start, end;
};

struct zone {
	const char *name;
	int32_t first;         /* seconds east before the first transition */
	const int64_t *at;     /* UTC seconds, rising */
	const int32_t *offset; /* from at[i] on */
	size_t n;
	struct zone_rule rule; /* after the last transition */
};

/* TZif, version 2 and later (RFC 8536). z's tables are allocated in a. -1: not such a file. */
int zone_read(struct zone *z, const unsigned char *p, size_t len, struct arena *a);
/* The TZ string of a TZif footer. -1 if it is none. */
int zone_rule_parse(struct zone_rule *r, const char *s);

#endif
