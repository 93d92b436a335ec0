/* formats.md C.2 row by row; G8, G18 and G20 of attacks.md. */
#include "checker/base/limits.h"
#include "tests/unit/join_help.h"

#define ID(ns, value) "{'ns':'" ns "','value':'" value "'}"

static void
cmdb(struct world *w, const char *ids, const char *rest)
{
	world_add(w, "cmdb",
		arena_printf(w->a, "{'record':'asset','ids':[%s],'listed':true%s}", ids, rest));
}

static void
scan(struct world *w, const char *ids, const char *result)
{
	world_add(w, "scan",
		arena_printf(w->a,
			"{'record':'observation','asset':[%s],'benchmark':'B',"
			"'test':'t1','result':'%s','at':'2025-03-01T00:00:00Z','grade':'E3',"
			"'originator':'oscap'}",
			ids, result));
}

/* The keys of all assets, in order. */
static char *
keys(struct world *w)
{
	char *out = arena_strdup(w->a, "");

	world_freeze(w);
	for (size_t i = 0; i < w->m->nassets; i++)
		out = arena_printf(w->a, "%s%s%s", out, i > 0 ? " | " : "", w->m->assets[i].key);
	return out;
}

struct pair { const char *a, *b, *want; };

static const struct pair pairs[] = {
	/* 1 */
	{ID("fqdn", "WEB01.X.example."), ID("fqdn", "web01.x.example"), "fqdn:web01.x.example"},
	/* 3: a short name that only one asset has; and as a display name */
	{ID("host", "WEB01"), ID("fqdn", "web01.x.example"), "fqdn:web01.x.example"},
	{ID("name", "WEB01"), ID("host", "web01") "," ID("ip", "10.0.0.7"), "host:web01"},
	/* 8 */
	{ID("fqdn", "a.x") "," ID("ip", "10.0.0.1"), ID("ip", "10.0.0.1") "," ID("fqdn", "A.x"),
		"fqdn:a.x"},
	/* 9 */
	{ID("instance", "i-0a") "," ID("host", "ip-10-0-0-7"),
		ID("instance", "i-0a") "," ID("fqdn", "b.x"), "fqdn:b.x"},
	/* 10 */
	{ID("azure", "/subscriptions/AA/vm/1"), ID("azure", "/subscriptions/aa/vm/1"),
		"azure:/subscriptions/aa/vm/1"},
	/* 11: the bridge of every container host joins nothing */
	{ID("mac", "02:42:0e:7a:f2:27") "," ID("host", "a"),
		ID("mac", "02-42-0E-7A-F2-27") "," ID("host", "b"), "host:a | host:b"},
	/* 12: rebuilt host? not merged */
	{ID("fqdn", "a.x") "," ID("serial", "SN1"), ID("fqdn", "a.x") "," ID("serial", "SN2"),
		"serial:SN1 | serial:SN2"},
	/* 13: a cell of names and addresses */
	{ID("fqdn", "web01.x.example (10.0.0.7) 443/tcp"), ID("fqdn", "web01.x.example"),
		"fqdn:web01.x.example"},
	/* ARN spellings of one account */
	{ID("arn", "AWS::::Account:111122223333"), ID("arn", "arn:aws:iam::111122223333:root"),
		"arn:arn:aws:iam::111122223333:root"},
	/* in a column of hosts, too: "arn" is no host that all resources are */
	{ID("host", "arn:aws:s3:::a"), ID("host", "arn:aws:s3:::b"),
		"arn:arn:aws:s3:::a | arn:arn:aws:s3:::b"},
	{ID("host", "arn:aws:s3:::a"), ID("arn", "arn:aws:s3:::a"), "arn:arn:aws:s3:::a"},
	/* a port is no part of a host; images of one registry, urns and the like are no hosts */
	{ID("host", "https://web01.x:8443/a"), ID("host", "web01.x:443"), "fqdn:web01.x"},
	{ID("host", "registry.x/a:1") "," ID("serial", "1"), ID("fqdn", "registry.x"),
		"fqdn:registry.x | serial:1"},
	{ID("host", "urn:a:1") "," ID("serial", "1"), ID("host", "urn"), "host:urn | serial:1"},
	/* two addresses of one host; mapped IPv4; compressed IPv6 */
	{ID("ip", "10.1.11.12\\n192.168.1.50"),
		ID("ip", "::ffff:10.1.11.12") "," ID("ip", "192.168.1.50"), "ip:10.1.11.12"},
	{ID("ip", "2001:0db8:0:0:0:0:0:1"), ID("ip", "2001:db8::1%eth0"), "ip:2001:db8::1"},
	/* braces and case of a UUID; a serial number that nobody filled in */
	{ID("uuid", "{2F1C0C1E-5A77-4A5E-9F6D-0A1B2C3D4E5F}") "," ID("host", "a"),
		ID("uuid", "2f1c0c1e-5a77-4a5e-9f6d-0a1b2c3d4e5f") "," ID("host", "b"), "host:a"},
	{ID("serial", "To Be Filled By O.E.M.") "," ID("host", "a"),
		ID("serial", "To be filled by O.E.M.") "," ID("host", "b"), "host:a | host:b"},
	/* an asset tag that different full names share joins nothing; one name of two rows still does */
	{ID("fqdn", "a.x") "," ID("tag", "T1"), ID("fqdn", "b.x") "," ID("tag", "T1"),
		"fqdn:a.x | fqdn:b.x"},
	{ID("fqdn", "a.x") "," ID("tag", "T1"), ID("fqdn", "a.x") "," ID("tag", "T2"), "fqdn:a.x"},
	{ID("fqdn", "a.x") "," ID("tag", "T1"), ID("host", "b") "," ID("tag", "T1"), "fqdn:a.x"},
	/* different full names with one short name */
	{ID("fqdn", "web01.eu.x"), ID("fqdn", "web01.us.x"), "fqdn:web01.eu.x | fqdn:web01.us.x"},
	/* a weak link between two that can each stand alone, nothing against it */
	{ID("serial", "SN1") "," ID("host", "web01"), ID("fqdn", "web01.x"), "fqdn:web01.x"},
	/* spellings of one: the port, a URL, a cloud's prefix, letter case of a MAC and its signs */
	{ID("fqdn", "web01.x.example:443"), ID("fqdn", "web01.x.example"), "fqdn:web01.x.example"},
	{ID("fqdn", "https://web01.x.example/login"), ID("fqdn", "web01.x.example"),
		"fqdn:web01.x.example"},
	{ID("gcp", "//compute.googleapis.com/projects/p/zones/z/instances/1"),
		ID("gcp", "projects/p/zones/z/instances/1"), "gcp:projects/p/zones/z/instances/1"},
	{ID("mac", "00:1A:2B:3C:4D:5E"), ID("mac", "001a.2b3c.4d5e"), "mac:001a2b3c4d5e"},
	/* NetBIOS ends a name after 15 letters: a guess that decides nothing */
	{ID("host", "VERYLONGHOSTNAM"), ID("host", "verylonghostname01"),
		"host:verylonghostnam | host:verylonghostname01"},
	/* what every host of a kind has joins none */
	{ID("ip", "172.17.0.1") "," ID("host", "a"), ID("ip", "172.17.0.1") "," ID("host", "b"),
		"host:a | host:b"},
	{ID("ip", "169.254.1.1") "," ID("host", "a"), ID("ip", "169.254.1.1") "," ID("host", "b"),
		"host:a | host:b"},
	{ID("ip", "fe80::1%eth0") "," ID("host", "a"), ID("ip", "fe80::1") "," ID("host", "b"),
		"host:a | host:b"},
	{ID("mac", "52:54:00:12:34:56") "," ID("host", "a"), ID("mac", "52:54:00:12:34:56") ","
		ID("host", "b"), "host:a | host:b"},
	{ID("mac", "00:1a:2b:3c:4d:5e") "," ID("host", "a"), ID("mac", "00:1a:2b:3c:4d:5e") ","
		ID("fqdn", "b.x"), "fqdn:b.x | host:a"},
	{ID("mac", "00:1a:2b:3c:4d:5e") "," ID("host", "a"), ID("mac", "00:1a:2b:3c:4d:5e") ","
		ID("fqdn", "a.x"), "fqdn:a.x"},
	{ID("mac", "00:1a:2b:3c:4d:5e") "," ID("host", "a"), ID("mac", "00:1a:2b:3c:4d:5e"),
		"host:a"},
	{ID("serial", "System Serial Number") "," ID("host", "a"), ID("serial", "System Serial Number")
		"," ID("host", "b"), "host:a | host:b"},
	{ID("serial", "None") "," ID("host", "a"), ID("serial", "none") "," ID("host", "b"),
		"host:a | host:b"},
	{ID("serial", "0") "," ID("host", "a"), ID("serial", "0") "," ID("host", "b"),
		"host:a | host:b"},
	/* titles are names, not hosts */
	{ID("name", "Payroll DB Server"), ID("name", "payroll  db server"),
		"name:payroll db server"},
};

static void
joins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		for (int turn = 0; turn < 2; turn++) {
			struct world *w = world_new("2025-03-02T00:00:00Z");
			char *got;

			cmdb(w, turn ? pairs[i].b : pairs[i].a, "");
			scan(w, turn ? pairs[i].a : pairs[i].b, "pass");
			got = keys(w);
			if (strcmp(got, pairs[i].want) != 0)
				fail_msg("%s + %s: got \"%s\", want \"%s\"", pairs[i].a, pairs[i].b,
					got, pairs[i].want);
			world_free(w);
		}
}

/* 2 and 7: what every host has names none; the failure is listed, and counted. */
static void
poisoned(void **state)
{
	static const char *const ids[] = {ID("fqdn", "LOCALHOST.LOCALDOMAIN"),
		ID("host", "localhost"), ID("uuid", "da39a3ee-5e6b-5b0d-b255-bfef95601890"),
		ID("ip", "127.0.0.1"), ID("ip", "::1"), ID("ip", "192.168.122.1"),
		ID("uuid", "00000000-0000-0000-0000-000000000000"), ID("mac", "00:00:00:00:00:00"),
		ID("name", "-"), ID("name", "unknown"), ID("ip", "0.0.0.0"), ID("ip", "127.8.8.8"),
		ID("ip", "fe80::1"), ID("ip", "169.254.3.4"), ID("mac", "ff:ff:ff:ff:ff:ff"),
		ID("uuid", "ffffffff-ffff-ffff-ffff-ffffffffffff"), ID("host", "="), ID("host", "-"),
		ID("host", "LOCALHOST"), ID("fqdn", "localhost.localdomain.")};

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		scan(w, ids[i], "fail");
		scan(w, ids[i], "pass");
		world_freeze(w);
		assert_int_equal(w->m->nassets, 0);
		assert_int_equal(w->m->poisoned, 2);
		assert_int_equal(w->m->nstates, 1);
		assert_int_equal(w->m->states[0].asset, UINT32_MAX);
		assert_true(w->m->states[0].unplaced);
		assert_true(w->m->states[0].f->any);
		assert_false(w->m->states[0].t->any);
		assert_int_equal(world_diags(w, "E203"), 1);
		world_free(w);
	}
}

/* 4: F for every candidate, T for none. */
static void
ambiguous(void **state)
{
	struct world *w = world_new("2025-03-02T00:00:00Z");

	(void)state;
	cmdb(w, ID("fqdn", "web01.eu.x"), "");
	cmdb(w, ID("fqdn", "web01.us.x"), "");
	cmdb(w, ID("fqdn", "db01.us.x"), "");
	scan(w, ID("host", "WEB01"), "fail");
	scan(w, ID("host", "DB01"), "pass");
	world_add(w, "scan",
		"{'record':'observation','asset':[" ID(
			"host", "web01") "],'benchmark':'B',"
					 "'test':'t2','result':'pass','at':'2025-03-01T00:00:00Z','"
					 "grade':'E3','originator':'oscap'}");
	assert_string_equal(keys(w), "fqdn:db01.us.x | fqdn:web01.eu.x | fqdn:web01.us.x");
	assert_int_equal(w->m->ambiguous_assets, 1);
	assert_int_equal(world_diags(w, "E202"), 1);
	for (size_t i = 0; i < w->m->nstates; i++) {
		const struct state *s = &w->m->states[i];
		bool db = s->asset == 0;

		assert_int_equal(s->ambiguous, !db);
		assert_int_equal(s->t->any, db);
		assert_int_equal(s->f->any, !db && strcmp(w->m->tests[s->test].id, "t1") == 0);
	}
	assert_int_equal(w->m->nstates, 5);
	world_free(w);
}

/* 5: an address is an asset only near the day on which it was last seen there. */
static void
addresses(void **state)
{
	static const struct { const char *seen, *want; } rows[] = {
		{"2025-02-28", "host:web01"}, {"2025-02-20", "host:web01 | ip:10.0.0.7"},
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		cmdb(w, ID("host", "web01") "," ID("ip", "10.0.0.7"),
			arena_printf(w->a, ",'seen':'%s'", rows[i].seen));
		scan(w, ID("ip", "10.0.0.7"), "pass");
		assert_string_equal(keys(w), rows[i].want);
		world_free(w);
	}
}

/* G8: a key that sick and healthy share merges nothing, and nothing merges through it. */
static void
conflict(void **state)
{
	struct world *w = world_new("2025-03-02T00:00:00Z");

	(void)state;
	cmdb(w, ID("serial", "S1") "," ID("agent", "same"), "");
	cmdb(w, ID("serial", "S2") "," ID("agent", "same"), "");
	scan(w, ID("serial", "S1") "," ID("fqdn", "a.x"), "fail");
	scan(w, ID("serial", "S2") "," ID("fqdn", "b.x"), "pass");
	assert_string_equal(keys(w), "fqdn:a.x | fqdn:b.x");
	assert_int_equal(world_diags(w, "E201"), 1);
	assert_true(w->m->states[0].f->any && !w->m->states[0].t->any);
	world_free(w);
}

/* 14, 15 and what inventories say of an asset. */
static void
facts(void **state)
{
	struct world *w = world_new("2025-03-02T00:00:00Z");
	struct crit_row crit = {"db01.x", 5};
	const struct asset *a;

	(void)state;
	w->cfg.criticality = &crit;
	w->cfg.ncriticality = 1;
	cmdb(w, ID("fqdn", "web01.x"), ",'name':'Web','criticality':2,'system':'s1'");
	cmdb(w, ID("fqdn", "db01.x"), ",'in_scope':'F'");
	world_add(w, "cloud", "{'record':'asset','ids':[" ID("fqdn", "web01.x") "],'listed':true,"
		"'criticality':4,'in_scope':'T'}");
	world_add(w, "cmdb",
		"{'record':'assign','subject':'asset','asset':[" ID(
			"fqdn", "WEB01.x") "],"
					   "'owner':true,'party':'Bo Lee'}");
	scan(w, ID("fqdn", "new.x"), "pass");
	scan(w, ID("fqdn", "web01.x"), "pass");
	world_freeze(w);
	a = world_asset(w, "fqdn:web01.x");
	assert_string_equal(a->name, "Web");
	assert_int_equal(a->criticality, 4);
	assert_true(a->listed && a->seen && a->in_scope);
	assert_string_equal(a->system, "s1");
	assert_int_equal(a->owners.n, 1);
	assert_string_equal(a->loc.source->path, "cloud");
	a = world_asset(w, "fqdn:db01.x");
	assert_int_equal(a->criticality, 5);
	assert_true(a->listed && !a->seen && !a->in_scope && a->owners.source_names_owners);
	a = world_asset(w, "fqdn:new.x");
	assert_true(!a->listed && a->seen && a->in_scope && !a->owners.source_names_owners);
	assert_string_equal(a->loc.source->path, "scan");
	world_free(w);
}

/* Items name assets by strong ids or by full names that are known; an unknown host adds none. */
static void
of_items(void **state)
{
	struct world *w = world_new("2025-03-02T00:00:00Z");
	const struct item *it;

	(void)state;
	cmdb(w, ID("fqdn", "web01.x"), "");
	world_add(w, "jira",
		"{'record':'item','tracker':'jira','key':'A-1','assets':[[" ID(
			"fqdn", "web01.x") "],[" ID("fqdn", "other.x") "],[" ID("instance",
			"i-0a1b2c3d") "],[" ID("host", "short") "],[" ID("mention", "node.js")
			"]]}");
	world_add(w, "jira",
		"{'record':'item','tracker':'jira','key':'A-2','assets':[[" ID(
			"mention", "WEB01.x") "]]}");
	/* A full name is an asset; a short one is none, nor what a text may mean by one. */
	assert_string_equal(keys(w), "fqdn:other.x | fqdn:web01.x | instance:i-0a1b2c3d");
	it = world_item(w, "A-1");
	assert_int_equal(it->nassets, 3);
	assert_int_equal(it->assets[0], 0);
	assert_int_equal(it->assets[2], 2);
	it = world_item(w, "A-2");
	assert_int_equal(it->nassets, 1);
	assert_int_equal(it->assets[0], 1);
	world_free(w);
}

/* One record a letter: '?' in the form stands for it. */
static void
three(struct world *w, const char *source, const char *form, const char *order)
{
	for (const char *p = order; *p != '\0'; p++) {
		char *line = arena_strdup(w->a, form);

		*strchr(line, '?') = *p;
		world_add(w, source, line);
	}
}

/* G17, G20: an inventory that is the tested set is no inventory. */
static void
independence(void **state)
{
	static const char listed[] =
		"{'record':'asset','ids':[{'ns':'fqdn','value':'?.x'}],'listed':true}";
	static const char seen[] = "{'record':'observation','asset':[{'ns':'fqdn','value':'?.x'}],"
		"'test':'t','result':'pass','at':'2025-03-01T00:00:00Z','grade':'E3',"
		"'originator':'Nessus'}";
	static const struct {
		const char *pop, *scan, *source, *originator, *producer;
		bool want;
		const char *format;
	} rows[] = {
		{"cab", "cab", "cmdb", NULL, NULL, false, "csv"}, /* the same list in the same order */
		{"cba", "cab", "cmdb", NULL, NULL, true, "csv"}, /* another order */
		{"cabd", "cab", "cmdb", NULL, NULL, true, "csv"}, /* it lists more */
		{"ab", "ab", "cmdb", NULL, NULL, false, "csv"}, /* an order needs two (165) */
		{"ba", "ab", "cmdb", NULL, NULL, true, "csv"},
		{"a", "a", "cmdb", NULL, NULL, true, "csv"}, /* order says nothing of one */
		{"cba", "cab", "scan", NULL, NULL, false, "csv"}, /* the same file */
		{"cba", "cab", "cmdb", "nessus", NULL, false, "csv"}, /* the same product */
		{"cba", "cab", "cmdb", NULL, "export of Nessus hosts", false, "csv"}, /* handed on */
		{"cba", "cab", "cmdb", "ServiceNow", "export for Nessus", true, "csv"},
		/* Nobody says who made it: what a tool's own format holds, the tool made. */
		{"cba", "cab", "cmdb", NULL, NULL, false, "nessus"},
		{"cba", "cab", "cmdb", "ServiceNow", NULL, true, "nessus"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		three(w, "scan", seen, rows[i].scan);
		three(w, rows[i].source, listed, rows[i].pop);
		world_source(w, rows[i].source)->originator = rows[i].originator;
		world_source(w, rows[i].source)->producer = rows[i].producer;
		world_source(w, rows[i].source)->format = rows[i].format;
		world_freeze(w);
		assert_int_equal(w->m->npopulations, 1);
		if (w->m->populations[0].independent != rows[i].want)
			fail_msg("row %zu: %s", i, w->m->populations[0].why_not);
		assert_int_equal(w->m->assets[0].listed, rows[i].want);
		assert_int_equal(world_diags(w, "E204"), rows[i].want ? 0 : 1);
		world_free(w);
	}
}

/* G18: gone only by a dated record of another system, later than the last result. */
static void
retirement(void **state)
{
	static const struct { const char *at; bool want;
	} rows[] = {
		{"2025-03-01T12:00:00Z", true},
		{"2025-02-27T00:00:00Z", false},
		{"2025-04-01T00:00:00Z", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		cmdb(w, ID("fqdn", "web01.x"), arena_printf(w->a, ",'retired':'%s'", rows[i].at));
		scan(w, ID("fqdn", "web01.x"), "fail");
		world_freeze(w);
		assert_int_equal(w->m->assets[0].retired, rows[i].want);
		world_free(w);
	}
}

/* attacks G9: the configuration raises an inventory's criticality, and never lowers it. */
static void
configured(void **state)
{
	static const struct { const char *row; int given, want; } rows[] = {
		{",'criticality':5", 1, 5}, {",'criticality':2", 4, 4}, {",'criticality':3", 3, 3},
		{"", 1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct crit_row crit = {"a.x", rows[i].given};
		struct world *w = world_new("2025-03-02T00:00:00Z");

		w->cfg.criticality = &crit;
		w->cfg.ncriticality = 1;
		cmdb(w, ID("fqdn", "a.x"), rows[i].row);
		world_freeze(w);
		assert_int_equal(w->m->assets[0].criticality, rows[i].want);
		world_free(w);
	}
}

static const struct notice *
notice(const struct world *w, const char *code)
{
	for (size_t i = 0; i < w->m->nnotices; i++)
		if (str_same(w->m->notices[i].code, code))
			return &w->m->notices[i];
	return NULL;
}

/* attacks G11: assets that only one of several independent inventories has are counted. */
static void
disagree(void **state)
{
	static const struct { const char *first, *second; uint64_t want; } rows[] = {
		{"abc", "cba", 0}, {"abcd", "ba", 2}, {"ab", "cd", 4}, {"abc", "", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		for (const char *p = rows[i].first; *p != '\0'; p++)
			cmdb(w, arena_printf(w->a, ID("fqdn", "%c.x"), *p), "");
		for (const char *p = rows[i].second; *p != '\0'; p++)
			world_add(w, "dhcp", arena_printf(w->a,
				"{'record':'asset','ids':[" ID("fqdn", "%c.x") "],'listed':true}", *p));
		scan(w, ID("fqdn", "a.x"), "pass");
		world_freeze(w);
		if (rows[i].want == 0) {
			assert_null(notice(w, "N208"));
		} else {
			assert_non_null(notice(w, "N208"));
			assert_int_equal(notice(w, "N208")->n, rows[i].want);
		}
		world_free(w);
	}
}

/* A third row must not join by two tags what one tag may not join. */
static void
tag_chain(void **state)
{
	struct world *w = world_new("2025-03-02T00:00:00Z");

	(void)state;
	cmdb(w, ID("fqdn", "a.x") "," ID("tag", "T1"), "");
	cmdb(w, ID("tag", "T1") "," ID("tag", "T2"), "");
	cmdb(w, ID("fqdn", "b.x") "," ID("tag", "T2"), "");
	world_freeze(w);
	assert_int_not_equal(w->m->nassets, 1);
	world_free(w);
}

/* A name that fits more than MAX_CANDIDATES assets names none: its failure is kept, unplaced. */
static void
too_many(void **state)
{
	static const struct { int hosts; size_t states; uint64_t unplaced; } rows[] = {
		{MAX_CANDIDATES, MAX_CANDIDATES, 0}, {MAX_CANDIDATES + 1, 1, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new("2025-03-02T00:00:00Z");

		for (int h = 0; h < rows[i].hosts; h++)
			cmdb(w, arena_printf(w->a, "{'ns':'fqdn','value':'web.s%d.x'}", h), "");
		scan(w, ID("host", "web"), "fail");
		world_freeze(w);
		assert_int_equal(w->m->nassets, rows[i].hosts);
		assert_int_equal(w->m->nstates, rows[i].states);
		assert_int_equal(w->m->unplaced, rows[i].unplaced);
		assert_true(w->m->states[0].f->any);
		world_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joins),
		cmocka_unit_test(poisoned),
		cmocka_unit_test(ambiguous),
		cmocka_unit_test(addresses),
		cmocka_unit_test(conflict),
		cmocka_unit_test(facts),
		cmocka_unit_test(of_items),
		cmocka_unit_test(independence),
		cmocka_unit_test(retirement),
		cmocka_unit_test(configured),
		cmocka_unit_test(disagree),
		cmocka_unit_test(tag_chain),
		cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
