#include "checker/catalogue.h"

#include "checker/base/arena.h"
#include "checker/base/json_diags.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/join/join_diags.h"
#include "checker/read/archive_diags.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/syntax_diags.h"
#include "checker/read/tracker_diags.h"
#include "reports/report_diags.h"
#include "reports/seal/seal_diags.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/pack_diags.h"

static const struct diag_kind *const *const rooms[] = {json_diags, syntax_diags, archive_diags,
	read_diags, json_reader_diags, tracker_diags, scan_reader_diags, join_diags, lang_diag_kinds,
	pack_diags, report_diags, seal_diag_kinds, cmd_diags};

#define ROOMS (sizeof(rooms) / sizeof(*rooms))

static int
by_code(const void *a, const void *b)
{
	const struct diag_kind *x = *(const struct diag_kind *const *)a;
	const struct diag_kind *y = *(const struct diag_kind *const *)b;

	return strcmp(x->code, y->code);
}

const struct diag_kind **
catalogue_sorted(struct arena *a, size_t *n)
{
	const struct diag_kind **v;
	size_t max = 0;

	for (size_t i = 0; i < ROOMS; i++) {
		for (const struct diag_kind *const *k = rooms[i]; *k != NULL; k++)
			max++;
	}
	v = ARENA_ARRAY(a, const struct diag_kind *, max);
	*n = 0;
	for (size_t i = 0; i < ROOMS; i++) {
		for (const struct diag_kind *const *k = rooms[i]; *k != NULL; k++)
			v[(*n)++] = *k;
	}
	qsort(v, *n, sizeof(*v), by_code);
	return v;
}

const struct diag_kind *
catalogue_find(const char *code)
{
	for (size_t i = 0; i < ROOMS; i++) {
		for (const struct diag_kind *const *k = rooms[i]; *k != NULL; k++) {
			if (str_same_fold((*k)->code, code))
				return *k;
		}
	}
	return NULL;
}
