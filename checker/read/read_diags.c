#include "checker/read/read_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/read_diags.def"
#undef DIAG

#define DIAG(...) DIAG_LIST_ROW(__VA_ARGS__)
const struct diag_kind *const read_diags[] = {
#include "checker/read/read_diags.def"
	NULL
};
#undef DIAG
