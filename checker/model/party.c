/*
 * Was somebody there at an instant? What rosters can and cannot say (judgement.md 6, 11
 * Rosters).
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/model.h"

struct span { int64_t lo, hi; };

/* The roster's own date: configured, else the newest instant in it. */
static bool
roster_date(const struct loc *loc, struct span *out)
{
	const struct source *s = loc->source;

	if (s == NULL)
		return false;
	if (s->as_of.known == KNOWN && !s->as_of.never) {
		*out = (struct span){s->as_of.lo, s->as_of.hi};
		return true;
	}
	if (s->newest <= INSTANT_MIN || s->newest >= INSTANT_MAX)
		return false;
	*out = (struct span){s->newest, s->newest};
	return true;
}

/* Did something that happened at `what` happen by every / no instant of `at`? */
static enum tri
by_then(const struct instant *what, struct span at)
{
	if (what->never)
		return TRI_F;
	if (what->hi <= at.lo)
		return TRI_T;
	return what->lo > at.hi ? TRI_F : TRI_U;
}

static enum tri
answer(enum tri t, const char **why, const char *text)
{
	*why = text;
	return t;
}

/* The row says "inactive", and no date of leaving. */
static enum tri
inactive_row(const struct model *m, const struct rec_party *r, bool dated, struct span date,
	struct span at, const char **why)
{
	enum tri since;

	/* The flag of somebody who had not started yet says nothing of the time after. */
	if (dated && r->hired.known == KNOWN && r->hired.lo > date.hi)
		return answer(TRI_U, why, "the roster is older than the day on which they started");
	if (r->modified.known == KNOWN) {
		since = by_then(&r->modified, at);
		if (since == TRI_T)
			return answer(TRI_F, why, "inactive in the roster");
		return answer(TRI_U, why, "inactive in the roster, since when is not known");
	}
	if (dated ? at.lo >= date.lo : at.lo >= m->config->as_of)
		return answer(TRI_F, why, "inactive in the roster");
	return answer(TRI_U, why, "inactive in the roster, since when is not known");
}

/* The row says or implies "active"; for how long before and after the roster's date? */
static enum tri
active_row(const struct model *m, const struct rec_party *r, bool dated, struct span date,
	struct span at, const char **why)
{
	const struct instant *start = r->hired.known == KNOWN ? &r->hired : &r->created;
	int64_t slack = m->config->roster_slack;

	if (!dated)
		return answer(TRI_U, why, "the roster has no date");
	if (at.hi > date.lo + slack)
		return answer(TRI_U, why, "the roster is too old for that day");
	if (start->known == KNOWN && !start->never) {
		if (by_then(start, at) == TRI_T)
			return answer(TRI_T, why, "active in the roster");
		return answer(TRI_U, why, "the roster does not say whether they had started");
	}
	if (at.lo < date.hi - slack)
		return answer(TRI_U, why, "the roster has no dates and is too young for that day");
	return answer(TRI_T, why, "active in the roster");
}

static enum tri
row_active(const struct model *m, const struct rec_party *r, const struct loc *loc, struct span at,
	const char **why)
{
	struct span date = {0, 0};
	bool dated = roster_date(loc, &date);
	enum tri t;

	if (r->hired.known == KNOWN && by_then(&r->hired, at) == TRI_F)
		return answer(TRI_F, why, "had not started");
	if (r->hired.known == KNOWN && by_then(&r->hired, at) == TRI_U)
		return answer(TRI_U, why, "started about then");
	if (r->left.known == KNOWN && !r->left.never) {
		t = by_then(&r->left, at);
		if (t == TRI_T)
			return answer(TRI_F, why, "had left");
		if (t == TRI_U)
			return answer(TRI_U, why, "left about then");
	} else if (r->active == TRI_F) {
		return inactive_row(m, r, dated, date, at, why);
	}
	/* A date of leaving that is still to come says that they were there until then. */
	if (r->active == TRI_U && r->status_raw != NULL && r->status_raw[0] != '\0'
		&& r->left.known != KNOWN)
		return answer(TRI_U, why, "the roster's status word is not understood");
	return active_row(m, r, dated, date, at, why);
}

/* Somebody who left and was hired again: the later row answers for the time after. */
static bool
hired_again(const struct party *p, size_t left, size_t other)
{
	const struct instant *l = &p->rows[left].left, *h = &p->rows[other].hired;

	return left != other && l->known == KNOWN && h->known == KNOWN && h->lo >= l->lo;
}

enum tri
party_active(const struct model *m, const struct party *p, int64_t lo, int64_t hi, const char **why)
{
	struct span at = {lo, hi};
	enum tri best = TRI_U;
	const char *text;

	*why = "in no roster";
	for (size_t i = 0; i < p->nrows; i++) {
		enum tri t = row_active(m, &p->rows[i], &p->row_locs[i], at, &text);
		bool again = false;

		if (t == TRI_F) {
			for (size_t k = 0; k < p->nrows && !again; k++) {
				const char *ignored;

				again = (hired_again(p, i, k)
						|| strcmp(text, "had not started") == 0)
					&& k != i
					&& row_active(m, &p->rows[k], &p->row_locs[k], at, &ignored)
						== TRI_T;
			}
			if (again)
				continue;
			/* A recorded leaver stays one, whatever a later list forgot to remove. */
			*why = text;
			return TRI_F;
		}
		if (best == TRI_U) {
			best = t;
			*why = text;
		}
	}
	return best;
}

bool
roster_covers(const struct model *m, int64_t lo, int64_t hi)
{
	int64_t slack = m->config->roster_slack;

	for (size_t i = 0; i < m->nwhole_rosters; i++)
		if (hi <= m->whole_rosters[i].lo + slack && lo >= m->whole_rosters[i].hi - slack)
			return true;
	return false;
}

/* Is whom a row of the role table names one active person? */
static enum tri
holder_active(const struct model *m, const struct who *w, int64_t lo, int64_t hi)
{
	const char *why;

	switch (w->how) {
	case RES_PARTY:
		if (w->party == NULL)
			return TRI_U;
		if (w->party->group || w->party->machine)
			return TRI_F;
		return party_active(m, w->party, lo, hi, &why);
	case RES_MISS:
	case RES_AMBIGUOUS:
		return roster_covers(m, lo, hi) ? TRI_F : TRI_U;
	case RES_ROLE: /* no role is held by a role */
		return TRI_U;
	case RES_UNKNOWN: case RES_EMPTY: case RES_NOBODY: case RES_MACHINE:
		break;
	}
	return TRI_F;
}

struct holding
role_holding(const struct model *m, const char *role, int64_t lo, int64_t hi)
{
	struct holding h = {0};
	struct arena *tmp = arena_new();
	const char *key = str_word_key(tmp, role);
	size_t end;

	for (size_t i = 0; i < m->nroles; i = end) {
		const struct role_row *r = &m->roles[i];
		enum tri v = TRI_F;

		end = i + 1;
		if (strcmp(r->key, key) != 0)
			continue;
		/* Rows are sorted by holder: the same person in several rows is one. */
		while (end < m->nroles && strcmp(m->roles[end].key, key) == 0
			&& r->who.key != NULL && m->roles[end].who.key != NULL
			&& strcmp(m->roles[end].who.key, r->who.key) == 0)
			end++;
		for (size_t k = i; k < end; k++)
			v = tri_or(v, tri_and(in_force(&m->roles[k].from, &m->roles[k].to, lo, hi),
				holder_active(m, &m->roles[k].who, lo, hi)));
		h.rows += (unsigned)(end - i);
		if (v == TRI_F)
			continue;
		h.one = h.active + h.perhaps == 0 && r->who.how == RES_PARTY ? r->who.party : NULL;
		h.active += v == TRI_T;
		h.perhaps += v != TRI_T;
	}
	arena_free(tmp);
	if (h.active == 1 && h.perhaps == 0)
		h.v = TRI_T;
	else
		h.v = h.active > 1 || h.perhaps == 0 ? TRI_F : TRI_U;
	return h;
}
