/* The report's tree: what is said, how it is rounded, whose names, and reading it back. */
#include "tests/unit/report_sample.h"

#include "checker/base/json.h"
#include "reports/report_diags.h"
#include "reports/walk.h"
#include "reports/words.h"

static const struct node *
control_of(const struct node *report, int i)
{
	char path[64];

	snprintf(path, sizeof(path), "scopes/0/controls/%d", i);
	return node_at(report, path);
}

/* Figures by millionths: each row is one way of rounding going wrong. */
static void
printed_figures(void **state)
{
	static const struct { uint32_t p, sup, ref; unsigned want[4]; } rows[] = {
		{940000, 610000, 120000, {94, 61, 12, 21}},
		{939999, 619999, 129999, {94, 61, 12, 21}}, /* P up, the others down */
		{930001, 610000, 120000, {94, 61, 12, 21}},
		{1000000, 1000000, 0, {100, 100, 0, 0}},
		{0, 0, 0, {0, 0, 0, 0}},
		{1, 0, 0, {1, 0, 0, 1}},
		{999999, 999999, 0, {100, 99, 0, 1}},
		{500000, 0, 500000, {50, 0, 50, 0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sample *s = sample_new();
		struct printed p;

		s->scope.procedural = rows[i].p;
		s->scope.supported = rows[i].sup;
		s->scope.refuted = rows[i].ref;
		s->scope.not_shown = rows[i].p - rows[i].sup - rows[i].ref;
		p = printed_scores(node_at(sample_report(s), "scopes/0"));
		assert_int_equal(p.procedural, rows[i].want[0]);
		assert_int_equal(p.supported, rows[i].want[1]);
		assert_int_equal(p.refuted, rows[i].want[2]);
		assert_int_equal(p.not_shown, rows[i].want[3]);
		assert_int_equal(p.procedural, p.supported + p.refuted + p.not_shown);
		sample_free(s);
	}
}

static void
headline(void **state)
{
	struct sample *s = sample_new();

	(void)state;
	s->scope.procedural = 940000;
	s->scope.supported = 610000;
	s->scope.refuted = 120000;
	s->scope.not_shown = 210000;
	assert_string_equal(get_str(sample_report(s), "headline"),
		"Your records say 94 %. Evidence supports 61, refutes 12, and 21 points are written "
		"down but not shown. The commonest reason: nobody decided in time.");
	s->scope.supported = 819999;
	s->scope.not_shown = 1;
	s->scope.nloss = 0;
	assert_string_equal(get_str(sample_report(s), "headline"),
		"Your records say 94 %. Evidence supports 81, refutes 12, and 1 point is written down "
		"but not shown.");
	s->scope.undefined = true;
	s->scope.status = STATUS_UNDEFINED;
	assert_true(strstr(get_str(sample_report(s), "headline"), "nothing left to score") != NULL);
	assert_true(node_is(node_at(sample_report(s), "scopes/0/scores/real_low"), NODE_NULL));
	s->as.nscopes = 0;
	assert_true(strstr(get_str(sample_report(s), "headline"), "which controls apply") != NULL);
	assert_string_equal(get_str(sample_report(s), "status"), "UNDEFINED");
	sample_free(s);
}

/* In the tree the parts add up to the last millionth. */
static void
sums(void **state)
{
	struct sample *s = sample_new();
	const struct node *scores = node_at(sample_report(s), "scopes/0/scores");

	(void)state;
	assert_int_equal(get_int(scores, "procedural"), 423077);
	assert_int_equal(get_int(scores, "supported") + get_int(scores, "refuted")
		+ get_int(scores, "not_shown"), get_int(scores, "procedural"));
	assert_int_equal(get_int(scores, "real_high") - get_int(scores, "real_low"),
		get_int(scores, "fog"));
	assert_int_equal(get_int(node_at(sample_report(s), "scopes/0"), "contradicted"), 1);
	assert_int_equal(get_int(node_at(sample_report(s), "scopes/0"), "failing"), 1);
	sample_free(s);
}

static void
controls(void **state)
{
	struct sample *s = sample_new();
	const struct node *report, *c;

	(void)state;
	s->results[CONFIRMED].d.empty = true;
	s->results[CONFIRMED].overlays = ACCEPTED;
	s->results[CONFIRMED].accepted_until = s->cfg.as_of;
	report = sample_report(s);
	for (int v = 0; v < VERDICTS; v++) {
		c = control_of(report, v);
		assert_string_equal(get_str(c, "verdict"), verdict_word((enum verdict)v));
		assert_string_equal(get_str(c, "limited_by"), limit_word(sample_rows[v].limit));
	}
	c = control_of(report, CONTRADICTED);
	assert_string_equal(get_str(c, "label"), "AC-2");
	assert_int_equal(node_count(node_at(c, "instances/failing")), 2);
	assert_string_equal(node_get_text(node_at(c, "instances/failing/1"), "at"),
		"scan/rhel9.xml:240");
	assert_string_equal(node_text(node_at(c, "overlays/0")), "UNDECIDED");
	assert_string_equal(node_text(node_at(c, "overlays/1")), "REFUTED(2)");
	/* By bytes, each once. */
	assert_int_equal(node_count(node_get(c, "from")), 4);
	assert_string_equal(node_text(node_at(c, "from/0")), "scan/rhel9.xml:120");
	assert_string_equal(node_text(node_at(c, "from/3")), "ssp.json:200");
	c = control_of(report, PARTIAL_ADMITTED);
	assert_string_equal(get_str(c, "label"), "IA-2(1)");
	c = control_of(report, CONFIRMED);
	assert_true(node_is(node_at(c, "d/lo"), NODE_NULL) && node_is(node_at(c, "d/hi"), NODE_NULL));
	assert_true(get_bool(node_get(c, "d"), "empty"));
	assert_string_equal(node_text(node_at(c, "overlays/0")), "ACCEPTED(2026-11-01T00:00:00Z)");
	c = control_of(report, EXPOSED);
	assert_true(node_is(node_at(c, "claim/state"), NODE_NULL));
	/* The worst clock first. */
	assert_string_equal(node_text(node_at(control_of(report, PAPER), "items/0")), "jira:SEC-12");
	sample_free(s);
}

/* What keeps a control low is said with its line: tests, owner, decisions, or nothing. */
static void
refuted(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s), *r;

	(void)state;
	r = node_get(control_of(report, CONTRADICTED), "refuted");
	assert_string_equal(get_str(r, "text"), "fails on 2 of 4 assets: web01.x.example, SSH must not permit root logins");
	assert_string_equal(get_str(r, "at"), "scan/rhel9.xml:120");
	r = node_get(control_of(report, EXPOSED), "refuted");
	assert_string_equal(get_str(r, "by"), "O");
	assert_string_equal(get_str(r, "text"), "owner: names no person (\"Security Team\")");
	assert_string_equal(get_str(r, "at"), "ssp.json:201");
	assert_true(node_is(node_get(control_of(report, CONFIRMED), "refuted"), NODE_NULL));
	s->results[PAPER].d = (struct dim){.lo = 0, .hi = 250000, .n = 4, .m = 4, .good = 0, .bad = 3};
	s->results[CONTRADICTED].d = (struct dim){.hi = 100000, .n = 10, .m = 10, .bad = 9};
	report = sample_report(s);
	r = node_get(control_of(report, PAPER), "refuted");
	assert_string_equal(get_str(r, "text"), "3 of 4 decisions came late or not at all");
	assert_string_equal(get_str(r, "at"), "tickets.json:10");
	/* The lowest bound speaks, even where tests fail as well. */
	assert_string_equal(get_str(node_get(control_of(report, CONTRADICTED), "refuted"), "by"), "D");
	sample_free(s);
}

static void
items(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s), *it = node_at(report, "items/0");

	(void)state;
	assert_int_equal(node_count(node_get(report, "items")), SAMPLE_ITEMS);
	assert_string_equal(get_str(it, "id"), "jira:SEC-12");
	assert_string_equal(get_str(node_get(it, "clock"), "state"), "breached");
	assert_string_equal(get_str(node_get(it, "clock"), "late"), "79 days");
	assert_int_equal(get_int(node_get(it, "clock"), "late_seconds"), (79 * 24 + 15) * 3600);
	assert_true(node_is(node_at(it, "clock/decision"), NODE_NULL));
	assert_int_equal(node_count(node_get(it, "path")), 6);
	assert_int_equal(node_count(node_get(it, "hand_offs")), 5);
	assert_string_equal(get_str(node_at(it, "hand_offs/2"), "from"), "IT");
	assert_string_equal(get_str(node_at(it, "hand_offs/2"), "to"), "DevOps");
	assert_int_equal(get_int(it, "returns_indirect"), 2);
	assert_string_equal(node_text(node_at(it, "controls/0")), "au-6");
	it = node_at(report, "items/3");
	assert_string_equal(get_str(node_at(it, "clock/decision"), "choice"), "fix");
	assert_string_equal(get_str(node_at(it, "clock/decision"), "by"), "Dora Dahl");
	assert_string_equal(get_str(node_at(it, "clock/decision"), "from"), "tickets.json:133");
	assert_int_equal(get_int(node_get(report, "clocks"), "breached"), 1);
	/* The latest decision stands first, whatever the judge's order. */
	assert_string_equal(get_str(node_at(report, "late/0"), "subject"), "SEC-12");
	assert_string_equal(get_str(node_at(report, "late/1"), "subject"), "AC-2 on web02.x.example");
	sample_free(s);
}

static bool
has_notice(const struct node *report, const char *code)
{
	for EACH(n, report, "notices")
		if (str_same(get_str(n, "code"), code))
			return true;
	return false;
}

static void
notices(void **state)
{
	struct sample *s = sample_new();
	const char *why = "scan.xml is broken";
	const struct node *report = sample_report(s);
	struct notice own = {"unlinked-items", "said by the join", 1, {0}};

	(void)state;
	assert_string_equal(get_str(node_at(report, "notices/0"), "text"), "First report of its chain: "
		"earlier runs cannot be excluded, and failures cannot be carried forward.");
	assert_true(has_notice(report, "after-as-of") && has_notice(report, "unweighted"));
	assert_true(has_notice(report, "unlinked-items") && has_notice(report, "other-items"));
	assert_false(has_notice(report, "as-of") || has_notice(report, "own-scope"));
	assert_false(has_notice(report, "revision") || has_notice(report, "population"));
	assert_true(get_bool(report, "as_of_given") && get_bool(report, "complete"));
	s->cfg.as_of_text = NULL;
	s->m.revision = NULL;
	s->m.given &= ~(unsigned)ROLE_POPULATION;
	s->scope.scope_from = "your own records";
	s->scope.revision = NULL;
	s->scope.weighted = true;
	s->m.notices = &own;
	s->m.nnotices = 1;
	s->options.complete = false;
	s->options.incomplete_why = &why;
	s->options.nincomplete = 1;
	report = sample_report(s);
	assert_true(has_notice(report, "as-of") && has_notice(report, "own-scope"));
	assert_true(has_notice(report, "revision") && has_notice(report, "population"));
	assert_false(has_notice(report, "unweighted"));
	assert_false(get_bool(report, "as_of_given") || get_bool(report, "complete"));
	assert_string_equal(node_text(node_at(report, "incomplete/0")), why);
	for EACH(n, report, "notices")
		if (str_same(get_str(n, "code"), "unlinked-items"))
			assert_string_equal(get_str(n, "text"), "said by the join");
	sample_free(s);
}

/* Owners and deciders by name, others by team; all; none. */
static void
names(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);
	const char *json, *key;

	(void)state;
	assert_string_equal(get_str(node_at(report, "items/0"), "owner"), "Bo Berg");
	assert_string_equal(get_str(node_at(report, "items/0/hand_offs/0"), "by"), "somebody of Risk");
	/* A team of four is no group, and a service account is nobody in one. */
	s->risk[4].machine = true;
	assert_string_equal(get_str(node_at(sample_report(s), "items/0/hand_offs/0"), "by"), "somebody");
	s->risk[4].machine = false;
	s->options.names = "all";
	report = sample_report(s);
	assert_string_equal(get_str(node_at(report, "items/0/hand_offs/0"), "by"), "Dora Dahl");
	s->options.names = "none";
	report = sample_report(s);
	json = sample_render(s, report, "json");
	assert_null(strstr(json, "Bo Berg"));
	assert_null(strstr(json, "Dora"));
	assert_null(strstr(json, "dora@"));
	assert_null(strstr(json, "Olga"));
	/* Words that name nobody are no names; the same person has the same key everywhere. */
	assert_string_equal(get_str(node_at(report, "not_persons/0"), "raw"), "Security Team");
	key = get_str(node_at(report, "items/0"), "owner");
	assert_true(str_has_prefix(key, "person-"));
	assert_string_equal(get_str(node_at(report, "late/0"), "who"), key);
	assert_true(node_is(node_at(report, "rules/0/instances/0/message"), NODE_NULL));
	sample_free(s);
}

static void
first_steps(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);
	int64_t last = INT64_MAX;

	(void)state;
	assert_string_equal(get_str(node_at(report, "first/0"), "kind"), "decide");
	assert_string_equal(get_str(node_at(report, "first/1"), "kind"), "fix");
	assert_string_equal(get_str(node_at(report, "first/1"), "at"), "scan/rhel9.xml:120");
	for EACH(f, report, "first") {
		assert_true(get_int(f, "points") <= last);
		last = get_int(f, "points");
	}
	sample_free(s);
}

static void
facts(void **state)
{
	struct sample *s = sample_new();
	const struct node *f = node_get(sample_report(s), "facts");

	(void)state;
	/* A pass later than the failure of the same originator clears it; the other two stand. */
	assert_int_equal(node_count(node_get(f, "failing")), 2);
	assert_string_equal(get_str(node_at(f, "failing/0"), "asset"), "fqdn:web01.x.example");
	assert_string_equal(get_str(node_at(f, "failing/0"), "grade"), "E3");
	assert_int_equal(node_count(node_get(f, "population")), SAMPLE_ASSETS);
	assert_int_equal(get_int(node_at(f, "population/0"), "criticality"), 5);
	assert_true(node_is(node_at(f, "population/3/last"), NODE_NULL));
	assert_int_equal(node_count(node_at(f, "required_tests/0/tests")), 2);
	assert_int_equal(node_count(node_get(f, "clocks")), SAMPLE_ITEMS);
	assert_string_equal(get_str(node_at(f, arena_printf(s->a, "controls/%s",
		node_text(node_at(f, "owners_failing/0")))), "control"), "ac-3");
	assert_true(get_bool(f, "whole"));
	s->seen[0].lo = s->seen[0].hi = s->cfg.as_of + 1;
	s->states[1].t = &s->seen[0];
	assert_int_equal(node_count(node_at(sample_report(s), "facts/failing")), 1);
	sample_free(s);
}

static void
only_integers(const struct node *n)
{
	int64_t v;

	if (n->type == NODE_NUMBER)
		assert_int_equal(node_int(n, &v), 0);
	if (n->type == NODE_LIST || n->type == NODE_MAP)
		for (const struct node *c = n->child; c != NULL; c = c->next)
			only_integers(c);
}

/* Read back, a report is the same report in every format; hostile names and all. */
static void
round_trip(void **state)
{
	(void)state;
	for (int hostile = 0; hostile < 2; hostile++) {
		struct sample *s = sample_new();
		const struct node *report, *again;
		struct diags *d = diags_new();
		const char *json;

		if (hostile)
			sample_hostile(s);
		report = sample_report(s);
		only_integers(report);
		json = sample_render(s, report, "json");
		assert_true(utf8_valid(json, strlen(json)));
		again = report_load(s->a, "report.json", json, strlen(json), d);
		if (again == NULL)
			fail_msg("%s: %s", diags_at(d, 0)->kind->code, diags_at(d, 0)->text);
		for (size_t i = 0; writers[i] != NULL; i++)
			assert_string_equal(sample_render(s, report, writers[i]->name),
				sample_render(s, again, writers[i]->name));
		/* And built twice it has the same bytes. */
		assert_string_equal(json, sample_render(s, sample_report(s), "json"));
		diags_free(d);
		sample_free(s);
	}
}

static const char *
replaced(struct sample *s, const char *json, const char *what, const char *with)
{
	const char *at = strstr(json, what);

	assert_non_null(at);
	return arena_printf(s->a, "%.*s%s%s", (int)(at - json), json, with, at + strlen(what));
}

static void
load_refuses(void **state)
{
	static const struct { const char *what, *with, *code; } rows[] = {
		{"trueup-report/1", "trueup-report/2", "E501"},
		{"\"procedural\": 423077", "\"procedural\": 423077.5", "E504"},
		{"\"procedural\": 423077", "\"procedural\": 1e6", "E504"},
		{"\"procedural\": 423077", "\"procedural\": 1000001", "E505"},
		{"\"weight\": 39", "\"weight\": -1", "E505"},
		{"\"effects\": null", "\"effects\": [{\"not_shown\": -1000001}]", "E505"},
		{"\"effect\": null", "\"effect\": [{\"not_shown\": -1}]", "E505"},
		{"\"procedural\": 423077", "\"procedural\": \"all\"", "E503"},
		{"\"procedural\": 423077,", "", "E502"},
		{"\"complete\": true", "\"complete\": \"yes\"", "E503"},
		{"\"as_of_given\": true,", "", "E502"},
		{"\"scopes\": [", "\"scopes_\": [", "E502"},
		{"\"id\": \"OWN-001\"", "\"id\": 7", "E503"},
		/* Edited so that every type and range is right. */
		{"\"procedural\": 423077", "\"procedural\": 423076", "E506"},
		{"\"contradicted\": 1", "\"contradicted\": 0", "E506"},
		{"\"CONTRADICTED\": 1", "\"CONTRADICTED\": 0", "E506"},
		{"\"verdict\": \"CONTRADICTED\"", "\"verdict\": \"CONFIRMED\"", "E506"},
		{"\"verdict\": \"CONTRADICTED\"", "\"verdict\": \"FINE\"", "E506"},
		{"\"failing\": true", "\"failing\": false", "E506"},
		{"\"late_total\": 2", "\"late_total\": 1", "E506"},
		{"\"breached\": 1", "\"breached\": 0", "E506"},
		{"\"incomplete\": []", "\"incomplete\": [\"x\"]", "E506"},
	};
	struct sample *s = sample_new();
	const char *json = sample_render(s, sample_report(s), "json");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *bad = replaced(s, json, rows[i].what, rows[i].with);
		struct diags *d = diags_new();

		assert_null(report_load(s->a, "r.json", bad, strlen(bad), d));
		assert_true(diags_errors(d) > 0);
		if (!str_same(diags_at(d, 0)->kind->code, rows[i].code))
			fail_msg("row %zu: %s instead of %s", i, diags_at(d, 0)->kind->code,
				rows[i].code);
		diags_free(d);
	}
	for (size_t cut = 0; cut < strlen(json) - 2; cut += 997) {
		struct diags *d = diags_new();

		assert_null(report_load(s->a, "r.json", json, cut, d));
		assert_true(diags_errors(d) > 0);
		diags_free(d);
	}
	sample_free(s);
}

/* Writers stand what the loader does not ask for being away. */
static void
bare_report(void **state)
{
	static const char bare[] = "{\"format\":\"trueup-report/1\",\"tool_version\":\"0\","
		"\"as_of\":\"\",\"as_of_given\":false,\"complete\":true,\"incomplete\":[],"
		"\"status\":\"?\",\"headline\":\"\",\"scopes\":[{\"id\":\"x\",\"framework\":\"f\","
		"\"contradicted\":1,\"failing\":0,\"scores\":{\"procedural\":null,\"supported\":null,"
		"\"refuted\":0,\"not_shown\":0,\"real_low\":1,\"real_high\":9,\"understatement\":0,"
		"\"fog\":0,\"status\":\"?\"},\"loss\":[],\"verdicts\":{\"CONTRADICTED\":1},"
		"\"controls\":[{\"id\":\"a\",\"verdict\":\"CONTRADICTED\",\"claim\":{\"p\":1},\"o\":{},"
		"\"d\":{},\"w\":{},\"real_low\":0,\"real_high\":1000000}]}],\"items\":[{\"id\":\"i\","
		"\"clock\":{}}],\"rules\":[{\"id\":\"r\"}],\"requests\":[1,[]],\"late\":[{}],"
		"\"not_persons\":[{}],\"work\":[{}],\"notices\":[{}],\"judged_party_inputs\":[{}],"
		"\"first\":[{}],\"sources\":[{\"path\":\"p\"}],"
		"\"previous\":{\"lines\":[{},1],\"ratchet\":{\"why\":[1]}},\"facts\":{}}";
	struct sample *s = sample_new();
	struct diags *d = diags_new();
	const struct node *r = report_load(s->a, "bare", bare, strlen(bare), d);

	(void)state;
	assert_non_null(r);
	for (size_t i = 0; writers[i] != NULL; i++)
		assert_true(strlen(sample_render(s, r, writers[i]->name)) > 0);
	diags_free(d);
	sample_free(s);
}

/* A date stands for its last moment; people read the date. */
static void
as_of_as_written(void **state)
{
	static const struct { const char *given, *want; } rows[] = {
		{"2026-11-01T23:59:59.999999999Z", "2026-11-01"},
		{"2026-11-01T23:59:59Z", "2026-11-01T23:59:59Z"},
		{"2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"},
	};
	struct sample *s = sample_new();
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		s->cfg.as_of = sample_at(s, rows[i].given).lo;
		assert_string_equal(as_of_text(sample_report(s), out), rows[i].want);
	}
	sample_free(s);
}

static void
numbers_in_words(void **state)
{
	static const struct { uint64_t n; const char *want; } rows[] = {
		{0, "0"}, {999, "999"}, {1000, "1000"}, {10000, "10,000"}, {1234567, "1,234,567"},
		{UINT64_MAX, "18,446,744,073,709,551,615"},
	};
	struct arena *a = arena_new();
	struct buf b;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_init(&b, 64);
		count_put(&b, rows[i].n);
		assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
	}
	assert_string_equal(SAID(a, SAY_CONTROLS_COUNT, SAY_N(1)), "1 control");
	assert_string_equal(SAID(a, SAY_CONTROLS_COUNT, SAY_N(0)), "0 controls");
	/* What is said is not read again: braces of evidence stay braces. */
	assert_string_equal(SAID(a, SAY_AS_OF, SAY_S("{0}{9|a|b}")), "as of {0}{9|a|b}");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(printed_figures),
		cmocka_unit_test(headline),
		cmocka_unit_test(sums),
		cmocka_unit_test(controls),
		cmocka_unit_test(refuted),
		cmocka_unit_test(items),
		cmocka_unit_test(notices),
		cmocka_unit_test(names),
		cmocka_unit_test(first_steps),
		cmocka_unit_test(facts),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(load_refuses),
		cmocka_unit_test(bare_report),
		cmocka_unit_test(as_of_as_written),
		cmocka_unit_test(numbers_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
