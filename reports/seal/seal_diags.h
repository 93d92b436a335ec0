#ifndef TRUEUP_SEAL_DIAGS_H
#define TRUEUP_SEAL_DIAGS_H
/* The seal's diagnostics, E600 to E639, from seal_diags.def. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "reports/seal/seal_diags.def"
#undef DIAG

extern const struct diag_kind *const seal_diag_kinds[];
extern const size_t seal_diag_kinds_n;

#endif
