#ifndef TRUEUP_REPORTFILE_H
#define TRUEUP_REPORTFILE_H
/* A finished report as an argument: report.json itself, or the folder that it is in. */
#include "checker/base/node.h"

struct arena;
struct diags;

/* NULL with diagnostics. Lives in a. */
const struct node *reportfile_load(struct arena *a, const char *path, struct diags *d);

#endif
