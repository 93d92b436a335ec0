/*
 * Paths of mappings for JSON and XML.  JSON: a pointer (RFC 6901) in which "*"
 * is any element, "^" before it goes up to the element around.  XML: names of
 * children, "..", "@name" last; no predicates, no positions: a path that picks
 * the good ones would loosen without saying so.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/mapping_parts.h"
#include "checker/read/read_diags.h"

static void
bad(struct map_load *l, const struct node *at, const char *text, const char *why)
{
	map_error(l, &map_e_syntax, at, "\"%s\" is no path: %s", text_inert_dup(l->a, text, 80), why);
}

static size_t
slashes(const char *s)
{
	size_t n = 1;

	for (; *s != '\0'; s++)
		n += *s == '/';
	return n;
}

/* ---- JSON ---- */

static const char *
unescaped(struct arena *a, const char *p, size_t n)
{
	char *out = arena_strndup(a, p, n), *w = out;

	for (const char *r = out; *r != '\0'; r++) {
		if (r[0] == '~' && (r[1] == '0' || r[1] == '1'))
			*w++ = *++r == '0' ? '~' : '/';
		else
			*w++ = *r;
	}
	*w = '\0';
	return out;
}

static void
json_path(struct map_load *l, const struct node *at, const char *text, struct map_path *out)
{
	const char *p = text;
	int64_t position;

	*out = (struct map_path){ 0 };
	out->steps = ARENA_ARRAY(l->a, struct map_step, slashes(text) + 1);
	if (strcmp(p, "$key") == 0) {
		out->key = true;
		return;
	}
	for (; *p == '^'; p++)
		out->up++;
	if (strcmp(p, ".") == 0 || *p == '\0')
		return;
	if (*p != '/') {
		bad(l, at, text, "write \"/name/name\", \"/list/*\", \"^/name\", \".\" or \"$key\"");
		return;
	}
	while (*p == '/') {
		size_t n = strcspn(++p, "/");

		if (text_to_int(p, n, 0, INT64_MAX, &position))
			bad(l, at, text, "a position in a list picks one of many: write \"*\"");
		out->steps[out->n++].name = n == 1 && *p == '*' ? NULL : unescaped(l->a, p, n);
		p += n;
	}
}

/* ---- XML ---- */

static const char *
xml_name(struct map_load *l, const struct node *at, const char *text, const char *p, size_t n)
{
	const char *name = arena_strndup(l->a, p, n), *colon = strchr(name, ':');
	const char **known = ARENA_ARRAY(l->a, const char *, l->m->nns + 1), *prefix;

	if (strpbrk(name, "[]()*'\"= ") != NULL || (name[0] == '@' && name[1] == '\0'))
		bad(l, at, text, "steps are names, \"..\" and \"@name\"");
	if (colon == NULL)
		return name;
	prefix = arena_strndup(l->a, name, (size_t)(colon - name));
	for (size_t i = 0; i < l->m->nns; i++) {
		known[i] = l->m->ns[i].prefix;
		if (strcmp(known[i], prefix) == 0)
			return name;
	}
	map_error(l, &map_e_syntax, at, "prefix \"%s\" is not in \"ns\"%s",
		text_inert_dup(l->a, prefix, 40), map_near(l, prefix, known, l->m->nns));
	return name;
}

static void
xml_path(struct map_load *l, const struct node *at, const char *text, struct map_path *out)
{
	const char *p = text[0] == '/' ? text + 1 : text;

	*out = (struct map_path){ 0 };
	out->steps = ARENA_ARRAY(l->a, struct map_step, slashes(text) + 1);
	while (*p != '\0') {
		size_t n = strcspn(p, "/");

		if (n == 2 && memcmp(p, "..", 2) == 0 && out->n == 0)
			out->up++;
		else if (n == 0 || (n == 2 && memcmp(p, "..", 2) == 0))
			bad(l, at, text, "\"..\" stands first, and no step is empty");
		else if (*p == '@' && p[n] != '\0')
			bad(l, at, text, "\"@name\" stands last");
		else if (!(n == 1 && *p == '.') && !(n == 6 && memcmp(p, "text()", 6) == 0))
			out->steps[out->n++].name = xml_name(l, at, text, p, n);
		p += n;
		if (*p == '/' && *++p == '\0')
			bad(l, at, text, "no step is empty");
	}
}

static void
read_path(struct map_load *l, const struct node *at, const char *text, struct map_path *out)
{
	if (l->m->format == MAP_JSON)
		json_path(l, at, text, out);
	else
		xml_path(l, at, text, out);
}

void
map_read_ref_paths(struct map_load *l, const struct node *n, struct map_ref *ref)
{
	size_t k = 1;

	for (const char *p = ref->text; *p != '\0'; p++)
		k += *p == '|';
	ref->paths = ARENA_ARRAY(l->a, struct map_path, k);
	for (const char *p = ref->text; p != NULL;) {
		const char *bar = strchr(p, '|');
		const char *one = bar == NULL ? p : arena_strndup(l->a, p, (size_t)(bar - p));

		if (l->m->format == MAP_XML && one[0] == '/')
			bad(l, n, one, "a reference begins at the item: leave the first \"/\" out");
		read_path(l, n, one, &ref->paths[ref->npaths++]);
		p = bar == NULL ? NULL : bar + 1;
	}
}

/* ---- detection ---- */

void
map_read_keys(struct map_load *l, const struct node *n, struct map_path **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(l->a, struct map_path, n == NULL ? 1 : node_count(n) + 1);
	for (const struct node *c = node_first(n); c != NULL;
		c = n->type == NODE_LIST ? c->next : NULL) {
		const char *s = map_string(l, c);

		/* "name" alone is "/name". */
		if (s != NULL)
			json_path(l, c, s[0] == '/' ? s : arena_printf(l->a, "/%s", s),
				&(*out)[(*count)++]);
	}
}

void
map_read_root(struct map_load *l, const struct node *n)
{
	const char *s = map_string(l, n), *end = s == NULL ? NULL : strchr(s, '}');

	if (s == NULL) {
		map_error(l, &map_e_syntax, n, "\"root\" is missing: \"name\" or \"{namespace}name\"");
		return;
	}
	if (s[0] != '{' || end == NULL) {
		l->m->root = s;
		return;
	}
	l->m->root_ns = arena_strndup(l->a, s + 1, (size_t)(end - s - 1));
	l->m->root = end + 1;
}

void
map_read_ns(struct map_load *l, const struct node *n)
{
	if (n == NULL)
		return;
	if (n->type != NODE_MAP || l->m->format != MAP_XML) {
		map_error(l, &map_e_syntax, n, "\"ns\" is an object of prefixes, for XML");
		return;
	}
	l->m->ns = ARENA_ARRAY(l->a, struct map_ns, node_count(n) + 1);
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		const char *uri = map_string(l, c);

		if (uri != NULL)
			l->m->ns[l->m->nns++] = (struct map_ns){ c->key, uri };
	}
}

/* ---- each, and cuts ---- */

void
map_read_each(struct map_load *l, const struct node *n, struct map_emit *e)
{
	const char *s = map_string(l, n);

	if (l->m->format == MAP_CSV) {
		if (n != NULL)
			map_error(l, &map_e_syntax, n, "\"each\" is for JSON and XML: of a table every row counts");
		return;
	}
	if (s == NULL) {
		map_error(l, &map_e_syntax, n != NULL ? n : e->at,
			"\"each\" must say which parts of the file become records: \"%s\"",
			l->m->format == MAP_JSON ? "/list/*" : "/top/element");
		return;
	}
	e->each_text = s;
	read_path(l, n, s, &e->each);
	if (e->each.up > 0 || e->each.key || (s[0] != '/' && s[0] != '\0'))
		bad(l, n, s, "\"each\" begins at the top, with \"/\"");
	if (l->m->format == MAP_XML && (e->each.n == 0 ||
		e->each.steps[e->each.n - 1].name[0] == '@'))
		bad(l, n, s, "\"each\" of XML names an element, from the root on");
}

/* How many levels an item has above and with itself that "^" can go through: of JSON the last is the document. */
static size_t
levels_of(const struct mapping *m, const struct map_path *each)
{
	size_t n = 1;

	if (m->format == MAP_XML)
		return each->n;
	for (size_t i = 0; i < each->n; i++)
		n += each->steps[i].name == NULL;
	return n + (each->n > 0 && each->steps[each->n - 1].name != NULL);
}

/*
 * Into how many steps the record may be cut so that what the reference needs is
 * in it: of XML the attributes of what stands around are always there.
 */
static size_t
needs(const struct mapping *m, const struct map_emit *e, const struct map_path *p)
{
	if (p->up == 0 || m->format != MAP_XML || (p->n > 0 && p->steps[0].name[0] == '@'))
		return e->each.n;
	return p->up >= e->each.n ? 1 : e->each.n - p->up;
}

struct plan { struct map_load *l; const struct map_emit *e; size_t depth; bool top; };

static void
plan_ref(struct plan *p, const struct node *at, const struct map_ref *ref)
{
	for (size_t i = 0; i < ref->npaths; i++) {
		const struct map_path *path = &ref->paths[i];
		size_t need = needs(p->l->m, p->e, path);

		if (path->up >= levels_of(p->l->m, &p->e->each))
			bad(p->l, at, ref->text, "it goes up farther than \"each\" comes down");
		p->top = p->top || (path->up > 0 &&
			path->up + 1 == levels_of(p->l->m, &p->e->each));
		if (need < p->depth)
			p->depth = need;
	}
}

/* The steps up to which an element of this emit must be held; *whole: what stands beside its list too. */
static size_t
plan_emit(struct map_load *l, const struct map_emit *e, bool *whole)
{
	struct plan p = { l, e, e->each.n, false };

	for (size_t i = 0; i < e->ntests; i++)
		plan_ref(&p, e->tests[i].at, &e->tests[i].ref);
	for (size_t s = 0; s < e->nsets; s++)
		for (size_t v = 0; v < e->sets[s].nvalues; v++)
			for (size_t i = 0; i < e->sets[s].values[v].nrefs; i++)
				plan_ref(&p, e->sets[s].values[v].at, &e->sets[s].values[v].refs[i]);
	if (l->m->format == MAP_XML)
		return p.depth;
	*whole = *whole || p.top;
	/* JSON: the elements of the first list, or all of it. */
	for (size_t i = 0; i < e->each.n; i++)
		if (e->each.steps[i].name == NULL)
			return i + 1;
	return 0;
}

static bool
same_steps(const struct map_step *a, const struct map_step *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((a[i].name == NULL) != (b[i].name == NULL) ||
			(a[i].name != NULL && strcmp(a[i].name, b[i].name) != 0))
			return false;
	return true;
}

static const char *
pattern_of(struct arena *a, const struct map_step *steps, size_t n)
{
	const char *s = "";

	/* The list itself, without its elements. */
	for (size_t i = 0; i + 1 < n; i++)
		s = arena_printf(a, "%s/%s", s, steps[i].name == NULL ? "#" : steps[i].name);
	return s;
}

/* A cut below or above another is one with it, as long as the shorter. */
static void
cut_of(struct map_load *l, struct map_group *g, size_t depth)
{
	struct mapping *m = l->m;

	for (size_t i = 0; i < m->ncuts; i++) {
		struct map_cut *c = &m->cuts[i];
		size_t n = c->n < depth ? c->n : depth;

		/* What JSON has outside of its lists comes last, and is no list's record. */
		if ((m->format == MAP_JSON && c->n != depth) || !same_steps(c->steps, g->each->steps, n))
			continue;
		c->n = n;
		g->cut = i;
		return;
	}
	g->cut = m->ncuts;
	m->cuts[m->ncuts++] = (struct map_cut){ g->each->steps, depth, NULL };
}

void
map_plan(struct map_load *l)
{
	struct mapping *m = l->m;
	bool whole = false;

	if (m->format == MAP_CSV || l->errors > 0)
		return;
	/* One that needs what stands beside its list needs it uncut, and so do all others. */
	for (size_t e = 0; m->format == MAP_JSON && e < m->nemits; e++)
		plan_emit(l, &m->emits[e], &whole);
	if (l->errors > 0)
		return;
	m->groups = ARENA_ARRAY(l->a, struct map_group, m->nemits);
	m->cuts = ARENA_ARRAY(l->a, struct map_cut, m->nemits);
	for (size_t e = 0; e < m->nemits; e++) {
		struct map_emit *emit = &m->emits[e];
		size_t depth = plan_emit(l, emit, &whole), g = 0;

		depth = whole ? 0 : depth;
		while (g < m->ngroups && (m->groups[g].each->n != emit->each.n ||
			!same_steps(m->groups[g].each->steps, emit->each.steps, emit->each.n)))
			g++;
		emit->group = g;
		if (g == m->ngroups)
			m->groups[m->ngroups++].each = &emit->each;
		cut_of(l, &m->groups[g], depth);
	}
	for (size_t g = 0; g < m->ngroups; g++)
		m->groups[g].depth = m->cuts[m->groups[g].cut].n;
	for (size_t c = 0; m->format == MAP_JSON && c < m->ncuts; c++)
		if (m->cuts[c].n > 0)
			m->cuts[c].pattern = pattern_of(l->a, m->cuts[c].steps, m->cuts[c].n);
}
