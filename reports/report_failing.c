/*
 * Tests that fail and belong to no control in scope: whatever the records say,
 * and also where nothing says which controls apply (design.md 7: a first run on
 * a plain folder says something true and useful).
 */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"

struct failing { uint32_t test, asset; uint64_t assets; const struct loc *at; };

static bool *
tests_in_scope(struct build *b)
{
	bool *out = ARENA_ARRAY(b->a, bool, b->m->ntests + 1);

	for (size_t i = 0; i < b->m->ncontrols; i++)
		for (size_t k = 0; b->m->controls[i].in_scope && k < b->m->controls[i].ntests; k++)
			out[b->m->controls[i].tests[k].test] = true;
	return out;
}

/* Severity, then how many assets, then the name: what should be looked at first. */
static int
worse(const struct build *b, const struct failing *x, const struct failing *y)
{
	const struct test *s = &b->m->tests[x->test], *t = &b->m->tests[y->test];

	if (s->severity != t->severity)
		return s->severity > t->severity ? -1 : 1;
	if (x->assets != y->assets)
		return x->assets > y->assets ? -1 : 1;
	return x->test < y->test ? -1 : x->test > y->test;
}

/* The first MAX_FAILING_SHOWN by worse(), kept sorted while they are met. */
static void
keep_worst(const struct build *b, struct failing *v, size_t *n, struct failing one)
{
	size_t at = *n;

	if (*n == MAX_FAILING_SHOWN && worse(b, &one, &v[*n - 1]) >= 0)
		return;
	if (*n == MAX_FAILING_SHOWN)
		at--;
	else
		(*n)++;
	while (at > 0 && worse(b, &one, &v[at - 1]) < 0) {
		v[at] = v[at - 1];
		at--;
	}
	v[at] = one;
}

static void
put_one(struct build *b, struct node *list, const struct failing *f)
{
	const struct test *t = &b->m->tests[f->test];
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "benchmark", t->benchmark);
	put_str(b->a, n, "test", t->id);
	put_cut(b->a, n, "title", t->title);
	put_str(b->a, n, "severity", t->severity < 0 ? NULL : severity_word(t->severity));
	put_count(b->a, n, "assets", f->assets);
	put_str(b->a, n, "asset", f->asset < b->m->nassets ? asset_name(b, f->asset) : NULL);
	put_place(b, n, "at", f->at);
}

/* A failure below the floor or without a date is listed as well (judgement.md 4). */
static const struct seen *
failure(const struct build *b, const struct state *s)
{
	const struct seen *f = fails_now(b, s) ? s->f : s->listed_f;

	return f->any && (f->lo == INT64_MIN || f->lo <= b->m->config->as_of)
		&& !(s->t->any && s->t->lo > f->hi) ? f : NULL;
}

void
put_failing_tests(struct build *b, struct node *report)
{
	const struct model *m = b->m;
	const bool *known = tests_in_scope(b);
	struct failing *v = ARENA_ARRAY(b->a, struct failing, MAX_FAILING_SHOWN + 1);
	struct failing *all = ARENA_ARRAY(b->a, struct failing, m->ntests + 1);
	uint32_t *last = ARENA_ARRAY(b->a, uint32_t, m->ntests + 1);
	struct node *list = put_list(b->a, report, "failing_tests");
	uint64_t total = 0;
	size_t n = 0;

	for (size_t i = 0; i < m->nstates; i++) {
		const struct state *s = &m->states[i];
		const struct seen *f = failure(b, s);
		struct failing *one = &all[s->test];

		if (f == NULL || known[s->test])
			continue;
		/* States stand by asset: two originators on one asset count once. */
		if (one->at == NULL || last[s->test] != s->asset)
			one->assets++;
		last[s->test] = s->asset;
		if (one->at == NULL) {
			one->test = s->test;
			one->asset = s->asset;
			one->at = &f->loc;
		}
	}
	for (size_t i = 0; i < m->ntests; i++)
		if (all[i].at != NULL) {
			total++;
			keep_worst(b, v, &n, all[i]);
		}
	for (size_t i = 0; i < n; i++)
		put_one(b, list, &v[i]);
	put_count(b->a, report, "failing_tests_total", total);
}
