/* Scopes: scores, what the gap is made of, verdicts; their controls are in report_controls.c. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "reports/build.h"

static const char *
status_word(enum status s)
{
	static const char *const words[] = {"GREEN", "AMBER", "RED", "UNDEFINED"};

	return words[s];
}

static void
put_score(struct build *b, struct node *to, const char *key, const struct scope_result *s,
	uint32_t millionths)
{
	if (s->undefined)
		put_str(b->a, to, key, NULL);
	else
		put_int(b->a, to, key, millionths);
}

static void
put_scores(struct build *b, struct node *scope, const struct scope_result *s)
{
	struct node *n = put_map(b->a, scope, "scores");

	put_score(b, n, "procedural", s, s->procedural);
	put_score(b, n, "supported", s, s->supported);
	put_score(b, n, "refuted", s, s->refuted);
	put_score(b, n, "not_shown", s, s->not_shown);
	put_score(b, n, "real_low", s, s->real_low);
	put_score(b, n, "real_high", s, s->real_high);
	put_score(b, n, "understatement", s, s->understatement);
	put_score(b, n, "fog", s, s->fog);
	put_str(b->a, n, "status", status_word(s->status));
}

static void
put_loss(struct build *b, struct node *scope, const struct scope_result *s)
{
	struct node *list = put_list(b->a, scope, "loss");

	for (size_t i = 0; i < s->nloss; i++) {
		const struct loss *l = &s->loss[i];
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "by", limit_word(l->by));
		put_str(b->a, n, "reason", limit_sentence(l->by));
		put_count(b->a, n, "points", l->points);
		put_int(b->a, n, "controls", l->controls);
	}
}

static void
put_scope(struct build *b, struct node *list, const struct scope_result *s)
{
	struct node *n = put_map(b->a, list, NULL), *v;

	put_str(b->a, n, "id", s->id);
	put_str(b->a, n, "system", s->system);
	put_str(b->a, n, "framework", s->framework);
	put_str(b->a, n, "baseline", s->baseline);
	put_str(b->a, n, "scope_from", s->scope_from);
	put_scores(b, n, s);
	put_int(b->a, n, "contradicted", s->contradicted);
	put_int(b->a, n, "failing", s->failing);
	put_count(b->a, n, "weight", s->weight);
	put_bool(b->a, n, "weighted", s->weighted);
	v = put_map(b->a, n, "tests");
	put_count(b->a, v, "hold", s->tests_hold);
	put_count(b->a, v, "total", s->tests_total);
	put_count(b->a, n, "criticality_unknown", s->criticality_unknown);
	put_str(b->a, n, "caps_unknown", s->caps_unknown);
	put_loss(b, n, s);
	put_families(b, n, s);
	v = put_map(b->a, n, "verdicts");
	for (int i = 0; i < VERDICTS; i++)
		put_int(b->a, v, verdict_word((enum verdict)i), s->verdicts[i]);
	v = put_list(b->a, n, "controls");
	for (size_t i = 0; i < s->ncontrols; i++)
		put_control(b, v, &s->controls[i]);
}

/* The headline as plain text, for whoever reads the JSON. */
static const char *
plain_headline(struct build *b, const struct node *scope)
{
	struct buf text;
	char *out, *w;

	buf_init(&text, 4096);
	headline_put(&text, scope);
	out = w = arena_strndup(b->a, text.p, text.len);
	for (const char *p = text.p; *p != '\0'; p++)
		if (*p != '*')
			*w++ = *p;
	*w = '\0';
	buf_free(&text);
	return out;
}

struct node *
scopes_make(struct build *b)
{
	struct node *list = tree_list(b->a);

	for (size_t i = 0; i < b->as->nscopes; i++)
		put_scope(b, list, &b->as->scopes[i]);
	return list;
}

void
put_headline(struct build *b, struct node *report, const struct node *scopes)
{
	const struct scope_result *worst = scope_worst(b->as);
	const struct node *first = NULL, *n = scopes->child;

	for (size_t i = 0; i < b->as->nscopes; i++, n = n->next)
		if (&b->as->scopes[i] == worst)
			first = n;
	put_str(b->a, report, "headline", plain_headline(b, first));
	put_str(b->a, report, "headline_scope", first == NULL ? NULL : get_str(first, "id"));
}
