/* W: does it work over the population? (judgement.md 5, 11 "State") */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

/* One linked test while its control is judged. */
struct tested {
	const struct control *c;
	struct control_result *r;
	uint32_t test, stamp;
	bool t_counts;
};

static struct mark *
mark_of(struct judging *j, uint32_t asset)
{
	struct mark *k = &j->marks[asset];

	if (!k->on) {
		memset(k, 0, sizeof(*k));
		k->on = true;
		k->test = NOT_ONE;
		k->t_from = INT64_MAX;
		j->touched[j->ntouched++] = asset;
	}
	return k;
}

/* first F + P5D + the limit of the test's highest severity word, none: low. */
static bool
older_than_limit(struct judging *j, const struct cell *c)
{
	int64_t from = ns_add(c->first_f, j->cfg->evaluate_within);
	int rank = j->m->tests[c->test].severity;

	if (!c->f_any)
		return false;
	/* A higher severity never has more time than a lower one. */
	do {
		if (j->cfg->as_of > duration_add(from, limit_of(j, NULL, rank), j->cfg->zone))
			return true;
	} while (--rank >= 1);
	return false;
}

static void
count_cell(struct judging *j, const struct tested *t, uint32_t asset, const struct cell *c)
{
	struct mark *k = mark_of(j, asset);

	k->required++;
	if (c == NULL) {
		k->u++;
		return;
	}
	if (c->value == TRI_F || c->value == TRI_B) {
		if (k->f + k->b == 0) {
			k->at = c->at;
			k->test = t->test;
		}
		k->f += c->value == TRI_F;
		k->b += c->value == TRI_B;
		t->r->tests_fail++;
		if (j->test_named[t->test] != t->stamp && older_than_limit(j, c))
			k->late = true;
		return;
	}
	t->r->listed_failures += c->weak_f;
	k->suspect = k->suspect || c->suspect;
	if (c->na) {
		k->na++;
	} else if (c->value == TRI_T) {
		t->r->tests_hold++;
		/* T travels along "equal" and "superset" only; F along any mapping. */
		if (t->t_counts)
			k->t++;
		else
			k->u++;
		if (c->t_from < k->t_from)
			k->t_from = c->t_from;
	} else {
		k->u++;
		k->na_capped += c->na_capped;
		k->stale = k->stale || c->stale;
	}
	if (k->test == NOT_ONE) {
		k->at = c->at;
		k->test = t->test;
	}
}

/* A failing result about no asset is in no instance, and yet it fails the control. */
static void
count_loose(struct judging *j, const struct tested *t, bool below)
{
	uint32_t end = j->test_first[t->test + 1];
	const struct cell *c;

	if (end == j->test_first[t->test])
		return;
	c = &j->cells[j->by_test[end - 1]];
	if (c->asset != NOT_ONE)
		return;
	if (c->value == TRI_F || c->value == TRI_B || c->weak_f)
		t->r->listed_failures++;
	if ((c->value == TRI_F || c->value == TRI_B) && !below) {
		if (!t->r->failing)
			t->r->fail_at = c->at;
		t->r->failing = true;
	}
}

static void
count_below(struct judging *j, const struct tested *t)
{
	for (uint32_t i = j->test_first[t->test]; i < j->test_first[t->test + 1]; i++) {
		const struct cell *c = &j->cells[j->by_test[i]];

		if (c->asset != NOT_ONE && j->frame[c->asset])
			t->r->listed_failures += c->value == TRI_F || c->value == TRI_B
				|| c->weak_f;
	}
}

/* Required on each asset that has a result of the benchmark; a missing one is U. */
static void
count_test(struct judging *j, const struct tested *t)
{
	uint32_t b = j->bench[t->test], cell = j->test_first[t->test];
	uint32_t end = j->test_first[t->test + 1];

	for (uint32_t i = j->bench_first[b]; i < j->bench_first[b + 1]; i++) {
		uint32_t asset = j->bench_assets[i];
		const struct cell *c = NULL;

		while (cell < end && j->cells[j->by_test[cell]].asset < asset)
			cell++;
		if (cell < end && j->cells[j->by_test[cell]].asset == asset)
			c = &j->cells[j->by_test[cell]];
		if (j->frame[asset])
			count_cell(j, t, asset, c);
	}
}

/* Was it reported for any asset, now or in the last report? Only then is it required anywhere. */
static bool
reported(const struct judging *j, uint32_t test)
{
	uint32_t first = j->test_first[test];

	if (j->m->tests[test].was != NULL && j->m->tests[test].was->required)
		return true;
	return first < j->test_first[test + 1] && j->cells[j->by_test[first]].asset != NOT_ONE;
}

static void
name_items(struct judging *j, const struct control *c, uint32_t stamp)
{
	for (size_t i = 0; i < c->nitems; i++) {
		const struct item *it = &j->m->items[c->items[i].item];

		if (it->created.known == KNOWN && it->created.lo > j->cfg->as_of)
			continue;
		for (size_t k = 0; k < it->nassets; k++)
			j->asset_named[it->assets[k]] = stamp;
		for (size_t k = 0; k < it->ntests; k++)
			j->test_named[it->tests[k]] = stamp;
	}
}

static void
count_tests(struct judging *j, const struct control *c, struct control_result *r, uint32_t stamp)
{
	for (size_t i = 0; i < c->ntests; i++) {
		const struct link_test *l = &c->tests[i];
		const struct test *test = &j->m->tests[l->test];
		struct tested t = {c, r, l->test, stamp, l->t_counts};
		bool below = test->severity >= 0 && test->severity < j->cfg->floor_severity;
		const char *why = NULL;

		if (j->slots->test != NULL
			&& j->slots->test(j->slots->ctx, j->m, c, test, &why) != TRI_T)
			t.t_counts = false; /* a rule can only take the credit away */
		count_loose(j, &t, below);
		if (below)
			count_below(j, &t);
		else if (reported(j, l->test))
			count_test(j, &t);
	}
}

static int
by_asset(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static struct instance
instance_of(struct judging *j, uint32_t asset, uint32_t stamp)
{
	const struct mark *k = &j->marks[asset];
	struct instance v = {.asset = asset, .listed = j->listed[asset],
		.stale = k->stale, .nrequired = k->required, .nt = k->t, .nf = k->f, .nu = k->u,
		.nb = k->b, .t_from = k->t_from, .at = k->at, .test = k->test};

	if (k->f + k->b > 0)
		v.value = TRI_F;
	else if (k->u == 0 && k->t > 0)
		v.value = TRI_T;
	else
		v.value = TRI_U;
	v.only_na = k->na > 0 && k->na == k->required;
	v.uncovered = v.value == TRI_F && k->late && j->asset_named[asset] != stamp
		&& (j->m->given & ROLE_ITEM) != 0;
	return v;
}

static bool
only_capped(const struct mark *k)
{
	return k->na_capped > 0 && k->na + k->na_capped == k->required;
}

/* The touched assets to instances, and the numbers of W. */
static void
collect(struct judging *j, struct control_result *r, struct dim *d, uint32_t stamp)
{
	d->n = j->nframe;
	d->m = j->listed_frame;
	for (size_t i = 0; i < j->ntouched; i++)
		if (j->marks[j->touched[i]].suspect)
			r->overlays |= SUSPECT;
	qsort(j->touched, j->ntouched, sizeof(*j->touched), by_asset);
	r->instances = ARENA_ARRAY(j->a, struct instance, j->ntouched + 1);
	r->ninstances = j->ntouched;
	for (size_t i = 0; i < j->ntouched; i++) {
		struct instance v = instance_of(j, j->touched[i], stamp);
		const struct mark mark = j->marks[v.asset];

		r->instances[i] = v;
		j->marks[v.asset].on = false;
		/* Of an asset that belongs to none of several systems only the failures count. */
		if (v.only_na && (j->m->nsystems == 0 || j->m->assets[v.asset].systems != 0)) {
			d->n--;
			d->m -= v.listed;
			continue;
		}
		/* It would have left N, but for a cap, which raises nothing: in n, not in M. */
		d->m -= v.listed && only_capped(&mark);
		d->good += v.value == TRI_T && v.listed;
		if (v.stale)
			r->overlays |= STALE;
		if (v.uncovered)
			r->overlays |= UNDECIDED;
		if (v.value != TRI_F)
			continue;
		if (!r->failing)
			r->fail_at = v.at;
		r->failing = true;
		r->refuted++;
		d->bad++;
		d->m += !v.listed; /* hi knows the bad ones, wherever they were seen */
	}
	j->ntouched = 0;
}

static struct dim
cover(struct judging *j, const struct control *c, struct control_result *r)
{
	struct dim d = {.kind = ""};
	uint32_t stamp = (uint32_t)(c - j->m->controls) + 1;
	unsigned *missing = &j->control_missing[c - j->m->controls];

	name_items(j, c, stamp);
	count_tests(j, c, r, stamp);
	collect(j, r, &d, stamp);
	if (!j->slots->has_w)
		return dim_open(say_text(SAY_DIM_NO_RULE_W));
	if (!j->population) {
		*missing |= MISSING_POPULATION;
		if ((j->m->given & ROLE_OBSERVATION) == 0)
			*missing |= MISSING_OBSERVATIONS;
		return dim_open(say_text(SAY_DIM_NO_POPULATION));
	}
	if (d.n == 0) {
		d.empty = true;
		d.m = 0;
		d.why = say_text(SAY_DIM_NOT_APPLICABLE);
		return d;
	}
	if (d.good + d.bad < d.n)
		*missing |= MISSING_OBSERVATIONS;
	dim_settle(&d);
	d.why = say_text(d.bad > 0 ? SAY_DIM_FAILS : d.good < d.n ? SAY_DIM_NOT_SHOWN
		: SAY_DIM_SHOWN);
	return d;
}

struct dim
cover_judge(struct judging *j, const struct control *c, struct control_result *r)
{
	struct dim d = cover(j, c, r);

	if (j->cfg->nsamples > 0)
		sample_judge(j, c, r, &d);
	return d;
}

bool
na_refuted(struct judging *j, const struct control *c)
{
	for (size_t i = 0; i < c->ntests; i++) {
		uint32_t t = c->tests[i].test;

		for (uint32_t k = j->test_first[t]; k < j->test_first[t + 1]; k++) {
			const struct cell *cell = &j->cells[j->by_test[k]];

			if (cell->tested && cell->asset != NOT_ONE && j->frame[cell->asset])
				return true;
		}
	}
	return false;
}
