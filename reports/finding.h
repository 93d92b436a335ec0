#ifndef TRUEUP_REPORTS_FINDING_H
#define TRUEUP_REPORTS_FINDING_H
/*
 * What a pipeline must hear of a report, one after the other and worst first:
 * the formats of continuous integration all walk this list, so that none of
 * them can call clean what another one calls red.
 */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/buf.h"
#include "checker/base/node.h"
#include "reports/words.h"

/* How a control stands, for formats that know three words. */
enum outcome {
	OUTCOME_HOLDS,    /* shown to work, and no admissible evidence against it */
	OUTCOME_FAILS,    /* refuted, or failing evidence, whatever else is shown */
	OUTCOME_UNPROVEN, /* everything else: never a pass, never skipped */
	OUTCOME_LEFT_OUT  /* not applicable, with approval */
};
enum outcome outcome_of(const struct node *control);

struct finding {
	const char *rule;           /* "CONTRADICTED", "LATE", "INCOMPLETE"...: a verdict or one of finding_rules */
	bool error;                 /* else a warning: not shown, but not refuted either */
	const struct node *scope, *control; /* NULL: about neither */
	const struct node *late;    /* an entry of the report's late decisions, or NULL */
	const char *text;           /* one sentence, not yet inert; lives until the next one */
	const char *at;             /* the line of evidence; "": none */
	char fingerprint[65];       /* the same from run to run, unique in a report */
};

/* What finding.rule can be besides a verdict, with a sentence; ends with NULL. */
struct finding_rule { const char *id; enum say text; };
extern const struct finding_rule finding_rules[];

/* Calls each until all are told or it returns false. The number of all, whether told or not. */
size_t findings_walk(const struct node *report, bool (*each)(void *ctx, const struct finding *f),
	void *ctx);

/* "AC-2 Account Management: reported green, evidence says red; ..." */
void control_sentence(struct buf *b, const struct node *control);

/* 64 hexadecimal digits from up to three parts; NULL parts are empty. */
void fingerprint_of(char out[65], const char *a, const char *b, const char *c);

#endif
