/* SCIM: whose account is whose, whether it is active, and whether the roster is whole. */
#include "tests/unit/read_harness.h"

#include "checker/read/json_reader_diags.h"

#define GOOD "fixtures/good/scim/"
#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static void
test_users(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, GOOD "users.json");
	assert_string_equal(run.reader->name, "scim");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_PARTY), 4);
	assert_int_equal(run.source.complete, TRI_T);
	assert_int_equal(run.source.roles, ROLE_ROSTER);
	p = &run_at(&run, REC_PARTY, 0)->u.party;
	assert_string_equal(run_ident(&p->ids, "scim"), "77aa");
	assert_string_equal(run_ident(&p->ids, "emp"), "E100");
	assert_string_equal(run_ident(&p->ids, "external"), "hr-100");
	assert_string_equal(run_ident(&p->ids, "login"), "ana@harbour.example");
	assert_int_equal(run_idents(&p->ids, "email"), 2); /* the login is one of them */
	assert_string_equal(p->name, "Ana Ruiz");
	assert_string_equal(p->team, "Risk");
	assert_string_equal(p->title, "CISO");
	assert_int_equal(p->active, TRI_T);
	assert_int_equal(p->created.lo, AT(1577836800));
	assert_null(p->manager.raw);
	assert_int_equal(p->left.known, UNKNOWN);
	assert_string_equal(run_at(&run, REC_PARTY, 0)->loc.path, "/Resources/0");
	run_close(&run);
}

/* RFC 7643 section 2.1: attribute names are case-insensitive. */
static void
test_other_case(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, GOOD "users.json");
	p = &run_at(&run, REC_PARTY, 1)->u.party;
	assert_string_equal(run_ident(&p->ids, "scim"), "2819");
	assert_string_equal(run_ident(&p->ids, "emp"), "E200");
	assert_string_equal(run_ident(&p->ids, "email"), "bo@harbour.example");
	assert_string_equal(p->name, "Bo Lee");
	assert_string_equal(p->kind_raw, "Contractor");
	assert_int_equal(p->active, TRI_F); /* the string "False" */
	assert_string_equal(p->status_raw, "False");
	assert_int_equal(p->modified.lo, AT(1739613600));
	assert_string_equal(p->manager.raw, "Ana Ruiz");
	assert_string_equal(run_ident(&p->manager.ids, "scim"), "77aa");
	run_close(&run);
}

static void
test_unclear(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, GOOD "users.json");
	p = &run_at(&run, REC_PARTY, 2)->u.party;
	assert_int_equal(p->active, TRI_U);
	assert_string_equal(p->status_raw, "maybe");
	assert_true(run_said(&run, &scim_w_active));
	assert_string_equal(p->manager.raw, "77aa"); /* a plain string */
	assert_null(p->name);
	p = &run_at(&run, REC_PARTY, 3)->u.party;
	assert_string_equal(p->kind_raw, "group");
	assert_string_equal(p->name, "Security Operations");
	assert_int_equal(p->active, TRI_U);
	run_close(&run);
}

static void
test_shapes(void **state)
{
	static const struct { const char *file; uint64_t n; enum tri complete; } rows[] = {
		{ "page.json", 1, TRI_F }, { "users.jsonl", 2, TRI_U }, { "user.json", 1, TRI_U },
	};
	char path[128];
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(path, sizeof(path), GOOD "%s", rows[i].file);
		run_file(&run, path);
		assert_string_equal(run.reader->name, "scim");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run_count(&run, REC_PARTY), rows[i].n);
		assert_int_equal(run.source.complete, rows[i].complete);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/hostile/scim/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 2);
	assert_true(run_said(&run, &scim_e_user));
	assert_int_equal(run.source.complete, TRI_F);
	run_assert_conserved(&run);
	assert_string_equal(run_ident(&run_at(&run, REC_PARTY, 0)->u.party.ids, "email"),
		"five@harbour.example");
	run_close(&run);
	/* An identifier that no real producer writes is left out, and told. */
	run_init(&run);
	{
		static char text[4096];
		size_t n = (size_t)snprintf(text, sizeof(text),
			"{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"id\":\"");

		memset(text + n, 'x', MAX_ID + 1);
		snprintf(text + n + MAX_ID + 1, sizeof(text) - n - MAX_ID - 1,
			"\",\"userName\":\"bo\"}");
		run_input(&run, input_of(text, strlen(text)), "text");
	}
	assert_int_equal(run_count(&run, REC_PARTY), 1);
	assert_null(run_ident(&run_at(&run, REC_PARTY, 0)->u.party.ids, "scim"));
	assert_true(diags_count(run.diags) > 0);
	run_close(&run);
}

static void
test_corpus(void **state)
{
	struct run run;
	char path[512];

	(void)state;
	if (corpus_path(path, sizeof(path), "rosters/scim-okta-user_exists_resp.json") == NULL)
		skip();
	run_file(&run, path);
	assert_string_equal(run.reader->name, "scim");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_PARTY), 0); /* totalResults 0 */
	assert_int_equal(run.source.complete, TRI_T);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_users),
		cmocka_unit_test(test_other_case),
		cmocka_unit_test(test_unclear),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
