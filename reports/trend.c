#include "reports/trend.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/walk.h"
#include "reports/writer.h"

static void
take_point(struct arena *a, struct trend_point *t, const struct node *report,
	const struct node *scope)
{
	struct buf when;

	buf_init(&when, MIB);
	plain_put(&when, get_str(report, "as_of"));
	t->as_of = text_inert_dup(a, when.p, 40);
	buf_free(&when);
	t->defined = node_is(node_at(scope, "scores/procedural"), NODE_NUMBER);
	t->p = printed_scores(scope);
	t->contradicted = (uint64_t)get_int(scope, "contradicted");
	t->failing = (uint64_t)get_int(scope, "failing");
	t->late = (uint64_t)get_int(report, "late_total");
}

/* What a report that was held to another knows of the way there. */
static void
from_previous(struct arena *a, struct trend *t, const struct node *report, const char *id)
{
	const struct node *p = node_get(report, "previous");
	size_t all = 0, at = 0;

	if (node_count(node_get(p, "trend")) > TREND_SCOPES * TREND_MOST)
		return;
	for EACH(row, p, "trend")
		all += str_same(get_str(row, "scope"), id);
	t->left_out = all + 1 > TREND_MOST ? all + 1 - TREND_MOST : 0;
	for EACH(row, p, "trend")
		if (str_same(get_str(row, "scope"), id) && at++ >= t->left_out)
			take_point(a, &t->v[t->n++], row, row);
}

static void
take_report(struct arena *a, struct trend *t, const struct node *report, const char *id)
{
	for EACH(s, report, "scopes")
		if (str_same(get_str(s, "id"), id)) {
			take_point(a, &t->v[t->n++], report, s);
			return;
		}
}

struct trend
trend_make(struct arena *a, const struct node *report, const char *id,
	const struct writer_options *o)
{
	struct trend t = {.n = 0};
	size_t n = o != NULL ? o->nhistory : 0;

	t.v = ARENA_ARRAY(a, struct trend_point, TREND_MOST);
	if (n == 0)
		from_previous(a, &t, report, id);
	else
		t.left_out = n + 1 > TREND_MOST ? n + 1 - TREND_MOST : 0;
	for (size_t i = n == 0 ? 0 : t.left_out; i < n; i++)
		take_report(a, &t, o->history[i], id);
	take_report(a, &t, report, id);
	/* One point shows no way. */
	if (t.n < 2)
		t.n = 0;
	return t;
}

void
trend_said(struct buf *b, const struct trend *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct trend_point *p = &t->v[i];

		buf_str(b, i > 0 ? " " : "");
		if (p->defined)
			SAY_WITH(b, SAY_P_TREND_POINT, SAY_S(p->as_of), SAY_N(p->p.procedural),
				SAY_N(p->p.real_low), SAY_N(p->p.real_high));
		else
			SAY_WITH(b, SAY_P_TREND_NOTHING, SAY_S(p->as_of));
	}
}
