/*
 * What the run was held to: the previous report, what is known from it alone
 * (judgement.md 8 "Sticky"), and, once both trees stand, what is measured
 * otherwise and whether the ratchet holds (reports/ratchet.c).
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"
#include "reports/trend.h"

/* One kind of fact; more than MAX_CARRIED_SHOWN are counted only. */
struct kind {
	struct build *b;
	struct node *list;
	const char *name;
	uint64_t n;
};

static void
told(struct kind *k, const char *subject, const char *text, const struct loc *at)
{
	struct build *b = k->b;
	struct node *n;

	if (++k->n > MAX_CARRIED_SHOWN)
		return;
	n = put_map(b->a, k->list, NULL);
	put_str(b->a, n, "kind", k->name);
	put_cut(b->a, n, "subject", subject);
	put_cut(b->a, n, "text", text);
	put_place(b, n, "at", at);
}

static const char *
on_asset(struct build *b, const struct state *s)
{
	const char *test = test_title(&b->m->tests[s->test]);

	return s->asset == UINT32_MAX ? test : SAID(b->a, SAY_ON_ASSET, SAY_S(brief(b, test)),
		SAY_S(brief(b, asset_name(b, s->asset))));
}

static uint64_t
failures(struct build *b, struct node *list)
{
	struct kind k = {b, list, "failure", 0};

	for (size_t i = 0; i < b->m->nstates; i++) {
		const struct state *s = &b->m->states[i];

		/* Told here also where a pass came that has not the grade that it takes. */
		if (fails_now(b, s) && (loc_previous(&s->f->loc)
			|| (s->t->any && s->t->lo > s->f->hi && s->t->grade < s->sticky)))
			told(&k, on_asset(b, s), SAID(b->a, SAY_K_FAILURE, SAY_S(instant_utc_dup(b->a,
				s->f->lo)), SAY_S(brief(b, s->originator))), &s->f->loc);
	}
	return k.n;
}

static uint64_t
first_failures(struct build *b, struct node *list)
{
	struct kind k = {b, list, "first", 0};

	for (size_t i = 0; i < b->m->nstates; i++) {
		const struct state *s = &b->m->states[i];

		if (fails_now(b, s) && !loc_previous(&s->f->loc) && loc_previous(&s->first_f->loc))
			told(&k, on_asset(b, s), SAID(b->a, SAY_K_FIRST, SAY_S(instant_utc_dup(b->a,
				s->first_f->lo))), &s->first_f->loc);
	}
	return k.n;
}

static uint64_t
tests(struct build *b, struct node *list)
{
	struct kind k = {b, list, "test", 0};

	for (size_t i = 0; i < b->m->ntests; i++) {
		const struct test *t = &b->m->tests[i];

		if (t->was != NULL && t->was->required && loc_previous(&t->loc))
			told(&k, test_title(t), say_text(SAY_K_TEST), &t->loc);
	}
	return k.n;
}

/* It counted for a system to which nothing of this run puts it: there it is in no list any more. */
static bool
moved(const struct asset *s)
{
	return s->was_listed && (s->was_systems & ~s->systems) != 0;
}

static uint64_t
assets(struct build *b, struct node *list, bool gone)
{
	static const enum say gone_how[] = {[WAS_PLACED] = SAY_K_ASSET, [WAS_NAMELESS] = SAY_K_NAMELESS,
		[WAS_MANY] = SAY_K_MANY, [WAS_TWO] = SAY_K_TWO};
	struct kind k = {b, list, gone ? "asset" : "unlisted", 0};

	for (uint32_t i = 0; i < b->m->nassets; i++) {
		const struct asset *s = &b->m->assets[i];
		bool alone = loc_previous(&s->loc);

		if (!s->was || s->retired || alone != gone
			|| (!gone && !moved(s) && (!s->was_listed || (s->listed && s->in_scope))))
			continue;
		told(&k, asset_name(b, i), say_text(gone ? gone_how[s->apart] : s->listed && s->in_scope
			? SAY_K_MOVED : SAY_K_UNLISTED), &s->loc);
	}
	return k.n;
}

/* Of several assets of then one is left, by names that this run holds together. */
static uint64_t
merged(struct build *b, struct node *list)
{
	struct kind k = {b, list, "merged", 0};

	for (uint32_t i = 0; i < b->m->nassets; i++) {
		const struct asset *s = &b->m->assets[i];

		if (s->was_merged > 0 && !s->retired)
			told(&k, asset_name(b, i), SAID(b->a, SAY_K_MERGED, SAY_N(s->was_merged)), &s->loc);
	}
	return k.n;
}

static uint64_t
criticality(struct build *b, struct node *list)
{
	struct kind k = {b, list, "criticality", 0};

	for (uint32_t i = 0; i < b->m->nassets; i++) {
		const struct asset *s = &b->m->assets[i];

		if (s->criticality_was && !s->retired && !loc_previous(&s->loc))
			told(&k, asset_name(b, i), SAID(b->a, SAY_K_CRITICALITY,
				SAY_N((uint64_t)s->criticality)), &s->loc);
	}
	return k.n;
}

enum part { PART_LATE, PART_ITEM, PART_START };

static enum part
part_of(const struct item *it, const struct clock *c)
{
	if (c->state == CLOCK_BREACHED && (it->vanished || it->was->state == PREV_BREACHED))
		return PART_LATE;
	return it->vanished ? PART_ITEM : PART_START;
}

static uint64_t
items(struct build *b, struct node *list, enum part part)
{
	static const char *const names[] = {"late", "item", "start"};
	struct kind k = {b, list, names[part], 0};

	for (uint32_t i = 0; i < b->m->nitems && i < b->as->nclocks; i++) {
		const struct item *it = &b->m->items[i];
		const struct clock *c = &b->as->clocks[i];

		if (it->was == NULL || (!it->vanished && !c->by_previous) || part_of(it, c) != part)
			continue;
		told(&k, item_id(b, i), part == PART_LATE ? c->why : part == PART_ITEM
			? say_text(SAY_K_ITEM) : SAID(b->a, SAY_K_START, SAY_S(instant_utc_dup(b->a,
				c->start.lo))), &it->loc);
	}
	return k.n;
}

static uint64_t
owners(struct build *b, struct node *list)
{
	struct kind k = {b, list, "owner", 0};

	for (size_t i = 0; i < b->as->nscopes; i++)
		for (size_t c = 0; c < b->as->scopes[i].ncontrols; c++) {
			const struct control_result *r = &b->as->scopes[i].controls[c];

			if (r->owner_previous)
				told(&k, control_name(b, r->control), say_text(SAY_K_OWNER),
					&b->m->controls[r->control].loc);
		}
	return k.n;
}

static void
put_carried(struct build *b, struct node *p)
{
	struct node *counts = put_map(b->a, p, "carried"), *list = put_list(b->a, p, "lines");

	put_count(b->a, counts, "failures", failures(b, list));
	put_count(b->a, counts, "first", first_failures(b, list));
	put_count(b->a, counts, "tests", tests(b, list));
	put_count(b->a, counts, "assets", assets(b, list, true));
	put_count(b->a, counts, "unlisted", assets(b, list, false));
	put_count(b->a, counts, "merged", merged(b, list));
	put_count(b->a, counts, "criticality", criticality(b, list));
	put_count(b->a, counts, "late", items(b, list, PART_LATE));
	put_count(b->a, counts, "items", items(b, list, PART_ITEM));
	put_count(b->a, counts, "starts", items(b, list, PART_START));
	put_count(b->a, counts, "owners", owners(b, list));
}

/* ---- how the numbers went ---- */

/* Of a report that may have been edited. */
static uint64_t
counted(const struct node *n, const char *name)
{
	int64_t i = get_int(n, name);

	return i > 0 ? (uint64_t)i : 0;
}

/* A point of the trend, taken over from a report's scope or from a point of its own trend. */
static void
put_point(struct build *b, struct node *list, const struct node *scope, const char *id,
	const struct node *dated)
{
	static const char *const names[] = {"procedural", "supported", "refuted", "not_shown",
		"real_low", "real_high", "understatement"};
	struct node *n = put_map(b->a, list, NULL), *scores;

	put_str(b->a, n, "scope", id);
	put_str(b->a, n, "as_of", get_str(dated, "as_of"));
	scores = put_map(b->a, n, "scores");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct node *v = node_get(node_get(scope, "scores"), names[i]);

		if (node_is(v, NODE_NUMBER))
			put_int(b->a, scores, names[i], get_int(node_get(scope, "scores"), names[i]));
		else
			put_str(b->a, scores, names[i], NULL);
	}
	put_count(b->a, n, "contradicted", counted(scope, "contradicted"));
	put_count(b->a, n, "failing", counted(scope, "failing"));
	put_count(b->a, n, "late_total", counted(dated, "late_total"));
}

/*
 * The way of each scope of the previous report: the points that it knew itself, and its own.  So a
 * report shows the trend of its chain without the reports before it.
 */
static void
put_trend(struct build *b, struct node *p, const struct node *old)
{
	struct node *list = put_list(b->a, p, "trend");
	const struct node *was = node_get(old, "previous");

	/* More is no report of ours, or one with more scopes than anybody follows by eye. */
	if (node_count(node_get(old, "scopes")) > TREND_SCOPES
		|| node_count(node_get(was, "trend")) > TREND_SCOPES * TREND_MOST)
		return;
	for EACH(s, old, "scopes") {
		const char *id = get_str(s, "id");
		size_t known = 0;

		for EACH(t, was, "trend")
			known += str_same(get_str(t, "scope"), id);
		for EACH(t, was, "trend")
			if (str_same(get_str(t, "scope"), id) && known-- < TREND_MOST - 1)
				put_point(b, list, t, id, t);
		put_point(b, list, s, id, old);
	}
}

struct node *
put_previous(struct build *b)
{
	const struct previous *p = b->m->previous;
	const struct node *old = b->o->previous;
	struct node *n;

	if (p == NULL)
		return NULL;
	n = tree_map(b->a);
	put_str(b->a, n, "file", p->file);
	put_str(b->a, n, "sha256", p->source.sha256);
	put_str(b->a, n, "seal", p->seal);
	put_str(b->a, n, "as_of", instant_utc_dup(b->a, p->as_of));
	put_str(b->a, n, "tool_version", node_get_text(old, "tool_version"));
	put_bool(b->a, n, "complete", get_bool(old, "complete"));
	put_bool(b->a, n, "whole", p->whole);
	put_str(b->a, n, "held_to", p->carried_from);
	put_trend(b, n, old);
	put_carried(b, n);
	return n;
}
