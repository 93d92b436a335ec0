/* Walks a checked expression. Values are never changed once made. */
#include "rules/lang/eval.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "rules/lang/func.h"

/* Messages count as memory too: an error in a loop within loops makes one each time. */
static void __attribute__((format(printf, 4, 0)))
set_text(struct run *r, struct val *out, enum value_type type, const char *fmt, va_list ap)
{
	*out = (struct val){.type = type};
	out->v.s.p = r->bytes < MAX_MESSAGE ? "no room is left to say more"
		: arena_vprintf(r->a, fmt, ap);
	out->v.s.n = strlen(out->v.s.p);
	r->bytes -= r->bytes < out->v.s.n ? r->bytes : out->v.s.n;
}

void
set_error(struct run *r, struct val *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_text(r, out, VALUE_ERROR, fmt, ap);
	va_end(ap);
}

void
set_unknown(struct run *r, struct val *out, bool conflict, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_text(r, out, VALUE_UNKNOWN, fmt, ap);
	va_end(ap);
	out->conflict = conflict;
}

/* Constant messages: this is on every step, and must not take memory once it fires. */
static bool
spent(struct val *out, const char *what)
{
	*out = (struct val){.type = VALUE_ERROR};
	out->v.s.p = what;
	out->v.s.n = strlen(what);
	return false;
}

bool
run_step(struct run *r, uint64_t n, struct val *out)
{
	if (r->steps < n) {
		r->steps = 0;
		return spent(out, "the expression takes more steps than the ceiling");
	}
	r->steps -= n;
	return true;
}

void *
run_room(struct run *r, size_t n, struct val *out)
{
	if (!run_step(r, n / 256, out))
		return NULL;
	if (r->bytes < n) {
		spent(out, "the expression takes more memory than the ceiling");
		return NULL;
	}
	r->bytes -= n;
	return arena_alloc(r->a, n == 0 ? 1 : n);
}

const char *
run_source(struct run *r, const struct expr *e)
{
	size_t n = e->end - e->at;

	if (r->bytes < MAX_MESSAGE)
		return "an expression";
	r->bytes -= n < 80 ? n : 80;
	return n <= 80 ? arena_strndup(r->a, r->text + e->at, n)
		: arena_printf(r->a, "%.77s...", r->text + e->at);
}

static void
join_trails(struct run *r, struct val *out, const struct val *v)
{
	out->conflict = out->conflict || v->conflict;
	/* One missing fact, however often it is asked for, is one fact. */
	if (strstr(out->v.s.p, v->v.s.p) == NULL && out->v.s.n + v->v.s.n < MAX_TRAIL)
		set_unknown(r, out, out->conflict, "%s; %s", out->v.s.p, v->v.s.p);
}

bool
pass_odd(struct run *r, const struct val *v, size_t n, struct val *out)
{
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		if (!val_is_odd(&v[i]))
			continue;
		if (!found || (out->type == VALUE_ERROR && v[i].type == VALUE_UNKNOWN))
			*out = v[i];
		else if (out->type == VALUE_UNKNOWN && v[i].type == VALUE_UNKNOWN)
			join_trails(r, out, &v[i]);
		found = true;
	}
	return found;
}

static bool
inexact(const struct val *v)
{
	return (v->type == VALUE_TIMESTAMP || v->type == VALUE_DURATION) &&
		moment_cmp(v->v.t.lo, v->v.t.hi) != 0;
}

void
set_interval_unknown(struct run *r, const struct expr *const *e, const struct val *v, size_t n,
	struct val *out)
{
	for (size_t i = 0; i < n; i++)
		if (inexact(&v[i])) {
			set_unknown(r, out, false, "%s: %s", run_source(r, e[i]),
				v[i].date_only ? "only the date is known" : "time zone missing");
			return;
		}
	set_unknown(r, out, false, "a time is not known exactly");
}

/* "int", or for null, which is a blank cell where it surprises, the expression that is blank. */
static const char *
operand(struct run *r, const struct expr *e, const struct val *v)
{
	if (v->type == VALUE_NULL && e->kind != EXPR_LITERAL)
		return arena_printf(r->a, "null (%s is empty)", run_source(r, e));
	return type_word((enum type_kind)v->type);
}

static void
no_overload(struct run *r, const struct expr *e, const struct val *args, struct val *out)
{
	const char *text = "";

	for (size_t i = 0; i < e->nargs; i++)
		text = arena_printf(r->a, "%s%s%s", text, i > 0 ? ", " : "",
			operand(r, e->args[i], &args[i]));
	set_error(r, out, "%s: no '%s' for %s", run_source(r, e), strcmp(e->name, "-_") == 0 ? "-"
		: e->name, text);
}

static bool
row_takes(const struct func *f, const struct val *args)
{
	for (size_t i = 0; i < f->n; i++) {
		unsigned char want = f->args[i] >= ARG_NUMBERS ? TYPE_LIST : f->args[i];

		if (want != TYPE_DYN && want != (unsigned char)args[i].type)
			return false;
	}
	return true;
}

static void
eval_call(struct run *r, const struct expr *e, struct val *out)
{
	struct val args[FUNC_ARGS] = {{0}};

	for (size_t i = 0; i < e->nargs; i++)
		eval(r, e->args[i], &args[i]);
	if (pass_odd(r, args, e->nargs, out))
		return;
	for (const struct func *f = e->func; funcs_same(f, e->name); f++)
		if (f->n == e->nargs && f->method == e->method && row_takes(f, args)) {
			f->run(r, e, args, out);
			return;
		}
	no_overload(r, e, args, out);
}

static const struct field *
field_find(const struct record_type *of, const char *name)
{
	for (size_t i = 0; i < of->nfields; i++)
		if (strcmp(of->fields[i].name, name) == 0)
			return &of->fields[i];
	return NULL;
}

/* Does what the field gave lack the words for what is missing? */
static bool
unnamed(const struct fval *f, enum field_type type)
{
	if (f->trail != NULL || f->known == EMPTY)
		return false;
	return f->known == UNKNOWN || type == FIELD_STRINGS || type == FIELD_RECORDS ||
		(type == FIELD_TIMESTAMP && f->v.t.known == UNKNOWN);
}

static void
select_field(struct run *r, const struct expr *e, const struct val *of, struct val *out)
{
	const struct field *field = e->field;
	const struct record_type *record = e->record;
	struct fval f = {0};

	/* In a list of mixed records the type is known only here. */
	if (field == NULL)
		field = field_find(of->v.rec.of, e->name);
	if (field == NULL) {
		set_error(r, out, "%s: a %s has no field \"%s\"", run_source(r, e),
			of->v.rec.of->name, e->name);
		return;
	}
	if (record == NULL && field->record != NULL)
		record = records_find(r->records, field->record);
	field->get(&of->v.rec.view, &f);
	val_of_field(&f, field->type, record, unnamed(&f, field->type) ? run_source(r, e) : "",
		r->a, out);
}

/* What a look-up gave: the value, none, why it is not known, or an error. */
static void
found(struct run *r, const struct expr *e, const struct val *hit, const struct val *why,
	bool optional, const char *what, struct val *out)
{
	if (hit == NULL && val_is_odd(why))
		*out = *why;
	else if (optional)
		optional_wrap(r, hit, out);
	else if (hit != NULL)
		*out = *hit;
	else
		set_error(r, out, "%s: no such %s", run_source(r, e), what);
}

static void
eval_select(struct run *r, const struct expr *e, struct val *out)
{
	struct val of, key, why = {0};
	const struct val *hit;
	bool optional = e->optional;

	eval(r, e->args[0], &of);
	if (pass_odd(r, &of, 1, out) || !optional_open(&of, &optional, out))
		return;
	if (of.type == VALUE_RECORD && !optional) {
		select_field(r, e, &of, out);
	} else if (of.type == VALUE_MAP) {
		key = val_string(e->name, strlen(e->name));
		hit = map_find(r, of.v.map, &key, &why);
		found(r, e, hit, &why, optional, "key", out);
	} else {
		set_error(r, out, "%s: no field in %s", run_source(r, e),
			operand(r, e->args[0], &of));
	}
}

static void
eval_has(struct run *r, const struct expr *e, struct val *out)
{
	struct val of, key, why = {0};
	const struct val *hit;
	bool optional = false;

	eval(r, e->args[0], &of);
	if (pass_odd(r, &of, 1, out))
		return;
	if (!optional_open(&of, &optional, out)) {
		*out = val_bool(false);
		return;
	}
	if (of.type != VALUE_MAP) {
		set_error(r, out, "%s: has() asks a map for a key", run_source(r, e));
		return;
	}
	key = val_string(e->name, strlen(e->name));
	hit = map_find(r, of.v.map, &key, &why);
	*out = val_is_odd(&why) ? why : val_bool(hit != NULL);
}

/* An index by value: 0u and 0.0 are 0, 0.1 is none. */
static bool
position(const struct val *v, size_t n, size_t *i)
{
	if (v->type == VALUE_INT && v->v.i >= 0)
		*i = (size_t)v->v.i;
	else if (v->type == VALUE_UINT)
		*i = (size_t)v->v.u;
	else if (v->type == VALUE_DOUBLE && v->v.d >= 0 && v->v.d < 4294967296.0 &&
		!((double)(uint32_t)v->v.d < v->v.d))
		*i = (size_t)v->v.d;
	else
		return false;
	return *i < n;
}

static bool
numeric(const struct val *v)
{
	return v->type == VALUE_INT || v->type == VALUE_UINT || v->type == VALUE_DOUBLE;
}

static void
index_list(struct run *r, const struct expr *e, const struct vlist *l, const struct val *by,
	bool optional, struct val *out)
{
	struct val v, why = {0};
	size_t i;

	/* Which element stands there, and whether one does, depends on those that are missing. */
	if (!l->complete) {
		set_unknown(r, out, l->conflict, "%s", l->trail);
	} else if (position(by, l->n, &i)) {
		vlist_get(l, i, &v);
		found(r, e, &v, &why, optional, "element", out);
	} else {
		found(r, e, NULL, &why, optional && numeric(by), "element", out);
	}
}

static void
eval_index(struct run *r, const struct expr *e, struct val *out)
{
	struct val args[2], why = {0};
	const struct val *hit;
	bool optional = e->optional;

	eval(r, e->args[0], &args[0]);
	eval(r, e->args[1], &args[1]);
	if (pass_odd(r, args, 2, out) || !optional_open(&args[0], &optional, out))
		return;
	if (args[0].type == VALUE_LIST) {
		index_list(r, e, args[0].v.list, &args[1], optional, out);
	} else if (args[0].type == VALUE_MAP) {
		hit = map_find(r, args[0].v.map, &args[1], &why);
		found(r, e, hit, &why, optional, "key", out);
	} else {
		set_error(r, out, "%s: no element in %s", run_source(r, e),
			operand(r, e->args[0], &args[0]));
	}
}

/* Of [?e] and {?k: e}: 1 with what is in it; 0: none, or not known; -1: an error, in *v. */
static int
spread(struct run *r, const struct expr *e, struct val *v)
{
	struct val none;
	bool optional = false;

	if (val_is_odd(v))
		return v->type == VALUE_ERROR ? -1 : 0;
	if (v->type != VALUE_OPTIONAL) {
		set_error(r, v, "%s: %s, not an optional, behind '?'", run_source(r, e),
			operand(r, e, v));
		return -1;
	}
	return optional_open(v, &optional, &none);
}

static void
eval_list(struct run *r, const struct expr *e, struct val *out)
{
	struct vlist *l = run_room(r, sizeof(*l), out);
	struct val *items, open = {0};
	size_t n = 0;

	if (l == NULL || (items = run_room(r, e->nargs * sizeof(*items), out)) == NULL)
		return;
	for (size_t i = 0; i < e->nargs; i++) {
		struct val *v = &items[n];

		eval(r, e->args[i], v);
		/* Whether an element is there at all may be unknown: then the list is not whole. */
		if (e->args[i]->spread && spread(r, e->args[i], v) == 0) {
			if (v->type == VALUE_UNKNOWN && !val_is_odd(&open))
				open = *v;
			continue;
		}
		if (v->type == VALUE_ERROR) {
			*out = *v;
			return;
		}
		n++;
	}
	*l = (struct vlist){.n = n, .complete = !val_is_odd(&open), .items = items};
	if (!l->complete) {
		l->conflict = open.conflict;
		l->trail = open.v.s.p;
	}
	*out = (struct val){.type = VALUE_LIST, .v.list = l};
}

static void
eval_map(struct run *r, const struct expr *e, struct val *out)
{
	size_t n = e->nargs / 2, kept = 0;
	struct val *keys = run_room(r, n * sizeof(*keys), out), *values;

	if (keys == NULL || (values = run_room(r, n * sizeof(*values), out)) == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		eval(r, e->args[2 * i], &keys[kept]);
		eval(r, e->args[2 * i + 1], &values[kept]);
		if (e->args[2 * i]->spread && !val_is_odd(&keys[kept])
			&& spread(r, e->args[2 * i + 1], &values[kept]) == 0) {
			/* Which keys a map has must be certain: there are no incomplete maps. */
			if (val_is_odd(&values[kept])) {
				*out = values[kept];
				return;
			}
			continue;
		}
		kept++;
	}
	n = kept;
	if (pass_odd(r, keys, n, out))
		return;
	for (size_t i = 0; i < n; i++)
		if (values[i].type == VALUE_ERROR) {
			*out = values[i];
			return;
		}
	map_make(r, keys, values, n, out);
}

static void
eval_if(struct run *r, const struct expr *e, struct val *out)
{
	struct val c;

	eval(r, e->args[0], &c);
	if (pass_odd(r, &c, 1, out))
		return;
	if (c.type != VALUE_BOOL)
		set_error(r, out, "%s: the condition is %s, not bool", run_source(r, e),
			operand(r, e->args[0], &c));
	else
		eval(r, e->args[c.v.b ? 1 : 2], out);
}

static void
eval_not(struct run *r, const struct expr *e, struct val *out)
{
	struct val v;

	eval(r, e->args[0], &v);
	if (pass_odd(r, &v, 1, out))
		return;
	if (v.type != VALUE_BOOL)
		set_error(r, out, "%s: no '!' for %s", run_source(r, e), operand(r, e->args[0],
			&v));
	else
		*out = val_bool(!v.v.b);
}

static void
eval_var(struct run *r, const struct expr *e, struct val *out)
{
	const struct val *v = r->vars == NULL ? NULL : r->vars[e->slot];

	if (v == NULL)
		set_error(r, out, "%s has no value", run_source(r, e));
	else
		*out = *v;
}

void
eval(struct run *r, const struct expr *e, struct val *out)
{
	if (!run_step(r, 1, out))
		return;
	switch (e->kind) {
	case EXPR_LITERAL: *out = e->value; return;
	case EXPR_SELECT: eval_select(r, e, out); return;
	case EXPR_CALL: eval_call(r, e, out); return;
	case EXPR_AND: case EXPR_OR: eval_logic(r, e, out); return;
	case EXPR_IF: eval_if(r, e, out); return;
	case EXPR_COMPARE: case EXPR_IN: eval_compare(r, e, out); return;
	case EXPR_INDEX: eval_index(r, e, out); return;
	case EXPR_NOT: eval_not(r, e, out); return;
	case EXPR_LIST: eval_list(r, e, out); return;
	case EXPR_MAP: eval_map(r, e, out); return;
	case EXPR_HAS: eval_has(r, e, out); return;
	case EXPR_MACRO: eval_macro(r, e, out); return;
	case EXPR_OR_ELSE: eval_or_else(r, e, out); return;
	case EXPR_VAR: eval_var(r, e, out); return;
	case EXPR_LOCAL: *out = r->locals[e->slot]; return;
	case EXPR_FAIL: set_error(r, out, "%s: %s", run_source(r, e), e->name); return;
	case EXPR_NAME: break;
	}
	set_error(r, out, "%s has no value", run_source(r, e));
}
