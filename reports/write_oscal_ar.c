/*
 * OSCAL assessment results: a result a scope, an observation and a finding a
 * control.  OSCAL knows "satisfied" and "not-satisfied" only: what is not shown
 * is not satisfied, with the reason "other"; what was left out with approval
 * has no finding.  Risks are the late decisions.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_oscal.h"
#include "reports/finding.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define EVIDENCE 50 /* lines of one observation; the others are in report.json */

static void
observation_uuid(char out[37], const struct node *scope, const struct node *c)
{
	os_uuid(out, "observation", get_str(scope, "id"), get_str(c, "id"));
}

static void
control_list(struct oscal *o, const struct node *scope, bool left_out)
{
	bool any = false;
	struct buf b;

	buf_init(&b, MIB);
	for EACH(c, scope, "controls") {
		if ((outcome_of(c) == OUTCOME_LEFT_OUT) != left_out)
			continue;
		if (!any)
			os_list(o, left_out ? "exclude-controls" : "include-controls");
		any = true;
		buf_reset(&b);
		os_token(&b, get_str(c, "id"));
		os_entry(o, left_out ? "exclude-control" : "include-control");
		os_flag(o, "control-id", b.p);
		os_end(o);
	}
	if (any)
		os_list_end(o);
	buf_free(&b);
}

static bool
any_judged(const struct node *scope)
{
	for EACH(c, scope, "controls")
		if (outcome_of(c) != OUTCOME_LEFT_OUT)
			return true;
	return false;
}

static void
reviewed(struct oscal *o, const struct node *scope)
{
	os_map(o, "reviewed-controls");
	os_list(o, "control-selections");
	os_entry(o, "control-selection");
	if (any_judged(scope))
		control_list(o, scope, false);
	else
		os_empty(o, "include-all");
	control_list(o, scope, true);
	os_end(o);
	os_list_end(o);
	os_end(o);
}

static void
scope_props(struct oscal *o, const struct node *scope)
{
	os_list(o, "props");
	for EACH(s, scope, "scores") {
		if (s->type == NODE_NUMBER)
			os_prop_int(o, s->key, get_int(node_get(scope, "scores"), s->key));
		else if (s->type == NODE_STRING)
			os_prop(o, s->key, s->text);
	}
	os_prop_int(o, "contradicted", get_int(scope, "contradicted"));
	os_prop_int(o, "failing", get_int(scope, "failing"));
	for EACH(v, scope, "verdicts")
		os_prop_int(o, v->key, get_int(node_get(scope, "verdicts"), v->key));
	os_list_end(o);
}

static void
observation(struct oscal *o, const struct node *report, const struct node *scope,
	const struct node *c)
{
	char uuid[37];
	unsigned n = 0;
	struct buf b;

	buf_init(&b, MIB);
	control_sentence(&b, c);
	observation_uuid(uuid, scope, c);
	os_entry(o, "observation");
	os_flag(o, "uuid", uuid);
	os_block(o, "description", b.p);
	os_list(o, "methods");
	os_item(o, "method", get_int(node_get(c, "w"), "n") > 0 ? "TEST" : "EXAMINE");
	os_list_end(o);
	if (get_child(c, "from") != NULL) {
		os_list(o, "relevant-evidence");
		for EACH(f, c, "from") {
			if (n++ == EVIDENCE)
				break;
			os_entry(o, "relevant-evidence");
			os_block(o, "description", node_text(f));
			os_end(o);
		}
		os_list_end(o);
	}
	os_value(o, "collected", get_str(report, "as_of"));
	os_end(o);
	buf_free(&b);
}

static void
finding_props(struct oscal *o, const struct node *c)
{
	static const char *const dims[] = {"o", "d", "w"};

	os_list(o, "props");
	os_prop(o, "verdict", get_str(c, "verdict"));
	os_prop_int(o, "claimed", get_int(node_get(c, "claim"), "p"));
	os_prop_int(o, "real_low", get_int(c, "real_low"));
	os_prop_int(o, "real_high", get_int(c, "real_high"));
	os_prop_int(o, "weight", get_int(c, "weight"));
	os_prop(o, "failing", get_bool(c, "failing") ? "true" : "false");
	for (size_t i = 0; i < 3; i++) {
		const struct node *d = node_get(c, dims[i]);
		char name[16];

		snprintf(name, sizeof(name), "%s_good", dims[i]);
		os_prop_int(o, name, get_int(d, "good"));
		snprintf(name, sizeof(name), "%s_bad", dims[i]);
		os_prop_int(o, name, get_int(d, "bad"));
		snprintf(name, sizeof(name), "%s_all", dims[i]);
		os_prop_int(o, name, get_int(d, "m"));
	}
	if (*get_str(node_get(c, "owner"), "name") != '\0')
		os_prop(o, "owner", get_str(node_get(c, "owner"), "name"));
	os_list_end(o);
}

static void
finding(struct oscal *o, const struct node *scope, const struct node *c)
{
	enum outcome out = outcome_of(c);
	char uuid[37];
	struct buf b, id;

	buf_init(&b, MIB);
	buf_init(&id, MIB);
	control_sentence(&b, c);
	os_token(&id, get_str(c, "id"));
	buf_str(&id, "_smt");
	os_uuid(uuid, "finding", get_str(scope, "id"), get_str(c, "id"));
	os_entry(o, "finding");
	os_flag(o, "uuid", uuid);
	os_line(o, "title", *get_str(c, "label") != '\0' ? get_str(c, "label") : get_str(c, "id"));
	os_block(o, "description", b.p);
	finding_props(o, c);
	os_map(o, "target");
	os_flag(o, "type", "statement-id");
	os_flag(o, "target-id", id.p);
	os_map(o, "status");
	os_flag(o, "state", out == OUTCOME_HOLDS ? "satisfied" : "not-satisfied");
	os_flag(o, "reason", out == OUTCOME_HOLDS ? "pass" : out == OUTCOME_FAILS ? "fail" : "other");
	os_end(o);
	os_end(o);
	observation_uuid(uuid, scope, c);
	os_list(o, "related-observations");
	os_entry(o, "related-observation");
	os_flag(o, "observation-uuid", uuid);
	os_end(o);
	os_list_end(o);
	os_end(o);
	buf_free(&b);
	buf_free(&id);
}

/* Late decisions are about the whole run: they stand in its first result. */
struct risks { struct oscal *o; bool begun; };

static bool
risk(void *ctx, const struct finding *f)
{
	struct risks *r = ctx;
	char uuid[37];

	if (f->control != NULL)
		return true;
	if (!r->begun)
		os_list(r->o, "risks");
	r->begun = true;
	os_uuid(uuid, "risk", f->fingerprint, NULL);
	os_entry(r->o, "risk");
	os_flag(r->o, "uuid", uuid);
	os_line(r->o, "title", f->late != NULL ? get_str(f->late, "subject") : f->rule);
	os_block(r->o, "description", f->text);
	os_block(r->o, "statement", say_text(str_same(f->rule, "LATE") ? SAY_R_LATE
		: SAY_INCOMPLETE_PAGE));
	os_list(r->o, "props");
	os_prop(r->o, "rule", f->rule);
	if (f->late != NULL)
		os_prop_int(r->o, "late_seconds", get_int(f->late, "late_seconds"));
	if (*f->at != '\0')
		os_prop(r->o, "evidence", f->at);
	os_list_end(r->o);
	os_value(r->o, "status", "open");
	os_end(r->o);
	return true;
}

static void
controls(struct oscal *o, const struct node *report, const struct node *scope, bool findings)
{
	if (!any_judged(scope))
		return;
	os_list(o, findings ? "findings" : "observations");
	for EACH(c, scope, "controls") {
		if (outcome_of(c) == OUTCOME_LEFT_OUT)
			continue;
		if (findings)
			finding(o, scope, c);
		else
			observation(o, report, scope, c);
	}
	os_list_end(o);
}

/* scope NULL: there is none, and OSCAL wants one result. */
static void
result(struct oscal *o, const struct node *report, const struct node *scope, bool first)
{
	struct risks r = {.o = o};
	char uuid[37];
	struct buf b;

	buf_init(&b, MIB);
	headline_put(&b, scope);
	os_document_uuid(uuid, report, "result");
	os_uuid(uuid, uuid, scope != NULL ? get_str(scope, "id") : "", NULL);
	os_entry(o, "result");
	os_flag(o, "uuid", uuid);
	os_line(o, "title", scope != NULL ? get_str(scope, "id") : say_text(SAY_B_NOTHING));
	os_block(o, "description", say_plain(&b));
	os_value(o, "start", *get_str(report, "period_from") != '\0' ? get_str(report, "period_from")
		: get_str(report, "as_of"));
	os_value(o, "end", get_str(report, "as_of"));
	if (scope != NULL)
		scope_props(o, scope);
	reviewed(o, scope);
	controls(o, report, scope, false);
	if (first)
		findings_walk(report, risk, &r);
	if (r.begun)
		os_list_end(o);
	controls(o, report, scope, true);
	os_end(o);
	buf_free(&b);
}

static int
write_ar(struct buf *out, const struct node *report, bool xml)
{
	struct oscal *o;
	char uuid[37];
	bool first = true;

	os_document_uuid(uuid, report, "assessment-results");
	o = os_begin(out, xml, "assessment-results", uuid);
	os_metadata(o, report, say_text(SAY_P_TITLE));
	/* There was no assessment plan; OSCAL wants a reference to one. */
	os_map(o, "import-ap");
	os_flag(o, "href", "report.json");
	os_end(o);
	os_list(o, "results");
	for EACH(s, report, "scopes") {
		result(o, report, s, first);
		first = false;
	}
	if (first)
		result(o, report, NULL, true);
	os_list_end(o);
	os_sources(o, report);
	return os_finish(o);
}

static int
write_json(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)o;
	return write_ar(out, report, false);
}

static int
write_xml(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)o;
	return write_ar(out, report, true);
}

const struct writer writer_oscal_ar_json = {"oscal-ar-json", "report.oscal-ar.json",
	"application/json", "OSCAL assessment results", write_json, "oscal"};
const struct writer writer_oscal_ar_xml = {"oscal-ar-xml", "report.oscal-ar.xml",
	"application/xml", "the same as XML", write_xml, "oscal"};
