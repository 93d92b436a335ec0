/* The order in which the model is made, and what is left when it stands. */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/model/say.h"

static int
source_order(const void *x, const void *y)
{
	return source_compare(*(struct source *const *)x, *(struct source *const *)y);
}

/* By path and digest; a source's index is its place in that order. */
static void
freeze_sources(struct freeze *f)
{
	struct builder *b = f->b;
	const struct source **all = ARENA_ARRAY(f->a, const struct source *, b->sources.n + 1);

	if (b->sources.n > 1)
		qsort(b->sources.v, b->sources.n, sizeof(*b->sources.v), source_order);
	for (uint32_t i = 0; i < b->sources.n; i++) {
		b->sources.v[i]->index = i;
		all[i] = b->sources.v[i];
	}
	f->m->sources = all;
	f->m->nsources = b->sources.n;
}

/* The classes of which anything was given: what sources say, and what records show. */
static void
classes_given(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	static const struct { enum record_kind kind; enum role role; } shown[] = {
		{REC_CLAIM, ROLE_CLAIM}, {REC_ITEM, ROLE_ITEM}, {REC_MAPPING, ROLE_MAPPING},
		{REC_CONTROL, ROLE_CATALOG}, {REC_SELECT, ROLE_CATALOG}, {REC_ROLE, ROLE_ROLES},
		{REC_EVIDENCE, ROLE_EVIDENCE},
	};

	for (size_t i = 0; i < m->nsources; i++)
		m->given |= m->sources[i]->roles;
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		if (b->kept[shown[i].kind].n > 0)
			m->given |= shown[i].role;
	/* What only the last run knew is no source of this one. */
	for (size_t i = 0; i < b->folds.n; i++)
		if (b->folds.v[i].source == NULL || !b->folds.v[i].source->previous)
			m->given |= ROLE_OBSERVATION;
	if (f->has_roster)
		m->given |= ROLE_ROSTER;
	if (m->npopulations > 0)
		m->given |= ROLE_POPULATION;
	if (f->cfg->nroles > 0)
		m->given |= ROLE_ROLES;
}

static int
notice_compare(const void *x, const void *y)
{
	const struct notice *a = x, *b = y;
	int c = strcmp(a->code, b->code);

	return c != 0 ? c : strcmp(a->text, b->text);
}

/* What is evidence of no system counts against each and for none (judgement.md 3). */
static void
notice_unplaced(struct freeze *f)
{
	uint64_t assets = 0, items = 0;

	for (size_t i = 0; i < f->m->nassets; i++)
		assets += f->m->assets[i].systems == 0;
	for (size_t i = 0; i < f->m->nitems; i++)
		items += f->of_item[i].of == 0;
	notice_counted(f, "N206", SAY_NOTICE_ASSETS_NO_SYSTEM, assets);
	notice_counted(f, "N207", SAY_NOTICE_ITEMS_NO_SYSTEM, items);
}

static void
freeze_notices(struct freeze *f)
{
	struct model *m = f->m;
	uint64_t silent = 0;

	for (size_t i = 0; i < m->ncontrols; i++)
		silent += m->controls[i].in_scope && m->controls[i].nclaims > 0
			&& !m->controls[i].has_claim ? 1 : 0;
	notice_counted(f, "N201", SAY_NOTICE_NO_STATUS, silent);
	notice_counted(f, "N202", SAY_NOTICE_AFTER, m->after_as_of);
	notice_counted(f, "N203", SAY_NOTICE_UNLINKED, m->unlinked_items);
	notice_counted(f, "N204", SAY_NOTICE_AMBIGUOUS, m->ambiguous_assets);
	notice_counted(f, "N205", SAY_NOTICE_POISONED, m->poisoned);
	notice_unplaced(f);
	m->notices = ARENA_ARRAY(f->a, struct notice, f->notices.n + 1);
	m->nnotices = f->notices.n;
	if (f->notices.n > 0)
		memcpy(m->notices, f->notices.v, sizeof(*m->notices) * f->notices.n);
	if (m->nnotices > 1)
		qsort(m->notices, m->nnotices, sizeof(*m->notices), notice_compare);
	VEC_FREE(&f->notices);
}

static void
freeze_free(struct freeze *f)
{
	for (size_t i = 0; i < f->groups.n; i++) {
		VEC_FREE(&f->groups.v[i].items);
		VEC_FREE(&f->groups.v[i].events);
	}
	VEC_FREE(&f->groups);
	VEC_FREE(&f->drafts);
	for (size_t i = 0; i < map_count(f->resolved); i++)
		free(map_value_at(f->resolved, i));
	map_free(f->resolved);
	hits_free(f->party_ids);
	hits_free(f->party_values);
	hits_free(f->party_names);
	hits_free(f->item_keys);
	hits_free(f->test_ids);
	free_mappings(f);
	map_free(f->tracker_items);
	map_free(f->item_ids);
	map_free(f->control_index);
	map_free(f->name_sources);
	recent_free(f->recent);
	arena_free(f->one_name);
	arena_free(f->one_item);
	arena_free(f->tmp);
}

static struct model *
freeze(struct builder *b, const struct leave_out *out, bool again, struct arena *a, struct diags *d)
{
	struct freeze f = {.b = b, .a = a, .d = d, .out = out, .again = again,
		.cfg = out->config != NULL ? out->config : b->cfg};

	f.m = ARENA_NEW(a, struct model);
	f.m->config = f.cfg;
	f.m->previous = b->previous;
	f.tmp = arena_new();
	f.one_item = arena_new();
	f.one_name = arena_new();
	f.recent = recent_new();
	f.party_ids = map_new();
	f.party_values = map_new();
	f.party_names = map_new();
	f.item_keys = map_new();
	f.test_ids = map_new();
	f.tracker_items = map_new();
	f.item_ids = map_new();
	f.control_index = map_new();
	f.name_sources = map_new();
	f.m->after_as_of = b->after_as_of;
	freeze_sources(&f);
	freeze_systems(&f);
	owners_note_sources(&f);
	freeze_parties(&f);
	freeze_roles(&f);
	f.resolved = map_new();
	freeze_assets(&f);
	freeze_populations(&f);
	freeze_tests(&f);
	freeze_states(&f);
	previous_assets(&f);
	retire_assets(&f);
	freeze_items(&f);
	freeze_controls(&f);
	freeze_mappings(&f);
	freeze_test_links(&f);
	freeze_item_links(&f);
	freeze_acceptances(&f);
	controls_take(&f);
	for (size_t i = 0; i < f.m->nacceptances; i++)
		if (f.m->acceptances[i].control != NONE)
			f.m->acceptances[i].control = control_final(&f, f.m->acceptances[i].control,
				f.m->acceptances[i].loc.source);
	classes_given(&f);
	freeze_notices(&f);
	freeze_free(&f);
	return f.m;
}

struct model *
builder_freeze(struct builder *b, struct arena *a, struct diags *d)
{
	static const struct leave_out nothing = {0};

	return freeze(b, &nothing, false, a, d);
}

/* Of these kinds a source's records can be left out: no other record refers to them. */
static const enum record_kind removable[] = {REC_MAPPING, REC_CONTROL, REC_SELECT};
#define REMOVABLE (sizeof(removable) / sizeof(*removable))

static bool
is_left_out(const struct leave_out *out, const struct source *s)
{
	for (size_t i = 0; i < out->nrows; i++)
		if (out->rows[i] == s)
			return true;
	return false;
}

/* Moves what stays to the front, and the rest behind it: swapping the count back undoes it. */
static size_t
part(struct builder *b, enum record_kind k, const struct leave_out *out, struct arena *tmp)
{
	size_t n = b->kept[k].n, stay = 0, gone = 0;
	const struct record **v = b->kept[k].v, **rest = ARENA_ARRAY(tmp, const struct record *, n + 1);

	for (size_t i = 0; i < n; i++) {
		if (is_left_out(out, v[i]->loc.source))
			rest[gone++] = v[i];
		else
			v[stay++] = v[i];
	}
	for (size_t i = 0; i < gone; i++)
		v[stay + i] = rest[i];
	return stay;
}

struct model *
builder_freeze_without(struct builder *b, const struct leave_out *out, struct arena *a)
{
	struct diags *silent = diags_new();
	struct arena *tmp = arena_new();
	size_t whole[REMOVABLE];
	struct model *m;

	for (size_t i = 0; i < REMOVABLE; i++) {
		whole[i] = b->kept[removable[i]].n;
		b->kept[removable[i]].n = part(b, removable[i], out, tmp);
	}
	m = freeze(b, out, true, a, silent);
	for (size_t i = 0; i < REMOVABLE; i++)
		b->kept[removable[i]].n = whole[i];
	arena_free(tmp);
	diags_free(silent);
	return m;
}
