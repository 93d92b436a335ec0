/*
 * Containers and workbooks from bytes: every member is read to its end, every sheet to its last
 * row, whatever they are.  What is refused says why; names stay relative; ceilings hold.
 */
#include <stdint.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/archive.h"
#include "checker/read/csv.h"
#include "checker/read/xlsx.h"

#define MOST ((size_t)8 << 20) /* bytes of all members that one input may give */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct memory { const char *p; size_t len, at; };

static long
take(void *ctx, char *p, size_t n)
{
	struct memory *m = ctx;

	if (n > m->len - m->at)
		n = m->len - m->at;
	memcpy(p, m->p + m->at, n);
	m->at += n;
	return (long)n;
}

static int64_t
seek(void *ctx, int64_t at)
{
	struct memory *m = ctx;

	if (at < 0)
		return (int64_t)m->len;
	if ((uint64_t)at > m->len)
		return -1;
	m->at = (size_t)at;
	return at;
}

static void
check_name(const char *name)
{
	if (name == NULL || name[0] == '/' || !utf8_valid(name, strlen(name)))
		die_bug("a member's name leads out of its container");
}

static void
members(struct memory *m, enum bundle_kind kind, struct diags *d)
{
	struct bundle_bytes from = { take, seek, m };
	struct bundle_budget budget = {0};
	struct bundle *b = bundle_open(kind, &from, "fuzz", &budget, d);
	struct bundle_member one;
	enum bundle_step step;
	char block[4096];
	size_t all = 0;

	if (b == NULL && diags_errors(d) == 0)
		die_bug("a refusal without a word");
	while (b != NULL && all < MOST && (step = bundle_next(b, &one)) != BUNDLE_END) {
		long got = 0;

		if (step == BUNDLE_BROKEN) {
			if (diags_errors(d) == 0)
				die_bug("broken without a word");
			break;
		}
		if (step == BUNDLE_MEMBER)
			check_name(one.name);
		while (step == BUNDLE_MEMBER && all < MOST && (got = bundle_read(b, block, sizeof(block))) > 0)
			all += (size_t)got;
		if (got < 0 && bundle_spent(b))
			break;
	}
	bundle_free(b);
}

static int
on_row(void *ctx, const struct csv_row *row)
{
	size_t *rows = ctx;

	for (size_t i = 0; i < row->n; i++)
		if (strlen(row->cells[i]) != row->lens[i])
			die_bug("the length of a cell");
	return ++*rows > 20000 ? -1 : 0;
}

static void
sheets(struct memory *m, struct diags *d)
{
	struct bundle_bytes from = { take, seek, m };
	struct bundle_budget budget = {0};
	struct workbook *w = workbook_open(&from, "fuzz", &budget, d);
	size_t rows = 0;

	if (w == NULL && diags_errors(d) == 0)
		die_bug("a refusal without a word");
	for (size_t i = 0; w != NULL && i < workbook_sheets(w) && i < 16; i++) {
		struct sheet *s = workbook_has_rows(w, i) ? sheet_open(w, i, "fuzz") : NULL;

		if (s != NULL)
			sheet_rows(s, on_row, &rows);
		sheet_free(s);
	}
	workbook_free(w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct memory m = { (const char *)p, n, 0 };
	enum bundle_kind kind = bundle_kind(m.p, n);
	struct diags *d = diags_new();

	if (kind != BUNDLE_NONE)
		members(&m, kind, d);
	m.at = 0;
	diags_free(d);
	d = diags_new();
	if (kind == BUNDLE_ZIP)
		sheets(&m, d);
	diags_free(d);
	return 0;
}
