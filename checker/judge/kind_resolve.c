/*
 * resolve: a name must lead to exactly one party, who must be as `must` says.
 * One hit and must: T; a miss or several in a complete source, a word that
 * names no person, or not must: F; else U.  For owners the judge's own answer
 * (judgement.md 6) is taken, so rule and score cannot disagree.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"

static const struct who *
who_named(const struct owner_refs *o, const char *raw)
{
	for (size_t i = 0; i < o->n; i++) {
		if (str_same(o->v[i].who.raw, raw))
			return &o->v[i].who;
	}
	return NULL;
}

/* Whom the record means by this text. */
static const struct who *
who_of(const struct kind_run *k, const struct kind_record *r, const char *raw)
{
	const struct model *m = k->j->m;
	const char *type = k->rule->record;
	const struct who *w = NULL;

	if (str_same(type, "control"))
		w = who_named(&m->controls[r->control].owners, raw);
	else if (str_same(type, "asset"))
		w = who_named(&m->assets[r->asset].owners, raw);
	else if (str_same(type, "item"))
		w = who_named(&m->items[r->item].owners, raw);
	else if (str_same(type, "acceptance"))
		w = &((const struct acceptance *)r->view.rec)->approver;
	if (w == NULL && str_same(type, "item")) {
		const struct item *it = &m->items[r->item];

		w = str_same(it->assignee.raw, raw) ? &it->assignee
			: str_same(it->reporter.raw, raw) ? &it->reporter : NULL;
	}
	return w;
}

static const struct owner_refs *
owners_of(const struct kind_run *k, const struct kind_record *r)
{
	const struct model *m = k->j->m;

	if (str_same(k->rule->record, "control"))
		return &m->controls[r->control].owners;
	if (str_same(k->rule->record, "asset"))
		return &m->assets[r->asset].owners;
	if (str_same(k->rule->record, "item"))
		return &m->items[r->item].owners;
	return NULL;
}

/* The instance rule's must is in the judge's answer already (slots); that of others is asked here. */
static struct answer
asked(struct kind_run *k, struct kind_env *e, const struct who *w, struct answer a)
{
	const struct program *must = kind_slot(k, "must");
	const char *why = NULL;
	enum tri v;

	if (must == NULL || k->rule->effect == EFFECT_INSTANCE || w == NULL || w->party == NULL)
		return a;
	kind_bind_record(e, "party", k, w->party, k->j->cfg->as_of);
	v = tri_and(a.v, kind_tri(k, must, e, &why));
	e->n--;
	if (v != a.v && why != NULL)
		a.why = why;
	a.v = v;
	return a;
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	struct value ref = kind_value(k, kind_slot(k, "ref"), e);
	const struct owner_refs *owners = owners_of(k, r);
	struct answer a = {TRI_U, 0, ref.text != NULL ? ref.text : "nobody is named"};
	const struct who *w = NULL;
	const char *name = "";
	struct loc at;

	if (ref.type == VALUE_STRING)
		w = who_of(k, r, ref.text);
	if (owners != NULL && (ref.type != VALUE_STRING || w == NULL || who_named(owners, w->raw) == w))
		a = owner_valid(k->j, owners, &name);
	else if (w != NULL)
		a = who_valid(k->j, w, k->j->cfg->as_of, k->j->cfg->as_of);
	a = asked(k, e, w, a);
	at = w != NULL ? w->loc : r->at;
	if (w != NULL)
		r->at = w->loc;
	kind_check(k, r, e, a.v, a.why, NULL, 0, &at);
}

static void
run(struct kind_run *k)
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		if (where == TRI_T)
			one(k, &r, &e);
		else
			kind_check(k, &r, &e, where, why, NULL, 0, NULL);
	}
}

static const struct var party[] = {{"party", FIELD_RECORD, "party"}};
static const char *const records[] = {"control", "item", "asset", "acceptance", NULL};
static const char *const words[] = {"why", NULL};

const struct kind kind_resolve = {
	.spec = {.name = "resolve",
		.doc = "Each record: T if \"ref\" leads to exactly one party and \"must\" holds of it; F if it "
		       "leads to none or several in a complete source, names no person, or \"must\" does "
		       "not hold; else U.",
		.records = records,
		.slots = {{"ref", WANT_STRING, true, NULL, 0}, {"must", WANT_BOOL, true, party, 1}},
		.nslots = 2, .words = words},
	.run = run};
