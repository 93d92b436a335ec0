/* Sums by family of controls and by team: what a reader looks for before any single control. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/build.h"

/* Weight times millionths over 100,000 controls of weight 2^32, as in the scope's own sums. */
__extension__ typedef unsigned __int128 wide;

struct family { const char *name; uint64_t controls, contradicted; wide weight, p, lo, hi; };

static int
by_family(const void *a, const void *b)
{
	const struct family *x = *(const struct family *const *)a;
	const struct family *y = *(const struct family *const *)b;

	return strcmp(x->name, y->name);
}

static struct family *
family_of(struct build *b, struct map *families, const char *name)
{
	void **slot;

	name = name != NULL ? name : "";
	slot = map_slot(families, name, strlen(name), NULL);
	if (*slot == NULL) {
		struct family *f = ARENA_NEW(b->a, struct family);

		f->name = name;
		*slot = f;
	}
	return *slot;
}

/* The same rounding as the scope's scores: against the claimant. */
static void
put_family(struct build *b, struct node *list, const struct family *f)
{
	struct node *n = put_map(b->a, list, NULL);
	wide w = f->weight > 0 ? f->weight : 1;

	put_str(b->a, n, "family", f->name);
	put_count(b->a, n, "controls", f->controls);
	put_count(b->a, n, "contradicted", f->contradicted);
	put_count(b->a, n, "weight", (uint64_t)f->weight);
	put_count(b->a, n, "procedural", (uint64_t)((f->p + w - 1) / w));
	put_count(b->a, n, "real_low", (uint64_t)(f->lo / w));
	put_count(b->a, n, "real_high", (uint64_t)((f->hi + w - 1) / w));
}

void
put_families(struct build *b, struct node *scope, const struct scope_result *s)
{
	struct node *list = put_list(b->a, scope, "families");
	struct map *families = map_new();
	const struct family **v;
	size_t n;

	for (size_t i = 0; i < s->ncontrols; i++) {
		const struct control_result *r = &s->controls[i];
		struct family *f;

		if (r->verdict == NOT_APPLICABLE)
			continue;
		f = family_of(b, families, b->m->controls[r->control].family);
		f->controls++;
		f->contradicted += r->verdict == CONTRADICTED;
		f->weight += r->weight;
		f->p += (wide)r->weight * r->p;
		f->lo += (wide)r->weight * r->r_lo;
		f->hi += (wide)r->weight * r->r_hi;
	}
	n = map_count(families);
	v = ARENA_ARRAY(b->a, const struct family *, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = map_value_at(families, i);
	if (n > 1)
		qsort(v, n, sizeof(*v), by_family);
	for (size_t i = 0; i < n; i++)
		put_family(b, list, v[i]);
	map_free(families);
}

/* ---- teams ---- */

struct team { const char *name; uint64_t items, open, late, got_back; uint32_t seen; };

static struct team *
team_of(struct build *b, struct map *teams, const char *name)
{
	void **slot = map_slot(teams, name, strlen(name), NULL);

	if (*slot == NULL) {
		struct team *t = ARENA_NEW(b->a, struct team);

		t->name = name;
		*slot = t;
	}
	return *slot;
}

/* Who has it now: the last team of its log, else the one that the item names; "": nobody says. */
static const char *
holder(const struct item *it)
{
	const char *team = it->npath > 0 ? it->path[it->npath - 1] : it->team;

	return team != NULL ? team : "";
}

static void
add_item(struct build *b, struct map *teams, uint32_t i)
{
	const struct item *it = &b->m->items[i];
	struct team *t = team_of(b, teams, holder(it));

	t->items++;
	t->open += it->open;
	t->late += i < b->as->nclocks && b->as->clocks[i].state == CLOCK_BREACHED;
	for (size_t k = 0; k < it->npath; k++) {
		t = team_of(b, teams, it->path[k] != NULL ? it->path[k] : "");
		t->got_back += t->seen == i + 1;
		t->seen = i + 1;
	}
}

/* The most open items first; then by name. */
static int
by_load(const void *a, const void *b)
{
	const struct team *x = *(const struct team *const *)a, *y = *(const struct team *const *)b;

	if (x->open != y->open)
		return x->open > y->open ? -1 : 1;
	return strcmp(x->name, y->name);
}

void
put_teams(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "teams");
	struct map *teams = map_new();
	const struct team **v;
	size_t n;

	for (uint32_t i = 0; i < b->m->nitems; i++)
		add_item(b, teams, i);
	n = map_count(teams);
	v = ARENA_ARRAY(b->a, const struct team *, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = map_value_at(teams, i);
	if (n > 1)
		qsort(v, n, sizeof(*v), by_load);
	for (size_t i = 0; i < n && i < MAX_TEAMS_SHOWN; i++) {
		struct node *t = put_map(b->a, list, NULL);

		put_cut(b->a, t, "team", v[i]->name);
		put_count(b->a, t, "items", v[i]->items);
		put_count(b->a, t, "open", v[i]->open);
		put_count(b->a, t, "late", v[i]->late);
		put_count(b->a, t, "got_back", v[i]->got_back);
	}
	put_count(b->a, report, "teams_total", n);
	map_free(teams);
}
