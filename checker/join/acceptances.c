/* The register of accepted risks. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static int
acceptance_compare(const void *x, const void *y)
{
	const struct acceptance *a = x, *b = y;
	int c = text_compare(a->id, b->id);

	return c != 0 ? c : loc_compare(&a->loc, &b->loc);
}

/* What was accepted and not fixed since is open, whatever its tracker says (judgement.md 6). */
static void
keep_open(const struct freeze *f, struct item *it, const struct acceptance *row)
{
	if (acceptance_granted(row, f->cfg->as_of) == TRI_F)
		return;
	for (size_t i = 0; i < it->nevents; i++)
		if (event_ends_acceptance(&it->events[i])
			&& instant_sort_key(&it->events[i].at) > instant_sort_key(&row->granted))
			return;
	it->open = true;
}

void
freeze_acceptances(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;

	m->acceptances = ARENA_ARRAY(f->a, struct acceptance, b->kept[REC_ACCEPTANCE].n + 1);
	for (size_t i = 0; i < b->kept[REC_ACCEPTANCE].n; i++) {
		const struct record *r = b->kept[REC_ACCEPTANCE].v[i];
		const struct rec_acceptance *x = &r->u.acceptance;
		struct acceptance *to = &m->acceptances[m->nacceptances++];

		to->id = keep(f, x->id);
		to->item = item_find(f, x->tracker, x->item);
		to->control = control_draft(f, x->framework, x->control);
		to->approver = resolve_at(f, &x->approver, r->loc, &x->granted);
		to->requester = resolve_at(f, &x->requester, r->loc, &x->granted);
		to->granted = keep_instant(f, x->granted);
		to->expires = keep_instant(f, x->expires);
		to->reason = keep(f, x->reason);
		to->state_raw = keep(f, x->state_raw);
		to->loc = keep_loc(f, r->loc);
		if (to->item != NONE)
			keep_open(f, &m->items[to->item], to);
	}
	if (m->nacceptances > 1)
		qsort(m->acceptances, m->nacceptances, sizeof(*m->acceptances), acceptance_compare);
}
