/*
 * in-toto statements (formats.md 17): as they are, in a DSSE envelope, or in a Sigstore bundle; one
 * or one a line.  No signature is verified here, so whatever they say is E2: its failures are
 * listed, its passes are paper.
 */
#include "checker/base/arena.h"
#include "checker/base/base64.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/peek.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

#define TEST_RESULT "https://in-toto.io/attestation/test-result/"
#define SUMMARY "https://slsa.dev/verification_summary/"
#define VULNS "https://in-toto.io/attestation/vulns/"
#define VULNS_COSIGN "https://cosign.sigstore.dev/attestation/vuln/"
#define PROVENANCE "https://slsa.dev/provenance/"

struct statement {
	struct reading *r;
	const struct node *n, *predicate;
	const char *type;            /* predicateType */
	struct instant logged;       /* when a transparency log took it; else unknown */
	struct idents subjects;
	struct finding f;
	size_t given;
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static void
give(struct statement *s, const char *test, enum result result, const char *raw)
{
	if (!set(test) || strlen(test) > MAX_ID)
		return;
	s->f.test = test;
	s->f.result = result;
	s->f.result_raw = raw;
	s->f.tags = (struct tags){0};
	control_ids_find(&s->f.tags, test, NULL, s->r->rec);
	for (size_t i = 0; i < s->f.tags.n; i++)
		s->f.tags.v[i].relation = REL_SUBSET;
	finding_put(s->r, &s->f, &s->subjects);
	s->given++;
}

static void
each_test(struct statement *s, const char *list, enum result result, const char *raw)
{
	for (const struct node *x = node_first(node_get(s->predicate, list)); x != NULL; x = node_next(x))
		give(s, node_text(x), result, raw);
}

/* A warning is no pass (READINGS.md). A result without a list of tests is one of the whole run. */
static void
test_result(struct statement *s)
{
	const char *word = node_get_text(s->predicate, "result");
	const char *name = node_text(node_at(s->predicate, "configuration/0/name"));
	bool good = str_same(word, "PASSED");
	const struct node *failed = node_get(s->predicate, "failedTests");

	each_test(s, "failedTests", RESULT_FAIL, "FAILED");
	each_test(s, "warnedTests", RESULT_FAIL, "WARNED");
	/* The run as a whole failed, and no test says why: then none of them is known to hold. */
	each_test(s, "passedTests", !good && node_count(failed) == 0 ? RESULT_UNKNOWN : RESULT_PASS,
		"PASSED");
	if (!good && !str_same(word, "FAILED") && !str_same(word, "WARNED"))
		source_odd_word(s->r->source, s->r->a, "in-toto result", word == NULL ? "" : word);
	if (s->given == 0 || (!good && node_count(failed) == 0))
		give(s, set(name) ? name : "test-result", good ? RESULT_PASS : str_same(word, "FAILED") ||
			str_same(word, "WARNED") ? RESULT_FAIL : RESULT_UNKNOWN, word == NULL ? "" : word);
}

static void
summary(struct statement *s)
{
	const char *word = node_get_text(s->predicate, "verificationResult");
	const char *policy = node_text(node_at(s->predicate, "policy/uri"));
	const char *by = node_text(node_at(s->predicate, "verifier/id"));
	bool pass = str_same(word, "PASSED"), fail = str_same(word, "FAILED");

	s->f.at = reading_instant(s->r, node_get_text(s->predicate, "timeVerified"), s->f.loc.line);
	if (set(by))
		s->f.originator = by;
	if (!pass && !fail)
		source_odd_word(s->r->source, s->r->a, "in-toto result", word == NULL ? "" : word);
	give(s, set(policy) ? policy : "verification summary", pass ? RESULT_PASS : fail ? RESULT_FAIL
		: RESULT_UNKNOWN, word == NULL ? "" : word);
}

static void
vulnerabilities(struct statement *s)
{
	const struct node *list = node_at(s->predicate, "scanner/result");
	const char *end = node_text(node_at(s->predicate, "metadata/scanFinishedOn"));
	const char *by = node_text(node_at(s->predicate, "scanner/uri"));

	s->f.at = reading_instant(s->r, end, s->f.loc.line);
	if (set(by))
		s->f.originator = by;
	for (const struct node *v = node_is(list, NODE_LIST) ? list->child : NULL; v != NULL; v = v->next) {
		const char *id = node_get_text(v, "id");

		s->f.severity_raw = node_text(node_at(v, "severity/0/score"));
		s->f.severity = word_severity(s->f.severity_raw, s->r->rec);
		give(s, id, RESULT_FAIL, "");
	}
	/* A scan that found nothing says that much, and not of what. */
	if (s->given == 0)
		s->given = 1;
}

/* What else is attested of artefacts: that it exists, its digest, its maker and time. */
static void
artefacts(struct statement *s)
{
	const char *builder = node_text(node_at(s->predicate, "runDetails/builder/id"));
	const char *end = node_text(node_at(s->predicate, "runDetails/metadata/finishedOn"));

	if (builder == NULL)
		builder = node_text(node_at(s->predicate, "builder/id"));
	if (end == NULL)
		end = node_text(node_at(s->predicate, "metadata/buildFinishedOn"));
	for (const struct node *x = node_first(node_get(s->n, "subject")); x != NULL; x = node_next(x)) {
		struct record out = { .kind = REC_EVIDENCE, .loc = s->f.loc };
		struct rec_evidence *e = &out.u.evidence;

		e->path = node_get_text(x, "name");
		e->sha256 = node_text(node_at(x, "digest/sha256"));
		e->kind_raw = s->type;
		e->collected = end == NULL ? s->logged : reading_instant(s->r, end, x->line);
		if (builder != NULL)
			e->collector = (struct party_ref){ .raw = builder, .machine = true };
		reading_put(s->r, &out);
		s->given++;
	}
}

static void
subjects(struct statement *s)
{
	for (const struct node *x = node_first(node_get(s->n, "subject")); x != NULL; x = node_next(x)) {
		const char *digest = node_text(node_at(x, "digest/sha256")), *name = node_get_text(x, "name");

		if (set(digest) && strlen(digest) <= 128)
			idents_add(&s->subjects, s->r->rec, "digest",
				arena_printf(s->r->rec, "sha256:%s", str_lower(s->r->rec, digest)));
		else if (set(name) && strlen(name) <= MAX_ID)
			idents_add(&s->subjects, s->r->rec, "artefact", name);
		/* Two artefacts are not one asset: of several none is named. */
		if (node_next(x) != NULL) {
			s->subjects = (struct idents){0};
			break;
		}
	}
}

static void
statement(struct reading *r, const struct node *n, const struct loc *at, const struct instant *logged)
{
	struct statement s = { .r = r, .n = n, .logged = *logged };

	s.predicate = node_get(n, "predicate");
	s.type = node_get_text(n, "predicateType");
	s.f.loc = *at;
	s.f.at = *logged;
	s.f.benchmark = "in-toto";
	s.f.originator = "in-toto";
	if (!finding_named(r, at, "predicateType", s.type))
		return;
	subjects(&s);
	if (str_has_prefix(s.type, TEST_RESULT))
		test_result(&s);
	else if (str_has_prefix(s.type, SUMMARY))
		summary(&s);
	else if (str_has_prefix(s.type, VULNS) || str_has_prefix(s.type, VULNS_COSIGN))
		vulnerabilities(&s);
	else
		artefacts(&s);
	if (s.given > 0)
		reading_kept(r);
	else
		reading_refused(r, &read_e_record, at->line, at->col, "a statement without subject and result");
}

/* The statement of an envelope; NULL: refused (diagnosed). */
static const struct node *
opened(struct reading *r, const struct node *envelope, const struct loc *at)
{
	const char *type = node_get_text(envelope, "payloadType");
	const char *payload = node_get_text(envelope, "payload");
	const struct node *n;
	size_t len = 0;
	char *text = payload == NULL ? NULL : base64_loose(r->rec, payload, strlen(payload), &len);

	if (text == NULL || !str_same(type, "application/vnd.in-toto+json")) {
		reading_refused(r, &read_e_record, at->line, at->col, text == NULL ?
			"an envelope whose payload is no base64" : "an envelope with another payload than in-toto's");
		return NULL;
	}
	n = json_parse(r->rec, r->file, text, len, JSON_STRICT, r->diags);
	if (n == NULL)
		reading_refused(r, &read_e_record, at->line, at->col, "an envelope whose payload is no JSON");
	return n;
}

static void
one(struct reading *r, const struct node *n, const struct loc *at)
{
	const struct node *envelope = node_get(n, "dsseEnvelope");
	struct instant logged = instant_unknown();
	const char *epoch = node_text(node_at(n, "verificationMaterial/tlogEntries/0/integratedTime"));

	reading_seen(r);
	if (envelope == NULL && node_get(n, "payload") != NULL)
		envelope = n;
	if (epoch != NULL)
		instant_parse_epoch(&logged, epoch, r->rec);
	if (envelope != NULL)
		n = opened(r, envelope, at);
	if (n != NULL)
		statement(r, n, at, &logged);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	const struct loc at = { .line = rec->line, .col = rec->col, .path = rec->pointer };

	one(ctx, rec->node, &at);
	return 0;
}

static int
read_intoto(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_record, .ctx = r };
	struct node *rest = NULL;
	int rc;

	jr.lines = reading_peek(r).lines;
	rc = reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP)) {
		const struct loc at = { .line = 1, .col = 1, .path = "" };

		one(r, rest, &at);
	}
	return rc;
}

static bool
has_key(const struct head *h, const char *name)
{
	for (size_t i = 0; i < h->nkeys; i++)
		if (str_same(h->keys[i], name))
			return true;
	return false;
}

static int
probe(const struct head *h, const char **sign)
{
	if (has_key(h, "payload") && has_key(h, "payloadType") && has_key(h, "signatures"))
		*sign = "members payloadType, payload and signatures of a DSSE envelope";
	else if (has_key(h, "dsseEnvelope"))
		*sign = "member dsseEnvelope of a Sigstore bundle";
	else if (has_key(h, "_type") && has_key(h, "predicateType") && has_key(h, "subject"))
		*sign = "members _type, subject and predicateType";
	else
		return 0;
	return 80;
}

static const struct word_row_doc intoto_words[] = {
	{ "in-toto result", "PASSED", "pass; unknown where the run failed and no test says why" },
	{ "in-toto result", "FAILED", "fail" },
	{ "in-toto result", "WARNED", "fail: a warning is no pass" },
	{ NULL, NULL, NULL }
};

const struct reader reader_intoto = {
	.name = "in-toto",
	.title = "in-toto statements, DSSE envelopes and Sigstore bundles (JSON)",
	.what = "Shows which tests of an artefact its builder says passed, and what else is attested of it. "
		"Signatures are not verified, so it proves nothing by itself.",
	.better = "the tool's own report, with target and time: a statement says no more than its summary",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_EVIDENCE,
	.grade = GRADE_E2,
	.probe = probe,
	.read = read_intoto,
	.words = intoto_words,
};
