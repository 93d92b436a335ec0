/*
 * What a name in a record means: exact on strong keys, unique on weak ones, never nearly
 * (formats.md C.1).
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"

/* Parties that a reference may mean. */
struct candidates { VEC(uint32_t) v; };

static void
candidates_add(struct candidates *c, const struct hits *h)
{
	/* One more than the ceiling says that there are too many. */
	for (size_t i = 0; h != NULL && i < h->v.n && c->v.n <= MAX_NAMESAKES; i++) {
		size_t k;

		for (k = 0; k < c->v.n; k++)
			if (c->v.v[k] == h->v.v[i])
				break;
		if (k == c->v.n)
			*VEC_PUSH(&c->v) = h->v.v[i];
	}
}

/*
 * One, or the only one that may be active at the instant: an address that was
 * given on is told by validity. -1: none; -2: several.
 */
static int64_t
candidates_one(struct freeze *f, const struct candidates *c, int64_t lo, int64_t hi)
{
	int64_t one = -1;

	if (c->v.n == 1)
		return c->v.v[0];
	if (c->v.n > MAX_NAMESAKES)
		return -2;
	f->by_time = f->by_time || c->v.n > 1;
	for (size_t i = 0; i < c->v.n; i++) {
		const char *why;

		if (party_active(f->m, &f->m->parties[c->v.v[i]], lo, hi, &why) == TRI_F)
			continue;
		if (one >= 0)
			return -2;
		one = c->v.v[i];
	}
	return c->v.n > 0 && one < 0 ? -2 : one;
}

/* "email:..", "login:..", "github:123" of a text; NULL: it is no such key. */
static char *
key_in_text(struct arena *a, const char *raw)
{
	char *mail = email_key(a, raw), *s, *at;

	if (mail != NULL)
		return arena_printf(a, "email:%s", mail);
	s = str_lower(a, str_trim(a, raw));
	at = strstr(s, "@users.noreply.github.com");
	if (at != NULL) {
		char *plus = memchr(s, '+', (size_t)(at - s));

		return plus == NULL ? arena_printf(a, "github:%.*s", (int)(at - s), s)
			: arena_printf(a, "github:%.*s", (int)(plus - s), s);
	}
	at = strchr(s, '\\');
	if (at != NULL && at != s && at[1] != '\0' && strpbrk(s, " \t") == NULL)
		return arena_printf(a, "login:%s", at + 1);
	return NULL;
}

/* Strong keys of a reference. first: the one that stands for a party in no roster. */
static void
strong_hits(struct freeze *f, const struct party_ref *ref, struct candidates *c, const char **first,
	const char **mail)
{
	const char *texts[3] = {ref->email, ref->raw, ref->name};

	for (size_t i = 0; i < ref->ids.n; i++) {
		const char *ns = ref->ids.v[i].ns, *value = ref->ids.v[i].value;
		char *key;

		if (ns == NULL || value == NULL || *value == '\0' || strcmp(ns, "role") == 0)
			continue;
		if (strcmp(ns, "email") == 0) {
			key = key_in_text(f->tmp, value);
			if (key == NULL)
				continue;
		} else {
			key = arena_printf(f->tmp, "%s:%s", ns,
				strcmp(ns, "login") == 0
					? str_lower(f->tmp, str_trim(f->tmp, value))
					: str_trim(f->tmp, value));
		}
		if (*first == NULL || strcmp(key, *first) < 0)
			*first = key;
		if (str_has_prefix(key, "email:"))
			*mail = key;
		candidates_add(c, hits_get(f->party_ids, key));
	}
	for (size_t i = 0; i < 3; i++) {
		char *key = texts[i] == NULL ? NULL : key_in_text(f->tmp, texts[i]);

		if (key == NULL)
			continue;
		if (*first == NULL || strcmp(key, *first) < 0)
			*first = key;
		if (str_has_prefix(key, "email:"))
			*mail = key;
		candidates_add(c, hits_get(f->party_ids, key));
	}
}

static bool
marked_role(const struct party_ref *ref)
{
	for (size_t i = 0; i < ref->ids.n; i++)
		if (ref->ids.v[i].ns != NULL && strcmp(ref->ids.v[i].ns, "role") == 0)
			return true;
	return false;
}

static bool
role_in_table(const struct freeze *f, const char *key)
{
	for (size_t i = 0; i < f->m->nroles; i++)
		if (strcmp(f->m->roles[i].key, key) == 0)
			return true;
	return false;
}

static void
set_party(struct freeze *f, struct who *w, int64_t one)
{
	const struct party *p = &f->m->parties[one];

	w->party = p;
	w->key = p->key;
	w->how = p->machine ? RES_MACHINE : p->on_roster ? RES_PARTY : RES_MISS;
	if (w->how != RES_PARTY)
		w->party = NULL;
}

/* Words that are no name. false: it may be one. */
static bool
set_words(struct freeze *f, struct who *w, const struct party_ref *ref, const char *text,
	int64_t lo, int64_t hi)
{
	char *key = str_word_key(f->tmp, text);

	/* A team is nobody, whoever a role table says it is: without the table it is as well. */
	if (words_name_nobody(f->tmp, text)) {
		w->how = RES_NOBODY;
		w->key = keep(f, arena_printf(f->tmp, "words:%s", key));
		return true;
	}
	if (role_in_table(f, key) || marked_role(ref) || words_name_role(f->tmp, text)) {
		f->by_time = true;
		w->how = RES_ROLE;
		w->role = keep(f, text);
		w->party = role_holding(f->m, text, lo, hi).one;
		w->key = keep(f, arena_printf(f->tmp, "role:%s", key));
		return true;
	}
	if (login_is_machine(f->tmp, text)) {
		w->how = RES_MACHINE;
		w->key = keep(f, arena_printf(f->tmp, "machine:%s", key));
		return true;
	}
	return false;
}

/* A full name, or a native id or login written without its namespace. */
static int64_t
weak_hit(struct freeze *f, const struct party_ref *ref, const char *text, int64_t lo, int64_t hi)
{
	const char *names[2] = {ref->name, text};
	struct candidates c = {{0}};
	int64_t one = -1;

	candidates_add(&c, hits_get(f->party_values, str_lower(f->tmp, str_trim(f->tmp, text))));
	one = candidates_one(f, &c, lo, hi);
	for (size_t i = 0; one == -1 && i < 2; i++) {
		c.v.n = 0;
		if (names[i] != NULL)
			candidates_add(&c, hits_get(f->party_names, person_key(f->tmp, names[i])));
		one = candidates_one(f, &c, lo, hi);
	}
	VEC_FREE(&c.v);
	return one;
}

static struct who
resolve_in(struct freeze *f, const struct party_ref *ref, int64_t lo, int64_t hi)
{
	struct who w = {0};
	struct candidates c = {{0}};
	const char *text = ref->raw, *first = NULL, *mail = NULL;
	bool other = (ref->name != NULL && *ref->name != '\0')
		|| (ref->email != NULL && *ref->email != '\0') || ref->ids.n > 0;
	int64_t one;

	if ((text == NULL || *text == '\0') && other)
		text = ref->name != NULL && *ref->name != '\0'	    ? ref->name
			: ref->email != NULL && *ref->email != '\0' ? ref->email
								    : ref->ids.v[0].value;
	w.raw = keep(f, text);
	if (ref->machine) {
		w.how = RES_MACHINE;
		w.key = keep(f, arena_printf(f->tmp, "machine:%s",
			text == NULL ? "" : str_word_key(f->tmp, text)));
		return w;
	}
	if (text == NULL) {
		w.how = RES_UNKNOWN;
		return w;
	}
	if (*str_trim(f->tmp, text) == '\0') {
		w.how = RES_EMPTY;
		return w;
	}
	strong_hits(f, ref, &c, &first, &mail);
	one = candidates_one(f, &c, lo, hi);
	VEC_FREE(&c.v);
	if (one == -1) {
		if (set_words(f, &w, ref, text, lo, hi))
			return w;
		one = weak_hit(f, ref, text, lo, hi);
	}
	if (one >= 0) {
		set_party(f, &w, one);
		return w;
	}
	w.how = one == -2 ? RES_AMBIGUOUS : RES_MISS;
	w.key = keep(f, first != NULL ? first : arena_printf(f->tmp, "raw:%s",
		person_key(f->tmp, text) != NULL ? person_key(f->tmp, text)
			: str_word_key(f->tmp, text)));
	if (mail != NULL && strcmp(mail, w.key) != 0)
		w.mail = keep(f, mail);
	return w;
}

/* References that are remembered: each takes memory, and no organisation has more. */
#define RESOLVED_MOST 65536

/* Everything that a reference says, as one text; *n bytes of it. */
static char *
reference_key(struct arena *a, const struct party_ref *ref, size_t *n)
{
	const char *texts[3] = {ref->raw, ref->name, ref->email};
	struct buf b;
	char *key;

	buf_init(&b, SIZE_MAX / 2);
	buf_chr(&b, ref->machine ? 'm' : '-');
	for (size_t i = 0; i < 3; i++) {
		buf_chr(&b, texts[i] == NULL ? '-' : '+');
		buf_str(&b, texts[i] == NULL ? "" : texts[i]);
		buf_chr(&b, '\0');
	}
	for (size_t i = 0; i < ref->ids.n; i++) {
		const char *pair[2] = {ref->ids.v[i].ns, ref->ids.v[i].value};

		for (size_t k = 0; k < 2; k++) {
			buf_chr(&b, pair[k] == NULL ? '-' : '+');
			buf_str(&b, pair[k] == NULL ? "" : pair[k]);
			buf_chr(&b, '\0');
		}
	}
	key = arena_strndup(a, b.p, b.len);
	*n = b.len;
	buf_free(&b);
	return key;
}

/*
 * The same reference means the same at every instant, unless it is a role or
 * several parties had its key.
 */
static struct who
resolve_once(struct freeze *f, const struct party_ref *ref, int64_t lo, int64_t hi)
{
	struct who w, *known;
	size_t n;
	char *key;

	if (f->resolved == NULL || (ref->raw == NULL && ref->ids.n == 0))
		return resolve_in(f, ref, lo, hi);
	key = reference_key(f->tmp, ref, &n);
	known = map_get(f->resolved, key, n);
	if (known != NULL)
		return *known;
	f->by_time = false;
	w = resolve_in(f, ref, lo, hi);
	if (!f->by_time && map_count(f->resolved) < RESOLVED_MOST) {
		known = x_malloc(sizeof(*known));
		*known = w;
		*map_slot(f->resolved, key, n, NULL) = known;
	}
	return w;
}

struct who
resolve(struct freeze *f, const struct party_ref *ref, struct loc loc, int64_t lo, int64_t hi)
{
	struct arena *was = scratch_begin(f, f->one_name);
	struct who w = resolve_once(f, ref, lo, hi);

	w.loc = keep_loc(f, loc);
	scratch_end(f, was);
	return w;
}

struct who
resolve_at(struct freeze *f, const struct party_ref *ref, struct loc loc, const struct instant *at)
{
	if (at != NULL && at->known == KNOWN && !at->never)
		return resolve(f, ref, loc, at->lo, at->hi);
	return resolve(f, ref, loc, f->cfg->as_of, f->cfg->as_of);
}

static int
role_compare(const void *x, const void *y)
{
	const struct role_row *a = x, *b = y;
	int c = strcmp(a->key, b->key);

	if (c == 0)
		c = text_compare(a->who.key, b->who.key);
	if (c == 0)
		c = (a->from.lo > b->from.lo) - (a->from.lo < b->from.lo);
	return c != 0 ? c : loc_compare(&a->loc, &b->loc);
}

static bool
role_make(struct freeze *f, struct role_row *row, const struct rec_role *r, struct loc loc)
{
	if (r->role == NULL || *r->role == '\0')
		return false;
	row->role = keep(f, r->role);
	row->key = keep(f, str_word_key(f->tmp, r->role));
	row->from = keep_instant(f, r->from);
	row->to = keep_instant(f, r->to);
	row->loc = keep_loc(f, loc);
	row->who = resolve_at(f, &r->party, loc, NULL);
	return true;
}

/*
 * The table of configuration and of records. While it is made it is empty: no role is held by a
 * role.
 */
void
freeze_roles(struct freeze *f)
{
	const struct builder *b = f->b;
	size_t most = b->kept[REC_ROLE].n + f->cfg->nroles, n = 0;
	struct role_row *rows = ARENA_ARRAY(f->a, struct role_row, most + 1);

	for (size_t i = 0; i < b->kept[REC_ROLE].n; i++)
		n += role_make(f, &rows[n], &b->kept[REC_ROLE].v[i]->u.role,
			b->kept[REC_ROLE].v[i]->loc) ? 1 : 0;
	for (size_t i = 0; i < f->cfg->nroles; i++)
		n += role_make(f, &rows[n], &f->cfg->roles[i], (struct loc){0}) ? 1 : 0;
	if (n > 1)
		qsort(rows, n, sizeof(*rows), role_compare);
	f->m->has_role_table = most > 0;
	f->m->roles = rows;
	f->m->nroles = n;
}
