#ifndef TRUEUP_REPORT_H
#define TRUEUP_REPORT_H
/*
 * The report: one tree, the content of report.json, from which every other
 * format is a view.  report.c and its parts decide what is said, in which
 * order and how it is rounded; writers only print.  A report that was read
 * back from report.json is the same tree, so any format can be made from it.
 */
#include <stddef.h>

#include "checker/base/node.h"
#include "checker/judge/assessment.h"

struct arena;
struct diags;

#define REPORT_FORMAT "trueup-report/1"
#define REPORT_TOOL_VERSION "0.1"

struct report_input { const char *name, *sha256; }; /* rule files, configuration, zone files */

/*
 * What an input of page two does to the scores: the run less the same run without it, in
 * millionths (design.md 7).
 */
struct scope_effect {
	bool gone;                   /* without it the scope is not judged at all */
	int32_t said, supported, refuted, not_shown;
	enum status status;          /* without it */
};
enum input_kind {
	INPUT_FILE,                  /* of rules; name: its digest */
	INPUT_CHANGE,                /* what the override `by` says of the rule `name` */
	INPUT_MEMBER,                /* of trueup.json */
	INPUT_ROWS,                  /* mappings, catalog or baseline of a source */
	INPUT_TAGS,                  /* producers' tags and the CCI list, taken as equal */
	INPUT_OUT_OF_SCOPE,          /* assets that an inventory takes out of scope */
	INPUT_APPROVALS,             /* of "not applicable" */
	INPUT_SAMPLE,                /* name: the digest of its commitment */
	INPUT_PREVIOUS,              /* the report that the run is held to */
	INPUT_KINDS
};
struct input_effect {
	enum input_kind kind;
	const char *name, *by;
	const struct source *source; /* of INPUT_ROWS */
	const char *why_not;         /* a sentence: it was not measured; NULL: it was */
	size_t together;             /* inputs that were left out in the same run; 1: it alone */
	size_t more;                 /* scopes that are judged only without it */
	const struct scope_effect *scopes; /* one for each of the assessment */
};

struct report_options {
	const char *names;           /* owners, all, none */
	bool complete;               /* no source was broken, empty or not understood where it had to be */
	const char *const *incomplete_why; size_t nincomplete;
	const struct report_input *inputs; size_t ninputs;
	const struct input_effect *effects; size_t neffects;
	const struct node *previous; /* the tree of the report that the model's `previous` was made of; or NULL */
	bool gate_none;
	const char *const *gates; size_t ngates;
};

/* The tree in a. */
const struct node *report_build(struct arena *a, const struct assessment *as,
	const struct report_options *o);

/* report.json read back; checks format and the members it needs. NULL with diagnostics. */
const struct node *report_load(struct arena *a, const char *file, const char *text, size_t len,
	struct diags *d);

/*
 * Building trees (report_*.c). Members stand in the order in which they are added.
 * Parents must come from tree_map() or tree_list(); keys are not copied.
 */
struct node *tree_map(struct arena *a);
struct node *tree_list(struct arena *a);
struct node *tree_add(struct node *parent, const char *key, struct node *child); /* key NULL in lists; returns child */
/* A copy; NULL: null. Bytes that are not UTF-8 are spelt <XX>, for JSON could not carry them back. */
struct node *tree_str(struct arena *a, const char *s);
struct node *tree_int(struct arena *a, int64_t i);
struct node *tree_bool(struct arena *a, bool b);

#endif
