/*
 * resolve: a name must lead to exactly one party, who must be as `must` says.
 * One hit and must: T; a miss or several in a complete source, a word that
 * names no person, or not must: F; else U.  For owners the judge's own answer
 * (judgement.md 6) is taken, so rule and score cannot disagree.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

static const struct who *
who_named(const struct owner_refs *o, const char *raw)
{
	for (size_t i = 0; i < o->n; i++) {
		if (str_same(o->v[i].who.raw, raw))
			return &o->v[i].who;
	}
	return NULL;
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

static const struct who *
either(const struct who *a, const struct who *b, const char *raw)
{
	if (str_same(a->raw, raw))
		return a;
	return str_same(b->raw, raw) ? b : NULL;
}

/* Whom the record means by this text. */
static const struct who *
who_of(const struct kind_run *k, const struct kind_record *r, const char *raw)
{
	const struct model *m = k->j->m;
	const char *type = k->rule->record;
	const struct who *w = NULL;

	if (str_same(type, "acceptance")) {
		const struct acceptance *ac = r->view.rec;

		return either(&ac->approver, &ac->requester, raw);
	}
	if (str_same(type, "item"))
		w = either(&m->items[r->item].assignee, &m->items[r->item].reporter, raw);
	return w != NULL ? w : who_named(owners_of(k, r), raw);
}

/* Who granted something is asked for that day, everybody else for as_of. */
static struct instant
when_of(const struct kind_run *k, const struct kind_record *r)
{
	struct instant when = instant_exact(k->j->cfg->as_of);

	if (!str_same(k->rule->record, "acceptance"))
		return when;
	if (((const struct acceptance *)r->view.rec)->granted.known == KNOWN)
		return ((const struct acceptance *)r->view.rec)->granted;
	when.known = UNKNOWN;
	return when;
}

/*
 * The instance rule's must is in the judge's answer already (slots); that of others is asked here.
 * Of a holder whom only the role table knows nothing can be asked: U.
 */
static struct answer
asked(struct kind_run *k, struct kind_env *e, const struct who *w, const struct instant *when,
	struct answer a)
{
	const struct program *must = kind_slot(k, "must");
	const char *why = NULL;
	enum tri v = TRI_U;

	if (must == NULL || k->rule->effect == EFFECT_INSTANCE || a.v == TRI_F)
		return a;
	if (w != NULL && w->party != NULL) {
		kind_bind_record(e, "party", k, w->party, when->lo);
		v = kind_tri(k, must, e, &why);
		e->n--;
	} else if (a.v == TRI_T) {
		why = say_text(SAY_WHY_HOLDER);
	}
	v = tri_and(a.v, v);
	if (v != a.v)
		a.why = why;
	a.v = v;
	return a;
}

/* Is it asked for the owner of the record? Then all who are named count, not one name alone. */
static bool
asks_owner(const struct kind_run *k, const struct owner_refs *owners)
{
	const char *text = program_text(kind_slot(k, "ref"));
	size_t n = strlen(k->rule->record);

	if (owners == NULL)
		return false;
	return k->rule->effect == EFFECT_INSTANCE
		|| (strncmp(text, k->rule->record, n) == 0 && str_same(text + n, ".owner"));
}

static struct answer
named(struct kind_run *k, const struct kind_record *r, const struct value *ref,
	const struct instant *when, const struct who **w)
{
	struct answer a = {TRI_U, 0, ref->text};

	if (ref->type == VALUE_NULL)
		return (struct answer){TRI_F, 0, say_text(SAY_OWN_BLANK)};
	if (ref->type != VALUE_STRING)
		return a;
	*w = who_of(k, r, ref->text);
	if (*w == NULL) {
		a.why = say_text(SAY_WHY_NO_NAME);
		return a;
	}
	a = who_valid(k->j, *w, when->lo, when->hi);
	/* Nobody can be placed in time without a time; words that name no person are F at any. */
	if (when->known != KNOWN && (a.v == TRI_T || (*w)->party != NULL))
		return (struct answer){TRI_U, 0, say_text(SAY_WHY_GRANTED)};
	return a;
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	const struct owner_refs *owners = owners_of(k, r);
	const struct who *w = NULL;
	const char *name = "";
	struct instant when = when_of(k, r);
	struct answer a;
	struct value ref;
	struct loc at;

	if (asks_owner(k, owners)) {
		a = owner_valid(k->j, owners, &name);
		w = who_named(owners, name);
	} else {
		ref = kind_value(k, kind_slot(k, "ref"), e);
		a = named(k, r, &ref, &when, &w);
	}
	a = asked(k, e, w, &when, a);
	at = r->at;
	if (w != NULL)
		r->at = w->loc;
	kind_check(k, r, e, a.v, a.why, NULL, 0, &at);
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
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
		.nslots = 2, .words = words, .scores = "O",
		.scores_for = "control"},
	.run = run};
