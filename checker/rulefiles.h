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
/*
 * From now on every file of rules that is not built in must have FILE.sig by a key of these files
 * (PEM or allowed_signers); none: no such demand.  -1 with diagnostics.
 */
int rulefiles_trust(struct run *r, const struct option_values *trusted);

#endif
