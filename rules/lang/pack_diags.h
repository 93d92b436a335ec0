#ifndef TRUEUP_PACK_DIAGS_H
#define TRUEUP_PACK_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "rules/lang/pack_diags.def"
#undef DIAG

extern const struct diag_kind *const pack_diags[]; /* ends with NULL */

#endif
