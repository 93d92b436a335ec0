/* Timestamps and durations are intervals: what holds at both ends and between is known. */
#include "rules/lang/func.h"

static void
set_interval(struct val *out, enum value_type type, struct moment lo, struct moment hi,
	const struct val *args)
{
	*out = (struct val){.type = type, .date_only = args[0].date_only || args[1].date_only};
	out->v.t.lo = lo;
	out->v.t.hi = hi;
}

static void
make(struct run *r, const struct expr *site, enum value_type type, struct moment lo,
	struct moment hi, const struct val *args, struct val *out)
{
	bool ok = type == VALUE_TIMESTAMP ? moment_is_time(lo) && moment_is_time(hi)
		: moment_is_span(lo) && moment_is_span(hi);

	if (!ok)
		set_error(r, out, "%s: %s", run_source(r, site), type == VALUE_TIMESTAMP
			? "outside the years 1 to 9999" : "a span of more than 292 years");
	else
		set_interval(out, type, lo, hi, args);
}

FUNC(fn_time_plus)
{
	if (args[0].never) {
		*out = args[0];
		return;
	}
	make(r, site, VALUE_TIMESTAMP, moment_add(args[0].v.t.lo, args[1].v.t.lo),
		moment_add(args[0].v.t.hi, args[1].v.t.hi), args, out);
}

FUNC(fn_plus_time)
{
	const struct val swapped[2] = {args[1], args[0]};

	fn_time_plus(r, site, swapped, out);
}

FUNC(fn_time_minus)
{
	if (args[0].never) {
		*out = args[0];
		return;
	}
	make(r, site, VALUE_TIMESTAMP, moment_sub(args[0].v.t.lo, args[1].v.t.hi),
		moment_sub(args[0].v.t.hi, args[1].v.t.lo), args, out);
}

/* From "never" there is no distance. */
FUNC(fn_time_between)
{
	if (args[0].never || args[1].never) {
		set_error(r, out, "%s: one of them has no end", run_source(r, site));
		return;
	}
	make(r, site, VALUE_DURATION, moment_sub(args[0].v.t.lo, args[1].v.t.hi),
		moment_sub(args[0].v.t.hi, args[1].v.t.lo), args, out);
}

FUNC(fn_span_add)
{
	make(r, site, VALUE_DURATION, moment_add(args[0].v.t.lo, args[1].v.t.lo),
		moment_add(args[0].v.t.hi, args[1].v.t.hi), args, out);
}

FUNC(fn_span_sub)
{
	make(r, site, VALUE_DURATION, moment_sub(args[0].v.t.lo, args[1].v.t.hi),
		moment_sub(args[0].v.t.hi, args[1].v.t.lo), args, out);
}

/*
 * An accessor's answer in out[0], and behind it what else must be equal at
 * both ends of an interval for the answer to hold in between. Counts them.
 */
static size_t
parts(const char *name, const struct wall *w, int64_t out[8])
{
	int64_t day = w->day, month = w->month, year = w->year;

	if (strcmp(name, "getFullYear") == 0) {
		out[0] = year;
		return 1;
	}
	if (strcmp(name, "getMonth") == 0) {
		out[0] = month - 1;
		out[1] = year;
		return 2;
	}
	out[1] = day;
	out[2] = month;
	out[3] = year;
	if (strcmp(name, "getDate") == 0)
		out[0] = day;
	else if (strcmp(name, "getDayOfMonth") == 0)
		out[0] = day - 1;
	else if (strcmp(name, "getDayOfWeek") == 0)
		out[0] = w->wday;
	else if (strcmp(name, "getDayOfYear") == 0)
		out[0] = w->yday;
	else if (strcmp(name, "getHours") == 0)
		out[0] = w->hour;
	else {
		out[4] = w->hour;
		out[0] = w->minute;
		if (strcmp(name, "getMinutes") == 0)
			return 5;
		out[5] = w->minute;
		out[0] = w->second;
		if (strcmp(name, "getSeconds") == 0)
			return 6;
		out[6] = w->second;
		out[0] = w->nano / 1000000;
		return 7;
	}
	return 4;
}

FUNC(fn_time_part)
{
	const struct zone *zone = site->zone;
	int64_t a[8] = {0}, b[8] = {0};
	struct wall w;
	int32_t east = 0;
	size_t n;

	if (site->nargs > 1 && zone == NULL && offset_parse(&east, args[1].v.s.p,
		args[1].v.s.n) < 0) {
		set_error(r, out, "%s: a zone by name must stand there as a literal, so that its "
			"file is known as an input", run_source(r, site));
		return;
	}
	if (args[0].never) {
		set_error(r, out, "%s: it has no end", run_source(r, site));
		return;
	}
	if (!moment_wall(&w, args[0].v.t.lo, zone, east))
		goto far;
	n = parts(site->name, &w, a);
	if (!moment_wall(&w, args[0].v.t.hi, zone, east))
		goto far;
	parts(site->name, &w, b);
	if (memcmp(a, b, n * sizeof(a[0])) != 0)
		set_interval_unknown(r, (const struct expr *const *)site->args, args, 1, out);
	else
		*out = val_int(a[0]);
	return;
far:
	set_error(r, out, "%s: zones by name reach from 1678 to 2262", run_source(r, site));
}

static int64_t
span_part(const char *name, struct moment m)
{
	int64_t sec = m.sec;

	/* Toward zero, as integer division does. */
	if (sec < 0 && m.nano > 0)
		sec++;
	if (strcmp(name, "getHours") == 0)
		return sec / 3600;
	if (strcmp(name, "getMinutes") == 0)
		return sec / 60;
	if (strcmp(name, "getSeconds") == 0)
		return sec;
	return m.sec < 0 && m.nano > 0 ? -((1000000000 - m.nano) / 1000000) : m.nano / 1000000;
}

FUNC(fn_span_part)
{
	int64_t lo = span_part(site->name, args[0].v.t.lo);

	/* Milliseconds are a remainder: equal at both ends says nothing about between. */
	if (moment_cmp(args[0].v.t.lo, args[0].v.t.hi) != 0 &&
		(lo != span_part(site->name, args[0].v.t.hi) ||
			strcmp(site->name, "getMilliseconds") == 0))
		set_interval_unknown(r, (const struct expr *const *)site->args, args, 1, out);
	else
		*out = val_int(lo);
}
