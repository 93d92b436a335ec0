#include "checker/base/map.h"

#include <stdint.h>
#include <sys/random.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"

struct entry {
	const char *key;
	size_t len;
	uint64_t hash;
	void *value;
};

struct map {
	struct arena *keys;
	struct entry *entries;
	size_t n, cap;
	uint32_t *index; /* 0: free, else entry + 1 */
	size_t slots;
	uint64_t k0, k1;
};

#define ROTL(x, b) (((x) << (b)) | ((x) >> (64 - (b))))

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = ROTL(v[1], 13) ^ v[0];
	v[0] = ROTL(v[0], 32);
	v[2] += v[3];
	v[3] = ROTL(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = ROTL(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = ROTL(v[1], 17) ^ v[2];
	v[2] = ROTL(v[2], 32);
}

/* SipHash-1-3 (Aumasson, Bernstein): short keys, keyed, fast enough. */
static uint64_t
hash_bytes(const struct map *m, const char *key, size_t len)
{
	uint64_t v[4] = {m->k0 ^ 0x736f6d6570736575u, m->k1 ^ 0x646f72616e646f6du,
		m->k0 ^ 0x6c7967656e657261u, m->k1 ^ 0x7465646279746573u};
	uint64_t last = (uint64_t)len << 56;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		uint64_t w;

		memcpy(&w, key + i, 8);
		v[3] ^= w;
		sip_round(v);
		v[0] ^= w;
	}
	for (size_t j = 0; i + j < len; j++)
		last |= (uint64_t)(unsigned char)key[i + j] << (8 * j);
	v[3] ^= last;
	sip_round(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct map *
map_new(void)
{
	struct map *m = x_calloc(1, sizeof(*m));
	uint64_t k[2] = {0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u};

	/* Early in boot there may be no randomness: a fixed key still works. */
	if (getrandom(k, sizeof(k), GRND_NONBLOCK) != (ssize_t)sizeof(k))
		k[0] ^= (uint64_t)(uintptr_t)m;
	m->k0 = k[0];
	m->k1 = k[1];
	m->keys = arena_new();
	m->slots = 16;
	m->index = x_calloc(m->slots, sizeof(*m->index));
	return m;
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	arena_free(m->keys);
	free(m->entries);
	free(m->index);
	free(m);
}

/* The index slot where the key is, or the free one where it would go. */
static size_t
find(const struct map *m, const char *key, size_t len, uint64_t hash)
{
	size_t i = (size_t)hash & (m->slots - 1);

	while (m->index[i] != 0) {
		const struct entry *e = &m->entries[m->index[i] - 1];

		if (e->hash == hash && e->len == len && memcmp(e->key, key, len) == 0)
			break;
		i = (i + 1) & (m->slots - 1);
	}
	return i;
}

static void
grow(struct map *m)
{
	free(m->index);
	m->slots *= 2;
	m->index = x_calloc(m->slots, sizeof(*m->index));
	for (size_t e = 0; e < m->n; e++) {
		size_t i = (size_t)m->entries[e].hash & (m->slots - 1);

		while (m->index[i] != 0)
			i = (i + 1) & (m->slots - 1);
		m->index[i] = (uint32_t)(e + 1);
	}
}

void **
map_slot(struct map *m, const char *key, size_t len, bool *fresh)
{
	uint64_t hash = hash_bytes(m, key, len);
	size_t i = find(m, key, len, hash);
	struct entry *e;

	if (fresh != NULL)
		*fresh = m->index[i] == 0;
	if (m->index[i] != 0)
		return &m->entries[m->index[i] - 1].value;
	if (m->n == m->cap) {
		m->cap = m->cap == 0 ? 16 : m->cap * 2;
		m->entries = x_realloc_array(m->entries, m->cap, sizeof(*m->entries));
	}
	if (m->n >= UINT32_MAX - 1)
		die_memory();
	e = &m->entries[m->n++];
	*e = (struct entry){arena_strndup(m->keys, key, len), len, hash, NULL};
	m->index[i] = (uint32_t)m->n;
	if (m->n * 10 >= m->slots * 7)
		grow(m);
	return &e->value;
}

void *
map_get(const struct map *m, const char *key, size_t len)
{
	size_t i = find(m, key, len, hash_bytes(m, key, len));

	return m->index[i] == 0 ? NULL : m->entries[m->index[i] - 1].value;
}

bool
map_has(const struct map *m, const char *key, size_t len)
{
	return m->index[find(m, key, len, hash_bytes(m, key, len))] != 0;
}

size_t
map_count(const struct map *m)
{
	return m->n;
}

const char *
map_key_at(const struct map *m, size_t i, size_t *len)
{
	if (len != NULL)
		*len = m->entries[i].len;
	return m->entries[i].key;
}

void *
map_value_at(const struct map *m, size_t i)
{
	return m->entries[i].value;
}

const char *
map_intern(struct map *m, const char *s, size_t len)
{
	void **slot = map_slot(m, s, len, NULL);

	if (*slot == NULL) {
		size_t i = find(m, s, len, hash_bytes(m, s, len));

		*slot = (void *)(uintptr_t)m->entries[m->index[i] - 1].key;
	}
	return *slot;
}
