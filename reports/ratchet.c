#include "reports/ratchet.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/assessment.h"
#include "reports/build.h"
#include "reports/diff.h"
#include "reports/finding.h"
#include "reports/walk.h"

static const struct node *
find(const struct map *m, const char *id)
{
	return map_get(m, id, strlen(id));
}

/* ---- like for like ---- */

const struct node *
scope_before(const struct node *old, const struct node *new_scope)
{
	for EACH(s, old, "scopes")
		if (str_same(get_str(s, "system"), get_str(new_scope, "system"))
			&& str_same(get_str(s, "framework"), get_str(new_scope, "framework")))
			return s;
	return NULL;
}

struct like
like_for_like(const struct node *old_scope, const struct node *new_scope)
{
	struct map *after = diff_index(new_scope, "controls", "id");
	uint64_t weight = 0, before = 0, now = 0;
	struct like out = {0};

	for EACH(c, old_scope, "controls") {
		const struct node *is = find(after, get_str(c, "id"));
		uint64_t w = (uint64_t)get_int(c, "weight");

		if (is == NULL || outcome_of(c) == OUTCOME_LEFT_OUT
			|| outcome_of(is) == OUTCOME_LEFT_OUT)
			continue;
		out.controls++;
		weight += w;
		before += w * (uint64_t)get_int(c, "real_low");
		now += w * (uint64_t)get_int(is, "real_low");
	}
	map_free(after);
	if (weight > 0) {
		out.before = (int64_t)(before / weight);
		out.now = (int64_t)(now / weight);
	}
	return out;
}

/* ---- the ratchet ---- */

struct ratchet {
	struct arena *a;
	struct node *why;
	uint64_t n;              /* reasons so far, told or not */
};

/* scope NULL: it holds every scope back. */
static void
slips(struct ratchet *r, const char *scope, const char *text, const char *at)
{
	struct node *n;

	if (++r->n > MAX_CARRIED_SHOWN)
		return;
	n = put_map(r->a, r->why, NULL);
	put_str(r->a, n, "scope", scope);
	put_str(r->a, n, "text", text);
	put_str(r->a, n, "at", at != NULL && *at != '\0' ? at : NULL);
}

static const char *
name_of(const struct node *control)
{
	const char *label = get_str(control, "label");

	return *label != '\0' ? label : get_str(control, "id");
}

static bool
refuted(const struct node *c)
{
	const char *v = get_str(c, "verdict");

	return get_bool(c, "failing") || str_same(v, "CONTRADICTED") || str_same(v, "EXPOSED")
		|| str_same(v, "ADMITTED");
}

static void
control_slips(struct ratchet *r, const char *scope, const struct node *old, const struct node *is)
{
	int64_t lo0 = get_int(old, "real_low"), lo1, w0 = get_int(old, "weight"), w1;
	const char *name = name_of(old);

	if (outcome_of(old) == OUTCOME_LEFT_OUT)
		return;
	if (is == NULL) {
		slips(r, scope, SAID(r->a, SAY_D_CONTROL_GONE, SAY_S(name),
			SAY_S(get_str(old, "meaning"))), NULL);
		return;
	}
	/* With an approval in force: the judge asked for it (judgement.md 3). */
	if (outcome_of(is) == OUTCOME_LEFT_OUT)
		return;
	lo1 = get_int(is, "real_low");
	w1 = get_int(is, "weight");
	if (lo1 < lo0)
		slips(r, scope, SAID(r->a, SAY_R_LOWER, SAY_S(name), SAY_N(percent_down(lo1)),
			SAY_N(percent_down(lo0))), NULL);
	if (w1 < w0)
		slips(r, scope, SAID(r->a, SAY_D_WEIGHT, SAY_S(name), SAY_N((uint64_t)w1),
			SAY_N((uint64_t)w0)), NULL);
	if (lo0 > 0 && refuted(is) && !refuted(old))
		slips(r, scope, SAID(r->a, SAY_R_REFUTED, SAY_S(name)),
			get_str(node_get(is, "refuted"), "at"));
}

static void
scope_slips(struct ratchet *r, const struct node *old, const struct node *is)
{
	const char *id = get_str(is, "id");
	struct map *after = diff_index(is, "controls", "id");
	struct like l = like_for_like(old, is);

	for EACH(c, old, "controls")
		control_slips(r, id, c, find(after, get_str(c, "id")));
	if (l.now < l.before)
		slips(r, id, SAID(r->a, SAY_R_SCORE, SAY_S(id), SAY_N(percent_down(l.now)),
			SAY_N(percent_down(l.before))), NULL);
	if (!node_is(node_at(is, "scores/real_low"), NODE_NUMBER))
		slips(r, id, SAID(r->a, SAY_R_UNDEFINED, SAY_S(id)), NULL);
	map_free(after);
}

/* A failure of then that is not in force, though nothing shows it mended: its proof was cut, say. */
static void
facts_slip(struct ratchet *r, const struct node *previous)
{
	static const struct { const char *kind; enum say text; } parts[] = {
		{"asset", SAY_D_UNLISTED}, {"unlisted", SAY_D_UNLISTED}, {"merged", SAY_D_MERGED},
	};

	for EACH(l, previous, "lines")
		for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
			if (str_same(get_str(l, "kind"), parts[i].kind))
				slips(r, NULL, SAID(r->a, parts[i].text, SAY_S(get_str(l, "subject"))),
					get_str(l, "at"));
	if (!get_bool(previous, "whole"))
		slips(r, NULL, say_text(SAY_NOTICE_PREVIOUS_CUT), NULL);
	if (str_same(get_str(previous, "seal"), "unsealed"))
		slips(r, NULL, say_text(SAY_NOTICE_PREVIOUS_UNSEALED), NULL);
	else if (!str_same(get_str(previous, "seal"), "trusted"))
		slips(r, NULL, say_text(SAY_NOTICE_PREVIOUS_UNTRUSTED), NULL);
}

/* Rules that are not asked any more, other limits, a later beginning: what was held to is not. */
static void
method_slips(struct ratchet *r, const struct diff *d)
{
	static const char *const about[] = {"rule", "limit", "period"};

	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < sizeof(about) / sizeof(*about); k++)
			if (d->v[i].class == CHANGE_REGRESSION && str_same(d->v[i].about, about[k]))
				slips(r, NULL, d->v[i].text, NULL);
}

static void
put_ratchet(struct arena *a, struct node *previous, const struct node *old, const struct node *new,
	const struct diff *d)
{
	struct node *n = put_map(a, previous, "ratchet"), *scopes;
	struct node *holds = tree_add(n, "holds", tree_bool(a, true));
	struct ratchet r = {.a = a};
	uint64_t all;

	scopes = put_list(a, n, "scopes");
	r.why = put_list(a, n, "why");
	for EACH(s, old, "scopes") {
		bool there = false;

		for EACH(is, new, "scopes")
			there = there || scope_before(old, is) == s;
		if (!there)
			slips(&r, NULL, SAID(a, SAY_D_SCOPE_GONE, SAY_S(get_str(s, "id"))), NULL);
	}
	/* A report of nothing, or of a part, is no mark that could be held. */
	if (get_child(old, "scopes") == NULL)
		slips(&r, NULL, say_text(SAY_K_RATCHET_NOTHING), NULL);
	if (!get_bool(old, "complete"))
		slips(&r, NULL, say_text(SAY_K_RATCHET_PART), NULL);
	facts_slip(&r, previous);
	method_slips(&r, d);
	all = r.n;
	for EACH(s, new, "scopes") {
		const struct node *was = scope_before(old, s);
		struct node *one = put_map(a, scopes, NULL);
		uint64_t before = r.n;

		if (was != NULL)
			scope_slips(&r, was, s);
		put_str(a, one, "scope", get_str(s, "id"));
		put_bool(a, one, "holds", all == 0 && r.n == before);
	}
	if (r.n > 0)
		holds->type = NODE_FALSE;
	put_count(a, n, "why_total", r.n);
}

void
ratchet_put(struct arena *a, struct node *previous, const struct node *old, const struct node *new)
{
	struct node *list = put_list(a, previous, "like_for_like");
	struct diff d;
	uint64_t n = 0;

	for EACH(s, new, "scopes") {
		const struct node *was = scope_before(old, s);
		struct like l = like_for_like(was, s);
		struct node *one;

		if (was == NULL)
			continue;
		one = put_map(a, list, NULL);
		put_str(a, one, "scope", get_str(s, "id"));
		put_count(a, one, "controls", l.controls);
		put_int(a, one, "before", l.before);
		put_int(a, one, "now", l.now);
	}
	diff_build(&d, a, old, new);
	list = put_list(a, previous, "measured");
	for (size_t i = 0; i < d.n; i++) {
		struct node *one;

		if (!change_of_measure(&d.v[i]) || ++n > MAX_CARRIED_SHOWN)
			continue;
		one = put_map(a, list, NULL);
		put_str(a, one, "class", change_word(d.v[i].class));
		put_str(a, one, "about", d.v[i].about);
		put_cut(a, one, "subject", d.v[i].subject);
		put_cut(a, one, "text", d.v[i].text);
	}
	put_count(a, previous, "measured_total", n);
	put_ratchet(a, previous, old, new, &d);
}
