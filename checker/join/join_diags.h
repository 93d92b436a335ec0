#ifndef TRUEUP_JOIN_DIAGS_H
#define TRUEUP_JOIN_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/join/join_diags.def"
#undef DIAG

extern const struct diag_kind *const join_diags[]; /* ends with NULL */

#endif
