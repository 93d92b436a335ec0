#ifndef TRUEUP_PREVIOUS_FILE_H
#define TRUEUP_PREVIOUS_FILE_H
/* --previous: a report as an argument of a run, its seal, and the facts in it. */
#include "checker/model/previous.h"

struct arena;
struct diags;
struct node;
struct option_values;

struct previous_report {
	const struct node *report;  /* the tree; NULL: none was given */
	struct previous facts;
};

/*
 * path: a report folder, or the report in it.  trust: files of keys that the caller
 * trusts (as verify takes them); with any, a report that none of them sealed is
 * refused.  Without, a seal must still fit the bytes; the report then binds like
 * any other, and says that nobody vouches for it.  0, or an exit status with
 * diagnostics: EXIT_USAGE (no report, another version), EXIT_UNTRUSTED (edited, or
 * sealed by somebody else).  Lives in a.
 */
int previous_load(struct previous_report *out, struct arena *a, const char *path,
	const struct option_values *trust, struct diags *d);

#endif
