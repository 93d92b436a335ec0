/* Sheets.  Whole and in pieces the rows must be the same; the first byte chooses the options. */
#include <stdint.h>

#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/read/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static int
on_row(void *ctx, const struct csv_row *r)
{
	uint64_t *h = ctx;

	*h = *h * 31 + r->row + ((uint64_t)r->line << 32) + r->n;
	for (size_t i = 0; i < r->n; i++) {
		if (strlen(r->cells[i]) != r->lens[i])
			die_bug("the length of a cell");
		for (const char *p = r->cells[i]; *p != '\0'; p++)
			*h = (*h ^ (unsigned char)*p) * 1099511628211u;
		*h = *h * 17 + 5;
	}
	return 0;
}

static uint64_t
play(const struct csv_options *o, const char *p, size_t n, size_t piece)
{
	struct diags *d = diags_new();
	uint64_t h = 1;
	struct csv_stream *s = csv_stream_new(o, on_row, &h, "fuzz", d);
	int rc = 0;

	for (size_t at = 0; at < n && rc == 0; at += piece)
		rc = csv_stream_feed(s, p + at, n - at < piece ? n - at : piece);
	if (rc == 0)
		rc = csv_stream_end(s);
	if ((rc != 0) != (diags_errors(d) > 0))
		die_bug("a refusal without a word, or a word without a refusal");
	h = h * 31 + (rc == 0) + (unsigned char)csv_stream_delimiter(s);
	csv_stream_free(s);
	diags_free(d);
	return h;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const encodings[] = {
		NULL, NULL, NULL, NULL, "utf-8", "utf-16le", "utf-16be", "windows-1252"};
	struct csv_options o = {0};
	size_t piece;

	if (n == 0)
		return 0;
	piece = 1 + *bytes % 16;
	o.encoding = encodings[*bytes / 32];
	o.delimiter = *bytes & 16 ? ';' : '\0';
	if (play(&o, (const char *)bytes + 1, n - 1, piece) !=
		play(&o, (const char *)bytes + 1, n - 1, n))
		die_bug("whole and in pieces differ");
	return 0;
}
