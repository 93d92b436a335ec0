#ifndef TRUEUP_VEC_H
#define TRUEUP_VEC_H
/*
 * A growing array: VEC(struct item) items = {0};  *VEC_PUSH(&items) = it;
 * Elements move when it grows: keep indices, not pointers, while filling.
 */
#include <stddef.h>
#include <string.h>

#include "checker/base/die.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *v;                                                                           \
		size_t n, cap;                                                                     \
	}

/* Room for one more; the address of the new, zeroed element. */
#define VEC_PUSH(vec)                                                                              \
	((vec)->v = vec_grow((vec)->v, &(vec)->cap, (vec)->n, sizeof(*(vec)->v)),                  \
		memset(&(vec)->v[(vec)->n], 0, sizeof(*(vec)->v)), &(vec)->v[(vec)->n++])

#define VEC_FREE(vec) (free((vec)->v), (vec)->v = NULL, (vec)->n = (vec)->cap = 0)

static inline void *
vec_grow(void *v, size_t *cap, size_t n, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap == 0 ? 8 : *cap * 2;
	return x_realloc_array(v, *cap, size);
}

#endif
