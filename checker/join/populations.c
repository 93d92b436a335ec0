/* What should have been tested, and whether somebody else says so (judgement.md 5). */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"
#include "checker/model/say.h"

/*
 * A list of one has no order; from two on a list in the order of the tested set
 * is taken for the tested set (judgement.md 5).
 */
#define LIST_MIN 2

struct place_in { uint32_t asset; struct loc loc; };
struct list { const struct source *source; VEC(struct place_in) v; };
struct lists { VEC(struct list) v; };

static struct list *
list_of(struct lists *l, const struct source *s)
{
	for (size_t i = 0; i < l->v.n; i++)
		if (l->v.v[i].source == s)
			return &l->v.v[i];
	VEC_PUSH(&l->v)->source = s;
	return &l->v.v[l->v.n - 1];
}

static int
place_compare(const void *x, const void *y)
{
	const struct place_in *a = x, *b = y;
	int c = loc_compare(&a->loc, &b->loc);

	return c != 0 ? c : (a->asset > b->asset) - (a->asset < b->asset);
}

/* In the order of the file, each asset where it first stands. */
static void
list_order(struct freeze *f, struct list *l)
{
	bool *had = ARENA_ARRAY(f->tmp, bool, f->m->nassets + 1);
	size_t n = 0;

	if (l->v.n > 1)
		qsort(l->v.v, l->v.n, sizeof(*l->v.v), place_compare);
	for (size_t i = 0; i < l->v.n; i++)
		if (!had[l->v.v[i].asset]) {
			had[l->v.v[i].asset] = true;
			l->v.v[n++] = l->v.v[i];
		}
	l->v.n = n;
}

static int
list_compare(const void *x, const void *y)
{
	return source_compare(((const struct list *)x)->source, ((const struct list *)y)->source);
}

static void
lists_order(struct freeze *f, struct lists *l)
{
	for (size_t i = 0; i < l->v.n; i++)
		list_order(f, &l->v.v[i]);
	if (l->v.n > 1)
		qsort(l->v.v, l->v.n, sizeof(*l->v.v), list_compare);
}

static void
lists_free(struct lists *l)
{
	for (size_t i = 0; i < l->v.n; i++)
		VEC_FREE(&l->v.v[i].v);
	VEC_FREE(&l->v);
}

static bool
same_list(const struct list *a, const struct list *b)
{
	if (a->v.n != b->v.n || a->v.n < LIST_MIN)
		return false;
	for (size_t i = 0; i < a->v.n; i++)
		if (a->v.v[i].asset != b->v.v[i].asset)
			return false;
	return true;
}

/* Is word one of the words of text, case aside? */
static bool
has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; n > 2 && *p != '\0'; p++)
		if ((p == text || !ch_alnum(p[-1])) && strncasecmp(p, word, n) == 0
			&& !ch_alnum(p[n]))
			return true;
	return false;
}

/* Who made a source: its product, else its format (judgement.md 11, Originator). */
static const char *
maker(const struct source *s)
{
	if (s == NULL)
		return NULL;
	return s->originator != NULL && *s->originator != '\0' ? s->originator : s->format;
}

/* The tested set's own maker, by name, or handed on by another: a proxy of it. */
static bool
made_by(const struct source *s, const struct fold *tests)
{
	const char *own = maker(s);
	bool product = tests->source == NULL
		|| !str_same(tests->originator, tests->source->format);

	if (own != NULL && str_same_fold(own, tests->originator))
		return true;
	return product && s != NULL && s->producer != NULL
		&& (own == NULL || str_same(own, s->format))
		&& has_word(s->producer, tests->originator);
}

static const char *
dependent(struct freeze *f, const struct list *p, const struct lists *tested)
{
	const struct source *s = p->source;

	for (size_t i = 0; i < tested->v.n; i++) {
		const struct list *t = &tested->v.v[i];

		if (t->source == s || (s != NULL && t->source != NULL && s->sha256[0] != '\0'
			&& strcmp(s->sha256, t->source->sha256) == 0))
			return say_text(SAY_LIST_TESTED);
		if (same_list(p, t))
			return say_text(SAY_LIST_ORDER);
	}
	for (size_t i = 0; i < f->b->folds.n; i++) {
		if (made_by(s, &f->b->folds.v[i]))
			return say_text(SAY_LIST_MAKER);
	}
	return NULL;
}

static void
rows_of(struct freeze *f, struct lists *l)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct record *r = b->kept[REC_ASSET].v[i];
		struct list *one;

		if (!r->u.asset.listed)
			continue;
		one = list_of(l, r->loc.source);
		if (b->asset_nodes.v[i] != NONE && place_sure(&f->places[b->asset_nodes.v[i]]))
			*VEC_PUSH(&one->v) = (struct place_in){f->places[b->asset_nodes.v[i]].v[0],
				r->loc};
	}
}

static void
tested_of(struct freeze *f, struct lists *l)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->firsts.n; i++) {
		const struct first *x = &b->firsts.v[i];
		struct list *one = list_of(l, x->source);

		if (place_sure(&f->places[x->node]))
			*VEC_PUSH(&one->v) = (struct place_in){f->places[x->node].v[0],
				{x->source, x->line, x->col, NULL}};
	}
}

/* Assets that stand in one of several independent lists only (attacks G11). */
static void
note_disagreement(struct freeze *f, const struct lists *pops)
{
	struct model *m = f->m;
	uint32_t *in = ARENA_ARRAY(f->tmp, uint32_t, m->nassets + 1);
	size_t lists = 0, all = 0, once = 0;

	for (size_t i = 0; i < pops->v.n; i++) {
		lists += m->populations[i].independent && pops->v.v[i].v.n > 0;
		for (size_t k = 0; m->populations[i].independent && k < pops->v.v[i].v.n; k++)
			in[pops->v.v[i].v.v[k].asset]++;
	}
	for (size_t i = 0; i < m->nassets; i++) {
		all += in[i] > 0;
		once += in[i] == 1;
	}
	/* Inventories of different systems have nothing in common, and need not. */
	if (lists < 2 || once == 0 || (f->several && once == all))
		return;
	notice_add(f, "N208", SAID(f->a, SAY_NOTICE_ONE_INVENTORY, SAY_N(once), SAY_N(all),
		SAY_N(lists)), once);
}

/* Of two identifiers of an asset the stronger one names it, of equals the first by its bytes. */
static bool
names_better(const char *a, const char *ns, const char *was, const char *was_ns)
{
	if (was == NULL)
		return true;
	if (ident_strength(ns) != ident_strength(was_ns))
		return ident_strength(ns) > ident_strength(was_ns);
	return strcmp(a, was) < 0;
}

/*
 * As independent lists call it: what a sample is drawn from must not hang on how the evidence,
 * which comes later, calls an asset, nor on an address that changes.
 */
static void
name_listed(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	const char **ns = ARENA_ARRAY(f->tmp, const char *, m->nassets + 1);

	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct record *r = b->kept[REC_ASSET].v[i];
		uint32_t n = b->asset_nodes.v[i], at;
		bool independent = false;

		if (!r->u.asset.listed || n == NONE || f->places[n].n != 1)
			continue;
		at = f->places[n].v[0];
		for (size_t p = 0; p < m->npopulations; p++)
			independent = independent || (m->populations[p].source == r->loc.source
				&& m->populations[p].independent);
		for (size_t k = 0; k < b->nodes.v[n].ids.n && independent; k++) {
			const struct ident *id = &b->nodes.v[n].ids.v[k];
			const char *name = keep(f, arena_printf(f->tmp, "%s:%s", id->ns, id->value));

			if (!names_better(name, id->ns, m->assets[at].listed_as, ns[at]))
				continue;
			m->assets[at].listed_as = name;
			ns[at] = id->ns;
		}
	}
}

void
freeze_populations(struct freeze *f)
{
	struct model *m = f->m;
	struct lists pops = {{0}}, tested = {{0}};

	rows_of(f, &pops);
	tested_of(f, &tested);
	lists_order(f, &pops);
	lists_order(f, &tested);
	m->populations = ARENA_ARRAY(f->a, struct population, pops.v.n + 1);
	for (size_t i = 0; i < pops.v.n; i++) {
		const struct list *l = &pops.v.v[i];
		struct population *p = &m->populations[m->npopulations++];

		p->source = l->source;
		p->listed = l->v.n;
		p->why_not = dependent(f, l, &tested);
		p->independent = p->why_not == NULL;
		for (size_t k = 0; k < l->v.n; k++) {
			m->assets[l->v.v[k].asset].stated = true;
			if (p->independent)
				m->assets[l->v.v[k].asset].listed = true;
		}
		if (!p->independent) {
			struct place at = {.file = l->source == NULL ? NULL : l->source->path};

			diag_add(f->d, &join_population_dependent, &at, "%s", p->why_not);
		}
		/* The builder was given its sources to be filled in. */
		for (size_t k = 0; k < f->b->sources.n && !f->again; k++)
			if (f->b->sources.v[k] == l->source)
				f->b->sources.v[k]->independent_list = p->independent;
	}
	note_disagreement(f, &pops);
	lists_free(&pops);
	lists_free(&tested);
	if (f->cfg->nsamples > 0)
		name_listed(f);
}

static bool
independent(const struct model *m, const struct source *s)
{
	for (size_t i = 0; i < m->npopulations; i++)
		if (m->populations[i].source == s)
			return m->populations[i].independent;
	/* A source that lists no population may still record a retirement, if it tests nothing. */
	for (size_t i = 0; i < m->nstates; i++)
		if (m->states[i].source == s)
			return false;
	return true;
}

static int64_t
last_result(const struct state *s)
{
	const struct seen *all[] = {s->t, s->f, s->u, s->na, s->doubt};
	int64_t last = INT64_MIN;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i]->any && all[i]->hi > last)
			last = all[i]->hi;
	return last;
}

/* Gone: a dated record of an independent source, later than the last result (judgement.md 8). */
void
retire_assets(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	int64_t *last = ARENA_ARRAY(f->tmp, int64_t, m->nassets + 1);

	for (size_t i = 0; i < m->nassets; i++)
		last[i] = INT64_MIN;
	for (size_t i = 0; i < m->nstates; i++)
		if (m->states[i].asset != NONE
			&& last_result(&m->states[i]) > last[m->states[i].asset])
			last[m->states[i].asset] = last_result(&m->states[i]);
	previous_last(f, last);
	for (size_t i = 0; i < b->kept[REC_ASSET].n; i++) {
		const struct record *r = b->kept[REC_ASSET].v[i];
		const struct instant *gone = &r->u.asset.retired;
		uint32_t n = b->asset_nodes.v[i], a;

		if (n == NONE || !place_sure(&f->places[n]) || gone->known != KNOWN || gone->never
			|| gone->hi > f->cfg->as_of)
			continue;
		a = f->places[n].v[0];
		if (gone->lo > last[a] && independent(m, r->loc.source))
			m->assets[a].retired = true;
	}
}
