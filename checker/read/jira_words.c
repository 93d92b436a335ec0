/* Jira's words. Names are free text in every project; what is not here is unknown, never a pass. */
#include "checker/read/jira.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

#define T_FIX "Jira resolution, or status without one"
#define T_EVAL "Jira status that means evaluated"
#define T_FIELD "Jira field of the change log"

/*
 * "Done" as Jira itself translates its default resolution and statuses: such
 * an instance has no English words at all.  The rest are the shared decision words.
 */
static const char *const done_elsewhere[] = {
	"\xe5\xae\x8c\xe6\x88\x90",                         /* Chinese, resolution */
	"\xe5\xb7\xb2\xe5\xae\x8c\xe6\x88\x90",             /* Chinese, status */
	"\xe5\xb7\xb2\xe8\xa7\xa3\xe5\x86\xb3",             /* Chinese, resolved */
	"\xe5\xae\x8c\xe4\xba\x86",                         /* Japanese */
	"\xec\x99\x84\xeb\xa3\x8c",                         /* Korean */
	"erledigt", "fertig", "termine", "terminee", "finalizada", "finalizado", "hecho", "listo",
	"concluido", "completato", "\xd0\xb3\xd0\xbe\xd1\x82\xd0\xbe\xd0\xb2\xd0\xbe",
};

static const char *const evaluated[] = {
	"evaluated", "triaged", "assessed", "risk assessed", "analysed", "analyzed",
};

static const struct { const char *field; enum event_kind kind; } fields[] = {
	{ "assignee", EVENT_ASSIGN }, { "status", EVENT_STATUS }, { "resolution", EVENT_DECIDE },
	{ "duedate", EVENT_DUE }, { "due date", EVENT_DUE }, { "severity", EVENT_SEVERITY },
	{ "priority", EVENT_PRIORITY }, { "labels", EVENT_LABEL }, { "link", EVENT_LINK },
	{ "team", EVENT_TEAM }, { "assigned team", EVENT_TEAM }, { "assignment group", EVENT_TEAM },
	{ "escalation", EVENT_ESCALATE }, { "escalated", EVENT_ESCALATE },
	{ "escalated to", EVENT_ESCALATE },
};

static bool
among(const char *const *v, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i], key) == 0)
			return true;
	return false;
}

static bool
is_done_elsewhere(const char *word, struct arena *a)
{
	return among(done_elsewhere, sizeof(done_elsewhere) / sizeof(done_elsewhere[0]),
		str_word_key(a, word));
}

enum choice
jira_choice(const char *word, struct arena *a)
{
	enum choice c = word_choice(word, a);

	if (word == NULL || c != CHOICE_NONE)
		return c;
	if (is_done_elsewhere(word, a) || strcmp(str_word_key(a, word), "closed") == 0)
		return CHOICE_FIX;
	return CHOICE_NONE;
}

bool
jira_is_duplicate(const char *word, struct arena *a)
{
	return word != NULL && strcmp(str_word_key(a, word), "duplicate") == 0;
}

static enum item_status
category_status(const char *key)
{
	if (str_same(key, "new"))
		return STATUS_OPEN;
	if (str_same(key, "indeterminate"))
		return STATUS_IN_PROGRESS;
	return str_same(key, "done") ? STATUS_CLOSED : STATUS_UNKNOWN;
}

/* The numbers are the same in every instance. */
static enum item_status
number_status(const char *id)
{
	if (str_same(id, "2"))
		return STATUS_OPEN;
	if (str_same(id, "4"))
		return STATUS_IN_PROGRESS;
	return str_same(id, "3") ? STATUS_CLOSED : STATUS_UNKNOWN;
}

static bool
is_end(enum item_status s)
{
	return s == STATUS_CLOSED || s == STATUS_FALSE_POSITIVE || s == STATUS_CANCELLED;
}

/*
 * The category decides whether it is over, since names are translated and
 * renamed; the name says which kind of that.  Accepted is open in any category.
 */
enum item_status
jira_status(const char *name, const char *category, const char *category_id, bool *contrary,
	struct arena *a)
{
	enum item_status by_key = category_status(category), by_id = number_status(category_id);
	enum item_status by_name = word_status(name, a), s = by_key;

	if (by_name == STATUS_UNKNOWN && name != NULL && is_done_elsewhere(name, a))
		by_name = STATUS_CLOSED;
	*contrary = by_key != STATUS_UNKNOWN && by_id != STATUS_UNKNOWN && by_key != by_id;
	if (by_key == STATUS_UNKNOWN || (*contrary && by_id < by_key))
		s = by_id;
	if (s == STATUS_UNKNOWN || by_name == STATUS_ACCEPTED)
		return by_name;
	if (by_name == STATUS_UNKNOWN || is_end(by_name) != is_end(s))
		return s;
	return by_name;
}

bool
jira_status_evaluated(const char *name, struct arena *a)
{
	return name != NULL &&
		among(evaluated, sizeof(evaluated) / sizeof(evaluated[0]), str_word_key(a, name));
}

enum event_kind
jira_field_kind(const char *field, struct arena *a)
{
	const char *key;

	if (field == NULL)
		return EVENT_OTHER;
	key = str_word_key(a, field);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].field, key) == 0)
			return fields[i].kind;
	return EVENT_OTHER;
}

const struct word_row_doc jira_words[] = {
	{ T_FIX, "Done, Fixed, Resolved, Closed", "decision: fix" },
	{ T_FIX, "Done, in the other languages of Jira's own translations", "decision: fix" },
	{ T_FIX, "Won't Do, Won't Fix, Declined, Risk Accepted",
		"decision: accept, until the due date then in force" },
	{ T_FIX, "Not a Bug, Cannot Reproduce, False Positive", "decision: false positive" },
	{ T_FIX, "Duplicate",
		"no decision; with a link \"duplicates\" the other issue is the original" },
	{ T_FIX, "other words", "the shared table of decisions, else no decision" },
	{ T_EVAL, "Evaluated, Triaged, Assessed, Risk Assessed, Analysed",
		"evaluated at that instant" },
	{ "Jira status category", "new", "open" },
	{ "Jira status category", "indeterminate", "in progress" },
	{ "Jira status category", "done", "closed" },
	{ T_FIELD, "assignee", "assignment" },
	{ T_FIELD, "status", "status; closes, reopens" },
	{ T_FIELD, "resolution", "decision; closes; cleared: reopens" },
	{ T_FIELD, "duedate", "due date" },
	{ T_FIELD, "Severity", "severity" },
	{ T_FIELD, "priority", "priority" },
	{ T_FIELD, "labels", "label" },
	{ T_FIELD, "Link", "link" },
	{ T_FIELD, "Team, Assigned Team, Assignment Group", "hand-over between teams" },
	{ T_FIELD, "Escalation, Escalated, Escalated To", "escalation" },
	{ NULL, NULL, NULL }
};
