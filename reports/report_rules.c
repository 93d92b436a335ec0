/* Rules with their counts, and the instances that say most. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "reports/build.h"

const char *
dimension_word(enum dimension d)
{
	static const char *const words[] = {"O", "D", "W", "I", "G"};

	return words[d];
}

/* Groups may stand for persons as well as rows of a roster: only what is surely none keeps its name. */
const char *
subject_without(struct build *b, const struct check *c)
{
	const char *place;

	if (c->control < b->m->ncontrols || c->item < b->m->nitems || c->asset < b->m->nassets)
		return c->subject;
	place = place_text(b, &c->at);
	return place != NULL ? place : "-";
}

static void
put_check(struct build *b, struct node *list, const struct check *c)
{
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "value", tri_word(c->value));
	put_cut(b->a, n, "subject", b->names == NAMES_NONE ? subject_without(b, c) : c->subject);
	/* A rendered message may name anybody. */
	put_masked(b->a, n, "message", b->names == NAMES_NONE ? NULL : c->message);
	put_masked(b->a, n, "fix", c->value == TRI_T ? NULL : c->fix);
	put_place(b, n, "at", &c->at);
	put_place(b, n, "also", &c->also);
}

/* Conflicts and failures first, then what is unknown, then what holds. */
static void
put_checks(struct build *b, struct node *rule, uint32_t index, size_t first, size_t last)
{
	static const enum tri order[] = {TRI_B, TRI_F, TRI_U, TRI_T};
	struct node *list = put_list(b->a, rule, "instances");
	size_t shown = 0;

	for (size_t o = 0; o < 4; o++)
		for (size_t i = first; i < last && shown < MAX_INSTANCES_SHOWN; i++) {
			const struct check *c = &b->as->checks[i];

			if (c->rule != index || c->value != order[o])
				continue;
			put_check(b, list, c);
			shown++;
		}
}

static void
put_rule(struct build *b, struct node *list, const struct rule_result *r, uint32_t index,
	size_t *at)
{
	struct node *n = put_map(b->a, list, NULL);
	size_t first = *at;

	put_str(b->a, n, "id", r->id);
	put_str(b->a, n, "pack", r->pack);
	put_str(b->a, n, "dim", dimension_word(r->dim));
	put_str(b->a, n, "kind", r->kind);
	put_str(b->a, n, "effect", r->effect);
	put_str(b->a, n, "severity", r->severity);
	put_str(b->a, n, "question", r->question);
	put_bool(b->a, n, "enabled", r->enabled);
	put_bool(b->a, n, "draft", r->draft);
	put_count(b->a, n, "t", r->t);
	put_count(b->a, n, "f", r->f);
	put_count(b->a, n, "u", r->u);
	put_count(b->a, n, "b", r->b);
	put_str(b->a, n, "refs", r->refs);
	put_str(b->a, n, "basis", r->basis);
	while (*at < b->as->nchecks && b->as->checks[*at].rule == index)
		(*at)++;
	put_checks(b, n, index, first, *at);
	put_count(b->a, n, "instances_total", *at - first);
}

void
put_rules(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "rules");
	size_t at = 0; /* checks stand by rule */

	for (uint32_t i = 0; i < b->as->nrules; i++)
		put_rule(b, list, &b->as->rules[i], i, &at);
}
