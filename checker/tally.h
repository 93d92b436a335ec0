#ifndef TRUEUP_TALLY_H
#define TRUEUP_TALLY_H
/* What a source holds, as a person would count it: distinct controls, assets, people and items. */
#include "checker/model/record.h"

struct map;

struct tally {
	struct map *controls, *assets, *people, *items;
	uint64_t results[4];      /* by enum result */
	uint64_t events, claims, acceptances, evidence, mappings;
	bool more;                /* a set reached its ceiling: at least so many */
};

void tally_init(struct tally *t);
void tally_free(struct tally *t);
void tally_reset(struct tally *t);
void tally_add(struct tally *t, const struct record *r);
/* What it counts, by a word for one and one for several; ends with several NULL. */
struct tally_row { const char *one, *several; uint64_t n; };
#define TALLY_ROWS 11
void tally_rows(const struct tally *t, struct tally_row out[TALLY_ROWS]);

#endif
