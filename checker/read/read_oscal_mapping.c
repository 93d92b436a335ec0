/*
 * OSCAL mapping collections (1.2): which control of one catalog says what of which of another.  A
 * relation holds between all sources and all targets of a map together; what follows from it for
 * one and one carries passes only where nothing is left open (READINGS.md).
 */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

static const char *const cuts[] = { "/mapping-collection/mappings" };

struct collection {
	struct oscal_list mappings;
	bool draft;              /* of the collection, or of the mapping under way: it lends no pass */
};

struct one_map {
	struct oscal_doc *d;
	const struct oscal_rec *rec;
	const struct node *node, *mapping;
	const char *path;
	enum relation relation;
	size_t pairs;
};

/* Known frameworks alone: a title that is none of ours names no scheme. */
static const char *
framework_at(struct oscal_doc *d, const struct node *mapping, const char *side, const char **revision)
{
	const char *href = oscal_href(d, node_text(node_at(mapping,
		arena_printf(d->r->rec, "%s/href", side))), d->r->rec);
	const char *fw = href == NULL ? NULL : framework_canonical(href, revision, d->r->rec);

	if (fw == NULL || (!str_has_prefix(fw, "nist-") && !str_has_prefix(fw, "iso-27001") &&
		strcmp(fw, "pci-dss") != 0 && strcmp(fw, "soc2") != 0))
		return NULL;
	return fw;
}

static void
pair(struct one_map *m, const struct node *source, const struct node *target)
{
	struct oscal_doc *d = m->d;
	struct record out = { .kind = REC_MAPPING, .loc = oscal_loc(m->rec, m->node) };
	struct rec_mapping *x = &out.u.mapping;
	const char *part = NULL, *from, *known;

	x->id = oscal_control(node_get_text(source, "id-ref"), &from, &part, d->r->rec);
	if (x->id != NULL && part != NULL)
		x->id = str_trim(d->r->rec, node_get_text(source, "id-ref"));
	known = framework_at(d, m->mapping, "source-resource", NULL);
	x->scheme = strcmp(from == NULL ? "oscal" : from, "oscal") == 0 && known != NULL ? known : from;
	x->control = oscal_control(node_get_text(target, "id-ref"), &x->framework, &x->part, d->r->rec);
	if (x->id == NULL || x->control == NULL)
		return;
	known = framework_at(d, m->mapping, "target-resource", &x->revision);
	if (strcmp(x->framework, "oscal") == 0 && known != NULL)
		x->framework = known;
	out.loc.path = m->path;
	/* What stands for a statement of a control stands for less than the control. */
	x->relation = x->part != NULL && m->relation != REL_INTERSECTS ? REL_SUBSET : m->relation;
	reading_put(d->r, &out);
	m->pairs++;
}

/* Of the whole map; REL_NONE with *none: it says that there is no relation. */
static enum relation
relation_of(const char *word, bool *none)
{
	*none = str_same(word, "no-relationship");
	if (str_same(word, "equal-to") || str_same(word, "equal"))
		return REL_EQUAL;
	if (str_same(word, "superset-of") || str_same(word, "superset"))
		return REL_SUPERSET;
	if (str_same(word, "intersects-with") || str_same(word, "intersects"))
		return REL_INTERSECTS;
	/* "equivalent-to": the same in other words, as its author holds. */
	return str_same(word, "subset-of") || str_same(word, "subset") ||
		str_same(word, "equivalent-to") ? REL_SUBSET : REL_NONE;
}

static void
one(struct collection *c, struct one_map *m)
{
	struct reading *r = m->d->r;
	const struct node *sources = node_get(m->node, "sources"), *targets = node_get(m->node, "targets");
	const char *word = node_get_text(m->node, "relationship");
	bool none;

	reading_seen(r);
	if (word == NULL) /* XML, and 1.2 with a type beside it */
		word = oscal_value(node_get(m->node, "relationship"), "type");
	m->relation = relation_of(word, &none);
	if (none) {
		reading_ignored(r, "map that says that there is no relation");
		return;
	}
	if (m->relation == REL_NONE && word != NULL)
		source_odd_word(r->source, r->a, "OSCAL relationship", word);
	/* All sources together may be the whole of a target; one of several is not. */
	if (c->draft || node_count(sources) > 1)
		m->relation = m->relation == REL_INTERSECTS ? REL_INTERSECTS : REL_SUBSET;
	else if (m->relation == REL_EQUAL && node_count(targets) > 1)
		m->relation = REL_SUPERSET;
	for (const struct node *s = node_first(sources); s != NULL; s = node_next(s))
		for (const struct node *t = node_first(targets); t != NULL; t = node_next(t))
			pair(m, s, t);
	if (m->pairs > 0)
		reading_kept(r);
	else
		reading_refused(r, &oscal_e_record, m->node->line, m->node->col,
			"a map without id-ref of a source and of a target");
	arena_reset(r->rec);
}

static bool
is_draft(const struct node *n)
{
	const char *s = node_get_text(n, "status");

	return s != NULL && !str_same_fold(s, "complete");
}

static void
mapping(struct oscal_doc *d, struct collection *c, const struct oscal_rec *rec)
{
	bool draft = c->draft;
	size_t i = 0;

	c->draft = draft || is_draft(rec->node);
	for (const struct node *n = node_first(node_get(rec->node, "maps")); n != NULL;
		n = node_next(n), i++) {
		struct one_map m = { .d = d, .rec = rec, .node = n, .mapping = rec->node };

		m.path = oscal_step(d, rec->path, "maps", "map", i);
		one(c, &m);
	}
	c->draft = draft;
}

static int
on_record(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec)
{
	static const char *const drop[] = { "remarks", "links", "mapping-description" };
	struct collection *c = ctx;

	oscal_list_add(&c->mappings, oscal_keep(d, rec, drop, 3));
	return 0;
}

static int
read_mapping(struct reading *r)
{
	struct collection c = {0};
	const struct oscal_plan plan = { .root = "mapping-collection", .cuts = cuts, .ncuts = 1,
		.on = on_record, .ctx = &c };
	struct oscal_doc d;
	int rc = oscal_read(&d, r, &plan);

	if (rc == 0) {
		c.draft = is_draft(node_get(d.top, "provenance"));
		for (size_t i = 0; i < c.mappings.at.n; i++)
			mapping(&d, &c, &c.mappings.at.v[i]);
	} else {
		oscal_broken_off(r, c.mappings.at.n, false);
	}
	oscal_list_free(&c.mappings);
	oscal_free(&d);
	return rc;
}

static int
probe_mapping(const struct head *h, const char **sign)
{
	return oscal_probe(h, "mapping-collection", sign);
}

static const struct word_row_doc mapping_words[] = {
	{ "OSCAL relationship", "equal-to", "equal; with several targets: superset" },
	{ "OSCAL relationship", "superset-of", "superset" },
	{ "OSCAL relationship", "subset-of, equivalent-to", "subset: failures alone travel" },
	{ "OSCAL relationship", "intersects-with", "intersects: failures alone travel" },
	{ "OSCAL relationship", "any, with several sources or a status that is not complete", "subset" },
	{ "OSCAL relationship", "no-relationship", "no mapping" },
	{ NULL, NULL, NULL }
};

const struct reader reader_oscal_mapping = {
	.name = "oscal-mapping",
	.title = "OSCAL mapping collection",
	.what = "Says which control of one framework stands for which of another, and how far. "
		"Proves nothing by itself.",
	.better = "the same with status complete, and one source a map: only then passes travel",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe_mapping,
	.read = read_mapping,
	.words = mapping_words,
};
