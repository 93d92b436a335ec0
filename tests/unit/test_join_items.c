/* From records to items: their links, merging, acceptances, duplicates and owners. */
#include "checker/model/fields.h"
#include "tests/unit/join_help.h"

static unsigned
item_link(struct world *w, const char *control, const char *key)
{
	const struct control *c = world_control(w, control);

	for (size_t i = 0; i < c->nitems; i++)
		if (strcmp(w->m->items[c->items[i].item].key, key) == 0)
			return c->items[i].how;
	return 0;
}

/* judgement.md 7: control ids, tests, and always the process controls. */
static void
item_links(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct item *it;

	(void)state;
	world_claim(w, "ssp", "ssp", "AC-2", ",'state':'implemented'");
	world_claim(w, "ssp", "ssp", "RA-5", ",'state':'implemented'");
	world_observe(w, "SV-1234r1_rule",
		",'result':'fail','at':'2025-03-01','tags':[{'scheme':'nist-800-53',"
		"'id':'ac-2'}]");
	world_observe(w, "SV-1234r1_rule", ",'result':'fail','at':'2025-02-01'");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'TAG','type':'finding','controls':[{'scheme':"
		"'nist-800-53','id':'ac-2'}]}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'TEST','type':'finding','tests':[{'scheme':"
		"'stig','id':'SV-1234'}]}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'ELSEWHERE','type':'finding','tests':"
		"[{'scheme':'stig','id':'SV-1234'}],'assets':[[{'ns':'instance','value':'i-"
		"0a1b2c3d'}]]}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'CVE','type':'vulnerability','tests':[{'"
		"scheme':"
		"'cve','id':'CVE-2021-44228'}]}");
	world_add(w, "j", "{'record':'item','tracker':'j','key':'NONE','type':'finding'}");
	world_add(w, "j", "{'record':'item','tracker':'j','key':'STORY','type_raw':'Story'}");
	world_freeze(w);
	assert_int_equal(item_link(w, "ac-2", "TAG"), LINK_TAG);
	assert_int_equal(item_link(w, "ra-5", "TAG"), LINK_PROCESS);
	assert_int_equal(item_link(w, "ac-2", "TEST"), LINK_TEST);
	assert_int_equal(item_link(w, "ra-5", "NONE"), LINK_PROCESS);
	assert_int_equal(item_link(w, "ac-2", "NONE"), 0);
	assert_int_equal(item_link(w, "ra-5", "STORY"), 0);
	/* SI-2 is not in scope, so nothing is counted there. */
	for (size_t i = 0; i < w->m->ncontrols; i++)
		assert_string_not_equal(w->m->controls[i].id, "si-2");
	it = world_item(w, "TEST");
	assert_int_equal(it->ntests, 1);
	assert_true(it->names_test);
	assert_int_equal(it->first_fail.lo, world_ns(w, "2025-02-01"));
	assert_int_equal(world_item(w, "ELSEWHERE")->first_fail.known, UNKNOWN);
	it = world_item(w, "CVE");
	assert_true(it->names_test && it->ntests == 0 && it->first_fail.known == UNKNOWN);
	assert_false(world_item(w, "NONE")->names_test);
	assert_int_equal(w->m->unlinked_items, 3);
	assert_int_equal(w->m->other_items, 1);
	world_free(w);
}

/*
 * A failure that may be another asset's is one of each that it may be (judgement.md 2): it starts
 * the clock of an item about one of them, not of one about a third.
 */
static void
ambiguous_failure(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	world_add(w, "cmdb", "{'record':'asset','ids':[{'ns':'fqdn','value':'a.x'}],'listed':true}");
	world_add(w, "cmdb", "{'record':'asset','ids':[{'ns':'fqdn','value':'a.y'}],'listed':true}");
	world_add(w, "scan",
		"{'record':'observation','asset':[{'ns':'host','value':'a'}],'test':'SV-1234',"
		"'result':'fail','at':'2025-01-01','grade':'E3'}");
	world_observe(w, "SV-1234", ",'result':'fail','at':'2025-02-01'");
	w->records[w->n - 1].u.observation.benchmark = NULL;
	world_add(w, "scan",
		"{'record':'observation','asset':[{'ns':'host','value':'localhost'}],"
		"'test':'SV-1234','result':'fail','at':'2025-01-15','grade':'E3'}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'1','tests':[{'scheme':'stig','id':'SV-1234'}]}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'2','tests':[{'scheme':'stig','id':'SV-1234'}],"
		"'assets':[[{'ns':'fqdn','value':'a.y'}]]}");
	world_add(w, "j",
		"{'record':'item','tracker':'j','key':'3','tests':[{'scheme':'stig','id':'SV-1234'}],"
		"'assets':[[{'ns':'fqdn','value':'c.z'}]]}");
	world_freeze(w);
	assert_int_equal(world_item(w, "1")->first_fail.lo, world_ns(w, "2025-01-01"));
	assert_int_equal(world_item(w, "2")->first_fail.lo, world_ns(w, "2025-01-01"));
	assert_int_equal(world_item(w, "3")->first_fail.known, UNKNOWN);
	world_free(w);
}

/*
 * The same item in two files: newest first, what it leaves out from the older; severity is the
 * highest.
 */
static void
merging(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct item *it;

	(void)state;
	world_add(w, "a",
		"{'record':'item','tracker':'t','key':'1','updated':'2025-02-01T00:00:00Z','title':"
		"'new',"
		"'severity':'low','status':'closed','assignee':'Bo'}");
	world_add(w, "b",
		"{'record':'item','tracker':'t','key':'1','updated':'2025-01-01T00:00:00Z','title':"
		"'old',"
		"'severity':'high','status':'open','detected':'2024-12-01','assignee':'Cy'}");
	world_add(w, "a",
		"{'record':'item','tracker':'t','key':'2','severity':'','priority':'high'}");
	world_add(w, "a", "{'record':'item','tracker':'t','key':'3','priority':'high'}");
	world_add(w, "a", "{'record':'item','tracker':'t','key':'4','severity':'info'}");
	world_add(w, "a", "{'record':'item','tracker':'u','key':'1'}");
	world_freeze(w);
	assert_int_equal(w->m->nitems, 5);
	it = world_item(w, "1");
	assert_string_equal(it->tracker, "t");
	assert_string_equal(it->title, "new");
	assert_int_equal(it->severity, 3);
	assert_int_equal(it->status, STATUS_CLOSED);
	assert_string_equal(it->assignee.raw, "Bo");
	assert_int_equal(it->detected.known, KNOWN);
	assert_false(it->open);
	it = world_item(w, "2");
	assert_true(it->severity == 3 && it->severity_empty && it->severity_from_priority);
	it = world_item(w, "3");
	assert_true(it->severity == 3 && it->severity_from_priority && !it->severity_empty);
	it = world_item(w, "4");
	assert_true(it->severity == 0 && it->informational);
	world_free(w);
}

/* A log that names its item by a second key belongs to it, in whatever order the files come. */
static void
second_keys(void **state)
{
	static const char *const lines[][2] = {
		{ "log", "{'record':'item','tracker':'t','id':'f1','type':'incident','has_history':true}" },
		{ "log", "{'record':'event','tracker':'t','item':'f1','at':'2025-01-02','kind':'comment'}" },
		{ "log", "{'record':'item','tracker':'t','id':'f9','has_history':true}" },
		{ "log", "{'record':'event','tracker':'t','item':'f9','at':'2025-01-02','kind':'comment'}" },
		{ "log", "{'record':'event','tracker':'t','item':'f8','at':'2025-01-02','kind':'comment'}" },
		{ "list", "{'record':'item','tracker':'t','key':'INC1','id':'f1','title':'x'}" },
		{ "list", "{'record':'item','tracker':'t','key':'INC2','id':'f8'}" },
		{ "list", "{'record':'item','tracker':'t','key':'INC3','id':'f8'}" },
		{ "list", "{'record':'item','tracker':'u','key':'INC4','id':'f9'}" },
	};
	enum { N = sizeof(lines) / sizeof(lines[0]) };

	(void)state;
	for (size_t turn = 0; turn < N; turn++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const struct item *it;

		for (size_t i = 0; i < N; i++)
			world_add(w, lines[(i + turn) % N][0], lines[(i + turn) % N][1]);
		world_freeze(w);
		assert_int_equal(w->m->nitems, 5);
		it = world_item(w, "INC1");
		assert_string_equal(it->title, "x");
		assert_int_equal(it->type, ITEM_INCIDENT);
		assert_true(it->has_history);
		assert_int_equal(it->nevents, 1);
		/* Known from its log alone: that of another tracker is another's. */
		assert_int_equal(world_item(w, "f9")->nevents, 1);
		assert_false(world_item(w, "INC4")->has_history);
		/* An id of two items leads to neither: told, not guessed. */
		assert_int_equal(world_item(w, "INC2")->nevents, 0);
		assert_int_equal(world_diags(w, "E209"), 1);
		world_free(w);
	}
}

/* The newest by its own date, where it tells none by its source's. */
static void
newest(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");

	(void)state;
	world_add(w, "a", "{'record':'item','tracker':'t','key':'1','updated':'2025-02-01',"
		"'title':'a'}");
	world_add(w, "b", "{'record':'item','tracker':'t','key':'1','title':'b'}");
	world_source(w, "b")->as_of = instant_exact(world_ns(w, "2025-06-01T00:00:00Z"));
	world_freeze(w);
	assert_string_equal(world_item(w, "1")->title, "b");
	world_free(w);
}

/* An accepted item is open, whatever its tracker says. */
static void
accepted(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct acceptance *a;

	(void)state;
	for (int i = 1; i <= 4; i++)
		world_add(w, "t", arena_printf(w->a, "{'record':'item','tracker':'t','key':'%d',"
			"'status':'closed','has_history':true}", i));
	world_add(w, "t",
		"{'record':'event','tracker':'t','item':'1','kind':'close','choice':'accept',"
		"'closes':true,'at':'2025-01-01T00:00:00Z'}");
	world_add(w, "t",
		"{'record':'event','tracker':'t','item':'2','kind':'close','choice':'fix','closes':"
		"true,"
		"'at':'2025-01-01T00:00:00Z'}");
	world_add(w, "reg",
		"{'record':'acceptance','id':'W2','item':'3','granted':'2025-01-01','approver':'Bo'"
		"}");
	world_add(w, "reg",
		"{'record':'acceptance','id':'W1','tracker':'t','item':'2','control':'AC-2'}");
	world_add(w, "reg", "{'record':'acceptance','id':'W3','item':'4','granted':'2026-02-01'}");
	world_freeze(w);
	assert_true(world_item(w, "1")->open);
	assert_false(world_item(w, "2")->open);
	assert_true(world_item(w, "3")->open);
	assert_false(world_item(w, "4")->open);
	assert_int_equal(w->m->nacceptances, 2);
	a = &w->m->acceptances[0];
	assert_string_equal(a->id, "W1");
	assert_string_equal(w->m->items[a->item].key, "2");
	assert_string_equal(w->m->controls[a->control].id, "ac-2");
	world_free(w);
}

static void
duplicates(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct item *it;

	(void)state;
	world_add(w, "t", "{'record':'item','tracker':'t','key':'1','duplicate_of':'2'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'2'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'3','duplicate_of':'404'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'4','duplicate_of':'5'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'5','duplicate_of':'4'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'6','duplicate_of':'6'}");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'7','duplicate_of':'2',"
		"'status':'closed','closed':'2025-03-01'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'7','kind':'link','to':'blocks 20',"
		"'at':'2025-02-01'}");
	world_add(w, "t",
		"{'record':'event','tracker':'t','item':'1','kind':'link','to':'duplicates 2',"
		"'at':'2025-01-01T00:00:00Z'}");
	world_freeze(w);
	it = world_item(w, "1");
	assert_string_equal(w->m->items[it->duplicate_of].key, "2");
	assert_int_equal(it->duplicate_at.lo, world_ns(w, "2025-01-01"));
	/* "20" is not "2", and a mark that no entry dates is not one of the closing. */
	it = world_item(w, "7");
	assert_int_equal(it->duplicate_of, (int)(world_item(w, "2") - w->m->items));
	assert_int_equal(it->duplicate_at.known, UNKNOWN);
	assert_int_equal(world_item(w, "3")->duplicate_of, UINT32_MAX);
	assert_int_equal(world_item(w, "4")->duplicate_of, UINT32_MAX);
	assert_int_equal(world_item(w, "5")->duplicate_of, UINT32_MAX);
	assert_int_equal(world_item(w, "6")->duplicate_of, UINT32_MAX);
	assert_int_equal(world_diags(w, "E208"), 1);
	world_free(w);
}

/* An approval is that of its own record: a reason from another line of the document is none. */
static void
lent_approval(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct claim_seen *c;

	(void)state;
	world_claim(w, "ckl", "checklist", "AC-2", ",'state':'not-applicable','approver':'Bo Lee'");
	world_claim(w, "ckl", "checklist", "AC-2", ",'reason':'no such thing','review':'2027-01-01'");
	world_freeze(w);
	c = &world_control(w, "ac-2")->claims[0];
	assert_true(c->state == STATE_NOT_APPLICABLE && c->review.known == UNKNOWN);
	assert_true(c->reason == NULL || *c->reason == '\0');
	world_free(w);
}

/* Who has a place for an owner, and where the last one is told. */
static void
blank_owners(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct asset *a;

	(void)state;
	world_add(w, "cloud", "{'record':'asset','ids':[{'ns':'fqdn','value':'a.x'}],'listed':true}");
	world_add(w, "cloud", "{'record':'asset','ids':[{'ns':'fqdn','value':'b.x'}],'listed':true}");
	/* Another source has the column, and it is blank there. */
	world_add(w, "cmdb", "{'record':'assign','subject':'asset','asset':[{'ns':'fqdn',"
		"'value':'a.x'}],'owner':true,'party':''}");
	world_claim(w, "ssp", "ssp", "AC-2", ",'state':'implemented'");
	world_add(w, "ssp", "{'record':'assign','subject':'control','framework':'nist-800-53',"
		"'id':'AC-2','accountable':true,'party':'Bo Lee'}");
	/* The record has no place for an assignee, its log has. */
	world_add(w, "j", "{'record':'item','tracker':'j','key':'1','has_history':true}");
	world_add(w, "j", "{'record':'event','tracker':'j','item':'1','kind':'assign','at':"
		"'2025-03-01T00:00:00Z','to_party':'Cy Ng'}");
	world_freeze(w);
	a = world_asset(w, "fqdn:a.x");
	assert_true(a->owners.source_names_owners);
	assert_false(world_asset(w, "fqdn:b.x")->owners.source_names_owners);
	assert_int_equal(world_control(w, "ac-2")->owners.n, 1);
	assert_true(world_control(w, "ac-2")->owners.v[0].accountable);
	assert_string_equal(world_item(w, "1")->assignee.raw, "Cy Ng");
	world_free(w);
}

/* Who is named, and by sources that name owners at all. */
static void
ownership(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct owner_refs *o;

	(void)state;
	world_claim(w, "grc", "grc", "AC-2", ",'state':'implemented'");
	world_claim(w, "grc", "grc", "AC-3", ",'state':'implemented'");
	world_claim(w, "ssp", "ssp", "AC-4", ",'state':'implemented'");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':'TBD'}");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-4',"
		"'role':'contact','party':'Bo'}");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':'Later','from':'2026-02-01'}");
	world_add(w, "risks", "{'record':'item','tracker':'r','key':'1','assignee':'Worker'}");
	world_add(w, "risks", "{'record':'item','tracker':'r','key':'2','assignee':''}");
	world_add(w, "risks", "{'record':'item','tracker':'r','key':'3','assignee':'Worker'}");
	world_add(w, "risks",
		"{'record':'assign','subject':'item','id':'1','owner':true,'accountable':true,"
		"'party':'Boss'}");
	world_add(w, "risks",
		"{'record':'assign','subject':'item','id':'3','owner':true,'party':''}");
	world_add(w, "bare", "{'record':'item','tracker':'b','key':'9'}");
	world_freeze(w);
	o = &world_control(w, "ac-2")->owners;
	assert_true(o->n == 1 && o->source_names_owners && o->v[0].who.how == RES_NOBODY);
	o = &world_control(w, "ac-3")->owners;
	assert_true(o->n == 0 && o->source_names_owners);
	o = &world_control(w, "ac-4")->owners;
	assert_true(o->n == 0 && !o->source_names_owners);
	o = &world_item(w, "1")->owners;
	assert_true(o->n == 1 && o->v[0].accountable);
	assert_string_equal(o->v[0].who.raw, "Boss");
	o = &world_item(w, "2")->owners;
	assert_true(o->n == 1 && o->source_names_owners && o->v[0].who.how == RES_EMPTY);
	o = &world_item(w, "3")->owners;
	assert_int_equal(o->n, 1);
	assert_string_equal(o->v[0].who.raw, "Worker");
	o = &world_item(w, "9")->owners;
	assert_true(o->n == 0 && !o->source_names_owners);
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(item_links),
		cmocka_unit_test(ambiguous_failure),
		cmocka_unit_test(blank_owners),
		cmocka_unit_test(lent_approval),
		cmocka_unit_test(merging),
		cmocka_unit_test(second_keys),
		cmocka_unit_test(accepted),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(newest),
		cmocka_unit_test(ownership),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
