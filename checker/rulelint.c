#include "checker/rulelint.h"

#include <stdio.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/base/text.h"
#include "checker/ruletest.h"
#include "rules/lang/changes.h"
#include "rules/lang/satisfy.h"
#include "rules/lang/template.h"

#define MAX_WORDS 20          /* of a sentence: more are read twice (method.md 5.5, L022) */
#define MAX_STEPS 1000000000u /* static cost on lists of 100: more than a second a record */

struct linting {
	const struct rule_set *s;
	size_t at;
	const struct rule *r;
	struct arena *a;
	struct zones *z;
	size_t n;
};

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
	bool stops = !str_same(r->kind, "deadline");

	/* Without a stop nothing is T: what is still so after the limit is late. */
	for (size_t i = 0; i < r->spec->nslots; i++)
		stops = stops || (r->slots[i] != NULL && (str_same(r->spec->slots[i].name, "stop")
			|| str_same(r->spec->slots[i].name, "stop_when")));
	rule_test_values(r, &seen);
	if (!seen.t && stops)
		remark(l, "no test in which it is T");
	if (!seen.f)
		remark(l, "no test in which it is F");
	if (!seen.u && !str_same(r->record, "population"))
		remark(l, "no test in which it is U");
}

/* A second more or less than the text; NULL: months have no second less. */
static const char *
shifted_text(struct arena *a, const char *text, int by)
{
	struct duration d;

	if (duration_parse(&d, text) != 0)
		return NULL;
	if (d.months == 0)
		return d.ns < NS_SECOND ? NULL
			: arena_printf(a, "PT%lldS", (long long)(d.ns / NS_SECOND + by));
	return by > 0 && strchr(text, 'T') == NULL ? arena_printf(a, "%sT1S", text) : NULL;
}

/* A limit, or each row of a table of limits, moved by a second; NULL where one cannot be. */
static const struct node *
shifted(struct arena *a, const struct node *limit, int by)
{
	struct node *copy = ARENA_NEW(a, struct node), **end = &copy->child;

	*copy = *limit;
	if (!node_is(limit, NODE_MAP)) {
		copy->text = (char *)(uintptr_t)shifted_text(a, limit->text, by);
		return copy->text != NULL ? copy : NULL;
	}
	for (const struct node *row = limit->child; row != NULL; row = row->next) {
		struct node *n = ARENA_NEW(a, struct node);

		*n = *row;
		n->text = (char *)(uintptr_t)shifted_text(a, row->text, by);
		if (n->text == NULL)
			return NULL;
		*end = n;
		end = &n->next;
	}
	*end = NULL;
	return copy;
}

/* Does one of its tests fail when the limit is another? True where it cannot be moved. */
static bool
noticed(struct linting *l, struct param *p, int by)
{
	const struct param was = *p;
	const struct node *moved = shifted(l->a, p->value, by);
	struct diags *d = diags_new();
	bool hit = moved == NULL;

	if (moved != NULL) {
		p->value = moved;
		p->text = moved->text;
	}
	for (size_t t = 0; t < l->r->ntests && !hit; t++)
		hit = rule_test_run(l->s, l->at, t, l->z, d, NULL) != 0;
	*p = was;
	diags_free(d);
	return hit;
}

/*
 * Both boundaries of a limit: at it, and a second past it (method.md 5.5, L020). The clocks that
 * feed the score are the judge's own, whose limits the configuration can shorten.
 */
static void
lint_limits(struct linting *l)
{
	struct rule *r = l->s->rules[l->at];

	if (!r->spec->calendars || r->effect == EFFECT_INSTANCE || r->ntests == 0)
		return;
	for (size_t i = 0; i < r->nparams; i++) {
		struct param *p = &r->params[i];

		if (!str_same(p->type, "duration") && !str_same(p->type, "table"))
			continue;
		if (!noticed(l, p, -1))
			remark(l, "no test that stops exactly at \"%s\": a second less goes unnoticed",
				p->name);
		if (!noticed(l, p, 1))
			remark(l, "no test that stops a second past \"%s\": a second more goes unnoticed",
				p->name);
	}
}

/*
 * A profile that puts a number of its own in place of a standard's (L014). A rule that is off
 * without a profile has no number in force that could be loosened.
 */
static void
lint_changes(struct linting *l)
{
	for (size_t i = 0; l->r->off == NULL && i < l->r->nchanges; i++) {
		const struct change *c = &l->r->changes[i];

		if (c->looser && c->standard && str_has_prefix(c->by, "profile "))
			remark(l, "%s loosens a standard's number: \"%s\" from %s to %s", c->by, c->what,
				c->from, c->to);
	}
}

/* Lists that are unknown, never empty, where nothing was seen (checker/model/fields_seen.c). */
static bool
never_empty(const char *list)
{
	return str_same(list, "item.results") || str_same(list, "item.rechecks");
}

/* What holds though nothing is there to hold of (L040). */
static void
lint_nothing(struct linting *l, const char *name, const struct program *p)
{
	const char *found = program_holds_of_nothing(l->r->where, p, l->a);

	if (found != NULL && !never_empty(found))
		remark(l, "\"%s\" holds of an empty list: ask %s.size() > 0 as well", name, found);
	found = program_holds_of_blank(p, l->a);
	if (found != NULL)
		remark(l, "\"%s\" holds of a blank: %s", name, found);
}

static void
lint_slots(struct linting *l)
{
	const struct rule *r = l->r;

	for (size_t i = 0; i < r->spec->nslots; i++) {
		const struct slot_spec *slot = &r->spec->slots[i];
		const char *settled;

		lint_condition(l, slot->name, r->slots[i], slot->want == WANT_BOOL);
		if (r->slots[i] == NULL || !str_same(slot->name, "must"))
			continue;
		lint_nothing(l, slot->name, r->slots[i]);
		if (r->where != NULL && program_settled(r->where, l->a) == NULL
			&& (settled = programs_settled(r->where, r->slots[i], l->a)) != NULL)
			remark(l, "\"%s\" %s", slot->name, settled);
	}
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
lint_rule(struct linting *l)
{
	const struct rule_set *s = l->s;
	const struct rule *r = l->r;

	if (r->nrefs == 0)
		remark(l, "no source: \"refs\" is empty");
	lint_tests(l);
	lint_limits(l);
	lint_params(l);
	lint_changes(l);
	lint_condition(l, "where", r->where, true);
	lint_slots(l);
	if (!template_fills(r->message))
		remark(l, "\"message\" names nothing: which record is meant?");
	lint_sentences(l, "question", r->question);
	lint_sentences(l, "message", template_text(r->message));
	lint_sentences(l, "fix", r->fix);
	for (size_t i = 0; i < l->at; i++)
		if (s->rules[i]->draft == NULL && overlap(s->rules[i], r))
			remark(l, "says the same of the same records as %s", s->rules[i]->id);
}

size_t
rules_lint(const struct rule_set *s, const struct rule_choice *c, struct zones *z, struct arena *a)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nrules; i++) {
		struct linting l = {.s = s, .at = i, .r = s->rules[i], .a = a, .z = z};

		if (l.r->draft == NULL && rule_chosen(c, l.r))
			lint_rule(&l);
		n += l.n;
	}
	return n;
}
