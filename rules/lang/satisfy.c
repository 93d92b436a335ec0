#include "rules/lang/satisfy.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "rules/lang/expr.h"

/* One comparison of an expression with literals: the values that let it hold. */
struct fact {
	const struct expr *e;
	const char *subject;           /* text of the side that is no literal */
	enum compare op;               /* of one literal; EQ also for `in` */
	const struct val *values; size_t nvalues;
};

struct looking { const struct program *p; struct arena *a; const char *found; };

static const char *
text_of(struct looking *l, const struct expr *e)
{
	return arena_strndup(l->a, program_text(l->p) + e->at, e->end - e->at);
}

static enum compare
turned(enum compare op)
{
	switch (op) {
	case COMPARE_LT: return COMPARE_GT;
	case COMPARE_LE: return COMPARE_GE;
	case COMPARE_GT: return COMPARE_LT;
	case COMPARE_GE: return COMPARE_LE;
	case COMPARE_EQ: case COMPARE_NE: break;
	}
	return op;
}

/* The elements of a list of literals; the loader may have made one literal of it. */
static bool
list_of(struct looking *l, const struct expr *e, struct fact *f)
{
	const struct vlist *list = e->kind == EXPR_LITERAL && e->value.type == VALUE_LIST
		? e->value.v.list : NULL;
	size_t n = list != NULL ? list->n : e->nargs;
	struct val *v = ARENA_ARRAY(l->a, struct val, n + 1);

	if (list == NULL && e->kind != EXPR_LIST)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (list == NULL && e->args[i]->kind != EXPR_LITERAL)
			return false;
		if (list != NULL)
			vlist_get(list, i, &v[i]);
		else
			v[i] = e->args[i]->value;
	}
	f->values = v;
	f->nvalues = n;
	return true;
}

static bool
fact_of(struct looking *l, const struct expr *e, struct fact *f)
{
	*f = (struct fact){.e = e, .op = COMPARE_EQ, .nvalues = 1};
	if (e->kind == EXPR_IN)
		return list_of(l, e->args[1], f) && (f->subject = text_of(l, e->args[0])) != NULL;
	if (e->kind != EXPR_COMPARE)
		return false;
	if (e->args[1]->kind == EXPR_LITERAL && e->args[0]->kind != EXPR_LITERAL) {
		f->op = e->op;
		f->subject = text_of(l, e->args[0]);
		f->values = &e->args[1]->value;
		return true;
	}
	if (e->args[0]->kind != EXPR_LITERAL || e->args[1]->kind == EXPR_LITERAL)
		return false;
	f->op = turned(e->op);
	f->subject = text_of(l, e->args[1]);
	f->values = &e->args[0]->value;
	return true;
}

/* Does a value let the fact hold? True where it cannot be told. */
static bool
allows(const struct fact *f, const struct val *v)
{
	for (size_t i = 0; i < f->nvalues; i++) {
		const struct val *w = &f->values[i];
		bool same = val_same(v, w);

		if (f->op == COMPARE_EQ && same)
			return true;
		if (f->op == COMPARE_NE)
			return !same;
		if (f->op == COMPARE_EQ)
			continue;
		if (v->type != VALUE_INT || w->type != VALUE_INT)
			return true;
		switch (f->op) {
		case COMPARE_LT: return v->v.i < w->v.i;
		case COMPARE_LE: return v->v.i <= w->v.i;
		case COMPARE_GT: return v->v.i > w->v.i;
		case COMPARE_GE: return v->v.i >= w->v.i;
		case COMPARE_EQ: case COMPARE_NE: break;
		}
	}
	return false;
}

/* Bounds of whole numbers that leave none between them. */
static bool
apart(const struct fact *x, const struct fact *y)
{
	const struct val *a = &x->values[0], *b = &y->values[0];
	int64_t low, high;

	if (x->nvalues != 1 || y->nvalues != 1 || a->type != VALUE_INT || b->type != VALUE_INT
		|| (x->op != COMPARE_GT && x->op != COMPARE_GE)
		|| (y->op != COMPARE_LT && y->op != COMPARE_LE))
		return false;
	low = x->op == COMPARE_GT && a->v.i < INT64_MAX ? a->v.i + 1 : a->v.i;
	high = y->op == COMPARE_LT && b->v.i > INT64_MIN ? b->v.i - 1 : b->v.i;
	return low > high;
}

static bool
excludes(const struct fact *x, const struct fact *y)
{
	if (apart(x, y) || apart(y, x))
		return true;
	if (x->op != COMPARE_EQ)
		return y->op == COMPARE_EQ && excludes(y, x);
	for (size_t i = 0; i < x->nvalues; i++)
		if (allows(y, &x->values[i]))
			return false;
	return true;
}

/* x == v || x != v: one of them always holds, where the value is known. */
static bool
covers(const struct fact *x, const struct fact *y)
{
	return x->nvalues == 1 && y->nvalues == 1
		&& ((x->op == COMPARE_EQ && y->op == COMPARE_NE) || (x->op == COMPARE_NE && y->op == COMPARE_EQ))
		&& val_same(&x->values[0], &y->values[0]);
}

static void
look_pairs(struct looking *l, const struct expr *e)
{
	bool all = e->kind == EXPR_AND;
	struct fact x, y;

	for (size_t i = 0; i < e->nargs; i++)
		for (size_t k = i + 1; k < e->nargs && fact_of(l, e->args[i], &x); k++) {
			if (!fact_of(l, e->args[k], &y) || !str_same(x.subject, y.subject)
				|| !(all ? excludes(&x, &y) : covers(&x, &y)))
				continue;
			l->found = arena_printf(l->a, "%s: %s %s %s", all ? "can never hold" : "always holds",
				text_of(l, e->args[i]), all ? "and" : "or", text_of(l, e->args[k]));
		}
}

static void
look(struct looking *l, const struct expr *e)
{
	if (e == NULL || l->found != NULL)
		return;
	if (e->kind == EXPR_AND || e->kind == EXPR_OR)
		look_pairs(l, e);
	for (size_t i = 0; i < e->nargs; i++)
		look(l, e->args[i]);
	look(l, e->filter);
	look(l, e->body);
}

const char *
program_settled(const struct program *p, struct arena *a)
{
	struct looking l = {p, a, NULL};
	const struct expr *root = program_root(p);

	if (root->kind == EXPR_LITERAL && root->value.type == VALUE_BOOL)
		return root->value.v.b ? "always holds" : "can never hold";
	look(&l, root);
	return l.found;
}

/* The operands of a condition that must all hold: it alone, or those of its &&. */
static size_t
operands(const struct expr *const *root, const struct expr *const **out)
{
	if ((*root)->kind != EXPR_AND) {
		*out = root;
		return 1;
	}
	*out = (const struct expr *const *)(*root)->args;
	return (*root)->nargs;
}

/* Does y hold of every value that x lets through? */
static bool
implies(const struct fact *x, const struct fact *y)
{
	if (x->op != COMPARE_EQ)
		return x->op == y->op && x->nvalues == 1 && y->nvalues == 1 &&
			val_same(&x->values[0], &y->values[0]);
	for (size_t i = 0; i < x->nvalues; i++) {
		/* Order is told of whole numbers alone. */
		if (y->op != COMPARE_EQ && y->op != COMPARE_NE &&
			(x->values[i].type != VALUE_INT || y->values[0].type != VALUE_INT))
			return false;
		if (!allows(y, &x->values[i]))
			return false;
	}
	return x->nvalues > 0;
}

const char *
programs_settled(const struct program *where, const struct program *must, struct arena *a)
{
	struct looking w = {where, a, NULL}, m = {must, a, NULL};
	const struct expr *wroot = program_root(where), *mroot = program_root(must);
	const struct expr *const *x, *const *y;
	size_t nx = operands(&wroot, &x), ny = operands(&mroot, &y), held = 0;
	const char *by = NULL;
	struct fact f, g;

	for (size_t k = 0; k < ny && fact_of(&m, y[k], &g) && g.nvalues > 0; k++) {
		bool always = false;

		for (size_t i = 0; i < nx; i++) {
			if (!fact_of(&w, x[i], &f) || !str_same(f.subject, g.subject))
				continue;
			if (excludes(&f, &g))
				return arena_printf(a, "can never hold where %s: %s", text_of(&w, x[i]),
					text_of(&m, y[k]));
			if (implies(&f, &g)) {
				always = true;
				by = text_of(&w, x[i]);
			}
		}
		held += always;
	}
	return held == ny ? arena_printf(a, "always holds where %s: %s", by, text_of(&m, mroot)) : NULL;
}

/* Does the text ask whether the list has anything in it? */
static bool
asks_for_any(const struct program *p, const char *list, struct arena *a)
{
	static const char *const forms[] = {"%s.size()", "size(%s)", "%s.exists(", "%s != []"};

	for (size_t i = 0; p != NULL && i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *before = forms[i], *mark = strstr(before, "%s");

		if (strstr(program_text(p), arena_printf(a, "%.*s%s%s", (int)(mark - before), before, list,
			mark + 2)) != NULL)
			return true;
	}
	return false;
}

const char *
program_holds_of_nothing(const struct program *where, const struct program *must, struct arena *a)
{
	struct looking l = {must, a, NULL};
	const struct expr *root = program_root(must);
	const struct expr *const *part;
	size_t n = operands(&root, &part);

	for (size_t i = 0; i < n; i++) {
		const char *list;

		if (part[i]->kind != EXPR_MACRO || part[i]->macro != MACRO_ALL)
			continue;
		list = text_of(&l, part[i]->args[0]);
		if (!asks_for_any(where, list, a) && !asks_for_any(must, list, a))
			return list;
	}
	return NULL;
}

const char *
program_holds_of_blank(const struct program *p, struct arena *a)
{
	struct looking l = {p, a, NULL};
	const struct expr *root = program_root(p);

	for (size_t i = 0; root->kind == EXPR_OR && i < root->nargs; i++) {
		const struct expr *e = root->args[i];

		if (e->kind == EXPR_COMPARE && e->op == COMPARE_EQ &&
			(e->args[1]->kind == EXPR_LITERAL ? e->args[1]->value.type == VALUE_NULL
				: e->args[0]->kind == EXPR_LITERAL && e->args[0]->value.type == VALUE_NULL))
			return text_of(&l, e);
	}
	return NULL;
}
