/*
 * The stream of an OSCAL document: JSON through the cuts of base/json.h, XML
 * through two tree collectors, one for the frame and one for the record that
 * is open, YAML as a whole.  All give the same trees.
 */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/peek.h"
#include "checker/read/yaml_cut.h"

/* Lists on the way to records: none has more kinds below one element. */
#define COUNTED 8

struct frame {
	char xml[64];        /* local name; OSCAL's longest has 29 letters */
	size_t pattern;      /* length of the pattern up to here */
	size_t xpath;        /* and of the XPath */
	size_t index;        /* position, from 0, if it is a list element */
	bool list;
	struct { const char *json; uint32_t n; } counts[COUNTED];
};

struct stream {
	struct oscal_doc *d;
	const struct oscal_plan *plan;
	bool told;           /* this stop has been diagnosed */
	/* XML */
	struct frame open[MAX_XML_DEPTH + 1];
	size_t depth;
	struct buf pattern, xpath;
	struct xml_tree *frame_tree, *record_tree;
	size_t record_depth; /* depth of the record that is open; 0: none */
	size_t skip_depth;   /* of the element that is passed over */
	size_t prose_depth;  /* of the element whose text is one string */
	const char *cut;
	size_t outer;
	bool foreign;
};

static bool
named(const char *const *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i], name) == 0)
			return true;
	return false;
}

static int
refuse(struct stream *s, const struct diag_kind *kind, uint32_t line, uint32_t col,
	const char *why)
{
	reading_note(s->d->r, kind, line, col, "%s", why);
	s->d->r->source->broken = true;
	s->told = true;
	return -1;
}

/* XML */

static const char *
rename_member(void *ctx, const char *parent, const char *ns, const char *name, bool *list)
{
	const struct oscal_name *n = oscal_name(parent, name);

	(void)ctx;
	(void)ns;
	*list = n != NULL && n->list;
	return n == NULL ? NULL : n->json;
}

/* The position of a list element among its like. */
static size_t
count(struct frame *f, const char *json)
{
	for (size_t i = 0; i < COUNTED; i++) {
		if (f->counts[i].json == NULL)
			f->counts[i].json = json;
		if (f->counts[i].json == json)
			return f->counts[i].n++;
	}
	return 0;
}

/* Goes one element down: pattern and XPath grow by its names. */
static void
descend(struct stream *s, const struct xml_tag *t)
{
	struct frame *up = &s->open[s->depth], *f = &s->open[++s->depth];
	const struct oscal_name *n = s->depth == 1 ? NULL : oscal_name(up->xml, t->name);

	memset(f, 0, sizeof(*f));
	s->pattern.len = up->pattern;
	s->xpath.len = up->xpath;
	if (up->list)
		buf_str(&s->pattern, "/#");
	buf_chr(&s->pattern, '/');
	buf_str(&s->pattern, n == NULL ? t->name : n->json);
	buf_fmt(&s->xpath, "/%s", t->name);
	snprintf(f->xml, sizeof(f->xml), "%s", t->name);
	f->list = n != NULL && n->list;
	if (f->list) {
		f->index = count(up, n->json);
		buf_fmt(&s->xpath, "[%zu]", f->index + 1);
	}
	f->pattern = s->pattern.len;
	f->xpath = s->xpath.len;
}

static void
record_begin(struct stream *s)
{
	struct frame *f = &s->open[s->depth];

	for (size_t i = 0; f->list && i < s->plan->ncuts; i++) {
		if (s->pattern.len != strlen(s->plan->cuts[i]) ||
			memcmp(s->pattern.p, s->plan->cuts[i], s->pattern.len) != 0)
			continue;
		s->cut = s->plan->cuts[i];
		s->record_depth = s->depth;
		s->record_tree = xml_tree_new(s->d->r->rec, rename_member, NULL);
		s->outer = 0;
		for (size_t up = s->depth - 1; up > 0; up--)
			if (s->open[up].list) {
				s->outer = s->open[up].index;
				break;
			}
		return;
	}
}

static int
root_check(struct stream *s, const struct xml_tag *t)
{
	if (strcmp(t->ns, OSCAL_NS_OLD) == 0)
		return refuse(s, &oscal_e_namespace, t->line, t->col,
			"the namespace is that of the milestones before OSCAL 1.0.0");
	if (strcmp(t->ns, OSCAL_NS) != 0 || strcmp(t->name, s->plan->root) != 0)
		return refuse(s, &oscal_e_root, t->line, t->col,
			"another root element than the reader asks for");
	return 0;
}

static struct xml_tree *
tree_of(struct stream *s)
{
	return s->record_depth > 0 ? s->record_tree : s->frame_tree;
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct stream *s = ctx;
	const struct oscal_name *n;

	if (s->skip_depth > 0 || s->prose_depth > 0) {
		s->depth++;
		/*
		 * Block elements separate words; a blank more between inline ones is folded away.
		 */
		if (s->prose_depth > 0 && s->skip_depth == 0)
			return xml_tree_text(tree_of(s), " ", strcmp(t->name, "p") == 0 ||
				strcmp(t->name, "li") == 0 || strcmp(t->name, "td") == 0);
		return 0;
	}
	if (s->depth == 0 && root_check(s, t) != 0)
		return -1;
	if (strcmp(t->ns, OSCAL_NS) != 0) {
		if (!s->foreign)
			reading_note(s->d->r, &oscal_n_foreign, t->line, t->col,
				"element of another namespace");
		s->foreign = true;
		s->skip_depth = ++s->depth;
		return 0;
	}
	descend(s, t);
	n = s->depth == 1 ? NULL : oscal_name(s->open[s->depth - 1].xml, t->name);
	if (s->record_depth == 0) {
		if (named(s->plan->drop, s->plan->ndrop, n == NULL ? t->name : n->json)) {
			s->skip_depth = s->depth;
			return 0;
		}
		record_begin(s);
	}
	if (n != NULL && n->prose)
		s->prose_depth = s->depth;
	return xml_tree_start(tree_of(s), t);
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct stream *s = ctx;

	if (s->skip_depth > 0 || s->depth == 0)
		return 0;
	return xml_tree_text(tree_of(s), p, n);
}

/* The record is whole: it is handed over and forgotten. */
static int
record_end(struct stream *s, const struct node *node)
{
	struct oscal_rec rec = { .node = node, .cut = s->cut, .outer = s->outer, .xml = true };
	int rc;

	rec.path = arena_strndup(s->d->r->rec, s->xpath.p, s->open[s->depth].xpath);
	rc = s->plan->on(s->plan->ctx, s->d, &rec);
	xml_tree_free(s->record_tree);
	s->record_tree = NULL;
	s->record_depth = 0;
	arena_reset(s->d->r->rec);
	return rc;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct stream *s = ctx;
	struct node *done;
	int rc = 0;

	(void)ns;
	(void)name;
	(void)line;
	if (s->skip_depth > 0 || (s->prose_depth > 0 && s->depth > s->prose_depth)) {
		if (s->depth == s->skip_depth)
			s->skip_depth = 0;
		s->depth--;
		return 0;
	}
	if (s->depth == s->prose_depth)
		s->prose_depth = 0;
	done = xml_tree_end(tree_of(s));
	if (s->depth == s->record_depth)
		rc = record_end(s, done);
	else if (done != NULL)
		s->d->top = done;
	s->depth--;
	s->pattern.len = s->open[s->depth].pattern;
	s->xpath.len = s->open[s->depth].xpath;
	return rc;
}

static int
read_xml(struct stream *s)
{
	struct xml_handler h = { .ctx = s, .start = on_start, .end = on_end, .text = on_text,
		.want_text = true };
	int rc;

	buf_init(&s->pattern, MIB);
	buf_init(&s->xpath, MIB);
	s->frame_tree = xml_tree_new(s->d->r->a, rename_member, NULL);
	rc = reading_xml(s->d->r, &h);
	xml_tree_free(s->record_tree);
	xml_tree_free(s->frame_tree);
	buf_free(&s->pattern);
	buf_free(&s->xpath);
	return rc;
}

/* JSON */

/* The number after the last-but-one '#' of the cut: of "/a/results/3/risks/7" it is 3. */
static size_t
outer_of(const char *pointer, const char *cut)
{
	const char *hash = NULL;
	size_t steps = 0, n = 0;

	for (const char *p = cut; (p = strchr(p, '#')) != NULL; p++)
		hash = p;
	if (hash == NULL)
		return 0;
	for (const char *p = cut; p < hash; p++)
		steps += *p == '/';
	while (steps > 0 && *pointer != '\0')
		steps -= *pointer++ == '/';
	while (ch_digit(*pointer) && n < SIZE_MAX / 16)
		n = n * 10 + (size_t)(*pointer++ - '0');
	return n;
}

static int
on_json(void *ctx, const struct json_record *j)
{
	struct stream *s = ctx;
	struct oscal_rec rec = { .node = j->node, .path = j->pointer, .cut = j->cut,
		.outer = outer_of(j->pointer, j->cut) };

	return s->plan->on(s->plan->ctx, s->d, &rec);
}

/* JSON, or the same as YAML. */
static int
read_json(struct stream *s, bool yaml)
{
	const struct oscal_plan *plan = s->plan;
	struct json_reader jr = { .cuts = plan->cuts, .ncuts = plan->ncuts, .on_record = on_json,
		.ctx = s };
	struct node *whole = NULL;
	size_t roots = 0;

	if ((yaml ? reading_yaml_cut(s->d->r, plan->cuts, plan->ncuts, on_json, s, &whole)
		: reading_json(s->d->r, &jr, &whole)) != 0)
		return -1;
	for (const struct node *n = node_is(whole, NODE_MAP) ? whole->child : NULL; n != NULL;
		n = n->next)
		roots += n->key[0] != '$';
	s->d->top = node_get(whole, s->plan->root);
	if (roots != 1 || !node_is(s->d->top, NODE_MAP))
		return refuse(s, &oscal_e_root, 1, 1,
			"an OSCAL document has one root, and this one has not");
	return 0;
}

/* Version */

static int
version_check(struct stream *s)
{
	struct oscal_doc *d = s->d;
	const struct node *n = node_get(d->metadata, "oscal-version");
	const char *v = node_text(n), *dot;
	int64_t minor;

	d->r->source->version = oscal_text(d->r->a, n);
	v = d->r->source->version;
	if (v == NULL || *v == '\0') {
		reading_note(d->r, &oscal_w_version, 0, 0, "metadata has no oscal-version");
		return 0;
	}
	if (strncmp(v, "1.", 2) != 0 || strchr(v, '-') != NULL)
		return refuse(s, strchr(v, '-') != NULL ? &oscal_e_namespace : &oscal_e_version,
			n->line, n->col, arena_printf(d->r->a,
			"oscal-version \"%s\" is not read: export it as one of 1.0 to 1.2",
			text_inert_dup(d->r->rec, v, 40)));
	dot = v + 2 + strcspn(v + 2, ".");
	if (!text_to_int(v + 2, (size_t)(dot - v - 2), 0, 2, &minor))
		reading_note(d->r, &oscal_w_version, n->line, n->col, "oscal-version is \"%s\"",
			text_inert_dup(d->r->rec, v, 40));
	return 0;
}

/* The first with a uuid has it. */
static void
index_by_uuid(struct map *m, const struct node *list)
{
	for (const struct node *n = node_first(list); n != NULL; n = node_next(n)) {
		const char *uuid = node_get_text(n, "uuid");
		void **slot;
		bool fresh;

		if (uuid == NULL)
			continue;
		slot = map_slot(m, uuid, strlen(uuid), &fresh);
		if (fresh)
			*slot = (void *)(uintptr_t)n;
	}
}

/* Who holds a role in the document as a whole. */
static void
index_holders(struct oscal_doc *d)
{
	for (const struct node *p = node_first(node_get(d->metadata, "responsible-parties"));
		p != NULL; p = node_next(p)) {
		const char *role = node_get_text(p, "role-id");
		struct oscal_holder *h, *last;
		void **slot;

		if (role == NULL)
			continue;
		h = ARENA_NEW(d->r->a, struct oscal_holder);
		h->party = p;
		slot = map_slot(d->holders, role, strlen(role), NULL);
		last = *slot;
		if (last == NULL) {
			*slot = h;
			continue;
		}
		h->next = last->next; /* behind the first: names of one role are one set */
		last->next = h;
	}
}

int
oscal_read(struct oscal_doc *d, struct reading *r, const struct oscal_plan *plan)
{
	struct stream *s = ARENA_NEW(r->a, struct stream);
	struct peek k;
	int rc;

	*d = (struct oscal_doc){ .r = r, .root = plan->root };
	d->parties = map_new();
	d->noted = map_new();
	d->resources = map_new();
	d->holders = map_new();
	s->d = d;
	s->plan = plan;
	k = reading_peek(r);
	d->xml = k.syntax == SYNTAX_XML;
	rc = d->xml ? read_xml(s) : read_json(s, k.table);
	reading_peek_end(r);
	arena_reset(r->rec);
	if (rc != 0)
		return -1;
	d->metadata = node_get(d->top, "metadata");
	if (version_check(s) != 0)
		return -1;
	d->title = oscal_get(r->a, d->metadata, "title");
	d->modified = oscal_instant(d, d->metadata, "last-modified");
	d->modified.raw = arena_strdup(r->a, d->modified.raw);
	/* judgement.md 11: the age of an OSCAL document is its last-modified. */
	if (r->source->as_of.known != KNOWN && d->modified.known == KNOWN)
		r->source->as_of = d->modified;
	index_by_uuid(d->parties, node_get(d->metadata, "parties"));
	index_by_uuid(d->resources, node_at(d->top, "back-matter/resources"));
	index_holders(d);
	return 0;
}

void
oscal_free(struct oscal_doc *d)
{
	map_free(d->parties);
	map_free(d->noted);
	map_free(d->resources);
	map_free(d->holders);
	d->parties = d->noted = d->resources = d->holders = NULL;
}

/* Whether the head holds the text. */
static bool
head_has(const struct head *h, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= h->len; i++)
		if (h->bytes[i] == what[0] && memcmp(h->bytes + i, what, n) == 0)
			return true;
	return false;
}

/* Whether a line of the head begins with this key of YAML. */
static bool
head_line(const struct head *h, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i + n < h->len; i++)
		if ((i == 0 || h->bytes[i - 1] == '\n') && h->bytes[i + n] == ':' &&
			memcmp(h->bytes + i, key, n) == 0)
			return true;
	return false;
}

int
oscal_probe(const struct head *h, const char *root, const char **sign)
{
	if (h->syntax == SYNTAX_XML) {
		if (strcmp(h->root, root) != 0 || (strcmp(h->root_ns, OSCAL_NS) != 0 &&
			strcmp(h->root_ns, OSCAL_NS_OLD) != 0))
			return 0;
		*sign = arena_printf(h->a, "root element %s in namespace %s", root, h->root_ns);
		return 95;
	}
	if (h->syntax != SYNTAX_JSON && head_line(h, root) && head_has(h, "oscal-version:")) {
		*sign = arena_printf(h->a, "top-level key \"%s\" in YAML", root);
		return 90;
	}
	if (h->syntax != SYNTAX_JSON || h->json_list || h->json_lines)
		return 0;
	for (size_t i = 0; i < h->nkeys; i++) {
		if (strcmp(h->keys[i], root) != 0)
			continue;
		*sign = arena_printf(h->a, "top-level member \"%s\"", root);
		/* "catalog" and "profile" are words of other formats too. */
		if (head_has(h, "\"oscal-version\""))
			return 90;
		if (strchr(root, '-') != NULL)
			return 60;
		return h->nkeys == 1 && head_has(h, "\"metadata\"") ? 40 : 0;
	}
	return 0;
}
