#include "checker/rulefiles.h"

#include <errno.h>

#include "checker/base/arena.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/cmd_diags.h"
#include "checker/judge/kind.h"

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

const struct rule_set *
rulefiles_load(struct run *r, const struct option_values *files)
{
	size_t max = 1 + r->cfg.nrules + (files != NULL ? files->n : 0), n = 0;
	struct pack_text *packs = ARENA_ARRAY(r->a, struct pack_text, max);
	int rc = 0;

	packs[n++] = (struct pack_text){"core.rules.jsonc", pack_core_text, pack_core_len};
	for (size_t i = 0; i < r->cfg.nrules; i++)
		rc |= load(r, r->cfg.rules[i], &packs[n++]);
	for (size_t i = 0; files != NULL && i < files->n; i++)
		rc |= load(r, files->v[i], &packs[n++]);
	if (rc != 0)
		return NULL;
	return rules_load(r->a, packs, n, kind_specs, r->diags);
}
