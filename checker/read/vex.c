/* Statements about vulnerabilities as observations of E1. */
#include "checker/read/vex.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

/* The words of OpenVEX, of CSAF's product_status and of CycloneDX's analysis. */
static const struct { const char *word; enum result result; } words[] = {
	{ "not_affected", RESULT_NOT_APPLICABLE }, { "known_not_affected", RESULT_NOT_APPLICABLE },
	{ "false_positive", RESULT_NOT_APPLICABLE },
	{ "affected", RESULT_FAIL }, { "known_affected", RESULT_FAIL },
	{ "first_affected", RESULT_FAIL }, { "last_affected", RESULT_FAIL },
	{ "exploitable", RESULT_FAIL },
	{ "fixed", RESULT_PASS }, { "first_fixed", RESULT_PASS }, { "resolved", RESULT_PASS },
	{ "resolved_with_pedigree", RESULT_PASS },
	{ "under_investigation", RESULT_UNKNOWN }, { "in_triage", RESULT_UNKNOWN },
	{ "recommended", RESULT_UNKNOWN }, { "unknown", RESULT_UNKNOWN },
};

const struct word_row_doc vex_words[] = {
	{ "VEX status", "affected, known_affected, first_affected, last_affected, exploitable",
		"fail, E1" },
	{ "VEX status", "not_affected, known_not_affected, false_positive", "not-applicable, E1" },
	{ "VEX status", "fixed, first_fixed, resolved, resolved_with_pedigree", "pass, E1" },
	{ "VEX status", "under_investigation, in_triage, recommended, unknown", "unknown" },
	{ "VEX status", "(none: a vulnerability without analysis)", "unknown: nothing is decided" },
	{ NULL, NULL, NULL }
};

void
vex_alias(struct reading *r, struct vex *v, const char *name)
{
	if (name != NULL && *name != '\0' && strlen(name) <= MAX_ID)
		tags_add(&v->aliases, r->rec, str_has_prefix(name, "CVE-") ? "cve" : "vulnerability",
			name, name, REL_EQUAL);
}

static enum result
result_of(struct reading *r, const char *status)
{
	if (status == NULL || *status == '\0')
		return RESULT_UNKNOWN;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, status) == 0)
			return words[i].result;
	source_odd_word(r->source, r->a, "VEX status", status);
	return RESULT_UNKNOWN;
}

void
vex_make(struct reading *r, const struct vex *v, const char *product, struct record *out)
{
	struct rec_observation *o = &out->u.observation;

	*out = (struct record){ .kind = REC_OBSERVATION, .loc = v->loc };
	if (product != NULL && *product != '\0' && strlen(product) <= MAX_ID)
		idents_add(&o->asset, r->rec, str_has_prefix(product, "pkg:") ? "purl" :
			str_has_prefix(product, "cpe:") ? "cpe" : "product", product);
	o->benchmark = "";
	o->test = v->vulnerability;
	o->result = result_of(r, v->status);
	o->result_raw = v->status == NULL ? "" : v->status;
	o->at = v->at;
	o->severity_raw = v->severity;
	o->severity = word_severity(v->severity, r->rec);
	o->originator = v->by != NULL && *v->by != '\0' ? v->by : r->source->format;
	o->method = "examine";
	o->grade = GRADE_E1;
	o->tags = v->aliases;
	o->message = v->justification;
}
