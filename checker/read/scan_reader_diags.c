#include "checker/read/scan_reader_diags.h"

#include <stddef.h>

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/scan_reader_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const scan_reader_diags[] = {
#include "checker/read/scan_reader_diags.def"
	NULL
};
#undef DIAG
