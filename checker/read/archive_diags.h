#ifndef TRUEUP_READ_ARCHIVE_DIAGS_H
#define TRUEUP_READ_ARCHIVE_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/archive_diags.def"
#undef DIAG

extern const struct diag_kind *const archive_diags[]; /* ends with NULL */

#endif
