#include "checker/ruletest.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/judge.h"
#include "checker/modelfile.h"

void
rule_test_values(const struct rule *r, struct rule_verdicts *out)
{
	*out = (struct rule_verdicts){0};
	for (size_t i = 0; i < r->ntests; i++) {
		const struct node *want = node_get(r->tests[i].node, "want");

		for (const struct node *n = want != NULL ? want->child : NULL; n != NULL; n = n->next) {
			const char *v = node_text(n);

			out->t = out->t || str_same(v, "T");
			out->f = out->f || str_same(v, "F");
			out->u = out->u || str_same(v, "U");
			out->b = out->b || str_same(v, "B");
		}
	}
}

static const struct check *
check_of(const struct assessment *as, uint32_t rule, const char *subject)
{
	for (size_t i = 0; i < as->nchecks; i++) {
		if (as->checks[i].rule == rule && str_same(as->checks[i].subject, subject))
			return &as->checks[i];
	}
	return NULL;
}

/* Every wanted subject has its value, and there is no other. */
static int
compare(const struct rule_test *t, const struct assessment *as, uint32_t rule)
{
	const struct node *want = node_get(t->node, "want");
	int bad = 0;

	for (const struct node *n = want != NULL ? want->child : NULL; n != NULL; n = n->next) {
		const struct check *c = check_of(as, rule, n->key);
		const char *got = c != NULL ? tri_word(c->value) : "no check";

		if (str_same(got, node_text(n)))
			continue;
		printf("# %s: wanted %s, got %s%s%s\n", n->key, node_text(n), got,
			c != NULL && c->message[0] != '\0' ? ": " : "", c != NULL ? c->message : "");
		bad = -1;
	}
	for (size_t i = 0; i < as->nchecks; i++) {
		if (as->checks[i].rule != rule || node_get(want, as->checks[i].subject) != NULL)
			continue;
		printf("# %s: not wanted, got %s: %s\n", as->checks[i].subject,
			tri_word(as->checks[i].value), as->checks[i].message);
		bad = -1;
	}
	return bad;
}

static int
run_test(const struct rule_set *s, uint32_t rule, const struct rule_test *t, struct zones *z,
	struct diags *d)
{
	struct arena *a = arena_new();
	const char *why = NULL;
	const struct model *m = modelfile_load(t->node, z, a, d, &why);
	int rc = -1;

	if (m == NULL)
		printf("# the test's model cannot be read: %s\n", why);
	else
		rc = compare(t, judge(m, s, a), rule);
	arena_free(a);
	return rc;
}

int
rules_test(const struct rule_set *s, struct zones *z, struct diags *d)
{
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < s->nrules; i++) {
		for (size_t k = 0; k < s->rules[i]->ntests; k++) {
			const struct rule_test *t = &s->rules[i]->tests[k];
			int bad = run_test(s, (uint32_t)i, t, z, d);

			printf("%sok %zu - %s: %s\n", bad == 0 ? "" : "not ", ++n, s->rules[i]->id,
				t->name);
			rc |= bad;
		}
	}
	printf("1..%zu\n", n);
	return rc;
}
