/* The ways of the items, and what hangs on whom: figures that explain, and decide nothing. */
#include "checker/base/arena.h"
#include "reports/build.h"

static void
put_seconds(struct build *b, struct node *to, const char *key, int64_t ns)
{
	put_int(b->a, to, key, ns / NS_SECOND);
}

void
put_timeline(struct build *b, struct node *item, uint32_t index)
{
	static const char *const owner[] = {[TIMELINE_DOUBT] = "unknown", [TIMELINE_NOBODY] = "nobody",
		[TIMELINE_ASSIGNED] = "assigned", [TIMELINE_OWNED] = "owned"};
	const struct timeline *t = &b->as->timelines[index];
	const struct item *it = &b->m->items[index];
	struct node *n;

	/* 1 - distinct teams / teams in order: 0 is a straight line. */
	put_count(b->a, item, "carousel", it->npath == 0 ? 0
		: (it->npath - it->teams) * MILLION / it->npath);
	put_count(b->a, item, "reopened", t->reopened);
	if (!t->known) {
		put_str(b->a, item, "timeline", NULL);
		return;
	}
	n = put_map(b->a, item, "timeline");
	put_bool(b->a, n, "exact", t->exact);
	put_seconds(b, n, "life_seconds", t->life);
	put_seconds(b, n, "net_seconds", t->net);
	put_str(b->a, n, "owner", owner[t->owner]);
	if (t->owner == TIMELINE_OWNED)
		put_seconds(b, n, "to_owner_seconds", t->to_owner);
	else
		put_str(b->a, n, "to_owner_seconds", NULL);
	put_seconds(b, n, "unowned_seconds", t->unowned);
	put_seconds(b, n, "owner_unknown_seconds", t->owner_unknown);
	put_count(b->a, n, "empty_handoffs", t->moves_empty);
	put_count(b->a, n, "pending_handoffs", t->moves_pending);
	put_count(b->a, n, "escalations", t->escalations);
	put_count(b->a, n, "escalations_undecided", t->escalations_undecided);
	put_count(b->a, n, "escalations_open", t->escalations_open);
	put_count(b->a, n, "slips", t->slips);
	put_seconds(b, n, "slipped_seconds", t->slipped);
	put_count(b->a, n, "pauses", t->pauses);
	put_count(b->a, n, "pauses_own", t->pauses_own);
	put_seconds(b, n, "paused_seconds", t->paused);
	put_seconds(b, n, "overdue_seconds", t->overdue);
}

void
put_burden(struct build *b, struct node *report)
{
	const struct burden *d = &b->as->burden;
	struct node *n = put_map(b->a, report, "burden");

	put_count(b->a, n, "open", d->open);
	put_count(b->a, n, "closed", d->closed);
	put_count(b->a, n, "reopened", d->reopened);
	put_count(b->a, n, "overdue", d->overdue);
	put_count(b->a, n, "overdue_weighted_days", d->overdue_days);
	put_count(b->a, n, "escalations", d->escalations);
	put_count(b->a, n, "escalations_undecided", d->escalations_undecided);
	put_count(b->a, n, "weight_open", d->weight_open);
	put_count(b->a, n, "weight_unowned", d->weight_unowned);
	put_count(b->a, n, "owners", d->owners);
	put_count(b->a, n, "bus_factor", d->bus_factor);
	put_bool(b->a, n, "owners_unsure", d->owners_unsure);
}
