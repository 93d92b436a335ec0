/*
 * Page two: what the judged party supplied that is no evidence, and the
 * thresholds with who set them.  The effect of an input that nothing can be
 * judged without (as_of, zones) is null, never nothing.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/model/config.h"
#include "reports/build.h"
#include "rules/lang/changes.h"

/* Against what the previous report had of the same kind; NULL: there is none. */
static const char *
change_since(struct build *b, const struct node *n)
{
	const struct node *same = NULL, *other = NULL;

	if (b->o->previous == NULL)
		return NULL;
	for EACH(x, b->o->previous, "judged_party_inputs") {
		if (!str_same(get_str(x, "kind"), get_str(n, "kind")))
			continue;
		if (str_same(get_str(x, "value"), get_str(n, "value")))
			same = x;
		else if (*get_str(x, "sha256") == '\0')
			other = x;
	}
	if (same != NULL)
		return say_text(str_same(get_str(same, "sha256"), get_str(n, "sha256"))
			? SAY_PARTY_SAME : SAY_PARTY_CHANGED);
	return other == NULL || *get_str(n, "sha256") != '\0' ? say_text(SAY_PARTY_NEW)
		: SAID(b->a, SAY_PARTY_BEFORE, SAY_S(get_str(other, "value")));
}

/* Which report the run was held to, and who vouches for it. */
static const char *
previous_text(struct build *b)
{
	const struct previous *p = b->m->previous;
	char as_of[64];
	struct node *n;

	if (p == NULL)
		return say_text(SAY_PARTY_NONE);
	n = tree_map(b->a);
	put_str(b->a, n, "as_of", instant_utc_dup(b->a, p->as_of));
	return SAID(b->a, SAY_PARTY_CHAIN_VALUE, SAY_S(p->file), SAY_S(as_of_text(n, as_of)),
		SAY_S(seal_text(p->seal)));
}

static void
put_input(struct build *b, struct node *list, enum say kind, const char *value, const char *sha256,
	const struct input_effect *effect)
{
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "kind", say_text(kind));
	put_str(b->a, n, "value", value);
	put_str(b->a, n, "sha256", sha256);
	put_str(b->a, n, "author", NULL);
	put_str(b->a, n, "change", change_since(b, n));
	put_effect(b, n, effect);
}

/* Anybody who had a file could have edited it; only a signature would show that (attacks G7). */
static void
put_integrity(struct build *b, struct node *list)
{
	if (b->m->nsources > 0)
		put_input(b, list, SAY_PARTY_INTEGRITY,
			SAID(b->a, SAY_PARTY_INTEGRITY_VALUE, SAY_N(b->m->nsources)), NULL, NULL);
}

/* A mapping that makes failing words pass: whose leave, why and until when (attacks G4). */
static void
put_loosened(struct build *b, struct node *list, const struct source *s)
{
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "kind", say_text(SAY_PARTY_LOOSE_MAPPING));
	put_str(b->a, n, "value", arena_printf(b->a, "%s: %s", s->path, brief(b, s->producer)));
	put_str(b->a, n, "sha256", NULL);
	put_cut(b->a, n, "author", b->names == NAMES_NONE ? NULL : s->loosened_by);
	put_cut(b->a, n, "change", SAID(b->a, SAY_PARTY_LOOSENED, SAY_S(s->loosened_until.raw != NULL
		? s->loosened_until.raw : ""),
		SAY_S(s->loosens)));
	put_effect(b, n, NULL);
}

static void
put_files(struct build *b, struct node *list)
{
	for (size_t i = 0; i < b->o->ninputs; i++) {
		const char *name = b->o->inputs[i].name, *sha256 = b->o->inputs[i].sha256;
		enum say kind = str_has_prefix(name, "rules/profile ") ? SAY_PARTY_PROFILE
			: str_has_prefix(name, "rules/override ") ? SAY_PARTY_OVERRIDE
			: str_has_prefix(name, "rules/") ? SAY_PARTY_PACK
			: str_has_prefix(name, "zoneinfo/") ? SAY_PARTY_ZONE : SAY_PARTY_CONFIG;

		put_input(b, list, kind, name, sha256,
			effect_find(b, INPUT_FILE, sha256 != NULL ? sha256 : "", NULL));
	}
	for (size_t i = 0; i < b->m->nsources; i++) {
		const struct source *s = b->m->sources[i];
		bool maps = s->by_kind[REC_MAPPING] > 0;

		if (maps || s->by_kind[REC_CONTROL] > 0 || s->by_kind[REC_SELECT] > 0)
			put_input(b, list, maps ? SAY_PARTY_MAPPING : SAY_PARTY_CATALOG, s->path,
				s->sha256, effect_of_source(b, s));
	}
	for (size_t i = 0; i < b->m->nsources; i++)
		if (b->m->sources[i]->loosens != NULL)
			put_loosened(b, list, b->m->sources[i]);
	put_integrity(b, list);
}

/* Every change of a rule, with who, why and until when; loosenings are never left out. */
static void
put_change(struct build *b, struct node *list, const struct rule *r, const struct change *c)
{
	bool lapsed = rule_lapsed(r, b->m->config->as_of) == c;
	const char *end = c->expires.raw != NULL ? c->expires.raw : "";
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "kind", say_text(SAY_PARTY_CHANGE));
	put_str(b->a, n, "value", SAID(b->a, SAY_PARTY_CHANGE_VALUE, SAY_S(r->id), SAY_S(c->what),
		SAY_S(c->from), SAY_S(c->to), SAY_S(c->by)));
	put_str(b->a, n, "sha256", NULL);
	put_str(b->a, n, "author", b->names == NAMES_NONE ? NULL : c->approver);
	put_str(b->a, n, "change", c->shipped ? say_text(SAY_PARTY_REGIME)
		: !c->looser ? SAID(b->a, SAY_PARTY_TIGHTENED, SAY_S(c->reason != NULL ? c->reason : ""))
		: SAID(b->a, lapsed ? SAY_PARTY_LAPSED : SAY_PARTY_LOOSENED, SAY_S(end), SAY_S(c->reason)));
	put_effect(b, n, effect_find(b, INPUT_CHANGE, r->id, c->by));
}

static void
put_changes(struct build *b, struct node *list)
{
	const struct rule_set *s = b->as->rule_set;

	for (size_t i = 0; s != NULL && i < s->nrules; i++)
		for (size_t c = 0; c < s->rules[i]->nchanges; c++)
			put_change(b, list, s->rules[i], &s->rules[i]->changes[c]);
}

static void
put_member(struct build *b, struct node *list, enum say kind, const char *value, const char *member)
{
	put_input(b, list, kind, value, NULL, effect_find(b, INPUT_MEMBER, member, NULL));
}

static void
put_rows(struct build *b, struct node *list, enum say kind, size_t n, const char *member)
{
	if (n > 0)
		put_member(b, list, kind, SAID(b->a, SAY_PARTY_AUTHORITY_ROWS, SAY_N(n)), member);
}

static void
put_identities(struct build *b, struct node *list)
{
	const struct config *c = b->m->config;

	for (size_t i = 0; i < c->nidentities; i++) {
		const struct identity_row *row = &c->identities[i];
		struct node *n = put_map(b->a, list, NULL);
		const char *names = "";

		for (size_t k = 0; k < row->ids.n; k++)
			names = arena_printf(b->a, "%s%s%s:%s", names, k > 0 ? " = " : "",
				row->ids.v[k].ns, row->ids.v[k].value);
		put_str(b->a, n, "kind", say_text(SAY_PARTY_IDENTITY));
		put_str(b->a, n, "value", names);
		put_str(b->a, n, "sha256", NULL);
		put_str(b->a, n, "author", b->names == NAMES_NONE ? NULL : row->approver);
		put_str(b->a, n, "change", SAID(b->a, SAY_PARTY_IDENTITY_CHANGE,
			SAY_S(instant_utc_dup(b->a, row->expires.hi)), SAY_S(row->reason)));
		put_effect(b, n, effect_find(b, INPUT_MEMBER, "identities", NULL));
	}
}

/* What was measured and has no line of its own. */
static void
put_other_members(struct build *b, struct node *list)
{
	static const char *const told[] = {"scope", "weights", "period", "authority", "criticality",
		"roles", "identities"};

	for (size_t i = 0; i < b->o->neffects; i++) {
		const struct input_effect *e = &b->o->effects[i];
		bool had = e->kind != INPUT_MEMBER;

		for (size_t k = 0; k < sizeof(told) / sizeof(*told) && !had; k++)
			had = str_same(told[k], e->name);
		if (!had)
			put_input(b, list, SAY_PARTY_CONFIG,
				SAID(b->a, SAY_PARTY_MEMBER, SAY_S(e->name)), NULL, e);
	}
}

static void
put_judgements(struct build *b, struct node *list)
{
	const struct model *m = b->m;
	const struct input_effect *e;
	uint64_t assets = 0, controls = 0;

	for (size_t i = 0; i < m->nassets; i++)
		assets += !m->assets[i].in_scope;
	for (size_t i = 0; i < m->ncontrols; i++)
		controls += m->controls[i].in_scope && m->controls[i].na;
	if ((e = effect_find(b, INPUT_TAGS, NULL, NULL)) != NULL)
		put_input(b, list, SAY_PARTY_TAGS, say_text(SAY_PARTY_TAGS_VALUE), NULL, e);
	if (assets > 0)
		put_input(b, list, SAY_PARTY_OUT_OF_SCOPE, SAID(b->a, SAY_PARTY_OUT_OF_SCOPE_VALUE,
			SAY_N(assets)), NULL, effect_find(b, INPUT_OUT_OF_SCOPE, NULL, NULL));
	if (controls > 0)
		put_input(b, list, SAY_PARTY_APPROVALS, SAID(b->a, SAY_PARTY_APPROVALS_VALUE,
			SAY_N(controls)), NULL, effect_find(b, INPUT_APPROVALS, NULL, NULL));
}

static void
put_choices(struct build *b, struct node *list)
{
	const struct config *c = b->m->config;

	if (c->nscope > 0)
		put_member(b, list, SAY_PARTY_SCOPE,
			SAID(b->a, SAY_PARTY_SCOPE_LIST, SAY_N(c->nscope)), "scope");
	for (size_t i = 0; i < b->as->nscopes && c->nscope == 0; i++)
		put_member(b, list, SAY_PARTY_SCOPE, b->as->scopes[i].scope_from, "scope");
	put_member(b, list, SAY_PARTY_WEIGHTS, c->has_weights
		? SAID(b->a, SAY_PARTY_WEIGHTS_SET, SAY_N(c->nweights))
		: say_text(SAY_PARTY_WEIGHTS_NONE), "weights");
	put_member(b, list, SAY_PARTY_PERIOD, c->period_from == INT64_MIN
		? say_text(SAY_PARTY_PERIOD_OPEN) : instant_utc_dup(b->a, c->period_from), "period");
	put_input(b, list, SAY_PARTY_AS_OF, c->as_of_text != NULL ? c->as_of_text
		: SAID(b->a, SAY_PARTY_AS_OF_NEWEST, SAY_S(instant_utc_dup(b->a, c->as_of))), NULL,
		NULL);
	put_rows(b, list, SAY_PARTY_AUTHORITY, c->nauthority, "authority");
	put_rows(b, list, SAY_PARTY_CRITICALITY, c->ncriticality, "criticality");
	put_rows(b, list, SAY_PARTY_ROLES, c->nroles, "roles");
	put_other_members(b, list);
	put_identities(b, list);
	put_sample_inputs(b, list);
	put_judgements(b, list);
	put_input(b, list, SAY_PARTY_CHAIN, previous_text(b),
		b->m->previous != NULL ? b->m->previous->source.sha256 : NULL,
		effect_find(b, INPUT_PREVIOUS, NULL, NULL));
}

static void
put_parameter(struct build *b, struct node *list, const char *name, const char *value, bool ours)
{
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "name", name);
	put_str(b->a, n, "value", value);
	put_str(b->a, n, "basis", say_text(ours ? SAY_PARAM_TRUEUP : SAY_PARAM_CONFIGURED));
}

static const char *
duration_text(struct build *b, struct duration d)
{
	struct buf text;
	const char *s;

	buf_init(&text, 256);
	if (d.months == 0)
		span_put(&text, d.ns);
	else
		duration_put(&text, d);
	s = arena_strdup(b->a, text.p);
	buf_free(&text);
	return s;
}

static const char *
percent_text(struct build *b, uint32_t millionths)
{
	uint32_t rest = millionths % 10000;

	if (rest == 0)
		return arena_printf(b->a, "%u %%", millionths / 10000);
	return arena_printf(b->a, "%u.%04u %%", millionths / 10000, rest);
}

static void
put_span(struct build *b, struct node *list, enum say name, int64_t ns, int64_t standard)
{
	put_parameter(b, list, say_text(name), duration_text(b, (struct duration){.ns = ns}),
		ns == standard);
}

static void
put_share(struct build *b, struct node *list, enum say name, uint32_t v, uint32_t standard)
{
	put_parameter(b, list, say_text(name), percent_text(b, v), v == standard);
}

static void
put_parameters(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "parameters");
	const struct config *c = b->m->config;
	struct config d;

	config_default(&d);
	for (int rank = 4; rank >= 1; rank--)
		put_parameter(b, list, SAID(b->a, SAY_PARAM_LIMIT, SAY_S(severity_word(rank))),
			duration_text(b, c->limits[rank]), c->limits[rank].ns == d.limits[rank].ns
				&& c->limits[rank].months == d.limits[rank].months);
	put_span(b, list, SAY_PARAM_EVALUATE, c->evaluate_within, d.evaluate_within);
	put_span(b, list, SAY_PARAM_MAX_AGE, c->max_age, d.max_age);
	put_span(b, list, SAY_PARAM_ROSTER, c->roster_slack, d.roster_slack);
	put_parameter(b, list, say_text(SAY_PARAM_FLOOR), severity_word(c->floor_severity),
		c->floor_severity == d.floor_severity);
	put_share(b, list, SAY_PARAM_TARGET, c->target, d.target);
	put_share(b, list, SAY_PARAM_PARTIAL, c->partial_at, d.partial_at);
	put_share(b, list, SAY_PARAM_FAIL, c->fail_below, d.fail_below);
	/* 192 days are FedRAMP's, not ours (VER-TFR-MAV). */
	{
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "name", say_text(SAY_PARAM_OPEN_END));
		put_str(b->a, n, "value", duration_text(b, (struct duration){.ns = c->open_end}));
		put_str(b->a, n, "basis", say_text(c->open_end == d.open_end ? SAY_PARAM_STANDARD
			: SAY_PARAM_CONFIGURED));
	}
}

void
put_judged_party(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "judged_party_inputs");

	put_files(b, list);
	put_changes(b, list);
	put_choices(b, list);
	put_parameters(b, report);
}
