/* The sink: records are kept as they are, observations are folded at once. */
#include "checker/join/inside.h"

#include "checker/base/limits.h"
#include "checker/base/text.h"

static const size_t sizes[REC_KINDS] = {
	[REC_CONTROL] = sizeof(struct rec_control), [REC_SELECT] = sizeof(struct rec_select),
	[REC_CLAIM] = sizeof(struct rec_claim), [REC_ASSIGN] = sizeof(struct rec_assign),
	[REC_PARTY] = sizeof(struct rec_party), [REC_ROLE] = sizeof(struct rec_role),
	[REC_ASSET] = sizeof(struct rec_asset), [REC_TEST] = sizeof(struct rec_test),
	[REC_OBSERVATION] = sizeof(struct rec_observation), [REC_ITEM] = sizeof(struct rec_item),
	[REC_EVENT] = sizeof(struct rec_event), [REC_ACCEPTANCE] = sizeof(struct rec_acceptance),
	[REC_MAPPING] = sizeof(struct rec_mapping), [REC_EVIDENCE] = sizeof(struct rec_evidence),
	[REC_SYSTEM] = sizeof(struct rec_system),
};

/* Only the bytes that its kind has: an event does not take the room of an item. */
static void
keep_record(struct builder *b, const struct record *r)
{
	struct record copy;
	size_t n = offsetof(struct record, u) + sizes[r->kind];
	struct record *p;

	memcpy(&copy, r, n);
	record_copy_recent(&copy, &copy, b->a, b->recent);
	p = arena_alloc(b->a, n);
	memcpy(p, &copy, n);
	if (b->kept[r->kind].n >= UINT32_MAX - 1)
		die_memory();
	*VEC_PUSH(&b->kept[r->kind]) = p;
}

bool
after(const struct config *c, const struct instant *i)
{
	return i->known == KNOWN && !i->never && i->lo > c->as_of;
}

/*
 * The instant by which a record is dated; plans (due, expiry, a coming start) are no dates of a
 * record.
 */
static bool
dated_after(const struct builder *b, const struct record *r)
{
	switch (r->kind) {
	case REC_CLAIM: return after(b->cfg, &r->u.claim.at);
	case REC_OBSERVATION: return after(b->cfg, &r->u.observation.at);
	case REC_ITEM: return after(b->cfg, &r->u.item.created);
	case REC_ACCEPTANCE: return after(b->cfg, &r->u.acceptance.granted);
	case REC_EVIDENCE: return after(b->cfg, &r->u.evidence.collected);
	case REC_ASSIGN: return after(b->cfg, &r->u.assign.from);
	case REC_EVENT: return after(b->cfg, &r->u.event.at);
	case REC_CONTROL: case REC_SELECT: case REC_PARTY: case REC_ROLE: case REC_ASSET:
	case REC_TEST: case REC_MAPPING: case REC_SYSTEM: case REC_KINDS: default:
		return false;
	}
}

static void
put(struct sink *s, const struct record *r)
{
	struct builder *b = (struct builder *)(void *)s;

	if (dated_after(b, r)) {
		b->after_as_of++;
		/*
		 * Later events tell what a field was before them; freeze_items() rewinds by them.
		 */
		if (r->kind != REC_EVENT)
			return;
	}
	if (r->kind == REC_OBSERVATION)
		fold_observation(b, r);
	else
		keep_record(b, r);
	if (r->kind == REC_TEST)
		note_test(b, r);
	if (r->kind == REC_ASSET)
		note_asset(b, r);
}

struct builder *
builder_new(const struct config *cfg)
{
	struct builder *b = x_calloc(1, sizeof(*b));

	b->sink.put = put;
	b->cfg = cfg;
	b->a = arena_new();
	b->scratch = arena_new();
	b->recent = recent_new();
	b->strings = map_new();
	b->node_raw = map_new();
	b->node_key = map_new();
	b->test_key = map_new();
	b->tag_key = map_new();
	b->fold_key = map_new();
	b->first_key = map_new();
	return b;
}

struct sink *
builder_sink(struct builder *b)
{
	return &b->sink;
}

void
builder_add_source(struct builder *b, struct source *s)
{
	*VEC_PUSH(&b->sources) = s;
}

uint64_t
builder_facts(const struct builder *b)
{
	uint64_t n = (uint64_t)b->folds.n + b->nodes.n;

	for (size_t k = 0; k < REC_KINDS; k++)
		n += b->kept[k].n;
	return n;
}

void
builder_free(struct builder *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->folds.n; i++)
		fold_free(&b->folds.v[i]);
	VEC_FREE(&b->folds);
	VEC_FREE(&b->was_folds);
	for (size_t i = 0; i < b->tests.n; i++)
		VEC_FREE(&b->tests.v[i].tags);
	VEC_FREE(&b->tests);
	VEC_FREE(&b->nodes);
	VEC_FREE(&b->asset_nodes);
	VEC_FREE(&b->firsts);
	VEC_FREE(&b->sources);
	for (size_t k = 0; k < REC_KINDS; k++)
		VEC_FREE(&b->kept[k]);
	map_free(b->first_key);
	map_free(b->fold_key);
	map_free(b->test_key);
	map_free(b->tag_key);
	map_free(b->node_key);
	map_free(b->node_raw);
	map_free(b->strings);
	recent_free(b->recent);
	arena_free(b->scratch);
	arena_free(b->a);
	free(b);
}
