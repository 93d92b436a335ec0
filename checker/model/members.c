#include "checker/model/members.h"

/* The offset is checked: a member of another type does not compile. */
#define AT(r, m, t)                                                                                \
	(offsetof(struct record, u.r.m) + 0 * sizeof(((struct record *)0)->u.r.m == (t)0))
#define TEXT(r, m) {#m, MEMBER_TEXT, AT(r, m, const char *), 0, NULL, 0}
#define FLAG(r, m) {#m, MEMBER_BOOL, AT(r, m, bool), 0, NULL, 0}
#define RANK(r, m) {#m, MEMBER_INT, AT(r, m, int), 0, NULL, 0}
#define WORD(r, m, w, dflt)                                                                        \
	{#m, MEMBER_WORD, AT(r, m, unsigned), 0, &words_##w, (int)(dflt)}
#define TIME(r, m) {#m, MEMBER_INSTANT, offsetof(struct record, u.r.m.lo)                          \
	- offsetof(struct instant, lo), 0, NULL, 0}
#define WHO(r, m) {#m, MEMBER_PARTY, offsetof(struct record, u.r.m.email)                          \
	- offsetof(struct party_ref, email), 0, NULL, 0}
#define IDS(r, m) {#m, MEMBER_IDENTS, offsetof(struct record, u.r.m.v), 0, NULL, 0}
#define TAGS(r, m) {#m, MEMBER_TAGS, offsetof(struct record, u.r.m.v), 0, NULL, 0}
#define ASSETS(r, m, c) {#m, MEMBER_ASSETS, AT(r, m, struct idents *),                             \
	offsetof(struct record, u.r.c), NULL, 0}

static const struct member of_control[] = {
	TEXT(control, framework),
	TEXT(control, id),
	TEXT(control, title),
	TEXT(control, family),
	TEXT(control, revision),
	FLAG(control, withdrawn),
};

static const struct member of_select[] = {
	TEXT(select, baseline),
	TEXT(select, framework),
	TEXT(select, id),
	FLAG(select, exclude),
};

static const struct member of_claim[] = {
	WORD(claim, kind, claim_kind, MEMBER_MUST),
	TEXT(claim, system),
	TEXT(claim, framework),
	TEXT(claim, control),
	TEXT(claim, part),
	WORD(claim, state, claim_state, STATE_UNKNOWN),
	TEXT(claim, state_raw),
	TIME(claim, at),
	WHO(claim, by),
	WHO(claim, approver),
	TEXT(claim, reason),
	TIME(claim, review),
};

static const struct member of_assign[] = {
	WORD(assign, subject, subject, MEMBER_MUST),
	TEXT(assign, framework),
	TEXT(assign, id),
	IDS(assign, asset),
	TEXT(assign, role),
	FLAG(assign, owner),
	FLAG(assign, accountable),
	WHO(assign, party),
	TIME(assign, from),
	TIME(assign, to),
};

static const struct member of_party[] = {
	IDS(party, ids),
	TEXT(party, name),
	TEXT(party, kind_raw),
	TEXT(party, team),
	TEXT(party, title),
	WORD(party, active, tri, TRI_U),
	TEXT(party, status_raw),
	TIME(party, hired),
	TIME(party, left),
	TIME(party, created),
	TIME(party, modified),
	WHO(party, manager),
};

static const struct member of_role[] = {
	TEXT(role, role),
	WHO(role, party),
	TIME(role, from),
	TIME(role, to),
};

static const struct member of_asset[] = {
	IDS(asset, ids),
	TEXT(asset, name),
	TEXT(asset, kind_raw),
	TEXT(asset, system),
	TEXT(asset, status_raw),
	TEXT(asset, env),
	TEXT(asset, criticality_raw),
	RANK(asset, criticality),
	WORD(asset, in_scope, tri, TRI_U),
	TIME(asset, retired),
	TIME(asset, seen),
	FLAG(asset, listed),
};

static const struct member of_test[] = {
	TEXT(test, benchmark),
	TEXT(test, test),
	TEXT(test, title),
	TEXT(test, severity),
	TEXT(test, severity_raw),
	TIME(test, due),
	TIME(test, added),
	TAGS(test, tags),
};

static const struct member of_observation[] = {
	IDS(observation, asset),
	TEXT(observation, benchmark),
	TEXT(observation, test),
	WORD(observation, result, result, RESULT_UNKNOWN),
	TEXT(observation, result_raw),
	TIME(observation, at),
	TEXT(observation, severity),
	TEXT(observation, severity_raw),
	TEXT(observation, originator),
	TEXT(observation, method),
	WORD(observation, grade, grade, GRADE_E0),
	TAGS(observation, tags),
	TEXT(observation, message),
	FLAG(observation, override),
};

static const struct member of_item[] = {
	TEXT(item, tracker),
	TEXT(item, key),
	TEXT(item, id),
	WORD(item, type, item_type, ITEM_OTHER),
	TEXT(item, type_raw),
	TEXT(item, title),
	TEXT(item, severity),
	TEXT(item, severity_raw),
	TEXT(item, priority),
	TEXT(item, priority_raw),
	WORD(item, status, item_status, STATUS_UNKNOWN),
	TEXT(item, status_raw),
	TEXT(item, resolution_raw),
	TIME(item, created),
	TIME(item, detected),
	TIME(item, evaluated),
	TIME(item, due),
	TIME(item, closed),
	TIME(item, updated),
	WHO(item, reporter),
	WHO(item, assignee),
	TEXT(item, team),
	TAGS(item, controls),
	TAGS(item, tests),
	ASSETS(item, assets, nassets),
	TEXT(item, duplicate_of),
	FLAG(item, has_history),
	FLAG(item, truncated),
	FLAG(item, rationale_place),
};

static const struct member of_event[] = {
	TEXT(event, tracker),
	TEXT(event, item),
	TEXT(event, id),
	TIME(event, at),
	WHO(event, actor),
	WORD(event, kind, event_kind, EVENT_OTHER),
	TEXT(event, field),
	TEXT(event, from),
	TEXT(event, to),
	WHO(event, to_party),
	WORD(event, choice, choice, CHOICE_NONE),
	TIME(event, until),
	TEXT(event, rationale),
	TEXT(event, severity),
	TEXT(event, severity_before),
	FLAG(event, evaluated),
	FLAG(event, closes),
	FLAG(event, reopens),
};

static const struct member of_acceptance[] = {
	TEXT(acceptance, id),
	TEXT(acceptance, tracker),
	TEXT(acceptance, item),
	TEXT(acceptance, framework),
	TEXT(acceptance, control),
	WHO(acceptance, approver),
	WHO(acceptance, requester),
	TIME(acceptance, granted),
	TIME(acceptance, expires),
	TEXT(acceptance, reason),
	TEXT(acceptance, state_raw),
};

static const struct member of_mapping[] = {
	TEXT(mapping, scheme),
	TEXT(mapping, id),
	TEXT(mapping, framework),
	TEXT(mapping, control),
	TEXT(mapping, revision),
	WORD(mapping, relation, relation, REL_NONE),
	TEXT(mapping, definition),
	TEXT(mapping, part),
};

static const struct member of_evidence[] = {
	TEXT(evidence, control),
	TEXT(evidence, framework),
	TEXT(evidence, path),
	TEXT(evidence, sha256),
	TEXT(evidence, kind_raw),
	TIME(evidence, collected),
	WHO(evidence, collector),
};

static const struct member of_system[] = {
	TEXT(system, id),
	TEXT(system, name),
	TEXT(system, framework),
	TEXT(system, baseline),
	TEXT(system, revision),
};

#define ALL(of) {of, sizeof(of) / sizeof(*(of))}
const struct members record_members[REC_KINDS] = {
	[REC_CONTROL] = ALL(of_control),
	[REC_SELECT] = ALL(of_select),
	[REC_CLAIM] = ALL(of_claim),
	[REC_ASSIGN] = ALL(of_assign),
	[REC_PARTY] = ALL(of_party),
	[REC_ROLE] = ALL(of_role),
	[REC_ASSET] = ALL(of_asset),
	[REC_TEST] = ALL(of_test),
	[REC_OBSERVATION] = ALL(of_observation),
	[REC_ITEM] = ALL(of_item),
	[REC_EVENT] = ALL(of_event),
	[REC_ACCEPTANCE] = ALL(of_acceptance),
	[REC_MAPPING] = ALL(of_mapping),
	[REC_EVIDENCE] = ALL(of_evidence),
	[REC_SYSTEM] = ALL(of_system),
};
