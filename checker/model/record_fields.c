/*
 * The record stream: one JSON object a line, members in the table's order, unknown ones left
 * out.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/recent.h"
#include "checker/base/text.h"
#include "checker/model/line.h"
#include "checker/model/members.h"
#include "checker/model/record.h"

void
line_string(struct buf *b, const char *s)
{
	size_t len = strlen(s), n;

	buf_chr(b, '"');
	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(s + i, len - i, &n);

		if (c == '"' || c == '\\')
			buf_fmt(b, "\\%c", (char)c);
		else if (c < 0 || c < 0x20 || c == 0x7f)
			/*
			 * Readers give UTF-8 only; should one fail, the stream is JSON all the
			 * same.
			 */
			buf_fmt(b, "\\u%04x", c < 0 ? 0xfffdu : (unsigned)c);
		else
			buf_add(b, s + i, n);
		if (c < 0)
			n = 1;
	}
	buf_chr(b, '"');
}

void
line_name(struct buf *b, const char *name)
{
	if (b->len > 0 && b->p[b->len - 1] != '{')
		buf_chr(b, ',');
	line_string(b, name);
	buf_chr(b, ':');
}

void
line_text(struct buf *b, const char *name, const char *s)
{
	if (s == NULL)
		return;
	line_name(b, name);
	line_string(b, s);
}

void
line_flag(struct buf *b, const char *name, bool v)
{
	if (!v)
		return;
	line_name(b, name);
	buf_str(b, "true");
}

void
line_utc(struct buf *b, const char *name, int64_t ns)
{
	line_name(b, name);
	buf_chr(b, '"');
	instant_put_utc(b, ns);
	buf_chr(b, '"');
}

/* Is the raw text just how we write the instant? The epoch is a sentinel, so it never is. */
static bool
instant_is_plain(const struct instant *t)
{
	struct buf b;
	bool same;

	if (t->known != KNOWN || t->never || t->date_only || t->lo != t->hi || t->raw == NULL
		|| t->lo == 0)
		return false;
	buf_init(&b, 64);
	instant_put_utc(&b, t->lo);
	same = strcmp(b.p, t->raw) == 0;
	buf_free(&b);
	return same;
}

void
line_instant(struct buf *b, const char *name, const struct instant *t)
{
	if (t->known == UNKNOWN && t->raw == NULL)
		return;
	line_name(b, name);
	if (t->known == EMPTY && t->raw == NULL) {
		buf_str(b, "\"\"");
		return;
	}
	if (instant_is_plain(t)) {
		line_string(b, t->raw);
		return;
	}
	buf_chr(b, '{');
	line_flag(b, "empty", t->known == EMPTY);
	line_flag(b, "never", t->never);
	if (t->known == KNOWN && !t->never) {
		line_utc(b, "lo", t->lo);
		if (t->hi != t->lo)
			line_utc(b, "hi", t->hi);
	}
	line_flag(b, "date", t->date_only);
	line_flag(b, "day_next", t->day_next);
	line_text(b, "raw", t->raw);
	buf_chr(b, '}');
}

static void
put_idents(struct buf *b, const struct idents *ids)
{
	buf_chr(b, '[');
	for (size_t i = 0; i < ids->n; i++) {
		buf_str(b, i == 0 ? "{" : ",{");
		line_text(b, "ns", ids->v[i].ns);
		line_text(b, "value", ids->v[i].value);
		buf_chr(b, '}');
	}
	buf_chr(b, ']');
}

static void
put_party(struct buf *b, const char *name, const struct party_ref *p)
{
	bool more = p->name != NULL || p->email != NULL || p->ids.n > 0 || p->machine;

	if (p->raw == NULL && !more)
		return;
	line_name(b, name);
	if (!more) {
		line_string(b, p->raw);
		return;
	}
	buf_chr(b, '{');
	line_text(b, "raw", p->raw);
	line_text(b, "name", p->name);
	line_text(b, "email", p->email);
	if (p->ids.n > 0) {
		line_name(b, "ids");
		put_idents(b, &p->ids);
	}
	line_flag(b, "machine", p->machine);
	buf_chr(b, '}');
}

static void
put_tags(struct buf *b, const struct tags *t)
{
	buf_chr(b, '[');
	for (size_t i = 0; i < t->n; i++) {
		buf_str(b, i == 0 ? "{" : ",{");
		line_text(b, "scheme", t->v[i].scheme);
		line_text(b, "id", t->v[i].id);
		line_text(b, "raw", t->v[i].raw);
		if (t->v[i].relation != REL_NONE)
			line_text(b, "relation", relation_word(t->v[i].relation));
		buf_chr(b, '}');
	}
	buf_chr(b, ']');
}

static void
put_assets(struct buf *b, const struct idents *v, size_t n)
{
	buf_chr(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_chr(b, ',');
		put_idents(b, &v[i]);
	}
	buf_chr(b, ']');
}

static void
put_member(struct buf *b, const struct member *m, const struct record *r)
{
	const void *p = (const char *)r + m->offset;
	int word;

	switch (m->type) {
	case MEMBER_TEXT:
		line_text(b, m->name, *(const char *const *)p);
		break;
	case MEMBER_BOOL:
		line_flag(b, m->name, *(const bool *)p);
		break;
	case MEMBER_INT:
		if (*(const int *)p != 0) {
			line_name(b, m->name);
			buf_fmt(b, "%d", *(const int *)p);
		}
		break;
	case MEMBER_WORD:
		word = *(const int *)p;
		if (word != m->missing)
			line_text(b, m->name, word_at(m->words, word));
		break;
	case MEMBER_INSTANT:
		line_instant(b, m->name, p);
		break;
	case MEMBER_PARTY:
		put_party(b, m->name, p);
		break;
	case MEMBER_IDENTS:
		if (((const struct idents *)p)->n > 0) {
			line_name(b, m->name);
			put_idents(b, p);
		}
		break;
	case MEMBER_ASSETS:
		if (*(const size_t *)(const void *)((const char *)r + m->count) > 0) {
			line_name(b, m->name);
			put_assets(b, *(struct idents *const *)p,
				*(const size_t *)(const void *)((const char *)r + m->count));
		}
		break;
	case MEMBER_TAGS:
		if (((const struct tags *)p)->n > 0) {
			line_name(b, m->name);
			put_tags(b, p);
		}
		break;
	}
}

void
record_print(struct buf *b, const struct record *r)
{
	const struct members *all = &record_members[r->kind];

	/* line_name() looks at what stands before: a line starts at its brace. */
	buf_chr(b, '{');
	line_text(b, "record", record_kind_word(r->kind));
	if (r->loc.line != 0 || r->loc.col != 0 || r->loc.path != NULL) {
		line_name(b, "loc");
		buf_chr(b, '{');
		if (r->loc.line != 0) {
			line_name(b, "line");
			buf_fmt(b, "%u", (unsigned)r->loc.line);
		}
		if (r->loc.col != 0) {
			line_name(b, "col");
			buf_fmt(b, "%u", (unsigned)r->loc.col);
		}
		line_text(b, "path", r->loc.path);
		buf_chr(b, '}');
	}
	for (size_t i = 0; i < all->n; i++)
		put_member(b, &all->v[i], r);
	buf_chr(b, '}');
}

/* Copying */

struct copier { struct arena *a; struct recent *recent; };

static const char *
copy_text(const struct copier *c, const char *s)
{
	return c->recent == NULL ? arena_strdup(c->a, s) : recent_copy(c->recent, c->a, s);
}

static void
copy_idents(struct idents *ids, const struct copier *c)
{
	struct ident *v = ids->n == 0 ? NULL : ARENA_ARRAY(c->a, struct ident, ids->n);

	for (size_t i = 0; i < ids->n; i++)
		v[i] = (struct ident){copy_text(c, ids->v[i].ns),
			copy_text(c, ids->v[i].value)};
	ids->v = v;
}

static void
copy_tags(struct tags *t, const struct copier *c)
{
	struct tag *v = t->n == 0 ? NULL : ARENA_ARRAY(c->a, struct tag, t->n);

	for (size_t i = 0; i < t->n; i++)
		v[i] = (struct tag){copy_text(c, t->v[i].scheme), copy_text(c, t->v[i].id),
			copy_text(c, t->v[i].raw), t->v[i].relation};
	t->v = v;
}

static void
copy_member(const struct member *m, struct record *r, const struct copier *c)
{
	void *p = (char *)r + m->offset;

	if (m->type == MEMBER_TEXT) {
		const char **s = p;

		*s = copy_text(c, *s);
	} else if (m->type == MEMBER_INSTANT) {
		struct instant *t = p;

		t->raw = copy_text(c, t->raw);
	} else if (m->type == MEMBER_PARTY) {
		struct party_ref *w = p;

		w->raw = copy_text(c, w->raw);
		w->name = copy_text(c, w->name);
		w->email = copy_text(c, w->email);
		copy_idents(&w->ids, c);
	} else if (m->type == MEMBER_IDENTS) {
		copy_idents(p, c);
	} else if (m->type == MEMBER_TAGS) {
		copy_tags(p, c);
	} else if (m->type == MEMBER_ASSETS) {
		struct idents **list = p, *v;
		size_t n = *(size_t *)(void *)((char *)r + m->count);

		v = n == 0 ? NULL : ARENA_ARRAY(c->a, struct idents, n);
		for (size_t i = 0; i < n; i++) {
			v[i] = (*list)[i];
			copy_idents(&v[i], c);
		}
		*list = v;
	}
}

void
record_copy_recent(struct record *to, const struct record *from, struct arena *a,
	struct recent *recent)
{
	const struct members *all = &record_members[from->kind];
	const struct copier c = {a, recent};

	if (to != from)
		*to = *from;
	to->loc.path = arena_strdup(a, from->loc.path);
	for (size_t i = 0; i < all->n; i++)
		copy_member(&all->v[i], to, &c);
}

void
record_copy(struct record *to, const struct record *from, struct arena *a)
{
	record_copy_recent(to, from, a, NULL);
}
