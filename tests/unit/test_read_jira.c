/* Jira: issues of every shape, and logs in any order. */
#include "tests/unit/read_harness.h"

#include "checker/base/file.h"
#include "checker/read/jira.h"
#include "checker/read/json_reader_diags.h"

#define GOOD "fixtures/good/jira/"
#define BAD "fixtures/hostile/jira/"
#define AT(seconds) (INT64_C(seconds) * NS_SECOND)

static const struct rec_item *
item(const struct run *run, const char *key)
{
	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == REC_ITEM &&
			str_same(run->records.v[i].u.item.key, key))
			return &run->records.v[i].u.item;
	fail_msg("no issue %s", key);
	return &run_at(run, REC_ITEM, 0)->u.item;
}

/* The nth event of an issue (from 0), or NULL. */
static const struct rec_event *
find_nth(const struct run *run, const char *key, size_t n)
{
	for (size_t i = 0; i < run->records.n; i++)
		if (run->records.v[i].kind == REC_EVENT &&
			str_same(run->records.v[i].u.event.item, key) && n-- == 0)
			return &run->records.v[i].u.event;
	return NULL;
}

static const struct rec_event *
nth(const struct run *run, const char *key, size_t n)
{
	const struct rec_event *e = find_nth(run, key, n);

	if (e == NULL)
		fail_msg("no event %zu of %s", n, key);
	return e != NULL ? e : &run_at(run, REC_EVENT, 0)->u.event;
}

static const struct rec_event *
event(const struct run *run, const char *key, const char *id)
{
	const struct rec_event *e;

	for (size_t n = 0; (e = find_nth(run, key, n)) != NULL; n++)
		if (str_same(e->id, id))
			return e;
	fail_msg("no event %s of %s", id, key);
	return &run_at(run, REC_EVENT, 0)->u.event;
}

static void
test_issue(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "search.json");
	assert_string_equal(run.reader->name, "jira");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 6);
	assert_int_equal(run.source.kept, 6);
	run_assert_conserved(&run);
	assert_int_equal(run.source.complete, TRI_T);
	assert_int_equal(run.source.total, 6);
	assert_int_equal(run.source.listed, 6);
	it = item(&run, "SEC-1");
	assert_string_equal(it->tracker, "jira");
	assert_int_equal(it->type, ITEM_VULNERABILITY);
	assert_string_equal(it->severity, "critical"); /* the log says which custom field it is */
	assert_string_equal(it->severity_raw, "Critical");
	assert_string_equal(it->priority, "high");
	assert_int_equal(it->status, STATUS_ACCEPTED);
	assert_string_equal(it->status_raw, "Erledigt");
	assert_string_equal(it->resolution_raw, "Won't Do");
	assert_int_equal(it->created.lo, AT(1767596400)); /* 2026-01-05T08:00:00+01:00 */
	assert_int_equal(it->closed.lo, AT(1770721200));
	assert_true(it->due.date_only);
	assert_int_equal(it->due.lo, AT(1775001600)); /* 2026-04-01 */
	assert_string_equal(it->assignee.raw, "Ana Ruiz");
	assert_string_equal(run_ident(&it->assignee.ids, "jira"), "712020:aa");
	assert_string_equal(run_ident(&it->reporter.ids, "email"), "bo@harbour.example");
	assert_true(run_has_tag(&it->controls, "nist-800-53", "ac-2.1")); /* summary */
	assert_true(run_has_tag(&it->controls, "nist-800-53", "si-2"));   /* label */
	assert_true(run_has_tag(&it->controls, "nist-800-53", "ra-5"));   /* component */
	assert_true(run_has_tag(&it->tests, "cve", "CVE-2024-3094"));
	assert_int_equal(it->nassets, 1);
	assert_string_equal(run_ident(&it->assets[0], IDENT_MENTION), "web01.harbour.example");
	assert_true(it->has_history);
	assert_false(it->truncated);
	assert_false(it->rationale_place);
	assert_null(it->duplicate_of);
	run_close(&run);
}

/* The log of SEC-1 is given in the order 130, 500, 120, 110, 111, and 500 is the oldest. */
static void
test_log(void **state)
{
	static const char *const order[] = { "created", "created.assignee", "500.0", "110.0",
		"110.1",
		"111.0", "111.1", "120.0", "130.0", "130.1", "130.2", "comment.7" };
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "search.json");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		assert_string_equal(nth(&run, "SEC-1", i)->id, order[i]);
	assert_null(find_nth(&run, "SEC-1", sizeof(order) / sizeof(order[0])));
	e = event(&run, "SEC-1", "created");
	assert_int_equal(e->kind, EVENT_CREATE);
	assert_string_equal(e->to, "To Do"); /* what the first change came from */
	e = event(&run, "SEC-1", "created.assignee");
	assert_int_equal(e->kind, EVENT_ASSIGN);
	assert_string_equal(run_ident(&e->to_party.ids, "jira"), "5f8bb");
	e = event(&run, "SEC-1", "500.0");
	assert_int_equal(e->kind, EVENT_ASSIGN);
	assert_string_equal(e->to_party.raw, "Ana Ruiz");
	assert_string_equal(run_ident(&e->to_party.ids, "jira"), "712020:aa");
	e = event(&run, "SEC-1", "110.0");
	assert_int_equal(e->kind, EVENT_STATUS);
	assert_true(e->evaluated);
	assert_false(e->closes);
	e = event(&run, "SEC-1", "110.1");
	assert_int_equal(e->kind, EVENT_DUE);
	assert_int_equal(e->until.lo, AT(1772323200)); /* 2026-03-01 */
	e = event(&run, "SEC-1", "111.0");
	assert_int_equal(e->kind, EVENT_LABEL);
	assert_true(e->actor.machine);
	assert_int_equal(event(&run, "SEC-1", "111.1")->kind, EVENT_ESCALATE);
	e = event(&run, "SEC-1", "120.0");
	assert_int_equal(e->kind, EVENT_SEVERITY);
	assert_string_equal(e->severity, "critical");
	assert_null(e->actor.raw); /* Jira does not know who */
	e = event(&run, "SEC-1", "comment.7");
	assert_int_equal(e->kind, EVENT_COMMENT);
	assert_string_equal(e->to, "Looked at it.\n");
	run_close(&run);
}

static void
test_decisions(void **state)
{
	struct run run;
	const struct rec_event *e;

	(void)state;
	run_init(&run);
	run.zone = "UTC";
	run_path(&run, GOOD "search.json");
	/* Accepted, until the due date that the same entry sets. */
	e = event(&run, "SEC-1", "130.0");
	assert_int_equal(e->kind, EVENT_DECIDE);
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_true(e->closes);
	assert_null(e->rationale);
	assert_int_equal(e->until.lo, AT(1775001600));
	/* The status beside it decides nothing of its own. */
	e = event(&run, "SEC-1", "130.1");
	assert_false(e->closes);
	assert_int_equal(e->choice, CHOICE_NONE);
	/* A status without a resolution does. */
	e = event(&run, "SEC-6", "601.0");
	assert_true(e->closes);
	assert_int_equal(e->choice, CHOICE_FIX);
	e = event(&run, "SEC-6", "602.0");
	assert_int_equal(e->kind, EVENT_REOPEN);
	assert_true(e->reopens);
	assert_int_equal(event(&run, "SEC-6", "603.0")->choice, CHOICE_FALSE_POSITIVE);
	/* The resolution came in an earlier entry and still holds. */
	e = event(&run, "SEC-6", "604.0");
	assert_false(e->closes);
	assert_int_equal(e->choice, CHOICE_NONE);
	e = event(&run, "SEC-6", "605.0");
	assert_int_equal(e->kind, EVENT_REOPEN);
	assert_int_equal(e->choice, CHOICE_NONE);
	/* The status stands before the resolution in one entry: still one decision. */
	assert_int_equal(event(&run, "SEC-6", "606.0")->choice, CHOICE_NONE);
	assert_false(event(&run, "SEC-6", "606.0")->closes);
	assert_int_equal(event(&run, "SEC-6", "606.1")->choice, CHOICE_FIX);
	/* Duplicates and unknown words decide nothing. */
	assert_int_equal(event(&run, "SEC-3", "201.1")->choice, CHOICE_NONE);
	assert_int_equal(event(&run, "SEC-3", "201.0")->kind, EVENT_LINK);
	assert_string_equal(item(&run, "SEC-3")->duplicate_of, "SEC-1");
	assert_int_equal(item(&run, "SEC-3")->status, STATUS_CANCELLED);
	assert_int_equal(event(&run, "SEC-5", "301.0")->choice, CHOICE_NONE);
	assert_int_equal(run.source.odd_words, 2); /* that resolution, and a priority */
	run_close(&run);
}

static void
test_gaps(void **state)
{
	struct run run;
	const struct rec_item *it;

	(void)state;
	run_file(&run, GOOD "search.json");
	it = item(&run, "SEC-2");
	assert_true(it->truncated);
	assert_true(run.source.truncated_history);
	assert_string_equal(it->assignee.raw, "");  /* there, and blank */
	assert_string_equal(it->priority, "");
	assert_string_equal(it->resolution_raw, "");
	assert_null(it->severity);                  /* no such field */
	assert_int_equal(it->due.known, EMPTY);
	/* Who had it first, a cut-off log does not say. */
	assert_string_equal(nth(&run, "SEC-2", 0)->id, "created");
	assert_null(nth(&run, "SEC-2", 0)->to);
	assert_string_equal(nth(&run, "SEC-2", 1)->id, "900.0");
	assert_string_equal(nth(&run, "SEC-2", 1)->to_party.raw, "");
	assert_string_equal(nth(&run, "SEC-2", 2)->severity, "low");
	assert_int_equal(nth(&run, "SEC-2", 2)->kind, EVENT_PRIORITY);
	it = item(&run, "SEC-4");
	assert_false(it->has_history); /* the string "None" */
	assert_int_equal(it->type, ITEM_REQUEST);
	assert_null(it->assignee.raw);
	assert_int_equal(it->due.known, UNKNOWN);
	/* Category new, number of done. */
	assert_int_equal(item(&run, "SEC-5")->status, STATUS_OPEN);
	assert_true(run_said(&run, &jira_w_truncated));
	assert_true(run_said(&run, &jira_n_no_log));
	assert_true(run_said(&run, &jira_w_category));
	/* Without a zone a bare date may be 50 hours long. */
	assert_int_equal(item(&run, "SEC-1")->due.hi - item(&run, "SEC-1")->due.lo + 1,
		50 * NS_HOUR);
	run_close(&run);
}

static void
test_shapes(void **state)
{
	static const struct { const char *file; uint64_t items, events; enum tri complete;
		} rows[] = {
		{ "issue.json", 1, 2, TRI_U }, { "issues.jsonl", 2, 4, TRI_U },
		{ "list.json", 2, 6, TRI_U }, { "webhook.json", 1, 2, TRI_U },
		{ "page.json", 1, 1, TRI_F },
	};
	char path[128];
	struct run run;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(path, sizeof(path), GOOD "%s", rows[i].file);
		run_file(&run, path);
		assert_non_null(run.reader);
		assert_string_equal(run.reader->name, "jira");
		assert_int_equal(run.rc, 0);
		if (run_count(&run, REC_ITEM) != rows[i].items ||
			run_count(&run, REC_EVENT) != rows[i].events)
			fail_msg("%s: %llu, %llu", path,
				(unsigned long long)run_count(&run, REC_ITEM),
				(unsigned long long)run_count(&run, REC_EVENT));
		assert_int_equal(run.source.complete, rows[i].complete);
		run_assert_conserved(&run);
		run_close(&run);
	}
}

static void
test_data_center(void **state)
{
	struct run run;
	const struct rec_item *it;
	const struct rec_event *e;

	(void)state;
	run_file(&run, GOOD "issue.json");
	it = item(&run, "OPS-7");
	assert_int_equal(it->type, ITEM_AUDIT_FINDING);
	assert_string_equal(it->severity, "moderate");
	assert_string_equal(run_ident(&it->reporter.ids, "jira"), "JIRAUSER10100");
	assert_string_equal(run_ident(&it->reporter.ids, "login"), "blee");
	assert_int_equal(it->created.lo, AT(1767250800)); /* 00:00 -0700 */
	/* Nobody ever changed it: the assignee now is the first. */
	assert_string_equal(event(&run, "OPS-7", "created.assignee")->to_party.raw, "Ana Ruiz");
	run_close(&run);
	run_file(&run, GOOD "webhook.json");
	e = event(&run, "SEC-4", "400.0");
	assert_int_equal(e->choice, CHOICE_ACCEPT);
	assert_int_equal(e->until.known, UNKNOWN); /* no due date: no end */
	assert_int_equal(e->at.lo, AT(1767776400));
	assert_true(item(&run, "SEC-4")->truncated);
	run_close(&run);
}

static void
test_words(void **state)
{
	static const struct {
		const char *name, *category, *id;
		enum item_status status;
		bool contrary;
	} rows[] = {
		{ "Done", "done", "3", STATUS_CLOSED, false },
		{ "\xec\x99\x84\xeb\xa3\x8c", "done", "3", STATUS_CLOSED, false },
		{ "To Do", "done", "3", STATUS_CLOSED, false },         /* the category decides */
		{ "Closed", "indeterminate", "4", STATUS_IN_PROGRESS, false },
		{ "On Hold", "indeterminate", "4", STATUS_HOLD, false }, /* the name refines */
		{ "Risk Accepted", "done", "3", STATUS_ACCEPTED, false },
		{ "Rejected", "done", "3", STATUS_CANCELLED, false },
		{ "X", "done", "2", STATUS_OPEN, true },                /* the less finished */
		{ "X", "new", "3", STATUS_OPEN, true },
		{ "X", NULL, NULL, STATUS_UNKNOWN, false },
		{ "Fixed", NULL, NULL, STATUS_CLOSED, false },
	};
	static const struct { const char *word; enum choice choice; } words[] = {
		{ "Done", CHOICE_FIX }, { "Fixed", CHOICE_FIX }, { "Resolved", CHOICE_FIX },
		{ "Closed", CHOICE_FIX }, { "Won't Do", CHOICE_ACCEPT },
			{ "Won\xe2\x80\x99t Fix", CHOICE_ACCEPT },
		{ "Declined", CHOICE_ACCEPT }, { "Risk Accepted", CHOICE_ACCEPT },
		{ "Not a Bug", CHOICE_FALSE_POSITIVE }, { "Cannot Reproduce",
			CHOICE_FALSE_POSITIVE },
		{ "Duplicate", CHOICE_NONE }, { "In Progress", CHOICE_NONE }, { "Investigating",
			CHOICE_NONE },
		{ "\xe5\xae\x8c\xe6\x88\x90", CHOICE_FIX }, { "", CHOICE_NONE }, { NULL,
			CHOICE_NONE },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool contrary;

		assert_int_equal(jira_status(rows[i].name, rows[i].category, rows[i].id,
			&contrary, a),
			rows[i].status);
		assert_int_equal(contrary, rows[i].contrary);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(jira_choice(words[i].word, a), words[i].choice);
	arena_free(a);
}

static void
test_hostile(void **state)
{
	struct run run;

	(void)state;
	run_file(&run, BAD "odd.json");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run.source.seen, 4);
	assert_int_equal(run.source.refused, 3);
	assert_true(run_said(&run, &jira_e_key));
	assert_true(run_said(&run, &jira_e_issue));
	run_assert_conserved(&run);
	run_close(&run);
	/* What stands before the break was given. */
	run_file(&run, BAD "cut.json");
	assert_int_equal(run.rc, -1);
	assert_true(run.source.broken);
	assert_int_equal(run_count(&run, REC_ITEM), 1);
	assert_int_equal(run.source.complete, TRI_U);
	run_close(&run);
	run_file(&run, BAD "twice.json");
	assert_int_equal(run.rc, -1);
	assert_int_equal(run_count(&run, REC_ITEM), 0);
	run_close(&run);
}

static uint64_t
kinds(const struct run *run, enum event_kind kind)
{
	uint64_t n = 0;

	for (size_t i = 0; i < run->records.n; i++)
		n += run->records.v[i].kind == REC_EVENT && run->records.v[i].u.event.kind == kind;
	return n;
}

/*
 * The counts were made with Python's json module over the whole file: issues
 * 33, histories 522, items by field: assignee 41, status 165, resolution 30;
 * comments 8; issues whose first assignee change comes from somebody, or that
 * have an assignee and no change.  One summary ends in \u0000.
 */
static void
test_corpus(void **state)
{
	struct run run;
	char path[512], last[64] = "";
	size_t histories = 0;

	(void)state;
	if (corpus_path(path, sizeof(path), "tickets/jira/search-with-changelog.json") == NULL)
		skip();
	run_file(&run, path);
	assert_string_equal(run.reader->name, "jira");
	assert_int_equal(run.rc, 0);
	assert_int_equal(run_count(&run, REC_ITEM), 33);
	assert_int_equal(run.source.complete, TRI_T);
	for (size_t i = 0; i < run.records.n; i++) {
		const struct rec_event *e = &run.records.v[i].u.event;
		char id[64];

		if (run.records.v[i].kind != REC_EVENT || !ch_digit(e->id[0]))
			continue;
		snprintf(id, sizeof(id), "%s", e->id);
		*strchr(id, '.') = '\0';
		histories += strcmp(id, last) != 0;
		snprintf(last, sizeof(last), "%s", id);
	}
	assert_int_equal(histories, 522);
	/* Assignments: the 41 changes, and the first assignee where there was one. */
	for (size_t i = histories = 0; i < run.records.n; i++)
		histories += run.records.v[i].kind == REC_EVENT &&
			str_same(run.records.v[i].u.event.id, "created.assignee");
	assert_int_equal(kinds(&run, EVENT_ASSIGN), 41 + histories);
	assert_int_equal(histories, 0);
	assert_int_equal(kinds(&run, EVENT_COMMENT), 8);
	assert_int_equal(kinds(&run, EVENT_STATUS) + kinds(&run, EVENT_DECIDE) +
		kinds(&run, EVENT_REOPEN), 165 + 30);
	run_assert_conserved(&run);
	run_close(&run);
}

/* attacks G1: what an issue once was and named, by its log. */
static void
test_once(void **state)
{
	static const struct { const char *field, *from; enum item_type type; size_t controls, tests; } rows[] = {
		{"issuetype", "Vulnerability", ITEM_VULNERABILITY, 0, 0},
		{"Issue Type", "Risk", ITEM_RISK, 0, 0},
		{"issuetype", "Story", ITEM_OTHER, 0, 0},
		{"summary", "Lock accounts, AC-7 (CVE-2026-0001)", ITEM_OTHER, 1, 1},
		{"labels", "AC-2 AC-3", ITEM_OTHER, 2, 0},
		{"components", "SI-2", ITEM_OTHER, 1, 0},
		{"description", "AC-7", ITEM_OTHER, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct run run;
		char text[600];
		const struct rec_item *it;

		snprintf(text, sizeof(text), "{\"issues\":[{\"key\":\"S-1\",\"fields\":{\"summary\":\"x\","
			"\"issuetype\":{\"name\":\"Task\"}},\"changelog\":{\"total\":1,\"histories\":[{\"id\":\"1\","
			"\"created\":\"2026-01-01T00:00:00Z\",\"items\":[{\"field\":\"%s\",\"fromString\":\"%s\","
			"\"toString\":\"Task\"}]}]}}]}", rows[i].field, rows[i].from);
		run_text(&run, text);
		it = item(&run, "S-1");
		if (it->type != rows[i].type || it->controls.n != rows[i].controls
			|| it->tests.n != rows[i].tests)
			fail_msg("%s %s: type %d, %zu controls, %zu tests", rows[i].field, rows[i].from,
				(int)it->type, it->controls.n, it->tests.n);
		run_close(&run);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_issue),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_data_center),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
