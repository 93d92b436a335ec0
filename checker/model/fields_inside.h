#ifndef TRUEUP_FIELDS_INSIDE_H
#define TRUEUP_FIELDS_INSIDE_H
/* What the files of the field table share. ctx of every view is the model. */
#include "checker/model/fields.h"
#include "checker/model/model.h"

extern const struct record_type type_control, type_claim, type_owner, type_test, type_party, type_account,
	type_asset, type_observation, type_population, type_source, type_item, type_event,
	type_acceptance;

static inline const struct model *
view_model(const struct view *v)
{
	return v->ctx;
}

/* NULL is unknown for the reason given, "" is null. */
void field_text(struct fval *out, const char *s, const char *trail);
/* A text of our own: always known. */
void field_word(struct fval *out, const char *s);
void field_instant(struct fval *out, const struct instant *i, const char *trail);
void field_bool(struct fval *out, bool b);
void field_int(struct fval *out, int64_t i);
void field_tri(struct fval *out, enum tri t, const char *trail);
void field_unknown(struct fval *out, const char *trail);
void field_record(struct fval *out, const struct view *v, const void *rec);
void field_list(struct fval *out, const struct view *v, const void *p, size_t n, bool complete,
	void (*get)(const struct flist *l, size_t i, struct fval *out));
/* One element of a list of records. */
/* The states of one asset, which are one run: fields_asset.c. */
const struct state *asset_states(const struct model *m, const struct asset *a, size_t *n);
/* fields_seen.c: getters of items (has_catalog: of any record). */
void field_item_results(const struct view *v, struct fval *out);
void field_item_rechecks(const struct view *v, struct fval *out);
void field_item_exploited(const struct view *v, struct fval *out);
void field_item_exploited_since(const struct view *v, struct fval *out);
void field_item_mend_by(const struct view *v, struct fval *out);
void field_has_catalog(const struct view *v, struct fval *out);
/* When the result was seen that counts; UNKNOWN: undated. */
struct instant state_instant(const struct state *s);
void list_record(const struct flist *l, const void *rec, struct fval *out);

/* A naming: its text, the party it means, and the key under which parties are compared. */
void field_who(struct fval *out, const struct who *w, const char *trail);
void field_who_party(struct fval *out, const struct view *v, const struct who *w, const char *none);
void field_who_key(struct fval *out, const struct who *w, const char *none);
/* The naming that counts: the accountable one, else the only one, else the first by key. */
void field_owner(struct fval *out, const struct owner_refs *o, const char *none, const char *blank);
void field_owners(struct fval *out, const struct view *v, const struct owner_refs *o);

#define FIELDS(table) table, sizeof(table) / sizeof(*(table))

#endif
