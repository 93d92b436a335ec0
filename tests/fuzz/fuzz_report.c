/*
 * A report.json that anybody may have written: what the loader accepts, every
 * writer must print, and what they print must be inert.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/report.h"
#include "reports/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
scripts(const char *text)
{
	int n = 0;

	for (const char *p = strstr(text, "<script"); p != NULL; p = strstr(p + 1, "<script"))
		n++;
	return n;
}

static void
try_writer(const struct writer *w, const struct node *report)
{
	struct writer_options o = {.width = 60};
	struct buf b;

	buf_init(&b, 64 * MIB);
	if (w->write(&b, report, &o) != 0 && !b.over)
		die_bug("a writer failed for no reason");
	if (!b.over && !str_same(w->name, "pdf") && !utf8_valid(b.p, b.len))
		die_bug("a writer wrote what is no text");
	if (!b.over && !str_same(w->name, "pdf") && strchr(b.p, '\033') != NULL)
		die_bug("text from a report is not inert");
	if (!b.over && (strstr(w->media, "html") != NULL || strstr(w->media, "xml") != NULL)
		&& scripts(b.p) > str_same(w->name, "html")) /* the page has one of its own */
		die_bug("text from a report is markup");
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct node *r = report_load(a, "fuzz", (const char *)data, size, d);

	if (r == NULL && diags_errors(d) == 0)
		die_bug("refused without a word");
	for (size_t i = 0; r != NULL && writers[i] != NULL; i++)
		try_writer(writers[i], r);
	diags_free(d);
	arena_free(a);
	return 0;
}
