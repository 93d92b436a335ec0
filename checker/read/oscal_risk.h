#ifndef TRUEUP_READ_OSCAL_RISK_H
#define TRUEUP_READ_OSCAL_RISK_H
/* One risk as it becomes an item, shared by oscal_risk.c (item) and oscal_log.c (its events). */
#include "checker/read/oscal_assess.h"

struct oscal_item {
	struct oscal_assess *x;
	const struct oscal_rec *risk;     /* NULL: an entry without one */
	struct rec_item item;
	/* Uuids that are in item.assets, controls that are in item.controls. */
	struct map *assets, *tags;
	/* Uuid of a remediation to the first log entry about it. */
	struct map *answers;
	size_t cap;
	struct oscal_severity first, adjusted;
};

/* Created, closed, assignee, and whether there is a log: from risk log and remediations. */
void oscal_log_look(struct oscal_item *it);
/* Events of log and remediations, who is to do them, and the acceptance, if one is in force. */
void oscal_log_put(struct oscal_item *it);

#endif
