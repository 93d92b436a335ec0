/* What things are called, and where they come from. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"
#include "reports/build.h"

const char *
place_text(struct build *b, const struct loc *l)
{
	if (l->source == NULL || l->source->path == NULL)
		return NULL;
	if (l->line > 0)
		return arena_printf(b->a, "%s:%u", l->source->path, (unsigned)l->line);
	if (l->path != NULL && *l->path != '\0')
		return arena_printf(b->a, "%s: %s", l->source->path, l->path);
	return l->source->path;
}

void
put_place(struct build *b, struct node *to, const char *key, const struct loc *l)
{
	put_str(b->a, to, key, place_text(b, l));
}

void
put_instant(struct build *b, struct node *to, const char *key, const struct instant *i)
{
	struct buf text;

	if (i->known != KNOWN) {
		put_str(b->a, to, key, i->known == EMPTY ? "" : NULL);
		return;
	}
	buf_init(&text, 256);
	instant_put(&text, i);
	put_str(b->a, to, key, text.p);
	buf_free(&text);
}

const char *
item_id(struct build *b, uint32_t item)
{
	const struct item *it = &b->m->items[item];
	const char *key = it->key != NULL ? it->key : "";

	if (it->tracker == NULL || *it->tracker == '\0')
		return key;
	return arena_printf(b->a, "%s:%s", it->tracker, key);
}

const char *
asset_name(struct build *b, uint32_t asset)
{
	const struct asset *s = &b->m->assets[asset];

	return s->name != NULL && *s->name != '\0' ? s->name : s->key;
}

const char *
control_name(struct build *b, uint32_t control)
{
	const struct control *c = &b->m->controls[control];

	return control_id_display(c->framework, c->id, b->a);
}

/* The rule part of an XCCDF id is what its author named; the rest is the format's (XCCDF 1.2, 6.2.3). */
const char *
test_title(const struct test *t)
{
	const char *part;

	if (t->title != NULL && *t->title != '\0')
		return t->title;
	if (t->id == NULL)
		return "";
	part = str_has_prefix(t->id, "xccdf_") ? strstr(t->id, "_rule_") : NULL;
	return part != NULL ? part + 6 : t->id;
}

const char *
late_text(struct build *b, const struct late *l)
{
	const struct clock *c = l->clock < b->as->nclocks ? &b->as->clocks[l->clock] : NULL;
	const char *text = l->text;
	struct buf late, due;
	struct instant last;

	if (c == NULL || c->late_ns <= 0 || c->due.known != KNOWN)
		return text;
	buf_init(&late, 128);
	buf_init(&due, 128);
	span_put(&late, c->late_ns);
	last = c->due;
	if (!last.date_only)
		last.lo = last.hi;
	instant_put(&due, &last);
	due.p[strcspn(due.p, "T")] = '\0';
	text = SAID(b->a, SAY_LATE_DUE, SAY_S(late.p), SAY_S(due.p));
	buf_free(&late);
	buf_free(&due);
	return text;
}

const char *
clock_word(enum clock_state s)
{
	static const char *const words[] = {"none", "running", "met", "breached", "unknown"};

	return words[s];
}

const char *
brief(struct build *b, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s), at = 0, n;

	if (len <= REPORT_NAME_CUT)
		return s == NULL ? "" : s;
	while (at < REPORT_NAME_CUT) {
		if (utf8_next(s + at, len - at, &n) < 0)
			n = 1;
		at += n;
	}
	return arena_printf(b->a, "%.*s...", (int)at, s);
}

/* ---- people ---- */

static bool
no_person(const struct who *w)
{
	return w->how == RES_NOBODY || w->how == RES_ROLE || w->how == RES_MACHINE
		|| w->how == RES_EMPTY || (w->party != NULL && (w->party->group || w->party->machine));
}

/* Stable between runs and the same for every spelling that was joined. */
static const char *
pseudonym(struct build *b, const char *key)
{
	char hex[SHA256_HEX];

	sha256_hex(key, strlen(key), hex);
	return arena_printf(b->a, "person-%.12s", hex);
}

static const char *
hidden(struct build *b, const struct who *w, const char *raw)
{
	if (w != NULL && no_person(w))
		return raw;
	return pseudonym(b, w != NULL && w->key != NULL ? w->key : raw);
}

const char *
owner_name(struct build *b, const char *raw)
{
	if (raw == NULL || *raw == '\0')
		return NULL;
	if (b->names != NAMES_NONE)
		return raw;
	return hidden(b, map_get(b->who, raw, strlen(raw)), raw);
}

static const char *
plain_name(const struct who *w)
{
	if (w->party != NULL && w->party->name != NULL && *w->party->name != '\0')
		return w->party->name;
	return w->raw != NULL && *w->raw != '\0' ? w->raw : NULL;
}

const char *
decider_name(struct build *b, const struct who *w)
{
	const char *name = plain_name(w);

	if (name == NULL || b->names != NAMES_NONE)
		return name;
	return hidden(b, w, name);
}

/* A team of two, of which one is known, names the other one. */
static bool
is_group(struct build *b, const char *team)
{
	if (b->teams == NULL) {
		b->teams = map_new();
		for (size_t i = 0; i < b->m->nparties; i++) {
			const struct party *p = &b->m->parties[i];
			void **slot;

			if (p->team == NULL || !p->on_roster || p->machine || p->group)
				continue;
			slot = map_slot(b->teams, p->team, strlen(p->team), NULL);
			*slot = (char *)*slot + 1;
		}
	}
	return (uintptr_t)map_get(b->teams, team, strlen(team)) >= REPORT_GROUP;
}

const char *
other_name(struct build *b, const struct who *w)
{
	const char *name = plain_name(w);

	if (name == NULL || b->names == NAMES_ALL || no_person(w))
		return name;
	if (b->names == NAMES_NONE)
		return hidden(b, w, name);
	if (w->party != NULL && w->party->team != NULL && *w->party->team != '\0'
		&& is_group(b, w->party->team))
		return SAID(b->a, SAY_SOMEBODY_OF, SAY_S(w->party->team));
	return say_text(SAY_SOMEBODY);
}
