/*
 * attacks G4: a mapping must not turn what the built-in tables call failing
 * into passing, nor drop it, without saying why, by whose approval and until
 * when.
 */
#include "checker/read/mapping_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"

/* How good a value looks on paper: 0 bad, 1 half, 2 good; -1: neither good nor bad. */

static int
state_rank(enum claim_state s)
{
	switch (s) {
	case STATE_IMPLEMENTED: case STATE_ALTERNATIVE: case STATE_INHERITED:
	case STATE_NOT_APPLICABLE:
		return 2;
	case STATE_PARTIAL:
		return 1;
	case STATE_PLANNED: case STATE_NOT_IMPLEMENTED:
		return 0;
	case STATE_UNKNOWN: case STATE_NONE: default:
		return -1;
	}
}

static int
status_rank(enum item_status s)
{
	switch (s) {
	case STATUS_CLOSED: case STATUS_CANCELLED: case STATUS_FALSE_POSITIVE:
		return 2;
	case STATUS_ACCEPTED:
		return 1;
	case STATUS_OPEN: case STATUS_IN_PROGRESS: case STATUS_HOLD: case STATUS_AWAITING:
		return 0;
	case STATUS_UNKNOWN: default:
		return -1;
	}
}

/* Words by which rosters call somebody gone (formats.md 27). */
static bool
word_left(const char *key)
{
	static const char *const left[] = { "terminated", "inactive", "disabled", "left",
		"deactivated", "deprovisioned", "suspended", "former", "leaver", "separated",
		"false", "no", "n" };

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		if (strcmp(left[i], key) == 0)
			return true;
	return false;
}

/*
 * The built-in rank of a raw word for a member; -1: the tables do not know it, or do not rank
 * it.
 */
static int
raw_rank(const struct member *m, const char *raw, struct arena *a)
{
	bool known;

	if (m->words == &words_result) {
		enum result r = word_result(raw, &known, a);

		return !known ? -1 : r == RESULT_PASS || r == RESULT_NOT_APPLICABLE ? 2 : 0;
	}
	if (m->words == &words_claim_state)
		return state_rank(word_claim_state(raw, a));
	if (m->words == &words_item_status)
		return status_rank(word_status(raw, a));
	/* Investigating, in progress, assigned are no decisions (judgement.md 7). */
	if (m->words == &words_choice)
		return status_rank(word_status(raw, a)) == 0 && word_choice(raw, a) == CHOICE_NONE ?
			0 : -1;
	if (m->words == &words_item_type)
		return word_item_type(raw, a) != ITEM_OTHER ? 0 : -1;
	if (m->words == &words_tri && strcmp(m->name, "active") == 0)
		return word_left(str_word_key(a, raw)) ? 0 : -1;
	if (m->type == MEMBER_TEXT && strcmp(m->name, "severity") == 0)
		return word_severity(raw, a) == NULL ? -1 : 4 - severity_rank(word_severity(raw,
			a));
	return -1;
}

/* The rank of what a mapping makes of it. */
static int
value_rank(const struct member *m, const char *value)
{
	int v = m->type == MEMBER_WORD ? word_find(m->words, value) : -1;

	if (m->words == &words_result)
		return v == RESULT_PASS || v == RESULT_NOT_APPLICABLE ? 2 : 0;
	if (m->words == &words_claim_state)
		return state_rank((enum claim_state)v);
	if (m->words == &words_item_status)
		return status_rank((enum item_status)v);
	if (m->words == &words_choice)
		return v == CHOICE_NONE ? 0 : 2;
	if (m->words == &words_item_type)
		return v == ITEM_OTHER ? 2 : 0;
	if (m->words == &words_tri && strcmp(m->name, "active") == 0)
		return v == TRI_T ? 2 : 0;
	if (m->type == MEMBER_TEXT && strcmp(m->name, "severity") == 0 && severity_rank(value) >= 0)
		return 4 - severity_rank(value);
	return -1;
}

bool
map_is_judged(const struct member *m)
{
	return m->words == &words_result || m->words == &words_claim_state ||
		m->words == &words_item_status;
}

bool
map_word_fails(const struct member *m, const char *raw, struct arena *a)
{
	if (!map_is_judged(m))
		return false;
	return raw_rank(m, raw, a) == 0 || (m->words == &words_claim_state && raw_rank(m, raw,
		a) == 1);
}

static void
loose(struct map_load *l, const struct node *at, const struct member *m, const char *raw,
	const char *value)
{
	if (l->m->info.loosens)
		return;
	map_error(l, &map_e_loose, at,
		"%s is made \"%s\" of \"%s\": say why in \"loosens\", with approver and expiry",
		raw, value, m->name);
}

/* An informational item has no decision clock (judgement.md 2). */
static bool
no_clock(const struct member *m, const char *value)
{
	return m->type == MEMBER_TEXT && strcmp(m->name, "severity") == 0 &&
		severity_rank(value) == 0;
}

static void
check_table(struct map_load *l, const struct member *m, const struct map_table *t)
{
	for (size_t i = 0; i < t->nrows; i++) {
		int before = raw_rank(m, t->rows[i].raw, l->a), after = value_rank(m,
			t->rows[i].value);

		if (before >= 0 && after > before)
			loose(l, t->rows[i].at, m, arena_printf(l->a, "\"%s\"",
				text_inert_dup(l->a, t->rows[i].raw, 60)), t->rows[i].value);
	}
	/*
	 * Whatever word comes: also one that means failing. An unknown type is the other kind of
	 * item.
	 */
	if (t->otherwise != NULL && m->words != &words_item_type &&
		(value_rank(m, t->otherwise) == 2 || no_clock(m, t->otherwise)))
		loose(l, t->otherwise_at, m, "every other word", t->otherwise);
}

/* A constant or default for a judged word needs approval where it is the good one. */
static void
check_fixed(struct map_load *l, const struct member *m, const struct node *at, const char *value)
{
	bool judged = m->words == &words_result || m->words == &words_claim_state ||
		m->words == &words_item_status || m->words == &words_choice ||
		(m->words == &words_tri && strcmp(m->name, "active") == 0);

	if (value != NULL && ((judged && value_rank(m, value) == 2) || no_clock(m, value)))
		loose(l, at, m, "every row", value);
}

/* A `when` that leaves out words that fail, or lets none in but such that pass. */
static void
check_test(struct map_load *l, const struct map_emit *e, const struct map_test *t)
{
	for (size_t s = 0; s < e->nsets; s++) {
		const struct member *m = e->sets[s].member;
		bool judged = m->words == &words_result || m->words == &words_claim_state;
		bool only_good = t->nis > 0;

		if (!judged || l->m->info.loosens)
			continue;
		for (size_t i = 0; i < t->nisnot; i++)
			if (map_word_fails(m, t->isnot[i], l->a))
				map_error(l, &map_e_loose, t->at,
					"rows with \"%s\" are left out: "
					"say why in \"loosens\", with approver and expiry",
					text_inert_dup(l->a, t->isnot[i], 60));
		for (size_t i = 0; i < t->nis; i++)
			only_good = only_good && raw_rank(m, t->is[i], l->a) == 2;
		if (only_good)
			map_error(l, &map_e_loose, t->at,
				"only rows with \"%s\" are let in: "
				"say why in \"loosens\", with approver and expiry",
				text_inert_dup(l->a, t->is[0], 60));
	}
}

void
map_check_loose(struct map_load *l)
{
	for (size_t i = 0; i < l->m->nemits; i++) {
		const struct map_emit *e = &l->m->emits[i];

		for (size_t t = 0; t < e->ntests; t++)
			check_test(l, e, &e->tests[t]);
		for (size_t s = 0; s < e->nsets; s++) {
			const struct map_set *set = &e->sets[s];

			for (size_t v = 0; v < set->nvalues; v++) {
				if (set->values[v].table != NULL)
					check_table(l, set->member, set->values[v].table);
				check_fixed(l, set->member, set->values[v].at,
					set->values[v].constant);
				check_fixed(l, set->member, set->values[v].at,
					set->values[v].fallback);
			}
		}
	}
}
