/*
 * CycloneDX 1.6 attestation: what the records say are claims of an assessor
 * "records"; what was seen is evidence, and counter-evidence of the claim that
 * it refutes.  Conformance is what is shown at least, confidence what is known
 * of it at all: trueup's two axes.  The file is not signed within itself; the
 * statement of the report lists its digest.
 */
#include <inttypes.h>

#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/emit_oscal.h"
#include "reports/finding.h"
#include "reports/place.h"
#include "reports/report.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define TEXT_CUT 2000

struct cdx { struct emit_json *j; struct places *places; const struct node *report; };

/* References are made of our own words and digests, so no id can forge another one. */
static void
ref_text(char out[48], const char *kind, const struct node *scope, const struct node *c)
{
	char hex[65];

	fingerprint_of(hex, kind, get_str(scope, "id"), get_str(c, "id"));
	snprintf(out, 48, "%s-%.24s", kind, hex);
}

static void
put_ref(struct cdx *x, const char *key, const char *kind, const struct node *scope,
	const struct node *c)
{
	char ref[48];

	ref_text(ref, kind, scope, c);
	if (key != NULL)
		ej_kstr(x->j, key, ref);
	else
		ej_str(x->j, ref);
}

/* A list of one reference, or of none. */
static void
put_refs(struct cdx *x, const char *key, const char *kind, const struct node *scope,
	const struct node *c, bool there)
{
	ej_karray(x->j, key);
	if (there)
		put_ref(x, NULL, kind, scope, c);
	ej_end(x->j);
}

static void
put_score(struct cdx *x, const char *key, int64_t millionths, const char *rationale)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%" PRId64 ".%06" PRId64, millionths / MILLION,
		millionths % MILLION);

	ej_kobject(x->j, key);
	ej_key(x->j, "score");
	ej_raw(x->j, text, (size_t)n);
	ej_kinert(x->j, "rationale", rationale, TEXT_CUT);
	ej_end(x->j);
}

static bool
is_claimed(const struct node *c)
{
	return node_is(node_get(node_get(c, "claim"), "state"), NODE_STRING);
}

static bool
is_judged(const struct node *c)
{
	return outcome_of(c) != OUTCOME_LEFT_OUT;
}

/* ---- who and what ---- */

static void
assessor(struct cdx *x, const char *ref, bool third, const char *name)
{
	ej_object(x->j);
	ej_kstr(x->j, "bom-ref", ref);
	ej_kbool(x->j, "thirdParty", third);
	ej_kobject(x->j, "organization");
	ej_kinert(x->j, "name", name, TEXT_CUT);
	ej_end(x->j);
	ej_end(x->j);
}

static void
assessors(struct cdx *x)
{
	const char *org = get_str(x->report, "organisation");

	ej_karray(x->j, "assessors");
	assessor(x, "assessor-records", false, *org != '\0' ? org : say_text(SAY_SOMEBODY));
	assessor(x, "assessor-trueup", true, "trueup");
	ej_end(x->j);
}

static void
targets(struct cdx *x)
{
	ej_kobject(x->j, "targets");
	ej_karray(x->j, "components");
	for EACH(s, x->report, "scopes") {
		const char *system = get_str(s, "system");

		ej_object(x->j);
		ej_kstr(x->j, "type", "application");
		put_ref(x, "bom-ref", "system", s, NULL);
		ej_kinert(x->j, "name", *system != '\0' ? system : get_str(s, "id"), TEXT_CUT);
		ej_end(x->j);
	}
	ej_end(x->j);
	ej_end(x->j);
}

/* ---- evidence ---- */

static void
evidence_row(struct cdx *x, const char *kind, const struct node *scope, const struct node *c,
	const char *text, const char *at)
{
	struct place_parts p;
	struct buf uri;

	ej_object(x->j);
	put_ref(x, "bom-ref", kind, scope, c);
	ej_kinert(x->j, "description", text, TEXT_CUT);
	if (place_split(&p, x->places, at)) {
		buf_init(&uri, MIB);
		uri_put(&uri, p.path, p.len);
		ej_karray(x->j, "data");
		ej_object(x->j);
		ej_kinert(x->j, "name", at, TEXT_CUT);
		ej_kobject(x->j, "contents");
		ej_kstr(x->j, "url", uri.p);
		ej_end(x->j);
		ej_end(x->j);
		ej_end(x->j);
		buf_free(&uri);
	}
	ej_end(x->j);
}

static void
records_sentence(struct buf *b, const struct node *c)
{
	const struct node *claim = node_get(c, "claim");
	struct buf word;

	buf_init(&word, MIB);
	SAY_WITH(&word, SAY_P_CLAIM_IS, SAY_S(get_str(claim, "state")), SAY_S(get_str(claim, "raw")));
	SAY_WITH(b, SAY_A_RECORDS, SAY_S(get_str(c, "label")), SAY_S(word.p));
	buf_free(&word);
}

static void
evidence(struct cdx *x)
{
	struct buf b;

	buf_init(&b, MIB);
	ej_karray(x->j, "evidence");
	for EACH(s, x->report, "scopes")
		for EACH(c, s, "controls") {
			const char *seen = get_str(node_get(c, "refuted"), "at");

			if (is_claimed(c)) {
				buf_reset(&b);
				records_sentence(&b, c);
				evidence_row(x, "record", s, c, b.p,
					get_str(node_get(c, "claim"), "from"));
			}
			if (!is_judged(c))
				continue;
			buf_reset(&b);
			control_sentence(&b, c);
			evidence_row(x, "seen", s, c, b.p, *seen != '\0' ? seen : get_str(c, "fail_at"));
		}
	ej_end(x->j);
	buf_free(&b);
}

/* ---- claims ---- */

static void
claims(struct cdx *x)
{
	struct buf b;

	buf_init(&b, MIB);
	ej_karray(x->j, "claims");
	for EACH(s, x->report, "scopes")
		for EACH(c, s, "controls") {
			enum outcome o = outcome_of(c);

			if (is_claimed(c)) {
				buf_reset(&b);
				records_sentence(&b, c);
				ej_object(x->j);
				put_ref(x, "bom-ref", "claim", s, c);
				put_ref(x, "target", "system", s, NULL);
				ej_kinert(x->j, "predicate", b.p, TEXT_CUT);
				put_refs(x, "evidence", "record", s, c, true);
				put_refs(x, "counterEvidence", "seen", s, c, o == OUTCOME_FAILS);
				ej_end(x->j);
			}
			if (!is_judged(c))
				continue;
			buf_reset(&b);
			control_sentence(&b, c);
			ej_object(x->j);
			put_ref(x, "bom-ref", "reality", s, c);
			put_ref(x, "target", "system", s, NULL);
			ej_kinert(x->j, "predicate", b.p, TEXT_CUT);
			put_refs(x, "evidence", "seen", s, c, true);
			ej_end(x->j);
		}
	ej_end(x->j);
	buf_free(&b);
}

/* ---- attestations ---- */

static void
procedural(struct cdx *x)
{
	ej_object(x->j);
	ej_kinert(x->j, "summary", say_text(SAY_A_PROCEDURAL), 0);
	ej_kstr(x->j, "assessor", "assessor-records");
	ej_karray(x->j, "map");
	for EACH(s, x->report, "scopes")
		for EACH(c, s, "controls") {
			if (!is_claimed(c) || !is_judged(c))
				continue;
			ej_object(x->j);
			put_ref(x, "requirement", "requirement", s, c);
			put_refs(x, "claims", "claim", s, c, true);
			put_score(x, "conformance", get_int(node_get(c, "claim"), "p"),
				say_text(SAY_M_CLAIM));
			ej_end(x->j);
		}
	ej_end(x->j);
	ej_end(x->j);
}

/* The score loses what it is a share of, so the rationale repeats the counts. */
static void
counts(struct buf *b, const struct node *c)
{
	static const struct { const char *dim; enum say what; } rows[] = {
		{"o", SAY_A_COUNT_O}, {"d", SAY_P_COUNT_D}, {"w", SAY_P_COUNT_W}};

	for (size_t i = 0; i < 3; i++) {
		const struct node *d = node_get(c, rows[i].dim);

		buf_fmt(b, "%s%c: ", i > 0 ? "; " : "", "ODW"[i]);
		if (get_bool(d, "empty"))
			buf_str(b, say_text(SAY_P_EMPTY_DIM));
		else
			SAY_WITH(b, rows[i].what, SAY_N((uint64_t)get_int(d, "good")),
				SAY_N((uint64_t)get_int(d, "m")), SAY_N((uint64_t)get_int(d, "bad")));
	}
}

static void
reality(struct cdx *x)
{
	struct buf b;

	buf_init(&b, MIB);
	ej_object(x->j);
	ej_kinert(x->j, "summary", say_text(SAY_A_REALITY), 0);
	ej_kstr(x->j, "assessor", "assessor-trueup");
	ej_karray(x->j, "map");
	for EACH(s, x->report, "scopes")
		for EACH(c, s, "controls") {
			bool fails = outcome_of(c) == OUTCOME_FAILS;
			int64_t lo = get_int(c, "real_low"), hi = get_int(c, "real_high");

			if (!is_judged(c))
				continue;
			ej_object(x->j);
			put_ref(x, "requirement", "requirement", s, c);
			put_refs(x, "claims", "reality", s, c, !fails);
			put_refs(x, "counterClaims", "reality", s, c, fails);
			buf_reset(&b);
			counts(&b, c);
			put_score(x, "conformance", lo, b.p);
			buf_reset(&b);
			share_put(&b, percent_down(lo), percent_up(hi));
			put_score(x, "confidence", hi < lo ? 0 : (int64_t)MILLION - (hi - lo), b.p);
			ej_end(x->j);
		}
	ej_end(x->j);
	ej_end(x->j);
	buf_free(&b);
}

static void
declarations(struct cdx *x)
{
	ej_kobject(x->j, "declarations");
	assessors(x);
	ej_karray(x->j, "attestations");
	procedural(x);
	reality(x);
	ej_end(x->j);
	claims(x);
	evidence(x);
	targets(x);
	ej_kobject(x->j, "affirmation");
	ej_kinert(x->j, "statement", get_str(x->report, "headline"), TEXT_CUT);
	ej_end(x->j);
	ej_end(x->j);
}

static void
standards(struct cdx *x)
{
	ej_kobject(x->j, "definitions");
	ej_karray(x->j, "standards");
	for EACH(s, x->report, "scopes") {
		ej_object(x->j);
		put_ref(x, "bom-ref", "standard", s, NULL);
		ej_kinert(x->j, "name", get_str(s, "framework"), TEXT_CUT);
		ej_kinert(x->j, "description", get_str(s, "id"), TEXT_CUT);
		ej_karray(x->j, "requirements");
		for EACH(c, s, "controls") {
			ej_object(x->j);
			put_ref(x, "bom-ref", "requirement", s, c);
			ej_kinert(x->j, "identifier", get_str(c, "label"), TEXT_CUT);
			ej_kinert(x->j, "title", get_str(c, "title"), TEXT_CUT);
			ej_end(x->j);
		}
		ej_end(x->j);
		ej_end(x->j);
	}
	ej_end(x->j);
	ej_end(x->j);
}

static void
property(struct cdx *x, const char *scope, const char *name, int64_t value)
{
	char text[24];
	struct buf b;

	buf_init(&b, MIB);
	buf_fmt(&b, "trueup:%s%s", scope, name);
	snprintf(text, sizeof(text), "%" PRId64, value);
	ej_object(x->j);
	ej_kinert(x->j, "name", b.p, 0);
	ej_kstr(x->j, "value", text);
	ej_end(x->j);
	buf_free(&b);
}

static void
properties(struct cdx *x)
{
	struct buf b;

	buf_init(&b, MIB);
	ej_karray(x->j, "properties");
	property(x, "", "late_total", get_int(x->report, "late_total"));
	property(x, "", "complete", get_bool(x->report, "complete"));
	for EACH(s, x->report, "scopes") {
		buf_reset(&b);
		buf_fmt(&b, "%s:", get_str(s, "id"));
		for EACH(n, s, "scores")
			if (n->type == NODE_NUMBER)
				property(x, b.p, n->key, get_int(node_get(s, "scores"), n->key));
		for EACH(n, s, "verdicts")
			property(x, b.p, n->key, get_int(node_get(s, "verdicts"), n->key));
	}
	ej_end(x->j);
	buf_free(&b);
}

static int
write_cyclonedx(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct cdx x = {.j = ej_to_buf(out, EJ_PRETTY), .places = places_new(report),
		.report = report};
	char uuid[37], serial[64];
	int rc;

	(void)o;
	os_document_uuid(uuid, report, "cyclonedx");
	snprintf(serial, sizeof(serial), "urn:uuid:%s", uuid);
	ej_object(x.j);
	ej_kstr(x.j, "bomFormat", "CycloneDX");
	ej_kstr(x.j, "specVersion", "1.6");
	ej_kstr(x.j, "serialNumber", serial);
	ej_kint(x.j, "version", 1);
	ej_kobject(x.j, "metadata");
	ej_kinert(x.j, "timestamp", get_str(report, "as_of"), 0);
	ej_kobject(x.j, "tools");
	ej_karray(x.j, "components");
	ej_object(x.j);
	ej_kstr(x.j, "type", "application");
	ej_kstr(x.j, "name", "trueup");
	ej_kinert(x.j, "version", get_str(report, "tool_version"), 0);
	ej_end(x.j);
	ej_end(x.j);
	ej_end(x.j);
	ej_end(x.j);
	declarations(&x);
	standards(&x);
	properties(&x);
	ej_end(x.j);
	rc = ej_finish(x.j);
	places_free(x.places);
	return rc;
}

const struct writer writer_cyclonedx = {"cyclonedx", "report.cdx.json",
	"application/vnd.cyclonedx+json", "CycloneDX 1.6 attestation: claims and counter-evidence",
	write_cyclonedx, NULL};
