/* The record stream: every member of every kind goes out and comes back the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/model/members.h"
#include "checker/model/record.h"

#define LINE_MAX_BYTES (1 << 20)

/* One line a kind with all of its members, in the order of the stream. */
static const char *const lines[] = {
	"{\"record\":\"control\",\"loc\":{\"line\":3,\"col\":7,\"path\":\"/catalog/controls/0\"},"
	"\"framework\":\"nist-800-53\",\"id\":\"ac-2.1\",\"title\":\"Automated\",\"family\":\"ac\","
	"\"revision\":\"5\",\"withdrawn\":true}",
	"{\"record\":\"select\",\"baseline\":\"LOW\",\"framework\":\"nist-800-53\",\"id\":\"*\","
	"\"exclude\":true}",
	"{\"record\":\"claim\",\"kind\":\"ssp\",\"system\":\"s1\",\"framework\":\"nist-800-53\","
	"\"control\":\"ac-2\",\"part\":\"a\",\"state\":\"partial\",\"state_raw\":\"partially\","
	"\"at\":\"2026-01-02T03:04:05.5Z\",\"by\":\"Bo Lee\",\"approver\":\"\",\"reason\":\"\","
	"\"review\":{\"never\":true,\"raw\":\"9999-12-31\"}}",
	"{\"record\":\"assign\",\"subject\":\"asset\",\"framework\":\"nist-800-53\",\"id\":\"ac-"
	"2\","
	"\"asset\":[{\"ns\":\"fqdn\",\"value\":\"web01.x.example\"}],\"role\":\"owner\","
	"\"owner\":true,\"accountable\":true,\"party\":{\"raw\":\"Bo\",\"name\":\"Bo Lee\","
	"\"email\":\"bo@x.example\",\"ids\":[{\"ns\":\"emp\",\"value\":\"E200\"}],"
	"\"machine\":true},\"from\":{\"lo\":\"2026-01-02T00:00:00Z\","
	"\"hi\":\"2026-01-02T23:59:59.999999999Z\",\"date\":true,\"day_next\":true,\"raw\":\"2026-"
	"01-02\"},"
	"\"to\":\"\"}",
	"{\"record\":\"party\",\"ids\":[{\"ns\":\"email\",\"value\":\"bo@x.example\"},"
	"{\"ns\":\"email\",\"value\":\"b.lee@x.example\"}],\"name\":\"Bo Lee\","
	"\"kind_raw\":\"employee\",\"team\":\"SecOps\",\"title\":\"Engineer\",\"active\":\"F\","
	"\"status_raw\":\"Terminated\",\"hired\":\"2020-01-01T00:00:00Z\","
	"\"left\":\"2025-02-15T00:00:00Z\",\"created\":\"2020-01-01T00:00:00Z\","
	"\"modified\":{\"raw\":\"yesterday\"},\"manager\":\"Cy Ng\"}",
	"{\"record\":\"role\",\"role\":\"ISSO\",\"party\":\"cy@x.example\","
	"\"from\":{\"empty\":true,\"raw\":\"TBD\"},\"to\":{\"lo\":\"1970-01-01T00:00:00Z\"}}",
	"{\"record\":\"asset\",\"ids\":[{\"ns\":\"ip\",\"value\":\"10.0.0.7\"}],\"name\":\"WEB01\","
	"\"kind_raw\":\"server\",\"system\":\"s1\",\"status_raw\":\"Installed\",\"env\":\"prod\","
	"\"criticality_raw\":\"1 - most critical\",\"criticality\":5,\"in_scope\":\"T\","
	"\"retired\":\"\",\"seen\":\"2026-01-02T00:00:00Z\",\"listed\":true}",
	"{\"record\":\"test\",\"benchmark\":\"RHEL\",\"test\":\"SV-1\",\"title\":\"a \\\"b\\\" "
	"\\\\\","
	"\"severity\":\"high\",\"severity_raw\":\"CAT I\",\"due\":\"2026-03-01T00:00:00Z\","
	"\"added\":\"2026-02-01T00:00:00Z\","
	"\"tags\":[{\"scheme\":\"cci\","
	"\"id\":\"CCI-000015\",\"raw\":\"cci-15\",\"relation\":\"equal\"}]}",
	"{\"record\":\"observation\",\"asset\":[{\"ns\":\"fqdn\",\"value\":\"w\"}],"
	"\"benchmark\":\"RHEL\",\"test\":\"SV-1\",\"result\":\"pass\",\"result_raw\":\"pass\","
	"\"at\":\"2026-01-02T00:00:00Z\",\"severity\":\"high\",\"severity_raw\":\"I\","
	"\"originator\":\"oscap\",\"method\":\"test\",\"grade\":\"E3\",\"tags\":[{\"scheme\":"
	"\"nist-800-53\",\"id\":\"ac-2\"}],\"message\":\"ok\",\"override\":true}",
	"{\"record\":\"item\",\"tracker\":\"jira\",\"key\":\"SEC-1\",\"type\":\"finding\","
	"\"type_raw\":\"Bug\",\"title\":\"t\",\"severity\":\"high\",\"severity_raw\":\"High\","
	"\"priority\":\"low\",\"priority_raw\":\"P4\",\"status\":\"open\",\"status_raw\":\"To Do\","
	"\"resolution_raw\":\"\",\"created\":\"2026-01-02T00:00:00Z\","
	"\"detected\":\"2026-01-01T00:00:00Z\",\"evaluated\":\"2026-01-03T00:00:00Z\","
	"\"due\":\"2026-02-01T00:00:00Z\",\"closed\":\"\",\"updated\":\"2026-01-04T00:00:00Z\","
	"\"reporter\":\"Bo\",\"assignee\":\"Cy\",\"team\":\"IT\",\"controls\":[{\"scheme\":"
	"\"nist-800-53\",\"id\":\"ra-5\"}],\"tests\":[{\"scheme\":\"cve\",\"id\":\"CVE-2021-"
	"44228\"}],"
	"\"assets\":[[{\"ns\":\"fqdn\",\"value\":\"a.x\"}],[{\"ns\":\"fqdn\",\"value\":\"b.x\"},"
	"{\"ns\":\"ip\",\"value\":\"10.0.0.1\"}]],\"duplicate_of\":\"SEC-2\",\"has_history\":true,"
	"\"truncated\":true,\"rationale_place\":true}",
	"{\"record\":\"event\",\"tracker\":\"jira\",\"item\":\"SEC-1\",\"id\":\"10\","
	"\"at\":\"2026-01-02T00:00:00Z\",\"actor\":\"Bo\",\"kind\":\"create\",\"field\":\"status\","
	"\"from\":\"To Do\",\"to\":\"Done\",\"to_party\":\"Cy\",\"choice\":\"accept\","
	"\"until\":\"2026-06-01T00:00:00Z\",\"rationale\":\"\",\"severity\":\"low\",\"severity_before\":\"high\","
	"\"evaluated\":true,\"closes\":true,\"reopens\":true}",
	"{\"record\":\"acceptance\",\"id\":\"W-1\",\"tracker\":\"jira\",\"item\":\"SEC-1\","
	"\"framework\":\"nist-800-53\",\"control\":\"ac-2\",\"approver\":\"Cy\","
	"\"requester\":\"Bo\",\"granted\":\"2026-01-02T00:00:00Z\","
	"\"expires\":\"2026-06-01T00:00:00Z\",\"reason\":\"r\",\"state_raw\":\"approved\"}",
	"{\"record\":\"mapping\",\"scheme\":\"cci\",\"id\":\"CCI-000015\","
	"\"framework\":\"nist-800-53\",\"control\":\"ac-2.1\",\"revision\":\"4\","
	"\"relation\":\"superset\",\"definition\":\"d\",\"part\":\"a.1\"}",
	"{\"record\":\"evidence\",\"control\":\"ac-2\",\"framework\":\"nist-800-53\","
	"\"path\":\"a/b.png\",\"sha256\":\"00\",\"kind_raw\":\"Screenshot\","
	"\"collected\":\"2026-01-02T00:00:00Z\",\"collector\":\"Bo\"}",
	"{\"record\":\"system\",\"id\":\"s1\",\"name\":\"Payroll\",\"framework\":\"nist-800-53\","
	"\"baseline\":\"LOW\",\"revision\":\"5\"}",
};

static int
load_line(struct record *r, const char *line, struct arena *a, const char **why)
{
	struct diags *d = diags_new();
	struct node *n = json_parse(a, "line", line, strlen(line), JSON_STRICT, d);
	int rc;

	assert_non_null(n);
	rc = record_load(r, n, NULL, a, why);
	diags_free(d);
	return rc;
}

static void
lines_come_back(void **state)
{
	(void)state;
	assert_int_equal(sizeof(lines) / sizeof(*lines), REC_KINDS);
	for (size_t i = 0; i < REC_KINDS; i++) {
		struct arena *a = arena_new(), *copied = arena_new();
		struct buf b;
		struct record r, copy;
		const char *why;

		buf_init(&b, LINE_MAX_BYTES);
		if (load_line(&r, lines[i], a, &why) != 0)
			fail_msg("%s: %s", lines[i], why);
		assert_int_equal(r.kind, i);
		record_print(&b, &r);
		assert_string_equal(b.p, lines[i]);
		/* A copy shares nothing with what it was made from. */
		record_copy(&copy, &r, copied);
		arena_free(a);
		memset(&r, 0x5a, sizeof(r));
		buf_reset(&b);
		record_print(&b, &copy);
		assert_string_equal(b.p, lines[i]);
		arena_free(copied);
		buf_free(&b);
	}
}

/* Every member stands in its line: a row that is added to the table must be added here. */
static void
lines_are_complete(void **state)
{
	(void)state;
	for (size_t k = 0; k < REC_KINDS; k++)
		for (size_t i = 0; i < record_members[k].n; i++) {
			char name[64];

			snprintf(name, sizeof(name), "\"%s\":", record_members[k].v[i].name);
			if (strstr(lines[k], name) == NULL)
				fail_msg("%s lacks %s", lines[k], name);
		}
}

static size_t
member_size(enum member_type t)
{
	switch (t) {
	case MEMBER_TEXT: return sizeof(const char *);
	case MEMBER_BOOL: return sizeof(bool);
	case MEMBER_INT: return sizeof(int);
	case MEMBER_WORD: return sizeof(int);
	case MEMBER_INSTANT: return sizeof(struct instant);
	case MEMBER_PARTY: return sizeof(struct party_ref);
	case MEMBER_IDENTS: return sizeof(struct idents);
	case MEMBER_ASSETS: return sizeof(struct idents *);
	case MEMBER_TAGS: return sizeof(struct tags);
	}
	return 0;
}

/* Members do not overlap, and no hole between them is large enough for a forgotten pointer. */
static void
table_covers_the_structs(void **state)
{
	static const size_t sizes[REC_KINDS] = {sizeof(struct rec_control),
		sizeof(struct rec_select), sizeof(struct rec_claim), sizeof(struct rec_assign),
		sizeof(struct rec_party), sizeof(struct rec_role), sizeof(struct rec_asset),
		sizeof(struct rec_test), sizeof(struct rec_observation), sizeof(struct rec_item),
		sizeof(struct rec_event), sizeof(struct rec_acceptance), sizeof(struct rec_mapping),
		sizeof(struct rec_evidence), sizeof(struct rec_system)};

	(void)state;
	for (size_t k = 0; k < REC_KINDS; k++) {
		unsigned char used[sizeof(struct record)] = {0};
		size_t hole = 0, base = offsetof(struct record, u);

		for (size_t i = 0; i < record_members[k].n; i++) {
			const struct member *m = &record_members[k].v[i];

			for (size_t j = 0; j < member_size(m->type); j++)
				assert_int_equal(used[m->offset + j]++, 0);
			if (m->type == MEMBER_ASSETS)
				memset(used + m->count, 1, sizeof(size_t));
		}
		for (size_t j = base; j < base + sizes[k]; j++) {
			hole = used[j] != 0 ? 0 : hole + 1;
			assert_true(hole < sizeof(void *));
		}
	}
}

static void
bad_lines_are_refused(void **state)
{
	static const char *const bad[][2] = {
		{"{\"record\":\"contrl\"}", "what kind"},
		{"{\"id\":\"x\"}", "what kind"},
		{"[1]", "what kind"},
		{"{\"record\":\"control\",\"ident\":\"x\"}", "ident"},
		{"{\"record\":\"control\",\"id\":5}", "must be a string"},
		{"{\"record\":\"control\",\"withdrawn\":\"true\"}", "true or false"},
		{"{\"record\":\"observation\",\"result\":\"passed\"}", "none of its words"},
		{"{\"record\":\"claim\",\"control\":\"ac-2\"}", "is missing"},
		{"{\"record\":\"assign\"}", "is missing"},
		{"{\"record\":\"asset\",\"criticality\":6}", "0 to 5"},
		{"{\"record\":\"asset\",\"ids\":[{\"ns\":\"ip\"}]}", "both"},
		{"{\"record\":\"asset\",\"seen\":\"soon-ish\"}", "instant"},
		{"{\"record\":\"asset\",\"seen\":{\"hi\":\"2026-01-02T00:00:00Z\"}}", "instant"},
		{"{\"record\":\"asset\",\"seen\":{\"lo\":\"2026-01-03T00:00:00Z\","
		 "\"hi\":\"2026-01-02T00:00:00Z\"}}", "instant"},
		{"{\"record\":\"asset\",\"seen\":{\"lo\":\"2026-02-30T00:00:00Z\"}}", "UTC"},
		{"{\"record\":\"item\",\"controls\":[{\"id\":\"x\"}]}", "scheme"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct arena *a = arena_new();
		struct record r;
		const char *why = NULL;

		if (load_line(&r, bad[i][0], a, &why) != -1)
			fail_msg("accepted: %s", bad[i][0]);
		if (why == NULL || strstr(why, bad[i][1]) == NULL)
			fail_msg("%s: \"%s\" does not say \"%s\"", bad[i][0], why, bad[i][1]);
		arena_free(a);
	}
}

/* What a collector leaves out is unknown; above all a result is never a pass by silence. */
static void
silence_is_unknown(void **state)
{
	struct arena *a = arena_new();
	struct record r;
	const char *why;

	(void)state;
	assert_int_equal(load_line(&r, "{\"record\":\"observation\"}", a, &why), 0);
	assert_int_equal(r.u.observation.result, RESULT_UNKNOWN);
	assert_int_equal(r.u.observation.at.known, UNKNOWN);
	assert_null(r.u.observation.test);
	assert_int_equal(load_line(&r, "{\"record\":\"party\",\"name\":\"\"}", a, &why), 0);
	assert_int_equal(r.u.party.active, TRI_U);
	assert_string_equal(r.u.party.name, "");
	assert_int_equal(
		load_line(&r, "{\"record\":\"item\",\"created\":\"2026-01-02\"}", a, &why), 0);
	assert_true(r.u.item.created.date_only);
	arena_free(a);
}

static void
severity_words(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(severity_rank(severity_word(i)), i);
	assert_int_equal(severity_rank("Medium"), 2);
	assert_int_equal(severity_rank("bad"), -1);
	assert_int_equal(severity_rank(NULL), -1);
	assert_int_equal(severity_rank(""), -1);
	assert_null(severity_word(5));
	assert_null(severity_word(-1));
}

/* The account adds up also where there are more reasons than places. */
static void
ignored_adds_up(void **state)
{
	static const char *const reasons[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",
		"l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
	struct source *s = calloc(1, sizeof(*s));
	struct arena *a = arena_new();
	uint64_t sum = 0;

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < 26; i++)
		source_ignore(s, reasons[i], 2);
	source_ignore(s, "a", 3);
	source_ignore(s, "never", 0);
	for (size_t i = 0; i < s->nignored; i++)
		sum += s->ignored[i].n;
	assert_int_equal(sum, 26 * 2 + 3);
	assert_int_equal(s->ignored[0].n, 5);
	source_odd_word(s, a, "status", "Odd");
	source_odd_word(s, a, "status", "Odd");
	source_odd_word(s, a, "result", "Odd");
	assert_int_equal(s->odd_words, 3);
	assert_int_equal(s->nwords, 2);
	assert_string_equal(s->words[0].word, "status: Odd");
	assert_int_equal(s->words[0].n, 2);
	arena_free(a);
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back), cmocka_unit_test(lines_are_complete),
		cmocka_unit_test(table_covers_the_structs), cmocka_unit_test(bad_lines_are_refused),
		cmocka_unit_test(silence_is_unknown), cmocka_unit_test(severity_words),
		cmocka_unit_test(ignored_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
