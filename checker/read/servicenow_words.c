/* ServiceNow's words and codes (formats.md 19). Codes that an instance changed have display words: those win. */
#include "checker/read/servicenow.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

#define T_CODE "ServiceNow close code"
#define T_FIELD "ServiceNow field of sys_audit"
#define T_STATE "ServiceNow state"
#define T_TABLE "ServiceNow table"

static const struct { const char *table; enum item_type type; } tables[] = {
	{ "incident", ITEM_INCIDENT }, { "sn_si_incident", ITEM_INCIDENT },
	{ "sn_vul_vulnerable_item", ITEM_VULNERABILITY }, { "sn_vul_vulnerability", ITEM_VULNERABILITY },
	{ "sn_vul_app_vulnerable_item", ITEM_VULNERABILITY },
	{ "sn_grc_issue", ITEM_FINDING }, { "sn_risk_risk", ITEM_RISK },
	{ "sn_grc_policy_exception", ITEM_REQUEST }, { "sn_audit_finding", ITEM_AUDIT_FINDING },
	{ "sn_compliance_policy_exception", ITEM_REQUEST },
};

/* Number prefixes of the product's own tables. */
static const struct { const char *prefix, *table; } prefixes[] = {
	{ "INC", "incident" }, { "SIR", "sn_si_incident" }, { "VIT", "sn_vul_vulnerable_item" },
	{ "PRB", "problem" }, { "CHG", "change_request" }, { "RITM", "sc_req_item" },
	{ "SCTASK", "sc_task" }, { "REQ", "sc_request" }, { "TASK", "task" },
};

enum item_type
sn_type(struct sn *s, const char *table, const char *number, const char **raw)
{
	for (size_t i = 0; table == NULL && number != NULL &&
		i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_has_prefix(number, prefixes[i].prefix) &&
			ch_digit(number[strlen(prefixes[i].prefix)]))
			table = prefixes[i].table;
	*raw = table;
	for (size_t i = 0; table != NULL && i < sizeof(tables) / sizeof(tables[0]); i++)
		if (strcmp(tables[i].table, table) == 0)
			return tables[i].type;
	return word_item_type(table, s->r->rec);
}

/* Words of states beyond the shared table. */
static const struct { const char *word; enum item_status status; } states[] = {
	{ "closed incomplete", STATUS_CANCELLED }, { "closed skipped", STATUS_CANCELLED },
	{ "closed/incomplete", STATUS_CANCELLED }, { "assess", STATUS_AWAITING },
	{ "analysis", STATUS_IN_PROGRESS }, { "contain", STATUS_IN_PROGRESS },
	{ "eradicate", STATUS_IN_PROGRESS }, { "recover", STATUS_IN_PROGRESS },
	{ "review", STATUS_AWAITING }, { "analyze", STATUS_IN_PROGRESS },
	{ "respond", STATUS_IN_PROGRESS }, { "authorize", STATUS_AWAITING },
	{ "scheduled", STATUS_IN_PROGRESS }, { "implement", STATUS_IN_PROGRESS },
};

/* Codes of the default state lists. Which one holds, the table says. */
static const struct { const char *code; enum item_status incident, task; } codes[] = {
	{ "-5", STATUS_UNKNOWN, STATUS_HOLD }, { "1", STATUS_OPEN, STATUS_OPEN },
	{ "2", STATUS_IN_PROGRESS, STATUS_IN_PROGRESS }, { "3", STATUS_HOLD, STATUS_CLOSED },
	{ "4", STATUS_UNKNOWN, STATUS_CANCELLED }, { "6", STATUS_CLOSED, STATUS_UNKNOWN },
	{ "7", STATUS_CLOSED, STATUS_CANCELLED }, { "8", STATUS_CANCELLED, STATUS_UNKNOWN },
};

static bool
is_code(const char *s)
{
	if (*s == '-')
		s++;
	if (*s == '\0')
		return false;
	while (ch_digit(*s))
		s++;
	return *s == '\0';
}

static enum item_status
code_status(const char *table, const char *code)
{
	for (size_t i = 0; code != NULL && i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (strcmp(codes[i].code, code) != 0)
			continue;
		if (str_same(table, "incident"))
			return codes[i].incident;
		if (table != NULL && (strstr(table, "task") != NULL || str_same(table, "sc_req_item")))
			return codes[i].task;
		return codes[i].incident == codes[i].task ? codes[i].task : STATUS_UNKNOWN;
	}
	return STATUS_UNKNOWN;
}

enum item_status
sn_status(struct sn *s, const char *table, const char *word)
{
	struct arena *a = s->r->rec;
	enum item_status st = STATUS_UNKNOWN;
	const char *key;

	if (!text_set(word))
		return STATUS_UNKNOWN;
	if (is_code(word)) {
		st = code_status(table, word);
	} else {
		key = str_word_key(a, word);
		st = word_status(word, a);
		for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
			if (strcmp(states[i].word, key) == 0)
				st = states[i].status;
	}
	if (st == STATUS_UNKNOWN)
		source_odd_word(s->r->source, s->r->a, T_STATE, word);
	return st;
}

static const struct { const char *word; enum choice choice; } close_codes[] = {
	{ "solved (permanently)", CHOICE_FIX }, { "solved remotely (permanently)", CHOICE_FIX },
	{ "solution provided", CHOICE_FIX }, { "resolved by change", CHOICE_FIX },
	{ "resolved by request", CHOICE_FIX }, { "resolved by problem", CHOICE_FIX },
	{ "solved (work around)", CHOICE_MITIGATE }, { "solved (workaround)", CHOICE_MITIGATE },
	{ "solved remotely (work around)", CHOICE_MITIGATE },
	{ "workaround provided", CHOICE_MITIGATE },
	{ "not solved (not reproducible)", CHOICE_FALSE_POSITIVE },
	{ "not solved (too costly)", CHOICE_ACCEPT },
};

enum choice
sn_close_choice(struct sn *s, const char *code)
{
	enum choice c = word_choice(code, s->r->rec);
	const char *key;

	if (!text_set(code) || c != CHOICE_NONE)
		return c;
	key = str_word_key(s->r->rec, code);
	for (size_t i = 0; i < sizeof(close_codes) / sizeof(close_codes[0]); i++)
		if (strcmp(close_codes[i].word, key) == 0)
			return close_codes[i].choice;
	if (strcmp(key, "duplicate") != 0 && strcmp(key, "?") != 0)
		source_odd_word(s->r->source, s->r->a, T_CODE, code);
	return CHOICE_NONE;
}

static const struct { const char *field; enum event_kind kind; } fields[] = {
	{ "assigned_to", EVENT_ASSIGN }, { "assignment_group", EVENT_TEAM },
	{ "state", EVENT_STATUS }, { "incident_state", EVENT_STATUS },
	{ "problem_state", EVENT_STATUS }, { "due_date", EVENT_DUE },
	{ "severity", EVENT_SEVERITY }, { "priority", EVENT_PRIORITY },
	{ "close_code", EVENT_DECIDE }, { "resolution_code", EVENT_DECIDE },
	{ "escalation", EVENT_ESCALATE }, { "comments", EVENT_COMMENT },
	{ "work_notes", EVENT_COMMENT }, { "close_notes", EVENT_COMMENT },
	{ "parent_incident", EVENT_LINK }, { "parent", EVENT_LINK },
};

enum event_kind
sn_field_kind(const char *field)
{
	for (size_t i = 0; field != NULL && i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].field, field) == 0)
			return fields[i].kind;
	return EVENT_OTHER;
}

/* Choice lists of priority have five steps, of severity three. */
const char *
sn_severity_word(struct sn *s, const char *word, bool priority)
{
	static const int of_priority[] = { 4, 3, 2, 1, 0 }, of_severity[] = { 3, 2, 1 };
	const char *known;
	size_t at;

	if (!text_set(word))
		return word;
	known = word_severity(word, s->r->rec);
	if (known == NULL && word[0] >= '1' && word[0] <= '5' &&
		(word[1] == '\0' || ch_space(word[1]))) {
		at = (size_t)(word[0] - '1');
		if (priority)
			known = severity_word(of_priority[at]);
		else if (at < sizeof(of_severity) / sizeof(of_severity[0]))
			known = severity_word(of_severity[at]);
	}
	if (known == NULL)
		source_odd_word(s->r->source, s->r->a, priority ? "ServiceNow priority" :
			"ServiceNow severity", word);
	return known;
}

const struct word_row_doc sn_words[] = {
	{ T_TABLE, "incident, sn_si_incident", "incident" },
	{ T_TABLE, "sn_vul_vulnerable_item, sn_vul_vulnerability", "vulnerability" },
	{ T_TABLE, "sn_grc_issue", "finding" },
	{ T_TABLE, "sn_audit_finding", "audit finding" },
	{ T_TABLE, "sn_risk_risk", "risk" },
	{ T_TABLE, "sn_grc_policy_exception, sn_compliance_policy_exception", "acceptance request" },
	{ T_TABLE, "others", "by a part of their name, as the shared table of types" },
	{ T_STATE, "1, 2, 3, 6, 7, 8 of incident",
		"open, in progress, hold, closed, closed, cancelled" },
	{ T_STATE, "-5, 1, 2, 3, 4, 7 of other tasks",
		"hold, open, in progress, closed, cancelled, cancelled" },
	{ T_STATE, "Closed Incomplete, Closed Skipped", "cancelled: decides nothing" },
	{ T_STATE, "Analysis, Contain, Eradicate, Recover, Analyze, Respond", "in progress" },
	{ T_STATE, "Assess, Review, Authorize", "awaiting a decision" },
	{ T_CODE, "Solved (Permanently), Solution provided, Resolved by change", "decision: fix" },
	{ T_CODE, "Solved (Work Around), Workaround provided", "decision: mitigate" },
	{ T_CODE, "Not Solved (Too Costly)", "decision: accept, until the due date then in force" },
	{ T_CODE, "Not Solved (Not Reproducible)", "decision: false positive" },
	{ T_CODE, "Duplicate", "no decision" },
	{ T_CODE, "other words", "the shared table of decisions, else no decision" },
	{ "ServiceNow approval", "approved, rejected",
		"accept, reject where what is approved is an exception or acceptance; else no decision" },
	{ "ServiceNow approval", "requested, not requested, not required, cancelled", "no decision" },
	{ "ServiceNow severity", "1 - High, 2 - Medium, 3 - Low", "high, moderate, low" },
	{ "ServiceNow severity", "3 - Low",
		"of a higher priority: ServiceNow's own default, so the priority stands in" },
	{ "ServiceNow priority", "1, 2, 3, 4, 5", "critical, high, moderate, low, info" },
	{ T_FIELD, "assigned_to, assignment_group", "assignment, hand-over between teams" },
	{ T_FIELD, "state, incident_state, problem_state", "status; closes, reopens" },
	{ T_FIELD, "close_code, resolution_code", "decision; the status beside it decides nothing" },
	{ T_FIELD, "due_date, severity, priority, escalation", "as named" },
	{ T_FIELD, "comments, work_notes, close_notes", "comment" },
	{ NULL, NULL, NULL }
};
