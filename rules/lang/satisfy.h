#ifndef TRUEUP_SATISFY_H
#define TRUEUP_SATISFY_H
/* Conditions that can never hold, or always do: mistakes that no test of a value shows. */
#include "rules/lang/program.h"

struct arena;

/*
 * Looks at && and || whose operands compare one expression with literals: "can never hold: a and
 * b", "always holds: a or b"; and at whole conditions that are a constant. NULL: nothing found,
 * which proves nothing. Lives in a.
 */
const char *program_settled(const struct program *p, struct arena *a);

#endif
