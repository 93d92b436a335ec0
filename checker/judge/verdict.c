/* From O, D and W to R, the verdict, and what holds a control back (judgement.md 8). */
#include "checker/base/arena.h"
#include "checker/judge/inside.h"

enum { R_FAIL, R_UNKNOWN, R_PARTIAL, R_PASS };

enum verdict
verdict_cell(int claim, int reality)
{
	static const enum verdict cells[3][4] = {
		{ADMITTED, UNTESTED_ADMITTED, PARTIAL_ADMITTED, DISPUTED},  /* claim FAIL */
		{EXPOSED, VERDICT_UNKNOWN, PARTIAL_UNCLAIMED, UNCLAIMED},   /* no claim */
		{CONTRADICTED, PAPER, PARTIAL, CONFIRMED},                  /* claim PASS */
	};

	return cells[claim + 1][reality];
}

static void
lower(uint32_t *v, uint32_t to)
{
	if (to < *v)
		*v = to;
}

static void
settle_r(struct control_result *r)
{
	const struct dim *const dims[] = {&r->o, &r->d, &r->w};

	r->r_lo = r->r_hi = MILLION;
	for (size_t i = 0; i < 3; i++) {
		if (dims[i]->empty)
			continue;
		lower(&r->r_lo, dims[i]->lo);
		lower(&r->r_hi, dims[i]->hi);
	}
	if (r->w.empty)
		r->r_lo = 0; /* not exercised */
}

enum limit
limited_by(const struct model *m, const struct control_result *r)
{
	/* A W that is proved empty holds R_lo at nothing (READINGS 5). */
	uint32_t w = r->w.empty ? 0 : r->w.lo, o = r->o.empty ? MILLION : r->o.lo;
	uint32_t d = r->d.empty ? MILLION : r->d.lo, least = MILLION;

	lower(&least, o);
	lower(&least, d);
	lower(&least, w);
	if (least == MILLION)
		return LIMIT_NONE;
	if (o == least && (m->given & ROLE_ROSTER) == 0)
		return LIMIT_ROSTER;
	if (d == least && (m->given & ROLE_ITEM) == 0)
		return LIMIT_ITEMS;
	if (w == least && (m->given & ROLE_POPULATION) == 0)
		return LIMIT_POPULATION;
	if (w == least && (m->given & ROLE_OBSERVATION) == 0)
		return LIMIT_OBSERVATIONS;
	return o == least ? LIMIT_O : d == least ? LIMIT_D : LIMIT_W;
}

/* A failing instance on an asset of the highest criticality: FAIL, whatever the share. */
static bool
crown_jewel_fails(const struct judging *j, const struct control_result *r)
{
	for (size_t i = 0; i < r->ninstances; i++)
		if (r->instances[i].value == TRI_F && !r->instances[i].only_na
			&& j->m->assets[r->instances[i].asset].criticality == 5)
			return true;
	return false;
}

static int
reality(const struct judging *j, const struct control_result *r)
{
	if (r->r_hi < j->cfg->fail_below || crown_jewel_fails(j, r))
		return R_FAIL;
	if (r->r_lo >= j->cfg->target)
		return R_PASS;
	return r->r_lo >= j->cfg->partial_at ? R_PARTIAL : R_UNKNOWN;
}

/*
 * Weight goes only with an approver who is a valid person today, a reason, and
 * a review date that has not passed; and any observation but "not applicable"
 * refutes it (judgement.md 3, 11 "Authority").
 */
static bool
na_holds(struct judging *j, const struct control *c)
{
	int64_t as_of = j->cfg->as_of;
	const struct claim_seen *s;
	struct instant review;

	if (!c->na || c->nclaims == 0)
		return false;
	s = &c->claims[0];
	review = instant_end(&s->review);
	if (s->unplaced || s->reason == NULL || *s->reason == '\0' || review.known != KNOWN || review.never
		|| review.lo < as_of)
		return false;
	return who_valid(j, &s->approver, as_of, as_of).v == TRI_T && !capped_actor(j, &s->approver)
		&& !na_refuted(j, c);
}

void
verdict_settle(struct judging *j, const struct control *c, struct control_result *r)
{
	int claim = !r->has_claim ? 0 : r->p >= MILLION ? 1 : -1;

	settle_r(r);
	r->limited_by = limited_by(j->m, r);
	if (r->owner == TRI_F || r->owner == TRI_B)
		r->overlays |= ORPHANED;
	if (claim == 1 && r->refuted > 0)
		r->overlays |= REFUTED;
	else
		r->refuted = 0;
	if (na_holds(j, c))
		r->verdict = NOT_APPLICABLE;
	else if (r->w.empty)
		r->verdict = NOT_EXERCISED;
	else
		r->verdict = verdict_cell(claim, reality(j, r));
}
