#ifndef TRUEUP_CELLS_HELP_H
#define TRUEUP_CELLS_HELP_H
/* Corpus tables whose column "data" holds one JSON value a row: all of them as one JSON list. */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/base/file.h"

struct cells { struct buf out; size_t column, n; };

static inline int
cells_row(void *ctx, const struct csv_row *row)
{
	struct cells *c = ctx;

	if (row->row == 1) {
		for (size_t i = 0; i < row->n; i++)
			if (strcmp(row->cells[i], "data") == 0)
				c->column = i;
		return 0;
	}
	if (c->column < row->n) {
		buf_chr(&c->out, c->n++ == 0 ? '[' : ',');
		buf_add(&c->out, row->cells[c->column], row->lens[c->column]);
	}
	return 0;
}

/* The number of values; text is malloc'd. The test fails if the table cannot be read. */
static inline size_t
cells_of(const char *path, char **text)
{
	struct cells c = { .column = SIZE_MAX };
	struct csv_options o = {0};
	struct diags *d = diags_new();
	struct csv_stream *s = csv_stream_new(&o, cells_row, &c, path, d);
	FILE *f = fopen(path, "rb");
	static char chunk[65536];
	size_t got;

	assert_non_null(f);
	buf_init(&c.out, (size_t)64 << 20);
	while ((got = fread(chunk, 1, sizeof(chunk), f)) > 0)
		assert_int_equal(csv_stream_feed(s, chunk, got), 0);
	assert_int_equal(csv_stream_end(s), 0);
	csv_stream_free(s);
	fclose(f);
	diags_free(d);
	buf_chr(&c.out, ']');
	*text = c.out.p;
	return c.n;
}

#endif
