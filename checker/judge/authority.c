/*
 * Who may decide: authority for the class at that time, and separation from
 * those who asked for it (judgement.md 7 "A decision", 11 "Authority").
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"

static struct answer
unknown(unsigned missing, const char *why)
{
	return (struct answer){.v = TRI_U, .missing = missing, .why = why};
}

static bool
ident_is(const struct rec_party *row, const char *ns, const char *text)
{
	for (size_t i = 0; i < row->ids.n; i++)
		if ((ns == NULL || str_same(row->ids.v[i].ns, ns))
			&& str_same_fold(row->ids.v[i].value, text))
			return true;
	return false;
}

/* Does a roster party bear this name: an identifier, or the whole name? */
static bool
party_bears(const struct party *p, const struct party_ref *ref)
{
	for (size_t i = 0; i < p->nrows; i++) {
		const struct rec_party *row = &p->rows[i];

		if (ref->raw != NULL && *ref->raw != '\0'
			&& (ident_is(row, NULL, ref->raw) || str_same_fold(row->name, ref->raw)))
			return true;
		if (ref->email != NULL && *ref->email != '\0'
			&& ident_is(row, "email", ref->email))
			return true;
		for (size_t k = 0; k < ref->ids.n; k++)
			if (ident_is(row, ref->ids.v[k].ns, ref->ids.v[k].value))
				return true;
	}
	return false;
}

/* T: the row's party is the decider; F: it is somebody else; U: cannot be told. */
static enum tri
row_names(struct judging *j, const struct authority *row, const struct who *decider,
	const struct instant *at)
{
	const struct party *only = NULL, *holder = NULL;
	int n = 0;

	if (decider->party == NULL)
		return TRI_U;
	if (j->m->has_role_table && row->party.raw != NULL)
		holder = role_holder(j->m, row->party.raw, at->lo, at->hi, &n);
	if (holder != NULL)
		return holder == decider->party ? TRI_T : TRI_F;
	n = 0;
	for (size_t i = 0; i < j->m->nparties && n < 2; i++)
		if (party_bears(&j->m->parties[i], &row->party)) {
			only = &j->m->parties[i];
			n++;
		}
	if (n != 1)
		return TRI_U;
	return only == decider->party ? TRI_T : TRI_F;
}

static bool
row_covers(const struct authority *row, enum choice choice, bool lowering)
{
	/* No choice word says "lower the severity": only a row for all choices does (READINGS 2). */
	if (lowering)
		return row->choices == 0;
	return row->choices == 0 || (row->choices & 1u << choice) != 0;
}

struct answer
authority_of(struct judging *j, const struct who *decider, enum choice choice, bool lowering,
	int severity, const struct instant *at)
{
	const struct config *cfg = j->cfg;
	enum tri best = TRI_F;

	if (!cfg->has_authority)
		return unknown(MISSING_AUTHORITY, "no authority matrix was given");
	for (size_t i = 0; i < cfg->nauthority; i++) {
		const struct authority *row = &cfg->authority[i];
		enum tri v = in_force(&row->from, &row->to, at->lo, at->hi);

		if (!row_covers(row, choice, lowering))
			continue;
		if (row->up_to < 4 && severity > row->up_to)
			continue;
		if (row->up_to < 4 && severity < 1)
			v = tri_and(v, TRI_U);
		v = tri_and(v, row_names(j, row, decider, at));
		best = tri_or(best, v);
	}
	if (best == TRI_U)
		return unknown(decider->party == NULL ? MISSING_ROSTER : MISSING_AUTHORITY,
			"it cannot be told whether the decider had the authority");
	return (struct answer){.v = best,
		.why = best == TRI_T ? NULL : "the decider had no authority for it"};
}

/* Whom the item names under this raw text, for the assignee before the first recorded change. */
static struct who
who_by_text(struct judging *j, const struct item *it, const char *raw)
{
	struct who w = {.how = RES_MISS, .raw = raw, .key = NULL};

	if (raw == NULL)
		return (struct who){.how = RES_UNKNOWN};
	if (*raw == '\0')
		return (struct who){.how = RES_EMPTY, .raw = raw};
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->to_party.party != NULL && str_same_fold(e->to_party.raw, raw))
			return e->to_party;
		if (e->actor.party != NULL && str_same_fold(e->actor.raw, raw))
			return e->actor;
	}
	if (it->reporter.party != NULL && str_same_fold(it->reporter.raw, raw))
		return it->reporter;
	if (it->assignee.party != NULL && str_same_fold(it->assignee.raw, raw))
		return it->assignee;
	for (size_t i = 0, n = 0; i < j->m->nparties; i++) {
		struct party_ref ref = {.raw = raw};

		if (!party_bears(&j->m->parties[i], &ref))
			continue;
		if (n++ > 0)
			return (struct who){.how = RES_AMBIGUOUS, .raw = raw};
		w.how = RES_PARTY;
		w.party = &j->m->parties[i];
	}
	return w;
}

/* T: in every reading the decider is the assignee at that instant; F: in none. */
static enum tri
is_assignee(struct judging *j, const struct item *it, const struct who *decider,
	const struct instant *at)
{
	enum tri v = TRI_U;
	bool some = false, before = false, whole = it->has_history && !it->truncated;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];
		enum tri same;

		if (e->kind != EVENT_ASSIGN || e->at.known != KNOWN)
			continue;
		if (e->at.lo > at->hi) {
			struct who w = who_by_text(j, it, e->from);

			return some ? v : who_same(&w, decider);
		}
		same = who_same(&e->to_party, decider);
		/* Surely past: it alone counts; perhaps past: both readings. */
		if (e->at.hi <= at->lo || !some) {
			if (e->at.hi > at->lo) {
				struct who w = who_by_text(j, it, e->from);
				enum tri old = who_same(&w, decider);

				v = old == same ? same : TRI_U;
			} else {
				v = same;
			}
		} else if (v != same) {
			v = TRI_U;
		}
		some = before = true;
	}
	if (before)
		return v;
	return whole ? who_same(&it->assignee, decider) : TRI_U;
}

static bool
is_accountable_owner(const struct item *it, const struct who *decider)
{
	for (size_t i = 0; i < it->owners.n; i++)
		if (it->owners.v[i].accountable
			&& who_same(&it->owners.v[i].who, decider) == TRI_T)
			return true;
	return false;
}

struct answer
segregated(struct judging *j, const struct item *it, const struct who *decider,
	const struct who *requester, enum choice choice, const struct instant *at)
{
	enum tri reporter = who_same(&it->reporter, decider), asked = TRI_F, holds;

	if (requester != NULL)
		asked = who_same(requester, decider);
	/* The accountable risk owner may accept, though the item is his (READINGS 3). */
	holds = choice == CHOICE_ACCEPT && is_accountable_owner(it, decider)
		? TRI_F : is_assignee(j, it, decider, at);
	if (reporter == TRI_T)
		return (struct answer){.v = TRI_F, .why = "the decider reported it"};
	if (asked == TRI_T)
		return (struct answer){.v = TRI_F, .why = "the decider asked for it"};
	if (holds == TRI_T)
		return (struct answer){.v = TRI_F, .why = "the decider was its assignee"};
	if (reporter == TRI_U || asked == TRI_U || holds == TRI_U)
		return unknown(reporter == TRI_U && it->reporter.how == RES_UNKNOWN
			? MISSING_OTHER : MISSING_ROSTER,
			"it cannot be told whether the decider is reporter, requester or assignee");
	return (struct answer){.v = TRI_T};
}
