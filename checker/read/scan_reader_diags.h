#ifndef TRUEUP_READ_SCAN_READER_DIAGS_H
#define TRUEUP_READ_SCAN_READER_DIAGS_H
/* Diagnostics of the readers of scanner and assessment formats. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/scan_reader_diags.def"
#undef DIAG

extern const struct diag_kind *const scan_reader_diags[]; /* ends with NULL */

#endif
