#include "checker/rulefiles.h"

#include <errno.h>

#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config.h"
#include "checker/judge/kind.h"
#include "reports/seal/seal.h"
#include "rules/lang/calendars.h"
#include "rules/lang/changes.h"

/* The signature lies beside the file, as ssh-keygen -Y sign leaves it. */
static int
check_signature(struct run *r, const struct pack_text *t)
{
	const char *path = arena_printf(r->a, "%s.sig", t->path);
	char *sig;
	size_t len;

	if (file_read(r->a, path, MAX_KEY_FILE, &sig, &len) != 0) {
		diag_add(r->diags, &diag_rules_unsigned, &(struct place){.file = t->path},
			"signed rules are required, and its signature %s cannot be read: %s", path,
			strerror(errno));
		return -1;
	}
	return seal_check_rules(r->rule_trust, path, sig, len, t->text, t->len, r->diags) ? 0 : -1;
}

/* Each file is read once: a run that is judged again is judged by the same rules. */
static bool
read_before(const struct run *r, const char *path, struct pack_text *out)
{
	for (const struct rule_text *t = r->rule_texts; t != NULL; t = t->next)
		if (str_same(t->path, path)) {
			*out = (struct pack_text){t->path, t->text, t->len};
			return true;
		}
	return false;
}

static void
remember(struct run *r, const struct pack_text *text)
{
	struct rule_text *t = ARENA_NEW(r->a, struct rule_text);

	*t = (struct rule_text){r->rule_texts, text->path, text->text, text->len};
	r->rule_texts = t;
}

static int
load(struct run *r, const char *path, struct pack_text *out)
{
	char *text;
	size_t len;

	if (read_before(r, path, out))
		return 0;
	if (file_read(r->a, path, MAX_CONFIG, &text, &len) != 0) {
		diag_add(r->diags, &diag_rules_unreadable, &(struct place){.file = path},
			"the rule pack cannot be read: %s; nothing was judged", strerror(errno));
		return -1;
	}
	*out = (struct pack_text){path, text, len};
	if (r->rule_trust != NULL && check_signature(r, out) != 0)
		return -1;
	remember(r, out);
	return 0;
}

int
rulefiles_trust(struct run *r, const struct option_values *trusted)
{
	int rc = 0;

	if (trusted == NULL || trusted->n == 0)
		return 0;
	r->rule_trust = trust_new();
	trust_for_rules(r->rule_trust);
	for (size_t i = 0; i < trusted->n; i++)
		rc |= trust_add_file(r->rule_trust, trusted->v[i], NULL, r->diags);
	return rc;
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

/* The texts of a run, by what they are. */
struct texts {
	struct pack_text *packs, *profiles, *overrides;
	size_t npacks, nprofiles, noverrides;
	size_t max;
	const struct rules_left_out *out; /* NULL: nothing */
	bool tests;                       /* of core: asked for */
};

static bool
file_left_out(const struct texts *t, const struct pack_text *text)
{
	char hex[SHA256_HEX];

	if (t->out == NULL || t->out->nfiles == 0)
		return false;
	sha256_hex(text->text, text->len, hex);
	for (size_t i = 0; i < t->out->nfiles; i++)
		if (str_same(t->out->files[i], hex))
			return true;
	return false;
}

const struct pack_text *
shipped_profile(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; shipped_profiles[i].path != NULL; i++)
		if (strncmp(shipped_profiles[i].path, name, n) == 0
			&& str_same(shipped_profiles[i].path + n, ".profile.jsonc"))
			return &shipped_profiles[i];
	return NULL;
}

/* A file of any of them: what it is, it says itself. */
static int
sort_in(struct run *r, struct texts *t, const char *path)
{
	const struct pack_text *built_in = shipped_profile(path);
	struct pack_text text;
	const char *format;

	if (built_in != NULL && file_left_out(t, built_in))
		return 0;
	if (built_in != NULL) {
		t->profiles[t->nprofiles++] = *built_in;
		return 0;
	}
	if (load(r, path, &text) != 0)
		return -1;
	if (file_left_out(t, &text))
		return 0;
	format = rules_format(&text, r->a);
	if (str_same(format, "profile/1"))
		t->profiles[t->nprofiles++] = text;
	else if (str_same(format, "override/1"))
		t->overrides[t->noverrides++] = text;
	else
		t->packs[t->npacks++] = text;
	return 0;
}

static int
collect(struct run *r, struct texts *t, const struct option_values *files)
{
	int rc = 0;

	t->max = 2 + r->cfg.nrules + r->cfg.noverrides + (files != NULL ? files->n : 0);
	t->packs = ARENA_ARRAY(r->a, struct pack_text, t->max);
	t->profiles = ARENA_ARRAY(r->a, struct pack_text, t->max);
	t->overrides = ARENA_ARRAY(r->a, struct pack_text, t->max);
	t->packs[t->npacks++] = (struct pack_text){"core.rules.jsonc", pack_core_text, pack_core_len};
	for (size_t i = 0; i < r->cfg.nrules; i++)
		rc |= sort_in(r, t, r->cfg.rules[i]);
	for (size_t i = 0; files != NULL && i < files->n; i++)
		rc |= sort_in(r, t, files->v[i]);
	if (r->cfg.profile != NULL)
		rc |= sort_in(r, t, r->cfg.profile);
	for (size_t i = 0; i < r->cfg.noverrides; i++)
		rc |= sort_in(r, t, r->cfg.overrides[i]);
	return rc;
}

/*
 * The limits of decision clocks stand in the configuration as well, and the shorter one wins
 * (READINGS 39): what a profile or an override has loosened in sight is taken over there, but
 * for what trueup.json itself has tightened.
 */
static void
give_limits(struct run *r, const struct rule_set *set)
{
	struct config plain = r->cfg;

	config_default(&plain);
	for (size_t i = 0; i < set->nrules; i++) {
		const struct rule *rule = set->rules[i];

		if (rule->effect != EFFECT_INSTANCE || rule->nchanges == 0 || !str_same(rule->dim, "D"))
			continue;
		for (int rank = 1; rank <= 4; rank++) {
			struct duration d, *now = &r->cfg.limits[rank];

			if (kind_param_duration(rule, "limit", severity_word(rank), &d) == 0
				&& now->ns == plain.limits[rank].ns && now->months == plain.limits[rank].months
				&& !duration_within(d, *now))
				*now = d;
		}
	}
}

/* Ids of the rules of which an override is not to speak; NULL: none. */
static const char *const *
rules_left_alone(struct run *r, const struct texts *t, const struct pack_text *text)
{
	const char **ids;
	char hex[SHA256_HEX];
	size_t n = 0;

	if (t->out == NULL || t->out->nchanges == 0)
		return NULL;
	ids = ARENA_ARRAY(r->a, const char *, t->out->nchanges + 1);
	sha256_hex(text->text, text->len, hex);
	for (size_t i = 0; i < t->out->nchanges; i++)
		if (str_same(t->out->changes[i].sha256, hex))
			ids[n++] = t->out->changes[i].id;
	return ids;
}

static int
change(struct run *r, struct rule_set *set, const struct texts *t)
{
	int rc = 0;

	for (size_t i = 0; i < t->nprofiles; i++) {
		const struct pack_text *text = &t->profiles[i];
		bool shipped = false;
		const struct profile *p;

		for (size_t k = 0; shipped_profiles[k].path != NULL; k++)
			shipped = shipped || text->text == shipped_profiles[k].text;
		p = profile_apply(set, text, shipped, r->a, r->diags);
		if (p == NULL || (p->config != NULL && config_profile(&r->cfg, text->path, text->text,
			text->len, p->config, r->a, r->zones, r->diags) != 0))
			rc = -1;
	}
	for (size_t i = 0; i < t->noverrides; i++)
		rc |= override_apply_but(set, &t->overrides[i],
			rules_left_alone(r, t, &t->overrides[i]), r->a, r->diags);
	if (rc == 0)
		give_limits(r, set);
	return rc;
}

static const struct rule_set *
load_texts(struct run *r, const struct option_values *files, struct texts *t)
{
	struct rule_set *set;

	if (collect(r, t, files) != 0)
		return NULL;
	set = (t->tests ? rules_load : rules_load_to_judge)(r->a, t->packs, t->npacks, kind_specs,
		r->diags);
	if (set == NULL || change(r, set, t) != 0 || give_calendars(r, set) != 0)
		return NULL;
	return set;
}

const struct rule_set *
rulefiles_load(struct run *r, const struct option_values *files)
{
	return load_texts(r, files, &(struct texts){.tests = true});
}

const struct rule_set *
rulefiles_load_without(struct run *r, const struct option_values *files,
	const struct rules_left_out *out)
{
	return load_texts(r, files, &(struct texts){.out = out});
}
