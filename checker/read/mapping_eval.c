/*
 * A value of a mapping in one row, in the fixed order ref/any, split, match, case and trim, null
 * (formats.md B.2).
 */
#include "checker/read/mapping_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"

struct pieces { const char **v; size_t n, cap; };

static void
add(struct pieces *p, struct arena *a, const char *s)
{
	if (p->n == p->cap) {
		size_t cap = p->cap == 0 ? 4 : p->cap * 2;
		const char **v = ARENA_ARRAY(a, const char *, cap);

		if (p->n > 0)
			memcpy(v, p->v, p->n * sizeof(*v));
		p->v = v;
		p->cap = cap;
	}
	p->v[p->n++] = s;
}

static bool
is_null(const struct mapping *m, const char *s, struct arena *a)
{
	const char *key, *p = s;

	/* What a key begins with is seen without making it, unless it is no ASCII. */
	while (ch_space(*p) || *p == '-' || *p == '_')
		p++;
	if ((unsigned char)*p < sizeof(m->null_first) && !m->null_first[(size_t)ch_low(*p)])
		return false;
	/* As a key a word is shorter only by runs of blanks and by letters of several bytes. */
	if (m->nnulls == 0 || strlen(s) > m->null_max * 4 + 4)
		return false;
	key = str_word_key(a, s);
	for (size_t i = 0; i < m->nnulls; i++)
		if (strcmp(m->nulls[i], key) == 0)
			return true;
	return false;
}

/* Without blanks at its ends; a copy only where there were some behind it. */
static const char *
trimmed(struct arena *a, const char *s)
{
	size_t n;

	while (ch_space(*s))
		s++;
	n = strlen(s);
	return n > 0 && ch_space(s[n - 1]) ? str_trim(a, s) : s;
}

static const char *
letters(struct arena *a, const char *s, char how)
{
	char *t;

	if (how == 0)
		return trimmed(a, s);
	t = str_trim(a, s);
	if (how == 'l')
		return str_lower(a, t);
	for (char *p = t; *p != '\0'; p++)
		if (ch_lower(*p))
			*p = (char)(*p - 32);
	return t;
}

static void
take(struct map_run *run, const struct map_value *v, bool keep_nulls, const char *s,
	struct pieces *out)
{
	const char *t = letters(run->r->rec, s, v->letters);

	if (t[0] != '\0' && (keep_nulls || !is_null(run->m, t, run->r->rec)))
		add(out, run->r->rec, t);
}

static void
match(struct map_run *run, const struct map_value *v, bool keep_nulls, const char *s, uint32_t line,
	struct pieces *out)
{
	size_t at = 0, from, to, len = strlen(s);
	int rc = 0;

	if (v->match == NULL) {
		take(run, v, keep_nulls, s, out);
		return;
	}
	while ((rc = pattern_next(run->patterns, v->match, s, len, &at, &from, &to)) > 0)
		take(run, v, keep_nulls, arena_strndup(run->r->rec, s + from, to - from), out);
	if (rc < 0 && !run->limit_told) {
		run->limit_told = true;
		reading_note(run->r, &map_w_limit, line, 0,
			"a pattern of mapping %s gave up on a cell",
			run->m->info.name);
	}
}

/* Where the next of the separators stands, the longest first at one place. */
static const char *
separator(const struct map_value *v, const char *s, size_t *len)
{
	for (; *s != '\0'; s++) {
		*len = 0;
		for (size_t i = 0; i < v->nsplit; i++)
			if (str_has_prefix(s, v->split[i]) && strlen(v->split[i]) > *len)
				*len = strlen(v->split[i]);
		if (*len > 0)
			return s;
	}
	return NULL;
}

static void
cell(struct map_run *run, const struct map_value *v, bool keep_nulls, const char *s, uint32_t line,
	struct pieces *out)
{
	size_t len;

	for (;;) {
		const char *end = v->nsplit == 0 ? NULL : separator(v, s, &len);

		match(run, v, keep_nulls, end == NULL ? s :
			arena_strndup(run->r->rec, s, (size_t)(end - s)), line, out);
		if (end == NULL)
			return;
		s = end + len;
	}
}

static const char *
cell_at(const struct map_cells *row, uint32_t column)
{
	return column < row->n ? row->cells[column] : "";
}

/* The same in a tree; is the reference there at all? */
static bool
in_tree(struct map_run *run, const struct map_value *v, const struct map_ref *ref, bool keep_nulls,
	const struct map_cells *row, struct pieces *p)
{
	struct map_texts texts;
	bool there = map_node_texts(run, ref, row, &texts);

	for (size_t i = 0; i < texts.n; i++)
		if (texts.v[i][0] != '\0')
			cell(run, v, keep_nulls, texts.v[i], row->line, p);
	return there;
}

enum got
map_eval(struct map_run *run, const struct map_value *v, bool keep_nulls,
	const struct map_cells *row, struct got_list *out)
{
	struct pieces p = {0};
	bool column = false;

	*out = (struct got_list){0};
	for (size_t i = 0; i < v->nrefs && p.n == 0; i++) {
		const struct map_column *c = &run->columns[v->refs[i].id];

		if (v->refs[i].sheet && run->r->sheet != NULL) {
			column = true;
			out->column = UINT32_MAX;
			cell(run, v, keep_nulls, run->r->sheet, row->line, &p);
			continue;
		}
		if (run->m->format != MAP_CSV) {
			column = in_tree(run, v, &v->refs[i], keep_nulls, row, &p) || column;
			out->column = v->refs[i].id;
			continue;
		}

		for (size_t j = 0; j < c->n; j++) {
			const char *s = cell_at(row, c->v[j]);

			if (!column || p.n == 0)
				out->column = c->v[j];
			column = true;
			if (s[0] != '\0')
				cell(run, v, keep_nulls, s, row->line, &p);
		}
	}
	if (v->constant != NULL)
		add(&p, run->r->rec, v->constant);
	out->fallback = p.n == 0 && v->fallback != NULL;
	if (out->fallback)
		add(&p, run->r->rec, v->fallback);
	out->v = p.v;
	out->n = p.n;
	return p.n > 0 ? GOT_SOME : column ? GOT_EMPTY : GOT_NO_COLUMN;
}

static bool
one_of(const char *key, const char **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i], key) == 0)
			return true;
	return false;
}

bool
map_has_column(struct map_run *run, const struct map_ref *ref, const struct map_cells *row)
{
	struct map_texts texts;

	if (run->m->format != MAP_CSV)
		return map_node_texts(run, ref, row, &texts);
	if (ref->sheet)
		return run->r->sheet != NULL;
	return run->columns[ref->id].n > 0;
}

/*
 * Present: some cell of the reference is not blank and no null word. The others ask the first
 * such cell, or "".
 */
bool
map_test(struct map_run *run, const struct map_test *t, const struct map_cells *row)
{
	const struct map_column *c = &run->columns[t->ref.id];
	const char *s = "", *key;
	size_t at = 0, from, to;

	if (t->ref.sheet && run->r->sheet != NULL)
		s = trimmed(run->r->rec, run->r->sheet);
	if (run->m->format != MAP_CSV) {
		struct map_texts texts;

		map_node_texts(run, &t->ref, row, &texts);
		for (size_t j = 0; j < texts.n && s[0] == '\0'; j++)
			s = trimmed(run->r->rec, texts.v[j]);
	}
	for (size_t j = 0; j < c->n && s[0] == '\0'; j++)
		s = trimmed(run->r->rec, cell_at(row, c->v[j]));
	if (is_null(run->m, s, run->r->rec))
		s = "";
	if (t->present >= 0 && (s[0] != '\0') != (t->present == 1))
		return false;
	key = t->nis + t->nisnot == 0 ? s : str_word_key(run->r->rec, s);
	if (t->nis > 0 && !one_of(key, t->is, t->nis))
		return false;
	if (t->nisnot > 0 && one_of(key, t->isnot, t->nisnot))
		return false;
	return t->matches == NULL ||
		pattern_next(run->patterns, t->matches, s, strlen(s), &at, &from, &to) > 0;
}
