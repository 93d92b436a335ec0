#ifndef TRUEUP_CALENDARS_H
#define TRUEUP_CALENDARS_H
/*
 * Calendars by name, from their files: zone, weekly hours, holidays, validity,
 * and the source that says so (rules/packs/calendars, trueup.json "calendars").
 */
#include "checker/base/calendar.h"
#include "rules/lang/pack.h"

struct diags;
struct zones;

struct calendar_file {
	struct calendar c;
	const char *title, *source, *basis, *path, *sha256;
};
struct calendar_set { struct calendar_file *v; size_t n; };

/* Adds the calendars of one text; -1 with every error reported. Lives in a, zones in z. */
int calendars_load(struct calendar_set *s, const struct pack_text *text, struct arena *a,
	struct zones *z, struct diags *d);
/* NULL: no calendar of that name was given. */
const struct calendar *calendar_named(const struct calendar_set *s, const char *name);
/* Gives each rule its calendar; one that is not there leaves NULL: such clocks are unknown. */
void calendars_bind(const struct calendar_set *s, struct rule_set *rules);

#endif
