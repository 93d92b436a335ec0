/*
 * deadline: from start, at most limit, until stop.  MET for every reading of
 * the instants: T; BREACHED for every one: F; else U.  A clock that is running
 * under every reading is no instance; where U rests on sources that disagree it
 * is B, here as in every kind.  The start is `start`; the stop is
 * `stop`, or the first entry of the log for which `stop_when` holds.  The limit is
 * the parameter "limit": a duration, or a table by the record's severity.
 * The rule of effect "instance" of dimension D speaks of the decision clocks
 * that the judge ran (judgement.md 7), so rule and score cannot disagree.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

struct stopped {
	struct instant at;   /* UNKNOWN: nothing stops it, as far as is known */
	bool complete;       /* and nothing else can have */
	bool conflict;       /* sources disagree on it */
	const char *why;
};

static void
report(struct kind_run *k, struct kind_record *r, struct kind_env *e, enum tri v,
	const char *why, const struct instant *start, const struct instant *due,
	const struct instant *stop)
{
	struct template_word w[3] = {{"start", ""}, {"due", ""}, {"stop", ""}};
	const struct instant *const t[3] = {start, due, stop};

	for (size_t i = 0; i < 3; i++) {
		struct buf b;

		buf_init(&b, 4096);
		if (t[i] != NULL)
			instant_put(&b, t[i]);
		w[i].text = arena_strdup(k->scratch, b.p);
		buf_free(&b);
	}
	trace_margin(k, due, stop);
	kind_check(k, r, e, v, why, w, 3, NULL);
}

static struct instant
instant_value(const struct value *v)
{
	return v->type == VALUE_TIMESTAMP ? v->v.t : instant_unknown();
}

/* The first entry that stops it; one that may or may not makes the rest unsure. */
static struct stopped
first_event(struct kind_run *k, const struct kind_record *r, struct kind_env *e,
	const struct program *when)
{
	struct stopped s = {.at = instant_unknown()};
	const struct event *v;
	size_t n;

	v = kind_events(r, k->j, &n, &s.complete);
	if (!s.complete)
		s.why = say_text(SAY_WHY_LOG);
	for (size_t i = 0; i < n; i++) {
		const char *why;
		enum tri hit;

		kind_bind_record(e, "event", k, &v[i], v[i].at.known == KNOWN ? v[i].at.hi
		                                                               : k->j->cfg->as_of);
		hit = kind_tri(k, when, e, &why);
		e->n--;
		if (hit == TRI_T && v[i].at.known == KNOWN) {
			s.at = v[i].at;
			return s;
		}
		if (hit != TRI_F) {
			s.complete = false;
			s.conflict = s.conflict || hit == TRI_B;
			s.why = hit == TRI_T ? say_text(SAY_WHY_STOP) : why;
		}
	}
	return s;
}

static struct stopped
stop_of(struct kind_run *k, const struct kind_record *r, struct kind_env *e)
{
	const struct program *when = kind_slot(k, "stop_when"), *stop = kind_slot(k, "stop");
	struct stopped s = {.at = instant_unknown(), .complete = true};
	struct value v;

	if (when != NULL)
		return first_event(k, r, e, when);
	if (stop == NULL)
		return s;
	v = kind_value(k, stop, e);
	s.at = instant_value(&v);
	/* Null: the place for it is blank, so it has not stopped. */
	s.complete = v.type == VALUE_TIMESTAMP || v.type == VALUE_NULL;
	s.conflict = v.conflict;
	s.why = v.text;
	return s;
}

static enum tri
compare(const struct instant *due, struct stopped *s, int64_t as_of, bool *running)
{
	*running = false;
	/* What lies after as_of has not happened yet. */
	if (s->at.known == KNOWN && s->at.lo > as_of)
		s->at = instant_unknown();
	if (s->at.known == KNOWN && s->at.hi <= due->lo)
		return TRI_T;
	if (s->at.known == KNOWN && s->at.lo > due->hi)
		return s->complete ? TRI_F : TRI_U;
	if (s->at.known == KNOWN)
		return TRI_U;
	if (!s->complete)
		return TRI_U;
	if (as_of > due->hi)
		return TRI_F;
	*running = as_of <= due->lo;
	return TRI_U;
}

/* By the table of a profile where there is one, else by the parameter. */
static int
due_by(struct kind_run *k, struct kind_env *e, const struct instant *start, const char *severity,
	struct instant *due, const char **why)
{
	const struct program *facts = kind_slot(k, "facts");
	struct value v;

	if (k->rule->table == NULL || facts == NULL)
		return kind_due(k, start, severity, due, why);
	v = kind_value(k, facts, e);
	return kind_table_due(k, &v, start, due, why);
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	const struct item *it = r->item != NOT_ONE ? &k->j->m->items[r->item] : NULL;
	const char *severity = it != NULL && it->severity > 0 ? severity_word(it->severity) : NULL;
	struct value v = kind_value(k, kind_slot(k, "start"), e);
	struct instant start = instant_value(&v), due;
	const char *why;
	struct stopped s;
	bool running;
	enum tri t;

	if (v.type != VALUE_TIMESTAMP) {
		report(k, r, e, v.conflict ? TRI_B : TRI_U,
			v.text != NULL ? v.text : say_text(SAY_WHY_START), NULL, NULL, NULL);
		return;
	}
	if (due_by(k, e, &start, severity, &due, &why) != 0) {
		report(k, r, e, TRI_U, why, &start, NULL, NULL);
		return;
	}
	s = stop_of(k, r, e);
	t = compare(&due, &s, k->j->cfg->as_of, &running);
	if (t == TRI_U && s.conflict)
		t = TRI_B;
	if (!running)
		report(k, r, e, t, t == TRI_U ? s.why != NULL ? s.why : k->rule->table != NULL
				? say_text(SAY_WHY_FACTS)
				: say_text(SAY_WHY_DATES) : NULL,
			&start, &due, &s.at);
}

static void
judged_clock(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	const struct clock *c = &k->j->out->clocks[r->item];

	trace_clock(k, c);
	if (c->state == CLOCK_NONE || c->state == CLOCK_RUNNING)
		return;
	report(k, r, e, c->state == CLOCK_MET ? TRI_T : c->state == CLOCK_BREACHED ? TRI_F : TRI_U,
		c->why, &c->start, &c->due, &c->stop);
}

static void
run(struct kind_run *k)
{
	bool judged = k->rule->effect == EFFECT_INSTANCE;
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		if (where != TRI_T)
			report(k, &r, &e, where, why, NULL, NULL, NULL);
		else if (judged)
			judged_clock(k, &r, &e);
		else
			one(k, &r, &e);
	}
}

static const struct var event[] = {{"event", FIELD_RECORD, "event"}};
static const char *const limits[] = {"duration", "table", NULL};
static const struct param_spec params[] = {{"limit", limits, NULL}};
static const char *const words[] = {"why", "start", "due", "stop", NULL};

const struct kind kind_deadline = {
	.spec = {.name = "deadline",
		.doc = "Each record with a clock that ended: T if it was stopped within the limit for every "
		       "reading of the dates, F if for none, else U; running clocks are not counted.",
		.records = kind_entities,
		.slots = {{"start", WANT_TIMESTAMP, true, NULL, 0}, {"stop", WANT_TIMESTAMP, false, NULL, 0},
			{"stop_when", WANT_BOOL, false, event, 1},
			{"facts", WANT_LIST, false, NULL, 0}},
		.nslots = 4, .params = params, .nparams = 1, .calendars = true, .words = words, .scores = "D",
		.scores_for = "item"},
	.run = run};
