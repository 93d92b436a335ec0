/*
 * One rule-result as observations: the tool's own result, and the word of each
 * person who overrode it (judgement.md 4: an override is E1; the old result
 * stays the technical truth, formats.md 2).
 */
#include "checker/read/xccdf_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/xccdf_words.h"

static enum result
result_of(struct xccdf *x, const char *word)
{
	enum result result = RESULT_UNKNOWN;

	if (!xccdf_result(word, &result))
		source_odd_word(x->r->source, x->r->a, "result", word);
	return result;
}

/*
 * judgement.md 4: E3 needs tool, target, test and time.  An unprivileged scan
 * cannot read what it would have to read, so its passes are E2; interviews
 * (OCIL) are E0.
 */
static enum grade
grade_of(const struct xccdf *x, const struct rec_observation *o)
{
	const struct xccdf_head *h = &x->head;

	if (x->rr.ocil && !x->rr.oval)
		return GRADE_E0;
	if (h->originator == NULL || h->ids.n == 0 || o->at.known != KNOWN)
		return GRADE_E2;
	if (o->result == RESULT_PASS && h->identity && !h->privileged)
		return GRADE_E2;
	return GRADE_E3;
}

static char *
put_number(char *p, uint32_t n)
{
	char digits[10];
	size_t len = 0;

	do
		digits[len++] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	while (len > 0)
		*p++ = digits[--len];
	return p;
}

/* "TestResult[3]/rule-result[12]": written for each result, so without printf. */
static const char *
path_of(uint32_t number, uint32_t result, struct arena *a)
{
	static const char first[] = "TestResult[", second[] = "]/rule-result[";
	char *path = arena_alloc(a, sizeof(first) + sizeof(second) + 22), *p = path;

	memcpy(p, first, sizeof(first) - 1);
	p = put_number(p + sizeof(first) - 1, number);
	memcpy(p, second, sizeof(second) - 1);
	p = put_number(p + sizeof(second) - 1, result);
	*p = ']';
	return path;
}

static void
fill(struct xccdf *x, struct record *rec)
{
	struct rec_observation *o = &rec->u.observation;
	struct xccdf_rule_result *rr = &x->rr;
	const struct xccdf_head *h = &x->head;

	*rec = (struct record){ .kind = REC_OBSERVATION,
		.loc = { .line = rr->line, .col = rr->col } };
	rec->loc.path = path_of(h->number, h->results, x->r->rec);
	o->asset = h->ids;
	o->benchmark = h->benchmark;
	o->test = rr->rule;
	o->severity_raw = rr->severity;
	o->severity = word_severity(rr->severity, x->r->rec);
	o->tags = rr->tags;
	o->message = rr->message;
}

/* The tool's result: that before the first override; unknown if the override does not keep it. */
static void
put_tool(struct xccdf *x)
{
	struct xccdf_rule_result *rr = &x->rr;
	const struct xccdf_head *h = &x->head;
	struct record rec;
	struct rec_observation *o = &rec.u.observation;

	fill(x, &rec);
	o->result_raw = rr->noverrides > 0 ? rr->overrides[0].old_result : rr->result;
	o->result = o->result_raw == NULL ? RESULT_UNKNOWN : result_of(x, o->result_raw);
	/* A rule in role unchecked was not looked at, whatever result stands there. */
	if (str_same(rr->role, "unchecked"))
		o->result = RESULT_UNKNOWN;
	o->at = rr->at.known == KNOWN ? rr->at : h->end.known == KNOWN ? h->end : h->start;
	o->originator = h->originator != NULL ? h->originator : "xccdf";
	o->method = rr->ocil && !rr->oval ? "interview" : "test";
	o->grade = grade_of(x, o);
	reading_put(x->r, &rec);
}

static void
put_override(struct xccdf *x, const struct xccdf_override *v)
{
	struct record rec;
	struct rec_observation *o = &rec.u.observation;

	fill(x, &rec);
	o->result_raw = v->new_result != NULL ? v->new_result : x->rr.result;
	o->result = o->result_raw == NULL ? RESULT_UNKNOWN : result_of(x, o->result_raw);
	o->at = v->at;
	o->originator = v->authority != NULL && v->authority[0] != '\0' ? v->authority : "override";
	o->method = "examine";
	o->grade = GRADE_E1;
	o->override = true;
	o->message = v->remark;
	reading_put(x->r, &rec);
	reading_note(x->r, &read_w_override, x->rr.line, x->rr.col,
		"%s: \"%s\" overridden to \"%s\" by \"%s\"", text_inert_dup(x->r->rec, x->rr.rule,
			120),
		v->old_result == NULL ? "(not kept)" : text_inert_dup(x->r->rec, v->old_result, 40),
		o->result_raw == NULL ? "" : text_inert_dup(x->r->rec, o->result_raw, 40),
		text_inert_dup(x->r->rec, o->originator, 80));
}

/* false, and refused, if it lacks what a result must have. */
static bool
usable(struct xccdf *x)
{
	const struct xccdf_rule_result *rr = &x->rr;

	if (rr->rule == NULL || rr->rule[0] == '\0')
		reading_refused(x->r, &read_e_record, rr->line, rr->col,
			"a rule-result without idref");
	else if (strlen(rr->rule) > MAX_ID)
		reading_refused(x->r, &read_w_long, rr->line, rr->col,
			"the idref of a rule-result has more than %d bytes", MAX_ID);
	else if (rr->result == NULL || rr->result[0] == '\0')
		reading_refused(x->r, &read_e_record, rr->line, rr->col,
			"rule-result of \"%s\" without a result",
			text_inert_dup(x->r->rec, rr->rule, 120));
	else
		return true;
	return false;
}

void
xccdf_end_rule_result(struct xccdf *x)
{
	struct xccdf_rule_result *rr = &x->rr;

	reading_seen(x->r);
	if (!usable(x)) {
		arena_reset(x->r->rec);
		return;
	}
	/* Deselected by the profile: no result, but counted, for a profile can be made to fit. */
	if (str_same(rr->result, "notselected") && rr->noverrides == 0) {
		reading_ignored(x->r, "notselected");
		arena_reset(x->r->rec);
		return;
	}
	xccdf_add_stig(&rr->tags, rr->rule, x->r->rec);
	put_tool(x);
	for (size_t i = 0; i < rr->noverrides; i++)
		put_override(x, &rr->overrides[i]);
	reading_kept(x->r);
	arena_reset(x->r->rec);
}
