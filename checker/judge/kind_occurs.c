/*
 * occurs: did it happen in every window?  From `since` on, the time is cut into
 * windows of the length `every` (months from the original day); each that has ended at
 * `until` (blank or not given: as_of) is an instance.  An entry of the log for
 * which `done` holds, surely within: T; the logs are whole and no entry can be
 * meant: F; else U.  For a control the logs are those of its items, and whole
 * only where an item source covers them all.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

#define MAX_WINDOWS 1000 /* 2.7 years of days; more of one record nobody reads */

/* An entry that is done, or may be. */
struct sighting { struct instant at; enum tri v; const char *why; };
struct sightings { VEC(struct sighting) seen; bool whole; };

static void
look(struct kind_run *k, struct kind_env *e, const struct item *it, struct sightings *s)
{
	bool control = str_same(k->rule->record, "control");

	s->whole = s->whole && it->has_history && !it->truncated;
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *ev = &it->events[i];
		struct sighting one = {.at = ev->at};
		const char *why;

		if (control)
			kind_bind_record(e, "item", k, it, k->j->cfg->as_of);
		kind_bind_record(e, "event", k, ev, ev->at.known == KNOWN ? ev->at.hi
		                                                           : k->j->cfg->as_of);
		one.v = kind_tri(k, kind_slot(k, "done"), e, &why);
		one.why = why;
		e->n -= control ? 2 : 1;
		if (one.v != TRI_F)
			*VEC_PUSH(&s->seen) = one;
	}
}

static void
look_all(struct kind_run *k, const struct kind_record *r, struct kind_env *e, struct sightings *s)
{
	const struct model *m = k->j->m;

	if (r->item != NOT_ONE) {
		s->whole = true;
		look(k, e, &m->items[r->item], s);
		return;
	}
	s->whole = k->j->covered;
	for (size_t i = 0; i < m->controls[r->control].nitems; i++)
		look(k, e, &m->items[m->controls[r->control].items[i].item], s);
}

/* The n-th window's start, from the original day. */
static struct instant
start_of(const struct kind_run *k, const struct instant *since, struct duration every, int32_t n)
{
	struct duration d = {.months = every.months * n, .ns = every.ns * n};

	return instant_limit(since, d, k->j->cfg->zone);
}

static void
window(struct kind_run *k, struct kind_record *r, struct kind_env *e, const struct sightings *s,
	const struct instant *from, const struct instant *to)
{
	struct template_word w[2] = {{"from", ""}, {"to", ""}};
	struct kind_record at = *r;
	const char *why = say_text(SAY_WHY_LOGS);
	enum tri v = s->whole ? TRI_F : TRI_U;
	struct buf b;

	for (size_t i = 0; i < s->seen.n && v != TRI_T; i++) {
		const struct sighting *x = &s->seen.v[i];

		if (x->at.known == KNOWN && (x->at.hi < from->lo || x->at.lo >= to->hi))
			continue;
		if (x->v == TRI_T && x->at.known == KNOWN && x->at.lo >= from->hi && x->at.hi < to->lo) {
			v = TRI_T;
			continue;
		}
		v = x->v == TRI_B || v == TRI_B ? TRI_B : TRI_U;
		why = x->why != NULL ? x->why : say_text(SAY_WHY_DATES);
	}
	buf_init(&b, 4096);
	instant_put(&b, from);
	w[0].text = arena_strdup(k->scratch, b.p);
	buf_reset(&b);
	instant_put(&b, to);
	w[1].text = arena_strdup(k->scratch, b.p);
	buf_free(&b);
	at.subject = arena_printf(k->scratch, "%s from %s", r->subject, w[0].text);
	kind_check(k, &at, e, v, v == TRI_U ? why : NULL, w, 2, NULL);
}

static void
windows(struct kind_run *k, struct kind_record *r, struct kind_env *e, const struct instant *since,
	const struct instant *until)
{
	struct duration every = {0};
	struct sightings s = {0};

	if (kind_param_duration(k->rule, "every", NULL, &every) != 0
		|| (every.months == 0 && every.ns < NS_HOUR)) {
		kind_check(k, r, e, TRI_U, say_text(SAY_WHY_NO_WINDOW), NULL, 0, NULL);
		return;
	}
	look_all(k, r, e, &s);
	for (int32_t n = 0;; n++) {
		struct instant from = start_of(k, since, every, n), to = start_of(k, since, every, n + 1);

		if (to.lo > until->hi || to.hi >= INSTANT_MAX)
			break;
		if (n == MAX_WINDOWS) {
			kind_check(k, r, e, TRI_U, say_text(SAY_WHY_WINDOWS), NULL, 0, NULL);
			break;
		}
		/* It may still run. */
		if (to.hi > until->lo)
			break;
		window(k, r, e, &s, &from, &to);
	}
	VEC_FREE(&s.seen);
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	struct instant until = instant_exact(k->j->cfg->as_of), since;
	const struct program *end = kind_slot(k, "until");
	struct value v = kind_value(k, kind_slot(k, "since"), e);

	if (v.type != VALUE_TIMESTAMP) {
		kind_check(k, r, e, v.conflict ? TRI_B : TRI_U,
			v.text != NULL ? v.text : say_text(SAY_WHY_START), NULL, 0, NULL);
		return;
	}
	since = v.v.t;
	if (end != NULL) {
		v = kind_value(k, end, e);
		if (v.type == VALUE_TIMESTAMP && v.v.t.lo < until.lo)
			until = v.v.t;
		else if (v.type != VALUE_TIMESTAMP && v.type != VALUE_NULL) {
			kind_check(k, r, e, v.conflict ? TRI_B : TRI_U, v.text, NULL, 0, NULL);
			return;
		}
	}
	windows(k, r, e, &since, &until);
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
}

static const struct var entry[] = {
	{"item", FIELD_RECORD, "item"}, {"event", FIELD_RECORD, "event"}};
static const char *const records[] = {"item", "control", NULL};
static const char *const lengths[] = {"duration", NULL};
static const struct param_spec params[] = {{"every", lengths, NULL}};
static const char *const words[] = {"why", "from", "to", NULL};

const struct kind kind_occurs = {
	.spec = {.name = "occurs",
		.doc = "Each window of the length \"every\" from \"since\" on that ended by \"until\": T if an "
		       "entry for which \"done\" holds lies in it, F if the logs are whole and none can, "
		       "else U. For a control the entries are those of its items.",
		.records = records,
		.slots = {{"since", WANT_TIMESTAMP, true, NULL, 0}, {"until", WANT_TIMESTAMP, false, NULL, 0},
			{"done", WANT_BOOL, true, entry, 2}},
		.nslots = 3, .params = params, .nparams = 1, .words = words},
	.run = run};
