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
		: f->cfg->framework;

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

/* A source with a place for owners speaks of its own system; what is of none may be of any. */
static uint64_t
told_of(struct freeze *f, const char *system, const struct source *s)
{
	uint64_t of = systems_of(f, system, s);

	return of == 0 ? UINT64_MAX : of;
}

static void
take_claims(struct freeze *f)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_CLAIM].n; i++) {
		const struct record *r = b->kept[REC_CLAIM].v[i];
		const struct rec_claim *c = &r->u.claim;
		uint32_t d;

		/* Of a system that is configured as the only one, others' claims say nothing. */
		if (!f->several && f->cfg->system != NULL && c->system != NULL
			&& *c->system != '\0' && strcmp(c->system, f->cfg->system) != 0)
			continue;
		d = control_draft(f, c->framework, c->control);
		if (d == NONE)
			continue;
		*VEC_PUSH(&f->drafts.v[d].claims) = r;
		if (source_names(f, r->loc.source, SUBJECT_CONTROL))
			f->drafts.v[d].names_owners |= told_of(f, c->system, r->loc.source);
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

		if (x->subject != SUBJECT_CONTROL || !names_owner(x))
			continue;
		d = control_draft(f, x->framework, x->id);
		if (d == NONE)
			continue;
		f->drafts.v[d].names_owners |= told_of(f, NULL, r->loc.source);
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
		const char *fw = w->framework != NULL ? w->framework : f->cfg->framework;
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
	freeze_scopes(f);
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

/* Each test once: a pass counts if one of its ways lets it. They are the same for every system. */
static void
take_tests(struct freeze *f, struct draft *d)
{
	struct control *c = &d->c;

	if (d->tests.n > 1)
		qsort(d->tests.v, d->tests.n, sizeof(*d->tests.v), link_test_compare);
	c->tests = ARENA_ARRAY(f->a, struct link_test, d->tests.n + 1);
	for (size_t i = 0; i < d->tests.n; i++)
		if (c->ntests == 0 || c->tests[c->ntests - 1].test != d->tests.v[i].test)
			c->tests[c->ntests++] = d->tests.v[i];
}

/* Each item of the system, and those of none, once; it keeps all its ways. */
static void
take_items(struct freeze *f, const struct draft *d, uint32_t system, struct control *c)
{
	c->items = ARENA_ARRAY(f->a, struct link_item, d->items.n + 1);
	for (size_t i = 0; i < d->items.n; i++) {
		struct link_item l = d->items.v[i];
		struct item_place placed = f->of_item[l.item];
		enum tri mine = belongs(placed.of, system);

		if (mine == TRI_F && placed.loose)
			mine = TRI_U;
		if (mine == TRI_F)
			continue;
		if (mine == TRI_U)
			l.how |= LINK_UNPLACED;
		if (c->nitems == 0 || c->items[c->nitems - 1].item != l.item)
			c->items[c->nitems++] = l;
		else
			c->items[c->nitems - 1].how |= l.how;
	}
}

/* The draft as a control of one system. */
static void
take_one(struct freeze *f, struct draft *d, uint32_t system, const struct scoped *in)
{
	struct model *m = f->m;
	struct control *c = &m->controls[m->ncontrols++];
	struct owners owners = owners_of(f, &d->owners, system);

	*c = d->c;
	c->system = system;
	c->scope = in != NULL ? in->scope : NONE;
	c->in_scope = c->scope != NONE;
	c->scope_from = c->in_scope ? in->from : NULL;
	freeze_claims(f, d, system, c);
	take_items(f, d, system, c);
	c->owners = owners_take(f, &owners);
	c->owners.source_names_owners = system == NONE ? d->names_owners != 0
		: belongs(d->names_owners, system) == TRI_T;
	d->nfinal++;
}

static int
control_compare(const void *x, const void *y)
{
	const struct control *a = x, *b = y;
	int c = (a->system > b->system) - (a->system < b->system);

	if (c == 0)
		c = strcmp(a->framework, b->framework);
	return c != 0 ? c : strcmp(a->id, b->id);
}

/* Drafts keep where they went, for what was linked to them; with several systems, by system. */
static void
take_draft(struct freeze *f, struct draft *d)
{
	size_t n = system_count(f);

	take_tests(f, d);
	if (d->items.n > 1)
		qsort(d->items.v, d->items.n, sizeof(*d->items.v), link_item_compare);
	for (size_t s = 0; s < n; s++)
		if (!f->several || (d->scoped != NULL && d->scoped[s].scope != NONE))
			take_one(f, d, system_at(f, s), d->scoped != NULL ? &d->scoped[s] : NULL);
	if (d->nfinal == 0)
		take_one(f, d, NONE, NULL); /* in no scope: linked or claimed all the same */
	VEC_FREE(&d->claims);
	VEC_FREE(&d->tests);
	VEC_FREE(&d->items);
	VEC_FREE(&d->owners.v);
}

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
	f->of_item = ARENA_ARRAY(f->tmp, struct item_place, m->nitems + 1);
	for (uint32_t i = 0; i < m->nitems; i++)
		f->of_item[i] = item_systems(f, i);
	m->controls = ARENA_ARRAY(f->a, struct control, n * (system_count(f) + 1) + 1);
	for (size_t i = 0; i < n; i++)
		take_draft(f, order[i]);
	if (m->ncontrols > 1)
		qsort(m->controls, m->ncontrols, sizeof(*m->controls), control_compare);
	previous_owners(f);
}

uint32_t
control_final(struct freeze *f, uint32_t draft, const struct source *s)
{
	struct control key = f->drafts.v[draft].c;
	uint64_t of = systems_of(f, NULL, s);
	uint32_t found = NONE;

	for (size_t i = 0; i < system_count(f); i++) {
		const struct control *c;

		key.system = system_at(f, i);
		if (belongs(of, key.system) != TRI_T || f->m->ncontrols == 0)
			continue;
		c = bsearch(&key, f->m->controls, f->m->ncontrols, sizeof(key), control_compare);
		if (c == NULL)
			continue;
		if (found != NONE)
			return NONE;
		found = (uint32_t)(c - f->m->controls);
	}
	return found;
}
