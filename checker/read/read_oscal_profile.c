/* OSCAL profiles: which controls a baseline takes in. */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

static const char *const drop[] = { "modify", "merge" };

static void
select_one(struct oscal_doc *d, const struct node *n, const char *path, const char *id,
	const char *framework, bool exclude)
{
	struct record rec = { .kind = REC_SELECT };

	rec.loc = (struct loc){ .line = n->line, .col = n->col, .path = path };
	rec.u.select = (struct rec_select){ .baseline = d->title, .framework = framework,
		.id = id, .exclude = exclude };
	reading_put(d->r, &rec);
	reading_kept(d->r);
}

static void
by_id(struct oscal_doc *d, const struct node *id, const char *path, bool exclude)
{
	const char *framework, *part;
	const char *control = oscal_control(node_text(id), &framework, &part, d->r->rec);

	reading_seen(d->r);
	if (control == NULL)
		reading_refused(d->r, &oscal_e_record, id->line, id->col,
			"a selection without a control id");
	else
		select_one(d, id, path, control, framework, exclude);
}

static void
by_pattern(struct oscal_doc *d, const struct node *m)
{
	const char *pattern = node_get_text(m, "pattern");

	reading_seen(d->r);
	reading_ignored(d->r, "selection by pattern: only the catalog can resolve it");
	reading_note(d->r, &oscal_w_selection, m->line, m->col, "pattern \"%s\"",
		pattern == NULL ? "" : text_inert_dup(d->r->rec, pattern, 80));
}

/* include-controls or exclude-controls: ids, patterns, and whether children come along. */
static void
selections(struct oscal_doc *d, const struct node *im, const char *path, const char *name,
	bool exclude)
{
	size_t i = 0;

	for (const struct node *s = node_first(node_get(im, name)); s != NULL;
		s = node_next(s), i++) {
		const char *children = node_get_text(s, "with-child-controls");
		const char *at = oscal_step(d, path, name, name, i);
		size_t k = 0;

		for (const struct node *id = node_first(node_get(s, "with-ids")); id != NULL;
			id = node_next(id), k++)
			by_id(d, id, oscal_step(d, at, "with-ids", "with-id", k), exclude);
		if (children != NULL && str_same_fold(children, "yes"))
			reading_note(d->r, &oscal_w_selection, s->line, s->col,
				"with-child-controls: the enhancements are known to the catalog "
				"alone");
		for (const struct node *m = node_first(node_get(s, "matching")); m != NULL;
			m = node_next(m))
			by_pattern(d, m);
	}
}

/* The framework that the name of a catalog tells, or NULL. */
static const char *
framework_of(const char *href, struct arena *a)
{
	const char *fw = href == NULL ? NULL : framework_canonical(href, NULL, a);

	/* A name that is none of the known frameworks comes back as it was: that says nothing. */
	if (fw != NULL && !str_has_prefix(fw, "nist-800-") && !str_has_prefix(fw, "iso-27001") &&
		strcmp(fw, "nist-csf") != 0 && strcmp(fw, "pci-dss") != 0)
		return NULL;
	return fw;
}

static void
import(struct oscal_doc *d, const struct node *im, size_t i)
{
	const struct node *all = node_get(im, "include-all");
	const char *path = oscal_step(d, "/profile", "imports", "import", i);

	/* An import that names nothing takes all in (OSCAL profile resolution, import). */
	if (all != NULL || node_get(im, "include-controls") == NULL) {
		const char *href = oscal_href(d, node_get_text(im, "href"), d->r->rec);

		reading_seen(d->r);
		select_one(d, all != NULL ? all : im, path, "*",
			framework_of(href, d->r->rec), false);
	}
	selections(d, im, path, "include-controls", false);
	selections(d, im, path, "exclude-controls", true);
}

static int
read_profile(struct reading *r)
{
	struct oscal_plan plan = { .root = "profile", .drop = drop,
		.ndrop = sizeof(drop) / sizeof(drop[0]) };
	struct oscal_doc d;
	int rc = oscal_read(&d, r, &plan);

	if (rc == 0) {
		size_t i = 0;

		for (const struct node *im = node_first(node_get(d.top, "imports")); im != NULL;
			im = node_next(im))
			import(&d, im, i++);
	}
	oscal_free(&d);
	return rc;
}

static int
probe_profile(const struct head *h, const char **sign)
{
	return oscal_probe(h, "profile", sign);
}

const struct reader reader_oscal_profile = {
	.name = "oscal-profile",
	.title = "OSCAL profile (baseline)",
	.what = "Shows which controls a baseline selects: what is in scope. "
		"Proves nothing about any system; patterns need the catalog.",
	.better = "the profile resolved into a catalog, where patterns have become controls",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_CATALOG,
	.grade = GRADE_E1,
	.probe = probe_profile,
	.read = read_profile,
	.words = oscal_words,
};
