#ifndef TRUEUP_JOIN_H
#define TRUEUP_JOIN_H
/*
 * From records to the frozen model: who is who, what is what.  The builder is
 * a sink; observations are folded as they come, so memory does not grow with
 * their number.  Order of files and records does not matter.
 */
#include "checker/model/model.h"

struct builder;
struct arena;
struct diags;

/* cfg lives as long as the model; config's roles and authority take part in the join. */
struct builder *builder_new(const struct config *cfg);
struct sink *builder_sink(struct builder *b);
/*
 * Sources must be added (their counts complete) before the freeze; they live as long as the
 * model.
 */
void builder_add_source(struct builder *b, struct source *s);
/* The model, in region a. Frees nothing: builder_free() may follow at once. */
struct model *builder_freeze(struct builder *b, struct arena *a, struct diags *d);
void builder_free(struct builder *b);

#endif
