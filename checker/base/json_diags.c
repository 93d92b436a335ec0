#include "checker/base/json_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/base/json_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const json_diags[] = {
#include "checker/base/json_diags.def"
	NULL,
};
#undef DIAG
