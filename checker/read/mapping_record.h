#ifndef TRUEUP_READ_MAPPING_RECORD_H
#define TRUEUP_READ_MAPPING_RECORD_H
/* One row of a table to its records, and its place in the account. */
#include "checker/read/mapping_parts.h"

void map_row(struct map_run *run, const struct map_cells *row);

/* The source's row says which mapping it is read by; after the last record: is its approval over? */
void map_begin(struct map_run *run);
void map_end(struct map_run *run);

/* The same of a record of a tree: everything that `each` finds in it. */
void map_tree(struct map_run *run, size_t cut, const struct node *record,
	const struct map_place *at);

/* The mapping of that name, if its detection holds for the header; else NULL. */
const struct mapping *mapping_fits(const struct mappings *set, const char *name,
	const char *const *header, size_t n);

#endif
