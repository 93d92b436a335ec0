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
/* At most once, before the freeze; lives as long as the model. Order against records does not matter. */
void builder_previous(struct builder *b, const struct previous *p);
/* The model, in region a. Frees nothing: builder_free() may follow at once. */
struct model *builder_freeze(struct builder *b, struct arena *a, struct diags *d);

/*
 * What a model is made without, to measure what an input of page two does (design.md 7).
 * All zero: as builder_freeze() makes it.
 */
struct leave_out {
	const struct config *config;       /* instead of the builder's; NULL: the builder's */
	const struct source *const *rows; size_t nrows; /* whose mappings, catalogs and baselines are left out */
	bool own_tags;       /* tags with controls and CCIs let no pass through, whoever set them */
	bool scope_marks;    /* "in scope: no" of an inventory says nothing */
	bool approvals;      /* nobody has approved that a control is not applicable */
};
/* After builder_freeze(), of the same records; says nothing and changes no source. */
struct model *builder_freeze_without(struct builder *b, const struct leave_out *out, struct arena *a);
/* How many facts a model of it would have, at most: what judging it costs. */
uint64_t builder_facts(const struct builder *b);
void builder_free(struct builder *b);

#endif
