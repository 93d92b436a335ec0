/* Which mapping for JSON, YAML or XML fits the first bytes of a file. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/mapping_parts.h"

/* ---- JSON, looked at without a parser: the bytes end somewhere ---- */

struct bytes { const char *p, *end; };

static void
blanks(struct bytes *b)
{
	while (b->p < b->end && ch_space(*b->p))
		b->p++;
}

/* Past the string at p; its bytes go to *from and *n. false: the bytes end in it. */
static bool
string(struct bytes *b, const char **from, size_t *n)
{
	*from = ++b->p;
	for (; b->p < b->end && *b->p != '"'; b->p++)
		if (*b->p == '\\')
			b->p++;
	if (b->p >= b->end)
		return false;
	*n = (size_t)(b->p++ - *from);
	return true;
}

/* Past the value at p; false: the bytes end in it. */
static bool
value(struct bytes *b)
{
	size_t depth = 0, n;
	const char *from;

	for (;;) {
		blanks(b);
		if (b->p >= b->end)
			return false;
		if (*b->p == '"') {
			if (!string(b, &from, &n))
				return false;
		} else if (*b->p == '{' || *b->p == '[') {
			depth++;
			b->p++;
		} else if (*b->p == '}' || *b->p == ']') {
			if (depth == 0 || --depth == 0) {
				b->p += depth == 0;
				return true;
			}
			b->p++;
		} else if (depth > 0 && (*b->p == ',' || *b->p == ':')) {
			b->p++;
		} else {
			/* At least one byte: strchr() finds a NUL in every text. */
			do
				b->p++;
			while (b->p < b->end && strchr(",:]}\"", *b->p) == NULL && !ch_space(*b->p));
		}
		if (depth == 0)
			return true;
	}
}

/* Is there such a way, by the first element of each list? */
static bool
has(struct bytes b, const struct map_step *steps, size_t left, bool top)
{
	size_t n;
	const char *name;

	blanks(&b);
	if (left == 0)
		return true;
	if (b.p >= b.end)
		return false;
	if (*b.p == '[') {
		b.p++;
		/* Of a list at the top the members of its elements are asked for. */
		if (steps->name != NULL && !top)
			return false;
		blanks(&b);
		if (b.p < b.end && *b.p == ']')
			return false;
		return has(b, steps->name == NULL ? steps + 1 : steps,
			steps->name == NULL ? left - 1 : left, false);
	}
	if (*b.p != '{')
		return false;
	for (b.p++;; b.p++) {
		blanks(&b);
		if (b.p >= b.end || *b.p != '"' || !string(&b, &name, &n))
			return false;
		blanks(&b);
		if (b.p >= b.end || *b.p++ != ':')
			return false;
		if (steps->name == NULL || (strlen(steps->name) == n &&
			memcmp(steps->name, name, n) == 0))
			return has(b, steps + 1, left - 1, false);
		if (!value(&b))
			return false;
		blanks(&b);
		if (b.p >= b.end || *b.p != ',')
			return false;
	}
}

/* 0: no. The more members it asks for, the surer. */
static int
fit_json(const struct mapping *m, const struct head *h)
{
	const struct bytes b = { h->bytes, h->bytes + h->len };
	size_t any = 0;

	for (size_t i = 0; i < m->nkeys_all; i++)
		if (!has(b, m->keys_all[i].steps, m->keys_all[i].n, true))
			return 0;
	for (size_t i = 0; i < m->nkeys_any; i++)
		any += has(b, m->keys_any[i].steps, m->keys_any[i].n, true);
	return any < m->min_any ? 0 : (int)(10 + m->nkeys_all * 2 + any);
}

/* ---- YAML, by lines: the document is looked at when it is read ---- */

/* Whether a line of the head begins with "name:": the top's at its begin, others after blanks and dashes. */
static bool
yaml_has(const struct head *h, const struct map_path *path)
{
	const char *p = h->bytes, *end = h->bytes + h->len;
	size_t at = 0;

	while (at < path->n && path->steps[at].name == NULL)
		at++;
	while (at < path->n && p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p)), *name = path->steps[at].name;
		const char *stop = nl == NULL ? end : nl;
		size_t n = strlen(name);

		while (at > 0 && p < stop && (*p == ' ' || *p == '-'))
			p++;
		if ((size_t)(stop - p) > n && p[n] == ':' && memcmp(p, name, n) == 0)
			for (at++; at < path->n && path->steps[at].name == NULL; at++)
				;
		p = nl == NULL ? end : nl + 1;
	}
	return at == path->n;
}

static int
fit_yaml(const struct mapping *m, const struct head *h)
{
	size_t any = 0;

	for (size_t i = 0; i < m->nkeys_all; i++)
		if (!yaml_has(h, &m->keys_all[i]))
			return 0;
	for (size_t i = 0; i < m->nkeys_any; i++)
		any += yaml_has(h, &m->keys_any[i]);
	return any < m->min_any ? 0 : (int)(10 + m->nkeys_all * 2 + any);
}

static int
fit_xml(const struct mapping *m, const struct head *h)
{
	if (!str_same(m->root, h->root))
		return 0;
	if (m->root_ns != NULL)
		return str_same(m->root_ns, h->root_ns) ? 50 : 0;
	return 30;
}

const struct mapping *
mapping_detect_tree(const struct mappings *s, const struct head *h, int *score, const char **tie)
{
	const struct mapping *best = NULL, *second = NULL;
	size_t at = 0;
	int top = 0;

	for (size_t i = 0; i < mappings_count(s); i++) {
		const struct mapping *m = mappings_detect_at(s, i);
		int f = 0;

		if (m->format == MAP_JSON && h->syntax == SYNTAX_JSON)
			f = fit_json(m, h);
		else if (m->format == MAP_JSON && h->syntax != SYNTAX_XML)
			f = fit_yaml(m, h);
		else if (m->format == MAP_XML && h->syntax == SYNTAX_XML)
			f = fit_xml(m, h);
		if (f == 0 || f < top)
			continue;
		second = f == top ? m : NULL;
		if (f == top)
			continue;
		best = m;
		at = i;
		top = f;
	}
	if (score != NULL)
		*score = top > 50 ? 50 : top;
	if (tie != NULL)
		*tie = second == NULL ? NULL : arena_printf(h->a, "%s and %s", best->info.name,
			second->info.name);
	return best != NULL && second == NULL ? mappings_at(s, at) : NULL;
}
