#include "checker/read/json_reader_diags.h"

#include <stddef.h>

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/json_reader_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const json_reader_diags[] = {
#include "checker/read/json_reader_diags.def"
	NULL
};
#undef DIAG
