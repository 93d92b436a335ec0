#ifndef TRUEUP_RULEFILES_H
#define TRUEUP_RULEFILES_H
/*
 * What rules a run has: core, the packs of trueup.json and of the command line, changed by profiles
 * and overrides, with the calendars that they name.
 */
#include "checker/cmd.h"
#include "checker/run.h"
#include "rules/lang/pack.h"

/* NULL with diagnostics in r on any error: nothing is judged then. Lives in r->a. */
const struct rule_set *rulefiles_load(struct run *r, const struct option_values *files);

#endif
