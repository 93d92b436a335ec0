/*
 * Folds in few bytes: most hold one result or two of six, so each is a piece of
 * its own behind the fold (design.md 10: the memory of a run is that of its states).
 */
#include "checker/join/inside.h"

/* One latest or earliest result. Its place's path stands behind it. */
struct kept {
	struct kept *next;
	int64_t lo, hi;
	const struct source *source;
	const char *raw;          /* interned */
	uint32_t line, col;
	uint32_t room;            /* bytes of path */
	unsigned char slot, grade;
	bool has_path;
	char path[];
};

static struct seen *
slot_of(struct gathered *s, enum slot slot)
{
	switch (slot) {
	case SLOT_T: return &s->t;
	case SLOT_F: return &s->f;
	case SLOT_U: return &s->u;
	case SLOT_NA: return &s->na;
	case SLOT_FIRST_F: return &s->first_f;
	case SLOT_LISTED_F: default: return &s->listed_f;
	}
}

static struct seen
seen_of(const struct kept *k)
{
	return (struct seen){.any = true, .grade = (enum grade)k->grade, .lo = k->lo, .hi = k->hi,
		.loc = {k->source, k->line, k->col, k->has_path ? k->path : NULL}, .raw = k->raw};
}

void
fold_state(const struct fold *f, struct gathered *s)
{
	*s = (struct gathered){.source = f->source, .originator = f->originator,
		.undated_f = f->undated_f, .tested = f->tested, .sticky = f->sticky};
	for (const struct kept *k = f->kept; k != NULL; k = k->next)
		*slot_of(s, (enum slot)k->slot) = seen_of(k);
}

struct seen
fold_slot(const struct fold *f, enum slot slot)
{
	for (const struct kept *k = f->kept; k != NULL; k = k->next)
		if (k->slot == slot)
			return seen_of(k);
	return (struct seen){0};
}

void
fold_keep(struct fold *f, enum slot slot, const struct seen *one)
{
	size_t need = one->loc.path == NULL ? 0 : strlen(one->loc.path) + 1;
	struct kept **link = &f->kept, *k;

	while (*link != NULL && (*link)->slot != slot)
		link = &(*link)->next;
	k = *link;
	if (need > UINT32_MAX)
		die_memory();
	if (k == NULL || k->room < need) {
		struct kept *next = k == NULL ? NULL : k->next;

		free(k);
		*link = k = x_malloc(sizeof(*k) + need);
		k->next = next;
		k->room = (uint32_t)need;
		k->slot = (unsigned char)slot;
	}
	k->lo = one->lo;
	k->hi = one->hi;
	k->source = one->loc.source;
	k->raw = one->raw;
	k->line = one->loc.line;
	k->col = one->loc.col;
	k->grade = (unsigned char)one->grade;
	k->has_path = need > 0;
	if (need > 0)
		memmove(k->path, one->loc.path, need); /* it may be the path that stands there */
}

void
fold_free(struct fold *f)
{
	while (f->kept != NULL) {
		struct kept *next = f->kept->next;

		free(f->kept);
		f->kept = next;
	}
}
