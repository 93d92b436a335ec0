/* Lists that the judge itself knows: late decisions, owners that are no persons, work. */
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/vec.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

struct lists {
	struct judging *j;
	VEC(struct late) late;
	VEC(struct not_person) persons;
	VEC(struct work) work;
};

static const char *
shown(const char *s)
{
	return s != NULL ? s : "";
}

static const char *
control_name(const struct judging *j, uint32_t n)
{
	return j->m->controls[n].id;
}

static const char *
asset_name(const struct judging *j, uint32_t n)
{
	const struct asset *a = &j->m->assets[n];

	return a->name != NULL && *a->name != '\0' ? a->name : a->key;
}

static const char *
late_text(struct judging *j, const struct clock *c)
{
	struct buf b;
	const char *text;

	buf_init(&b, 4096);
	if (c->late_ns > 0) {
		span_put(&b, c->late_ns);
		buf_str(&b, " late; ");
	}
	buf_fmt(&b, "due ");
	instant_put(&b, &c->due);
	buf_fmt(&b, ", %s", shown(c->limit_text));
	text = arena_strdup(j->a, b.p);
	buf_free(&b);
	return text;
}

/* The first control in scope that an item is linked to. */
static uint32_t *
first_controls(struct judging *j)
{
	uint32_t *first = ARENA_ARRAY(j->a, uint32_t, j->m->nitems + 1);

	for (size_t i = 0; i < j->m->nitems; i++)
		first[i] = NOT_ONE;
	for (uint32_t c = 0; c < j->m->ncontrols; c++) {
		const struct control *k = &j->m->controls[c];

		for (size_t i = 0; k->in_scope && i < k->nitems; i++)
			if (first[k->items[i].item] == NOT_ONE)
				first[k->items[i].item] = c;
	}
	return first;
}

static void
add_work(struct lists *l, const char *owner, const char *kind, const char *subject,
	const char *what, const char *due, struct loc at)
{
	*VEC_PUSH(&l->work) = (struct work){shown(owner), kind, subject, what, due, at};
}

static const char *
item_owner(struct judging *j, uint32_t n)
{
	const char *name;

	(void)owner_valid(j, &j->m->items[n].owners, &name);
	return *name != '\0' ? name : shown(j->m->items[n].assignee.raw);
}

static void
list_clocks(struct lists *l)
{
	struct judging *j = l->j;
	uint32_t *first = first_controls(j);

	for (uint32_t i = 0; i < j->m->nitems; i++) {
		const struct clock *c = &j->out->clocks[i];
		const struct item *it = &j->m->items[i];
		const char *who = item_owner(j, i), *due = "";

		if (c->due.known == KNOWN)
			due = instant_utc_dup(j->a, c->due.lo);
		if (c->overdue_undecided) {
			*VEC_PUSH(&l->late) = (struct late){i, first[i], NOT_ONE, late_text(j, c),
				who, it->loc};
			add_work(l, who, "decide", it->key, say_text(SAY_WORK_OVERDUE), due,
				it->loc);
		} else if (c->state == CLOCK_RUNNING) {
			add_work(l, who, "decide", it->key, say_text(SAY_WORK_DUE), due, it->loc);
		} else if (c->state == CLOCK_UNKNOWN) {
			add_work(l, who, "show", it->key, c->why, due, it->loc);
		}
	}
}

static void
list_instances(struct lists *l, const struct control_result *r)
{
	struct judging *j = l->j;
	const char *id = control_name(j, r->control);

	for (size_t i = 0; i < r->ninstances; i++) {
		const struct instance *v = &r->instances[i];
		const char *name = asset_name(j, v->asset);

		if (v->value != TRI_F)
			continue;
		if (v->uncovered)
			*VEC_PUSH(&l->late) = (struct late){NOT_ONE, r->control, v->asset,
				say_text(SAY_LATE_UNCOVERED), r->owner_text, v->at};
		add_work(l, r->owner_text, "fix", arena_printf(j->a, "%s on %s", id, name),
			say_text(v->uncovered ? SAY_WORK_FAILS_UNCOVERED : SAY_WORK_FAILS), "",
			v->at);
	}
}

static void
list_control(struct lists *l, const struct control_result *r)
{
	struct judging *j = l->j;
	const struct control *c = &j->m->controls[r->control];
	const char *id = control_name(j, r->control);

	for (size_t i = 0; i < c->owners.n; i++) {
		const struct owner_ref *o = &c->owners.v[i];
		struct answer a = who_valid(j, &o->who, j->cfg->as_of, j->cfg->as_of);
		bool person = o->who.how == RES_PARTY && !o->who.party->group
			&& !o->who.party->machine;

		/* Surely no valid owner, or a word that may be one but is no person's name. */
		if (a.v == TRI_T || (a.v != TRI_F && (person || o->who.how == RES_UNKNOWN
				|| o->who.how == RES_MISS || o->who.how == RES_AMBIGUOUS)))
			continue;
		*VEC_PUSH(&l->persons) = (struct not_person){r->control, shown(o->who.raw),
			shown(a.why), o->loc};
	}
	list_instances(l, r);
	if (r->owner != TRI_T)
		add_work(l, "", "own", id, *r->owner_why ? r->owner_why
			: say_text(SAY_OWN_NOT_VALID), "", c->loc);
	if (r->verdict != NOT_APPLICABLE && r->limited_by != LIMIT_NONE)
		add_work(l, r->owner == TRI_T ? r->owner_text : "", "show", id,
			limit_sentence(r->limited_by), "", c->loc);
}

static int
by_owner(const void *a, const void *b)
{
	const struct work *x = a, *y = b;
	int d = strcmp(x->owner, y->owner);

	if (d == 0)
		d = strcmp(x->kind, y->kind);
	if (d == 0)
		d = strcmp(x->subject, y->subject);
	return d != 0 ? d : strcmp(x->what, y->what);
}

static void *
keep(struct arena *a, const void *v, size_t n, size_t size)
{
	void *to = arena_alloc(a, n * size + 1);

	if (n > 0)
		memcpy(to, v, n * size);
	return to;
}

void
lists_make(struct judging *j)
{
	struct lists l = {.j = j};
	struct assessment *out = j->out;

	list_clocks(&l);
	for (size_t i = 0; i < out->nscopes; i++)
		for (size_t k = 0; k < out->scopes[i].ncontrols; k++)
			list_control(&l, &out->scopes[i].controls[k]);
	if (l.work.n > 0)
		qsort(l.work.v, l.work.n, sizeof(*l.work.v), by_owner);
	out->late = keep(j->a, l.late.v, l.late.n, sizeof(*l.late.v));
	out->nlate = l.late.n;
	out->not_persons = keep(j->a, l.persons.v, l.persons.n, sizeof(*l.persons.v));
	out->nnot_persons = l.persons.n;
	out->work = keep(j->a, l.work.v, l.work.n, sizeof(*l.work.v));
	out->nwork = l.work.n;
	VEC_FREE(&l.late);
	VEC_FREE(&l.persons);
	VEC_FREE(&l.work);
}
