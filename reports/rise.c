/*
 * What would have to change for a verdict to rise by one (judgement.md 8): the
 * thresholds and the counts of O, D and W tell how many more of what is needed.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/judge/assessment.h"
#include "reports/rise.h"
#include "reports/walk.h"
#include "reports/words.h"

enum { R_FAIL, R_UNKNOWN, R_PARTIAL, R_PASS };

/* By claim: what the four realities are called, from refuted to shown. */
static const char *const verdicts[3][4] = {
	{"CONTRADICTED", "PAPER", "PARTIAL", "CONFIRMED"},
	{"EXPOSED", "UNKNOWN", "PARTIAL_UNCLAIMED", "UNCLAIMED"},
	{"ADMITTED", "UNTESTED_ADMITTED", "PARTIAL_ADMITTED", "DISPUTED"},
};

static bool
find(const char *verdict, size_t *claim, int *reality)
{
	for (size_t c = 0; c < 3; c++)
		for (int r = R_FAIL; r <= R_PASS; r++)
			if (str_same(verdicts[c][r], verdict)) {
				*claim = c;
				*reality = r;
				return true;
			}
	return false;
}

/* The fewest of n that make at least the share; n without counts: 0. */
static uint64_t
at_least(uint64_t n, int64_t share)
{
	return (n * (uint64_t)share + 999999) / 1000000;
}

static void
point(const struct rise *r, const char *place, enum say what, const struct said *v, size_t n)
{
	struct buf b;

	buf_init(&b, MIB);
	say_list(&b, what, v, n);
	r->point(r->to, b.p, place);
	buf_free(&b);
}
#define POINT(r, place, what, ...)                                                                 \
	point((r), (place), (what), (const struct said[]){__VA_ARGS__},                            \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))

static void
about_owner(const struct rise *r, const struct node *c)
{
	const struct node *o = node_get(c, "owner");
	const char *valid = get_str(o, "valid"), *why = get_str(o, "why");

	if (*why == '\0')
		why = say_text(SAY_P_NO_OWNER);
	POINT(r, NULL, str_same(valid, "U") ? SAY_X_OWNER_UNKNOWN : SAY_X_OWNER, SAY_S(why));
}

/* One dimension must reach the share with its lo (or, out of refuted, with its hi). */
static void
about_dimension(const struct rise *r, const struct node *c, const char *key, const char *name,
	int64_t share, bool high)
{
	const struct node *d = node_get(c, key);
	uint64_t n = (uint64_t)get_int(d, "n"), m = (uint64_t)get_int(d, "m");
	uint64_t good = (uint64_t)get_int(d, "good"), bad = (uint64_t)get_int(d, "bad"), need;

	if (get_bool(d, "empty") || get_int(d, high ? "hi" : "lo") >= share)
		return;
	if (key[0] == 'o' && !str_same(get_str(node_get(c, "owner"), "valid"), "T")) {
		about_owner(r, c);
		return;
	}
	if (n > UINT32_MAX || m > UINT32_MAX)
		return; /* only an edited report: no population is that large */
	need = at_least(high ? m : n, share);
	if (high && bad > m - need && m > 0)
		POINT(r, NULL, SAY_X_HI_FEWER, SAY_S(name), SAY_N(m - need), SAY_N(m),
			SAY_N(bad), SAY_N(bad - (m - need)));
	else if (!high && good < need)
		POINT(r, NULL, SAY_X_LO_MORE, SAY_S(name), SAY_N(need), SAY_N(n), SAY_N(good),
			SAY_N(need - good));
	else
		POINT(r, NULL, SAY_X_OPEN, SAY_S(name), SAY_S(*get_str(d, "why") != '\0'
			? get_str(d, "why") : get_str(c, "limited_why")));
	if (key[0] == 'd' && bad > 0)
		r->point(r->to, say_text(SAY_X_D_STAYS), NULL);
}

static void
about_crown_jewels(const struct rise *r, const struct node *c)
{
	for EACH(f, node_get(c, "instances"), "failing")
		if (get_int(f, "criticality") == 5) {
			POINT(r, get_str(f, "at"), SAY_X_CROWN, SAY_S(get_str(f, "asset")));
			return;
		}
}

/* The words for a verdict that the control has not. */
static const char *
meaning_of(const char *verdict, enum say otherwise)
{
	for (int v = 0; v < VERDICTS; v++)
		if (str_same(verdict_word((enum verdict)v), verdict))
			return verdict_meaning((enum verdict)v);
	return say_text(otherwise);
}

void
rise_tell(const struct rise *r, const struct node *report, const struct node *c)
{
	static const enum say realities[] = {SAY_P_M_REFUTED, SAY_P_M_UNKNOWN, SAY_P_M_PARTLY,
		SAY_P_M_SHOWN};
	static const char *const keys[] = {"o", "d", "w"}, *const names[] = {"O", "D", "W"};
	const struct node *t = node_get(report, "thresholds");
	const char *verdict = get_str(c, "verdict"), *next;
	struct buf head;
	size_t claim;
	int reality;
	int64_t share;

	if (!find(verdict, &claim, &reality)) {
		r->head(r->to, say_text(str_same(verdict, "NOT_EXERCISED")
			? SAY_X_OUTSIDE_EXERCISED : SAY_X_OUTSIDE_NA));
		return;
	}
	if (reality == R_PASS) {
		r->head(r->to, say_text(claim == 0 ? SAY_X_TOP : SAY_X_CLAIM));
		return;
	}
	next = verdicts[claim][reality + 1];
	share = get_int(t, reality == R_FAIL ? "fail_below" : reality == R_UNKNOWN ? "partial_at"
		: "target");
	buf_init(&head, 4096);
	SAY_WITH(&head, SAY_X_RISE, SAY_S(next),
		SAY_S(meaning_of(next, realities[reality + 1])));
	r->head(r->to, head.p);
	for (size_t i = 0; i < 3; i++)
		about_dimension(r, c, keys[i], names[i], share, reality == R_FAIL);
	if (reality == R_FAIL)
		about_crown_jewels(r, c);
	buf_free(&head);
}
