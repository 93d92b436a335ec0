#include "checker/read/syntax_diags.h"

#define DIAG DIAG_DEFINE_ROW
#include "checker/read/syntax_diags.def"
#undef DIAG

#define DIAG DIAG_LIST_ROW
const struct diag_kind *const syntax_diags[] = {
#include "checker/read/syntax_diags.def"
	NULL,
};
#undef DIAG
