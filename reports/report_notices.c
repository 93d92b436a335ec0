/* What must be said before any number is believed. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"
#include "rules/lang/changes.h"

static void
put_notice(struct build *b, struct node *list, const char *code, const char *text, uint64_t n,
	const struct loc *at)
{
	struct node *o;

	for (const struct node *x = list->child; x != NULL; x = x->next)
		if (str_same(get_str(x, "code"), code) && str_same(get_str(x, "text"), text))
			return;
	o = put_map(b->a, list, NULL);
	put_str(b->a, o, "code", code);
	put_str(b->a, o, "text", text);
	put_count(b->a, o, "n", n);
	put_str(b->a, o, "at", at != NULL ? place_text(b, at) : NULL);
}

static bool
model_says(const struct build *b, const char *code)
{
	for (size_t i = 0; i < b->m->nnotices; i++)
		if (str_same(b->m->notices[i].code, code))
			return true;
	return false;
}

/* A count that must not be overlooked; nothing where it is zero or the join has said it. */
static void
put_counted(struct build *b, struct node *list, const char *code, enum say what, uint64_t n)
{
	if (n > 0 && !model_says(b, code))
		put_notice(b, list, code, SAID(b->a, what, SAY_N(n)), n, NULL);
}

static uint64_t
unsealed(const struct model *m)
{
	uint64_t n = 0;

	for (size_t i = 0; i < m->nsources; i++)
		n += m->sources[i]->unsealed;
	return n;
}

/* Rules that somebody has loosened, or that are not asked because of it. */
static uint64_t
loosened(const struct build *b)
{
	uint64_t n = 0;

	for (size_t i = 0; b->as->rule_set != NULL && i < b->as->rule_set->nrules; i++)
		n += rule_loosened(b->as->rule_set->rules[i]) != NULL;
	return n;
}

static void
about_samples(struct build *b, struct node *list)
{
	const struct config *c = b->m->config;
	uint64_t rest = 0, none = 0;

	for (size_t i = 0; i < c->nsamples; i++) {
		const struct sample_result *s = sample_find(b, &c->samples[i]);

		rest += s != NULL && s->raised;
		none += s == NULL || s->why_not != NULL;
	}
	put_counted(b, list, "sampled", SAY_NOTICE_SAMPLED, rest);
	put_counted(b, list, "unsampled", SAY_NOTICE_UNSAMPLED, none);
}

static void
about_scopes(struct build *b, struct node *list)
{
	uint64_t criticality = 0;
	bool unweighted = false;

	for (size_t i = 0; i < b->as->nscopes; i++) {
		const struct scope_result *s = &b->as->scopes[i];

		if (str_same(s->scope_from, say_text(SAY_OWN_RECORDS)))
			put_notice(b, list, "own-scope", SAID(b->a, SAY_NOTICE_OWN_SCOPE,
				SAY_S(s->id)), 1, NULL);
		unweighted = unweighted || !s->weighted;
		if (s->criticality_unknown > criticality)
			criticality = s->criticality_unknown;
	}
	about_samples(b, list);
	put_counted(b, list, "loosened", SAY_NOTICE_LOOSENED, loosened(b));
	if (unweighted)
		put_notice(b, list, "unweighted", say_text(SAY_NOTICE_UNWEIGHTED), 1, NULL);
	put_counted(b, list, "criticality", SAY_NOTICE_CRITICALITY, criticality);
	for (size_t i = 0; i < b->as->nscopes; i++)
		if (b->as->scopes[i].revision == NULL && !model_says(b, "revision"))
			put_notice(b, list, "revision", SAID(b->a, SAY_NOTICE_REVISION,
				SAY_S(b->as->scopes[i].framework)), 1, NULL);
}

#define TAGGED_SHOWN 4

struct tagged { const char *framework; uint64_t n; };

static int
most_tagged(const void *x, const void *y)
{
	const struct tagged *a = x, *b = y;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->framework, b->framework);
}

static bool
is_scored(const struct model *m, const char *framework)
{
	for (size_t k = 0; k < m->nscopes; k++)
		if (str_same(m->scopes[k].framework, framework))
			return true;
	return false;
}

/* Frameworks that only results speak of: they would be scored if anybody claimed them. */
static void
about_tags(struct build *b, struct node *list)
{
	const struct model *m = b->m;
	struct tagged *v = ARENA_ARRAY(b->a, struct tagged, m->ncontrols + 1);
	const char *text = "";
	size_t n = 0;

	for (size_t i = 0; i < m->ncontrols; i++) {
		const struct control *c = &m->controls[i];
		size_t k = 0;

		if (c->ntests == 0 || is_scored(m, c->framework))
			continue;
		while (k < n && !str_same(v[k].framework, c->framework))
			k++;
		if (k == n)
			v[n++] = (struct tagged){c->framework, 0};
		v[k].n++;
	}
	if (n > 1)
		qsort(v, n, sizeof(*v), most_tagged);
	for (size_t i = 0; i < n && i < TAGGED_SHOWN; i++)
		text = arena_printf(b->a, "%s%s%s (%llu)", text, i > 0 ? ", " : "",
			brief(b, v[i].framework), (unsigned long long)v[i].n);
	if (n > TAGGED_SHOWN)
		text = arena_printf(b->a, "%s, %s", text, SAID(b->a, SAY_MORE, SAY_N(n - TAGGED_SHOWN)));
	if (n > 0)
		put_notice(b, list, "tagged", SAID(b->a, SAY_NOTICE_TAGGED, SAY_S(text)), n, NULL);
}

/* Requirements that stand there without any state (judgement.md 3). */
static uint64_t
without_status(const struct build *b)
{
	uint64_t n = 0;

	for (size_t i = 0; i < b->m->ncontrols; i++) {
		const struct control *c = &b->m->controls[i];

		n += c->in_scope && c->nclaims > 0 && !c->has_claim;
	}
	return n;
}

/* Assets that an inventory takes out of the count although something fails on them (attacks G9, G18). */
static uint64_t
failing_left_out(const struct build *b)
{
	const struct model *m = b->m;
	uint32_t last = UINT32_MAX; /* states are sorted by asset */
	uint64_t n = 0;

	for (size_t i = 0; i < m->nstates; i++) {
		const struct state *s = &m->states[i];

		if (s->asset == UINT32_MAX || s->asset == last || !s->f->any
			|| (m->assets[s->asset].in_scope && !m->assets[s->asset].retired)
			|| (b->as->counts != NULL && b->as->counts[s->asset])
			|| (s->t->any && s->t->lo > s->f->hi))
			continue;
		last = s->asset;
		n++;
	}
	return n;
}

/*
 * (asset, test) that fail and do not count: undated, below E3, or of a severity below the floor
 * (READINGS 27); one that counts beside it, by whatever tool, says it already.
 */
static uint64_t
only_listed(const struct build *b)
{
	const struct model *m = b->m;
	uint64_t n = 0;

	for (size_t i = 0, end; i < m->nstates; i = end) {
		bool counts = false, listed = false;

		for (end = i; end < m->nstates && m->states[end].asset == m->states[i].asset
			&& m->states[end].test == m->states[i].test; end++) {
			const struct state *s = &m->states[end];
			int severity = m->tests[s->test].severity;
			bool low = severity >= 0 && severity < m->config->floor_severity;

			listed = listed || s->listed_f->any || (s->f->any && low && fails_now(b, s));
			counts = counts || (s->f->any && !low && s->f->grade >= GRADE_E3);
		}
		n += listed && !counts;
	}
	return n;
}

static int
instant_order(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

/* Decisions: those of which nothing can be said, and how many of the good ones accept (attacks G12). */
static void
about_decisions(struct build *b, struct node *list)
{
	const struct assessment *as = b->as;
	int64_t *at = ARENA_ARRAY(b->a, int64_t, as->nclocks + 1);
	uint64_t unknown = 0, met = 0, accepted = 0, burst = 0;
	size_t n = 0;

	for (size_t i = 0; i < as->nclocks; i++) {
		const struct clock *c = &as->clocks[i];

		unknown += c->in_period && c->state == CLOCK_UNKNOWN;
		met += c->in_period && c->state == CLOCK_MET;
		if (!c->in_period || c->state != CLOCK_MET || c->choice != CHOICE_ACCEPT)
			continue;
		accepted++;
		if (c->stop.known == KNOWN)
			at[n++] = c->stop.lo;
	}
	if (n > 1)
		qsort(at, n, sizeof(*at), instant_order);
	for (size_t i = 0, from = 0; i < n; i++) {
		while (at[i] - at[from] > NS_DAY)
			from++;
		burst = i - from + 1 > burst ? i - from + 1 : burst;
	}
	put_counted(b, list, "undecidable", SAY_NOTICE_UNDECIDABLE, unknown);
	if (accepted > 0)
		put_notice(b, list, "accepted", SAID(b->a, SAY_NOTICE_ACCEPTED, SAY_N(accepted),
			SAY_N(met), SAY_N(burst)), accepted, NULL);
}

static void
about_cuts(struct build *b, struct node *list)
{
	if (b->m->nitems > MAX_ITEMS_SHOWN)
		put_counted(b, list, "items-cut", SAY_NOTICE_ITEMS_CUT,
			b->m->nitems - MAX_ITEMS_SHOWN);
	if (b->as->nwork > MAX_WORK_SHOWN)
		put_counted(b, list, "work-cut", SAY_NOTICE_WORK_CUT,
			b->as->nwork - MAX_WORK_SHOWN);
	if (b->facts_cut)
		put_counted(b, list, "facts-cut", SAY_NOTICE_FACTS_CUT, MAX_FACTS);
	if (b->names == NAMES_NONE)
		put_notice(b, list, "names", say_text(SAY_NOTICE_NAMES_NONE), 1, NULL);
}

/* What the join counts and this room says in sentences of its own. */
static bool
said_above(const char *code)
{
	static const char *const codes[] = {"N200", "N201", "N202", "N203", "N204", "N205"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (str_same(codes[i], code))
			return true;
	return false;
}

/* Who vouches for what the run was held to, and how much of it is known from there alone. */
static void
about_previous(struct build *b, struct node *list, const struct node *p)
{
	const struct node *n = node_get(p, "carried");
	char as_of[64];

	put_notice(b, list, "previous", SAID(b->a, SAY_NOTICE_PREVIOUS, SAY_S(as_of_text(p, as_of)),
		SAY_N((uint64_t)get_int(n, "failures")), SAY_N((uint64_t)get_int(n, "late")),
		SAY_N((uint64_t)get_int(n, "items")), SAY_N((uint64_t)get_int(n, "assets"))), 1, NULL);
	if (!str_same(get_str(p, "seal"), "trusted"))
		put_notice(b, list, "previous-seal", say_text(str_same(get_str(p, "seal"), "unsealed")
			? SAY_NOTICE_PREVIOUS_UNSEALED : SAY_NOTICE_PREVIOUS_UNTRUSTED), 1, NULL);
	if (!get_bool(p, "whole"))
		put_notice(b, list, "previous-cut", say_text(SAY_NOTICE_PREVIOUS_CUT), 1, NULL);
}

void
put_notices(struct build *b, struct node *report, const struct node *previous)
{
	struct node *list = put_list(b->a, report, "notices");
	const struct model *m = b->m;

	if (m->previous == NULL)
		put_notice(b, list, "chain", say_text(SAY_NOTICE_CHAIN), 1, NULL);
	else
		about_previous(b, list, previous);
	if (m->config->as_of_text == NULL)
		put_notice(b, list, "as-of", m->config->as_of == 0 ? say_text(SAY_NOTICE_AS_OF_NONE)
			: SAID(b->a, SAY_NOTICE_AS_OF,
				SAY_S(instant_utc_dup(b->a, m->config->as_of))), 1, NULL);
	put_counted(b, list, "unsealed", SAY_NOTICE_UNSEALED, unsealed(m));
	put_counted(b, list, "after-as-of", SAY_NOTICE_AFTER, m->after_as_of);
	about_scopes(b, list);
	about_tags(b, list);
	if (b->as->nscopes > 0 && (m->given & ROLE_POPULATION) == 0)
		put_notice(b, list, "population", say_text(SAY_NOTICE_NO_POPULATION), 1, NULL);
	put_counted(b, list, "no-status", SAY_NOTICE_NO_STATUS, without_status(b));
	put_counted(b, list, "unlinked-items", SAY_NOTICE_UNLINKED, m->unlinked_items);
	put_counted(b, list, "other-items", SAY_NOTICE_OTHER_ITEMS, m->other_items);
	about_decisions(b, list);
	put_counted(b, list, "listed", SAY_NOTICE_LISTED, only_listed(b));
	put_counted(b, list, "failing-left-out", SAY_NOTICE_LEFT_OUT, failing_left_out(b));
	put_counted(b, list, "ambiguous", SAY_NOTICE_AMBIGUOUS, m->ambiguous_assets);
	put_counted(b, list, "poisoned", SAY_NOTICE_POISONED, m->poisoned);
	put_counted(b, list, "unplaced", SAY_NOTICE_UNPLACED, m->unplaced);
	for (size_t i = 0; i < m->nnotices; i++)
		if (!said_above(m->notices[i].code))
			put_notice(b, list, m->notices[i].code, m->notices[i].text, m->notices[i].n,
				&m->notices[i].loc);
	about_cuts(b, list);
}
