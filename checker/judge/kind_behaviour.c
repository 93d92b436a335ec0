/*
 * behaviour: signals of how somebody acts, a closed set, one row each.  What one
 * `actor` did, with the time `when` and the words `text` of each act, is taken
 * together: the signal is there: F; it is surely not: T; unknown acts, actors or times: U.
 * Fewer than `least` acts are no instance: no signal proves anything, and of few
 * acts none is one.  Its F is a question, and caps: what the actor decided does
 * not count until it is answered.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

/* Acts of one actor, by time. */
struct acts {
	int64_t *at;
	const char **text;
	size_t n;
	bool times, texts;       /* all of them known exactly */
};

struct signal {
	const char *name;
	bool wants_text;
	/* T: the signal is there. */
	bool (*there)(const struct kind_run *k, const struct acts *a, struct template_word *fact);
};

static int
by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return a < b ? -1 : a > b;
}

static int
by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The middle one of the gaps between acts, the lower of two. */
static bool
burst(const struct kind_run *k, const struct acts *a, struct template_word *fact)
{
	int64_t *gaps = ARENA_ARRAY(k->scratch, int64_t, a->n);
	struct duration limit = {0};
	int64_t middle;

	if (a->n < 2)
		return false;
	for (size_t i = 1; i < a->n; i++)
		gaps[i - 1] = a->at[i] - a->at[i - 1];
	qsort(gaps, a->n - 1, sizeof(*gaps), by_number);
	middle = gaps[(a->n - 2) / 2];
	kind_param_duration(k->rule, "gap", NULL, &limit);
	fact->text = arena_printf(k->scratch, "%lld s", (long long)(middle / NS_SECOND));
	return middle < limit.ns;
}

/* The share of the commonest words; blank ones are words too. */
static bool
same_text(const struct kind_run *k, const struct acts *a, struct template_word *fact)
{
	const char **sorted = ARENA_ARRAY(k->scratch, const char *, a->n);
	size_t most = 0, run = 0;

	for (size_t i = 0; i < a->n; i++)
		sorted[i] = str_word_key(k->scratch, a->text[i]);
	qsort(sorted, a->n, sizeof(*sorted), by_text);
	for (size_t i = 0; i < a->n; i++) {
		run = i > 0 && str_same(sorted[i], sorted[i - 1]) ? run + 1 : 1;
		most = run > most ? run : most;
	}
	fact->text = arena_printf(k->scratch, "%llu %%", (unsigned long long)share_percent(most, a->n));
	return !share_most(most, a->n, kind_param_int_or(k, "percent", 80));
}

/*
 * As a clock: the standard deviation of the gaps is under a twentieth of their mean.  Without
 * fractions: 400 (n S2 - S1^2) < S1^2, on gaps in units in which S1 is at most 2^20.
 */
static bool
regular(const struct kind_run *k, const struct acts *a, struct template_word *fact)
{
	uint64_t s1 = 0, s2 = 0, n = a->n - 1;
	int64_t unit = 1;

	(void)k;
	fact->text = say_text(SAY_WHY_REGULAR);
	if (n < 2 || n > 10000 || a->at[n] <= a->at[0])
		return false;
	while ((a->at[n] - a->at[0]) / unit > (1 << 20))
		unit *= 2;
	for (size_t i = 1; i < a->n; i++) {
		uint64_t gap = (uint64_t)((a->at[i] - a->at[i - 1]) / unit);

		s1 += gap;
		s2 += gap * gap;
	}
	return s1 > 0 && n * s2 - s1 * s1 < s1 * s1 / 400;
}

static const struct signal signals[] = {
	{"burst", false, burst}, {"same-text", true, same_text}, {"regular", false, regular},
};
static const char *const signal_names[] = {"burst", "same-text", "regular", NULL};

static const struct signal *
signal_of(const struct kind_run *k)
{
	const char *name = rule_param(k->rule, "signal")->text;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (str_same(signals[i].name, name))
			return &signals[i];
	die_bug("a signal that the loader should have refused");
}

static void
fill(struct kind_run *k, const struct kind_env *e, struct member *m)
{
	struct value v = kind_value(k, kind_slot(k, "when"), e);

	if (v.type == VALUE_TIMESTAMP)
		m->at = v.v.t;
	m->text = kind_text(k, "text", e, &m->unknown, &m->why);
	if (m->text == NULL && !m->unknown)
		m->text = "";
}

static int
by_when(const void *x, const void *y)
{
	const struct member *a = x, *b = y;

	return a->at.lo < b->at.lo ? -1 : a->at.lo > b->at.lo;
}

static struct acts
acts_of(struct kind_run *k, struct group *g)
{
	struct acts a = {.n = g->members.n, .times = true, .texts = true};

	qsort(g->members.v, g->members.n, sizeof(*g->members.v), by_when);
	a.at = ARENA_ARRAY(k->scratch, int64_t, a.n);
	a.text = ARENA_ARRAY(k->scratch, const char *, a.n);
	for (size_t i = 0; i < a.n; i++) {
		const struct member *m = &g->members.v[i];

		a.at[i] = m->at.lo;
		a.text[i] = m->text;
		a.times = a.times && m->at.known == KNOWN && m->at.lo == m->at.hi;
		a.texts = a.texts && !m->unknown;
	}
	return a;
}

static void
settle(struct kind_run *k, struct group *g, bool lost)
{
	const struct signal *s = signal_of(k);
	struct template_word w[3] = {{"actor", g->key}, {"n", ""}, {"fact", ""}};
	int64_t least = kind_param_int(k, "least");
	struct member all = g->members.v[0];
	const char *why = NULL;
	struct acts a;
	enum tri v;

	if ((int64_t)g->members.n < least || least < 2)
		return;
	a = acts_of(k, g);
	w[1].text = arena_printf(k->scratch, "%zu", a.n);
	if (s->wants_text ? !a.texts : !a.times) {
		v = TRI_U;
		why = say_text(s->wants_text ? SAY_WHY_WORDS : SAY_WHY_TIMES);
	} else if (s->there(k, &a, &w[2])) {
		v = TRI_F;
	} else {
		v = lost ? TRI_U : TRI_T;
		why = say_text(SAY_WHY_ACTORS);
	}
	all.r.subject = g->key;
	group_check(k, &all, v, v == TRI_U ? why : NULL, w, 3);
}

static void
run(struct kind_run *k)
{
	struct groups g;

	groups_make(&g, k, "actor", fill);
	for (size_t i = 0; i < g.list.n; i++) {
		arena_reset(k->scratch);
		settle(k, &g.list.v[i], g.lost.n > 0);
	}
	groups_free(&g);
}

static const char *const records[] = {"acceptance", "event", NULL};
static const char *const ints[] = {"int", NULL};
static const char *const texts[] = {"string", NULL};
static const struct param_spec params[] = {{"signal", texts, signal_names}, {"least", ints, NULL}};
static const char *const words[] = {"why", "n", "fact", NULL};

const struct kind kind_behaviour = {
	.spec = {.name = "behaviour", .together = true,
		.doc = "Each actor with at least \"least\" acts: F if the \"signal\" is there (burst: the middle "
		       "gap is under the parameter gap; same-text: over percent of the words are the same; "
		       "regular: as by a clock), T if it surely is not, else U. What an actor who is F "
		       "decided does not count.",
		.records = records,
		.slots = {{"actor", WANT_STRING, true, NULL, 0}, {"when", WANT_TIMESTAMP, true, NULL, 0},
			{"text", WANT_STRING, false, NULL, 0}},
		.nslots = 3, .params = params, .nparams = 2, .words = words, .caps = true,
		.only_caps = true},
	.run = run};
