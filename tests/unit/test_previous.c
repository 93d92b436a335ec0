/*
 * What a previous report holds a run to (judgement.md 5 "N", 8 "Sticky", 11 "Vanished items"), in the join and in the
 * judgement: nothing that it knew becomes better because a source stops telling it.
 */
#include "tests/unit/join_help.h"

#include "checker/model/control_id.h"
#include "checker/judge/slots.h"

#define AS_OF "2026-11-01T00:00:00Z"
#define HOST(name) "[{'ns':'fqdn','value':'" name "'}]"
#define FW "nist-800-53"

static struct world *
held_new(struct previous *p)
{
	struct world *w = world_new(AS_OF);

	*p = (struct previous){.source = {.path = PREVIOUS_PATH, .previous = true, .complete = TRI_U},
		.file = "report.json", .seal = "trusted", .whole = true,
		.as_of = world_ns(w, "2026-10-01T00:00:00Z")};
	return w;
}

static const struct model *
held(struct world *w, const struct previous *p)
{
	struct builder *b = builder_new(&w->cfg);

	for (size_t i = 0; i < w->n; i++)
		builder_sink(b)->put(builder_sink(b), &w->records[i]);
	for (size_t i = 0; i < w->nsources; i++)
		builder_add_source(b, &w->sources[i]);
	builder_previous(b, p);
	w->m = builder_freeze(b, w->model_region, w->d);
	builder_free(b);
	return w->m;
}

static struct instant
when(struct world *w, const char *text)
{
	return text == NULL ? instant_unknown() : instant_exact(world_ns(w, text));
}

static struct prev_asset
was(struct world *w, const char *name, const char *last)
{
	struct prev_asset x = {.key = arena_printf(w->a, "fqdn:%s", name), .name = name, .counts = true,
		.last = when(w, last), .pointer = "/facts/population/0"};

	idents_add(&x.ids, w->a, "fqdn", name);
	return x;
}

static void
listed(struct world *w, const char *name, const char *more)
{
	world_add(w, "cmdb", arena_printf(w->a, "{'record':'asset','ids':[{'ns':'fqdn','value':'%s'}],"
		"'listed':true%s}", name, more));
}

/* What this run says of an asset, and what of the last one stays. */
static void
assets(void **state)
{
	static const struct {
		const char *what, *now;      /* NULL: no source knows it */
		const char *last;
		int criticality, want;
		bool counts, listed, owner_failed;
		bool raised;
	} rows[] = {
		{"as it was", ",'criticality':3", NULL, 3, 3, true, true, false, false},
		{"lowered", ",'criticality':2", NULL, 4, 4, true, false, false, true},
		{"raised", ",'criticality':5", NULL, 4, 5, true, true, true, false},
		{"not told any more", "", "2026-09-30T00:00:00Z", 4, 4, true, true, true, true},
		{"not in N then", ",'criticality':2", NULL, 4, 2, false, true, true, false},
		{"gone", NULL, "2026-09-30T00:00:00Z", 4, 4, true, true, true, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_asset x = was(w, "a.x", rows[i].last);
		const struct asset *a;

		listed(w, "other.x", "");
		if (rows[i].now != NULL)
			listed(w, "a.x", rows[i].now);
		x.criticality = rows[i].criticality;
		x.counts = rows[i].counts;
		x.listed = rows[i].listed;
		x.owner_failed = rows[i].owner_failed;
		x.name = "Alpha";
		p.assets = &x;
		p.nassets = 1;
		assert_int_equal(held(w, &p)->nassets, 2);
		a = world_asset(w, "fqdn:a.x");
		if (a->criticality != rows[i].want || a->criticality_was != rows[i].raised
			|| a->was != rows[i].counts || a->was_listed != (rows[i].counts && rows[i].listed)
			|| a->owner_failed != (rows[i].counts && rows[i].owner_failed))
			fail_msg("%s: criticality %d, was %d, listed %d", rows[i].what, a->criticality,
				a->was, a->was_listed);
		if (rows[i].counts)
			assert_true(a->was_last == (rows[i].last == NULL ? INT64_MIN
				: world_ns(w, rows[i].last)));
		if (rows[i].now == NULL) {
			assert_string_equal(a->name, "Alpha");
			assert_string_equal(a->loc.source->path, PREVIOUS_PATH);
			assert_string_equal(a->loc.path, "/facts/population/0");
		} else {
			assert_string_equal(a->loc.source->path, "cmdb");
		}
		assert_true(a->listed == (rows[i].now != NULL));
		world_free(w);
	}
}

/* A retirement that is older than a result which the last report knew retires nothing. */
static void
retired(void **state)
{
	static const struct { const char *last; bool want; } rows[] = {
		{NULL, true}, {"2026-09-01T00:00:00Z", true}, {"2026-09-20T00:00:00Z", false},
		{"2026-09-10T00:00:00Z", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_asset x = was(w, "a.x", rows[i].last);
		struct slots slots = slots_builtin();

		listed(w, "a.x", ",'retired':'2026-09-10T00:00:00Z'");
		listed(w, "b.x", "");
		p.assets = &x;
		p.nassets = 1;
		held(w, &p);
		assert_int_equal(world_asset(w, "fqdn:a.x")->retired, rows[i].want);
		assert_int_equal(judge_slots(w->m, &slots, w->a)->counts[0], !rows[i].want);
		world_free(w);
	}
}

/* Two listed assets of then that one name leads to now stay two; a seen one and a listed one do not. */
static void
merged(void **state)
{
	static const struct { bool first, second; size_t assets; uint32_t merged; } rows[] = {
		{true, true, 2, 0}, {true, false, 1, 1}, {false, true, 1, 1}, {false, false, 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_asset x[2] = {was(w, "a.x", "2026-09-01T00:00:00Z"),
			was(w, "b.x", "2026-09-20T00:00:00Z")};

		world_add(w, "cmdb", "{'record':'asset','ids':[{'ns':'fqdn','value':'a.x'},"
			"{'ns':'fqdn','value':'b.x'}],'listed':true}");
		x[0].listed = rows[i].first;
		x[1].listed = rows[i].second;
		x[1].criticality = 5;
		p.assets = x;
		p.nassets = 2;
		held(w, &p);
		assert_int_equal(w->m->nassets, rows[i].assets);
		assert_int_equal(w->m->assets[0].was_merged, rows[i].merged);
		assert_int_equal(w->m->assets[0].criticality, 5);
		assert_int_equal(w->m->assets[0].apart, WAS_PLACED);
		if (rows[i].assets == 2) {
			assert_int_equal(w->m->assets[1].apart, WAS_TWO);
			assert_true(w->m->assets[1].was && w->m->assets[1].in_scope
				&& !w->m->assets[1].listed);
		} else {
			/* The newest of both results counts. */
			assert_true(w->m->assets[0].was_last == world_ns(w, "2026-09-20T00:00:00Z"));
		}
		world_free(w);
	}
}

#define TAG ",'tags':['ac-2']"

/* A test of which the failure is in force stays in its control, whatever became of its tags; a pass goes. */
static void
test_links(void **state)
{
	static const struct {
		const char *what, *now;      /* NULL: no source of this run knows the test */
		bool failing;
		size_t links;
	} rows[] = {
		{"passed then, and nobody knows it now", NULL, false, 1},
		{"failed then, and nobody knows it now", NULL, true, 1},
		{"failed then, untagged now", ",'result':'unknown','at':'2026-10-20T00:00:00Z'", true, 1},
		{"failed then, passes now", ",'result':'pass','at':'2026-10-20T00:00:00Z'", true, 0},
		{"passed then, untagged now", ",'result':'pass','at':'2026-10-20T00:00:00Z'", false, 0},
		{"passed then, fails now", ",'result':'fail','at':'2026-10-20T00:00:00Z'", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_control of[2] = {{NULL, FW, "ac-2"}, {NULL, FW, "zz-9"}};
		struct prev_test t = {.benchmark = "B", .id = "t1", .title = "One", .severity = 3,
			.required = true, .failing = rows[i].failing, .controls = of, .ncontrols = 2,
			.pointer = "/facts/tests/0"};
		struct prev_asset x = was(w, "a.x", "2026-09-20T00:00:00Z");
		struct prev_failure f = {0, 0, false, "oscap", GRADE_E3,
			when(w, "2026-09-20T00:00:00Z"), when(w, "2026-09-01T00:00:00Z"),
			"/facts/failing/0"};
		const struct control *c;

		world_claim(w, "grc", "grc", "ac-2", ",'state':'implemented'");
		listed(w, "a.x", "");
		if (rows[i].now != NULL)
			world_observe(w, "t1", rows[i].now);
		p.tests = &t;
		p.ntests = 1;
		p.assets = &x;
		p.nassets = 1;
		p.failures = &f;
		p.nfailures = rows[i].failing;
		held(w, &p);
		c = world_control(w, "ac-2");
		if (c->ntests != rows[i].links)
			fail_msg("%s: %zu links", rows[i].what, c->ntests);
		if (rows[i].links > 0) {
			assert_false(c->tests[0].t_counts);
			assert_string_equal(c->tests[0].via, PREVIOUS_PATH);
			assert_string_equal(c->tests[0].loc.path, "/facts/tests/0");
		}
		assert_ptr_equal(w->m->tests[0].was, &t);
		if (rows[i].failing) {
			const struct state *s = &w->m->states[0];

			assert_int_equal(s->sticky, GRADE_E3);
			assert_true(s->f->any && s->f->hi == f.at.hi && s->first_f->lo == f.first.lo);
			assert_int_equal(state_cleared(s), rows[i].links == 0);
		}
		world_free(w);
	}
}

/* Not in the export; a finding of a control; something without a clock, of late and of long ago. */
enum now { GONE, THERE, OTHER_NEW, OTHER_OLD };

static const char *const item_rows[] = {
	[THERE] = "{'record':'item','tracker':'jira','key':'A-1','type':'finding','severity':'high',"
		"'status':'open','has_history':true,'detected':'2026-10-30T00:00:00Z',"
		"'controls':[{'scheme':'nist-800-53','id':'ac-2'}]}",
	[OTHER_NEW] = "{'record':'item','tracker':'jira','key':'A-1','type':'other','severity':'high',"
		"'status':'open','has_history':true,'detected':'2026-10-30T00:00:00Z'}",
	[OTHER_OLD] = "{'record':'item','tracker':'jira','key':'A-1','type':'other','severity':'high',"
		"'status':'open','has_history':true,'detected':'2026-08-01T00:00:00Z'}",
};

static struct prev_item
item(struct world *w, enum prev_state state)
{
	static struct prev_control of[] = {{NULL, FW, "ac-2"}};
	struct prev_item x = {.tracker = "jira", .key = "A-1", .title = "Old flaw", .type = ITEM_RISK,
		.severity = 4, .state = state, .start = when(w, "2026-08-01T00:00:00Z"),
		.due = when(w, "2026-08-11T00:00:00Z"), .ended = instant_unknown(), .controls = of,
		.ncontrols = 1, .pointer = "/facts/items/0"};

	return x;
}

/* The clock of an item that no source shows any more, or that was late: judgement.md 8, 11. */
static void
clocks(void **state)
{
	static const struct {
		const char *what;
		enum prev_state was;
		enum now now;
		bool open, undecided;
		const char *ended, *period;
		enum clock_state want;
		bool in_period, overdue, linked;
		int late_days;
	} rows[] = {
		{"gone, late and open", PREV_BREACHED, GONE, true, false, NULL, NULL,
			CLOCK_BREACHED, true, true, true, 82},
		{"gone, late and undecided", PREV_BREACHED, GONE, false, true, "2026-08-21T00:00:00Z",
			NULL, CLOCK_BREACHED, true, true, true, 10},
		{"gone, late and decided", PREV_BREACHED, GONE, false, false, "2026-08-21T00:00:00Z",
			NULL, CLOCK_BREACHED, true, false, true, 10},
		{"gone, late, ended before it was due", PREV_BREACHED, GONE, false, false,
			"2026-08-05T00:00:00Z", NULL, CLOCK_BREACHED, true, false, true, 0},
		{"gone, in time", PREV_MET, GONE, true, true, "2026-08-05T00:00:00Z", NULL,
			CLOCK_UNKNOWN, true, false, true, 0},
		{"gone, running", PREV_RUNNING, GONE, true, true, NULL, NULL,
			CLOCK_UNKNOWN, true, false, true, 0},
		{"gone, unknown", PREV_UNKNOWN, GONE, true, true, NULL, NULL,
			CLOCK_UNKNOWN, true, false, true, 0},
		{"gone, without a clock", PREV_NONE, GONE, true, true, NULL, NULL,
			CLOCK_NONE, false, false, true, 0},
		{"gone, over before the period", PREV_BREACHED, GONE, false, false,
			"2026-08-21T00:00:00Z", "2026-08-22T00:00:00Z", CLOCK_BREACHED, false, false,
			true, 10},
		{"gone, over on its first instant", PREV_BREACHED, GONE, false, false,
			"2026-08-21T00:00:00Z", "2026-08-21T00:00:00Z", CLOCK_BREACHED, true, false,
			true, 10},
		{"gone, open when the last report was made", PREV_BREACHED, GONE, true, false, NULL,
			"2026-09-15T00:00:00Z", CLOCK_BREACHED, true, true, true, 82},
		{"gone, open then, and the period begins later", PREV_BREACHED, GONE, true, false, NULL,
			"2026-10-15T00:00:00Z", CLOCK_BREACHED, false, true, true, 82},
		{"late then, with another date now", PREV_BREACHED, THERE, true, false, NULL, NULL,
			CLOCK_BREACHED, true, true, true, 0},
		{"late then, before the period", PREV_BREACHED, THERE, true, false,
			"2026-08-21T00:00:00Z", "2026-09-01T00:00:00Z", CLOCK_RUNNING, false, false,
			true, 0},
		{"in time then, and here", PREV_MET, THERE, true, false, NULL, NULL,
			CLOCK_RUNNING, false, false, true, 0},
		{"in time then, and of another kind now", PREV_MET, OTHER_NEW, true, false, NULL, NULL,
			CLOCK_NONE, false, false, false, 0},
		{"running then, of another kind now, and too old", PREV_RUNNING, OTHER_OLD, true, false,
			NULL, NULL, CLOCK_BREACHED, true, true, false, 0},
		{"without a clock then and now", PREV_NONE, OTHER_OLD, true, false, NULL, NULL,
			CLOCK_NONE, false, false, false, 0},
		{"late then, and of another kind now", PREV_BREACHED, OTHER_NEW, true, false, NULL, NULL,
			CLOCK_BREACHED, true, true, true, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_item x = item(w, rows[i].was);
		struct slots slots = slots_builtin();
		const struct assessment *as;
		const struct clock *c;
		const struct item *it;

		x.open = rows[i].open;
		x.undecided = rows[i].undecided;
		x.ended = when(w, rows[i].ended);
		if (rows[i].now != GONE)
			x.start = when(w, "2026-10-30T00:00:00Z");
		if (rows[i].period != NULL)
			w->cfg.period_from = world_ns(w, rows[i].period);
		world_claim(w, "grc", "grc", "ac-2", ",'state':'implemented'");
		if (rows[i].now != GONE)
			world_add(w, "jira", item_rows[rows[i].now]);
		p.items = &x;
		p.nitems = 1;
		held(w, &p);
		it = world_item(w, "A-1");
		assert_int_equal(it->vanished, rows[i].now == GONE);
		if (it->vanished) {
			assert_string_equal(it->title, "Old flaw");
			assert_true(it->type == ITEM_RISK && it->severity == 4
				&& it->status == STATUS_UNKNOWN);
			assert_true(it->open == rows[i].open && it->tracker_open == rows[i].open);
			assert_ptr_equal(it->source, &p.source);
			assert_string_equal(it->loc.path, "/facts/items/0");
		}
		assert_int_equal(world_control(w, "ac-2")->nitems, rows[i].linked);
		as = judge_slots(w->m, &slots, w->a);
		c = &as->clocks[0];
		if (c->state != rows[i].want || c->in_period != rows[i].in_period
			|| c->overdue_undecided != rows[i].overdue)
			fail_msg("%s: state %d, in the period %d, overdue %d: %s", rows[i].what,
				(int)c->state, c->in_period, c->overdue_undecided, c->why);
		if (it->vanished)
			assert_int_equal(c->late_ns / NS_DAY, rows[i].late_days);
		if (it->vanished && rows[i].was != PREV_NONE)
			assert_true(c->by_previous && (strstr(c->why, "it was late") != NULL)
				== (rows[i].was == PREV_BREACHED));
		/* In n, and in M only where it is known to be late. */
		if (it->vanished && c->in_period) {
			const struct dim *d = &as->scopes[0].controls[0].d;

			assert_true(d->n == 1 && d->m == (c->state == CLOCK_BREACHED) && d->good == 0
				&& d->bad == (c->state == CLOCK_BREACHED) && d->lo == 0);
		}
		world_free(w);
	}
}

/* With several systems: what was of one of them stays with it, and what named none is everyone's. */
static void
systems(void **state)
{
	static const struct { const char *system; bool links[2], owners[2]; uint64_t assets; } rows[] = {
		{"alpha", {true, false}, {true, false}, 1}, {"The beta", {false, true}, {false, true}, 2},
		{"beta", {false, true}, {false, true}, 2}, {NULL, {true, true}, {true, true}, 0},
		{"gamma", {true, true}, {true, true}, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_control of = {rows[i].system, FW, "ac-2"};
		struct prev_item gone = item(w, PREV_RUNNING);
		struct prev_asset x = was(w, "a.x", NULL);
		const char *names[1] = {rows[i].system};

		for (int k = 0; k < 2; k++) {
			const char *id = k == 0 ? "alpha" : "beta";

			world_add(w, id, arena_printf(w->a, "{'record':'system','id':'%s','name':'The %s'}",
				id, id));
			world_add(w, id, arena_printf(w->a, "{'record':'claim','kind':'ssp','system':'%s',"
				"'framework':'" FW "','control':'ac-2','state':'implemented'}", id));
		}
		gone.controls = &of;
		p.items = &gone;
		p.nitems = 1;
		p.owners = &of;
		p.nowners = 1;
		x.systems = names;
		x.nsystems = 1;
		p.assets = &x;
		p.nassets = 1;
		held(w, &p);
		assert_int_equal(w->m->ncontrols, 2);
		for (size_t k = 0; k < 2; k++) {
			const struct control *c = &w->m->controls[k];
			const char *id = w->m->systems[c->system].id;
			size_t at = strcmp(id, "beta") == 0;

			if ((c->nitems == 1) != rows[i].links[at] || c->owner_failed != rows[i].owners[at])
				fail_msg("%s in %s: %zu items, owner %d", rows[i].system, id, c->nitems,
					c->owner_failed);
		}
		assert_int_equal(world_asset(w, "fqdn:a.x")->was_systems, rows[i].assets);
		world_free(w);
	}
}

/* Twice in a report that nobody sealed: the late one, in whatever order. */
static void
item_twice(void **state)
{
	(void)state;
	for (int late = 0; late < 2; late++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_item x[2] = {item(w, PREV_MET), item(w, PREV_MET)};

		x[late].state = PREV_BREACHED;
		p.items = x;
		p.nitems = 2;
		assert_int_equal(held(w, &p)->nitems, 1);
		assert_int_equal(w->m->items[0].was->state, PREV_BREACHED);
		world_free(w);
	}
}

/* An owner that was none stays none until a source shows one: of controls, items and assets. */
static void
owners(void **state)
{
	static const char *const ids[] = {"ac-2", "ac-3", "ac-6", "au-2", "au-3"};
	static const char *const rows[][3] = {
		{"", "", ""}, {"ac-2", "", ""}, {"au-3", "", ""}, {"ac-3", "au-2", ""},
		{"au-3", "ac-2", "ac-6"}, {"zz-1", "ac-3", "aa-1"}, {"ac-6", "ac-6", "ac-6"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_control v[4];

		for (size_t k = 0; k < 5; k++)
			world_claim(w, "grc", "grc", ids[k], ",'state':'implemented'");
		p.owners = v;
		for (size_t k = 0; k < 3; k++)
			if (*rows[i][k] != '\0')
				v[p.nowners++] = (struct prev_control){NULL, FW, rows[i][k]};
		/* The same id in another framework is another control. */
		v[p.nowners++] = (struct prev_control){NULL, "iso-27002", "ac-2"};
		held(w, &p);
		for (size_t k = 0; k < 5; k++) {
			bool want = false;

			for (size_t n = 0; n < 3; n++)
				want = want || strcmp(rows[i][n], ids[k]) == 0;
			if (world_control(w, ids[k])->owner_failed != want)
				fail_msg("row %zu: %s", i, ids[k]);
		}
		world_free(w);
	}
}

/* F of then and U of now is F; a valid one that a source shows ends it. */
static void
owner_now(void **state)
{
	static const struct {
		const char *what, *roster, *owner;
		bool failed;
		enum tri want;
	} rows[] = {
		{"no roster, and nothing before", NULL, "bo@x", false, TRI_U},
		{"no roster, and none before", NULL, "bo@x", true, TRI_F},
		{"nobody tells, and none before", NULL, NULL, true, TRI_F},
		{"a roster shows him", "T", "bo@x", true, TRI_T},
		{"a roster shows that he left", "F", "bo@x", false, TRI_F},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct previous p;
		struct world *w = held_new(&p);
		struct prev_control of = {NULL, FW, "ac-2"};
		struct prev_asset x = was(w, "a.x", NULL);
		struct prev_item gone = item(w, PREV_RUNNING);
		struct slots slots = slots_builtin();
		const struct assessment *as;

		w->cfg.o_classes = O_ASSETS | O_ITEMS;
		world_claim(w, "grc", "grc", "ac-2", ",'state':'implemented'");
		listed(w, "a.x", "");
		if (rows[i].owner != NULL) {
			world_add(w, "grc", arena_printf(w->a, "{'record':'assign','subject':'control',"
				"'framework':'" FW "','id':'ac-2','owner':true,'party':'%s'}",
				rows[i].owner));
			world_add(w, "cmdb", arena_printf(w->a, "{'record':'assign','subject':'asset',"
				"'asset':" HOST("a.x") ",'owner':true,'party':'%s'}", rows[i].owner));
		}
		if (rows[i].roster != NULL) {
			world_add(w, "hr", arena_printf(w->a, "{'record':'party','ids':[{'ns':'email',"
				"'value':'bo@x'}],'name':'Bo','active':'%s','hired':'2020-01-01'}",
				rows[i].roster));
			world_source(w, "hr")->as_of = instant_exact(w->cfg.as_of);
			world_source(w, "hr")->complete = TRI_T;
		}
		p.owners = &of;
		p.nowners = rows[i].failed;
		x.owner_failed = gone.owner_failed = rows[i].failed;
		gone.open = true;
		p.assets = &x;
		p.nassets = 1;
		p.items = &gone;
		p.nitems = 1;
		held(w, &p);
		as = judge_slots(w->m, &slots, w->a);
		if (as->scopes[0].controls[0].owner != rows[i].want || as->asset_owners[0] != rows[i].want)
			fail_msg("%s: control %s, asset %s: %s", rows[i].what,
				tri_word(as->scopes[0].controls[0].owner), tri_word(as->asset_owners[0]),
				as->scopes[0].controls[0].owner_why);
		assert_int_equal(as->scopes[0].controls[0].owner_previous,
			rows[i].failed && rows[i].want == TRI_F);
		assert_int_equal(as->item_owners[0], rows[i].failed ? TRI_F : as->item_owners[0]);
		world_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(assets),
		cmocka_unit_test(retired),
		cmocka_unit_test(merged),
		cmocka_unit_test(test_links),
		cmocka_unit_test(clocks),
		cmocka_unit_test(systems),
		cmocka_unit_test(item_twice),
		cmocka_unit_test(owners),
		cmocka_unit_test(owner_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
