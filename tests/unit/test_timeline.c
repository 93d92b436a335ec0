/* Hand-off measures: the vectors of method.md 8. */
#include "tests/unit/join_help.h"

struct vector {
	const char *path, *collapsed;
	unsigned handoffs, direct, indirect;
	unsigned carousel; /* thousandths */
};

static const struct vector vectors[] = {
	{"AAB", "AB", 1, 0, 0, 0}, {"ABA", "ABA", 2, 1, 0, 333}, {"ABAB", "ABAB", 3, 2, 0, 500},
	{"ABCA", "ABCA", 3, 0, 1, 250}, {"ABCABC", "ABCABC", 5, 0, 3, 500},
	{"ABACA", "ABACA", 4, 2, 0, 400}, {"ABCD", "ABCD", 3, 0, 0, 0}, {"A", "A", 0, 0, 0, 0},
	{"", "", 0, 0, 0, 0},
};

static void
check(const struct item *it, const struct vector *v)
{
	assert_int_equal(it->npath, strlen(v->collapsed));
	for (size_t i = 0; i < it->npath; i++)
		assert_int_equal(it->path[i][0], v->collapsed[i]);
	if (it->handoffs != v->handoffs || it->returns_direct != v->direct
		|| it->returns_indirect != v->indirect)
		fail_msg("%s: %u %u %u", v->path, it->handoffs, it->returns_direct,
			it->returns_indirect);
	if (it->npath > 0)
		assert_int_equal((it->npath - it->teams) * 1000 / it->npath, v->carousel);
}

/* The first team stands in the `from` of the first entry. */
static void
by_teams(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const char *p = vectors[i].path;

		world_add(w, "t",
			arena_printf(w->a, "{'record':'item','tracker':'t','key':'1','team':'%s'}",
				p[0] == '\0' ? "" : p + strlen(p) - 1));
		for (size_t k = 1; k < strlen(p); k++)
			world_add(w, "t",
				arena_printf(w->a,
					"{'record':'event','tracker':'t','item':'1',"
					"'id':'%zu','kind':'team','at':'2025-01-01T00:00:%02zuZ','"
					"from':'%c',"
					"'to':'%c'}",
					k, k, p[k - 1], p[k]));
		world_freeze(w);
		check(&w->m->items[0], &vectors[i]);
		world_free(w);
	}
}

/* Where the tracker names no teams, the roster's teams of the assignees. */
static void
by_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		struct world *w = world_new("2026-01-01T00:00:00Z");
		const char *p = vectors[i].path;

		for (char c = 'A'; c <= 'D'; c++)
			world_add(w, "hr",
				arena_printf(w->a,
					"{'record':'party','ids':[{'ns':'email',"
					"'value':'%c@x.example'}],'team':'%c','active':'T'}",
					c, c));
		world_add(w, "t", "{'record':'item','tracker':'t','key':'1'}");
		for (size_t k = 0; k < strlen(p); k++)
			world_add(w, "t",
				arena_printf(w->a,
					"{'record':'event','tracker':'t','item':'1',"
					"'id':'%zu','kind':'assign','at':'2025-01-01T00:00:%02zuZ',"
					"'to_party':'%c@x.example'}",
					k, k, p[k]));
		world_freeze(w);
		check(&w->m->items[0], &vectors[i]);
		world_free(w);
	}
}

/* Entries by time, then by the source's order; the same entry of two files once. */
static void
united_log(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	const struct item *it;

	(void)state;
	world_add(w, "new", "{'record':'item','tracker':'t','key':'1','has_history':true}");
	world_add(w, "old",
		"{'record':'item','tracker':'t','key':'1','has_history':true,'truncated':true}");
	world_source(w, "new")->newest = world_ns(w, "2025-02-01T00:00:00Z");
	world_source(w, "old")->newest = world_ns(w, "2025-01-15T00:00:00Z");
	world_add(w, "new", "{'record':'event','tracker':'t','item':'1','id':'3','kind':'comment',"
		"'at':'2025-01-03T00:00:00Z','loc':{'line':9,'col':1}}");
	world_add(w, "new", "{'record':'event','tracker':'t','item':'1','id':'2','kind':'status',"
		"'at':'2025-01-03T00:00:00Z','loc':{'line':9,'col':1,'path':'/2'},'to':'b'}");
	world_add(w, "new", "{'record':'event','tracker':'t','item':'1','id':'2','kind':'status',"
		"'at':'2025-01-03T00:00:00Z','loc':{'line':9,'col':1,'path':'/10'},'to':'c'}");
	world_add(w, "old", "{'record':'event','tracker':'t','item':'1','id':'3','kind':'comment',"
		"'at':'2025-01-03T00:00:00Z'}");
	world_add(w, "old", "{'record':'event','tracker':'t','item':'1','id':'1','kind':'create',"
		"'at':'2025-01-01T00:00:00Z'}");
	world_add(w, "old", "{'record':'event','tracker':'t','item':'9','id':'1','kind':'create',"
		"'at':'2025-01-01T00:00:00Z'}");
	world_freeze(w);
	it = world_item(w, "1");
	assert_int_equal(it->nevents, 4);
	assert_int_equal(it->events[0].kind, EVENT_CREATE);
	assert_int_equal(it->events[1].kind, EVENT_COMMENT);
	assert_string_equal(it->events[2].to, "b");
	assert_string_equal(it->events[3].to, "c");
	assert_true(it->has_history && !it->truncated);
	assert_int_equal(world_diags(w, "E209"), 1);
	world_free(w);
}

/* Facts later than as_of change no number: the item stands as it stood then. */
static void
as_of_then(void **state)
{
	struct world *w = world_new("2025-06-01T00:00:00Z");
	const struct item *it;

	(void)state;
	world_add(w, "t",
		"{'record':'item','tracker':'t','key':'1','status':'closed',"
		"'created':'2025-01-01T00:00:00Z','closed':'2025-08-01T00:00:00Z','due':'2026-01-"
		"01',"
		"'assignee':'Cy Ng','severity':'low','evaluated':'2025-07-15T00:00:00Z'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'1','kind':'assign',"
		"'at':'2025-07-01T00:00:00Z','from':'Bo Lee','to':'Al Gray'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'2','kind':'assign',"
		"'at':'2025-07-02T00:00:00Z','from':'Al Gray','to':'Cy Ng'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'3','kind':'due',"
		"'at':'2025-07-02T00:00:00Z','from':'2025-07-31','to':'2026-01-01'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'4','kind':'severity',"
		"'at':'2025-07-02T00:00:00Z','from':'High','to':'Low','severity':'low'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'5','kind':'close',"
		"'at':'2025-08-01T00:00:00Z','closes':true}");
	world_add(w, "t",
		"{'record':'item','tracker':'t','key':'2','created':'2025-06-02T00:00:00Z'}");
	world_freeze(w);
	assert_int_equal(w->m->nitems, 1);
	assert_int_equal(w->m->after_as_of, 6);
	it = world_item(w, "1");
	assert_int_equal(it->nevents, 0);
	assert_true(it->open);
	assert_int_equal(it->closed.known, EMPTY);
	assert_int_equal(it->evaluated.known, EMPTY);
	assert_string_equal(it->assignee.raw, "Bo Lee");
	assert_string_equal(it->due.raw, "2025-07-31");
	assert_int_equal(it->severity, 3);
	world_free(w);
	/* What it was before nobody tells: not known, and not blank. */
	w = world_new("2025-06-01T00:00:00Z");
	world_add(w, "t", "{'record':'item','tracker':'t','key':'1','due':'2026-01-01'}");
	world_add(w, "t", "{'record':'event','tracker':'t','item':'1','id':'1','kind':'due',"
		"'at':'2025-07-02T00:00:00Z','to':'2026-01-01'}");
	world_freeze(w);
	assert_int_equal(world_item(w, "1")->due.known, UNKNOWN);
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_teams),
		cmocka_unit_test(by_people),
		cmocka_unit_test(united_log),
		cmocka_unit_test(as_of_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
