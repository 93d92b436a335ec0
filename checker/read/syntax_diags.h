#ifndef TRUEUP_SYNTAX_DIAGS_H
#define TRUEUP_SYNTAX_DIAGS_H
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "checker/read/syntax_diags.def"
#undef DIAG

/* All rows of the file, for the catalogue; ends with NULL. */
extern const struct diag_kind *const syntax_diags[];

#endif
