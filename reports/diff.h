#ifndef TRUEUP_REPORTS_DIFF_H
#define TRUEUP_REPORTS_DIFF_H
/*
 * Two reports against each other.  What could hide a failure counts against
 * the newer one: a control, an asset, an item or a rule that is gone, a lower
 * weight, a failing test without a later result.  READINGS: strictest on a pass.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"

struct arena;

enum change_class {
	CHANGE_REGRESSION, /* worse, or something that could hide what is worse */
	CHANGE_FIX,        /* better, and the evidence shows it */
	CHANGE_NEW,        /* neither, and was not there */
	CHANGE_GONE,       /* neither, and is not there any more */
	CHANGE_METHOD,     /* scope, weights, rules, limits, population: what the numbers are measured by */
	CHANGE_CLASSES
};

struct change {
	enum change_class class;
	const char *about;   /* "score", "control", "owner", "decision", "test", "scope", ... */
	const char *subject;
	const char *text;    /* one sentence, not inert */
	const char *at;      /* the line of evidence in the newer report, or "" */
};

struct diff {
	struct change *v;    /* in the order of the classes; within one as the reports have them */
	size_t n;
	size_t count[CHANGE_CLASSES];
};

/* Everything lives in a, and keeps pointers into both trees. */
void diff_build(struct diff *out, struct arena *a, const struct node *old, const struct node *new);

const char *change_word(enum change_class c); /* "regression" */
/* Of what is measured (scope, weights, rules, limits, population, tests), not of what is found. */
bool change_of_measure(const struct change *c);

/* diff_facts.c: items, failing tests, assets; diff_method.c: rules, limits, files. For diff.c only. */
struct diffing;
void diff_add(struct diffing *d, enum change_class class, const char *about, const char *subject,
	const char *at, const char *text);
struct map *diff_index(const struct node *parent, const char *list, const char *key);
struct arena *diff_arena(struct diffing *d);
void diff_facts(struct diffing *d, const struct node *old, const struct node *new);
void diff_method(struct diffing *d, const struct node *old, const struct node *new);

#endif
