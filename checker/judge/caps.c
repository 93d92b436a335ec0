/*
 * Rules of effect "cap": asked before anything is judged, for they lower what
 * the judging rests on.  A source that is F (or B) supports nothing, an acceptance
 * that is F is no decision that counts, and neither is what an actor who is F decided:
 * each is then U.  Failures are never capped (judgement.md 4: `cap` acts on T only).
 */
#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"

struct caps {
	bool *sources, *acceptances; /* by index */
	struct map *actors;          /* by who.key */
};

void
caps_note(struct kind_run *k, const struct kind_record *r)
{
	struct caps *c = k->caps;
	bool fresh;

	if (str_same(k->rule->kind, "behaviour"))
		map_slot(c->actors, r->subject, strlen(r->subject), &fresh);
	else if (str_same(k->rule->record, "source"))
		c->sources[r->at.source->index] = true;
	else
		c->acceptances[(const struct acceptance *)r->view.rec - k->j->m->acceptances] = true;
}

void
caps_make(struct judging *j, const struct rule_set *rules)
{
	struct kind_checks checks = {0};
	struct arena *scratch = arena_new();
	struct caps *c = ARENA_NEW(j->a, struct caps);

	c->sources = ARENA_ARRAY(j->a, bool, j->m->nsources + 1);
	c->acceptances = ARENA_ARRAY(j->a, bool, j->m->nacceptances + 1);
	c->actors = map_new();
	j->caps = c;
	for (size_t i = 0; rules != NULL && i < rules->nrules; i++) {
		const struct rule *r = rules->rules[i];
		struct rule_result unused = {0};
		struct kind_run k = {j, r, (uint32_t)i, &unused, scratch, &checks,
			lapse_text(r, j->cfg->as_of, j->a), c, NULL};

		if ((r->enabled || k.lapsed != NULL) && r->effect == EFFECT_CAP)
			kind_find(r->kind)->run(&k);
	}
	arena_free(scratch);
	free(checks.v);
}

void
caps_free(struct judging *j)
{
	if (j->caps != NULL)
		map_free(j->caps->actors);
	j->caps = NULL;
}

bool
capped_source(const struct judging *j, const struct source *s)
{
	return j->caps != NULL && s != NULL && s->index < j->m->nsources && j->caps->sources[s->index];
}

bool
capped_actor(const struct judging *j, const struct who *w)
{
	return j->caps != NULL && w->key != NULL && map_has(j->caps->actors, w->key, strlen(w->key));
}

bool
capped_acceptance(const struct judging *j, const struct acceptance *a)
{
	return j->caps != NULL && j->caps->acceptances[a - j->m->acceptances];
}
