/* Rules, results and what a TestResult says of all of them, as records. */
#include "checker/read/xccdf_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"
#include "checker/read/xccdf_words.h"

/* An instant that lives in another region than the record's. */
static struct instant
instant_in(struct xccdf *x, const char *text, uint32_t line, struct arena *a)
{
	struct instant i = reading_instant(x->r, text, line);

	i.raw = arena_strdup(a, i.raw);
	return i;
}

void
xccdf_begin_benchmark(struct xccdf *x, const struct xml_tag *t)
{
	const char *id = xml_attr(t, "id");

	x->benchmark = arena_strdup(x->r->a, id == NULL ? "" : id);
	if (x->r->source->version == NULL)
		x->r->source->version = strcmp(t->ns, XCCDF_NS_11) == 0 ? "1.1" : "1.2";
}

void
xccdf_begin_rule(struct xccdf *x, const struct xml_tag *t)
{
	struct arena *a = x->r->rec;
	struct rec_test *test = &x->rule.u.test;
	const char *id = xml_attr(t, "id");

	x->rule = (struct record){ .kind = REC_TEST, .loc = { .line = t->line, .col = t->col } };
	x->rule_version = NULL;
	test->benchmark = x->benchmark;
	test->test = arena_strdup(a, id);
	test->severity_raw = arena_strdup(a, xml_attr(t, "severity"));
	test->severity = word_severity(test->severity_raw, a);
	if (id != NULL)
		xccdf_add_stig(&test->tags, id, a);
}

void
xccdf_end_rule(struct xccdf *x)
{
	struct reading *r = x->r;
	struct rec_test *test = &x->rule.u.test;

	reading_seen(r);
	if (test->test == NULL || test->test[0] == '\0') {
		reading_refused(r, &read_e_record, x->rule.loc.line, x->rule.loc.col,
			"a Rule without an id");
	} else if (strlen(test->test) > MAX_ID) {
		reading_refused(r, &read_w_long, x->rule.loc.line, x->rule.loc.col,
			"the id of a Rule has more than %d bytes", MAX_ID);
	} else {
		x->rule.loc.path = arena_printf(r->rec, "Rule[@id='%s']", test->test);
		reading_put(r, &x->rule);
		reading_kept(r);
	}
	arena_reset(r->rec);
}

void
xccdf_begin_result(struct xccdf *x, const struct xml_tag *t)
{
	struct xccdf_head *h = &x->head;
	struct source *s = x->r->source;
	const char *system = xml_attr(t, "test-system");

	arena_reset(x->ta);
	*h = (struct xccdf_head){ .line = t->line, .number = ++x->nresults };
	h->benchmark = x->benchmark == NULL ? "" : x->benchmark;
	h->start = instant_in(x, xml_attr(t, "start-time"), t->line, x->ta);
	h->end = instant_in(x, xml_attr(t, "end-time"), t->line, x->ta);
	h->originator = xccdf_originator(system, x->ta);
	if (s->version == NULL)
		s->version = strcmp(t->ns, XCCDF_NS_11) == 0 ? "1.1" : "1.2";
	if (s->producer == NULL)
		s->producer = arena_strdup(x->r->a, system);
	if (s->originator == NULL)
		s->originator = arena_strdup(x->r->a, h->originator);
}

void
xccdf_head_element(struct xccdf *x, enum xccdf_place at, const struct xml_tag *t)
{
	struct xccdf_head *h = &x->head;
	const char *v;

	if (at == AT_RESULT_BENCHMARK) {
		/*
		 * The id decides, also against a Benchmark around or before; a file name only
		 * alone.
		 */
		v = xml_attr(t, "id");
		if ((v == NULL || v[0] == '\0') && h->benchmark[0] == '\0')
			v = xml_attr(t, "href");
		if (v != NULL && v[0] != '\0')
			h->benchmark = arena_strdup(x->ta, v);
	} else if (at == AT_IDENTITY) {
		v = xml_attr(t, "privileged");
		h->identity = true;
		h->privileged = h->privileged || str_same(v, "true") || str_same(v, "1");
	} else {
		h->ref = arena_strdup(x->ta, xml_attr(t, "name"));
	}
}

static void
target_text(struct xccdf *x, enum xccdf_place at, const char *text)
{
	struct xccdf_head *h = &x->head;

	if (at != AT_FACT) {
		xccdf_add_name(&h->ids, text, x->ta);
		return;
	}
	xccdf_add_fact(&h->ids, x->attr, text, x->ta);
	/* Converters leave test-system out; scanners name themselves in a fact as well. */
	if (h->originator == NULL && x->attr != NULL && strstr(x->attr,
		"fact:scanner:name") != NULL)
		h->originator = xccdf_originator(text, x->ta);
}

void
xccdf_note_attr(struct xccdf *x, enum xccdf_place at, const struct xml_tag *t)
{
	const char *name = at == AT_RULE_REFERENCE ? "href" : at == AT_FACT ? "name" : "system";
	const char *v = xml_attr(t, name);

	x->attr = arena_strdup(x->r->rec, v == NULL ? "" : v);
}

void
xccdf_begin_rule_result(struct xccdf *x, const struct xml_tag *t)
{
	struct arena *a = x->r->rec;

	/* Facts have left words in the record's region; the names of ARF come last. */
	if (!x->head.complete && x->about != NULL)
		x->about(x->about_ctx, x->head.ref, &x->head.ids, x->ta);
	x->head.complete = true;
	arena_reset(a);
	x->head.results++;
	memset(&x->rr, 0, offsetof(struct xccdf_rule_result, overrides));
	x->rr.line = t->line;
	x->rr.col = t->col;
	x->rr.rule = arena_strdup(a, xml_attr(t, "idref"));
	x->rr.severity = arena_strdup(a, xml_attr(t, "severity"));
	x->rr.role = arena_strdup(a, xml_attr(t, "role"));
	x->rr.at = reading_instant(x->r, xml_attr(t, "time"), t->line);
}

void
xccdf_begin_override(struct xccdf *x, const struct xml_tag *t)
{
	struct xccdf_override *o = &x->rr.overrides[XCCDF_OVERRIDES - 1];

	if (x->rr.noverrides < XCCDF_OVERRIDES)
		o = &x->rr.overrides[x->rr.noverrides++];
	*o = (struct xccdf_override){
		.at = reading_instant(x->r, xml_attr(t, "time"), t->line),
		.authority = arena_strdup(x->r->rec, xml_attr(t, "authority")),
	};
}

void
xccdf_note_check(struct xccdf *x, const struct xml_tag *t)
{
	const char *system = xml_attr(t, "system");

	if (system == NULL)
		return;
	if (strstr(system, "/ocil") != NULL)
		x->rr.ocil = true;
	else
		x->rr.oval = true;
}

static void
rule_text(struct xccdf *x, enum xccdf_place at, const char *text)
{
	struct rec_test *test = &x->rule.u.test;
	struct arena *a = x->r->rec;

	if (at == AT_RULE_TITLE)
		test->title = test->title != NULL ? test->title : str_trim(a, text);
	else if (at == AT_RULE_VERSION)
		x->rule_version = str_trim(a, text);
	else if (at == AT_RULE_IDENT)
		xccdf_add_ident(&test->tags, x->attr, text, a);
	else
		xccdf_add_reference(&test->tags, x->attr, text, a);
}

/*
 * A result that is said again, which the schema forbids: a failure stays one, other words together
 * are a word that is on no table, and so no pass (judgement.md 4).
 */
static const char *
said_again(struct arena *a, const char *before, const char *word)
{
	enum result one, two;

	if (before == NULL || str_same(before, word))
		return word;
	if (xccdf_result(before, &one) && one == RESULT_FAIL)
		return before;
	if (xccdf_result(word, &two) && two == RESULT_FAIL)
		return word;
	return arena_printf(a, "%s, %s", before, word);
}

static void
override_text(struct xccdf *x, enum xccdf_place at, const char *text)
{
	struct xccdf_override *o = &x->rr.overrides[x->rr.noverrides - 1];

	if (at == AT_OLD_RESULT)
		o->old_result = said_again(x->r->rec, o->old_result, str_trim(x->r->rec, text));
	else if (at == AT_NEW_RESULT)
		o->new_result = said_again(x->r->rec, o->new_result, str_trim(x->r->rec, text));
	else
		o->remark = str_trim(x->r->rec, text);
}

void
xccdf_take_text(struct xccdf *x, enum xccdf_place at, const char *text)
{
	struct arena *a = x->r->rec;

	if (at == AT_TARGET || at == AT_TARGET_ADDRESS || at == AT_FACT)
		target_text(x, at, text);
	else if (at == AT_RESULT)
		x->rr.result = said_again(a, x->rr.result, str_trim(a, text));
	else if (at == AT_IDENT)
		xccdf_add_ident(&x->rr.tags, x->attr, text, a);
	else if (at == AT_MESSAGE)
		x->rr.message = x->rr.message != NULL ? x->rr.message : str_trim(a, text);
	else if (at == AT_OLD_RESULT || at == AT_NEW_RESULT || at == AT_REMARK)
		override_text(x, at, text);
	else
		rule_text(x, at, text);
}

void
xccdf_end_result(struct xccdf *x)
{
	struct xccdf_head *h = &x->head;
	struct record rec = { .kind = REC_ASSET, .loc = { .line = h->line } };

	if (!h->complete && x->about != NULL)
		x->about(x->about_ctx, h->ref, &h->ids, x->ta);
	if (x->r->source->originator == NULL)
		x->r->source->originator = arena_strdup(x->r->a, h->originator);
	if (h->ids.n == 0)
		reading_note(x->r, &read_w_asset, h->line, 0, "TestResult %u has no target",
			h->number);
	/* What was tested, and when: no statement of a population, so it is not `listed`. */
	if (h->ids.n > 0) {
		rec.loc.path = arena_printf(x->ta, "TestResult[%u]", h->number);
		rec.u.asset.ids = h->ids;
		rec.u.asset.name = h->ids.v[0].value;
		rec.u.asset.seen = h->end.known == KNOWN ? h->end : h->start;
		reading_put(x->r, &rec);
	}
	arena_reset(x->r->rec);
}
