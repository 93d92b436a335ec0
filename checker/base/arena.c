#include "checker/base/arena.h"

#include <stdint.h>

#include "checker/base/die.h"

#define ARENA_ALIGN 16u
#define ARENA_FIRST ((size_t)16 << 10)
#define ARENA_LARGEST ((size_t)1 << 20)

struct block {
	struct block *next;
	size_t cap, len;
	_Alignas(ARENA_ALIGN) unsigned char bytes[];
};

/* What the heap gave and the region frees; the list lies in the region itself. */
struct adopted {
	struct adopted *next;
	void *p;
};

struct arena {
	struct block *first, *cur;
	struct adopted *adopted;
	size_t used;
};

static struct block *
block_new(size_t cap)
{
	struct block *b = x_malloc(sizeof(*b) + cap);

	b->next = NULL;
	b->cap = cap;
	b->len = 0;
	return b;
}

struct arena *
arena_new(void)
{
	struct arena *a = x_malloc(sizeof(*a));

	a->first = a->cur = block_new(ARENA_FIRST);
	a->adopted = NULL;
	a->used = 0;
	return a;
}

static void
adopted_free(struct arena *a, const struct adopted *until)
{
	for (; a->adopted != until; a->adopted = a->adopted->next)
		free(a->adopted->p);
}

static void
blocks_free(struct block *b)
{
	while (b != NULL) {
		struct block *next = b->next;

		free(b);
		b = next;
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	adopted_free(a, NULL);
	blocks_free(a->first);
	free(a);
}

/*
 * The largest block up to ARENA_LARGEST stays: a region that is emptied after
 * each record must not go to the heap for each.
 */
void
arena_reset(struct arena *a)
{
	struct block *best = a->first, *b = a->first->next;

	adopted_free(a, NULL);
	a->first->next = NULL;
	while (b != NULL) {
		struct block *next = b->next, *drop = b;

		if (b->cap > best->cap && b->cap <= ARENA_LARGEST) {
			drop = best;
			best = b;
		}
		free(drop);
		b = next;
	}
	best->next = NULL;
	best->len = 0;
	a->first = a->cur = best;
	a->used = 0;
}

struct arena_mark
arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->cur, a->cur->len, a->used, a->adopted};
}

void
arena_back(struct arena *a, struct arena_mark mark)
{
	struct block *b = mark.block;

	adopted_free(a, mark.adopted);
	blocks_free(b->next);
	b->next = NULL;
	b->len = mark.len;
	a->cur = b;
	a->used = mark.used;
}

/* Not zeroed. Strings need no alignment, and most of what a region holds are short strings. */
static void *
room(struct arena *a, size_t n, size_t align)
{
	struct block *b = a->cur;
	size_t at = (b->len + align - 1) & ~(align - 1);

	if (n > SIZE_MAX - 2 * ARENA_ALIGN)
		die_memory();
	if (n == 0)
		n = 1;
	if (at > b->cap || b->cap - at < n) {
		size_t cap = b->cap < ARENA_LARGEST ? b->cap * 2 : ARENA_LARGEST;

		if (cap < n)
			cap = n;
		b->next = block_new(cap);
		a->cur = b = b->next;
		at = 0;
	}
	b->len = at + n;
	a->used += n;
	return b->bytes + at;
}

void *
arena_raw(struct arena *a, size_t n)
{
	return room(a, n, ARENA_ALIGN);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(room(a, n, ARENA_ALIGN), 0, n == 0 ? 1 : n);
}

void
arena_adopt(struct arena *a, void *p)
{
	struct adopted *n = arena_alloc(a, sizeof(*n));

	n->p = p;
	n->next = a->adopted;
	a->adopted = n;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = room(a, n == SIZE_MAX ? n : n + 1, 1);

	if (n > 0)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *p;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		die_bug("a format string that printf refuses");
	p = room(a, (size_t)n + 1, 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
