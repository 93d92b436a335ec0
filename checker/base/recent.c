#include "checker/base/recent.h"

#include <stdint.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"

/* Several thousand people with name, address and ids fit beside what never comes again. */
#define PLACES ((size_t)16384)
/* What is longer is prose. */
#define LONGEST ((size_t)200)

struct recent {
	const char *at[PLACES];
};

struct recent *
recent_new(void)
{
	return x_calloc(1, sizeof(struct recent));
}

void
recent_free(struct recent *r)
{
	free(r);
}

/* Not keyed: whoever makes strings collide has them copied, no more. */
static size_t
place_of_text(const char *s, size_t n)
{
	uint64_t h = n * 0x9e3779b97f4a7c15u, w;

	for (; n >= 8; n -= 8, s += 8) {
		memcpy(&w, s, 8);
		h = (h ^ w) * 0xbf58476d1ce4e5b9u;
		h ^= h >> 29;
	}
	for (w = 0; n > 0; n--)
		w = w << 8 | (unsigned char)*s++;
	h = (h ^ w) * 0xbf58476d1ce4e5b9u;
	return (size_t)(h >> 40) & (PLACES - 1);
}

const char *
recent_copy(struct recent *r, struct arena *a, const char *s)
{
	size_t n;
	const char **at;

	if (s == NULL)
		return NULL;
	n = strlen(s);
	if (n > LONGEST)
		return arena_strndup(a, s, n);
	at = &r->at[place_of_text(s, n)];
	if (*at == NULL || strcmp(*at, s) != 0)
		*at = arena_strndup(a, s, n);
	return *at;
}
