/*
 * SARIF 2.1.0 (formats.md 8).  Tool, rules and the time of the run may stand
 * behind the results, so what is kept of each result waits; code flows and
 * other prose do not.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/finding.h"
#include "checker/read/held.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/xccdf_words.h"

struct sarif_result {
	struct loc loc;
	size_t run;
	const char *rule, *kind, *level, *security, *message;
	int64_t index, extension;   /* of the rule, and of the component that has it; -1: none */
	struct tags taxa;
	struct instant first;
	bool absent;                /* of an earlier run, and no longer there */
};

/* The rules of a driver or extension, by position and by id: files have as many rules as they like. */
struct component { VEC(const struct node *) rules; struct map *by_id; };

/* What a run says of all of its results. */
struct sarif_run {
	VEC(struct component) components; /* the driver, then the extensions */
	const char *tool;
	struct idents asset;
	struct instant at;
	bool failed;
};

struct sarif {
	struct reading *r;
	VEC(struct sarif_result) results;
	VEC(struct sarif_run) runs;
	uint64_t suppressed;
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static const char *
keep(struct sarif *s, const char *text, size_t max)
{
	return text == NULL ? NULL : arena_strndup(s->r->a, text, strnlen(text, max));
}

static int64_t
number(const struct node *n, const char *path)
{
	int64_t v;

	return node_int(node_at(n, path), &v) == 0 ? v : -1;
}

/* Suppressed with a status that is not rejected; the format has no place for who decided. */
static bool
is_suppressed(const struct node *n)
{
	for (const struct node *x = node_first(node_get(n, "suppressions")); x != NULL;
		x = node_next(x)) {
		const char *status = node_get_text(x, "status");

		if (status == NULL)
			status = node_get_text(x, "state"); /* drafts of 2.1.0 */
		if (status == NULL || str_same(status, "accepted"))
			return true;
	}
	return false;
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	struct sarif *s = ctx;
	const struct node *n = rec->node;
	struct sarif_result *x;
	const char *rule = node_get_text(n, "ruleId");

	reading_seen(s->r);
	if (!set(rule))
		rule = node_text(node_at(n, "rule/id"));
	if (set(rule) && strlen(rule) > MAX_ID) {
		reading_refused(s->r, &read_w_long, rec->line, rec->col,
			"the ruleId of a result has more than %d bytes", MAX_ID);
		return 0;
	}
	x = VEC_PUSH(&s->results);
	x->loc = (struct loc){ .line = rec->line, .col = rec->col,
		.path = arena_strdup(s->r->a, rec->pointer) };
	x->run = pointer_index(rec->pointer, 1);
	x->rule = keep(s, rule, MAX_ID);
	x->index = number(n, "ruleIndex");
	if (x->index < 0)
		x->index = number(n, "rule/index");
	x->extension = number(n, "rule/toolComponent/index");
	x->kind = keep(s, node_get_text(n, "kind"), 64);
	x->level = keep(s, node_get_text(n, "level"), 64);
	x->security = keep(s, node_text(node_at(n, "properties/security-severity")), 16);
	x->message = keep(s, node_text(node_at(n, "message/text")), 1024);
	x->absent = str_same(node_get_text(n, "baselineState"), "absent");
	x->first = reading_instant(s->r, node_text(node_at(n, "provenance/firstDetectionTimeUtc")),
		rec->line);
	x->first.raw = arena_strdup(s->r->a, x->first.raw);
	for (const struct node *t = node_first(node_get(n, "taxa")); t != NULL; t = node_next(t))
		if (set(node_get_text(t, "id")))
			finding_requirement(&x->taxa, node_text(node_at(t, "toolComponent/name")),
				node_get_text(t, "id"), s->r->a);
	s->suppressed += is_suppressed(n);
	return 0;
}

/* Runs */

static void
component(struct sarif_run *run, const struct node *n)
{
	struct component *c = VEC_PUSH(&run->components);

	c->by_id = map_new();
	for (const struct node *x = node_first(node_get(n, "rules")); x != NULL; x = node_next(x)) {
		const char *id = node_get_text(x, "id");

		*VEC_PUSH(&c->rules) = x;
		if (id != NULL && map_get(c->by_id, id, strlen(id)) == NULL)
			*map_slot(c->by_id, id, strlen(id), NULL) = (void *)(uintptr_t)c->rules.n;
	}
}

static void
runs_free(struct sarif *s)
{
	for (size_t i = 0; i < s->runs.n; i++) {
		struct sarif_run *run = &s->runs.v[i];

		for (size_t k = 0; k < run->components.n; k++) {
			VEC_FREE(&run->components.v[k].rules);
			map_free(run->components.v[k].by_id);
		}
		VEC_FREE(&run->components);
	}
	VEC_FREE(&s->runs);
}

/* Told by the tool itself: a rule that crashed, or that it could not set up (SARIF 3.20.20, 3.20.21). */
static bool
has_errors(const struct node *list)
{
	for (const struct node *x = node_first(list); x != NULL; x = node_next(x))
		if (str_same(node_get_text(x, "level"), "error"))
			return true;
	return false;
}

static void
run_of(struct sarif *s, const struct node *n)
{
	struct reading *r = s->r;
	struct sarif_run *run = VEC_PUSH(&s->runs);
	const char *repo = NULL;

	component(run, node_at(n, "tool/driver"));
	for (const struct node *x = node_first(node_at(n, "tool/extensions")); x != NULL;
		x = node_next(x))
		component(run, x);
	run->tool = node_text(node_at(n, "tool/driver/name"));
	if (set(run->tool))
		run->tool = xccdf_originator(run->tool, r->a);
	run->at = instant_unknown();
	for (const struct node *i = node_first(node_get(n, "invocations")); i != NULL;
		i = node_next(i)) {
		const char *end = node_get_text(i, "endTimeUtc");
		struct instant at = reading_instant(r, set(end) ? end : node_get_text(i,
			"startTimeUtc"), i->line);

		/* One part that failed is enough: what it did not see is not known. */
		run->failed = run->failed || node_is(node_get(i, "executionSuccessful"), NODE_FALSE) ||
			has_errors(node_get(i, "toolExecutionNotifications")) ||
			has_errors(node_get(i, "toolConfigurationNotifications"));
		at.raw = arena_strdup(r->a, at.raw);
		if (run->at.known != KNOWN || (at.known == KNOWN && at.lo < run->at.lo))
			run->at = at;
	}
	for (const struct node *v = node_first(node_get(n, "versionControlProvenance"));
		v != NULL && repo == NULL; v = node_next(v))
		repo = node_get_text(v, "repositoryUri");
	if (set(repo) && strlen(repo) <= MAX_ID)
		idents_add(&run->asset, r->a, "repo", repo);
	else
		reading_note(r, &read_w_asset, n->line, n->col, "the run names no repository");
	if (run->failed)
		reading_note(r, &scan_w_run, n->line, n->col, "it was not successful, or tells of errors");
	if (r->source->producer == NULL)
		r->source->producer = run->tool;
}

/* Rules: in the driver, or in an extension. */
static const struct node *
rule_of(const struct sarif_run *run, const struct sarif_result *x)
{
	size_t at = x->extension >= 0 ? (size_t)x->extension + 1 : 0;
	const struct component *c = at < run->components.n ? &run->components.v[at] : NULL;
	size_t i;

	if (c == NULL)
		return NULL;
	if (x->index >= 0)
		return (size_t)x->index < c->rules.n ? c->rules.v[x->index] : NULL;
	if (x->rule == NULL)
		return NULL;
	i = (uintptr_t)map_get(c->by_id, x->rule, strlen(x->rule));
	return i == 0 ? NULL : c->rules.v[i - 1];
}

static const struct { const char *word; enum result result; } kinds[] = {
	{ "fail", RESULT_FAIL }, { "pass", RESULT_PASS },
	{ "notApplicable", RESULT_NOT_APPLICABLE }, { "informational", RESULT_UNKNOWN },
	{ "open", RESULT_UNKNOWN }, { "review", RESULT_UNKNOWN },
};

static enum result
result_of(struct sarif *s, const struct sarif_result *x, const char **raw)
{
	*raw = set(x->kind) ? x->kind : "fail"; /* the default, section 3.27.9 */
	if (x->absent) {
		*raw = arena_printf(s->r->rec, "%s, absent", *raw);
		return RESULT_UNKNOWN;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_same(kinds[i].word, *raw))
			return kinds[i].result;
	source_odd_word(s->r->source, s->r->a, "SARIF kind", *raw);
	return RESULT_UNKNOWN;
}

/* The security severity of the rule, on the scale of CVSS; else the level, of which the default is warning. */
static void
severity(struct sarif *s, const struct sarif_result *x, const struct node *rule, struct finding *f)
{
	static const struct { const char *level, *severity; } levels[] = {
		{ "error", "high" }, { "warning", "moderate" }, { "note", "low" }, { "none", "info" } };
	const char *score = x->security, *level = x->level;

	if (!set(score))
		score = node_text(node_at(rule, "properties/security-severity"));
	if (set(score)) {
		f->severity_raw = score;
		f->severity = word_severity(arena_printf(s->r->rec, "cvss %s", score), s->r->rec);
		return;
	}
	if (!set(level))
		level = node_text(node_at(rule, "defaultConfiguration/level"));
	f->severity_raw = set(level) ? level : "warning";
	for (size_t i = 0; i < 4; i++)
		if (str_same(levels[i].level, f->severity_raw))
			f->severity = levels[i].severity;
}

static void
rule_tags(struct sarif *s, const struct node *rule, struct finding *f)
{
	static const char cwe[] = "external/cwe/cwe-";
	struct arena *a = s->r->rec;

	for (const struct node *t = node_first(node_at(rule, "properties/tags")); t != NULL;
		t = node_next(t))
		if (set(node_text(t)) && str_has_prefix(node_text(t), cwe))
			finding_requirement(&f->tags, "cwe", arena_printf(a, "CWE-%s", node_text(t) +
				sizeof(cwe) - 1), a);
	for (const struct node *x = node_first(node_get(rule, "relationships")); x != NULL;
		x = node_next(x))
		if (set(node_text(node_at(x, "target/toolComponent/name"))))
			finding_requirement(&f->tags, node_text(node_at(x,
				"target/toolComponent/name")), node_text(node_at(x, "target/id")), a);
}

static void
put(struct sarif *s, const struct sarif_result *x)
{
	static const struct sarif_run nothing;
	const struct sarif_run *run = x->run < s->runs.n ? &s->runs.v[x->run] : &nothing;
	const struct node *rule = rule_of(run, x);
	struct finding f = { .loc = x->loc, .test = x->rule, .message = x->message, .at = run->at,
		.first = x->first, .originator = run->tool,
		.benchmark = run->tool == NULL ? "sarif" : run->tool };

	if (!set(f.test))
		f.test = node_get_text(rule, "id");
	if (!finding_named(s->r, &x->loc, "a rule", f.test))
		return;
	for (size_t i = 0; i < x->taxa.n; i++)
		tags_add(&f.tags, s->r->rec, x->taxa.v[i].scheme, x->taxa.v[i].id, x->taxa.v[i].raw,
			x->taxa.v[i].relation);
	rule_tags(s, rule, &f);
	severity(s, x, rule, &f);
	f.result = result_of(s, x, &f.result_raw);
	/* A run that failed, or whose end was cut off, passes nothing. */
	if ((run->failed || run == &nothing) && f.result != RESULT_FAIL)
		f.result = RESULT_UNKNOWN;
	finding_put(s->r, &f, &run->asset);
	reading_kept(s->r);
	arena_reset(s->r->rec);
}

static int
refuse(struct sarif *s, const char *version)
{
	reading_note(s->r, &scan_e_version, 0, 0, "SARIF version \"%s\": 2.1.0 is read",
		version == NULL ? "" : text_inert_dup(s->r->rec, version, 40));
	for (size_t i = 0; i < s->results.n; i++)
		reading_ignored(s->r, "result of a version that is not read");
	return -1;
}

static int
read_sarif(struct reading *r)
{
	static const char *const cuts[] = { "/runs/#/results" };
	struct sarif s = { .r = r };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_record, .ctx = &s };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);
	const char *version = node_get_text(rest, "version");

	r->source->version = version;
	if (rc == 0 && !str_same(version, "2.1.0")) {
		rc = refuse(&s, version);
	} else {
		for (const struct node *n = node_first(node_get(rest, "runs")); n != NULL;
			n = node_next(n))
			run_of(&s, n);
		for (size_t i = 0; i < s.results.n; i++)
			put(&s, &s.results.v[i]);
		finding_suppressed(r, s.suppressed);
	}
	VEC_FREE(&s.results);
	runs_free(&s);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	bool runs = false, version = false, schema = false;

	for (size_t i = 0; i < h->nkeys && !h->json_list; i++) {
		runs = runs || str_same(h->keys[i], "runs");
		version = version || str_same(h->keys[i], "version");
		schema = schema || str_same(h->keys[i], "$schema");
	}
	/* The schema's address varies: it never decides alone. */
	if (!runs || (!version && !schema))
		return 0;
	*sign = "members version and runs";
	return 90;
}

static const struct word_row_doc sarif_words[] = {
	{ "SARIF kind", "fail (the default)", "fail, also where it is suppressed" },
	{ "SARIF kind", "pass", "pass; of a run that failed: unknown" },
	{ "SARIF kind", "notApplicable", "not-applicable" },
	{ "SARIF kind", "informational, open, review", "unknown" },
	{ "SARIF baselineState", "absent", "unknown: gone is not fixed" },
	{ "SARIF level", "error warning note none", "high moderate low info; security-severity first" },
	{ NULL, NULL, NULL }
};

const struct reader reader_sarif = {
	.name = "sarif",
	.title = "SARIF 2.1.0 results",
	.what = "Shows what an analyser found in one repository, and by which rule. Most list only "
		"what fails: a rule that found nothing is not proved to have run.",
	.better = "the rules that ran and passed as well, where the analyser can list them",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_sarif,
	.words = sarif_words,
};
