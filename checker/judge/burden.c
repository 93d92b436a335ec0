/*
 * What hangs on whom, over all items: how much is overdue and for how long, and how few
 * owners carry it (method.md 2.4 "overdue area", "owner load", "bus factor").  Weights
 * are severity ranks, low 1 to critical 4; unknown counts as low [A].
 */
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"

static uint64_t
weight_of(const struct item *it)
{
	return it->severity < 1 ? 1 : (uint64_t)it->severity;
}

static int
heaviest_first(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The owner who is marked accountable, else the first named; by key, so that each is one. */
static const char *
owner_key(const struct item *it)
{
	const struct owner_refs *r = &it->owners;
	const struct who *who = r->n > 0 ? &r->v[0].who : &it->assignee;

	for (size_t i = r->n; i-- > 0;)
		if (r->v[i].accountable)
			who = &r->v[i].who;
	return who->key != NULL ? who->key : who->raw;
}

/*
 * The fewest owners without whom more than half of the open weight has none.
 * Each item has one owner, so that taking the heaviest first is exact; deputies
 * are in no export, so that it is an upper bound where there are some.
 */
static uint32_t
bus_factor(struct burden *b, uint64_t *loads, size_t n)
{
	uint64_t gone = b->weight_unowned;
	uint32_t k = 0;

	if (n > 1)
		qsort(loads, n, sizeof(*loads), heaviest_first);
	while (2 * gone <= b->weight_open && k < n)
		gone += loads[k++];
	return k;
}

void
burden_make(struct judging *j)
{
	struct burden *b = &j->out->burden;
	struct map *owners = map_new();
	uint64_t *loads;
	size_t n;

	for (uint32_t i = 0; i < j->m->nitems; i++) {
		const struct item *it = &j->m->items[i];
		const struct timeline *t = &j->out->timelines[i];
		const char *key = owner_key(it);
		uint64_t w = weight_of(it);

		b->overdue += t->overdue > 0;
		b->overdue_days += w * (uint64_t)(t->overdue / NS_DAY);
		b->reopened += t->reopened > 0;
		b->closed += !j->items[i].open;
		b->escalations += t->escalations;
		b->escalations_undecided += t->escalations_undecided;
		if (!j->items[i].open)
			continue;
		b->open++;
		b->weight_open += w;
		if (j->items[i].owner.v == TRI_F || key == NULL || *key == '\0')
			b->weight_unowned += w;
		else
			*map_slot(owners, key, strlen(key), NULL) = (void *)((uintptr_t)map_get(owners,
				key, strlen(key)) + (uintptr_t)w);
		b->owners_unsure = b->owners_unsure || j->items[i].owner.v == TRI_U;
	}
	n = map_count(owners);
	loads = ARENA_ARRAY(j->a, uint64_t, n + 1);
	for (size_t i = 0; i < n; i++)
		loads[i] = (uint64_t)(uintptr_t)map_value_at(owners, i);
	b->owners = (uint32_t)n;
	b->bus_factor = bus_factor(b, loads, n);
	map_free(owners);
}
