/* D: was it decided in time? Over the clocks of a control's items (judgement.md 7 "D"). */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static bool
same_export(const struct source *a, const struct source *b)
{
	return a == b || (a->query != NULL && *a->query != '\0' && str_same(a->query, b->query)
		&& str_same(a->format, b->format));
}

/*
 * Pages of one query are one source, exported at the newest instant in it
 * (judgement.md 11 "Covering item source").
 */
static bool
covers(const struct judging *j, const struct source *first)
{
	uint64_t listed = 0, total = 0;
	int64_t exported = INT64_MIN, oldest = INT64_MAX;
	bool declared = true, has_total = false;

	for (size_t i = 0; i < j->m->nsources; i++) {
		const struct source *s = j->m->sources[i];

		if ((s->roles & ROLE_ITEM) == 0 || !same_export(first, s))
			continue;
		if (s->broken || s->truncated_history || s->complete == TRI_F)
			return false;
		listed += s->listed;
		if (s->has_total) {
			has_total = true;
			if (s->total > total)
				total = s->total;
		}
		declared = declared && s->complete == TRI_T;
		if (s->as_of.known == KNOWN && s->as_of.lo > exported)
			exported = s->as_of.lo;
		if (s->oldest < oldest)
			oldest = s->oldest;
	}
	if (!declared && !(has_total && listed >= total))
		return false;
	if (exported == INT64_MIN || exported < j->cfg->as_of - j->cfg->roster_slack)
		return false;
	return j->cfg->period_from == INT64_MIN || oldest <= j->cfg->period_from;
}

bool
items_covered(const struct judging *j, uint32_t system)
{
	for (size_t i = 0; i < j->m->nsources; i++) {
		uint64_t of = j->m->nsystems > 0 ? j->m->of_source[i] : UINT64_MAX;

		if ((j->m->sources[i]->roles & ROLE_ITEM) == 0)
			continue;
		/* What is of no system was a candidate for each; another's list shows nothing here. */
		if (j->m->nsystems > 0 && of != 0 && (of & (uint64_t)1 << system) == 0)
			continue;
		if (covers(j, j->m->sources[i]))
			return true;
	}
	return false;
}

void
result_accepted(struct control_result *r, int64_t until)
{
	if (until == INT64_MIN)
		return;
	/* Of several the one that ends first. */
	if (!(r->overlays & ACCEPTED) || until < r->accepted_until)
		r->accepted_until = until;
	r->overlays |= ACCEPTED;
}

static void
count(struct judging *j, const struct control *c, struct control_result *r, struct dim *d,
	unsigned *missing)
{
	for (size_t i = 0; i < c->nitems; i++) {
		const struct clock *k = &j->out->clocks[c->items[i].item];

		result_accepted(r, j->items[c->items[i].item].accepted_until);
		if (j->items[c->items[i].item].suspect)
			r->overlays |= SUSPECT;
		if (k->overdue_undecided)
			r->overlays |= UNDECIDED;
		if (!k->in_period)
			continue;
		d->n++;
		/*
		 * Gone, or linked by the last report alone: in n, and in M only where it is
		 * known to be late (judgement.md 11).
		 */
		d->m += !(j->m->items[k->item].vanished || link_previous(c->items[i].how))
			|| k->state == CLOCK_BREACHED;
		/* What is good of an item of no system counts in none of several (judgement.md 3). */
		d->good += k->state == CLOCK_MET && link_counts(c->items[i].how);
		d->bad += k->state == CLOCK_BREACHED;
		if (k->state == CLOCK_UNKNOWN)
			*missing |= j->items[k->item].missing;
	}
}

struct dim
decided_judge(struct judging *j, const struct control *c, struct control_result *r)
{
	struct dim d = {.kind = ""};
	unsigned *missing = &j->control_missing[c - j->m->controls];

	count(j, c, r, &d, missing);
	if (!j->slots->has_d)
		return dim_open(say_text(SAY_DIM_NO_RULE_D));
	if (d.n > 0) {
		dim_settle(&d);
		d.why = say_text(d.bad > 0 ? SAY_DIM_LATE : d.good < d.n ? SAY_DIM_DECIDED_UNSURE
			: SAY_DIM_DECIDED);
		return d;
	}
	if ((j->m->given & ROLE_ITEM) == 0) {
		*missing |= MISSING_ITEMS;
		return dim_open(say_text(SAY_DIM_NO_ITEMS));
	}
	if (j->covered) {
		d.empty = true;
		d.why = say_text(SAY_DIM_NOTHING_DUE);
		return d;
	}
	*missing |= MISSING_ITEMS;
	return dim_open(say_text(SAY_DIM_ITEMS_PART));
}
