/*
 * Recursive descent with one precedence table.  The words && and || become
 * one node however many operands they join, so that long lists of conditions
 * stay flat; what nests is counted against MAX_EXPR_DEPTH.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/vec.h"
#include "rules/lang/expr.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/lex.h"
#include "rules/lang/source.h"

struct parser {
	struct arena *a;
	struct lang_source *s;
	const struct token *t; /* the next word */
	bool no_macros, failed;
	unsigned depth;
	size_t nodes;
};

struct args { VEC(struct expr *) list; };

static struct expr *expression(struct parser *p);

static struct expr *
fail(struct parser *p, const struct diag_kind *kind, const struct token *t, const char *what)
{
	if (!p->failed)
		source_error(p->s, kind, t->at, t->end > t->at ? t->end : t->at + 1, "%s", what);
	p->failed = true;
	return NULL;
}

static struct expr *
unexpected(struct parser *p, const char *wanted)
{
	char *what = arena_printf(p->a, "expected %s, found %s%s%s", wanted,
		p->t->kind == TOKEN_NAME ? "\"" : "",
		p->t->kind == TOKEN_NAME ? p->t->p : token_word(p->t->kind),
		p->t->kind == TOKEN_NAME ? "\"" : "");

	return fail(p, &lang_syntax, p->t, what);
}

static struct expr *
make(struct parser *p, enum expr_kind kind, size_t from)
{
	struct expr *e = ARENA_NEW(p->a, struct expr);

	e->kind = kind;
	e->at = (uint32_t)from;
	e->depth = 1;
	if (++p->nodes > MAX_EXPR_NODES)
		return fail(p, &lang_large, p->t, "the expression has more parts than the ceiling "
			"of 100000");
	return e;
}

/* Gives e its children and its end (the word before the next one). */
static struct expr *
finish(struct parser *p, struct expr *e, struct expr *const *args, size_t n)
{
	unsigned deepest = 0;

	if (e == NULL)
		return NULL;
	e->args = ARENA_ARRAY(p->a, struct expr *, n + 1);
	e->nargs = n;
	for (size_t i = 0; i < n; i++) {
		e->args[i] = args[i];
		if (args[i]->depth > deepest)
			deepest = args[i]->depth;
	}
	e->end = p->t[-1].end;
	e->depth = (uint16_t)(deepest + 1);
	if (deepest + 1 > MAX_EXPR_DEPTH)
		return fail(p, &lang_deep, &p->t[-1], "operators nest deeper than 250");
	return e;
}

static bool
take(struct parser *p, enum token_kind kind)
{
	if (p->t->kind != kind)
		return false;
	p->t++;
	return true;
}

static bool
want(struct parser *p, enum token_kind kind)
{
	if (take(p, kind))
		return true;
	unexpected(p, arena_printf(p->a, "'%s'", token_word(kind)));
	return false;
}

static bool
reserved(const char *name)
{
	static const char *const words[] = {
		"as", "break", "const", "continue", "else", "false", "for", "function", "if",
		"import", "in", "let", "loop", "package", "namespace", "null", "return", "true",
		"var", "void", "while",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

/* Expressions up to `close`; a list's may end with a comma. False if one is broken. */
static bool
list_until(struct parser *p, enum token_kind close, struct args *out)
{
	while (p->t->kind != close) {
		bool spread = close == TOKEN_RBRACKET && take(p, TOKEN_QUESTION);
		struct expr *e = expression(p);

		if (e == NULL)
			return false;
		e->spread = spread;
		*VEC_PUSH(&out->list) = e;
		if (!take(p, TOKEN_COMMA))
			break;
		if (close == TOKEN_RPAREN && p->t->kind == close) {
			unexpected(p, "an argument");
			return false;
		}
	}
	return want(p, close);
}

/* The arguments of a call, behind its '('. first: the receiver, or NULL. */
static struct expr *
call(struct parser *p, const struct token *name, struct expr *first, size_t from)
{
	struct args args = {0};
	struct expr *e = make(p, EXPR_CALL, from);

	if (e != NULL && first != NULL)
		*VEC_PUSH(&args.list) = first;
	if (e == NULL || !list_until(p, TOKEN_RPAREN, &args)) {
		e = NULL;
		goto out;
	}
	e->name = name->p;
	e->name_at = name->at;
	e->name_end = name->end;
	e->method = first != NULL;
	e = finish(p, e, args.list.v, args.list.n);
	if (e != NULL && !p->no_macros && !macro_expand(p->s, e))
		p->failed = true;
out:
	VEC_FREE(&args.list);
	return p->failed ? NULL : e;
}

static struct expr *
list(struct parser *p, size_t from)
{
	struct args args = {0};
	struct expr *e = make(p, EXPR_LIST, from);

	if (p->failed || !list_until(p, TOKEN_RBRACKET, &args))
		e = NULL;
	e = finish(p, e, args.list.v, args.list.n);
	VEC_FREE(&args.list);
	return e;
}

static struct expr *
map(struct parser *p, size_t from)
{
	struct args args = {0};
	struct expr *e = make(p, EXPR_MAP, from), *k, *v;

	while (!p->failed && p->t->kind != TOKEN_RBRACE) {
		bool spread = take(p, TOKEN_QUESTION);

		if ((k = expression(p)) == NULL || !want(p, TOKEN_COLON) ||
			(v = expression(p)) == NULL)
			break;
		k->spread = spread;
		*VEC_PUSH(&args.list) = k;
		*VEC_PUSH(&args.list) = v;
		if (!take(p, TOKEN_COMMA))
			break;
	}
	if (p->failed || !want(p, TOKEN_RBRACE))
		e = NULL;
	e = finish(p, e, args.list.v, args.list.n);
	VEC_FREE(&args.list);
	return e;
}

static struct expr *
literal(struct parser *p, const struct token *t)
{
	struct expr *e = make(p, EXPR_LITERAL, t->at);

	if (e == NULL)
		return NULL;
	if (t->kind == TOKEN_INT) {
		if (t->u > INT64_MAX)
			return fail(p, &lang_number, t, "an int goes up to 9223372036854775807");
		e->value = val_int((int64_t)t->u);
	} else if (t->kind == TOKEN_UINT) {
		e->value = val_uint(t->u);
	} else if (t->kind == TOKEN_DOUBLE) {
		e->value = val_double(t->d);
	} else if (t->kind == TOKEN_STRING) {
		e->value = val_string(t->p, t->n);
	} else {
		e->value = val_bytes(t->p, t->n);
	}
	return finish(p, e, NULL, 0);
}

static struct expr *
name(struct parser *p, size_t from, bool rooted)
{
	const struct token *t = p->t;
	struct expr *e;

	p->t++;
	if (!rooted && (strcmp(t->p, "true") == 0 || strcmp(t->p, "false") == 0 ||
		strcmp(t->p, "null") == 0)) {
		if ((e = make(p, EXPR_LITERAL, from)) == NULL)
			return NULL;
		e->value = t->p[0] == 'n' ? val_null() : val_bool(t->p[0] == 't');
		return finish(p, e, NULL, 0);
	}
	if (reserved(t->p)) {
		return fail(p, &lang_syntax, t, arena_printf(p->a,
			"\"%s\" is a reserved word and cannot be a name", t->p));
	}
	if (take(p, TOKEN_LPAREN))
		return call(p, t, NULL, from);
	if ((e = make(p, EXPR_NAME, from)) == NULL)
		return NULL;
	e->name = t->p;
	e->name_at = t->at;
	e->name_end = t->end;
	e->rooted = rooted;
	return finish(p, e, NULL, 0);
}

static struct expr *
primary(struct parser *p)
{
	const struct token *t = p->t;
	struct expr *e;

	if (t->kind >= TOKEN_INT && t->kind <= TOKEN_BYTES) {
		p->t++;
		return literal(p, t);
	}
	if (t->kind == TOKEN_NAME)
		return name(p, t->at, false);
	if (take(p, TOKEN_DOT)) {
		if (p->t->kind != TOKEN_NAME)
			return unexpected(p, "a name");
		return name(p, t->at, true);
	}
	if (take(p, TOKEN_LPAREN)) {
		e = expression(p);
		if (e == NULL || !want(p, TOKEN_RPAREN))
			return NULL;
		e->closed = true;
		return e;
	}
	if (take(p, TOKEN_LBRACKET))
		return list(p, t->at);
	if (take(p, TOKEN_LBRACE))
		return map(p, t->at);
	return unexpected(p, "a value");
}

/* Behind a dot: a field or a method. */
static struct expr *
member(struct parser *p, struct expr *of)
{
	bool optional = take(p, TOKEN_QUESTION);
	const struct token *t = p->t;
	struct expr *e;

	if (t->kind != TOKEN_NAME && t->kind != TOKEN_QUOTED_NAME)
		return unexpected(p, "the name of a field or function");
	p->t++;
	/* "in" is an operator everywhere; the other reserved words may name members. */
	if (t->kind == TOKEN_NAME && (strcmp(t->p, "in") == 0 || strcmp(t->p, "true") == 0 ||
		strcmp(t->p, "false") == 0 || strcmp(t->p, "null") == 0))
		return fail(p, &lang_syntax, t, "this word cannot name a field or function");
	if (t->kind == TOKEN_NAME && !optional && take(p, TOKEN_LPAREN))
		return call(p, t, of, of->at);
	if ((e = make(p, EXPR_SELECT, of->at)) == NULL)
		return NULL;
	e->name = t->p;
	e->name_at = t->at;
	e->name_end = t->end;
	e->optional = optional;
	return finish(p, e, &of, 1);
}

static struct expr *
postfix(struct parser *p)
{
	struct expr *e = primary(p), *pair[2];

	while (e != NULL) {
		if (take(p, TOKEN_DOT)) {
			e = member(p, e);
		} else if (p->t->kind == TOKEN_LBRACKET) {
			struct expr *index;
			bool optional;

			p->t++;
			optional = take(p, TOKEN_QUESTION);
			pair[0] = e;
			pair[1] = expression(p);
			if (pair[1] == NULL || !want(p, TOKEN_RBRACKET))
				return NULL;
			if ((index = make(p, EXPR_INDEX, e->at)) == NULL)
				return NULL;
			index->optional = optional;
			e = finish(p, index, pair, 2);
		} else if (p->t->kind == TOKEN_LBRACE &&
			(e->kind == EXPR_NAME || e->kind == EXPR_SELECT)) {
			return fail(p, &lang_unsupported, p->t,
				"messages cannot be made in this language");
		} else {
			break;
		}
	}
	return e;
}

static struct expr *
wrap(struct parser *p, struct expr *e, bool minus, size_t from)
{
	struct expr *w = make(p, minus ? EXPR_CALL : EXPR_NOT, from);

	if (w == NULL || e == NULL)
		return NULL;
	w->name = minus ? "-_" : NULL;
	w->name_at = (uint32_t)from;
	w->name_end = (uint32_t)from + 1;
	return finish(p, w, &e, 1);
}

/* A run of "!" or "-" is one loop: two of a kind cancel out, but the type still matters. */
static struct expr *
unary(struct parser *p)
{
	const struct token *first = p->t;
	enum token_kind kind = first->kind;
	size_t n = 0;
	struct expr *e;

	if (kind != TOKEN_NOT && kind != TOKEN_MINUS)
		return postfix(p);
	while (take(p, kind))
		n++;
	/* The lowest int can only be written with its sign. */
	if (kind == TOKEN_MINUS && (p->t->kind == TOKEN_INT || p->t->kind == TOKEN_DOUBLE)) {
		struct token t = *p->t;

		n--;
		t.at = p->t[-1].at;
		if (t.kind == TOKEN_INT && p->t[1].kind != TOKEN_DOT &&
			p->t[1].kind != TOKEN_LBRACKET) {
			p->t++;
			if ((e = make(p, EXPR_LITERAL, t.at)) != NULL)
				e->value = val_int((int64_t)(0 - t.u));
			e = finish(p, e, NULL, 0);
		} else if (t.kind == TOKEN_DOUBLE) {
			p->t++;
			t.d = -t.d;
			e = literal(p, &t);
		} else {
			n++;
			e = postfix(p);
		}
	} else if (p->t->kind == TOKEN_NOT || p->t->kind == TOKEN_MINUS) {
		if (++p->depth > MAX_EXPR_DEPTH)
			return fail(p, &lang_deep, p->t, "operators nest deeper than 250");
		e = unary(p);
		p->depth--;
	} else {
		e = postfix(p);
	}
	for (n = n == 0 ? 0 : 2 - n % 2; n > 0 && e != NULL; n--)
		e = wrap(p, e, kind == TOKEN_MINUS, first->at);
	return e;
}

/* How tightly an operator of two sides binds; 0: none. */
static int
binds(const struct token *t)
{
	if (t->kind == TOKEN_NAME)
		return strcmp(t->p, "in") == 0 ? 3 : 0;
	switch ((int)t->kind) {
	case TOKEN_OR: return 1;
	case TOKEN_AND: return 2;
	case TOKEN_EQ: case TOKEN_NE: case TOKEN_LT: case TOKEN_LE: case TOKEN_GT: case TOKEN_GE:
		return 3;
	case TOKEN_PLUS: case TOKEN_MINUS: return 4;
	case TOKEN_STAR: case TOKEN_SLASH: case TOKEN_PERCENT: return 5;
	default: return 0;
	}
}

static void
operator_of(struct expr *e, const struct token *t)
{
	static const char *const words[] = {
		[TOKEN_PLUS] = "+", [TOKEN_MINUS] = "-", [TOKEN_STAR] = "*", [TOKEN_SLASH] = "/",
		[TOKEN_PERCENT] = "%",
	};
	static const enum compare compares[] = {
		[TOKEN_EQ] = COMPARE_EQ, [TOKEN_NE] = COMPARE_NE, [TOKEN_LE] = COMPARE_LE,
		[TOKEN_GE] = COMPARE_GE, [TOKEN_LT] = COMPARE_LT, [TOKEN_GT] = COMPARE_GT,
	};

	e->name_at = t->at;
	e->name_end = t->end;
	if (t->kind == TOKEN_NAME) {
		e->kind = EXPR_IN;
	} else if (t->kind >= TOKEN_EQ && t->kind <= TOKEN_GT) {
		e->kind = EXPR_COMPARE;
		e->op = compares[t->kind];
	} else {
		e->kind = EXPR_CALL;
		e->name = words[t->kind];
	}
}

static struct expr *binary(struct parser *p, int tighter);

/* a && b && c: one node with three sides. */
static struct expr *
chain(struct parser *p, struct expr *first, enum token_kind kind, int level)
{
	struct args args = {0};
	struct expr *e = make(p, kind == TOKEN_AND ? EXPR_AND : EXPR_OR, first->at), *side;

	*VEC_PUSH(&args.list) = first;
	while (e != NULL && take(p, kind)) {
		if ((side = binary(p, level + 1)) == NULL) {
			e = NULL;
			break;
		}
		*VEC_PUSH(&args.list) = side;
	}
	e = finish(p, e, args.list.v, args.list.n);
	VEC_FREE(&args.list);
	return e;
}

static struct expr *
binary(struct parser *p, int tighter)
{
	struct expr *left = unary(p), *e, *pair[2];
	int level;

	while (left != NULL && (level = binds(p->t)) >= tighter && level > 0) {
		const struct token *t = p->t;

		if (level <= 2) {
			left = chain(p, left, t->kind, level);
			continue;
		}
		p->t++;
		pair[0] = left;
		if ((pair[1] = binary(p, level + 1)) == NULL)
			return NULL;
		if ((e = make(p, EXPR_CALL, left->at)) == NULL)
			return NULL;
		operator_of(e, t);
		left = finish(p, e, pair, 2);
	}
	return left;
}

static struct expr *
expression(struct parser *p)
{
	struct expr *e, *three[3];

	if (++p->depth > MAX_EXPR_DEPTH)
		return fail(p, &lang_deep, p->t, "brackets nest deeper than 250");
	e = binary(p, 1);
	if (e != NULL && take(p, TOKEN_QUESTION)) {
		three[0] = e;
		if ((three[1] = binary(p, 1)) == NULL || !want(p, TOKEN_COLON) ||
			(three[2] = expression(p)) == NULL)
			return NULL;
		e = finish(p, make(p, EXPR_IF, e->at), three, 3);
	}
	p->depth--;
	return e;
}

struct expr *
parse(struct arena *a, struct lang_source *s, bool no_macros)
{
	struct parser p = {.a = a, .s = s, .no_macros = no_macros};
	struct expr *e;

	if (s->len > MAX_EXPR) {
		source_error(s, &lang_large, 0, 1,
			"the expression has %zu bytes, the ceiling is %zu",
			s->len, MAX_EXPR);
		return NULL;
	}
	p.t = lex(a, s);
	if (p.t == NULL)
		return NULL;
	if (p.t->kind == TOKEN_END)
		return fail(&p, &lang_syntax, p.t, "the expression is empty");
	e = expression(&p);
	if (e != NULL && p.t->kind != TOKEN_END)
		return unexpected(&p, "an operator or the end of the expression");
	return p.failed ? NULL : e;
}
