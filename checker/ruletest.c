#include "checker/ruletest.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/judge.h"
#include "checker/modelfile.h"

/* The values of one subject: one, or a list of them. NULL: no more. */
static const struct node *
want_at(const struct node *subject, size_t i)
{
	const struct node *v = subject->child;

	if (!node_is(subject, NODE_LIST))
		return i == 0 ? subject : NULL;
	while (v != NULL && i-- > 0)
		v = v->next;
	return v;
}

void
rule_test_values(const struct rule *r, struct rule_verdicts *out)
{
	*out = (struct rule_verdicts){0};
	for (size_t i = 0; i < r->ntests; i++) {
		const struct node *v, *n = node_get(r->tests[i].node, "want")->child;

		for (; n != NULL; n = n->next) {
			for (size_t k = 0; (v = want_at(n, k)) != NULL; k++) {
				out->t = out->t || str_same(v->text, "T");
				out->f = out->f || str_same(v->text, "F");
				out->u = out->u || str_same(v->text, "U");
				out->b = out->b || str_same(v->text, "B");
			}
		}
	}
}

/* The next check of the subject from *i on; they stand in the order of their lines. */
static const struct check *
next_check(const struct assessment *as, uint32_t rule, const char *subject, size_t *i)
{
	for (; *i < as->nchecks; ++*i) {
		if (as->checks[*i].rule == rule && str_same(as->checks[*i].subject, subject))
			return &as->checks[(*i)++];
	}
	return NULL;
}

/* Says the difference, if there is anybody to hear it. */
static int
differs(FILE *out, const char *subject, const char *want, const struct check *c)
{
	const char *got = c != NULL ? tri_word(c->value) : "no check";

	if (str_same(got, want))
		return 0;
	if (out != NULL)
		fprintf(out, "# %s: wanted %s, got %s%s%s\n", subject, want, got,
			c != NULL && c->message[0] != '\0' ? ": " : "",
			c != NULL ? c->message : "");
	return -1;
}

/* Every wanted subject has its value, or its values in order, and there is no other. */
static int
compare(FILE *out, const struct rule_test *t, const struct assessment *as, uint32_t rule)
{
	const struct node *want = node_get(t->node, "want");
	const struct check *c;
	int bad = 0;

	for (const struct node *n = want->child; n != NULL; n = n->next) {
		const struct node *v;
		size_t i = 0;

		for (size_t k = 0; (v = want_at(n, k)) != NULL; k++)
			bad |= differs(out, n->key, v->text, next_check(as, rule, n->key, &i));
		while ((c = next_check(as, rule, n->key, &i)) != NULL)
			bad |= differs(out, n->key, "no more", c);
	}
	for (size_t i = 0; i < as->nchecks; i++) {
		c = &as->checks[i];
		if (c->rule == rule && node_get(want, c->subject) == NULL)
			bad |= differs(out, c->subject, "no check", c);
	}
	return bad;
}

int
rule_test_run(const struct rule_set *s, size_t rule, size_t test, struct zones *z, struct diags *d,
	FILE *out)
{
	const struct rule_test *t = &s->rules[rule]->tests[test];
	struct arena *a = arena_new();
	const char *why = NULL;
	const struct model *m = modelfile_load(t->node, z, a, d, &why);
	bool was = s->rules[rule]->enabled;
	int rc = -1;

	/* A rule that is off is tested all the same. */
	s->rules[rule]->enabled = s->rules[rule]->draft == NULL;
	if (m != NULL)
		rc = compare(out, t, judge(m, s, a), (uint32_t)rule);
	else if (out != NULL)
		fprintf(out, "# the test's model cannot be read: %s\n", why);
	s->rules[rule]->enabled = was;
	arena_free(a);
	return rc;
}

bool
rule_chosen(const struct rule_choice *c, const struct rule *r)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_same(c->ids[i], r->id))
			return true;
	return c->n == 0;
}

int
rules_test(const struct rule_set *s, const struct rule_choice *c, struct zones *z, struct diags *d)
{
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < s->nrules; i++) {
		for (size_t k = 0; rule_chosen(c, s->rules[i]) && k < s->rules[i]->ntests; k++) {
			int bad = rule_test_run(s, i, k, z, d, stdout);

			printf("%sok %zu - %s: %s\n", bad == 0 ? "" : "not ", ++n, s->rules[i]->id,
				s->rules[i]->tests[k].name);
			rc |= bad;
		}
	}
	printf("1..%zu\n", n);
	return rc;
}
