#include "checker/base/diag.h"

#include <stdarg.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/map.h"
#include "checker/base/vec.h"

/* Bytes kept of one message; what is longer quotes more evidence than a person reads. */
#define TEXT_MAX 4096

/* One code in one file. */
struct group {
	const struct diag_kind *kind;
	size_t kept, more;
	size_t last; /* index of the last kept one in today's order */
};

struct entry {
	struct diag d;
	struct group *group;
	size_t seq; /* the order in which they came */
};

struct diags {
	VEC(struct entry) entries;
	VEC(struct arena *) regions; /* the first is ours, the rest came with diags_move() */
	struct map *groups;          /* "code\0file" to struct group */
	size_t seq, more, errors;
};

struct diags *
diags_new(void)
{
	struct diags *d = x_calloc(1, sizeof(*d));

	*VEC_PUSH(&d->regions) = arena_new();
	d->groups = map_new();
	return d;
}

void
diags_free(struct diags *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < map_count(d->groups); i++)
		free(map_value_at(d->groups, i));
	map_free(d->groups);
	for (size_t i = 0; i < d->regions.n; i++)
		arena_free(d->regions.v[i]);
	VEC_FREE(&d->regions);
	VEC_FREE(&d->entries);
	free(d);
}

static struct group *
group_of(struct diags *d, const struct diag_kind *kind, const char *file)
{
	size_t ncode = strlen(kind->code) + 1, nfile = file == NULL ? 0 : strlen(file) + 1;
	char small[512], *key = small;
	void **slot;

	if (ncode + nfile > sizeof(small))
		key = x_malloc(ncode + nfile);
	memcpy(key, kind->code, ncode);
	if (nfile > 0)
		memcpy(key + ncode, file, nfile);
	slot = map_slot(d->groups, key, ncode + nfile, NULL);
	if (*slot == NULL) {
		*slot = x_calloc(1, sizeof(struct group));
		((struct group *)*slot)->kind = kind;
	}
	if (key != small)
		free(key);
	return *slot;
}

static size_t
min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/*
 * A part of a line around the byte at: enough on both sides that the printer
 * still sees where it has to write "...".  Returns where the part begins.
 */
static size_t
window(const char *line, size_t len, size_t at, size_t *n)
{
	size_t from = at > MAX_EXCERPT ? at - MAX_EXCERPT : 0, to;

	if (from > len)
		from = len;
	while (from > 0 && from < len && continues(line[from]))
		from--;
	to = min_size(len, at + (size_t)MAX_EXCERPT * 2);
	*n = to > from ? to - from : 0;
	return from;
}

static void
keep_place(struct arena *a, struct place *to, const struct place *at)
{
	*to = *at;
	to->file = arena_strdup(a, at->file);
	if (at->excerpt != NULL) {
		size_t column = at->col > at->cut ? at->col - at->cut - 1 : 0, n;
		size_t from = window(at->excerpt, strlen(at->excerpt), column, &n);

		char *excerpt = arena_strndup(a, at->excerpt + from, n);

		text_mask_secrets(excerpt);
		to->excerpt = excerpt;
		to->cut = at->cut + (uint32_t)from;
	}
}

void
diag_add(struct diags *d, const struct diag_kind *kind, const struct place *at, const char *fmt,
	...)
{
	struct arena *a = d->regions.v[0];
	struct group *g = group_of(d, kind, at == NULL ? NULL : at->file);
	char text[TEXT_MAX];
	struct entry *e;
	va_list ap;
	int n;

	if (kind->level == DIAG_ERROR)
		d->errors++;
	if (g->kept >= DIAG_SAME_MAX) {
		g->more++;
		d->more++;
		return;
	}
	g->kept++;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		die_bug("a format string that printf refuses");
	e = VEC_PUSH(&d->entries);
	e->seq = d->seq++;
	e->group = g;
	g->last = d->entries.n - 1;
	e->d.kind = kind;
	e->d.text = arena_printf(a, "%s%s", text, (size_t)n >= sizeof(text) ? "..." : "");
	if (at != NULL)
		keep_place(a, &e->d.at, at);
}

size_t
diags_count(const struct diags *d)
{
	return d->entries.n;
}

size_t
diags_more(const struct diags *d)
{
	return d->more;
}

size_t
diags_errors(const struct diags *d)
{
	return d->errors;
}

const struct diag *
diags_at(const struct diags *d, size_t i)
{
	return &d->entries.v[i].d;
}

void
diags_move(struct diags *to, struct diags *from)
{
	for (size_t i = 0; i < from->entries.n; i++) {
		struct entry *e = &from->entries.v[i], *copy;
		struct group *g = group_of(to, e->d.kind, e->d.at.file);

		if (g->kept >= DIAG_SAME_MAX) {
			g->more++;
			to->more++;
			continue;
		}
		g->kept++;
		copy = VEC_PUSH(&to->entries);
		*copy = *e;
		copy->seq = to->seq++;
		copy->group = g;
		g->last = to->entries.n - 1;
	}
	for (size_t i = 0; i < map_count(from->groups); i++) {
		struct group *g = map_value_at(from->groups, i);
		const char *key = map_key_at(from->groups, i, NULL);
		size_t len;

		map_key_at(from->groups, i, &len);
		if (g->more > 0) {
			const char *file = strlen(key) + 1 < len ? key + strlen(key) + 1 : NULL;

			group_of(to, g->kind, file)->more += g->more;
			to->more += g->more;
		}
		free(g);
	}
	to->errors += from->errors;
	for (size_t i = 0; i < from->regions.n; i++)
		*VEC_PUSH(&to->regions) = from->regions.v[i];
	from->regions.n = from->entries.n = 0;
	*VEC_PUSH(&from->regions) = arena_new();
	map_free(from->groups);
	from->groups = map_new();
	from->errors = from->more = from->seq = 0;
}

static int
compare(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	const char *fa = a->d.at.file, *fb = b->d.at.file;
	int c = fa == NULL || fb == NULL ? (fa != NULL) - (fb != NULL) : strcmp(fa, fb);

	if (c != 0)
		return c;
	if (a->d.at.line != b->d.at.line)
		return a->d.at.line < b->d.at.line ? -1 : 1;
	if (a->d.at.col != b->d.at.col)
		return a->d.at.col < b->d.at.col ? -1 : 1;
	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

void
diags_sort(struct diags *d)
{
	if (d->entries.n > 1)
		qsort(d->entries.v, d->entries.n, sizeof(*d->entries.v), compare);
	for (size_t i = 0; i < d->entries.n; i++)
		d->entries.v[i].group->last = i;
}

size_t
diags_same(const struct diags *d, size_t i)
{
	const struct group *g = d->entries.v[i].group;

	return g->last == i ? g->more : 0;
}

void
place_of(struct place *p, struct arena *a, const char *file, const char *text, size_t len,
	size_t at)
{
	size_t begin = 0, end, line = 1, from, n;

	if (at > len)
		at = len;
	for (size_t i = 0; i < at; i++) {
		if (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= len || text[i + 1] != '\n'))) {
			line++;
			begin = i + 1;
		}
	}
	for (end = at; end < len && text[end] != '\n' && text[end] != '\r';)
		end++;
	from = window(text + begin, end - begin, at - begin, &n);
	*p = (struct place){.file = file};
	p->line = (uint32_t)min_size(line, UINT32_MAX);
	p->col = (uint32_t)min_size(at - begin + 1, UINT32_MAX);
	p->cut = (uint32_t)min_size(from, UINT32_MAX);
	p->excerpt = arena_strndup(a, text + begin + from, n);
}
