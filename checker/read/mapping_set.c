/* The set of mappings: the shipped ones, those of the user, and which one fits a header. */
#include "checker/read/mapping_set.h"

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/diag.h"
#include "checker/base/text.h"
#include "checker/read/mapping_parts.h"
#include "checker/read/mapping_record.h"
#include "checker/read/read_diags.h"

/*
 * A shipped one is first only what its detection asks for: a run reads through one or two of them,
 * and loading them all is much of a small run. Whoever is given one is given it whole.
 */
struct member_of_set {
	const struct mapping *m;
	const struct shipped_mapping *rest; /* not loaded yet; NULL: m is whole */
};

struct mappings {
	struct arena *a;
	struct member_of_set *v;
	size_t n, cap;
};

static void
push(struct mappings *s, const struct mapping *m, const struct shipped_mapping *rest)
{
	if (s->n == s->cap) {
		struct member_of_set *v;

		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		v = ARENA_ARRAY(s->a, struct member_of_set, s->cap);
		if (s->n > 0)
			memcpy(v, s->v, s->n * sizeof(*v));
		s->v = v;
	}
	s->v[s->n++] = (struct member_of_set){m, rest};
}

struct mappings *
mappings_builtin(struct arena *a, struct diags *d)
{
	struct mappings *s = ARENA_NEW(a, struct mappings);

	s->a = a;
	for (const struct shipped_mapping *t = shipped_mappings; t->name != NULL; t++) {
		const struct mapping *m = mapping_load_detect(a, t, d);

		if (m == NULL)
			return NULL;
		push(s, m, t);
	}
	return s;
}

/* NULL stays NULL. */
static const struct mapping *
whole(const struct mappings *s, struct member_of_set *v)
{
	struct diags *d;

	if (v == NULL || v->rest == NULL)
		return v == NULL ? NULL : v->m;
	d = diags_new();
	v->m = mapping_load(s->a, v->rest->name, v->rest->text, v->rest->len, true, d);
	diags_free(d);
	if (v->m == NULL)
		die_bug("a shipped mapping that does not load");
	v->rest = NULL;
	return v->m;
}

int
mappings_add(struct mappings *s, const char *file, const char *text, size_t len, struct diags *d)
{
	struct mapping *m = mapping_load(s->a, file, text, len, false, d);

	if (m == NULL)
		return -1;
	if (mapping_find(s, m->info.name) != NULL) {
		struct place at = { .file = file };

		diag_add(d, &map_e_syntax, &at, "a mapping named \"%s\" is there already",
			text_inert_dup(s->a, m->info.name, 60));
		return -1;
	}
	push(s, m, NULL);
	return 0;
}

size_t
mappings_count(const struct mappings *s)
{
	return s->n;
}

const struct mapping *
mappings_at(const struct mappings *s, size_t i)
{
	return whole(s, &s->v[i]);
}

const struct mapping *
mappings_detect_at(const struct mappings *s, size_t i)
{
	return s->v[i].m;
}

const struct mapping *
mapping_find(const struct mappings *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_same(s->v[i].m->info.name, name))
			return whole(s, &s->v[i]);
	return NULL;
}

void
mapping_describe(const struct mapping *m, struct mapping_info *out)
{
	*out = m->info;
}

static bool
in_header(const struct map_ref *ref, const char *const *header, size_t n)
{
	if (ref->position > 0)
		return (size_t)ref->position <= n;
	for (size_t k = 0; k < ref->nkeys; k++)
		for (size_t i = 0; i < n; i++)
			if (strcmp(header[i], ref->keys[k]) == 0)
				return true;
	return false;
}

/* 0: does not fit; else 1 and up, the more columns it knows by name the higher. */
static int
fit(const struct mapping *m, const char *const *header, size_t n)
{
	size_t any = 0;

	if (m->format != MAP_CSV)
		return 0;
	for (size_t i = 0; i < m->nall; i++)
		if (!in_header(&m->all[i], header, n))
			return 0;
	for (size_t i = 0; i < m->nany; i++)
		any += in_header(&m->any[i], header, n);
	return any < m->min_any ? 0 : (int)(m->nall * 2 + any);
}

const struct mapping *
mapping_fits(const struct mappings *s, const char *name, const char *const *header, size_t n)
{
	const struct mapping *m = mapping_find(s, name);

	return m != NULL && fit(m, header, n) > 0 ? m : NULL;
}

bool
mapping_fits_header(const struct mappings *s, const char *name, const char *const *header, size_t n)
{
	return mapping_fits(s, name, header, n) != NULL;
}

const struct mapping *
mapping_detect(const struct mappings *s, const char *const *header, size_t n, int *score,
	const char **tie, struct arena *a)
{
	struct member_of_set *best = NULL, *second = NULL;
	int top = 0;

	*tie = NULL;
	*score = 0;
	if (s == NULL) {
		struct diags *d = diags_new();

		s = mappings_builtin(a, d);
		diags_free(d);
	}
	for (size_t i = 0; s != NULL && i < s->n; i++) {
		int f = fit(s->v[i].m, header, n);

		if (f == 0 || f < top)
			continue;
		second = f == top ? &s->v[i] : NULL;
		if (f == top)
			continue;
		best = &s->v[i];
		top = f;
	}
	*score = top;
	if (second == NULL)
		return whole(s, best);
	*tie = arena_printf(a, "%s and %s", best->m->info.name, second->m->info.name);
	return NULL;
}

const char *
mapping_reader(const struct mapping *m)
{
	return m->format == MAP_CSV ? "csv-mapping" : m->format == MAP_JSON ? "json-mapping" :
		"xml-mapping";
}

const char *
mapping_reader_of(const struct mappings *s, const char *name)
{
	const struct mapping *m = mapping_find(s, name);

	return m == NULL ? "csv-mapping" : mapping_reader(m);
}
