#ifndef TRUEUP_DIE_H
#define TRUEUP_DIE_H
/*
 * The two failures that no caller can answer: the machine's (exit 5) and our
 * own bugs (exit 70).  What is wrong with the input goes through diag.h.
 */
#include <stddef.h>

#define EXIT_MACHINE 5
#define EXIT_BUG 70

_Noreturn void die_memory(void);
_Noreturn void die_machine(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void die_bug(const char *what);

/* malloc and friends that end the program when there is no memory. */
void *x_malloc(size_t n);
void *x_calloc(size_t n, size_t size);
void *x_realloc(void *p, size_t n);
void *x_realloc_array(void *p, size_t n, size_t size);
char *x_strdup(const char *s);

#endif
