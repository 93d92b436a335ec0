/*
 * ratio: what share of the records is good?  Of all, or of each `key`.  Records
 * of which it is unknown whether they are good, or meant, widen the share on
 * both sides: at least min_percent on every reading, and the list is whole: T;
 * below it on every reading: F; else U.  It only speaks: an aggregate never scores.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

enum { GOOD, BAD, OPEN };

static void
count(struct kind_run *k, struct tallies *t)
{
	bool keyed = kind_slot(k, "key") != NULL, unknown = false;
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		const char *key = k->rule->record;
		enum tri good = TRI_U;

		if (keyed)
			key = kind_text(k, "key", &e, &unknown, &why);
		if (unknown) {
			t->lost++;
			continue;
		}
		if (key == NULL)
			continue;
		if (where == TRI_T)
			good = kind_tri(k, kind_slot(k, "good"), &e, &why);
		tally_of(t, k, key)->n[good == TRI_T ? GOOD : good == TRI_U ? OPEN : BAD]++;
	}
}

static void
settle(struct kind_run *k, const struct tally *t, uint64_t lost, bool whole)
{
	int64_t min = kind_param_int(k, "min_percent"), least = kind_param_int_or(k, "least", 1);
	uint64_t open = t->n[OPEN] + lost, all = t->n[GOOD] + t->n[BAD] + open;
	struct kind_record r = {.view = {k->j->m, NULL, k->j->cfg->as_of}, .subject = t->key,
		.control = NOT_ONE, .item = NOT_ONE, .asset = NOT_ONE};
	struct template_word w[4] = {{"key", t->key}, {"good", ""}, {"of", ""}, {"percent", ""}};
	const char *why = NULL;
	enum tri v = TRI_U;
	struct kind_env e;

	if (t->n[GOOD] + t->n[BAD] < (uint64_t)(least > 0 ? least : 0))
		why = SAID(k->scratch, SAY_WHY_LEAST, SAY_N(t->n[GOOD] + t->n[BAD]),
			SAY_N((uint64_t)least));
	else if (!share_least(t->n[GOOD] + open, all, min))
		v = TRI_F;
	else if (!share_least(t->n[GOOD], all, min))
		why = SAID(k->scratch, SAY_WHY_DEPENDS, SAY_N(open), SAY_N(all));
	else if (!whole)
		why = say_text(SAY_WHY_WHOLE);
	else
		v = TRI_T;
	w[1].text = arena_printf(k->scratch, "%llu", (unsigned long long)t->n[GOOD]);
	w[2].text = arena_printf(k->scratch, "%llu", (unsigned long long)all);
	w[3].text = arena_printf(k->scratch, "%llu",
		(unsigned long long)share_percent(t->n[GOOD] + open, all));
	kind_env_none(k, &e);
	kind_check(k, &r, &e, v, why, w, 4, NULL);
}

static void
run(struct kind_run *k)
{
	bool whole = kind_whole(k);
	struct tallies t;

	tallies_make(&t);
	count(k, &t);
	for (size_t i = 0; i < t.list.n; i++)
		settle(k, &t.list.v[i], t.lost, whole);
	tallies_free(&t);
}

static const char *const ints[] = {"int", NULL};
static const struct param_spec params[] = {{"min_percent", ints, NULL}};
static const char *const words[] = {"why", "key", "good", "of", "percent", NULL};

const struct kind kind_ratio = {
	.spec = {.name = "ratio", .together = true,
		.doc = "All records, or those of each \"key\", together: T if at least min_percent of them "
		       "are \"good\" and the list is whole, F if fewer are even if all unknown ones were, "
		       "else U. With a parameter \"least\", fewer known ones than that are U.",
		.records = kind_records,
		.slots = {{"good", WANT_BOOL, true, NULL, 0}, {"key", WANT_STRING, false, NULL, 0}},
		.nslots = 2, .params = params, .nparams = 1, .words = words},
	.run = run};
