/* The kinds that look at several records, at windows or at stretches: when each is T, F, U or B. */
#include "rules/lang/calendars.h"
#include "tests/unit/kinds_help.h"

#define CAP(id, kind, record)                                                                      \
	"{'id':'" id "','kind':'" kind "','dim':'I','effect':'cap','severity':'low',"              \
	"'question':'q','for':'" record "','message':'m {why}','fix':'f',"
#define PERCENT(name, n) "'params':{" PARAM(name, "int", n) "}},"

static const char *const rules[] = {
	FLAG("AG", "agree", "O", "acceptance") "'values':'[acceptance.approver, acceptance.requester]'},",
	FLAG("AG-E", "agree", "O", "item") "'values':'item.events.map(e, e.to)'},",
	FLAG("AG-K", "agree", "O", "acceptance") "'key':'acceptance.reason',"
		"'values':'[acceptance.approver]'},",
	FLAG("AG-T", "agree", "D", "item") "'values':'[item.created, item.detected]'},",
	FLAG("SH", "share", "D", "item") "'since':'item.created','until':'item.closed',"
		"'state':'event.kind == `status` ? event.to == `hold` : null',"
		"'first':'event.from == `hold`'," PERCENT("max_percent", "50"),
	FLAG("SH-N", "share", "D", "item") "'since':'item.created',"
		"'state':'event.kind == `status` ? event.to == `hold` : null'," PERCENT("max_percent", "50"),
	FLAG("OC", "occurs", "D", "item") "'since':'item.created','until':'item.closed',"
		"'done':'event.kind == `comment`','params':{" PARAM("every", "duration", "'P10D'") "}},",
	FLAG("OC-M", "occurs", "D", "item") "'since':'item.created',"
		"'done':'event.kind == `comment`','params':{" PARAM("every", "duration", "'P1M'") "}},",
	FLAG("OC-C", "occurs", "W", "control") "'where':'control.claimed',"
		"'since':'timestamp(`2026-10-01T00:00:00Z`)',"
		"'done':'item.type == `finding` && event.kind == `comment`',"
		"'params':{" PARAM("every", "duration", "'P20D'") "}},",
	FLAG("RA", "ratio", "D", "item") "'where':'item.severity == `high`','good':'item.team == `A`',"
		PERCENT("min_percent", "50"),
	FLAG("RA-K", "ratio", "D", "item") "'key':'item.team','good':'item.severity == `high`',"
		"'params':{" PARAM("min_percent", "int", "50") "," PARAM("least", "int", "2") "}},",
	FLAG("RE", "reconcile", "W", "item") "'left':'item.team == `A`','right':'item.severity == `high`',"
		PERCENT("max_percent", "50"),
	FLAG("CO", "concentrate", "O", "item") "'key':'item.team'," PERCENT("max_percent", "50"),
	FLAG("CO-W", "concentrate", "O", "item") "'key':'item.team','weight':"
		"'item.severity == `high` ? 3 : 1'," PERCENT("max_percent", "60"),
	FLAG("CA", "deadline", "D", "item") "'calendar':'calendar','start':'item.created',"
		"'stop':'item.closed'," LIMIT("P2D"),
	FLAG("CA-H", "deadline", "D", "item") "'calendar':'calendar','start':'item.created',"
		"'stop':'item.closed'," LIMIT("PT48H"),
	FLAG("CA-N", "deadline", "D", "item") "'calendar':'business:nowhere','start':'item.created',"
		"'stop':'item.closed'," LIMIT("P2D"),
	FLAG("CA-E", "deadline", "D", "item") "'calendar':'business:eu-1182-71','start':'item.created',"
		"'stop':'item.closed'," LIMIT("P3D"),
	FLAG("CA-S", "deadline", "D", "item") "'calendar':'business:sec-business-days',"
		"'start':'item.created','stop':'item.closed'," LIMIT("P4D"),
	FLAG("CA-F", "followup", "D", "item") "'calendar':'business:sec-business-days',"
		"'after':'event.kind == `escalate`','expect':'next.kind == `ack`'," LIMIT("P1D"),
	CAP("RU", "reuse", "acceptance") "'same':'acceptance.reason','across':'acceptance.approver'},",
	CAP("BU", "behaviour", "acceptance") "'actor':'acceptance.approver','when':'acceptance.granted',"
		"'params':{" PARAM("signal", "string", "'burst'") "," PARAM("least", "int", "3") ","
		PARAM("gap", "duration", "'PT10S'") "}},",
	CAP("TX", "behaviour", "acceptance") "'actor':'acceptance.approver','when':'acceptance.granted',"
		"'text':'acceptance.reason','params':{" PARAM("signal", "string", "'same-text'") ","
		PARAM("least", "int", "3") "," PARAM("percent", "int", "60") "}},",
	CAP("RG", "behaviour", "acceptance") "'actor':'acceptance.approver','when':'acceptance.granted',"
		"'params':{" PARAM("signal", "string", "'regular'") "," PARAM("least", "int", "4") "}},",
};

#define ACC(id, more) "{'record':'acceptance','source':'jira.json','id':'" id "'" more "},"
#define APPROVED(by) ",'approver':" MAIL(by)
#define ASKED(by) ",'requester':" MAIL(by)
#define WHY(text) ",'reason':'" text "'"
#define ON(at) ",'granted':'" at "'"
#define TASK(key, more)                                                                            \
	"{'record':'item','source':'jira.json','tracker':'jira','key':'" key "','type':'finding'"   \
	more "},"
#define LIFE ",'has_history':true,'created':'2026-10-01T00:00:00Z','closed':'2026-10-11T00:00:00Z'"
#define CLOSED(from, to) ITEM(",'created':'" from "','closed':'" to "'")
#define EVENT_K(id, at, kind)                                                                      \
	"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'" id           \
	"','at':'" at "','kind':'" kind "'},"
#define OPEN LOG ",'closed':''"
#define STATUS(id, at, from, to)                                                                   \
	"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'" id           \
	"','at':'" at "','kind':'status','from':'" from "','to':'" to "'},"
#define NOTE(id, at)                                                                               \
	"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'" id           \
	"','at':'" at "','kind':'comment'},"
#define A_HIGH(key) TASK(key, ",'team':'A','severity':'high'")
#define B_HIGH(key) TASK(key, ",'team':'B','severity':'high'")
#define A_LOW(key) TASK(key, ",'team':'A','severity':'low'")

static const struct row {
	const char *what, *rule, *letters, *records, *want;
} rows[] = {
	{"dates that overlap: how much time passed nobody knows", "SH", "I",
		ITEM(",'has_history':true,'created':'2026-10-01','closed':'2026-10-01T12:00:00Z'"), "S-1 U"},
	/* ---- agree ---- */
	{"two that are equal", "AG", "I", ACC("A-1", APPROVED("a@x.e") ASKED("a@x.e")), "A-1 T"},
	{"two that differ", "AG", "I", ACC("A-1", APPROVED("a@x.e") ASKED("b@x.e")), "A-1 F"},
	{"one is not known", "AG", "I", ACC("A-1", APPROVED("a@x.e")), "A-1 U"},
	{"one is blank: a single voice", "AG", "I", ACC("A-1", APPROVED("a@x.e") ",'requester':''"), ""},
	{"a whole list", "AG-E", "I", ITEM(LOG) STATUS("1", "2026-10-02T00:00:00Z", "a", "b")
		STATUS("2", "2026-10-03T00:00:00Z", "c", "b"), "S-1 T"},
	{"a list of which more may be missing", "AG-E", "I", ITEM("")
		STATUS("1", "2026-10-02T00:00:00Z", "a", "b") STATUS("2", "2026-10-03T00:00:00Z", "c", "b"),
		"S-1 U"},
	{"two that differ, whatever else is missing", "AG-E", "I", ITEM("")
		STATUS("1", "2026-10-02T00:00:00Z", "a", "b") STATUS("2", "2026-10-03T00:00:00Z", "b", "c"),
		"S-1 F"},
	{"no list at all", "AG-E", "I", ITEM(""), "S-1 U"},
	{"records of one key agree", "AG-K", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w") APPROVED("a@x.e")), "w T"},
	{"records of one key differ", "AG-K", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w") APPROVED("b@x.e")), "w F"},
	{"the key of a third is not known", "AG-K", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w") APPROVED("a@x.e")) ACC("A-3", APPROVED("b@x.e")), "A-3 U; w U"},
	{"other keys have nothing to do with each other", "AG-K", "I",
		ACC("A-1", WHY("w") APPROVED("a@x.e")) ACC("A-2", WHY("v") APPROVED("b@x.e")), ""},
	{"a date and a moment of that day may be the same", "AG-T", "I",
		ITEM(",'created':'2026-10-01','detected':'2026-10-01T10:00:00Z'"), "S-1 U"},
	{"a date and a moment of another day are not", "AG-T", "I",
		ITEM(",'created':'2026-10-01','detected':'2026-10-03T10:00:00Z'"), "S-1 F"},

	/* ---- share ---- */
	{"half of its life on hold: the bound holds", "SH", "I", ITEM(LIFE)
		STATUS("1", "2026-10-03T00:00:00Z", "open", "hold")
		STATUS("2", "2026-10-08T00:00:00Z", "hold", "open"), "S-1 T"},
	{"more than half of it", "SH", "I", ITEM(LIFE)
		STATUS("1", "2026-10-03T00:00:00Z", "open", "hold")
		STATUS("2", "2026-10-08T00:00:01Z", "hold", "open"), "S-1 F"},
	{"on hold from the start", "SH", "I", ITEM(LIFE)
		STATUS("1", "2026-10-07T00:00:00Z", "hold", "open"), "S-1 F"},
	{"on hold to the end", "SH", "I", ITEM(LIFE)
		STATUS("1", "2026-10-05T00:00:00Z", "open", "hold"), "S-1 F"},
	{"other entries change nothing", "SH", "I", ITEM(LIFE) NOTE("1", "2026-10-04T00:00:00Z")
		STATUS("2", "2026-10-09T00:00:00Z", "open", "hold"), "S-1 T"},
	{"a log that is not whole", "SH", "I",
		ITEM(",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11T00:00:00Z'")
		STATUS("1", "2026-10-03T00:00:00Z", "open", "hold"), "S-1 U"},
	{"the dates leave it open", "SH", "I", ITEM(LIFE)
		STATUS("1", "2026-10-02", "open", "hold") STATUS("2", "2026-10-07", "hold", "open"),
		"S-1 U"},
	{"what held at first is not told", "SH-N", "I", ITEM(LIFE)
		STATUS("1", "2026-10-21T00:00:00Z", "hold", "open"), "S-1 U"},
	{"its start is not known", "SH", "I", ITEM(LOG), "S-1 U"},
	{"open until as_of", "SH-N", "I", ITEM(LOG ",'created':'2026-10-01T00:00:00Z'")
		STATUS("1", "2026-10-02T00:00:00Z", "open", "hold"), "S-1 F"},

	/* ---- occurs ---- */
	{"seen in the one window that ended", "OC", "I",
		ITEM(OPEN ",'created':'2026-10-15T00:00:00Z'") NOTE("1", "2026-10-20T00:00:00Z"),
		"S-1 from 2026-10-15T00:00:00Z T"},
	{"the end of a window is the next one's", "OC", "I",
		ITEM(OPEN ",'created':'2026-10-10T00:00:00Z'") NOTE("1", "2026-10-20T00:00:00Z"),
		"S-1 from 2026-10-10T00:00:00Z F; S-1 from 2026-10-20T00:00:00Z T"},
	{"windows end with the item", "OC", "I", ITEM(LIFE),
		"S-1 from 2026-10-01T00:00:00Z F"},
	{"none, and the log is not whole", "OC", "I", ITEM(",'closed':'','created':'2026-10-20T00:00:00Z'"),
		"S-1 from 2026-10-20T00:00:00Z U"},
	{"a date that may lie outside", "OC", "I", ITEM(OPEN ",'created':'2026-10-20T12:00:00Z'")
		NOTE("1", "2026-10-20"), "S-1 from 2026-10-20T12:00:00Z U"},
	{"a running window is no instance", "OC", "I", ITEM(OPEN ",'created':'2026-10-22T00:00:01Z'"), ""},
	{"one that ends at as_of has ended", "OC", "I", ITEM(OPEN ",'created':'2026-10-22T00:00:00Z'"),
		"S-1 from 2026-10-22T00:00:00Z F"},
	{"months from the original day", "OC-M", "I", ITEM(OPEN ",'created':'2026-07-31T00:00:00Z'")
		NOTE("1", "2026-08-30T00:00:00Z") NOTE("2", "2026-09-30T00:00:00Z"),
		"S-1 from 2026-07-31T00:00:00Z T; S-1 from 2026-08-31T00:00:00Z F; "
		"S-1 from 2026-09-30T00:00:00Z T"},
	{"no start", "OC", "I", ITEM(LOG), "S-1 U"},
	{"a control's items, of which more may be missing", "OC-C", "CI", GREEN_CLAIM
		ITEM(LOG ",'controls':[{'scheme':'nist-800-53','id':'ac-2'}]"),
		"ac-2 from 2026-10-01T00:00:00Z U"},
	{"an entry of one of a control's items", "OC-C", "CI", GREEN_CLAIM
		ITEM(LOG ",'controls':[{'scheme':'nist-800-53','id':'ac-2'}]")
		NOTE("1", "2026-10-05T00:00:00Z"), "ac-2 from 2026-10-01T00:00:00Z T"},

	/* ---- ratio ---- */
	{"half of them", "RA", "W", A_HIGH("S-1") B_HIGH("S-2"), "item T"},
	{"fewer", "RA", "W", A_HIGH("S-1") B_HIGH("S-2") B_HIGH("S-3"), "item F"},
	{"no source says that it is all", "RA", "I", A_HIGH("S-1"), "item U"},
	{"fewer, though it may not be all", "RA", "I", B_HIGH("S-1"), "item F"},
	{"one that may be good", "RA", "W", A_HIGH("S-1") B_HIGH("S-2") TASK("S-3", ",'severity':'high'"),
		"item U"},
	{"one that may be meant", "RA", "W", A_HIGH("S-1") B_HIGH("S-2") TASK("S-3", ",'team':'B'"),
		"item U"},
	{"nothing to be asked of", "RA", "W", A_LOW("S-1"), ""},
	{"each key for itself, of enough", "RA-K", "W", A_HIGH("S-1") A_LOW("S-2") B_HIGH("S-3"),
		"A T; B U"},
	{"a key that is not known may be any", "RA-K", "W", A_HIGH("S-1") A_LOW("S-2")
		TASK("S-3", ",'severity':'low'"), "A U"},

	/* ---- reconcile ---- */
	{"half of them on one list only", "RE", "W", A_HIGH("S-1") B_HIGH("S-2"), "item T"},
	{"more than half", "RE", "W", A_HIGH("S-1") B_HIGH("S-2") A_LOW("S-3"), "item F"},
	{"what is on none does not count", "RE", "W", A_HIGH("S-1") TASK("S-2", ",'team':'B','severity':'low'"),
		"item T"},
	{"one that may be on either", "RE", "W", A_HIGH("S-1") B_HIGH("S-2") TASK("S-3", ",'team':'A'"),
		"item U"},
	{"not all of it", "RE", "I", A_HIGH("S-1"), "item U"},
	{"no lists", "RE", "W", "", ""},

	/* ---- concentrate ---- */
	{"half with one", "CO", "W", A_HIGH("S-1") B_HIGH("S-2"), "item T"},
	{"more", "CO", "W", A_HIGH("S-1") A_LOW("S-2") B_HIGH("S-3"), "item F"},
	{"nobody's are left out", "CO", "W", A_HIGH("S-1") B_HIGH("S-2") TASK("S-3", ",'team':''"),
		"item T"},
	{"one that may be his", "CO", "W", A_HIGH("S-1") B_HIGH("S-2") TASK("S-3", ""), "item U"},
	{"not all of it", "CO", "I", A_HIGH("S-1") B_HIGH("S-2"), "item U"},
	{"more, though it may not be all", "CO", "I", A_HIGH("S-1"), "item F"},
	{"weights", "CO-W", "W", A_HIGH("S-1") A_LOW("S-2") B_HIGH("S-3"), "item T"},
	{"weights above", "CO-W", "W", A_HIGH("S-1") A_LOW("S-2") A_LOW("S-4") B_HIGH("S-3"), "item F"},
	{"a weight that is not known", "CO-W", "W", A_HIGH("S-1") TASK("S-2", ",'team':'A'"), "item U"},

	/* ---- calendars: whole days, hours, working days ---- */
	{"the last instant of the second day, whatever the hour of the start", "CA", "Z",
		CLOSED("2026-10-05T22:30:00Z", "2026-10-08T21:59:59.999999999Z"), "S-1 T"},
	{"the first instant of the third", "CA", "Z",
		CLOSED("2026-10-05T22:30:00Z", "2026-10-08T22:00:00Z"), "S-1 F"},
	{"without a zone the day may be over", "CA", "I",
		CLOSED("2026-10-05T22:30:00Z", "2026-10-07T23:30:00Z"), "S-1 U"},
	{"or surely not", "CA", "I", CLOSED("2026-10-05T22:30:00Z", "2026-10-06T22:00:00Z"), "S-1 T"},
	{"what is written in hours runs always", "CA-H", "Z",
		CLOSED("2026-10-05T22:30:00Z", "2026-10-07T22:30:00Z"), "S-1 T"},
	{"a second more", "CA-H", "Z", CLOSED("2026-10-05T22:30:00Z", "2026-10-07T22:30:01Z"), "S-1 F"},
	{"no such calendar was given", "CA-N", "Z",
		CLOSED("2026-10-05T22:30:00Z", "2026-10-05T22:31:00Z"), "S-1 U"},
	{"three days that end on a Sunday end with Monday", "CA-E", "Z",
		CLOSED("2026-10-01T10:00:00Z", "2026-10-05T21:59:59Z"), "S-1 T"},
	{"and not with Tuesday", "CA-E", "Z", CLOSED("2026-10-01T10:00:00Z", "2026-10-05T22:00:00Z"),
		"S-1 F"},
	{"four business days over Columbus Day", "CA-S", "Z",
		CLOSED("2026-10-08T12:00:00Z", "2026-10-15T21:29:59Z"), "S-1 T"},
	{"and after its close", "CA-S", "Z", CLOSED("2026-10-08T12:00:00Z", "2026-10-15T21:30:00Z"),
		"S-1 F"},
	{"beyond its validity", "CA-S", "Z", CLOSED("2021-12-30T12:00:00Z", "2021-12-30T12:00:01Z"),
		"S-1 U"},
	{"followup counts them too", "CA-F", "Z", ITEM(LOG)
		EVENT_K("1", "2026-10-09T12:00:00Z", "escalate") EVENT_K("2", "2026-10-13T21:00:00Z", "ack"),
		"S-1 T"},
	{"and their end", "CA-F", "Z", ITEM(LOG)
		EVENT_K("1", "2026-10-09T12:00:00Z", "escalate") EVENT_K("2", "2026-10-13T21:30:00Z", "ack"),
		"S-1 F"},

	/* ---- reuse ---- */
	{"one thing, one place", "RU", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w") APPROVED("a@x.e")), "A-1 T; A-2 T"},
	{"one thing, two places", "RU", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w") APPROVED("b@x.e")), "A-1 F; A-2 F"},
	{"blank is nothing", "RU", "I", ACC("A-1", ",'reason':''" APPROVED("a@x.e"))
		ACC("A-2", ",'reason':''" APPROVED("b@x.e")), ""},
	{"what a third offers is not known", "RU", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", APPROVED("b@x.e")), "A-1 U; A-2 U"},
	{"a place that is not known", "RU", "I", ACC("A-1", WHY("w") APPROVED("a@x.e"))
		ACC("A-2", WHY("w")), "A-1 U; A-2 U"},

	/* ---- behaviour ---- */
	{"three within seconds", "BU", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T00:00:09Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T00:01:00Z")), "a@x.e F"},
	{"just not", "BU", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T00:00:10Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T00:01:00Z")), "a@x.e T"},
	{"too few to say anything", "BU", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T00:00:01Z")), ""},
	{"only days are known", "BU", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T00:00:09Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T00:01:00Z")), "a@x.e U"},
	{"whose the fourth is, is not known", "BU", "I",
		ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T01:00:10Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T02:01:00Z"))
		ACC("A-4", ON("2026-10-01T02:01:01Z")), "a@x.e U"},
	{"two of three in the same words is over sixty percent", "TX", "I",
		ACC("A-1", APPROVED("a@x.e") WHY("ok")) ACC("A-2", APPROVED("a@x.e") WHY("OK"))
		ACC("A-3", APPROVED("a@x.e") WHY("no")), "a@x.e F"},
	{"three of five is not", "TX", "I",
		ACC("A-1", APPROVED("a@x.e") WHY("ok")) ACC("A-2", APPROVED("a@x.e") WHY("ok"))
		ACC("A-3", APPROVED("a@x.e") WHY("no")) ACC("A-4", APPROVED("a@x.e") WHY("ok"))
		ACC("A-5", APPROVED("a@x.e") WHY("x")), "a@x.e T"},
	{"words that are not known", "TX", "I",
		ACC("A-1", APPROVED("a@x.e") WHY("ok")) ACC("A-2", APPROVED("a@x.e"))
		ACC("A-3", APPROVED("a@x.e") WHY("no")), "a@x.e U"},
	{"every hour", "RG", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T01:00:00Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T02:00:30Z"))
		ACC("A-4", APPROVED("a@x.e") ON("2026-10-01T03:00:00Z")), "a@x.e F"},
	{"not like a clock", "RG", "I", ACC("A-1", APPROVED("a@x.e") ON("2026-10-01T00:00:00Z"))
		ACC("A-2", APPROVED("a@x.e") ON("2026-10-01T01:00:00Z"))
		ACC("A-3", APPROVED("a@x.e") ON("2026-10-01T02:20:00Z"))
		ACC("A-4", APPROVED("a@x.e") ON("2026-10-01T03:00:00Z")), "a@x.e T"},
};

static struct rule_set *
all_rules(struct bench *b)
{
	struct calendar_set cals = {0};
	const char *text = "";
	struct rule_set *s;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		text = arena_printf(b->a, "%s%s", text, rules[i]);
	s = load_rules_of(b, text);
	for (size_t i = 0; shipped_calendars[i].path != NULL; i++)
		assert_int_equal(calendars_load(&cals, &shipped_calendars[i], b->a, b->z, b->d), 0);
	calendars_bind(&cals, s);
	return s;
}

static void
test_rows(void **state)
{
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		struct bench *b = bench_new();
		bool zone = str_same(row->letters, "Z");
		struct rule_set *s = all_rules(b);
		struct model *m = model_with(b, zone ? ",'zone':'Europe/Berlin'" : "",
			zone ? "I" : row->letters, row->records);
		const char *got = values_of(b, judge(m, s, b->a), row->rule);

		if (!str_same(got, row->want))
			bad++, fprintf(stderr, "%s: %s\n  wanted %s\n  got    %s\n", row->rule, row->what,
				row->want, got);
		bench_free(b);
	}
	assert_int_equal(bad, 0);
}

/* ---- caps: a T that rests on what is in question is none; an F stays ---- */

#define OWN "{'id':'O','kind':'resolve','dim':'O','effect':'instance','severity':'low','question':'q',"   \
	"'for':'control','ref':'control.owner','must':'true','message':'m','fix':'f'},"
#define COVER "{'id':'W','kind':'contradict','dim':'W','effect':'instance','severity':'low',"             \
	"'question':'q','for':'control','claim':'true','against':'false','message':'m','fix':'f'},"
#define TWICE CAP("T", "reuse", "source") "'same':'source.originator','across':'source.path'},"

static void
test_cap_of_sources(void **state)
{
	struct bench *b = bench_new();
	struct model *m = model_with(b, "", "CPSD", GREEN_CLAIM HOST("a") HOST("b") HOST("c")
		SAW("a", "pass") SAW("b", "fail"));
	const struct control_result *free_of, *capped;

	(void)state;
	free_of = &judge(m, load_rules_of(b, OWN COVER), b->a)->scopes[0].controls[0];
	assert_int_equal(free_of->w.good, 1);
	assert_int_equal(free_of->w.bad, 1);
	assert_int_equal(free_of->overlays & SUSPECT, 0);
	capped = &judge(m, load_rules_of(b, OWN COVER TWICE), b->a)->scopes[0].controls[0];
	assert_int_equal(capped->w.good, 0);
	assert_int_equal(capped->w.bad, 1);
	assert_int_not_equal(capped->overlays & SUSPECT, 0);
	bench_free(b);
}

/* READINGS 188: what would have left N stays in n, and makes hi no better. */
static void
test_cap_of_not_applicable(void **state)
{
	struct bench *b = bench_new();
	struct model *m = model_with(b, "", "CPSD", GREEN_CLAIM HOST("a") HOST("b") HOST("c") HOST("d")
		SAW("c", "pass") SAW("a", "not-applicable") SAW("b", "fail"));
	const struct control_result *free_of, *capped;

	(void)state;
	free_of = &judge(m, load_rules_of(b, OWN COVER), b->a)->scopes[0].controls[0];
	assert_int_equal(free_of->w.n, 3);
	assert_int_equal(free_of->w.hi, 666667);
	capped = &judge(m, load_rules_of(b, OWN COVER TWICE), b->a)->scopes[0].controls[0];
	assert_int_equal(capped->w.n, 4);
	assert_int_equal(capped->w.hi, 666667);
	assert_int_equal(capped->w.lo, 0);
	bench_free(b);
}

/* What somebody decides as by a machine decides nothing, until it is answered. */
static void
test_cap_of_actors(void **state)
{
	static const char records[] = BO
		"{'record':'item','source':'jira.json','tracker':'jira','key':'S-1','type':'finding',"
		"'severity':'low','created':'2026-06-01T00:00:00Z','detected':'2026-06-01T00:00:00Z',"
		"'evaluated':'2026-06-01T00:00:00Z','has_history':true,'status':'open',"
		"'assignee':'','reporter':{'raw':'scanner','machine':true}},"
		EVENT("1", "2026-06-02T00:00:00Z", ",'choice':'fix','until':'2027-01-01'" BY("bo@x.example"))
		EVENT("2", "2026-06-02T00:00:01Z", ",'choice':'fix','until':'2027-01-01'" BY("bo@x.example"))
		EVENT("3", "2026-06-02T00:00:02Z", ",'choice':'fix','until':'2027-01-01'" BY("bo@x.example"));
	static const char d[] = "{'id':'D','kind':'deadline','dim':'D','effect':'instance',"
		"'severity':'low','question':'q','for':'item','start':'item.detected','message':'m',"
		"'fix':'f'," TABLE;
	static const char hasty[] = CAP("H", "behaviour", "event") "'where':'event.decides',"
		"'actor':'event.actor_key','when':'event.at','params':{" PARAM("signal", "string", "'burst'")
		"," PARAM("least", "int", "3") "," PARAM("gap", "duration", "'PT10S'") "}},";
	struct bench *b = bench_new();
	struct model *m = model_with(b, "", "RI", records);

	(void)state;
	assert_int_equal(judge(m, load_rules_of(b, d), b->a)->clocks[0].state, CLOCK_MET);
	assert_int_equal(judge(m, load_rules_of(b, arena_printf(b->a, "%s%s", d, hasty)), b->a)
		->clocks[0].state, CLOCK_UNKNOWN);
	bench_free(b);
}

/* Aggregates only flag, reuse and behaviour only cap, a signal is one of the list. */
static void
test_effects(void **state)
{
	static const struct { const char *rule, *says; } bad[] = {
		{INSTANCE("X", "ratio", "W", "item") "'good':'true'," PERCENT("min_percent", "1"),
			"feeds no score"},
		{CAP("X", "ratio", "item") "'good':'true'," PERCENT("min_percent", "1"), "lowers no grade"},
		{CAP("X", "reconcile", "item") "'left':'true','right':'true',"
			PERCENT("max_percent", "1"), "lowers no grade"},
		{INSTANCE("X", "concentrate", "O", "item") "'key':'item.team',"
			PERCENT("max_percent", "1"), "feeds no score"},
		{FLAG("X", "reuse", "I", "source") "'same':'source.path','across':'source.path'},",
			"can only lower a grade"},
		{INSTANCE("X", "behaviour", "I", "event") "'actor':'event.actor','when':'event.at',"
			"'params':{" PARAM("signal", "string", "'burst'") "," PARAM("least", "int", "1") "}},",
			"can only lower a grade"},
		{CAP("X", "behaviour", "event") "'actor':'event.actor','when':'event.at',"
			"'params':{" PARAM("signal", "string", "'haste'") "," PARAM("least", "int", "1") "}},",
			"is one of: burst, same-text, regular"},
		{FLAG("X", "agree", "I", "item") "'values':'item.key'},", "list(dyn) is wanted here"},
		{FLAG("X", "require", "I", "item") "'calendar':'clock','must':'true'},", "has no clock"},
		{FLAG("X", "deadline", "I", "item") "'calendar':'work','start':'as_of'," LIMIT("P1D"),
			"is no calendar: clock, calendar, or business: and a name"},
		{INSTANCE("X", "deadline", "D", "item") "'calendar':'calendar','start':'as_of',"
			LIMIT("P1D"), "decision clocks run always"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct bench *b = bench_new();
		const char *text = arena_printf(b->a,
			"{'trueup': 'rules/1', 'name': 'own', 'version': '1', 'rules': [%s]}", bad[i].rule);

		assert_null(load_text(b, "own.jsonc", quotes(b, text)));
		if (strstr(printed(b), bad[i].says) == NULL)
			fail_msg("%s\nwanted: %s\ngot: %s", text, bad[i].says, printed(b));
		bench_free(b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_cap_of_sources),
		cmocka_unit_test(test_cap_of_not_applicable),
		cmocka_unit_test(test_cap_of_actors),
		cmocka_unit_test(test_effects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
