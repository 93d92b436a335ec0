/* What all kinds share: records, bindings, slots, checks. */
#include "checker/judge/kind.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/say.h"

const struct kind *const kinds[] = {&kind_require, &kind_resolve, &kind_deadline, &kind_sequence,
	&kind_followup, &kind_contradict, &kind_agree, &kind_share, &kind_occurs,
	&kind_ratio, &kind_reconcile, &kind_concentrate, &kind_reuse, &kind_behaviour, NULL};

const struct kind_spec *const kind_specs[] = {&kind_require.spec, &kind_resolve.spec, &kind_deadline.spec,
	&kind_sequence.spec, &kind_followup.spec, &kind_contradict.spec, &kind_agree.spec,
	&kind_share.spec, &kind_occurs.spec, &kind_ratio.spec, &kind_reconcile.spec,
	&kind_concentrate.spec, &kind_reuse.spec, &kind_behaviour.spec, NULL};

const struct kind *
kind_find(const char *name)
{
	for (size_t i = 0; kinds[i] != NULL; i++) {
		if (str_same(kinds[i]->spec.name, name))
			return kinds[i];
	}
	return NULL;
}

const struct program *
kind_slot(const struct kind_run *k, const char *name)
{
	for (size_t i = 0; i < k->rule->spec->nslots; i++) {
		if (str_same(k->rule->spec->slots[i].name, name))
			return k->rule->slots[i];
	}
	die_bug("a slot that the kind has not got");
}

enum tri
kind_tri(struct kind_run *k, const struct program *p, const struct kind_env *e, const char **why)
{
	enum tri v;

	*why = NULL;
	v = program_tri(p, e->b, e->n, k->scratch, why);
	trace_tri(k, p, e, v, *why);
	return v;
}

struct value
kind_value(struct kind_run *k, const struct program *p, const struct kind_env *e)
{
	struct value v = program_run(p, e->b, e->n, k->scratch);

	trace_value(k, p, e, &v);
	return v;
}

void
kind_bind_record(struct kind_env *e, const char *name, struct kind_run *k, const void *rec,
	int64_t at)
{
	struct fval v = {.known = rec != NULL ? KNOWN : UNKNOWN,
		.trail = say_text(SAY_WHY_NO_RECORD)};

	if (e->n >= KIND_BINDINGS)
		die_bug("too many variables of a rule");
	v.v.rec = (struct view){k->j->m, rec, at};
	e->b[e->n++] = (struct binding){name, v};
}

static void
param_word(const struct flist *l, size_t i, struct fval *out)
{
	const struct node *n = ((const struct node *)l->p)->child;

	while (i-- > 0)
		n = n->next;
	*out = (struct fval){.known = KNOWN, .v.s = n->text};
}

void
kind_bind_params(struct kind_env *e, const struct rule *r)
{
	for (size_t i = 0; i < r->nparams; i++) {
		const struct param *p = &r->params[i];
		struct fval v = {.known = KNOWN};
		struct duration d;

		if (str_same(p->type, "int")) {
			if (node_int(p->value, &v.v.i) != 0)
				v = (struct fval){.known = UNKNOWN,
					.trail = say_text(SAY_WHY_PARAM_RANGE)};
		} else if (str_same(p->type, "duration")) {
			/* Months have no fixed length: such a limit is a kind's own business. */
			if (duration_parse(&d, p->text) == 0 && d.months == 0)
				v.v.i = d.ns;
			else
				v = (struct fval){.known = UNKNOWN,
					.trail = say_text(SAY_WHY_PARAM_MONTHS)};
		} else if (str_same(p->type, "string")) {
			v.v.s = p->text;
		} else if (str_same(p->type, "strings")) {
			v.v.list = (struct flist){.n = node_count(p->value), .complete = true,
				.get = param_word, .p = p->value};
		} else {
			continue;
		}
		e->b[e->n++] = (struct binding){p->name, v};
	}
}

/* Of an aggregate: about all records, and no one of them. */
void
kind_env_none(struct kind_run *k, struct kind_env *e)
{
	struct fval now = {.known = KNOWN, .v.t = instant_exact(k->j->cfg->as_of)};

	e->n = 0;
	kind_bind_record(e, k->rule->record, k, NULL, k->j->cfg->as_of);
	e->b[e->n++] = (struct binding){"as_of", now};
	kind_bind_params(e, k->rule);
}

void
kind_env(struct kind_run *k, const struct kind_record *r, struct kind_env *e)
{
	int64_t as_of = k->j->cfg->as_of;
	struct fval now = {.known = KNOWN, .v.t = instant_exact(as_of)};

	e->n = 0;
	kind_bind_record(e, k->rule->record, k, r->view.rec, r->view.at);
	e->b[e->n++] = (struct binding){"as_of", now};
	kind_bind_params(e, k->rule);
}

const struct event *
kind_events(const struct kind_record *r, const struct judging *j, size_t *n, bool *complete)
{
	const struct item *it;

	*n = 0;
	*complete = false;
	if (r->item == NOT_ONE)
		return NULL;
	it = &j->m->items[r->item];
	*n = it->nevents;
	*complete = it->has_history && !it->truncated;
	return it->events;
}

/* ---- checks ---- */

/* Of most checks the subject is a name that the model keeps: many rules speak of each record. */
static const char *
kept_subject(const struct kind_run *k, const struct kind_record *r)
{
	const struct model *m = k->j->m;
	const char *name = r->item != NOT_ONE ? m->items[r->item].key
		: r->control != NOT_ONE ? m->controls[r->control].id : NULL;

	return str_same(name, r->subject) ? name : arena_strdup(k->j->a, r->subject);
}

void
kind_check(struct kind_run *k, const struct kind_record *r, const struct kind_env *e,
	enum tri value, const char *why, const struct template_word *words, size_t nwords,
	const struct loc *also)
{
	struct kind_checks *cs = k->checks;
	struct template_word all[8] = {{"why", why != NULL ? why : ""}};
	struct check *c = VEC_PUSH(cs);
	struct buf b;

	if (k->lapsed != NULL) {
		value = TRI_U;
		why = k->lapsed;
	}
	if (nwords > sizeof(all) / sizeof(*all) - 1)
		die_bug("too many words of a message");
	for (size_t i = 0; i < nwords; i++)
		all[i + 1] = words[i];
	buf_init(&b, MAX_TEXT);
	if (value == TRI_U)
		text_inert(&b, why != NULL && why[0] != '\0' ? why : say_text(SAY_WHY_UNKNOWN), 0);
	else if (value != TRI_T)
		template_render(k->rule->message, e->b, e->n, all, nwords + 1, k->scratch, &b);
	*c = (struct check){.rule = k->index, .control = r->control, .item = r->item,
		.asset = r->asset, .value = value, .subject = kept_subject(k, r),
		.message = b.len == 0 ? "" : arena_strdup(k->j->a, b.p), .fix = k->rule->fix, .at = r->at};
	if (also != NULL)
		c->also = *also;
	trace_check(k, r, value, c->message);
	buf_free(&b);
	if (k->caps != NULL && (value == TRI_F || value == TRI_B || k->lapsed != NULL))
		caps_note(k, r);
	switch (value) {
	case TRI_T: k->result->t++; break;
	case TRI_F: k->result->f++; break;
	case TRI_U: k->result->u++; break;
	case TRI_B: k->result->b++; break;
	}
}

/* ---- parameters ---- */

int64_t
kind_param_int(const struct kind_run *k, const char *name)
{
	const struct param *p = rule_param(k->rule, name);
	int64_t v;

	if (p == NULL || node_int(p->value, &v) != 0)
		die_bug("a parameter that the kind needs was not checked when the pack was loaded");
	return v;
}

int64_t
kind_param_int_or(const struct kind_run *k, const char *name, int64_t otherwise)
{
	const struct param *p = rule_param(k->rule, name);
	int64_t v;

	return p != NULL && str_same(p->type, "int") && node_int(p->value, &v) == 0 ? v : otherwise;
}

int
kind_param_duration(const struct rule *r, const char *name, const char *severity,
	struct duration *out)
{
	const struct param *p = rule_param(r, name);
	const char *text;

	if (p == NULL)
		return -1;
	text = str_same(p->type, "table") ? node_get_text(p->value, severity != NULL ? severity : "")
	                                  : p->text;
	return text != NULL && duration_parse(out, text) == 0 ? 0 : -1;
}
