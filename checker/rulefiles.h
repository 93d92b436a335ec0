#ifndef TRUEUP_RULEFILES_H
#define TRUEUP_RULEFILES_H
/* Which packs a run loads: core, those of trueup.json, those of the command line. */
#include "checker/cmd.h"
#include "checker/run.h"
#include "rules/lang/pack.h"

/* NULL with diagnostics in r on any error: nothing is judged then. Lives in r->a. */
const struct rule_set *rulefiles_load(struct run *r, const struct option_values *files);

#endif
