#ifndef TRUEUP_REPORTS_RATCHET_H
#define TRUEUP_REPORTS_RATCHET_H
/*
 * Two reports like for like: the score of the controls that both have, by their
 * earlier weights; and whether the later one holds what the earlier one had
 * (design.md 9, "ratchet"): no control shown less, none refuted that was shown to
 * work, no failure gone without a pass, no scope, weight or population shrunk.
 */
#include <stdbool.h>
#include <stdint.h>

#include "checker/base/node.h"

struct arena;

/* Over the controls that are applicable in both; millionths, rounded down. */
struct like { uint64_t controls; int64_t before, now; };
struct like like_for_like(const struct node *old_scope, const struct node *new_scope);

/* The scope of the same system and framework, whatever its baseline; NULL: there is none. */
const struct node *scope_before(const struct node *old, const struct node *new_scope);

/*
 * Adds to previous, the member of the later report's tree: "like_for_like", "measured",
 * "measured_total", "ratchet".  Lives in a, and keeps pointers into both trees.
 */
void ratchet_put(struct arena *a, struct node *previous, const struct node *old,
	const struct node *new);

#endif
