/*
 * CSAF 2.0 and 2.1 advisories (formats.md 14): a vendor's statement about its
 * products.  Products are named in a tree elsewhere in the document.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/held.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/vex.h"

struct csaf {
	struct reading *r;
	struct held held;
	struct map *products;        /* product_id to a name, r->a */
	struct instant at;
	const char *publisher;
};

/* Each product of each list of product_status is one statement. */
static int
on_vulnerability(void *ctx, const struct json_record *rec)
{
	struct csaf *c = ctx;
	struct reading *r = c->r;
	const struct node *n = rec->node, *status = node_get(n, "product_status");
	struct vex v = { .loc = { .line = rec->line, .col = rec->col, .path = rec->pointer },
		.vulnerability = node_get_text(n, "cve"),
		.justification = node_text(node_at(n, "flags/0/label")), .at = instant_unknown(),
		.severity = node_text(node_at(n, "scores/0/cvss_v3/baseSeverity")) };
	bool first = true;

	reading_seen(r);
	if (v.vulnerability == NULL || *v.vulnerability == '\0')
		v.vulnerability = node_text(node_at(n, "ids/0/text"));
	if (!finding_named(r, &v.loc, "a cve or id", v.vulnerability))
		return 0;
	vex_alias(r, &v, v.vulnerability);
	for (const struct node *s = node_is(status, NODE_MAP) ? status->child : NULL; s != NULL;
		s = s->next)
		for (const struct node *p = node_first(s); p != NULL; p = node_next(p)) {
			struct record out;

			v.status = s->key;
			vex_make(r, &v, node_text(p), &out);
			held_add(&c->held, r, &out, 0, first);
			first = false;
		}
	if (first)
		reading_ignored(r, "vulnerability without product status");
	return 0;
}

/* Products: full_product_names, and product in the branches, at whatever depth. */
static void
products(struct csaf *c, const struct node *n)
{
	const char *id = node_get_text(n, "product_id");
	const char *purl = node_text(node_at(n, "product_identification_helper/purl"));
	const char *cpe = node_text(node_at(n, "product_identification_helper/cpe"));

	if (id != NULL && strlen(id) <= MAX_ID && node_get_text(n, "name") != NULL)
		*map_slot(c->products, id, strlen(id), NULL) = arena_strdup(c->r->a, purl != NULL ?
			purl : cpe != NULL ? cpe : node_get_text(n, "name"));
	/* The depth is bounded: the syntax layer refuses more than MAX_JSON_DEPTH. */
	for (const struct node *x = n == NULL ? NULL : n->child; x != NULL; x = x->next)
		if (x->type == NODE_MAP || x->type == NODE_LIST)
			products(c, x);
}

static bool
finish(void *ctx, struct held_record *one)
{
	struct csaf *c = ctx;
	struct rec_observation *o = &one->rec.u.observation;
	const char *name = o->asset.n == 0 ? NULL : map_get(c->products, o->asset.v[0].value,
		strlen(o->asset.v[0].value));

	o->at = c->at;
	if (c->publisher != NULL && *c->publisher != '\0')
		o->originator = c->publisher;
	if (name == NULL || *name == '\0' || strlen(name) > MAX_ID)
		return true;
	o->asset.v[0].ns = str_has_prefix(name, "pkg:") ? "purl" : str_has_prefix(name, "cpe:") ?
		"cpe" : "product";
	o->asset.v[0].value = name;
	return true;
}

/* Versions whose words are known here; a draft is no statement yet. */
static bool
fit(struct reading *r, const struct node *rest)
{
	const char *version = node_text(node_at(rest, "document/csaf_version"));
	const char *status = node_text(node_at(rest, "document/tracking/status"));

	r->source->version = version;
	if (!str_same(version, "2.0") && !str_same(version, "2.1")) {
		reading_note(r, &scan_e_version, 0, 0, "CSAF version \"%s\": 2.0 and 2.1 are read",
			version == NULL ? "" : text_inert_dup(r->rec, version, 40));
		return false;
	}
	if (str_same(status, "draft"))
		reading_note(r, &scan_n_draft, 0, 0, "tracking status \"draft\"");
	return true;
}

static int
read_csaf(struct reading *r)
{
	static const char *const cuts[] = { "/vulnerabilities" };
	struct csaf c = { .r = r, .products = map_new(), .at = instant_unknown() };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_vulnerability,
		.ctx = &c };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);

	if (rc == 0 && !fit(r, rest)) {
		rc = -1;
		for (size_t i = 0; i < c.held.at.n; i++)
			if (c.held.at.v[i].first)
				reading_ignored(r, "statement of a version that is not read");
	} else {
		c.publisher = node_text(node_at(rest, "document/publisher/name"));
		c.at = reading_instant(r, node_text(node_at(rest,
			"document/tracking/current_release_date")), 1);
		c.at.raw = arena_strdup(r->a, c.at.raw);
		r->source->producer = c.publisher;
		products(&c, node_get(rest, "product_tree"));
		held_put(&c.held, r, finish, &c);
	}
	held_free(&c.held);
	map_free(c.products);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	static const char mark[] = "\"csaf_version\"";
	bool document = false;

	for (size_t i = 0; i < h->nkeys && !h->json_list; i++)
		document = document || str_same(h->keys[i], "document");
	for (size_t i = 0; document && i + sizeof(mark) - 1 <= h->len; i++)
		if (h->bytes[i] == '"' && memcmp(h->bytes + i, mark, sizeof(mark) - 1) == 0) {
			*sign = "member document with csaf_version";
			return 95;
		}
	return 0;
}

const struct reader reader_csaf = {
	.name = "csaf",
	.title = "CSAF 2.0 and 2.1 advisory",
	.what = "Shows what a vendor says of vulnerabilities in its products: E1. Clears nothing that "
		"a scanner found, and is no decision of yours.",
	.better = "the newest advisory, and an inventory that says where the product runs",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_csaf,
	.words = vex_words,
};
