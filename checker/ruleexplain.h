#ifndef TRUEUP_RULEEXPLAIN_H
#define TRUEUP_RULEEXPLAIN_H
/* trueup rules explain RULE RECORD EVIDENCE...: how a rule comes to its answer on one record. */
#include "checker/run.h"

struct rule_set;

/*
 * Reads the evidence, judges it, and prints the facts, expressions, limits, arithmetic and checks
 * of the rule on that record.  The configuration is loaded already.  An exit status.
 */
int rule_explain(struct run *r, const struct rule_set *rules, const char *rule, const char *record,
	const char *const *evidence, size_t n);

#endif
