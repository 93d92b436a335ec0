#ifndef TRUEUP_WRITER_H
#define TRUEUP_WRITER_H
/* One row a format; `--format`, `trueup formats` and the tests are made from the table. */
#include <stdbool.h>

#include "checker/base/buf.h"
#include "checker/base/node.h"

struct writer_options {
	bool colour;          /* of a terminal */
	unsigned width;       /* of a terminal; 0: 80 */
	const char *seal_key; /* that the report will be sealed by; NULL: one-run, or not known */
	/* Earlier reports of the chain, oldest first: the trend; for formats that people look at. */
	const struct node *const *history;
	size_t nhistory;
};

struct writer {
	const char *name;   /* "html"; no two rows have one */
	const char *file;   /* "report.html"; NULL: standard output only */
	const char *media, *what;
	/* Appends the whole rendering. Nothing but the tree decides it. 0 or -1 (buffer full). */
	int (*write)(struct buf *out, const struct node *report, const struct writer_options *o);
	/* The word that asks for it together with the other files of that word; NULL: its name. */
	const char *group;
};

extern const struct writer *const writers[]; /* ends with NULL */
const struct writer *writer_find(const char *name);
size_t writers_count(void);
/* NULL, or why this one cannot write here: a sentence. Asked before anything is read. */
const char *writer_refused(const struct writer *w);
/* What -f calls it: the group, or the name. */
const char *writer_word(const struct writer *w);

/* The names of all files that the table can make; in a. */
struct arena;
const char *const *writers_files(struct arena *a, size_t *n);

/*
 * Which rows a list of words by comma asks for: sets their places in chosen[],
 * which has writers_count() of them. NULL, or the first word (*len bytes) that
 * names no writer which makes a file.
 */
const char *writers_choose(bool *chosen, const char *list, size_t *len);

/* checks.jsonl, one line a check, straight from the assessment to take (may be large). 0, or -1 with errno. */
struct assessment;
int checks_write(int (*take)(void *ctx, const void *p, size_t n), void *ctx,
	const struct assessment *as);

#endif
