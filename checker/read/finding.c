/* Findings as observations, and the names of cloud resources. */
#include "checker/read/finding.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

void
finding_put(struct reading *r, const struct finding *f, const struct idents *asset)
{
	struct record rec = { .kind = REC_OBSERVATION, .loc = f->loc };
	struct rec_observation *o = &rec.u.observation;

	o->asset = *asset;
	o->benchmark = f->benchmark;
	o->test = f->test;
	o->result = f->result;
	o->result_raw = f->result_raw;
	o->at = f->at;
	o->severity = f->severity;
	o->severity_raw = f->severity_raw;
	o->originator = f->originator;
	o->method = "test";
	o->tags = f->tags;
	o->message = f->message;
	o->grade = f->originator != NULL && asset->n > 0 && f->at.known == KNOWN ? GRADE_E3
		: GRADE_E2;
	if (f->originator == NULL)
		o->originator = r->source->format;
	if (r->source->originator == NULL)
		r->source->originator = arena_strdup(r->a, o->originator);
	if (f->result == RESULT_FAIL && f->first.known == KNOWN && f->at.known == KNOWN &&
		instant_before(&f->first, &f->at) == TRI_T) {
		o->at = f->first;
		reading_put(r, &rec);
		o->at = f->at;
	}
	reading_put(r, &rec);
}

/* "i-0123456789abcdef0", alone or at the end of an ARN: the same name in every tool (formats.md C.2). */
static void
instance_id(struct idents *ids, const char *uid, struct arena *a)
{
	const char *p = strrchr(uid, '/');

	p = p == NULL ? uid : p + 1;
	if (str_has_prefix(p, "i-") && strlen(p) >= 10 &&
		strspn(p + 2, "0123456789abcdef") == strlen(p) - 2)
		idents_add(ids, a, "instance", p);
}

void
finding_resource(struct idents *ids, const char *provider, const char *account, const char *uid,
	struct arena *a)
{
	if (uid == NULL || *uid == '\0' || strlen(uid) > MAX_ID)
		return;
	instance_id(ids, uid, a);
	if (str_has_prefix(uid, "arn:") || str_has_prefix(uid, "AWS::::Account:"))
		idents_add(ids, a, "arn", uid);
	else if (str_has_prefix(str_lower(a, uid), "/subscriptions/"))
		idents_add(ids, a, "azure", uid);
	else if (str_has_prefix(uid, "//"))
		idents_add(ids, a, "gcp", uid);
	else
		idents_add(ids, a, "cloud", arena_printf(a, "%s/%s/%s", provider == NULL ? "" :
			str_lower(a, provider), account == NULL ? "" : account, uid));
}

void
finding_requirement(struct tags *tags, const char *framework, const char *text, struct arena *a)
{
	const char *fw = NULL, *name = framework;
	char *id, *space;

	if (text == NULL || *text == '\0' || strlen(text) > MAX_ID)
		return;
	/* "CIS AWS Foundations Benchmark v1.4.0/1.7": the framework stands before the last slash. */
	if (name == NULL && strrchr(text, '/') != NULL && control_id_parse(text, NULL, &fw, NULL,
		a) == NULL) {
		name = arena_strndup(a, text, (size_t)(strrchr(text, '/') - text));
		text = strrchr(text, '/') + 1;
	}
	id = control_id_parse(text, name, &fw, NULL, a);
	/* "NIST.800-53.r5 AC-2(1)": or before the blank. */
	if (id == NULL && name == NULL && (space = strchr(arena_strdup(a, text), ' ')) != NULL) {
		const char *tail = text + strcspn(text, " ") + 1;

		name = arena_strndup(a, text, strcspn(text, " "));
		id = control_id_parse(tail, name, &fw, NULL, a);
	}
	if (id != NULL)
		tags_add(tags, a, fw, id, text, REL_EQUAL);
	else
		tags_add(tags, a, name == NULL ? "requirement" : framework_canonical(name, NULL, a),
			text, text, REL_EQUAL);
}

bool
finding_named(struct reading *r, const struct loc *at, const char *what, const char *id)
{
	if (id == NULL || *id == '\0') {
		reading_refused(r, &read_e_record, at->line, at->col, "a finding without %s", what);
		return false;
	}
	if (strlen(id) <= MAX_ID)
		return true;
	reading_refused(r, &read_w_long, at->line, at->col, "%s of a finding has more than %d bytes",
		what, MAX_ID);
	return false;
}

const char *
finding_severity(struct reading *r, const struct finding *f, const char *base, const char *now,
	const char **raw)
{
	const char *b = word_severity(base, r->rec), *n = word_severity(now, r->rec);

	*raw = now != NULL && *now != '\0' ? now : base;
	if (severity_rank(n) >= severity_rank(b) || base == NULL || *base == '\0')
		return n;
	if (now != NULL && *now != '\0') {
		*raw = arena_printf(r->rec, "%s, overridden: %s", base, now);
		reading_note(r, &scan_w_severity, f->loc.line, f->loc.col,
			"severity \"%s\" instead of \"%s\"", text_inert_dup(r->rec, now, 40),
			text_inert_dup(r->rec, base, 40));
	}
	return b;
}

void
finding_suppressed(struct reading *r, uint64_t n)
{
	if (n > 0)
		reading_note(r, &scan_n_suppressed, 0, 0,
			"%llu suppressed or muted, and nobody is named who decided it",
			(unsigned long long)n);
}
