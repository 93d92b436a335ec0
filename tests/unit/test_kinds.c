/* Every kind of rule: exactly when an instance is T, F, U or B, and when there is none. */
#include "tests/unit/kinds_help.h"

/* The rules under test; all of them are loaded for every case. */
static const char *const rules[] = {
	FLAG("REQ", "require", "G", "item") "'where':'item.severity == `high`',"
		"'must':'item.due > item.created'},"
	FLAG("REQ-S", "require", "G", "source") "'must':'source.complete'},"
	FLAG("REQ-W", "require", "G", "source") "'where':'source.complete','must':'true'},"
	FLAG("RES", "resolve", "O", "control") "'ref':'control.owner','must':'party.active'},"
	FLAG("RES-T", "resolve", "O", "control") "'ref':'control.owner',"
		"'must':'party.team == `A`'},"
	FLAG("RES-I", "resolve", "O", "item") "'ref':'item.assignee','must':'party.active'},"
	FLAG("RES-X", "resolve", "O", "item") "'ref':'item.title','must':'party.active'},"
	FLAG("RES-A", "resolve", "O", "acceptance") "'ref':'acceptance.approver',"
		"'must':'party.active'},"
	FLAG("RES-Q", "resolve", "O", "acceptance") "'ref':'acceptance.requester',"
		"'must':'party.active'},"
	FLAG("DL", "deadline", "D", "item") "'where':'item.type == `finding`',"
		"'start':'item.created','stop':'item.closed'," LIMIT("P10D")
	FLAG("DL-M", "deadline", "D", "item") "'start':'item.created','stop':'item.closed',"
		LIMIT("P1M")
	FLAG("DL-E", "deadline", "D", "item") "'start':'item.created',"
		"'stop_when':'event.to == `ack`'," TABLE,
	FLAG("DL-N", "deadline", "D", "acceptance") "'start':'acceptance.granted',"
		"'stop':'acceptance.expires'," LIMIT("P900D")
	FLAG("FU", "followup", "D", "item") "'after':'event.to == `up`','expect':'next.to == `ok`',"
		"'by':'next.actor_party.active'," LIMIT("P1D")
	FLAG("FU-T", "followup", "D", "item") "'after':'event.kind == `escalate`',"
		"'expect':'next.kind == `ack`'," TABLE,
	FLAG("SEQ", "sequence", "D", "item") "'value':'event.to',"
		"'params':{" PARAM("max_handoffs", "int", "2") "," PARAM("max_returns", "int", "0") "}},"
	FLAG("SEQ-F", "sequence", "D", "item") "'value':'event.to','first':'event.from',"
		"'params':{" PARAM("max_handoffs", "int", "2") "," PARAM("max_returns", "int", "0") "}},"
	FLAG("CON", "contradict", "W", "control") "'claim':'control.claim_points == 1000000',"
		"'against':'observation.result == `fail`'},"
	FLAG("CON-N", "contradict", "W", "control") "'claim':'true','against':'false'},"
	FLAG("CON-E", "contradict", "W", "control") "'claim':'true',"
		"'against':'observation.first_failed != null'},"
	FLAG("CON-U", "contradict", "W", "control") "'claim':'true',"
		"'against':'observation.benchmark == `x`'},",
};

static const struct row {
	const char *what, *rule, *letters, *records, *want;
	const char *config;      /* more of it; NULL: nothing */
} rows[] = {
	/* ---- require ---- */
	{"must holds", "REQ", "I",
		ITEM(",'severity':'high','created':'2026-01-01T00:00:00Z','due':'2026-02-01'"),
		"S-1 T", NULL},
	{"must does not hold", "REQ", "I",
		ITEM(",'severity':'high','created':'2026-03-01T00:00:00Z','due':'2026-02-01'"),
		"S-1 F", NULL},
	{"must cannot be told", "REQ", "I",
		ITEM(",'severity':'high','created':'2026-03-01T00:00:00Z'"), "S-1 U", NULL},
	{"a blank due date is no error of the record, and yet no T", "REQ", "I",
		ITEM(",'severity':'high','created':'2026-03-01T00:00:00Z','due':''"), "S-1 U", NULL},
	{"not asked of this record", "REQ", "I",
		ITEM(",'severity':'low','created':'2026-03-01T00:00:00Z','due':'2026-02-01'"), "", NULL},
	{"blank is known: not asked either", "REQ", "I",
		ITEM(",'severity':'','created':'2026-03-01T00:00:00Z','due':'2026-02-01'"), "", NULL},
	{"where unknown keeps it, though must would be T", "REQ", "I",
		ITEM(",'created':'2026-01-01T00:00:00Z','due':'2026-02-01'"), "S-1 U", NULL},
	{"where unknown keeps it, though must would be F", "REQ", "I",
		ITEM(",'created':'2026-03-01T00:00:00Z','due':'2026-02-01'"), "S-1 U", NULL},

	/* ---- resolve ---- */
	{"one active person", "RES", "RC", BO GREEN_CLAIM OWNER(MAIL("bo@x.example")),
		"ac-2 T", NULL},
	{"one who left", "RES", "RC",
		PERSON("Bo Lee", "bo@x.example", GONE) GREEN_CLAIM OWNER(MAIL("bo@x.example")),
		"ac-2 F", NULL},
	{"a miss in a complete roster", "RES", "RC", BO GREEN_CLAIM OWNER(MAIL("cy@x.example")),
		"ac-2 F", NULL},
	{"a miss in a roster that is not known complete", "RES", "rC",
		BO GREEN_CLAIM OWNER(MAIL("cy@x.example")), "ac-2 U", NULL},
	{"several people of that name, complete", "RES", "RC",
		BO PERSON("Bo Lee", "bo2@x.example", HERE) GREEN_CLAIM OWNER(NAME("Bo Lee")),
		"ac-2 F", NULL},
	{"several people of that name, not known complete", "RES", "rC",
		BO PERSON("Bo Lee", "bo2@x.example", HERE) GREEN_CLAIM OWNER(NAME("Bo Lee")),
		"ac-2 U", NULL},
	{"no roster", "RES", "C", GREEN_CLAIM OWNER(MAIL("bo@x.example")), "ac-2 U", NULL},
	{"words that name no person", "RES", "C", GREEN_CLAIM OWNER(NAME("TBD")), "ac-2 F", NULL},
	{"two active people", "RES", "RC",
		BO PERSON("Cy Ng", "cy@x.example", HERE) GREEN_CLAIM OWNER(MAIL("bo@x.example"))
			OWNER(MAIL("cy@x.example")), "ac-2 F", NULL},
	{"no source names owners", "RES", "RC", BO GREEN_CLAIM, "ac-2 U", NULL},
	{"must is asked of the person who counts, not of the leaver beside", "RES-T", "RC",
		PERSON("Al Po", "al@x.example", GONE ",'team':'Z'")
		PERSON("Bo Lee", "bo@x.example", HERE ",'team':'A'")
			GREEN_CLAIM OWNER(MAIL("al@x.example")) OWNER(MAIL("bo@x.example")),
		"ac-2 T", NULL},
	{"must cannot be told", "RES-T", "RC", BO GREEN_CLAIM OWNER(MAIL("bo@x.example")),
		"ac-2 U", NULL},
	{"must does not hold", "RES-T", "RC",
		PERSON("Bo Lee", "bo@x.example", HERE ",'team':'B'") GREEN_CLAIM
			OWNER(MAIL("bo@x.example")), "ac-2 F", NULL},
	{"must cannot help one who left", "RES-T", "RC",
		PERSON("Bo Lee", "bo@x.example", GONE ",'team':'A'") GREEN_CLAIM
			OWNER(MAIL("bo@x.example")), "ac-2 F", NULL},
	{"must cannot help where there is no roster", "RES-T", "C",
		GREEN_CLAIM OWNER(MAIL("bo@x.example")), "ac-2 U", NULL},
	{"the assignee", "RES-I", "RI", BO ITEM(",'assignee':" MAIL("bo@x.example")), "S-1 T",
		NULL},
	{"an unknown assignee is not the reporter", "RES-I", "RI",
		BO ITEM(",'reporter':" MAIL("bo@x.example")), "S-1 U", NULL},
	{"a blank assignee", "RES-I", "RI", BO ITEM(",'assignee':''"), "S-1 F", NULL},
	{"a text that is no name of the record", "RES-X", "RI",
		BO ITEM(",'title':'Bo Lee','assignee':" MAIL("bo@x.example")), "S-1 U", NULL},
	{"an approver is asked for the day of the grant", "RES-A", "RI",
		PERSON("Bo Lee", "bo@x.example", GONE)
		ACCEPTANCE(",'granted':'2026-09-25T00:00:00Z','approver':" MAIL("bo@x.example")),
		"A-1 T", NULL},
	{"and not for another", "RES-A", "RI",
		PERSON("Bo Lee", "bo@x.example", GONE)
		ACCEPTANCE(",'granted':'2026-10-05T00:00:00Z','approver':" MAIL("bo@x.example")),
		"A-1 F", NULL},
	{"no day of the grant", "RES-A", "RI",
		BO ACCEPTANCE(",'approver':" MAIL("bo@x.example")), "A-1 U", NULL},
	{"no day of the grant, and no person", "RES-A", "RI",
		BO ACCEPTANCE(",'approver':" NAME("TBD")), "A-1 F", NULL},
	{"the requester is not the approver", "RES-Q", "RI",
		BO ACCEPTANCE(",'granted':'2026-10-05T00:00:00Z','approver':" MAIL("bo@x.example")
			",'requester':" NAME("TBD")), "A-1 F", NULL},

	/* ---- deadline: stop is a field ---- */
	{"stopped at the limit", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11T00:00:00Z'"), "S-1 T",
		NULL},
	{"a second late", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11T00:00:01Z'"), "S-1 F",
		NULL},
	{"dates without a zone, days apart on every reading: in time", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-08'"), "S-1 T", NULL},
	{"dates without a zone: the day of the limit", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-11'"), "S-1 U", NULL},
	{"dates without a zone: two days later may still be in time", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-13'"), "S-1 U", NULL},
	{"dates without a zone: three days later is late on every reading", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-14'"), "S-1 F", NULL},
	{"dates in a zone: the day of the limit", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-11'"), "S-1 U", ",'zone':'UTC'"},
	{"a date in a zone: its first instant counts for T", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-11T00:00:00Z'"), "S-1 T",
		",'zone':'UTC'"},
	{"a date in a zone: past its last instant is F", "DL", "I",
		ITEM(",'created':'2026-10-01','closed':'2026-10-12T00:00:00Z'"), "S-1 F",
		",'zone':'UTC'"},
	{"a time without zone near the limit", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11 10:00'"), "S-1 U", NULL},
	{"a time without zone far from it", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-10 10:00'"), "S-1 T", NULL},
	{"the same in a zone", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11 10:00'"), "S-1 F",
		",'zone':'UTC'"},
	{"not stopped, and over", "DL", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':''"), "S-1 F", NULL},
	{"not stopped, due at this instant: running", "DL", "I",
		ITEM(",'created':'2026-10-22T00:00:00Z','closed':''"), "", NULL},
	{"not stopped, due a second ago", "DL", "I",
		ITEM(",'created':'2026-10-21T23:59:59Z','closed':''"), "S-1 F", NULL},
	{"running on some readings of the date only", "DL", "I",
		ITEM(",'created':'2026-10-22','closed':''"), "S-1 U", NULL},
	{"no source can say whether it was stopped: never running", "DL", "I",
		ITEM(",'created':'2026-10-31T00:00:00Z'"), "S-1 U", NULL},
	{"the start is unknown", "DL", "I", ITEM(",'closed':'2026-10-11T00:00:00Z'"), "S-1 U",
		NULL},
	{"the start is blank", "DL", "I", ITEM(",'created':'','closed':'2026-10-11T00:00:00Z'"),
		"S-1 U", NULL},
	{"not asked of other types", "DL", "I",
		"{'record':'item','source':'jira.json','tracker':'jira','key':'S-2','type':'risk',"
		"'created':'2026-10-01T00:00:00Z','closed':''},", "", NULL},
	{"a month is a calendar month", "DL-M", "I",
		ITEM(",'created':'2026-01-31T00:00:00Z','closed':'2026-02-28T00:00:00Z'"), "S-1 T", NULL},
	{"and not 30 days", "DL-M", "I",
		ITEM(",'created':'2026-01-31T00:00:00Z','closed':'2026-02-28T00:00:01Z'"), "S-1 F", NULL},
	{"what lies ahead has not stopped it", "DL-N", "I",
		ACCEPTANCE(",'granted':'2026-01-01T00:00:00Z','expires':'2027-01-01'"), "", NULL},

	/* ---- deadline: stop is an entry of the log ---- */
	{"the entry, in time", "DL-E", "I",
		ITEM(LOG ",'severity':'high','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-03T00:00:00Z", ",'to':'ack'"), "S-1 T", NULL},
	{"the entry, late", "DL-E", "I",
		ITEM(LOG ",'severity':'high','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-03T00:00:01Z", ",'to':'ack'"), "S-1 F", NULL},
	{"another row of the table", "DL-E", "I",
		ITEM(LOG ",'severity':'low','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-05T00:00:00Z", ",'to':'ack'"), "S-1 T", NULL},
	{"no severity, no row", "DL-E", "I",
		ITEM(LOG ",'created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-01T00:00:00Z", ",'to':'ack'"), "S-1 U", NULL},
	{"no entry, whole log", "DL-E", "I",
		ITEM(LOG ",'severity':'high','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'x'"), "S-1 F", NULL},
	{"no entry, log cut off", "DL-E", "I",
		ITEM(LOG ",'severity':'high','truncated':true,'created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'x'"), "S-1 U", NULL},
	{"in time, log cut off", "DL-E", "I",
		ITEM(LOG ",'severity':'high','truncated':true,'created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'ack'"), "S-1 T", NULL},
	{"late, log cut off: an earlier one may be missing", "DL-E", "I",
		ITEM(LOG ",'severity':'high','truncated':true,'created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-09T00:00:00Z", ",'to':'ack'"), "S-1 U", NULL},
	{"no log at all", "DL-E", "I",
		ITEM(",'status':'open','severity':'high','created':'2026-10-01T00:00:00Z'"), "S-1 U",
		NULL},
	{"an entry before, of which it is unknown", "DL-E", "I",
		ITEM(LOG ",'severity':'high','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "2026-10-02T00:00:00Z", "")
		EVENT("2", "2026-10-09T00:00:00Z", ",'to':'ack'"), "S-1 U", NULL},

	{"the entry, at a time that nobody knows", "DL-E", "I",
		ITEM(LOG ",'severity':'high','created':'2026-10-01T00:00:00Z'")
		EVENT("1", "", ",'to':'ack'"), "S-1 U", NULL},

	/* ---- followup ---- */
	{"answered at a time that nobody knows", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "", ",'to':'ok'" BY("bo@x.example")), "S-1 U", NULL},
	{"asked at a time that nobody knows", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "", ",'to':'up'"), "S-1 U", NULL},
	{"answered at the limit", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-03T00:00:00Z", ",'to':'ok'" BY("bo@x.example")), "S-1 T", NULL},
	{"a second late", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-03T00:00:01Z", ",'to':'ok'" BY("bo@x.example")), "S-1 F", NULL},
	{"before is no answer", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-01T00:00:00Z", ",'to':'ok'" BY("bo@x.example"))
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'up'"), "S-1 F", NULL},
	{"on one day, and told before: it may be after", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02", ",'to':'ok'" BY("bo@x.example"))
		EVENT("2", "2026-10-02", ",'to':'up'"), "S-1 U", ",'zone':'UTC'"},
	{"on the day of the limit", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02", ",'to':'up'")
		EVENT("2", "2026-10-03", ",'to':'ok'" BY("bo@x.example")), "S-1 U", ",'zone':'UTC'"},
	{"by somebody of whom nothing is known", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'" BY("zz@x.example")), "S-1 U", NULL},
	{"by whom the log does not say", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'"), "S-1 U", NULL},
	{"without a roster", "FU", "I", ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'" BY("bo@x.example")), "S-1 U", NULL},
	{"by one who had left", "FU", "RI", PERSON("Bo Lee", "bo@x.example", GONE) ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'" BY("bo@x.example")), "S-1 F", NULL},
	{"an unknown one and then one who may", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'")
		EVENT("3", "2026-10-02T02:00:00Z", ",'to':'ok'" BY("bo@x.example")), "S-1 T", NULL},
	{"nothing, log cut off", "FU", "RI", BO ITEM(LOG ",'truncated':true")
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'"), "S-1 U", NULL},
	{"nothing, whole log", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'"), "S-1 F", NULL},
	{"still running", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-31T00:00:00Z", ",'to':'up'"), "", NULL},
	{"over a second ago", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-30T23:59:59Z", ",'to':'up'"), "S-1 F", NULL},
	{"perhaps over", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-30", ",'to':'up'"), "S-1 U", NULL},
	{"perhaps nothing to answer", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ""), "S-1 U", NULL},
	{"nothing to answer", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'x'"), "", NULL},
	{"each entry is asked", "FU", "RI", BO ITEM(LOG)
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up'")
		EVENT("2", "2026-10-02T01:00:00Z", ",'to':'ok'" BY("bo@x.example"))
		EVENT("3", "2026-10-12T00:00:00Z", ",'to':'up'"), "S-1 T; S-1 F", NULL},
	{"no severity, no limit", "FU-T", "I", ITEM(LOG)
		"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'1',"
		"'at':'2026-10-02T00:00:00Z','kind':'escalate'},", "S-1 U", NULL},

	/* ---- sequence ---- */
	{"two changes", "SEQ", "I", ITEM(LOG) EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'to':'C'"), "S-1 T", NULL},
	{"repeats are one", "SEQ", "I", ITEM(LOG) EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'A'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'to':'B'")
		EVENT("4", "2026-10-04T00:00:00Z", ",'to':'B'")
		EVENT("5", "2026-10-05T00:00:00Z", ",'to':'C'"), "S-1 T", NULL},
	{"three changes", "SEQ", "I", ITEM(LOG) EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'to':'C'")
		EVENT("4", "2026-10-04T00:00:00Z", ",'to':'D'"), "S-1 F", NULL},
	{"straight back", "SEQ", "I", ITEM(LOG) EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'to':'A'"), "S-1 F", NULL},
	{"cut off, within what is known", "SEQ", "I",
		ITEM(LOG ",'truncated':true") EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'B'"), "S-1 U", NULL},
	{"cut off, above in what is known", "SEQ", "I",
		ITEM(LOG ",'truncated':true") EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'to':'A'"), "S-1 F", NULL},
	{"an entry that does not say", "SEQ", "I", ITEM(LOG) EVENT("1", "2026-10-01T00:00:00Z", ""),
		"S-1 U", NULL},
	{"a blank entry changes nothing", "SEQ", "I", ITEM(LOG)
		EVENT("1", "2026-10-01T00:00:00Z", ",'to':''"), "S-1 T", NULL},
	{"an entry without a time has no place", "SEQ", "I", ITEM(LOG)
		EVENT("1", "2026-10-01T00:00:00Z", ",'to':'A'") EVENT("2", "", ",'to':'B'"),
		"S-1 U", NULL},
	{"no log", "SEQ", "I", ITEM(",'status':'open'"), "S-1 U", NULL},
	{"what held before counts where it is asked", "SEQ-F", "I", ITEM(LOG)
		EVENT("1", "2026-10-01T00:00:00Z", ",'from':'Z','to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'from':'A','to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'from':'B','to':'C'"), "S-1 F", NULL},
	{"only before the first entry", "SEQ-F", "I", ITEM(LOG)
		EVENT("1", "2026-10-01T00:00:00Z", ",'from':'','to':'A'")
		EVENT("2", "2026-10-02T00:00:00Z", ",'from':'X','to':'B'")
		EVENT("3", "2026-10-03T00:00:00Z", ",'from':'Y','to':'C'"), "S-1 T", NULL},

	/* ---- contradict ---- */
	{"tested and none against", "CON", "CPS", GREEN_CLAIM HOST("a") SAW("a", "pass"),
		"ac-2 on a T", NULL},
	{"one against", "CON", "CPS", GREEN_CLAIM HOST("a") SAW("a", "fail"), "ac-2 on a F",
		NULL},
	{"not tested", "CON", "CPS", GREEN_CLAIM HOST("a"), "ac-2 elsewhere U", NULL},
	{"the rest of the population is one line", "CON", "CPS",
		GREEN_CLAIM HOST("a") HOST("b") HOST("c") SAW("a", "pass"),
		"ac-2 elsewhere U; ac-2 on a T", NULL},
	{"no assets at all", "CON", "C", GREEN_CLAIM, "ac-2 elsewhere U", NULL},
	{"tested without a clear answer", "CON", "CPS", GREEN_CLAIM HOST("a") SAW("a", "unknown"),
		"ac-2 on a U", NULL},
	{"one test holds, the other was not run", "CON", "CPS",
		GREEN_CLAIM HOST("a") HOST("b") SAW("a", "pass") SAW("b", "pass")
		SAW_AS("scan.xml", "scanner", "b", "t2", "pass", "2026-10-20T00:00:00Z", "E3", ""),
		"ac-2 on a U; ac-2 on b T", NULL},
	{"two tools disagree on the only test", "CON", "CPSO",
		GREEN_CLAIM HOST("a") SAW("a", "pass") OTHER_SAW("a", "t1", "fail"), "ac-2 on a B",
		NULL},
	{"they disagree on one, and another fails: F", "CON", "CPSO",
		GREEN_CLAIM HOST("a") SAW("a", "pass") OTHER_SAW("a", "t1", "fail")
			OTHER_SAW("a", "t2", "fail"), "ac-2 on a F", NULL},
	{"below E3 a failure is not F", "CON", "CPS", GREEN_CLAIM HOST("a")
		SAW_AS("scan.xml", "scanner", "a", "t1", "fail", "2026-10-20T00:00:00Z", "E2", ""),
		"ac-2 on a U", NULL},
	{"below E3 a failure is not F beside a T either", "CON", "CPSO", GREEN_CLAIM HOST("a")
		SAW("a", "pass")
		SAW_AS("other.xml", "other", "a", "t1", "fail", "2026-10-20T00:00:00Z", "E2", ""),
		"ac-2 on a T", NULL},
	{"below the floor of severity a failure is only listed", "CON", "CPS", GREEN_CLAIM HOST("a")
		SAW("a", "pass")
		SAW_AS("scan.xml", "scanner", "a", "t2", "fail", "2026-10-20T00:00:00Z", "E3",
			",'severity':'low'"), "ac-2 on a T", NULL},
	{"failed, then fixed", "CON", "CPS", GREEN_CLAIM HOST("a")
		SAW_AS("scan.xml", "scanner", "a", "t1", "fail", "2026-10-10T00:00:00Z", "E3", "")
		SAW("a", "pass"), "ac-2 on a T", NULL},
	{"failed, then fixed, and the rule forgets nothing", "CON-E", "CPS", GREEN_CLAIM HOST("a")
		SAW_AS("scan.xml", "scanner", "a", "t1", "fail", "2026-10-10T00:00:00Z", "E3", "")
		SAW("a", "pass"), "ac-2 on a F", NULL},
	{"of a failure the rule cannot tell", "CON-U", "CPS", GREEN_CLAIM HOST("a")
		"{'record':'observation','source':'scan.xml','originator':'scanner','asset':[{"
		"'ns':'fqdn','value':'a.x.example'}],'test':'t1','result':'fail',"
		"'at':'2026-10-10T00:00:00Z','grade':'E3','tags':[{'scheme':'nist-800-53',"
		"'id':'ac-2','relation':'equal'}]},"
		"{'record':'observation','source':'scan.xml','originator':'scanner','asset':[{"
		"'ns':'fqdn','value':'a.x.example'}],'test':'t1','result':'pass',"
		"'at':'2026-10-20T00:00:00Z','grade':'E3','tags':[{'scheme':'nist-800-53',"
		"'id':'ac-2','relation':'equal'}]},", "ac-2 on a U", NULL},
	{"too old to be shown", "CON", "CPS", GREEN_CLAIM HOST("a")
		SAW_AS("scan.xml", "scanner", "a", "t1", "pass", "2026-01-20T00:00:00Z", "E3", ""),
		"ac-2 on a U", NULL},
	{"not applicable on the only asset", "CON", "CPS",
		GREEN_CLAIM HOST("a") SAW("a", "not-applicable"), "ac-2 elsewhere U", NULL},
	{"not claimed in full", "CON", "CPS", CLAIM("partial") HOST("a") SAW("a", "fail"), "", NULL},
	{"no source claims anything", "CON", "CPS", HOST("a") SAW("a", "fail"), "ac-2 U",
		",'framework':'nist-800-53','scope':['ac-2']"},
	{"a rule against nothing turns no F", "CON-N", "CPS", GREEN_CLAIM HOST("a")
		SAW("a", "fail"), "ac-2 on a F", NULL},
	{"nor a B", "CON-N", "CPSO", GREEN_CLAIM HOST("a") SAW("a", "pass")
		OTHER_SAW("a", "t1", "fail"), "ac-2 on a B", NULL},
	{"nor what was not tested", "CON-N", "CPS", GREEN_CLAIM HOST("a") HOST("b")
		SAW("a", "unknown"), "ac-2 elsewhere U; ac-2 on a U", NULL},
};

static struct rule_set *
all_rules(struct bench *b)
{
	return load_rules_of(b, arena_printf(b->a, "%s%s%s", rules[0], rules[1], rules[2]));
}

static void
test_rows(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = all_rules(b);
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *r = &rows[i];
		struct model *m = model_with(b, r->config != NULL ? r->config : "", r->letters,
			r->records);
		const struct assessment *as = judge(m, s, b->a);
		const char *got = values_of(b, as, r->rule);

		assert_non_null(rule_find(s, r->rule));
		if (str_same(got, r->want))
			continue;
		fprintf(stderr, "%s: %s: wanted \"%s\", got \"%s\"\n", r->rule, r->what, r->want, got);
		bad++;
	}
	assert_int_equal(bad, 0);
	bench_free(b);
}

/* What sources conflict about is B, in must and in where. */
static void
test_conflict(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = all_rules(b);
	struct model *m = model_with(b, "", "I", "");
	const struct assessment *as;
	struct source own = *m->sources[0];
	const struct source *list[] = {&own};

	(void)state;
	own.complete = TRI_B;
	m->sources = list;
	as = judge(m, s, b->a);
	assert_string_equal(values_of(b, as, "REQ-S"), "jira.json B");
	assert_string_equal(values_of(b, as, "REQ-W"), "jira.json B");
	own.complete = TRI_F;
	as = judge(m, s, b->a);
	assert_string_equal(values_of(b, as, "REQ-S"), "jira.json F");
	assert_string_equal(values_of(b, as, "REQ-W"), "");
	bench_free(b);
}

/* Every record that a rule can be for is walked over; what does not stand alone is refused. */
static void
test_records(void **state)
{
	struct bench *b = bench_new();

	(void)state;
	for (size_t i = 0; record_types[i] != NULL; i++) {
		const char *type = record_types[i]->name, *text;
		struct rule_set *s;
		bool can = false, clock = false;

		for (size_t k = 0; kind_records[k] != NULL; k++)
			can = can || str_same(kind_records[k], type);
		for (size_t k = 0; kind_entities[k] != NULL; k++)
			clock = clock || str_same(kind_entities[k], type);
		text = quotes(b, arena_printf(b->a, "{'trueup':'rules/1','name':'n','version':'1','rules':["
			FLAG("R", "require", "G", "%s") "'must':'true'},"
			FLAG("D", "deadline", "G", "%s") "'start':'as_of'," LIMIT("P1D") "]}", type,
			clock ? type : "item"));
		s = load_text(b, "own", text);
		assert_int_equal(s != NULL, can);
		if (!can)
			continue;
		assert_true(judge(model_with(b, "", "RCIPS", BO GREEN_CLAIM HOST("a") SAW("a", "pass")
			ITEM("") EVENT("1", "2026-10-01T00:00:00Z", "") ACCEPTANCE("")), s, b->a)
			->rules[1].t > 0);
	}
	bench_free(b);
}

/* A U names what is missing, never what is wrong; a T says nothing; counts are those of the list. */
static void
test_messages(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = all_rules(b);
	struct model *m = model_with(b, "", "CPS", GREEN_CLAIM HOST("a") HOST("b") HOST("c")
		SAW("a", "fail") SAW("b", "pass"));
	const struct assessment *as = judge(m, s, b->a);

	(void)state;
	assert_string_equal(check_named(as, "CON", "ac-2 on a")->message, "m");
	assert_string_equal(check_named(as, "CON", "ac-2 on b")->message, "");
	assert_string_equal(check_named(as, "CON", "ac-2 elsewhere")->message,
		"1 asset of the population was not tested for it");
	assert_string_equal(check_named(as, "RES", "ac-2")->message, "no source names owners");
	for (size_t i = 0; i < as->nrules; i++) {
		const struct rule_result *r = &as->rules[i];
		uint64_t n[4] = {0};

		for (size_t k = 0; k < as->nchecks; k++)
			n[as->checks[k].value] += as->checks[k].rule == i;
		assert_int_equal(r->t, n[TRI_T]);
		assert_int_equal(r->f, n[TRI_F]);
		assert_int_equal(r->u, n[TRI_U]);
		assert_int_equal(r->b, n[TRI_B]);
	}
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_conflict),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
