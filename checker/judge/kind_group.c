/* Records by a text, and counts by a text: what agree, reuse, behaviour and the aggregates share. */
#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

const char *
kind_text(struct kind_run *k, const char *slot, const struct kind_env *e, bool *unknown,
	const char **why)
{
	const struct program *p = kind_slot(k, slot);
	struct value v;

	*unknown = false;
	if (p == NULL)
		return NULL;
	v = kind_value(k, p, e);
	if (v.type == VALUE_STRING)
		return v.len > 0 ? arena_strndup(k->j->a, v.text, v.len) : NULL;
	if (v.type == VALUE_NULL)
		return NULL;
	*unknown = true;
	*why = arena_strdup(k->j->a, v.text != NULL ? v.text : say_text(SAY_WHY_NO_TEXT));
	return NULL;
}

static struct member *
place(struct groups *g, const char *key)
{
	bool fresh;
	void **slot = map_slot(g->index, key, strlen(key), &fresh);

	if (fresh) {
		struct group *made = VEC_PUSH(&g->list);

		*made = (struct group){.key = key};
		*slot = (void *)g->list.n;
	}
	return VEC_PUSH(&g->list.v[(uintptr_t)*slot - 1].members);
}

void
groups_make(struct groups *g, struct kind_run *k, const char *key,
	void (*fill)(struct kind_run *k, const struct kind_env *e, struct member *m))
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	*g = (struct groups){.index = map_new()};
	while (kind_next(k, &w, &r, &e, &where, &why)) {
		struct member m = {.r = r, .at = instant_unknown()};
		bool unknown = false;
		const char *text = where == TRI_T ? kind_text(k, key, &e, &unknown, &why) : NULL;

		m.r.subject = arena_strdup(k->j->a, r.subject);
		m.why = arena_strdup(k->j->a, why);
		if (where != TRI_T || unknown) {
			m.conflict = where == TRI_B;
			*VEC_PUSH(&g->lost) = m;
			continue;
		}
		/* What is blank has nothing to be compared by. */
		if (text == NULL)
			continue;
		if (fill != NULL)
			fill(k, &e, &m);
		*place(g, text) = m;
	}
}

void
groups_free(struct groups *g)
{
	for (size_t i = 0; i < g->list.n; i++)
		VEC_FREE(&g->list.v[i].members);
	VEC_FREE(&g->list);
	VEC_FREE(&g->lost);
	map_free(g->index);
}

void
group_check(struct kind_run *k, const struct member *m, enum tri v, const char *why,
	const struct template_word *words, size_t nwords)
{
	struct kind_env e;

	kind_env(k, &m->r, &e);
	kind_check(k, &m->r, &e, v, why, words, nwords, NULL);
}

void
tallies_make(struct tallies *t)
{
	*t = (struct tallies){.index = map_new()};
}

void
tallies_free(struct tallies *t)
{
	map_free(t->index);
	VEC_FREE(&t->list);
}

struct tally *
tally_of(struct tallies *t, struct kind_run *k, const char *key)
{
	bool fresh;
	void **slot = map_slot(t->index, key, strlen(key), &fresh);

	if (fresh) {
		*VEC_PUSH(&t->list) = (struct tally){.key = arena_strdup(k->j->a, key)};
		*slot = (void *)t->list.n;
	}
	return &t->list.v[(uintptr_t)*slot - 1];
}

/* Counts are below MAX_RECORDS, so that a hundred times as many fits. */
uint64_t
share_percent(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0 : part * 100 / whole;
}

bool
share_least(uint64_t part, uint64_t whole, int64_t percent)
{
	return percent <= 0 || (percent <= 100 && part * 100 >= whole * (uint64_t)percent);
}

bool
share_most(uint64_t part, uint64_t whole, int64_t percent)
{
	return percent >= 100 || (percent >= 0 && part * 100 <= whole * (uint64_t)percent);
}
