/*
 * Tables through a mapping.  Rows stream; they are held back only while a date
 * column has shown cells such as 03/04/2025 and none yet that tells day from
 * month (formats.md 0.2.7 asks for the whole column, but reading twice would
 * keep the program from reading a pipe or an archive).  As a rule the first
 * cells decide.  Past MAX_MAP_HELD, or at the end of the file, each such date
 * is the hull of both readings.
 */
#include "checker/read/mapping_parts.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/mapping_record.h"
#include "checker/read/read_diags.h"

/* Rows in which the header is looked for; longest real preamble: 7 rows (eMASS). */
#define HEADER_ROWS 40

struct table {
	struct map_run run;
	const struct mappings *set;
	uint64_t rows;               /* until the header was found */
	bool bad;                    /* no header, or a tie: diagnosed */
	const char **header;         /* keys */
	const char **names;
	uint32_t *dates; size_t ndates; /* columns that dates are read from */
	struct arena *held_arena;
	VEC(struct map_cells) held;
	bool gave_up;
};

static void
resolve(struct table *t, const struct map_ref *ref)
{
	struct map_column *c = &t->run.columns[ref->id];

	c->v = ARENA_ARRAY(t->run.r->a, uint32_t, t->run.width + 1);
	if (ref->position > 0) {
		if ((size_t)ref->position <= t->run.width)
			c->v[c->n++] = (uint32_t)ref->position - 1;
		return;
	}
	/* The first of the alternatives that is there; all columns of that name. */
	for (size_t k = 0; k < ref->nkeys && c->n == 0; k++)
		for (size_t i = 0; i < t->run.width; i++)
			if (strcmp(t->header[i], ref->keys[k]) == 0)
				c->v[c->n++] = (uint32_t)i;
	for (size_t i = 0; i < c->n; i++)
		t->run.used[c->v[i]] = true;
}

static void
add_dates(struct table *t, const struct map_set *set)
{
	if (set->member->type != MEMBER_INSTANT)
		return;
	for (size_t v = 0; v < set->nvalues; v++)
		for (size_t i = 0; i < set->values[v].nrefs; i++) {
			const struct map_column *c = &t->run.columns[set->values[v].refs[i].id];

			for (size_t j = 0; j < c->n && t->ndates < t->run.width; j++) {
				bool there = false;

				for (size_t k = 0; k < t->ndates; k++)
					there = there || t->dates[k] == c->v[j];
				if (!there)
					t->dates[t->ndates++] = c->v[j];
			}
		}
}

/* Has the table a column for the set, or the mapping a text? */
static bool
gives(const struct map_run *run, const struct map_set *set)
{
	for (size_t v = 0; v < set->nvalues; v++) {
		if (set->values[v].constant != NULL || set->values[v].fallback != NULL)
			return true;
		for (size_t i = 0; i < set->values[v].nrefs; i++)
			if ((set->values[v].refs[i].sheet && run->r->sheet != NULL) ||
				run->columns[set->values[v].refs[i].id].n > 0)
				return true;
	}
	return false;
}

static void
resolve_all(struct table *t)
{
	const struct mapping *m = t->run.m;

	for (size_t e = 0; e < m->nemits; e++) {
		for (size_t i = 0; i < m->emits[e].ntests; i++)
			resolve(t, &m->emits[e].tests[i].ref);
		for (size_t s = 0; s < m->emits[e].nsets; s++) {
			const struct map_set *set = &m->emits[e].sets[s];

			for (size_t v = 0; v < set->nvalues; v++)
				for (size_t i = 0; i < set->values[v].nrefs; i++)
					resolve(t, &set->values[v].refs[i]);
			add_dates(t, set);
			t->run.gives[set->id] = gives(&t->run, set);
		}
	}
}

/* formats.md B.2: columns used and unused are told. */
static void
tell_unused(struct table *t, uint32_t line)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, 4096);
	for (size_t i = 0; i < t->run.width; i++) {
		if (t->run.used[i] || t->header[i][0] == '\0')
			continue;
		buf_fmt(&b, "%s\"%s\"", n == 0 ? "" : ", ",
			text_inert_dup(t->run.r->rec, t->names[i], 60));
		n++;
	}
	if (n > 0)
		reading_note(t->run.r, &map_n_columns, line, 0,
			"mapping %s does not read %zu of %zu: %s",
			t->run.m->info.name, n, t->run.width, b.p);
	buf_free(&b);
}

void
map_begin(struct map_run *run)
{
	const struct mapping *m = run->m;
	struct reading *r = run->r;
	struct source *s = r->source;

	if (r->zone == NULL && m->zone != NULL)
		r->zone = s->zone = zone_find(r->zones, m->zone);
	s->version = "trueup-map/1";
	s->producer = arena_printf(r->a, "mapping %s %s (sha256 %.12s)", m->info.name,
		m->info.version == NULL ? "" : m->info.version, m->info.sha256);
	s->originator = arena_printf(r->a, "mapping:%s", m->info.name);
	if (!m->info.loosens)
		return;
	s->loosens = m->info.reason;
	s->loosened_by = m->info.approver;
	s->loosened_until = m->info.expires;
	reading_note(r, &map_n_loose, 0, 0, "mapping %s loosens until %s: \"%s\", approved by %s",
		m->info.name, m->info.expires.raw, text_inert_dup(r->rec, m->info.reason, 200),
		text_inert_dup(r->rec, m->info.approver, 80));
}

void
map_end(struct map_run *run)
{
	const struct mapping_info *info = &run->m->info;
	struct reading *r = run->r;

	if (info->loosens && r->source->newest != INT64_MIN && info->expires.hi < r->source->newest)
		reading_note(r, &map_e_expired, 0, 0, "the approval of mapping %s ended on %s",
			info->name, info->expires.raw);
}

static void
begin(struct table *t, const struct mapping *m, const struct csv_row *row)
{
	struct reading *r = t->run.r;

	t->run.m = m;
	t->run.width = row->n;
	t->run.columns = ARENA_ARRAY(r->a, struct map_column, m->nrefs + 1);
	t->run.gives = ARENA_ARRAY(r->a, bool, m->nsets + 1);
	t->run.memos = ARENA_ARRAY(r->a, struct map_memo, m->nsets + 1);
	t->run.votes = ARENA_ARRAY(r->a, struct dmy_votes, row->n);
	t->run.used = ARENA_ARRAY(r->a, bool, row->n);
	t->run.bad_told = ARENA_ARRAY(r->a, bool, row->n);
	t->dates = ARENA_ARRAY(r->a, uint32_t, row->n);
	t->names = ARENA_ARRAY(r->a, const char *, row->n);
	for (size_t i = 0; i < row->n; i++)
		t->names[i] = arena_strdup(r->a, row->cells[i]);
	resolve_all(t);
	tell_unused(t, row->line);
	map_begin(&t->run);
}

/* Is this row the header? Rows before it are a preamble. */
static void
look_for_header(struct table *t, const struct csv_row *row)
{
	struct reading *r = t->run.r;
	const struct mapping *m;
	const char *tie = NULL;
	int score;

	t->header = ARENA_ARRAY(r->a, const char *, row->n + 1);
	for (size_t i = 0; i < row->n; i++)
		t->header[i] = str_word_key(r->a, row->cells[i]);
	m = r->mapping != NULL ?
		mapping_fits(t->set, r->mapping, t->header, row->n) :
		mapping_detect(t->set, t->header, row->n, &score, &tie, r->a);
	if (m != NULL) {
		begin(t, m, row);
	} else if (tie != NULL) {
		t->bad = true;
		reading_note(r, &map_e_tie, row->line, 0,
			"%s fit this header equally well: name one in trueup.json (\"evidence\", "
			"\"mapping\")", tie);
	} else if (++t->rows >= HEADER_ROWS) {
		t->bad = true;
		reading_note(r, &map_e_none, 1, 0,
			"no row of the first %d is a header that %s knows: "
			"'trueup formats --mappings' lists them",
			HEADER_ROWS, r->mapping != NULL ? r->mapping : "a mapping");
	}
}

static bool
is_header_again(const struct table *t, const struct map_cells *row)
{
	if (row->n != t->run.width)
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(row->cells[i], t->names[i]) != 0)
			return false;
	return true;
}

static bool
is_blank(const struct map_cells *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cells[i][strspn(row->cells[i], " \t\r\n")] != '\0')
			return false;
	return true;
}

/*
 * Votes with the row's cells; true while some date column is undecided that another cell could
 * decide.
 */
static bool
vote(struct table *t, const struct map_cells *row)
{
	struct map_run *run = &t->run;
	bool open = false;

	if (run->r->date_order != NULL || run->m->date_order != NULL)
		return false;
	for (size_t i = 0; i < t->ndates; i++) {
		uint32_t c = t->dates[i];
		struct dmy_votes *v = &run->votes[c];
		struct instant is;
		bool pattern = false;

		if (c >= row->n)
			continue;
		for (size_t p = 0; p < run->m->ndates && !pattern; p++)
			pattern = instant_parse_pattern(&is, row->cells[c], run->m->dates[p], NULL,
				run->r->rec) == 0 && is.known == KNOWN;
		if (!pattern)
			dmy_vote(v, row->cells[c]);
		open = open || (v->open > 0 && v->dmy == 0 && v->mdy == 0);
	}
	return open;
}

static void
hold(struct table *t, const struct map_cells *row)
{
	struct map_cells *h = VEC_PUSH(&t->held);
	const char **cells = ARENA_ARRAY(t->held_arena, const char *, row->n + 1);

	for (size_t i = 0; i < row->n; i++)
		cells[i] = arena_strdup(t->held_arena, row->cells[i]);
	*h = *row;
	h->cells = cells;
}

static void
release(struct table *t)
{
	if (t->held.n == 0)
		return;
	for (size_t i = 0; i < t->held.n; i++) {
		map_row(&t->run, &t->held.v[i]);
		arena_reset(t->run.r->rec);
	}
	t->held.n = 0;
	arena_reset(t->held_arena);
}

static int
on_row(void *ctx, const struct csv_row *csv)
{
	struct table *t = ctx;
	const struct map_cells row = { .cells = csv->cells, .n = csv->n, .line = csv->line,
		.row = csv->row };

	if (t->bad)
		return -1;
	if (t->run.m == NULL) {
		look_for_header(t, csv);
		return t->bad ? -1 : 0;
	}
	if (is_blank(&row) || is_header_again(t, &row))
		return 0;
	if (vote(t, &row) && !t->gave_up) {
		hold(t, &row);
		t->gave_up = arena_used(t->held_arena) > MAX_MAP_HELD;
		if (t->gave_up)
			release(t);
		return 0;
	}
	release(t);
	map_row(&t->run, &row);
	return 0;
}

static void
finish(struct table *t)
{
	const struct mapping *m = t->run.m;
	struct reading *r = t->run.r;

	if (m == NULL) {
		if (!t->bad)
			reading_note(r, &map_e_none, 1, 0, "no row is a header that %s knows: "
			"'trueup formats --mappings' lists them",
				r->mapping != NULL ? r->mapping : "a mapping");
		r->source->broken = true;
		return;
	}
	release(t);
	for (size_t i = 0; i < t->ndates; i++) {
		const struct dmy_votes *v = &t->run.votes[t->dates[i]];

		if (v->open > 0 && dmy_decide(v) == 0 && r->date_order == NULL &&
			m->date_order == NULL)
			reading_note(r, &map_w_dates, 0, 0, "column \"%s\": %s",
				text_inert_dup(r->rec, t->names[t->dates[i]], 60), v->dmy > 0 ?
				"some cells are day first, some month first" :
				"each date counts as both readings");
	}
	map_end(&t->run);
}

static int
probe(const struct head *h, const char **sign)
{
	const char *tie;
	int score;
	const struct mapping *m = mapping_detect(h->mappings, h->header, h->nheader, &score, &tie,
		h->a);

	if (m == NULL && tie == NULL)
		return 0;
	*sign = m == NULL ? arena_printf(h->a, "header fits %s", tie) :
		arena_printf(h->a, "header fits mapping %s (%d)", m->info.name, score);
	/* Readers of formats of their own know their tables better. */
	return score > 40 ? 50 : 10 + score;
}

static int
read_csv(struct reading *r)
{
	struct table t = { .run = { .r = r } };
	struct csv_options o = {0};
	const struct mapping *named = NULL;
	int rc;

	t.set = r->mappings != NULL ? r->mappings : mappings_builtin(r->a, r->diags);
	if (t.set == NULL)
		return -1;
	if (r->mapping != NULL && ((named = mapping_find(t.set, r->mapping)) == NULL ||
		named->format != MAP_CSV)) {
		reading_note(r, &map_e_none, 0, 0, named != NULL ?
			"mapping \"%s\" is not for tables" : "there is no mapping named \"%s\"",
			text_inert_dup(r->rec, r->mapping, 60));
		r->source->broken = true;
		return -1;
	}
	o.delimiter = named == NULL ? 0 : named->delimiter;
	o.encoding = named == NULL ? NULL : named->encoding;
	t.run.patterns = pattern_run_new();
	t.held_arena = arena_new();
	rc = reading_csv(r, &o, on_row, &t);
	finish(&t);
	VEC_FREE(&t.held);
	arena_free(t.held_arena);
	pattern_run_free(t.run.patterns);
	return r->source->broken ? -1 : rc;
}

const struct reader reader_csv_mapping = {
	.name = "csv-mapping",
	.title = "tables (CSV) through a mapping",
	.what = "Shows what a person or an export wrote into a table. Cannot show more than that: "
		"who changed a cell, and when, it does not say.",
	.better = "the product's own JSON with its history, where it has one: a table shows how "
		"things are now",
	.syntax = SYNTAX_CSV,
	.roles = ROLE_CLAIM | ROLE_OBSERVATION | ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION |
		ROLE_MAPPING | ROLE_ROLES | ROLE_EVIDENCE,
	.grade = GRADE_E2,
	.probe = probe,
	.read = read_csv,
};
