/*
 * XCCDF files: a Benchmark with or without results, a TestResult alone, a SCAP source data
 * stream (formats.md 2).
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/reader.h"
#include "checker/read/xccdf.h"
#include "checker/read/xccdf_words.h"

static int
probe(const struct head *h, const char **sign)
{
	bool stream = str_same(h->root_ns, "http://scap.nist.gov/schema/scap/source/1.2") &&
		str_same(h->root, "data-stream-collection");

	if (!stream && (!xccdf_is_ns(h->root_ns) ||
		(!str_same(h->root, "Benchmark") && !str_same(h->root, "TestResult"))))
		return 0;
	*sign = arena_printf(h->a, "root element %s in %s", h->root, h->root_ns);
	return 100;
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	return xccdf_start(ctx, t);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	return xccdf_end(ctx, ns, name, line);
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	return xccdf_text(ctx, p, n);
}

static int
read_xccdf(struct reading *r)
{
	struct xml_handler h = { .start = on_start, .end = on_end, .text = on_text };
	struct xccdf *x = xccdf_new(r, &h);
	int rc;

	h.ctx = x;
	rc = reading_xml(r, &h);
	xccdf_free(x);
	return rc;
}

const struct reader reader_xccdf = {
	.name = "xccdf",
	.title = "XCCDF 1.1 and 1.2 results and benchmarks",
	.what = "proves what a scanner saw on one host at one time; "
		"not that the host list is whole",
	.better = "ARF, which has the host's identifiers beside the results",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION | ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_xccdf,
	.words = xccdf_words,
};
