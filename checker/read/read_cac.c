/*
 * Control files of ComplianceAsCode (YAML): which rules of the scanner test which
 * control of a policy.  The status in them is the content's, of no system: no
 * claim.  They state no relation, so a rule's failure counts for the control
 * and its pass does not (judgement.md 5).
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/yaml.h"

#define RULE "xccdf_org.ssgproject.content_rule_" /* as its XCCDF results name them */

struct cac {
	struct reading *r;
	const char *framework, *revision;
};

static void
rule(struct cac *c, const struct node *n, const char *control, const char *title)
{
	struct record out = { .kind = REC_MAPPING };
	struct rec_mapping *m = &out.u.mapping;
	const char *name = node_text(n);

	/* "var_x=5" sets a value, "!rule" takes one out of a level. */
	if (!text_set(name) || strchr(name, '=') != NULL || *name == '!')
		return;
	m->scheme = "rule";
	m->id = arena_printf(c->r->rec, RULE "%s", name);
	m->framework = c->framework;
	m->revision = c->revision;
	m->control = control;
	m->definition = title;
	out.loc = (struct loc){ .line = n->line, .col = n->col };
	reading_put(c->r, &out);
}

static void
control(struct cac *c, const struct node *n)
{
	const char *raw = node_get_text(n, "id"), *fw = NULL, *id, *title;
	const struct node *rules = node_get(n, "rules");
	uint64_t before = c->r->source->by_kind[REC_MAPPING];

	reading_seen(c->r);
	if (!text_set(raw)) {
		reading_refused(c->r, &tracker_e_record, n->line, n->col, "a control without id");
		return;
	}
	id = control_id_parse(raw, c->framework, &fw, NULL, c->r->rec);
	title = node_get_text(n, "title");
	for (const struct node *x = node_first(rules); x != NULL; x = x->next)
		rule(c, x, id == NULL ? raw : id, title);
	if (c->r->source->by_kind[REC_MAPPING] == before)
		reading_ignored(c->r, "controls that name no rule");
	else
		reading_kept(c->r);
	/* Depth is the syntax layer's ceiling. */
	for (const struct node *x = node_is(node_get(n, "controls"), NODE_LIST)
		? node_get(n, "controls")->child : NULL; x != NULL; x = x->next)
		if (node_is(x, NODE_MAP))
			control(c, x);
}

static void
on_document(void *ctx, const struct node *n, uint64_t number)
{
	struct cac *c = ctx;
	const char *policy = node_get_text(n, "policy"), *title = node_get_text(n, "title");
	const char *name = text_set(policy) ? policy : node_get_text(n, "id");

	(void)number;
	if (node_is(n, NODE_NULL))
		return;
	/* The title names the framework where the policy's short name does not. */
	c->framework = framework_canonical(text_set(name) ? name : "", &c->revision, c->r->rec);
	if (str_same(c->framework, "nist") || (title != NULL && strstr(title, "800-53") != NULL))
		c->framework = framework_canonical("NIST SP 800-53", NULL, c->r->rec);
	for (const struct node *x = node_first(node_get(n, "controls")); x != NULL; x = node_next(x))
		control(c, x);
}

static int
read_cac(struct reading *r)
{
	struct cac c = { .r = r };
	struct yaml_reader y = { .r = r, .ctx = &c, .document = on_document };

	return reading_yaml(&y);
}

static int
probe_cac(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_XML || h->syntax == SYNTAX_JSON || !head_text(h, "\ncontrols:") ||
		(!head_text(h, "policy:") && !head_text(h, "\nlevels:")) || !head_text(h, "id:"))
		return 0;
	*sign = "members \"policy\" and \"controls\" of a control file";
	return 80;
}

static const struct word_row_doc cac_words[] = {
	{ "ComplianceAsCode status", "automated, manual, partial, pending, others",
		"of the content, no claim: not read" },
	{ NULL, NULL, NULL }
};

const struct reader reader_cac = {
	.name = "cac-controls",
	.title = "ComplianceAsCode control files (YAML)",
	.what = "Says which rules of the scanner test which control: failures count, passes do not, "
		"for no relation is stated. Proves nothing by itself.",
	.better = "results of a scan by the rules that it names: the file says what would be tested",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe_cac,
	.read = read_cac,
	.words = cac_words,
};
