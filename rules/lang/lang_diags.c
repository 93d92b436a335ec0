#include "rules/lang/lang_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "rules/lang/lang_diags.def"
#undef DIAG

const struct diag_kind *const lang_diag_kinds[] = {
#define DIAG DIAG_LIST_ROW
#include "rules/lang/lang_diags.def"
#undef DIAG
	NULL,
};
