/*
 * agree: do those who should know say the same?  The `values` of the records of
 * one `key` (without it: of one record) are laid side by side; blank ones are left out.
 * Two that certainly differ: F; at least two, all certainly equal, and no more
 * can be missing: T; fewer than two where nothing is unknown: no instance; else U.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"
#include "rules/lang/value.h"

/* What one record says; texts live as long as the judging. */
struct voices { struct val first; size_t n; enum tri same; bool open, conflict; const char *why; };

static void
compare(struct voices *s, const struct val *v)
{
	if (v->type == VALUE_NULL)
		return;
	if (v->type == VALUE_UNKNOWN || v->type == VALUE_ERROR) {
		s->open = true;
		s->conflict = s->conflict || v->conflict;
		s->why = v->v.s.p;
		return;
	}
	if (s->n++ == 0)
		s->first = *v;
	else
		s->same = tri_and(s->same, val_equal(&s->first, v));
}

static void
look(struct kind_run *k, const struct kind_env *e, struct voices *s)
{
	struct value v = kind_value(k, kind_slot(k, "values"), e);
	const struct vlist *l = v.v.p;

	if (v.type != VALUE_LIST) {
		s->open = true;
		s->conflict = s->conflict || v.conflict;
		s->why = v.text != NULL ? v.text : say_text(SAY_WHY_BLANK_LIST);
		return;
	}
	if (!l->complete) {
		s->open = true;
		s->conflict = s->conflict || l->conflict;
		s->why = l->trail != NULL && l->trail[0] != '\0' ? l->trail : say_text(SAY_WHY_MORE);
	}
	for (size_t i = 0; i < l->n; i++) {
		struct val one;

		vlist_get(l, i, &one);
		compare(s, &one);
	}
}

static void
settle(struct kind_run *k, const struct member *m, const struct voices *s, bool lost)
{
	enum tri v = s->n > 1 ? s->same : TRI_U;
	const char *why = s->why != NULL ? s->why : say_text(SAY_WHY_DATES);

	if (v != TRI_F && s->conflict)
		v = TRI_B;
	else if (v == TRI_T && (s->open || lost))
		v = TRI_U;
	if (v == TRI_U && lost && !s->open)
		why = say_text(SAY_WHY_OTHER);
	/* One voice alone can neither agree nor differ. */
	if (s->n < 2 && !s->open && !lost)
		return;
	group_check(k, m, v, v == TRI_U ? why : NULL, NULL, 0);
}

static void
by_key(struct kind_run *k)
{
	struct groups g;

	groups_make(&g, k, "key", NULL);
	for (size_t i = 0; i < g.list.n; i++) {
		struct voices s = {.same = TRI_T};
		struct member all = g.list.v[i].members.v[0];

		arena_reset(k->scratch);
		for (size_t n = 0; n < g.list.v[i].members.n; n++) {
			struct kind_env e;

			kind_env(k, &g.list.v[i].members.v[n].r, &e);
			look(k, &e, &s);
		}
		all.r.subject = g.list.v[i].key;
		settle(k, &all, &s, g.lost.n > 0);
	}
	for (size_t i = 0; i < g.lost.n; i++)
		group_check(k, &g.lost.v[i], g.lost.v[i].conflict ? TRI_B : TRI_U, g.lost.v[i].why, NULL,
			0);
	groups_free(&g);
}

static void
run(struct kind_run *k)
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	if (kind_slot(k, "key") != NULL) {
		by_key(k);
		return;
	}
	while (kind_next(k, &w, &r, &e, &where, &why)) {
		struct voices s = {.same = TRI_T};
		struct member m = {.r = r};

		if (where != TRI_T) {
			kind_check(k, &r, &e, where, why, NULL, 0, NULL);
			continue;
		}
		look(k, &e, &s);
		settle(k, &m, &s, false);
	}
}

static const char *const words[] = {"why", NULL};

const struct kind kind_agree = {
	.spec = {.name = "agree", .together = true,
		.doc = "Each record, or all of one \"key\": F if two of their \"values\" certainly differ, T "
		       "if at least two are given, all are equal and none can be missing, else U. Blank "
		       "values are left out; a single one is no instance.",
		.records = kind_records,
		.slots = {{"values", WANT_LIST, true, NULL, 0}, {"key", WANT_STRING, false, NULL, 0}},
		.nslots = 2, .words = words},
	.run = run};
