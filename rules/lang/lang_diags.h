#ifndef TRUEUP_LANG_DIAGS_H
#define TRUEUP_LANG_DIAGS_H
/* Kinds of diagnostics of the expression language; the rows stand in lang_diags.def. */
#include "checker/base/diag.h"

#define DIAG DIAG_DECLARE_ROW
#include "rules/lang/lang_diags.def"
#undef DIAG

/* All rows, ended by NULL. */
extern const struct diag_kind *const lang_diag_kinds[];

#endif
