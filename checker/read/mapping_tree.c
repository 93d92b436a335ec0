/*
 * JSON, YAML and XML through a mapping.  Of JSON and XML one record is held at a time: an element of
 * the first list that `each` names, or the XML element; of what stands around
 * an XML record its attributes, which are known before it begins.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/mapping_parts.h"
#include "checker/read/mapping_record.h"
#include "checker/read/peek.h"
#include "checker/read/read_diags.h"
#include "checker/read/yaml_cut.h"

struct tree_run {
	struct map_run run;
	/* XML */
	struct xml_handler handler;
	struct xml_tree *tree;        /* of the record under way */
	size_t cut;                   /* of the record under way */
	uint32_t depth, tree_depth;
	VEC(const struct node *) above; /* elements that are open, with attributes alone */
	VEC(struct arena *) regions;  /* of each of them */
	size_t *matched;              /* by cut: steps that the open elements fit */
	uint64_t *found;              /* by cut: records so far */
	bool stopped;
};

static const struct mappings *
set_of(struct reading *r)
{
	return r->mappings != NULL ? r->mappings : mappings_builtin(r->a, r->diags);
}

static const struct mapping *
by_head(struct reading *r, const struct mappings *set)
{
	struct peek k = reading_peek(r);
	struct head h;

	head_look(&h, k.bytes, k.len, r->a);
	return mapping_detect_tree(set, &h, NULL, NULL);
}

/* The mapping that is named, or the one that fits; NULL (diagnosed). */
static const struct mapping *
choose(struct reading *r, enum map_format format)
{
	const struct mappings *set = set_of(r);
	const struct mapping *m = NULL;

	if (set != NULL && r->mapping != NULL)
		m = mapping_find(set, r->mapping);
	else if (set != NULL)
		m = by_head(r, set);
	if (m != NULL && m->format == format)
		return m;
	if (r->mapping == NULL)
		reading_note(r, &map_e_none, 0, 0, "no mapping knows this file");
	else
		reading_note(r, &map_e_none, 0, 0, "%s mapping \"%s\"", m != NULL ?
			"of another format is the" : "there is no",
			text_inert_dup(r->rec, r->mapping, 60));
	r->source->broken = true;
	return NULL;
}

static void
begin(struct tree_run *t, struct reading *r, const struct mapping *m)
{
	struct map_run *run = &t->run;

	run->r = r;
	run->m = m;
	run->width = m->nrefs;
	run->columns = ARENA_ARRAY(r->a, struct map_column, m->nrefs + 1);
	run->votes = ARENA_ARRAY(r->a, struct dmy_votes, m->nrefs + 1);
	run->bad_told = ARENA_ARRAY(r->a, bool, m->nrefs + 1);
	run->used = ARENA_ARRAY(r->a, bool, m->nrefs + 1);
	run->gives = ARENA_ARRAY(r->a, bool, m->nsets + 1);
	run->memos = ARENA_ARRAY(r->a, struct map_memo, m->nsets + 1);
	for (size_t i = 0; i < m->nsets; i++)
		run->gives[i] = true;
	run->patterns = pattern_run_new();
	run->unread = map_new();
	map_begin(run);
}

static void
tell_dates(struct tree_run *t)
{
	struct map_run *run = &t->run;

	for (size_t i = 0; i < run->m->nrefs; i++) {
		const struct dmy_votes *v = &run->votes[i];

		if (v->open > 0 && dmy_decide(v) == 0)
			reading_note(run->r, &map_w_dates, 0, 0,
				"\"%s\": %s", run->m->texts[i], v->dmy > 0 ?
				"some are day first, some month first" :
				"each counts as both readings");
	}
}

/* As of columns: what the mapping leaves is told. */
static void
tell_unread(struct tree_run *t)
{
	const struct map *unread = t->run.unread;
	struct buf b;

	buf_init(&b, MAX_TEXT);
	for (size_t i = 0; i < map_count(unread) && i < 40; i++) {
		size_t len;

		buf_fmt(&b, "%s\"%s\"", i == 0 ? "" : ", ",
			text_inert_dup(t->run.r->rec, map_key_at(unread, i, &len), 60));
	}
	if (map_count(unread) > 0)
		reading_note(t->run.r, &map_n_columns, 0, 0, "mapping %s does not read %s%s",
			t->run.m->info.name, b.p, map_count(unread) > 40 ? " and more" : "");
	buf_free(&b);
}

static void
finish(struct tree_run *t)
{
	if (t->run.m != NULL) {
		tell_dates(t);
		tell_unread(t);
		map_end(&t->run);
	}
	pattern_run_free(t->run.patterns);
	map_free(t->run.unread);
}

/* ---- JSON ---- */

static int
on_record(void *ctx, const struct json_record *jr)
{
	struct tree_run *t = ctx;
	const struct map_place at = { .path = jr->pointer };

	for (size_t c = 0; c < t->run.m->ncuts; c++)
		if (t->run.m->cuts[c].pattern != NULL &&
			strcmp(t->run.m->cuts[c].pattern, jr->cut) == 0)
			map_tree(&t->run, c, jr->node, &at);
	return 0;
}

/* Values of an object where `each` says "*": they are no list, so they were not cut out. */
static void
rest_of(struct tree_run *t, size_t cut, const struct node *top)
{
	const struct map_cut *c = &t->run.m->cuts[cut];
	const struct node *n = top;
	struct map_place at = { 0 };
	const char *path = "";

	if (c->n == 0) {
		at.path = "";
		map_tree(&t->run, cut, top, &at);
		return;
	}
	for (size_t i = 0; i + 1 < c->n && n != NULL; i++) {
		n = node_get(n, c->steps[i].name);
		path = arena_printf(t->run.r->a, "%s/%s", path, c->steps[i].name);
	}
	if (!node_is(n, NODE_MAP))
		return;
	for (const struct node *v = n->child; v != NULL; v = v->next) {
		at.path = arena_printf(t->run.r->rec, "%s/%s", path, v->key);
		map_tree(&t->run, cut, v, &at);
		arena_reset(t->run.r->rec);
	}
}

static int
read_json(struct reading *r)
{
	struct tree_run t = { 0 };
	const struct mapping *m = choose(r, MAP_JSON);
	struct json_reader jr = { .on_record = on_record, .ctx = &t };
	const char **cuts;
	struct node *rest = NULL;
	struct peek k;
	int rc;

	if (m == NULL)
		return -1;
	begin(&t, r, m);
	cuts = ARENA_ARRAY(r->a, const char *, m->ncuts + 1);
	k = reading_peek(r);
	for (size_t c = 0; c < m->ncuts; c++) {
		if (m->cuts[c].pattern == NULL)
			continue;
		cuts[jr.ncuts++] = m->cuts[c].pattern;
		/* A list without brackets: one value a line, be it a single one. */
		jr.lines = jr.lines || (m->cuts[c].pattern[0] == '\0' && !k.list);
	}
	jr.cuts = cuts;
	jr.lines = jr.lines && !k.table;
	rc = k.table ? reading_yaml_cut(r, cuts, jr.ncuts, on_record, &t, &rest)
		: reading_json(r, &jr, &rest);
	reading_peek_end(r);
	for (size_t c = 0; rc == 0 && !jr.lines && c < m->ncuts; c++)
		rest_of(&t, c, rest);
	finish(&t);
	return rc;
}

static int
probe_tree(const struct head *h, const char **sign)
{
	const char *tie = NULL;
	int score = 0;
	const struct mapping *m = h->mappings == NULL ? NULL :
		mapping_detect_tree(h->mappings, h, &score, &tie);

	if (m == NULL && tie == NULL)
		return 0;
	*sign = m == NULL ? arena_printf(h->a, "its members fit %s", tie) :
		arena_printf(h->a, "its %s fits mapping %s", m->format == MAP_XML ? "root element" :
			"members", m->info.name);
	return score;
}

static int
probe_json(const struct head *h, const char **sign)
{
	return h->syntax == SYNTAX_XML ? 0 : probe_tree(h, sign);
}

/* ---- XML ---- */

/* Names of the namespaces in "ns" with their prefix there, others without. */
static const char *
name_of(const struct mapping *m, const char *ns, const char *name, struct arena *a)
{
	for (size_t i = 0; i < m->nns; i++)
		if (strcmp(m->ns[i].uri, ns) == 0)
			return arena_printf(a, "%s:%s", m->ns[i].prefix, name);
	return name;
}

static const char *
rename_child(void *ctx, const char *parent, const char *ns, const char *name, bool *list)
{
	struct tree_run *t = ctx;

	(void)parent;
	(void)list;
	return name_of(t->run.m, ns, name, t->run.r->rec);
}

/* The tag with its attributes called "@name". */
static struct xml_tag
marked(const struct xml_tag *tag, struct arena *a)
{
	struct xml_tag out = *tag;
	struct xml_attr *attrs = ARENA_ARRAY(a, struct xml_attr, tag->nattrs + 1);

	for (size_t i = 0; i < tag->nattrs; i++) {
		attrs[i] = tag->attrs[i];
		attrs[i].name = arena_printf(a, "@%s", tag->attrs[i].name);
	}
	out.attrs = attrs;
	return out;
}

/* An open element: its attributes, as an element without children would be. */
static void
push_above(struct tree_run *t, const struct xml_tag *tag)
{
	struct arena *a = arena_new();
	struct xml_tree *tree = xml_tree_new(a, NULL, NULL);
	const struct xml_tag own = marked(tag, a);

	xml_tree_start(tree, &own);
	*VEC_PUSH(&t->above) = xml_tree_end(tree);
	xml_tree_free(tree);
	*VEC_PUSH(&t->regions) = a;
}

static int
over(struct tree_run *t, uint32_t line)
{
	reading_note(t->run.r, &read_e_record, line, 0,
		"an element of the mapping's \"each\" is larger than MAX_XML_ELEMENT");
	t->stopped = true;
	return -1;
}

static int
tree_start(struct tree_run *t, const struct xml_tag *tag)
{
	const struct xml_tag own = marked(tag, t->run.r->rec);

	return xml_tree_start(t->tree, &own) != 0 ? over(t, tag->line) : 0;
}

static int
on_start(void *ctx, const struct xml_tag *tag)
{
	struct tree_run *t = ctx;
	const struct mapping *m = t->run.m;
	const char *name;

	t->depth++;
	if (t->tree != NULL)
		return tree_start(t, tag);
	name = name_of(m, tag->ns, tag->name, t->run.r->rec);
	for (size_t c = 0; c < m->ncuts; c++) {
		const struct map_cut *cut = &m->cuts[c];

		if (t->matched[c] != t->depth - 1 || t->depth > cut->n ||
			strcmp(cut->steps[t->depth - 1].name, name) != 0)
			continue;
		t->matched[c] = t->depth;
		if (t->depth < cut->n)
			continue;
		t->tree = xml_tree_new(t->run.r->rec, rename_child, t);
		t->tree_depth = t->depth;
		t->cut = c;
		t->handler.want_text = true;
		return tree_start(t, tag);
	}
	push_above(t, tag);
	return 0;
}

static const char *
record_path(struct tree_run *t)
{
	const struct map_cut *c = &t->run.m->cuts[t->cut];
	const char *path = "";

	for (size_t i = 0; i < c->n; i++)
		path = arena_printf(t->run.r->rec, "%s/%s", path, c->steps[i].name);
	return arena_printf(t->run.r->rec, "%s[%llu]", path,
		(unsigned long long)++t->found[t->cut]);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct tree_run *t = ctx;

	(void)ns;
	(void)name;
	(void)line;
	if (t->tree != NULL) {
		const struct node *n = xml_tree_end(t->tree);

		if (t->depth == t->tree_depth) {
			const struct map_place at = { t->above.v, t->above.n, record_path(t) };

			map_tree(&t->run, t->cut, n, &at);
			xml_tree_free(t->tree);
			t->tree = NULL;
			t->handler.want_text = false;
			arena_reset(t->run.r->rec);
		}
	} else {
		t->above.n--;
		arena_free(t->regions.v[--t->regions.n]);
		arena_reset(t->run.r->rec);
	}
	t->depth--;
	for (size_t c = 0; c < t->run.m->ncuts; c++)
		if (t->matched[c] > t->depth)
			t->matched[c] = t->depth;
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct tree_run *t = ctx;

	return t->tree != NULL && xml_tree_text(t->tree, p, n) != 0 ? over(t, 0) : 0;
}

static int
read_xml(struct reading *r)
{
	struct tree_run t = { 0 };
	const struct mapping *m = choose(r, MAP_XML);
	int rc;

	if (m == NULL)
		return -1;
	begin(&t, r, m);
	t.handler = (struct xml_handler){ .ctx = &t, .start = on_start, .end = on_end,
		.text = on_text };
	t.matched = ARENA_ARRAY(r->a, size_t, m->ncuts + 1);
	t.found = ARENA_ARRAY(r->a, uint64_t, m->ncuts + 1);
	rc = reading_xml(r, &t.handler);
	reading_peek_end(r);
	xml_tree_free(t.tree);
	while (t.regions.n > 0)
		arena_free(t.regions.v[--t.regions.n]);
	VEC_FREE(&t.regions);
	VEC_FREE(&t.above);
	finish(&t);
	return rc;
}

#define WHAT "Shows what a person or an export wrote into it, through a mapping that can be read. " \
	"Cannot show more than its producer does."
#define ROLES (ROLE_CLAIM | ROLE_OBSERVATION | ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION | ROLE_MAPPING | \
	ROLE_ROLES | ROLE_EVIDENCE)

const struct reader reader_json_mapping = {
	.name = "json-mapping",
	.title = "JSON or YAML through a mapping",
	.what = WHAT,
	.better = "the same with its history, where the product has one",
	.syntax = SYNTAX_NONE,
	.roles = ROLES,
	.grade = GRADE_E2,
	.probe = probe_json,
	.read = read_json,
};

const struct reader reader_xml_mapping = {
	.name = "xml-mapping",
	.title = "XML through a mapping",
	.what = WHAT,
	.better = "the same with its history, where the product has one",
	.syntax = SYNTAX_XML,
	.roles = ROLES,
	.grade = GRADE_E2,
	.probe = probe_tree,
	.read = read_xml,
};
