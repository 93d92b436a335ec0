/*
 * What an input of page two does to the scores, in words and in millionths: this run
 * less one without it (design.md 7).  What rounding alone makes (a millionth of each
 * figure) is not told in words; report.json has it.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"

#define DUST 3
#define SCOPES_TOLD 3 /* of many scopes those that come first; report.json has all */

const struct input_effect *
effect_find(const struct build *b, enum input_kind kind, const char *name, const char *by)
{
	for (size_t i = 0; i < b->o->neffects; i++) {
		const struct input_effect *e = &b->o->effects[i];

		if (e->kind == kind && (name == NULL || str_same(e->name, name))
			&& (by == NULL || str_same(e->by, by)))
			return e;
	}
	return NULL;
}

const struct input_effect *
effect_of_source(const struct build *b, const struct source *s)
{
	for (size_t i = 0; i < b->o->neffects; i++)
		if (b->o->effects[i].kind == INPUT_ROWS && b->o->effects[i].source == s)
			return &b->o->effects[i];
	return NULL;
}

static const char *
status_word(enum status s)
{
	return s == GREEN ? "GREEN" : s == AMBER ? "AMBER" : s == RED ? "RED" : "UNDEFINED";
}

static bool
told(int32_t millionths)
{
	return millionths > DUST || millionths < -DUST;
}

static bool
moves(const struct scope_effect *e, const struct scope_result *s)
{
	return e->gone || e->status != s->status || told(e->said) || told(e->supported)
		|| told(e->refuted) || told(e->not_shown);
}

/* "+3.1", "-0.2": tenths of a point, at least one. */
static void
points_put(struct buf *b, int32_t millionths)
{
	int32_t n = millionths < 0 ? -millionths : millionths, tenths = n < 1000 ? 1 : (n + 500) / 1000;
	char text[32];

	snprintf(text, sizeof(text), "%c%d.%d", millionths < 0 ? '-' : '+', tenths / 10, tenths % 10);
	buf_str(b, text);
}

static void
scope_put(struct buf *b, const struct scope_effect *e, const struct scope_result *s)
{
	const struct { enum say what; int32_t n; } parts[] = {{SAY_EFFECT_SAID, e->said},
		{SAY_EFFECT_SUPPORTED, e->supported}, {SAY_EFFECT_REFUTED, e->refuted},
		{SAY_EFFECT_NOT_SHOWN, e->not_shown}};
	const char *sep = "";

	if (e->gone) {
		buf_str(b, say_text(SAY_EFFECT_GONE));
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!told(parts[i].n))
			continue;
		buf_str(b, sep);
		buf_str(b, say_text(parts[i].what));
		buf_chr(b, ' ');
		points_put(b, parts[i].n);
		sep = ", ";
	}
	if (*sep != '\0')
		buf_str(b, say_text(SAY_EFFECT_POINTS));
	if (e->status == s->status)
		return;
	buf_str(b, *sep != '\0' ? "; " : "");
	SAY_WITH(b, SAY_EFFECT_STATUS, SAY_S(status_word(e->status)));
}

static void
scopes_put(struct build *b, struct buf *out, const struct input_effect *e)
{
	size_t named = 0, left = 0;

	for (size_t i = 0; i < b->as->nscopes; i++) {
		if (!moves(&e->scopes[i], &b->as->scopes[i]))
			continue;
		if (named == SCOPES_TOLD) {
			left++;
			continue;
		}
		if (named++ > 0)
			buf_str(out, "; ");
		if (b->as->nscopes > 1) {
			buf_str(out, b->as->scopes[i].id);
			buf_str(out, ": ");
		}
		scope_put(out, &e->scopes[i], &b->as->scopes[i]);
	}
	if (left > 0) {
		buf_str(out, "; ");
		SAY_WITH(out, SAY_EFFECT_SCOPES, SAY_N(left));
	}
	if (e->more > 0) {
		buf_str(out, out->len > 0 ? "; " : "");
		SAY_WITH(out, SAY_EFFECT_MORE, SAY_N(e->more));
	}
	if (out->len == 0)
		buf_str(out, say_text(SAY_EFFECT_NONE));
}

static const char *
effect_text(struct build *b, const struct input_effect *e)
{
	struct buf out;
	const char *text;

	if (e->why_not != NULL)
		return SAID(b->a, SAY_EFFECT_WHY_NOT, SAY_S(e->why_not));
	buf_init(&out, MIB);
	scopes_put(b, &out, e);
	text = e->together > 1 ? SAID(b->a, SAY_EFFECT_TOGETHER, SAY_S(out.p),
		SAY_N(e->together - 1)) : arena_strdup(b->a, out.p);
	buf_free(&out);
	return text;
}

void
put_effect(struct build *b, struct node *input, const struct input_effect *e)
{
	struct node *list;

	put_str(b->a, input, "effect", e == NULL ? NULL : effect_text(b, e));
	if (e == NULL || e->why_not != NULL) {
		put_str(b->a, input, "effects", NULL);
		return;
	}
	list = put_list(b->a, input, "effects");
	for (size_t i = 0; i < b->as->nscopes; i++) {
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "scope", b->as->scopes[i].id);
		put_bool(b->a, n, "gone", e->scopes[i].gone);
		put_int(b->a, n, "procedural", e->scopes[i].said);
		put_int(b->a, n, "supported", e->scopes[i].supported);
		put_int(b->a, n, "refuted", e->scopes[i].refuted);
		put_int(b->a, n, "not_shown", e->scopes[i].not_shown);
		put_str(b->a, n, "status_without", status_word(e->scopes[i].status));
	}
}
