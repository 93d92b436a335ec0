/* Calendar files: what is refused, and that everything wrong is told. */
#include "rules/lang/calendars.h"
#include "tests/unit/rules_help.h"

#define HEAD "{'trueup':'calendar/1','name':'c','zone':'UTC','days':'working','basis':'trueup','source':'s',"
#define HOURS "'hours':{'monday':['09:00-17:30']},"
#define VALID "'valid':{'from':'2026-01-01','to':'2026-12-31'}"

static const struct { const char *text, *says; } bad[] = {
	{"{'trueup':'rules/1'}", "this is no calendar"},
	{"[]", "this is no calendar"},
	{HEAD HOURS "'holidays':['25.12.2026']," VALID "}", "a day such as"},
	{HEAD HOURS "'holidays':[7]," VALID "}", "a day such as"},
	{HEAD HOURS "'holidays':['2026-12-25T00:00:00Z']," VALID "}", "a day such as"},
	{HEAD HOURS "'holidays':'2026-12-25'," VALID "}", "is a list of days"},
	{HEAD "'hours':{'mondag':[]},'holidays':[]," VALID "}", "did you mean \"monday\""},
	{HEAD "'hours':{'monday':['9-17']},'holidays':[]," VALID "}", "hours rise"},
	{HEAD "'hours':{'monday':['17:00-09:00']},'holidays':[]," VALID "}", "hours rise"},
	{HEAD "'hours':{'monday':['09:00-12:00','11:00-13:00']},'holidays':[]," VALID "}", "hours rise"},
	{HEAD "'hours':{'monday':['09:00-24:01']},'holidays':[]," VALID "}", "hours rise"},
	{HEAD "'hours':{'monday':'09:00-17:30'},'holidays':[]," VALID "}", "a list such as"},
	{HEAD HOURS "'holidays':[],'valid':{'from':'2026-01-01'}}", "nobody knows the holidays"},
	{HEAD HOURS "'holidays':[],'valid':{'from':'2026-02-01','to':'2026-01-01'}}", "ends before it begins"},
	{HEAD HOURS "'holidays':[]}", "nobody knows the holidays"},
	{HEAD HOURS "'holidays':[],'feasts':[]," VALID "}", "no member \"feasts\""},
	{"{'trueup':'calendar/1','name':'c','zone':'Mars/Base','days':'working','basis':'trueup','source':'s',"
		HOURS "'holidays':[]," VALID "}", "no zone \"Mars/Base\""},
	{"{'trueup':'calendar/1','name':'c','zone':'UTC','days':'workin','basis':'trueup','source':'s',"
		HOURS "'holidays':[]," VALID "}", "did you mean \"working\""},
	{"{'trueup':'calendar/1','name':'c','zone':'UTC','days':'working','basis':'trueup',"
		HOURS "'holidays':[]," VALID "}", "\"source\" is missing"},
};

static int
load(struct bench *b, struct calendar_set *s, const char *text)
{
	const char *json = quotes(b, text);
	struct pack_text t = {"c.jsonc", json, strlen(json)};

	return calendars_load(s, &t, b->a, b->z, b->d);
}

static void
test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct bench *b = bench_new();
		struct calendar_set s = {0};

		if (load(b, &s, bad[i].text) == 0 || strstr(printed(b), bad[i].says) == NULL)
			fail_msg("%s\nwanted: %s\ngot: %s", bad[i].text, bad[i].says, printed(b));
		assert_int_equal(s.n, 0);
		bench_free(b);
	}
}

static void
test_names(void **state)
{
	struct bench *b = bench_new();
	struct calendar_set s = {0};

	(void)state;
	assert_int_equal(load(b, &s, HEAD HOURS "'holidays':[]," VALID "}"), 0);
	assert_int_equal(load(b, &s, HEAD HOURS "'holidays':[]," VALID "}"), -1);
	assert_non_null(strstr(printed(b), "there is a calendar c already"));
	assert_non_null(calendar_named(&s, "c"));
	assert_null(calendar_named(&s, "d"));
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
