/* From records to controls, claims, links and folds. */
#include "checker/model/fields.h"
#include "tests/unit/join_help.h"

/* judgement.md 3: configured list, profile, plan, own records, in that order. */
static void
scope(void **state)
{
	static const char *const configured[] = {"AC-3"};
	static const char *const want[] = {"ac-3", "ac-2", "ac-1", "ac-1 ac-4"};

	(void)state;
	for (int level = 0; level < 4; level++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const char *got = "";

		world_claim(w, "grc", "grc", "AC-4", ",'state':'implemented'");
		world_claim(w, "grc", "grc", "AC-1", ",'state':'implemented'");
		if (level < 3)
			world_claim(w, "ssp", "ssp", "ac-1", ",'state':'implemented'");
		if (level < 2) {
			world_add(w, "profile",
				"{'record':'select','baseline':'LOW','framework':'nist-800-53',"
				"'id':'*'}");
			world_add(w, "profile",
				"{'record':'select','baseline':'LOW','framework':'nist-800-53',"
				"'id':'AC-2(1)','exclude':true}");
			world_add(w, "catalog",
				"{'record':'control','framework':'NIST SP 800-53 Rev. 5',"
				"'id':'ac-2','title':'Accounts','revision':'5'}");
			world_add(w, "catalog",
				"{'record':'control','framework':'nist-800-53','id':'ac-2.1'}");
			world_add(w, "catalog",
				"{'record':'control','framework':'nist-800-53','id':'ac-2.10',"
				"'withdrawn':true}");
		}
		if (level < 1) {
			w->cfg.scope = (const char **)(uintptr_t)configured;
			w->cfg.nscope = 1;
		}
		world_freeze(w);
		assert_string_equal(w->m->framework, "nist-800-53");
		for (size_t i = 0; i < w->m->ncontrols; i++)
			if (w->m->controls[i].in_scope)
				got = arena_printf(w->a, "%s%s%s", got, *got ? " " : "",
					w->m->controls[i].id);
		assert_string_equal(got, want[level]);
		if (level == 1) {
			assert_string_equal(w->m->baseline, "LOW");
			assert_string_equal(w->m->revision, "5");
			assert_string_equal(world_control(w, "ac-2")->scope_from, "profile LOW");
			assert_string_equal(world_control(w, "ac-2")->title, "Accounts");
			assert_false(world_control(w, "ac-2")->has_claim);
		}
		world_free(w);
	}
}

static void
frameworks(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	world_claim(w, "ssp", "ssp", "AC-1", ",'state':'implemented'");
	world_add(w, "soa",
		"{'record':'claim','kind':'soa','framework':'iso-27001','control':'A.5.1',"
		"'state':'implemented'}");
	world_add(w, "soa",
		"{'record':'claim','kind':'soa','framework':'iso-27001','control':'A.5.2',"
		"'state':'implemented'}");
	world_freeze(w);
	/* Every framework that is claimed is a scope of its own (judgement.md 3). */
	assert_int_equal(w->m->nscopes, 2);
	assert_string_equal(w->m->scopes[0].framework, "iso-27001-2022");
	assert_string_equal(w->m->scopes[1].framework, "nist-800-53");
	assert_true(world_control(w, "5.1")->in_scope);
	assert_true(world_control(w, "ac-1")->in_scope);
	assert_int_equal(world_diags(w, "E207"), 0);
	world_free(w);
	/* Nobody claims or configures one: none is scored. */
	w = world_new("2026-01-01T00:00:00Z");
	world_add(w, "jira",
		"{'record':'item','tracker':'jira','key':'1','controls':[{'scheme':'nist-800-53',"
		"'id':'ac-2'}]}");
	world_freeze(w);
	assert_null(w->m->framework);
	assert_false(world_control(w, "ac-2")->in_scope);
	world_free(w);
}

struct claimed {
	const char *records[4][3];
	uint32_t p;
	bool has;
	enum claim_state state;
	bool disagree;
};

static const struct claimed claims[] = {
	{{{"ssp", "ssp", ",'state':'implemented'"}}, 1000000, true, STATE_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'state':'inherited'"}}, 1000000, true, STATE_INHERITED, false},
	{{{"ssp", "ssp", ",'state':'partial'"}}, 500000, true, STATE_PARTIAL, false},
	{{{"ssp", "ssp", ",'state':'planned'"}}, 0, true, STATE_PLANNED, false},
	{{{"ssp", "ssp", ",'state':'not-applicable'"}}, 1000000, true, STATE_NOT_APPLICABLE, false},
	{{{"ssp", "ssp", ",'state':'none'"}}, 0, false, STATE_NONE, false},
	{{{"ssp", "ssp", ",'state_raw':'green-ish'"}}, 0, false, STATE_UNKNOWN, false},
	/*
	 * parts: all, none, some; unknown parts are never taken as done; not applicable counts as 1
	 */
	{{{"ssp", "ssp", ",'part':'a','state':'implemented'"},
		 {"ssp", "ssp", ",'part':'b','state':'inherited'"}},
		1000000, true, STATE_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'part':'a','state':'planned'"},
		 {"ssp", "ssp", ",'part':'b','state':'not-implemented'"}},
		0, true, STATE_NOT_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'part':'a','state':'implemented'"},
		 {"ssp", "ssp", ",'part':'b','state':'planned'"}},
		500000, true, STATE_PARTIAL, false},
	{{{"ssp", "ssp", ",'part':'a','state':'implemented'"}, {"ssp", "ssp", ",'part':'b'"}},
		500000, true, STATE_PARTIAL, false},
	{{{"ssp", "ssp", ",'part':'a'"}, {"ssp", "ssp", ",'part':'b','state':'none'"}}, 0, false,
		STATE_NONE, false},
	{{{"ssp", "ssp", ",'part':'a','state':'implemented'"},
		 {"ssp", "ssp", ",'part':'b','state':'not-applicable'"}},
		1000000, true, STATE_IMPLEMENTED, false},
	/* the requirement itself before its parts */
	{{{"ssp", "ssp", ",'state':'planned'"},
		 {"ssp", "ssp", ",'part':'b','state':'implemented'"}},
		0, true, STATE_PLANNED, false},
	{{{"ssp", "ssp", ",'state':'none'"}, {"ssp", "ssp", ",'part':'b','state':'implemented'"}},
		1000000, true, STATE_IMPLEMENTED, false},
	/* kinds by strength; the newest within one; silence outranks nobody */
	{{{"soa", "soa", ",'state':'implemented'"}, {"grc", "grc", ",'state':'planned'"}}, 0, true,
		STATE_PLANNED, true},
	{{{"poam", "poam", ",'state':'planned'"}, {"ckl", "checklist", ",'state':'implemented'"}},
		0, true, STATE_PLANNED, true},
	{{{"grc1", "grc", ",'state':'implemented','at':'2025-01-01'"},
		 {"grc2", "grc", ",'state':'partial','at':'2025-06-01'"}},
		500000, true, STATE_PARTIAL, true},
	{{{"ssp", "ssp", ",'state':'none'"}, {"grc", "grc", ",'state':'implemented'"}}, 1000000,
		true, STATE_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'state':'implemented'"}, {"grc", "grc", ",'state':'inherited'"}},
		1000000, true, STATE_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'state':'implemented'"}, {"grc", "grc", ",'state':'not-applicable'"}},
		1000000, true, STATE_IMPLEMENTED, true},
	/* of each part the newest; what is said twice at once is the less green */
	{{{"ssp", "ssp", ",'part':'a','state':'implemented','at':'2025-01-01'"},
		 {"ssp", "ssp", ",'part':'a','state':'not-implemented','at':'2025-06-01'"}},
		0, true, STATE_NOT_IMPLEMENTED, false},
	{{{"ssp", "ssp", ",'part':'a','state':'implemented'"},
		 {"ssp", "ssp", ",'part':'a','state':'partial'"},
		 {"ssp", "ssp", ",'part':'b','state':'implemented'"}},
		500000, true, STATE_PARTIAL, false},
	/* not applicable keeps the weight beside another word of the same day, and of parts always */
	{{{"ssp", "ssp", ",'state':'not-applicable'"}, {"ssp", "ssp", ",'state':'implemented'"}},
		1000000, true, STATE_IMPLEMENTED, false},
	{{{"grc1", "grc", ",'state':'not-applicable'"},
		 {"grc2", "grc", ",'state':'implemented'"}},
		1000000, true, STATE_IMPLEMENTED, true},
	{{{"ssp", "ssp", ",'part':'a','state':'not-applicable'"},
		 {"ssp", "ssp", ",'part':'b','state':'not-applicable'"}},
		1000000, true, STATE_NOT_APPLICABLE, false},
	/* which is newer: a day without a zone is put where it is in UTC */
	{{{"grc1", "grc", ",'state':'partial','at':'2025-08-04T00:00:00Z'"},
		 {"grc2", "grc", ",'state':'implemented','at':{'lo':'2025-08-02T10:00:00Z','hi':"
			"'2025-08-04T11:59:59.999999999Z','date':true}"}},
		500000, true, STATE_PARTIAL, true},
	/* dated after as_of */
	{{{"ssp", "ssp", ",'state':'planned','at':'2025-06-01'"},
		 {"ssp", "ssp", ",'state':'implemented','at':'2027-01-01'"}},
		0, true, STATE_PLANNED, false},
};

static void
claim_points(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(claims) / sizeof(*claims); i++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const struct control *c;

		for (size_t k = 0; k < 4 && claims[i].records[k][0] != NULL; k++)
			world_claim(w, claims[i].records[k][0], claims[i].records[k][1], "AC-2",
				claims[i].records[k][2]);
		world_freeze(w);
		c = world_control(w, "ac-2");
		if (c->p != claims[i].p || c->has_claim != claims[i].has
			|| c->state != claims[i].state || c->claims_disagree != claims[i].disagree)
			fail_msg("row %zu: p %u claim %d state %s disagree %d", i, c->p,
				c->has_claim, claim_state_word(c->state), c->claims_disagree);
		/* Parts that are not applicable keep the weight (judgement.md 11, Weights). */
		assert_int_equal(c->na, claims[i].state == STATE_NOT_APPLICABLE
			&& strstr(claims[i].records[0][2], "'part'") == NULL);
		world_free(w);
	}
}

static const struct link_test *
test_link(struct world *w, const char *control, const char *test)
{
	const struct control *c = world_control(w, control);

	for (size_t i = 0; i < c->ntests; i++)
		if (strcmp(w->m->tests[c->tests[i].test].id, test) == 0)
			return &c->tests[i];
	return NULL;
}

#define TAG(scheme, id, rest)                                                                      \
	",'tags':[{'scheme':'" scheme "','id':'" id "'" rest "}],'result':'pass','at':'2025-06-01'"

/* judgement.md 5: what lets a pass travel. */
static void
links(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	world_claim(w, "ssp", "ssp", "AC-2", ",'state':'implemented'");
	world_claim(w, "ssp", "ssp", "AC-2(1)", ",'state':'implemented'");
	world_claim(w, "ssp", "ssp", "AC-3", ",'state':'implemented'");
	world_observe(w, "own", TAG("nist-800-53", "AC-2 a", ""));
	world_observe(w, "enhancement", TAG("nist-800-53", "AC-2(1)", ""));
	world_observe(w, "part", TAG("nist-800-53", "AC-2", ",'relation':'subset'"));
	world_observe(w, "whole", TAG("nist-800-53", "AC-2", ",'relation':'superset'"));
	world_observe(w, "cci", TAG("cci", "CCI-000015", ""));
	world_observe(w, "old-cci", TAG("cci", "CCI-000016", ""));
	world_observe(w, "part-cci", TAG("cci", "CCI-000015", ",'relation':'subset'"));
	world_observe(w, "SV-230221r743913_rule", ",'result':'pass','at':'2025-06-01'");
	world_observe(w, "SV-230222r743913_rule", ",'result':'pass','at':'2025-06-01'");
	world_observe(w, "xccdf_org.ssgproject.content_rule_x", ",'result':'pass','at':'2025-06-01'");
	world_add(w, "map",
		"{'record':'mapping','scheme':'cci','id':'cci-15','framework':'nist-800-53',"
		"'control':'AC-3','revision':'4'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'cci','id':'CCI-000015','framework':'nist-800-53',"
		"'control':'AC-2(1)','revision':'5'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'cci','id':'CCI-000016','framework':'nist-800-53',"
		"'control':'AC-3','revision':'4'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'stig','id':'SV-230221','framework':'nist-800-53',"
		"'control':'AC-3'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'stig','id':'SV-230222','framework':'nist-800-53',"
		"'control':'AC-3','relation':'equal'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'rule','id':'xccdf_org.ssgproject.content_rule_x',"
		"'framework':'nist-800-53','control':'AC-3','relation':'intersects'}");
	world_freeze(w);
	assert_true(test_link(w, "ac-2", "own")->t_counts);
	assert_null(test_link(w, "ac-2", "enhancement"));
	assert_true(test_link(w, "ac-2.1", "enhancement")->t_counts);
	assert_false(test_link(w, "ac-2", "part")->t_counts);
	assert_true(test_link(w, "ac-2", "whole")->t_counts);
	assert_true(test_link(w, "ac-2.1", "cci")->t_counts);
	assert_false(test_link(w, "ac-2.1", "part-cci")->t_counts);
	assert_null(test_link(w, "ac-3", "cci"));
	assert_null(test_link(w, "ac-3", "old-cci"));
	assert_false(test_link(w, "ac-3", "SV-230221r743913_rule")->t_counts);
	assert_true(test_link(w, "ac-3", "SV-230222r743913_rule")->t_counts);
	assert_false(test_link(w, "ac-3", "xccdf_org.ssgproject.content_rule_x")->t_counts);
	world_free(w);
	/* With the revision known, that revision of the list counts. */
	w = world_new("2026-01-01T00:00:00Z");
	w->cfg.revision = "4";
	world_claim(w, "ssp", "ssp", "AC-3", ",'state':'implemented'");
	world_observe(w, "cci", TAG("cci", "CCI-000015", ""));
	world_add(w, "map",
		"{'record':'mapping','scheme':'cci','id':'CCI-000015','framework':'nist-800-53',"
		"'control':'AC-3','revision':'4'}");
	world_add(w, "map",
		"{'record':'mapping','scheme':'cci','id':'CCI-000015','framework':'nist-800-53',"
		"'control':'AC-2','revision':'5'}");
	world_freeze(w);
	assert_true(test_link(w, "ac-3", "cci")->t_counts);
	world_free(w);
}

/* The state of a test that only one originator saw, on one asset. */
static size_t
world_test(const struct world *w, const char *id)
{
	for (size_t i = 0; i < w->m->nstates; i++)
		if (strcmp(w->m->tests[w->m->states[i].test].id, id) == 0)
			return i;
	fail_msg("no state of %s", id);
	abort();
}

/* Of results whose readings overlap the bounds count, not those of the one that is shown. */
static void
folding_bounds(void **state)
{
	static const char wide[] =
		",'result':'%s','at':{'lo':'2025-02-01T00:00:00Z','hi':'2025-02-03T00:00:00Z'}";
	static const char exact[] = ",'result':'%s','at':'2025-02-02T00:00:00Z'";
	static const char *const results[] = {"pass", "fail", "not-applicable"};
	struct world *w = world_new("2026-01-01T00:00:00Z");
	int64_t lo = world_ns(w, "2025-02-01T00:00:00Z"), at = world_ns(w, "2025-02-02T00:00:00Z");
	int64_t hi = world_ns(w, "2025-02-03T00:00:00Z");
	const struct state *s;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		world_observe(w, "t", arena_printf(w->a, wide, results[i]));
		world_observe(w, "t", arena_printf(w->a, exact, results[i]));
	}
	world_observe(w, "low", arena_printf(w->a, exact, "not-applicable"));
	w->records[w->n - 1].u.observation.grade = GRADE_E2;
	world_freeze(w);
	s = &w->m->states[world_test(w, "t")];
	assert_true(s->t->lo == at && s->t->hi == hi);
	assert_true(s->f->lo == at && s->f->hi == hi);
	assert_true(s->na->lo == at && s->na->hi == hi);
	assert_true(s->first_f->lo == lo && s->first_f->hi == at);
	assert_true(s->tested);
	/* "Not applicable" below the floor is unknown, and is no test. */
	s = &w->m->states[world_test(w, "low")];
	assert_true(s->u->any && s->u->lo == at && !s->na->any && !s->tested);
	world_free(w);
}

/* A name that fits several: its failure is each one's, what else it says puts them in doubt. */
static void
folding_ambiguous(void **state)
{
	static const char *const named[] = {"fail", "pass"};
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	for (size_t i = 0; i < 2; i++)
		world_add(w, "cmdb", arena_printf(w->a,
			"{'record':'asset','ids':[{'ns':'fqdn','value':'a.%zu'}],'listed':true}", i));
	for (size_t i = 0; i < 2; i++)
		world_add(w, "scan", arena_printf(w->a,
			"{'record':'observation','asset':[{'ns':'host','value':'a'}],'test':'%s',"
			"'result':'%s','at':'2025-01-01T00:00:00Z','grade':'E2'}", named[i],
			named[i]));
	world_freeze(w);
	assert_int_equal(w->m->nstates, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct state *s = &w->m->states[i];

		/* Below the floor both are unknown, of each. */
		assert_true(s->ambiguous && !s->t->any && s->tested && s->u->any);
		assert_int_equal(s->doubt->any, true);
	}
	world_free(w);
}

/* judgement.md 5 and 11: what is kept of many results. */
static void
folding(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct state *s;

	(void)state;
	world_observe(w, "t", ",'result':'fail','at':'2025-03-01'");
	world_observe(w, "t", ",'result':'fail','at':'2025-01-01'");
	world_observe(w, "t", ",'result':'pass','at':'2025-02-01'");
	world_observe(w, "t", ",'result':'pass','at':'2025-01-15'");
	world_observe(w, "t", ",'result':'unknown','at':'2025-04-01'");
	world_observe(w, "t", ",'result':'not-applicable','at':'2025-05-01'");
	world_observe(w, "t", ",'result':'pass','at':'2027-05-01'");
	world_freeze(w);
	assert_int_equal(w->m->nstates, 1);
	assert_int_equal(w->m->after_as_of, 1);
	s = &w->m->states[0];
	assert_int_equal(s->t->lo, world_ns(w, "2025-02-01"));
	assert_int_equal(s->f->lo, world_ns(w, "2025-03-01"));
	assert_int_equal(s->first_f->lo, world_ns(w, "2025-01-01"));
	assert_int_equal(s->u->lo, world_ns(w, "2025-04-01"));
	assert_int_equal(s->na->lo, world_ns(w, "2025-05-01"));
	assert_false(s->undated_f || s->listed_f->any);
	world_free(w);
	/*
	 * Undated results come before everything else; below the floor a result is U, its F is
	 * listed.
	 */
	w = world_new("2026-01-01T00:00:00Z");
	world_observe(w, "t", ",'result':'pass','at':'2025-02-01'");
	world_observe(w, "t", ",'result':'fail'");
	world_observe(w, "low", ",'result':'fail','at':'2025-02-01'");
	w->records[w->n - 1].u.observation.grade = GRADE_E1;
	world_observe(w, "low", ",'result':'fail','at':'2025-01-01'");
	world_observe(w, "low", ",'result':'pass','at':'2025-03-01','override':true");
	world_freeze(w);
	assert_int_equal(w->m->nstates, 2);
	s = &w->m->states[1];
	assert_true(s->t->any && s->undated_f && s->listed_f->any && !s->f->any && !s->first_f->any);
	assert_true(s->u->lo < INSTANT_MIN);
	s = &w->m->states[0];
	assert_int_equal(s->f->lo, world_ns(w, "2025-01-01"));
	assert_int_equal(s->f->grade, GRADE_E3);
	assert_int_equal(s->listed_f->lo, world_ns(w, "2025-02-01"));
	assert_int_equal(s->t->grade, GRADE_E1);
	assert_int_equal(s->u->lo, world_ns(w, "2025-03-01"));
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scope),
		cmocka_unit_test(frameworks),
		cmocka_unit_test(claim_points),
		cmocka_unit_test(links),
		cmocka_unit_test(folding),
		cmocka_unit_test(folding_bounds),
		cmocka_unit_test(folding_ambiguous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
