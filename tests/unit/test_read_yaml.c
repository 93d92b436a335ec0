/* YAML, and what comes in it: Backstage catalogs and control files. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/mapping.h"
#include "checker/read/tracker_diags.h"

static void
test_backstage(void **state)
{
	struct run run;
	const struct rec_party *p;

	(void)state;
	run_file(&run, "fixtures/good/backstage/catalog.yaml");
	assert_string_equal(run.reader->name, "backstage");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run.source.kept, 4);
	run_assert_conserved(&run);
	p = &run_at(&run, REC_PARTY, 0)->u.party;
	assert_string_equal(p->kind_raw, "group");
	assert_string_equal(run_ident(&p->ids, "backstage"), "group:default/team-a");
	p = &run_at(&run, REC_PARTY, 1)->u.party;
	assert_string_equal(run_ident(&p->ids, "backstage"), "user:default/bo.lee");
	assert_string_equal(run_ident(&p->ids, "email"), "bo@harbour.example");
	assert_string_equal(run_ident(&p->ids, "github"), "bo");
	assert_string_equal(p->team, "team-a");
	/* A catalog is no population. */
	assert_false(run_at(&run, REC_ASSET, 0)->u.asset.listed);
	assert_string_equal(run_ident(&run_at(&run, REC_ASSET, 0)->u.asset.ids, "backstage"),
		"component:shop/web");
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 0)->u.assign.party.ids, "backstage"),
		"group:shop/team-a");
	assert_string_equal(run_at(&run, REC_ASSET, 1)->u.asset.name, "007");
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 1)->u.assign.party.ids, "backstage"),
		"user:default/bo.lee");
	assert_int_equal(run_at(&run, REC_ASSET, 0)->loc.line, 19);
	run_close(&run);
	run_file(&run, "fixtures/good/backstage/entities.json");
	assert_string_equal(run.reader->name, "backstage");
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.party.raw, "");
	run_close(&run);
}

static void
test_cac(void **state)
{
	struct run run;
	const struct rec_mapping *m;

	(void)state;
	run_file(&run, "fixtures/good/cac-controls/policy.yml");
	assert_string_equal(run.reader->name, "cac-controls");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run_ignored(&run, "controls that name no rule"), 1);
	assert_int_equal(run_count(&run, REC_MAPPING), 3);
	run_assert_conserved(&run);
	m = &run_at(&run, REC_MAPPING, 0)->u.mapping;
	assert_string_equal(m->scheme, "rule");
	assert_string_equal(m->id, "xccdf_org.ssgproject.content_rule_accounts_no_uid_except_zero");
	assert_string_equal(m->framework, "nist-800-53");
	assert_string_equal(m->control, "ac-2.1");
	assert_int_equal(m->relation, REL_NONE); /* failures only */
	assert_string_equal(run_at(&run, REC_MAPPING, 2)->u.mapping.control, "ac-3.2");
	assert_int_equal(run_at(&run, REC_MAPPING, 1)->loc.line, 18);
	run_close(&run);
	run_file(&run, "fixtures/hostile/cac-controls/odd.yml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 2);
	run_assert_conserved(&run);
	run_close(&run);
}

static void
test_hostile(void **state)
{
	static char deep[4096];
	static const struct { const char *text; const struct diag_kind *kind; } rows[] = {
		{ "apiVersion: backstage.io/v1\nkind: {a: b, a: c}\n", &yaml_e_twice },
		{ "apiVersion: backstage.io/v1\n? [a]\n: b\n", &yaml_e_twice },
		{ "apiVersion: backstage.io/v1\nkind: \"a\\0b\"\n", &yaml_e_syntax },
		{ "apiVersion: backstage.io/v1\nkind: [a\n", &yaml_e_syntax },
		{ "apiVersion: backstage.io/v1\n\tkind: a\n", &yaml_e_syntax },
		{ "apiVersion: backstage.io/v1\nkind: *nobody\n", &yaml_e_alias },
		{ "apiVersion: backstage.io/v1\na: &a [x]\nb: *a\n", &yaml_e_alias },
		{ "apiVersion: backstage.io/v1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", &yaml_e_alias },
		{ "apiVersion: backstage.io/v1\nmetadata: &m {name: a}\nb: {<<: *m}\n", &yaml_e_alias },
		{ "apiVersion: backstage.io/v1\nkind: !!str User\n", &yaml_e_tag },
		{ "apiVersion: backstage.io/v1\nkind: !!binary VXNlcg==\n", &yaml_e_tag },
		{ "apiVersion: backstage.io/v1\nkind: !Ref User\n", &yaml_e_tag },
		{ "apiVersion: backstage.io/v1\nkind: !!python/object:os.system {a: b}\n", &yaml_e_tag },
		{ "apiVersion: backstage.io/v1\nitems: !!set [a]\n", &yaml_e_tag },
		{ deep, &yaml_e_limit },
	};
	struct run run;
	size_t n = (size_t)snprintf(deep, sizeof(deep), "apiVersion: backstage.io/v1\nkind: ");

	(void)state;
	memset(deep + n, '[', MAX_JSON_DEPTH + 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_text(&run, rows[i].text);
		assert_string_equal(run.reader->name, "backstage");
		assert_int_equal(run.rc, -1);
		if (!run_said(&run, rows[i].kind))
			fail_msg("row %zu: another diagnostic", i);
		assert_int_equal(run.records.n, 0);
		run_close(&run);
	}
	run_file(&run, "fixtures/hostile/backstage/odd.yaml");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.refused, 2);
	assert_string_equal(run_at(&run, REC_ASSIGN, 0)->u.assign.party.raw, ""); /* there, and blank */
	run_close(&run);
	run_file(&run, "fixtures/hostile/backstage/alias.yaml");
	assert_int_equal(run.rc, -1);
	run_close(&run);
	run_file(&run, "fixtures/hostile/backstage/twice.yaml");
	assert_int_equal(run.rc, -1);
	assert_true(run_said(&run, &yaml_e_twice));
	run_close(&run);
	/* What stands before the break was given. */
	run_text(&run, "apiVersion: backstage.io/v1\nkind: User\nmetadata: {name: a}\n---\nx: [");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_PARTY), 1);
	run_close(&run);
}

/*
 * Counted with PyYAML: controls, those of them with rules (without "=" and
 * "!"), and such rules; users and groups of the Backstage files.
 */
static void
test_corpus(void **state)
{
	static const struct { const char *file; uint64_t controls, kept, rules; } rows[] = {
		{ "grc/cac-anssi.yml", 80, 55, 451 },
		{ "grc/cac-cis_debian12.yml", 310, 289, 515 },
		{ "grc/cac-e8.yml", 8, 4, 99 },
		{ "grc/cac-hipaa.yml", 46, 46, 1336 },
		{ "grc/cac-nist_ocp4.yml", 922, 111, 639 },
		{ "grc/cac-srg_gpos.yml", 1, 0, 0 },
		{ "grc/cac-stig_ocp4.yml", 83, 75, 387 },
	};
	struct run run;
	char path[512];

	(void)state;
	if (corpus_path(path, sizeof(path), rows[0].file) == NULL)
		skip();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		corpus_path(path, sizeof(path), rows[i].file);
		run_file(&run, path);
		assert_string_equal(run.reader->name, "cac-controls");
		assert_int_equal(run.rc, 0);
		assert_int_equal(run.source.seen, rows[i].controls);
		assert_int_equal(run.source.kept, rows[i].kept);
		assert_int_equal(run_count(&run, REC_MAPPING), rows[i].rules);
		/* "NIST" alone is NIST's catalog: its control ids say so. */
		if (i == 4)
			assert_string_equal(run_at(&run, REC_MAPPING, 0)->u.mapping.control, "ac-2");
		run_assert_conserved(&run);
		run_close(&run);
	}
	corpus_path(path, sizeof(path), "rosters/backstage-acme-team-a-group.yaml");
	run_file(&run, path);
	assert_int_equal(run_count(&run, REC_PARTY), 6);
	run_close(&run);
	corpus_path(path, sizeof(path), "rosters/backstage-acme-org.yaml");
	run_file(&run, path);
	assert_int_equal(run_count(&run, REC_PARTY), 1);
	assert_int_equal(run_ignored(&run, "locations, domains, templates and other kinds"), 1);
	run_close(&run);
}

/* OWNERS: approvers own, reviewers and emeriti do not; aliases are who holds a name. */
static void
test_owners(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, "fixtures/good/owners/OWNERS");
	assert_string_equal(run.reader->name, "owners");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_ASSIGN), 2);
	assert_int_equal(run.source.seen, 2);
	assert_int_equal(run.source.nignored, 1);
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 0)->u.assign.asset, "path"), ".*");
	assert_string_equal(run_ident(&run_at(&run, REC_ASSIGN, 0)->u.assign.party.ids, "github"), "bo");
	run_assert_conserved(&run);
	run_close(&run);
	run_file(&run, "fixtures/good/owners/OWNERS_ALIASES");
	assert_int_equal(run_count(&run, REC_ROLE), 2);
	assert_string_equal(run_at(&run, REC_ROLE, 1)->u.role.role, "booking-leads");
	assert_string_equal(run_ident(&run_at(&run, REC_ROLE, 1)->u.role.party.ids, "github"), "cy");
	assert_int_equal(run.source.nignored, 1);
	run_close(&run);
	run_file(&run, "fixtures/hostile/owners/odd");
	assert_int_equal(run_count(&run, REC_ASSIGN), 1);
	assert_int_equal(run.source.refused, 1);
	assert_true(diags_errors(run.diags) >= 3);
	run_assert_conserved(&run);
	run_close(&run);
}

/* YAML goes through the mappings of JSON, a document at a time. */
static void
test_mapping(void **state)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d);
	static const struct { const char *file; int rc; uint64_t roles; const struct diag_kind *kind; } rows[] = {
		{ "fixtures/good/json-mapping/sigs.yaml", 0, 4, NULL },
		{ "fixtures/hostile/json-mapping/alias.yaml", -1, 0, &yaml_e_alias },
		{ "fixtures/hostile/json-mapping/two.yaml", -1, 1, &yaml_e_syntax },
	};
	struct run run;
	char path[512];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_init(&run);
		run.mappings = set;
		run_path(&run, rows[i].file);
		assert_non_null(run.reader);
		assert_string_equal(run.reader->name, "json-mapping");
		assert_int_equal(run.rc, rows[i].rc);
		assert_int_equal(run_count(&run, REC_ROLE), rows[i].roles);
		assert_true(rows[i].kind == NULL || run_said(&run, rows[i].kind));
		run_assert_conserved(&run);
		if (i == 0) {
			assert_string_equal(run_at(&run, REC_ROLE, 1)->u.role.role, "sig-berths");
			assert_string_equal(run_ident(&run_at(&run, REC_ROLE, 1)->u.role.party.ids,
				"github"), "007"); /* a text, never a number */
			assert_string_equal(run_at(&run, REC_ROLE, 2)->loc.path,
				"/sigs/1/leadership/chairs/0");
			assert_int_equal(run_at(&run, REC_ROLE, 3)->loc.line, 26);
		}
		run_close(&run);
	}
	/* Counted with PyYAML: chairs of all groups. */
	if (corpus_path(path, sizeof(path), "rosters/k8s-sigs.yaml") != NULL) {
		run_init(&run);
		run.mappings = set;
		run_path(&run, path);
		assert_int_equal(run_count(&run, REC_ROLE), 112);
		assert_int_equal(run.source.refused, 0);
		run_close(&run);
	}
	diags_free(d);
	arena_free(a);
}

/* What each record says, without its line; freed with the arena. */
static char *
said(const struct run *run, struct arena *a)
{
	struct buf b;
	char *out;

	buf_init(&b, 16 * MIB);
	for (size_t i = 0; i < run->records.n; i++) {
		struct record r = run->records.v[i];

		r.loc.line = r.loc.col = 0;
		record_print(&b, &r);
		buf_chr(&b, '\n');
	}
	out = arena_strndup(a, b.p == NULL ? "" : b.p, b.len);
	buf_free(&b);
	return out;
}

/* Every OSCAL model: YAML gives the records of the JSON, at the same pointers. */
static void
test_oscal(void **state)
{
	static const char *const files[] = { "oscal-ssp/plan", "oscal-ar/results", "oscal-poam/plan",
		"oscal-catalog/excerpt", "oscal-profile/baseline", "oscal-component/component",
		"oscal-mapping/ferry", "oscal-plan/plan" };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct run json, yaml;
		char path[256];

		snprintf(path, sizeof(path), "fixtures/good/%s.json", files[i]);
		run_file(&json, path);
		snprintf(path, sizeof(path), "fixtures/good/%s.yaml", files[i]);
		run_file(&yaml, path);
		assert_string_equal(yaml.reader->name, json.reader->name);
		assert_int_equal(yaml.rc, 0);
		assert_true(yaml.records.n > 0);
		assert_string_equal(said(&yaml, yaml.keep), said(&json, yaml.keep));
		assert_int_equal(yaml.source.seen, json.source.seen);
		run_assert_conserved(&yaml);
		run_close(&json);
		run_close(&yaml);
	}
}

/* Of YAML a document is read whole or not at all: of a broken one nothing is half true. */
static void
test_oscal_odd(void **state)
{
#define HEAD "catalog:\n  uuid: u\n  metadata: {title: t, oscal-version: 1.1.3}\n"
	static const struct { const char *text; int rc; uint64_t seen; } rows[] = {
		{ HEAD "  controls: [{id: ac-1, title: t}]\n", 0, 1 },
		{ HEAD "  controls: {id: ac-1, title: t}\n", 0, 1 }, /* as JSON: the only one */
		{ HEAD "  controls: ~\n", 0, 1 }, /* refused */
		{ HEAD "  controls: [{id: ac-1, title: t}]\n---\n" HEAD, -1, 1 },
		{ HEAD "  controls: [{id: ac-1, title: t}\n", -1, 0 },
		{ HEAD "  controls: [{id: ac-1, id: ac-2}]\n", -1, 0 },
		{ HEAD "  controls: [{id: ac-1}]\nprofile: {}\n", -1, 1 },
		{ "metadata: {oscal-version: 1.1.3}\ncatalog: text\n", -1, 0 },
	};
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		run_init(&run);
		if (i == 6) /* two roots are two readers' */
			run.format = "oscal-catalog";
		run_input(&run, input_of(rows[i].text, strlen(rows[i].text)), "text");
		assert_non_null(run.reader);
		assert_string_equal(run.reader->name, "oscal-catalog");
		if (run.rc != rows[i].rc || (run.rc == 0 && run.source.seen != rows[i].seen))
			fail_msg("row %zu: %d, %llu seen", i, run.rc,
				(unsigned long long)run.source.seen);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

/* Attestations as YAML say what they say as JSON. */
static void
test_attestations(void **state)
{
	struct run run;
	const struct rec_observation *o;

	(void)state;
	run_file(&run, "fixtures/good/hdf-attestations/attestations.yaml");
	assert_string_equal(run.reader->name, "hdf-attestations");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	o = &run_at(&run, REC_OBSERVATION, 1)->u.observation;
	assert_string_equal(o->test, "SV-900002");
	assert_int_equal(o->result, RESULT_FAIL);
	assert_int_equal(o->grade, GRADE_E1);
	assert_true(o->at.lo == o->at.hi);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->loc.line, 7);
	run_close(&run);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backstage),
		cmocka_unit_test(test_cac),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_owners),
		cmocka_unit_test(test_attestations),
		cmocka_unit_test(test_mapping),
		cmocka_unit_test(test_oscal),
		cmocka_unit_test(test_oscal_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
