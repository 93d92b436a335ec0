/*
 * What holds where trueup.json says nothing. [A] in judgement.md: our own choice, said so in the
 * report.
 */
#include "checker/model/config.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

/* judgement.md 11, Process controls */
static const struct process_row process_800_53[] = {
	{ITEM_VULNERABILITY, "nist-800-53", "ra-5"},
	{ITEM_VULNERABILITY, "nist-800-53", "si-2"},
	{ITEM_FINDING, "nist-800-53", "ra-5"},
	{ITEM_FINDING, "nist-800-53", "si-2"},
	{ITEM_POAM, "nist-800-53", "ca-5"},
	{ITEM_RISK, "nist-800-53", "ca-5"},
	{ITEM_AUDIT_FINDING, "nist-800-53", "ca-5"},
	{ITEM_INCIDENT, "nist-800-53", "ir-4"},
};

void
config_default(struct config *c)
{
	*c = (struct config){0};
	c->period_from = INT64_MIN;
	c->process = process_800_53;
	c->nprocess = COUNT(process_800_53);
	c->o_classes = O_ITEMS;
	c->floor_severity = 2;
	c->max_age = 90 * NS_DAY;
	c->roster_slack = 35 * NS_DAY;
	c->evaluate_within = 5 * NS_DAY;
	c->open_end = 192 * NS_DAY; /* VER-TFR-MAV */
	c->limits[4] = (struct duration){0, 3 * NS_DAY};
	c->limits[3] = (struct duration){0, 7 * NS_DAY};
	c->limits[2] = (struct duration){0, 30 * NS_DAY};
	c->limits[1] = (struct duration){0, 90 * NS_DAY};
	c->target = 950000;
	c->fail_below = 600000;
	c->partial_at = 500000;
	c->names = "owners";
}
