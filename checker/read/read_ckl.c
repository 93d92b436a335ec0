/* STIG Viewer 2 checklists, XML without a namespace (formats.md 5). */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/checklist.h"
#include "checker/read/xml_pick.h"

struct ckl {
	struct reading *r;
	struct idents asset;  /* r->a */
	const char *stig;     /* of the iSTIG that one is in; r->a */
	uint32_t nstigs, nvulns;
};

static bool
pick(void *ctx, const struct xml_tag *t)
{
	struct ckl *c = ctx;

	if (str_same(t->name, "iSTIG")) {
		c->stig = NULL;
		c->nvulns = 0;
		c->nstigs++;
	}
	return str_same(t->name, "ASSET") || str_same(t->name, "SI_DATA") ||
		str_same(t->name, "VULN");
}

static void
asset(struct ckl *c, const struct node *n)
{
	static const struct { const char *name, *ns; } cells[] = {
		{ "HOST_FQDN", "" }, { "HOST_NAME", "" }, { "HOST_IP", "ip" },
		{ "HOST_MAC", "mac" }, { "HOST_GUID", "uuid" },
	};

	c->asset = (struct idents){0};
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		checklist_names(&c->asset, cells[i].ns, node_get_text(n, cells[i].name), c->r->a);
	checklist_asset(c->r, &c->asset,
		(struct loc){ .line = n->line, .col = n->col, .path = "/CHECKLIST/ASSET" });
}

/* STIG_DATA are name and value; CCI_REF and LEGACY_ID come again. */
static void
attribute(struct ckl *c, struct checklist_rule *v, const struct node *d)
{
	static const struct { const char *name; size_t at; } names[] = {
		{ "Vuln_Num", offsetof(struct checklist_rule, group) },
		{ "Rule_ID", offsetof(struct checklist_rule, rule) },
		{ "Rule_Ver", offsetof(struct checklist_rule, version) },
		{ "Rule_Title", offsetof(struct checklist_rule, title) },
		{ "Severity", offsetof(struct checklist_rule, severity) },
	};
	const char *name = node_get_text(d, "VULN_ATTRIBUTE");
	const char *value = node_get_text(d, "ATTRIBUTE_DATA");

	if (value == NULL || name == NULL)
		return;
	value = str_trim(c->r->rec, value);
	if (str_same(name, "CCI_REF") || str_same(name, "LEGACY_ID"))
		checklist_tag(v, value, c->r->rec);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_same(name, names[i].name))
			*(const char **)(void *)((char *)v + names[i].at) = value;
}

static const char *
text(struct ckl *c, const struct node *n, const char *name)
{
	const char *s = node_get_text(n, name);

	return s == NULL ? NULL : str_trim(c->r->rec, s);
}

static void
vuln(struct ckl *c, const struct node *n)
{
	struct checklist_rule v = { .stig = c->stig };
	struct record test, status;

	c->nvulns++;
	v.loc = (struct loc){ .line = n->line, .col = n->col, .path = arena_printf(c->r->rec,
		"/CHECKLIST/STIGS/iSTIG[%u]/VULN[%u]", c->nstigs, c->nvulns) };
	for (const struct node *d = node_first(node_get(n, "STIG_DATA")); d != NULL; d = node_next(d))
		attribute(c, &v, d);
	v.status = text(c, n, "STATUS");
	v.details = text(c, n, "FINDING_DETAILS");
	v.comments = text(c, n, "COMMENTS");
	v.override = text(c, n, "SEVERITY_OVERRIDE");
	v.override_why = text(c, n, "SEVERITY_JUSTIFICATION");
	if (!checklist_make(c->r, &v, &test, &status))
		return;
	status.u.observation.asset = c->asset;
	reading_put(c->r, &test);
	reading_put(c->r, &status);
	reading_kept(c->r);
}

static void
take(void *ctx, const char *name, const struct node *n)
{
	struct ckl *c = ctx;

	if (str_same(name, "VULN"))
		vuln(c, n);
	else if (str_same(name, "ASSET"))
		asset(c, n);
	else if (str_same(node_get_text(n, "SID_NAME"), "stigid"))
		c->stig = arena_strdup(c->r->a, text(c, n, "SID_DATA"));
}

static int
read_ckl(struct reading *r)
{
	struct ckl c = { .r = r };
	const struct xml_picker p = { .ctx = &c, .pick = pick, .take = take };

	r->source->version = "2";
	return reading_picked(r, &p);
}

static int
probe(const struct head *h, const char **sign)
{
	if (!str_same(h->root, "CHECKLIST") || (h->root_ns != NULL && *h->root_ns != '\0'))
		return 0;
	*sign = "root element CHECKLIST";
	return 100;
}

const struct reader reader_ckl = {
	.name = "ckl",
	.title = "STIG Viewer 2 checklist (CKL)",
	.what = "Shows what a person ticked for each rule of a STIG on one host: paper. "
		"Cannot show who ticked it, nor when.",
	.better = "results of a scanner for the same STIG (ARF, XCCDF): a checklist is a person's word",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION | ROLE_MAPPING,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_ckl,
	.words = checklist_words,
};
