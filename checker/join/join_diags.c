#include "checker/join/join_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/join/join_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const join_diags[] = {
#include "checker/join/join_diags.def"
	NULL,
};
#undef DIAG
