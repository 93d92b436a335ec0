#ifndef TRUEUP_REPORTS_FACTS_H
#define TRUEUP_REPORTS_FACTS_H
/* The facts of a finished report, as the next run takes them (model/previous.h). */
#include "checker/model/previous.h"

struct arena;
struct diags;
struct node;

/* Between the bounds of an instant that is not exact. */
#define FACT_TO " to "

/*
 * Out of a report that report_load() accepted; file names it in messages, sha256
 * is that of its bytes.  The caller sets file and seal.  0, or -1 with
 * diagnostics: a member is missing or wrong.  Lives in a, and keeps pointers into
 * the tree.
 */
int facts_load(struct previous *out, struct arena *a, const struct node *report, const char *file,
	const char *sha256, struct diags *d);

#endif
