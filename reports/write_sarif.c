/*
 * SARIF 2.1.0 (OASIS, errata 01): verdicts and late decisions first, then what
 * the rules found.  What is not shown has the level warning and the kind fail:
 * viewers hide every other kind, and a hidden unknown would look like a pass.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/finding.h"
#include "reports/place.h"
#include "reports/report.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define RESULTS 5000    /* GitHub shows and stores no more of one run */
#define TEXT_CUT 1000   /* bytes of a message */
#define RELATED 20      /* more lines of one result; GitHub shows 100 */

struct sarif {
	struct emit_json *j;
	struct places *places;
	const struct node *report;
	size_t told, left_out;
};

/*
 * "[text](1)" is a link and "{0}" a place to fill in a SARIF message (3.11.5,
 * 3.11.6): evidence gets neither.
 */
static void
message(struct emit_json *j, const char *key, const char *text)
{
	struct buf inert, b;

	buf_init(&inert, MIB);
	buf_init(&b, MIB);
	text_inert(&inert, text, TEXT_CUT);
	for (const char *p = inert.p; *p != '\0'; p++) {
		if (*p == '[' || *p == ']' || *p == '\\')
			buf_chr(&b, '\\');
		if ((*p == '{' || *p == '}'))
			buf_chr(&b, *p);
		buf_chr(&b, *p);
	}
	ej_kobject(j, key);
	ej_kstr(j, "text", b.p);
	ej_end(j);
	buf_free(&inert);
	buf_free(&b);
}

/* Lines are positive: where only the file is known, its first. */
static void
location(struct sarif *s, const char *at, const char *label)
{
	struct place_parts p = {.path = "report.json", .len = 11, .inside = ""};
	struct buf uri;

	place_split(&p, s->places, at);
	buf_init(&uri, MIB);
	uri_put(&uri, p.path, p.len);
	ej_object(s->j);
	ej_kobject(s->j, "physicalLocation");
	ej_kobject(s->j, "artifactLocation");
	ej_kstr(s->j, "uri", uri.p);
	ej_end(s->j);
	ej_kobject(s->j, "region");
	ej_kint(s->j, "startLine", p.line > 0 ? p.line : 1);
	ej_end(s->j);
	ej_end(s->j);
	if (label != NULL && *label != '\0') {
		ej_karray(s->j, "logicalLocations");
		ej_object(s->j);
		ej_kinert(s->j, "name", label, 200);
		ej_end(s->j);
		ej_end(s->j);
	}
	ej_end(s->j);
	buf_free(&uri);
}

static void
related(struct sarif *s, const struct node *control, const char *at)
{
	unsigned n = 0;

	ej_karray(s->j, "relatedLocations");
	for EACH(f, control, "from")
		if (node_is(f, NODE_STRING) && !str_same(f->text, at) && n++ < RELATED)
			location(s, f->text, NULL);
	ej_end(s->j);
}

static void
result_open(struct sarif *s, const char *rule, const char *level, const char *text, const char *at,
	const char *label, const char *fingerprint)
{
	ej_object(s->j);
	ej_kinert(s->j, "ruleId", rule, 0); /* ids are the same everywhere, so never cut */
	ej_kstr(s->j, "kind", "fail");
	ej_kstr(s->j, "level", level);
	message(s->j, "message", text);
	ej_karray(s->j, "locations");
	location(s, at, label);
	ej_end(s->j);
	ej_kobject(s->j, "partialFingerprints");
	ej_kstr(s->j, "trueup/v1", fingerprint);
	ej_end(s->j);
	s->told++;
}

static bool
finding(void *ctx, const struct finding *f)
{
	struct sarif *s = ctx;

	if (s->told == RESULTS) {
		s->left_out++;
		return true;
	}
	result_open(s, f->rule, f->error ? "error" : "warning", f->text, f->at,
		f->control != NULL ? get_str(f->control, "label") : get_str(f->late, "subject"),
		f->fingerprint);
	if (f->control != NULL) {
		related(s, f->control, f->at);
		ej_kobject(s->j, "properties");
		ej_kinert(s->j, "scope", get_str(f->scope, "id"), 200);
		ej_kinert(s->j, "control", get_str(f->control, "id"), 200);
		ej_kint(s->j, "claimed", get_int(node_get(f->control, "claim"), "p"));
		ej_kint(s->j, "realLow", get_int(f->control, "real_low"));
		ej_kint(s->j, "realHigh", get_int(f->control, "real_high"));
		ej_kint(s->j, "weight", get_int(f->control, "weight"));
		ej_end(s->j);
	}
	ej_end(s->j);
	return true;
}

/* ---- what the rules found ---- */

static const char *
level_of(const struct node *rule, bool known)
{
	const char *severity = get_str(rule, "severity");

	if (!known || str_same(severity, "low"))
		return "note";
	if (str_same(get_str(rule, "effect"), "instance")
		&& (str_same(severity, "critical") || str_same(severity, "high")))
		return "error";
	return "warning";
}

static void
check(struct sarif *s, const struct node *rule, const struct node *i, bool known, size_t nth)
{
	const char *text = get_str(i, "message"), *id = get_str(rule, "id");
	char hex[65], order[32] = "";
	struct buf b;

	if (s->told == RESULTS) {
		s->left_out++;
		return;
	}
	buf_init(&b, MIB);
	if (!known)
		SAY_WITH(&b, SAY_U_CHECK, SAY_S(get_str(i, "subject")), SAY_S(text));
	else if (*text == '\0')
		SAY_WITH(&b, SAY_CONTROL, SAY_S(get_str(i, "subject")), SAY_S(id));
	else
		buf_str(&b, text);
	if (nth > 0)
		snprintf(order, sizeof(order), "%zu", nth);
	fingerprint_of(hex, id, get_str(i, "subject"), order);
	result_open(s, id, level_of(rule, known), b.p, get_str(i, "at"), get_str(i, "subject"), hex);
	if (*get_str(i, "also") != '\0') {
		ej_karray(s->j, "relatedLocations");
		location(s, get_str(i, "also"), NULL);
		ej_end(s->j);
	}
	ej_end(s->j);
	buf_free(&b);
}

/* Instances of one subject stand next to each other or not: those before with the same one count. */
static size_t
same_subject_before(const struct node *rule, const struct node *i)
{
	size_t n = 0;

	for EACH(x, rule, "instances") {
		if (x == i)
			break;
		n += str_same(get_str(x, "subject"), get_str(i, "subject"));
	}
	return n;
}

static void
checks(struct sarif *s, bool known)
{
	for EACH(rule, s->report, "rules") {
		size_t shown = 0;
		int64_t all = known ? get_int(rule, "f") + get_int(rule, "b") : get_int(rule, "u");

		for EACH(i, rule, "instances") {
			const char *value = get_str(i, "value");

			if (known ? !str_same(value, "F") && !str_same(value, "B")
				: !str_same(value, "U"))
				continue;
			check(s, rule, i, known, same_subject_before(rule, i));
			shown++;
		}
		/* The others are in checks.jsonl. */
		if (all > (int64_t)shown)
			s->left_out += (size_t)(all - (int64_t)shown);
	}
}

/* ---- the rules ---- */

static void
rule_row(struct emit_json *j, const char *id, const char *brief, const char *help, const char *level,
	const char *tag)
{
	ej_object(j);
	ej_kinert(j, "id", id, 0);
	message(j, "shortDescription", brief);
	message(j, "help", help);
	ej_kobject(j, "defaultConfiguration");
	ej_kstr(j, "level", level);
	ej_end(j);
	ej_kobject(j, "properties");
	ej_karray(j, "tags");
	ej_str(j, "compliance");
	if (tag != NULL)
		ej_str(j, tag);
	ej_end(j);
	ej_end(j);
	ej_end(j);
}

/* A verdict with its meaning: from the first control that has it. */
static void
verdict_rules(struct sarif *s)
{
	const struct node *first = get_child(s->report, "scopes");

	for EACH(v, first, "verdicts") {
		const struct node *with = NULL;
		struct buf b;

		for EACH(scope, s->report, "scopes")
			for EACH(c, scope, "controls")
				if (with == NULL && str_same(get_str(c, "verdict"), v->key))
					with = c;
		if (with == NULL)
			continue;
		buf_init(&b, MIB);
		buf_fmt(&b, "%s %s %s", say_text(SAY_M_REAL), say_text(SAY_M_INTERVAL),
			say_text(SAY_M_GRADES));
		rule_row(s->j, v->key, get_str(with, "meaning"), b.p,
			outcome_of(with) == OUTCOME_FAILS ? "error"
				: outcome_of(with) == OUTCOME_UNPROVEN ? "warning" : "note", "verdict");
		buf_free(&b);
	}
}

static void
rules(struct sarif *s)
{
	ej_karray(s->j, "rules");
	for (size_t i = 0; finding_rules[i].id != NULL; i++)
		rule_row(s->j, finding_rules[i].id, say_text(finding_rules[i].text),
			say_text(str_same(finding_rules[i].id, "LATE") ? SAY_M_CLOCK
				: finding_rules[i].text), "error", NULL);
	verdict_rules(s);
	for EACH(r, s->report, "rules") {
		const char *question = get_str(r, "question"), *refs = get_str(r, "refs");
		struct buf b;

		buf_init(&b, MIB);
		buf_str(&b, question);
		if (*refs != '\0') {
			buf_chr(&b, ' ');
			SAY_WITH(&b, SAY_R_CHECK_WHY, SAY_S(get_str(r, "id")), SAY_S(refs));
		} else {
			buf_chr(&b, ' ');
			SAY_WITH(&b, SAY_R_CHECK, SAY_S(get_str(r, "id")));
		}
		rule_row(s->j, get_str(r, "id"), *question != '\0' ? question : get_str(r, "id"), b.p,
			level_of(r, true), NULL);
		buf_free(&b);
	}
	ej_end(s->j);
}

static void
tool(struct sarif *s)
{
	ej_kobject(s->j, "tool");
	ej_kobject(s->j, "driver");
	ej_kstr(s->j, "name", "trueup");
	ej_kinert(s->j, "version", get_str(s->report, "tool_version"), 40);
	rules(s);
	ej_end(s->j);
	ej_end(s->j);
}

/* ---- the run ---- */

static void
notifications(struct sarif *s)
{
	ej_karray(s->j, "toolExecutionNotifications");
	for EACH(n, s->report, "notices") {
		ej_object(s->j);
		ej_kstr(s->j, "level", "note");
		message(s->j, "message", get_str(n, "text"));
		ej_end(s->j);
	}
	if (s->left_out > 0) {
		struct buf b;

		buf_init(&b, 256);
		SAY_WITH(&b, SAY_MORE_IN, SAY_N(s->left_out));
		ej_object(s->j);
		ej_kstr(s->j, "level", "warning");
		message(s->j, "message", b.p);
		ej_end(s->j);
		buf_free(&b);
	}
	ej_end(s->j);
}

static void
scope_numbers(struct emit_json *j, const struct node *scope)
{
	const struct node *scores = node_get(scope, "scores");

	ej_object(j);
	ej_kinert(j, "id", get_str(scope, "id"), 200);
	for EACH(n, scope, "scores") {
		if (n->type == NODE_NUMBER)
			ej_kint(j, n->key, get_int(scores, n->key));
		else
			ej_kstr(j, n->key, node_text(n));
	}
	ej_kint(j, "contradicted", get_int(scope, "contradicted"));
	ej_kint(j, "failing", get_int(scope, "failing"));
	ej_kobject(j, "verdicts");
	for EACH(v, scope, "verdicts")
		ej_kint(j, v->key, get_int(node_get(scope, "verdicts"), v->key));
	ej_end(j);
	ej_end(j);
}

static void
properties(struct sarif *s)
{
	ej_kobject(s->j, "properties");
	ej_kinert(s->j, "headline", get_str(s->report, "headline"), TEXT_CUT);
	ej_kinert(s->j, "asOf", get_str(s->report, "as_of"), 40);
	ej_kbool(s->j, "complete", get_bool(s->report, "complete"));
	ej_kint(s->j, "lateTotal", get_int(s->report, "late_total"));
	ej_kint(s->j, "notPersonsTotal", get_int(s->report, "not_persons_total"));
	ej_kint(s->j, "resultsLeftOut", (int64_t)s->left_out);
	ej_karray(s->j, "scopes");
	for EACH(scope, s->report, "scopes")
		scope_numbers(s->j, scope);
	ej_end(s->j);
	ej_end(s->j);
}

static int
write_sarif(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct sarif s = {.j = ej_to_buf(out, EJ_PRETTY), .report = report};
	int rc;

	(void)o;
	s.places = places_new(report);
	ej_object(s.j);
	ej_kstr(s.j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	ej_kstr(s.j, "version", "2.1.0");
	ej_karray(s.j, "runs");
	ej_object(s.j);
	tool(&s);
	ej_kobject(s.j, "automationDetails");
	ej_kstr(s.j, "id", "trueup/");
	ej_end(s.j);
	ej_kstr(s.j, "columnKind", "utf16CodeUnits");
	ej_karray(s.j, "results");
	findings_walk(report, finding, &s);
	checks(&s, true);
	checks(&s, false);
	ej_end(s.j);
	ej_karray(s.j, "invocations");
	ej_object(s.j);
	ej_kbool(s.j, "executionSuccessful", get_bool(report, "complete"));
	notifications(&s);
	ej_end(s.j);
	ej_end(s.j);
	properties(&s);
	ej_end(s.j);
	ej_end(s.j);
	ej_end(s.j);
	rc = ej_finish(s.j);
	places_free(s.places);
	return rc;
}

const struct writer writer_sarif = {"sarif", "report.sarif", "application/sarif+json",
	"SARIF 2.1.0, for code scanning", write_sarif, NULL};
