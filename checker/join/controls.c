/* Controls, however they are written, each once. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

/*
 * Framework and id in their canonical form; false: no id. What no scheme knows keeps its own
 * words.
 */
static bool
control_name(struct freeze *f, const char *framework, const char *raw, const char **fw,
	const char **id)
{
	const char *hint = framework != NULL && *framework != '\0' ? framework
		: f->cfg->framework != NULL ? f->cfg->framework : NULL;

	if (raw == NULL || *str_trim(f->tmp, raw) == '\0')
		return false;
	*id = control_id_parse(raw, hint, fw, NULL, f->tmp);
	if (*id == NULL && hint != framework)
		*id = control_id_parse(raw, NULL, fw, NULL, f->tmp);
	if (*id != NULL)
		return true;
	*fw = hint == NULL ? "unknown" : framework_canonical(hint, NULL, f->tmp);
	*id = str_trim(f->tmp, raw);
	return true;
}

uint32_t
control_find(struct freeze *f, const char *framework, const char *id)
{
	const char *fw, *canonical;
	char *key;
	void *at;

	if (!control_name(f, framework, id, &fw, &canonical))
		return NONE;
	key = join_key(f->tmp, fw, canonical);
	at = map_get(f->control_index, key, strlen(key));
	return at == NULL ? NONE : (uint32_t)(uintptr_t)at - 1;
}

uint32_t
control_draft(struct freeze *f, const char *framework, const char *id)
{
	const char *fw, *canonical;
	char *key;
	void **slot;
	bool fresh;

	if (!control_name(f, framework, id, &fw, &canonical))
		return NONE;
	key = join_key(f->tmp, fw, canonical);
	slot = map_slot(f->control_index, key, strlen(key), &fresh);
	if (fresh) {
		struct draft *d = VEC_PUSH(&f->drafts);

		d->c.framework = keep(f, fw);
		d->c.id = keep(f, canonical);
		d->c.family = keep(f, control_id_family(fw, canonical, f->tmp));
		d->c.weight = 3;
		*slot = (void *)(uintptr_t)f->drafts.n;
	}
	return (uint32_t)(uintptr_t)*slot - 1;
}

static void
take_claims(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_CLAIM].n; i++) {
		const struct record *r = b->kept[REC_CLAIM].v[i];
		const struct rec_claim *c = &r->u.claim;
		uint32_t d;

		/* With several systems a claim speaks for its own. */
		if (f->cfg->system != NULL && c->system != NULL && *c->system != '\0'
			&& strcmp(c->system, f->cfg->system) != 0)
			continue;
		d = control_draft(f, c->framework, c->control);
		if (d == NONE)
			continue;
		*VEC_PUSH(&f->drafts.v[d].claims) = r;
		if (source_names(f, r->loc.source, SUBJECT_CONTROL))
			f->drafts.v[d].names_owners = true;
	}
}

static void
take_owners(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_ASSIGN].n; i++) {
		const struct record *r = b->kept[REC_ASSIGN].v[i];
		const struct rec_assign *x = &r->u.assign;
		uint32_t d;

		if (x->subject != SUBJECT_CONTROL || !x->owner)
			continue;
		d = control_draft(f, x->framework, x->id);
		if (d == NONE)
			continue;
		f->drafts.v[d].names_owners = true;
		owners_add(f, &f->drafts.v[d].owners, &x->party, x->accountable, &x->from, &x->to,
			r->loc);
	}
}

/* The catalog names what is there for other reasons; a whole catalog is not the scope. */
static void
take_catalog(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_CONTROL].n; i++) {
		const struct record *r = b->kept[REC_CONTROL].v[i];
		const struct rec_control *c = &r->u.control;
		uint32_t at = control_find(f, c->framework, c->id);
		struct control *to;

		if (at == NONE)
			continue;
		to = &f->drafts.v[at].c;
		to->in_catalog = true;
		if (c->title != NULL && (to->title == NULL || strcmp(c->title, to->title) < 0))
			to->title = keep(f, c->title);
	}
}

static void
take_weights(struct freeze *f)
{
	for (size_t i = 0; i < f->cfg->nweights; i++) {
		const struct weight_row *w = &f->cfg->weights[i];
		const char *fw = w->framework != NULL ? w->framework : f->m->framework;
		uint32_t at = control_find(f, fw, w->control);

		if (at != NONE)
			f->drafts.v[at].c.weight = w->weight;
	}
}

void
freeze_controls(struct freeze *f)
{
	take_claims(f);
	take_owners(f);
	choose_framework(f);
	freeze_scope(f);
	take_catalog(f);
	take_weights(f);
}

static int
draft_compare(const void *x, const void *y)
{
	const struct draft *a = *(const struct draft *const *)x,
			   *b = *(const struct draft *const *)y;
	int c = strcmp(a->c.framework, b->c.framework);

	return c != 0 ? c : strcmp(a->c.id, b->c.id);
}

static int
link_test_compare(const void *x, const void *y)
{
	const struct link_test *a = x, *b = y;

	if (a->test != b->test)
		return a->test > b->test ? 1 : -1;
	if (a->t_counts != b->t_counts)
		return a->t_counts ? -1 : 1;
	return text_compare(a->via, b->via);
}

static int
link_item_compare(const void *x, const void *y)
{
	const struct link_item *a = x, *b = y;

	return (a->item > b->item) - (a->item < b->item);
}

/* Each test and item once: a pass counts if one of its ways lets it, an item keeps all its ways. */
static void
take_links(struct freeze *f, struct draft *d)
{
	struct control *c = &d->c;

	if (d->tests.n > 1)
		qsort(d->tests.v, d->tests.n, sizeof(*d->tests.v), link_test_compare);
	if (d->items.n > 1)
		qsort(d->items.v, d->items.n, sizeof(*d->items.v), link_item_compare);
	c->tests = ARENA_ARRAY(f->a, struct link_test, d->tests.n + 1);
	c->items = ARENA_ARRAY(f->a, struct link_item, d->items.n + 1);
	for (size_t i = 0; i < d->tests.n; i++)
		if (c->ntests == 0 || c->tests[c->ntests - 1].test != d->tests.v[i].test)
			c->tests[c->ntests++] = d->tests.v[i];
	for (size_t i = 0; i < d->items.n; i++) {
		if (c->nitems == 0 || c->items[c->nitems - 1].item != d->items.v[i].item)
			c->items[c->nitems++] = d->items.v[i];
		else
			c->items[c->nitems - 1].how |= d->items.v[i].how;
	}
}

/* Sorted, and into the model. Drafts keep where they went, for what was linked to them. */
void
controls_take(struct freeze *f)
{
	struct model *m = f->m;
	size_t n = f->drafts.n;
	struct draft **order = ARENA_ARRAY(f->tmp, struct draft *, n + 1);

	for (size_t i = 0; i < n; i++)
		order[i] = &f->drafts.v[i];
	if (n > 1)
		qsort(order, n, sizeof(*order), draft_compare);
	m->controls = ARENA_ARRAY(f->a, struct control, n + 1);
	m->ncontrols = n;
	for (uint32_t i = 0; i < n; i++) {
		struct draft *d = order[i];

		d->final = i;
		freeze_claims(f, d);
		take_links(f, d);
		d->c.owners = owners_take(f, &d->owners);
		d->c.owners.source_names_owners = d->names_owners;
		m->controls[i] = d->c;
		VEC_FREE(&d->claims);
		VEC_FREE(&d->tests);
		VEC_FREE(&d->items);
	}
}
