/*
 * The macros.  On a list that may hold more than is seen, what would follow
 * from the unseen elements is unknown: all is false or unknown, exists true or
 * unknown, exists_one false or unknown, and what filter and map make is as
 * incomplete as what they were made from.
 */
#include "rules/lang/eval.h"

/* A walk over a list or over a map's entries. */
struct walk {
	const struct vlist *list;
	const struct vmap *map;
	size_t n;
	bool complete;
};

static bool
walk_start(struct run *r, const struct expr *e, struct walk *w, struct val *out)
{
	struct val over;

	eval(r, e->args[0], &over);
	if (pass_odd(r, &over, 1, out))
		return false;
	*w = (struct walk){.complete = true};
	if (over.type == VALUE_LIST) {
		w->list = over.v.list;
		w->n = w->list->n;
		w->complete = w->list->complete;
		return true;
	}
	if (over.type == VALUE_MAP) {
		w->map = over.v.map;
		w->n = w->map->n;
		return true;
	}
	set_error(r, out, "%s: a loop over %s, not a list or map", run_source(r, e),
		over.type == VALUE_NULL ? "null (the field is empty)"
		: type_word((enum type_kind)over.type));
	return false;
}

/* Binds the macro's variables to element i. */
static void
walk_bind(struct run *r, const struct expr *e, const struct walk *w, size_t i)
{
	struct val *slot = &r->locals[e->slot];

	if (w->map != NULL) {
		slot[0] = w->map->keys[i];
		if (e->var[1] != NULL)
			slot[1] = w->map->values[i];
		return;
	}
	if (e->var[1] == NULL) {
		vlist_get(w->list, i, &slot[0]);
		return;
	}
	slot[0] = val_int((int64_t)i);
	/* Where in an incomplete list an element stands nobody knows. */
	if (!w->complete)
		set_unknown(r, &slot[0], w->list->conflict, "%s", w->list->trail);
	vlist_get(w->list, i, &slot[1]);
}

static void
not_bool(struct run *r, const struct expr *body, struct val *v)
{
	if (v->type != VALUE_BOOL && !val_is_odd(v))
		set_error(r, v, "%s: %s, not bool", run_source(r, body),
			type_word((enum type_kind)v->type));
}

/* Adds v to what stood in the way so far. */
static void
gather(struct run *r, struct val *odd, const struct val *v)
{
	struct val pair[2];

	if (!val_is_odd(odd)) {
		*odd = *v;
		return;
	}
	pair[0] = *odd;
	pair[1] = *v;
	pass_odd(r, pair, 2, odd);
}

static void
gather_unseen(struct run *r, const struct walk *w, struct val *odd)
{
	struct val v;

	if (w->complete)
		return;
	set_unknown(r, &v, w->list->conflict, "%s", w->list->trail);
	gather(r, odd, &v);
}

static void
eval_quantifier(struct run *r, const struct expr *e, const struct walk *w, struct val *out)
{
	const bool decides = e->macro == MACRO_EXISTS;
	struct val v, odd = {0};

	for (size_t i = 0; i < w->n; i++) {
		walk_bind(r, e, w, i);
		eval(r, e->body, &v);
		not_bool(r, e->body, &v);
		if (v.type == VALUE_BOOL && v.v.b == decides) {
			*out = v;
			return;
		}
		if (val_is_odd(&v))
			gather(r, &odd, &v);
		if (r->steps == 0)
			break;
	}
	gather_unseen(r, w, &odd);
	*out = val_is_odd(&odd) ? odd : val_bool(!decides);
}

/* An error anywhere is an error: the language does not cut this macro short. */
static void
eval_exists_one(struct run *r, const struct expr *e, const struct walk *w, struct val *out)
{
	struct val v, odd = {0};
	size_t hits = 0;

	for (size_t i = 0; i < w->n; i++) {
		walk_bind(r, e, w, i);
		eval(r, e->body, &v);
		not_bool(r, e->body, &v);
		if (v.type == VALUE_ERROR) {
			*out = v;
			return;
		}
		if (v.type == VALUE_UNKNOWN)
			gather(r, &odd, &v);
		else if (v.v.b)
			hits++;
	}
	gather_unseen(r, w, &odd);
	if (hits > 1)
		*out = val_bool(false);
	else
		*out = val_is_odd(&odd) ? odd : val_bool(hits == 1);
}

/* Does element i take part? -1: an error (*out set); an unknown makes what is built incomplete. */
static int
chosen(struct run *r, const struct expr *filter, struct val *open,
	struct val *out)
{
	struct val v;

	if (filter == NULL)
		return 1;
	eval(r, filter, &v);
	not_bool(r, filter, &v);
	if (v.type == VALUE_ERROR) {
		*out = v;
		return -1;
	}
	if (v.type == VALUE_UNKNOWN) {
		gather(r, open, &v);
		return 0;
	}
	return v.v.b;
}

/* map, filter, transformList. */
static void
eval_build_list(struct run *r, const struct expr *e, const struct walk *w, struct val *out)
{
	const struct expr *filter = e->macro == MACRO_FILTER ? e->body : e->filter;
	struct vlist *l = run_room(r, sizeof(*l), out);
	struct val *items, open = {0};
	size_t n = 0;
	int rc;

	if (l == NULL || (items = run_room(r, w->n * sizeof(*items), out)) == NULL)
		return;
	for (size_t i = 0; i < w->n; i++) {
		walk_bind(r, e, w, i);
		if ((rc = chosen(r, filter, &open, out)) < 0)
			return;
		if (rc == 0)
			continue;
		if (e->macro == MACRO_FILTER)
			items[n] = r->locals[e->slot];
		else
			eval(r, e->body, &items[n]);
		if (items[n].type == VALUE_ERROR) {
			*out = items[n];
			return;
		}
		n++;
	}
	gather_unseen(r, w, &open);
	*l = (struct vlist){.n = n, .items = items, .complete = !val_is_odd(&open)};
	if (!l->complete) {
		l->conflict = open.conflict;
		l->trail = open.v.s.p;
	}
	*out = (struct val){.type = VALUE_LIST, .v.list = l};
}

/* The key and value (or the entry map) that element i gives. False: *out is set. */
static bool
entries(struct run *r, const struct expr *e, struct val *keys, struct val *values, size_t *n,
	size_t room, struct val *out)
{
	struct val made;

	eval(r, e->body, &made);
	if (e->macro == MACRO_TRANSFORM_MAP) {
		if (made.type == VALUE_ERROR) {
			*out = made;
			return false;
		}
		keys[*n] = r->locals[e->slot];
		values[(*n)++] = made;
		return true;
	}
	if (pass_odd(r, &made, 1, out))
		return false;
	if (made.type != VALUE_MAP || made.v.map->n != 1 || *n == room) {
		set_error(r, out, "%s: transformMapEntry wants a map of one entry",
			run_source(r, e->body));
		return false;
	}
	keys[*n] = made.v.map->keys[0];
	values[(*n)++] = made.v.map->values[0];
	return true;
}

/* Which keys a map has must be certain: there are no incomplete maps. */
static void
eval_build_map(struct run *r, const struct expr *e, const struct walk *w, struct val *out)
{
	struct val *keys = run_room(r, w->n * sizeof(*keys), out), *values, open = {0};
	size_t n = 0;
	int rc;

	if (keys == NULL || (values = run_room(r, w->n * sizeof(*values), out)) == NULL)
		return;
	for (size_t i = 0; i < w->n; i++) {
		walk_bind(r, e, w, i);
		if ((rc = chosen(r, e->filter, &open, out)) < 0)
			return;
		if (rc > 0 && !entries(r, e, keys, values, &n, w->n, out))
			return;
	}
	gather_unseen(r, w, &open);
	if (val_is_odd(&open))
		*out = open;
	else if (!pass_odd(r, keys, n, out))
		map_make(r, keys, values, n, out);
}

void
eval_macro(struct run *r, const struct expr *e, struct val *out)
{
	struct walk w;

	if (e->macro == MACRO_BIND) {
		/* What is unknown or an error passes on only where the body asks for it. */
		eval(r, e->args[0], &r->locals[e->slot]);
		eval(r, e->body, out);
		return;
	}
	if (e->macro == MACRO_OPT_MAP || e->macro == MACRO_OPT_FLAT_MAP) {
		eval_opt_map(r, e, out);
		return;
	}
	if (!walk_start(r, e, &w, out))
		return;
	switch (e->macro) {
	case MACRO_ALL: case MACRO_EXISTS: eval_quantifier(r, e, &w, out); return;
	case MACRO_EXISTS_ONE: eval_exists_one(r, e, &w, out); return;
	case MACRO_MAP: case MACRO_FILTER: eval_build_list(r, e, &w, out); return;
	case MACRO_TRANSFORM_MAP: case MACRO_TRANSFORM_ENTRY: eval_build_map(r, e, &w, out); return;
	case MACRO_BIND: case MACRO_OPT_MAP: case MACRO_OPT_FLAT_MAP: return;
	}
}
