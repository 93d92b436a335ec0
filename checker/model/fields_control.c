/* Controls, what is claimed of them, and who is named for them. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"
#include "checker/model/words.h"

#define GET(name) static void name(const struct view *v, struct fval *out)
#define CONTROL(v) ((const struct control *)(v)->rec)
#define CLAIM(v) ((const struct claim_seen *)(v)->rec)
#define OWNER(v) ((const struct owner_ref *)(v)->rec)
#define TEST(v) ((const struct test *)(v)->rec)

static const char no_claim[] = "control: no source claims anything of it";

GET(control_id) { field_word(out, CONTROL(v)->id); }
GET(control_framework) { field_word(out, CONTROL(v)->framework); }
GET(control_family) { field_text(out, CONTROL(v)->family, "control.family: the id has no family"); }
GET(control_title) { field_text(out, CONTROL(v)->title, "control.title: no catalog was given"); }
GET(control_in_scope) { field_bool(out, CONTROL(v)->in_scope); }
GET(control_applicable) { field_bool(out, CONTROL(v)->in_scope && !CONTROL(v)->na); }
GET(control_weight) { field_int(out, CONTROL(v)->weight); }
GET(control_claimed) { field_bool(out, CONTROL(v)->has_claim); }
GET(control_disagree) { field_bool(out, CONTROL(v)->claims_disagree); }

GET(control_state)
{
	if (CONTROL(v)->has_claim)
		field_word(out, claim_state_word(CONTROL(v)->state));
	else
		field_unknown(out, no_claim);
}

GET(control_state_raw)
{
	field_text(out, CONTROL(v)->nclaims > 0 ? CONTROL(v)->claims[0].state_raw : NULL, no_claim);
}

GET(control_points)
{
	if (CONTROL(v)->has_claim)
		field_int(out, CONTROL(v)->p);
	else
		field_unknown(out, no_claim);
}

GET(control_reviewed)
{
	if (CONTROL(v)->nclaims > 0)
		field_instant(out, &CONTROL(v)->claims[0].at,
			"control.claimed_at: the source has no dates");
	else
		field_unknown(out, no_claim);
}

GET(control_owner)
{
	field_owner(out, &CONTROL(v)->owners, "control.owner: no source names owners of controls",
		"control.owner: blank");
}

GET(control_owners) { field_owners(out, v, &CONTROL(v)->owners); }

static void
one_claim(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, (const struct claim_seen *)l->p + i, out);
}

static void
one_item(const struct flist *l, size_t i, struct fval *out)
{
	const struct control *c = l->p;
	const struct model *m = l->ctx;

	list_record(l, &m->items[c->items[i].item], out);
}

static void
one_test(const struct flist *l, size_t i, struct fval *out)
{
	const struct control *c = l->p;
	const struct model *m = l->ctx;

	list_record(l, &m->tests[c->tests[i].test], out);
}

GET(control_claims)
{
	field_list(out, v, CONTROL(v)->claims, CONTROL(v)->nclaims, true, one_claim);
}

/* Is some source of items the whole list? */
static bool
items_complete(const struct model *m)
{
	bool any = false;

	for (size_t i = 0; i < m->nsources; i++) {
		if ((m->sources[i]->roles & ROLE_ITEM) == 0)
			continue;
		any = true;
		if (m->sources[i]->complete != TRI_T || m->sources[i]->broken)
			return false;
	}
	return any;
}

GET(control_items)
{
	const struct model *m = view_model(v);

	if ((m->given & ROLE_ITEM) == 0)
		field_unknown(out, "control.items: no tickets or findings were given");
	else
		field_list(out, v, CONTROL(v), CONTROL(v)->nitems, items_complete(m), one_item);
}

GET(control_tests) { field_list(out, v, CONTROL(v), CONTROL(v)->ntests, false, one_test); }

static const struct field control_fields[] = {
	{"id", FIELD_STRING, NULL, "Canonical id, as ac-2.1.", control_id},
	{"framework", FIELD_STRING, NULL, "The framework that it belongs to.", control_framework},
	{"family", FIELD_STRING, NULL, "The part of the id before its number.", control_family},
	{"title", FIELD_STRING, NULL, "Title in the catalog.", control_title},
	{"in_scope", FIELD_BOOL, NULL, "Selected by the profile, the configured list or the plan.",
		control_in_scope},
	{"applicable", FIELD_BOOL, NULL, "In scope, and not claimed as not applicable.",
		control_applicable},
	{"weight", FIELD_INT, NULL, "Configured weight; 3 if none is.", control_weight},
	{"claimed", FIELD_BOOL, NULL, "A source states something of it.", control_claimed},
	{"claim_state", FIELD_STRING, NULL,
		"The state that counts: implemented, alternative, inherited, partial, planned, "
		"not-implemented or not-applicable.",
		control_state},
	{"claim_raw", FIELD_STRING, NULL, "The state in the source's own words.",
		control_state_raw},
	{"claim_points", FIELD_INT, NULL, "What the claim is worth, in millionths of 1.",
		control_points},
	{"claimed_at", FIELD_TIMESTAMP, NULL, "When the claim that counts was made.",
		control_reviewed},
	{"claims_disagree", FIELD_BOOL, NULL, "Two sources state different things.",
		control_disagree},
	{"owner", FIELD_STRING, NULL,
		"The owner as written: the accountable one where a source marks him.",
		control_owner},
	{"owners", FIELD_RECORDS, "owner", "Everybody who is named as owner now.", control_owners},
	{"claims", FIELD_RECORDS, "claim", "All claims, the one that counts first.",
		control_claims},
	{"items", FIELD_RECORDS, "item", "Items that are linked to it.", control_items},
	{"tests", FIELD_RECORDS, "test", "Tests that are linked to it.", control_tests},
};

const struct record_type type_control = {"control", "A requirement of the framework.",
	FIELDS(control_fields)};

GET(claim_kind) { field_word(out, claim_kind_word(CLAIM(v)->kind)); }
GET(claim_state)
{
	if (CLAIM(v)->state == STATE_UNKNOWN || CLAIM(v)->state == STATE_NONE)
		field_unknown(out, "claim.state: the source's word is on no table");
	else
		field_word(out, claim_state_word(CLAIM(v)->state));
}

GET(claim_raw) { field_text(out, CLAIM(v)->state_raw, "claim.raw: the source states nothing"); }
GET(claim_points) { field_int(out, CLAIM(v)->p); }
GET(claim_at) { field_instant(out, &CLAIM(v)->at, "claim.at: the source has no dates"); }
GET(claim_by) { field_who(out, &CLAIM(v)->by, "claim.by: the source does not say who claims it"); }
GET(claim_approver)
{
	field_who(out, &CLAIM(v)->approver, "claim.approver: the source names none");
}
GET(claim_approver_party)
{
	field_who_party(out, v, &CLAIM(v)->approver, "claim.approver: the source names none");
}
GET(claim_reason)
{
	field_text(out, CLAIM(v)->reason, "claim.reason: the source has no place for one");
}
GET(claim_review)
{
	field_instant(out, &CLAIM(v)->review, "claim.review: the source has no such date");
}

static const struct field claim_fields[] = {
	{"kind", FIELD_STRING, NULL, "Kind of document: ssp, grc, soa, poam or checklist.",
		claim_kind},
	{"state", FIELD_STRING, NULL, "State of all its parts together.", claim_state},
	{"raw", FIELD_STRING, NULL, "State in the source's own words.", claim_raw},
	{"points", FIELD_INT, NULL, "What it is worth, in millionths of 1.", claim_points},
	{"at", FIELD_TIMESTAMP, NULL, "When it was made.", claim_at},
	{"by", FIELD_STRING, NULL, "Who made it, as written.", claim_by},
	{"approver", FIELD_STRING, NULL, "Who approved that it does not apply.", claim_approver},
	{"approver_party", FIELD_RECORD, "party", "The approver in the roster.",
		claim_approver_party},
	{"reason", FIELD_STRING, NULL, "Why it does not apply.", claim_reason},
	{"review", FIELD_TIMESTAMP, NULL, "When that is to be looked at again.", claim_review},
};

const struct record_type type_claim = {"claim", "What a document states of a control.",
	FIELDS(claim_fields)};

static const char *const how_words[] = {"unknown", "empty", "nobody", "role", "party", "ambiguous",
	"miss", "machine"};

GET(owner_raw) { field_who(out, &OWNER(v)->who, "owner.raw: not said"); }
GET(owner_how) { field_word(out, how_words[OWNER(v)->who.how]); }
GET(owner_accountable) { field_bool(out, OWNER(v)->accountable); }
GET(owner_party) { field_who_party(out, v, &OWNER(v)->who, "owner.party: not said"); }
GET(owner_key) { field_who_key(out, &OWNER(v)->who, "owner.key: not said"); }
GET(owner_role) { field_text(out, OWNER(v)->who.role, "owner.role: the name is no role"); }
GET(owner_from) { field_instant(out, &OWNER(v)->from, "owner.from: the source has no dates"); }
GET(owner_to) { field_instant(out, &OWNER(v)->to, "owner.to: the source has no dates"); }

static const struct field owner_fields[] = {
	{"raw", FIELD_STRING, NULL, "The name as written.", owner_raw},
	{"how", FIELD_STRING, NULL,
	 "What the name was found to be: party, role, nobody, machine, ambiguous, miss or empty.",
	 owner_how},
	{"accountable", FIELD_BOOL, NULL, "The source marks him as the accountable one.",
	 owner_accountable},
	{"party", FIELD_RECORD, "party", "The person in the roster.", owner_party},
	{"key", FIELD_STRING, NULL, "Key of the person, for comparing.", owner_key},
	{"role", FIELD_STRING, NULL, "The role, where a role is named.", owner_role},
	{"from", FIELD_TIMESTAMP, NULL, "Since when.", owner_from},
	{"to", FIELD_TIMESTAMP, NULL, "Until when.", owner_to},
};

const struct record_type type_owner = {"owner", "One naming of an owner by one source.",
	FIELDS(owner_fields)};

GET(test_id) { field_word(out, TEST(v)->id); }
GET(test_benchmark) { field_text(out, TEST(v)->benchmark, "test.benchmark: it belongs to none"); }
GET(test_title) { field_text(out, TEST(v)->title, "test.title: the source gives none"); }
GET(test_severity)
{
	field_text(out, severity_word(TEST(v)->severity), "test.severity: no source gives one");
}

static const struct field test_fields[] = {
	{"id", FIELD_STRING, NULL, "Id in its benchmark or tool.", test_id},
	{"benchmark", FIELD_STRING, NULL, "The benchmark that it belongs to.", test_benchmark},
	{"title", FIELD_STRING, NULL, "Its title.", test_title},
	{"severity", FIELD_STRING, NULL,
		"Highest word known: critical, high, moderate, low or info.", test_severity},
};

const struct record_type type_test = {
	"test", "A test that tools run on assets.", FIELDS(test_fields)};
