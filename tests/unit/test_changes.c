/* Profiles and overrides: direction, reasons and ends, what is refused, and what a lapse does. */
#include "rules/lang/changes.h"
#include "tests/unit/kinds_help.h"

static const char pack[] =
	FLAG("SEQ", "sequence", "D", "item") "'value':'event.to','params':{'max_handoffs':{'type':'int',"
		"'default':3,'min':1,'max':20,'stricter':'lower','basis':'trueup','source':'s'},"
		PARAM("max_returns", "int", "1") "}},"
	FLAG("RA", "ratio", "D", "item") "'good':'item.open','params':{'min_percent':{'type':'int',"
		"'default':50,'stricter':'higher','basis':'trueup','source':'s'}}},"
	FLAG("DL", "deadline", "D", "item") "'start':'item.created','stop':'item.closed',"
		LIMIT("P30D")
	FLAG("RQ", "require", "W", "control") "'must':'control.claimed'},"
	"{'id':'OFF','kind':'require','dim':'G','effect':'flag','severity':'low','question':'q',"
		"'off':'measures persons','for':'item','must':'item.open','message':'m','fix':'f'},"
	"{'id':'DR','kind':'require','dim':'G','effect':'flag','severity':'low','question':'q',"
		"'draft':'accounts','for':'item','message':'m','fix':'f'},"
	"{'id':'D','kind':'deadline','dim':'D','effect':'instance','severity':'low','question':'q',"
		"'for':'item','start':'item.detected','message':'m','fix':'f'," TABLE
	"{'id':'W','kind':'contradict','dim':'W','effect':'instance','severity':'low','question':'q',"
		"'for':'control','claim':'true','against':'false','message':'m','fix':'f'},";

#define OVERRIDE(rules) "{'trueup':'override/1','organisation':'acme','rules':{" rules "}}"
#define PROFILE(rules)                                                                             \
	"{'trueup':'profile/1','name':'p','version':'1','title':'t','source':'s','rules':{" rules "}}"
#define WHO "'reason':'r','approved_by':'ciso'"
#define UNTIL(day) WHO ",'expires':'" day "'"

static int
change_by(struct bench *b, struct rule_set *s, const char *text, bool shipped)
{
	const char *json = quotes(b, text);
	struct pack_text t = {"c.jsonc", json, strlen(json)};

	if (str_same(rules_format(&t, b->a), "profile/1"))
		return profile_apply(s, &t, shipped, b->a, b->d) != NULL ? 0 : -1;
	return override_apply(s, &t, b->a, b->d);
}

/* ---- direction ---- */

static const struct { const char *what, *rule, *text; bool looser; } turns[] = {
	{"a lower bound where lower is stricter", "SEQ", "'SEQ':{'params':{'max_handoffs':2}," WHO "}", false},
	{"a higher one", "SEQ", "'own/SEQ':{'params':{'max_handoffs':4}," UNTIL("2027-01-01") "}", true},
	{"a higher bound where higher is stricter", "RA", "'RA':{'params':{'min_percent':60}," WHO "}", false},
	{"a lower one", "RA", "'RA':{'params':{'min_percent':40}," UNTIL("2027-01-01") "}", true},
	{"a shorter limit", "DL", "'DL':{'params':{'limit':'P29D'}," WHO "}", false},
	{"a longer limit", "DL", "'DL':{'params':{'limit':'P31D'}," UNTIL("2027-01-01") "}", true},
	{"a month may be longer than 30 days", "DL", "'DL':{'params':{'limit':'P1M'}," UNTIL("2027-01-01")
		"}", true},
	{"one row of a table", "D", "'D':{'params':{'limit':{'critical':'PT23H','high':'P2D',"
		"'moderate':'P3D','low':'P4D'}}," WHO "}", false},
	{"one row tighter and one looser", "D", "'D':{'params':{'limit':{'critical':'PT1H','high':'P2D',"
		"'moderate':'P3D','low':'P5D'}}," UNTIL("2027-01-01") "}", true},
	{"not asked any more", "RQ", "'RQ':{'ask':false," UNTIL("2027-01-01") "}", true},
	{"asked, though it is off", "OFF", "'OFF':{'ask':true," WHO "}", false},
	{"a lower severity", "RQ", "'W':{'severity':'low'," WHO "},'RQ':{'severity':'info',"
		UNTIL("2027-01-01") "}", true},
	{"a higher severity", "RQ", "'RQ':{'severity':'critical'," WHO "}", false},
};

static void
test_direction(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(turns) / sizeof(*turns); i++) {
		struct bench *b = bench_new();
		struct rule_set *s = load_rules_of(b, pack);
		const struct rule *r = rule_find(s, turns[i].rule);

		if (change_by(b, s, arena_printf(b->a, OVERRIDE("%s"), turns[i].text), false) != 0)
			fail_msg("%s: %s", turns[i].what, printed(b));
		if (r->nchanges != 1 || r->changes[0].looser != turns[i].looser
			|| (rule_loosened(r) != NULL) != turns[i].looser)
			fail_msg("%s: %zu changes", turns[i].what, r->nchanges);
		assert_string_equal(r->changes[0].by, "override acme");
		assert_string_equal(r->changes[0].approver, "ciso");
		bench_free(b);
	}
}

/* ---- what is refused, all of it told ---- */

static const struct { const char *text, *says; } bad[] = {
	{OVERRIDE("'SEQ':{'params':{'max_handoffs':'five'}," WHO "}"),
		"c.jsonc:1:87: error[E358]: \"max_handoffs\" is of type int: a whole number is wanted here"},
	{OVERRIDE("'SEQ':{'params':{'max_handoffs':21}," UNTIL("2027-01-01") "}"), "lies between 1 and 20"},
	{OVERRIDE("'SEQ':{'params':{'max_handofs':2}," WHO "}"), "did you mean \"max_handoffs\""},
	{OVERRIDE("'SEK':{'ask':true," WHO "}"), "no rule \"SEK\" is loaded; did you mean \"SEQ\""},
	{OVERRIDE("'core/SEQ':{'ask':false," WHO "}"), "no rule \"core/SEQ\" is loaded"},
	{OVERRIDE("'SEQ':{'params':{'max_handoffs':2}}"), "\"reason\" and \"approved_by\" are needed"},
	{OVERRIDE("'SEQ':{'params':{'max_handoffs':2},'reason':'r'}"),
		"\"reason\" and \"approved_by\" are needed"},
	{OVERRIDE("'SEQ':{'params':{'max_handoffs':4}," WHO "}"), "loosens SEQ: it needs an end"},
	{OVERRIDE("'RQ':{'ask':false," WHO "}"), "loosens RQ: it needs an end"},
	{OVERRIDE("'RQ':{'ask':false," UNTIL("9999-12-31") "}"), "\"never\" is none"},
	{OVERRIDE("'RQ':{'ask':false," UNTIL("soon") "}"), "an end is a day that comes"},
	{OVERRIDE("'RQ':{'ask':'no'," WHO "}"), "\"ask\" is true or false"},
	{OVERRIDE("'DR':{'ask':true," WHO "}"), "cannot be asked: no export says accounts"},
	{OVERRIDE("'RQ':{'severity':'urgent'," WHO "}"), "is critical, high, moderate, low or info"},
	{OVERRIDE("'RQ':{'sevrity':'low'," WHO "}"), "did you mean \"severity\""},
	{OVERRIDE("'RQ':7"), "an object with what changes is wanted"},
	{"{'trueup':'override/1','rules':{}}", "\"organisation\" is missing"},
	{"{'trueup':'override/1','organisation':'a','rule':{}}", "did you mean \"rules\""},
	{"{'trueup':'override/2','organisation':'a','rules':{}}", "this is no override"},
	{PROFILE("'DL':{'params':{'limit':'P5D'}}"), "{ \"value\", \"basis\", \"source\" } is wanted"},
	{PROFILE("'DL':{'params':{'limit':{'value':'P5D','source':'s'}}}"), "\"basis\" is missing"},
	{PROFILE("'DL':{'params':{'limit':{'value':'P5D','basis':'standard'}}}"), "\"source\" is missing"},
	{PROFILE("'DL':{'params':{'limit':{'value':'P31D','basis':'standard','source':'s'}}}"),
		"it needs an end"},
	{PROFILE("'RQ':{'ask':false}"), "\"reason\" and \"approved_by\" are needed"},
	{PROFILE("") "x", "error"},
};

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct bench *b = bench_new();
		struct rule_set *s = load_rules_of(b, pack);

		if (change_by(b, s, bad[i].text, false) == 0 || strstr(printed(b), bad[i].says) == NULL)
			fail_msg("%s\nwanted: %s\ngot: %s", bad[i].text, bad[i].says, printed(b));
		bench_free(b);
	}
}

static void
test_all_are_told(void **state)
{
	struct bench *b = bench_new();

	(void)state;
	assert_int_equal(change_by(b, load_rules_of(b, pack), OVERRIDE("'RQ':{'ask':false},'SEK':{},"
		"'SEQ':{'params':{'max_handoffs':99}}"), false), -1);
	assert_int_equal(diags_errors(b->d), 4);
	bench_free(b);
}

/* ---- tables ---- */

#define TABLE_OF(rows) "{'trueup':'profile/1','name':'p','version':'1','title':'t','source':'s','tables':"  \
	"{'t':{'keys':['a','b'],'basis':'trueup','source':'s','rows':[" rows "]}}}"

static void
test_tables(void **state)
{
	static const struct { const char *rows, *says; } cases[] = {
		{"[false,false,'upgrade'],[true,false,'P9D'],[false,true,'P2M'],[true,true,'P9D']", NULL},
		{"[false,false,'P5D'],[true,false,'P6D'],[false,true,'P5D'],[true,true,'P5D']",
			"t is not monotone: with a P6D follows P5D"},
		{"[false,false,'P5D'],[true,false,'upgrade'],[false,true,'P5D'],[true,true,'P5D']",
			"not monotone"},
		{"[false,false,'P5D'],[true,false,'P5D'],[false,true,'P5D']", "not total: 3 rows of 4"},
		{"[false,false,'P5D'],[true,false,'P5D'],[true,false,'P5D'],[true,true,'P5D']", "stands twice"},
		{"[false,'P5D'],[true,false,'P5D'],[false,true,'P5D'],[true,true,'P5D']", "2 times true or false"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct bench *b = bench_new();
		int rc = change_by(b, load_rules_of(b, pack), arena_printf(b->a, TABLE_OF("%s"),
			cases[i].rows), true);

		if ((rc == 0) != (cases[i].says == NULL)
			|| (rc != 0 && strstr(printed(b), cases[i].says) == NULL))
			fail_msg("%s: %s", cases[i].rows, printed(b));
		bench_free(b);
	}
}

/* ---- what is built in ---- */

static void
test_shipped(void **state)
{
	size_t n = 0, rows = 0;

	(void)state;
	for (size_t i = 0; shipped_profiles[i].path != NULL; i++, n++) {
		struct pack_text core = {"core.rules.jsonc", pack_core_text, pack_core_len};
		struct bench *b = bench_new();
		struct rule_set *s = rules_load(b->a, &core, 1, kind_specs, b->d);
		const struct profile *p = profile_apply(s, &shipped_profiles[i], true, b->a, b->d);

		if (p == NULL)
			fail_msg("%s: %s", shipped_profiles[i].path, printed(b));
		assert_int_equal(strncmp(shipped_profiles[i].path, p->name, strlen(p->name)), 0);
		for (size_t t = 0; t < p->ntables; t++)
			rows += p->tables[t].nrows;
		for (size_t r = 0; r < s->nrules; r++)
			assert_null(rule_loosened(s->rules[r]));
		bench_free(b);
	}
	assert_int_equal(n, 11);
	assert_int_equal(rows, 16);
}

/* ---- what a loosening does to a judgement ---- */

static const struct assessment *
judged(struct bench *b, const char *change, const char *as_of)
{
	struct rule_set *s = load_rules_of(b, pack);
	struct model *m;

	if (change != NULL && change_by(b, s, change, false) != 0)
		fail_msg("%s", printed(b));
	m = model_of(b, arena_printf(b->a, "{'config':{'as_of':'%s'},'sources':["
		"{'path':'reg.csv','roles':['claim']},{'path':'jira.json','roles':['item']},"
		"{'path':'cmdb.csv','roles':['population'],'originator':'cmdb'},"
		"{'path':'scan.xml','roles':['observation'],'originator':'scanner'}],'records':["
		GREEN_CLAIM HOST("a") SAW("a", "pass") ITEM(",'created':'2026-10-01T00:00:00Z',"
		"'closed':'2026-11-05T00:00:00Z','status':'closed'") "]}", as_of));
	return judge(m, s, b->a);
}

static void
test_lapse(void **state)
{
	struct bench *b = bench_new();
	const char *longer = OVERRIDE("'DL':{'params':{'limit':'P60D'}," UNTIL("2026-11-30") "}");
	const char *silent = OVERRIDE("'RQ':{'ask':false," UNTIL("2026-11-30") "}");
	const char *no_w = OVERRIDE("'W':{'severity':'info'," UNTIL("2026-11-30") "}");
	const struct assessment *as;

	(void)state;
	assert_string_equal(values_of(b, judged(b, NULL, "2026-11-20T00:00:00Z"), "DL"), "S-1 F");
	assert_string_equal(values_of(b, judged(b, longer, "2026-11-20T00:00:00Z"), "DL"), "S-1 T");
	/* Its last day ends first at UTC+14. */
	assert_string_equal(values_of(b, judged(b, longer, "2026-11-30T09:59:59Z"), "DL"), "S-1 T");
	as = judged(b, longer, "2026-11-30T10:00:00Z");
	assert_string_equal(values_of(b, as, "DL"), "S-1 U");
	assert_non_null(strstr(check_named(as, "DL", "S-1")->message, "approved by ciso, ended on"));
	/* A rule that is not asked, and whose silence is over. */
	assert_string_equal(values_of(b, judged(b, NULL, "2026-11-20T00:00:00Z"), "RQ"), "ac-2 T");
	assert_string_equal(values_of(b, judged(b, silent, "2026-11-20T00:00:00Z"), "RQ"), "");
	assert_string_equal(values_of(b, judged(b, silent, "2026-12-20T00:00:00Z"), "RQ"), "ac-2 U");
	/* An instance rule: the dimension is open once it is over. */
	as = judged(b, NULL, "2026-11-20T00:00:00Z");
	assert_int_equal(as->scopes[0].controls[0].w.lo, 1000000);
	assert_int_equal(as->scopes[0].controls[0].overlays & LOOSENED, 0);
	as = judged(b, no_w, "2026-11-20T00:00:00Z");
	assert_int_equal(as->scopes[0].controls[0].w.lo, 1000000);
	assert_int_not_equal(as->scopes[0].controls[0].overlays & LOOSENED, 0);
	as = judged(b, no_w, "2026-12-20T00:00:00Z");
	assert_int_equal(as->scopes[0].controls[0].w.lo, 0);
	assert_int_not_equal(as->scopes[0].controls[0].overlays & LOOSENED, 0);
	bench_free(b);
}

/* A table is asked of what started while it was in force. */
static void
test_effective(void **state)
{
	const char *until = PROFILE("'DL':{'params':{'limit':{'value':'P20D','basis':'standard',"
		"'source':'s','effective_to':'2026-10-01'}}}");
	const char *later = PROFILE("'DL':{'params':{'limit':{'value':'P20D','basis':'standard',"
		"'source':'s','effective_to':'2026-10-02'}}}");
	struct bench *b = bench_new();

	(void)state;
	assert_string_equal(values_of(b, judged(b, until, "2026-11-20T00:00:00Z"), "DL"), "S-1 U");
	assert_string_equal(values_of(b, judged(b, later, "2026-11-20T00:00:00Z"), "DL"), "S-1 F");
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_direction),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_all_are_told),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_lapse),
		cmocka_unit_test(test_effective),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
