/* A check that is open because sources disagree is B, in whichever slot of the kind; what is decided anyway is not. */
#include "tests/unit/kinds_help.h"

#define ODD "item.source.complete"
#define MAX(name, n) "'params':{" PARAM(name, "int", n) "}},"
#define HOPS "'params':{" PARAM("max_handoffs", "int", "1") "," PARAM("max_returns", "int", "0") "}},"

static const char *const text[] = {
	FLAG("REQ", "require", "G", "item") "'must':'" ODD "'},"
	FLAG("REQ-W", "require", "G", "item") "'where':'" ODD "','must':'true'},"
	FLAG("DL-S", "deadline", "D", "item") "'start':'" ODD " ? item.created : item.closed',"
		"'stop':'item.closed'," LIMIT("P10D")
	FLAG("DL-E", "deadline", "D", "item") "'start':'item.created',"
		"'stop':'" ODD " ? item.closed : item.created'," LIMIT("P10D")
	FLAG("DL-W", "deadline", "D", "item") "'start':'item.created',"
		"'stop_when':'event.to == `ack` && " ODD "'," LIMIT("P10D")
	FLAG("DL-N", "deadline", "D", "item") "'start':'item.created',"
		"'stop_when':'event.to == `none` && " ODD "'," LIMIT("P10D")
	FLAG("FU-A", "followup", "D", "item") "'after':'event.to == `up` && " ODD "',"
		"'expect':'next.to == `ack`'," LIMIT("P10D")
	FLAG("FU-E", "followup", "D", "item") "'after':'event.to == `up`',"
		"'expect':'next.to == `ack` && " ODD "'," LIMIT("P10D")
	FLAG("FU-B", "followup", "D", "item") "'after':'event.to == `up`','expect':'next.to == `ack`',"
		"'by':'" ODD "'," LIMIT("P10D")
	FLAG("FU-T", "followup", "D", "item") "'after':'event.to == `up`',"
		"'expect':'next.to == `ack` || " ODD "'," LIMIT("P10D"),
	FLAG("SH", "share", "D", "item") "'since':'item.created','until':'item.closed',"
		"'state':'event.to == `up` ? " ODD " : false'," MAX("max_percent", "10")
	FLAG("SH-A", "share", "D", "item") "'since':'" ODD " ? item.created : item.closed',"
		"'state':'true'," MAX("max_percent", "10")
	FLAG("SH-T", "share", "D", "item") "'since':'item.created','until':'item.closed',"
		"'state':'event.to == `up` ? " ODD " : false'," MAX("max_percent", "99")
	FLAG("OC", "occurs", "D", "item") "'since':'item.created','until':'item.closed',"
		"'done':'" ODD "','params':{" PARAM("every", "duration", "'P5D'") "}},"
	FLAG("OC-A", "occurs", "D", "item") "'since':'" ODD " ? item.created : item.closed',"
		"'done':'true','params':{" PARAM("every", "duration", "'P5D'") "}},"
	FLAG("SEQ", "sequence", "D", "item") "'value':'" ODD " ? event.to : event.from'," HOPS
	FLAG("AG", "agree", "D", "item") "'values':'[" ODD ", true]'},",
};

static const struct { const char *rule, *want; } rows[] = {
	{"REQ", "S-1 B"}, {"REQ-W", "S-1 B"},
	{"DL-S", "S-1 B"}, {"DL-E", "S-1 B"}, {"DL-W", "S-1 B"},
	{"DL-N", "S-1 F"},
	{"FU-A", "S-1 B"}, {"FU-E", "S-1 B"}, {"FU-B", "S-1 B"}, {"FU-T", "S-1 T"},
	{"SH", "S-1 B"}, {"SH-A", "S-1 B"}, {"SH-T", "S-1 T"},
	{"OC", "S-1 from 2026-10-01T00:00:00Z B; S-1 from 2026-10-06T00:00:00Z F"}, {"OC-A", "S-1 B"}, {"SEQ", "S-1 B"}, {"AG", "S-1 B"},
};

static void
test_conflict(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = load_rules_of(b, arena_printf(b->a, "%s%s", text[0], text[1]));
	struct model *m = model_with(b, "", "I",
		ITEM(LOG ",'created':'2026-10-01T00:00:00Z','closed':'2026-10-11T00:00:00Z'")
		EVENT("1", "2026-10-02T00:00:00Z", ",'to':'up','from':'x'")
		EVENT("2", "2026-10-04T00:00:00Z", ",'to':'ack','from':'up'"));
	const struct assessment *as;
	size_t bad = 0;

	(void)state;
	/* No record says so of a source: as if two did, and differed. */
	((struct source *)(uintptr_t)m->sources[0])->complete = TRI_B;
	as = judge(m, s, b->a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *got = values_of(b, as, rows[i].rule);

		assert_non_null(rule_find(s, rows[i].rule));
		if (str_same(got, rows[i].want))
			continue;
		fprintf(stderr, "%s: wanted \"%s\", got \"%s\"\n", rows[i].rule, rows[i].want, got);
		bad++;
	}
	assert_int_equal(bad, 0);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_conflict)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
