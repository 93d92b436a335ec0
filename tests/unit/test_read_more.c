/* Directories, CODEOWNERS, Redmine and Bugzilla. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/base/json.h"
#include "checker/read/tracker_diags.h"

#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static void
test_ldif(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, "fixtures/good/ldif/people.ldif");
	assert_string_equal(run.reader->name, "ldif");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run_ignored(&run, "entries that are neither people nor groups"), 1);
	run_assert_conserved(&run);
	p = &run_at(&run, REC_PARTY, 0)->u.party;
	assert_string_equal(p->name, "Bo Lee");
	assert_string_equal(run_ident(&p->ids, "login"), "blee");
	assert_string_equal(run_ident(&p->ids, "emp"), "E200");
	assert_true(run_idents(&p->ids, "email") >= 2);
	assert_int_equal(p->active, TRI_F);                 /* 514 has bit 2 */
	assert_string_equal(p->status_raw, "514");
	assert_int_equal(p->left.lo, AT(1739664000));       /* 2025-02-16 */
	assert_int_equal(p->modified.lo, AT(1739613600));
	assert_int_equal(p->created.lo, AT(1577836800));
	assert_string_equal(p->manager.raw, "Ng, Cy");      /* the DN goes on in the next line */
	assert_string_equal(run_ident(&p->manager.ids, "dn"),
		run_ident(&run_at(&run, REC_PARTY, 1)->u.party.ids, "dn"));
	assert_int_equal(run_at(&run, REC_PARTY, 0)->loc.line, 3);
	p = &run_at(&run, REC_PARTY, 1)->u.party;
	assert_string_equal(p->name, "Cy Ng");              /* base64, with a language */
	assert_int_equal(p->active, TRI_T);
	assert_int_equal(p->left.known, UNKNOWN);           /* never */
	assert_string_equal(run_at(&run, REC_PARTY, 2)->u.party.kind_raw, "group");
	assert_string_equal(run_at(&run, REC_PARTY, 3)->u.party.kind_raw, "service");
	run_close(&run);
	/* Nothing is fetched, and changes are no content. */
	run_file(&run, "fixtures/hostile/ldif/odd.ldif");
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run.source.refused, 4);
	assert_true(run_said(&run, &tracker_e_url));
	assert_true(run_said(&run, &tracker_e_change));
	assert_int_equal(run_at(&run, REC_PARTY, 0)->u.party.active, TRI_U);
	assert_int_equal(run_at(&run, REC_PARTY, 0)->u.party.modified.known, UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

/* What a record prints loads again, whatever stood in the line. */
static void
assert_comes_back(const struct run *run)
{
	for (size_t i = 0; i < run->records.n; i++) {
		struct record back;
		struct buf line;
		struct node *n;
		const char *why;

		buf_init(&line, 4 * MIB);
		record_print(&line, &run->records.v[i]);
		n = json_parse(run->a, "line", line.p, line.len, JSON_STRICT, run->diags);
		assert_non_null(n);
		assert_int_equal(record_load(&back, n, &run->source, run->a, &why), 0);
		buf_free(&line);
	}
}

static char *
many(struct arena *a, const char *before, char c, size_t n, const char *after)
{
	char *s = arena_alloc(a, strlen(before) + n + strlen(after) + 1);

	memcpy(s, before, strlen(before));
	memset(s + strlen(before), c, n);
	memcpy(s + strlen(before) + n, after, strlen(after) + 1);
	return s;
}

/* A line that is no text refuses its entry: a character put in its stead makes one name of two. */
static void
test_ldif_bytes(void **state)
{
	static const struct { const char *text; size_t len; unsigned parties, refused; } rows[] = {
#define ROW(s, p, r) { s, sizeof(s) - 1, p, r }
		ROW("dn: cn=Jos\xe9\nobjectClass: person\n\ndn: cn=Bo\nobjectClass: person\n", 1, 1),
		ROW("dn: cn=Bo\nobjectClass: person\nmail: bo@x\0evil\n", 0, 1),
		ROW("# Jos\xe9\n# \0\ndn: cn=Bo\nobjectClass: person\n", 1, 0),
		ROW("dn: cn=Bo\n# \n Jos\xe9\nobjectClass: person\n", 1, 0), /* a comment goes on */
		ROW("dn: cn=Bo\nobjectClass: person\ncn: J\n os\xe9\n", 0, 1),
		ROW("dn: cn=Bo\nobjectClass: person\ncn: J\xc3\n \xb6\n", 1, 0), /* RFC 2849 folds bytes */
		ROW("dn: cn=Bo\r\nobjectClass: person\r\ncn: a\rb\x1b[2J\r\n", 1, 0),
		ROW("dn: cn=Bo\nobjectClass: person\ncn:: Sm9z6Q==\n", 1, 0), /* bytes: no name */
		ROW("dn: cn=Bo\nobjectClass: person\nmail:: Ym9AeABldmls\n", 1, 0), /* a NUL in base64 */
#undef ROW
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_init(&run);
		run.format = "ldif";
		run_input(&run, input_of(rows[i].text, rows[i].len), "text");
		if (run_count(&run, REC_PARTY) != rows[i].parties || run.source.refused != rows[i].refused)
			fail_msg("row %zu: %llu parties, %llu refused", i,
				(unsigned long long)run_count(&run, REC_PARTY),
				(unsigned long long)run.source.refused);
		if (rows[i].parties == 1)
			assert_null(run_ident(&run_at(&run, REC_PARTY, 0)->u.party.ids, "email"));
		run_assert_conserved(&run);
		assert_comes_back(&run);
		run_close(&run);
	}
	/* Texts of any length: cut, counted, and loaded again. */
	run_init(&run);
	run.format = "ldif";
	run_path(&run, "fixtures/hostile/ldif/long-name-no-utf8.ldif");
	assert_int_equal(run.source.refused, 1);
	run_close(&run);
	run_init(&run);
	run_path(&run, "fixtures/hostile/ldif/manager-escapes.ldif");
	assert_string_equal(run_at(&run, REC_PARTY, 0)->u.party.manager.name, "CN=Ana Ruiz\\00 Bo,DC=x");
	assert_string_equal(run_at(&run, REC_PARTY, 1)->u.party.manager.name, "CN=\\ff\\fe,DC=x");
	run_close(&run);
	for (int i = 0; i < 4; i++) {
		static const char *const names[] = { "displayName: ", "createTimestamp: ", "department: ",
			"manager: " };
		char *text;

		run_init(&run);
		text = arena_printf(run.a, "dn: cn=Bo\nobjectClass: person\n%s", many(run.a, names[i],
			'a', 70000, "\n"));
		run_input(&run, input_of(text, strlen(text)), "text");
		assert_true(run.source.cut_texts > 0);
		assert_comes_back(&run);
		run_close(&run);
	}
}

static void
test_codeowners(void **state)
{
	struct run run;
	const struct rec_assign *a;

	(void)state;
	run_file(&run, "fixtures/good/codeowners/CODEOWNERS");
	assert_string_equal(run.reader->name, "codeowners");
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run_count(&run, REC_ASSIGN), 6);
	a = &run_at(&run, REC_ASSIGN, 0)->u.assign;
	assert_string_equal(run_ident(&a->asset, "path"), "*");
	assert_string_equal(run_ident(&a->party.ids, "github"), "bo");
	a = &run_at(&run, REC_ASSIGN, 2)->u.assign;
	assert_string_equal(a->party.raw, "@harbour/writers");
	assert_int_equal(a->party.ids.n, 0);
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 3)->u.assign.party.ids, "email"),
		"docs@harbour.example");
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 4)->u.assign.asset, "path"),
		"/my dir/");
	assert_string_equal(run_at(&run, REC_ASSIGN, 5)->u.assign.party.raw, ""); /* nobody, on purpose */
	run_assert_conserved(&run);
	run_close(&run);
	run_init(&run);
	run.format = "codeowners";
	run_path(&run, "fixtures/hostile/codeowners/CODEOWNERS");
	assert_int_equal(run.source.refused, 1);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_redmine(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, "fixtures/good/redmine/issue.json");
	assert_string_equal(run.reader->name, "redmine");
	it = run_item(&run, 0);
	assert_int_equal(it->type, ITEM_AUDIT_FINDING);
	assert_int_equal(it->status, STATUS_CLOSED); /* the flag, whatever the name says */
	assert_string_equal(it->severity, "critical");
	assert_true(it->has_history);
	assert_string_equal(it->assignee.raw, "Bo Lee");
	/* Who had it first stands in the first change. */
	assert_string_equal(run_ident(&run_event(&run, "created.assignee")->to_party.ids, "redmine"), "3");
	assert_string_equal(run_event(&run, "10.0")->to_party.raw, "Bo Lee");
	assert_int_equal(run_event(&run, "10.1")->kind, EVENT_DUE);
	assert_int_equal(run_event(&run, "10.1")->until.lo, AT(1738368000));
	assert_int_equal(run_event(&run, "10.notes")->kind, EVENT_COMMENT);
	assert_int_equal(run_event(&run, "11.0")->choice, CHOICE_FIX);
	assert_true(run_event(&run, "11.0")->closes);
	assert_true(run_event(&run, "12.0")->reopens);
	assert_int_equal(run_event(&run, "13.1")->kind, EVENT_OTHER);
	run_assert_conserved(&run);
	run_close(&run);
	run_file(&run, "fixtures/good/redmine/list.json");
	assert_false(run_item(&run, 0)->has_history);
	assert_int_equal(run.source.complete, TRI_F);
	assert_null(run_item(&run, 0)->assignee.raw);
	run_close(&run);
	/* A list of open issues alone is not all of them, whatever its total says. */
	run_text(&run, "{\"issues\":[{\"id\":1,\"tracker\":{\"name\":\"Bug\"},\"status\":{\"name\":"
		"\"New\",\"is_closed\":false},\"created_on\":\"2025-01-01\"}],\"total_count\":1}");
	assert_int_equal(run_count(&run, REC_ITEM), 1);
	assert_int_equal(run.source.complete, TRI_U);
	run_close(&run);
	run_text(&run, "{\"issues\":[{\"id\":1,\"tracker\":{\"name\":\"Bug\"},\"status\":{\"name\":"
		"\"X\",\"is_closed\":true},\"created_on\":\"2025-01-01\"}],\"total_count\":1}");
	assert_int_equal(run.source.complete, TRI_T);
	run_close(&run);
	run_file(&run, "fixtures/hostile/redmine/odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 2);
	assert_int_equal(run_item(&run, 0)->status, STATUS_UNKNOWN);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_bugzilla(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, "fixtures/good/bugzilla/bugs.json");
	assert_string_equal(run.reader->name, "bugzilla");
	it = run_item(&run, 0);
	assert_string_equal(it->key, "35");
	assert_int_equal(it->status, STATUS_ACCEPTED);
	assert_string_equal(it->severity, "high");
	assert_string_equal(it->priority, "");
	assert_string_equal(run_ident(&it->assignee.ids, "email"), "bo@harbour.example");
	assert_string_equal(it->assignee.name, "Bo Lee");
	assert_true(run_has_tag(&it->tests, "cve", "CVE-2025-0001"));
	it = run_item(&run, 1);
	assert_int_equal(it->status, STATUS_CANCELLED);
	assert_string_equal(it->duplicate_of, "35");
	assert_string_equal(it->assignee.raw, ""); /* where bugs go that nobody has */
	run_close(&run);
	run_file(&run, "fixtures/good/bugzilla/history.json");
	assert_string_equal(run.reader->name, "bugzilla");
	assert_string_equal(run_event(&run, "0.0")->to_party.raw, "bo@harbour.example");
	assert_int_equal(run_event(&run, "0.1")->kind, EVENT_DUE);
	assert_int_equal(run_event(&run, "1.0")->choice, CHOICE_NONE); /* the resolution beside it decides */
	assert_false(run_event(&run, "1.0")->closes);
	assert_int_equal(run_event(&run, "1.1")->choice, CHOICE_ACCEPT);
	assert_true(run_event(&run, "2.0")->reopens);
	assert_string_equal(run_event(&run, "2.2")->severity_before, "moderate");
	assert_string_equal(run_item(&run, 0)->key, "35");
	assert_false(run_item(&run, 0)->truncated);
	run_close(&run);
	run_file(&run, "fixtures/good/bugzilla/bugs.xml");
	assert_string_equal(run.reader->name, "bugzilla");
	assert_string_equal(run_item(&run, 0)->assignee.name, "Bo Lee");
	assert_string_equal(run_item(&run, 0)->severity, "high");
	assert_int_equal(run_item(&run, 0)->created.lo, AT(1735804800));
	assert_string_equal(run_event(&run, "comment.9")->to, "please");
	run_close(&run);
	run_file(&run, "fixtures/hostile/bugzilla/odd.json");
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run.source.refused, 3);
	assert_int_equal(run_item(&run, 0)->status, STATUS_UNKNOWN);
	assert_int_equal(run_event(&run, "1.1")->choice, CHOICE_NONE);
	run_assert_conserved(&run);
	run_close(&run);
}

/*
 * Counted with Python over the lines, continuations joined: entries, and those
 * with an object class of people or of groups; CODEOWNERS lines, and owners in them.
 */
static void
test_corpus(void **state)
{
	static const struct { const char *file; uint64_t entries, people; } rows[] = {
		{ "rosters/AliasSearchIT.ldif", 23, 3 },
		{ "rosters/example.ldif", 13, 8 },
		{ "rosters/kerberos-example.ldif", 6, 5 },
		{ "rosters/muppets.ldif", 7, 6 },
		{ "rosters/sortedsearch-test-data.ldif", 14, 11 },
	};
	static const struct { const char *file; uint64_t lines, owners; } owners[] = {
		{ "rosters/ComplianceAsCode-CODEOWNERS", 25, 52 },
		{ "rosters/prowler-CODEOWNERS", 19, 20 },
	};
	struct run run;
	char path[512];

	(void)state;
	if (corpus_path(path, sizeof(path), "rosters/muppets.ldif") == NULL)
		skip();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		corpus_path(path, sizeof(path), rows[i].file);
		run_file(&run, path);
		assert_string_equal(run.reader->name, "ldif");
		if (run.source.seen != rows[i].entries || run.source.kept != rows[i].people)
			fail_msg("%s: %llu, %llu", path, (unsigned long long)run.source.seen,
				(unsigned long long)run.source.kept);
		assert_int_equal(run.source.refused, 0);
		run_assert_conserved(&run);
		run_close(&run);
	}
	for (size_t i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		corpus_path(path, sizeof(path), owners[i].file);
		run_file(&run, path);
		assert_string_equal(run.reader->name, "codeowners");
		assert_int_equal(run.source.kept, owners[i].lines);
		assert_int_equal(run_count(&run, REC_ASSIGN), owners[i].owners);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ldif),
		cmocka_unit_test(test_ldif_bytes),
		cmocka_unit_test(test_codeowners),
		cmocka_unit_test(test_redmine),
		cmocka_unit_test(test_bugzilla),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
