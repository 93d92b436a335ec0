/* checks.jsonl: every check on every instance, past the tree, because there may be millions. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/build.h"
#include "reports/writer.h"

/* What does not change from check to check of one rule is made once. */
struct line {
	struct emit_json *out;
	struct build *b;
	struct buf head;   /* of the rule: its members, JSON, up to where "value" begins */
	struct buf text;
	uint32_t rule;
	bool messages;
};

/* Paths are bytes; JSON is UTF-8. What looks like a secret stays behind. */
static void
put_text(struct line *l, const char *key, const char *s)
{
	if (s == NULL) {
		ej_knull(l->out, key);
		return;
	}
	buf_reset(&l->text);
	buf_str(&l->text, s);
	text_mask_secrets(l->text.p);
	if (!utf8_valid(l->text.p, l->text.len))
		ej_kstr(l->out, key, text_inert_dup(l->b->a, l->text.p, 0));
	else
		ej_kstrn(l->out, key, l->text.p, l->text.len);
}

static void
rule_head(struct line *l, uint32_t rule)
{
	const struct rule_result *r = &l->b->as->rules[rule];
	struct emit_json *j;

	buf_reset(&l->head);
	j = ej_to_buf(&l->head, EJ_COMPACT);
	ej_object(j);
	ej_kstr(j, "rule", r->id);
	ej_kstr(j, "dim", dimension_word(r->dim));
	ej_kstr(j, "effect", r->effect);
	ej_end(j);
	ej_finish(j);
	l->head.len -= strlen("}\n");
	l->rule = rule;
}

static void
check_write(struct line *l, const struct check *c)
{
	struct emit_json *j = l->out;
	struct build *b = l->b;
	const struct model *m = b->m;

	if (c->rule != l->rule)
		rule_head(l, c->rule);
	ej_object_begun(j, l->head.p, l->head.len);
	ej_kstr(j, "value", tri_word(c->value));
	put_text(l, "subject", l->messages ? c->subject : subject_without(b, c));
	put_text(l, "control", c->control < m->ncontrols ? m->controls[c->control].id : NULL);
	put_text(l, "item", c->item < m->nitems ? item_id(b, c->item) : NULL);
	put_text(l, "asset", c->asset < m->nassets ? m->assets[c->asset].key : NULL);
	put_text(l, "message", l->messages ? c->message : NULL);
	put_text(l, "at", place_text(b, &c->at));
	put_text(l, "also", place_text(b, &c->also));
	ej_end(j);
}

int
checks_write(int (*take)(void *ctx, const void *p, size_t n), void *ctx, const struct assessment *as)
{
	struct build b = {.a = arena_new(), .as = as, .m = as->model};
	struct line l = {.out = ej_to(take, ctx, EJ_COMPACT), .b = &b, .rule = UINT32_MAX,
		.messages = !str_same(as->model->config->names, "none")};

	buf_init(&l.head, MIB);
	buf_init(&l.text, SIZE_MAX / 2);
	for (size_t i = 0; i < as->nchecks && !ej_failed(l.out); i++) {
		check_write(&l, &as->checks[i]);
		arena_reset(b.a);
	}
	buf_free(&l.head);
	buf_free(&l.text);
	arena_free(b.a);
	return ej_finish(l.out);
}
