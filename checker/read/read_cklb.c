/*
 * STIG Viewer 3 checklists, JSON (formats.md 5).  The host and a STIG's id may
 * stand behind the rules, so these wait, without their prose.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/checklist.h"
#include "checker/read/held.h"
#include "checker/read/read_diags.h"

struct cklb {
	struct reading *r;
	struct held held;
	VEC(const struct node *) stigs; /* of the frame */
	struct idents asset;
};

/* Writers disagree on names (formats.md 5): the first that is there. */
static const char *
either(const struct node *n, const char *a, const char *b)
{
	const char *s = node_get_text(n, a);

	return s != NULL && *s != '\0' ? s : node_get_text(n, b) != NULL ? node_get_text(n, b) : s;
}

static const char *
dup_cut(struct reading *r, const char *s)
{
	/* What is shown of a message is far less; the whole text stays in the file. */
	return s == NULL ? NULL : arena_strndup(r->rec, s, strnlen(s, 4096));
}

static int
on_rule(void *ctx, const struct json_record *rec)
{
	struct cklb *c = ctx;
	struct reading *r = c->r;
	const struct node *n = rec->node, *over = node_at(n, "overrides/severity");
	struct checklist_rule v = {
		.loc = { .line = rec->line, .col = rec->col, .path = rec->pointer },
		.group = either(n, "group_id", "vuln_num"),
		.rule = either(n, "rule_id", "rule_id_src"),
		.version = either(n, "rule_version", "rule_ver"),
		.title = either(n, "rule_title", "group_title"),
		.severity = node_get_text(n, "severity"),
		.status = node_get_text(n, "status"),
		.details = dup_cut(r, node_get_text(n, "finding_details")),
		.comments = dup_cut(r, node_get_text(n, "comments")),
		.override = either(over, "severity", "severity_override"),
		.override_why = either(over, "reason", "severity_justification"),
	};
	struct record test, status;
	size_t stig = pointer_index(rec->pointer, 1);

	v.updated = reading_instant(r, node_get_text(n, "updatedAt"), rec->line);
	for (const struct node *x = node_first(node_get(n, "ccis")); x != NULL; x = node_next(x))
		checklist_tag(&v, node_text(x), r->rec);
	for (const struct node *x = node_first(node_get(n, "legacy_ids")); x != NULL; x = node_next(x))
		checklist_tag(&v, node_text(x), r->rec);
	if (!checklist_make(r, &v, &test, &status))
		return 0;
	held_add(&c->held, r, &test, stig, false);
	held_add(&c->held, r, &status, stig, true);
	return 0;
}

static bool
finish(void *ctx, struct held_record *one)
{
	struct cklb *c = ctx;
	const struct node *stig = one->outer < c->stigs.n ? c->stigs.v[one->outer] : NULL;
	const char *id;

	id = checklist_benchmark(either(stig, "stig_id", "stig_name"), c->r->rec);
	if (one->rec.kind == REC_TEST) {
		one->rec.u.test.benchmark = id;
	} else {
		one->rec.u.observation.benchmark = id;
		one->rec.u.observation.asset = c->asset;
	}
	return true;
}

static void
asset(struct cklb *c, const struct node *t)
{
	static const struct { const char *name, *ns; } cells[] = {
		{ "fqdn", "" }, { "host_fqdn", "" }, { "host_name", "" }, { "ip_address", "ip" },
		{ "host_ip", "ip" }, { "mac_address", "mac" }, { "host_mac", "mac" },
	};

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		for (const struct node *x = node_first(node_get(t, cells[i].name)); x != NULL;
			x = node_next(x))
			checklist_names(&c->asset, cells[i].ns, node_text(x), c->r->a);
	checklist_asset(c->r, &c->asset, (struct loc){ .line = t == NULL ? 0 : t->line,
		.col = t == NULL ? 0 : t->col, .path = "/target_data" });
}

/* The number of rules that each STIG declares, where it does. */
static void
sizes(struct reading *r, const struct node *stigs, size_t seen)
{
	int64_t size, all = 0;

	for (const struct node *s = node_first(stigs); s != NULL; s = node_next(s)) {
		if (node_int(node_get(s, "size"), &size) != 0 || size < 0 || size > INT32_MAX)
			return;
		all += size;
	}
	r->source->has_total = stigs != NULL;
	r->source->total = (uint64_t)all;
	r->source->listed = seen;
}

static int
read_cklb(struct reading *r)
{
	static const char *const cuts[] = { "/stigs/#/rules" };
	struct cklb c = { .r = r };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_rule, .ctx = &c };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);
	const char *version = node_get_text(rest, "cklb_version");

	r->source->version = version == NULL ? "3" : version;
	for (const struct node *s = node_first(node_get(rest, "stigs")); s != NULL; s = node_next(s))
		*VEC_PUSH(&c.stigs) = s;
	if (rc == 0) {
		asset(&c, node_get(rest, "target_data"));
		sizes(r, node_get(rest, "stigs"), r->source->seen);
	}
	/* After a break nobody knows whose rules they are: they are put all the same, of no host. */
	held_put(&c.held, r, finish, &c);
	held_free(&c.held);
	VEC_FREE(&c.stigs);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	bool stigs = false, target = false;

	for (size_t i = 0; i < h->nkeys && !h->json_list; i++) {
		stigs = stigs || str_same(h->keys[i], "stigs");
		target = target || str_same(h->keys[i], "target_data") ||
			str_same(h->keys[i], "cklb_version");
	}
	if (!stigs || !target)
		return 0;
	*sign = "members stigs and target_data";
	return 95;
}

const struct reader reader_cklb = {
	.name = "cklb",
	.title = "STIG Viewer 3 checklist (CKLB)",
	.what = "Shows what a person ticked for each rule of a STIG on one host: paper. "
		"Cannot show who ticked it.",
	.better = "results of a scanner for the same STIG (ARF, XCCDF): a checklist is a person's word",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_MAPPING,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_cklb,
	.words = checklist_words,
};
