#ifndef TRUEUP_CATALOGUE_H
#define TRUEUP_CATALOGUE_H
/* Every kind of diagnostic of every room. */
#include <stddef.h>

#include "checker/base/diag.h"

/* By their codes; the list lives in a, the kinds are static. */
const struct diag_kind **catalogue_sorted(struct arena *a, size_t *n);
/* Static; NULL: no kind has that code. Capitals do not matter. */
const struct diag_kind *catalogue_find(const char *code);

#endif
