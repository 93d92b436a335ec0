/* What an expression rests on, for `trueup rules explain`. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "rules/lang/eval.h"
#include "rules/lang/expr.h"

#define MAX_SHOWN 20 /* elements of a list that are told one by one */

static void put(struct buf *b, const struct val *v);

static void
put_list(struct buf *b, const struct vlist *l)
{
	bool records = false;
	struct val v;

	for (size_t i = 0; i < l->n && !records; i++) {
		vlist_get(l, i, &v);
		records = v.type == VALUE_RECORD;
	}
	if (records || l->n > MAX_SHOWN) {
		buf_fmt(b, "%zu of them", l->n);
	} else {
		buf_chr(b, '[');
		for (size_t i = 0; i < l->n; i++) {
			vlist_get(l, i, &v);
			buf_str(b, i > 0 ? ", " : "");
			put(b, &v);
		}
		buf_chr(b, ']');
	}
	if (!l->complete)
		buf_fmt(b, ", perhaps more: %s", l->trail);
}

static void
put_instant(struct buf *b, const struct val *v)
{
	struct value out = value_of(v);

	if (out.type == VALUE_TIMESTAMP)
		instant_put(b, &out.v.t);
	else
		buf_str(b, out.text);
}

static void
put(struct buf *b, const struct val *v)
{
	struct value out;

	switch (v->type) {
	case VALUE_NULL: buf_str(b, "blank"); return;
	case VALUE_BOOL: buf_str(b, v->v.b ? "true" : "false"); return;
	case VALUE_INT: buf_fmt(b, "%lld", (long long)v->v.i); return;
	case VALUE_UINT: buf_fmt(b, "%llu", (unsigned long long)v->v.u); return;
	case VALUE_DOUBLE: buf_fmt(b, "%g", v->v.d); return;
	case VALUE_STRING: case VALUE_BYTES:
		buf_chr(b, '"');
		buf_add(b, v->v.s.p, v->v.s.n);
		buf_chr(b, '"');
		return;
	case VALUE_TIMESTAMP: put_instant(b, v); return;
	case VALUE_DURATION:
		out = value_of(v);
		if (out.type == VALUE_DURATION)
			span_put(b, out.v.i);
		else
			buf_str(b, out.text);
		return;
	case VALUE_LIST: put_list(b, v->v.list); return;
	case VALUE_MAP: buf_fmt(b, "%zu entries", v->v.map->n); return;
	case VALUE_RECORD: buf_fmt(b, "one %s", v->v.rec.of->name); return;
	case VALUE_TYPE: buf_str(b, type_word(v->v.type.kind)); return;
	case VALUE_OPTIONAL:
		if (v->v.optional == NULL)
			buf_str(b, "none");
		else
			put(b, v->v.optional);
		return;
	case VALUE_UNKNOWN:
		buf_fmt(b, "%s: %s", v->conflict ? "contradicted" : "unknown", v->v.s.p);
		return;
	case VALUE_ERROR: buf_fmt(b, "error: %s", v->v.s.p); return;
	}
}

static const char *
shown(const struct val *v, struct arena *a)
{
	const char *text;
	struct buf b;

	buf_init(&b, MAX_TEXT);
	put(&b, v);
	text = arena_strdup(a, b.p);
	buf_free(&b);
	return text;
}

/* Lists, maps and types do not come back from a value: their callers ask for no text of them. */
const char *
value_shown(const struct value *v, struct arena *a)
{
	struct val in = {.type = v->type, .conflict = v->conflict};
	const char *text;
	struct buf b;

	switch (v->type) {
	case VALUE_TIMESTAMP:
		buf_init(&b, MAX_TEXT);
		instant_put(&b, &v->v.t);
		text = arena_strdup(a, b.p);
		buf_free(&b);
		return text;
	case VALUE_BOOL: in.v.b = v->v.b; break;
	case VALUE_INT: in.v.i = v->v.i; break;
	case VALUE_UINT: in.v.u = v->v.u; break;
	case VALUE_DOUBLE: in.v.d = v->v.d; break;
	case VALUE_DURATION: in = val_duration(moment_of_ns(v->v.i)); break;
	case VALUE_STRING: case VALUE_BYTES: case VALUE_UNKNOWN: case VALUE_ERROR: case VALUE_TYPE:
		in.v.s.p = v->text;
		in.v.s.n = v->len;
		if (v->type == VALUE_TYPE)
			return arena_strdup(a, v->text);
		break;
	case VALUE_LIST: in.v.list = v->v.p; break;
	case VALUE_MAP: in.v.map = v->v.p; break;
	case VALUE_RECORD: return "a record";
	case VALUE_OPTIONAL: in.v.optional = v->v.p; break;
	case VALUE_NULL: break;
	}
	return shown(&in, a);
}

struct facts {
	const struct program *p;
	const struct val *const *vals;
	struct arena *a;
	struct map *told;
	void (*fact)(void *ctx, const char *name, const char *shown);
	void *ctx;
};

/* A variable, or fields of one: item.owner, item.assignee_party.active. */
static bool
is_fact(const struct expr *e)
{
	while (e->kind == EXPR_SELECT)
		e = e->args[0];
	return e->kind == EXPR_VAR;
}

static void
tell(struct facts *f, const struct expr *e)
{
	const char *name = arena_strndup(f->a, program_text(f->p) + e->at, e->end - e->at);
	struct val v;
	bool new;

	map_slot(f->told, name, strlen(name), &new);
	if (!new)
		return;
	v = lang_run_part(f->p, e, f->vals, f->a);
	if (v.type != VALUE_RECORD)
		f->fact(f->ctx, name, shown(&v, f->a));
}

static void
walk(struct facts *f, const struct expr *e)
{
	if (is_fact(e)) {
		tell(f, e);
		return;
	}
	for (size_t i = 0; i < e->nargs; i++)
		walk(f, e->args[i]);
	if (e->filter != NULL)
		walk(f, e->filter);
	if (e->body != NULL)
		walk(f, e->body);
}

void
program_facts(const struct program *p, const struct binding *b, size_t nb, struct arena *a,
	void (*fact)(void *ctx, const char *name, const char *shown), void *ctx)
{
	struct facts f = {p, program_values(p, b, nb, a), a, map_new(), fact, ctx};

	walk(&f, program_root(p));
	map_free(f.told);
}
