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

/*
 * What `where` leaves of `must`, by the comparisons that both ask for: "can never hold where a: b",
 * "always holds where a: b". NULL: nothing found. Lives in a.
 */
const char *programs_settled(const struct program *where, const struct program *must,
	struct arena *a);

/*
 * The list of an `all` that must hold, and would of an empty list as well (neither text asks for
 * its size or for an element); the part of an `||` that holds of a blank ("x == null"). NULL: none.
 */
const char *program_holds_of_nothing(const struct program *where, const struct program *must,
	struct arena *a);
const char *program_holds_of_blank(const struct program *p, struct arena *a);

#endif
