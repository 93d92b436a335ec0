/* One control: claim, verdict, overlays, O, D and W, owner, and the lines that decide it. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "reports/build.h"

#define OTHER_CLAIMS_SHOWN 20
#define FROM_INSTANCES 3 /* failing lines among those that decide a control */

static const char *
blank_null(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

static void
put_dim(struct build *b, struct node *control, const char *key, const struct dim *d)
{
	struct node *n = put_map(b->a, control, key);

	put_count(b->a, n, "n", d->n);
	put_count(b->a, n, "m", d->m);
	put_count(b->a, n, "good", d->good);
	put_count(b->a, n, "bad", d->bad);
	if (d->empty) {
		put_str(b->a, n, "lo", NULL);
		put_str(b->a, n, "hi", NULL);
	} else {
		put_int(b->a, n, "lo", d->lo);
		put_int(b->a, n, "hi", d->hi);
	}
	put_bool(b->a, n, "empty", d->empty);
	put_str(b->a, n, "kind", blank_null(d->kind));
	put_str(b->a, n, "why", blank_null(d->why));
}

static void
put_statement(struct build *b, struct node *n, const struct claim_seen *s)
{
	put_str(b->a, n, "kind", claim_kind_word(s->kind));
	put_cut(b->a, n, "raw", s->state_raw);
	put_instant(b, n, "at", &s->at);
	put_place(b, n, "from", &s->loc);
}

static void
put_claim(struct build *b, struct node *control, const struct control *c)
{
	struct node *n = put_map(b->a, control, "claim"), *list;
	size_t last = c->nclaims < OTHER_CLAIMS_SHOWN ? c->nclaims : OTHER_CLAIMS_SHOWN;

	if (c->has_claim)
		put_str(b->a, n, "state", c->na ? claim_state_word(STATE_NOT_APPLICABLE)
			: claim_state_word(c->state));
	else
		put_str(b->a, n, "state", NULL);
	put_int(b->a, n, "p", c->has_claim ? c->p : 0);
	if (c->nclaims > 0)
		put_statement(b, n, &c->claims[0]);
	put_bool(b->a, n, "disagree", c->claims_disagree);
	list = put_list(b->a, n, "others");
	for (size_t i = 1; i < last; i++) {
		struct node *o = put_map(b->a, list, NULL);

		put_str(b->a, o, "state", claim_state_word(c->claims[i].state));
		put_statement(b, o, &c->claims[i]);
	}
}

static void
put_overlays(struct build *b, struct node *control, const struct control_result *r)
{
	static const struct { unsigned bit; const char *word; } words[] = {
		{ORPHANED, "ORPHANED"}, {UNDECIDED, "UNDECIDED"}, {STALE, "STALE"},
		{SUSPECT, "SUSPECT"}, {LOOSENED, "LOOSENED"},
	};
	struct node *list = put_list(b->a, control, "overlays");

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (r->overlays & words[i].bit)
			put_str(b->a, list, NULL, words[i].word);
	if (r->overlays & REFUTED)
		put_str(b->a, list, NULL, arena_printf(b->a, "REFUTED(%llu)",
			(unsigned long long)r->refuted));
	if (r->overlays & ACCEPTED)
		put_str(b->a, list, NULL, arena_printf(b->a, "ACCEPTED(%s)",
			instant_utc_dup(b->a, r->accepted_until)));
}

static void
put_owner(struct build *b, struct node *control, const struct control_result *r)
{
	const struct owner_refs *refs = &b->m->controls[r->control].owners;
	struct node *n = put_map(b->a, control, "owner"), *list;

	put_str(b->a, n, "name", owner_name(b, r->owner_text));
	put_str(b->a, n, "valid", tri_word(r->owner));
	put_str(b->a, n, "why", blank_null(r->owner_why));
	list = put_list(b->a, n, "from");
	for (size_t i = 0; i < refs->n && i < OTHER_CLAIMS_SHOWN; i++) {
		const char *place = place_text(b, &refs->v[i].loc);

		if (place != NULL)
			put_str(b->a, list, NULL, place);
	}
}

/* ---- what refutes it ---- */

static const struct instance *
first_failing(const struct control_result *r)
{
	for (size_t i = 0; i < r->ninstances; i++)
		if (r->instances[i].value == TRI_F || r->instances[i].value == TRI_B)
			return &r->instances[i];
	return NULL;
}

static const struct item *
first_late(struct build *b, const struct control *c)
{
	for (size_t i = 0; i < c->nitems; i++)
		if (c->items[i].item < b->as->nclocks
			&& b->as->clocks[c->items[i].item].state == CLOCK_BREACHED)
			return &b->m->items[c->items[i].item];
	return NULL;
}

static void
refuted(struct build *b, struct node *control, const char *by, const char *text,
	const struct loc *at)
{
	struct node *n = put_map(b->a, control, "refuted");

	put_str(b->a, n, "by", by);
	put_str(b->a, n, "text", text);
	put_str(b->a, n, "at", at != NULL ? place_text(b, at) : NULL);
}

static void
refuted_by_tests(struct build *b, struct node *control, const struct control_result *r)
{
	const struct instance *v = first_failing(r);
	const char *on;

	if (v == NULL) {
		refuted(b, control, "W", say_text(SAY_FAILS_LOOSE), &r->fail_at);
		return;
	}
	on = r->w.m > 0 ? SAID(b->a, SAY_FAILS_ON, SAY_N(r->w.bad), SAY_N(r->w.m))
		: SAID(b->a, SAY_FAILS_ON_SEEN, SAY_N(r->ninstances));
	refuted(b, control, "W", SAID(b->a, SAY_REFUTED_W, SAY_S(on),
		SAY_S(brief(b, asset_name(b, v->asset))), SAY_S(v->test < b->m->ntests
			? brief(b, test_title(&b->m->tests[v->test])) : "")), &v->at);
}

static void
refuted_by_owner(struct build *b, struct node *control, const struct control_result *r)
{
	const struct control *c = &b->m->controls[r->control];
	const struct loc *at = c->owners.n > 0 ? &c->owners.v[0].loc : &c->loc;
	const char *name = owner_name(b, r->owner_text), *why = r->owner_why, *text;

	if (r->owner != TRI_F && r->owner != TRI_B)
		text = SAID(b->a, SAY_REFUTED_OWNERS, SAY_N(r->o.bad), SAY_N(r->o.n),
			SAY_S(r->o.kind != NULL ? r->o.kind : ""));
	else if (name == NULL)
		text = SAID(b->a, SAY_REFUTED_NO_OWNER, SAY_S(why != NULL ? why : ""));
	else
		text = SAID(b->a, SAY_REFUTED_OWNER, SAY_S(brief(b, name)),
			SAY_S(why != NULL ? why : ""));
	refuted(b, control, "O", text, at);
}

/* The dimension that keeps R low: tests before owner before decisions where they are equal. */
static void
put_refuted(struct build *b, struct node *control, const struct control_result *r)
{
	uint32_t below = b->m->config->fail_below, o = r->o.empty ? MILLION : r->o.hi;
	uint32_t d = r->d.empty ? MILLION : r->d.hi, w = r->w.empty ? MILLION : r->w.hi;
	const struct item *late;

	if (r->failing && w <= o && w <= d) {
		refuted_by_tests(b, control, r);
	} else if (o < below && o <= d) {
		refuted_by_owner(b, control, r);
	} else if (d < below) {
		late = first_late(b, &b->m->controls[r->control]);
		refuted(b, control, "D", SAID(b->a, SAY_REFUTED_D, SAY_N(r->d.bad), SAY_N(r->d.m)),
			late != NULL ? &late->loc : NULL);
	} else if (r->failing) {
		refuted_by_tests(b, control, r);
	} else {
		put_str(b->a, control, "refuted", NULL);
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines that decide a control: claim, owners, failing results, late items. */
static void
put_from(struct build *b, struct node *control, const struct control_result *r)
{
	const struct control *c = &b->m->controls[r->control];
	struct node *list = put_list(b->a, control, "from");
	VEC(const char *) v = {0};
	size_t failing = 0, late = 0;

	if (c->nclaims > 0)
		*VEC_PUSH(&v) = place_text(b, &c->claims[0].loc);
	for (size_t i = 0; i < c->owners.n && i < OTHER_CLAIMS_SHOWN; i++)
		*VEC_PUSH(&v) = place_text(b, &c->owners.v[i].loc);
	if (r->failing)
		*VEC_PUSH(&v) = place_text(b, &r->fail_at);
	for (size_t i = 0; i < r->ninstances && failing < FROM_INSTANCES; i++)
		if (r->instances[i].value == TRI_F || r->instances[i].value == TRI_B) {
			*VEC_PUSH(&v) = place_text(b, &r->instances[i].at);
			failing++;
		}
	for (size_t i = 0; i < c->nitems && late < FROM_INSTANCES; i++)
		if (c->items[i].item < b->as->nclocks
			&& b->as->clocks[c->items[i].item].state == CLOCK_BREACHED) {
			*VEC_PUSH(&v) = place_text(b, &b->m->items[c->items[i].item].loc);
			late++;
		}
	for (size_t i = 0; i < v.n; i++)
		if (v.v[i] == NULL)
			v.v[i] = "";
	if (v.n > 1)
		qsort(v.v, v.n, sizeof(*v.v), by_text);
	for (size_t i = 0; i < v.n; i++)
		if (*v.v[i] != '\0' && (i == 0 || strcmp(v.v[i], v.v[i - 1]) != 0))
			put_str(b->a, list, NULL, v.v[i]);
	VEC_FREE(&v);
}

static void
put_instance(struct build *b, struct node *list, const struct instance *v)
{
	struct node *n = put_map(b->a, list, NULL);
	const struct test *t = v->test < b->m->ntests ? &b->m->tests[v->test] : NULL;

	put_str(b->a, n, "asset", asset_name(b, v->asset));
	put_str(b->a, n, "value", tri_word(v->value));
	put_int(b->a, n, "criticality", b->m->assets[v->asset].criticality);
	put_str(b->a, n, "benchmark", t != NULL ? t->benchmark : NULL);
	put_str(b->a, n, "test", t != NULL ? t->id : NULL);
	put_cut(b->a, n, "title", t != NULL ? t->title : NULL);
	put_str(b->a, n, "severity", t != NULL ? severity_word(t->severity) : NULL);
	put_int(b->a, n, "required", v->nrequired);
	put_int(b->a, n, "fail", v->nf);
	put_int(b->a, n, "disagree", v->nb);
	put_bool(b->a, n, "uncovered", v->uncovered);
	put_place(b, n, "at", &v->at);
}

static void
put_instances(struct build *b, struct node *control, const struct control_result *r)
{
	struct node *n = put_map(b->a, control, "instances"), *list;
	size_t failing = 0, stale = 0;

	list = put_list(b->a, n, "failing");
	for (size_t i = 0; i < r->ninstances; i++) {
		const struct instance *v = &r->instances[i];

		stale += v->stale;
		if ((v->value != TRI_F && v->value != TRI_B) || v->only_na)
			continue;
		if (failing++ < MAX_FAILING_SHOWN)
			put_instance(b, list, v);
	}
	put_count(b->a, n, "failing_total", failing);
	put_count(b->a, n, "stale", stale);
	put_count(b->a, n, "with_results", r->ninstances);
	put_count(b->a, n, "tests_hold", r->tests_hold);
	put_count(b->a, n, "tests_fail", r->tests_fail);
	put_count(b->a, n, "listed_failures", r->listed_failures);
}

/* Clocks that say something first; of equals the items' own order. */
static void
put_linked(struct build *b, struct node *control, const struct control *c)
{
	static const enum clock_state order[] = {CLOCK_BREACHED, CLOCK_UNKNOWN, CLOCK_RUNNING,
		CLOCK_MET, CLOCK_NONE};
	struct node *list = put_list(b->a, control, "items");
	size_t shown = 0;

	for (size_t s = 0; s < sizeof(order) / sizeof(*order); s++)
		for (size_t i = 0; i < c->nitems && shown < MAX_LINKED_SHOWN; i++) {
			uint32_t item = c->items[i].item;

			if (item >= b->as->nclocks || b->as->clocks[item].state != order[s])
				continue;
			put_str(b->a, list, NULL, item_id(b, item));
			shown++;
		}
	put_count(b->a, control, "items_total", c->nitems);
}

void
put_control(struct build *b, struct node *list, const struct control_result *r)
{
	const struct control *c = &b->m->controls[r->control];
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "id", c->id);
	put_str(b->a, n, "label", control_name(b, r->control));
	put_cut(b->a, n, "title", c->title);
	put_str(b->a, n, "family", c->family);
	put_int(b->a, n, "weight", r->weight);
	put_claim(b, n, c);
	put_str(b->a, n, "verdict", verdict_word(r->verdict));
	put_str(b->a, n, "meaning", verdict_meaning(r->verdict));
	put_overlays(b, n, r);
	put_dim(b, n, "o", &r->o);
	put_dim(b, n, "d", &r->d);
	put_dim(b, n, "w", &r->w);
	put_samples(b, n, r);
	put_int(b->a, n, "real_low", r->r_lo);
	put_int(b->a, n, "real_high", r->r_hi);
	put_str(b->a, n, "limited_by", limit_word(r->limited_by));
	put_str(b->a, n, "limited_why", limit_sentence(r->limited_by));
	put_owner(b, n, r);
	put_bool(b->a, n, "failing", r->failing);
	put_str(b->a, n, "fail_at", r->failing ? place_text(b, &r->fail_at) : NULL);
	put_refuted(b, n, r);
	put_instances(b, n, r);
	put_linked(b, n, c);
	put_from(b, n, r);
}
