#ifndef TRUEUP_RULEFILES_H
#define TRUEUP_RULEFILES_H
/*
 * What rules a run has: core, the packs of trueup.json and of the command line, changed by profiles
 * and overrides, with the calendars that they name.
 */
#include "checker/cmd.h"
#include "checker/run.h"
#include "rules/lang/pack.h"

/* With their tests. NULL with diagnostics in r on any error: nothing is judged then. Lives in r->a. */
const struct rule_set *rulefiles_load(struct run *r, const struct option_values *files);
/*
 * What a run is judged without, to measure what it does: the files with these digests, and what
 * the override with a digest says of a rule.
 */
struct rules_left_out {
	const char *const *files; size_t nfiles;
	const struct rule_left_out { const char *sha256, *id; } *changes; size_t nchanges;
};
/*
 * To judge by: the tests of core are not loaded. out NULL: without nothing. r's configuration is that
 * of trueup.json, as before rulefiles_load(). No file is read again.
 */
const struct rule_set *rulefiles_load_without(struct run *r, const struct option_values *files,
	const struct rules_left_out *out);
/* The text of a profile that is built in, by its name ("soc2"); NULL: there is none. */
const struct pack_text *shipped_profile(const char *name);
/*
 * From now on every file of rules that is not built in must have FILE.sig by a key of these files
 * (PEM or allowed_signers); none: no such demand.  -1 with diagnostics.
 */
int rulefiles_trust(struct run *r, const struct option_values *trusted);

#endif
