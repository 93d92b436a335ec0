/*
 * What a row becomes.  A scalar member whose cell is a list gives one record
 * an element; two such lists in one record would be a guess, and are refused.
 */
#include "checker/read/mapping_record.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"
#include "checker/read/read_diags.h"

/*
 * Distinct raw words by which dropped rows are counted; SOURCE_REASONS holds other reasons as
 * well.
 */
#define DROP_REASONS 12

struct outcome {
	size_t emitted;
	bool missing;            /* a required member, by name: */
	const char *missing_name;
	bool two_lists;
	bool lost_fact;          /* an observation or item that could not be made: it might fail */
	bool dropped;
	const char *dropped_word;  /* of a judged member, or of the test's cell */
	/* kinds of record left out whose word the built-in tables call failing */
	uint32_t failing;
	uint32_t kinds;          /* kinds of record given */
};

struct got_set { enum got got; struct got_list list; const struct map_value *value; };

/* A cell of several control ids in a member that takes one. */
static void
expand_controls(struct map_run *run, const struct map_set *set, struct got_set *g)
{
	const struct map_value *v = g->value;
	struct tags found = {0};
	const char **all;

	if (v == NULL || v->type != TYPE_CONTROL || set->member->type != MEMBER_TEXT ||
		g->list.n != 1)
		return;
	if (control_id_parse(g->list.v[0], v->framework, NULL, NULL, run->r->rec) != NULL)
		return;
	control_ids_find(&found, g->list.v[0], v->framework, run->r->rec);
	if (found.n == 0)
		return;
	all = ARENA_ARRAY(run->r->rec, const char *, found.n);
	for (size_t i = 0; i < found.n; i++)
		all[i] = found.v[i].id;
	g->list.v = all;
	g->list.n = found.n;
}

/* Of a member with several values the first that gives something; identifiers take all, later. */
static void
get(struct map_run *run, const struct map_set *set, const struct map_cells *row, struct got_set *g)
{
	/* "TBD" and "n/a" as an owner are words that the judge must see (judgement.md 1). */
	bool keep = set->member->type == MEMBER_PARTY;

	*g = (struct got_set){ .got = GOT_NO_COLUMN };
	for (size_t i = 0; i < set->nvalues && g->got != GOT_SOME; i++) {
		struct got_list list;
		enum got got = map_eval(run, &set->values[i], keep, row, &list);

		if (got > g->got || g->value == NULL)
			*g = (struct got_set){ got, list, &set->values[i] };
	}
}

/* All texts of all values into a member that takes many. */
static int
store_list(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_cells *row, bool *any)
{
	for (size_t i = 0; i < set->nvalues; i++) {
		struct got_list list;

		if (map_eval(run, &set->values[i], false, row, &list) != GOT_SOME)
			continue;
		for (size_t j = 0; j < list.n; j++) {
			*any = true;
			if (map_store(run, rec, set, &set->values[i], list.v[j], &list,
				row->line) < 0)
				return -1;
		}
	}
	return 0;
}

/* Identifiers that other columns have of a party: "Assignee Id" beside "Assignee". */
static void
add_ids(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *main, const struct map_cells *row)
{
	for (size_t i = 0; i < set->nvalues; i++) {
		struct got_list list;

		if (&set->values[i] == main || set->values[i].ns == NULL)
			continue;
		if (map_eval(run, &set->values[i], false, row, &list) != GOT_SOME)
			continue;
		for (size_t j = 0; j < list.n; j++)
			map_store(run, rec, set, &set->values[i], list.v[j], &list, row->line);
	}
}

static bool
is_fact(const struct map_emit *e)
{
	return e->kind == REC_OBSERVATION || e->kind == REC_ITEM;
}

/* One record; element: which of the list member's texts. false: it lacks what is required. */
static bool
build(struct map_run *run, const struct map_emit *e, const struct got_set *got, size_t driver,
	size_t element, const struct map_cells *row, struct record *rec, struct outcome *o)
{
	*rec = (struct record){ .kind = e->kind, .loc = { .line = row->line, .path = row->path } };
	for (size_t i = 0; i < e->nwords; i++)
		*(int *)(void *)((char *)rec + e->words[i].offset) = e->words[i].value;
	for (size_t s = 0; s < e->nsets; s++) {
		const struct map_set *set = &e->sets[s];
		bool any = got[s].got == GOT_SOME;
		int rc = 0;

		if (map_is_list(set->member)) {
			any = false;
			rc = run->gives[set->id] ? store_list(run, rec, set, row, &any) : 0;
		} else if (any) {
			rc = map_store(run, rec, set, got[s].value,
				got[s].list.v[s == driver ? element : 0], &got[s].list, row->line);
			if (set->member->type == MEMBER_PARTY && set->nvalues > 1)
				add_ids(run, rec, set, got[s].value, row);
		} else if (got[s].got == GOT_EMPTY) {
			map_store_empty(rec, set);
		}
		if (rc < 0 || (set->required && (!any || rc > 0))) {
			o->missing = true;
			o->missing_name = set->member->name;
			o->lost_fact = o->lost_fact || is_fact(e);
			return false;
		}
	}
	return true;
}

/*
 * attacks G4: rows that a `when` leaves out are counted by their raw word; a failing one needs
 * approval.
 */
static void
drop(struct map_run *run, const struct map_emit *e, const struct map_test *t,
	const struct map_cells *row, struct outcome *o)
{
	struct got_list list = {0};
	struct map_ref ref = t->ref;
	const struct map_value cell = { .refs = &ref, .nrefs = 1 };

	o->dropped = true;
	for (size_t s = 0; s < e->nsets; s++) {
		const struct map_set *set = &e->sets[s];
		struct got_set g;

		if (!map_is_judged(set->member))
			continue;
		get(run, set, row, &g);
		if (g.got != GOT_SOME || !map_word_fails(set->member, g.list.v[0], run->r->rec))
			continue;
		o->failing |= 1u << e->kind;
		o->dropped_word = g.list.v[0];
	}
	if (o->dropped_word == NULL)
		o->dropped_word = map_eval(run, &cell, true, row, &list) == GOT_SOME ?
			list.v[0] : "";
}

/*
 * Only what is split, or found as several, is a list; of repeated columns the
 * first counts, but not where a good word could stand before a bad one. In
 * trees several are always several.
 */
static bool
is_several(const struct map_run *run, const struct map_set *set, const struct map_value *v)
{
	return run->m->format != MAP_CSV || map_is_judged(set->member) || v->nsplit > 0 ||
		v->match != NULL || v->type == TYPE_CONTROL;
}

static void
emit(struct map_run *run, const struct map_emit *e, const struct map_cells *row, struct outcome *o)
{
	struct got_set *got = ARENA_ARRAY(run->r->rec, struct got_set, e->nsets);
	size_t driver = SIZE_MAX, n = 1;
	struct record rec;

	for (size_t t = 0; t < e->ntests; t++)
		if (e->tests[t].column && !map_has_column(run, &e->tests[t].ref, row))
			return;
	for (size_t t = 0; t < e->ntests; t++)
		if (!e->tests[t].column && !map_test(run, &e->tests[t], row)) {
			drop(run, e, &e->tests[t], row, o);
			return;
		}
	for (size_t s = 0; s < e->nsets; s++) {
		if (map_is_list(e->sets[s].member) || !run->gives[e->sets[s].id])
			continue;
		get(run, &e->sets[s], row, &got[s]);
		expand_controls(run, &e->sets[s], &got[s]);
		if (got[s].list.n < 2 || !is_several(run, &e->sets[s], got[s].value))
			continue;
		if (driver != SIZE_MAX) {
			o->two_lists = true;
			o->lost_fact = o->lost_fact || is_fact(e);
			return;
		}
		driver = s;
		n = got[s].list.n;
	}
	for (size_t i = 0; i < n; i++)
		if (build(run, e, got, driver, i, row, &rec, o)) {
			reading_second_hand(&rec);
			reading_put(run->r, &rec);
			o->emitted++;
			o->kinds |= 1u << e->kind;
		}
}

static const char *
drop_reason(struct map_run *run, const char *word)
{
	const struct source *s = run->r->source;
	const char *reason = arena_printf(run->r->a, "dropped by when: %s",
		text_inert_dup(run->r->rec, word, 40));

	for (size_t i = 0; i < s->nignored; i++)
		if (str_same(s->ignored[i].reason, reason))
			return s->ignored[i].reason;
	return s->nignored < DROP_REASONS ? reason : "dropped by when: other words";
}

static const char *
path_of(uint64_t row, struct arena *a)
{
	char digits[20], *path, *p;
	size_t n = 0;

	do
		digits[n++] = (char)('0' + row % 10);
	while ((row /= 10) > 0);
	p = path = arena_alloc(a, sizeof("row ") + n);
	memcpy(p, "row ", 4);
	for (p += 4; n > 0;)
		*p++ = digits[--n];
	return path;
}

/*
 * Left out by one record of the mapping and taken by another of its kind is not left out.
 * true: what failed is gone with all the rest of the row.
 */
static bool
lost_failing(struct map_run *run, const struct map_cells *row, const struct outcome *o)
{
	const char *word = text_inert_dup(run->r->rec, o->dropped_word, 60);

	if ((o->failing & ~o->kinds) == 0 || run->m->info.loosens)
		return false;
	if (o->emitted > 0)
		reading_note(run->r, &map_e_dropped, row->line, 0, "\"%s\" left out by mapping %s",
			word, run->m->info.name);
	return o->emitted == 0;
}

/* One more record of the source to its place in the account. */
static void
settle(struct map_run *run, uint32_t line, const struct outcome *o, bool lost)
{
	struct reading *r = run->r;

	if (lost) {
		reading_refused(r, &map_e_dropped, line, 0, "\"%s\" left out by mapping %s",
			text_inert_dup(r->rec, o->dropped_word, 60), run->m->info.name);
	} else if (o->emitted > 0 && !o->lost_fact) {
		reading_kept(r);
		if (o->two_lists)
			reading_note(r, &map_e_row, line, 0,
				"two cells of one record are lists: "
				"which belongs to which, nobody says");
		if (o->missing)
			reading_note(r, &map_e_row, line, 0,
				"one record of the row lacks \"%s\"", o->missing_name);
	} else if (o->two_lists) {
		reading_refused(r, &map_e_row, line, 0,
			"two cells are lists: which belongs to which, nobody says");
	} else if (o->missing) {
		reading_refused(r, &map_e_row, line, 0, "the row lacks \"%s\"",
			o->missing_name);
	} else if (o->dropped) {
		reading_ignored(r, drop_reason(run, o->dropped_word));
	} else {
		reading_ignored(r, "no record of the mapping fits its columns");
	}
}

void
map_row(struct map_run *run, const struct map_cells *cells)
{
	struct map_cells row = *cells;
	struct outcome o = {0};

	row.path = path_of(row.row, run->r->rec);
	reading_seen(run->r);
	for (size_t e = 0; e < run->m->nemits; e++)
		emit(run, &run->m->emits[e], &row, &o);
	settle(run, row.line, &o, lost_failing(run, &row, &o));
}

/* Items of a file whose members are looked at, to say which of them nothing reads. */
#define ITEMS_NOTED 1000

static bool
is_first_step(const struct map_path *p, const char *name)
{
	return p->up == 0 && (p->key || p->n == 0 || p->steps[0].name == NULL ||
		strcmp(p->steps[0].name, name) == 0);
}

static bool
ref_reads(const struct map_ref *ref, const char *name)
{
	for (size_t i = 0; i < ref->npaths; i++)
		if (is_first_step(&ref->paths[i], name))
			return true;
	return false;
}

static bool
emit_reads(const struct map_emit *e, const char *name)
{
	for (size_t t = 0; t < e->ntests; t++)
		if (ref_reads(&e->tests[t].ref, name))
			return true;
	for (size_t s = 0; s < e->nsets; s++)
		for (size_t v = 0; v < e->sets[s].nvalues; v++)
			for (size_t i = 0; i < e->sets[s].values[v].nrefs; i++)
				if (ref_reads(&e->sets[s].values[v].refs[i], name))
					return true;
	return false;
}

/* By a reference from the item, or on the way of another `each`. */
static bool
member_is_read(const struct mapping *m, size_t group, const char *name)
{
	size_t depth = m->groups[group].each->n;

	for (size_t e = 0; e < m->nemits; e++)
		if (m->emits[e].group == group && emit_reads(&m->emits[e], name))
			return true;
	for (size_t g = 0; g < m->ngroups; g++)
		if (m->groups[g].each->n > depth && m->groups[g].each->steps[depth].name != NULL &&
			strcmp(m->groups[g].each->steps[depth].name, name) == 0)
			return true;
	return false;
}

static void
note_members(struct map_run *run, size_t group, const struct node *item)
{
	bool fresh;

	if (run->unread == NULL || item->type != NODE_MAP || run->items++ >= ITEMS_NOTED)
		return;
	for (const struct node *c = item->child; c != NULL; c = c->next)
		if (!member_is_read(run->m, group, c->key))
			map_slot(run->unread, c->key, strlen(c->key), &fresh);
}

struct items { struct map_run *run; size_t group; size_t n; };

/* Each item has its place in the account: nothing that a record holds several of is lost in it. */
static void
on_item(void *ctx, const struct map_cells *row)
{
	struct items *x = ctx;
	struct map_run *run = x->run;
	struct outcome o = {0};

	x->n++;
	note_members(run, x->group, row->levels[row->nlevels - 1]);
	reading_seen(run->r);
	for (size_t e = 0; e < run->m->nemits; e++)
		if (run->m->emits[e].group == x->group)
			emit(run, &run->m->emits[e], row, &o);
	settle(run, row->line, &o, lost_failing(run, row, &o));
}

void
map_tree(struct map_run *run, size_t cut, const struct node *record, const struct map_place *at)
{
	struct items x = { .run = run };

	for (size_t g = 0; g < run->m->ngroups; g++) {
		x.group = g;
		if (run->m->groups[g].cut == cut)
			map_node_items(run, &run->m->groups[g], record, at, on_item, &x);
	}
	if (x.n > 0)
		return;
	reading_seen(run->r);
	reading_ignored(run->r, "no part of it is what the mapping's \"each\" names");
}
