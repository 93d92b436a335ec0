/* Shares and intervals in integers: lo is rounded down, hi up, once (judgement.md 9). */
#include "checker/judge/inside.h"

uint32_t
share_down(uint64_t part, uint64_t whole)
{
	if (whole == 0)
		return 0;
	return (uint32_t)(part * MILLION / whole);
}

uint32_t
share_up(uint64_t part, uint64_t whole)
{
	if (whole == 0)
		return MILLION;
	return (uint32_t)((part * MILLION + whole - 1) / whole);
}

void
dim_settle(struct dim *d)
{
	d->hi = share_up(d->m - d->bad, d->m);
	d->lo = share_down(d->good, d->n);
	if (d->lo > d->hi)
		d->lo = d->hi;
}

struct dim
dim_open(const char *why)
{
	return (struct dim){.lo = 0, .hi = MILLION, .kind = "", .why = why};
}

int64_t
ns_add(int64_t a, int64_t b)
{
	if (b > 0 && a > INSTANT_MAX - b)
		return INSTANT_MAX;
	if (b < 0 && a < INSTANT_MIN - b)
		return INSTANT_MIN;
	return a + b;
}

struct instant
instant_plus(const struct instant *i, int64_t ns)
{
	struct instant out = *i;

	if (i->known != KNOWN)
		return instant_unknown();
	out.lo = ns_add(i->lo, ns);
	out.hi = ns_add(i->hi, ns);
	out.date_only = false;
	out.raw = NULL;
	return out;
}

struct instant
instant_limit(const struct instant *i, struct duration d, const struct zone *zone)
{
	struct instant out = *i;

	if (i->known != KNOWN)
		return instant_unknown();
	if (d.months == 0)
		return instant_plus(i, d.ns);
	out.lo = duration_add(i->lo, d, zone);
	out.hi = duration_add(i->hi, d, zone);
	out.date_only = false;
	out.raw = NULL;
	return out;
}
