#include "rules/lang/pack_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "rules/lang/pack_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const pack_diags[] = {
#include "rules/lang/pack_diags.def"
	NULL};
#undef DIAG
