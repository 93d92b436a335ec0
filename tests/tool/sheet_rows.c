/* Prints the rows of a workbook's sheets as JSON, for tests that compare them with another reader: sheet_rows FILE */
#include <fcntl.h>
#include <unistd.h>

#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/read/csv.h"
#include "checker/read/xlsx.h"
#include "reports/emit_json.h"

static long
pull(void *ctx, char *p, size_t n)
{
	return (long)read(*(int *)ctx, p, n);
}

static int64_t
seek(void *ctx, int64_t at)
{
	return (int64_t)lseek(*(int *)ctx, at < 0 ? 0 : (off_t)at, at < 0 ? SEEK_END : SEEK_SET);
}

static int
on_row(void *ctx, const struct csv_row *row)
{
	struct emit_json *j;
	struct buf b;

	buf_init(&b, 64 * MIB);
	j = ej_to_buf(&b, EJ_COMPACT);
	ej_object(j);
	ej_kstr(j, "sheet", ctx);
	ej_kint(j, "row", (int64_t)row->row);
	ej_karray(j, "cells");
	for (size_t i = 0; i < row->n; i++)
		ej_str(j, row->cells[i]);
	ej_end(j);
	ej_end(j);
	ej_finish(j);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
	return 0;
}

int
main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	const struct bundle_bytes bytes = {pull, seek, &fd};
	struct bundle_budget budget = {0};
	struct diags *d = diags_new();
	struct workbook *w = fd < 0 ? NULL : workbook_open(&bytes, "book", &budget, d);
	int bad = w == NULL;

	for (size_t i = 0; w != NULL && i < workbook_sheets(w); i++) {
		char name[256];
		struct sheet *s;

		snprintf(name, sizeof(name), "%s", workbook_sheet(w, i));
		s = sheet_open(w, i, name);
		if (s != NULL)
			bad |= sheet_rows(s, on_row, name) != 0;
		sheet_free(s);
	}
	workbook_free(w);
	diags_print(d, stderr, false);
	diags_free(d);
	if (fd >= 0)
		close(fd);
	return bad;
}
