/* When a limit of a rule is over, in the time that the rule says: always, days, business. */
#include "checker/base/arena.h"
#include "checker/base/calendar.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"
#include "rules/lang/changes.h"
#include "rules/lang/value.h"

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
	*why = say_text(SAY_WHY_CALENDAR);
	if (r->business == NULL)
		return -1;
	*why = say_text(SAY_WHY_CALENDAR_ENDS);
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
	*why = say_text(SAY_WHY_SEVERITY);
	if (text == NULL || duration_parse(&d, text) != 0)
		return -1;
	in_hours = strchr(text, 'T') != NULL;
	*why = say_text(SAY_WHY_START);
	if (start->known != KNOWN)
		return -1;
	if (!in_effect(rule_param(k->rule, "limit"), start)) {
		*why = say_text(SAY_WHY_TABLE);
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

/* The sooner of the table's limit and the rule's own; "upgrade" has no date of its own. */
static int
row_due(struct kind_run *k, const struct instant *start, const char *row, struct instant *due,
	const char **why)
{
	struct duration d;
	struct instant own;

	if (limit_due(k, start, limit_text(k->rule, NULL), due, why) != 0)
		return -1;
	if (duration_parse(&d, row) != 0)
		return 0;
	if (limit_due(k, start, row, &own, why) != 0)
		return -1;
	*due = instant_min(*due, own);
	due->raw = NULL;
	return 0;
}

/* A fact that the regime wants assumed counts as true where it is not known. */
static void
known_facts(const struct regime_table *t, const struct value *facts, unsigned *known, unsigned *true_)
{
	const struct vlist *l = facts->type == VALUE_LIST ? facts->v.p : NULL;
	struct val v;

	*known = *true_ = 0;
	for (size_t i = 0; i < t->nkeys; i++) {
		v = val_null();
		if (l != NULL && i < l->n)
			vlist_get(l, i, &v);
		if (v.type == VALUE_BOOL) {
			*known |= 1u << i;
			*true_ |= v.v.b ? 1u << i : 0;
		} else if ((t->assumed >> i & 1) != 0) {
			*known |= 1u << i;
			*true_ |= 1u << i;
		}
	}
}

int
kind_table_due(struct kind_run *k, const struct value *facts, const struct instant *start,
	struct instant *due, const char **why)
{
	const struct regime_table *t = k->rule->table;
	unsigned known, holds;
	bool any = false;

	*due = instant_unknown();
	known_facts(t, facts, &known, &holds);
	for (size_t i = 0; i < t->nrows; i++) {
		struct instant one;

		if (((t->rows[i].facts ^ holds) & known) != 0)
			continue;
		if (row_due(k, start, t->rows[i].limit, &one, why) != 0) {
			*due = instant_unknown();
			return -1;
		}
		trace_row(k, t, &t->rows[i].facts, known, t->rows[i].limit, &one);
		if (!any)
			*due = one;
		if (one.lo < due->lo)
			due->lo = one.lo;
		if (one.hi > due->hi)
			due->hi = one.hi;
		any = true;
	}
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
