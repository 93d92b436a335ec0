#ifndef TRUEUP_REPORTS_RISE_H
#define TRUEUP_REPORTS_RISE_H
/*
 * What would have to change for a control's verdict to rise by one (judgement.md 8), for
 * `trueup explain` and the page: one sentence that heads the list, then its points.
 * Texts hold words from evidence as they are; place is NULL where there is none.
 */
#include "checker/base/node.h"

struct rise {
	void (*head)(void *to, const char *text);
	void (*point)(void *to, const char *text, const char *place);
	void *to;
};

void rise_tell(const struct rise *r, const struct node *report, const struct node *control);

#endif
