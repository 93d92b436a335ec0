/* When an item's decision clock starts, and what duplicates pass on (judgement.md 7, 11). */
#include "checker/base/arena.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static const char *const by_detected = "detected";
static const char *const by_created = "created";
static const char *const by_previous = PREVIOUS_PATH;

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
		earlier(&s->start, by, &it->first_fail,
			say_text(SAY_CLOCK_FIRST_FAIL));
		earlier(&s->start, by, &it->created, by_created);
		blind = it->detected.known != KNOWN && it->first_fail.known != KNOWN;
		s->start_unsure = it->detected.known == EMPTY || (it->names_test && blind);
		break;
	case ITEM_POAM:
	case ITEM_RISK:
	case ITEM_AUDIT_FINDING:
	case ITEM_INCIDENT:
		earlier(&s->start, by, &it->detected, by_detected);
		/* A start that a duplicate passes on does not make its own known: never MET. */
		s->start_unsure = it->detected.known != KNOWN;
		break;
	case ITEM_REQUEST:
		earlier(&s->start, by, &it->created, by_created);
		s->start_unsure = it->created.known != KNOWN;
		break;
	}
}

/*
 * A start that the last report knew cannot be moved later (judgement.md 8); where
 * this run knows none, the clock can be late by it, but never met.
 */
static void
start_was(const struct item *it, struct item_state *s, const char **by)
{
	if (it->was == NULL || it->was->start.known != KNOWN)
		return;
	if (s->start.known != KNOWN)
		s->start_unsure = true;
	else if (it->was->start.lo >= s->start.lo && it->was->start.hi >= s->start.hi)
		return;
	earlier(&s->start, by, &it->was->start, by_previous);
}

/* Lowered to "info" without approval is no way out: what was once higher, or may have been, keeps its clock. */
static bool
informational(const struct item *it)
{
	struct instant end = instant_exact(INSTANT_MAX);
	bool sure;

	return it->informational && severity_highest(it, &end, &sure) < 1 && sure;
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

/* The item that an item's mark points to. */
static uint32_t
marked_as(const struct judging *j, uint32_t n)
{
	const struct item *it = &j->m->items[n];
	uint32_t to = it->duplicate_of;

	if (to >= j->m->nitems || to == n)
		return NOT_ONE;
	if (it->duplicate_at.known == KNOWN && it->duplicate_at.lo > j->cfg->as_of)
		return NOT_ONE;
	return to;
}

/*
 * Items that call each other duplicates in a circle are all judged (READINGS
 * 9).  Each walk numbers what it meets; meeting its own number closes a circle.
 */
static void
break_circles(struct judging *j, uint32_t *to)
{
	uint32_t *walk = ARENA_ARRAY(j->a, uint32_t, j->m->nitems + 1);

	for (uint32_t i = 0; i < j->m->nitems; i++) {
		uint32_t at = i;

		while (at != NOT_ONE && walk[at] == 0) {
			walk[at] = i + 1;
			at = to[at];
		}
		while (at != NOT_ONE && walk[at] == i + 1) {
			uint32_t next = to[at];

			to[at] = NOT_ONE;
			at = next;
		}
	}
}

static void
pass_start(struct judging *j, uint32_t n, uint32_t to)
{
	const struct item_state *from = &j->items[n];

	if (from->start.known == KNOWN)
		earlier(&j->items[to].start, &j->out->clocks[to].started_by, &from->start,
			j->out->clocks[n].started_by);
	if (from->start.known != KNOWN || from->start_unsure)
		j->items[to].start_unsure = true;
}

/*
 * Every duplicate's start to its original, those first that nothing points to
 * any more; through items without a clock of their own, but only where the last
 * one has one: else the marks have no effect.
 */
static void
pass_starts(struct judging *j)
{
	size_t n = j->m->nitems, tail = 0;
	uint32_t *to = ARENA_ARRAY(j->a, uint32_t, n + 1);
	uint32_t *queue = ARENA_ARRAY(j->a, uint32_t, n + 1);
	uint32_t *waits = ARENA_ARRAY(j->a, uint32_t, n + 1);
	bool *judged = ARENA_ARRAY(j->a, bool, n + 1);

	for (uint32_t i = 0; i < n; i++)
		to[i] = marked_as(j, i);
	break_circles(j, to);
	for (uint32_t i = 0; i < n; i++)
		if (to[i] != NOT_ONE)
			waits[to[i]]++;
	for (uint32_t i = 0; i < n; i++)
		if (waits[i] == 0)
			queue[tail++] = i;
	for (size_t head = 0; head < tail; head++) {
		uint32_t next = to[queue[head]];

		if (next != NOT_ONE && --waits[next] == 0)
			queue[tail++] = next;
	}
	for (size_t k = tail; k-- > 0;) {
		uint32_t i = queue[k];

		judged[i] = to[i] == NOT_ONE ? j->items[i].has_clock : judged[to[i]];
		j->items[i].duplicate = to[i] != NOT_ONE && judged[i] && j->items[i].has_clock;
	}
	for (size_t k = 0; k < tail; k++)
		if (to[queue[k]] != NOT_ONE && judged[queue[k]])
			pass_start(j, queue[k], to[queue[k]]);
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
		s->kept_clock = !s->has_clock && m->items[i].was != NULL
			&& m->items[i].was->state != PREV_NONE;
		s->has_clock = s->has_clock || s->kept_clock;
		start_of(&m->items[i], s, &c->started_by);
		start_was(&m->items[i], s, &c->started_by);
		c->by_previous = c->started_by == by_previous;
	}
	pass_starts(j);
}
