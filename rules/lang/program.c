#include "rules/lang/program.h"

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "rules/lang/checker.h"
#include "rules/lang/eval.h"
#include "rules/lang/fold.h"
#include "rules/lang/lang_diags.h"

#define COST_OF 100 /* elements, for the bound at load time */

struct program {
	const char *text;
	struct expr *root;
	enum want want;
	uint32_t locals;
	size_t nvars;
	/* Of program_compile(): how bindings are read. */
	const struct var *vars;
	const struct record_type *const *of;      /* one a variable; NULL if it is no record */
	const struct record_type *const *records; /* the field table */
};

static enum type_kind
wanted(enum want want)
{
	switch (want) {
	case WANT_BOOL: return TYPE_BOOL;
	case WANT_STRING: return TYPE_STRING;
	case WANT_INT: return TYPE_INT;
	case WANT_TIMESTAMP: return TYPE_TIMESTAMP;
	case WANT_DURATION: return TYPE_DURATION;
	case WANT_LIST: return TYPE_LIST;
	case WANT_ANY: break;
	}
	return TYPE_DYN;
}

static void
check_want(struct arena *a, struct lang_source *s, const struct expr *root, enum want want)
{
	const struct type *t = want == WANT_LIST ? type_list(a, type_of_kind(TYPE_DYN))
		: type_of_kind(wanted(want));

	if (!type_fits(root->type, t))
		source_error(s, &lang_result, root->at, root->end,
			"this is %s, and %s is wanted here",
			type_text(a, root->type), type_text(a, t));
}

struct program *
lang_compile(struct arena *a, const char *text, size_t len, const struct place *at,
	const struct lang_env *env, enum want want, struct diags *d)
{
	struct lang_source s = {.len = len, .at = at, .scratch = a, .d = d};
	struct program *p = ARENA_NEW(a, struct program);
	struct checked checked;

	s.text = arena_strndup(a, text, s.len);
	p->text = s.text;
	p->want = want;
	p->nvars = env->nvars;
	p->records = env->records;
	p->root = parse(a, &s, env->no_macros);
	if (p->root == NULL)
		return NULL;
	if (check(a, &s, env, &p->root, &checked))
		fold(a, &s, p->root, env->unchecked);
	check_want(a, &s, p->root, want);
	if (s.errors == 0 && expr_cost(p->root, COST_OF) > MAX_EXPR_COST)
		source_error(&s, &lang_costly, 0, s.len, "on lists of %d elements this takes more "
			"than %llu steps", COST_OF, MAX_EXPR_COST);
	p->locals = checked.locals;
	return s.errors == 0 ? p : NULL;
}

struct val
lang_run_part(const struct program *p, const struct expr *e, const struct val *const *vals,
	struct arena *a)
{
	struct run r = {
		.records = p->records, .text = p->text, .a = a, .vars = vals,
			.steps = MAX_EXPR_STEPS,
		.bytes = MAX_EXPR_BYTES,
	};
	struct val out = {0};

	r.locals = p->locals > 0 ? ARENA_ARRAY(a, struct val, p->locals) : NULL;
	eval(&r, e, &out);
	return out;
}

struct val
lang_run(const struct program *p, const struct val *const *vals, struct arena *a)
{
	return lang_run_part(p, p->root, vals, a);
}

const struct type *
program_type(const struct program *p)
{
	return p->root->type;
}

uint64_t
program_cost(const struct program *p, size_t n)
{
	return expr_cost(p->root, n);
}

const struct expr *
program_root(const struct program *p)
{
	return p->root;
}

const char *
program_text(const struct program *p)
{
	return p->text;
}

struct program *
lang_compile_vars(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, const struct record_type *const *table,
	struct zones *z, enum want want, struct diags *d)
{
	struct lang_env env = {.nvars = nvars, .records = table, .zones = z};
	struct lang_var *names = ARENA_ARRAY(a, struct lang_var, nvars + 1);
	const struct record_type **records = ARENA_ARRAY(a, const struct record_type *, nvars + 1);
	struct var *copy = ARENA_ARRAY(a, struct var, nvars + 1);
	struct program *p;

	for (size_t i = 0; i < nvars; i++) {
		copy[i] = vars[i];
		records[i] = records_find(table, vars[i].record);
		if ((vars[i].type == FIELD_RECORD || vars[i].type == FIELD_RECORDS) &&
			records[i] == NULL)
			die_bug("a variable of a record type that is not in the field table");
		names[i].name = vars[i].name;
		names[i].type = env_field_type(a, &env, vars[i].type, vars[i].record);
	}
	env.vars = names;
	p = lang_compile(a, text, strlen(text), at, &env, want, d);
	if (p != NULL) {
		p->vars = copy;
		p->of = records;
	}
	return p;
}

struct program *
program_compile_zoned(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, struct zones *z, enum want want, struct diags *d)
{
	return lang_compile_vars(a, text, at, vars, nvars, record_types, z, want, d);
}

struct program *
program_compile(struct arena *a, const char *text, const struct place *at, const struct var *vars,
	size_t nvars, enum want want, struct diags *d)
{
	return program_compile_zoned(a, text, at, vars, nvars, NULL, want, d);
}

/* Callers bind in the order in which they declared, nearly always. */
static const struct binding *
binding_of(const char *name, size_t i, const struct binding *b, size_t nb)
{
	if (i < nb && strcmp(b[i].name, name) == 0)
		return &b[i];
	for (size_t k = 0; k < nb; k++)
		if (strcmp(b[k].name, name) == 0)
			return &b[k];
	return NULL;
}

const struct val *const *
program_values(const struct program *p, const struct binding *b, size_t nb, struct arena *a)
{
	struct val *vals = ARENA_ARRAY(a, struct val, p->nvars + 1);
	const struct val **at = ARENA_ARRAY(a, const struct val *, p->nvars + 1);

	for (size_t i = 0; i < p->nvars; i++) {
		const struct binding *one = binding_of(p->vars[i].name, i, b, nb);

		if (one == NULL)
			continue;
		val_of_field(&one->value, p->vars[i].type, p->of[i], p->vars[i].name, a,
			&vals[i]);
		at[i] = &vals[i];
	}
	return at;
}

static struct val
run_bound(const struct program *p, const struct binding *b, size_t nb, struct arena *a)
{
	return lang_run(p, program_values(p, b, nb, a), a);
}

static struct value
odd(enum value_type type, const char *text, bool conflict)
{
	return (struct value){.type = type, .conflict = conflict, .text = text,
		.len = strlen(text)};
}

static struct value
of_timestamp(const struct val *v)
{
	struct value out = {.type = VALUE_TIMESTAMP};

	out.v.t.known = KNOWN;
	out.v.t.date_only = v->date_only;
	out.v.t.never = v->never;
	if (v->never)
		out.v.t.lo = out.v.t.hi = INSTANT_MAX;
	else if (!moment_to_ns(v->v.t.lo, &out.v.t.lo) || !moment_to_ns(v->v.t.hi, &out.v.t.hi) ||
		out.v.t.lo < INSTANT_MIN || out.v.t.hi > INSTANT_MAX)
		return odd(VALUE_ERROR, "a timestamp outside the years 1823 to 2116", false);
	return out;
}

static struct value
of_duration(const struct val *v)
{
	struct value out = {.type = VALUE_DURATION};

	if (moment_cmp(v->v.t.lo, v->v.t.hi) != 0)
		return odd(VALUE_UNKNOWN, v->date_only ? "only the date is known"
			: "time zone missing", false);
	/* Every span that the language makes fits. */
	if (!moment_to_ns(v->v.t.lo, &out.v.i))
		die_bug("a duration of more than 64 bits");
	return out;
}

struct value
value_of(const struct val *v)
{
	struct value out = {.type = v->type, .conflict = v->conflict};

	switch (v->type) {
	case VALUE_NULL: break;
	case VALUE_BOOL: out.v.b = v->v.b; break;
	case VALUE_INT: out.v.i = v->v.i; break;
	case VALUE_UINT: out.v.u = v->v.u; break;
	case VALUE_DOUBLE: out.v.d = v->v.d; break;
	case VALUE_STRING: case VALUE_BYTES: case VALUE_UNKNOWN: case VALUE_ERROR:
		out.text = v->v.s.p;
		out.len = v->v.s.n;
		break;
	case VALUE_TIMESTAMP: return of_timestamp(v);
	case VALUE_DURATION: return of_duration(v);
	case VALUE_LIST: out.v.p = v->v.list; break;
	case VALUE_MAP: out.v.p = v->v.map; break;
	case VALUE_OPTIONAL: out.v.p = v->v.optional; break;
	case VALUE_RECORD: out.v.rec = v->v.rec.view; break;
	case VALUE_TYPE: out.text = type_word(v->v.type.kind); out.len = strlen(out.text); break;
	}
	return out;
}

struct value
program_run(const struct program *p, const struct binding *b, size_t nb, struct arena *a)
{
	struct val v = run_bound(p, b, nb, a);
	enum type_kind want = wanted(p->want);

	/* Where the static type was dyn; a blank field is null, which the caller judges. */
	if (!val_is_odd(&v) && v.type != VALUE_NULL && want != TYPE_DYN &&
		(enum type_kind)v.type != want)
		return odd(VALUE_ERROR, arena_printf(a, "%s: %s, not %s", p->text,
			type_word((enum type_kind)v.type), type_word(want)), false);
	return value_of(&v);
}

enum tri
program_tri(const struct program *p, const struct binding *b, size_t nb, struct arena *a,
	const char **why)
{
	struct value v = program_run(p, b, nb, a);
	const char *text = v.text;

	if (v.type == VALUE_NULL)
		text = arena_printf(a, "%s is empty", p->text);
	else if (v.type != VALUE_BOOL && v.type != VALUE_UNKNOWN && v.type != VALUE_ERROR)
		text = arena_printf(a, "%s is not bool", p->text);
	if (why != NULL)
		*why = v.type == VALUE_BOOL ? NULL : text;
	if (v.type == VALUE_BOOL)
		return v.v.b ? TRI_T : TRI_F;
	return v.type == VALUE_UNKNOWN && v.conflict ? TRI_B : TRI_U;
}
