/* Ends that are dates, and what lies between two instants. */
#include "checker/base/instant.h"

struct instant
instant_end(const struct instant *i)
{
	struct instant end = *i;

	if (i->known != KNOWN || i->never || !i->date_only)
		return end;
	/*
	 * The day's last instant.  A day of a known zone is 23 to 25 hours long; a
	 * wider interval is a date without a zone, and its end is as uncertain as
	 * the zone is.
	 */
	if (i->hi - i->lo < 26 * NS_HOUR)
		end.lo = i->hi;
	else
		end.lo = i->lo + NS_DAY - 1;
	end.date_only = false;
	return end;
}

enum tri
in_force(const struct instant *from, const struct instant *to, int64_t lo, int64_t hi)
{
	enum tri begun = TRI_T, lasting = TRI_T;
	struct instant end = instant_end(to);

	if (from->known == KNOWN)
		begun = from->hi <= lo ? TRI_T : from->lo > hi ? TRI_F : TRI_U;
	if (end.known == KNOWN && !end.never)
		lasting = end.lo >= hi ? TRI_T : end.hi < lo ? TRI_F : TRI_U;
	return tri_and(begun, lasting);
}
