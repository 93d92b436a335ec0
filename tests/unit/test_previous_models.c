/* A previous report counts only against (judgement.md 5, 8, 11): small models that are held to one. */
#include "tests/unit/rules_help.h"

#include "checker/judge/slots.h"

#define FACTS(clocks, tests) "'previous':{'as_of':'2026-10-20T00:00:00Z','facts':{'controls':["         \
	"{'system':null,'framework':'nist-800-53','control':'ra-5'}],'failing':[],'population':[],"      \
	"'required_tests':[" tests "],'clocks':[" clocks "],'owners_failing':[],'whole':true}}"
#define ITEM "{'record':'item','source':'jira','tracker':'jira','key':'S-1','type':'finding',"            \
	"'status':'open','has_history':true,'reporter':'di@x.example','detected':'2026-10-18T00:00:00Z'," \
	"'created':'2026-10-18T00:00:00Z','evaluated':'2026-10-18T00:00:00Z',"

static const struct assessment *
judged(struct bench *b, const char *records, const char *previous)
{
	const char *text = arena_printf(b->a, "{'config':{'as_of':'2026-11-01T00:00:00Z','scope':["
		"'ra-5','cm-6'],'framework':'nist-800-53','process_controls':{}},'sources':["
		"{'path':'jira','roles':['item']},{'path':'hr','roles':['roster'],"
		"'as_of':'2026-10-31'}],'records':["
		"{'record':'party','source':'hr','ids':[{'ns':'email','value':'bo@x.example'}],"
		"'name':'Bo Lee','active':'T'},%s]%s%s}", records, *previous != '\0' ? "," : "", previous);
	struct slots s = slots_builtin();

	return judge_slots(model_of(b, text), &s, b->a);
}

static const struct control_result *
control(const struct assessment *as, const char *id)
{
	for (size_t i = 0; i < as->scopes[0].ncontrols; i++)
		if (str_same(as->model->controls[as->scopes[0].controls[i].control].id, id))
			return &as->scopes[0].controls[i];
	fail_msg("no %s", id);
	return NULL;
}

/* READINGS 189: decided in time, but of the control by the previous report's word alone. */
static void
test_linked_by_previous_test(void **state)
{
	static const char decided[] = ITEM "'severity':'high','tests':[{'scheme':'rule','id':'SV-1'}]},"
		"{'record':'event','source':'jira','tracker':'jira','item':'S-1','id':'1','kind':'decide',"
		"'choice':'fix','until':'2027-01-01','at':'2026-10-19T00:00:00Z','actor':'bo@x.example'}";
	static const char late[] = ITEM "'severity':'critical','tests':[{'scheme':'rule','id':'SV-1'}]}";
	static const char facts[] = FACTS("", "{'benchmark':'b','tests':[{'test':'SV-1','title':null,"
		"'severity':null,'required':true,'failing':true,'controls':[0]}]}");
	struct bench *b = bench_new();
	const struct control_result *r = control(judged(b, decided, facts), "ra-5");

	(void)state;
	assert_int_equal(r->d.n, 1);
	assert_int_equal(r->d.m, 0);
	assert_int_equal(r->d.good, 0);
	assert_int_equal(r->d.lo, 0);
	r = control(judged(b, late, facts), "ra-5");
	assert_int_equal(r->d.bad, 1);
	assert_int_equal(r->d.m, 1);
	assert_int_equal(r->d.hi, 0);
	bench_free(b);
}

/* READINGS 190: raised after the report, to the word that the report knew: it was that word then. */
static void
test_raise_remembers_nothing(void **state)
{
	static const char facts[] = FACTS("{'item':'jira:S-1','tracker':'jira','key':'S-1','title':null,"
		"'type':'finding','severity':'critical','state':'running','open':true,'undecided':false,"
		"'owner_failed':false,'start':'2026-10-18T00:00:00Z','due':null,'ended':null,"
		"'controls':[0]}", "");
#define RAISED(at) ITEM "'severity':'critical','controls':[{'scheme':'nist-800-53','id':'ra-5'}]},"       \
	"{'record':'event','source':'jira','tracker':'jira','item':'S-1','id':'1','kind':'severity',"     \
	"'from':'low','to':'critical','severity':'critical','at':'" at "','actor':'bo@x.example'},"       \
	"{'record':'event','source':'jira','tracker':'jira','item':'S-1','id':'2','kind':'decide',"       \
	"'choice':'fix','until':'2027-01-01','at':'2026-10-31T00:00:00Z','actor':'bo@x.example'}"
	static const char later[] = RAISED("2026-10-30T00:00:00Z"), before[] = RAISED("2026-10-19T00:00:00Z");
	struct bench *b = bench_new();

	(void)state;
	assert_int_equal(judged(b, later, "")->clocks[0].state, CLOCK_MET);
	assert_int_equal(judged(b, later, facts)->clocks[0].state, CLOCK_BREACHED);
	/* The log's own raise before that day is what the report knew. */
	assert_string_equal(instant_utc_dup(b->a, judged(b, before, facts)->clocks[0].due.hi),
		"2026-10-22T00:00:00Z");
	bench_free(b);
}

/*
 * READINGS 189: a test of this run without a severity is above the floor, whatever it was called
 * then; and an asset that no list holds any more stays in the class of assets, as one in n only.
 */
static void
test_severity_of_then(void **state)
{
	static const char seen[] = "{'record':'asset','source':'jira','listed':true,'ids':[{'ns':'fqdn',"
		"'value':'a.x.example'}]},{'record':'observation','source':'hr','asset':[{'ns':'fqdn',"
		"'value':'a.x.example'}],'benchmark':'b','test':'SV-1','result':'pass','grade':'E3',"
		"'at':'2026-10-25T00:00:00Z','originator':'scan','tags':[{'scheme':'nist-800-53',"
		"'id':'ra-5','relation':'equal'}]},{'record':'observation','source':'hr','asset':[{"
		"'ns':'fqdn','value':'a.x.example'}],'benchmark':'b','test':'SV-2','grade':'E3',"
		"'at':'2026-10-25T00:00:00Z','originator':'scan','tags':[{'scheme':'nist-800-53',"
		"'id':'ra-5','relation':'equal'}]}";
	static const char facts[] = FACTS("", "{'benchmark':'b','tests':[{'test':'SV-2','title':null,"
		"'severity':'low','required':true,'failing':false,'controls':[0]}]}");
	struct bench *b = bench_new();

	(void)state;
	assert_int_equal(control(judged(b, seen, ""), "ra-5")->w.good, 0);
	assert_int_equal(control(judged(b, seen, facts), "ra-5")->w.good, 0);
	assert_int_equal(control(judged(b, seen, facts), "ra-5")->w.n, 1);
	bench_free(b);
}

static void
test_asset_left_out(void **state)
{
#define OWNED(a) "{'record':'asset','source':'jira','listed':true,'ids':[{'ns':'fqdn','value':'" a ".x.example'}]}"
	static const char two[] = OWNED("a") "," OWNED("b") ",{'record':'assign','source':'jira',"
		"'subject':'asset','asset':[{'ns':'fqdn','value':'a.x.example'}],'role':'owner',"
		"'owner':true,'party':'bo@x.example'},{'record':'assign','source':'jira','subject':"
		"'control','framework':'nist-800-53','id':'ra-5','role':'owner','owner':true,"
		"'party':'bo@x.example'}";
	static const char facts[] = "'previous':{'as_of':'2026-10-20T00:00:00Z','facts':{'controls':[],"
		"'failing':[],'required_tests':[],'clocks':[],'owners_failing':[],'whole':true,"
		"'population':[{'asset':'fqdn:c.x.example','name':'c','ids':['fqdn:c.x.example'],"
		"'systems':[],'criticality':0,'counts':true,'listed':true,'owner_failed':false,"
		"'last':null}]}}";
	struct bench *b = bench_new();
	const struct control_result *r;
	const char *text;
	struct slots s = slots_builtin();

	(void)state;
	text = arena_printf(b->a, "{'config':{'as_of':'2026-11-01T00:00:00Z','scope':['ra-5'],"
		"'framework':'nist-800-53','o_classes':['assets']},'sources':[{'path':'jira','roles':["
		"'population'],'originator':'cmdb'},{'path':'hr','roles':['roster'],'as_of':'2026-10-31'}],"
		"'records':[{'record':'party','source':'hr','ids':[{'ns':'email','value':'bo@x.example'}],"
		"'name':'Bo Lee','active':'T'},%s],%s}", two, facts);
	r = control(judge_slots(model_of(b, text), &s, b->a), "ra-5");
	assert_int_equal(r->o.n, 3);
	assert_int_equal(r->o.m, 2);
	assert_int_equal(r->o.good, 1);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linked_by_previous_test),
		cmocka_unit_test(test_raise_remembers_nothing),
		cmocka_unit_test(test_severity_of_then),
		cmocka_unit_test(test_asset_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
