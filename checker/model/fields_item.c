/* Items with their logs, and the register of accepted risks. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"

#define GET(name) static void name(const struct view *v, struct fval *out)
#define ITEM(v) ((const struct item *)(v)->rec)
#define EVENT(v) ((const struct event *)(v)->rec)
#define ACCEPTANCE(v) ((const struct acceptance *)(v)->rec)

static const char no_history[] = "item.events: the source has no log";
static const char cut_history[] = "item.events: the log is cut off";

GET(item_tracker) { field_text(out, ITEM(v)->tracker, "item.tracker: not known"); }
GET(item_key) { field_word(out, ITEM(v)->key); }
GET(item_title) { field_text(out, ITEM(v)->title, "item.title: the source has none"); }
GET(item_type)
{
	/* "Other" is what a source calls so; of what none says anything it is unknown. */
	if (ITEM(v)->type == ITEM_OTHER && ITEM(v)->type_raw == NULL)
		field_unknown(out, "item.type: no source says what it is");
	else
		field_word(out, item_type_word(ITEM(v)->type));
}

GET(item_type_raw) { field_text(out, ITEM(v)->type_raw, "item.type_raw: the source has none"); }
GET(item_status_raw)
{
	field_text(out, ITEM(v)->status_raw, "item.status_raw: the source has none");
}
GET(item_open) { field_bool(out, ITEM(v)->open); }
GET(item_has_history) { field_bool(out, ITEM(v)->has_history); }
GET(item_truncated) { field_bool(out, ITEM(v)->truncated); }
GET(item_duplicate) { field_bool(out, ITEM(v)->duplicate_of != UINT32_MAX); }
GET(item_informational) { field_bool(out, ITEM(v)->informational); }
GET(item_from_priority) { field_bool(out, ITEM(v)->severity_from_priority); }

GET(item_status)
{
	if (ITEM(v)->status == STATUS_UNKNOWN)
		field_unknown(out, "item.status: the source's word is on no table");
	else
		field_word(out, item_status_word(ITEM(v)->status));
}

GET(item_severity)
{
	if (ITEM(v)->severity_empty)
		field_text(out, "", NULL);
	else
		field_text(out, severity_word(ITEM(v)->severity),
			"item.severity: no source gives one");
}

GET(item_created)
{
	field_instant(out, &ITEM(v)->created, "item.created: the source has no such date");
}
GET(item_detected)
{
	field_instant(out, &ITEM(v)->detected, "item.detected: the source has no such date");
}
GET(item_evaluated)
{
	field_instant(out, &ITEM(v)->evaluated, "item.evaluated: the source has no such date");
}
GET(item_due) { field_instant(out, &ITEM(v)->due, "item.due: the source has no such date"); }
GET(item_closed)
{
	field_instant(out, &ITEM(v)->closed, "item.closed: the source has no such date");
}
GET(item_first_fail)
{
	field_instant(out, &ITEM(v)->first_fail,
		"item.first_failed: no failing test result is linked to it");
}

GET(item_reporter) { field_who(out, &ITEM(v)->reporter, "item.reporter: the source has none"); }
GET(item_reporter_party)
{
	field_who_party(out, v, &ITEM(v)->reporter, "item.reporter: the source has none");
}
GET(item_reporter_key)
{
	field_who_key(out, &ITEM(v)->reporter, "item.reporter: the source has none");
}
GET(item_assignee) { field_who(out, &ITEM(v)->assignee, "item.assignee: the source has none"); }
GET(item_assignee_party)
{
	field_who_party(out, v, &ITEM(v)->assignee, "item.assignee: the source has none");
}
GET(item_assignee_key)
{
	field_who_key(out, &ITEM(v)->assignee, "item.assignee: the source has none");
}
GET(item_team) { field_text(out, ITEM(v)->team, "item.team: the source has none"); }

GET(item_owner)
{
	field_owner(out, &ITEM(v)->owners, "item.owner: the source names no owners",
		"item.owner: blank");
}

GET(item_owners) { field_owners(out, v, &ITEM(v)->owners); }

static bool
whole_log(const struct item *it)
{
	return it->has_history && !it->truncated;
}

/* A number over the log is known only where the whole log is. */
static void
of_log(struct fval *out, const struct item *it, int64_t n)
{
	if (whole_log(it))
		field_int(out, n);
	else
		field_unknown(out, it->has_history ? cut_history : no_history);
}

GET(item_handoffs) { of_log(out, ITEM(v), ITEM(v)->handoffs); }
GET(item_direct) { of_log(out, ITEM(v), ITEM(v)->returns_direct); }
GET(item_indirect) { of_log(out, ITEM(v), ITEM(v)->returns_indirect); }

static void
one_event(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, (const struct event *)l->p + i, out);
}

GET(item_names_teams)
{
	bool teams = false;

	for (size_t i = 0; i < ITEM(v)->nevents; i++)
		teams = teams || ITEM(v)->events[i].kind == EVENT_TEAM;
	field_bool(out, teams);
}

GET(item_events)
{
	if (!ITEM(v)->has_history && ITEM(v)->nevents == 0)
		field_unknown(out, no_history);
	else
		field_list(
			out, v, ITEM(v)->events, ITEM(v)->nevents, whole_log(ITEM(v)), one_event);
}

static void
one_decision(const struct flist *l, size_t i, struct fval *out)
{
	const struct item *it = l->p;

	for (size_t k = 0; k < it->nevents; k++)
		if (it->events[k].choice != CHOICE_NONE && i-- == 0) {
			list_record(l, &it->events[k], out);
			return;
		}
	field_unknown(out, no_history);
}

GET(item_decisions)
{
	size_t n = 0;

	for (size_t i = 0; i < ITEM(v)->nevents; i++)
		n += ITEM(v)->events[i].choice != CHOICE_NONE ? 1 : 0;
	if (!ITEM(v)->has_history && ITEM(v)->nevents == 0)
		field_unknown(out, no_history);
	else
		field_list(out, v, ITEM(v), n, whole_log(ITEM(v)), one_decision);
}

static void
one_team(const struct flist *l, size_t i, struct fval *out)
{
	field_word(out, ((const char *const *)l->p)[i]);
}

GET(item_path) { field_list(out, v, ITEM(v)->path, ITEM(v)->npath, whole_log(ITEM(v)), one_team); }

static void
one_asset(const struct flist *l, size_t i, struct fval *out)
{
	const struct model *m = l->ctx;

	list_record(l, &m->assets[((const uint32_t *)l->p)[i]], out);
}

GET(item_assets) { field_list(out, v, ITEM(v)->assets, ITEM(v)->nassets, false, one_asset); }

static void
one_test(const struct flist *l, size_t i, struct fval *out)
{
	const struct model *m = l->ctx;

	list_record(l, &m->tests[((const uint32_t *)l->p)[i]], out);
}

GET(item_tests) { field_list(out, v, ITEM(v)->tests, ITEM(v)->ntests, false, one_test); }

static void
one_acceptance(const struct flist *l, size_t i, struct fval *out)
{
	const struct model *m = l->ctx;
	uint32_t item = (uint32_t)((const struct item *)l->p - m->items);

	for (size_t k = 0; k < m->nacceptances; k++)
		if (m->acceptances[k].item == item && i-- == 0) {
			list_record(l, &m->acceptances[k], out);
			return;
		}
	field_unknown(out, "item.acceptances: no such row");
}

GET(item_acceptances)
{
	const struct model *m = view_model(v);
	uint32_t item = (uint32_t)(ITEM(v) - m->items);
	size_t n = 0;

	for (size_t i = 0; i < m->nacceptances; i++)
		n += m->acceptances[i].item == item ? 1 : 0;
	field_list(out, v, ITEM(v), n, false, one_acceptance);
}

GET(item_source)
{
	if (ITEM(v)->source == NULL)
		field_unknown(out, "item.source: not known");
	else
		field_record(out, v, ITEM(v)->source);
}

static const struct field item_fields[] = {
	{"tracker", FIELD_STRING, NULL, "The tracker that holds it.", item_tracker},
	{"key", FIELD_STRING, NULL, "Its key there.", item_key},
	{"title", FIELD_STRING, NULL, "Its title.", item_title},
	{"type", FIELD_STRING, NULL,
		"vulnerability, finding, risk, audit-finding, incident, request, poam or other.",
		item_type},
	{"type_raw", FIELD_STRING, NULL, "Type in the source's own word.", item_type_raw},
	{"severity", FIELD_STRING, NULL,
		"Highest word of its linked sources; null where the cell is blank.", item_severity},
	{"severity_from_priority", FIELD_BOOL, NULL,
		"The word is a priority: no source gives a severity.", item_from_priority},
	{"informational", FIELD_BOOL, NULL, "Its own source says that nothing is to be decided.",
		item_informational},
	{"status", FIELD_STRING, NULL,
		"open, in-progress, hold, awaiting, accepted, false-positive, closed or cancelled.",
		item_status},
	{"status_raw", FIELD_STRING, NULL, "Status in the source's own word.", item_status_raw},
	{"open", FIELD_BOOL, NULL, "Not closed; what was accepted is open.", item_open},
	{"created", FIELD_TIMESTAMP, NULL, "When it was entered.", item_created},
	{"detected", FIELD_TIMESTAMP, NULL, "When it was found, as its source says.",
		item_detected},
	{"first_failed", FIELD_TIMESTAMP, NULL,
		"Earliest failing test result that is linked to it.", item_first_fail},
	{"evaluated", FIELD_TIMESTAMP, NULL, "When its evaluation was finished.", item_evaluated},
	{"due", FIELD_TIMESTAMP, NULL, "Until when it is to be fixed.", item_due},
	{"closed", FIELD_TIMESTAMP, NULL, "When it was closed.", item_closed},
	{"reporter", FIELD_STRING, NULL, "Who entered it, as written.", item_reporter},
	{"reporter_party", FIELD_RECORD, "party", "Who entered it, in the roster.",
		item_reporter_party},
	{"reporter_key", FIELD_STRING, NULL, "Key of who entered it, for comparing.",
		item_reporter_key},
	{"assignee", FIELD_STRING, NULL, "Who works on it now, as written.", item_assignee},
	{"assignee_party", FIELD_RECORD, "party", "Who works on it now, in the roster.",
		item_assignee_party},
	{"assignee_key", FIELD_STRING, NULL, "Key of who works on it now, for comparing.",
		item_assignee_key},
	{"team", FIELD_STRING, NULL, "The team that has it now.", item_team},
	{"owner", FIELD_STRING, NULL, "The owner as written; the assignee where none is named.",
		item_owner},
	{"owners", FIELD_RECORDS, "owner", "Everybody who is named as owner now.", item_owners},
	{"has_history", FIELD_BOOL, NULL, "Its source has a log.", item_has_history},
	{"truncated", FIELD_BOOL, NULL, "The log is cut off.", item_truncated},
	{"events", FIELD_RECORDS, "event", "The log, by time; complete only where it is whole.",
		item_events},
	{"decisions", FIELD_RECORDS, "event", "Entries that choose something.", item_decisions},
	{"acceptances", FIELD_RECORDS, "acceptance", "Rows of the register of accepted risks.",
		item_acceptances},
	{"path", FIELD_STRINGS, NULL, "Teams that had it, in order, repeats left out.", item_path},
	{"names_teams", FIELD_BOOL, NULL,
		"Its log names teams; else those of the assignees are all that is known.",
		item_names_teams},
	{"handoffs", FIELD_INT, NULL, "How often it changed teams.", item_handoffs},
	{"returns_direct", FIELD_INT, NULL, "How often it came straight back: A, B, A.",
		item_direct},
	{"returns_indirect", FIELD_INT, NULL,
		"How often it came back by way of others: A, B, C, A.", item_indirect},
	{"assets", FIELD_RECORDS, "asset", "Assets that it names.", item_assets},
	{"tests", FIELD_RECORDS, "test", "Tests that it names.", item_tests},
	{"results", FIELD_RECORDS, "observation",
		"What was last seen of the tests that it names on the assets that it names; complete only "
		"where each of these was found and seen.", field_item_results},
	{"rechecks", FIELD_RECORDS, "observation",
		"The same; complete only where moreover each was seen after the item was closed.",
		field_item_rechecks},
	{"has_catalog", FIELD_BOOL, NULL, "A catalog of exploited flaws (CISA KEV) was given.",
		field_has_catalog},
	{"exploited", FIELD_BOOL, NULL, "A catalog of exploited flaws (CISA KEV) lists what it names.",
		field_item_exploited},
	{"exploited_since", FIELD_TIMESTAMP, NULL, "Since when that catalog lists it.",
		field_item_exploited_since},
	{"mend_by", FIELD_TIMESTAMP, NULL, "By when that catalog wants it mended.", field_item_mend_by},
	{"duplicate", FIELD_BOOL, NULL, "Marked as the duplicate of another item that is there.",
		item_duplicate},
	{"source", FIELD_RECORD, "source", "The newest file that holds it.", item_source},
};

const struct record_type type_item = {"item",
	"Anything with a life: finding, risk, ticket, POA&M entry, incident.", FIELDS(item_fields)};

GET(event_at) { field_instant(out, &EVENT(v)->at, "event.at: the entry has no date"); }
GET(event_kind) { field_word(out, event_kind_word(EVENT(v)->kind)); }
GET(event_actor) { field_who(out, &EVENT(v)->actor, "event.actor: the log does not say who"); }
GET(event_actor_key)
{
	field_who_key(out, &EVENT(v)->actor, "event.actor: the log does not say who");
}
GET(event_field) { field_text(out, EVENT(v)->field, "event.field: the entry names none"); }
GET(event_from) { field_text(out, EVENT(v)->from, "event.from: the log does not say"); }
GET(event_to) { field_text(out, EVENT(v)->to, "event.to: the log does not say"); }
GET(event_to_party)
{
	field_who_party(out, v, &EVENT(v)->to_party, "event.to_party: the entry assigns nobody");
}
GET(event_team) { field_text(out, EVENT(v)->team, "event.team: neither log nor roster names one"); }
GET(event_choice) { field_word(out, choice_word(EVENT(v)->choice)); }
GET(event_decides) { field_bool(out, EVENT(v)->choice != CHOICE_NONE
		/* A due date set is "fix by a date"; whose and when counts is the judge's (judgement.md 7). */
		|| (EVENT(v)->kind == EVENT_DUE && EVENT(v)->to != NULL && *EVENT(v)->to != '\0')); }
GET(event_until) { field_instant(out, &EVENT(v)->until, "event.until: the entry has no end"); }
GET(event_rationale)
{
	field_text(out, EVENT(v)->rationale, "event.rationale: the source has no place for one");
}
GET(event_evaluated) { field_bool(out, EVENT(v)->evaluated); }
GET(event_closes) { field_bool(out, EVENT(v)->closes); }
GET(event_reopens) { field_bool(out, EVENT(v)->reopens); }

GET(event_severity)
{
	field_text(out, severity_word(EVENT(v)->severity), "event.severity: the entry sets none");
}

GET(event_lowers)
{
	const struct event *e = EVENT(v);

	if (e->severity < 0 || e->severity_before < 0)
		field_unknown(out, "event.lowers: the entry does not say both severities");
	else
		field_bool(out, e->severity < e->severity_before);
}

GET(event_severity_before)
{
	field_text(out, severity_word(EVENT(v)->severity_before),
		"event.severity_before: the entry does not say");
}

/* Whether somebody was there is asked for the entry's own instant. */
GET(event_actor_party)
{
	field_who_party(out, v, &EVENT(v)->actor, "event.actor: the log does not say who");
	if (out->known == KNOWN && EVENT(v)->at.known == KNOWN && !EVENT(v)->at.never)
		out->v.rec.at = EVENT(v)->at.lo;
}

GET(event_item) { field_record(out, v, &view_model(v)->items[EVENT(v)->item]); }

static const struct field event_fields[] = {
	{"item", FIELD_RECORD, "item", "The item in whose log it stands.", event_item},
	{"at", FIELD_TIMESTAMP, NULL, "When.", event_at},
	{"kind", FIELD_STRING, NULL,
		"create, assign, team, status, escalate, decide, comment, due, severity, priority, "
		"ack, reopen, "
		"close, label, link or other.",
		event_kind},
	{"actor", FIELD_STRING, NULL, "Who did it, as written.", event_actor},
	{"actor_party", FIELD_RECORD, "party", "Who did it, in the roster, at that instant.",
		event_actor_party},
	{"actor_key", FIELD_STRING, NULL, "Key of who did it, for comparing.", event_actor_key},
	{"field", FIELD_STRING, NULL, "The field that was changed.", event_field},
	{"from", FIELD_STRING, NULL, "Its text before.", event_from},
	{"to", FIELD_STRING, NULL, "Its text after.", event_to},
	{"to_party", FIELD_RECORD, "party", "Whom it was assigned to.", event_to_party},
	{"team", FIELD_STRING, NULL, "The team that had it afterwards.", event_team},
	{"choice", FIELD_STRING, NULL,
		"none, fix, mitigate, accept, avoid, transfer, false-positive or reject.",
		event_choice},
	{"decides", FIELD_BOOL, NULL, "It chooses something.", event_decides},
	{"until", FIELD_TIMESTAMP, NULL, "End of an acceptance, date of a fix.", event_until},
	{"rationale", FIELD_STRING, NULL, "Why; null where the place for it is blank.",
		event_rationale},
	{"severity", FIELD_STRING, NULL, "The severity or priority that it sets.", event_severity},
	{"severity_before", FIELD_STRING, NULL, "The severity or priority before it.",
		event_severity_before},
	{"lowers", FIELD_BOOL, NULL, "It sets a lower severity or priority than before.", event_lowers},
	{"evaluated", FIELD_BOOL, NULL, "It marks the evaluation as finished.", event_evaluated},
	{"closes", FIELD_BOOL, NULL, "It closes the item.", event_closes},
	{"reopens", FIELD_BOOL, NULL, "It opens the item again.", event_reopens},
};

const struct record_type type_event = {"event", "An entry of an item's log.", FIELDS(event_fields)};

GET(acc_id) { field_text(out, ACCEPTANCE(v)->id, "acceptance.id: the source has none"); }
GET(acc_approver)
{
	field_who(out, &ACCEPTANCE(v)->approver, "acceptance.approver: the source names none");
}
GET(acc_approver_key)
{
	field_who_key(out, &ACCEPTANCE(v)->approver, "acceptance.approver: the source names none");
}
GET(acc_requester)
{
	field_who(out, &ACCEPTANCE(v)->requester, "acceptance.requester: the source names none");
}
GET(acc_requester_key)
{
	field_who_key(
		out, &ACCEPTANCE(v)->requester, "acceptance.requester: the source names none");
}
GET(acc_granted)
{
	field_instant(out, &ACCEPTANCE(v)->granted, "acceptance.granted: the source has no dates");
}
GET(acc_expires)
{
	field_instant(out, &ACCEPTANCE(v)->expires, "acceptance.expires: the source has no dates");
}
GET(acc_reason)
{
	field_text(out, ACCEPTANCE(v)->reason, "acceptance.reason: the source has none");
}
GET(acc_state)
{
	field_text(out, ACCEPTANCE(v)->state_raw, "acceptance.state: the source has none");
}

GET(acc_approver_party)
{
	field_who_party(
		out, v, &ACCEPTANCE(v)->approver, "acceptance.approver: the source names none");
	if (out->known == KNOWN && ACCEPTANCE(v)->granted.known == KNOWN)
		out->v.rec.at = ACCEPTANCE(v)->granted.lo;
}

/* "9999" or no date at all where there is a place for one: it never ends. */
GET(acc_endless)
{
	const struct instant *t = &ACCEPTANCE(v)->expires;

	if (t->known == UNKNOWN)
		field_unknown(out, "acceptance.expires: the source has no dates");
	else
		field_bool(out, t->known == EMPTY || t->never);
}

GET(acc_item)
{
	if (ACCEPTANCE(v)->item == UINT32_MAX)
		field_unknown(out, "acceptance.item: the row names none that is there");
	else
		field_record(out, v, &view_model(v)->items[ACCEPTANCE(v)->item]);
}

GET(acc_control)
{
	if (ACCEPTANCE(v)->control == UINT32_MAX)
		field_unknown(out, "acceptance.control: the row names none");
	else
		field_record(out, v, &view_model(v)->controls[ACCEPTANCE(v)->control]);
}

static const struct field acceptance_fields[] = {
	{"id", FIELD_STRING, NULL, "Id in its register.", acc_id},
	{"item", FIELD_RECORD, "item", "The item that is accepted.", acc_item},
	{"control", FIELD_RECORD, "control", "The control that it is about.", acc_control},
	{"approver", FIELD_STRING, NULL, "Who granted it, as written.", acc_approver},
	{"approver_party", FIELD_RECORD, "party", "Who granted it, in the roster, on that day.",
		acc_approver_party},
	{"approver_key", FIELD_STRING, NULL, "Key of who granted it, for comparing.",
		acc_approver_key},
	{"requester", FIELD_STRING, NULL, "Who asked for it, as written.", acc_requester},
	{"requester_key", FIELD_STRING, NULL, "Key of who asked for it, for comparing.",
		acc_requester_key},
	{"granted", FIELD_TIMESTAMP, NULL, "Since when.", acc_granted},
	{"expires", FIELD_TIMESTAMP, NULL, "Until when; null where the place for it is blank.",
		acc_expires},
	{"has_catalog", FIELD_BOOL, NULL, "A catalog of exploited flaws (CISA KEV) was given.",
		field_has_catalog},
	{"endless", FIELD_BOOL, NULL, "It has no end.", acc_endless},
	{"reason", FIELD_STRING, NULL, "Why it was granted.", acc_reason},
	{"state", FIELD_STRING, NULL, "State in the source's own word.", acc_state},
};

const struct record_type type_acceptance = {
	"acceptance", "A row of the register of accepted risks.", FIELDS(acceptance_fields)};
