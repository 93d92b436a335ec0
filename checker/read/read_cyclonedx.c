/*
 * CycloneDX 1.4 to 1.7 as JSON or XML (formats.md 13): vulnerabilities with their
 * analysis (VEX), and declarations, in which assessors attest requirements.
 * Components are counted and left aside.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/cyclonedx_xml.h"
#include "checker/read/finding.h"
#include "checker/read/held.h"
#include "checker/read/peek.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/vex.h"

struct cyclonedx {
	struct reading *r;
	struct held held;
	struct instant at;           /* of the document */
	const char *serial;
	bool xml;
	struct map *requirements;    /* bom-ref to struct requirement *, r->a */
	struct map *assessors;       /* bom-ref to node */
	struct map *evidence, *claims;
};

struct requirement { const char *standard, *identifier; };

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

/* The highest of several ratings: no one of them is said to be the right one. */
static const char *
severity_of(struct reading *r, const struct node *n)
{
	const char *best = NULL;

	for (const struct node *x = node_first(node_get(n, "ratings")); x != NULL; x = node_next(x)) {
		const char *s = node_get_text(x, "severity");

		if (best == NULL || severity_rank(word_severity(s, r->rec)) >
			severity_rank(word_severity(best, r->rec)))
			best = s;
	}
	return best;
}

static void
vulnerability(struct cyclonedx *c, const struct json_record *rec)
{
	struct reading *r = c->r;
	const struct node *n = rec->node, *analysis = node_get(n, "analysis");
	struct vex v = { .loc = { .line = rec->line, .col = rec->col, .path = rec->pointer },
		.vulnerability = node_get_text(n, "id"), .severity = severity_of(r, n),
		.status = node_get_text(analysis, "state"),
		.justification = node_get_text(analysis, "justification") };
	struct record out;
	bool first = true;

	if (!finding_named(r, &v.loc, "an id", v.vulnerability))
		return;
	vex_alias(r, &v, v.vulnerability);
	for (const struct node *x = node_first(node_get(n, "references")); x != NULL;
		x = node_next(x))
		vex_alias(r, &v, node_get_text(x, "id"));
	v.at = reading_instant(r, node_get_text(analysis, "lastUpdated"), rec->line);
	if (v.at.known != KNOWN)
		v.at = reading_instant(r, node_get_text(analysis, "firstIssued"), rec->line);
	for (const struct node *x = node_first(node_get(n, "affects")); x != NULL || first;
		x = x == NULL ? NULL : node_next(x)) {
		vex_make(r, &v, node_get_text(x, "ref"), &out);
		/* Listed and not analysed: nobody says that it does not matter. */
		if (!set(v.status))
			out.u.observation.result = RESULT_FAIL;
		held_add(&c->held, r, &out, 0, first);
		first = false;
	}
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	struct cyclonedx *c = ctx;

	reading_seen(c->r);
	if (strcmp(rec->cut, CYCLONEDX_VULNERABILITIES) == 0)
		vulnerability(c, rec);
	else
		reading_ignored(c->r, "component of the bill of materials");
	return 0;
}

/* A bom-ref is a name of its document only; a purl is one everywhere. */
static bool
finish(void *ctx, struct held_record *one)
{
	struct cyclonedx *c = ctx;
	struct rec_observation *o = &one->rec.u.observation;

	if (o->at.known != KNOWN)
		o->at = c->at;
	if (o->asset.n > 0 && str_same(o->asset.v[0].ns, "product"))
		o->asset.v[0].value = arena_printf(c->r->rec, "%s#%s", set(c->serial) ? c->serial :
			"", o->asset.v[0].value);
	return true;
}

/* Declarations */

static void
standards(struct cyclonedx *c, const struct node *rest)
{
	for (const struct node *s = node_first(node_at(rest, "definitions/standards")); s != NULL;
		s = node_next(s))
		for (const struct node *q = node_first(node_get(s, "requirements")); q != NULL;
			q = node_next(q)) {
			const char *ref = node_get_text(q, "bom-ref");
			struct requirement *to;

			if (ref == NULL || strlen(ref) > MAX_ID)
				continue;
			to = ARENA_NEW(c->r->a, struct requirement);
			*to = (struct requirement){ node_get_text(s, "name"),
				node_get_text(q, "identifier") };
			*map_slot(c->requirements, ref, strlen(ref), NULL) = to;
		}
}

/*
 * A claim's evidence: whether some was left behind by the date of the document (READINGS.md 208).
 * Of an expiry that cannot be read nobody knows.
 */
static bool
stale(struct cyclonedx *c, const struct node *claim)
{
	for (const struct node *x = node_first(node_get(claim, "evidence")); x != NULL;
		x = node_next(x)) {
		const char *ref = node_text(x), *text;
		const struct node *e = ref == NULL ? NULL : map_get(c->evidence, ref, strlen(ref));
		struct instant until;

		text = node_get_text(e, "expires");
		if (!set(text))
			continue;
		until = reading_instant(c->r, text, e->line);
		if (until.known != KNOWN || c->at.known != KNOWN || (!until.never && until.lo <= c->at.hi))
			return true;
	}
	return false;
}

/*
 * Conformance of 1 alone is a pass, of 0 a failure; what lies between is for somebody to judge.
 * A counter claim, or evidence against a claim, is what speaks against it, and is never left out
 * (READINGS.md 207).
 */
static enum result
conformance(struct cyclonedx *c, const struct node *m, const char **raw)
{
	const char *score = node_text(node_at(m, "conformance/score"));
	bool old = false;

	*raw = set(score) ? score : "";
	if (node_count(node_get(m, "counterClaims")) > 0)
		return RESULT_FAIL;
	for (const struct node *x = node_first(node_get(m, "claims")); x != NULL; x = node_next(x)) {
		const char *ref = node_text(x);
		const struct node *claim = ref == NULL ? NULL : map_get(c->claims, ref, strlen(ref));

		if (node_first(node_get(claim, "counterEvidence")) != NULL)
			return RESULT_FAIL;
		old = old || stale(c, claim);
	}
	if (old && (str_same(score, "1") || str_same(score, "1.0")))
		return RESULT_UNKNOWN;
	if (str_same(score, "1") || str_same(score, "1.0"))
		return RESULT_PASS;
	return str_same(score, "0") || str_same(score, "0.0") ? RESULT_FAIL : RESULT_UNKNOWN;
}

static void
attested(struct cyclonedx *c, const struct node *attestation, const struct node *m, const char *path)
{
	struct reading *r = c->r;
	struct record rec = { .kind = REC_OBSERVATION,
		.loc = { .line = m->line, .col = m->col, .path = path } };
	struct rec_observation *o = &rec.u.observation;
	const char *ref = node_get_text(m, "requirement"), *who = node_get_text(attestation, "assessor");
	const struct requirement *q = ref == NULL ? NULL : map_get(c->requirements, ref, strlen(ref));
	const struct node *assessor = who == NULL ? NULL : map_get(c->assessors, who, strlen(who));

	reading_seen(r);
	if (!finding_named(r, &rec.loc, "a requirement", ref))
		return;
	o->benchmark = q != NULL && q->standard != NULL ? q->standard : "";
	o->test = q != NULL && set(q->identifier) ? q->identifier : ref;
	if (q != NULL && set(q->identifier))
		finding_requirement(&o->tags, q->standard, q->identifier, r->rec);
	o->result = conformance(c, m, &o->result_raw);
	o->at = c->at;
	o->originator = node_text(node_at(assessor, "organization/name"));
	if (!set(o->originator))
		o->originator = "cyclonedx";
	o->method = "examine";
	/* A third party examined it; else it is one's own word. */
	o->grade = node_is(node_get(assessor, "thirdParty"), NODE_TRUE) ? GRADE_E1 : GRADE_E0;
	o->message = node_text(node_at(m, "conformance/rationale"));
	reading_put(r, &rec);
	reading_kept(r);
	arena_reset(r->rec);
}

static void
artefacts(struct cyclonedx *c, const struct node *declarations)
{
	struct reading *r = c->r;
	size_t i = 0;

	for (const struct node *x = node_first(node_get(declarations, "evidence")); x != NULL;
		x = node_next(x), i++) {
		struct record rec = { .kind = REC_EVIDENCE, .loc = { .line = x->line, .col = x->col } };
		struct rec_evidence *e = &rec.u.evidence;

		reading_seen(r);
		rec.loc.path = arena_printf(r->rec, c->xml ? "/bom/declarations/evidence/evidence[%zu]"
			: "/declarations/evidence/%zu", i + c->xml);
		e->path = node_get_text(x, "propertyName");
		e->kind_raw = node_get_text(x, "description");
		e->collected = reading_instant(r, node_get_text(x, "created"), x->line);
		e->collector.raw = node_text(node_at(x, "author/name"));
		e->collector.name = e->collector.raw;
		e->collector.email = node_text(node_at(x, "author/email"));
		reading_put(r, &rec);
		reading_kept(r);
		arena_reset(r->rec);
	}
}

static void
index_refs(struct map *m, const struct node *list)
{
	for (const struct node *x = node_first(list); x != NULL; x = node_next(x)) {
		const char *ref = node_get_text(x, "bom-ref");

		if (ref != NULL && strlen(ref) <= MAX_ID)
			*map_slot(m, ref, strlen(ref), NULL) = (void *)(uintptr_t)x;
	}
}

static void
declarations(struct cyclonedx *c, const struct node *d)
{
	size_t i = 0;

	index_refs(c->assessors, node_get(d, "assessors"));
	index_refs(c->claims, node_get(d, "claims"));
	index_refs(c->evidence, node_get(d, "evidence"));
	for (const struct node *x = node_first(node_get(d, "attestations")); x != NULL;
		x = node_next(x), i++) {
		size_t k = 0;

		for (const struct node *m = node_first(node_get(x, "map")); m != NULL;
			m = node_next(m), k++)
			attested(c, x, m, arena_printf(c->r->rec, c->xml ?
				"/bom/declarations/attestations/attestation[%zu]/map[%zu]" :
				"/declarations/attestations/%zu/map/%zu", i + c->xml, k + c->xml));
	}
	artefacts(c, d);
}

static bool
fit(struct reading *r, const char *version)
{
	static const char *const known[] = { "1.4", "1.5", "1.6", "1.7" };

	r->source->version = version;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_same(version, known[i]))
			return true;
	reading_note(r, &scan_e_version, 0, 0, "CycloneDX version \"%s\": 1.4 to 1.7 are read",
		version == NULL ? "" : text_inert_dup(r->rec, version, 40));
	return false;
}

static int
read_cyclonedx(struct reading *r)
{
	static const char *const cuts[] = { CYCLONEDX_VULNERABILITIES, CYCLONEDX_COMPONENTS };
	struct cyclonedx c = { .r = r, .at = instant_unknown(), .requirements = map_new(),
		.assessors = map_new(), .evidence = map_new(), .claims = map_new() };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = &c };
	const struct node *rest = NULL;
	struct node *left = NULL;
	int rc;

	c.xml = reading_peek(r).syntax == SYNTAX_XML;
	if (c.xml) {
		rc = cyclonedx_xml(r, on_record, &c, &rest);
	} else {
		rc = reading_json(r, &jr, &left);
		rest = left;
	}
	reading_peek_end(r);
	c.serial = node_get_text(rest, "serialNumber");
	c.at = reading_instant(r, node_text(node_at(rest, "metadata/timestamp")), 1);
	c.at.raw = arena_strdup(r->a, c.at.raw);
	if (rc == 0 && !fit(r, node_get_text(rest, "specVersion"))) {
		rc = -1;
		for (size_t i = 0; i < c.held.at.n; i++)
			if (c.held.at.v[i].first)
				reading_ignored(r, "statement of a version that is not read");
	} else {
		held_put(&c.held, r, finish, &c);
		standards(&c, rest);
		for (const struct node *x = node_is(rest, NODE_MAP) ? rest->child : NULL; x != NULL;
			x = x->next)
			if (str_same(x->key, "declarations")) /* XML may have more than one */
				declarations(&c, x);
	}
	held_free(&c.held);
	map_free(c.requirements);
	map_free(c.assessors);
	map_free(c.evidence);
	map_free(c.claims);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_XML && str_same(h->root, "bom") && str_has_prefix(h->root_ns,
		CYCLONEDX_NS)) {
		*sign = arena_printf(h->a, "root element bom in %s", h->root_ns);
		return 90;
	}
	for (size_t i = 0; h->syntax == SYNTAX_JSON && i < h->nkeys && !h->json_list; i++)
		if (str_same(h->keys[i], "bomFormat")) {
			*sign = "member bomFormat";
			return 90;
		}
	return 0;
}

const struct reader reader_cyclonedx = {
	.name = "cyclonedx",
	.title = "CycloneDX 1.4 to 1.7 VEX and declarations",
	.what = "Shows what its author says of vulnerabilities, and what assessors attest: E1 at "
		"most. A component that no vulnerability names is not proved sound.",
	.better = "the analysis with who decided and when, where the tool can write it",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_OBSERVATION | ROLE_EVIDENCE,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_cyclonedx,
	.words = vex_words,
};
