/*
 * DISA's list of Control Correlation Identifiers (formats.md 6): each reference
 * of an item to NIST SP 800-53 is one mapping; those to 800-53A are assessment
 * procedures, no controls, and are counted.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/reader.h"

struct cci {
	struct reading *r;
	struct xml_handler h;
	struct buf text;
	uint32_t ndeprecated;
	const char *id;          /* r->rec, as everything of an item */
	const char *definition;
	bool deprecated, in_item, in_definition, in_status, in_version;
	struct refs { const char *title, *version, *index; uint32_t line,
		col; struct refs *next; } *refs, **last;
};

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct cci *c = ctx;
	struct arena *a = c->r->rec;

	if (str_same(t->name, "cci_item")) {
		arena_reset(a);
		c->in_item = true;
		c->id = arena_strdup(a, xml_attr(t, "id"));
		c->definition = NULL;
		c->deprecated = false;
		c->refs = NULL;
		c->last = &c->refs;
	} else if (c->in_item && str_same(t->name, "reference")) {
		struct refs *ref = ARENA_NEW(a, struct refs);

		*ref = (struct refs){ arena_strdup(a, xml_attr(t, "title")),
			arena_strdup(a, xml_attr(t, "version")), arena_strdup(a, xml_attr(t,
				"index")),
			t->line, t->col, NULL };
		*c->last = ref;
		c->last = &ref->next;
	}
	c->in_definition = c->in_item && str_same(t->name, "definition");
	c->in_status = c->in_item && str_same(t->name, "status");
	c->in_version = !c->in_item && str_same(t->name, "version");
	c->h.want_text = c->in_definition || c->in_status || c->in_version;
	if (c->h.want_text)
		buf_reset(&c->text);
	return 0;
}

/* "NIST SP 800-53", "NIST SP 800-53 Revision 4"; not "NIST SP 800-53A". */
static bool
is_controls(const char *title)
{
	const char *p = title == NULL ? NULL : strstr(title, "800-53");

	return p != NULL && p[6] != 'A' && p[6] != 'a';
}

static void
put_mapping(struct cci *c, const struct refs *ref, const char *cci, const char *control,
	const char *part)
{
	struct record rec = { .kind = REC_MAPPING, .loc = { .line = ref->line, .col = ref->col } };
	struct rec_mapping *m = &rec.u.mapping;

	m->scheme = "cci";
	m->id = cci;
	m->framework = "nist-800-53";
	m->control = control;
	m->part = part;
	m->revision = ref->version;
	m->relation = REL_EQUAL; /* for what is tested, judgement.md 5 [A] */
	m->definition = c->definition;
	rec.loc.path = arena_printf(c->r->rec, "cci_item[@id='%s']", cci);
	reading_put(c->r, &rec);
}

static void
put_reference(struct cci *c, const struct refs *ref, const char *cci)
{
	struct reading *r = c->r;
	struct tags several = {0};
	const char *framework, *part;
	char *control;

	reading_seen(r);
	if (!is_controls(ref->title)) {
		reading_ignored(r, ref->title != NULL && strstr(ref->title, "800-53A") != NULL ?
			"reference to SP 800-53A" : "reference to another document");
		return;
	}
	control = control_id_parse(ref->index, "nist-800-53", &framework, &part, r->rec);
	/* Real lists have an index or two that name two controls: "SC-37, SC-37 (1)". */
	if (control == NULL && ref->index != NULL)
		control_ids_find(&several, ref->index, "nist-800-53", r->rec);
	if (cci == NULL || (control == NULL && several.n == 0)) {
		reading_refused(r, &read_e_record, ref->line, ref->col,
			"\"%s\" of %s is no control of NIST SP 800-53",
			ref->index == NULL ? "" : text_inert_dup(r->rec, ref->index, 60),
			c->id == NULL ? "an item without id" : text_inert_dup(r->rec, c->id, 40));
		return;
	}
	if (control != NULL)
		put_mapping(c, ref, cci, control, part);
	for (size_t i = 0; i < several.n; i++)
		put_mapping(c, ref, cci, several.v[i].id, NULL);
	reading_kept(r);
}

static void
end_item(struct cci *c)
{
	const char *framework;
	char *cci = control_id_parse(c->id, "cci", &framework, NULL, c->r->rec);

	/* A deprecated identifier still stands in old results, which it must go on explaining. */
	c->ndeprecated += c->deprecated;
	if (c->refs == NULL) {
		reading_seen(c->r);
		reading_ignored(c->r, "item without reference");
	}
	for (const struct refs *ref = c->refs; ref != NULL; ref = ref->next)
		put_reference(c, ref, cci);
	arena_reset(c->r->rec);
	c->in_item = false;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct cci *c = ctx;

	(void)ns;
	(void)line;
	if (c->in_definition)
		c->definition = str_trim(c->r->rec, c->text.p);
	else if (c->in_status)
		c->deprecated = strstr(c->text.p, "deprecated") != NULL;
	else if (c->in_version && c->r->source->version == NULL)
		c->r->source->version = str_trim(c->r->a, c->text.p);
	c->in_definition = c->in_status = c->in_version = false;
	c->h.want_text = false;
	if (c->in_item && str_same(name, "cci_item"))
		end_item(c);
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct cci *c = ctx;

	buf_add(&c->text, p, n);
	return 0;
}

static int
probe(const struct head *h, const char **sign)
{
	if (!str_same(h->root, "cci_list"))
		return 0;
	*sign = "root element cci_list";
	return 100;
}

static int
read_cci(struct reading *r)
{
	struct cci c = { .r = r, .h = { .start = on_start, .end = on_end, .text = on_text } };
	int rc;

	c.h.ctx = &c;
	buf_init(&c.text, MAX_TEXT);
	r->source->producer = "DISA";
	rc = reading_xml(r, &c.h);
	if (c.ndeprecated > 0)
		reading_note(r, &read_n_deprecated, 0, 0, "%u identifiers are deprecated",
			c.ndeprecated);
	buf_free(&c.text);
	return rc;
}

const struct reader reader_cci = {
	.name = "cci",
	.title = "DISA Control Correlation Identifiers",
	.what = "says which controls a CCI stands for; proves nothing by itself",
	.better = "the newest list, of the STIGs that were scanned",
	.syntax = SYNTAX_XML,
	.roles = ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_cci,
};
