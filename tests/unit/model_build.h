#ifndef TRUEUP_MODEL_BUILD_H
#define TRUEUP_MODEL_BUILD_H
/*
 * Hand-built frozen models for the tests of the judge: by default everything is
 * given, complete and dated today, so that a test takes away what it is about.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"

#define BUILD_MAX 64

struct build {
	struct arena *a;
	struct config cfg;
	struct model m;
	struct source roster, items, inventory, scanner;
	const struct source *sources[4];
	struct population populations[1];
	struct party parties[BUILD_MAX];
	struct asset assets[BUILD_MAX];
	struct test tests[BUILD_MAX];
	struct state states[BUILD_MAX * 4];
	struct control controls[BUILD_MAX];
	struct item item_v[BUILD_MAX];
	struct acceptance acceptances[BUILD_MAX];
	struct authority authority[BUILD_MAX];
	struct benchmark benchmarks[BUILD_MAX];
	struct role_row roles[BUILD_MAX];
	struct instant whole_rosters[1];
	struct slots slots;
};

static inline struct instant
at(struct build *b, const char *text)
{
	struct instant i;

	assert_int_equal(instant_parse(&i, text, NULL, b->a), 0);
	return i;
}

static inline struct source
build_source(struct build *b, const char *path, unsigned roles)
{
	struct source s = {.path = path, .format = "json", .roles = roles, .complete = TRI_T,
		.grade = GRADE_E3, .as_of = instant_exact(b->cfg.as_of), .newest = b->cfg.as_of,
		.oldest = INSTANT_MIN};

	return s;
}

static inline struct build *
build_new(const char *as_of)
{
	struct arena *a = arena_new();
	struct build *b = ARENA_NEW(a, struct build);

	b->a = a;
	config_default(&b->cfg);
	b->cfg.as_of = at(b, as_of).lo;
	b->roster = build_source(b, "roster.csv", ROLE_ROSTER);
	b->items = build_source(b, "items.json", ROLE_ITEM);
	b->inventory = build_source(b, "inventory.csv", ROLE_POPULATION);
	b->scanner = build_source(b, "scan.xml", ROLE_OBSERVATION);
	b->m.config = &b->cfg;
	b->m.given = ROLE_ROSTER | ROLE_ITEM | ROLE_POPULATION | ROLE_OBSERVATION;
	b->whole_rosters[0] = instant_exact(b->cfg.as_of);
	b->m.whole_rosters = b->whole_rosters;
	b->m.nwhole_rosters = 1;
	b->m.parties = b->parties;
	b->m.assets = b->assets;
	b->m.tests = b->tests;
	b->m.states = b->states;
	b->m.controls = b->controls;
	b->m.items = b->item_v;
	b->m.acceptances = b->acceptances;
	b->m.benchmarks = b->benchmarks;
	b->m.roles = b->roles;
	b->m.populations = b->populations;
	b->m.npopulations = 1;
	b->populations[0] = (struct population){&b->inventory, 0, true, NULL};
	b->cfg.authority = b->authority;
	b->slots = slots_builtin();
	return b;
}

static inline void
build_free(struct build *b)
{
	arena_free(b->a);
}

/* A person of the roster: hired in 2020, not gone. */
static inline struct who
person(struct build *b, const char *name)
{
	struct party *p;
	struct rec_party *row;

	for (size_t i = 0; i < b->m.nparties; i++)
		if (strcmp(b->parties[i].name, name) == 0)
			return (struct who){.how = RES_PARTY, .raw = name, .key = b->parties[i].key,
				.party = &b->parties[i]};
	assert_true(b->m.nparties < BUILD_MAX);
	p = &b->parties[b->m.nparties++];
	row = p->rows = ARENA_NEW(b->a, struct rec_party);
	p->row_locs = ARENA_NEW(b->a, struct loc);
	p->row_locs[0].source = &b->roster;
	p->nrows = 1;
	p->key = arena_printf(b->a, "email:%s@x.example", name);
	p->name = name;
	p->on_roster = true;
	row->name = name;
	row->active = TRI_T;
	row->hired = at(b, "2020-01-01T00:00:00Z");
	row->left.known = EMPTY;
	return person(b, name);
}

static inline struct who
leaver(struct build *b, const char *name, const char *left)
{
	struct who w = person(b, name);

	((struct party *)(uintptr_t)w.party)->rows[0].left = at(b, left);
	((struct party *)(uintptr_t)w.party)->rows[0].active = TRI_F;
	return w;
}

static inline struct who
named(enum resolution how, const char *raw)
{
	return (struct who){.how = how, .raw = raw, .key = raw, .role = how == RES_ROLE ? raw : NULL};
}

static inline void
add_owner(struct build *b, struct owner_refs *r, struct who w, bool accountable)
{
	struct owner_ref *v = ARENA_ARRAY(b->a, struct owner_ref, r->n + 1);

	for (size_t i = 0; i < r->n; i++)
		v[i] = r->v[i];
	v[r->n++] = (struct owner_ref){.who = w, .accountable = accountable};
	r->v = v;
	r->source_names_owners = true;
}

/* A control in scope that is claimed, with an owner "olga" who is active. */
static inline struct control *
add_control(struct build *b, const char *id, uint32_t p)
{
	struct control *c = &b->controls[b->m.ncontrols++];

	c->framework = "nist-800-53";
	c->id = id;
	c->in_scope = c->has_claim = true;
	c->p = p;
	c->weight = 3;
	c->claims = ARENA_NEW(b->a, struct claim_seen);
	c->nclaims = 1;
	add_owner(b, &c->owners, person(b, "olga"), false);
	return c;
}

static inline uint32_t
add_asset(struct build *b, const char *name)
{
	struct asset *a = &b->assets[b->m.nassets];

	a->key = a->name = name;
	a->listed = a->in_scope = true;
	b->populations[0].listed++;
	return (uint32_t)b->m.nassets++;
}

static inline uint32_t
add_test(struct build *b, struct control *c, const char *benchmark, const char *id)
{
	uint32_t n = (uint32_t)b->m.ntests++;
	struct benchmark *k = NULL;
	uint32_t *v;

	b->tests[n] = (struct test){.benchmark = benchmark, .id = id, .severity = 3};
	for (size_t i = 0; i < b->m.nbenchmarks; i++)
		if (strcmp(b->benchmarks[i].id, benchmark) == 0)
			k = &b->benchmarks[i];
	if (k == NULL) {
		k = &b->benchmarks[b->m.nbenchmarks++];
		k->id = benchmark;
	}
	v = ARENA_ARRAY(b->a, uint32_t, k->ntests + 1);
	for (size_t i = 0; i < k->ntests; i++)
		v[i] = k->tests[i];
	v[k->ntests++] = n;
	k->tests = v;
	if (c != NULL) {
		struct link_test *l = ARENA_ARRAY(b->a, struct link_test, c->ntests + 1);

		for (size_t i = 0; i < c->ntests; i++)
			l[i] = c->tests[i];
		l[c->ntests++] = (struct link_test){.test = n, .t_counts = true};
		c->tests = l;
	}
	return n;
}

static inline struct state
empty_state(struct build *b, uint32_t asset, uint32_t test, const char *originator)
{
	return (struct state){.asset = asset, .test = test, .originator = originator,
		.source = &b->scanner, .t = &seen_none, .f = &seen_none, .u = &seen_none,
		.na = &seen_none, .first_f = &seen_none, .listed_f = &seen_none,
		.doubt = &seen_none};
}

/* The state of (originator, asset, test), kept sorted as the model has it. */
static inline struct state *
state_of(struct build *b, uint32_t asset, uint32_t test, const char *originator)
{
	size_t i = 0;

	for (; i < b->m.nstates; i++) {
		struct state *s = &b->states[i];

		if (s->asset == asset && s->test == test && strcmp(s->originator, originator) == 0)
			return s;
		if (s->asset > asset || (s->asset == asset && (s->test > test || (s->test == test
			&& strcmp(s->originator, originator) > 0))))
			break;
	}
	assert_true(b->m.nstates < BUILD_MAX * 4);
	memmove(&b->states[i + 1], &b->states[i], (b->m.nstates++ - i) * sizeof(*b->states));
	b->states[i] = empty_state(b, asset, test, originator);
	return &b->states[i];
}

/* What stands in a slot, to be changed: a copy, as slots may share what they hold. */
static inline struct seen *
slot_own(struct build *b, const struct seen **slot)
{
	struct seen *own = ARENA_ARRAY(b->a, struct seen, 1);

	*own = **slot;
	*slot = own;
	return own;
}

static inline void
slot_set(struct build *b, const struct seen **slot, struct seen one)
{
	*slot_own(b, slot) = one;
}

static inline void
see(struct build *b, uint32_t asset, uint32_t test, const char *originator, enum result result,
	const char *when)
{
	struct state *s = state_of(b, asset, test, originator);
	struct instant t = at(b, when);
	struct seen one = {.any = true, .lo = t.lo, .hi = t.hi, .grade = GRADE_E3};
	const struct seen **to = result == RESULT_PASS ? &s->t : result == RESULT_FAIL ? &s->f
		: result == RESULT_NOT_APPLICABLE ? &s->na : &s->u;

	if (asset < b->m.nassets)
		b->assets[asset].seen = true;
	s->tested = s->tested || result != RESULT_NOT_APPLICABLE;
	if (!(*to)->any || (*to)->hi < one.hi)
		slot_set(b, to, one);
	if (result == RESULT_FAIL && (!s->first_f->any || one.lo < s->first_f->lo))
		slot_set(b, &s->first_f, one);
}

static inline void
link_item(struct build *b, struct control *c, const struct item *it, unsigned how)
{
	struct link_item *l = ARENA_ARRAY(b->a, struct link_item, c->nitems + 1);

	for (size_t i = 0; i < c->nitems; i++)
		l[i] = c->items[i];
	l[c->nitems++] = (struct link_item){(uint32_t)(it - b->item_v), how};
	c->items = l;
}

/* An open finding of high severity with its whole log, reported by "rita", assigned to "olga". */
static inline struct item *
add_item(struct build *b, struct control *c, const char *key, const char *detected)
{
	struct item *it = &b->item_v[b->m.nitems++];

	it->tracker = "jira";
	it->key = key;
	it->type = ITEM_FINDING;
	it->severity = 3;
	it->status = STATUS_OPEN;
	it->tracker_open = it->has_history = true;
	it->duplicate_of = UINT32_MAX;
	it->detected = it->created = at(b, detected);
	it->reporter = person(b, "rita");
	it->assignee = person(b, "olga");
	it->source = &b->items;
	it->events = ARENA_ARRAY(b->a, struct event, 16);
	add_owner(b, &it->owners, it->assignee, false);
	if (c != NULL)
		link_item(b, c, it, LINK_TAG);
	return it;
}

/* Events must be added in order of time. */
static inline struct event *
add_event(struct build *b, struct item *it, const char *when, enum event_kind kind,
	struct who actor)
{
	struct event *e = &it->events[it->nevents++];

	assert_true(it->nevents <= 16);
	e->at = at(b, when);
	e->kind = kind;
	e->actor = actor;
	e->severity = e->severity_before = -1;
	return e;
}

/* "Dora" plans a fix: the plainest decision. */
static inline struct event *
add_fix(struct build *b, struct item *it, const char *when, const char *until)
{
	struct event *e = add_event(b, it, when, EVENT_DECIDE, person(b, "dora"));

	e->choice = CHOICE_FIX;
	e->until = at(b, until);
	return e;
}

static inline struct event *
add_accept(struct build *b, struct item *it, const char *when, struct who actor, const char *until)
{
	struct event *e = add_event(b, it, when, EVENT_DECIDE, actor);

	e->choice = CHOICE_ACCEPT;
	e->until = at(b, until);
	return e;
}

static inline void
add_authority(struct build *b, const char *name, unsigned choices, int up_to)
{
	b->cfg.has_authority = true;
	b->authority[b->cfg.nauthority++] = (struct authority){.party = {.raw = name},
		.choices = choices, .up_to = up_to};
}

static inline struct assessment *
build_judge(struct build *b)
{
	b->sources[0] = &b->inventory;
	b->sources[1] = &b->items;
	b->sources[2] = &b->roster;
	b->sources[3] = &b->scanner;
	b->m.sources = b->sources;
	b->m.nsources = 4;
	return judge_slots(&b->m, &b->slots, b->a);
}

/* The result of one control, by its index. */
static inline struct control_result *
result_of(struct assessment *out, size_t i)
{
	assert_true(out->nscopes == 1 && i < out->scopes[0].ncontrols);
	return &out->scopes[0].controls[i];
}

#endif
