/* trueup explain on a report: the arithmetic, the lines, and what would have to change. */
#include <fcntl.h>
#include <unistd.h>

#include "tests/unit/report_sample.h"

#include "checker/base/file.h"
#include "checker/base/utf8.h"
#include "checker/commands.h"
#include "checker/explain.h"

static const char *
explained(struct sample *s, const struct node *report, int verdict)
{
	char path[64];
	const char *text;
	struct buf b;

	snprintf(path, sizeof(path), "scopes/0/controls/%d", verdict);
	buf_init(&b, MIB);
	explain_control(&b, report, node_at(report, "scopes/0"), node_at(report, path));
	text = arena_strdup(s->a, b.p);
	buf_free(&b);
	return text;
}

static void
assert_has(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("no \"%s\" in\n%s", what, text);
}

static void
controls(void **state)
{
	static const struct { int verdict; const char *want; } rows[] = {
		{CONTRADICTED, "CONTRADICTED: reported green, evidence says red"},
		{CONTRADICTED, "UNDECIDED, REFUTED(2)"},
		{CONTRADICTED, "\"Implemented\"  [ssp.json:100]"},
		{CONTRADICTED, "Olga Ortiz: valid  [ssp.json:200]"},
		{CONTRADICTED, "hi = (4 - 2) of 4 = 50 %, rounded up"},
		{CONTRADICTED, "  [scan/rhel9.xml:240]"},
		{CONTRADICTED, "To rise to PAPER (written down, not shown to work):\n"
			"  - W: at most 1 of 4 may fail; 2 do. Needed: 1 fewer.\n"},
		{EXPOSED, "To rise to UNKNOWN (nobody can say):\n"
			"  - O: name exactly one active person as owner; now: names no person.\n"
			"  - W: at most 1 of 4 may fail; 3 do. Needed: 2 fewer.\n"},
		{PAPER, "jira:SEC-12  breached: nobody decided in time, 79 days late  [tickets.json:10]"},
		{PAPER, "To rise to PARTIAL (reported green, shown to work in part):\n"
			"  - W: at least 2 of 4 must be shown; 0 are. Needed: 2 more.\n"},
		{PARTIAL, "To rise to CONFIRMED (works, and we can prove it):\n"
			"  - W: at least 4 of 4 must be shown; 3 are. Needed: 1 more.\n"},
		{CONFIRMED, "It cannot rise"}, {CONFIRMED, "nothing holds it back"},
		{UNCLAIMED, "The records would have to say"},
		{NOT_EXERCISED, "outside the ranking"}, {NOT_APPLICABLE, "left out with approval"},
	};
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_has(explained(s, report, rows[i].verdict), rows[i].want);
	sample_free(s);
}

/* Where the share is no plain fraction, or nothing is known, the reason stands for the arithmetic. */
static void
open_dimensions(void **state)
{
	struct sample *s = sample_new();
	struct control_result *r = &s->results[PAPER];
	const char *text;

	(void)state;
	r->w = (struct dim){.lo = 0, .hi = MILLION, .why = "population not established"};
	r->d = (struct dim){.lo = 250000, .hi = 750001, .n = 7, .m = 4, .good = 1, .bad = 1,
		.why = "decided late"};
	r->o = (struct dim){.empty = true};
	text = explained(s, sample_report(s), PAPER);
	assert_has(text, "lo 0 %, hi 100 %: population not established");
	assert_has(text, "- W: nothing can be shown yet, because: population not established.");
	assert_has(text, "lo 25 %, hi 75.0001 %: decided late");
	assert_has(text, "- D: at least 4 of 7 must be shown; 1 is. Needed: 3 more.");
	assert_has(text, "A late decision stays late");
	assert_has(text, "left out: nothing there to judge");
	/* A failing crown jewel refutes by itself. */
	s->instances[0].asset = 0;
	assert_has(explained(s, sample_report(s), CONTRADICTED),
		"W: db01.x.example fails, and its criticality is the highest");
	sample_free(s);
}

static void
items(void **state)
{
	static const struct { int item; const char *want; } rows[] = {
		{0, "Due            2026-08-13T09:00:00Z: P7D (high) after evaluation or P5D"},
		{0, "as of 2026-11-01T00:00:00Z"}, {0, "79 days after it was due"},
		{0, "DevOps > AppSec > IT > DevOps > Compliance > AppSec"},
		{0, "IT to DevOps, by somebody of Risk  [tickets.json:23]"},
		{0, "- a decision now ends it being overdue"},
		{1, "- show what is missing: the log of the item is cut off."},
		{2, "decides it by 2026-08-13T09:00:00Z."},
		{3, "fix, 2026-08-10T12:00:00Z, by Dora Dahl  [tickets.json:133]"},
		{3, "nothing: it was decided in time"}, {4, "have no decision clock"},
	};
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char path[32];
		struct buf b;

		snprintf(path, sizeof(path), "items/%d", rows[i].item);
		buf_init(&b, MIB);
		explain_item(&b, report, node_at(report, path));
		assert_has(b.p, rows[i].want);
		buf_free(&b);
	}
	sample_free(s);
}

static void
rules_and_sources(void **state)
{
	struct sample *s = sample_new();
	const struct node *report = sample_report(s);
	struct buf b;

	(void)state;
	buf_init(&b, MIB);
	explain_rule(&b, report, node_at(report, "rules/0"));
	assert_has(b.p, "1 hold, 1 fail, 1 unknown, 0 with sources that disagree");
	assert_has(b.p, "names no person.  [ssp.json:201]\n                 fix: Name one");
	buf_reset(&b);
	explain_source(&b, report, node_at(report, "sources/2"));
	assert_has(b.p, "12 seen = 10 kept + 0 refused + 2 ignored");
	assert_has(b.p, "AC-2           CONTRADICTED  [scan/rhel9.xml:240]");
	buf_free(&b);
	sample_free(s);
}

static void
inert(void **state)
{
	struct sample *s = sample_new();
	const struct node *report;
	struct buf b;
	size_t n;

	(void)state;
	sample_hostile(s);
	report = sample_report(s);
	buf_init(&b, 16 * MIB);
	explain_control(&b, report, node_at(report, "scopes/0"), node_at(report, "scopes/0/controls/0"));
	explain_item(&b, report, node_at(report, "items/0"));
	explain_rule(&b, report, node_at(report, "rules/0"));
	for EACH(x, report, "sources")
		explain_source(&b, report, x);
	for (size_t i = 0; i < b.len; i += n) {
		int32_t c = utf8_next(b.p + i, b.len - i, &n);

		assert_true(c == '\n' || (c >= 0 && !utf8_invisible((uint32_t)c)));
	}
	buf_free(&b);
	sample_free(s);
}

/* Of an item: its way, each figure only where there is something to say. */
static void
its_way(void **state)
{
	static const char *const told[] = {"no active person ever had it",
		"92 days of 92 days without an owner", "2 hand-offs after which nothing went on",
		"escalated 1 time, 1 without a decision in time",
		"its due date moved later 1 time, by 1 day in all"};
	struct sample *s = sample_new();
	struct buf b;

	(void)state;
	buf_init(&b, MIB);
	explain_item(&b, sample_report(s), node_at(sample_report(s), "items/0"));
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		if (strstr(b.p, told[i]) == NULL)
			fail_msg("not told: %s\n%s", told[i], b.p);
	assert_null(strstr(b.p, "waited"));
	assert_null(strstr(b.p, "reopened"));
	buf_free(&b);
	sample_free(s);
}

/* The command: ids as people write them, and what is not there. */
static void
command(void **state)
{
	static const struct { const char *id; int want; } rows[] = {
		{"AC-2", EXIT_OK}, {"ac-2", EXIT_OK}, {"IA-2(1)", EXIT_OK}, {"ia-2.1", EXIT_OK},
		{"nist-800-53/ac-2", EXIT_OK}, {"SEC-12", EXIT_OK}, {"jira:SEC-12", EXIT_OK},
		{"OWN-001", EXIT_OK}, {"scan/rhel9.xml", EXIT_OK}, {"AC-22", EXIT_USAGE},
		{"", EXIT_USAGE}, {"iso-27001/ac-2", EXIT_USAGE},
	};
	struct sample *s = sample_new();
	const char *json = sample_render(s, sample_report(s), "json");
	char path[] = "/tmp/trueup-explain-XXXXXX";
	int fd = mkstemp(path), out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
	int null = open("/dev/null", O_WRONLY);

	(void)state;
	assert_true(fd >= 0 && out >= 0 && err >= 0 && null >= 0);
	assert_int_equal(write_all(fd, json, strlen(json)), 0);
	close(fd);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *rest[] = {path, rows[i].id};
		struct args a = {.rest = rest, .nrest = 2};
		int status;

		fflush(stdout);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		status = command_explain.run(&a);
		fflush(stdout);
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		if (status != rows[i].want)
			fail_msg("%s: %d instead of %d", rows[i].id, status, rows[i].want);
	}
	close(null);
	close(out);
	close(err);
	unlink(path);
	sample_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(controls),
		cmocka_unit_test(open_dimensions),
		cmocka_unit_test(items),
		cmocka_unit_test(rules_and_sources),
		cmocka_unit_test(inert), cmocka_unit_test(its_way),
		cmocka_unit_test(command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
