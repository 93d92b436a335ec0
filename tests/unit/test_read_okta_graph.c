/* Rosters of Okta and Microsoft Graph: whose account is whose, and what "inactive" means there. */
#include "tests/unit/read_harness.h"

#include "checker/read/tracker_diags.h"

#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static void
test_okta(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, "fixtures/good/okta/users.json");
	assert_string_equal(run.reader->name, "okta");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_PARTY), 4);
	assert_int_equal(run.source.complete, TRI_U);
	p = run_party(&run, 0);
	assert_int_equal(p->active, TRI_F);
	assert_string_equal(p->status_raw, "DEPROVISIONED");
	assert_string_equal(p->name, "Bo Lee");
	assert_string_equal(run_ident(&p->ids, "okta"), "00u1");
	assert_string_equal(run_ident(&p->ids, "emp"), "E200");
	assert_int_equal(run_idents(&p->ids, "email"), 2);
	assert_int_equal(p->modified.lo, AT(1739613600)); /* statusChanged, not lastUpdated */
	assert_int_equal(p->left.known, UNKNOWN);
	assert_string_equal(run_ident(&p->manager.ids, "email"), "cy@harbour.example");
	assert_string_equal(run_ident(&p->manager.ids, "emp"), "E100");
	p = run_party(&run, 1);
	assert_int_equal(p->active, TRI_T);               /* locked out is no leaver */
	assert_int_equal(p->modified.lo, AT(1735689600)); /* statusChanged is null */
	assert_string_equal(run_ident(&p->manager.ids, "okta"), "00u9");
	assert_string_equal(run_ident(&p->ids, "login"), "cng");
	assert_int_equal(run_party(&run, 2)->active, TRI_F);
	assert_int_equal(run_party(&run, 2)->hired.known, KNOWN);
	assert_int_equal(run_party(&run, 3)->active, TRI_U);  /* a word on no table */
	assert_int_equal(run_party(&run, 3)->left.known, KNOWN);
	assert_int_equal(run.source.odd_words, 1);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_graph(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, "fixtures/good/graph/users.json");
	assert_string_equal(run.reader->name, "graph");
	assert_int_equal(run_count(&run, REC_PARTY), 5);
	assert_int_equal(run.source.complete, TRI_T);
	p = run_party(&run, 0);
	assert_int_equal(p->active, TRI_F);
	assert_int_equal(p->left.lo, AT(1739577600));
	assert_string_equal(run_ident(&p->ids, "entra"), "6f1c");
	assert_int_equal(run_idents(&p->ids, "email"), 2); /* each address once, X500 is none */
	assert_int_equal(run_idents(&p->ids, "login"), 2);
	assert_string_equal(p->manager.raw, "cy@harbour.example");
	assert_string_equal(run_ident(&p->manager.ids, "entra"), "77aa");
	assert_int_equal(run_party(&run, 1)->active, TRI_T);
	assert_string_equal(run_ident(&run_party(&run, 2)->ids, "email"), "dee@other.example");
	assert_string_equal(run_party(&run, 2)->kind_raw, "Guest");
	/* Left out by Graph's own default: unknown, never "true". */
	assert_int_equal(run_party(&run, 3)->active, TRI_U);
	assert_true(run_said(&run, &tracker_w_active));
	assert_int_equal(run_party(&run, 4)->hired.known, KNOWN);
	run_assert_conserved(&run);
	run_close(&run);
	run_file(&run, "fixtures/good/graph/page.json");
	assert_int_equal(run.source.complete, TRI_F);
	assert_true(run_said(&run, &tracker_w_pages));
	run_close(&run);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/okta/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run.source.refused, 2);
	assert_int_equal(run_party(&run, 0)->created.known, UNKNOWN);
	assert_int_equal(run_party(&run, 1)->active, TRI_U);
	run_assert_conserved(&run);
	run_close(&run);
	run_file(&run, "fixtures/hostile/graph/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.refused, 2);
	assert_int_equal(run.source.complete, TRI_F); /* declares 9 */
	assert_int_equal(run_party(&run, 0)->active, TRI_U); /* a string is no boolean */
	assert_int_equal(run_idents(&run_party(&run, 0)->ids, "email"), 0);
	run_assert_conserved(&run);
	run_close(&run);
	run_text(&run, "[{\"status\":\"ACTIVE\",\"profile\":{\"login\":\"a\"}},{\"status\":");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_PARTY), 1);
	run_close(&run);
	run_text(&run, "{\"@odata.context\":\"x/$metadata#users\",\"value\":[]}");
	assert_string_equal(run.reader->name, "graph");
	assert_true(run.source.empty);
	assert_int_equal(run.source.complete, TRI_U);
	run_close(&run);
}

/* A file of exactly one page of 200 may be the first of several. */
static void
test_page(void **state)
{
	static char text[200 * 64];
	struct run run;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 200; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{\"id\":\"%d\",\"status\":\"ACTIVE\",\"profile\":{\"login\":\"u%d\"}}",
			i == 0 ? "[" : ",", i, i);
	snprintf(text + n, sizeof(text) - n, "]");
	run_text(&run, text);
	assert_int_equal(run_count(&run, REC_PARTY), 200);
	assert_int_equal(run.source.complete, TRI_F);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_okta),
		cmocka_unit_test(test_graph),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
