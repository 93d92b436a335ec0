/* Which framework is scored, and which of its controls are in scope (judgement.md 3). */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

struct count { const char *framework, *first; enum claim_kind strongest; size_t n; };

static int
count_compare(const void *x, const void *y)
{
	const struct count *a = x, *b = y;

	if (a->strongest != b->strongest)
		return a->strongest > b->strongest ? 1 : -1;
	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return strcmp(a->framework, b->framework);
}

/* The framework of the strongest claims, then of most of them. */
static const char *
claimed_framework(struct freeze *f)
{
	VEC(struct count) counts = {0};
	const char *best = NULL;

	for (size_t i = 0; i < f->drafts.n; i++) {
		const struct draft *d = &f->drafts.v[i];
		size_t k;

		if (d->claims.n == 0)
			continue;
		for (k = 0; k < counts.n; k++)
			if (strcmp(counts.v[k].framework, d->c.framework) == 0)
				break;
		if (k == counts.n)
			*VEC_PUSH(&counts) = (struct count){d->c.framework, d->c.id, CLAIM_CHECKLIST, 0};
		counts.v[k].n++;
		for (size_t s = 0; s < d->claims.n; s++)
			if (d->claims.v[s]->u.claim.kind < counts.v[k].strongest)
				counts.v[k].strongest = d->claims.v[s]->u.claim.kind;
	}
	if (counts.n > 1) {
		qsort(counts.v, counts.n, sizeof(*counts.v), count_compare);
		diag_add(f->d, &join_frameworks, NULL,
			
			"%zu frameworks are claimed; \"%s\" is scored, \"%s\"%s not: its first control is "
			"%s (a mistyped id looks like this)", counts.n, counts.v[0].framework,
			counts.v[1].framework, counts.n > 2 ? " and others" : "", counts.v[1].first);
		notice_add(f, "E207", "frameworks that are claimed and not scored", counts.n - 1);
	}
	if (counts.n > 0)
		best = counts.v[0].framework;
	VEC_FREE(&counts);
	return best;
}

/* The smallest of what records say, so that order decides nothing. */
static void
smallest(struct freeze *f, const char **at, const char *s)
{
	if (s != NULL && *s != '\0' && (*at == NULL || strcmp(s, *at) < 0))
		*at = keep(f, s);
}

static void
from_systems(struct freeze *f, const char **framework, const char **revision)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_SYSTEM].n; i++) {
		const struct rec_system *s = &b->kept[REC_SYSTEM].v[i]->u.system;
		const char *rev = NULL;

		if (f->cfg->system != NULL && s->id != NULL && strcmp(s->id, f->cfg->system) != 0)
			continue;
		smallest(f, &f->m->system, s->id);
		smallest(f, &f->m->baseline, s->baseline);
		if (s->framework != NULL && *s->framework != '\0')
			smallest(f, framework, framework_canonical(s->framework, &rev, f->tmp));
		smallest(f, revision, s->revision != NULL ? s->revision : rev);
	}
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
catalog_revision(struct freeze *f)
{
	const struct builder *b = f->b;
	const char *out = NULL;

	for (size_t i = 0; i < b->kept[REC_CONTROL].n; i++) {
		const struct rec_control *c = &b->kept[REC_CONTROL].v[i]->u.control;

		if (c->framework != NULL && f->m->framework != NULL
			&& strcmp(framework_canonical(c->framework, NULL, f->tmp), f->m->framework)
				== 0)
			smallest(f, &out, c->revision);
	}
	return out;
}

void
choose_framework(struct freeze *f)
{
	const struct builder *b = f->b;
	struct model *m = f->m;
	const char *system_fw = NULL, *select_fw = NULL, *revision = NULL, *rev;

	from_systems(f, &system_fw, &revision);
	for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
		const struct rec_select *s = &b->kept[REC_SELECT].v[i]->u.select;
		const char *fw = NULL, *name = s->framework;

		if (name != NULL && *name != '\0')
			fw = framework_canonical(name, &rev, f->tmp);
		else if (control_id_parse(s->id, NULL, &fw, NULL, f->tmp) == NULL)
			continue;
		smallest(f, &select_fw, fw);
	}
	if (f->cfg->framework != NULL) {
		m->framework = keep(f, framework_canonical(f->cfg->framework, &rev, f->tmp));
		if (rev != NULL)
			revision = keep(f, rev);
	} else if (select_fw != NULL) {
		m->framework = select_fw;
	} else {
		const char *claimed = claimed_framework(f);

		m->framework = claimed != NULL ? claimed : system_fw;
	}
	if (revision == NULL)
		revision = catalog_revision(f);
	m->revision = revision_plain(f, f->cfg->revision != NULL ? f->cfg->revision : revision);
	if (f->cfg->system != NULL)
		m->system = keep(f, f->cfg->system);
	if (m->framework != NULL && m->revision == NULL)
		notice_add(f, "N200",
			"revision of the framework unknown: the newest of each mapping is used", 1);
}

static void
include(struct freeze *f, uint32_t at, const char *from)
{
	if (at == NONE || strcmp(f->drafts.v[at].c.framework, f->m->framework) != 0)
		return;
	f->drafts.v[at].c.in_scope = true;
	f->drafts.v[at].c.scope_from = from;
}

/* Does a profile of this baseline count? Only one that a system names, if there is one. */
static bool
baseline_counts(const struct freeze *f, bool matched, const char *baseline)
{
	return !matched || str_same_fold(baseline, f->m->baseline);
}

static void
select_catalog(struct freeze *f, const char *from)
{
	const struct builder *b = f->b;

	for (size_t i = 0; i < b->kept[REC_CONTROL].n; i++) {
		const struct rec_control *c = &b->kept[REC_CONTROL].v[i]->u.control;

		if (!c->withdrawn)
			include(f, control_draft(f, c->framework, c->id), from);
	}
}

static void
by_profile(struct freeze *f)
{
	const struct builder *b = f->b;
	const char *first = NULL, *from;
	bool matched = false, several = false;

	for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
		const char *baseline = b->kept[REC_SELECT].v[i]->u.select.baseline;

		matched = matched
			|| (f->m->baseline != NULL && str_same_fold(baseline, f->m->baseline));
		several = several || (i > 0
			&& !str_same(baseline, b->kept[REC_SELECT].v[0]->u.select.baseline));
		smallest(f, &first, baseline);
	}
	if (!matched && several)
		diag_add(f->d, &join_baselines, NULL, "the first of them is \"%s\"",
			first == NULL ? "" : first);
	if (!matched)
		f->m->baseline = first;
	from = keep(f, arena_printf(f->tmp, "profile %s",
		f->m->baseline == NULL ? "without a name" : f->m->baseline));
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < b->kept[REC_SELECT].n; i++) {
			const struct rec_select *s = &b->kept[REC_SELECT].v[i]->u.select;
			uint32_t at;

			if (s->id == NULL || s->exclude != (pass == 1)
				|| !baseline_counts(f, matched, s->baseline))
				continue;
			if (!s->exclude && strcmp(s->id, "*") == 0) {
				select_catalog(f, from);
				continue;
			}
			at = s->exclude ? control_find(f, s->framework, s->id)
				: control_draft(f, s->framework, s->id);
			if (!s->exclude)
				include(f, at, from);
			else if (at != NONE)
				f->drafts.v[at].c.in_scope = false;
		}
}

static bool
claimed_by(const struct draft *d, enum claim_kind kind)
{
	for (size_t i = 0; i < d->claims.n; i++)
		if (d->claims.v[i]->u.claim.kind == kind)
			return true;
	return false;
}

/* Configured list, else profile, else the plan's requirements, else whatever is claimed. */
void
freeze_scope(struct freeze *f)
{
	bool ssp = false;

	if (f->m->framework == NULL)
		return;
	if (f->cfg->nscope > 0) {
		for (size_t i = 0; i < f->cfg->nscope; i++)
			include(f, control_draft(f, f->m->framework, f->cfg->scope[i]),
				"configured list");
		return;
	}
	if (f->b->kept[REC_SELECT].n > 0) {
		by_profile(f);
		return;
	}
	for (size_t i = 0; i < f->drafts.n; i++)
		ssp = ssp || (claimed_by(&f->drafts.v[i], CLAIM_SSP)
			&& strcmp(f->drafts.v[i].c.framework, f->m->framework) == 0);
	for (uint32_t i = 0; i < f->drafts.n; i++)
		if (ssp ? claimed_by(&f->drafts.v[i], CLAIM_SSP) : f->drafts.v[i].claims.n > 0)
			include(f, i, ssp ? "SSP requirements" : "your own records");
}
