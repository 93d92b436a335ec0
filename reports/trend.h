#ifndef TRUEUP_REPORTS_TREND_H
#define TRUEUP_REPORTS_TREND_H
/*
 * How the numbers of one scope went over a chain of reports: what the trend of the HTML page
 * and of the PDF are made of.
 */
#include <stdint.h>

#include "checker/base/node.h"
#include "reports/words.h"

struct arena;
struct buf;
struct writer_options;

#define TREND_MOST 24 /* reports drawn, the newest: two years of months */
#define TREND_SCOPES 500 /* whose points a report carries: of each all of the others' are looked through */

struct trend_point {
	const char *as_of;       /* as people read it, inert */
	bool defined;            /* there was something to score */
	struct printed p;
	uint64_t contradicted, failing, late;
};

struct trend {
	struct trend_point *v; size_t n; /* oldest first; the report itself is the last */
	uint64_t left_out;               /* older ones, not drawn */
};

/* Of the scope of report with this id, which each report may have once. Without a history given: of the points that the report knows from its previous one. n is 0 where there are none. Lives in a. */
struct trend trend_make(struct arena *a, const struct node *report, const char *scope,
	const struct writer_options *o);
/* The same in one sentence: what a drawing of it says. */
void trend_said(struct buf *b, const struct trend *t);

#endif
