#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/func.h"
#include "rules/lang/regex.h"

FUNC(fn_concat)
{
	size_t n = args[0].v.s.n, m = args[1].v.s.n;
	char *p = run_room(r, n + m + 1, out);

	(void)site;
	if (p == NULL)
		return;
	memcpy(p, args[0].v.s.p, n);
	memcpy(p + n, args[1].v.s.p, m);
	p[n + m] = '\0';
	*out = args[0].type == VALUE_STRING ? val_string(p, n + m) : val_bytes(p, n + m);
}

FUNC(fn_list_concat)
{
	const struct vlist *a = args[0].v.list, *b = args[1].v.list;
	struct vlist *l = run_room(r, sizeof(*l), out);
	struct val *items;

	(void)site;
	if (l == NULL || (items = run_room(r, (a->n + b->n) * sizeof(*items), out)) == NULL)
		return;
	for (size_t i = 0; i < a->n; i++)
		vlist_get(a, i, &items[i]);
	for (size_t i = 0; i < b->n; i++)
		vlist_get(b, i, &items[a->n + i]);
	*l = (struct vlist){.n = a->n + b->n, .items = items, .complete = a->complete &&
		b->complete,
		.conflict = a->conflict || b->conflict, .trail = a->complete ? b->trail : a->trail};
	*out = (struct val){.type = VALUE_LIST, .v.list = l};
}

/* memmem() without GNU; first bytes are found by memchr. */
static bool
inside(const char *p, size_t n, const char *q, size_t m)
{
	const char *end = p + n, *hit;

	if (m == 0)
		return true;
	while ((size_t)(end - p) >= m) {
		hit = memchr(p, q[0], (size_t)(end - p) - m + 1);
		if (hit == NULL)
			return false;
		if (memcmp(hit, q, m) == 0)
			return true;
		p = hit + 1;
	}
	return false;
}

FUNC(fn_contains)
{
	size_t n = args[0].v.s.n, m = args[1].v.s.n;

	(void)site;
	/* Quadratic at worst: charged before it runs. */
	if (n >= m && run_step(r, n / 64 * (m / 64 + 1), out))
		*out = val_bool(inside(args[0].v.s.p, n, args[1].v.s.p, m));
	else if (n < m)
		*out = val_bool(false);
}

FUNC(fn_starts_with)
{
	size_t n = args[0].v.s.n, m = args[1].v.s.n;

	(void)r;
	(void)site;
	*out = val_bool(n >= m && memcmp(args[0].v.s.p, args[1].v.s.p, m) == 0);
}

FUNC(fn_ends_with)
{
	size_t n = args[0].v.s.n, m = args[1].v.s.n;

	(void)r;
	(void)site;
	*out = val_bool(n >= m && memcmp(args[0].v.s.p + n - m, args[1].v.s.p, m) == 0);
}

FUNC(fn_matches)
{
	const struct regex *re = site->regex;
	const char *why;

	if (re == NULL)
		re = regex_compile(r->a, args[1].v.s.p, args[1].v.s.n, NULL, &why);
	if (re == NULL) {
		set_error(r, out, "%s: %s", run_source(r, site), why);
		return;
	}
	if (regex_work(re, args[0].v.s.n) <= MAX_MATCH_WORK &&
		!run_step(r, regex_work(re, args[0].v.s.n) / 512, out))
		return;
	switch (regex_match(re, r->a, args[0].v.s.p, args[0].v.s.n)) {
	case REGEX_YES: *out = val_bool(true); return;
	case REGEX_NO: *out = val_bool(false); return;
	case REGEX_NOT_TEXT:
		set_error(r, out, "%s: the text is not UTF-8", run_source(r, site));
		return;
	case REGEX_TOO_MUCH:
		set_unknown(r, out, false, "%s: the match takes more work than the ceiling",
			run_source(r, site));
		return;
	}
}

/* Code points, not bytes; a byte that is not UTF-8 counts as one. */
static size_t
code_points(const char *p, size_t n)
{
	size_t count = 0, step;

	for (size_t i = 0; i < n; i += step, count++)
		if (utf8_next(p + i, n - i, &step) < 0)
			step = 1;
	return count;
}

FUNC(fn_size)
{
	const struct val *v = &args[0];

	if (v->type == VALUE_STRING) {
		if (run_step(r, v->v.s.n / 64, out))
			*out = val_int((int64_t)code_points(v->v.s.p, v->v.s.n));
	} else if (v->type == VALUE_BYTES) {
		*out = val_int((int64_t)v->v.s.n);
	} else if (v->type == VALUE_MAP) {
		*out = val_int((int64_t)v->v.map->n);
	} else if (!v->v.list->complete) {
		set_unknown(r, out, v->v.list->conflict, "%s", v->v.list->trail);
	} else {
		*out = val_int((int64_t)v->v.list->n);
	}
	(void)site;
}
