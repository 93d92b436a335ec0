/*
 * followup: after each entry for which `after` holds, an entry for which
 * `expect` holds must follow within the parameter "limit", made by someone for
 * whom `by` holds.  Found in time for every reading: T; the time is over, the
 * log is whole and nothing in it can be meant: F; still running: not counted;
 * else U.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

struct found {
	enum tri v;          /* T: surely in time; U: perhaps; B: sources disagree; F: none */
	const char *why;
};

static int64_t
moment(const struct kind_run *k, const struct event *e)
{
	return e->at.known == KNOWN ? e->at.hi : k->j->cfg->as_of;
}

/* Does `next` answer `ev`, apart from the time? */
static enum tri
answers(struct kind_run *k, struct kind_env *e, const struct event *next, const char **why)
{
	const struct program *by = kind_slot(k, "by");
	enum tri v, who = TRI_T;
	const char *why2 = NULL;

	kind_bind_record(e, "next", k, next, moment(k, next));
	v = kind_tri(k, kind_slot(k, "expect"), e, why);
	if (v != TRI_F && by != NULL) {
		who = kind_tri(k, by, e, &why2);
		if (who != TRI_T && *why == NULL)
			*why = why2;
	}
	e->n--;
	return tri_and(v, who);
}

/* What was made for an entry that answers nothing is not kept: a long log has many of them. */
static enum tri
try_one(struct kind_run *k, struct kind_env *e, const struct event *next, const char **why)
{
	struct arena_mark mark = arena_mark(k->scratch);
	enum tri v = answers(k, e, next, why);

	if (v == TRI_F)
		arena_back(k->scratch, mark);
	return v;
}

static struct found
search(struct kind_run *k, struct kind_env *e, const struct event *v, size_t n, size_t from,
	const struct instant *due)
{
	struct found f = {TRI_F, NULL};
	size_t tried = 0;

	for (size_t i = 0; i < n; i++) {
		const struct instant *at = &v[i].at;
		const char *why = NULL;
		enum tri hit;

		/* Surely too late, or surely before what is to be answered. */
		if (i == from || (at->known == KNOWN && (at->lo > due->hi || at->hi < v[from].at.lo)))
			continue;
		if (tried++ == MAX_FOLLOWERS)
			return (struct found){TRI_U, say_text(SAY_WHY_FOLLOWERS)};
		hit = try_one(k, e, &v[i], &why);
		if (hit == TRI_F)
			continue;
		/* Between entries that the dates leave in doubt the log's own order decides. */
		if (hit == TRI_T && at->known == KNOWN && at->hi <= due->lo && i > from)
			return (struct found){TRI_T, NULL};
		f.v = hit == TRI_B || f.v == TRI_B ? TRI_B : TRI_U;
		f.why = why != NULL ? why : say_text(SAY_WHY_DATES);
	}
	return f;
}

static void
report(struct kind_run *k, struct kind_record *r, struct kind_env *e, enum tri v, const char *why,
	const struct event *ev, const struct instant *due)
{
	struct template_word w[2] = {{"when", ""}, {"due", ""}};
	struct kind_record at = *r;
	struct buf b;

	buf_init(&b, 4096);
	instant_put(&b, &ev->at);
	w[0].text = arena_strdup(k->scratch, b.p);
	buf_reset(&b);
	instant_put(&b, due);
	w[1].text = arena_strdup(k->scratch, b.p);
	buf_free(&b);
	at.at = ev->loc;
	kind_check(k, &at, e, v, why, w, 2, NULL);
}

static void
one_event(struct kind_run *k, struct kind_record *r, struct kind_env *e, const struct event *v,
	size_t n, size_t i, bool complete, enum tri after, const char *why)
{
	const struct item *it = &k->j->m->items[r->item];
	struct instant due = instant_unknown();
	struct found f = {after == TRI_B ? TRI_B : TRI_U, why};

	if (after == TRI_T && v[i].at.known != KNOWN) {
		f.why = say_text(SAY_WHY_TIME);
	} else if (after == TRI_T
		&& kind_due(k, &v[i].at, it->severity > 0 ? severity_word(it->severity) : NULL, &due,
			   &f.why) != 0) {
		due = instant_unknown();
	} else if (after == TRI_T) {
		f = search(k, e, v, n, i, &due);
		if (f.v == TRI_F && k->j->cfg->as_of <= due.lo)
			return;
		if (f.v == TRI_F && (!complete || k->j->cfg->as_of <= due.hi))
			f = (struct found){TRI_U, complete ? say_text(SAY_WHY_DATES)
			                                   : say_text(SAY_WHY_LOG)};
	}
	report(k, r, e, f.v, f.why, &v[i], &due);
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	const struct event *v;
	bool complete;
	size_t n;

	v = kind_events(r, k->j, &n, &complete);
	for (size_t i = 0; i < n; i++) {
		const char *why;
		enum tri after;

		kind_bind_record(e, "event", k, &v[i], moment(k, &v[i]));
		after = kind_tri(k, kind_slot(k, "after"), e, &why);
		if (after != TRI_F)
			one_event(k, r, e, v, n, i, complete, after, why);
		e->n--;
	}
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
}

static const struct var event[] = {{"event", FIELD_RECORD, "event"}};
static const struct var pair[] = {
	{"event", FIELD_RECORD, "event"}, {"next", FIELD_RECORD, "event"}};
static const char *const records[] = {"item", NULL};
static const char *const limits[] = {"duration", "table", NULL};
static const struct param_spec params[] = {{"limit", limits, NULL}};
static const char *const words[] = {"why", "when", "due", NULL};

const struct kind kind_followup = {
	.spec = {.name = "followup",
		.doc = "Each entry of a log for which \"after\" holds: T if one for which \"expect\" and \"by\" "
		       "hold follows within the limit; F if the limit is over and the whole log has none; "
		       "running ones are not counted; else U.",
		.records = records,
		.slots = {{"after", WANT_BOOL, true, event, 1}, {"expect", WANT_BOOL, true, pair, 2},
			{"by", WANT_BOOL, false, pair, 2}},
		.nslots = 3, .params = params, .nparams = 1, .calendars = true, .words = words},
	.run = run};
