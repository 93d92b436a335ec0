/*
 * share: how much of an item's life passes in a state?  `state` of each entry
 * of the log says whether it begins there (true), ends (false) or stays as it was
 * (null); `first` says what held before the first entry that says something.
 * From `since` to `until` (blank or not given: as_of).  Times that are not known
 * exactly, and what no entry tells, give a least and a most: most at or below
 * max_percent: T; least above it: F; astride, or the log is not whole: U.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

struct times {
	int64_t least, most;     /* ns in the state, on the reading that gives least and most */
	bool unsure, conflict;
	const char *why;
};

/* The length of [from, to] within the life; never negative. */
static int64_t
span(int64_t from, int64_t to, int64_t lo, int64_t hi)
{
	if (from < lo)
		from = lo;
	if (to > hi)
		to = hi;
	return to > from ? to - from : 0;
}

/* T, F; U: it may be; *none: the entry changes nothing. */
static enum tri
state_of(struct kind_run *k, const char *slot, const struct kind_env *e, bool *none,
	struct times *t)
{
	struct value v;

	*none = kind_slot(k, slot) == NULL;
	if (*none)
		return TRI_U;
	v = kind_value(k, kind_slot(k, slot), e);
	*none = v.type == VALUE_NULL;
	if (v.type == VALUE_BOOL)
		return v.v.b ? TRI_T : TRI_F;
	t->conflict = t->conflict || v.conflict;
	if (v.type != VALUE_NULL)
		t->why = v.text != NULL ? v.text : say_text(SAY_WHY_STATE);
	return TRI_U;
}

/* The stretch between two entries, in one state. */
static void
add(struct times *t, enum tri state, const struct instant *from, const struct instant *to,
	const struct instant *since, const struct instant *until)
{
	if (state != TRI_F)
		t->most += span(from->lo, to->hi, since->lo, until->hi);
	if (state == TRI_T)
		t->least += span(from->hi, to->lo, since->hi, until->lo);
}

static struct times
follow(struct kind_run *k, const struct kind_record *r, struct kind_env *e,
	const struct instant *since, const struct instant *until)
{
	struct times t = {0};
	struct instant from = *since;
	enum tri state = TRI_U;
	bool complete, begun = false;
	const struct event *v;
	size_t n;

	v = kind_events(r, k->j, &n, &complete);
	t.unsure = !complete;
	if (!complete)
		t.why = say_text(SAY_WHY_LOG);
	for (size_t i = 0; i < n; i++) {
		enum tri now, before = TRI_U;
		bool none, silent = true;

		kind_bind_record(e, "event", k, &v[i], v[i].at.known == KNOWN ? v[i].at.hi
		                                                               : k->j->cfg->as_of);
		now = state_of(k, "state", e, &none, &t);
		if (!none && !begun)
			before = state_of(k, "first", e, &silent, &t);
		e->n--;
		if (none)
			continue;
		if (v[i].at.known != KNOWN) {
			t.unsure = true;
			t.why = say_text(SAY_WHY_ENTRY_TIME);
			continue;
		}
		add(&t, begun ? state : silent ? TRI_U : before, &from, &v[i].at, since, until);
		begun = true;
		state = now;
		from = v[i].at;
	}
	add(&t, state, &from, until, since, until);
	return t;
}

/* Whole milliseconds, so that a hundred times as many fit. */
static int64_t
ms_up(int64_t ns)
{
	return ns / 1000000 + (ns % 1000000 > 0);
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	int64_t max = kind_param_int(k, "max_percent"), longest, shortest;
	struct instant until = instant_exact(k->j->cfg->as_of), since;
	struct template_word w[1] = {{"percent", ""}};
	const struct program *end = kind_slot(k, "until");
	struct value v = kind_value(k, kind_slot(k, "since"), e);
	struct times t;
	enum tri value = TRI_U;

	if (v.type != VALUE_TIMESTAMP) {
		kind_check(k, r, e, v.conflict ? TRI_B : TRI_U,
			v.text != NULL ? v.text : say_text(SAY_WHY_START), NULL, 0, NULL);
		return;
	}
	since = v.v.t;
	if (end != NULL && (v = kind_value(k, end, e)).type == VALUE_TIMESTAMP && v.v.t.lo < until.lo)
		until = v.v.t;
	else if (end != NULL && v.type != VALUE_TIMESTAMP && v.type != VALUE_NULL) {
		kind_check(k, r, e, v.conflict ? TRI_B : TRI_U, v.text, NULL, 0, NULL);
		return;
	}
	longest = until.hi - since.lo;
	shortest = until.lo > since.hi ? until.lo - since.hi : 0;
	if (longest <= 0)
		return;
	t = follow(k, r, e, &since, &until);
	if (!t.unsure && shortest > 0 && max >= 0 && max <= 100
		&& ms_up(t.most) * 100 <= shortest / 1000000 * max)
		value = TRI_T;
	else if (!t.unsure && t.least / 1000000 * 100 > ms_up(longest) * max)
		value = TRI_F;
	else if (t.conflict)
		value = TRI_B;
	w[0].text = arena_printf(k->scratch, "%lld",
		(long long)(t.least / 1000000 * 100 / ms_up(longest)));
	kind_check(k, r, e, value, value != TRI_U ? NULL
		: t.why != NULL ? t.why : say_text(SAY_WHY_DATES), w, 1, NULL);
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
}

static const struct var event[] = {{"event", FIELD_RECORD, "event"}};
static const char *const records[] = {"item", NULL};
static const char *const ints[] = {"int", NULL};
static const struct param_spec params[] = {{"max_percent", ints, NULL}};
static const char *const words[] = {"why", "percent", NULL};

const struct kind kind_share = {
	.spec = {.name = "share",
		.doc = "Each item: T if on every reading at most max_percent of the time from \"since\" to "
		       "\"until\" passed in the \"state\", F if on every reading more did, U if that is open "
		       "or its log is not whole. An entry for which \"state\" is null changes nothing.",
		.records = records,
		.slots = {{"since", WANT_TIMESTAMP, true, NULL, 0}, {"until", WANT_TIMESTAMP, false, NULL, 0},
			{"state", WANT_ANY, true, event, 1}, {"first", WANT_ANY, false, event, 1}},
		.nslots = 4, .params = params, .nparams = 1, .words = words},
	.run = run};
