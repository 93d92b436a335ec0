#ifndef TRUEUP_CONFIG_FILE_H
#define TRUEUP_CONFIG_FILE_H
/* trueup.json: JSON with comments; every member is optional (checker/trueup.schema.json). */
#include "checker/model/config.h"

struct arena;
struct diags;
struct zones;

/*
 * Reads the text over the defaults that c already has; file is for messages. Everything lives in
 * a. -1: with diagnostics (all that were found).
 */
int config_parse(struct config *c, const char *file, const char *text, size_t len,
	struct arena *a, struct zones *z, struct diags *d);

/* And without some members at its top, to judge what they do. */
int config_parse_without(struct config *c, const char *file, const char *text, size_t len,
	const char *const *members, size_t nmembers, struct arena *a, struct zones *z,
	struct diags *d);

/*
 * process_controls and o_classes of a profile, where trueup.json left its default.  -1: with
 * diagnostics.
 */
struct node;
int config_profile(struct config *c, const char *file, const char *text, size_t len,
	const struct node *map, struct arena *a, struct zones *z, struct diags *d);

/* (the members are a table in config.c; the schema is tested against it) */

#endif
