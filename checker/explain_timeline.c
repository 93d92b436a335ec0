/* `trueup explain ITEM`: what its log tells of its way (method.md 2.4). */
#include "checker/base/instant.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/explain.h"
#include "reports/walk.h"
#include "reports/words.h"

static const char *
spanned(struct buf *b, const struct node *t, const char *key)
{
	buf_reset(b);
	span_put(b, get_int(t, key) * NS_SECOND);
	return b->p;
}

static void
owner_lines(struct buf *b, const struct node *t)
{
	const char *owner = get_str(t, "owner");
	struct buf x, y;

	buf_init(&x, 128);
	buf_init(&y, 128);
	if (str_same(owner, "owned"))
		EXPLAIN(b, say_text(SAY_X_WAY), NULL, SAY_X_OWNED,
			SAY_S(spanned(&x, t, "to_owner_seconds")));
	else
		explain_line(b, say_text(SAY_X_WAY), say_text(str_same(owner, "assigned")
			? SAY_X_ASSIGNED : str_same(owner, "nobody") ? SAY_X_NOBODY_EVER
			: SAY_X_OWNED_UNKNOWN), NULL);
	if (get_int(t, "unowned_seconds") > 0)
		EXPLAIN(b, "", NULL, SAY_X_UNOWNED, SAY_S(spanned(&x, t, "unowned_seconds")),
			SAY_S(spanned(&y, t, "life_seconds")));
	if (get_int(t, "owner_unknown_seconds") > 0)
		EXPLAIN(b, "", NULL, SAY_X_UNOWNED_UNKNOWN,
			SAY_S(spanned(&x, t, "owner_unknown_seconds")));
	buf_free(&y);
	buf_free(&x);
}

void
explain_timeline(struct buf *b, const struct node *item)
{
	const struct node *t = node_get(item, "timeline");
	struct buf x, y;

	if (t == NULL || node_get(t, "owner") == NULL)
		return;
	buf_init(&x, 128);
	buf_init(&y, 128);
	owner_lines(b, t);
	if (get_int(t, "empty_handoffs") > 0)
		EXPLAIN(b, "", NULL, SAY_X_EMPTY_MOVES, SAY_N((uint64_t)get_int(t, "empty_handoffs")));
	if (get_int(t, "escalations") > 0)
		EXPLAIN(b, "", NULL, SAY_X_ESCALATED, SAY_N((uint64_t)get_int(t, "escalations")),
			SAY_N((uint64_t)get_int(t, "escalations_undecided")));
	if (get_int(t, "slips") > 0)
		EXPLAIN(b, "", NULL, SAY_X_SLIPPED, SAY_N((uint64_t)get_int(t, "slips")),
			SAY_S(spanned(&x, t, "slipped_seconds")));
	if (get_int(t, "pauses") > 0)
		EXPLAIN(b, "", NULL, SAY_X_PAUSED, SAY_S(spanned(&x, t, "paused_seconds")),
			SAY_N((uint64_t)get_int(t, "pauses")),
			SAY_N((uint64_t)get_int(t, "pauses_own")),
			SAY_S(spanned(&y, t, "net_seconds")));
	if (get_int(item, "reopened") > 0)
		EXPLAIN(b, "", NULL, SAY_X_REOPENED, SAY_N((uint64_t)get_int(item, "reopened")));
	if (!get_bool(t, "exact"))
		explain_line(b, "", say_text(SAY_X_NOT_EXACT), NULL);
	buf_free(&y);
	buf_free(&x);
}
