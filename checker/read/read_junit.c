/*
 * JUnit XML: one observation a test case.  There is no standard and no tool in
 * it, times have no zone, and anybody writes the names: E2, and control ids in
 * names carry failures only.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

struct suite {
	const char *name, *host, *framework, *control, *counted;
	struct instant at;
	uint32_t depth, line;
	uint64_t cases;
};

struct junit {
	struct reading *r;
	struct xml_handler h;
	struct arena *a;              /* of suites that are open */
	VEC(struct suite) suites;
	uint32_t depth, case_depth;   /* 0: in no case */
	uint32_t line, col;
	const char *classname, *name, *control, *message; /* of the case, in r->rec */
	bool failed, error, skipped, flaky;
	uint64_t number;
};

static struct suite *
innermost(struct junit *j)
{
	return j->suites.n == 0 ? NULL : &j->suites.v[j->suites.n - 1];
}

static void
suite_start(struct junit *j, const struct xml_tag *t)
{
	const struct suite *outer = innermost(j);
	struct suite s = outer == NULL ? (struct suite){ .at = instant_unknown() } : *outer;
	const char *host = xml_attr(t, "hostname"), *stamp = xml_attr(t, "timestamp");

	if (xml_attr(t, "name") != NULL)
		s.name = arena_strdup(j->a, xml_attr(t, "name"));
	if (host != NULL)
		s.host = arena_strdup(j->a, host);
	if (stamp != NULL) {
		s.at = reading_instant(j->r, stamp, t->line);
		s.at.raw = arena_strdup(j->a, s.at.raw);
	}
	s.counted = arena_strdup(j->a, xml_attr(t, "tests"));
	s.depth = t->depth;
	s.line = t->line;
	s.cases = 0;
	*VEC_PUSH(&j->suites) = s;
}

/* Counters that do not agree with the content: the content counts. */
static void
suite_end(struct junit *j)
{
	const struct suite s = *innermost(j);
	int64_t n;

	j->suites.n--;
	if (j->suites.n > 0)
		j->suites.v[j->suites.n - 1].cases += s.cases;
	else
		arena_reset(j->a);
	if (s.counted == NULL || !text_to_int(s.counted, strlen(s.counted), 0, INT64_MAX, &n) ||
		(uint64_t)n == s.cases)
		return;
	j->r->source->complete = TRI_F;
	reading_note(j->r, &tracker_w_count, s.line, 0, "tests=\"%lld\", %llu are there",
		(long long)n, (unsigned long long)s.cases);
}

/* Conventions: property names "control", "trueup.control", "framework", "trueup.framework". */
static void
property(struct junit *j, const struct xml_tag *t)
{
	const char *name = xml_attr(t, "name"), *value = xml_attr(t, "value");
	struct suite *s = innermost(j);

	if (name == NULL || value == NULL)
		return;
	if (str_has_prefix(name, "trueup."))
		name += strlen("trueup.");
	if (strcmp(name, "control") == 0 && j->case_depth != 0)
		j->control = arena_strdup(j->r->rec, value);
	else if (strcmp(name, "control") == 0 && s != NULL)
		s->control = arena_strdup(j->a, value);
	else if (strcmp(name, "framework") == 0 && s != NULL)
		s->framework = arena_strdup(j->a, value);
}

/* GoogleTest and others say by an attribute how a case ended; what is not on the list did not pass. */
static bool
ended_well(struct junit *j, const char *word)
{
	static const char *const good[] = { "", "run", "completed", "complete", "passed", "pass", "ok",
		"success", "successful", "executed" };

	for (size_t i = 0; word != NULL && i < sizeof(good) / sizeof(good[0]); i++)
		if (str_same_fold(good[i], word))
			return true;
	if (word != NULL && !str_same_fold(word, "notrun") && !str_same_fold(word, "disabled") &&
		!str_same_fold(word, "skipped") && !str_same_fold(word, "suppressed"))
		source_odd_word(j->r->source, j->r->a, "JUnit status", word);
	return word == NULL;
}

static void
case_start(struct junit *j, const struct xml_tag *t)
{
	struct arena *a = j->r->rec;
	const char *status = xml_attr(t, "status"), *result = xml_attr(t, "result");

	arena_reset(a);
	j->case_depth = t->depth;
	j->line = t->line;
	j->col = t->col;
	j->classname = arena_strdup(a, xml_attr(t, "classname"));
	j->name = arena_strdup(a, xml_attr(t, "name"));
	j->control = j->message = NULL;
	j->failed = j->error = j->flaky = false;
	j->skipped = !ended_well(j, status);
	j->skipped = !ended_well(j, result) || j->skipped;
}

static void
outcome(struct junit *j, const struct xml_tag *t)
{
	if (strcmp(t->name, "failure") == 0)
		j->failed = true;
	else if (strcmp(t->name, "error") == 0)
		j->error = true;
	else if (strcmp(t->name, "skipped") == 0 || strcmp(t->name, "disabled") == 0)
		j->skipped = true;
	else if (strcmp(t->name, "flakyFailure") == 0 || strcmp(t->name, "flakyError") == 0)
		j->flaky = true;
	else if (strcmp(t->name, "rerunFailure") == 0 || strcmp(t->name, "rerunError") == 0)
		j->failed = true;
	else
		return;
	if (j->message == NULL)
		j->message = arena_strdup(j->r->rec, xml_attr(t, "message"));
}

static void
result(const struct junit *j, struct rec_observation *o)
{
	/* A test that failed and then passed shows neither. */
	o->result = j->error ? RESULT_UNKNOWN : j->failed ? RESULT_FAIL : j->skipped || j->flaky
		? RESULT_UNKNOWN : RESULT_PASS;
	o->result_raw = j->error ? "error" : j->failed ? "failure" : j->skipped ? "skipped"
		: j->flaky ? "flaky" : "passed";
}

static void
case_end(struct junit *j)
{
	struct record out = { .kind = REC_OBSERVATION };
	struct rec_observation *o = &out.u.observation;
	struct arena *a = j->r->rec;
	struct suite *s = innermost(j);

	j->number++;
	reading_seen(j->r);
	if (s != NULL)
		s->cases++;
	if (!text_set(j->name)) {
		reading_refused(j->r, &tracker_e_record, j->line, j->col, "a test case without name");
		return;
	}
	o->benchmark = s == NULL || !text_set(s->name) ? "junit" : s->name;
	o->test = text_set(j->classname) ? arena_printf(a, "%s.%s", j->classname, j->name) : j->name;
	result(j, o);
	o->at = s == NULL ? instant_unknown() : s->at;
	o->originator = "junit";
	o->method = "test";
	o->grade = GRADE_E2;
	o->message = j->message;
	if (s != NULL && text_set(s->host))
		ident_add(j->r, &o->asset, strchr(s->host, '.') != NULL ? "fqdn" : "host", s->host);
	control_ids_find(&o->tags, j->control != NULL ? j->control : s != NULL && s->control != NULL
		? s->control : "", s == NULL ? NULL : s->framework, a);
	control_ids_find(&o->tags, j->classname == NULL ? "" : j->classname, NULL, a);
	control_ids_find(&o->tags, j->name, NULL, a);
	reading_second_hand(&out);
	out.loc = (struct loc){ .line = j->line, .col = j->col,
		.path = arena_printf(a, "testcase[%llu]", (unsigned long long)j->number) };
	reading_put(j->r, &out);
	reading_kept(j->r);
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct junit *j = ctx;

	j->depth = t->depth;
	if (j->case_depth != 0 && t->depth == j->case_depth + 1)
		outcome(j, t);
	if (strcmp(t->name, "property") == 0)
		property(j, t);
	else if (j->case_depth == 0 && strcmp(t->name, "testcase") == 0)
		case_start(j, t);
	else if (j->case_depth == 0 && (strcmp(t->name, "testsuite") == 0 ||
		strcmp(t->name, "testsuites") == 0))
		suite_start(j, t);
	return 0;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct junit *j = ctx;
	uint32_t depth = j->depth--;

	(void)ns;
	(void)name;
	(void)line;
	if (j->case_depth != 0 && depth == j->case_depth) {
		j->case_depth = 0;
		case_end(j);
	} else if (j->suites.n > 0 && depth == innermost(j)->depth) {
		suite_end(j);
	}
	return 0;
}

static int
read_junit(struct reading *r)
{
	struct junit j = { .r = r, .a = arena_new() };
	int rc;

	j.h = (struct xml_handler){ .ctx = &j, .start = on_start, .end = on_end };
	rc = reading_xml(r, &j.h);
	VEC_FREE(&j.suites);
	arena_free(j.a);
	return rc;
}

static int
probe_junit(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_XML || *h->root_ns != '\0' ||
		(!str_same(h->root, "testsuites") && !str_same(h->root, "testsuite")))
		return 0;
	*sign = "root testsuites or testsuite";
	return 80;
}

static const struct word_row_doc junit_words[] = {
	{ "JUnit element", "failure, rerunFailure, rerunError", "fail" },
	{ "JUnit element", "error", "unknown" },
	{ "JUnit element", "skipped, disabled; status or result of any word but run, completed, passed, ok", "unknown" },
	{ "JUnit element", "flakyFailure, flakyError", "unknown" },
	{ "JUnit element", "none of them", "pass" },
	{ "JUnit property", "control, framework, with or without \"trueup.\"", "control tag" },
	{ NULL, NULL, NULL }
};

const struct reader reader_junit = {
	.name = "junit",
	.title = "JUnit XML test reports",
	.what = "Shows which tests failed, where and when the suite ran. "
		"Cannot show which tool ran them, and proves no pass: its names are anybody's.",
	.better = "a scanner's own results, which name the host and the control",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E2,
	.probe = probe_junit,
	.read = read_junit,
	.words = junit_words,
};
