/* formats.md C.1 row by row, and what rosters can say (judgement.md 6, 11 Rosters). */
#include "tests/unit/join_help.h"

static const char *const roster[] = {
	"{'record':'party','ids':[{'ns':'email','value':'bo@x.example'},{'ns':'email','value':"
	"'Bo.Lee@x.example'},{'ns':'emp','value':'E200'},{'ns':'jira','value':'712020:aa'},"
	"{'ns':'login','value':'blee'},{'ns':'github','value':'123'}],'name':'Bo Lee',"
	"'team':'IT','hired':'2020-01-01','left':''}",
	"{'record':'party','ids':[{'ns':'email','value':'cy@x.example'},{'ns':'emp','value':'E100'}"
	"],"
	"'name':'Cy Ng','team':'SecOps','hired':'2019-01-01','left':''}",
	"{'record':'party','ids':[{'ns':'email','value':'jose@x.example'}],'name':'José Núñez',"
	"'hired':'2019-01-01','left':''}",
	"{'record':'party','ids':[{'ns':'emp','value':'E300'}],'name':'Al "
	"Gray','hired':'2019-01-01',"
	"'left':''}",
	"{'record':'party','ids':[{'ns':'emp','value':'E301'}],'name':'Al "
	"Gray','hired':'2019-01-01',"
	"'left':''}",
	"{'record':'party','ids':[{'ns':'email','value':'bo@y.com'}],'name':'Bo Guest',"
	"'hired':'2019-01-01','left':''}",
	/* one address, two people, one after the other */
	"{'record':'party','ids':[{'ns':'email','value':'re@x.example'},{'ns':'emp','value':'E210'}"
	"],"
	"'name':'Re Used','hired':'2020-01-01','left':'2023-01-31'}",
	"{'record':'party','ids':[{'ns':'email','value':'re@x.example'},{'ns':'emp','value':'E411'}"
	"],"
	"'name':'Other Person','hired':'2024-01-01','left':''}",
	/* two accounts of one person */
	"{'record':'party','ids':[{'ns':'email','value':'di@x.example'},{'ns':'okta','value':'00u1'"
	"}],"
	"'name':'Di Wu','active':'T'}",
	"{'record':'party','ids':[{'ns':'email','value':'DI@x.example'},{'ns':'okta','value':'00u2'"
	"}],"
	"'name':'Di Wu','active':'T'}",
	"{'record':'party','ids':[{'ns':'login','value':'svc-deploy'}],'name':'Deployer',"
	"'kind_raw':'Service Account','active':'T'}",
	/* By its kind alone: neither its login nor its name says so. */
	"{'record':'party','ids':[{'ns':'login','value':'nightly'}],'name':'Nightly Run',"
	"'kind_raw':'Service Account','active':'T'}",
};

struct row { const char *party, *at, *want; }; /* want "how key" */

static const struct row rows[] = {
	/* 1, 2 */
	{"'Bo.Lee@X.example '", NULL, "party email:bo.lee@x.example"},
	{"'bo+jira@x.example'", NULL, "party email:bo.lee@x.example"},
	/* 3, 4 */
	{"'Lee, Bo'", NULL, "party email:bo.lee@x.example"},
	{"'Gray, Al'", NULL, "ambiguous raw:al gray"},
	/* 5, 6, 7 */
	{"'Bo Lee <bo@x.example>'", NULL, "party email:bo.lee@x.example"},
	{"{'raw':'somebody','ids':[{'ns':'jira','value':'712020:aa'}]}", NULL,
		"party email:bo.lee@x.example"},
	{"'JIRAUSER10100'", NULL, "miss raw:jirauser10100"},
	{"{'raw':'Somebody','email':'bo@x.example'}", NULL, "party email:bo.lee@x.example"},
	/* 8, 9 */
	{"'Jose Nunez'", NULL, "party email:jose@x.example"},
	{"'X\\\\blee'", NULL, "party email:bo.lee@x.example"},
	/* 10 */
	{"'Nightly Run'", NULL, "machine login:nightly"},
	{"'No owner'", NULL, "nobody words:no owner"},
	{"'Not a person'", NULL, "nobody words:not a person"},
	{"'-'", NULL, "nobody words:"},
	{"'n/a'", NULL, "nobody words:n/a"},
	{"'TBD'", NULL, "nobody words:tbd"},
	{"''", NULL, "empty (null)"},
	/* 11, 12 */
	{"'SOC Lead'", NULL, "role role:soc lead is email:cy@x.example"},
	{"'Security Team'", NULL, "nobody words:security team"},
	{"'ISSO'", NULL, "role role:isso"},
	{"'CISO'", NULL, "role role:ciso"},
	/* 13 */
	{"'dependabot[bot]'", NULL, "machine machine:dependabot[bot]"},
	{"{'raw':'Bo Lee','machine':true}", NULL, "machine machine:bo lee"},
	{"'svc-deploy'", NULL, "machine machine:svc deploy"},
	/* 14: the account is gone: an actor that is nobody in particular */
	{"''", "2025-03-01T00:00:00Z", "empty (null)"},
	/* 22: a group of a catalog is no person */
	{"{'raw':'group:default/team-a','ids':[{'ns':'backstage','value':'group:default/team-a'}]}",
		NULL, "miss backstage:group:default/team-a"},
	/* 15 */
	{"'re@x.example'", "2022-06-01T00:00:00Z", "party emp:E210"},
	/* 16 */
	{"{'raw':'','ids':[{'ns':'oscal','value':'a-b-c'}]}", NULL, "miss oscal:a-b-c"},
	/* 17, 18, 19 */
	{"'Bo Lee (ISSO)'", NULL, "party email:bo.lee@x.example"},
	{"'bo_y.com#EXT#@x.onmicrosoft.com'", NULL, "party email:bo@y.com"},
	{"'123+bo@users.noreply.github.com'", NULL, "party email:bo.lee@x.example"},
	/* 21 */
	{"'re@x.example'", "2025-06-01T00:00:00Z", "party emp:E411"},
	/* ids without a namespace, titles, initials */
	{"'E200'", NULL, "party email:bo.lee@x.example"},
	{"'Dr. Bo Lee'", NULL, "party email:bo.lee@x.example"},
	{"'B. Lee'", NULL, "miss raw:b. lee"},
	{"'bo@z.example'", NULL, "miss email:bo@z.example"},
	/* G21: two accounts are one person */
	{"{'raw':'x','ids':[{'ns':'okta','value':'00u1'}]}", NULL, "party email:di@x.example"},
	{"{'raw':'y','ids':[{'ns':'okta','value':'00u2'}]}", NULL, "party email:di@x.example"},
};

static const char *const hows[] = {
	"unknown", "empty", "nobody", "role", "party", "ambiguous", "miss", "machine"};

/* Each reference is the actor of an entry, and so is resolved at its instant. */
static void
references(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const struct who *who;
		char *got;

		for (size_t k = 0; k < sizeof(roster) / sizeof(*roster); k++)
			world_add(w, "roster", roster[k]);
		world_source(w, "roster")->as_of = instant_exact(w->cfg.as_of);
		world_add(w, "roles", "{'record':'role','role':'SOC Lead','party':'cy@x.example',"
			"'from':'2024-01-01'}");
		world_add(w, "items", "{'record':'item','tracker':'t','key':'1'}");
		world_add(w, "items",
			arena_printf(w->a,
				"{'record':'event','tracker':'t','item':'1',"
				"'kind':'comment','at':'%s','actor':%s}",
				rows[i].at == NULL ? "2025-12-01T00:00:00Z" : rows[i].at,
				rows[i].party));
		world_freeze(w);
		who = &w->m->items[0].events[0].actor;
		got = arena_printf(w->a, "%s %s%s%s", hows[who->how],
			who->key == NULL ? "(null)" : who->key,
			who->how == RES_ROLE && who->party ? " is " : "",
			who->how == RES_ROLE && who->party ? who->party->key : "");
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: got \"%s\", want \"%s\"", rows[i].party, got, rows[i].want);
		world_free(w);
	}
}

/* 20: two names in one cell; and a blank beside a name says nothing. */
static void
shared_owner(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct owner_refs *o;

	(void)state;
	for (size_t k = 0; k < sizeof(roster) / sizeof(*roster); k++)
		world_add(w, "roster", roster[k]);
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':'Bo Lee; Cy Ng'}");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':''}");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':'Jose Nunez','to':'2025-01-01'}");
	world_freeze(w);
	o = &world_control(w, "ac-2")->owners;
	assert_int_equal(o->n, 2);
	assert_true(o->source_names_owners);
	assert_string_equal(o->v[0].who.key, "email:bo.lee@x.example");
	assert_string_equal(o->v[1].who.key, "email:cy@x.example");
	world_free(w);
}

struct active { const char *row, *roster_date, *at; enum tri want; };

static const struct active actives[] = {
	/* hired and left; left is the first day away, and a day is a whole day */
	{"'hired':'2020-01-01','left':'2025-02-15'", "2026-01-01", "2025-03-01T00:00:00Z", TRI_F},
	{"'hired':'2020-01-01','left':'2025-02-15'", "2026-01-01", "2025-02-01T00:00:00Z", TRI_T},
	{"'hired':'2020-01-01','left':'2025-02-15'", "2026-01-01", "2025-02-15T12:00:00Z", TRI_U},
	{"'hired':'2020-01-01','left':''", "2026-01-01", "2019-12-31T00:00:00Z", TRI_F},
	{"'hired':'2020-01-01','left':''", "2026-01-01", "2020-01-02T00:00:00Z", TRI_T},
	{"'hired':'2020-01-01','left':''", "2026-01-01", "2026-02-04T00:00:00Z", TRI_T},
	{"'hired':'2020-01-01','left':''", "2026-01-01", "2026-02-06T00:00:00Z", TRI_U},
	/* a recorded leaver stays one, however old the roster */
	{"'hired':'2020-01-01','left':'2025-02-15'", "2025-03-01", "2026-06-01T00:00:00Z", TRI_F},
	/* no dates: near the roster's own date only */
	{"'active':'T'", "2026-01-01", "2026-02-04T00:00:00Z", TRI_T},
	{"'active':'T'", "2026-01-01", "2025-11-28T00:00:00Z", TRI_T},
	{"'active':'T'", "2026-01-01", "2025-11-26T00:00:00Z", TRI_U},
	{"'active':'T'", "2026-01-01", "2026-02-06T00:00:00Z", TRI_U},
	{"'active':'T'", NULL, "2026-01-01T00:00:00Z", TRI_U},
	{"'name':'x'", "2026-01-01", "2026-01-01T00:00:00Z", TRI_T},
	{"'status_raw':'Sabbatical'", "2026-01-01", "2026-01-01T00:00:00Z", TRI_U},
	/* SCIM: from created on, inactive from lastModified on and unknown before */
	{"'active':'T','created':'2020-01-01T00:00:00Z'", "2026-01-01", "2021-01-01T00:00:00Z",
		TRI_T},
	{"'active':'T','created':'2020-01-01T00:00:00Z'", "2026-01-01", "2019-01-01T00:00:00Z",
		TRI_U},
	{"'active':'F','created':'2020-01-01T00:00:00Z','modified':'2025-02-15T10:00:00Z'",
		"2026-01-01", "2025-02-15T10:00:00Z", TRI_F},
	{"'active':'F','created':'2020-01-01T00:00:00Z','modified':'2025-02-15T10:00:00Z'",
		"2026-01-01", "2025-02-15T09:59:59Z", TRI_U},
	/* inactive without a date: now, not in the past; a recorded leaver stays F */
	{"'active':'F'", "2026-01-01", "2026-01-02T00:00:00Z", TRI_F},
	{"'active':'F'", "2026-01-01", "2025-06-01T00:00:00Z", TRI_U},
	{"'active':'F'", "2026-01-01", "2026-12-01T00:00:00Z", TRI_F},
	/* a future starter: "inactive" and "not yet" are different facts */
	{"'active':'F','hired':'2026-03-01'", "2026-01-01", "2026-02-01T00:00:00Z", TRI_F},
	{"'active':'F','hired':'2026-03-01'", "2026-01-01", "2026-03-15T00:00:00Z", TRI_U},
	/* a leave date that is still to come */
	{"'active':'T','hired':'2020-01-01','left':'2026-01-20'", "2026-01-01",
		"2026-01-10T00:00:00Z", TRI_T},
	{"'active':'T','hired':'2020-01-01','left':'2026-01-20'", "2026-01-01",
		"2026-01-25T00:00:00Z", TRI_F},
};

static void
validity(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(actives) / sizeof(*actives); i++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const char *why = NULL;
		int64_t t = world_ns(w, actives[i].at);
		enum tri got;

		world_add(w, "roster", arena_printf(w->a, "{'record':'party','ids':[{'ns':'emp',"
			"'value':'1'}],%s}", actives[i].row));
		if (actives[i].roster_date != NULL)
			instant_parse(&world_source(w, "roster")->as_of, actives[i].roster_date,
				w->cfg.zone, w->a);
		world_freeze(w);
		assert_int_equal(w->m->nparties, 1);
		got = party_active(w->m, &w->m->parties[0], t, t, &why);
		if (got != actives[i].want)
			fail_msg("%s (roster %s) at %s: %s (%s)", actives[i].row,
				actives[i].roster_date, actives[i].at, tri_word(got), why);
		assert_non_null(why);
		world_free(w);
	}
}

/* Rows of two rosters: a leaver stays one; somebody hired again is there again. */
static void
several_rows(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const char *why;
	int64_t t = w->cfg.as_of;

	(void)state;
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'emp','value':'1'}],'hired':'2020-01-01',"
		"'left':'2025-02-15'}");
	world_add(w, "ad", "{'record':'party','ids':[{'ns':'emp','value':'1'}],'active':'T'}");
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'emp','value':'2'}],'hired':'2020-01-01',"
		"'left':'2024-02-15'}");
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'emp','value':'2'}],'hired':'2025-01-01',"
		"'left':''}");
	world_source(w, "hr")->as_of = world_source(w, "ad")->as_of = instant_exact(t);
	world_freeze(w);
	assert_int_equal(w->m->nparties, 2);
	assert_int_equal(party_active(w->m, &w->m->parties[0], t, t, &why), TRI_F);
	assert_int_equal(party_active(w->m, &w->m->parties[1], t, t, &why), TRI_T);
	t = world_ns(w, "2024-06-01T00:00:00Z");
	assert_int_equal(party_active(w->m, &w->m->parties[1], t, t, &why), TRI_F);
	world_free(w);
}

static void
roles(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	struct rec_role configured = {.role = "Deputy"};
	int64_t t = w->cfg.as_of, then = world_ns(w, "2023-01-01T00:00:00Z");
	struct holding h;

	(void)state;
	for (size_t k = 0; k < sizeof(roster) / sizeof(*roster); k++)
		world_add(w, "roster", roster[k]);
	world_source(w, "roster")->as_of = instant_exact(t);
	world_add(w, "roles",
		"{'record':'role','role':'ISSO','party':'cy@x.example','from':'2024-01-01'}");
	world_add(w, "roles", "{'record':'role','role':'isso','party':'Bo Lee','to':'2023-12-31'}");
	world_add(w, "roles", "{'record':'role','role':'CISO','party':'cy@x.example'}");
	world_add(w, "roles", "{'record':'role','role':'CISO','party':'bo@x.example'}");
	world_add(w, "roles", "{'record':'role','role':'DPO','party':'who@y.example'}");
	world_add(w, "roles", "{'record':'role','role':'CTO','party':'E210'}");
	/* A team is nobody, whoever the table says it is. */
	world_add(w, "roles", "{'record':'role','role':'Security Team','party':'cy@x.example'}");
	world_add(w, "ssp", "{'record':'assign','subject':'control','framework':'nist-800-53',"
		"'id':'ac-2','owner':true,'party':'Security Team'}");
	configured.party.raw = "Bo Lee";
	w->cfg.roles = &configured;
	w->cfg.nroles = 1;
	world_freeze(w);
	assert_true(w->m->has_role_table);
	assert_int_equal(world_control(w, "ac-2")->owners.v[0].who.how, RES_NOBODY);
	assert_string_equal(role_holding(w->m, "ISSO", t, t).one->key, "email:cy@x.example");
	assert_int_equal(role_holding(w->m, "ISSO", t, t).v, TRI_T);
	assert_string_equal(
		role_holding(w->m, "ISSO", then, then).one->key, "email:bo.lee@x.example");
	/* The day on which it changes hands is neither's, and nobody else's. */
	h = role_holding(w->m, "ISSO", world_ns(w, "2023-12-31T12:00:00Z"),
		world_ns(w, "2024-01-01T12:00:00Z"));
	assert_true(h.v == TRI_U && h.one == NULL && h.active == 0 && h.perhaps == 2);
	h = role_holding(w->m, "CISO", t, t);
	assert_true(h.v == TRI_F && h.one == NULL && h.active == 2 && h.rows == 2);
	h = role_holding(w->m, "DPO", t, t);
	assert_true(h.v == TRI_U && h.one == NULL && h.perhaps == 1);
	/* The only holder has left: nobody holds it. */
	h = role_holding(w->m, "CTO", t, t);
	assert_true(h.v == TRI_F && h.one == NULL && h.active == 0 && h.rows == 1);
	assert_string_equal(role_holding(w->m, "deputy", t, t).one->key, "email:bo.lee@x.example");
	h = role_holding(w->m, "CEO", t, t);
	assert_true(h.v == TRI_F && h.one == NULL && h.rows == 0);
	world_free(w);
}

/* One text in one log is whoever had the address on each day, in whatever order it is asked for. */
static void
given_on(void **state)
{
	static const struct { const char *at, *emp; } entries[] = {
		{"2021-05-01T00:00:00Z", "E210"}, {"2024-05-01T00:00:00Z", "E411"},
		{"2022-05-01T00:00:00Z", "E210"}, {"2023-06-01T00:00:00Z", NULL},
	};
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	for (size_t k = 0; k < sizeof(roster) / sizeof(*roster); k++)
		world_add(w, "roster", roster[k]);
	world_source(w, "roster")->as_of = instant_exact(w->cfg.as_of);
	for (size_t i = 0; i < 4; i++) {
		world_add(w, "jira", arena_printf(w->a, "{'record':'item','tracker':'j','key':'K-%zu',"
			"'has_history':true}", i));
		world_add(w, "jira", arena_printf(w->a, "{'record':'event','tracker':'j','item':'K-%zu',"
			"'kind':'comment','actor':'re@x.example','at':'%s'}", i, entries[i].at));
	}
	world_freeze(w);
	for (size_t i = 0; i < 4; i++) {
		const struct who *who = &world_item(w, arena_printf(w->a, "K-%zu", i))->events[0].actor;

		if (entries[i].emp == NULL) {
			assert_int_equal(who->how, RES_AMBIGUOUS);
			continue;
		}
		assert_int_equal(who->how, RES_PARTY);
		assert_string_equal(who->party->name, i == 1 ? "Other Person" : "Re Used");
	}
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references),
		cmocka_unit_test(shared_owner),
		cmocka_unit_test(validity),
		cmocka_unit_test(several_rows),
		cmocka_unit_test(roles),
		cmocka_unit_test(given_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
