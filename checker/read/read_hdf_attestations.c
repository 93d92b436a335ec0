/*
 * Lists of attestations as MITRE's tools keep them beside HDF results (formats.md
 * 7).  What a person says of a control at a time: E1, about no host.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/peek.h"
#include "checker/read/read_diags.h"
#include "checker/read/tracker.h"
#include "checker/read/xccdf_words.h"
#include "checker/read/yaml.h"

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static enum result
result_of(struct reading *r, const char *status)
{
	if (str_same(status, "passed"))
		return RESULT_PASS;
	if (str_same(status, "failed"))
		return RESULT_FAIL;
	source_odd_word(r->source, r->a, "HDF attestation", status);
	return RESULT_UNKNOWN;
}

static void
attestation(struct reading *r, const struct node *n, const struct loc *at)
{
	struct record out = { .kind = REC_OBSERVATION, .loc = *at };
	struct rec_observation *o = &out.u.observation;
	const char *by = node_get_text(n, "updated_by");

	reading_seen(r);
	o->benchmark = "";
	o->test = node_get_text(n, "control_id");
	o->result_raw = node_get_text(n, "status");
	if (!finding_named(r, &out.loc, "control_id", o->test) ||
		!finding_named(r, &out.loc, "a status", o->result_raw))
		return;
	/* An attestation that names nobody is nobody's. */
	if (!set(by)) {
		reading_refused(r, &read_e_record, at->line, at->col,
			"an attestation without updated_by");
		return;
	}
	o->result = result_of(r, o->result_raw);
	o->at = reading_instant(r, node_get_text(n, "updated"), at->line);
	o->originator = by;
	o->method = "examine";
	o->grade = GRADE_E1;
	o->override = true;
	o->message = node_get_text(n, "explanation");
	if (str_has_prefix(o->test, "SV-") || str_has_prefix(o->test, "V-"))
		xccdf_add_ident(&o->tags, "", o->test, r->rec);
	reading_second_hand(&out);
	reading_put(r, &out);
	reading_kept(r);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	const struct loc at = { .line = rec->line, .col = rec->col, .path = rec->pointer };

	attestation(ctx, rec->node, &at);
	return 0;
}

static void
on_document(void *ctx, const struct node *n, uint64_t number)
{
	struct reading *r = ctx;
	size_t i = 0;

	(void)number;
	for (const struct node *x = node_is(n, NODE_LIST) ? n->child : NULL; x != NULL; x = x->next) {
		const struct loc at = { .line = x->line, .col = x->col,
			.path = arena_printf(r->rec, "/%zu", i++) };

		attestation(r, x, &at);
	}
}

static int
read_attestations(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_record, .ctx = r };
	struct yaml_reader y = { .r = r, .ctx = r, .document = on_document };
	bool json = !reading_peek(r).table;
	int rc = json ? reading_json(r, &jr, NULL) : reading_yaml(&y);

	reading_peek_end(r);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	static const char *const names[] = { "control_id", "explanation", "updated_by" };
	size_t there = 0;

	if (h->syntax != SYNTAX_JSON && h->syntax != SYNTAX_XML && head_text(h, "- control_id:") &&
		head_text(h, "explanation:") && head_text(h, "updated_by:"))
		there = 3;
	for (size_t i = 0; i < h->nkeys && h->json_list; i++)
		for (size_t k = 0; k < 3; k++)
			there += str_same(h->keys[i], names[k]);
	if (there < 3)
		return 0;
	*sign = "entries with control_id, explanation and updated_by";
	return 85;
}

static const struct word_row_doc attestation_words[] = {
	{ "HDF attestation", "passed", "pass, E1, at `updated`" },
	{ "HDF attestation", "failed", "fail, E1" },
	{ NULL, NULL, NULL }
};

const struct reader reader_hdf_attestations = {
	.name = "hdf-attestations",
	.title = "HDF attestations (JSON or YAML list)",
	.what = "Shows what a person attested of a control, and when: paper. Names no host, and "
		"cannot show that anybody looked.",
	.better = "the tests themselves, where one can be automated: an attestation is a person's word",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E1,
	.probe = probe,
	.read = read_attestations,
	.words = attestation_words,
};
