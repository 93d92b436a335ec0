#include "checker/rulefiles.h"

#include <errno.h>

#include "checker/base/arena.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/cmd_diags.h"
#include "checker/judge/kind.h"
#include "rules/lang/calendars.h"

static int
load(struct run *r, const char *path, struct pack_text *out)
{
	char *text;
	size_t len;

	if (file_read(r->a, path, MAX_CONFIG, &text, &len) != 0) {
		diag_add(r->diags, &diag_rules_unreadable, &(struct place){.file = path},
			"the rule pack cannot be read: %s; nothing was judged", strerror(errno));
		return -1;
	}
	*out = (struct pack_text){path, text, len};
	return 0;
}

/* A shipped calendar is looked at where a rule names it: else its zone would be an input for nothing. */
static bool
is_named(const struct rule_set *set, const char *file)
{
	for (size_t i = 0; i < set->nrules; i++) {
		const char *name = set->rules[i]->calendar_name;
		size_t n = name != NULL ? strlen(name) : 0;

		if (n > 0 && strncmp(file, name, n) == 0 && file[n] == '.')
			return true;
	}
	return false;
}

/* The shipped calendars and those of trueup.json; the rules that name them get them. */
static int
give_calendars(struct run *r, struct rule_set *set)
{
	struct calendar_set cals = {0};
	int rc = 0;

	for (size_t i = 0; shipped_calendars[i].path != NULL; i++)
		if (is_named(set, shipped_calendars[i].path))
			rc |= calendars_load(&cals, &shipped_calendars[i], r->a, r->zones, r->diags);
	for (size_t i = 0; i < r->cfg.ncalendars; i++) {
		struct pack_text text;

		if (load(r, r->cfg.calendars[i], &text) != 0
			|| calendars_load(&cals, &text, r->a, r->zones, r->diags) != 0)
			rc = -1;
	}
	calendars_bind(&cals, set);
	return rc;
}

const struct rule_set *
rulefiles_load(struct run *r, const struct option_values *files)
{
	size_t max = 1 + r->cfg.nrules + (files != NULL ? files->n : 0), n = 0;
	struct pack_text *packs = ARENA_ARRAY(r->a, struct pack_text, max);
	struct rule_set *set;
	int rc = 0;

	packs[n++] = (struct pack_text){"core.rules.jsonc", pack_core_text, pack_core_len};
	for (size_t i = 0; i < r->cfg.nrules; i++)
		rc |= load(r, r->cfg.rules[i], &packs[n++]);
	for (size_t i = 0; files != NULL && i < files->n; i++)
		rc |= load(r, files->v[i], &packs[n++]);
	if (rc != 0)
		return NULL;
	set = rules_load(r->a, packs, n, kind_specs, r->diags);
	return set != NULL && give_calendars(r, set) == 0 ? set : NULL;
}
