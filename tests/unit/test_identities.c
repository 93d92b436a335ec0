/*
 * Names that somebody has approved to be one asset (attacks G8), and what a sample's population is called by: what lists
 * call an asset, whatever the evidence calls it later.
 */
#include "tests/unit/join_help.h"

#include "checker/model/control_id.h"

#define AS_OF "2026-11-01T00:00:00Z"

static void
listed(struct world *w, const char *source, const char *ids)
{
	world_add(w, source, arena_printf(w->a, "{'record':'asset','ids':[%s],'listed':true}", ids));
}

#define ID(ns, value) "{'ns':'" ns "','value':'" value "'}"

static const struct row {
	const char *what;
	const char *names[3];        /* of the row of trueup.json: full names */
	const char *expires;
	const char *serials[3];      /* of a.x, b.x, c.x; NULL: none */
	const char *want;            /* the keys */
	const char *said;            /* NULL: nothing */
} rows[] = {
	{"two", {"a.x", "b.x"}, "2026-12-31T00:00:00Z", {0}, "fqdn:a.x | fqdn:c.x", NULL},
	{"three", {"A.x", "b.x", "c.x."}, "2026-12-31T00:00:00Z", {0}, "fqdn:a.x", NULL},
	{"on its last instant", {"a.x", "b.x"}, AS_OF, {0}, "fqdn:a.x | fqdn:c.x", NULL},
	{"over", {"a.x", "b.x"}, "2026-10-31T23:59:59Z", {0}, "fqdn:a.x | fqdn:b.x | fqdn:c.x",
		"the approval has ended"},
	{"nobody knows the second", {"a.x", "zz.x"}, "2026-12-31T00:00:00Z", {0},
		"fqdn:a.x | fqdn:b.x | fqdn:c.x", "no source knows two"},
	{"two serial numbers", {"a.x", "b.x"}, "2026-12-31T00:00:00Z", {"S1", "S2", NULL},
		"fqdn:a.x | fqdn:b.x | fqdn:c.x", "only one of"},
	{"one serial number", {"a.x", "b.x"}, "2026-12-31T00:00:00Z", {"S1", NULL, NULL},
		"fqdn:a.x | fqdn:c.x", NULL},
};

static const char *
keys(struct world *w)
{
	const char *out = "";

	world_freeze(w);
	for (size_t i = 0; i < w->m->nassets; i++)
		out = arena_printf(w->a, "%s%s%s", out, i > 0 ? " | " : "", w->m->assets[i].key);
	return out;
}

static void
identities(void **state)
{
	static const char *const hosts[] = {"a.x", "b.x", "c.x"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world *w = world_new(AS_OF);
		struct identity_row x = {.reason = "renamed", .approver = "ana@x",
			.expires = instant_exact(world_ns(w, rows[i].expires)), .loc = {NULL, 7, 3, NULL}};

		for (size_t k = 0; k < 3 && rows[i].names[k] != NULL; k++)
			idents_add(&x.ids, w->a, "fqdn", rows[i].names[k]);
		w->cfg.identities = &x;
		w->cfg.nidentities = 1;
		for (size_t k = 0; k < 3; k++)
			listed(w, "cmdb", rows[i].serials[k] == NULL ? arena_printf(w->a,
				ID("fqdn", "%s"), hosts[k]) : arena_printf(w->a, ID("fqdn", "%s") ","
				ID("serial", "%s"), hosts[k], rows[i].serials[k]));
		if (!str_same(keys(w), rows[i].want))
			fail_msg("%s: %s", rows[i].what, keys(w));
		assert_int_equal(world_diags(w, "E215"), rows[i].said != NULL);
		for (size_t k = 0; k < diags_count(w->d); k++) {
			const struct diag *d = diags_at(w->d, k);

			if (strcmp(d->kind->code, "E215") != 0)
				continue;
			assert_string_equal(d->at.file, "trueup.json");
			assert_true(d->at.line == 7 && d->at.col == 3);
			assert_non_null(strstr(d->text, rows[i].said));
		}
		world_free(w);
	}
}

/* Two rows, each of its own names: the one that clashes leaves the other alone. */
static void
two_rows(void **state)
{
	struct world *w = world_new(AS_OF);
	struct identity_row x[2] = {{.expires = instant_exact(world_ns(w, "2026-12-31T00:00:00Z"))},
		{.expires = instant_exact(world_ns(w, "2026-12-31T00:00:00Z"))}};

	(void)state;
	idents_add(&x[0].ids, w->a, "serial", "S1");
	idents_add(&x[0].ids, w->a, "serial", "S2");
	idents_add(&x[1].ids, w->a, "fqdn", "c.x");
	idents_add(&x[1].ids, w->a, "fqdn", "d.x");
	w->cfg.identities = x;
	w->cfg.nidentities = 2;
	listed(w, "cmdb", ID("fqdn", "a.x") "," ID("serial", "S1"));
	listed(w, "cmdb", ID("fqdn", "b.x") "," ID("serial", "S2"));
	listed(w, "cmdb", ID("fqdn", "c.x"));
	listed(w, "cmdb", ID("fqdn", "d.x"));
	assert_string_equal(keys(w), "fqdn:a.x | fqdn:b.x | fqdn:c.x");
	assert_int_equal(world_diags(w, "E215"), 1);
	world_free(w);
}

/* The strongest name of an independent list, of equals the first by its bytes; of a dependent list none. */
static void
listed_as(void **state)
{
	static const struct { const char *cmdb, *other; bool sample, dependent; const char *want; } table[] = {
		{ID("fqdn", "a.x") "," ID("host", "a"), NULL, true, false, "fqdn:a.x"},
		{ID("host", "a") "," ID("fqdn", "a.x"), NULL, true, false, "fqdn:a.x"},
		{ID("fqdn", "b.x") "," ID("fqdn", "a.x"), NULL, true, false, "fqdn:a.x"},
		{ID("fqdn", "a.x"), ID("fqdn", "a.x") "," ID("serial", "S1"), true, false, "serial:S1"},
		{ID("fqdn", "a.x") "," ID("serial", "S1"), ID("fqdn", "a.x"), true, false, "serial:S1"},
		{ID("fqdn", "a.x"), NULL, false, false, NULL},
		{ID("fqdn", "a.x"), NULL, true, true, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct world *w = world_new(AS_OF);
		struct sample_row s = {.framework = "f", .control = "c", .head = ""};

		listed(w, "cmdb", table[i].cmdb);
		if (table[i].other != NULL)
			listed(w, "other", table[i].other);
		world_source(w, "cmdb")->originator = table[i].dependent ? "oscap" : NULL;
		world_add(w, "scan", "{'record':'observation','asset':[" ID("fqdn", "a.x") "," ID("uuid", "4c4c")
			"],'benchmark':'B','test':'t1','result':'pass','at':'2026-10-20T00:00:00Z','grade':'E3',"
			"'originator':'oscap'}");
		w->cfg.samples = &s;
		w->cfg.nsamples = table[i].sample;
		world_freeze(w);
		assert_int_equal(w->m->nassets, 1);
		if (!str_same(w->m->assets[0].listed_as, table[i].want))
			fail_msg("row %zu: %s", i, w->m->assets[0].listed_as);
		assert_string_equal(w->m->assets[0].key, "fqdn:a.x");
		world_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identities),
		cmocka_unit_test(two_rows),
		cmocka_unit_test(listed_as),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
