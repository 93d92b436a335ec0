#include "reports/diff.h"

#include "checker/base/arena.h"
#include "checker/base/instant.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "reports/finding.h"
#include "reports/ratchet.h"
#include "reports/walk.h"
#include "reports/words.h"

struct diffing {
	struct arena *a;
	VEC(struct change) v;
};

struct arena *
diff_arena(struct diffing *d)
{
	return d->a;
}

void
diff_add(struct diffing *d, enum change_class class, const char *about, const char *subject,
	const char *at, const char *text)
{
	*VEC_PUSH(&d->v) = (struct change){.class = class, .about = about, .subject = subject,
		.text = text, .at = at != NULL ? at : ""};
}

struct map *
diff_index(const struct node *parent, const char *list, const char *key)
{
	struct map *m = map_new();

	for EACH(n, parent, list) {
		const char *id = get_str(n, key);
		void **slot = map_slot(m, id, strlen(id), NULL);

		if (*slot == NULL)
			*slot = (void *)(uintptr_t)n;
	}
	return m;
}

static const struct node *
find(const struct map *m, const char *id)
{
	return map_get(m, id, strlen(id));
}

const char *
change_word(enum change_class c)
{
	static const char *const words[CHANGE_CLASSES] = {"regression", "fix", "new", "gone", "method"};

	return words[c];
}

bool
change_of_measure(const struct change *c)
{
	static const char *const about[] = {"scope", "weight", "rule", "limit", "period", "population",
		"tests", "file", "tool", "facts"};

	for (size_t i = 0; i < sizeof(about) / sizeof(*about); i++)
		if (str_same(c->about, about[i]))
			return true;
	return false;
}

/* ---- controls ---- */

static const char *
name_of(const struct node *control)
{
	const char *label = get_str(control, "label");

	return *label != '\0' ? label : get_str(control, "id");
}

/* The report lists verdicts worst first; those outside of the ranking last. */
static int
rank_of(const struct node *scope, const char *verdict)
{
	int at = 0;

	for EACH(v, scope, "verdicts") {
		if (str_same(v->key, verdict))
			return str_same(verdict, "NOT_EXERCISED") ? -1 : at;
		at++;
	}
	return -1;
}

static int
outcome_rank(enum outcome o)
{
	return o == OUTCOME_FAILS ? 0 : o == OUTCOME_UNPROVEN ? 1 : 2;
}

static const char *
place_of(const struct node *control)
{
	const char *at = get_str(node_get(control, "refuted"), "at");

	return *at != '\0' ? at : node_text(get_child(control, "from"));
}

static void
new_control(struct diffing *d, const struct node *c)
{
	enum outcome o = outcome_of(c);

	diff_add(d, o == OUTCOME_FAILS || o == OUTCOME_UNPROVEN ? CHANGE_REGRESSION : CHANGE_NEW,
		"control", name_of(c), place_of(c), SAID(d->a, SAY_D_CONTROL_NEW, SAY_S(name_of(c)),
			SAY_S(get_str(c, "meaning"))));
}

static void
gone_control(struct diffing *d, const struct node *c, enum say text)
{
	diff_add(d, outcome_of(c) == OUTCOME_LEFT_OUT ? CHANGE_GONE : CHANGE_REGRESSION, "scope",
		name_of(c), "", SAID(d->a, text, SAY_S(name_of(c)), SAY_S(get_str(c, "meaning"))));
}

/* Fewer are bad, and not as many more are good: some went from refuted to unknown, or away. */
static bool
lost(const struct node *old, const struct node *new, const char *dim)
{
	const struct node *d0 = node_get(old, dim), *d1 = node_get(new, dim);
	int64_t fewer = get_int(d0, "bad") - get_int(d1, "bad");

	return fewer > 0 && get_int(d1, "good") - get_int(d0, "good") < fewer;
}

/* What looks better is so only where the evidence shows it (judgement.md 8, "sticky"). */
static enum change_class
better(const struct node *old, const struct node *new)
{
	if (lost(old, new, "o") || lost(old, new, "w"))
		return CHANGE_REGRESSION;
	/* A late decision that left its period is neither mended nor hidden. */
	return lost(old, new, "d") ? CHANGE_METHOD : CHANGE_FIX;
}

/* Whether the verdict or the outcome says something else. */
static bool
verdict_change(struct diffing *d, const struct node *scope, const struct node *old,
	const struct node *new)
{
	const char *was = get_str(old, "verdict"), *is = get_str(new, "verdict");
	int before = outcome_rank(outcome_of(old)), after = outcome_rank(outcome_of(new));
	int r0 = rank_of(scope, was), r1 = rank_of(scope, is);
	enum change_class class = CHANGE_METHOD;

	if (str_same(was, is) && before == after)
		return false;
	if (before != after)
		class = after < before ? CHANGE_REGRESSION : better(old, new);
	else if (r0 >= 0 && r1 >= 0)
		class = r1 < r0 ? CHANGE_REGRESSION : better(old, new);
	/* A better word while less is shown is no fix. */
	if (class != CHANGE_REGRESSION && get_int(new, "real_low") < get_int(old, "real_low"))
		class = CHANGE_REGRESSION;
	if (str_same(was, is))
		diff_add(d, class, "control", name_of(new), place_of(new),
			SAID(d->a, after < before ? SAY_D_FAILS : SAY_D_FAILS_NOT, SAY_S(name_of(new))));
	else
		diff_add(d, class, "control", name_of(new), place_of(new), SAID(d->a, SAY_D_VERDICT,
			SAY_S(name_of(new)), SAY_S(get_str(new, "meaning")),
			SAY_S(get_str(old, "meaning"))));
	return true;
}

static void
share_change(struct diffing *d, const struct node *old, const struct node *new)
{
	int64_t lo0 = get_int(old, "real_low"), lo1 = get_int(new, "real_low");
	int64_t hi0 = get_int(old, "real_high"), hi1 = get_int(new, "real_high");
	enum change_class class = lo1 < lo0 || (lo1 == lo0 && hi1 < hi0) ? CHANGE_REGRESSION
		: better(old, new);

	if (lo0 == lo1 && hi0 == hi1)
		return;
	if (class == CHANGE_FIX && lo0 == lo1)
		class = CHANGE_METHOD; /* only less is refuted */
	diff_add(d, class, "control", name_of(new), place_of(new), SAID(d->a, SAY_D_SHARE,
		SAY_S(name_of(new)), SAY_N(percent_down(lo1)), SAY_N(percent_up(hi1)),
		SAY_N(percent_down(lo0)), SAY_N(percent_up(hi0))));
}

static void
other_changes(struct diffing *d, const struct node *old, const struct node *new)
{
	const struct node *o0 = node_get(old, "owner"), *o1 = node_get(new, "owner");
	bool t0 = str_same(get_str(o0, "valid"), "T"), t1 = str_same(get_str(o1, "valid"), "T");
	int64_t w0 = get_int(old, "weight"), w1 = get_int(new, "weight");
	const char *c0 = get_str(node_get(old, "claim"), "state");
	const char *c1 = get_str(node_get(new, "claim"), "state");

	if (t0 && !t1)
		diff_add(d, CHANGE_REGRESSION, "owner", name_of(new), node_text(get_child(o1, "from")),
			SAID(d->a, SAY_D_OWNER_LOST, SAY_S(name_of(new)), SAY_S(get_str(o1, "why"))));
	if (!t0 && t1)
		diff_add(d, CHANGE_FIX, "owner", name_of(new), node_text(get_child(o1, "from")),
			SAID(d->a, SAY_D_OWNER_FOUND, SAY_S(name_of(new))));
	if (w0 != w1)
		diff_add(d, w1 < w0 ? CHANGE_REGRESSION : CHANGE_METHOD, "weight", name_of(new), "",
			SAID(d->a, SAY_D_WEIGHT, SAY_S(name_of(new)), SAY_N((uint64_t)w1),
				SAY_N((uint64_t)w0)));
	if (!str_same(c0, c1))
		diff_add(d, CHANGE_METHOD, "records", name_of(new),
			get_str(node_get(new, "claim"), "from"), SAID(d->a, SAY_D_RECORDS,
				SAY_S(name_of(new)), SAY_S(*c1 != '\0' ? c1 : say_text(SAY_P_CLAIM_NONE)),
				SAY_S(*c0 != '\0' ? c0 : say_text(SAY_P_CLAIM_NONE))));
}

static void
control_changes(struct diffing *d, const struct node *scope, const struct node *old,
	const struct node *new)
{
	bool out0 = outcome_of(old) == OUTCOME_LEFT_OUT, out1 = outcome_of(new) == OUTCOME_LEFT_OUT;

	if (out0 && out1)
		return;
	if (out1) {
		gone_control(d, old, SAY_D_CONTROL_OUT);
		return;
	}
	if (out0) {
		new_control(d, new);
		return;
	}
	if (!verdict_change(d, scope, old, new))
		share_change(d, old, new);
	other_changes(d, old, new);
}

/* ---- scopes ---- */

static void
score_change(struct diffing *d, const struct node *old, const struct node *new)
{
	const struct node *s0 = node_get(old, "scores"), *s1 = node_get(new, "scores");
	int64_t lo0 = get_int(s0, "real_low"), lo1 = get_int(s1, "real_low");
	bool defined0 = node_is(node_get(s0, "real_low"), NODE_NUMBER);
	bool defined1 = node_is(node_get(s1, "real_low"), NODE_NUMBER);

	if (defined0 == defined1 && lo0 == lo1)
		return;
	diff_add(d, !defined1 || lo1 < lo0 ? CHANGE_REGRESSION : CHANGE_FIX, "score",
		get_str(new, "id"), "", !defined1 ? SAID(d->a, SAY_D_SCORE_GONE, SAY_S(get_str(new, "id")))
			: SAID(d->a, SAY_D_SCORE, SAY_S(get_str(new, "id")), SAY_N(percent_down(lo1)),
				SAY_N(percent_down(lo0))));
}

static void
scope_changes(struct diffing *d, const struct node *old, const struct node *new)
{
	struct map *before = diff_index(old, "controls", "id");
	struct map *after = diff_index(new, "controls", "id");

	score_change(d, old, new);
	for EACH(c, new, "controls") {
		const struct node *was = find(before, get_str(c, "id"));

		if (was == NULL)
			new_control(d, c);
		else
			control_changes(d, new, was, c);
	}
	for EACH(c, old, "controls")
		if (find(after, get_str(c, "id")) == NULL)
			gone_control(d, c, SAY_D_CONTROL_GONE);
	map_free(before);
	map_free(after);
}

/* The same system and framework: of another baseline it is the same scope, measured otherwise. */
static void
baseline_change(struct diffing *d, const struct node *old, const struct node *new)
{
	const char *b0 = get_str(old, "baseline"), *b1 = get_str(new, "baseline");

	if (!str_same(b0, b1))
		diff_add(d, CHANGE_METHOD, "scope", get_str(new, "id"), "", SAID(d->a, SAY_D_BASELINE,
			SAY_S(get_str(new, "framework")), SAY_S(*b1 != '\0' ? b1 : say_text(SAY_PARTY_NONE)),
			SAY_S(*b0 != '\0' ? b0 : say_text(SAY_PARTY_NONE))));
}

static void
all_scopes(struct diffing *d, const struct node *old, const struct node *new)
{
	for EACH(s, new, "scopes") {
		const struct node *was = scope_before(old, s);

		if (was != NULL) {
			baseline_change(d, was, s);
			scope_changes(d, was, s);
			continue;
		}
		diff_add(d, CHANGE_NEW, "scope", get_str(s, "id"), "",
			SAID(d->a, SAY_D_SCOPE_NEW, SAY_S(get_str(s, "id"))));
		for EACH(c, s, "controls")
			if (outcome_of(c) == OUTCOME_FAILS)
				new_control(d, c);
	}
	for EACH(s, old, "scopes")
		if (scope_before(new, s) == NULL)
			diff_add(d, CHANGE_REGRESSION, "scope", get_str(s, "id"), "",
				SAID(d->a, SAY_D_SCOPE_GONE, SAY_S(get_str(s, "id"))));
}

#define PERIOD_SLACK (3 * NS_DAY) /* February is three days shorter than March */

/* How long a report's period is; without a beginning it has no end of it. */
static int64_t
period_of(struct diffing *d, const struct node *report)
{
	struct instant from, to;

	if (instant_parse(&from, get_str(report, "period_from"), NULL, d->a) != 0
		|| instant_parse(&to, get_str(report, "as_of"), NULL, d->a) != 0
		|| from.known != KNOWN || to.known != KNOWN)
		return INT64_MAX;
	return to.hi - from.lo;
}

static void
about_run(struct diffing *d, const struct node *old, const struct node *new)
{
	bool c0 = get_bool(old, "complete"), c1 = get_bool(new, "complete");
	bool g0 = get_bool(old, "as_of_given"), g1 = get_bool(new, "as_of_given");
	const char *p0 = get_str(old, "period_from"), *p1 = get_str(new, "period_from");

	if (c0 != c1)
		diff_add(d, c1 ? CHANGE_FIX : CHANGE_REGRESSION, "run", "", "",
			say_text(c1 ? SAY_D_COMPLETE : SAY_D_INCOMPLETE));
	if (!str_same(p0, p1))
		diff_add(d, period_of(d, new) < period_of(d, old) - PERIOD_SLACK ? CHANGE_REGRESSION
			: CHANGE_METHOD, "period", "", "",
			SAID(d->a, SAY_D_PERIOD, SAY_S(*p1 != '\0' ? p1 : say_text(SAY_PARTY_PERIOD_OPEN)),
				SAY_S(*p0 != '\0' ? p0 : say_text(SAY_PARTY_PERIOD_OPEN))));
	if (g0 && !g1)
		diff_add(d, CHANGE_REGRESSION, "run", "", "", say_text(SAY_D_AS_OF_GONE));
	/* RFC 3339 in UTC: the order of texts is that of time. */
	if (strcmp(get_str(new, "as_of"), get_str(old, "as_of")) < 0)
		diff_add(d, CHANGE_REGRESSION, "run", "", "", say_text(SAY_D_OLDER));
}

void
diff_build(struct diff *out, struct arena *a, const struct node *old, const struct node *new)
{
	struct diffing d = {.a = a};
	size_t at = 0;

	about_run(&d, old, new);
	all_scopes(&d, old, new);
	diff_facts(&d, old, new);
	diff_method(&d, old, new);
	*out = (struct diff){.n = d.v.n};
	out->v = ARENA_ARRAY(a, struct change, d.v.n + 1);
	for (int c = 0; c < CHANGE_CLASSES; c++)
		for (size_t i = 0; i < d.v.n; i++)
			if (d.v.v[i].class == (enum change_class)c) {
				out->v[at++] = d.v.v[i];
				out->count[c]++;
			}
	VEC_FREE(&d.v);
}
