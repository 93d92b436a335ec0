/* What is a decision (judgement.md 7, 11 "Decisions"). */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static struct answer
no(const char *why)
{
	return (struct answer){.v = TRI_F, .why = why};
}

static struct answer
unknown(unsigned missing, const char *why)
{
	return (struct answer){.v = TRI_U, .missing = missing, .why = why};
}

/* Kleene's and of two answers; the reason is that of the worse one. */
static struct answer
both(struct answer a, struct answer b)
{
	enum tri v = tri_and(a.v, b.v);
	struct answer out = a.v == v && a.v != TRI_T ? a : b;

	out.v = v;
	out.missing = 0;
	if (v == TRI_U)
		out.missing = (a.v == TRI_U ? a.missing : 0) | (b.v == TRI_U ? b.missing : 0);
	return out;
}

static bool
needs_authority(enum choice c)
{
	return c == CHOICE_ACCEPT || c == CHOICE_AVOID || c == CHOICE_TRANSFER
		|| c == CHOICE_FALSE_POSITIVE;
}

/* A place for a rationale: blank is no decision; where the source has none, none is asked. */
static struct answer
rationale_given(const char *text, bool place)
{
	if (text != NULL && *text == '\0')
		return no(say_text(SAY_DECIDE_NO_RATIONALE));
	if (text == NULL && place)
		return unknown(MISSING_OTHER, say_text(SAY_DECIDE_RATIONALE_UNSEEN));
	return (struct answer){.v = TRI_T};
}

/* An end that is a date, not "never" (judgement.md 7: "9999" or none is no decision). */
static struct answer
end_given(const struct instant *until, const char *none)
{
	if (until->known == EMPTY || (until->known == KNOWN && until->never))
		return no(none);
	if (until->known != KNOWN)
		return unknown(MISSING_OTHER, say_text(SAY_DECIDE_END_UNSEEN));
	return (struct answer){.v = TRI_T};
}

static struct answer
choice_whole(const struct decision *d)
{
	switch (d->choice) {
	case CHOICE_ACCEPT:
		return end_given(&d->end, say_text(SAY_DECIDE_ENDLESS));
	case CHOICE_FIX:
	case CHOICE_MITIGATE:
		if (d->closes || (d->event != NULL && d->event->kind == EVENT_DUE))
			break;
		return end_given(&d->end, say_text(SAY_DECIDE_DATELESS));
	case CHOICE_NONE:
		return unknown(MISSING_OTHER, say_text(SAY_DECIDE_CHOICE_UNSURE));
	case CHOICE_AVOID:
	case CHOICE_TRANSFER:
	case CHOICE_FALSE_POSITIVE:
	case CHOICE_REJECT:
		break;
	}
	return (struct answer){.v = TRI_T};
}

/* The due date in force at an event: an acceptance by closing ends there (judgement.md 11). */
static struct instant
due_in_force(const struct item *it, size_t at)
{
	const struct event *last = NULL;
	bool later = false;

	for (size_t i = 0; i < it->nevents; i++) {
		if (it->events[i].kind != EVENT_DUE)
			continue;
		if (i <= at || instant_sort_key(&it->events[i].at)
			<= instant_sort_key(&it->events[at].at))
			last = &it->events[i];
		else
			later = true;
	}
	if (last != NULL)
		return last->until;
	return later ? instant_unknown() : it->due;
}

/* Has another change of the same entry (same actor, same instant) accepted? */
static bool
entry_accepts(const struct item *it, const struct event *e)
{
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *o = &it->events[i];

		if (o != e && o->choice == CHOICE_ACCEPT && o->at.lo == e->at.lo
			&& o->at.hi == e->at.hi && who_same(&o->actor, &e->actor) == TRI_T)
			return true;
	}
	return false;
}

/* A due date set after creation by somebody other than the reporter. */
static struct answer
due_counts(const struct item *it, const struct event *e)
{
	enum tri after = instant_before(&it->created, &e->at);
	enum tri reporter = who_same(&it->reporter, &e->actor);

	if (e->to == NULL || *e->to == '\0')
		return no(say_text(SAY_DECIDE_DUE_TAKEN));
	if (after == TRI_F)
		return no(say_text(SAY_DECIDE_DUE_AT_ONCE));
	if (reporter == TRI_T)
		return no(say_text(SAY_DECIDE_DUE_REPORTER));
	if (after == TRI_U)
		return unknown(MISSING_OTHER, say_text(SAY_DECIDE_MADE_UNSURE));
	if (reporter == TRI_U)
		return unknown(it->reporter.how == RES_UNKNOWN ? MISSING_OTHER : MISSING_ROSTER,
			say_text(SAY_DECIDE_DUE_REPORTER_UNSURE));
	return (struct answer){.v = TRI_T};
}

/* Words of a closing that say that nothing was decided (judgement.md 7: duplicates are no decisions). */
static bool
decides_nothing(const char *word)
{
	static const char *const words[] = {"duplicate", "cancelled", "canceled", "withdrawn",
		"expired"};

	for (size_t i = 0; word != NULL && i < sizeof(words) / sizeof(*words); i++)
		if (str_same_fold(word, words[i]))
			return true;
	return false;
}

/* A decision without an instant may have been made whenever it was not yet as_of (READINGS 70). */
static void
any_time(const struct judging *j, struct instant *at)
{
	if (at->known == KNOWN)
		return;
	at->known = UNKNOWN;
	at->lo = INSTANT_MIN;
	at->hi = j->cfg->as_of;
}

static struct answer
undated(const struct decision *d, struct answer a)
{
	if (d->at.known == KNOWN || a.v == TRI_F)
		return a;
	return both(a, unknown(MISSING_OTHER, say_text(SAY_DECIDE_UNDATED)));
}

/* Is the event of a kind that can be a decision at all? Sets choice and end. */
static bool
event_decides(const struct judging *j, const struct item *it, size_t i, struct decision *d)
{
	const struct event *e = &it->events[i];

	*d = (struct decision){.at = e->at, .event = e, .decider = &e->actor, .closes = e->closes,
		.choice = e->choice, .end = instant_unknown()};
	any_time(j, &d->at);
	if (e->kind == EVENT_DUE && e->choice == CHOICE_NONE) {
		d->choice = CHOICE_FIX;
		d->end = instant_end(&e->until);
		return !entry_accepts(it, e);
	}
	if (e->choice == CHOICE_NONE)
		return e->closes && !decides_nothing(e->to);
	d->end = instant_end(&e->until);
	/* Words of a tracker's states and closings; a decision of its own has a place for its end. */
	if (e->choice == CHOICE_ACCEPT && e->until.known == UNKNOWN
		&& (e->closes || e->kind == EVENT_STATUS)) {
		struct instant due = due_in_force(it, i);

		d->end = instant_end(&due);
	}
	return true;
}

static struct answer
decider_may(struct judging *j, const struct item *it, const struct decision *d,
	const struct who *requester)
{
	struct answer a = who_valid(j, d->decider, d->at.lo, d->at.hi);
	struct reach reach;

	/* The source does not name the actor: no roster will tell. */
	if (d->decider->how == RES_UNKNOWN)
		a.missing = MISSING_OTHER;
	/* Who held a role, and whether one alone, hangs on the day. */
	if (a.v == TRI_F && d->at.known != KNOWN && d->decider->how == RES_ROLE)
		return unknown(MISSING_OTHER, say_text(SAY_DECIDE_UNDATED));
	if (a.v == TRI_T && capped_actor(j, d->decider))
		a = both(a, unknown(MISSING_OTHER, say_text(SAY_DECIDE_CAPPED)));
	if (a.v == TRI_F || !needs_authority(d->choice))
		return a;
	reach.severity = severity_highest(it, &d->at, &reach.sure);
	a = both(a, authority_of(j, d->decider, d->choice, false, reach, &d->at));
	return both(a, segregated(j, it, d->decider, requester, d->choice, &d->at));
}

/* Who asked for what this entry grants: the register's row of the same grant knows (OSCAL dr-submission). */
static const struct who *
asked_for(struct judging *j, const struct item *it, const struct event *e)
{
	for (size_t i = 0; i < j->m->nacceptances; i++) {
		const struct acceptance *row = &j->m->acceptances[i];

		if (row->item < j->m->nitems && &j->m->items[row->item] == it
			&& row->granted.known == KNOWN && row->granted.lo == e->at.lo
			&& row->granted.hi == e->at.hi && row->requester.how != RES_UNKNOWN)
			return &row->requester;
	}
	return NULL;
}

static struct answer
event_valid(struct judging *j, const struct item *it, const struct decision *d)
{
	const struct event *e = d->event;
	struct answer a = choice_whole(d);
	const char *why = NULL;

	if (e->kind == EVENT_DUE && e->choice == CHOICE_NONE)
		a = both(a, due_counts(it, e));
	else if (a.v != TRI_F)
		a = both(a, rationale_given(e->rationale, it->rationale_place));
	if (a.v != TRI_F)
		a = both(a, decider_may(j, it, d, asked_for(j, it, e)));
	if (a.v == TRI_F || j->slots->decision == NULL)
		return a;
	switch (j->slots->decision(j->slots->ctx, j->m, it, e, &why)) {
	case TRI_T:
		return a;
	case TRI_U:
		return both(a, unknown(MISSING_OTHER, why != NULL ? why
			: say_text(SAY_DECIDE_RULE_UNSURE)));
	case TRI_F:
	case TRI_B:
		break;
	}
	return no(why != NULL ? why : say_text(SAY_DECIDE_RULE_NO));
}

static bool
register_decides(struct judging *j, const struct acceptance *row, struct decision *d)
{
	const struct item *it = &j->m->items[row->item];
	enum tri granted = acceptance_granted(row, j->cfg->as_of);

	*d = (struct decision){.at = row->granted, .acceptance = row, .decider = &row->approver,
		.choice = CHOICE_ACCEPT, .end = instant_end(&row->expires)};
	any_time(j, &d->at);
	if (granted == TRI_F)
		return false;
	d->valid = undated(d, choice_whole(d));
	if (granted == TRI_U)
		d->valid = both(d->valid, unknown(MISSING_OTHER, say_text(SAY_DECIDE_STATE_WORD)));
	d->valid = both(d->valid, rationale_given(row->reason, true));
	if (d->valid.v != TRI_F)
		d->valid = both(d->valid, decider_may(j, it, d, &row->requester));
	if (d->valid.v == TRI_T && capped_acceptance(j, row))
		d->valid = unknown(MISSING_OTHER, say_text(SAY_DECIDE_OFFERED_AGAIN));
	return true;
}

static bool
before(const struct decision *a, const struct decision *b)
{
	/* Those without an instant come last. */
	if (a->at.known != KNOWN || b->at.known != KNOWN)
		return a->at.known == KNOWN && b->at.known != KNOWN;
	return instant_sort_key(&a->at) < instant_sort_key(&b->at);
}

static void
add(struct item_state *s, size_t *cap, const struct decision *d, struct arena *a)
{
	size_t i;

	if (s->ndecisions == *cap) {
		struct decision *v = ARENA_ARRAY(a, struct decision, *cap * 2 + 4);

		for (i = 0; i < s->ndecisions; i++)
			v[i] = s->decisions[i];
		s->decisions = v;
		*cap = *cap * 2 + 4;
	}
	for (i = s->ndecisions++; i > 0 && before(d, &s->decisions[i - 1]); i--)
		s->decisions[i] = s->decisions[i - 1];
	s->decisions[i] = *d;
}

/* Dated before there was anything to decide: no decision about it (READINGS 153). */
static bool
precedes(const struct item *it, const struct decision *d)
{
	bool created = it->created.known == KNOWN, detected = it->detected.known == KNOWN;

	return d->at.known == KNOWN && (created || detected)
		&& (!created || d->at.hi < it->created.lo)
		&& (!detected || d->at.hi < it->detected.lo);
}

static void
decide_item(struct judging *j, uint32_t n, const struct acceptance *const *rows, size_t nrows)
{
	const struct item *it = &j->m->items[n];
	struct item_state *s = &j->items[n];
	struct decision d;
	size_t cap = 0;

	for (size_t i = 0; i < it->nevents; i++) {
		if (!event_decides(j, it, i, &d) || precedes(it, &d) || d.at.lo > j->cfg->as_of)
			continue;
		d.valid = undated(&d, event_valid(j, it, &d));
		if (d.valid.v == TRI_T || d.valid.v == TRI_U)
			add(s, &cap, &d, j->a);
	}
	for (size_t i = 0; i < nrows; i++)
		if (register_decides(j, rows[i], &d) && !precedes(it, &d) && d.at.lo <= j->cfg->as_of
			&& (d.valid.v == TRI_T || d.valid.v == TRI_U))
			add(s, &cap, &d, j->a);
	for (size_t i = 0; i < s->ndecisions; i++)
		s->suspect = s->suspect || capped_actor(j, s->decisions[i].decider)
			|| (s->decisions[i].acceptance != NULL
				&& capped_acceptance(j, s->decisions[i].acceptance));
	s->rows = rows;
	s->nrows = nrows;
	s->open = open_at(j, n, j->cfg->as_of, false);
	s->accepted_until = INT64_MIN;
	for (size_t i = 0; i < s->ndecisions; i++) {
		const struct decision *a = &s->decisions[i];

		if (a->choice == CHOICE_ACCEPT && a->valid.v == TRI_T
			&& a->at.hi <= j->cfg->as_of && a->end.lo >= j->cfg->as_of && s->open
			&& a->end.lo > s->accepted_until)
			s->accepted_until = a->end.lo;
	}
}

void
decide_items(struct judging *j)
{
	size_t n = j->m->nacceptances, nitems = j->m->nitems;
	const struct acceptance **rows = ARENA_ARRAY(j->a, const struct acceptance *, n + 1);
	size_t *first = ARENA_ARRAY(j->a, size_t, nitems + 2);

	/* Rows by item, in their order: counted, then placed. */
	for (size_t i = 0; i < n; i++)
		if (j->m->acceptances[i].item < nitems)
			first[j->m->acceptances[i].item + 2]++;
	for (size_t i = 2; i < nitems + 2; i++)
		first[i] += first[i - 1];
	for (size_t i = 0; i < n; i++)
		if (j->m->acceptances[i].item < nitems)
			rows[first[j->m->acceptances[i].item + 1]++] = &j->m->acceptances[i];
	for (uint32_t i = 0; i < nitems; i++)
		decide_item(j, i, rows + first[i], first[i + 1] - first[i]);
}

struct answer
decide_lowering(struct judging *j, const struct item *it, const struct event *e, int old_rank)
{
	struct answer a = who_valid(j, &e->actor, e->at.lo, e->at.hi);
	const char *why = NULL;

	if (a.v != TRI_F)
		a = both(a, rationale_given(e->rationale, it->rationale_place));
	if (a.v != TRI_F)
		a = both(a, authority_of(j, &e->actor, CHOICE_NONE, true,
			(struct reach){old_rank, old_rank >= 0}, &e->at));
	if (a.v != TRI_F)
		a = both(a, segregated(j, it, &e->actor, NULL, CHOICE_NONE, &e->at));
	if (a.v == TRI_F || j->slots->decision == NULL)
		return a;
	if (j->slots->decision(j->slots->ctx, j->m, it, e, &why) == TRI_T)
		return a;
	return both(a, unknown(MISSING_OTHER, why != NULL ? why : say_text(SAY_DECIDE_RULE_UNSURE)));
}

void
control_accepted(struct judging *j, const struct control *c, struct control_result *r)
{
	int64_t as_of = j->cfg->as_of;

	for (size_t i = 0; i < j->m->nacceptances; i++) {
		const struct acceptance *row = &j->m->acceptances[i];
		struct instant end = instant_end(&row->expires);
		struct answer a;

		if (row->item < j->m->nitems || row->control != (uint32_t)(c - j->m->controls)
			|| row->granted.known != KNOWN || row->granted.hi > as_of
			|| end_given(&end, "").v != TRI_T || end.lo < as_of
			|| acceptance_granted(row, as_of) != TRI_T
			|| rationale_given(row->reason, true).v != TRI_T)
			continue;
		a = who_valid(j, &row->approver, row->granted.lo, row->granted.hi);
		a = both(a, authority_of(j, &row->approver, CHOICE_ACCEPT, false,
			(struct reach){-1, false}, &row->granted));
		if (a.v == TRI_T && !capped_actor(j, &row->approver) && !capped_acceptance(j, row)
			&& who_same(&row->requester, &row->approver) == TRI_F)
			result_accepted(r, end.lo);
	}
}
