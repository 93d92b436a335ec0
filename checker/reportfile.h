#ifndef TRUEUP_REPORTFILE_H
#define TRUEUP_REPORTFILE_H
/* A finished report as an argument: report.json itself, or the folder that it is in. */
#include <stddef.h>

#include "checker/base/node.h"

struct arena;
struct diags;

struct reportfile {
	const char *path, *folder, *name; /* of the file; the folder it is in; its name there */
	const char *text;
	size_t len;
};

/* The bytes, not looked at. 0, or -1 with a diagnostic. Lives in a. */
int reportfile_read(struct reportfile *f, struct arena *a, const char *path, struct diags *d);

/* NULL with diagnostics. Lives in a. */
const struct node *reportfile_load(struct arena *a, const char *path, struct diags *d);

#endif
