/* OSCAL catalogs: which controls there are; a resolved profile is a baseline as well. */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

static const char *const drop[] = { "params", "parts", "remarks", "back-matter" };

struct catalog {
	struct oscal_doc d;
	const char *revision;
	bool resolved;       /* made from a profile: what is in it is selected */
};

static void
control(struct catalog *c, const struct node *n, const char *path, const char *family)
{
	struct reading *r = c->d.r;
	struct arena *a = r->rec;
	struct record rec = { .kind = REC_CONTROL, .loc = { .line = n->line, .col = n->col } };
	struct rec_control *k = &rec.u.control;
	const char *part, *status = oscal_prop(n, "status");
	struct record sel = { .kind = REC_SELECT };

	reading_seen(r);
	rec.loc.path = path;
	k->id = oscal_control(node_get_text(n, "id"), &k->framework, &part, a);
	if (k->id == NULL) {
		reading_refused(r, &oscal_e_record, n->line, n->col, "a control without an id");
		return;
	}
	k->title = oscal_get(a, n, "title");
	k->family = family;
	k->revision = c->revision;
	k->withdrawn = status != NULL && str_same_fold(status, "withdrawn");
	reading_put(r, &rec);
	if (c->resolved && !k->withdrawn) {
		sel.loc = rec.loc;
		sel.u.select.baseline = c->d.title;
		sel.u.select.framework = k->framework;
		sel.u.select.id = k->id;
		reading_put(r, &sel);
	}
	reading_kept(r);
}

/* Groups within groups, controls within controls: as deep as the syntax layers let them be. */
static void
walk(struct catalog *c, const struct node *n, const char *path, const char *family)
{
	static const char *const lists[][2] = { { "groups", "group" }, { "controls", "control" } };
	for (size_t l = 0; l < 2; l++) {
		size_t i = 0;

		for (const struct node *x = node_first(node_get(n, lists[l][0])); x != NULL;
			x = node_next(x), i++) {
			const char *at = oscal_step(&c->d, path, lists[l][0], lists[l][1], i);
			const char *of = family;

			if (l == 1) {
				control(c, x, at, family);
			} else {
				of = oscal_get(c->d.r->rec, x, "title");
				if (of == NULL || *of == '\0')
					of = node_get_text(x, "id");
			}
			walk(c, x, at, of);
		}
	}
}

static bool
is_resolved(const struct node *metadata)
{
	if (oscal_prop(metadata, "resolution-tool") != NULL)
		return true;
	for (const struct node *l = node_first(node_get(metadata, "links")); l != NULL;
		l = node_next(l))
		if (str_same(node_get_text(l, "rel"), "source-profile"))
			return true;
	return false;
}

static int
read_catalog(struct reading *r)
{
	struct oscal_plan plan = { .root = "catalog", .drop = drop,
		.ndrop = sizeof(drop) / sizeof(drop[0]) };
	struct catalog c = {0};
	int rc = oscal_read(&c.d, r, &plan);

	if (rc == 0) {
		c.revision = oscal_revision(c.d.title, r->a);
		c.resolved = is_resolved(c.d.metadata);
		walk(&c, c.d.top, "/catalog", NULL);
	}
	oscal_free(&c.d);
	return rc;
}

static int
probe_catalog(const struct head *h, const char **sign)
{
	return oscal_probe(h, "catalog", sign);
}

const struct reader reader_oscal_catalog = {
	.name = "oscal-catalog",
	.title = "OSCAL catalog",
	.what = "Shows which controls exist, and their names; a resolved profile also which are "
		"selected. "
		"Proves nothing about any system.",
	.better = "a resolved profile, which also says what is in scope",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_CATALOG,
	.grade = GRADE_E1,
	.probe = probe_catalog,
	.read = read_catalog,
	.words = oscal_words,
};
