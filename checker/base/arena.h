#ifndef TRUEUP_ARENA_H
#define TRUEUP_ARENA_H
/*
 * A region of memory that is freed whole.  One region a phase: a reader's
 * record, a model, an assessment.  Running out of memory is the machine's
 * failure, not the input's: the program says so and exits (base/die.h), so
 * no caller checks for NULL.
 */
#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Owner frees with arena_free(); NULL is allowed there. */
struct arena *arena_new(void);
void arena_free(struct arena *a);

/* Forgets everything but keeps a block for the next record. */
void arena_reset(struct arena *a);

/*
 * Where a region stands; going back gives up all that was handed out since. Marks nest, and a reset
 * makes them void.
 */
struct arena_mark { void *block; size_t len, used; const void *adopted; };
struct arena_mark arena_mark(const struct arena *a);
void arena_back(struct arena *a, struct arena_mark mark);

/* Zeroed, aligned to 16 bytes, never NULL; lives as long as the region. */
void *arena_alloc(struct arena *a, size_t n);

/* The same, not zeroed: for bytes that are written before they are read. */
void *arena_raw(struct arena *a, size_t n);

/*
 * The region frees p, of malloc() and friends, with what it handed out until now: a long array that
 * has grown there need not be copied. NULL is allowed.
 */
void arena_adopt(struct arena *a, void *p);

/* Copies, always NUL-terminated, not aligned; arena_strdup(a, NULL) is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (n)))

#endif
