/* Small things that every file of the join needs: orders, keys, copies. */
#include "checker/base/text.h"
#include "checker/join/inside.h"

int
text_compare(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

int
source_compare(const struct source *a, const struct source *b)
{
	int c;

	if (a == b || a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	/* Evidence of this run speaks before what is known from the last one only. */
	if (a->previous != b->previous)
		return a->previous ? 1 : -1;
	c = text_compare(a->path, b->path);
	return c != 0 ? c : strcmp(a->sha256, b->sha256);
}

/* "/issues/2" before "/issues/10": numbers by value, all else by bytes. */
static int
path_compare(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	while (*a != '\0' && *b != '\0') {
		if (ch_digit(*a) && ch_digit(*b)) {
			size_t n = 0, m = 0;
			int c;

			while (*a == '0' && ch_digit(a[1]))
				a++;
			while (*b == '0' && ch_digit(b[1]))
				b++;
			while (ch_digit(a[n]))
				n++;
			while (ch_digit(b[m]))
				m++;
			c = n != m ? (n > m) - (n < m) : memcmp(a, b, n);
			if (c != 0)
				return c;
			a += n;
			b += m;
		} else if (*a != *b) {
			break;
		} else {
			a++;
			b++;
		}
	}
	return (int)(unsigned char)*a - (int)(unsigned char)*b;
}

int
loc_compare(const struct loc *a, const struct loc *b)
{
	int c = source_compare(a->source, b->source);

	if (c != 0)
		return c;
	if (a->line != b->line)
		return (a->line > b->line) - (a->line < b->line);
	if (a->col != b->col)
		return (a->col > b->col) - (a->col < b->col);
	c = path_compare(a->path, b->path);
	return c != 0 ? c : text_compare(a->path, b->path);
}

struct arena *
scratch_begin(struct freeze *f, struct arena *scratch)
{
	struct arena *was = f->tmp;

	f->tmp = scratch;
	return was;
}

void
scratch_end(struct freeze *f, struct arena *was)
{
	arena_reset(f->tmp);
	f->tmp = was;
}

const char *
keep(struct freeze *f, const char *s)
{
	return recent_copy(f->recent, f->a, s);
}

struct loc
keep_loc(struct freeze *f, struct loc l)
{
	l.path = keep(f, l.path);
	return l;
}

struct instant
keep_instant(struct freeze *f, struct instant i)
{
	i.raw = keep(f, i.raw);
	return i;
}

char *
join_key(struct arena *a, const char *x, const char *y)
{
	size_t n = x == NULL ? 0 : strlen(x), m = y == NULL ? 0 : strlen(y);
	char *key = arena_alloc(a, n + m + 2);

	if (n > 0)
		memcpy(key, x, n);
	key[n] = '\n';
	if (m > 0)
		memcpy(key + n + 1, y, m);
	return key;
}

void
hits_add(struct map *m, const char *key, uint32_t i)
{
	void **slot = map_slot(m, key, strlen(key), NULL);
	struct hits *h;

	if (*slot == NULL)
		*slot = x_calloc(1, sizeof(struct hits));
	h = *slot;
	if (h->v.n == 0 || h->v.v[h->v.n - 1] != i)
		*VEC_PUSH(&h->v) = i;
}

const struct hits *
hits_get(const struct map *m, const char *key)
{
	return m == NULL || key == NULL ? NULL : map_get(m, key, strlen(key));
}

void
hits_free(struct map *m)
{
	for (size_t i = 0; m != NULL && i < map_count(m); i++) {
		struct hits *h = map_value_at(m, i);

		VEC_FREE(&h->v);
		free(h);
	}
	map_free(m);
}

void
notice_add(struct freeze *f, const char *code, const char *text, uint64_t n)
{
	if (n == 0)
		return;
	*VEC_PUSH(&f->notices) = (struct notice){code, keep(f, text), n, {0}};
}

void
notice_counted(struct freeze *f, const char *code, enum say what, uint64_t n)
{
	notice_add(f, code, SAID(f->a, what, SAY_N(n)), n);
}
