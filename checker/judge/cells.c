/*
 * The state of each test on each asset, over time and over originators
 * (judgement.md 5, 11 "State").  It is the same for every control, so it is
 * made once; controls then read it through their links.
 */
#include "checker/base/arena.h"
#include "checker/judge/inside.h"

/* What one originator saw of one test on one asset: the latest of each kind. */
struct point {
	bool any;
	int64_t lo, hi;
	enum grade grade;
	struct loc at;
};
struct sight {
	struct point t, f, u, na;
	bool weak_f, tested, f_any, suspect, suspect_na;
	enum grade sticky;        /* a pass clears a failure of the last run only with this grade */
	int64_t first_f;
};

static void
later_of(struct point *p, const struct seen *s, bool by_latest)
{
	int64_t mine = by_latest ? p->hi : p->lo, theirs = by_latest ? s->hi : s->lo;

	if (p->any && (mine > theirs || (mine == theirs && p->lo >= s->lo)))
		return;
	*p = (struct point){true, s->lo, s->hi, s->grade, s->loc};
}

static bool
usable(const struct seen *s, int64_t as_of)
{
	return s->any && s->lo <= as_of;
}

/*
 * Below the floor a T or F counts as U, and so does "not applicable"; an
 * undated result is before everything else, and U.
 */
static bool
admissible(const struct seen *s)
{
	return s->grade >= GRADE_E3 && s->lo > INSTANT_MIN;
}

static void
look_fail(struct sight *v, const struct state *s, int64_t as_of)
{
	const struct seen *const fails[] = {s->f, s->first_f};

	for (size_t i = 0; i < 2; i++) {
		const struct seen *f = fails[i];

		if (!usable(f, as_of))
			continue;
		v->tested = true;
		if (!admissible(f)) {
			later_of(&v->u, f, true);
			continue;
		}
		later_of(&v->f, f, true);
		if (!v->f_any || f->hi < v->first_f)
			v->first_f = f->hi;
		v->f_any = true;
	}
	if (s->listed_f->any || s->undated_f)
		v->weak_f = v->tested = true;
}

/* caps: as they lower it; without them it is seen what they took away. */
static void
look(struct sight *v, const struct judging *j, const struct state *s, bool caps)
{
	int64_t as_of = j->cfg->as_of;

	look_fail(v, s, as_of);
	v->sticky = s->sticky;
	if (usable(s->t, as_of)) {
		v->tested = true;
		/* A capped source supports nothing: E1, as judgement.md 4 says of what is suspect. */
		bool capped = caps && capped_source(j, s->t->loc.source);

		v->suspect = v->suspect || capped;
		if (admissible(s->t) && !s->ambiguous && !capped)
			later_of(&v->t, s->t, false);
		else
			later_of(&v->u, s->t, true);
	}
	v->tested = v->tested || s->tested;
	if (usable(s->u, as_of))
		later_of(&v->u, s->u, true);
	if (usable(s->na, as_of)) {
		bool capped = caps && capped_source(j, s->na->loc.source);

		v->suspect_na = capped;
		if (admissible(s->na) && !s->ambiguous && !capped)
			later_of(&v->na, s->na, false);
		else
			later_of(&v->u, s->na, true);
	}
}

/*
 * A result of a name that fits several assets may be one of this asset, and then it is unknown
 * which: as if another source had said U.  Nothing newer of the same source dispels it.
 */
static bool
in_doubt(const struct sight *v, const struct state *s, int64_t as_of)
{
	const struct point *all[] = {&v->t, &v->f, &v->u, &v->na};

	if (!usable(s->doubt, as_of))
		return false;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i]->any && all[i]->lo > s->doubt->hi)
			return false;
	return true;
}

enum state_word { IS_T, IS_F, IS_U, IS_NA, IS_STALE, IS_SUSPECT_NA };

/* Where readings of an instant allow both, the answer that helps less. */
static enum state_word
by_time(const struct sight *v, int64_t oldest, struct loc *at)
{
	bool u_over_na = v->u.any && v->u.hi >= v->na.lo;

	if (v->f.any && !(v->t.any && v->t.lo > v->f.hi && v->t.grade >= v->sticky)) {
		*at = v->f.at;
		return IS_F;
	}
	*at = v->u.any ? v->u.at : v->na.at;
	if (v->t.any) {
		bool u = v->u.any && v->u.hi >= v->t.lo;
		bool na = v->na.any && v->na.hi >= v->t.lo;

		if (!u && !na) {
			*at = v->t.at;
			return v->t.lo < oldest ? IS_STALE : IS_T;
		}
		if (!na || u_over_na || v->na.lo < v->t.hi)
			return IS_U;
	} else if (!v->na.any || u_over_na) {
		return IS_U;
	}
	*at = v->na.at;
	return v->na.lo < oldest ? IS_U : IS_NA;
}

/* Would it be not applicable, if nothing were capped? */
static bool
na_but_for_caps(const struct judging *j, const struct state *s, const struct sight *v, int64_t oldest)
{
	struct sight free_of = {0};
	struct loc at;

	if (!v->suspect_na)
		return false;
	look(&free_of, j, s, false);
	return by_time(&free_of, oldest, &at) == IS_NA;
}

/* States first..last - 1 are one (asset, test), one an originator (model.h). */
static struct cell
cell_of(struct judging *j, size_t first, size_t last)
{
	const struct state *s = j->m->states;
	struct cell c = {.asset = s[first].asset, .test = s[first].test};
	bool t = false, f = false, u = false, na = false;
	int64_t oldest = ns_add(j->cfg->as_of, -j->cfg->max_age);

	for (size_t i = first; i < last; i++) {
		struct sight v = {0};
		enum state_word word;
		struct loc at;

		look(&v, j, &s[i], true);
		/* Nothing but a failure that is only listed, about an asset that cannot be told. */
		c.weak_f = c.weak_f || v.weak_f;
		c.suspect = c.suspect || v.suspect;
		c.tested = c.tested || v.tested;
		u = u || in_doubt(&v, &s[i], j->cfg->as_of);
		if (!v.t.any && !v.f.any && !v.u.any && !v.na.any)
			continue;
		word = by_time(&v, oldest, &at);
		/* Nothing is left out of N for it, and nothing is gained by its staying (READINGS 188). */
		if (word == IS_U && na_but_for_caps(j, &s[i], &v, oldest)) {
			c.na_capped = true;
			word = IS_SUSPECT_NA;
		}
		if (word == IS_T && (!t || v.t.lo > c.t_from))
			c.t_from = v.t.lo;
		j->out->fails[i] = word == IS_F;
		if (word == IS_F || (word == IS_T && !f) || !(t || f))
			c.at = at;
		t = t || word == IS_T;
		f = f || word == IS_F;
		u = u || word == IS_U || word == IS_STALE;
		na = na || word == IS_NA;
		c.stale = c.stale || word == IS_STALE;
		if (v.f_any && (!c.f_any || v.first_f < c.first_f))
			c.first_f = v.first_f;
		c.f_any = c.f_any || v.f_any;
	}
	c.value = f && t ? TRI_B : f ? TRI_F : t ? TRI_T : TRI_U;
	c.na_capped = c.na_capped && !t && !f && !u;
	c.na = na && !t && !f && !u && !c.na_capped;
	c.stale = c.stale && c.value == TRI_U;
	return c;
}

static void
index_by_test(struct judging *j)
{
	size_t ntests = j->m->ntests;

	j->test_first = ARENA_ARRAY(j->a, uint32_t, ntests + 2);
	j->by_test = ARENA_ARRAY(j->a, uint32_t, j->ncells + 1);
	for (size_t i = 0; i < j->ncells; i++)
		j->test_first[j->cells[i].test + 2]++;
	for (size_t t = 2; t < ntests + 2; t++)
		j->test_first[t] += j->test_first[t - 1];
	for (uint32_t i = 0; i < j->ncells; i++)
		j->by_test[j->test_first[j->cells[i].test + 1]++] = i;
}

/* Each test's benchmark; a test of none is its own. */
static void
number_benchmarks(struct judging *j)
{
	j->bench = ARENA_ARRAY(j->a, uint32_t, j->m->ntests + 1);
	for (size_t t = 0; t < j->m->ntests; t++)
		j->bench[t] = NOT_ONE;
	j->nbench = j->m->nbenchmarks;
	for (uint32_t b = 0; b < j->m->nbenchmarks; b++)
		for (size_t i = 0; i < j->m->benchmarks[b].ntests; i++)
			j->bench[j->m->benchmarks[b].tests[i]] = b;
	for (size_t t = 0; t < j->m->ntests; t++)
		if (j->bench[t] == NOT_ONE)
			j->bench[t] = (uint32_t)j->nbench++;
}

/* Assets with any result of a benchmark, in order. Two passes: count, then fill. */
static void
index_benchmarks(struct judging *j)
{
	uint32_t *last = ARENA_ARRAY(j->a, uint32_t, j->nbench + 1);

	j->bench_first = ARENA_ARRAY(j->a, uint32_t, j->nbench + 2);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t b = 0; b < j->nbench; b++)
			last[b] = NOT_ONE;
		for (size_t i = 0; i < j->ncells; i++) {
			uint32_t asset = j->cells[i].asset, b = j->bench[j->cells[i].test];

			if (asset == NOT_ONE || last[b] == asset)
				continue;
			last[b] = asset;
			if (pass == 0)
				j->bench_first[b + 2]++;
			else
				j->bench_assets[j->bench_first[b + 1]++] = asset;
		}
		if (pass == 1)
			break;
		for (size_t b = 2; b < j->nbench + 2; b++)
			j->bench_first[b] += j->bench_first[b - 1];
		j->bench_assets = ARENA_ARRAY(j->a, uint32_t, j->bench_first[j->nbench + 1] + 1);
	}
}

/*
 * Assets that count in N somewhere; which system's they are is told by frame_of().  What was in
 * the last report's N stays, whatever a source says of its scope, until it is proved gone.
 */
static void
find_assets(struct judging *j)
{
	bool *named = ARENA_ARRAY(j->a, bool, j->m->nassets + 1);

	j->counts = j->out->counts = ARENA_ARRAY(j->a, bool, j->m->nassets + 1);
	j->frame = ARENA_ARRAY(j->a, bool, j->m->nassets + 1);
	j->listed = ARENA_ARRAY(j->a, bool, j->m->nassets + 1);
	for (size_t i = 0; i < j->m->nitems; i++)
		for (size_t k = 0; k < j->m->items[i].nassets; k++)
			named[j->m->items[i].assets[k]] = true;
	for (size_t i = 0; i < j->m->nassets; i++) {
		const struct asset *a = &j->m->assets[i];

		/* A component of a plan, say, that no population states and nothing saw, is no asset of N. */
		j->counts[i] = !a->retired && (a->was || (a->in_scope
			&& (a->listed || a->stated || a->seen || named[i])));
	}
}

/*
 * The frame of one system (judgement.md 3, 5).  An asset that belongs to none of
 * several is in every one's N, and as one that no population lists: its F
 * counts, its T does not.
 */
void
frame_of(struct judging *j, uint32_t system)
{
	uint64_t bit;

	if (j->m->nsystems == 0)
		system = NOT_ONE;
	bit = system == NOT_ONE ? UINT64_MAX : (uint64_t)1 << system;
	if (j->framed && j->frame_system == system)
		return;
	j->framed = true;
	j->frame_system = system;
	j->population = false;
	j->nframe = j->listed_frame = 0;
	for (size_t i = 0; i < j->m->nassets; i++) {
		const struct asset *a = &j->m->assets[i];
		bool mine = (a->systems & bit) != 0 || system == NOT_ONE;
		bool was = (a->was_systems & bit) != 0 || (a->systems == 0 && a->was_systems == 0);

		/* By the last report alone it is in N, and nothing good of it counts. */
		j->frame[i] = j->counts[i] && (mine || was);
		j->listed[i] = j->frame[i] && mine && a->listed && a->in_scope;
		j->nframe += j->frame[i];
		j->listed_frame += j->listed[i];
	}
	/* Established where an independent list holds anything in scope, of this system. */
	for (size_t i = 0; i < j->m->npopulations; i++)
		j->population = j->population
			|| (j->m->populations[i].independent && j->listed_frame > 0);
}

void
cells_make(struct judging *j)
{
	const struct state *s = j->m->states;
	size_t n = j->m->nstates, end;

	j->out->fails = ARENA_ARRAY(j->a, bool, n + 1);
	find_assets(j);
	frame_of(j, NOT_ONE);
	j->cells = ARENA_ARRAY(j->a, struct cell, n + 1);
	for (size_t i = 0; i < n; i = end) {
		end = i + 1;
		while (end < n && s[end].asset == s[i].asset && s[end].test == s[i].test)
			end++;
		j->cells[j->ncells++] = cell_of(j, i, end);
	}
	index_by_test(j);
	number_benchmarks(j);
	index_benchmarks(j);
	j->marks = ARENA_ARRAY(j->a, struct mark, j->m->nassets + 1);
	j->touched = ARENA_ARRAY(j->a, uint32_t, j->m->nassets + 1);
	j->test_named = ARENA_ARRAY(j->a, uint32_t, j->m->ntests + 1);
	j->asset_named = ARENA_ARRAY(j->a, uint32_t, j->m->nassets + 1);
}
