#ifndef TRUEUP_MAP_H
#define TRUEUP_MAP_H
/*
 * From byte strings to pointers.  The hash is keyed per process, so hostile
 * keys cannot be made to collide; entries are walked in the order in which
 * they came, so the hash can never decide what a report says.  Keys are
 * copied into the map.
 */
#include <stdbool.h>
#include <stddef.h>

struct map;

struct map *map_new(void);
void map_free(struct map *m); /* values are the caller's; NULL is allowed */

/* The slot of the key, made (NULL) if it was not there; *fresh may be NULL. */
void **map_slot(struct map *m, const char *key, size_t len, bool *fresh);

/* The value, or NULL. */
void *map_get(const struct map *m, const char *key, size_t len);
bool map_has(const struct map *m, const char *key, size_t len);

size_t map_count(const struct map *m);
const char *map_key_at(const struct map *m, size_t i, size_t *len); /* NUL-terminated */
void *map_value_at(const struct map *m, size_t i);

/* The one copy of a string: equal strings have equal addresses. Lives with the map. */
const char *map_intern(struct map *m, const char *s, size_t len);

#endif
