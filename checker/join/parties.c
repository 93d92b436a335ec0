/* Who is who: rows of rosters to people, and names in records to those people. */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

/* One row, while people are put together. */
struct row {
	const struct record *r;
	uint32_t up;              /* union-find: of a smaller or the same index */
	VEC(const char *) keys;   /* strong: "ns:value" */
	const char *emp;          /* of which a person has one */
};

struct rows { struct row *v; size_t n; };

static uint32_t
root(struct rows *r, uint32_t i)
{
	while (r->v[i].up != i) {
		r->v[i].up = r->v[r->v[i].up].up;
		i = r->v[i].up;
	}
	return i;
}

static void
unite(struct rows *r, uint32_t a, uint32_t b)
{
	a = root(r, a);
	b = root(r, b);
	if (a < b)
		r->v[b].up = a;
	else
		r->v[a].up = b;
}

/* "email:bo@x.example", "jira:712020:aa"; NULL: names nobody. */
static char *
strong_key(struct arena *a, const char *ns, const char *value)
{
	char *mail;

	if (ns == NULL || value == NULL || *value == '\0' || strcmp(ns, "role") == 0)
		return NULL;
	if (strcmp(ns, "email") == 0) {
		mail = email_key(a, value);
		return mail == NULL ? NULL : arena_printf(a, "email:%s", mail);
	}
	if (strcmp(ns, "login") == 0)
		return arena_printf(a, "login:%s", str_lower(a, str_trim(a, value)));
	return arena_printf(a, "%s:%s", ns, str_trim(a, value));
}

static int
row_compare(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	return loc_compare(&a->r->loc, &b->r->loc);
}

static void
row_keys(struct freeze *f, struct row *row)
{
	const struct rec_party *p = &row->r->u.party;

	for (size_t i = 0; i < p->ids.n; i++) {
		char *key = strong_key(f->tmp, p->ids.v[i].ns, p->ids.v[i].value);

		if (key == NULL)
			continue;
		*VEC_PUSH(&row->keys) = key;
		if (strcmp(p->ids.v[i].ns, "emp") == 0
			&& (row->emp == NULL || strcmp(key, row->emp) < 0))
			row->emp = key;
	}
}

/* Rows that share a key are one person; with_mail: addresses count too. */
static void
unite_rows(struct rows *rows, const bool *only, bool with_mail)
{
	struct map *at = map_new();

	for (uint32_t i = 0; i < rows->n; i++) {
		if (only != NULL && !only[i])
			continue;
		for (size_t k = 0; k < rows->v[i].keys.n; k++) {
			const char *key = rows->v[i].keys.v[k];
			void **slot;

			if (!with_mail && str_has_prefix(key, "email:"))
				continue;
			slot = map_slot(at, key, strlen(key), NULL);
			if (*slot == NULL)
				*slot = (void *)(uintptr_t)(i + 1);
			else
				unite(rows, (uint32_t)(uintptr_t)*slot - 1, i);
		}
	}
	map_free(at);
}

/*
 * Which rows are in a component with two personnel numbers; whole components, so order cannot
 * matter.
 */
static bool *
conflicts(struct freeze *f, struct rows *rows, size_t *n)
{
	const char **emp = ARENA_ARRAY(f->tmp, const char *, rows->n);
	bool *bad = ARENA_ARRAY(f->tmp, bool, rows->n), *out = ARENA_ARRAY(f->tmp, bool, rows->n);

	*n = 0;
	for (uint32_t i = 0; i < rows->n; i++) {
		uint32_t r = root(rows, i);

		if (rows->v[i].emp == NULL)
			continue;
		if (emp[r] != NULL && strcmp(emp[r], rows->v[i].emp) != 0 && !bad[r]) {
			bad[r] = true;
			++*n;
		}
		emp[r] = rows->v[i].emp;
	}
	for (uint32_t i = 0; i < rows->n; i++)
		out[i] = bad[root(rows, i)];
	return out;
}

/*
 * An address that was given to somebody else later joins two people: in such a
 * component only native ids join, and if that is not enough, nothing does.
 */
static void
unite_people(struct freeze *f, struct rows *rows)
{
	size_t n;
	bool *bad;

	unite_rows(rows, NULL, true);
	bad = conflicts(f, rows, &n);
	if (n == 0)
		return;
	diag_add(f->d, &join_party_conflict, NULL,
		"%zu groups of roster rows share an address but have different personnel numbers",
		n);
	for (uint32_t i = 0; i < rows->n; i++)
		if (bad[i])
			rows->v[i].up = i;
	unite_rows(rows, bad, false);
	bad = conflicts(f, rows, &n);
	for (uint32_t i = 0; n > 0 && i < rows->n; i++)
		if (bad[i])
			rows->v[i].up = i;
}

/* A party is known by its smallest strong key that is nobody else's. */
static void
party_key(struct freeze *f, struct party *p, const struct rows *rows, const uint32_t *own, size_t n,
	const struct map *keys)
{
	const char *best = NULL, *any = NULL;

	for (size_t r = 0; r < n; r++)
		for (size_t k = 0; k < rows->v[own[r]].keys.n; k++) {
			const char *key = rows->v[own[r]].keys.v[k];
			const struct hits *h = hits_get(keys, key);

			if (any == NULL || strcmp(key, any) < 0)
				any = key;
			if (h != NULL && h->v.n == 1 && (best == NULL || strcmp(key, best) < 0))
				best = key;
		}
	if (best == NULL)
		best = arena_printf(f->tmp, "%s%sname:%s", any == NULL ? "" : any,
			any == NULL ? "" : " ",
			p->name == NULL ? "" : str_word_key(f->tmp, p->name));
	p->key = keep(f, best);
}

static struct rec_party
keep_party(struct freeze *f, const struct record *r)
{
	struct record copy;

	memset(&copy, 0, sizeof(copy));
	copy.kind = REC_PARTY;
	copy.u.party = r->u.party;
	record_copy(&copy, &copy, f->a);
	return copy.u.party;
}

static bool
is_roster(const struct source *s)
{
	return s == NULL || s->roles == 0 || (s->roles & ROLE_ROSTER) != 0;
}

static void
party_take(struct freeze *f, struct party *p, const struct record *r)
{
	const struct rec_party *row = &r->u.party;

	p->rows[p->nrows] = keep_party(f, r);
	p->row_locs[p->nrows++] = keep_loc(f, r->loc);
	p->on_roster = p->on_roster || is_roster(r->loc.source);
	if (row->name != NULL && *row->name != '\0'
		&& (p->name == NULL || strcmp(row->name, p->name) < 0))
		p->name = keep(f, row->name);
	if (row->team != NULL && *row->team != '\0'
		&& (p->team == NULL || strcmp(row->team, p->team) < 0))
		p->team = keep(f, row->team);
	p->machine = p->machine || kind_is_machine(f->tmp, row->kind_raw);
	p->group = p->group || kind_is_group(f->tmp, row->kind_raw);
}

static int
party_compare(const void *x, const void *y)
{
	const struct party *a = x, *b = y;
	int c = strcmp(a->key, b->key);

	return c != 0 ? c : loc_compare(&a->row_locs[0], &b->row_locs[0]);
}

/* From keys, native values alone, and full names to the sorted parties. */
static void
party_index(struct freeze *f)
{
	struct model *m = f->m;

	for (uint32_t i = 0; i < m->nparties; i++)
		for (size_t r = 0; r < m->parties[i].nrows; r++) {
			const struct rec_party *p = &m->parties[i].rows[r];
			char *name = person_key(f->tmp, p->name);

			if (name != NULL)
				hits_add(f->party_names, name, i);
			for (size_t k = 0; k < p->ids.n; k++) {
				char *key = strong_key(f->tmp, p->ids.v[k].ns, p->ids.v[k].value);

				if (key == NULL)
					continue;
				hits_add(f->party_ids, key, i);
				hits_add(f->party_values, str_lower(f->tmp, strchr(key, ':') + 1),
					i);
			}
		}
}

static void
parties_make(struct freeze *f, struct rows *rows)
{
	struct model *m = f->m;
	uint32_t *of = ARENA_ARRAY(f->tmp, uint32_t, rows->n + 1);
	uint32_t *number = ARENA_ARRAY(f->tmp, uint32_t, rows->n + 1);
	size_t *size = ARENA_ARRAY(f->tmp, size_t, rows->n + 1);
	uint32_t **own = ARENA_ARRAY(f->tmp, uint32_t *, rows->n + 1);
	struct map *keys = map_new();
	uint32_t n = 0;

	for (uint32_t i = 0; i < rows->n; i++) {
		uint32_t r = root(rows, i);

		if (r == i)
			number[i] = n++;
		of[i] = number[r];
		size[of[i]]++;
	}
	m->parties = ARENA_ARRAY(f->a, struct party, n + 1);
	m->nparties = n;
	for (uint32_t i = 0; i < n; i++) {
		m->parties[i].rows = ARENA_ARRAY(f->a, struct rec_party, size[i]);
		m->parties[i].row_locs = ARENA_ARRAY(f->a, struct loc, size[i]);
		own[i] = ARENA_ARRAY(f->tmp, uint32_t, size[i]);
	}
	for (uint32_t i = 0; i < rows->n; i++) {
		own[of[i]][m->parties[of[i]].nrows] = i;
		party_take(f, &m->parties[of[i]], rows->v[i].r);
		for (size_t k = 0; k < rows->v[i].keys.n; k++)
			hits_add(keys, rows->v[i].keys.v[k], of[i]);
	}
	for (uint32_t i = 0; i < n; i++)
		party_key(f, &m->parties[i], rows, own[i], size[i], keys);
	hits_free(keys);
	qsort(m->parties, n, sizeof(*m->parties), party_compare);
}

/* A complete roster answers for the days around its own date; without a date for none. */
static void
whole_roster(struct freeze *f, const struct source *s)
{
	struct instant date = s->as_of;

	if (date.known != KNOWN || date.never) {
		if (s->newest <= INSTANT_MIN || s->newest >= INSTANT_MAX)
			return;
		date = instant_exact(s->newest);
	}
	for (size_t i = 0; i < f->m->nwhole_rosters; i++)
		if (f->m->whole_rosters[i].lo == date.lo && f->m->whole_rosters[i].hi == date.hi)
			return;
	f->m->whole_rosters[f->m->nwhole_rosters++] = keep_instant(f, date);
}

void
freeze_parties(struct freeze *f)
{
	struct builder *b = f->b;
	struct rows rows;

	rows.n = b->kept[REC_PARTY].n;
	rows.v = ARENA_ARRAY(f->tmp, struct row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		rows.v[i].r = b->kept[REC_PARTY].v[i];
	qsort(rows.v, rows.n, sizeof(*rows.v), row_compare);
	f->m->whole_rosters = ARENA_ARRAY(f->a, struct instant, b->sources.n + 1);
	for (uint32_t i = 0; i < rows.n; i++) {
		const struct source *s = rows.v[i].r->loc.source;

		rows.v[i].up = i;
		row_keys(f, &rows.v[i]);
		if (!is_roster(s))
			continue;
		f->has_roster = true;
		if (s != NULL && s->complete == TRI_T && (i == 0 || rows.v[i - 1].r->loc.source != s))
			whole_roster(f, s);
	}
	unite_people(f, &rows);
	parties_make(f, &rows);
	for (size_t i = 0; i < rows.n; i++)
		VEC_FREE(&rows.v[i].keys);
	party_index(f);
}
