#ifndef TRUEUP_READ_TRACKER_DIAGS_H
#define TRUEUP_READ_TRACKER_DIAGS_H
/* Diagnostics of the readers of trackers, rosters and process logs. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/tracker_diags.def"
#undef DIAG

extern const struct diag_kind *const tracker_diags[]; /* ends with NULL */

#endif
