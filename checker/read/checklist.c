/* What CKL and CKLB have in common: names, words, dates in free text, records. */
#include "checker/read/checklist.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/xccdf_words.h"

/* "NotAFinding" and "not_a_finding" are one word: compared without blanks. */
static const struct { const char *word; enum result result; } results[] = {
	{ "notafinding", RESULT_PASS }, { "open", RESULT_FAIL },
	{ "notapplicable", RESULT_NOT_APPLICABLE }, { "notreviewed", RESULT_UNKNOWN },
};

const struct word_row_doc checklist_words[] = {
	{ "checklist status", "NotAFinding, not_a_finding", "pass, E1: a person's word" },
	{ "checklist status", "Open, open", "fail, E1" },
	{ "checklist status", "Not_Applicable, not_applicable", "not-applicable, E1" },
	{ "checklist status", "Not_Reviewed, not_reviewed", "unknown" },
	{ "checklist severity override", "high medium low",
		"the higher of both words counts: nobody says who approved it" },
	{ NULL, NULL, NULL }
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static enum result
result_of(struct reading *r, const char *raw)
{
	char *key = str_word_key(r->rec, raw), *to = key;

	for (const char *p = key; *p != '\0'; p++)
		if (*p != ' ')
			*to++ = *p;
	*to = '\0';
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (strcmp(results[i].word, key) == 0)
			return results[i].result;
	source_odd_word(r->source, r->a, "checklist status", raw);
	return RESULT_UNKNOWN;
}

/*
 * A name of DISA's as XCCDF 1.2 writes it, so that a scan of the same rule is the same test;
 * what is no DISA name stays as it is.
 */
const char *
checklist_benchmark(const char *stig, struct arena *a)
{
	if (stig == NULL)
		return "";
	if (strchr(stig, '_') == NULL || strchr(stig, ' ') != NULL ||
		str_has_prefix(stig, "xccdf_"))
		return stig;
	return arena_printf(a, "xccdf_mil.disa.stig_benchmark_%s", stig);
}

static const char *
test_of(const struct checklist_rule *c, struct arena *a)
{
	const char *rule = set(c->rule) ? c->rule : set(c->group) ? c->group : c->version;
	const char *tail;

	if (rule == NULL || !str_has_prefix(rule, "SV-"))
		return rule;
	tail = strlen(rule) > 5 && str_same(rule + strlen(rule) - 5, "_rule") ? "" : "_rule";
	return arena_printf(a, "xccdf_mil.disa.stig_rule_%s%s", rule, tail);
}

void
checklist_tag(struct checklist_rule *c, const char *text, struct arena *a)
{
	if (set(text))
		xccdf_add_ident(&c->ccis, "", text, a);
}

/* "Evaluate-STIG 1.2 (Scan-X) found this to be NOT A FINDING on 09/11/2024:" (formats.md 5). */
static bool
evaluate_stig(struct reading *r, const char *text, struct instant *out)
{
	const char *p = strstr(text, "found this to be");

	p = p == NULL ? NULL : strstr(p, " on ");
	if (p == NULL || strlen(p) < 14)
		return false;
	return instant_parse_dmy(out, arena_strndup(r->rec, p + 4, 10), 'm', r->zone,
		r->rec) == 0 && out->known == KNOWN;
}

/* "Tool: cpe:/a:niwc:scc:5.9 Time: 2024-04-11T09:00:00". */
static bool
scc(struct reading *r, const char *text, struct instant *out)
{
	const char *p = strstr(text, "Time: ");
	size_t n;

	if (p == NULL)
		return false;
	n = strcspn(p + 6, " \t\r\n<");
	return instant_parse(out, arena_strndup(r->rec, p + 6, n), r->zone, r->rec) == 0 &&
		out->known == KNOWN;
}

/* A checklist has no date a rule: what a tool wrote into the details, else none. */
static struct instant
when(struct reading *r, const struct checklist_rule *c)
{
	struct instant at = instant_unknown();

	if (c->updated.known == KNOWN)
		return c->updated;
	if (c->details != NULL && (evaluate_stig(r, c->details, &at) || scc(r, c->details, &at)))
		return at;
	return instant_unknown();
}

/*
 * The word that counts: an override that lowers has no approver and no date
 * here, so it loosens nothing (judgement.md 2).
 */
static void
severity(struct reading *r, const struct checklist_rule *c, const char **word, const char **raw)
{
	const char *base = word_severity(c->severity, r->rec), *over;

	*word = base;
	*raw = c->severity;
	if (!set(c->override))
		return;
	over = word_severity(c->override, r->rec);
	if (over == NULL)
		source_odd_word(r->source, r->a, "checklist severity", c->override);
	if (severity_rank(over) > severity_rank(base))
		*word = over;
	*raw = arena_printf(r->rec, "%s, overridden: %s", c->severity == NULL ? "" : c->severity,
		c->override);
	reading_note(r, &scan_w_severity, c->loc.line, c->loc.col,
		"%s: severity \"%s\" instead of \"%s\"%s", text_inert_dup(r->rec, set(c->group) ?
			c->group : c->rule, 40), text_inert_dup(r->rec, c->override, 40),
		text_inert_dup(r->rec, c->severity == NULL ? "" : c->severity, 40),
		set(c->override_why) ? "" : ", without a reason");
}

bool
checklist_make(struct reading *r, const struct checklist_rule *c, struct record *test,
	struct record *status)
{
	struct rec_observation *o = &status->u.observation;
	struct rec_test *t = &test->u.test;
	const char *id = test_of(c, r->rec);

	reading_seen(r);
	if (!set(id) || !set(c->status)) {
		reading_refused(r, &read_e_record, c->loc.line, c->loc.col, "a rule without %s",
			set(id) ? "a status" : "an id");
		return false;
	}
	if (strlen(id) > MAX_ID || (c->stig != NULL && strlen(c->stig) > MAX_ID)) {
		reading_refused(r, &read_w_long, c->loc.line, c->loc.col,
			"the id of a rule or STIG has more than %d bytes", MAX_ID);
		return false;
	}
	*test = (struct record){ .kind = REC_TEST, .loc = c->loc };
	t->benchmark = checklist_benchmark(c->stig, r->rec);
	t->test = id;
	t->title = c->title;
	severity(r, c, &t->severity, &t->severity_raw);
	t->tags = c->ccis;
	xccdf_add_stig(&t->tags, id, r->rec);
	/* Anybody can edit a checklist: its tags must not lend a control to a scanner's test. */
	reading_second_hand(test);
	*status = (struct record){ .kind = REC_OBSERVATION, .loc = c->loc };
	o->benchmark = t->benchmark;
	o->test = t->test;
	o->result = result_of(r, c->status);
	o->result_raw = c->status;
	o->at = when(r, c);
	o->severity = t->severity;
	o->severity_raw = t->severity_raw;
	o->originator = "checklist";
	o->method = "examine";
	o->grade = GRADE_E1;
	o->tags = t->tags;
	o->message = set(c->comments) ? c->comments : c->details;
	return true;
}

void
checklist_names(struct idents *ids, const char *ns, const char *cell, struct arena *a)
{
	for (const char *p = cell == NULL ? "" : cell; *p != '\0';) {
		size_t n = strcspn(p, " \t\r\n,;");
		char *one = arena_strndup(a, p, n);

		/* Names of more than MAX_ID bytes no host has; "=" stands in real files. */
		if (n <= MAX_ID && strspn(one, "=-.") < n) {
			if (ns[0] == '\0')
				xccdf_add_name(ids, one, a);
			else
				idents_add(ids, a, ns, one);
		}
		p += n + strspn(p + n, " \t\r\n,;");
	}
}

void
checklist_asset(struct reading *r, const struct idents *ids, struct loc loc)
{
	struct record rec = { .kind = REC_ASSET, .loc = loc };

	if (ids->n == 0) {
		reading_note(r, &read_w_asset, loc.line, loc.col, "the checklist names no host");
		return;
	}
	rec.u.asset.ids = *ids;
	rec.u.asset.name = ids->v[0].value;
	reading_put(r, &rec);
}
