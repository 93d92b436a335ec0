/* Which source is missing, and how much it would answer: read off the reasons of U. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static const struct {
	unsigned bit;
	enum say what, ask, whom;
	unsigned role; /* its sources; 0: no class of sources */
} classes[MISSING_CLASSES] = {
	{MISSING_ROSTER, SAY_MISSING_ROSTER, SAY_ASK_ROSTER, SAY_WHOM_ROSTER, ROLE_ROSTER},
	{MISSING_ITEMS, SAY_MISSING_ITEMS, SAY_ASK_ITEMS, SAY_WHOM_ITEMS, ROLE_ITEM},
	{MISSING_POPULATION, SAY_MISSING_POPULATION, SAY_ASK_POPULATION, SAY_WHOM_POPULATION,
		ROLE_POPULATION},
	{MISSING_OBSERVATIONS, SAY_MISSING_OBSERVATIONS, SAY_ASK_OBSERVATIONS, SAY_WHOM_OBSERVATIONS,
		ROLE_OBSERVATION},
	{MISSING_AUTHORITY, SAY_MISSING_AUTHORITY, SAY_ASK_AUTHORITY, SAY_WHOM_AUTHORITY, 0},
	{MISSING_ROLES, SAY_MISSING_ROLES, SAY_ASK_ROLES, SAY_WHOM_ROLES, ROLE_ROLES},
	{MISSING_CALENDARS, SAY_MISSING_CALENDARS, SAY_ASK_CALENDARS, SAY_WHOM_CALENDARS, 0},
	{MISSING_OWNERS, SAY_MISSING_OWNERS, SAY_ASK_OWNERS, SAY_WHOM_OWNERS, 0},
};

static void
count(uint64_t *unknowns, unsigned missing)
{
	for (size_t i = 0; i < MISSING_CLASSES; i++)
		unknowns[i] += (missing & classes[i].bit) != 0;
}

/* Items once each, controls for what is about themselves. */
static void
count_unknowns(struct judging *j, uint64_t *unknowns)
{
	for (size_t i = 0; i < j->m->nitems; i++) {
		const struct item_state *s = &j->items[i];

		if (s->open && s->owner.v == TRI_U)
			count(unknowns, s->owner.missing);
		if (j->out->clocks[i].state == CLOCK_UNKNOWN)
			count(unknowns, s->missing);
	}
	for (size_t i = 0; i < j->out->nscopes; i++) {
		const struct scope_result *s = &j->out->scopes[i];

		for (size_t k = 0; k < s->ncontrols; k++) {
			const struct control_result *r = &s->controls[k];

			if (r->verdict == NOT_APPLICABLE)
				continue;
			if (r->owner == TRI_U)
				count(unknowns, j->own_missing[r->control]);
			count(unknowns, j->control_missing[r->control] & (MISSING_POPULATION
				| (r->d.n == 0 ? MISSING_ITEMS : 0)));
			if (j->control_missing[r->control] & MISSING_OBSERVATIONS)
				unknowns[3] += r->w.n > r->w.good + r->w.bad
					? r->w.n - r->w.good - r->w.bad : 1;
		}
	}
}

void
requests_make(struct judging *j)
{
	struct request all[MISSING_CLASSES] = {0};
	uint64_t unknowns[MISSING_CLASSES] = {0};
	struct assessment *out = j->out;

	for (size_t i = 0; i < out->nscopes; i++)
		for (size_t k = 0; k < out->scopes[i].ncontrols; k++) {
			const struct control_result *r = &out->scopes[i].controls[k];
			unsigned missing = j->control_missing[r->control];

			if (r->verdict == NOT_APPLICABLE)
				continue;
			for (size_t c = 0; c < MISSING_CLASSES; c++) {
				all[c].controls += (missing & classes[c].bit) != 0;
				if (missing == classes[c].bit)
					all[c].weight_only += r->weight;
			}
		}
	count_unknowns(j, unknowns);
	out->requests = ARENA_ARRAY(j->a, struct request, MISSING_CLASSES);
	for (size_t c = 0; c < MISSING_CLASSES; c++) {
		if (unknowns[c] == 0 && all[c].controls == 0)
			continue;
		all[c].what = say_text(classes[c].what);
		all[c].ask = say_text(classes[c].ask);
		all[c].whom = say_text(classes[c].whom);
		all[c].unknowns = unknowns[c];
		all[c].given = (j->m->given & classes[c].role) != 0;
		out->requests[out->nrequests++] = all[c];
	}
}
