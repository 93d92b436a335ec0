/* Several systems and frameworks in one run (judgement.md 3): what belongs to which, and what to none. */
#include "tests/unit/join_help.h"

#include "checker/judge/assessment.h"
#include "checker/judge/inside.h"

static void
plan(struct world *w, const char *system)
{
	world_add(w, system, arena_printf(w->a, "{'record':'system','id':'%s','name':'The %s'}",
		system, system));
	world_add(w, system, arena_printf(w->a, "{'record':'claim','kind':'ssp','system':'%s',"
		"'framework':'nist-800-53','control':'cm-6','state':'implemented'}", system));
}

static void
host(struct world *w, const char *name, const char *system)
{
	world_add(w, "cmdb", arena_printf(w->a, "{'record':'asset','ids':[{'ns':'fqdn','value':"
		"'%s.x.example'}],'listed':true,'system':'%s'}", name, system));
}

static void
seen_on(struct world *w, const char *name, const char *result)
{
	world_add(w, "scan", arena_printf(w->a, "{'record':'observation','asset':[{'ns':'fqdn',"
		"'value':'%s.x.example'}],'benchmark':'b','test':'t','result':'%s','grade':'E3',"
		"'at':'2026-10-20T00:00:00Z','tags':[{'scheme':'nist-800-53','id':'cm-6',"
		"'relation':'equal'}]}", name, result));
}

static struct world *
two_systems(void)
{
	struct world *w = world_new("2026-11-01T00:00:00Z");

	plan(w, "alpha");
	plan(w, "beta");
	/* In another order than the scan's: from two on that is what makes a list its own. */
	host(w, "b1", "The beta"); /* by its other name */
	host(w, "a1", "alpha");
	world_source(w, "cmdb")->originator = "snow";
	world_source(w, "scan")->originator = "openscap";
	return w;
}

static const struct control_result *
judged(struct world *w, const char *scope)
{
	struct slots slots = slots_builtin();
	const struct assessment *as;

	world_freeze(w);
	as = judge_slots(w->m, &slots, w->model_region);
	for (size_t i = 0; i < as->nscopes; i++)
		if (strcmp(as->scopes[i].id, scope) == 0)
			return &as->scopes[i].controls[0];
	fail_msg("no scope %s", scope);
	abort();
}

#define ALPHA "alpha/nist-800-53"
#define BETA "beta/nist-800-53"

/* What shows that one system works shows nothing of another. */
static void
apart(void **state)
{
	struct world *w = two_systems();

	(void)state;
	seen_on(w, "a1", "pass");
	seen_on(w, "b1", "fail");
	assert_int_equal(judged(w, ALPHA)->w.lo, MILLION);
	assert_int_equal(judged(w, ALPHA)->w.n, 1);
	assert_int_equal(judged(w, ALPHA)->refuted, 0);
	assert_int_equal(judged(w, BETA)->w.hi, 0);
	assert_int_equal(judged(w, BETA)->w.n, 1);
	assert_int_equal(judged(w, BETA)->refuted, 1);
	world_free(w);
}

/* An asset of no system: in everyone's N; its F counts for each, its T for none. */
static void
asset_of_none(void **state)
{
	static const char *const systems[] = {"", "gamma"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world *w = two_systems();

		host(w, "c1", systems[i]);
		seen_on(w, "a1", "pass");
		seen_on(w, "c1", "pass");
		assert_int_equal(judged(w, ALPHA)->w.n, 2);
		assert_int_equal(judged(w, ALPHA)->w.good, 1);
		assert_int_equal(judged(w, ALPHA)->w.lo, 500000);
		assert_int_equal(judged(w, BETA)->w.good, 0);
		world_free(w);

		w = two_systems();
		host(w, "c1", systems[i]);
		seen_on(w, "a1", "pass");
		seen_on(w, "c1", "fail");
		assert_int_equal(judged(w, ALPHA)->w.bad, 1);
		assert_int_equal(judged(w, BETA)->w.bad, 1);
		world_free(w);

		/* Not applicable on it takes nothing out of N. */
		w = two_systems();
		host(w, "c1", systems[i]);
		seen_on(w, "a1", "pass");
		seen_on(w, "c1", "not-applicable");
		assert_int_equal(judged(w, ALPHA)->w.n, 2);
		assert_int_equal(judged(w, ALPHA)->w.lo, 500000);
		world_free(w);
	}
}

/* A system of whose assets no list speaks has no population, whatever the others have. */
static void
population_of_one(void **state)
{
	struct world *w = world_new("2026-11-01T00:00:00Z");

	(void)state;
	plan(w, "alpha");
	plan(w, "beta");
	host(w, "a1", "alpha");
	world_source(w, "cmdb")->originator = "snow";
	world_source(w, "scan")->originator = "openscap";
	seen_on(w, "a1", "pass");
	assert_int_equal(judged(w, ALPHA)->w.lo, MILLION);
	assert_string_equal(judged(w, BETA)->w.why, "population not established");
	assert_int_equal(judged(w, BETA)->w.lo, 0);
	world_free(w);
}

static void
ticket(struct world *w, const char *key, const char *asset, const char *event)
{
	world_add(w, "jira", arena_printf(w->a, "{'record':'item','tracker':'j','key':'%s','type':"
		"'finding','severity':'high','detected':'2026-10-01T00:00:00Z','evaluated':"
		"'2026-10-01T00:00:00Z','reporter':'zz@x','has_history':true,'controls':[{'scheme':"
		"'nist-800-53','id':'cm-6'}]%s}", key, asset));
	if (event != NULL)
		world_add(w, "jira", arena_printf(w->a, "{'record':'event','tracker':'j','item':"
			"'%s','id':'e','actor':'bo@x','at':'2026-10-02T00:00:00Z','kind':'decide',"
			"'choice':'fix','until':'2026-12-01'}", key));
}

/* An item of no system: late it counts for each, in time for none. */
static void
item_of_none(void **state)
{
	struct world *w = two_systems();

	(void)state;
	world_source(w, "hr")->as_of = (struct instant){.known = KNOWN,
		.lo = world_ns(w, "2026-10-31T00:00:00Z"), .hi = world_ns(w, "2026-10-31T00:00:00Z")};
	world_add(w, "hr", "{'record':'party','ids':[{'ns':'email','value':'bo@x'}],'active':'T',"
		"'hired':'2020-01-01'}");
	ticket(w, "1", "", "decide");
	assert_int_equal(judged(w, ALPHA)->d.n, 1);
	assert_int_equal(judged(w, ALPHA)->d.good, 0);
	assert_int_equal(judged(w, ALPHA)->d.bad, 0);
	ticket(w, "2", "", NULL);
	assert_int_equal(judged(w, ALPHA)->d.bad, 1);
	assert_int_equal(judged(w, BETA)->d.bad, 1);
	/* By its asset it belongs to one, and there it counts in full. */
	ticket(w, "3", ",'assets':[[{'ns':'fqdn','value':'a1.x.example'}]]", "decide");
	assert_int_equal(judged(w, ALPHA)->d.n, 3);
	assert_int_equal(judged(w, ALPHA)->d.good, 1);
	assert_int_equal(judged(w, BETA)->d.n, 2);
	world_free(w);
}

/* An item of one system that also names an asset of none may be any other's too. */
static void
item_of_one_and_none(void **state)
{
	struct world *w = two_systems();

	(void)state;
	host(w, "c1", "");
	ticket(w, "1", ",'assets':[[{'ns':'fqdn','value':'a1.x.example'}],"
		"[{'ns':'fqdn','value':'c1.x.example'}]]", NULL);
	assert_int_equal(judged(w, ALPHA)->d.bad, 1);
	assert_int_equal(judged(w, BETA)->d.bad, 1);
	world_free(w);
}

/* A mistyped "system" lumps nothing together: nothing is judged, so no gate passes. */
static void
no_such_system(void **state)
{
	struct world *w = two_systems();

	(void)state;
	seen_on(w, "a1", "pass");
	seen_on(w, "b1", "pass");
	w->cfg.system = "alhpa";
	world_freeze(w);
	assert_int_equal(w->m->nscopes, 0);
	assert_int_equal(world_diags(w, "E212"), 1);
	w->cfg.system = "alpha";
	world_freeze(w);
	assert_int_equal(w->m->nscopes, 1);
	world_free(w);
}

/* An owner that a record of no system names is no owner of any; of the plan's own record he is. */
static void
owner_of_none(void **state)
{
	static const char *const sources[] = {"alpha", "register"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world *w = two_systems();

		world_source(w, "hr")->as_of = (struct instant){.known = KNOWN,
			.lo = world_ns(w, "2026-10-31T00:00:00Z"),
			.hi = world_ns(w, "2026-10-31T00:00:00Z")};
		world_add(w, "hr", "{'record':'party','ids':[{'ns':'email','value':'bo@x'}],"
			"'active':'T','hired':'2020-01-01'}");
		world_add(w, sources[i], "{'record':'assign','subject':'control','framework':"
			"'nist-800-53','id':'cm-6','owner':true,'party':'bo@x'}");
		assert_int_equal(judged(w, ALPHA)->owner, i == 0 ? TRI_T : TRI_U);
		/* Beta's own record names nobody; the other's counts for it neither. */
		assert_int_not_equal(judged(w, BETA)->owner, TRI_T);
		world_free(w);
	}
}

/* A register of no system speaks on paper for each, but takes no weight away. */
static void
claim_of_none(void **state)
{
	struct world *w = two_systems();
	const struct control *c;

	(void)state;
	world_add(w, "register", "{'record':'claim','kind':'grc','framework':'nist-800-53',"
		"'control':'cm-7','state':'implemented'}");
	assert_int_equal(judged(w, ALPHA)->p, MILLION);
	world_freeze(w);
	c = world_control(w, "cm-6");
	assert_int_equal(c->system, 0);
	assert_int_equal(c->nclaims, 1);
	assert_false(c->claims[0].unplaced);
	world_free(w);

	w = world_new("2026-11-01T00:00:00Z");
	for (int i = 0; i < 2; i++)
		world_add(w, i == 0 ? "alpha" : "beta", arena_printf(w->a,
			"{'record':'system','id':'%s'}", i == 0 ? "alpha" : "beta"));
	world_source(w, "hr")->as_of = (struct instant){.known = KNOWN,
		.lo = world_ns(w, "2026-10-31T00:00:00Z"), .hi = world_ns(w, "2026-10-31T00:00:00Z")};
	world_add(w, "hr", "{'record':'party','ids':[{'ns':'email','value':'bo@x'}],'active':'T',"
		"'hired':'2020-01-01'}");
	world_add(w, "register", "{'record':'claim','kind':'grc','framework':'nist-800-53',"
		"'control':'cm-6','state':'not-applicable','approver':'bo@x','reason':'r',"
		"'review':'2027-01-01'}");
	assert_int_not_equal(judged(w, ALPHA)->verdict, NOT_APPLICABLE);
	world_free(w);
}

/* Paths of trueup.json place what nothing else does; membership goes before them. */
static void
by_path(void **state)
{
	struct world *w = two_systems();
	struct system_row rows[2] = {{.id = "alpha"}, {.id = "beta", .name = "The beta"}};

	(void)state;
	w->cfg.systems = rows;
	w->cfg.nsystems = 2;
	seen_on(w, "c1", "fail"); /* in no inventory */
	seen_on(w, "b1", "pass");
	world_source(w, "scan")->systems = 1; /* alpha's */
	assert_int_equal(judged(w, ALPHA)->refuted, 1);
	assert_int_equal(judged(w, BETA)->refuted, 0);
	assert_int_equal(judged(w, BETA)->w.lo, MILLION);
	world_free(w);
}

/* A system that its plan calls by a UUID is printed by its name. */
static void
called_by_name(void **state)
{
	struct world *w = two_systems();

	(void)state;
	world_add(w, "gamma", "{'record':'system','id':'8101e04d-8305-4e73-bb95-6b59f645b143',"
		"'name':'Gamma'}");
	world_add(w, "gamma", "{'record':'claim','kind':'ssp','framework':'nist-800-53',"
		"'control':'cm-6','state':'implemented'}");
	assert_int_equal(judged(w, "Gamma/nist-800-53")->p, MILLION);
	assert_int_equal(judged(w, ALPHA)->p, MILLION);
	world_free(w);
}

/* Ids of no framework that we know are scored apart, and said. */
static void
own_framework(void **state)
{
	struct world *w = world_new("2026-11-01T00:00:00Z");

	(void)state;
	world_add(w, "r", "{'record':'claim','kind':'grc','framework':'nist-800-53',"
		"'control':'ac-2','state':'implemented'}");
	world_add(w, "r", "{'record':'claim','kind':'grc','framework':'own','control':'FOO-99',"
		"'state':'implemented'}");
	assert_int_equal(judged(w, "own")->p, MILLION);
	assert_int_equal(judged(w, "nist-800-53")->p, MILLION);
	assert_true(world_diags(w, "E210") > 0);
	/* A configured framework leaves the others out, and says so. */
	w->cfg.framework = "nist-800-53";
	world_freeze(w);
	assert_int_equal(w->m->nscopes, 1);
	assert_true(world_diags(w, "E207") > 0);
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(apart),
		cmocka_unit_test(asset_of_none),
		cmocka_unit_test(population_of_one),
		cmocka_unit_test(item_of_none),
		cmocka_unit_test(item_of_one_and_none),
		cmocka_unit_test(no_such_system),
		cmocka_unit_test(owner_of_none),
		cmocka_unit_test(claim_of_none),
		cmocka_unit_test(by_path),
		cmocka_unit_test(own_framework),
		cmocka_unit_test(called_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
