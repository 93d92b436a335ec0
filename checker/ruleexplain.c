/* One rule on one record of real evidence, told as it is asked. */
#include "checker/ruleexplain.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/cmd.h"
#include "checker/join/join.h"
#include "checker/judge/judge.h"
#include "rules/lang/changes.h"

static const char *
nearest_rule(const struct rule_set *s, const char *id)
{
	VEC(const char *) ids = {0};
	const char *near;

	for (size_t i = 0; i < s->nrules; i++)
		*VEC_PUSH(&ids) = s->rules[i]->id;
	near = text_nearest(id, ids.v, ids.n);
	VEC_FREE(&ids);
	return near;
}

/* Is it a rule that can be asked? */
static const struct rule *
asked(const struct rule_set *s, const char *id)
{
	const struct rule *r = rule_find(s, id);
	const char *near = r == NULL ? nearest_rule(s, id) : NULL;

	if (r == NULL)
		fprintf(stderr, "trueup rules explain: no rule \"%.60s\"%s%s%s\n", id,
			near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
			near != NULL ? "\"?" : "");
	else if (r->draft != NULL)
		fprintf(stderr, "trueup rules explain: %s is a draft; missing: %s\n", r->id, r->draft);
	else if (!r->enabled && rule_loosened(r) == NULL)
		fprintf(stderr, "trueup rules explain: %s is not asked: %s\n", r->id,
			r->off != NULL ? r->off : "a profile or an override turned it off");
	return r == NULL || r->draft != NULL || (!r->enabled && rule_loosened(r) == NULL) ? NULL : r;
}

static void
head(struct buf *b, const struct rule *r, const struct run *run)
{
	struct instant now = instant_exact(run->cfg.as_of);

	buf_fmt(b, "%s  %s\n", r->id, r->question);
	buf_fmt(b, "kind %s, for every %s; %s; pack %s\n", r->kind, r->record, r->severity, r->pack);
	for (size_t i = 0; i < r->nchanges; i++) {
		buf_fmt(b, "changed by %s: %s from %s to %s", r->changes[i].by, r->changes[i].what,
			r->changes[i].from, r->changes[i].to);
		if (r->changes[i].reason != NULL)
			buf_fmt(b, " (%s, approved by %s)", r->changes[i].reason,
				r->changes[i].approver != NULL ? r->changes[i].approver : "nobody");
		buf_chr(b, '\n');
	}
	buf_str(b, "as of ");
	instant_put(b, &now);
	buf_str(b, "\nsources:");
	for (size_t i = 0; i < r->nrefs; i++)
		buf_fmt(b, "%s %s", i > 0 ? "," : "", r->refs[i]);
	buf_chr(b, '\n');
}

static int
read_all(struct run *r, struct builder *b, const char *const *evidence, size_t n)
{
	if (run_read(r, evidence, n, builder_sink(b), NULL, NULL) != 0)
		return r->usage ? EXIT_USAGE : EXIT_INCOMPLETE;
	run_sort(r);
	for (size_t i = 0; i < r->nsources; i++)
		builder_add_source(b, r->sources[i]);
	if (r->cfg.as_of_text == NULL)
		r->cfg.as_of = run_newest(r) == INT64_MIN ? 0 : run_newest(r);
	return EXIT_OK;
}

static int
told(struct run *r, const struct rule_set *rules, const struct rule *rule, const char *record,
	struct builder *builder)
{
	struct arena *a = arena_new();
	struct buf body, text;
	struct explaining x = {.rule = rule->id, .subject = record, .out = &body};

	buf_init(&body, 64 * MIB);
	buf_init(&text, 64 * MIB);
	judge_explaining(builder_freeze(builder, a, r->diags), rules, &x, a);
	head(&text, rule, r);
	fwrite(text.p, 1, text.len, stdout);
	fwrite(body.p, 1, body.len, stdout);
	if (x.found == 0) {
		buf_reset(&text);
		text_inert(&text, record, 200);
		fprintf(stderr, "trueup rules explain: no %s \"%s\" in this evidence\n", rule->record,
			text.p);
	}
	buf_free(&text);
	buf_free(&body);
	arena_free(a);
	return x.found == 0 ? EXIT_USAGE : r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
}

int
rule_explain(struct run *r, const struct rule_set *rules, const char *rule, const char *record,
	const char *const *evidence, size_t n)
{
	const struct rule *found = asked(rules, rule);
	struct builder *b;
	int rc;

	if (found == NULL)
		return EXIT_USAGE;
	b = builder_new(&r->cfg);
	rc = read_all(r, b, evidence, n);
	if (rc == EXIT_OK)
		rc = told(r, rules, found, record, b);
	builder_free(b);
	return rc;
}
