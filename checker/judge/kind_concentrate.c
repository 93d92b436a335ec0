/*
 * concentrate: does too much hang on one?  The `weight` (without one: 1) of the
 * records by `key`; the largest share may be at most max_percent.  What belongs
 * to nobody (a blank key) is left out; of what is unknown all may belong to the
 * largest, or to others.  Within on every reading, and the list is whole: T;
 * above on every reading: F; else U.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

/* So that sums of all records stay far from the end of 64 bits, also a hundred times. */
#define MAX_WEIGHT 1000000

struct loads { struct tallies t; uint64_t unknown; bool open; };

/* -1: not known, or no weight. */
static int64_t
weight_of(struct kind_run *k, const struct kind_env *e)
{
	struct value v;

	if (kind_slot(k, "weight") == NULL)
		return 1;
	v = kind_value(k, kind_slot(k, "weight"), e);
	return v.type == VALUE_INT && v.v.i >= 0 && v.v.i <= MAX_WEIGHT ? v.v.i : -1;
}

static void
count(struct kind_run *k, struct loads *l)
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		bool unknown;
		const char *key = kind_text(k, "key", &e, &unknown, &why);
		int64_t weight = weight_of(k, &e);

		if (key == NULL && !unknown)
			continue;
		/* Of a record without a weight nothing can be bounded. */
		if (weight < 0)
			l->open = true;
		else if (unknown || where != TRI_T)
			l->unknown += (uint64_t)weight;
		else
			tally_of(&l->t, k, key)->n[0] += (uint64_t)weight;
	}
}

static void
settle(struct kind_run *k, const struct loads *l)
{
	int64_t max = kind_param_int(k, "max_percent"), least = kind_param_int_or(k, "least", 1);
	struct kind_record r = {.view = {k->j->m, NULL, k->j->cfg->as_of}, .subject = k->rule->record,
		.control = NOT_ONE, .item = NOT_ONE, .asset = NOT_ONE};
	struct template_word w[3] = {{"key", ""}, {"percent", ""}, {"weight", ""}};
	uint64_t top = 0, all = l->unknown;
	const char *why = NULL;
	enum tri v = TRI_U;
	struct kind_env e;

	for (size_t i = 0; i < l->t.list.n; i++) {
		const struct tally *t = &l->t.list.v[i];

		all += t->n[0];
		if (t->n[0] > top || w[0].text[0] == '\0' || (t->n[0] == top && strcmp(t->key, w[0].text) < 0)) {
			top = t->n[0];
			w[0].text = t->key;
		}
	}
	if (all == 0 && !l->open)
		return;
	if (l->open)
		why = say_text(SAY_WHY_WEIGHT);
	else if (all - l->unknown < (uint64_t)(least > 0 ? least : 0))
		why = SAID(k->scratch, SAY_WHY_LEAST_WEIGHT, SAY_N(all - l->unknown),
			SAY_N((uint64_t)least));
	else if (!share_most(top, all, max))
		v = TRI_F;
	else if (!share_most(top + l->unknown, all, max))
		why = SAID(k->scratch, SAY_WHY_DEPENDS, SAY_N(l->unknown), SAY_N(all));
	else if (!kind_whole(k))
		why = say_text(SAY_WHY_WHOLE);
	else
		v = TRI_T;
	w[1].text = arena_printf(k->scratch, "%llu", (unsigned long long)share_percent(top, all));
	w[2].text = arena_printf(k->scratch, "%llu", (unsigned long long)top);
	kind_env_none(k, &e);
	kind_check(k, &r, &e, v, why, w, 3, NULL);
}

static void
run(struct kind_run *k)
{
	struct loads l = {0};

	tallies_make(&l.t);
	count(k, &l);
	settle(k, &l);
	tallies_free(&l.t);
}

static const char *const ints[] = {"int", NULL};
static const struct param_spec params[] = {{"max_percent", ints, NULL}};
static const char *const words[] = {"why", "key", "percent", "weight", NULL};

const struct kind kind_concentrate = {
	.spec = {.name = "concentrate", .together = true,
		.doc = "All records together: T if no \"key\" has more than max_percent of their \"weight\" "
		       "(without one: 1 each) and the list is whole, F if one has more on every reading, "
		       "else U. Blank keys are left out; with a parameter \"least\", less known weight "
		       "than that is U.",
		.records = kind_records,
		.slots = {{"key", WANT_STRING, true, NULL, 0}, {"weight", WANT_INT, false, NULL, 0}},
		.nslots = 2, .params = params, .nparams = 1, .words = words},
	.run = run};
