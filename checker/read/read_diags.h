#ifndef TRUEUP_READ_DIAGS_H
#define TRUEUP_READ_DIAGS_H
/* Diagnostics of the reader frame, XCCDF, ARF, CCI, record stream and mappings. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/read_diags.def"
#undef DIAG

extern const struct diag_kind *const read_diags[]; /* ends with NULL */

#endif
