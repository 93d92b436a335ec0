#ifndef TRUEUP_CMD_DIAGS_H
#define TRUEUP_CMD_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/cmd_diags.def"
#undef DIAG

extern const struct diag_kind *const cmd_diags[]; /* ends with NULL */

#endif
