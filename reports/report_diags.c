#include "reports/report_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "reports/report_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const report_diags[] = {
#include "reports/report_diags.def"
	NULL};
#undef DIAG
