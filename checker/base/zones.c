/* The zones of a run: found by name, read once, with the digests of their files. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/base/zone.h"

#define FOLDER "/usr/share/zoneinfo"
#define NAME_LONGEST 64 /* the longest name of the database has 32 bytes */

struct used {
	const char *name, *sha256;
};

struct zones {
	struct arena *a;
	struct map *by_name; /* to struct zone; NULL: looked for, not found */
	VEC(struct used) used;
};

struct zones *
zones_new(void)
{
	struct zones *z = x_calloc(1, sizeof(*z));

	z->a = arena_new();
	z->by_name = map_new();
	return z;
}

void
zones_free(struct zones *z)
{
	if (z == NULL)
		return;
	map_free(z->by_name);
	VEC_FREE(&z->used);
	arena_free(z->a);
	free(z);
}

/* "+02:00", "-0500", "+02": seconds east. */
static bool
read_fixed(const char *s, int32_t *east)
{
	size_t len = strlen(s);
	int64_t hours, minutes = 0;

	if ((s[0] != '+' && s[0] != '-') || (len != 3 && len != 5 && len != 6) ||
		(len == 6 && s[3] != ':'))
		return false;
	if (!ch_digit(s[1]) || !ch_digit(s[2]) || !text_to_int(s + 1, 2, 0, 14, &hours))
		return false;
	if (len > 3 && (!ch_digit(s[len - 2]) || !text_to_int(s + len - 2, 2, 0, 59, &minutes)))
		return false;
	if (hours * 60 + minutes > 14 * 60)
		return false;
	*east = (int32_t)(hours * 3600 + minutes * 60) * (s[0] == '-' ? -1 : 1);
	return true;
}

/*
 * Letters, digits, '_', '+', '-', and '/' between parts: no dots, so no way
 * up.  "localtime" and "posixrules" are the machine's choice, not a place.
 */
static bool
name_valid(const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len > NAME_LONGEST || strcmp(s, "localtime") == 0 ||
		strcmp(s, "posixrules") == 0 || s[0] == '/' || s[len - 1] == '/')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '/' ? s[i + 1] == '/' : !ch_alnum(s[i]) && strchr("_+-", s[i]) == NULL)
			return false;
	}
	return true;
}

/* The file of a name, if it is below the folder even after every link is followed. */
static char *
resolve(const char *folder, const char *name)
{
	char *path = x_malloc(strlen(folder) + 1 + strlen(name) + 1);
	char *real, *root = realpath(folder, NULL);
	size_t n;

	memcpy(path, folder, strlen(folder));
	path[strlen(folder)] = '/';
	memcpy(path + strlen(folder) + 1, name, strlen(name) + 1);
	real = root == NULL ? NULL : realpath(path, NULL);
	n = root == NULL ? 0 : strlen(root);
	if (real != NULL && (strncmp(real, root, n) != 0 || real[n] != '/')) {
		free(real);
		real = NULL;
	}
	free(root);
	free(path);
	return real;
}

/* By name, then by digest: the same list whoever came first. */
static bool
stands_before(const struct used *u, const char *name, const char *sha256)
{
	int c = strcmp(u->name, name);

	return c < 0 || (c == 0 && strcmp(u->sha256, sha256) < 0);
}

bool
zones_note(struct zones *z, const char *name, const char *sha256)
{
	bool same = true;
	size_t i;

	for (i = 0; i < z->used.n; i++) {
		if (strcmp(z->used.v[i].name, name) != 0)
			continue;
		if (strcmp(z->used.v[i].sha256, sha256) == 0)
			return true;
		same = false;
	}
	VEC_PUSH(&z->used);
	for (i = z->used.n - 1; i > 0 && !stands_before(&z->used.v[i - 1], name, sha256); i--)
		z->used.v[i] = z->used.v[i - 1];
	z->used.v[i] = (struct used){arena_strdup(z->a, name), arena_strdup(z->a, sha256)};
	return same;
}

static void
note_used(struct zones *z, const char *name, const char *text, size_t len)
{
	char hex[SHA256_HEX];

	sha256_hex(text, len, hex);
	zones_note(z, name, hex);
}

static struct zone *
load(struct zones *z, const char *name)
{
	const char *folder = getenv("TZDIR");
	struct zone *zone = NULL;
	char *path, *text;
	size_t len;

	if (!name_valid(name))
		return NULL;
	path = resolve(folder != NULL && folder[0] != '\0' ? folder : FOLDER, name);
	if (path == NULL)
		return NULL;
	if (file_read(z->a, path, MIB, &text, &len) == 0) {
		zone = ARENA_NEW(z->a, struct zone);
		if (zone_read(zone, (const unsigned char *)text, len, z->a) != 0)
			zone = NULL;
		else
			note_used(z, name, text, len);
	}
	free(path);
	return zone;
}

const struct zone *
zone_find(struct zones *z, const char *name)
{
	struct zone *zone;
	void **slot;
	bool fresh;
	int32_t east = 0;

	if (name == NULL || name[0] == '\0' || strlen(name) > NAME_LONGEST)
		return NULL;
	slot = map_slot(z->by_name, name, strlen(name), &fresh);
	if (!fresh)
		return *slot;
	if (strcmp(name, "UTC") == 0 || strcmp(name, "Z") == 0 || read_fixed(name, &east)) {
		zone = ARENA_NEW(z->a, struct zone);
		zone->first = east;
	} else {
		zone = load(z, name);
	}
	if (zone != NULL)
		zone->name = arena_strdup(z->a, name);
	*slot = zone;
	return zone;
}

size_t
zones_used(const struct zones *z)
{
	return z->used.n;
}

const char *
zones_used_name(const struct zones *z, size_t i)
{
	return z->used.v[i].name;
}

const char *
zones_used_sha256(const struct zones *z, size_t i)
{
	return z->used.v[i].sha256;
}
