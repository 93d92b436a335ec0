/*
 * Back from the record stream. Strict: an unknown member is an error, never a fact that gets
 * lost.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/node.h"
#include "checker/base/text.h"
#include "checker/model/line.h"
#include "checker/model/members.h"
#include "checker/model/record.h"

int
load_fail(struct load *l, const char *name, const char *what)
{
	l->why = arena_printf(l->a, "\"%s\": %s", name == NULL ? "" : name, what);
	return -1;
}

int
load_text(struct load *l, const char **out, const struct node *n, size_t max)
{
	if (n->type != NODE_STRING)
		return load_fail(l, n->key, "must be a string");
	if (strlen(n->text) > max)
		return load_fail(l, n->key, "is too long");
	*out = arena_strdup(l->a, n->text);
	return 0;
}

int
load_flag(struct load *l, bool *out, const struct node *n)
{
	if (n->type != NODE_TRUE && n->type != NODE_FALSE)
		return load_fail(l, n->key, "must be true or false");
	*out = n->type == NODE_TRUE;
	return 0;
}

/* Two digits at s within [min, max]; -1 otherwise. */
static int
two(const char *s, int min, int max)
{
	int v;

	if (!ch_digit(s[0]) || !ch_digit(s[1]))
		return -1;
	v = (s[0] - '0') * 10 + (s[1] - '0');
	return v >= min && v <= max ? v : -1;
}

/* Exactly what instant_put_utc() writes: "2026-11-01T00:00:00.5Z". */
bool
load_utc(const char *s, int64_t *ns)
{
	struct civil c = {0};
	int64_t days, fraction = 0, unit = NS_SECOND;
	int century = two(s, 0, 99);

	if (strlen(s) < 20 || strlen(s) > 30 || century < 0)
		return false;
	c.year = two(s + 2, 0, 99);
	c.month = two(s + 5, 1, 12);
	c.day = two(s + 8, 1, 31);
	c.hour = two(s + 11, 0, 23);
	c.minute = two(s + 14, 0, 59);
	c.second = two(s + 17, 0, 59);
	if (c.year < 0 || s[4] != '-' || c.month < 0 || s[7] != '-' || c.day < 0 || s[10] != 'T'
		|| c.hour < 0 || s[13] != ':' || c.minute < 0 || s[16] != ':' || c.second < 0)
		return false;
	c.year += century * 100;
	s += 19;
	if (*s == '.')
		for (s++; ch_digit(*s) && unit > 1; s++) {
			unit /= 10;
			fraction += (*s - '0') * unit;
		}
	if (strcmp(s, "Z") != 0 || !civil_valid(&c))
		return false;
	days = civil_days(c.year, c.month, c.day);
	if (days < INSTANT_MIN / NS_DAY + 1 || days > INSTANT_MAX / NS_DAY - 1)
		return false;
	*ns = days * NS_DAY + c.hour * NS_HOUR + c.minute * NS_MINUTE + c.second * NS_SECOND
		+ fraction;
	return true;
}

static int
load_instant_map(struct load *l, struct instant *t, const struct node *n)
{
	bool lo = false, hi = false, empty = false;

	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (strcmp(c->key, "raw") == 0) {
			if (load_text(l, &t->raw, c, MAX_TEXT) != 0)
				return -1;
		} else if (strcmp(c->key, "empty") == 0) {
			if (load_flag(l, &empty, c) != 0)
				return -1;
		} else if (strcmp(c->key, "never") == 0) {
			if (load_flag(l, &t->never, c) != 0)
				return -1;
		} else if (strcmp(c->key, "date") == 0) {
			if (load_flag(l, &t->date_only, c) != 0)
				return -1;
		} else if (strcmp(c->key, "day_next") == 0) {
			if (load_flag(l, &t->day_next, c) != 0)
				return -1;
		} else if (strcmp(c->key, "lo") == 0 && c->type == NODE_STRING) {
			if (!(lo = load_utc(c->text, &t->lo)))
				return load_fail(l, c->key, "is no instant in UTC");
		} else if (strcmp(c->key, "hi") == 0 && c->type == NODE_STRING) {
			if (!(hi = load_utc(c->text, &t->hi)))
				return load_fail(l, c->key, "is no instant in UTC");
		} else {
			return load_fail(l, c->key, "is no member of an instant");
		}
	}
	if (lo && !hi)
		t->hi = t->lo;
	if ((hi && !lo) || t->hi < t->lo || (empty && lo) || (t->never && (lo || empty)))
		return load_fail(l, n->key, "is no instant: \"lo\" and \"hi\" must agree");
	if (t->never)
		t->lo = t->hi = INSTANT_MAX;
	t->known = empty ? EMPTY : lo || t->never ? KNOWN : UNKNOWN;
	return 0;
}

int
load_instant(struct load *l, struct instant *t, const struct node *n)
{
	if (n->type == NODE_MAP)
		return load_instant_map(l, t, n);
	if (n->type != NODE_STRING)
		return load_fail(l, n->key, "must be an instant");
	if (*n->text == '\0') {
		t->known = EMPTY;
		return 0;
	}
	if (strlen(n->text) > MAX_ID)
		return load_fail(l, n->key, "is too long");
	if (load_utc(n->text, &t->lo) && t->lo != 0) {
		t->hi = t->lo;
		t->known = KNOWN;
		t->raw = arena_strdup(l->a, n->text);
		return 0;
	}
	/* Other collectors may write any form of RFC 3339; zones as for every source. */
	if (instant_parse(t, n->text, l->source == NULL ? NULL : l->source->zone, l->a) != 0)
		return load_fail(l, n->key, "is no instant");
	return 0;
}

static int
load_idents(struct load *l, struct idents *ids, const struct node *n)
{
	size_t i = 0;

	if (n->type != NODE_LIST)
		return load_fail(l, n->key, "must be a list of identifiers");
	ids->n = node_count(n);
	ids->v = ids->n == 0 ? NULL : ARENA_ARRAY(l->a, struct ident, ids->n);
	for (const struct node *c = n->child; c != NULL; c = c->next, i++) {
		if (c->type != NODE_MAP)
			return load_fail(l, n->key, "must hold objects of \"ns\" and \"value\"");
		for (const struct node *m = c->child; m != NULL; m = m->next) {
			const char **to = strcmp(m->key, "ns") == 0 ? &ids->v[i].ns
				: strcmp(m->key, "value") == 0 ? &ids->v[i].value : NULL;

			if (to == NULL)
				return load_fail(l, m->key, "is no member of an identifier");
			if (load_text(l, to, m, MAX_ID) != 0)
				return -1;
		}
		if (ids->v[i].ns == NULL || ids->v[i].value == NULL)
			return load_fail(l, n->key, "an identifier has both \"ns\" and \"value\"");
	}
	return 0;
}

static int
load_party(struct load *l, struct party_ref *p, const struct node *n)
{
	if (n->type == NODE_STRING)
		return load_text(l, &p->raw, n, MAX_TEXT);
	if (n->type != NODE_MAP)
		return load_fail(l, n->key, "must be a string or an object");
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		int rc;

		if (strcmp(c->key, "raw") == 0)
			rc = load_text(l, &p->raw, c, MAX_TEXT);
		else if (strcmp(c->key, "name") == 0)
			rc = load_text(l, &p->name, c, MAX_TEXT);
		else if (strcmp(c->key, "email") == 0)
			rc = load_text(l, &p->email, c, MAX_ID);
		else if (strcmp(c->key, "ids") == 0)
			rc = load_idents(l, &p->ids, c);
		else if (strcmp(c->key, "machine") == 0)
			rc = load_flag(l, &p->machine, c);
		else
			return load_fail(l, c->key, "is no member of a party");
		if (rc != 0)
			return -1;
	}
	return 0;
}

int
load_word(struct load *l, int *out, const struct word_list *words, const struct node *n)
{
	*out = n->type == NODE_STRING ? word_find(words, n->text) : -1;
	return *out < 0 ? load_fail(l, n->key, "is none of its words") : 0;
}

static int
load_tags(struct load *l, struct tags *t, const struct node *n)
{
	size_t i = 0;

	if (n->type != NODE_LIST)
		return load_fail(l, n->key, "must be a list of tags");
	t->n = node_count(n);
	t->v = t->n == 0 ? NULL : ARENA_ARRAY(l->a, struct tag, t->n);
	for (const struct node *c = n->child; c != NULL; c = c->next, i++) {
		if (c->type != NODE_MAP)
			return load_fail(l, n->key, "must hold objects");
		for (const struct node *m = c->child; m != NULL; m = m->next) {
			const char **to = strcmp(m->key, "scheme") == 0 ? &t->v[i].scheme
				: strcmp(m->key, "id") == 0 ? &t->v[i].id
				: strcmp(m->key, "raw") == 0 ? &t->v[i].raw : NULL;
			int word;

			if (to != NULL) {
				if (load_text(l, to, m, MAX_ID) != 0)
					return -1;
			} else if (strcmp(m->key, "relation") == 0) {
				if (load_word(l, &word, &words_relation, m) != 0)
					return -1;
				t->v[i].relation = (enum relation)word;
			} else {
				return load_fail(l, m->key, "is no member of a tag");
			}
		}
		if (t->v[i].scheme == NULL || t->v[i].id == NULL)
			return load_fail(l, n->key, "a tag has both \"scheme\" and \"id\"");
	}
	return 0;
}

static int
load_assets(struct load *l, struct idents **out, size_t *count, const struct node *n)
{
	size_t i = 0;

	if (n->type != NODE_LIST)
		return load_fail(l, n->key, "must be a list of lists of identifiers");
	*count = node_count(n);
	*out = *count == 0 ? NULL : ARENA_ARRAY(l->a, struct idents, *count);
	for (const struct node *c = n->child; c != NULL; c = c->next, i++)
		if (load_idents(l, &(*out)[i], c) != 0)
			return -1;
	return 0;
}

static int
load_member(struct load *l, const struct member *m, struct record *r, const struct node *n)
{
	void *p = (char *)r + m->offset;
	int64_t rank;

	switch (m->type) {
	case MEMBER_TEXT:
		return load_text(l, p, n, MAX_TEXT);
	case MEMBER_BOOL:
		return load_flag(l, p, n);
	case MEMBER_INT:
		if (node_int(n, &rank) != 0 || rank < 0 || rank > 5)
			return load_fail(l, n->key, "must be a whole number from 0 to 5");
		*(int *)p = (int)rank;
		return 0;
	case MEMBER_WORD:
		return load_word(l, p, m->words, n);
	case MEMBER_INSTANT:
		return load_instant(l, p, n);
	case MEMBER_PARTY:
		return load_party(l, p, n);
	case MEMBER_IDENTS:
		return load_idents(l, p, n);
	case MEMBER_ASSETS:
		return load_assets(l, p, (size_t *)(void *)((char *)r + m->count), n);
	case MEMBER_TAGS:
		return load_tags(l, p, n);
	}
	return -1;
}

static int
load_loc(struct load *l, struct loc *loc, const struct node *n)
{
	int64_t v;

	if (n->type != NODE_MAP)
		return load_fail(l, n->key, "must be an object");
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		bool line = strcmp(c->key, "line") == 0;

		if (strcmp(c->key, "path") == 0) {
			if (load_text(l, &loc->path, c, MAX_TEXT) != 0)
				return -1;
		} else if (line || strcmp(c->key, "col") == 0) {
			if (node_int(c, &v) != 0 || v < 0 || v > UINT32_MAX)
				return load_fail(l, c->key, "must be a whole number");
			*(line ? &loc->line : &loc->col) = (uint32_t)v;
		} else {
			return load_fail(l, c->key, "is no member of a location");
		}
	}
	return 0;
}

static const struct member *
member_find(const struct members *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i].name, name) == 0)
			return &all->v[i];
	return NULL;
}

int
record_load(struct record *r, const struct node *n, const struct source *s, struct arena *a,
	const char **why)
{
	struct load l = {s, a, NULL};
	int kind = n != NULL && n->type == NODE_MAP
		? word_find(&words_record_kind, node_get_text(n, "record")) : -1;
	const struct members *all;
	int rc = -1;

	*r = (struct record){0};
	*why = "\"record\" must say what kind of record it is";
	if (kind < 0)
		return -1;
	r->kind = (enum record_kind)kind;
	r->loc.source = s;
	all = &record_members[kind];
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].type == MEMBER_WORD)
			*(int *)(void *)((char *)r + all->v[i].offset) = all->v[i].missing;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		const struct member *m = member_find(all, c->key);

		if (strcmp(c->key, "record") == 0)
			rc = 0;
		else if (strcmp(c->key, "loc") == 0)
			rc = load_loc(&l, &r->loc, c);
		else if (m == NULL)
			rc = load_fail(&l, c->key, "is no member of this record");
		else
			rc = load_member(&l, m, r, c);
		if (rc != 0)
			goto out;
	}
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].type == MEMBER_WORD
			&& *(int *)(void *)((char *)r + all->v[i].offset) == MEMBER_MUST) {
			rc = load_fail(&l, all->v[i].name, "is missing");
			goto out;
		}
	*why = NULL;
out:
	if (rc != 0)
		*why = l.why;
	return rc;
}
