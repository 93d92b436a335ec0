#include "checker/cmd_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/cmd_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const cmd_diags[] = {
#include "checker/cmd_diags.def"
	NULL};
#undef DIAG
