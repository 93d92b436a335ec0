#ifndef TRUEUP_READ_MAPPING_SET_H
#define TRUEUP_READ_MAPPING_SET_H
/*
 * Between the set of mappings and the loader; and the shipped texts, made from the files in
 * mappings/ when the program is built.
 */
#include "checker/read/mapping.h"

struct mapping *mapping_load(struct arena *a, const char *file, const char *text, size_t len,
	bool shipped, struct diags *d);

struct shipped_mapping { const char *name; const unsigned char *text; size_t len; };
extern const struct shipped_mapping shipped_mappings[]; /* ends with a NULL name */

#endif
