#ifndef TRUEUP_GATE_H
#define TRUEUP_GATE_H
/*
 * Gates: expressions over each scope of a finished report (design.md 9).  They
 * read the report's tree, so `check` and `gate REPORT` cannot disagree, and no
 * output format has a say.  Numbers are whole per cent, rounded against
 * ourselves: real_low and supported down, the rest up.
 */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/node.h"

struct arena;
struct diags;

#define GATE_DEFAULT "complete && contradicted == 0 && failing == 0 && real_low > 0"

struct gate_line {
	const char *scope, *expr;
	bool pass;
	const char *why;   /* the names in it with their values, or what is missing */
};

struct gate_result {
	struct gate_line *lines; size_t n;
	bool none;         /* --gate none: nothing was asked */
	bool pass;         /* every scope passed every gate, and there was one */
	const char *why;   /* why the whole failed where no line says it */
};

/* exprs: none given (n = 0) is the default gate; the one word "none" asks for none. -1: diagnosed, exit 2. */
int gate_run(struct gate_result *out, const struct node *report, const char *const *exprs,
	size_t n, struct arena *a, struct diags *d);

/* Does any of them ask about the previous report? */
bool gate_needs_previous(const char *const *exprs, size_t n);

/* The lines that end a run's output. */
struct buf;
void gate_print(struct buf *b, const struct gate_result *g);

/* The names a gate may use, with their meaning; ends with NULL names. */
struct gate_name { const char *name, *meaning; };
extern const struct gate_name gate_names[];

#endif
