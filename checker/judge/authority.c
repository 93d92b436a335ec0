/*
 * Who may decide: authority for the class at that time, and separation from
 * those who asked for it (judgement.md 7 "A decision", 11 "Authority").
 */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

static struct answer
unknown(unsigned missing, const char *why)
{
	return (struct answer){.v = TRI_U, .missing = missing, .why = why};
}

/* The party of each name and identifier of the roster; several parties: marked as such. */
static const char several;

static void
name_add(struct judging *j, const char *text, const struct party *p)
{
	const char *key;
	void **slot;

	if (text == NULL || *text == '\0')
		return;
	key = str_lower(j->a, text);
	slot = map_slot(j->names, key, strlen(key), NULL);
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)p;
	else if (*slot != p)
		*slot = (void *)(uintptr_t)&several;
}

void
names_make(struct judging *j)
{
	j->names = map_new();
	for (size_t i = 0; i < j->m->nparties; i++) {
		const struct party *p = &j->m->parties[i];

		for (size_t r = 0; r < p->nrows; r++) {
			name_add(j, p->rows[r].name, p);
			for (size_t k = 0; k < p->rows[r].ids.n; k++)
				name_add(j, p->rows[r].ids.v[k].value, p);
		}
	}
}

void
names_free(struct judging *j)
{
	map_free(j->names);
	j->names = NULL;
}

/* The one party that bears this name or identifier; NULL: none, or (*many) more than one. */
static const struct party *
party_by_text(struct judging *j, const char *text, bool *many)
{
	const char *key;
	const void *p;

	if (text == NULL || *text == '\0')
		return NULL;
	key = str_lower(j->a, text);
	p = map_get(j->names, key, strlen(key));
	if (p == &several)
		*many = true;
	return p == &several ? NULL : p;
}

/* All that a row says of its party must mean the same one. */
static const struct party *
party_of_row(struct judging *j, const struct party_ref *ref, bool *many)
{
	const struct party *one = party_by_text(j, ref->raw, many), *p;

	p = party_by_text(j, ref->email, many);
	if (one != NULL && p != NULL && p != one)
		return NULL;
	one = one != NULL ? one : p;
	for (size_t i = 0; i < ref->ids.n; i++) {
		p = party_by_text(j, ref->ids.v[i].value, many);
		if (one != NULL && p != NULL && p != one)
			return NULL;
		one = one != NULL ? one : p;
	}
	return *many ? NULL : one;
}

void
authority_make(struct judging *j)
{
	const struct config *cfg = j->cfg;

	j->rows = ARENA_ARRAY(j->a, struct authority_row, cfg->nauthority + 1);
	for (size_t i = 0; i < cfg->nauthority; i++) {
		const struct party_ref *ref = &cfg->authority[i].party;

		j->rows[i].role = j->m->has_role_table && ref->raw != NULL
			&& role_holding(j->m, ref->raw, cfg->as_of, cfg->as_of).rows > 0;
		j->rows[i].many = false;
		j->rows[i].party = party_of_row(j, ref, &j->rows[i].many);
		/* Told apart by time only where the row says nothing but the name. */
		j->rows[i].many = j->rows[i].many && ref->email == NULL && ref->ids.n == 0;
	}
}

static bool
party_goes_by(const struct party *p, const char *text)
{
	for (size_t r = 0; r < p->nrows; r++) {
		if (str_same_fold(p->rows[r].name, text))
			return true;
		for (size_t k = 0; k < p->rows[r].ids.n; k++)
			if (str_same_fold(p->rows[r].ids.v[k].value, text))
				return true;
	}
	return false;
}

/* A name of several people is, as in records, that of the only one who may be there at the time. */
static enum tri
several_name(struct judging *j, const char *text, const struct who *decider,
	const struct instant *at)
{
	const struct party *one = NULL;
	size_t there = 0;

	for (size_t i = 0; text != NULL && i < j->m->nparties; i++) {
		const struct party *p = &j->m->parties[i];
		const char *why;

		if (!party_goes_by(p, text)
			|| party_active(j->m, p, at->lo, at->hi, &why) == TRI_F)
			continue;
		there++;
		one = p;
	}
	if (there != 1)
		return TRI_U;
	return one == decider->party ? TRI_T : TRI_F;
}

/* T: the row's party is the decider; F: it is somebody else; U: cannot be told. */
static enum tri
row_names(struct judging *j, size_t row, const struct who *decider, const struct instant *at)
{
	const struct party *party = j->rows[row].party;

	if (decider->party == NULL)
		return TRI_U;
	if (j->rows[row].role)
		party = role_holding(j->m, j->cfg->authority[row].party.raw, at->lo, at->hi).one;
	if (!j->rows[row].role && j->rows[row].many)
		return several_name(j, j->cfg->authority[row].party.raw, decider, at);
	if (party == NULL)
		return TRI_U;
	return party == decider->party ? TRI_T : TRI_F;
}

static bool
row_covers(const struct authority *row, enum choice choice, bool lowering)
{
	/* No choice word says "lower the severity": only a row for all does (READINGS 2). */
	if (lowering)
		return row->choices == 0;
	return row->choices == 0 || (row->choices & 1u << choice) != 0;
}

struct answer
authority_of(struct judging *j, const struct who *decider, enum choice choice, bool lowering,
	struct reach reach, const struct instant *at)
{
	const struct config *cfg = j->cfg;
	enum tri best = TRI_F;

	if (!cfg->has_authority)
		return unknown(MISSING_AUTHORITY, say_text(SAY_DECIDE_NO_MATRIX));
	for (size_t i = 0; i < cfg->nauthority; i++) {
		const struct authority *row = &cfg->authority[i];
		enum tri v = in_force(&row->from, &row->to, at->lo, at->hi);

		if (!row_covers(row, choice, lowering))
			continue;
		if (row->up_to < 4 && reach.severity > row->up_to)
			continue;
		if (row->up_to < 4 && !reach.sure)
			v = tri_and(v, TRI_U);
		v = tri_and(v, row_names(j, i, decider, at));
		best = tri_or(best, v);
	}
	if (best == TRI_U)
		return unknown(decider->party == NULL ? MISSING_ROSTER : MISSING_AUTHORITY,
			say_text(SAY_DECIDE_AUTHORITY_UNSURE));
	return (struct answer){.v = best,
		.why = best == TRI_T ? NULL : say_text(SAY_DECIDE_NO_AUTHORITY)};
}

/* Is it the decider who is meant at that instant? A role is whoever holds it then, not today. */
static enum tri
is_then(const struct judging *j, const struct who *w, const struct who *decider,
	const struct instant *at)
{
	struct who then = *w;

	if (w->how == RES_ROLE)
		then.party = role_holding(j->m, w->role != NULL ? w->role : w->raw, at->lo,
			at->hi).one;
	return who_same(&then, decider);
}

/* T: it was the decider who had the item before this entry. */
static enum tri
had_it(const struct judging *j, const struct event *e, const struct who *decider,
	const struct instant *at)
{
	return e->was == NULL ? TRI_U : is_then(j, e->was, decider, at);
}

/* By the entries of the log that have a date, else by the record. */
static enum tri
is_assignee_by_date(const struct judging *j, const struct item *it, const struct who *decider,
	const struct instant *at)
{
	enum tri v = TRI_U;
	bool some = false, before = false, over = false, whole = it->has_history && !it->truncated;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		enum tri same;

		if (e->kind != EVENT_ASSIGN || e->at.known != KNOWN)
			continue;
		if (e->at.lo > at->hi) {
			if (!over && !some)
				v = had_it(j, e, decider, at);
			over = before = true;
			continue;
		}
		same = is_then(j, &e->to_party, decider, at);
		/* One that stands after a later one, and may still have been before: both readings. */
		if (over) {
			v = v == same ? v : TRI_U;
			continue;
		}
		/* Surely past: it alone counts; perhaps past: both readings. */
		if (e->at.hi <= at->lo || !some) {
			bool past = e->at.hi <= at->lo;

			v = past || had_it(j, e, decider, at) == same ? same : TRI_U;
		} else if (v != same) {
			v = TRI_U;
		}
		some = before = true;
	}
	if (before)
		return v;
	return whole ? is_then(j, &it->assignee, decider, at) : TRI_U;
}

/* T: in every reading the decider is the assignee at that instant; F: in none. */
static enum tri
is_assignee(const struct judging *j, const struct item *it, const struct who *decider,
	const struct instant *at)
{
	int64_t as_of = j->cfg->as_of;
	enum tri v;

	/* Whose it is now the record says itself, beside a log that tells of changes. */
	for (size_t i = 0; at->lo == as_of && at->hi == as_of && i < it->nevents; i++)
		if (it->events[i].kind == EVENT_ASSIGN && it->assignee.how != RES_UNKNOWN)
			return is_then(j, &it->assignee, decider, at);
	v = is_assignee_by_date(j, it, decider, at);
	/* An entry without a date may stand anywhere: it gave the item by then, or took it later. */
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->kind == EVENT_ASSIGN && e->at.known != KNOWN
			&& (is_then(j, &e->to_party, decider, at) != v || had_it(j, e, decider, at) != v))
			v = TRI_U;
	}
	return v;
}

static enum tri
is_accountable_owner(const struct judging *j, const struct item *it, const struct who *decider,
	const struct instant *at)
{
	enum tri best = TRI_F;

	for (size_t i = 0; i < it->owners.n; i++)
		if (it->owners.v[i].accountable)
			best = tri_or(best, is_then(j, &it->owners.v[i].who, decider, at));
	return best;
}

struct answer
segregated(const struct judging *j, const struct item *it, const struct who *decider,
	const struct who *requester, enum choice choice, const struct instant *at)
{
	enum tri reporter = who_same(&it->reporter, decider), asked = TRI_F, holds;

	if (requester != NULL)
		asked = who_same(requester, decider);
	/* The accountable risk owner may accept, though the item is his (READINGS 3). */
	holds = is_assignee(j, it, decider, at);
	if (choice == CHOICE_ACCEPT)
		holds = tri_and(holds, tri_not(is_accountable_owner(j, it, decider, at)));
	if (reporter == TRI_T)
		return (struct answer){.v = TRI_F, .why = say_text(SAY_DECIDE_OWN_REPORT)};
	if (asked == TRI_T)
		return (struct answer){.v = TRI_F, .why = say_text(SAY_DECIDE_OWN_REQUEST)};
	if (holds == TRI_T)
		return (struct answer){.v = TRI_F, .why = say_text(SAY_DECIDE_OWN_ITEM)};
	if (reporter == TRI_U || asked == TRI_U || holds == TRI_U)
		return unknown(reporter == TRI_U && it->reporter.how == RES_UNKNOWN
			? MISSING_OTHER : MISSING_ROSTER,
			say_text(SAY_DECIDE_DUTIES_UNSURE));
	return (struct answer){.v = TRI_T};
}
