/* OVAL results 5.x in a file of their own (formats.md 4). */
#include "checker/base/text.h"
#include "checker/read/oval.h"

static int
on_start(void *ctx, const struct xml_tag *t)
{
	return oval_start(*(struct oval **)ctx, t);
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	return oval_text(*(struct oval **)ctx, p, n);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	return oval_end(*(struct oval **)ctx, ns, name, line);
}

static int
read_oval(struct reading *r)
{
	struct oval *o = NULL;
	struct xml_handler h = { .ctx = &o, .start = on_start, .end = on_end, .text = on_text };
	int rc;

	o = oval_new(r, &h, NULL);
	rc = reading_xml(r, &h);
	oval_free(o);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	if (!str_same(h->root, "oval_results") || !str_same(h->root_ns, OVAL_RESULTS_NS))
		return 0;
	*sign = "root element oval_results in " OVAL_RESULTS_NS;
	return 100;
}

const struct reader reader_oval = {
	.name = "oval",
	.title = "OVAL 5 results",
	.what = "Shows which definitions hold on one host, with CVEs where it names them. "
		"Results that its directives leave out are not proved absent.",
	.better = "ARF, which has the rules and controls that the definitions stand for",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_oval,
	.words = oval_words,
};
