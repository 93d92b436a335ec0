/*
 * Logs of items: the same entry in two files is one, whatever the length, and what is later than the as-of date changes
 * nothing: the item is put back to where it stood then.
 */
#include "tests/unit/join_help.h"

#define AS_OF "2026-11-01T00:00:00Z"

/* What makes two entries two. */
static void
twice(void **state)
{
	static const struct { const char *what, *id, *minute, *kind, *field, *from, *to, *rest; size_t more; } rows[] = {
		{"the same", "", "00", "status", "f", "a", "b", "", 0},
		{"another id", "x", "00", "status", "f", "a", "b", "", 1},
		{"another time", "", "01", "status", "f", "a", "b", "", 1},
		{"another kind", "", "00", "other", "f", "a", "b", "", 1},
		{"another field", "", "00", "status", "g", "a", "b", "", 1},
		{"from another word", "", "00", "status", "f", "c", "b", "", 1},
		{"to another word", "", "00", "status", "f", "a", "c", "", 1},
		{"another choice", "", "00", "status", "f", "a", "b", ",'choice':'accept'", 1},
	};
	/* Up to 64 entries are compared one by one, longer logs by keys. */
	static const size_t lengths[] = {1, 7, 32, 33, 50};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows) * 5; i++) {
		size_t n = lengths[i % 5];
		struct world *w = world_new(AS_OF);

		world_add(w, "t", "{'record':'item','tracker':'t','key':'1'}");
		for (size_t k = 0; k < 2 * n; k++) {
			size_t r = k < n ? 0 : i / 5;
			const char *text = arena_printf(w->a, "{'record':'event','tracker':'t','item':'1',"
				"'id':'%s%zu','at':'2026-10-01T00:%s:%02zuZ','kind':'%s','field':'%s',"
				"'from':'%s','to':'%s'%s}", rows[r].id, k % n, rows[r].minute, k % n,
				rows[r].kind, rows[r].field, rows[r].from, rows[r].to, rows[r].rest);

			world_add(w, k < n ? "t" : "t2", text);
		}
		world_freeze(w);
		if (w->m->items[0].nevents != n + n * rows[i / 5].more)
			fail_msg("%s, %zu: %zu entries", rows[i / 5].what, n, w->m->items[0].nevents);
		for (size_t k = 1; k < w->m->items[0].nevents; k++)
			assert_true(w->m->items[0].events[k - 1].at.lo <= w->m->items[0].events[k].at.lo);
		world_free(w);
	}
}

#define LATER "'at':'2026-11-02T00:00:00Z'"
#define LATEST "'at':'2026-11-03T00:00:00Z'"
#define BEFORE "'at':'2026-10-02T00:00:00Z'"
#define NOW_ "'at':'" AS_OF "'"

/* The first entry after the as-of date says what it was at it. */
static void
rewound(void **state)
{
	static const struct {
		const char *what, *events[3];
		const char *team, *assignee;
		const char *due;             /* NULL: not known; "": none */
		bool open;
	} rows[] = {
		{"nothing later", {BEFORE ",'kind':'team','from':'A','to':'C'"}, "C", "bo", "2027-01-01T00:00:00Z", false},
		{"another team later", {LATER ",'kind':'team','from':'A','to':'C'"}, "A", "bo",
			"2027-01-01T00:00:00Z", false},
		{"two teams later", {LATER ",'kind':'team','from':'A','to':'B'",
			LATEST ",'kind':'team','from':'B','to':'C'"}, "A", "bo", "2027-01-01T00:00:00Z", false},
		{"at that instant", {NOW_ ",'kind':'team','from':'A','to':'C'"}, "C", "bo",
			"2027-01-01T00:00:00Z", false},
		{"somebody else later", {LATER ",'kind':'assign','from':'cy','to':'bo'"}, "C", "cy",
			"2027-01-01T00:00:00Z", false},
		{"another date later", {LATER ",'kind':'due','from':'2026-12-01T00:00:00Z','to':'x'"}, "C",
			"bo", "2026-12-01T00:00:00Z", false},
		{"a date later where there was none", {LATER ",'kind':'due','from':'','to':'x'"}, "C", "bo", "",
			false},
		{"a date later, and nobody says what it was", {LATER ",'kind':'due','to':'x'"}, "C", "bo",
			NULL, false},
		{"a date later, and what it was is none", {LATER ",'kind':'due','from':'soon','to':'x'"}, "C",
			"bo", NULL, false},
		{"closed later", {LATER ",'kind':'close','closes':true"}, "C", "bo", "2027-01-01T00:00:00Z",
			true},
		{"closed before, and reopened later", {BEFORE ",'kind':'close','closes':true",
			LATER ",'kind':'reopen','reopens':true"}, "C", "bo", "2027-01-01T00:00:00Z", false},
		{"closed, reopened, and closed later", {"'at':'2026-10-01T00:00:00Z','kind':'close','closes':true",
			BEFORE ",'kind':'reopen','reopens':true", LATER ",'kind':'close','closes':true"}, "C",
			"bo", "2027-01-01T00:00:00Z", true},
		{"closed, reopened on a day that nobody tells, and closed later", {BEFORE
			",'kind':'close','closes':true", "'kind':'reopen','reopens':true",
			LATER ",'kind':'close','closes':true"}, "C", "bo", "2027-01-01T00:00:00Z", true},
		{"commented later", {LATER ",'kind':'comment'"}, "C", "bo", "2027-01-01T00:00:00Z", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new(AS_OF);
		const struct item *it;

		for (int k = 0; k < 2; k++)
			world_add(w, "hr", arena_printf(w->a, "{'record':'party','ids':[{'ns':'login','value':"
				"'%s'}],'name':'%s','active':'T','hired':'2020-01-01'}", k == 0 ? "bo" : "cy",
				k == 0 ? "bo" : "cy"));
		world_add(w, "t", "{'record':'item','tracker':'t','key':'1','team':'C','assignee':'bo',"
			"'due':'2027-01-01T00:00:00Z','status':'closed','closed':'2026-10-05T00:00:00Z',"
			"'has_history':true}");
		for (size_t k = 0; k < 3 && rows[i].events[k] != NULL; k++)
			world_add(w, "t", arena_printf(w->a, "{'record':'event','tracker':'t','item':'1',%s}",
				rows[i].events[k]));
		world_freeze(w);
		it = &w->m->items[0];
		if (!str_same(it->team, rows[i].team) || it->assignee.party == NULL
			|| !str_same(it->assignee.party->name, rows[i].assignee))
			fail_msg("%s: %s, %s", rows[i].what, it->team, it->assignee.raw);
		if (rows[i].due == NULL ? it->due.known != UNKNOWN : *rows[i].due == '\0'
			? it->due.known != EMPTY : it->due.known != KNOWN
			|| it->due.lo != world_ns(w, rows[i].due))
			fail_msg("%s: due", rows[i].what);
		if (it->tracker_open != rows[i].open)
			fail_msg("%s: open %d", rows[i].what, it->tracker_open);
		for (size_t k = 0; k < it->nevents; k++)
			assert_true(it->events[k].at.known != KNOWN || it->events[k].at.lo <= w->cfg.as_of);
		world_free(w);
	}
}

/* Whose it is now the log says, where the record has no place for it: its last dated entry. */
static void
assignee_of_log(void **state)
{
	static const struct { const char *record, *events[2], *want; } rows[] = {
		{"", {BEFORE ",'kind':'assign','to_party':'bo'"}, "bo"},
		{"", {"'at':'2026-10-01T00:00:00Z','kind':'assign','to_party':'cy'",
			BEFORE ",'kind':'assign','to_party':'bo'"}, "bo"},
		{"", {BEFORE ",'kind':'assign','to_party':'bo'", "'kind':'assign','to_party':'cy'"}, "bo"},
		{"", {BEFORE ",'kind':'assign','to_party':'bo'", LATER ",'kind':'assign','from':'bo','to_party':'cy'"},
			"bo"},
		{",'assignee':'cy'", {BEFORE ",'kind':'assign','to_party':'bo'"}, "cy"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new(AS_OF);

		world_add(w, "t", arena_printf(w->a, "{'record':'item','tracker':'t','key':'1','has_history':true"
			"%s}", rows[i].record));
		for (size_t k = 0; k < 2 && rows[i].events[k] != NULL; k++)
			world_add(w, "t", arena_printf(w->a, "{'record':'event','tracker':'t','item':'1',%s}",
				rows[i].events[k]));
		world_freeze(w);
		if (!str_same(w->m->items[0].assignee.raw, rows[i].want))
			fail_msg("row %zu: %s", i, w->m->items[0].assignee.raw);
		world_free(w);
	}
}

/* A test named twice is one, and an item that a control has in several ways is its item once, with all of them. */
static void
linked_once(void **state)
{
	struct world *w = world_new(AS_OF);
	const struct control *c;

	(void)state;
	world_claim(w, "ssp", "ssp", "AC-2", ",'state':'implemented'");
	world_observe(w, "SV-1234", ",'result':'fail','at':'2026-10-01','tags':[{'scheme':'nist-800-53',"
		"'id':'ac-2'}]");
	world_observe(w, "SV-1235", ",'result':'fail','at':'2026-10-01','tags':[{'scheme':'nist-800-53',"
		"'id':'ac-2'}]");
	for (int i = 1; i <= 2; i++)
		world_add(w, "j", arena_printf(w->a, "{'record':'item','tracker':'j','key':'%d','type':"
			"'finding','controls':[{'scheme':'nist-800-53','id':'ac-2'},"
			"{'scheme':'nist-800-53','id':'AC-2'}],'tests':["
			"{'scheme':'stig','id':'SV-1235'},{'scheme':'stig','id':'SV-1234'},"
			"{'scheme':'stig','id':'SV-1235'}]}", i));
	world_freeze(w);
	c = world_control(w, "ac-2");
	assert_int_equal(c->nitems, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(c->items[i].item, i);
		assert_int_equal(c->items[i].how, LINK_TAG | LINK_TEST);
		assert_int_equal(w->m->items[i].ntests, 2);
		assert_int_equal(w->m->items[i].tests[0], 0);
		assert_int_equal(w->m->items[i].tests[1], 1);
	}
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twice),
		cmocka_unit_test(rewound),
		cmocka_unit_test(assignee_of_log),
		cmocka_unit_test(linked_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
