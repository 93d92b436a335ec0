/*
 * reconcile: two lists of the same things.  Each record is on the `left` one, on the
 * `right` one, on both or on none; those on one only are the gap, and
 * unknown ones may be anywhere.  At most max_percent of those on either, on every
 * reading, and the list is whole: T; more on every reading: F; else U.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

struct sides { uint64_t left, right, both, open; };

static void
count(struct kind_run *k, struct sides *s)
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		enum tri left = kind_tri(k, kind_slot(k, "left"), &e, &why);
		enum tri right = kind_tri(k, kind_slot(k, "right"), &e, &why);
		bool known = (left == TRI_T || left == TRI_F) && (right == TRI_T || right == TRI_F);

		if (where != TRI_T || !known)
			s->open += where != TRI_T || left != TRI_F || right != TRI_F;
		else if (left == TRI_T && right == TRI_T)
			s->both++;
		else if (left == TRI_T)
			s->left++;
		else if (right == TRI_T)
			s->right++;
	}
}

static void
run(struct kind_run *k)
{
	int64_t max = kind_param_int(k, "max_percent");
	struct kind_record r = {.view = {k->j->m, NULL, k->j->cfg->as_of}, .subject = k->rule->record,
		.control = NOT_ONE, .item = NOT_ONE, .asset = NOT_ONE};
	struct template_word w[4] = {{"both", ""}, {"only_left", ""}, {"only_right", ""},
		{"percent", ""}};
	struct sides s = {0};
	const char *why = NULL;
	enum tri v = TRI_U;
	uint64_t gap, all;
	struct kind_env e;

	count(k, &s);
	gap = s.left + s.right;
	all = gap + s.both + s.open;
	if (all == 0)
		return;
	if (!share_most(gap, all, max))
		v = TRI_F;
	else if (!share_most(gap + s.open, all, max))
		why = SAID(k->scratch, SAY_WHY_DEPENDS, SAY_N(s.open), SAY_N(all));
	else if (!kind_whole(k))
		why = say_text(SAY_WHY_WHOLE);
	else
		v = TRI_T;
	w[0].text = arena_printf(k->scratch, "%llu", (unsigned long long)s.both);
	w[1].text = arena_printf(k->scratch, "%llu", (unsigned long long)s.left);
	w[2].text = arena_printf(k->scratch, "%llu", (unsigned long long)s.right);
	w[3].text = arena_printf(k->scratch, "%llu", (unsigned long long)share_percent(gap, all));
	kind_env_none(k, &e);
	kind_check(k, &r, &e, v, why, w, 4, NULL);
}

static const char *const ints[] = {"int", NULL};
static const struct param_spec params[] = {{"max_percent", ints, NULL}};
static const char *const words[] = {"why", "both", "only_left", "only_right", "percent", NULL};

const struct kind kind_reconcile = {
	.spec = {.name = "reconcile", .together = true,
		.doc = "All records together: T if at most max_percent of those on the \"left\" or \"right\" "
		       "list are on one only and the list is whole, F if more are even if all unknown ones "
		       "were on both, else U.",
		.records = kind_records,
		.slots = {{"left", WANT_BOOL, true, NULL, 0}, {"right", WANT_BOOL, true, NULL, 0}},
		.nslots = 2, .params = params, .nparams = 1, .words = words},
	.run = run};
