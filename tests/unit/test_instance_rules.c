/* Rules of effect "instance": they feed a dimension and only tighten it; without one it is open. */
#include "tests/unit/kinds_help.h"

static const char whole[] =
	BO GREEN_CLAIM OWNER(MAIL("bo@x.example")) HOST("a") SAW("a", "pass")
	ITEM(LOG ",'severity':'low','created':'2026-07-01T00:00:00Z','detected':'2026-07-01T00:00:00Z',"
		"'evaluated':'2026-07-01T00:00:00Z','reporter':{'raw':'scanner','machine':true},"
		"'assignee':" MAIL("bo@x.example") ",'controls':[{'scheme':'nist-800-53','id':'ac-2'}]")
	"{'record':'event','source':'jira.json','tracker':'jira','item':'S-1','id':'1',"
	"'at':'2026-08-15T00:00:00Z','kind':'due','choice':'fix','until':'2026-12-20'" BY("bo@x.example")
	"},";

static struct rule_set *
core_of(struct bench *b)
{
	struct pack_text p = {"core.rules.jsonc", pack_core_text, pack_core_len};
	struct rule_set *s = rules_load(b->a, &p, 1, kind_specs, b->d);

	assert_non_null(s);
	return s;
}

static void
drop(struct rule_set *s, const char *id)
{
	size_t n = 0;

	for (size_t i = 0; i < s->nrules; i++)
		if (!str_same(s->rules[i]->id, id))
			s->rules[n++] = s->rules[i];
	assert_int_equal(n + 1, s->nrules);
	s->nrules = n;
}

static const struct control_result *
judged(struct bench *b, const struct rule_set *s, const char *records)
{
	const struct model *m = model_with(b, ",'roster_slack':'P400D'", "RCIPS", records);
	const struct assessment *as = judge(m, s, b->a);

	assert_int_equal(as->nscopes, 1);
	assert_true(as->scopes[0].ncontrols >= 1);
	return &as->scopes[0].controls[0];
}

static void
is_open(const struct dim *d)
{
	assert_false(d->empty);
	assert_int_equal(d->lo, 0);
	assert_int_equal(d->hi, MILLION);
}

static void
is_full(const struct dim *d)
{
	assert_false(d->empty);
	assert_int_equal(d->lo, MILLION);
	assert_int_equal(d->hi, MILLION);
}

/* Absent or disabled: that dimension is [0,1], and only that one (judgement.md 8). */
static void
test_without_instance_rule(void **state)
{
	static const char *const ids[] = {"OWN-001", "DEC-002", "CON-001"};
	struct bench *b = bench_new();
	const struct control_result *r = judged(b, core_of(b), whole);
	struct rule_set *s;

	(void)state;
	is_full(&r->o);
	is_full(&r->d);
	is_full(&r->w);
	assert_int_equal(r->verdict, CONFIRMED);
	for (size_t i = 0; i < 3; i++) {
		for (int way = 0; way < 2; way++) {
			s = core_of(b);
			if (way == 0) {
				drop(s, ids[i]);
			} else {
				for (size_t k = 0; k < s->nrules; k++)
					if (str_same(s->rules[k]->id, ids[i]))
						s->rules[k]->enabled = false;
			}
			r = judged(b, s, whole);
			(i == 0 ? is_open : is_full)(&r->o);
			(i == 1 ? is_open : is_full)(&r->d);
			(i == 2 ? is_open : is_full)(&r->w);
			assert_int_equal(r->verdict, PAPER);
		}
	}
	r = judged(b, load_rules_of(b, ""), whole);
	is_open(&r->o);
	is_open(&r->d);
	is_open(&r->w);
	bench_free(b);
}

static const struct tightened {
	const char *what, *rule;   /* beside core */
	const char *o, *d;         /* "lo hi" in millionths */
} tightened[] = {
	{"nothing more is asked", INSTANCE("X", "resolve", "O", "control")
		"'ref':'control.owner','must':'true'},", "1000000 1000000", "1000000 1000000"},
	{"a second rule of O binds as well", INSTANCE("X", "resolve", "O", "control")
		"'ref':'control.owner','must':'party.kind == `machine`'},", "0 0", "0 0"},
	{"also where it sorts before the first", INSTANCE("A", "resolve", "O", "control")
		"'ref':'control.owner','must':'party.kind == `machine`'},", "0 0", "0 0"},
	{"what it cannot tell is U", INSTANCE("X", "resolve", "O", "control")
		"'ref':'control.owner','must':'party.team == `A`'},", "0 1000000", "0 1000000"},
	{"a rule of D that knows no decision", INSTANCE("X", "deadline", "D", "item")
		"'start':'item.created','stop_when':'false'," LIMIT("P90D"), "1000000 1000000", "0 0"},
	{"a longer limit changes nothing", INSTANCE("X", "deadline", "D", "item")
		"'start':'item.created'," LIMIT("P900D"), "1000000 1000000", "1000000 1000000"},
	{"a shorter limit binds", INSTANCE("X", "deadline", "D", "item")
		"'start':'item.created'," LIMIT("P44D"), "1000000 1000000", "0 0"},
	{"one that is kept to", INSTANCE("X", "deadline", "D", "item")
		"'start':'item.created'," LIMIT("P45D"), "1000000 1000000", "1000000 1000000"},
	{"a month is shorter than 90 days", INSTANCE("X", "deadline", "D", "item")
		"'start':'item.created'," LIMIT("P1M"), "1000000 1000000", "0 0"},
	{"three months may be more than 90 days: the configuration's", INSTANCE("X", "deadline", "D",
		"item") "'start':'item.created'," LIMIT("P3M"), "1000000 1000000", "1000000 1000000"},
};

/* A rule only tightens: whatever it says, nothing becomes better than the built-in answer. */
static void
test_tighten(void **state)
{
	struct bench *b = bench_new();

	(void)state;
	for (size_t i = 0; i < sizeof(tightened) / sizeof(*tightened); i++) {
		const struct tightened *t = &tightened[i];
		const char *own = quotes(b, arena_printf(b->a,
			"{'trueup':'rules/1','name':'own','version':'1','rules':[%s]}", t->rule));
		struct pack_text packs[2] = {
			{"core.rules.jsonc", pack_core_text, pack_core_len}, {"own", own, strlen(own)}};
		struct rule_set *s = rules_load(b->a, packs, 2, kind_specs, b->d);
		const struct control_result *r;
		const char *o, *d;

		if (s == NULL)
			fail_msg("%s: %s", t->what, printed(b));
		r = judged(b, s, whole);
		o = arena_printf(b->a, "%u %u", r->o.lo, r->o.hi);
		d = arena_printf(b->a, "%u %u", r->d.lo, r->d.hi);
		if (!str_same(o, t->o) || !str_same(d, t->d))
			fail_msg("%s: O %s, D %s", t->what, o, d);
	}
	bench_free(b);
}

/* Decided on the 91st day: no rule makes the 90 days of the configuration longer. */
static void
test_no_longer(void **state)
{
	static const char *const limits[] = {LIMIT("P90D"), LIMIT("P900D"), LIMIT("P3M"), LIMIT("P1Y")};
	struct bench *b = bench_new();
	const char *late = arena_strdup(b->a, whole);
	char *at = strstr(late, "2026-08-15");

	(void)state;
	assert_non_null(at);
	memcpy(at, "2026-09-30", 10);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		const char *rules = arena_printf(b->a, "%s'start':'item.created',%s",
			INSTANCE("X", "deadline", "D", "item"), limits[i]);
		const struct control_result *r = judged(b, load_rules_of(b, rules), late);

		if (r->d.lo != 0 || r->d.hi != 0)
			fail_msg("%s: %u %u", limits[i], r->d.lo, r->d.hi);
	}
	bench_free(b);
}

/* The checks of the instance rules say what the scores say: the judge's own answers. */
static void
test_instance_checks(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = core_of(b);
	const struct model *m = model_with(b, ",'roster_slack':'P400D'", "RCIPS", whole);
	const struct assessment *as = judge(m, s, b->a);

	(void)state;
	assert_string_equal(values_of(b, as, "OWN-001"), "ac-2 T");
	assert_string_equal(values_of(b, as, "DEC-002"), "S-1 T");
	assert_string_equal(values_of(b, as, "CON-001"), "ac-2 on a T");
	/* Running, and no clock at all: no instance. */
	as = judge(model_with(b, "", "RCI", BO GREEN_CLAIM
		ITEM(LOG ",'severity':'low','created':'2026-10-30T00:00:00Z',"
			"'detected':'2026-10-30T00:00:00Z'")
		"{'record':'item','source':'jira.json','tracker':'jira','key':'S-2','status':'open',"
		"'has_history':true,'severity':'low','created':'2026-01-30T00:00:00Z'},"), s, b->a);
	assert_string_equal(values_of(b, as, "DEC-002"), "");
	assert_int_equal(as->clocks[0].state, CLOCK_RUNNING);
	assert_int_equal(as->clocks[1].state, CLOCK_NONE);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_instance_rule),
		cmocka_unit_test(test_tighten),
		cmocka_unit_test(test_no_longer),
		cmocka_unit_test(test_instance_checks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
