/*
 * The shared word tables: meanings agree with values, keys can be met, and the words that must
 * not pass do not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/reader.h"

static const char *
meaning_now(const char *table, const char *word, struct arena *a)
{
	bool known;

	if (str_same(table, "severity"))
		return word_severity(word, a);
	if (str_same(table, "status"))
		return item_status_word(word_status(word, a));
	if (str_same(table, "type"))
		return item_type_word(word_item_type(word, a));
	if (str_same(table, "choice"))
		return choice_word(word_choice(word, a));
	if (str_same(table, "state"))
		return claim_state_word(word_claim_state(word, a));
	return result_word(word_result(word, &known, a));
}

static void
test_table(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0;

	(void)state;
	for (const struct word_row_doc *w = shared_words; w->table != NULL; w++, n++) {
		assert_string_equal(w->meaning, meaning_now(w->table, w->word, a));
		assert_string_equal(w->word, str_word_key(a, w->word));
		for (const struct word_row_doc *o = w + 1; o->table != NULL; o++)
			assert_false(str_same(w->table, o->table) && str_same(w->word, o->word));
	}
	assert_true(n > 200);
	arena_free(a);
}

static void
test_spellings(void **state)
{
	static const struct { const char *table, *raw, *want; } rows[] = {
		{ "severity", "CAT II", "moderate" }, { "severity", " Sev-1", "critical" },
		{ "severity", "1 - Critical", "critical" }, { "severity", "CVSS 9.0", "critical" },
		{ "severity", "cvss:6.9", "moderate" }, { "severity", "CVSS 0.0", "info" },
		{ "status", "In_Progress", "in-progress" }, { "status", "Waiting for vendor",
			"hold" },
		{ "status", "Awaiting User Info", "hold" }, { "status", "Awaiting approval",
			"awaiting" },
		{ "status", "\xe5\xae\x8c\xe6\x88\x90", "unknown" },
		{ "choice", "Won\xe2\x80\x99t Fix", "accept" }, { "choice", "Won't do", "accept" },
		{ "choice", "Duplicate", "none" },
		{ "type", "Risk Acceptance", "request" }, { "type", "Security Incident",
			"incident" },
		{ "type", "Vulnerability", "vulnerability" }, { "type", "Story", "other" },
		{ "state", "", "none" }, { "state", "Fully Implemented", "implemented" },
		{ "state", "Frobnicated", "unknown" }, { "state", "N/A", "not-applicable" },
		{ "result", "Non-Compliant", "fail" }, { "result", "perhaps", "unknown" },
		{ "result", "ERROR", "unknown" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(rows[i].want, meaning_now(rows[i].table, rows[i].raw, a));
	/* A blank severity, and words of unknown scales, are unknown: never informational. */
	assert_null(word_severity("", a));
	assert_null(word_severity("none", a));
	assert_null(word_severity("4", a));
	assert_null(word_severity("CVSS", a));
	assert_null(word_severity(NULL, a));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_spellings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
