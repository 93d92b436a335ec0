#ifndef TRUEUP_READ_OSCAL_ASSESS_H
#define TRUEUP_READ_OSCAL_ASSESS_H
/*
 * What assessment results and plans of action have in common: observations,
 * findings and risks that name each other.  Of each observation and finding a
 * few words are kept, not its text, so that memory stays small.
 */
#include "checker/read/oscal.h"

#define OSCAL "oscal" /* tracker, benchmark, and name space of uuids */

struct oscal_subject {
	const char *uuid, *title;
	const char *result;        /* word of the subject's own, or NULL */
	bool asset;                /* not a party, a user or a place */
};

struct oscal_obs {
	const char *uuid, *path, *test, *result, *methods, *actor;
	struct oscal_subject *subjects; size_t nsubjects;
	struct instant at;
	enum grade low, high;      /* by the weakest and the strongest of its methods */
	bool tool, person;
	bool reported, used;       /* a finding told it; a risk or item dates itself by it */
	uint32_t line, col;
};

struct oscal_finding {
	const char *uuid, *path, *title, *target, *control, *framework, *state, *reason;
	const char **obs; size_t nobs;
	const char **risks; size_t nrisks;
	size_t outer;              /* which of the results it belongs to */
	uint32_t line, col;
};

struct oscal_link { const struct oscal_finding *finding; struct oscal_link *next; };

struct oscal_assess {
	struct oscal_doc d;
	VEC(struct oscal_obs *) obs;
	VEC(struct oscal_finding *) findings;
	struct oscal_list risks, items;    /* items: of a plan of action */
	struct map *obs_by, *finding_by;   /* uuid to struct oscal_obs *, struct oscal_finding * */
	struct map *risk_by, *within;      /* uuid of a risk, or within one, to its index + 1 */
	struct map *of_risk;               /* uuid of a risk to struct oscal_link * */
	const struct node **results; size_t nresults;
	struct map *tools;                 /* uuid of a component or platform to its node */
};

void oscal_assess_init(struct oscal_assess *x);
void oscal_assess_free(struct oscal_assess *x);

/*
 * Takes in a record by its cut's last name: observations, findings, risks, poam-items. For
 * oscal_plan.on.
 */
int oscal_assess_take(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec);

/* The account, if the document broke off. */
void oscal_assess_drop(struct oscal_assess *x);

/*
 * After the document, in this order: local assets and findings (results: of
 * assessment results, else NULL), risks joined with the items of a plan, and
 * the observations that neither has told.
 */
void oscal_findings_emit(struct oscal_assess *x, const struct node *results);
void oscal_risks_emit(struct oscal_assess *x);
void oscal_observations_emit(struct oscal_assess *x);

/* Severity of a risk by its facets: word and raw, initial and adjusted. */
struct oscal_severity { const char *word, *raw; int rank; };
void oscal_risk_severity(const struct node *risk, struct oscal_severity *first,
	struct oscal_severity *adjusted, struct arena *a);

#endif
