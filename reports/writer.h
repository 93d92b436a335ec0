#ifndef TRUEUP_WRITER_H
#define TRUEUP_WRITER_H
/* One row a format; `--format`, `trueup formats` and the tests are made from the table. */
#include <stdbool.h>

#include "checker/base/buf.h"
#include "checker/base/node.h"

struct writer_options { bool colour; unsigned width; }; /* of a terminal; width 0: 80 */

struct writer {
	const char *name;   /* "html" */
	const char *file;   /* "report.html"; NULL: standard output only */
	const char *media, *what;
	/* Appends the whole rendering. Nothing but the tree decides it. 0 or -1 (buffer full). */
	int (*write)(struct buf *out, const struct node *report, const struct writer_options *o);
};

extern const struct writer *const writers[]; /* ends with NULL */
const struct writer *writer_find(const char *name);

/* checks.jsonl, one line a check, straight from the assessment to a descriptor (may be large). */
struct assessment;
int checks_write(int fd, const struct assessment *as);

#endif
