#include "reports/finding.h"

#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/walk.h"
#include "reports/words.h"

/* Names and titles are evidence: one of them must not fill a page. */
#define NAME_CUT 120
#define SENTENCE_CUT 1000

#define RULE_INCOMPLETE "INCOMPLETE"
#define RULE_NO_SCOPE "NO_SCOPE"
#define RULE_AS_OF "AS_OF"
#define RULE_LATE "LATE"

const struct finding_rule finding_rules[] = {
	{RULE_INCOMPLETE, SAY_R_INCOMPLETE},
	{RULE_NO_SCOPE, SAY_R_NO_SCOPE},
	{RULE_AS_OF, SAY_R_AS_OF},
	{RULE_LATE, SAY_R_LATE},
	{NULL, SAYINGS},
};

enum outcome
outcome_of(const struct node *control)
{
	static const struct { const char *verdict; enum outcome o; } table[] = {
		{"CONTRADICTED", OUTCOME_FAILS}, {"EXPOSED", OUTCOME_FAILS},
		{"ADMITTED", OUTCOME_FAILS}, {"UNCLAIMED", OUTCOME_HOLDS},
		{"CONFIRMED", OUTCOME_HOLDS}, {"NOT_APPLICABLE", OUTCOME_LEFT_OUT},
	};
	const char *verdict = get_str(control, "verdict");

	if (get_bool(control, "failing"))
		return OUTCOME_FAILS;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (str_same(verdict, table[i].verdict))
			return table[i].o;
	return OUTCOME_UNPROVEN;
}

void
fingerprint_of(char out[65], const char *a, const char *b, const char *c)
{
	struct digest *d = digest_new();
	const char *const parts[] = {a, b, c};

	for (size_t i = 0; i < 3; i++) {
		const char *s = parts[i] != NULL ? parts[i] : "";

		digest_add(d, s, strlen(s) + 1); /* the NUL keeps parts apart */
	}
	digest_hex(d, out);
	digest_free(d);
}

void
control_sentence(struct buf *b, const struct node *c)
{
	const struct node *refuted = node_get(c, "refuted");
	const char *why = node_is(refuted, NODE_MAP) ? get_str(refuted, "text") : "";
	const char *title = get_str(c, "title"), *label = get_str(c, "label");
	struct buf name;

	if (*why == '\0' && !str_same(get_str(c, "limited_by"), "none"))
		why = get_str(c, "limited_why");
	buf_init(&name, MIB);
	text_inert(&name, *label != '\0' ? label : get_str(c, "id"), NAME_CUT);
	if (*title != '\0') {
		buf_chr(&name, ' ');
		text_inert(&name, title, NAME_CUT);
	}
	if (*why != '\0')
		SAY_WITH(b, SAY_CONTROL_WHY, SAY_S(name.p), SAY_S(get_str(c, "meaning")), SAY_S(why));
	else
		SAY_WITH(b, SAY_CONTROL, SAY_S(name.p), SAY_S(get_str(c, "meaning")));
	buf_free(&name);
}

struct walking {
	bool (*each)(void *ctx, const struct finding *f);
	void *ctx;
	bool on;
	size_t n;
	struct map *seen; /* fingerprints: a second one of the same parts is counted up */
	struct buf text;
};

static void
tell(struct walking *w, struct finding *f, const char *key, const char *text)
{
	void **slot;
	const char *scope = get_str(f->scope, "id");
	struct buf inert;

	w->n++;
	if (!w->on)
		return;
	fingerprint_of(f->fingerprint, f->rule, scope, key);
	slot = map_slot(w->seen, f->fingerprint, 64, NULL);
	*slot = (char *)*slot + 1;
	if ((uintptr_t)*slot > 1) {
		struct buf again;

		buf_init(&again, 64);
		buf_fmt(&again, "%zu", (size_t)(uintptr_t)*slot);
		fingerprint_of(f->fingerprint, f->fingerprint, again.p, NULL);
		buf_free(&again);
	}
	buf_init(&inert, MIB);
	text_inert(&inert, text, SENTENCE_CUT);
	f->text = inert.p;
	w->on = w->each(w->ctx, f);
	buf_free(&inert);
}

static void
about_run(struct walking *w, const struct node *report)
{
	struct finding f = {.rule = RULE_INCOMPLETE, .error = true, .at = ""};
	struct buf b;

	buf_init(&b, MIB);
	for EACH(i, report, "incomplete") {
		const char *why = node_text(i) != NULL ? node_text(i) : "";

		buf_reset(&b);
		SAY_WITH(&b, SAY_INCOMPLETE, SAY_S(why));
		tell(w, &f, why, b.p);
	}
	buf_free(&b);
	if (!get_bool(report, "complete") && get_child(report, "incomplete") == NULL)
		tell(w, &f, "", say_text(SAY_INCOMPLETE_PAGE));
	if (get_child(report, "scopes") == NULL) {
		f.rule = RULE_NO_SCOPE;
		tell(w, &f, "", say_text(SAY_HEADLINE_NO_SCOPE));
	}
	for EACH(n, report, "notices")
		if (str_same(get_str(n, "code"), "as-of")) {
			f.rule = RULE_AS_OF;
			tell(w, &f, "", get_str(n, "text"));
		}
}

static const char *
place_of_control(const struct node *c)
{
	const char *at = get_str(node_get(c, "refuted"), "at");
	const struct node *first = get_child(c, "from");

	if (*at == '\0')
		at = get_str(c, "fail_at");
	if (*at == '\0' && node_is(first, NODE_STRING))
		at = first->text;
	return at;
}

/* One turn for each kind, so that the worst come first over all scopes. */
static void
about_controls(struct walking *w, const struct node *report, enum outcome want, int contradicted)
{
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			const char *verdict = get_str(c, "verdict");
			struct finding f = {.rule = verdict, .error = want == OUTCOME_FAILS,
				.scope = s, .control = c, .at = place_of_control(c)};

			if (outcome_of(c) != want || (contradicted >= 0
				&& str_same(verdict, "CONTRADICTED") != (contradicted == 1)))
				continue;
			buf_reset(&w->text);
			control_sentence(&w->text, c);
			tell(w, &f, get_str(c, "id"), w->text.p);
		}
}

static void
about_late(struct walking *w, const struct node *report)
{
	uint64_t told = 0, total = (uint64_t)get_int(report, "late_total");
	struct finding f = {.rule = RULE_LATE, .error = true, .at = ""};

	for EACH(l, report, "late") {
		const char *who = get_str(l, "who");

		f.late = l;
		f.at = get_str(l, "at");
		buf_reset(&w->text);
		SAY_WITH(&w->text, SAY_LATE_LINE, SAY_S(get_str(l, "subject")),
			SAY_S(*who != '\0' ? who : say_text(SAY_NOBODY)), SAY_S(get_str(l, "text")));
		tell(w, &f, *get_str(l, "item") != '\0' ? get_str(l, "item") : get_str(l, "subject"),
			w->text.p);
		told++;
	}
	if (total <= told)
		return;
	f.late = NULL;
	f.at = "";
	buf_reset(&w->text);
	SAY_WITH(&w->text, SAY_LATE_MORE, SAY_N(total - told));
	tell(w, &f, "more", w->text.p);
}

size_t
findings_walk(const struct node *report, bool (*each)(void *ctx, const struct finding *f), void *ctx)
{
	struct walking w = {.each = each, .ctx = ctx, .on = true, .seen = map_new()};

	buf_init(&w.text, MIB);
	about_run(&w, report);
	about_controls(&w, report, OUTCOME_FAILS, 1);
	about_controls(&w, report, OUTCOME_FAILS, 0);
	about_late(&w, report);
	about_controls(&w, report, OUTCOME_UNPROVEN, -1);
	buf_free(&w.text);
	map_free(w.seen);
	return w.n;
}
