#include "checker/read/archive_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/archive_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const archive_diags[] = {
#include "checker/read/archive_diags.def"
	NULL,
};
#undef DIAG
