/*
 * The previous report (judgement.md 5 "N", 8 "Sticky", 11 "Vanished items"): what
 * it knew enters as facts of its own, which can only count against.  What this
 * run's evidence says too is told by its own line: loc_compare() puts it first.
 */
#include "checker/base/text.h"
#include "checker/join/inside.h"

static struct loc
place(const struct previous *p, const char *pointer)
{
	return (struct loc){&p->source, 0, 0, pointer};
}

/* ---- before the freeze ---- */

/*
 * An asset of the last run by one name alone: with two it could make one of two assets of this run,
 * and a report that anybody may have edited would make the population smaller.  It is the name that
 * no other had then, if there was one.
 */
static struct idents
one_id(const struct prev_asset *x)
{
	struct idents one = {.v = x->ids.v, .n = x->ids.n > 0};

	for (size_t i = 0; i < x->ids.n; i++) {
		size_t len = strlen(x->ids.v[i].ns);

		if (strncmp(x->key, x->ids.v[i].ns, len) == 0 && x->key[len] == ':'
			&& strcmp(x->key + len + 1, x->ids.v[i].value) == 0)
			one.v = &x->ids.v[i];
	}
	return one;
}

static void
put_failure(struct builder *b, const struct prev_failure *x)
{
	const struct previous *p = b->previous;
	const struct prev_test *t = &p->tests[x->test];
	struct record r = {.kind = REC_OBSERVATION, .loc = place(p, x->pointer)};

	r.u.observation = (struct rec_observation){.benchmark = t->benchmark, .test = t->id,
		.result = RESULT_FAIL, .result_raw = "fail", .at = x->at, .grade = x->grade,
		.originator = x->originator};
	if (x->asset != NONE)
		r.u.observation.asset = one_id(&p->assets[x->asset]);
	fold_previous(b, &r, x);
	r.u.observation.at = x->first;
	*VEC_PUSH(&b->was_folds) = fold_previous(b, &r, x);
}

void
builder_previous(struct builder *b, const struct previous *p)
{
	folds_index(b);
	b->previous = p;
	b->first_was = b->kept[REC_ASSET].n;
	for (size_t i = 0; i < p->nassets; i++) {
		const struct prev_asset *x = &p->assets[i];
		struct record r = {.kind = REC_ASSET, .loc = place(p, x->pointer)};

		r.u.asset = (struct rec_asset){.ids = one_id(x), .in_scope = TRI_U, .seen = x->last};
		b->sink.put(&b->sink, &r);
	}
	for (size_t i = 0; i < p->ntests; i++)
		previous_test(b, &p->tests[i], place(p, p->tests[i].pointer));
	for (size_t i = 0; i < p->nfailures; i++)
		put_failure(b, &p->failures[i]);
}

/* ---- assets ---- */

static bool
has_name(const struct idents *ids, const struct ident *one)
{
	for (size_t i = 0; i < ids->n; i++)
		if (strcmp(ids->v[i].ns, one->ns) == 0 && strcmp(ids->v[i].value, one->value) == 0)
			return true;
	return false;
}

/* Somebody has said, with a reason and an end, that these two are one asset. */
static bool
one_by_approval(struct freeze *f, const struct prev_asset *x, const struct prev_asset *y)
{
	for (size_t i = 0; i < f->cfg->nidentities; i++) {
		const struct identity_row *row = &f->cfg->identities[i];
		struct idents ids = {0};
		bool is_x = false, is_y = false;

		if (row->expires.hi < f->cfg->as_of)
			continue;
		for (size_t k = 0; k < row->ids.n; k++)
			(void)ident_normal(&ids, f->tmp, row->ids.v[k].ns, row->ids.v[k].value);
		for (size_t k = 0; k < ids.n; k++) {
			is_x = is_x || has_name(&x->ids, &ids.v[k]);
			is_y = is_y || has_name(&y->ids, &ids.v[k]);
		}
		if (is_x && is_y)
			return true;
	}
	return false;
}

static void
place_one(struct freeze *f, size_t i, uint32_t leads, uint32_t *first)
{
	const struct previous *p = f->b->previous;
	const struct prev_asset *x = &p->assets[i], *y;
	uint32_t node = f->b->asset_nodes.v[f->b->first_was + i];
	struct was *w = &f->was[i];

	w->asset = leads;
	if (!x->counts)
		return;
	if (leads == NONE) {
		w->apart = node == NONE || f->b->nodes.v[node].poisoned ? WAS_NAMELESS : WAS_MANY;
	} else if (first[leads] == NONE) {
		first[leads] = (uint32_t)i;
		return;
	} else {
		y = &p->assets[first[leads]];
		if (one_by_approval(f, x, y))
			return;
		/* What was only seen may turn out to be what was listed: it is told, and is no second asset. */
		if (!x->listed || !y->listed) {
			w->merged = true;
			return;
		}
		w->apart = WAS_TWO;
	}
	w->asset = (uint32_t)f->m->nassets++;
}

void
previous_places(struct freeze *f, const uint32_t *leads)
{
	const struct previous *p = f->b->previous;
	uint32_t *first = ARENA_ARRAY(f->tmp, uint32_t, f->m->nassets + 1);

	f->was = ARENA_ARRAY(f->tmp, struct was, p->nassets + 1);
	for (size_t i = 0; i < f->m->nassets; i++)
		first[i] = NONE;
	for (size_t i = 0; i < p->nassets; i++)
		f->was[i] = (struct was){NONE, WAS_PLACED, false};
	/* Those that were listed first: of two in one asset the listed one is it. */
	for (int listed = 1; listed >= 0; listed--)
		for (size_t i = 0; i < p->nassets; i++)
			if (p->assets[i].listed == (listed == 1))
				place_one(f, i, leads[i], first);
}

void
previous_names(struct freeze *f, size_t first)
{
	const struct previous *p = f->b->previous;
	struct map *had = map_new();

	for (size_t i = 0; i < first; i++)
		*map_slot(had, f->m->assets[i].key, strlen(f->m->assets[i].key), NULL) = had;
	for (size_t i = 0; p != NULL && i < p->nassets; i++) {
		const struct prev_asset *x = &p->assets[i];
		const char *key = x->key;
		struct asset *a;

		if (f->was[i].apart == WAS_PLACED)
			continue;
		a = &f->m->assets[f->was[i].asset];
		while (map_has(had, key, strlen(key)))
			key = arena_printf(f->tmp, "previous:%s", key);
		*map_slot(had, key, strlen(key), NULL) = had;
		a->apart = f->was[i].apart;
		a->key = keep(f, key);
		a->name = keep(f, x->name != NULL ? x->name : x->key);
		a->in_scope = true;
		if (one_id(x).n > 0)
			idents_add(&a->ids, f->a, one_id(x).v[0].ns, one_id(x).v[0].value);
	}
	map_free(had);
}

uint32_t
previous_apart(const struct freeze *f, const struct prev_failure *x)
{
	return x->asset == NONE || f->was[x->asset].apart == WAS_PLACED ? NONE
		: f->was[x->asset].asset;
}

/* "Criticality stays": what this run says, or configures, can only raise it. */
static void
take_criticality(struct asset *a, const struct prev_asset *x)
{
	if (x->criticality > a->criticality) {
		a->criticality = x->criticality;
		a->criticality_was = true;
	}
}

static void
take_asset(struct freeze *f, struct asset *a, const struct prev_asset *x)
{
	if (a->loc.source == NULL) {
		a->loc = keep_loc(f, place(f->b->previous, x->pointer));
		if (x->name != NULL)
			a->name = keep(f, x->name);
	}
	if (!x->counts)
		return;
	if (!a->was || (x->last.known == KNOWN && x->last.hi > a->was_last))
		a->was_last = x->last.known == KNOWN ? x->last.hi : INT64_MIN;
	a->was = true;
	a->was_listed = a->was_listed || x->listed;
	a->owner_failed = a->owner_failed || x->owner_failed;
	take_criticality(a, x);
	for (size_t i = 0; i < x->nsystems; i++)
		a->was_systems |= systems_named(f->m, x->systems[i]);
}

void
previous_assets(struct freeze *f)
{
	const struct previous *p = f->b->previous;

	for (size_t i = 0; p != NULL && i < p->nassets; i++) {
		uint32_t node = f->b->asset_nodes.v[f->b->first_was + i];

		if (f->was[i].asset != NONE)
			take_asset(f, &f->m->assets[f->was[i].asset], &p->assets[i]);
		if (f->was[i].merged)
			f->m->assets[f->was[i].asset].was_merged++;
		/* Whichever of these it is may be the crown jewel. */
		for (size_t k = 0; f->was[i].apart != WAS_PLACED && node != NONE
			&& k < f->places[node].n; k++)
			take_criticality(&f->m->assets[f->places[node].v[k]], &p->assets[i]);
	}
}

void
previous_last(const struct freeze *f, int64_t *last)
{
	const struct previous *p = f->b->previous;

	for (size_t i = 0; p != NULL && i < p->nassets; i++) {
		const struct instant *t = &p->assets[i].last;
		uint32_t at = f->was[i].asset;

		if (at != NONE && t->known == KNOWN && t->hi > last[at])
			last[at] = t->hi;
	}
}

/* ---- tests ---- */

/*
 * The controls of a test that this run knows nothing of, or whose failure is
 * still in force whatever became of its tags; only a failure travels that way.
 */
void
previous_test_links(struct freeze *f)
{
	struct model *m = f->m;
	bool *fails = ARENA_ARRAY(f->tmp, bool, m->ntests + 1);

	if (f->b->previous == NULL)
		return;
	for (size_t i = 0; i < m->nstates; i++)
		if (m->states[i].sticky != GRADE_E0 && !state_cleared(&m->states[i]))
			fails[m->states[i].test] = true;
	for (uint32_t i = 0; i < m->ntests; i++) {
		const struct prev_test *t = m->tests[i].was;

		if (t == NULL || (!fails[i] && !loc_previous(&m->tests[i].loc)))
			continue;
		for (size_t k = 0; k < t->ncontrols; k++) {
			uint32_t at = control_find(f, t->controls[k].framework,
				t->controls[k].control);

			if (at != NONE)
				*VEC_PUSH(&f->drafts.v[at].tests) = (struct link_test){i, false,
					keep_loc(f, place(f->b->previous, t->pointer)),
					PREVIOUS_PATH};
		}
	}
}

/* ---- items ---- */

void
previous_groups(struct freeze *f)
{
	const struct previous *p = f->b->previous;

	for (size_t i = 0; p != NULL && i < p->nitems; i++) {
		const struct prev_item *x = &p->items[i];
		char *key = join_key(f->tmp, x->tracker, x->key);
		bool fresh;
		void **slot = map_slot(f->tracker_items, key, strlen(key), &fresh);
		struct group *g;

		if (fresh) {
			g = VEC_PUSH(&f->groups);
			g->tracker = x->tracker;
			g->key = x->key;
			*slot = (void *)(uintptr_t)f->groups.n;
		}
		g = &f->groups.v[(uintptr_t)*slot - 1];
		/* Twice in a report that nobody sealed: the worse one. */
		if (g->was == NULL || x->state == PREV_BREACHED)
			g->was = x;
	}
}

/* What is left of an item that no source shows: its name, and that it was. */
void
previous_items(struct freeze *f)
{
	for (size_t i = 0; i < f->m->nitems; i++) {
		struct item *it = &f->m->items[i];
		const struct prev_item *x = it->was;

		if (!it->vanished)
			continue;
		it->title = keep(f, x->title);
		it->type = x->type;
		it->severity = x->severity;
		it->status = STATUS_UNKNOWN;
		it->open = it->tracker_open = x->open;
		it->source = &f->b->previous->source;
		it->loc = keep_loc(f, place(f->b->previous, x->pointer));
	}
}

/* All that it had, of one that vanished; of one that was late, what was taken from it. */
void
previous_item_links(struct freeze *f, uint32_t item)
{
	const struct item *it = &f->m->items[item];
	const struct prev_item *x = it->was;

	if (x == NULL || (!it->vanished && x->state != PREV_BREACHED))
		return;
	for (size_t i = 0; i < x->ncontrols; i++) {
		uint32_t at = control_find(f, x->controls[i].framework, x->controls[i].control);

		if (at != NONE)
			link_control(f, at, item, LINK_PREVIOUS);
	}
}

/* By the systems of its controls; 0, none: a candidate for each. */
uint64_t
previous_item_systems(const struct freeze *f, uint32_t item)
{
	const struct prev_item *x = f->m->items[item].was;
	uint64_t out = 0;

	for (size_t i = 0; i < x->ncontrols; i++)
		out |= systems_named(f->m, x->controls[i].system);
	return out;
}

/* ---- owners ---- */

static bool
is_of(const struct model *m, const struct control *c, const struct prev_control *x)
{
	if (strcmp(c->framework, x->framework) != 0 || strcmp(c->id, x->control) != 0)
		return false;
	/* One of a system that goes by no such name any more may be any of these. */
	return x->system == NULL || c->system == NONE || systems_named(m, x->system) == 0
		|| belongs(systems_named(m, x->system), c->system) == TRI_T;
}

static int
id_compare(const void *x, const void *y)
{
	const struct prev_control *a = *(const struct prev_control *const *)x;
	const struct prev_control *b = *(const struct prev_control *const *)y;
	int c = strcmp(a->framework, b->framework);

	return c != 0 ? c : strcmp(a->control, b->control);
}

void
previous_owners(struct freeze *f)
{
	const struct previous *p = f->b->previous;
	struct model *m = f->m;
	const struct prev_control **v;

	if (p == NULL || p->nowners == 0)
		return;
	v = ARENA_ARRAY(f->tmp, const struct prev_control *, p->nowners);
	for (size_t i = 0; i < p->nowners; i++)
		v[i] = &p->owners[i];
	qsort(v, p->nowners, sizeof(*v), id_compare);
	for (size_t i = 0; i < m->ncontrols; i++) {
		struct control *c = &m->controls[i];
		struct prev_control key = {NULL, c->framework, c->id}, *k = &key;
		size_t lo = 0, hi = p->nowners;

		while (lo < hi) {
			size_t mid = lo + (hi - lo) / 2;

			if (id_compare(&v[mid], &k) < 0)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (; lo < p->nowners && id_compare(&v[lo], &k) == 0; lo++)
			c->owner_failed = c->owner_failed || is_of(m, c, v[lo]);
	}
}
