#ifndef TRUEUP_READ_MAPPING_H
#define TRUEUP_READ_MAPPING_H
/*
 * Declarative mappings, trueup-map/1 (formats.md B): a JSON file that says
 * which column of a table is which member of which record.  Nothing computes,
 * so that an auditor can read one; what loosens must be approved in it.
 */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/instant.h"

struct arena;
struct diags;

struct mapping;
struct mappings;

/* The shipped ones. Lives in a; NULL (diagnosed) only if the program was built wrong. */
struct mappings *mappings_builtin(struct arena *a, struct diags *d);

/*
 * One more, from its text. 0, or -1 with diagnostics (line, column, caret). file is for
 * messages.
 */
int mappings_add(struct mappings *m, const char *file, const char *text, size_t len,
	struct diags *d);

size_t mappings_count(const struct mappings *m);
const struct mapping *mappings_at(const struct mappings *m, size_t i);
const struct mapping *mapping_find(const struct mappings *m, const char *name);

/* What reports and `trueup formats` print of one. */
struct mapping_info {
	const char *name, *version, *title, *sha256; /* of its text */
	const char *file;                             /* NULL: shipped */
	bool loosens;
	const char *reason, *approver;                /* of a loosening; else NULL */
	struct instant expires;
};
void mapping_describe(const struct mapping *m, struct mapping_info *out);

/*
 * The mapping that fits a header (cells as str_word_key) best; NULL if none, or
 * if two fit equally: then *tie names them.  m NULL: the shipped ones alone.
 */
const struct mapping *mapping_detect(const struct mappings *m, const char *const *header, size_t n,
	int *score, const char **tie, struct arena *a);

/* What it makes and of what, in lines for a person. */
struct buf;
void mapping_outline(const struct mapping *m, struct buf *b);

/* The same for JSON and XML, by what a head shows of members or root. score and tie may be NULL. */
struct head;
const struct mapping *mapping_detect_tree(const struct mappings *m, const struct head *h,
	int *score, const char **tie);

/* The reader that reads files through it: "csv-mapping", "json-mapping", "xml-mapping". */
const char *mapping_reader(const struct mapping *m);
const char *mapping_reader_of(const struct mappings *m, const char *name); /* no such one: that of tables */

/* Does the detection of the mapping of that name hold for the header? */
bool mapping_fits_header(const struct mappings *m, const char *name, const char *const *header,
	size_t n);

#endif
