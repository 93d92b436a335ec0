#include "checker/rulelint.h"

#include <stdio.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/ruletest.h"
#include "rules/lang/satisfy.h"
#include "rules/lang/template.h"

#define MAX_WORDS 20          /* of a sentence: more are read twice (method.md 5.5, L022) */
#define MAX_STEPS 1000000000u /* static cost on lists of 100: more than a second a record */

struct linting { const struct rule *r; struct arena *a; size_t n; };

static void __attribute__((format(printf, 2, 3)))
remark(struct linting *l, const char *fmt, ...)
{
	va_list ap;

	printf("%s:%u: %s: ", l->r->file, l->r->line, l->r->id);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	puts("");
	l->n++;
}

static void
lint_condition(struct linting *l, const char *name, const struct program *p, bool of_bool)
{
	const char *settled = p != NULL && of_bool ? program_settled(p, l->a) : NULL;

	if (settled != NULL)
		remark(l, "\"%s\" %s", name, settled);
	if (p != NULL && program_cost(p, 100) > MAX_STEPS)
		remark(l, "\"%s\" may take more than a second a record", name);
}

/* Words between full stops; what stands in braces is one word. */
static void
lint_sentences(struct linting *l, const char *name, const char *text)
{
	size_t words = 0, most = 0;
	bool in_word = false;
	int depth = 0;

	for (const char *p = text; *p != '\0'; p++) {
		depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
		if (depth > 0 || !ch_space(*p)) {
			words += !in_word;
			in_word = true;
		} else {
			in_word = false;
		}
		most = words > most ? words : most;
		if (depth == 0 && (*p == '.' || *p == '?' || *p == '!' || *p == ':' || *p == ';')
			&& (p[1] == ' ' || p[1] == '\0'))
			words = 0;
	}
	if (most > MAX_WORDS)
		remark(l, "\"%s\" has a sentence of %zu words: at most %d can be read at once", name, most,
			MAX_WORDS);
}

static void
lint_tests(struct linting *l)
{
	const struct rule *r = l->r;
	struct rule_verdicts seen;

	rule_test_values(r, &seen);
	if (!seen.t && !str_same(r->kind, "deadline"))
		remark(l, "no test in which it is T");
	if (!seen.f)
		remark(l, "no test in which it is F");
	if (!seen.u && !str_same(r->record, "population"))
		remark(l, "no test in which it is U");
}

static void
lint_params(struct linting *l)
{
	for (size_t i = 0; i < l->r->nparams; i++) {
		const struct param *p = &l->r->params[i];

		if (str_same(p->basis, "standard") && l->r->nrefs == 0)
			remark(l, "\"%s\" is a standard's number, and \"refs\" names none", p->name);
	}
}

/* Two rules that would say the same of the same records (OSCAL issue 1968). */
static bool
overlap(const struct rule *x, const struct rule *y)
{
	const struct param *a = rule_param(x, "limit"), *b = rule_param(y, "limit");

	if (x->spec != y->spec || !str_same(x->record, y->record)
		|| !str_same(x->where != NULL ? program_text(x->where) : "",
			y->where != NULL ? program_text(y->where) : ""))
		return false;
	for (size_t i = 0; i < x->spec->nslots; i++)
		if (!str_same(x->slots[i] != NULL ? program_text(x->slots[i]) : "",
			y->slots[i] != NULL ? program_text(y->slots[i]) : ""))
			return false;
	return a == NULL || b == NULL || str_same(a->text, b->text);
}

static void
lint_rule(struct linting *l, const struct rule_set *s, size_t at)
{
	const struct rule *r = l->r;

	if (r->nrefs == 0)
		remark(l, "no source: \"refs\" is empty");
	lint_tests(l);
	lint_params(l);
	lint_condition(l, "where", r->where, true);
	for (size_t i = 0; i < r->spec->nslots; i++)
		lint_condition(l, r->spec->slots[i].name, r->slots[i], r->spec->slots[i].want == WANT_BOOL);
	if (!template_fills(r->message))
		remark(l, "\"message\" names nothing: which record is meant?");
	lint_sentences(l, "question", r->question);
	lint_sentences(l, "message", template_text(r->message));
	lint_sentences(l, "fix", r->fix);
	for (size_t i = 0; i < at; i++)
		if (s->rules[i]->draft == NULL && overlap(s->rules[i], r))
			remark(l, "says the same of the same records as %s", s->rules[i]->id);
}

size_t
rules_lint(const struct rule_set *s, struct arena *a)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nrules; i++) {
		struct linting l = {s->rules[i], a, 0};

		if (s->rules[i]->draft == NULL)
			lint_rule(&l, s, i);
		n += l.n;
	}
	return n;
}
