/* When an item's decision clock starts, and what duplicates pass on (judgement.md 7, 11). */
#include "checker/base/arena.h"
#include "checker/judge/inside.h"

static const char *const by_detected = "detected";
static const char *const by_observation = "first failing observation";
static const char *const by_created = "created";

static void
earlier(struct instant *start, const char **by, const struct instant *t, const char *word)
{
	if (t->known != KNOWN || t->never)
		return;
	if (start->known != KNOWN) {
		*start = *t;
		*by = word;
		return;
	}
	if (t->lo < start->lo)
		*by = word;
	*start = instant_min(*start, *t);
}

/*
 * Types other than findings have one start, which readers put into `detected`
 * (risk: identified, audit finding: reported, incident: awareness), requests
 * theirs into `created`.
 */
static void
start_of(const struct item *it, struct item_state *s, const char **by)
{
	bool blind;

	s->start = instant_unknown();
	*by = "";
	switch (it->type) {
	case ITEM_VULNERABILITY:
	case ITEM_FINDING:
	case ITEM_OTHER:
		earlier(&s->start, by, &it->detected, by_detected);
		earlier(&s->start, by, &it->first_fail, by_observation);
		earlier(&s->start, by, &it->created, by_created);
		blind = it->detected.known != KNOWN && it->first_fail.known != KNOWN;
		s->start_unsure = it->detected.known == EMPTY || (it->names_test && blind);
		break;
	case ITEM_POAM:
	case ITEM_RISK:
	case ITEM_AUDIT_FINDING:
	case ITEM_INCIDENT:
		earlier(&s->start, by, &it->detected, by_detected);
		break;
	case ITEM_REQUEST:
		earlier(&s->start, by, &it->created, by_created);
		break;
	}
}

/* Lowered to "info" without approval is no way out: what was once higher keeps its clock. */
static bool
informational(const struct item *it)
{
	struct instant end = instant_exact(INSTANT_MAX);

	return it->informational && severity_highest(it, &end) < 1;
}

/* Which items are linked by a control id, or by test, CVE or weakness (judgement.md 7, 1 and 2). */
static bool *
linked_items(struct judging *j)
{
	bool *linked = ARENA_ARRAY(j->a, bool, j->m->nitems + 1);

	for (size_t c = 0; c < j->m->ncontrols; c++) {
		const struct control *k = &j->m->controls[c];

		for (size_t i = 0; i < k->nitems; i++)
			if (k->items[i].how & (LINK_TAG | LINK_TEST))
				linked[k->items[i].item] = true;
	}
	return linked;
}

/*
 * The original of a duplicate: another item with a clock, reached by marks
 * that are not in a circle.  Two items that call each other duplicates are
 * both judged.
 */
static bool
marked(struct judging *j, uint32_t n)
{
	const struct item *it = &j->m->items[n];
	uint32_t at = it->duplicate_of;

	if (at >= j->m->nitems || !j->items[at].has_clock)
		return false;
	if (it->duplicate_at.known == KNOWN && it->duplicate_at.lo > j->cfg->as_of)
		return false;
	for (size_t steps = 0; at < j->m->nitems && steps <= j->m->nitems; steps++) {
		if (at == n)
			return false;
		at = j->m->items[at].duplicate_of;
	}
	return true;
}

static void
pass_start(struct judging *j, uint32_t n)
{
	const struct item_state *from = &j->items[n];
	uint32_t at = j->m->items[n].duplicate_of;
	const struct clock *mine = &j->out->clocks[n];

	for (size_t steps = 0; at < j->m->nitems && steps <= j->m->nitems; steps++) {
		struct item_state *to = &j->items[at];

		if (!to->has_clock)
			break;
		if (from->start.known == KNOWN)
			earlier(&to->start, &j->out->clocks[at].started_by, &from->start,
				mine->started_by);
		if (from->start.known != KNOWN || from->start_unsure)
			to->start_unsure = true;
		if (!to->duplicate)
			break;
		at = j->m->items[at].duplicate_of;
	}
}

void
clock_starts(struct judging *j)
{
	bool *linked = linked_items(j);
	const struct model *m = j->m;

	for (uint32_t i = 0; i < m->nitems; i++) {
		struct item_state *s = &j->items[i];
		struct clock *c = &j->out->clocks[i];

		c->item = i;
		c->started_by = "";
		c->start = c->due = c->stop = instant_unknown();
		s->has_clock = !informational(&m->items[i])
			&& (m->items[i].type != ITEM_OTHER || linked[i]);
		start_of(&m->items[i], s, &c->started_by);
	}
	for (uint32_t i = 0; i < m->nitems; i++)
		j->items[i].duplicate = j->items[i].has_clock && marked(j, i);
	/* Passed on from what each item knew itself; a chain is walked from each of its members. */
	for (uint32_t i = 0; i < m->nitems; i++)
		if (j->items[i].duplicate)
			pass_start(j, i);
}
