#include "checker/read/tracker_diags.h"

#include <stddef.h>

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/tracker_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const tracker_diags[] = {
#include "checker/read/tracker_diags.def"
	NULL
};
#undef DIAG
