#ifndef TRUEUP_LANG_FOLD_H
#define TRUEUP_LANG_FOLD_H
/* What can be said of a checked expression before it runs. */
#include "rules/lang/expr.h"

struct lang_source;

/* Computes what is constant, once; reports constants that can never be converted. */
void fold(struct arena *a, struct lang_source *s, struct expr *root, bool unchecked);

/* The most steps on lists of n elements; UINT64_MAX where it does not fit. */
uint64_t expr_cost(const struct expr *e, uint64_t n);

#endif
