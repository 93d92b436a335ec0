/* checks.jsonl: every check on every instance, past the tree, because there may be millions. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/build.h"
#include "reports/writer.h"

/* Paths are bytes; JSON is UTF-8. */
static void
put_text(struct emit_json *j, struct arena *a, const char *key, const char *s)
{
	char *masked = arena_strdup(a, s);

	if (masked != NULL)
		text_mask_secrets(masked);
	s = masked;
	if (s != NULL && !utf8_valid(s, strlen(s)))
		s = text_inert_dup(a, s, 0);
	ej_kstr(j, key, s);
}

static void
check_write(struct emit_json *j, struct build *b, const struct check *c, bool messages)
{
	const struct rule_result *r = &b->as->rules[c->rule];
	const struct model *m = b->m;

	ej_object(j);
	put_text(j, b->a, "rule", r->id);
	ej_kstr(j, "dim", dimension_word(r->dim));
	ej_kstr(j, "effect", r->effect);
	ej_kstr(j, "value", tri_word(c->value));
	put_text(j, b->a, "subject", c->subject);
	put_text(j, b->a, "control", c->control < m->ncontrols ? m->controls[c->control].id : NULL);
	put_text(j, b->a, "item", c->item < m->nitems ? item_id(b, c->item) : NULL);
	put_text(j, b->a, "asset", c->asset < m->nassets ? m->assets[c->asset].key : NULL);
	put_text(j, b->a, "message", messages ? c->message : NULL);
	put_text(j, b->a, "at", place_text(b, &c->at));
	put_text(j, b->a, "also", place_text(b, &c->also));
	ej_end(j);
}

int
checks_write(int fd, const struct assessment *as)
{
	struct emit_json *j = ej_to_fd(fd, EJ_COMPACT);
	struct build b = {.a = arena_new(), .as = as, .m = as->model};
	bool messages = !str_same(as->model->config->names, "none");
	int rc;

	for (size_t i = 0; i < as->nchecks && !ej_failed(j); i++) {
		check_write(j, &b, &as->checks[i], messages);
		arena_reset(b.a);
	}
	arena_free(b.a);
	rc = ej_finish(j);
	return rc;
}
