/* The systems' frameworks, and which controls are in the scope of each (judgement.md 3). */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"
#include "checker/model/say.h"

/* A framework that something wants scored, and by what. */
struct wanted { const char *framework; bool claimed, ssp; const char *first; size_t n; };
struct wanteds { VEC(struct wanted) v; };

static struct wanted *
want(struct wanteds *w, const char *framework)
{
	for (size_t i = 0; i < w->v.n; i++)
		if (strcmp(w->v.v[i].framework, framework) == 0)
			return &w->v.v[i];
	VEC_PUSH(&w->v)->framework = framework;
	return &w->v.v[w->v.n - 1];
}

static int
wanted_compare(const void *x, const void *y)
{
	const struct wanted *a = x, *b = y;

	return strcmp(a->framework, b->framework);
}

static bool
of_system(struct freeze *f, const struct record *r, const char *name, uint32_t system)
{
	return belongs(systems_of(f, name, r->loc.source), system) != TRI_F;
}

static void
want_claimed(struct freeze *f, struct wanteds *w, uint32_t system)
{
	for (size_t i = 0; i < f->drafts.n; i++) {
		const struct draft *d = &f->drafts.v[i];

		for (size_t k = 0; k < d->claims.n; k++) {
			struct wanted *x;

			if (!of_system(f, d->claims.v[k], d->claims.v[k]->u.claim.system, system))
				continue;
			x = want(w, d->c.framework);
			x->n += x->first == NULL || strcmp(x->first, d->c.id) != 0 ? 1 : 0;
			if (x->first == NULL || strcmp(d->c.id, x->first) < 0)
				x->first = d->c.id;
			x->claimed = true;
			x->ssp = x->ssp || d->claims.v[k]->u.claim.kind == CLAIM_SSP;
		}
	}
}

/* The smallest of what records say, so that order decides nothing. */
static void
smallest(struct freeze *f, const char **at, const char *s)
{
	if (s != NULL && *s != '\0' && (*at == NULL || strcmp(s, *at) < 0))
		*at = keep(f, s);
}

/* The plan is of this system, by its own id. */
static bool
plan_of(struct freeze *f, const struct record *r, uint32_t system)
{
	const struct rec_system *s = &r->u.system;

	if (system != NONE)
		return belongs(systems_of(f, s->id, NULL) | systems_of(f, s->name, NULL), system)
			== TRI_T;
	return f->cfg->system == NULL || s->id == NULL || strcmp(s->id, f->cfg->system) == 0;
}

/* What the plans say: framework, revision, baseline. */
static const char *
from_plans(struct freeze *f, uint32_t system, const char **revision, const char **baseline)
{
	const struct builder *b = f->b;
	const char *framework = NULL;

	for (size_t i = 0; i < b->kept[REC_SYSTEM].n; i++) {
		const struct rec_system *s = &b->kept[REC_SYSTEM].v[i]->u.system;
		const char *rev = NULL;

		if (!plan_of(f, b->kept[REC_SYSTEM].v[i], system))
			continue;
		if (system == NONE)
			smallest(f, &f->m->system, s->id);
		smallest(f, baseline, s->baseline);
		if (s->framework != NULL && *s->framework != '\0')
			smallest(f, &framework, framework_canonical(s->framework, &rev, f->tmp));
		smallest(f, revision, s->revision != NULL ? s->revision : rev);
	}
	return framework;
}

/* "5" of "5", "Rev. 5", "r5", "5.1.1". */
static const char *
revision_plain(struct freeze *f, const char *s)
{
	const char *p = s;

	while (p != NULL && *p != '\0' && !ch_digit(*p))
		p++;
	return p == NULL || *p == '\0' ? NULL
				       : keep(f, arena_strndup(f->tmp, p, strspn(p, "0123456789")));
}

/* Of the matched catalog; of several the smallest by bytes, so that order decides nothing. */
static const char *
catalog_revision(struct freeze *f, const char *framework)
{
	const struct builder *b = f->b;
	const char *out = NULL;

	for (size_t i = 0; i < b->kept[REC_CONTROL].n; i++) {
		const struct rec_control *c = &b->kept[REC_CONTROL].v[i]->u.control;

		if (c->framework != NULL
			&& strcmp(framework_canonical(c->framework, NULL, f->tmp), framework) == 0)
			smallest(f, &out, c->revision);
	}
	return out;
}

/* The framework of a row of a profile; NULL: its id is of none that we know. */
static const char *
select_framework(struct freeze *f, const struct rec_select *s)
{
	const char *fw = NULL;

	if (s->framework != NULL && *s->framework != '\0')
		return framework_canonical(s->framework, NULL, f->tmp);
	return control_id_parse(s->id, NULL, &fw, NULL, f->tmp) == NULL ? NULL : fw;
}

static void
want_selected(struct freeze *f, struct wanteds *w, uint32_t system)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
		const struct record *r = b->kept[REC_SELECT].v[i];
		const char *fw = select_framework(f, &r->u.select);

		if (fw != NULL && of_system(f, r, NULL, system))
			want(w, keep(f, fw));
	}
}

static void
left_out(struct freeze *f, const struct wanteds *claimed, const struct wanteds *scored)
{
	uint64_t n = 0;

	for (size_t i = 0; i < claimed->v.n; i++) {
		const struct wanted *x = &claimed->v.v[i];
		size_t k = 0;

		while (k < scored->v.n && strcmp(x->framework, scored->v.v[k].framework) != 0)
			k++;
		if (k < scored->v.n)
			continue;
		diag_add(f->d, &join_frameworks, NULL,
			"\"%s\" is claimed (%zu control%s, the first is %s), and the configured scope "
			"leaves it out", x->framework, x->n, x->n == 1 ? "" : "s", x->first);
		n++;
	}
	notice_counted(f, "E207", SAY_NOTICE_NOT_SCORED, n);
}

/* Ids that no scheme knows are a control set of one's own, or mistyped: scored, and said. */
static void
tell_own(struct freeze *f, const struct wanteds *w)
{
	for (size_t i = 0; i < w->v.n; i++)
		if (w->v.n > 1 && w->v.v[i].claimed && strcmp(w->v.v[i].framework, "own") == 0)
			diag_add(f->d, &join_own_framework, NULL,
				"%zu claimed control%s: the first is %s (a mistyped id looks like this)",
				w->v.v[i].n, w->v.v[i].n == 1 ? "" : "s", w->v.v[i].first);
}

/* What is configured, else all that anybody selects or claims (judgement.md 3). */
static void
frameworks_of(struct freeze *f, struct wanteds *out, uint32_t system, const char *planned)
{
	const struct config *c = f->cfg;
	const char *fixed = c->framework;
	struct wanteds claimed = {{0}};

	if (system != NONE && c->nsystems > 1 && c->systems[system].framework != NULL)
		fixed = c->systems[system].framework;
	want_claimed(f, &claimed, system);
	if (fixed != NULL || c->nscope > 0) {
		for (size_t i = 0; fixed == NULL && i < c->nscope; i++) {
			uint32_t at = control_draft(f, NULL, c->scope[i]);

			if (at != NONE)
				want(out, f->drafts.v[at].c.framework);
		}
		if (fixed != NULL)
			want(out, keep(f, framework_canonical(fixed, NULL, f->tmp)));
		left_out(f, &claimed, out);
	} else {
		want_selected(f, out, system);
		for (size_t i = 0; i < claimed.v.n; i++)
			*want(out, claimed.v.v[i].framework) = claimed.v.v[i];
		if (planned != NULL && out->v.n == 0)
			want(out, planned);
		tell_own(f, out);
	}
	if (out->v.n > 1)
		qsort(out->v.v, out->v.n, sizeof(*out->v.v), wanted_compare);
	if (out->v.n > MAX_FRAMEWORKS) {
		diag_add(f->d, &join_too_many_frameworks, NULL,
			"%zu frameworks are claimed or selected, and at most %d are scored; the first "
			"that is not is \"%s\"", out->v.n, MAX_FRAMEWORKS,
			out->v.v[MAX_FRAMEWORKS].framework);
		out->v.n = MAX_FRAMEWORKS;
		f->m->left_out = true;
	}
	VEC_FREE(&claimed.v);
}

static void
include(struct freeze *f, uint32_t at, uint32_t scope, const char *from)
{
	struct scope *s = &f->m->scopes[scope];
	struct draft *d;

	if (at == NONE || strcmp(f->drafts.v[at].c.framework, s->framework) != 0)
		return;
	d = &f->drafts.v[at];
	if (d->scoped == NULL) {
		d->scoped = ARENA_ARRAY(f->tmp, struct scoped, system_count(f));
		for (size_t i = 0; i < system_count(f); i++)
			d->scoped[i].scope = NONE;
	}
	d->scoped[s->system == NONE ? 0 : s->system] = (struct scoped){scope, from};
}

static void
exclude(struct freeze *f, uint32_t at, uint32_t scope)
{
	uint32_t system = f->m->scopes[scope].system;

	if (at != NONE && f->drafts.v[at].scoped != NULL)
		f->drafts.v[at].scoped[system == NONE ? 0 : system].scope = NONE;
}

bool
draft_in_scope(const struct freeze *f, const struct draft *d)
{
	for (size_t i = 0; d->scoped != NULL && i < system_count(f); i++)
		if (d->scoped[i].scope != NONE)
			return true;
	return false;
}

/* Does a profile of this baseline count? Only one that a system names, if there is one. */
static bool
baseline_counts(const struct scope *s, bool matched, const char *baseline)
{
	return !matched || str_same_fold(baseline, s->baseline);
}

static void
select_catalog(struct freeze *f, uint32_t scope, const char *from)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_CONTROL].n; i++) {
		const struct rec_control *c = &b->kept[REC_CONTROL].v[i]->u.control;

		if (!c->withdrawn)
			include(f, control_draft(f, c->framework, c->id), scope, from);
	}
}

/* Rows of profiles that may speak for a scope: of its system or of none, of its framework. */
static bool
row_speaks(struct freeze *f, const struct record *r, const struct scope *s)
{
	const char *fw = select_framework(f, &r->u.select);

	return of_system(f, r, NULL, s->system) && (fw == NULL || strcmp(fw, s->framework) == 0);
}

/* Is one of the profiles that of the system's baseline? Else all count, under the smallest name. */
static bool
match_baseline(struct freeze *f, struct scope *s, bool *any)
{
	const struct builder *b = f->b;
	const char *first = NULL, *one = NULL;
	bool matched = false, several = false;

	*any = false;
	for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
		const char *baseline = b->kept[REC_SELECT].v[i]->u.select.baseline;

		if (!row_speaks(f, b->kept[REC_SELECT].v[i], s))
			continue;
		matched = matched || (s->baseline != NULL && str_same_fold(baseline, s->baseline));
		several = several || (*any && !str_same(baseline, one));
		one = baseline;
		*any = true;
		smallest(f, &first, baseline);
	}
	if (*any && !matched && several)
		diag_add(f->d, &join_baselines, NULL, "the first of them is \"%s\"",
			first == NULL ? "" : first);
	if (*any && !matched)
		s->baseline = first;
	return matched;
}

static bool
by_profile(struct freeze *f, uint32_t scope)
{
	const struct builder *b = f->b;
	struct scope *s = &f->m->scopes[scope];
	const char *from;
	bool any, matched = match_baseline(f, s, &any);

	if (!any)
		return false;
	from = s->baseline == NULL ? say_text(SAY_SCOPE_NAMELESS)
		: SAID(f->a, SAY_SCOPE_PROFILE, SAY_S(s->baseline));
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
			const struct record *r = b->kept[REC_SELECT].v[i];
			const struct rec_select *x = &r->u.select;

			if (x->id == NULL || x->exclude != (pass == 1)
				|| !baseline_counts(s, matched, x->baseline) || !row_speaks(f, r, s))
				continue;
			if (x->exclude)
				exclude(f, control_find(f, x->framework, x->id), scope);
			else if (strcmp(x->id, "*") == 0)
				select_catalog(f, scope, from);
			else
				include(f, control_draft(f, x->framework, x->id), scope, from);
		}
	return true;
}

static bool
claimed_by(struct freeze *f, const struct draft *d, uint32_t system, bool ssp)
{
	for (size_t i = 0; i < d->claims.n; i++)
		if ((!ssp || d->claims.v[i]->u.claim.kind == CLAIM_SSP)
			&& of_system(f, d->claims.v[i], d->claims.v[i]->u.claim.system, system))
			return true;
	return false;
}

/* Configured list, else profile, else the plan's requirements, else whatever is claimed. */
static void
fill_scope(struct freeze *f, uint32_t scope)
{
	const struct scope *s = &f->m->scopes[scope];
	bool ssp = false;

	if (f->cfg->nscope > 0) {
		for (size_t i = 0; i < f->cfg->nscope; i++)
			include(f, control_draft(f, s->framework, f->cfg->scope[i]), scope,
				say_text(SAY_SCOPE_CONFIGURED));
		return;
	}
	if (by_profile(f, scope))
		return;
	for (size_t i = 0; i < f->drafts.n; i++)
		ssp = ssp || (strcmp(f->drafts.v[i].c.framework, s->framework) == 0
			&& claimed_by(f, &f->drafts.v[i], s->system, true));
	for (uint32_t i = 0; i < f->drafts.n; i++)
		if (claimed_by(f, &f->drafts.v[i], s->system, ssp))
			include(f, i, scope, say_text(ssp ? SAY_SCOPE_PLAN : SAY_OWN_RECORDS));
}

static void
add_scopes(struct freeze *f, uint32_t system)
{
	const char *revision = NULL, *baseline = NULL, *configured = NULL;
	const char *planned = from_plans(f, system, &revision, &baseline);
	struct wanteds w = {{0}};

	if (f->cfg->framework != NULL)
		(void)framework_canonical(f->cfg->framework, &configured, f->tmp);
	if (system != NONE && f->cfg->nsystems > 1 && f->cfg->systems[system].baseline != NULL)
		baseline = f->cfg->systems[system].baseline;
	frameworks_of(f, &w, system, planned);
	for (size_t i = 0; i < w.v.n; i++) {
		struct scope *s = &f->m->scopes[f->m->nscopes++];
		const char *rev = configured != NULL ? configured : revision;

		s->system = system;
		s->framework = w.v.v[i].framework;
		/* What a plan says of its revision and baseline is said of the plan's own framework. */
		if (planned != NULL && strcmp(planned, s->framework) != 0)
			rev = NULL;
		else
			s->baseline = baseline;
		if (rev == NULL)
			rev = catalog_revision(f, s->framework);
		s->revision = revision_plain(f, f->cfg->revision != NULL ? f->cfg->revision : rev);
		if (s->revision == NULL)
			notice_add(f, "N200", SAID(f->a, SAY_NOTICE_REVISION,
				SAY_S(s->framework)), 1);
		fill_scope(f, (uint32_t)(f->m->nscopes - 1));
	}
	VEC_FREE(&w.v);
}

/* Of a system that is configured as the only one, its own scopes. */
static bool
judged_apart(struct freeze *f, uint32_t system)
{
	return f->cfg->system == NULL || system == NONE
		|| belongs(systems_of(f, f->cfg->system, NULL), system) == TRI_T;
}

void
freeze_scopes(struct freeze *f)
{
	struct model *m = f->m;
	size_t frameworks = 1;
	struct wanteds all = {{0}};

	want_claimed(f, &all, NONE);
	want_selected(f, &all, NONE);
	frameworks += all.v.n + f->cfg->nscope;
	VEC_FREE(&all.v);
	m->scopes = ARENA_ARRAY(f->a, struct scope, frameworks * system_count(f) + 1);
	for (size_t i = 0; i < system_count(f); i++)
		if (judged_apart(f, system_at(f, i)))
			add_scopes(f, system_at(f, i));
	if (m->nscopes > 0) {
		m->framework = m->scopes[0].framework;
		m->revision = m->scopes[0].revision;
		m->baseline = m->scopes[0].baseline;
	}
	if (f->cfg->system != NULL)
		m->system = keep(f, f->cfg->system);
}
