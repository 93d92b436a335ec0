#include "reports/seal/seal_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "reports/seal/seal_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const seal_diag_kinds[] = {
#include "reports/seal/seal_diags.def"
	NULL};
#undef DIAG

const size_t seal_diag_kinds_n = sizeof(seal_diag_kinds) / sizeof(seal_diag_kinds[0]) - 1;
