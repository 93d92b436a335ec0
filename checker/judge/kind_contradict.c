/*
 * contradict: where the records claim a control (`claim`), no admissible result
 * on one of its assets may speak `against` it.  Any against: F; tested and none
 * against: T; not tested, or it is unknown: U.  Instances are those of W
 * (judgement.md 5), and an F or B there is against, whatever the rule says: a
 * rule can only add.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

static const struct control_result *
result_of(const struct kind_run *k, uint32_t control)
{
	const struct assessment *as = k->j->out;

	for (size_t s = 0; s < as->nscopes; s++) {
		for (size_t i = 0; i < as->scopes[s].ncontrols; i++) {
			if (as->scopes[s].controls[i].control == control)
				return &as->scopes[s].controls[i];
		}
	}
	return NULL;
}

static bool
linked(const struct control *c, uint32_t test)
{
	for (size_t i = 0; i < c->ntests; i++) {
		if (c->tests[i].test == test)
			return true;
	}
	return false;
}

/* The first state of the asset; states stand sorted by asset. */
static size_t
first_state(const struct model *m, uint32_t asset)
{
	size_t lo = 0, hi = m->nstates;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->states[mid].asset < asset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Below E3, or below the floor of severity, an F is only listed (judgement.md 4, 5). */
static bool
admissible(const struct kind_run *k, const struct state *s)
{
	int severity = k->j->m->tests[s->test].severity;

	return s->f->grade >= GRADE_E3 && s->f->lo > INSTANT_MIN && s->f->lo <= k->j->cfg->as_of
		&& (severity < 0 || severity >= k->j->cfg->floor_severity);
}

static enum tri
against_any(struct kind_run *k, struct kind_env *e, const struct control *c, uint32_t asset,
	struct loc *at)
{
	const struct program *against = kind_slot(k, "against");
	const struct model *m = k->j->m;
	enum tri any = TRI_F;

	for (size_t i = first_state(m, asset); i < m->nstates && m->states[i].asset == asset; i++) {
		const struct state *s = &m->states[i];
		const char *why;
		enum tri v;

		if (!s->f->any || !admissible(k, s) || !linked(c, s->test))
			continue;
		kind_bind_record(e, "observation", k, s, k->j->cfg->as_of);
		v = kind_tri(k, against, e, &why);
		e->n--;
		if (v == TRI_T && any != TRI_T)
			*at = s->f->loc;
		any = tri_or(any, v);
	}
	return any;
}

static void
one_asset(struct kind_run *k, const struct kind_record *r, struct kind_env *e,
	const struct control *c, const struct instance *in)
{
	const struct asset *as = &k->j->m->assets[in->asset];
	struct template_word w[2] = {{"asset", as->name != NULL ? as->name : as->key}, {"test", ""}};
	struct kind_record at = *r;
	enum tri v = in->value, any;

	at.asset = in->asset;
	at.at = in->at.source != NULL ? in->at : r->at;
	at.subject = arena_printf(k->scratch, "%s on %s", c->id, w[0].text);
	if (in->test != NOT_ONE)
		w[1].text = k->j->m->tests[in->test].id;
	any = against_any(k, e, c, in->asset, &at.at);
	if (v == TRI_F && in->nf == 0)
		v = TRI_B; /* nothing but what two originators see differently */
	else if (v != TRI_F)
		v = tri_and(v, tri_not(any));
	kind_check(k, &at, e, v,
		v == TRI_U ? say_text(in->stale ? SAY_WHY_OLD : SAY_WHY_UNTESTED) : NULL, w, 2,
		&r->at);
}

/* The rest of the population, in one check: a million untested assets are one line. */
static void
elsewhere(struct kind_run *k, const struct kind_record *r, struct kind_env *e, size_t tested,
	size_t gone)
{
	struct kind_record at = *r;
	uint64_t rest;

	frame_of(k->j, r->control < k->j->m->ncontrols ? k->j->m->controls[r->control].system
		: NOT_ONE);
	rest = k->j->nframe > tested ? k->j->nframe - tested : 0;
	if (rest == 0 && tested > gone)
		return;
	at.subject = arena_printf(k->scratch, "%s elsewhere", r->subject);
	kind_check(k, &at, e, TRI_U,
		rest == 0 && tested > 0 ? say_text(SAY_WHY_NOWHERE)
		: rest == 0             ? say_text(SAY_WHY_NO_ASSET)
		          : SAID(k->scratch, SAY_WHY_UNTESTED_REST, SAY_N(rest)),
		NULL, 0, NULL);
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	const struct control *c = &k->j->m->controls[r->control];
	const struct control_result *res = result_of(k, r->control);
	const char *why;
	size_t gone = 0;
	enum tri claimed = kind_tri(k, kind_slot(k, "claim"), e, &why);

	if (claimed == TRI_F || res == NULL)
		return;
	if (claimed != TRI_T) {
		kind_check(k, r, e, TRI_U, why, NULL, 0, NULL);
		return;
	}
	for (size_t i = 0; i < res->ninstances; i++) {
		if (res->instances[i].only_na)
			gone++;
		else
			one_asset(k, r, e, c, &res->instances[i]);
	}
	elsewhere(k, r, e, res->ninstances, gone);
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
}

static const struct var observation[] = {{"observation", FIELD_RECORD, "observation"}};
static const char *const records[] = {"control", NULL};
static const char *const words[] = {"why", "asset", "test", NULL};

const struct kind kind_contradict = {
	.spec = {.name = "contradict",
		.doc = "Each control and asset where \"claim\" holds: F if an admissible result is \"against\" "
		       "it, T if it was tested and none is, U if it was not tested.",
		.records = records,
		.slots = {{"claim", WANT_BOOL, true, NULL, 0}, {"against", WANT_BOOL, true, observation, 1}},
		.nslots = 2, .words = words, .scores = "W",
		.scores_for = "control"},
	.run = run};
