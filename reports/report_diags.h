#ifndef TRUEUP_REPORT_DIAGS_H
#define TRUEUP_REPORT_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "reports/report_diags.def"
#undef DIAG

extern const struct diag_kind *const report_diags[]; /* ends with NULL */

#endif
