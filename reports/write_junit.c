/*
 * JUnit XML, as Jenkins, GitLab and others read it.  What is not shown is an
 * error, never skipped: a skipped test looks green.  Only what was left out
 * with approval is skipped.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_xml.h"
#include "reports/finding.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define NAME_CUT 200
#define TEXT_CUT 1000
#define LINES 50 /* of evidence, of one control */

struct counts { uint64_t n[OUTCOME_LEFT_OUT + 1], tests; };

static void
property(struct emit_xml *x, const char *name, int64_t value)
{
	ex_open(x, "property");
	ex_attr(x, "name", name);
	ex_attr_fmt(x, "value", "%lld", (long long)value);
	ex_empty(x);
}

static void
open_suite(struct emit_xml *x, const char *name, const struct counts *c)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, name, NAME_CUT);
	ex_raw(x, "\n");
	ex_open(x, "testsuite");
	ex_attr(x, "name", b.p);
	ex_attr_fmt(x, "tests", "%llu", (unsigned long long)c->tests);
	ex_attr_fmt(x, "failures", "%llu", (unsigned long long)c->n[OUTCOME_FAILS]);
	ex_attr_fmt(x, "errors", "%llu", (unsigned long long)c->n[OUTCOME_UNPROVEN]);
	ex_attr_fmt(x, "skipped", "%llu", (unsigned long long)c->n[OUTCOME_LEFT_OUT]);
	ex_attr(x, "time", "0");
	buf_free(&b);
}

static void
open_case(struct emit_xml *x, const char *class, const char *name, const char *title)
{
	struct buf b;

	buf_init(&b, MIB);
	ex_raw(x, "\n");
	ex_open(x, "testcase");
	text_inert(&b, name, NAME_CUT);
	if (*title != '\0') {
		buf_chr(&b, ' ');
		text_inert(&b, title, NAME_CUT);
	}
	ex_attr(x, "name", b.p);
	buf_reset(&b);
	text_inert(&b, class, NAME_CUT);
	ex_attr(x, "classname", b.p);
	ex_attr(x, "time", "0");
	buf_free(&b);
}

/* failure or error, with its lines of evidence as text. */
static void
open_bad(struct emit_xml *x, const char *element, const char *type, const char *message)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, message, TEXT_CUT);
	ex_open(x, element);
	ex_attr(x, "message", b.p);
	ex_attr(x, "type", type);
	buf_free(&b);
}

static void
control(struct emit_xml *x, const struct node *scope, const struct node *c)
{
	static const char *const element[] = {[OUTCOME_FAILS] = "failure",
		[OUTCOME_UNPROVEN] = "error", [OUTCOME_LEFT_OUT] = "skipped"};
	enum outcome o = outcome_of(c);
	unsigned n = 0;
	struct buf b;

	open_case(x, get_str(scope, "id"), *get_str(c, "label") != '\0' ? get_str(c, "label")
		: get_str(c, "id"), get_str(c, "title"));
	if (o != OUTCOME_HOLDS) {
		buf_init(&b, MIB);
		control_sentence(&b, c);
		open_bad(x, element[o], get_str(c, "verdict"), b.p);
		for EACH(f, c, "from")
			if (o != OUTCOME_LEFT_OUT && n++ < LINES) {
				ex_raw(x, "\n");
				ex_text_cut(x, node_text(f), TEXT_CUT);
			}
		ex_close(x);
		buf_free(&b);
	}
	ex_close(x);
}

static struct counts
count_scope(const struct node *scope)
{
	struct counts n = {0};

	for EACH(c, scope, "controls") {
		n.n[outcome_of(c)]++;
		n.tests++;
	}
	return n;
}

static void
suite(struct emit_xml *x, const struct node *scope)
{
	struct counts n = count_scope(scope);

	open_suite(x, get_str(scope, "id"), &n);
	ex_raw(x, "\n");
	ex_open(x, "properties");
	for EACH(s, scope, "scores")
		if (s->type == NODE_NUMBER)
			property(x, s->key, get_int(node_get(scope, "scores"), s->key));
	property(x, "contradicted", get_int(scope, "contradicted"));
	property(x, "failing", get_int(scope, "failing"));
	for EACH(v, scope, "verdicts")
		property(x, v->key, get_int(node_get(scope, "verdicts"), v->key));
	ex_close(x);
	for EACH(c, scope, "controls")
		control(x, scope, c);
	ex_close(x);
}

/* What is about no control: late decisions fail; what could not be read is an error. */
struct loose { struct emit_xml *x; struct counts *count; };

static bool
loose(void *ctx, const struct finding *f)
{
	struct loose *l = ctx;
	bool late = str_same(f->rule, "LATE");

	if (f->control != NULL)
		return true;
	if (l->count != NULL) {
		l->count->n[late ? OUTCOME_FAILS : OUTCOME_UNPROVEN]++;
		l->count->tests++;
		return true;
	}
	open_case(l->x, "trueup", f->rule, f->late != NULL ? get_str(f->late, "subject") : "");
	open_bad(l->x, late ? "failure" : "error", f->rule, f->text);
	ex_text_cut(l->x, f->at, TEXT_CUT);
	ex_close(l->x);
	ex_close(l->x);
	return true;
}

static int
write_junit(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct emit_xml *x = ex_to_buf(out);
	struct counts run = {0}, all;
	struct loose l = {x, &run};

	(void)o;
	findings_walk(report, loose, &l);
	all = run;
	for EACH(s, report, "scopes") {
		struct counts n = count_scope(s);

		all.tests += n.tests;
		for (int i = 0; i <= OUTCOME_LEFT_OUT; i++)
			all.n[i] += n.n[i];
	}
	ex_raw(x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	ex_open(x, "testsuites");
	ex_attr(x, "name", "trueup");
	ex_attr_fmt(x, "tests", "%llu", (unsigned long long)all.tests);
	ex_attr_fmt(x, "failures", "%llu", (unsigned long long)all.n[OUTCOME_FAILS]);
	ex_attr_fmt(x, "errors", "%llu", (unsigned long long)all.n[OUTCOME_UNPROVEN]);
	open_suite(x, "trueup", &run);
	ex_raw(x, "\n");
	ex_open(x, "properties");
	property(x, "late_total", get_int(report, "late_total"));
	property(x, "not_persons_total", get_int(report, "not_persons_total"));
	ex_close(x);
	l.count = NULL;
	findings_walk(report, loose, &l);
	ex_close(x);
	for EACH(s, report, "scopes")
		suite(x, s);
	ex_raw(x, "\n");
	ex_close(x);
	ex_raw(x, "\n");
	return ex_finish(x);
}

const struct writer writer_junit = {"junit", "report.junit.xml", "application/xml",
	"JUnit: refuted fails, not shown is an error", write_junit, NULL};
