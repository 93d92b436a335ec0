/* OpenVEX (formats.md 15): statements about products, each with its time or that of the document. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/held.h"
#include "checker/read/read_diags.h"
#include "checker/read/vex.h"

struct openvex {
	struct reading *r;
	struct held held;            /* the document's author and time may stand behind */
	struct instant at;
	const char *author;
};

/* A string in the first drafts, else its @id, else its purl. */
static const char *
product_of(const struct node *p)
{
	const char *s = node_is(p, NODE_MAP) ? node_get_text(p, "@id") : node_text(p);

	return s != NULL && *s != '\0' ? s : node_text(node_at(p, "identifiers/purl"));
}

static int
on_statement(void *ctx, const struct json_record *rec)
{
	struct openvex *o = ctx;
	struct reading *r = o->r;
	const struct node *n = rec->node, *which = node_get(n, "vulnerability");
	struct vex v = { .loc = { .line = rec->line, .col = rec->col, .path = rec->pointer },
		.status = node_get_text(n, "status"),
		.justification = node_get_text(n, "justification") };
	struct record out;
	size_t products = 0;

	reading_seen(r);
	v.vulnerability = node_is(which, NODE_MAP) ? node_get_text(which, "name") :
		node_text(which);
	if (!finding_named(r, &v.loc, "a vulnerability", v.vulnerability) ||
		!finding_named(r, &v.loc, "a status", v.status))
		return 0;
	if (v.justification == NULL)
		v.justification = node_get_text(n, "impact_statement");
	if (v.justification == NULL)
		v.justification = node_get_text(n, "action_statement");
	v.at = reading_instant(r, node_get_text(n, "timestamp"), rec->line);
	vex_alias(r, &v, v.vulnerability);
	for (const struct node *a = node_first(node_get(which, "aliases")); a != NULL;
		a = node_next(a))
		vex_alias(r, &v, node_text(a));
	for (const struct node *p = node_first(node_get(n, "products")); p != NULL;
		p = node_next(p)) {
		vex_make(r, &v, product_of(p), &out);
		held_add(&o->held, r, &out, 0, products++ == 0);
	}
	if (products == 0) {
		vex_make(r, &v, NULL, &out);
		held_add(&o->held, r, &out, 0, true);
	}
	return 0;
}

static bool
finish(void *ctx, struct held_record *one)
{
	struct openvex *o = ctx;
	struct rec_observation *x = &one->rec.u.observation;

	if (x->at.known != KNOWN)
		x->at = o->at; /* cascades to the statements (OpenVEX 0.2.0) */
	if (o->author != NULL && *o->author != '\0')
		x->originator = o->author;
	return true;
}

static int
read_openvex(struct reading *r)
{
	static const char *const cuts[] = { "/statements" };
	struct openvex o = { .r = r, .at = instant_unknown() };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_statement, .ctx = &o };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);
	const char *context = node_get_text(rest, "@context");

	if (rc == 0) {
		o.author = node_get_text(rest, "author");
		o.at = reading_instant(r, node_get_text(rest, "timestamp"), 1);
		o.at.raw = arena_strdup(r->a, o.at.raw);
	}
	r->source->producer = o.author;
	r->source->version = context == NULL ? NULL : strrchr(context, '/') + 1;
	held_put(&o.held, r, finish, &o);
	held_free(&o.held);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	static const char ns[] = "https://openvex.dev/ns";
	bool context = false, statements = false;

	for (size_t i = 0; i < h->nkeys && !h->json_list; i++) {
		context = context || str_same(h->keys[i], "@context");
		statements = statements || str_same(h->keys[i], "statements");
	}
	for (size_t i = 0; context && i + sizeof(ns) - 1 <= h->len; i++)
		if (h->bytes[i] == 'h' && memcmp(h->bytes + i, ns, sizeof(ns) - 1) == 0) {
			*sign = "@context of OpenVEX";
			return statements ? 95 : 85;
		}
	return 0;
}

const struct reader reader_openvex = {
	.name = "openvex",
	.title = "OpenVEX statements",
	.what = "Shows what an author says of vulnerabilities in products: examined, E1. "
		"Clears nothing that a scanner found, and is no owner's decision.",
	.better = "the statements with their author and time, and an inventory of where the product runs",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_openvex,
	.words = vex_words,
};
