/* HDF controls: parts, waivers and attestations (formats.md 7). */
#include "checker/read/hdf.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/read_diags.h"
#include "checker/read/xccdf_words.h"

const struct word_row_doc hdf_words[] = {
	{ "HDF status", "passed", "pass" },
	{ "HDF status", "failed", "fail; with a backtrace: unknown" },
	{ "HDF status", "skipped, error, no results", "unknown, also beside passes" },
	{ "HDF impact", "0", "not-applicable, unless a result failed" },
	{ "HDF waiver", "skipped_due_to_waiver", "unknown: no approver, no decision" },
	{ "HDF attestation", "passed, failed", "E1, at `updated`, never at the time it was applied" },
	{ NULL, NULL, NULL }
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

/* Thousandths of "0.7", "1", "0.55"; -1 for anything else. */
static int32_t
thousandths(const char *s)
{
	int32_t v = 0, scale = 1000;

	if (s == NULL || !ch_digit(*s))
		return -1;
	for (; ch_digit(*s); s++)
		if ((v = v * 10 + (*s - '0')) > 1000)
			return -1;
	v *= 1000;
	if (*s == '.')
		for (s++; ch_digit(*s); s++)
			v += (*s - '0') * (scale /= 10);
	return *s == '\0' && v <= 1000000 ? v : -1;
}

/* As MITRE's tools band it; 0 is set at run time and says nothing of the severity. */
static const char *
by_impact(int32_t v)
{
	return v <= 0 ? NULL : v < 100 ? "info" : v < 400 ? "low" : v < 700 ? "moderate" : v < 900 ?
		"high" : "critical";
}

static void
severity(struct reading *r, const struct node *tags, struct hdf_control *c)
{
	const char *base = node_get_text(tags, "severity");
	const char *over = node_get_text(tags, "severityoverride");
	const struct finding f = { .loc = c->loc };

	if (word_severity(base, r->rec) == NULL && by_impact(c->impact) != NULL)
		base = by_impact(c->impact);
	c->severity = finding_severity(r, &f, base, set(over) ? over : base, &c->severity_raw);
	c->severity = arena_strdup(r->a, c->severity);
	c->severity_raw = arena_strdup(r->a, c->severity_raw);
}

static void
tags_of(struct reading *r, const struct node *tags, struct hdf_control *c)
{
	static const char *const stigs[] = { "gid", "rid" };
	struct arena *a = r->a;

	for (const struct node *x = node_first(node_get(tags, "nist")); x != NULL; x = node_next(x))
		if (set(node_text(x)))
			xccdf_add_reference(&c->tags, "800-53", node_text(x), a);
	for (const struct node *x = node_first(node_get(tags, "cci")); x != NULL; x = node_next(x))
		if (set(node_text(x)) && strlen(node_text(x)) <= MAX_ID)
			xccdf_add_ident(&c->tags, "cci", node_text(x), a);
	for (size_t i = 0; i < 2; i++) {
		const char *id = node_get_text(tags, stigs[i]);

		if (set(id) && strlen(id) <= MAX_ID && (str_has_prefix(id, "SV-") ||
			str_has_prefix(id, "V-")))
			xccdf_add_ident(&c->tags, "", id, a);
		if (set(id) && strlen(id) <= MAX_ID)
			xccdf_add_stig(&c->tags, id, a);
	}
}

/* Text that converters write: "Tue Mar 22 15:01:47 2022". */
static struct instant
start_of(struct reading *r, const struct node *n)
{
	const char *s = node_get_text(n, "start_time");
	struct instant i = instant_unknown();

	if (s != NULL && ch_alpha(*s) && instant_parse_pattern(&i, s, "EEE MMM d HH:mm:ss yyyy",
		r->zone, r->rec) == 0)
		return i;
	return reading_instant(r, s, n->line);
}

/* A part that an attestation tool appended is a person's word, and its time that of the tool. */
static bool
is_attestation(const struct node *n)
{
	const char *code = node_get_text(n, "code_desc");

	return code != NULL && (str_has_prefix(code, "Manually verified status provided through") ||
		str_has_prefix(code, "Manual verification status provided through"));
}

static void
part(struct reading *r, const struct node *n, struct hdf_control *c)
{
	const char *status = node_get_text(n, "status"), *why = node_get_text(n, "message");
	const struct node *trace = node_get(n, "backtrace");
	struct instant at = start_of(r, n);
	bool broke = trace != NULL && trace->type != NODE_NULL;

	at.raw = arena_strdup(r->a, at.raw);
	if (broke || str_same(status, "error"))
		c->errors++;
	else if (str_same(status, "passed"))
		c->passed++;
	else if (str_same(status, "failed"))
		c->failed++;
	else if (str_same(status, "skipped"))
		c->skipped++;
	else {
		c->errors++;
		source_odd_word(r->source, r->a, "HDF status", status == NULL ? "" : status);
	}
	if (c->at.known != KNOWN || (at.known == KNOWN && at.lo < c->at.lo))
		c->at = at;
	if (!set(why))
		why = node_get_text(n, "skip_message");
	if (c->message == NULL && set(why) && !str_same(status, "passed"))
		c->message = arena_strndup(r->a, why, strnlen(why, 1024));
}

/* The attestation as the format has it; else what the appended part says of itself. */
static void
attestation(struct reading *r, const struct node *n, struct hdf_control *c)
{
	struct hdf_attestation *t = &c->attested;

	if (!node_is(n, NODE_MAP) || n->child == NULL)
		return;
	t->there = true;
	t->status = arena_strdup(r->a, node_get_text(n, "status"));
	t->by = arena_strdup(r->a, node_get_text(n, "updated_by"));
	t->why = arena_strdup(r->a, node_get_text(n, "explanation"));
	t->updated = reading_instant(r, node_get_text(n, "updated"), n->line);
	t->updated.raw = arena_strdup(r->a, t->updated.raw);
}

/* The rest of the line behind label, in r->a; NULL: no such line. */
static const char *
line_of(struct reading *r, const char *text, const char *label)
{
	const char *p = text == NULL ? NULL : strstr(text, label);

	if (p == NULL)
		return NULL;
	p += strlen(label);
	return str_trim(r->a, arena_strndup(r->rec, p, strcspn(p, "\n")));
}

static void
appended(struct reading *r, const struct node *n, struct hdf_control *c)
{
	const char *text = node_get_text(n, "message");
	struct hdf_attestation *t = &c->attested;

	if (t->there)
		return;
	t->there = true;
	t->status = arena_strdup(r->a, node_get_text(n, "status"));
	t->by = line_of(r, text, "Updated By:");
	t->why = line_of(r, text, "Explanation:");
	t->updated = reading_instant(r, line_of(r, text, "Updated:"), n->line);
	t->updated.raw = arena_strdup(r->a, t->updated.raw);
}

/* waiver_data is always there, mostly empty; skipped_due_to_waiver is true or a text. */
static void
waiver(const struct node *n, struct hdf_control *c)
{
	const char *skipped = node_get_text(n, "skipped_due_to_waiver");

	c->waiver = node_is(n, NODE_MAP) && n->child != NULL;
	c->waived = set(skipped) && !str_same_fold(skipped, "false");
}

static bool
named(struct reading *r, const struct node *n, const struct loc *at, struct hdf_control *out)
{
	const char *id = node_get_text(n, "id");

	*out = (struct hdf_control){ .loc = *at, .impact = -1, .at = instant_unknown() };
	if (!set(id) || strlen(id) > MAX_ID) {
		reading_refused(r, set(id) ? &read_w_long : &read_e_record, at->line, at->col,
			set(id) ? "the id of a control has more than %d bytes" :
			"a control without an id", MAX_ID);
		return false;
	}
	out->loc.path = arena_strdup(r->a, at->path);
	out->id = arena_strdup(r->a, id);
	return true;
}

bool
hdf_control(struct reading *r, const struct node *n, const struct loc *at, struct hdf_control *out)
{
	const char *title = node_get_text(n, "title");

	if (!named(r, n, at, out))
		return false;
	out->title = title == NULL ? NULL : arena_strndup(r->a, title, strnlen(title, 1024));
	out->impact = thousandths(node_get_text(n, "impact"));
	severity(r, node_get(n, "tags"), out);
	tags_of(r, node_get(n, "tags"), out);
	attestation(r, node_get(n, "attestation_data"), out);
	waiver(node_get(n, "waiver_data"), out);
	for (const struct node *x = node_first(node_get(n, "results")); x != NULL; x = node_next(x))
		if (is_attestation(x))
			appended(r, x, out);
		else
			part(r, x, out);
	return true;
}

bool
hdf_min_result(struct reading *r, const struct node *n, const struct loc *at,
	struct hdf_control *out)
{
	if (!named(r, n, at, out))
		return false;
	part(r, n, out);
	return true;
}

enum result
hdf_result(struct reading *r, const struct hdf_control *c, const char **raw)
{
	const char *words = "";
	const struct { uint32_t n; const char *word; } parts[] = {
		{ c->failed, "failed" }, { c->errors, "error" }, { c->skipped, "skipped" },
		{ c->passed, "passed" } };

	for (size_t i = 0; i < 4; i++)
		if (parts[i].n > 0)
			words = arena_printf(r->rec, "%s%s%s", words, *words == '\0' ? "" : ", ",
				parts[i].word);
	if (*words == '\0')
		words = "no results";
	if (c->waived)
		words = arena_printf(r->rec, "%s, waived", words);
	*raw = c->impact == 0 ? arena_printf(r->rec, "%s, impact 0", words) : words;
	if (c->failed > 0)
		return RESULT_FAIL;
	if (c->errors > 0 || c->waived || c->passed + c->skipped == 0)
		return RESULT_UNKNOWN;
	if (c->impact == 0)
		return RESULT_NOT_APPLICABLE;
	return c->skipped > 0 ? RESULT_UNKNOWN : RESULT_PASS;
}
