#ifndef TRUEUP_READ_JSON_READER_DIAGS_H
#define TRUEUP_READ_JSON_READER_DIAGS_H
/* Diagnostics of the readers of OSCAL, Jira and SCIM. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/json_reader_diags.def"
#undef DIAG

extern const struct diag_kind *const json_reader_diags[]; /* ends with NULL */

#endif
