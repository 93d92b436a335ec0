#ifndef TRUEUP_READ_HELD_H
#define TRUEUP_READ_HELD_H
/*
 * Records that wait for the end of their document, because what they lack (the
 * host, the tool, the time of the run) may stand behind them.  What is kept is
 * a copy, without the document's prose.
 */
#include "checker/base/vec.h"
#include "checker/read/reader.h"

struct held_record {
	struct record rec;     /* in r->a */
	size_t outer;          /* position, from 0, of the list element that it lies in */
	bool first;            /* the first of its main record: counts as kept when it is put */
};
struct held { VEC(struct held_record) at; };

void held_add(struct held *h, struct reading *r, const struct record *rec, size_t outer, bool first);
void held_free(struct held *h);

/*
 * Puts all of them in order; finish (may be NULL) adds what was missing, and says false for one
 * that it has put, refused or ignored itself.
 */
void held_put(struct held *h, struct reading *r,
	bool (*finish)(void *ctx, struct held_record *one), void *ctx);

/* "/stigs/3/rules/5" with level 1: 3; what is no number: 0. */
size_t pointer_index(const char *pointer, size_t level);

#endif
