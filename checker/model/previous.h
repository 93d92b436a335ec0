#ifndef TRUEUP_PREVIOUS_H
#define TRUEUP_PREVIOUS_H
/*
 * What a previous report holds this run to (judgement.md 5 "N", 8 "Sticky", 11
 * "Vanished items"): failures, population, required tests, clocks and owners.
 * Made from the facts of a report, put into the builder before the freeze; it
 * lives as long as the model.  Nothing of it can make a number better.
 */
#include "checker/model/record.h"

/* A control as facts name it. system NULL: there were not several. */
struct prev_control { const char *system, *framework, *control; };

struct prev_asset {
	const char *key, *name;
	struct idents ids;        /* normalised, as the run before had them */
	const char **systems; size_t nsystems; /* that it belonged to; none: to none, or there were not several */
	int criticality;
	bool counts;              /* in N; else only a failure is told of it */
	bool listed;              /* by an independent population */
	bool owner_failed;
	struct instant last;      /* newest result; UNKNOWN: none */
	const char *pointer;      /* in the report: "/facts/population/3" */
};

struct prev_test {
	const char *benchmark, *id, *title;
	int severity;             /* -1 unknown */
	bool required;            /* reported for an asset, of a benchmark */
	bool failing;
	struct prev_control *controls; size_t ncontrols; /* that it counted for */
	const char *pointer;
};

struct prev_failure {
	uint32_t asset, test;     /* indices; asset UINT32_MAX: about none */
	bool unplaced;            /* its asset had no usable identifier */
	const char *originator;
	enum grade grade;
	struct instant at, first;
	const char *pointer;
};

/* As the judge's clocks (assessment.h), which the model cannot see. */
enum prev_state { PREV_NONE, PREV_RUNNING, PREV_MET, PREV_BREACHED, PREV_UNKNOWN };

struct prev_item {
	const char *tracker, *key, *title;
	enum item_type type;
	int severity;             /* -1 unknown */
	enum prev_state state;
	bool open, undecided;     /* undecided: late, without a decision in force */
	bool owner_failed;
	struct instant start, due;
	struct instant ended;     /* first decision or closing; UNKNOWN: none */
	struct prev_control *controls; size_t ncontrols;
	const char *pointer;
};

struct previous {
	struct source source;     /* stands in every place: path "previous report"; no input of the run */
	const char *file;         /* "report.json": its name, without folders */
	const char *seal;         /* "trusted", "untrusted" (sealed, by nobody trusted), "unsealed" */
	int64_t as_of;
	bool whole;               /* none of its facts was cut */
	const char *carried_from; /* digest of the report that it was itself held to, or NULL */
	struct prev_asset *assets; size_t nassets;
	struct prev_test *tests; size_t ntests;
	struct prev_failure *failures; size_t nfailures;
	struct prev_item *items; size_t nitems;
	struct prev_control *owners; size_t nowners; /* controls without a valid owner */
};

#define PREVIOUS_PATH "previous report"

/* Does a place lie in the previous report, not in evidence of this run? */
static inline bool
loc_previous(const struct loc *l)
{
	return l->source != NULL && l->source->previous;
}

#endif
