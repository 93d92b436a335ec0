/* Mappings for JSON and XML: what comes out, what is refused in a mapping, what is lost and said. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/mapping.h"
#include "checker/read/read_diags.h"

static struct mappings *
own(struct arena *a, const char *text, struct diags *d)
{
	struct mappings *s = mappings_builtin(a, d);

	return mappings_add(s, "own.json", text, strlen(text), d) == 0 ? s : NULL;
}

static void
run_own(struct run *run, struct arena *a, const char *mapping, const char *text)
{
	run_init(run);
	run->mappings = own(a, mapping, run->diags);
	diags_print(run->diags, stderr, false);
	assert_non_null(run->mappings);
	run_input(run, input_of(text, strlen(text)), "text");
	assert_non_null(run->reader);
	assert_true(run->source.seen == run->source.kept + run->source.refused +
		(run->source.nignored > 0 ? run->source.ignored[0].n : 0) +
		(run->source.nignored > 1 ? run->source.ignored[1].n : 0));
}

#define CHECKS "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"/hosts/*/fqdn\"]}," \
	"\"emit\":[{\"record\":\"observation\",\"each\":\"/hosts/*/checks/*\",\"set\":{\"asset\":{\"ref\":\"^/fqdn\",\"ns\":\"fqdn\"}," \
	"\"test\":\"/id\",\"result\":\"/status\",\"tags\":{\"ref\":\"/controls/*\",\"type\":\"control\"},\"at\":\"/at|^/at\"},\"require\":[\"test\",\"result\"]}]}"

static void
test_json(void **state)
{
	struct arena *a = arena_new();
	struct run run;
	const struct rec_observation *o;

	(void)state;
	run_own(&run, a, CHECKS, "{\"run\":1,\"hosts\":[\n"
		"{\"fqdn\":\"a.x.example\",\"at\":\"2025-01-02T00:00:00Z\",\"checks\":[\n"
		"{\"id\":\"c1\",\"status\":\"pass\",\"controls\":[\"AC-2\",\"IA-5\"]},\n"
		"{\"id\":\"c2\",\"status\":\"fail\",\"at\":\"2025-01-03T00:00:00Z\",\"note\":1}]},\n"
		"{\"fqdn\":\"b.x.example\",\"checks\":[]},\n"
		"{\"fqdn\":\"c.x.example\",\"checks\":[{\"id\":\"c1\",\"status\":null},{\"id\":\"c3\",\"status\":\"frob\"}]}]}");
	assert_string_equal(run.reader->name, "json-mapping");
	assert_int_equal(run.rc, 0);
	/* Two, one host without any, one without result, one with a word that is on no table. */
	assert_int_equal(run.source.seen, 5);
	assert_int_equal(run.source.kept, 3);
	assert_int_equal(run.source.refused, 1);
	assert_int_equal(run.source.nignored, 1);
	o = &run_at(&run, REC_OBSERVATION, 0)->u.observation;
	assert_string_equal(run_ident(&o->asset, "fqdn"), "a.x.example");
	assert_true(run_has_tag(&o->tags, "nist-800-53", "ac-2"));
	assert_true(run_has_tag(&o->tags, "nist-800-53", "ia-5"));
	assert_true(o->at.lo == o->at.hi);
	assert_string_equal(run_at(&run, REC_OBSERVATION, 1)->loc.path, "/hosts/0/checks/1");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->loc.line, 4);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.result, RESULT_FAIL);
	assert_true(run_at(&run, REC_OBSERVATION, 1)->u.observation.at.lo != o->at.lo);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 2)->u.observation.result, RESULT_UNKNOWN);
	assert_int_equal(run.source.odd_words, 1);
	assert_true(run_said(&run, &map_n_columns)); /* "note" */
	run_close(&run);
	/* Two words where one is asked for: both, so that the good one hides nothing. */
	run_own(&run, a, CHECKS, "{\"hosts\":[{\"fqdn\":\"a.x.example\",\"checks\":[{\"id\":\"c\",\"status\":[\"pass\",\"fail\"]}]}]}");
	assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.result, RESULT_FAIL);
	run_close(&run);
	/* An object instead of a text is told. */
	run_own(&run, a, CHECKS, "{\"hosts\":[{\"fqdn\":\"a.x.example\",\"checks\":[{\"id\":{\"n\":1},\"status\":\"pass\"}]}]}");
	assert_int_equal(run.source.refused, 1);
	assert_true(run_said(&run, &map_w_value));
	run_close(&run);
	arena_free(a);
}

#define LINES "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"worker\",\"mail\"]}," \
	"\"emit\":[{\"record\":\"party\",\"each\":\"/*\",\"set\":{\"name\":\"/worker/name|/worker\",\"ids\":[{\"ref\":\"/mail/*\",\"ns\":\"email\"}]},\"require\":[\"ids\"]}]}"

/* A list, and the same value by value on lines; one line alone; a mail address without its list. */
static void
test_lines(void **state)
{
	static const struct { const char *text; uint64_t people; const char *second; } rows[] = {
		{ "[{\"worker\":{\"name\":\"Bo\"},\"mail\":[\"bo@x.example\",\"b@x.example\"]},{\"worker\":\"Cy\",\"mail\":[\"cy@x.example\"]}]", 2, "Cy" },
		{ "{\"worker\":{\"name\":\"Bo\"},\"mail\":[\"bo@x.example\"]}\n{\"worker\":\"Cy\",\"mail\":[\"cy@x.example\"]}\n", 2, "Cy" },
		{ "{\"worker\":\"Bo\",\"mail\":[\"bo@x.example\"]}\n", 1, NULL },
		{ "{\"worker\":\"Bo\",\"mail\":[]}\n", 0, NULL },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_own(&run, a, LINES, rows[i].text);
		assert_int_equal(run_count(&run, REC_PARTY), rows[i].people);
		if (rows[i].second != NULL)
			assert_string_equal(run_at(&run, REC_PARTY, 1)->u.party.name, rows[i].second);
		run_close(&run);
	}
	arena_free(a);
}

#define BY_NAME "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"/controls\",\"/system\"]}," \
	"\"emit\":[{\"record\":\"claim\",\"each\":\"/controls/*\",\"set\":{\"kind\":{\"const\":\"grc\"},\"control\":{\"ref\":\"$key\",\"type\":\"control\"},\"state\":\"/state\"},\"require\":[\"control\"]}," \
	"{\"record\":\"system\",\"each\":\"/system\",\"set\":{\"id\":\"/id\",\"name\":\"/name\"},\"require\":[\"id\"]}]}"

/* Objects by name instead of lists, and what stands once. */
static void
test_names(void **state)
{
	struct arena *a = arena_new();
	struct run run;

	(void)state;
	run_own(&run, a, BY_NAME, "{\"controls\":{\"AC-2\":{\"state\":\"implemented\"},\"AC-3(1)\":{\"state\":\"planned\"}},"
		"\"system\":{\"id\":\"S1\",\"name\":\"Ferry\"}}");
	assert_int_equal(run_count(&run, REC_CLAIM), 2);
	assert_string_equal(run_at(&run, REC_CLAIM, 1)->u.claim.control, "ac-3.1");
	assert_string_equal(run_at(&run, REC_CLAIM, 1)->loc.path, "/controls/AC-3(1)");
	assert_string_equal(run_at(&run, REC_SYSTEM, 0)->u.system.id, "S1");
	assert_int_equal(run.source.seen, 3);
	run_close(&run);
	/* The same as a list has no names. */
	run_own(&run, a, BY_NAME, "{\"controls\":[{\"state\":\"implemented\"}],\"system\":{\"id\":\"S1\"}}");
	assert_int_equal(run_count(&run, REC_CLAIM), 0);
	assert_int_equal(run.source.refused, 1);
	run_close(&run);
	arena_free(a);
}

#define REGISTER "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"xml\",\"root\":\"{urn:acme}register\"},\"read\":{\"ns\":{\"a\":\"urn:acme\"}}," \
	"\"tables\":{\"what\":{\"raised\":\"escalate\",\"*else\":\"comment\"}}," \
	"\"emit\":[{\"record\":\"item\",\"each\":\"/a:register/a:risk\",\"set\":{\"tracker\":\"../@name\",\"key\":\"@key\",\"type\":{\"const\":\"risk\"},\"title\":\".\",\"controls\":{\"ref\":\"a:control/@ref\"}},\"require\":[\"key\"]}," \
	"{\"record\":\"event\",\"each\":\"/a:register/a:risk/a:log/a:entry\",\"set\":{\"tracker\":\"../../../@name\",\"item\":\"../../@key\",\"at\":\"@at\",\"kind\":{\"ref\":\"@what\",\"map\":\"what\"}},\"require\":[\"item\"]}]}"

static void
test_xml(void **state)
{
	struct arena *a = arena_new();
	struct run run;

	(void)state;
	run_own(&run, a, REGISTER, "<r:register xmlns:r=\"urn:acme\" xmlns:o=\"urn:other\" name=\"acme\">\n"
		"<r:risk key=\"R-1\">Old keys<r:control ref=\"AC-2\"/><r:control ref=\"AC-3\"/><r:log><r:entry at=\"2025-01-02T00:00:00Z\" what=\"raised\"/>\n"
		"<r:entry at=\"2025-01-03T00:00:00Z\" what=\"seen\"/></r:log></r:risk>\n"
		"<r:risk key=\"\"/>\n"
		"<o:risk key=\"R-3\"/><r:policy><r:risk key=\"R-4\"/></r:policy>\n"
		"<r:risk key=\"R-5\"><o:log><r:entry at=\"2025-01-02T00:00:00Z\"/></o:log></r:risk></r:register>");
	assert_string_equal(run.reader->name, "xml-mapping");
	assert_int_equal(run_count(&run, REC_ITEM), 2);
	assert_int_equal(run_count(&run, REC_EVENT), 2);
	assert_int_equal(run.source.refused, 1);
	assert_string_equal(run_at(&run, REC_ITEM, 0)->u.item.tracker, "acme");
	assert_string_equal(run_at(&run, REC_ITEM, 0)->u.item.title, "Old keys");
	assert_true(run_has_tag(&run_at(&run, REC_ITEM, 0)->u.item.controls, "nist-800-53", "ac-3"));
	assert_string_equal(run_at(&run, REC_EVENT, 1)->u.event.item, "R-1");
	assert_string_equal(run_at(&run, REC_EVENT, 1)->u.event.tracker, "acme");
	assert_int_equal(run_at(&run, REC_EVENT, 0)->u.event.kind, EVENT_ESCALATE);
	assert_string_equal(run_at(&run, REC_EVENT, 1)->loc.path, "/a:register/a:risk[1]/a:log/a:entry[2]");
	assert_int_equal(run_at(&run, REC_EVENT, 1)->loc.line, 3);
	run_close(&run);
	arena_free(a);
}

/* A `when` leaves out an item that fails: refused, also where the record has others. */
static void
test_dropped(void **state)
{
	static const char map[] = "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"/hosts/*/fqdn\"]},"
		"\"emit\":[{\"record\":\"observation\",\"each\":\"/hosts/*/checks/*\",\"when\":{\"ref\":\"/kind\",\"is\":\"new\"},"
		"\"set\":{\"asset\":{\"ref\":\"^/fqdn\",\"ns\":\"fqdn\"},\"test\":\"/id\",\"result\":\"/status\"}}]}";
	struct arena *a = arena_new();
	struct run run;

	(void)state;
	run_own(&run, a, map, "{\"hosts\":[{\"fqdn\":\"a.x.example\",\"checks\":[{\"id\":\"1\",\"status\":\"pass\",\"kind\":\"new\"},"
		"{\"id\":\"2\",\"status\":\"fail\",\"kind\":\"old\"},{\"id\":\"3\",\"status\":\"pass\",\"kind\":\"old\"}]}]}");
	assert_int_equal(run.source.seen, 3);
	assert_int_equal(run.source.kept, 1);
	assert_int_equal(run.source.refused, 1);
	assert_true(run_said(&run, &map_e_dropped));
	assert_int_equal(run_ignored(&run, "dropped by when: old"), 1);
	run_close(&run);
	arena_free(a);
}

static const char json_begin[] = "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"a\"]},";
static const char xml_begin[] = "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"xml\",\"root\":\"a\"},\"read\":{\"ns\":{\"acme\":\"urn:x\"}},";

static void
test_errors(void **state)
{
	static const struct { const char *begin, *rest, *says; } rows[] = {
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"set\":{\"name\":\"/n\"}}]}", "\"each\" must say" },
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"a\",\"set\":{\"name\":\"/n\"}}]}", "is no path" },
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/*\",\"set\":{\"name\":\"n\"}}]}", "is no path" },
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/0\",\"set\":{\"name\":\"/n\"}}]}", "picks one of many" },
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/*\",\"set\":{\"name\":\"^^/n\"}}]}", "goes up farther" },
		{ json_begin, "\"emit\":[{\"record\":\"party\",\"eahc\":\"/a/*\",\"set\":{\"name\":\"/n\"}}]}", "did you mean \"each\"" },
		{ json_begin, "\"read\":{\"delimiter\":\";\"},\"emit\":[]}", "are for CSV" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"/c\"}}]}", "leave the first" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"c[@x='1']\"}}]}", "steps are names" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"acne:c\"}}]}", "did you mean \"acme\"" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"c/../d\"}}]}", "stands first" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"@x/d\"}}]}", "stands last" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/@x\",\"set\":{\"name\":\".\"}}]}", "names an element" },
		{ xml_begin, "\"emit\":[{\"record\":\"party\",\"each\":\"/a/b\",\"set\":{\"name\":\"../../@x\"}}]}", "goes up farther" },
		{ "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\"},", "\"emit\":[]}", "fits every file" },
		{ "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"xml\",\"root\":\"a\",\"keys_all\":[\"b\"]},", "\"emit\":[]}", "not for this format" },
		{ "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"csv\",\"header_all\":[\"b\"]},", "\"emit\":[{\"record\":\"party\",\"each\":\"/a\",\"set\":{\"name\":\"b\"}}]}", "of a table every row counts" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena *a = arena_new();
		struct diags *d = diags_new();
		const char *text = arena_printf(a, "%s%s", rows[i].begin, rows[i].rest);
		bool said = false;

		assert_null(own(a, text, d));
		for (size_t k = 0; k < diags_count(d); k++)
			said = said || strstr(diags_at(d, k)->text, rows[i].says) != NULL;
		if (!said)
			fail_msg("row %zu does not say: %s", i, rows[i].says);
		diags_free(d);
		arena_free(a);
	}
}

/* The rule about words that loosen holds for trees as for tables. */
static void
test_loosening(void **state)
{
	static const char bad[] = "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"a\"]},"
		"\"tables\":{\"r\":{\"failed\":\"pass\"}},\"emit\":[{\"record\":\"observation\",\"each\":\"/a/*\",\"set\":{\"test\":\"/t\",\"result\":{\"ref\":\"/r\",\"map\":\"r\"}}}]}";
	struct arena *a = arena_new();
	struct diags *d = diags_new();

	(void)state;
	assert_null(own(a, bad, d));
	assert_ptr_equal(diags_at(d, 0)->kind, &map_e_loose);
	diags_free(d);
	arena_free(a);
}

#define TREES "fixtures/good/json-mapping/"

static void
run_tree(struct run *run, const char *path)
{
	run_init(run);
	run->mappings = mappings_builtin(run->keep, run->diags);
	run_path(run, path);
}

/* Which shipped mapping reads which JSON, and what comes of it. */
static void
test_shipped(void **state)
{
	static const struct { const char *path, *originator; enum record_kind kind; uint64_t n; } rows[] = {
		{ TREES "checkov.json", "mapping:checkov", REC_OBSERVATION, 3 },
		{ TREES "dependency-track.json", "mapping:dependency-track", REC_OBSERVATION, 1 },
		{ TREES "emass-controls.json", "mapping:emass-controls-json", REC_CLAIM, 2 },
		{ TREES "emass-results.json", "mapping:emass-results-json", REC_OBSERVATION, 2 },
		{ TREES "emass.json", "mapping:emass-poam-json", REC_ITEM, 2 },
		{ TREES "fedramp-avi.json", "mapping:fedramp-avi", REC_ITEM, 1 },
		{ TREES "fedramp-incident.json", "mapping:fedramp-incident", REC_ITEM, 1 },
		{ TREES "fedramp-sdr.json", "mapping:fedramp-sdr", REC_CLAIM, 3 },
		{ TREES "fedramp-vdr.json", "mapping:fedramp-vdr", REC_ITEM, 2 },
		{ TREES "gosec.json", "mapping:gosec", REC_OBSERVATION, 1 },
		{ TREES "gitlab-users.json", "mapping:gitlab-users", REC_PARTY, 2 },
		{ TREES "jira-users.json", "mapping:jira-users", REC_PARTY, 2 },
		{ TREES "opsgenie-users.json", "mapping:opsgenie-users", REC_PARTY, 2 },
		{ TREES "prowler-fedramp.json", "mapping:prowler-framework", REC_MAPPING, 1 },
		{ TREES "prowler-framework.json", "mapping:prowler-framework", REC_MAPPING, 3 },
		{ TREES "twistlock-images.json", "mapping:twistlock-images", REC_OBSERVATION, 2 },
		{ TREES "twistlock-repository.json", "mapping:twistlock-repository", REC_OBSERVATION, 1 },
		{ TREES "vanta-controls.json", "mapping:vanta-controls-json", REC_CLAIM, 2 },
		{ TREES "vanta-tests.json", "mapping:vanta-tests-json", REC_OBSERVATION, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run;

		run_tree(&run, rows[i].path);
		assert_non_null(run.reader);
		assert_int_equal(run.rc, 0);
		assert_string_equal(run.source.originator, rows[i].originator);
		assert_int_equal(run_count(&run, rows[i].kind), rows[i].n);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_shipped_words(void **state)
{
	struct run run;
	const struct rec_item *i;

	(void)state;
	run_tree(&run, TREES "checkov.json");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.result, RESULT_PASS);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.result, RESULT_FAIL);
	/* Skipped by the author of the file: no pass. */
	assert_int_equal(run_at(&run, REC_OBSERVATION, 2)->u.observation.result, RESULT_UNKNOWN);
	run_close(&run);
	/* The project and the time stand beside the list. */
	run_tree(&run, TREES "dependency-track.json");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.at.known, KNOWN);
	assert_string_equal(run_ident(&run_at(&run, REC_OBSERVATION, 0)->u.observation.asset, "name"), "booking");
	run_close(&run);
	run_tree(&run, TREES "prowler-fedramp.json");
	assert_string_equal(run_at(&run, REC_MAPPING, 0)->u.mapping.framework, "nist-800-53");
	assert_string_equal(run_at(&run, REC_MAPPING, 0)->u.mapping.control, "ac-2.1");
	assert_int_equal(run_at(&run, REC_MAPPING, 0)->u.mapping.relation, REL_NONE);
	run_close(&run);
	run_tree(&run, TREES "fedramp-vdr.json");
	i = &run_at(&run, REC_ITEM, 0)->u.item;
	assert_string_equal(i->severity, "high");
	assert_int_equal(i->evaluated.known, KNOWN);
	assert_int_equal(i->status, STATUS_OPEN);
	assert_int_equal(run_at(&run, REC_ITEM, 1)->u.item.status, STATUS_CLOSED);
	run_close(&run);
	run_tree(&run, TREES "fedramp-sdr.json");
	assert_int_equal(run_at(&run, REC_CLAIM, 0)->u.claim.state, STATE_PARTIAL);
	assert_int_equal(run_at(&run, REC_CLAIM, 1)->u.claim.state, STATE_IMPLEMENTED);
	assert_string_equal(run_at(&run, REC_CLAIM, 2)->u.claim.control, "ac-2.1");
	assert_int_equal(run_at(&run, REC_CLAIM, 2)->u.claim.state, STATE_NOT_IMPLEMENTED);
	run_close(&run);
	for (size_t k = 0; k < 3; k++) {
		static const char *const users[] = { TREES "gitlab-users.json", TREES "jira-users.json",
			TREES "opsgenie-users.json" };

		run_tree(&run, users[k]);
		assert_int_equal(run_at(&run, REC_PARTY, 0)->u.party.active, TRI_T);
		assert_int_equal(run_at(&run, REC_PARTY, 1)->u.party.active, TRI_F);
		run_close(&run);
	}
	run_tree(&run, TREES "emass-results.json");
	assert_int_equal(run_at(&run, REC_OBSERVATION, 0)->u.observation.result, RESULT_FAIL);
	assert_int_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.grade, GRADE_E1);
	run_close(&run);
}

#define BESIDE "{\"trueup_map\":1,\"name\":\"own\",\"detect\":{\"format\":\"json\",\"keys_all\":[\"/runs\"]}," \
	"\"emit\":[{\"record\":\"observation\",\"each\":\"/runs/*/checks/*\",\"set\":{\"test\":\"/id\",\"message\":\"^^/tool\",\"result\":\"/r\"},\"require\":[\"test\"]}," \
	"{\"record\":\"system\",\"each\":\"/runs/*\",\"set\":{\"id\":\"/name\"},\"require\":[\"id\"]}]}"

/* "^" goes up to the whole document, whether the member stands before its list or after it. */
static void
test_beside(void **state)
{
	static const char *const texts[] = {
		"{\"tool\":\"t\",\"runs\":[{\"name\":\"a\",\"checks\":[{\"id\":\"1\",\"r\":\"fail\"},{\"id\":\"2\",\"r\":\"pass\"}]}]}",
		"{\"runs\":[{\"checks\":[{\"id\":\"1\",\"r\":\"fail\"},{\"id\":\"2\",\"r\":\"pass\"}],\"name\":\"a\"}],\"tool\":\"t\"}",
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct run run;

		run_own(&run, a, BESIDE, texts[i]);
		assert_int_equal(run.rc, 0);
		assert_int_equal(run_count(&run, REC_OBSERVATION), 2);
		assert_int_equal(run_count(&run, REC_SYSTEM), 1);
		assert_string_equal(run_at(&run, REC_OBSERVATION, 1)->u.observation.message, "t");
		assert_string_equal(run_at(&run, REC_OBSERVATION, 1)->loc.path, "/runs/0/checks/1");
		run_close(&run);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_xml),
		cmocka_unit_test(test_dropped),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_loosening),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_shipped_words),
		cmocka_unit_test(test_beside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
