#ifndef TRUEUP_VERIFY_PARTS_H
#define TRUEUP_VERIFY_PARTS_H
/* What verify.c and verify_files.c share. */
#include <stdbool.h>
#include <stddef.h>

#include "reports/seal/seal.h"

/*
 * A regular file below a folder, no component of the name followed as a link,
 * never blocking on what is no file.  fd, or -1 with errno (ENOENT: not there).
 */
int open_below(int dir, const char *name);

/* Whole, into a, at most max bytes. 0, or -1 with errno (EFBIG: larger). */
int read_below(struct arena *a, int dir, const char *name, size_t max, char **text, size_t *len);

/* Each listed file; counts in out. */
void verify_outputs(struct verified *out, const struct statement_view *v, int dir, struct diags *d);

/* Files in the folder that are not listed. stem: of the report's files. */
void verify_unlisted(struct verified *out, const struct statement_view *v, const char *folder,
	const char *stem, const struct verify_options *o, struct diags *d);

/* Inputs below o->inputs. -1: the folder cannot be opened, with a diagnostic. */
int verify_inputs(struct verified *out, const struct statement_view *v,
	const struct verify_options *o, struct diags *d);

#endif
