#ifndef TRUEUP_REPORTFILE_H
#define TRUEUP_REPORTFILE_H
/* A finished report as an argument: report.json itself, or the folder that it is in. */
#include <stddef.h>

#include "checker/base/node.h"

struct args;
struct arena;
struct diags;

struct reportfile {
	const char *path, *folder, *name; /* of the file; the folder it is in; its name there */
	const char *text;
	size_t len;
};

/* Where a report is looked for; the file may be missing. Lives in a. */
void reportfile_locate(struct reportfile *f, struct arena *a, const char *path);

/* The bytes, not looked at. 0, or -1 with a diagnostic. Lives in a. */
int reportfile_read(struct reportfile *f, struct arena *a, const char *path, struct diags *d);

/* The frame of a command over finished reports: a region, diagnostics, and their printing. */
int reportfile_run(const struct args *args,
	int (*command)(const struct args *args, struct arena *a, struct diags *d));

/* NULL with diagnostics. Lives in a. */
const struct node *reportfile_load(struct arena *a, const char *path, struct diags *d);

#endif
