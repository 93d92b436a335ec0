/*
 * The extension "strings".  Positions count code points; a byte that is not
 * UTF-8 counts as one.  What is searched for is found bytewise, which is the
 * same in UTF-8.  Work is charged before it is done.
 */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/func.h"

/* Bytes of the code point at p. */
static size_t
step(const char *p, size_t n)
{
	size_t k = 1;

	return utf8_next(p, n, &k) < 0 ? 1 : k;
}

static size_t
points(const char *p, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i += step(p + i, n - i))
		count++;
	return count;
}

/* The byte at which code point `at` begins; SIZE_MAX past the end (the end itself counts). */
static size_t
byte_of(const char *p, size_t n, int64_t at)
{
	size_t i = 0;

	if (at < 0)
		return SIZE_MAX;
	for (; at > 0 && i < n; at--)
		i += step(p + i, n - i);
	return at > 0 ? SIZE_MAX : i;
}

static size_t
find(const char *p, size_t n, size_t from, const char *q, size_t m)
{
	const char *hit;

	for (; from + m <= n; from++) {
		if (m == 0)
			return from;
		hit = memchr(p + from, q[0], n - from - m + 1);
		if (hit == NULL)
			return SIZE_MAX;
		from = (size_t)(hit - p);
		if (memcmp(hit, q, m) == 0)
			return from;
	}
	return SIZE_MAX;
}

static bool
charge(struct run *r, const struct val *a, const struct val *b, struct val *out)
{
	return run_step(r, a->v.s.n / 16 + a->v.s.n / 64 * (b->v.s.n / 64 + 1), out);
}

static void
outside(struct run *r, const struct expr *site, const struct val *at, struct val *out)
{
	set_error(r, out, "%s: %lld is no position in that string", run_source(r, site),
		(long long)at->v.i);
}

static void
keep(struct run *r, const char *p, size_t n, struct val *out)
{
	char *copy = run_room(r, n + 1, out);

	if (copy == NULL)
		return;
	memcpy(copy, p, n);
	copy[n] = '\0';
	*out = val_string(copy, n);
}

FUNC(fn_char_at)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, i;

	if (!run_step(r, n / 16, out))
		return;
	i = byte_of(p, n, args[1].v.i);
	if (i == SIZE_MAX)
		outside(r, site, &args[1], out);
	else
		keep(r, p + i, i < n ? step(p + i, n - i) : 0, out);
}

FUNC(fn_index_of)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, i, from;

	if (!charge(r, &args[0], &args[1], out))
		return;
	from = site->nargs == 3 ? byte_of(p, n, args[2].v.i) : 0;
	if (from == SIZE_MAX) {
		outside(r, site, &args[2], out);
		return;
	}
	i = find(p, n, from, args[1].v.s.p, args[1].v.s.n);
	*out = val_int(i == SIZE_MAX ? -1 : (int64_t)points(p, i));
}

/* The last one that begins at or before the given position. */
FUNC(fn_last_index_of)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, m = args[1].v.s.n, i;

	if (!charge(r, &args[0], &args[1], out))
		return;
	i = site->nargs == 3 ? byte_of(p, n, args[2].v.i) : n;
	if (i == SIZE_MAX) {
		outside(r, site, &args[2], out);
		return;
	}
	if (m > n) {
		*out = val_int(-1);
		return;
	}
	for (i = i > n - m ? n - m : i;; i--) {
		if (memcmp(p + i, args[1].v.s.p, m) == 0) {
			*out = val_int((int64_t)points(p, i));
			return;
		}
		if (i == 0)
			break;
	}
	*out = val_int(-1);
}

/* Every letter from..from+25 becomes the one of the other case. */
static void
change_case(struct run *r, const struct val *v, char from, char to, struct val *out)
{
	char *p = run_room(r, v->v.s.n + 1, out);

	if (p == NULL)
		return;
	for (size_t i = 0; i < v->v.s.n; i++) {
		char c = v->v.s.p[i];

		p[i] = c >= from && c <= from + 25 ? (char)(c - from + to) : c;
	}
	p[v->v.s.n] = '\0';
	*out = val_string(p, v->v.s.n);
}

FUNC(fn_lower_ascii)
{
	(void)site;
	change_case(r, &args[0], 'A', 'a', out);
}

FUNC(fn_upper_ascii)
{
	(void)site;
	change_case(r, &args[0], 'a', 'A', out);
}

/* Where the next `what` begins at or after `from`; an empty one stands before every code point. */
static size_t
next_hit(const struct val *in, const struct val *what, size_t from, bool first)
{
	const char *p = in->v.s.p;
	size_t n = in->v.s.n;

	if (what->v.s.n > 0)
		return find(p, n, from, what->v.s.p, what->v.s.n);
	if (first)
		return from;
	return from < n ? from + step(p + from, n - from) : SIZE_MAX;
}

static size_t
count_hits(const struct val *in, const struct val *what, int64_t most)
{
	size_t n = 0, at = 0;

	while ((most < 0 || n < (size_t)most) &&
		(at = next_hit(in, what, at, n == 0)) != SIZE_MAX) {
		n++;
		at += what->v.s.n;
	}
	return n;
}

FUNC(fn_replace)
{
	const struct val *in = &args[0], *what = &args[1], *with = &args[2];
	size_t hits, room, from = 0, len = 0, at = 0;
	char *p;

	if (!charge(r, in, what, out))
		return;
	hits = count_hits(in, what, site->nargs == 4 ? args[3].v.i : -1);
	if (hits > 0 && with->v.s.n > (SIZE_MAX / 2 - in->v.s.n) / hits) {
		set_error(r, out, "%s: too long", run_source(r, site));
		return;
	}
	room = in->v.s.n - hits * what->v.s.n + hits * with->v.s.n + 1;
	if ((p = run_room(r, room, out)) == NULL)
		return;
	for (size_t i = 0; i < hits; i++) {
		at = next_hit(in, what, at, i == 0);
		memcpy(p + len, in->v.s.p + from, at - from);
		len += at - from;
		memcpy(p + len, with->v.s.p, with->v.s.n);
		len += with->v.s.n;
		from = at += what->v.s.n;
	}
	memcpy(p + len, in->v.s.p + from, in->v.s.n - from);
	len += in->v.s.n - from;
	p[len] = '\0';
	*out = val_string(p, len);
}

/* How many parts, at most `most` of them (negative: all). */
static size_t
count_parts(const struct val *in, const struct val *by, int64_t most)
{
	size_t n;

	if (most == 0)
		return 0;
	n = by->v.s.n == 0 ? points(in->v.s.p, in->v.s.n)
		: count_hits(in, by, most < 0 ? -1 : most - 1) + 1;
	return most > 0 && n > (size_t)most ? (size_t)most : n;
}

/* By an empty separator: into code points. */
FUNC(fn_split)
{
	const struct val *in = &args[0], *by = &args[1];
	const char *p = in->v.s.p;
	size_t n, from = 0, end = in->v.s.n;
	struct vlist *l;
	struct val *items;

	if (!charge(r, in, by, out))
		return;
	n = count_parts(in, by, site->nargs == 3 ? args[2].v.i : -1);
	if ((l = run_room(r, sizeof(*l), out)) == NULL ||
		(items = run_room(r, n * sizeof(*items), out)) == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t at = i + 1 == n ? end : by->v.s.n == 0 ? from + step(p + from, end - from)
			: find(p, end, from, by->v.s.p, by->v.s.n);

		keep(r, p + from, at - from, &items[i]);
		if (items[i].type == VALUE_ERROR) {
			*out = items[i];
			return;
		}
		from = at + by->v.s.n;
	}
	*l = (struct vlist){.n = n, .items = items, .complete = true};
	*out = (struct val){.type = VALUE_LIST, .v.list = l};
}

FUNC(fn_substring)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, from, to;

	if (!run_step(r, n / 8, out))
		return;
	from = byte_of(p, n, args[1].v.i);
	to = site->nargs == 3 ? byte_of(p, n, args[2].v.i) : n;
	if (from == SIZE_MAX || to == SIZE_MAX)
		outside(r, site, &args[from == SIZE_MAX ? 1 : 2], out);
	else if (to < from)
		set_error(r, out, "%s: the end is before the start", run_source(r, site));
	else
		keep(r, p + from, to - from, out);
}

/* Unicode's property White_Space. */
static bool
blank(int32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
		(c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
		c == 0x205f || c == 0x3000;
}

FUNC(fn_trim)
{
	const char *p = args[0].v.s.p;
	size_t n = args[0].v.s.n, from = 0, end, k;

	(void)site;
	if (!run_step(r, n / 16, out))
		return;
	while (from < n && blank(utf8_next(p + from, n - from, &k)))
		from += k;
	end = from;
	for (size_t i = from; i < n; i += k) {
		if (utf8_next(p + i, n - i, &k) < 0)
			k = 1;
		else if (blank(utf8_next(p + i, n - i, &k)))
			continue;
		end = i + k;
	}
	keep(r, p + from, end - from, out);
}

/* False: *out says why there is no string. */
static bool
text_at(struct run *r, const struct expr *site, const struct vlist *l, size_t i, struct val *v,
	struct val *out)
{
	vlist_get(l, i, v);
	if (pass_odd(r, v, 1, out))
		return false;
	if (v->type != VALUE_STRING)
		set_error(r, out, "%s: %s in the list, not string", run_source(r, site),
			type_word((enum type_kind)v->type));
	return v->type == VALUE_STRING;
}

FUNC(fn_join)
{
	const struct vlist *l = args[0].v.list;
	struct val by = site->nargs == 2 ? args[1] : val_string("", 0), v;
	size_t room = 1, len = 0;
	char *p;

	if (!l->complete) {
		set_unknown(r, out, l->conflict, "%s", l->trail);
		return;
	}
	if (!run_step(r, l->n, out))
		return;
	for (size_t i = 0; i < l->n; i++) {
		if (!text_at(r, site, l, i, &v, out))
			return;
		room += v.v.s.n + by.v.s.n;
		if (room > MAX_EXPR_BYTES)
			break; /* run_room() says so */
	}
	if ((p = run_room(r, room, out)) == NULL)
		return;
	for (size_t i = 0; i < l->n; i++) {
		vlist_get(l, i, &v);
		memcpy(p + len, by.v.s.p, i > 0 ? by.v.s.n : 0);
		len += i > 0 ? by.v.s.n : 0;
		memcpy(p + len, v.v.s.p, v.v.s.n);
		len += v.v.s.n;
	}
	p[len] = '\0';
	*out = val_string(p, len);
}

FUNC(fn_reverse)
{
	const char *from = args[0].v.s.p;
	size_t n = args[0].v.s.n, k;
	char *p = run_room(r, n + 1, out);

	(void)site;
	if (p == NULL)
		return;
	p[n] = '\0';
	for (size_t i = 0; i < n; i += k) {
		k = step(from + i, n - i);
		memcpy(p + n - i - k, from + i, k);
	}
	*out = val_string(p, n);
}
