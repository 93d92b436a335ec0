/*
 * A mapping's text and a table, with a NUL between them: loading never crashes, what loads can
 * be run.
 */
#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/read/input.h"
#include "checker/read/mapping.h"
#include "checker/read/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
put(struct sink *s, const struct record *r)
{
	(void)s;
	if (r->loc.line == 0)
		die_bug("a record of a table without a line");
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *nul = n == 0 ? NULL : memchr(p, 0, n);
	size_t len = nul == NULL ? n : (size_t)(nul - p);
	struct sink sink = { put };
	struct source s = {0};
	struct reading r = { .source = &s, .sink = &sink, .a = arena_new(), .rec = arena_new(),
		.diags = diags_new(), .zones = zones_new(), .file = "table" };
	struct mappings *set = mappings_builtin(r.a, r.diags);

	if (set == NULL)
		die_bug("a shipped mapping does not load");
	if (mappings_add(set, "mapping", (const char *)p, len, r.diags) == 0 && nul != NULL) {
		struct input *in = input_of((const char *)nul + 1, n - len - 1);
		struct mapping_info info;

		mapping_describe(mappings_at(set, mappings_count(set) - 1), &info);
		r.mappings = set;
		r.mapping = info.name;
		input_bind(in, &r);
		reading_run(&r, reader_find("csv-mapping"), NULL);
		input_finish(in, &r);
		input_close(in);
	}
	zones_free(r.zones);
	diags_free(r.diags);
	arena_free(r.rec);
	arena_free(r.a);
	return 0;
}
