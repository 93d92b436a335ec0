/* When a limit of a rule is over, in the time that the rule says: always, days, business. */
#include "checker/base/arena.h"
#include "checker/base/calendar.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"

/* The text of the limit, as the pack has it: "PT48H" and "P2D" are not the same in days. */
static const char *
limit_text(const struct rule *r, const char *severity)
{
	const struct param *p = rule_param(r, "limit");

	if (p == NULL)
		return NULL;
	return str_same(p->type, "table") ? node_get_text(p->value, severity != NULL ? severity : "")
	                                  : p->text;
}

/* Whole days in the organisation's zone; without one, in every zone that there is. */
static struct instant
in_days(const struct config *cfg, const struct instant *start, struct duration d)
{
	struct instant due = *start;

	due.date_only = due.never = false;
	due.raw = NULL;
	if (cfg->zone != NULL) {
		due.lo = calendar_plain_due(cfg->zone, start->lo, d);
		due.hi = calendar_plain_due(cfg->zone, start->hi, d);
		return due;
	}
	/* Somewhere the day of the start ends at once, elsewhere a day later. */
	due.lo = ns_add(calendar_plain_due(NULL, start->lo - 12 * NS_HOUR, d), -NS_DAY);
	due.hi = ns_add(calendar_plain_due(NULL, start->hi + 14 * NS_HOUR, d), NS_DAY);
	return due;
}

static int
in_business(const struct rule *r, const struct instant *start, struct duration d, bool in_hours,
	struct instant *due, const char **why)
{
	*due = *start;
	due->date_only = due->never = false;
	due->raw = NULL;
	*why = "no such calendar was given";
	if (r->business == NULL)
		return -1;
	*why = "the calendar does not reach so far";
	return calendar_due(r->business, start->lo, d, in_hours, &due->lo) == 0
		&& calendar_due(r->business, start->hi, d, in_hours, &due->hi) == 0 ? 0 : -1;
}

/* A table is asked of what started while it was in force (method.md 5.6). */
static bool
in_effect(const struct param *p, const struct instant *start)
{
	return (p->effective.from == 0 && p->effective.to == 0)
		|| (start->lo >= p->effective.from && start->hi < p->effective.to);
}

static int
limit_due(struct kind_run *k, const struct instant *start, const char *text, struct instant *due,
	const char **why)
{
	struct duration d;
	bool in_hours;

	*due = instant_unknown();
	*why = "its severity is not known, so no limit can be named";
	if (text == NULL || duration_parse(&d, text) != 0)
		return -1;
	in_hours = strchr(text, 'T') != NULL;
	*why = "its start is not known";
	if (start->known != KNOWN)
		return -1;
	if (!in_effect(rule_param(k->rule, "limit"), start)) {
		*why = "its table was not in force when the clock started, or the dates leave it open";
		return -1;
	}
	if (start->never) {
		*due = *start;
		return 0;
	}
	if (k->rule->calendar == CALENDAR_BUSINESS) {
		if (in_business(k->rule, start, d, in_hours, due, why) == 0)
			return 0;
		*due = instant_unknown();
		return -1;
	}
	*due = k->rule->calendar == CALENDAR_DAYS && !in_hours ? in_days(k->j->cfg, start, d)
		: instant_limit(start, d, k->j->cfg->zone);
	return 0;
}

int
kind_due(struct kind_run *k, const struct instant *start, const char *severity,
	struct instant *due, const char **why)
{
	const char *text = limit_text(k->rule, severity);
	int rc = limit_due(k, start, text, due, why);

	trace_due(k, start, severity, text, due, *why);
	return rc;
}
