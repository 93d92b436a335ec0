/* The mapping engine: the shipped mappings on tables, what is refused in a mapping, dates, lists, approvals, the corpus. */
#include "tests/unit/read_harness.h"

#include <dirent.h>

#include "checker/base/buf.h"
#include "checker/read/mapping_set.h"
#include "checker/read/read_diags.h"

#define GOOD "fixtures/good/csv-mapping/"
#define HOSTILE "fixtures/hostile/csv-mapping/"
#define DAY(n) (INT64_C(n) * NS_DAY)

static void
test_shipped(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct mappings *s = mappings_builtin(a, d);

	(void)state;
	diags_print(d, stderr, false);
	assert_non_null(s);
	assert_int_equal(diags_count(d), 0);
	assert_true(mappings_count(s) >= 10);
	for (size_t i = 0; i < mappings_count(s); i++) {
		struct mapping_info info;

		mapping_describe(mappings_at(s, i), &info);
		assert_non_null(info.title);
		assert_null(info.file);
		assert_false(info.loosens);
		assert_ptr_equal(mapping_find(s, info.name), mappings_at(s, i));
	}
	diags_free(d);
	arena_free(a);
}

static bool
same_tree(const struct node *a, const struct node *b)
{
	for (; a != NULL && b != NULL; a = a->next, b = b->next)
		if (a->type != b->type || !str_same(a->text, b->text) || !same_tree(a->child, b->child)
			|| (a->key != NULL && !str_same(a->key, b->key)))
			return false;
	return a == NULL && b == NULL;
}

/* What is known of a shipped one before it is read through: its name, and all that detects it. */
static void
test_shipped_detect(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	(void)state;
	for (const struct shipped_mapping *t = shipped_mappings; t->name != NULL; t++) {
		const struct node *whole = json_parse(a, t->name, t->text, t->len, JSON_RELAXED, d);
		const struct node *part = json_parse(a, t->name, t->detect, t->detect_len, JSON_STRICT, d);
		const struct node *asked = node_get(whole, "detect");

		assert_string_equal(node_get_text(whole, "name"), t->name);
		assert_non_null(asked);
		assert_non_null(node_get(part, "detect"));
		assert_int_equal(node_count(part), 1);
		assert_true(same_tree(asked->child, node_get(part, "detect")->child));
	}
	assert_int_equal(diags_count(d), 0);
	diags_free(d);
	arena_free(a);
}

/* Which mapping reads a fixture, and how many records of which kinds come out. */
static void
test_detected(void **state)
{
	static const struct {
		const char *path, *originator;
		uint64_t kept, refused;
		enum record_kind kind;
		uint64_t n;
	} rows[] = {
		{ GOOD "roster.csv", "mapping:roster", 3, 1, REC_PARTY, 3 },
		{ GOOD "roles.csv", "mapping:roles", 2, 0, REC_ROLE, 2 },
		{ GOOD "assets.csv", "mapping:assets", 2, 0, REC_ASSET, 2 },
		{ GOOD "controls.csv", "mapping:controls", 3, 0, REC_CLAIM, 3 },
		{ GOOD "soa.csv", "mapping:soa", 3, 0, REC_CLAIM, 3 },
		{ GOOD "tickets.csv", "mapping:tickets", 3, 1, REC_ITEM, 3 },
		{ GOOD "acceptances.csv", "mapping:acceptances", 2, 0, REC_ACCEPTANCE, 2 },
		{ GOOD "jira.csv", "mapping:jira-csv", 2, 0, REC_ITEM, 2 },
		{ GOOD "poam.csv", "mapping:poam-fedramp", 1, 0, REC_ITEM, 1 },
		{ GOOD "drata.csv", "mapping:drata-controls", 3, 0, REC_ASSIGN, 4 },
		{ GOOD "hyperproof.csv", "mapping:hyperproof-controls", 3, 0, REC_OBSERVATION, 3 },
		{ GOOD "ciso-controls.csv", "mapping:ciso-assistant-controls", 2, 0, REC_ASSIGN, 3 },
		{ GOOD "ciso-assessment.csv", "mapping:ciso-assistant-assessment", 3, 0, REC_CLAIM, 3 },
		{ GOOD "ciso-exceptions.csv", "mapping:ciso-assistant-exceptions", 2, 0, REC_ACCEPTANCE, 2 },
		{ GOOD "emass.csv", "mapping:emass-poam", 2, 0, REC_ITEM, 2 },
		{ GOOD "ciso-incidents.csv", "mapping:ciso-assistant-incidents", 2, 0, REC_ASSIGN, 2 },
		{ GOOD "ciso-risks.csv", "mapping:ciso-assistant-risks", 2, 0, REC_ASSIGN, 3 },
		{ GOOD "crosswalk-8500.csv", "mapping:crosswalk-8500", 2, 0, REC_MAPPING, 5 },
		{ GOOD "gitlab-vulnerabilities.csv", "mapping:gitlab-vulnerabilities", 2, 0, REC_ITEM, 2 },
		{ GOOD "hdf-attestations.csv", "mapping:hdf-attestations-sheet", 2, 0, REC_OBSERVATION, 2 },
		{ GOOD "kev.csv", "mapping:kev-csv", 2, 0, REC_TEST, 2 },
		{ GOOD "nessus.csv", "mapping:nessus-csv", 2, 0, REC_OBSERVATION, 2 },
		{ GOOD "pagerduty.csv", "mapping:pagerduty-csv", 2, 0, REC_ITEM, 2 },
		{ GOOD "prisma.csv", "mapping:prisma-csv", 2, 0, REC_OBSERVATION, 2 },
		{ GOOD "prowler.csv", "mapping:prowler-csv", 4, 0, REC_OBSERVATION, 4 },
		{ GOOD "prowler-framework.csv", "mapping:prowler-framework-csv", 3, 0, REC_OBSERVATION, 3 },
		{ GOOD "steampipe.csv", "mapping:steampipe-csv", 3, 0, REC_OBSERVATION, 3 },
		{ GOOD "stig.csv", "mapping:stig-csv", 2, 0, REC_TEST, 2 },
		{ HOSTILE "odd-rows.csv", "mapping:tickets", 3, 0, REC_ITEM, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_file(&run, rows[i].path);
		assert_non_null(run.reader);
		assert_string_equal(run.reader->name, "csv-mapping");
		assert_int_equal(run.rc, 0);
		assert_string_equal(run.source.originator, rows[i].originator);
		assert_int_equal(run.source.kept, rows[i].kept);
		assert_int_equal(run.source.refused, rows[i].refused);
		assert_int_equal(run_count(&run, rows[i].kind), rows[i].n);
		assert_int_equal(run.source.grade, GRADE_E2);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_roster(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "roster.csv");
	p = &run_at(&run, REC_PARTY, 1)->u.party;
	assert_int_equal(p->ids.n, 5);
	assert_string_equal(p->ids.v[1].value, "bo.lee@x.example");
	assert_string_equal(run_ident(&p->ids, "emp"), "E200");
	assert_string_equal(run_ident(&p->ids, "jira"), "712020:aa");
	assert_int_equal(p->active, TRI_F);
	assert_string_equal(p->status_raw, "Terminated");
	assert_string_equal(p->manager.raw, "E100");
	/* 15/02/2025 decides its column; nothing decides the other, so 01/02/2020 is both. */
	assert_true(p->left.lo == DAY(20134) && p->left.hi == DAY(20135) - 1);
	assert_true(p->hired.lo == DAY(18263) && p->hired.hi == DAY(18294) - 1);
	assert_true(run_said(&run, &map_w_dates));
	p = &run_at(&run, REC_PARTY, 2)->u.party;
	assert_int_equal(p->active, TRI_U);
	assert_int_equal(p->left.known, EMPTY);
	assert_int_equal(run.source.odd_words, 1);
	assert_true((run.source.roles & ROLE_ROSTER) != 0);
	/* The roster's own date is the newest in it: the leave of 15 February 2025. */
	assert_true(run.source.as_of.lo == DAY(20135) - 1);
	run_close(&run);
	/* The order can be told. */
	run_init(&run);
	run.zone = "UTC";
	run.date_order = "dmy";
	run_path(&run, GOOD "roster.csv");
	p = &run_at(&run, REC_PARTY, 1)->u.party;
	assert_true(p->hired.lo == DAY(18293) && p->hired.hi == DAY(18294) - 1);
	assert_false(run_said(&run, &map_w_dates));
	run_close(&run);
}

static void
test_assets(void **state)
{
	struct run run;
	const struct rec_asset *s;

	(void)state;
	run_file(&run, GOOD "assets.csv");
	s = &run_at(&run, REC_ASSET, 0)->u.asset;
	/* "1 - most critical" is turned round; a bare 3 has no direction. */
	assert_int_equal(s->criticality, 5);
	assert_string_equal(s->criticality_raw, "1 - most critical");
	assert_true(s->listed);
	assert_int_equal(s->in_scope, TRI_T);
	assert_string_equal(run_ident(&s->ids, "serial"), "SN1");
	assert_int_equal(run_at(&run, REC_ASSET, 0)->loc.line, 5);
	s = &run_at(&run, REC_ASSET, 1)->u.asset;
	assert_int_equal(s->criticality, 0);
	assert_int_equal(s->in_scope, TRI_F);
	assert_int_equal(s->ids.n, 3);
	assert_int_equal(run_count(&run, REC_ASSIGN), 3);
	assert_true(run_at(&run, REC_ASSIGN, 0)->u.assign.owner);
	assert_false(run_at(&run, REC_ASSIGN, 1)->u.assign.owner);
	/* The place for an owner is there, and blank. */
	assert_string_equal(run_at(&run, REC_ASSIGN, 2)->u.assign.party.raw, "");
	assert_true((run.source.roles & ROLE_POPULATION) != 0);
	assert_true(run_said(&run, &map_n_columns));
	run_close(&run);
}

static void
test_registers(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, GOOD "controls.csv");
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.state, STATE_IMPLEMENTED);
	assert_string_equal(run_at(&run, REC_CLAIM, 0)->u.claim.framework, "own");
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->u.claim.control, "ac-3");
	assert_int_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state, STATE_UNKNOWN);
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state_raw, "Frobnicated");
	assert_int_equal(run_count(&run, REC_ASSIGN), 4);
	assert_string_equal(run_at(&run, REC_ASSIGN, 1)->u.assign.party.raw, "Cy Ng");
	assert_string_equal(run_at(&run, REC_ASSIGN, 3)->u.assign.party.raw, "TBD");
	assert_string_equal(run_at(&run, REC_MAPPING, 0)->u.mapping.control, "ac-2.1");
	assert_string_equal(run_at(&run, REC_MAPPING, 1)->u.mapping.control, "ia-2");
	run_close(&run);
	run_file(&run, GOOD "soa.csv");
	assert_string_equal(run_at(&run, REC_CLAIM, 1)->u.claim.framework, "iso-27001-2022");
	assert_int_equal(run_at(&run, REC_CLAIM, 1)->u.claim.state, STATE_PARTIAL);
	assert_int_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state, STATE_NOT_APPLICABLE);
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->u.claim.reason, "");
	run_close(&run);
}

static void
test_items(void **state)
{
	struct run run;
	const struct rec_item *i;
	const struct rec_event *e;

	(void)state;
	run_file(&run, GOOD "tickets.csv");
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_int_equal(i->type, ITEM_VULNERABILITY);
	assert_string_equal(i->severity, "critical");
	assert_true(run_has_tag(&i->controls, "nist-800-53", "si-2"));
	assert_true(run_has_tag(&i->tests, "cve", "CVE-2024-0001"));
	assert_int_equal(i->nassets, 1);
	/* No type: a finding; that word is not the source's. A blank detected cell is empty, not unknown. */
	i = &run_at(&run, REC_ITEM, 1)->u.item;
	assert_int_equal(i->type, ITEM_FINDING);
	assert_null(i->type_raw);
	assert_int_equal(i->detected.known, EMPTY);
	i = &run_at(&run, REC_ITEM, 2)->u.item;
	assert_string_equal(i->severity, "");
	assert_null(i->priority);
	assert_int_equal(i->status, STATUS_UNKNOWN);
	e = &run_at(&run, REC_EVENT, 0)->u.event;
	assert_string_equal(e->item, "F-2");
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_string_equal(e->actor.raw, "CISO");
	assert_string_equal(e->rationale, "compensating control");
	assert_int_equal(e->until.known, KNOWN);
	run_close(&run);

	run_file(&run, GOOD "jira.csv");
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_string_equal(i->tracker, "jira");
	assert_string_equal(i->assignee.raw, "Bo Lee");
	assert_string_equal(run_ident(&i->assignee.ids, "jira"), "712020:aa");
	assert_true(run_has_tag(&i->controls, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&i->controls, "nist-800-53", "si-2"));
	assert_true(run_has_tag(&i->tests, "stig", "SV-230221"));
	/* 02/Jan/25 3:04 AM in no zone: the whole range. */
	assert_true(i->created.hi - i->created.lo == 26 * NS_HOUR);
	assert_null(i->severity);
	assert_string_equal(i->priority, "critical");
	run_close(&run);

	run_file(&run, GOOD "acceptances.csv");
	assert_true(run_at(&run, REC_ACCEPTANCE, 1)->u.acceptance.expires.never);
	assert_string_equal(run_at(&run, REC_ACCEPTANCE, 1)->u.acceptance.approver.raw, "");
	run_close(&run);
}

/* The words of GRC platforms: what each is made, and nothing more than a claim of it. */
static void
test_platforms(void **state)
{
	struct run run;
	const struct rec_item *i;

	(void)state;
	run_file(&run, GOOD "drata.csv");
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.state, STATE_IMPLEMENTED);
	assert_string_equal(run_at(&run, REC_CLAIM, 0)->u.claim.control, "DCF-71");
	assert_int_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state, STATE_NOT_APPLICABLE);
	assert_string_equal(run_at(&run, REC_ASSIGN, 2)->u.assign.party.raw, "");
	assert_string_equal(run_at(&run, REC_MAPPING, 1)->u.mapping.control, "ia-2");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 0);
	run_close(&run);

	run_file(&run, GOOD "hyperproof.csv");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.result, RESULT_PASS);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.result, RESULT_FAIL);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 2)->u.observation.result, RESULT_UNKNOWN);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.grade, GRADE_E1);
	assert_true(run_has_tag(&run_at(&run, REC_OBSERVATION, 0)->u.observation.tags, "nist-800-53", "ac-2"));
	run_close(&run);

	run_file(&run, GOOD "ciso-controls.csv");
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.state, STATE_IMPLEMENTED);
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.review.known, KNOWN);
	assert_int_equal(run_at(&run, REC_CLAIM, 1)->u.claim.state, STATE_PLANNED);
	assert_string_equal(run_at(&run, REC_ASSIGN, 2)->u.assign.party.raw, "cy@x.example");
	run_close(&run);

	run_file(&run, GOOD "ciso-assessment.csv");
	assert_int_equal(run_at(&run, REC_CLAIM, 1)->u.claim.state, STATE_NOT_IMPLEMENTED);
	assert_int_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state, STATE_UNKNOWN);
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.kind, CLAIM_CHECKLIST);
	assert_int_equal(run.source.seen, 4);
	run_close(&run);

	run_file(&run, GOOD "emass.csv");
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_string_equal(i->severity, "high");
	assert_int_equal(i->status, STATUS_OPEN);
	assert_int_equal(i->nassets, 2);
	assert_true(run_has_tag(&i->tests, "stig", "SV-230221"));
	i = &run_at(&run, REC_ITEM, 1)->u.item;
	assert_string_equal(i->severity, "info");
	assert_int_equal(i->status, STATUS_ACCEPTED);
	assert_int_equal(i->due.known, KNOWN);
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.party.raw, "bo@x.example");
	assert_string_equal(run_at(&run, REC_ASSIGN, 1)->u.assign.party.raw, "Unknown");
	run_close(&run);
}

/* A mapping of one's own, with its set; the set lives in a. */
static struct mappings *
own(struct arena *a, const char *text, struct diags *d)
{
	struct mappings *s = mappings_builtin(a, d);

	return mappings_add(s, "own.json", text, strlen(text), d) == 0 ? s : NULL;
}

static const char begin[] = "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"csv\",\"header_all\":[\"Check\",\"Outcome\"]},";

static void
test_mapping_errors(void **state)
{
	static const struct { const char *rest; const struct diag_kind *kind; const char *says; } rows[] = {
		{ "\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"reslut\":\"Outcome\",\"result\":\"Outcome\",\"grade\":{\"const\":\"E2\"}}}]}", &map_e_syntax, "did you mean \"result\"" },
		{ "\"emits\":[]}", &map_e_syntax, "did you mean \"emit\"" },
		{ "\"emit\":[{\"record\":\"finding\",\"set\":{\"test\":\"Check\"}}]}", &map_e_syntax, "kinds of record" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":{\"ref\":\"Check\",\"any\":[\"Outcome\"]}}}]}", &map_e_syntax, "one of" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":{\"ref\":\"Check\",\"match\":\"(a\"}}}]}", &map_e_syntax, "no regular expression" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":{\"ref\":\"Check\",\"match\":\"(a)(b)\"}}}]}", &map_e_syntax, "more than one group" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"ids\":{\"ref\":\"Check\"}}}]}", &map_e_syntax, "\"ns\"" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"Check\"},\"require\":[\"ids\"]}]}", &map_e_syntax, "required but not set" },
		{ "\"emit\":[{\"record\":\"party\",\"set\":{\"active\":{\"ref\":\"Check\",\"map\":\"gone\"}}}]}", &map_e_syntax, "no table" },
		{ "\"tables\":{\"t\":{\"a\":\"maybe\"}},\"emit\":[{\"record\":\"party\",\"set\":{\"active\":{\"ref\":\"Check\",\"map\":\"t\"}}}]}", &map_e_syntax, "no value of \"active\"" },
		{ "\"tables\":{\"t\":{\"In Use\":\"T\",\"in_use\":\"F\"}},\"emit\":[{\"record\":\"party\",\"set\":{\"active\":{\"ref\":\"Check\",\"map\":\"t\"}}}]}", &map_e_syntax, "same word" },
		{ "\"emit\":[{\"record\":\"claim\",\"set\":{\"control\":\"Check\"}}]}", &map_e_syntax, "must set \"kind\"" },
		{ "\"loosens\":{\"reason\":\"r\",\"approver\":\"a\"},\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"Check\"}}]}", &map_e_loose, "expires" },
		{ "\"loosens\":{\"reason\":\" \",\"approver\":\"a\",\"expires\":\"2030-01-01\"},\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"Check\"}}]}", &map_e_loose, "reason" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new();
		struct diags *d = diags_new();
		const struct diag *said;

		if (own(a, arena_printf(a, "%s%s", begin, rows[i].rest), d) != NULL)
			fail_msg("accepted: %s", rows[i].rest);
		assert_true(diags_count(d) > 0);
		said = diags_at(d, 0);
		assert_ptr_equal(said->kind, rows[i].kind);
		if (strstr(said->text, rows[i].says) == NULL)
			fail_msg("\"%s\" does not say %s", said->text, rows[i].says);
		assert_true(said->at.line == 1 && said->at.col > 0 && said->at.excerpt != NULL);
		diags_free(d);
		arena_free(a);
	}
}

/* attacks G4, statically: a mapping that calls failing words good, and one that leaves them out. */
static void
test_loosening(void **state)
{
	static const char approved[] = "\"loosens\":{\"reason\":\"r\",\"approver\":\"ciso@x.example\",\"expires\":\"2030-01-01\"},";
	static const struct { const char *rest; bool loose; } rows[] = {
		{ "\"tables\":{\"t\":{\"Failed\":\"pass\"}},\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Failed\":\"not-applicable\"}},\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Error\":\"pass\"}},\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"bad\":\"fail\",\"*else\":\"pass\"}},\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"gut\":\"pass\",\"schlecht\":\"fail\"}},\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", false },
		{ "\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"const\":\"pass\"}}}]}", true },
		{ "\"emit\":[{\"record\":\"observation\",\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":{\"ref\":\"Outcome\",\"default\":\"pass\"}}}]}", true },
		{ "\"emit\":[{\"record\":\"observation\",\"when\":[{\"ref\":\"Outcome\",\"not\":\"FAILED\"}],\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":\"Outcome\"}}]}", true },
		{ "\"emit\":[{\"record\":\"observation\",\"when\":[{\"ref\":\"Outcome\",\"is\":[\"passed\",\"ok\"]}],\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":\"Outcome\"}}]}", true },
		{ "\"tables\":{\"t\":{\"Not started\":\"implemented\"}},\"emit\":[{\"record\":\"claim\",\"set\":{\"kind\":{\"const\":\"grc\"},\"control\":\"Check\",\"state\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Terminated\":\"T\"}},\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"Check\",\"active\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Open\":\"closed\"}},\"emit\":[{\"record\":\"item\",\"set\":{\"tracker\":{\"const\":\"x\"},\"key\":\"Check\",\"status\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Critical\":\"low\"}},\"emit\":[{\"record\":\"item\",\"set\":{\"tracker\":{\"const\":\"x\"},\"key\":\"Check\",\"severity\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"*else\":\"info\"}},\"emit\":[{\"record\":\"item\",\"set\":{\"tracker\":{\"const\":\"x\"},\"key\":\"Check\",\"severity\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
		{ "\"tables\":{\"t\":{\"Investigating\":\"accept\"}},\"emit\":[{\"record\":\"event\",\"set\":{\"item\":\"Check\",\"kind\":{\"const\":\"decide\"},\"choice\":{\"ref\":\"Outcome\",\"map\":\"t\"}}}]}", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new();
		struct diags *d = diags_new();
		bool loaded = own(a, arena_printf(a, "%s%s", begin, rows[i].rest), d) != NULL;

		if (loaded == rows[i].loose)
			fail_msg("%s: %s", loaded ? "accepted" : "refused", rows[i].rest);
		assert_true(loaded || diags_at(d, 0)->kind == &map_e_loose);
		/* With all three it is let in. */
		assert_non_null(own(a, arena_printf(a, "%s%s%s", begin, approved, rows[i].rest), d));
		diags_free(d);
		arena_free(a);
	}
}

static void
run_own(struct run *run, const char *mapping, const char *csv)
{
	run_init(run);
	run->mappings = own(run->keep, arena_printf(run->keep, "%s%s", begin, mapping), run->diags);
	assert_non_null(run->mappings);
	run_input(run, input_of(csv, strlen(csv)), "table.csv");
}

static const char results[] = "Check,Outcome,Where\nc1,Passed,a\nc2,Failed,\nc3,Failed,b\nc4,,\n";

/* attacks G4, in the rows: a `when` on another column that drops a failing row. */
static void
test_dropped(void **state)
{
	static const char rest[] = "\"emit\":[{\"record\":\"observation\",\"when\":[{\"ref\":\"Where\",\"present\":true}],"
		"\"set\":{\"test\":\"Check\",\"grade\":{\"const\":\"E2\"},\"result\":\"Outcome\"},\"require\":[\"test\"]}]}";
	static const char approved[] = "\"loosens\":{\"reason\":\"r\",\"approver\":\"a\",\"expires\":\"2030-01-01\"},";
	struct run run;

	(void)state;
	run_own(&run, rest, results);
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_int_equal(run.source.refused, 1);
	assert_true(run_said(&run, &map_e_dropped));
	assert_int_equal(run_ignored(&run, "dropped by when: "), 1);
	run_assert_conserved(&run);
	run_close(&run);
	/* Approved: let through, counted by the raw word. */
	run_init(&run);
	run.mappings = own(run.keep, arena_printf(run.keep, "%s%s%s", begin, approved, rest), run.diags);
	run_input(&run, input_of(results, strlen(results)), "table.csv");
	assert_int_equal(run.source.refused, 0);
	assert_int_equal(run_ignored(&run, "dropped by when: Failed"), 1);
	assert_true(run_said(&run, &map_n_loose));
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_operators(void **state)
{
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_own(&run, "\"read\":{\"null\":[\"none\"],\"dates\":[\"dd.MM.yyyy\"],\"timezone\":\"UTC\"},"
		"\"emit\":[{\"record\":\"event\",\"set\":{\"item\":{\"ref\":\"Check\",\"case\":\"upper\"},\"kind\":{\"const\":\"comment\"},"
		"\"actor\":{\"any\":[\"Second\",\"First|Who\"],\"match\":\"<([^>]+)>\"},"
		"\"field\":{\"ref\":\"Outcome\",\"split\":[\",\",\";\"]},\"at\":\"When\",\"rationale\":{\"ref\":\"#3\",\"default\":\"nothing\"}},"
		"\"require\":[\"item\"]}]}",
		"Check,Outcome,Note,When,Who,Second\n"
		"k1,\"a; b,c\",x,01.02.2025,Bo <bo@x.example>,none\n"
		"k2,only,None,2025-02-01T00:00:00Z,,Cy <cy@x.example>\n"
		"k3,,y,32.02.2025,plain,\n");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_EVENT), 5);
	e = &run_at(&run, REC_EVENT, 2)->u.event;
	assert_string_equal(e->item, "K1");
	assert_string_equal(e->field, "c");
	assert_string_equal(e->actor.raw, "bo@x.example");
	assert_true(e->at.lo == DAY(20120) && e->at.hi == DAY(20121) - 1);
	e = &run_at(&run, REC_EVENT, 3)->u.event;
	assert_string_equal(e->actor.raw, "cy@x.example");
	assert_string_equal(e->rationale, "nothing");
	e = &run_at(&run, REC_EVENT, 4)->u.event;
	assert_string_equal(e->actor.raw, "");
	assert_string_equal(e->field, "");
	assert_int_equal(e->at.known, UNKNOWN);
	assert_string_equal(e->at.raw, "32.02.2025");
	assert_true(run_said(&run, &map_w_value));
	run_close(&run);
}

/* A pattern that would back-track for ever gives up, is told, and its cell counts as no match. */
static void
test_runaway(void **state)
{
	struct run run;
	struct buf b;

	(void)state;
	buf_init(&b, MIB);
	buf_str(&b, "Check,Outcome\n");
	for (int i = 0; i < 4000; i++)
		buf_chr(&b, 'a');
	buf_str(&b, "!,x\n");
	run_own(&run, "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":{\"ref\":\"Check\",\"match\":\"^(?:a|aa)+$\"}}}]}", b.p);
	assert_int_equal(run.rc, 0);
	assert_true(run_said(&run, &map_w_limit));
	assert_string_equal(run_at(&run, REC_PARTY, 0)->u.party.name, "");
	buf_free(&b);
	run_close(&run);
}

/* The column's order is found at its end: every row waits for it, none is lost, their order stays. */
static void
test_held(void **state)
{
	struct run run;
	struct buf b;

	(void)state;
	buf_init(&b, MIB);
	buf_str(&b, "Check,Outcome,When\n");
	for (int i = 0; i < 1000; i++)
		buf_fmt(&b, "k%d,x,03/04/2025\n", i);
	buf_str(&b, "last,x,13/04/2025\n");
	run_own(&run, "\"read\":{\"timezone\":\"UTC\"},\"emit\":[{\"record\":\"event\",\"set\":{\"item\":\"Check\",\"kind\":{\"const\":\"comment\"},\"at\":\"When\"}}]}", b.p);
	assert_int_equal(run_count(&run, REC_EVENT), 1001);
	assert_string_equal(run_at(&run, REC_EVENT, 0)->u.event.item, "k0");
	assert_string_equal(run_at(&run, REC_EVENT, 1000)->u.event.item, "last");
	/* 3 April */
	assert_true(run_at(&run, REC_EVENT, 0)->u.event.at.lo == DAY(20181));
	assert_false(run_said(&run, &map_w_dates));
	run_assert_conserved(&run);
	buf_free(&b);
	run_close(&run);
}

static void
test_choosing(void **state)
{
	static const char both[] = "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"Check\"}}]}";
	struct run run;
	struct mappings *s;
	const char *second;

	(void)state;
	run_init(&run);
	s = own(run.keep, arena_printf(run.keep, "%s%s", begin, both), run.diags);
	second = arena_printf(run.keep, "{\"trueup_map\":1,\"name\":\"other\",%s%s", strstr(begin, "\"detect\""), both);
	assert_int_equal(mappings_add(s, "other.json", second, strlen(second), run.diags), 0);
	/* The same name twice is an error. */
	assert_int_equal(mappings_add(s, "other.json", second, strlen(second), run.diags), -1);
	run.mappings = s;
	run_input(&run, input_of(results, strlen(results)), "table.csv");
	assert_int_equal(run.rc, -1);
	assert_true(run_said(&run, &map_e_tie));
	run_close(&run);

	run_init(&run);
	s = own(run.keep, arena_printf(run.keep, "%s%s", begin, both), run.diags);
	second = arena_printf(run.keep, "{\"trueup_map\":1,\"name\":\"other\",%s%s",
		strstr(begin, "\"detect\""), both);
	assert_int_equal(mappings_add(s, "other.json", second, strlen(second), run.diags), 0);
	run.mappings = s;
	run.mapping = "other";
	run.format = "csv-mapping";
	run_input(&run, input_of(results, strlen(results)), "table.csv");
	assert_int_equal(run.rc, 0);
	assert_string_equal(run.source.originator, "mapping:other");
	run_close(&run);

	run_init(&run);
	run.mapping = "no such one";
	run.format = "csv-mapping";
	run_input(&run, input_of(results, strlen(results)), "table.csv");
	assert_int_equal(run.rc, -1);
	assert_true(run_said(&run, &map_e_none));
	run_close(&run);
}

/*
 * Words of scanners' tables: what is muted or done by hand is no pass, a risk of None is no failure,
 * and a table lends a test's controls failures only.
 */
static void
test_scanners(void **state)
{
	static const struct { const char *path; enum result results[4]; } rows[] = {
		{ GOOD "prowler.csv", { RESULT_FAIL, RESULT_PASS, RESULT_UNKNOWN, RESULT_FAIL } },
		{ GOOD "prowler-framework.csv", { RESULT_FAIL, RESULT_PASS, RESULT_UNKNOWN } },
		{ GOOD "steampipe.csv", { RESULT_FAIL, RESULT_PASS, RESULT_UNKNOWN } },
		{ GOOD "nessus.csv", { RESULT_FAIL, RESULT_UNKNOWN } },
		{ GOOD "prisma.csv", { RESULT_FAIL, RESULT_FAIL } },
		{ GOOD "hdf-attestations.csv", { RESULT_PASS, RESULT_FAIL } },
	};
	struct run run;
	const struct rec_observation *o;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_file(&run, rows[i].path);
		for (size_t k = 0; k < run_count(&run, REC_OBSERVATION); k++) {
			o = &run_at(&run, REC_OBSERVATION, k)->u.observation;
			assert_int_equal(o->result, rows[i].results[k]);
			assert_true(o->grade <= GRADE_E2);
			for (size_t t = 0; t < o->tags.n; t++)
				assert_true(o->tags.v[t].relation == REL_SUBSET);
		}
		run_close(&run);
	}
	run_file(&run, GOOD "prowler.csv");
	o = &run_at(&run, REC_OBSERVATION, 0)->u.observation;
	assert_string_equal(run_ident(&o->asset, "arn"), "arn:aws:iam::111122223333:root");
	assert_int_equal(o->asset.n, 1);
	assert_int_equal(o->tags.n, 2);
	assert_true(run_has_tag(&o->tags, "nist-800-53", "ac-2.1"));
	assert_true(run_has_tag(&o->tags, "nist-800-53", "ia-2.1"));
	/* A bare number names no host. */
	o = &run_at(&run, REC_OBSERVATION, 2)->u.observation;
	assert_int_equal(o->asset.n, 1);
	assert_string_equal(o->asset.v[0].ns, "prowler");
	o = &run_at(&run, REC_OBSERVATION, 3)->u.observation;
	assert_string_equal(run_ident(&o->asset, "instance"), "i-0123456789abcdef0");
	run_close(&run);
	run_file(&run, GOOD "stig.csv");
	assert_int_equal(run_at(&run, REC_TEST, 0)->u.test.tags.n, 2);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static const char *const paths[] = { HOSTILE "open-quote.csv", HOSTILE "nul.csv" };

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct run run;

		run_init(&run);
		run.format = "csv-mapping";
		run_path(&run, paths[i]);
		assert_int_equal(run.rc, -1);
		assert_true(run.source.broken);
		assert_true(diags_errors(run.diags) > 0);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

/* Every table of these folders is read by a mapping, or by nothing: never half. */
static void
test_corpus(void **state)
{
	static const char *const folders[] = { "grc", "rosters", "scanners", "prowler", "mappings",
		"oscal/trestle", "tickets/github", "tickets/gitlab", "tickets/jira",
		"tickets/pagerduty", "tickets/servicenow", "tickets/tapd" };
	static const struct { const char *name, *originator; uint64_t rows; } known[] = {
		{ "devlake-org-accounts.csv", "mapping:roster", 10 },
		{ "devlake-org-users.csv", "mapping:roster", 10 },
		{ "issue_trace-issues.csv", "mapping:tickets", 32 },
		{ "example_output_aws.csv", "mapping:prowler-csv", 4 },
		{ "example_output_azure.csv", "mapping:prowler-csv", 4 },
		{ "example_output_gcp.csv", "mapping:prowler-csv", 4 },
		{ "example_output_kubernetes.csv", "mapping:prowler-csv", 4 },
		{ "prismacloud_sample.csv", "mapping:prisma-csv", 94 },
		{ "Ubuntu.csv", "mapping:stig-csv", 194 },
		{ "stig.csv", "mapping:stig-csv", 25 },
		{ "DoDI 8500.2- NIST SP 800-53 Rev 4 Crosswalk_12_22_14.csv", "mapping:crosswalk-8500", 157 },
	};
	char folder[4096];
	size_t read = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const struct dirent *e;
		DIR *dir;

		if (corpus_path(folder, sizeof(folder), folders[i]) == NULL)
			skip();
		dir = opendir(folder);
		assert_non_null(dir);
		while ((e = readdir(dir)) != NULL) {
			struct run run;
			size_t len = strlen(e->d_name), k;
			char path[8192];

			if (len < 4 || strcmp(e->d_name + len - 4, ".csv") != 0)
				continue;
			snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
			run_file(&run, path);
			for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
				if (strcmp(known[k].name, e->d_name) == 0)
					break;
			if (k < sizeof(known) / sizeof(known[0])) {
				assert_non_null(run.reader);
				assert_string_equal(run.source.originator, known[k].originator);
				assert_int_equal(run.source.kept, known[k].rows);
				assert_int_equal(run.source.refused, 0);
				read++;
			} else if (run.reader != NULL && strcmp(run.reader->name, "csv-mapping") == 0) {
				fail_msg("%s was not expected to fit a mapping", e->d_name);
			}
			run_assert_conserved(&run);
			run_close(&run);
		}
		closedir(dir);
	}
	assert_int_equal(read, sizeof(known) / sizeof(known[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_shipped_detect),
		cmocka_unit_test(test_detected),
		cmocka_unit_test(test_roster),
		cmocka_unit_test(test_assets),
		cmocka_unit_test(test_registers),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_platforms),
		cmocka_unit_test(test_scanners),
		cmocka_unit_test(test_mapping_errors),
		cmocka_unit_test(test_loosening),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_operators),
		cmocka_unit_test(test_runaway),
		cmocka_unit_test(test_held),
		cmocka_unit_test(test_choosing),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
