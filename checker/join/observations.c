/* Folding results while they are read, and the states that come of it (judgement.md 5, 11). */
#include "checker/base/text.h"
#include "checker/join/inside.h"

/* Empty place for a test of no benchmark: NULL and "" are one. */
static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static const char *
intern(struct builder *b, const char *s)
{
	return s == NULL ? NULL : map_intern(b->strings, s, strlen(s));
}

static uint32_t
test_of(struct builder *b, const char *benchmark, const char *id, struct loc loc)
{
	struct arena *tmp = b->scratch;
	char *key = join_key(tmp, or_empty(benchmark), or_empty(id));
	bool fresh;
	void **slot = map_slot(b->test_key, key, strlen(key), &fresh);
	uint32_t i;

	if (fresh) {
		struct case_ *c = VEC_PUSH(&b->tests);

		c->benchmark = intern(b, or_empty(benchmark));
		c->id = intern(b, or_empty(id));
		c->severity = -1;
		c->loc = loc;
		c->loc.path = arena_strdup(b->a, loc.path);
		*slot = (void *)(uintptr_t)b->tests.n;
	}
	i = (uint32_t)(uintptr_t)*slot - 1;
	if (loc_compare(&loc, &b->tests.v[i].loc) < 0) {
		b->tests.v[i].loc = loc;
		b->tests.v[i].loc.path = arena_strdup(b->a, loc.path);
	}
	arena_reset(tmp);
	return i;
}

/* More tags than this are looked up, not walked: a file may give one test a million. */
#define TAGS_WALKED 8

/* Where the test has the tag, or its new place; *fresh: it had none. */
static struct tag_at *
tag_at(struct builder *b, struct case_ *c, const struct tag *t, bool *fresh)
{
	struct { const char *scheme, *id; uint32_t test; enum relation relation; } key;
	void **slot = NULL;

	for (size_t i = 0; i < c->tags.n && i < TAGS_WALKED; i++)
		if (c->tags.v[i].relation == t->relation && strcmp(c->tags.v[i].id, t->id) == 0
			&& strcmp(c->tags.v[i].scheme, t->scheme) == 0) {
			*fresh = false;
			return &c->tags.v[i];
		}
	memset(&key, 0, sizeof(key));
	key.scheme = intern(b, t->scheme);
	key.id = intern(b, t->id);
	key.test = (uint32_t)(c - b->tests.v);
	key.relation = t->relation;
	*fresh = true;
	if (c->tags.n >= TAGS_WALKED)
		slot = map_slot(b->tag_key, (const char *)&key, sizeof(key), fresh);
	if (!*fresh)
		return &c->tags.v[(uintptr_t)*slot - 1];
	*VEC_PUSH(&c->tags) = (struct tag_at){.scheme = key.scheme, .id = key.id,
		.relation = t->relation};
	if (slot != NULL)
		*slot = (void *)(uintptr_t)c->tags.n;
	return &c->tags.v[c->tags.n - 1];
}

static void
note_tags(struct builder *b, struct case_ *c, const struct tags *tags, struct loc loc)
{
	for (size_t i = 0; i < tags->n; i++) {
		bool fresh;
		struct tag_at *at;

		if (tags->v[i].scheme == NULL || tags->v[i].id == NULL)
			continue;
		at = tag_at(b, c, &tags->v[i], &fresh);
		if (!fresh && loc_compare(&loc, &at->loc) >= 0)
			continue;
		at->loc = loc;
		at->loc.path = arena_strdup(b->a, loc.path);
	}
}

/* The earliest that any source says. */
static void
earliest(struct builder *b, struct instant *best, const struct instant *t)
{
	if (t->known != KNOWN || t->never)
		return;
	*best = best->known == KNOWN ? instant_min(*best, *t) : *t;
	best->raw = intern(b, best->raw);
}

void
note_test(struct builder *b, const struct record *r)
{
	const struct rec_test *t = &r->u.test;
	/* The index first: finding it may move the list. */
	uint32_t at = test_of(b, t->benchmark, t->test, r->loc);
	struct case_ *c = &b->tests.v[at];
	int rank = severity_rank(t->severity);

	if (rank > c->severity)
		c->severity = rank;
	if (t->title != NULL && (c->title == NULL || strcmp(t->title, c->title) < 0))
		c->title = intern(b, t->title);
	earliest(b, &c->due, &t->due);
	earliest(b, &c->added, &t->added);
	note_tags(b, c, &t->tags, r->loc);
}

/*
 * Is a the later one? By its latest reading, then the higher grade, then the place; not by its
 * earliest, which may be that of another (fold_seen): the order of input would decide.
 */
static bool
later(const struct seen *a, const struct seen *b)
{
	if (!b->any)
		return true;
	if (a->hi != b->hi)
		return a->hi > b->hi;
	if (a->grade != b->grade)
		return a->grade > b->grade;
	return loc_compare(&a->loc, &b->loc) < 0;
}

static bool
earlier(const struct seen *a, const struct seen *b)
{
	if (!b->any)
		return true;
	if (a->lo != b->lo)
		return a->lo < b->lo;
	return loc_compare(&a->loc, &b->loc) < 0;
}

/* The floor of T and F is E3 (judgement.md 4). */
static bool
admissible(const struct seen *s)
{
	return s->any && s->grade >= GRADE_E3;
}

/* Takes b over a where it is the later one; what reaches the floor goes before what does not. */
static bool
better(const struct seen *a, const struct seen *b)
{
	if (admissible(a) != admissible(b))
		return admissible(a);
	return later(a, b);
}

/*
 * The one that wins, with the bounds of both: there was one at the latest of the earliest readings
 * and none is later than the latest of the latest ones, whichever of them that was.
 */
static void
fold_seen(struct seen *to, const struct seen *from, bool (*wins)(const struct seen *,
	const struct seen *))
{
	bool first = wins == earlier, mix = wins != better || admissible(to) == admissible(from);
	int64_t lo = to->lo, hi = to->hi;

	if (!from->any)
		return;
	mix = mix && to->any;
	if (wins(from, to))
		*to = *from;
	if (!mix)
		return;
	to->lo = first ? (lo < from->lo ? lo : from->lo) : (lo > from->lo ? lo : from->lo);
	to->hi = first ? (hi < from->hi ? hi : from->hi) : (hi > from->hi ? hi : from->hi);
}

void
fold_unknown(struct seen *to, const struct seen *from)
{
	fold_seen(to, from, later);
}

void
fold_into(struct gathered *to, const struct gathered *from)
{
	fold_seen(&to->t, &from->t, better);
	fold_seen(&to->f, &from->f, better);
	fold_seen(&to->u, &from->u, later);
	fold_seen(&to->na, &from->na, later);
	fold_seen(&to->first_f, &from->first_f, earlier);
	fold_seen(&to->listed_f, &from->listed_f, later);
	fold_seen(&to->doubt, &from->doubt, later);
	to->undated_f = to->undated_f || from->undated_f;
	to->tested = to->tested || from->tested;
	to->sticky = from->sticky > to->sticky ? from->sticky : to->sticky;
	/* The file that is named for the state: the first by name, whatever was read first. */
	if (to->source == NULL
		|| (from->source != NULL && source_compare(from->source, to->source) < 0))
		to->source = from->source;
}

static void
fold_one(struct fold *f, enum slot slot, const struct seen *one,
	bool (*wins)(const struct seen *, const struct seen *))
{
	struct seen was = fold_slot(f, slot), now = was;

	fold_seen(&now, one, wins);
	if (!was.any || was.lo != now.lo || was.hi != now.hi || was.grade != now.grade
		|| loc_compare(&was.loc, &now.loc) != 0)
		fold_keep(f, slot, &now);
}

/*
 * Undated results stand before everything else, as U; below the floor a result
 * counts as U at its instant. Either way a failure is listed (judgement.md 4, 11).
 */
static void
fold_result(struct fold *f, enum result result, struct seen one, bool dated)
{
	bool low = one.grade < GRADE_E3;

	f->tested = f->tested || result != RESULT_NOT_APPLICABLE;
	if (!dated) {
		one.lo = one.hi = INT64_MIN;
		f->undated_f = f->undated_f || result == RESULT_FAIL;
	}
	if (result == RESULT_FAIL && (!dated || low))
		fold_one(f, SLOT_LISTED_F, &one, later);
	if (!dated || low || (result != RESULT_PASS && result != RESULT_FAIL
		&& result != RESULT_NOT_APPLICABLE))
		fold_one(f, SLOT_U, &one, later);
	if (!dated)
		return;
	if (result == RESULT_PASS)
		fold_one(f, SLOT_T, &one, better);
	if (result == RESULT_NOT_APPLICABLE && !low)
		fold_one(f, SLOT_NA, &one, later);
	if (result == RESULT_FAIL)
		fold_one(f, SLOT_F, &one, better);
	if (result == RESULT_FAIL && !low)
		fold_one(f, SLOT_FIRST_F, &one, earlier);
}

static const char *
originator_of(const struct record *r)
{
	const struct source *s = r->loc.source;

	if (r->u.observation.originator != NULL && r->u.observation.originator[0] != '\0')
		return r->u.observation.originator;
	if (s != NULL && s->originator != NULL)
		return s->originator;
	return s != NULL && s->format != NULL ? s->format : "unknown";
}

static void
note_first(struct builder *b, const struct record *r, uint32_t node)
{
	struct { const struct source *s; uint64_t node; } key = {r->loc.source, node};
	bool fresh;
	void **slot = map_slot(b->first_key, (const char *)&key, sizeof(key), &fresh);
	struct first *f;

	if (fresh) {
		*VEC_PUSH(&b->firsts) =
			(struct first){r->loc.source, node, r->loc.line, r->loc.col};
		*slot = (void *)(uintptr_t)b->firsts.n;
	}
	f = &b->firsts.v[(uintptr_t)*slot - 1];
	if (r->loc.line < f->line || (r->loc.line == f->line && r->loc.col < f->col)) {
		f->line = r->loc.line;
		f->col = r->loc.col;
	}
}

/* Where the index of the fold of one (originator, node, test) stands, plus one; the originator is interned. */
static void **
fold_slot_of(struct builder *b, const char *originator, uint32_t node, uint32_t test, bool *fresh)
{
	struct { const char *originator; uint32_t node, test; } key;

	memset(&key, 0, sizeof(key));
	key.originator = originator;
	key.node = node;
	key.test = test;
	return map_slot(b->fold_key, (const char *)&key, sizeof(key), fresh);
}

/* A freeze numbers the nodes anew; what comes after it must find the folds by these numbers. */
void
folds_index(struct builder *b)
{
	bool fresh;

	map_free(b->fold_key);
	b->fold_key = map_new();
	for (size_t i = 0; i < b->folds.n; i++) {
		const struct fold *f = &b->folds.v[i];

		*fold_slot_of(b, f->originator, f->node, f->test, &fresh) = (void *)(uintptr_t)(i + 1);
	}
}

/* The fold of one (originator, node, test), made if it was not there. */
static struct fold *
fold_of(struct builder *b, const struct record *r, uint32_t node, uint32_t test)
{
	const char *originator = intern(b, originator_of(r));
	bool fresh;
	void **slot = fold_slot_of(b, originator, node, test, &fresh);
	struct fold *f;

	if (fresh) {
		f = VEC_PUSH(&b->folds);
		f->node = node;
		f->test = test;
		f->originator = originator;
		*slot = (void *)(uintptr_t)b->folds.n;
	}
	f = &b->folds.v[(uintptr_t)*slot - 1];
	if (f->source == NULL || source_compare(r->loc.source, f->source) < 0)
		f->source = r->loc.source;
	return f;
}

uint32_t
previous_test(struct builder *b, const struct prev_test *t, struct loc loc)
{
	uint32_t at = test_of(b, t->benchmark, t->id, loc);
	struct case_ *c = &b->tests.v[at];

	c->was = t;
	/* Its title only where this run has none: so the words do not hang on the last run. */
	if (c->title == NULL)
		c->title = intern(b, t->title);
	return at;
}

/*
 * A failure that the last run knew (judgement.md 8): what it was about is told by that run's
 * assets, so it neither shows where a tool first saw one nor in which order.
 */
uint32_t
fold_previous(struct builder *b, const struct record *r, const struct prev_failure *p)
{
	const struct rec_observation *o = &r->u.observation;
	uint32_t node = node_of(b, &o->asset, NULL);
	uint32_t test = test_of(b, o->benchmark, o->test, r->loc);
	struct seen one = {.any = true, .grade = o->grade, .lo = o->at.lo, .hi = o->at.hi,
		.loc = r->loc, .raw = intern(b, o->result_raw)};
	struct fold *f;

	if (node != NONE)
		b->nodes.v[node].adds = true;
	f = fold_of(b, r, node, test);
	f->sticky = o->grade > f->sticky ? o->grade : f->sticky;
	f->unplaced = f->unplaced || p->unplaced;
	fold_result(f, RESULT_FAIL, one, true);
	return (uint32_t)(f - b->folds.v);
}

void
fold_observation(struct builder *b, const struct record *r)
{
	const struct rec_observation *o = &r->u.observation;
	uint32_t node = node_of(b, &o->asset, NULL), test;
	bool dated = o->at.known == KNOWN && !o->at.never;
	struct seen one = {.any = true, .grade = o->grade, .lo = o->at.lo, .hi = o->at.hi,
		.loc = r->loc, .raw = intern(b, o->result_raw)};
	int rank = severity_rank(o->severity);

	/* A person's word laid over a tool's is a checklist status (judgement.md 4, E1). */
	if (o->override && one.grade > GRADE_E1)
		one.grade = GRADE_E1;
	test = test_of(b, o->benchmark, o->test, r->loc);
	if (rank > b->tests.v[test].severity)
		b->tests.v[test].severity = rank;
	note_tags(b, &b->tests.v[test], &o->tags, r->loc);
	if (node != NONE) {
		struct node *n = &b->nodes.v[node];

		n->adds = true;
		b->poisoned += n->poisoned ? 1 : 0;
		if (dated) {
			n->from = o->at.lo < n->from ? o->at.lo : n->from;
			n->to = o->at.hi > n->to ? o->at.hi : n->to;
		}
		note_first(b, r, node);
	}
	fold_result(fold_of(b, r, node, test), o->result, one, dated);
}
