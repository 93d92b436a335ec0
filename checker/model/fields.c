/* The table itself, and how every value of it is made. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"

const struct record_type *const record_types[] = {&type_control, &type_claim, &type_owner,
	&type_test, &type_party, &type_account, &type_asset, &type_observation, &type_population, &type_source,
	&type_item, &type_event, &type_acceptance, NULL};

const struct record_type *
record_type_find(const char *name)
{
	for (size_t i = 0; record_types[i] != NULL; i++)
		if (str_same(record_types[i]->name, name))
			return record_types[i];
	return NULL;
}

const struct field *
record_type_field(const struct record_type *t, const char *name)
{
	for (size_t i = 0; t != NULL && i < t->nfields; i++)
		if (str_same(t->fields[i].name, name))
			return &t->fields[i];
	return NULL;
}

void
field_unknown(struct fval *out, const char *trail)
{
	*out = (struct fval){.known = UNKNOWN, .trail = trail};
}

void
field_text(struct fval *out, const char *s, const char *trail)
{
	if (s == NULL) {
		field_unknown(out, trail);
		return;
	}
	*out = (struct fval){.known = *s == '\0' ? EMPTY : KNOWN};
	out->v.s = s;
}

void
field_word(struct fval *out, const char *s)
{
	*out = (struct fval){.known = KNOWN};
	out->v.s = s;
}

void
field_instant(struct fval *out, const struct instant *i, const char *trail)
{
	*out = (struct fval){.known = i->known, .trail = i->known == UNKNOWN ? trail : NULL};
	out->v.t = *i;
}

void
field_bool(struct fval *out, bool b)
{
	*out = (struct fval){.known = KNOWN};
	out->v.b = b;
}

void
field_int(struct fval *out, int64_t i)
{
	*out = (struct fval){.known = KNOWN};
	out->v.i = i;
}

/* Sources that conflict leave no value: the result that rests on it is B. */
void
field_tri(struct fval *out, enum tri t, const char *trail)
{
	if (t == TRI_T || t == TRI_F) {
		field_bool(out, t == TRI_T);
		return;
	}
	field_unknown(out, trail);
	out->conflict = t == TRI_B;
}

void
field_record(struct fval *out, const struct view *v, const void *rec)
{
	*out = (struct fval){.known = KNOWN};
	out->v.rec = (struct view){v->ctx, rec, v->at};
}

void
field_list(struct fval *out, const struct view *v, const void *p, size_t n, bool complete,
	void (*get)(const struct flist *l, size_t i, struct fval *out))
{
	*out = (struct fval){.known = KNOWN};
	out->v.list = (struct flist){
		.n = n, .complete = complete, .get = get, .ctx = v->ctx, .p = p, .at = v->at};
}

void
list_record(const struct flist *l, const void *rec, struct fval *out)
{
	*out = (struct fval){.known = KNOWN};
	out->v.rec = (struct view){l->ctx, rec, l->at};
}

void
field_who(struct fval *out, const struct who *w, const char *trail)
{
	if (w->how == RES_EMPTY)
		field_text(out, "", NULL);
	else
		field_text(out, w->raw, trail);
}

/* Why a naming leads to nobody in particular. */
static const char *
why_nobody(const struct model *m, const struct who *w)
{
	if (w->how == RES_AMBIGUOUS)
		return "party: the name may mean several people";
	if (w->how == RES_ROLE && w->party == NULL)
		return m->has_role_table ? "party: the role has no holder, or several"
			: "party: a role, and no role table was given";
	if (w->how == RES_NOBODY)
		return "party: the words name no person";
	if (w->how == RES_MACHINE)
		return "party: a machine";
	if ((m->given & ROLE_ROSTER) == 0)
		return "party: no roster was given";
	return "party: in no roster";
}

void
field_who_party(struct fval *out, const struct view *v, const struct who *w, const char *none)
{
	if (w->how == RES_UNKNOWN)
		field_unknown(out, none);
	else if (w->how == RES_EMPTY)
		*out = (struct fval){.known = EMPTY};
	else if (w->party != NULL)
		field_record(out, v, w->party);
	else
		field_unknown(out, why_nobody(view_model(v), w));
}

/* Only joined parties can be told apart: two accounts of one person have one key. */
void
field_who_key(struct fval *out, const struct who *w, const char *none)
{
	if (w->how == RES_UNKNOWN)
		field_unknown(out, none);
	else if (w->how == RES_EMPTY)
		*out = (struct fval){.known = EMPTY};
	else if (w->party != NULL)
		field_word(out, w->party->key);
	else if (w->how == RES_MACHINE)
		field_text(out, w->key, none);
	else
		field_unknown(out, "party: the name is tied to nobody in particular");
}

static const struct owner_ref *
main_owner(const struct owner_refs *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].accountable)
			return &o->v[i];
	return o->n > 0 ? &o->v[0] : NULL;
}

void
field_owner(struct fval *out, const struct owner_refs *o, const char *none, const char *blank)
{
	const struct owner_ref *r = main_owner(o);

	if (r != NULL)
		field_who(out, &r->who, none);
	else if (o->source_names_owners)
		field_text(out, "", blank);
	else
		field_unknown(out, none);
}

static void
one_owner(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, (const struct owner_ref *)l->p + i, out);
}

void
field_owners(struct fval *out, const struct view *v, const struct owner_refs *o)
{
	field_list(out, v, o->v, o->n, o->source_names_owners, one_owner);
}
