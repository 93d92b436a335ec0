/* The scope's scores, in integers, rounded against the claimant (judgement.md 9). */
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

/* Sums of weight times millionths: 10^5 controls of weight 2^32 still fit. */
__extension__ typedef unsigned __int128 wide;

struct sums { wide p, supported, refuted, lo, hi, under, weight; };

static uint32_t
part_down(wide sum, wide weight)
{
	return (uint32_t)(sum / weight);
}

static uint32_t
part_up(wide sum, wide weight)
{
	return (uint32_t)((sum + weight - 1) / weight);
}

static int
larger_loss(const void *a, const void *b)
{
	const struct loss *x = a, *y = b;

	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	return x->by < y->by ? -1 : x->by > y->by;
}

static void
losses(struct scope_result *s, wide weight)
{
	wide points[LIMIT_W + 1] = {0};
	uint32_t controls[LIMIT_W + 1] = {0};

	for (size_t i = 0; i < s->ncontrols; i++) {
		const struct control_result *r = &s->controls[i];

		if (r->verdict == NOT_APPLICABLE || r->p <= r->r_lo)
			continue;
		points[r->limited_by] += (wide)r->weight * (r->p - r->r_lo);
		controls[r->limited_by]++;
	}
	s->nloss = 0;
	for (int l = LIMIT_NONE; l <= LIMIT_W; l++)
		if (controls[l] > 0)
			s->loss[s->nloss++] = (struct loss){(enum limit)l,
				part_down(points[l], weight), controls[l]};
	qsort(s->loss, s->nloss, sizeof(*s->loss), larger_loss);
}

/* RED and AMBER for heavy controls, so that an average hides no hole. */
static void
cap(struct scope_result *s, const struct control_result *r)
{
	uint32_t weight = s->weighted ? r->weight : 5;

	if (weight < 5)
		return;
	if (r->verdict == CONTRADICTED || r->verdict == EXPOSED)
		s->status = RED;
	else if (s->status != RED && (r->verdict == PAPER || r->verdict == VERDICT_UNKNOWN
		|| r->verdict == NOT_EXERCISED || (r->overlays & (ORPHANED | UNDECIDED)) != 0))
		s->status = AMBER;
}

static void
add(struct sums *t, const struct control_result *r)
{
	uint32_t both = r->p < r->r_lo ? r->p : r->r_lo;

	t->weight += r->weight;
	t->p += (wide)r->weight * r->p;
	t->supported += (wide)r->weight * both;
	t->refuted += (wide)r->weight * (r->p > r->r_hi ? r->p - r->r_hi : 0);
	t->lo += (wide)r->weight * r->r_lo;
	t->hi += (wide)r->weight * r->r_hi;
	t->under += (wide)r->weight * (r->r_lo > r->p ? r->r_lo - r->p : 0);
}

void
scope_score(struct scope_result *s, const struct model *m)
{
	struct sums t = {0};

	s->weighted = m->config->has_weights;
	s->status = GREEN;
	for (size_t i = 0; i < s->ncontrols; i++) {
		const struct control_result *r = &s->controls[i];

		s->verdicts[r->verdict]++;
		s->contradicted += r->verdict == CONTRADICTED;
		s->failing += r->failing;
		if (r->verdict == NOT_APPLICABLE)
			continue;
		add(&t, r);
		cap(s, r);
	}
	s->weight = (uint64_t)t.weight;
	s->undefined = t.weight == 0;
	if (s->undefined) {
		s->status = STATUS_UNDEFINED;
		return;
	}
	s->procedural = part_up(t.p, t.weight);
	s->supported = part_down(t.supported, t.weight);
	s->refuted = part_down(t.refuted, t.weight);
	s->not_shown = s->procedural - s->supported - s->refuted;
	s->real_low = part_down(t.lo, t.weight);
	s->real_high = part_up(t.hi, t.weight);
	s->understatement = part_down(t.under, t.weight);
	s->fog = s->real_high - s->real_low;
	losses(s, t.weight);
}

/* "Of what was tested, n of m hold": each test on each asset once, in however many controls. */
static void
share_of_tests(struct judging *j, struct scope_result *s)
{
	bool *linked = ARENA_ARRAY(j->a, bool, j->m->ntests + 1);

	for (size_t i = 0; i < s->ncontrols; i++) {
		const struct control *c = &j->m->controls[s->controls[i].control];

		for (size_t k = 0; k < c->ntests; k++) {
			const struct test *t = &j->m->tests[c->tests[k].test];

			if (t->severity < 0 || t->severity >= j->cfg->floor_severity)
				linked[c->tests[k].test] = true;
		}
	}
	for (size_t i = 0; i < j->ncells; i++) {
		const struct cell *c = &j->cells[i];

		if (!linked[c->test] || c->asset == NOT_ONE || !j->frame[c->asset])
			continue;
		s->tests_hold += c->value == TRI_T;
		s->tests_total += c->value != TRI_U;
	}
}

static void
unknown_criticality(struct judging *j, struct scope_result *s)
{
	for (size_t i = 0; i < j->m->nassets; i++)
		s->criticality_unknown += j->frame[i] && j->m->assets[i].criticality == 0;
	if (s->criticality_unknown > 0)
		s->caps_unknown = SAID(j->a, SAY_CAPS_UNKNOWN, SAY_N(s->criticality_unknown));
}

/* A UUID tells nobody which system is meant: its name does, where no other goes by it. */
static const char *
system_label(const struct model *m, uint32_t at)
{
	const struct system *s = &m->systems[at];

	if (s->name == NULL || *s->name == '\0' || strlen(s->id) != 36 || s->id[8] != '-'
		|| s->id[23] != '-')
		return s->id;
	for (uint32_t i = 0; i < m->nsystems; i++)
		if (i != at && (str_same(m->systems[i].name, s->name)
			|| str_same(m->systems[i].id, s->name)))
			return s->id;
	return s->name;
}

static void
name_scope(struct judging *j, struct scope_result *s, const struct control *c)
{
	const struct model *m = j->m;
	const struct scope *of = c->scope < m->nscopes ? &m->scopes[c->scope] : NULL;

	s->system = m->system != NULL ? m->system : "";
	if (c->system < m->nsystems)
		s->system = system_label(m, c->system);
	s->framework = c->framework;
	s->revision = of != NULL ? of->revision : NULL;
	s->baseline = of != NULL && of->baseline != NULL ? of->baseline : "";
	s->scope_from = c->scope_from != NULL ? c->scope_from : "";
	s->id = arena_printf(j->a, "%s%s%s%s%s", s->system, *s->system ? "/" : "", s->framework,
		*s->baseline ? "/" : "", s->baseline);
}

void
scores_make(struct judging *j)
{
	struct assessment *out = j->out;

	for (size_t i = 0; i < out->nscopes; i++) {
		struct scope_result *s = &out->scopes[i];

		const struct control *c = &j->m->controls[s->controls[0].control];

		frame_of(j, c->system);
		name_scope(j, s, c);
		scope_score(s, j->m);
		share_of_tests(j, s);
		unknown_criticality(j, s);
	}
}
