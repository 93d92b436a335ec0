/* OSCAL: the same facts in JSON and XML give the same records, and each record is the right one. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/oscal_paths.h"

#define GOOD "fixtures/good/"
#define BAD "fixtures/hostile/"

/* Instants are compared by their UTC nanoseconds: computed with GNU date. */
#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

/* All records of a run as lines, without their places. */
static char *
lines(const struct run *run)
{
	struct buf b;
	char *out;

	buf_init(&b, 64 * MIB);
	for (size_t i = 0; i < run->records.n; i++) {
		struct record r = run->records.v[i];

		r.loc.path = NULL;
		r.loc.line = r.loc.col = 0;
		record_print(&b, &r);
		buf_chr(&b, '\n');
	}
	out = x_strdup(b.p);
	buf_free(&b);
	return out;
}

static void
assert_twins(const char *json, const char *xml)
{
	struct run a, b;
	char *la, *lb;

	run_file(&a, json);
	run_file(&b, xml);
	assert_int_equal(a.rc, 0);
	assert_int_equal(b.rc, 0);
	assert_ptr_equal(a.reader, b.reader);
	assert_true(a.records.n > 0);
	run_assert_conserved(&a);
	run_assert_conserved(&b);
	assert_int_equal(a.source.seen, b.source.seen);
	la = lines(&a);
	lb = lines(&b);
	assert_string_equal(la, lb);
	free(la);
	free(lb);
	run_close(&a);
	run_close(&b);
}

static void
test_twins(void **state)
{
	(void)state;
	assert_twins(GOOD "oscal-ssp/plan.json", GOOD "oscal-ssp/plan.xml");
	assert_twins(GOOD "oscal-profile/baseline.json", GOOD "oscal-profile/baseline.xml");
	assert_twins(GOOD "oscal-catalog/excerpt.json", GOOD "oscal-catalog/excerpt.xml");
	assert_twins(GOOD "oscal-ar/results.json", GOOD "oscal-ar/results.xml");
	assert_twins(GOOD "oscal-poam/plan.json", GOOD "oscal-poam/plan.xml");
}

static void
test_names(void **state)
{
	(void)state;
	for (unsigned i = 1; i < oscal_name_count; i++)
		assert_true(strcmp(oscal_names[i - 1].xml, oscal_names[i].xml) <= 0);
	assert_string_equal(oscal_name("risk", "statement")->json, "statement");
	assert_true(oscal_name("risk", "statement")->prose);
	assert_string_equal(oscal_name("implemented-requirement", "statement")->json, "statements");
	assert_true(oscal_name("observation", "origin")->list);
	assert_false(oscal_name("characterization", "origin")->list);
	assert_null(oscal_name("risk", "status"));
	assert_string_equal(oscal_name("risk", "response")->json, "remediations");
}

/* SSP */

static const struct rec_claim *
claim(const struct run *run, size_t i)
{
	return &run_at(run, REC_CLAIM, i)->u.claim;
}

static void
test_ssp_claims(void **state)
{
	static const struct {
		const char *framework, *control, *part;
		enum claim_state state;
		const char *raw;
	} want[] = {
		/* FedRAMP allows several: the weakest counts. */
		{ "nist-800-53", "ac-2", NULL, STATE_PLANNED, "partial, planned" },
		/* Parts, one of them without a state. */
		{ "nist-800-53", "ac-3", "Web front", STATE_IMPLEMENTED, "implemented" },
		{ "nist-800-53", "ac-3", "Access policy", STATE_NONE, NULL },
		{ "nist-800-53", "au-2", "au-2_smt.a/Web front", STATE_IMPLEMENTED, "implemented" },
		{ "nist-800-53", "au-2", "au-2_smt.b/Web front", STATE_NOT_APPLICABLE,
			"not-applicable" },
		/* No part says anything: the requirement stands there without a state. */
		{ "nist-800-53", "au-6", NULL, STATE_NONE, NULL },
		/* The status is in somebody else's name space; the origination is in FedRAMP's. */
		{ "nist-800-53", "cm-6", NULL, STATE_INHERITED, "inherited" },
		{ "oscal", "pay-7", NULL, STATE_UNKNOWN, "sort of" },
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "oscal-ssp/plan.json");
	assert_string_equal(run.reader->name, "oscal-ssp");
	assert_int_equal(run_count(&run, REC_CLAIM), sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const struct rec_claim *c = claim(&run, i);

		assert_int_equal(c->kind, CLAIM_SSP);
		assert_string_equal(c->system, "pay-prod");
		assert_string_equal(c->framework, want[i].framework);
		assert_string_equal(c->control, want[i].control);
		assert_true(str_same(c->part, want[i].part));
		assert_int_equal(c->state, want[i].state);
		assert_true(str_same(c->state_raw, want[i].raw));
		assert_int_equal(c->at.lo, AT(1772352000)); /* 2026-03-01T08:00:00Z */
		assert_string_equal(c->by.raw, "Ana Ruiz"); /* who approved the document */
		assert_null(c->approver.raw);
	}
	assert_string_equal(claim(&run, 4)->reason, "Nothing to log there.");
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->loc.path,
		"/system-security-plan/control-implementation/implemented-requirements/1"
		"/by-components/1");
	assert_true(run_at(&run, REC_CLAIM, 2)->loc.line > run_at(&run, REC_CLAIM, 1)->loc.line);
	assert_true(run_said(&run, &oscal_w_two_states));
	assert_int_equal(run.source.odd_words, 1);
	assert_int_equal(run.source.as_of.lo, AT(1772352000));
	assert_string_equal(run.source.version, "1.1.3");
	run_close(&run);
	run_file(&run, GOOD "oscal-ssp/plan.xml");
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->loc.path,
		"/system-security-plan/control-implementation/implemented-requirement[2]"
		"/by-component[2]");
	run_close(&run);
}

/* The nth assignment of a control, or NULL. */
static const struct rec_assign *
find_assign(const struct run *run, const char *control, size_t nth)
{
	for (size_t i = 0; i < run->records.n; i++) {
		const struct record *r = &run->records.v[i];

		if (r->kind == REC_ASSIGN && r->u.assign.subject == SUBJECT_CONTROL &&
			str_same(r->u.assign.id, control) && nth-- == 0)
			return &r->u.assign;
	}
	return NULL;
}

static const struct rec_assign *
assign(const struct run *run, const char *control, size_t nth)
{
	const struct rec_assign *a = find_assign(run, control, nth);

	if (a == NULL)
		fail_msg("no assignment %zu of %s", nth, control);
	return a != NULL ? a : &run_at(run, REC_ASSIGN, 0)->u.assign;
}

static void
test_ssp_owners(void **state)
{
	struct run run;
	const struct rec_assign *a;

	(void)state;
	run_file(&run, GOOD "oscal-ssp/plan.json");
	/* No party-uuids: the document names the holder of the role. */
	a = assign(&run, "ac-2", 0);
	assert_string_equal(a->role, "control-owner");
	assert_true(a->owner);
	assert_false(a->accountable);
	assert_string_equal(a->party.raw, "Bo Lee");
	assert_string_equal(run_ident(&a->party.ids, "oscal"),
		"0000000a-0000-4000-8000-000000000002");
	/* Nobody holds it: the role itself. */
	a = assign(&run, "ac-2", 1);
	assert_string_equal(a->role, "isso");
	assert_false(a->owner);
	assert_string_equal(a->party.raw, "isso");
	assert_int_equal(a->party.ids.n, 0);
	assert_null(find_assign(&run, "ac-2", 2));
	/* Through the component; its contact is no owner. */
	a = assign(&run, "ac-3", 0);
	assert_string_equal(a->role, "asset-owner");
	assert_true(a->owner);
	a = assign(&run, "ac-3", 1);
	assert_string_equal(a->role, "asset-owner-poc");
	assert_false(a->owner);
	assert_string_equal(a->party.email, "ana@harbour.example");
	assert_int_equal(a->party.ids.n, 4); /* uuid, two addresses, one external id */
	assert_string_equal(run_ident(&a->party.ids, "external"), "E100");
	/* Of the statement's component, then of the component; each once. */
	assert_string_equal(assign(&run, "au-2", 0)->role, "maintainer");
	assert_false(assign(&run, "au-2", 0)->owner);
	assert_non_null(find_assign(&run, "au-2", 2));
	assert_null(find_assign(&run, "au-2", 3));
	/* The owner of the system as a whole owns no control. */
	assert_null(find_assign(&run, "cm-6", 0));
	assert_null(find_assign(&run, "au-6", 0));
	run_close(&run);
}

static void
test_ssp_assets(void **state)
{
	struct run run;
	const struct rec_asset *as;
	const struct rec_system *y;
	size_t ghosts = 0;

	(void)state;
	run_file(&run, GOOD "oscal-ssp/plan.xml");
	assert_int_equal(run_count(&run, REC_ASSET), 4);
	as = &run_at(&run, REC_ASSET, 0)->u.asset;
	assert_true(as->listed);
	assert_int_equal(as->in_scope, TRI_T);
	assert_string_equal(as->kind_raw, "web-server");
	assert_string_equal(run_ident(&as->ids, "fqdn"), "web01.harbour.example");
	assert_string_equal(run_ident(&as->ids, "ip"), "10.0.0.7");
	assert_string_equal(run_ident(&as->ids, "oscal"), "0000000d-0000-4000-8000-000000000001");
	assert_string_equal(run_ident(&run_at(&run, REC_ASSET, 1)->u.asset.ids, "tag"), "srv-0002");
	/* Components are no population. */
	assert_false(run_at(&run, REC_ASSET, 2)->u.asset.listed);
	assert_false(run_at(&run, REC_ASSET, 3)->u.asset.listed);
	assert_string_equal(run_at(&run, REC_ASSET, 3)->u.asset.name, "Web front");
	assert_int_equal(run_ignored(&run, "component that is a document or a process"), 1);
	/* A party that metadata does not have: kept by its uuid, and told. */
	for (size_t i = 0; i < run.records.n; i++) {
		const struct rec_assign *a = &run.records.v[i].u.assign;

		if (run.records.v[i].kind != REC_ASSIGN || !str_same(a->role,
			"asset-administrator"))
			continue;
		assert_string_equal(a->party.raw, "0000000a-0000-4000-8000-000000000009");
		assert_null(a->party.name);
		assert_string_equal(run_ident(&a->asset, "ip"), "10.0.0.7");
		ghosts++;
	}
	assert_int_equal(ghosts, 1);
	assert_true(run_said(&run, &oscal_w_party));
	y = &run_at(&run, REC_SYSTEM, 0)->u.system;
	assert_string_equal(y->id, "pay-prod");
	assert_string_equal(y->name, "Payments");
	assert_string_equal(y->framework, "nist-800-53");
	assert_string_equal(y->baseline, "NIST SP 800-53 Revision 5 LOW baseline");
	assert_string_equal(y->revision, "5");
	assert_int_equal(run.source.roles, ROLE_CLAIM | ROLE_POPULATION);
	run_close(&run);
}

/* Profile and catalog */

static void
test_profile(void **state)
{
	static const struct { const char *id; bool exclude; } want[] = {
		{ "ac-2", false }, { "ac-2.1", false }, { "au-6", false }, { "ac-3", false },
		{ "au-6", true }, { "*", false },
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "oscal-profile/baseline.json");
	assert_string_equal(run.reader->name, "oscal-profile");
	assert_int_equal(run_count(&run, REC_SELECT), 6);
	for (size_t i = 0; i < 6; i++) {
		const struct rec_select *s = &run_at(&run, REC_SELECT, i)->u.select;

		assert_string_equal(s->id, want[i].id);
		assert_int_equal(s->exclude, want[i].exclude);
		assert_string_equal(s->framework, "nist-800-53");
		assert_string_equal(s->baseline, "Harbour baseline");
	}
	assert_string_equal(run_at(&run, REC_SELECT, 1)->loc.path,
		"/profile/imports/0/include-controls/0/with-ids/1");
	assert_int_equal(run.source.seen, 7);
	assert_int_equal(run_ignored(&run,
		"selection by pattern: only the catalog can resolve it"), 1);
	assert_true(run_said(&run, &oscal_w_selection));
	assert_int_equal(run.source.roles, ROLE_CATALOG);
	run_close(&run);
}

static void
test_catalog(void **state)
{
	struct run run;
	const struct rec_control *c;

	(void)state;
	run_file(&run, GOOD "oscal-catalog/excerpt.xml");
	assert_int_equal(run_count(&run, REC_CONTROL), 4);
	assert_int_equal(run_count(&run, REC_SELECT), 0);
	c = &run_at(&run, REC_CONTROL, 0)->u.control;
	assert_string_equal(c->id, "ac-2");
	assert_string_equal(c->title, "Account Management");
	assert_string_equal(c->family, "Access Control");
	assert_string_equal(c->revision, "5");
	assert_false(c->withdrawn);
	c = &run_at(&run, REC_CONTROL, 1)->u.control;
	assert_string_equal(c->id, "ac-2.10");
	assert_true(c->withdrawn);
	assert_string_equal(run_at(&run, REC_CONTROL, 1)->loc.path,
		"/catalog/group[1]/control[1]/control[1]");
	assert_string_equal(run_at(&run, REC_CONTROL, 2)->u.control.framework, "oscal");
	assert_string_equal(run_at(&run, REC_CONTROL, 2)->u.control.family, "Inner");
	assert_null(run_at(&run, REC_CONTROL, 3)->u.control.family);
	run_close(&run);
}

/* Assessment results */

static void
test_results(void **state)
{
	static const struct {
		const char *test, *control, *originator;
		enum result result;
		enum grade grade;
		bool asset;
	} want[] = {
		{ "ac-2_obj.a-1", "ac-2", "Prober", RESULT_FAIL, GRADE_E3, true },
		{ "ac-2_obj.a-1", "ac-2", "oscal", RESULT_FAIL, GRADE_E1, true }, /* by a person */
		/* Examined, interviewed. */
		{ "ac-1_smt", "ac-1", "oscal", RESULT_PASS, GRADE_E0, false },
		{ "ac-3_obj", "ac-3", "Prober", RESULT_PASS, GRADE_E2, true }, /* undated */
		/* Nothing behind it. */
		{ "ac-7_obj", "ac-7", "oscal", RESULT_PASS, GRADE_E1, false },
		/* Contradicts itself. */
		{ "ac-8_obj", "ac-8", "oscal", RESULT_UNKNOWN, GRADE_E1, false },
		/* Satisfied for another reason than a pass: weak. */
		{ "ac-9_obj", "ac-9", "Prober", RESULT_PASS, GRADE_E2, true },
		{ "rule-9", NULL, "Prober", RESULT_FAIL, GRADE_E3, true },
		{ "rule-9", NULL, "Prober", RESULT_PASS, GRADE_E3, true },
	};
	struct run run;

	(void)state;
	run_file(&run, GOOD "oscal-ar/results.json");
	assert_string_equal(run.reader->name, "oscal-ar");
	assert_int_equal(run_count(&run, REC_OBSERVATION), sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const struct rec_observation *o = &run_at(&run, REC_OBSERVATION, i)->u.observation;

		assert_string_equal(o->test, want[i].test);
		assert_string_equal(o->originator, want[i].originator);
		assert_int_equal(o->result, want[i].result);
		assert_int_equal(o->grade, want[i].grade);
		assert_int_equal(o->asset.n > 0, want[i].asset);
		assert_int_equal(o->tags.n, want[i].control != NULL);
		if (want[i].control == NULL)
			continue;
		assert_string_equal(o->tags.v[0].id, want[i].control);
		assert_string_equal(o->tags.v[0].scheme, "nist-800-53");
		assert_int_equal(o->tags.v[0].relation, REL_EQUAL);
	}
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.at.lo,
		AT(1771664400)); /* 2026-02-21T10:00:00+01:00 */
	assert_int_equal(run_at(&run, REC_OBSERVATION, 3)->u.observation.at.known, UNKNOWN);
	/* Without an observation the end of the result is when it was known. */
	assert_int_equal(run_at(&run, REC_OBSERVATION, 4)->u.observation.at.lo, AT(1772236800));
	assert_string_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.severity, "high");
	assert_int_equal(run_ignored(&run,
		"observation without a finding or a result of its own"), 1);
	assert_true(run_said(&run, &oscal_w_contrary));
	assert_true(run_said(&run, &oscal_w_reference));
	assert_true(run_said(&run, &oscal_n_no_finding)); /* sc-7 */
	assert_int_equal(run_count(&run, REC_ITEM), 1);
	assert_true(run_has_tag(&run_at(&run, REC_ITEM, 0)->u.item.controls, "nist-800-53",
		"ac-2"));
	assert_int_equal(run_at(&run, REC_ITEM, 0)->u.item.type, ITEM_POAM);
	run_close(&run);
}

/* Plan of action */

static const struct record *
item(const struct run *run, const char *key)
{
	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == REC_ITEM &&
			str_same(run->records.v[i].u.item.key, key))
			return &run->records.v[i];
	fail_msg("no item %s", key);
	return run_at(run, REC_ITEM, 0);
}

static const struct rec_event *
event(const struct run *run, const char *id)
{
	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == REC_EVENT &&
			str_same(run->records.v[i].u.event.id, id))
			return &run->records.v[i].u.event;
	fail_msg("no event %s", id);
	return &run_at(run, REC_EVENT, 0)->u.event;
}

#define RISK(n) "00000011-0000-4000-8000-00000000000" n
#define ENTRY(n) "00000015-0000-4000-8000-00000000000" n
#define REMEDY(n) "00000013-0000-4000-8000-00000000000" n

static void
test_poam_items(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, GOOD "oscal-poam/plan.json");
	assert_string_equal(run.reader->name, "oscal-poam");
	assert_int_equal(run_count(&run, REC_ITEM), 5);
	/* Entry and risk are one item, under the risk's uuid and the entry's title. */
	it = &item(&run, RISK("1"))->u.item;
	assert_string_equal(it->tracker, "oscal");
	assert_int_equal(it->type, ITEM_POAM);
	assert_string_equal(it->title, "Replace the cipher suites");
	assert_int_equal(it->status, STATUS_ACCEPTED);
	assert_string_equal(it->status_raw, "deviation-approved");
	assert_int_equal(it->due.lo, AT(1780272000));      /* 2026-06-01 */
	assert_int_equal(it->created.lo, AT(1768899600));  /* first log entry */
	assert_int_equal(it->detected.lo, AT(1767571200)); /* earliest observation, 2026-01-05 */
	assert_string_equal(it->severity, "high");         /* an unapproved "low" does not count */
	assert_true(run_has_tag(&it->controls, "nist-800-53", "sc-8"));
	assert_int_equal(it->nassets, 1);
	assert_true(it->has_history);
	assert_true(it->rationale_place);
	assert_string_equal(it->assignee.raw, "Bo Lee");
	assert_string_equal(it->reporter.raw, "Bo Lee");
	/* A reference to a factor within a risk means that risk. */
	it = &item(&run, RISK("2"))->u.item;
	assert_string_equal(it->title, "Wrong pointer");
	assert_true(run_said(&run, &oscal_w_kind));
	assert_true(run_has_tag(&it->tests, "cve", "CVE-2024-1111"));
	assert_int_equal(it->status, STATUS_CLOSED);
	assert_int_equal(it->closed.lo, AT(1770076800)); /* 2026-02-03 */
	/* An entry without a risk. */
	it = &item(&run, "00000017-0000-4000-8000-000000000003")->u.item;
	assert_string_equal(it->title, "No risk at all");
	assert_int_equal(it->status, STATUS_UNKNOWN);
	assert_null(it->severity);
	assert_true(run_said(&run, &oscal_w_twice));
	assert_true(run_said(&run, &oscal_w_reference));
	assert_true(run_said(&run, &oscal_n_milestone));
	run_close(&run);
}

static void
test_poam_log(void **state)
{
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_file(&run, GOOD "oscal-poam/plan.xml");
	e = event(&run, ENTRY("1"));
	assert_int_equal(e->kind, EVENT_STATUS); /* asking decides nothing */
	assert_int_equal(e->choice, CHOICE_NONE);
	assert_string_equal(e->actor.raw, "Bo Lee");
	e = event(&run, ENTRY("2"));
	assert_int_equal(e->kind, EVENT_DECIDE);
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_int_equal(e->at.lo, AT(1769072400));    /* 2026-01-22T10:00:00+01:00 */
	assert_int_equal(e->until.lo, AT(1780272000)); /* the risk's deadline */
	assert_string_equal(e->actor.raw, "Ana Ruiz");
	assert_string_equal(e->rationale, "Until June.");
	e = event(&run, ENTRY("3"));
	assert_int_equal(e->kind, EVENT_COMMENT);
	assert_string_equal(e->rationale, ""); /* the place is there, and blank */
	assert_null(e->actor.raw);
	e = event(&run, ENTRY("4"));
	assert_int_equal(e->choice, CHOICE_FALSE_POSITIVE);
	e = event(&run, ENTRY("5"));
	assert_int_equal(e->kind, EVENT_CLOSE);
	assert_int_equal(e->choice, CHOICE_FIX);
	assert_true(e->closes);
	e = event(&run, ENTRY("6"));
	assert_int_equal(e->kind, EVENT_REOPEN);
	assert_true(e->reopens);
	/*
	 * A planned remediation is dated by the entry that speaks of it; a recommendation is
	 * nothing.
	 */
	e = event(&run, REMEDY("1"));
	assert_int_equal(e->kind, EVENT_DECIDE);
	assert_int_equal(e->choice, CHOICE_MITIGATE);
	assert_int_equal(e->at.lo, AT(1769072400));
	assert_string_equal(e->actor.raw, "Ana Ruiz");
	e = event(&run, REMEDY("2"));
	assert_int_equal(e->kind, EVENT_OTHER);
	assert_int_equal(e->choice, CHOICE_NONE);
	assert_int_equal(e->at.known, UNKNOWN);
	run_close(&run);
}

static void
test_poam_acceptances(void **state)
{
	struct run run;
	const struct rec_acceptance *ac;

	(void)state;
	run_file(&run, GOOD "oscal-poam/plan.json");
	assert_int_equal(run_count(&run, REC_ACCEPTANCE), 2);
	ac = &run_at(&run, REC_ACCEPTANCE, 0)->u.acceptance;
	assert_string_equal(ac->item, RISK("1"));
	assert_string_equal(ac->approver.raw, "Ana Ruiz");
	assert_string_equal(ac->requester.raw, "Bo Lee");
	assert_int_equal(ac->granted.known, KNOWN);
	assert_int_equal(ac->expires.lo, AT(1780272000));
	/* Accepted on paper only: nobody, at no time. */
	ac = &run_at(&run, REC_ACCEPTANCE, 1)->u.acceptance;
	assert_string_equal(ac->item, RISK("3"));
	assert_null(ac->approver.raw);
	assert_int_equal(ac->granted.known, UNKNOWN);
	run_close(&run);
}

static void
test_poam_adjusted(void **state)
{
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_file(&run, GOOD "oscal-poam/adjusted.json");
	assert_string_equal(run_at(&run, REC_ITEM, 0)->u.item.severity, "high");
	e = event(&run, ENTRY("1"));
	assert_int_equal(e->kind, EVENT_SEVERITY);
	assert_int_equal(e->choice, CHOICE_NONE);
	assert_string_equal(e->from, "high");
	assert_string_equal(e->severity, "moderate");
	assert_int_equal(run_count(&run, REC_ACCEPTANCE), 0);
	/* Mitigation without any date is no decision; with a task's end it is. */
	assert_int_equal(event(&run, ENTRY("2"))->choice, CHOICE_NONE);
	assert_int_equal(event(&run, REMEDY("1"))->choice, CHOICE_NONE);
	assert_int_equal(event(&run, REMEDY("2"))->choice, CHOICE_TRANSFER);
	assert_int_equal(event(&run, REMEDY("3"))->choice, CHOICE_FIX);
	run_close(&run);
}

/* Hostile */

static void
test_hostile(void **state)
{
	static const struct {
		const char *file;
		const struct diag_kind *kind;
		int rc;
		uint64_t kept, refused;
	} rows[] = {
		{ "oscal-ssp/milestone.xml", &oscal_e_namespace, -1, 0, 0 },
		{ "oscal-ssp/candidate.json", &oscal_e_namespace, -1, 0, 0 },
		{ "oscal-ssp/version2.json", &oscal_e_version, -1, 0, 0 },
		{ "oscal-ssp/cut.xml", NULL, -1, 0, 0 },
		{ "oscal-ssp/doctype.xml", NULL, -1, 0, 0 },
		{ "oscal-ssp/foreign.xml", &oscal_n_foreign, 0, 10, 0 },
		{ "oscal-ssp/odd.json", &oscal_w_version, 0, 1, 7 },
		{ "oscal-catalog/deep.xml", NULL, -1, 0, 0 },
		{ "oscal-catalog/odd.json", &oscal_e_record, 0, 2, 3 },
		{ "oscal-profile/odd.json", &oscal_e_record, 0, 5, 2 },
		{ "oscal-ar/odd.json", &oscal_w_twice, 0, 4, 2 },
		{ "oscal-ar/cut.json", NULL, -1, 0, 0 },
		{ "oscal-poam/odd.json", &oscal_w_reference, 0, 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char path[128];
		struct run run;

		snprintf(path, sizeof(path), BAD "%s", rows[i].file);
		run_file(&run, path);
		if (run.reader == NULL || run.rc != rows[i].rc)
			fail_msg("%s: %s, %d", path, run.reader == NULL ? "?" : run.reader->name,
				run.rc);
		assert_int_equal(run.source.broken, rows[i].rc != 0);
		assert_int_equal(run.source.kept, rows[i].kept);
		assert_int_equal(run.source.refused, rows[i].refused);
		assert_true(diags_count(run.diags) > 0);
		if (rows[i].kind != NULL && !run_said(&run, rows[i].kind))
			fail_msg("%s does not say %s", path, rows[i].kind->code);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_two_roots(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, BAD "oscal-ssp/two-roots.json");
	assert_null(run.reader);
	assert_non_null(run.tie);
	run_close(&run);
	run_init(&run);
	run.format = "oscal-ssp";
	run_path(&run, BAD "oscal-ssp/two-roots.json");
	assert_int_equal(run.rc, -1);
	assert_true(run_said(&run, &oscal_e_root));
	run_close(&run);
}

/*
 * Corpus. The counts were made with jq for JSON, and with xmllint's count() by local name for XML.
 */

static void
test_corpus(void **state)
{
	static const struct { const char *file; enum record_kind kind; uint64_t n, seen;
		} rows[] = {
		/* jq '[.. | objects | select(has("with-ids")) | ."with-ids"[]] | length' */
		{ "oscal/nist/NIST_SP-800-53_rev5_LOW-baseline_profile.json", REC_SELECT, 149,
			149 },
		{ "oscal/nist/NIST_SP-800-53_rev5_LOW-baseline_profile.xml", REC_SELECT, 149, 149 },
		{ "oscal/nist/NIST_SP-800-53_rev5_MODERATE-baseline_profile.json", REC_SELECT,
			287, 287 },
		{ "oscal/nist/NIST_SP-800-53_rev5_HIGH-baseline_profile.json", REC_SELECT, 370,
			370 },
		/* count(//control) */
		{ "oscal/nist/NIST_SP-800-53_rev5_HIGH-baseline-resolved-profile_catalog.xml",
			REC_CONTROL, 370, 370 },
		{ "oscal/nist/"
			"NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json",
			REC_CONTROL, 287, 287 },
		/* implemented-requirements 149, none with any state; components 1 */
		{ "oscal/trestle/system-security-plan.json", REC_CLAIM, 149, 150 },
		/* inventory-items 6, requirements 1, components 1 */
		{ "oscal/nist/ifa_ssp-example.json", REC_ASSET, 7, 8 },
		/*
		 * by-components with implementation-status 2 + 2, of parts 2 + 4 in 2 of 3
		 * requirements
		 */
		{ "oscal/trestle/leveraged_ssp.json", REC_CLAIM, 5, 6 },
		/* poam-items 2, risks 2, observations 2 */
		{ "oscal/nist/ifa_plan-of-action-and-milestones.xml", REC_ITEM, 2, 6 },
		{ "oscal/nist/ifa_assessment-results-example.xml", REC_OBSERVATION, 1, 4 },
	};
	char path[512];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		if (corpus_path(path, sizeof(path), rows[i].file) == NULL)
			skip();
		run_file(&run, path);
		assert_int_equal(run.rc, 0);
		if (run_count(&run, rows[i].kind) != rows[i].n || run.source.seen != rows[i].seen)
			fail_msg("%s: %llu records, %llu seen", rows[i].file,
				(unsigned long long)run_count(&run, rows[i].kind),
				(unsigned long long)run.source.seen);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

/* NIST publishes both syntaxes of these: made by its own converter, not by ours. */
static void
test_corpus_twins(void **state)
{
	static const char *const names[] = { "ifa_ssp-example", "ssp-example",
		"oscal_leveraged-example_ssp", "ifa_plan-of-action-and-milestones",
		"ifa_assessment-results-example", "basic-catalog",
		"NIST_SP-800-53_rev5_LOW-baseline_profile",
		"NIST_SP-800-53_rev5_MODERATE-baseline_profile" };
	char json[512], xml[512], rel[128];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(rel, sizeof(rel), "oscal/nist/%s.json", names[i]);
		if (corpus_path(json, sizeof(json), rel) == NULL)
			skip();
		snprintf(rel, sizeof(rel), "oscal/nist/%s.xml", names[i]);
		corpus_path(xml, sizeof(xml), rel);
		assert_twins(json, xml);
	}
}

static void
test_corpus_states(void **state)
{
	struct run run;
	char path[512];

	(void)state;
	if (corpus_path(path, sizeof(path), "oscal/trestle/system-security-plan.json") == NULL)
		skip();
	run_file(&run, path);
	for (size_t i = 0; i < run.records.n; i++)
		if (run.records.v[i].kind == REC_CLAIM)
			assert_int_equal(run.records.v[i].u.claim.state, STATE_NONE);
	run_close(&run);
	corpus_path(path, sizeof(path), "oscal/nist/ifa_plan-of-action-and-milestones.json");
	run_file(&run, path);
	/*
	 * The plan that NIST published: accepted by nobody, at no time; its risk reference is a
	 * factor's uuid.
	 */
	assert_int_equal(run_count(&run, REC_ACCEPTANCE), 1);
	assert_null(run_at(&run, REC_ACCEPTANCE, 0)->u.acceptance.approver.raw);
	assert_true(run_said(&run, &oscal_w_kind));
	assert_true(run_said(&run, &oscal_n_milestone));
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_ssp_claims),
		cmocka_unit_test(test_ssp_owners),
		cmocka_unit_test(test_ssp_assets),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_catalog),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_poam_items),
		cmocka_unit_test(test_poam_log),
		cmocka_unit_test(test_poam_acceptances),
		cmocka_unit_test(test_poam_adjusted),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_two_roots),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_corpus_twins),
		cmocka_unit_test(test_corpus_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
