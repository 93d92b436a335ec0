#ifndef TRUEUP_READ_MAPPING_SET_H
#define TRUEUP_READ_MAPPING_SET_H
/*
 * Between the set of mappings and the loader; and the shipped texts, made from the files in
 * mappings/ when the program is built.
 */
#include "checker/read/mapping.h"

struct mapping *mapping_load(struct arena *a, const char *file, const char *text, size_t len,
	bool shipped, struct diags *d);

struct shipped_mapping {
	const char *name;                       /* of the mapping, and of its file */
	const char *text; size_t len;
	const char *detect; size_t detect_len;  /* an object of its member "detect" alone */
};
/* What detection asks of one: name, format and "detect". The rest of it is not there. */
struct mapping *mapping_load_detect(struct arena *a, const struct shipped_mapping *t,
	struct diags *d);
extern const struct shipped_mapping shipped_mappings[]; /* ends with a NULL name */

#endif
