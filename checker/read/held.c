/* Records that wait for the end of their document. */
#include "checker/read/held.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

void
held_add(struct held *h, struct reading *r, const struct record *rec, size_t outer, bool first)
{
	struct held_record *to = VEC_PUSH(&h->at);

	record_copy(&to->rec, rec, r->a);
	to->outer = outer;
	to->first = first;
}

void
held_free(struct held *h)
{
	VEC_FREE(&h->at);
}

void
held_put(struct held *h, struct reading *r,
	bool (*finish)(void *ctx, struct held_record *one), void *ctx)
{
	for (size_t i = 0; i < h->at.n; i++) {
		struct held_record *one = &h->at.v[i];

		if (finish != NULL && !finish(ctx, one))
			continue;
		reading_put(r, &one->rec);
		if (one->first)
			reading_kept(r);
		arena_reset(r->rec);
	}
}

size_t
pointer_index(const char *pointer, size_t level)
{
	const char *p = pointer;
	int64_t out = 0;

	for (size_t i = 0; p != NULL && i <= level; i++)
		p = strchr(p + (i > 0), '/');
	if (p == NULL || !text_to_int(p + 1, strcspn(p + 1, "/"), 0, INT32_MAX, &out))
		return 0;
	return (size_t)out;
}
