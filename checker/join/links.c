/* From tests to controls: the producer's own tags, and mappings (judgement.md 5). */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

/* Rows of mappings from one id. */
struct from { VEC(const struct record *) v; };

static const char *const no_frameworks[] = {"cci", "cce", "stig", "rule", "cve", "cwe", "plugin",
	"test", "check", "oval"};

bool
scheme_is_framework(const char *scheme)
{
	for (size_t i = 0; i < sizeof(no_frameworks) / sizeof(*no_frameworks); i++)
		if (strcmp(no_frameworks[i], scheme) == 0)
			return false;
	return true;
}

/* One spelling of an id in its scheme, for look-ups. */
static char *
scheme_key(struct arena *a, const char *scheme, const char *id)
{
	char *low = str_lower(a, scheme);
	const char *fw;
	char *plain = NULL;

	if (strcmp(low, "cci") == 0 || strcmp(low, "stig") == 0)
		plain = control_id_parse(id, low, &fw, NULL, a);
	else if (scheme_is_framework(low)
		&& (plain = control_id_parse(id, low, &fw, NULL, a)) != NULL)
		return join_key(a, fw, plain);
	return join_key(a, low, plain != NULL ? plain : id);
}

static int64_t
revision_number(const char *s)
{
	int64_t v = 0;

	while (s != NULL && *s != '\0' && !ch_digit(*s))
		s++;
	for (; s != NULL && ch_digit(*s) && v < 1000000; s++)
		v = v * 10 + (*s - '0');
	return v;
}

/* The newest revision that a scheme's mapping to a framework has; by "scheme\nframework". */
static struct map *
newest_revisions(struct freeze *f)
{
	struct map *newest = map_new();

	for (size_t i = 0; i < f->b->kept[REC_MAPPING].n; i++) {
		const struct rec_mapping *x = &f->b->kept[REC_MAPPING].v[i]->u.mapping;
		char *key;
		void **slot;

		if (x->scheme == NULL || x->framework == NULL)
			continue;
		key = join_key(f->tmp, str_lower(f->tmp, x->scheme),
			framework_canonical(x->framework, NULL, f->tmp));
		slot = map_slot(newest, key, strlen(key), NULL);
		if (revision_number(x->revision) > (int64_t)(intptr_t)*slot)
			*slot = (void *)(intptr_t)revision_number(x->revision);
	}
	return newest;
}

/* The framework's known revision counts, else the newest that the mapping has. */
static bool
revision_counts(struct freeze *f, const struct map *newest, const struct rec_mapping *x)
{
	const char *fw = framework_canonical(x->framework, NULL, f->tmp);
	bool known = false;
	char *key;

	if (x->revision == NULL || *x->revision == '\0')
		return true;
	/* Where systems stand on different revisions, the rows of each count (READINGS.md). */
	for (size_t i = 0; i < f->m->nscopes; i++) {
		const struct scope *s = &f->m->scopes[i];

		if (s->revision == NULL || strcmp(fw, s->framework) != 0)
			continue;
		if (revision_number(x->revision) == revision_number(s->revision))
			return true;
		known = true;
	}
	if (known)
		return false;
	key = join_key(f->tmp, str_lower(f->tmp, x->scheme), fw);
	return revision_number(x->revision) == (int64_t)(intptr_t)map_get(newest, key, strlen(key));
}

/* An id of too many rows says nothing; all go, so that the order of input decides nothing. */
static void
drop_crowded(struct freeze *f)
{
	for (size_t i = 0; i < map_count(f->mapping); i++) {
		struct from *x = map_value_at(f->mapping, i);
		const struct rec_mapping *r;

		if (x->v.n <= MAX_MAPPED)
			continue;
		r = &x->v.v[0]->u.mapping;
		diag_add(f->d, &join_mapped, NULL, "%s %s leads to %zu controls, and at most %d are "
			"taken", r->scheme, r->id, x->v.n, MAX_MAPPED);
		x->v.n = 0;
		f->m->left_out = true;
	}
}

void
freeze_mappings(struct freeze *f)
{
	struct map *newest = newest_revisions(f);

	f->mapping = map_new();
	for (size_t i = 0; i < f->b->kept[REC_MAPPING].n; i++) {
		const struct record *r = f->b->kept[REC_MAPPING].v[i];
		const struct rec_mapping *x = &r->u.mapping;
		char *key;
		void **slot;

		if (x->scheme == NULL || x->id == NULL || x->framework == NULL || x->control == NULL
			|| !revision_counts(f, newest, x))
			continue;
		key = scheme_key(f->tmp, x->scheme, x->id);
		slot = map_slot(f->mapping, key, strlen(key), NULL);
		if (*slot == NULL)
			*slot = x_calloc(1, sizeof(struct from));
		*VEC_PUSH(&((struct from *)*slot)->v) = r;
	}
	map_free(newest);
	drop_crowded(f);
}

void
free_mappings(struct freeze *f)
{
	for (size_t i = 0; f->mapping != NULL && i < map_count(f->mapping); i++) {
		struct from *x = map_value_at(f->mapping, i);

		VEC_FREE(&x->v);
		free(x);
	}
	map_free(f->mapping);
}

/*
 * T travels along "equal" and "superset" only.  No relation is "subset", but for
 * the tag of the test's own producer and the CCI list, which are equal for what
 * is tested [A].
 */
static bool
lets_pass(enum relation r, bool trusted)
{
	return r == REL_EQUAL || r == REL_SUPERSET || (r == REL_NONE && trusted);
}

static void
lead_add(struct leads *out, uint32_t control, bool t_counts)
{
	if (control == NONE)
		return;
	for (size_t i = 0; i < out->v.n; i++)
		if (out->v.v[i].control == control) {
			out->v.v[i].t_counts = out->v.v[i].t_counts || t_counts;
			return;
		}
	*VEC_PUSH(&out->v) = (struct lead){control, t_counts};
}

void
leads_of(struct freeze *f, struct leads *out, const char *scheme, const char *id, enum relation own,
	bool producer)
{
	char *key = scheme_key(f->tmp, scheme, id), *low = str_lower(f->tmp, scheme);
	bool framework = scheme_is_framework(low), cci = strcmp(low, "cci") == 0;
	bool trusted = !f->out->own_tags || !(framework || cci);
	bool passes = trusted && lets_pass(own, producer);
	const struct from *x = map_get(f->mapping, key, strlen(key));

	if (framework)
		lead_add(out, control_draft(f, scheme, id), passes);
	for (size_t i = 0; x != NULL && i < x->v.n; i++) {
		const struct rec_mapping *r = &x->v.v[i]->u.mapping;

		lead_add(out, control_draft(f, r->framework, r->control),
			passes && lets_pass(r->relation, cci));
	}
}

static void
link(struct freeze *f, uint32_t test, const char *scheme, const char *id, enum relation own,
	bool producer, struct loc loc)
{
	struct leads leads = {{0}};

	leads_of(f, &leads, scheme, id, own, producer);
	for (size_t i = 0; i < leads.v.n; i++)
		*VEC_PUSH(&f->drafts.v[leads.v.v[i].control].tests) = (struct link_test){test,
			leads.v.v[i].t_counts, keep_loc(f, loc),
			keep(f, arena_printf(f->tmp, "%s %s", scheme, id))};
	VEC_FREE(&leads.v);
}

static void
test_id(struct freeze *f, const char *scheme, const char *id, uint32_t test)
{
	hits_add(f->test_ids, scheme_key(f->tmp, scheme, id), test);
}

/* Names under which tickets and mappings may know a test. */
static void
own_ids(struct freeze *f, uint32_t test, const struct case_ *c)
{
	static const char *const schemes[] = {"rule", "test", "check", "plugin"};
	struct tags found = {0};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		test_id(f, schemes[i], c->id, test);
		link(f, test, schemes[i], c->id, REL_EQUAL, true, c->loc);
	}
	test_ids_find(&found, c->id, f->tmp);
	for (size_t i = 0; i < found.n; i++) {
		if (strcmp(found.v[i].scheme, "rule") == 0)
			continue;
		test_id(f, found.v[i].scheme, found.v[i].id, test);
		link(f, test, found.v[i].scheme, found.v[i].id, REL_EQUAL, true, c->loc);
	}
}

static void
sooner(struct instant *best, const struct instant *t)
{
	if (t->known == KNOWN)
		*best = best->known == KNOWN ? instant_min(*best, *t) : *t;
}

/* What a list of exploited flaws says of a CVE holds of every test that finds that CVE. */
static void
take_exploited(struct freeze *f, uint32_t test, const char *cve)
{
	const struct hits *h = hits_get(f->test_ids, scheme_key(f->tmp, "cve", cve));

	for (size_t i = 0; h != NULL && i < h->v.n; i++) {
		const struct test *listed = &f->m->tests[h->v.v[i]];

		sooner(&f->m->tests[test].due, &listed->due);
		sooner(&f->m->tests[test].added, &listed->added);
	}
}

static void
freeze_exploited(struct freeze *f)
{
	for (uint32_t i = 0; i < f->m->ntests; i++) {
		const struct case_ *c = f->case_at[i];
		struct tags found = {0};

		test_ids_find(&found, c->id, f->tmp);
		for (size_t k = 0; k < found.n; k++)
			if (strcmp(found.v[k].scheme, "cve") == 0)
				take_exploited(f, i, found.v[k].id);
		for (size_t k = 0; k < c->tags.n; k++)
			if (strcmp(c->tags.v[k].scheme, "cve") == 0)
				take_exploited(f, i, c->tags.v[k].id);
	}
	for (size_t i = 0; i < f->m->nsources; i++) {
		const struct source *s = f->m->sources[i];

		if (str_same(s->format, "kev") && s->complete == TRI_T && !s->broken
			&& s->as_of.known == KNOWN && (f->m->exploited == NULL
				|| s->as_of.lo > f->m->exploited->as_of.lo))
			f->m->exploited = s;
	}
}

void
freeze_test_links(struct freeze *f)
{
	for (uint32_t i = 0; i < f->m->ntests; i++) {
		const struct case_ *c = f->case_at[i];

		own_ids(f, i, c);
		for (size_t k = 0; k < c->tags.n; k++) {
			const struct tag_at *t = &c->tags.v[k];

			link(f, i, t->scheme, t->id, t->relation, true, t->loc);
			if (!scheme_is_framework(t->scheme) && strcmp(t->scheme, "cci") != 0)
				test_id(f, t->scheme, t->id, i);
		}
	}
	freeze_exploited(f);
	previous_test_links(f);
}
