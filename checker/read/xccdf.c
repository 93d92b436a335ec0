/*
 * XCCDF as a state machine over events.  One stack of places, one table that
 * says which element leads from which place to which; what is not in the table
 * is passed over with everything in it.
 */
#include "checker/read/xccdf.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/xccdf_parts.h"
#include "checker/read/xccdf_words.h"

/* In the order of the places that they lead from. */
static const struct {
	enum xccdf_place from;
	const char *name;
	enum xccdf_place to;
	bool text; /* its text is wanted */
} steps[] = {
	{ AT_NOWHERE, "Benchmark", AT_BENCHMARK, false },
	{ AT_NOWHERE, "TestResult", AT_TEST_RESULT, false },
	{ AT_BENCHMARK, "Group", AT_GROUP, false },
	{ AT_BENCHMARK, "Rule", AT_RULE, false },
	{ AT_BENCHMARK, "TestResult", AT_TEST_RESULT, false },
	{ AT_GROUP, "Group", AT_GROUP, false },
	{ AT_GROUP, "Rule", AT_RULE, false },
	{ AT_RULE, "title", AT_RULE_TITLE, true },
	{ AT_RULE, "version", AT_RULE_VERSION, true },
	{ AT_RULE, "ident", AT_RULE_IDENT, true },
	{ AT_RULE, "reference", AT_RULE_REFERENCE, true },
	{ AT_TEST_RESULT, "benchmark", AT_RESULT_BENCHMARK, false },
	{ AT_TEST_RESULT, "identity", AT_IDENTITY, false },
	{ AT_TEST_RESULT, "target", AT_TARGET, true },
	{ AT_TEST_RESULT, "target-address", AT_TARGET_ADDRESS, true },
	{ AT_TEST_RESULT, "target-facts", AT_TARGET_FACTS, false },
	{ AT_TEST_RESULT, "target-id-ref", AT_TARGET_REF, false },
	{ AT_TEST_RESULT, "rule-result", AT_RULE_RESULT, false },
	{ AT_TARGET_FACTS, "fact", AT_FACT, true },
	{ AT_RULE_RESULT, "result", AT_RESULT, true },
	{ AT_RULE_RESULT, "ident", AT_IDENT, true },
	{ AT_RULE_RESULT, "message", AT_MESSAGE, true },
	{ AT_RULE_RESULT, "override", AT_OVERRIDE, false },
	{ AT_RULE_RESULT, "check", AT_CHECK, false },
	{ AT_RULE_RESULT, "complex-check", AT_COMPLEX_CHECK, false },
	{ AT_COMPLEX_CHECK, "complex-check", AT_COMPLEX_CHECK, false },
	{ AT_COMPLEX_CHECK, "check", AT_CHECK, false },
	{ AT_OVERRIDE, "old-result", AT_OLD_RESULT, true },
	{ AT_OVERRIDE, "new-result", AT_NEW_RESULT, true },
	{ AT_OVERRIDE, "remark", AT_REMARK, true },
};

#define STEPS (sizeof(steps) / sizeof(steps[0]))

bool
xccdf_is_ns(const char *ns)
{
	return strcmp(ns, XCCDF_NS_12) == 0 || strcmp(ns, XCCDF_NS_11) == 0;
}

struct xccdf *
xccdf_new(struct reading *r, struct xml_handler *h)
{
	struct xccdf *x = ARENA_NEW(r->a, struct xccdf);

	x->r = r;
	x->h = h;
	x->ta = arena_new();
	/*
	 * Sums over the file; a text over the ceiling is cut at MAX_TEXT when it is put, and
	 * counted.
	 */
	buf_init(&x->text, (size_t)MAX_TEXT * 2);
	return x;
}

void
xccdf_free(struct xccdf *x)
{
	if (x == NULL)
		return;
	buf_free(&x->text);
	arena_free(x->ta);
}

void
xccdf_set_about(struct xccdf *x,
	void (*about)(void *ctx, const char *ref, struct idents *out, struct arena *a), void *ctx)
{
	x->about = about;
	x->about_ctx = ctx;
}

bool
xccdf_busy(const struct xccdf *x)
{
	return x->depth > 0;
}

static enum xccdf_place
place(const struct xccdf *x)
{
	return x->depth == 0 ? AT_NOWHERE : (enum xccdf_place)x->stack[x->depth - 1];
}

static void
enter(struct xccdf *x, enum xccdf_place to, const struct xml_tag *t)
{
	switch (to) {
	case AT_BENCHMARK:
		xccdf_begin_benchmark(x, t);
		break;
	case AT_RULE:
		xccdf_begin_rule(x, t);
		break;
	case AT_RULE_IDENT: case AT_RULE_REFERENCE: case AT_IDENT: case AT_FACT:
		xccdf_note_attr(x, to, t);
		break;
	case AT_TEST_RESULT:
		xccdf_begin_result(x, t);
		break;
	case AT_RESULT_BENCHMARK: case AT_IDENTITY: case AT_TARGET_REF:
		xccdf_head_element(x, to, t);
		break;
	case AT_RULE_RESULT:
		xccdf_begin_rule_result(x, t);
		break;
	case AT_OVERRIDE:
		xccdf_begin_override(x, t);
		break;
	case AT_CHECK:
		xccdf_note_check(x, t);
		break;
	case AT_NOWHERE: case AT_OTHER: case AT_GROUP: case AT_RULE_TITLE: case AT_RULE_VERSION:
	case AT_TARGET: case AT_TARGET_ADDRESS: case AT_TARGET_FACTS: case AT_RESULT:
	case AT_MESSAGE: case AT_COMPLEX_CHECK: case AT_OLD_RESULT: case AT_NEW_RESULT:
	case AT_REMARK: default:
		break;
	}
}

int
xccdf_start(struct xccdf *x, const struct xml_tag *t)
{
	enum xccdf_place from = place(x), to = AT_OTHER;
	bool text = false;

	if (xccdf_is_ns(t->ns))
		for (size_t i = 0; i < STEPS && steps[i].from <= from; i++)
			if (steps[i].from == from && strcmp(steps[i].name, t->name) == 0) {
				to = steps[i].to;
				text = steps[i].text;
				break;
			}
	if (from == AT_NOWHERE && to == AT_OTHER)
		return 0;
	/* The syntax layer has refused documents that are deeper. */
	if (x->depth >= MAX_XML_DEPTH)
		return -1;
	x->stack[x->depth++] = (unsigned char)to;
	if (text) {
		buf_reset(&x->text);
		x->text_depth = x->depth;
		x->h->want_text = true;
	}
	enter(x, to, t);
	return 0;
}

int
xccdf_text(struct xccdf *x, const char *p, size_t n)
{
	if (x->text_depth > 0)
		buf_add(&x->text, p, n);
	return 0;
}

static void
leave(struct xccdf *x, enum xccdf_place from)
{
	switch (from) {
	case AT_RULE:
		xccdf_end_rule(x);
		break;
	case AT_TEST_RESULT:
		xccdf_end_result(x);
		break;
	case AT_RULE_RESULT:
		xccdf_end_rule_result(x);
		break;
	case AT_RULE_TITLE: case AT_RULE_VERSION: case AT_RULE_IDENT: case AT_RULE_REFERENCE:
	case AT_TARGET: case AT_TARGET_ADDRESS: case AT_FACT: case AT_RESULT: case AT_IDENT:
	case AT_MESSAGE: case AT_OLD_RESULT: case AT_NEW_RESULT: case AT_REMARK:
		xccdf_take_text(x, from, x->text.p);
		break;
	case AT_NOWHERE: case AT_OTHER: case AT_BENCHMARK: case AT_GROUP: case AT_RESULT_BENCHMARK:
	case AT_IDENTITY: case AT_TARGET_FACTS: case AT_TARGET_REF: case AT_OVERRIDE:
	case AT_CHECK: case AT_COMPLEX_CHECK: default:
		break;
	}
}

int
xccdf_end(struct xccdf *x, const char *ns, const char *name, uint32_t line)
{
	enum xccdf_place from = place(x);

	(void)ns;
	(void)name;
	(void)line;
	if (from == AT_NOWHERE)
		return 0;
	if (x->text_depth == x->depth) {
		x->text_depth = 0;
		x->h->want_text = false;
	}
	x->depth--;
	leave(x, from);
	return 0;
}
