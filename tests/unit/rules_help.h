#ifndef TRUEUP_TESTS_RULES_HELP_H
#define TRUEUP_TESTS_RULES_HELP_H
/* Packs and small models from text, judged: what the tests of rules share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/base/text.h"
#include "checker/base/zone.h"
#include "checker/judge/judge.h"
#include "checker/judge/kind.h"
#include "checker/modelfile.h"

struct bench {
	struct arena *a;
	struct diags *d;
	struct zones *z;
};

static inline struct bench *
bench_new(void)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->a = arena_new();
	b->d = diags_new();
	b->z = zones_new();
	return b;
}

static inline void
bench_free(struct bench *b)
{
	diags_free(b->d);
	zones_free(b->z);
	arena_free(b->a);
	free(b);
}

/* Text of tests has ' where JSON has ", and ` where the text itself has '. */
static inline char *
quotes(struct bench *b, const char *text)
{
	char *s = arena_strdup(b->a, text);

	for (char *p = s; *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p == '`' ? '\'' : *p;
	return s;
}

static inline struct rule_set *
load_text(struct bench *b, const char *path, const char *text)
{
	struct pack_text p = {path, text, strlen(text)};

	return rules_load(b->a, &p, 1, kind_specs, b->d);
}

/* What the diagnostics print. */
static inline char *
printed(struct bench *b)
{
	char *text = NULL, *copy;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	diags_print(b->d, f, false);
	fclose(f);
	copy = arena_strdup(b->a, text);
	free(text);
	return copy;
}

/* A pack of the rules (members of objects, with ' for "), which must load. */
static inline struct rule_set *
load_rules_of(struct bench *b, const char *rules)
{
	const char *text = arena_printf(b->a,
		"{'trueup': 'rules/1', 'name': 'own', 'version': '1', 'rules': [%s]}", rules);
	struct rule_set *s = load_text(b, "own.jsonc", quotes(b, text));

	if (s == NULL)
		fail_msg("%s", printed(b));
	return s;
}

static inline struct model *
model_of(struct bench *b, const char *text)
{
	const char *json = quotes(b, text), *why = NULL;
	const struct node *n = json_parse(b->a, "model", json, strlen(json), JSON_RELAXED, b->d);
	struct model *m = NULL;

	if (n == NULL)
		fail_msg("%s\n%s", json, printed(b));
	m = modelfile_load(n, b->z, b->a, b->d, &why);
	if (m == NULL)
		fail_msg("%s: %s", json, why);
	return m;
}

/* The values of a rule's checks in their order: "a.x F; b.x T". Blank: none. */
static inline const char *
values_of(struct bench *b, const struct assessment *as, const char *id)
{
	const char *out = "";

	for (size_t i = 0; i < as->nchecks; i++) {
		const struct check *c = &as->checks[i];

		if (str_same(as->rules[c->rule].id, id))
			out = arena_printf(b->a, "%s%s%s %s", out, *out != '\0' ? "; " : "", c->subject,
				tri_word(c->value));
	}
	return out;
}

static inline const struct check *
check_named(const struct assessment *as, const char *id, const char *subject)
{
	for (size_t i = 0; i < as->nchecks; i++) {
		if (str_same(as->rules[as->checks[i].rule].id, id)
			&& str_same(as->checks[i].subject, subject))
			return &as->checks[i];
	}
	fail_msg("%s: no check on %s", id, subject);
	return NULL;
}

#endif
