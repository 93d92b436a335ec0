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

struct trend
trend_make(struct arena *a, const struct node *report, const char *id,
	const struct writer_options *o)
{
	struct trend t = {.n = 0};
	size_t first;

	if (o == NULL || o->nhistory == 0)
		return t;
	first = o->nhistory + 1 > TREND_MOST ? o->nhistory + 1 - TREND_MOST : 0;
	t.left_out = first;
	t.v = ARENA_ARRAY(a, struct trend_point, TREND_MOST);
	for (size_t i = first; i <= o->nhistory; i++) {
		const struct node *r = i < o->nhistory ? o->history[i] : report;

		for EACH(s, r, "scopes")
			if (str_same(get_str(s, "id"), id)) {
				take_point(a, &t.v[t.n++], r, s);
				break;
			}
	}
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
