#include "rules/lang/template.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/vec.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/source.h"
#include "rules/lang/value.h"

/* Text as it stands, or an expression. */
struct piece {
	const char *text;
	const struct program *expr;
};

struct template {
	const char *text;
	struct piece *pieces;
	size_t n;
	const char **words;
	size_t nwords;
};

struct compiler {
	struct arena *a;
	struct lang_source s;
	struct var *vars;
	size_t nvars;
	const struct record_type *const *records;
	struct zones *zones;
	VEC(struct piece) pieces;
};

/* Behind the closing brace of the expression that begins at i; 0 if it has no end. */
static size_t
expression_end(const char *text, size_t i)
{
	unsigned depth = 0;
	char quote = '\0';

	for (; text[i] != '\0'; i++) {
		char c = text[i];

		if (quote != '\0') {
			if (c == '\\' && text[i + 1] != '\0')
				i++;
			else if (c == quote)
				quote = '\0';
		} else if (c == '\'' || c == '"') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && depth-- == 0) {
			return i + 1;
		}
	}
	return 0;
}

static void
literal(struct compiler *c, struct buf *text)
{
	if (text->len > 0)
		VEC_PUSH(&c->pieces)->text = arena_strndup(c->a, text->p, text->len);
	buf_reset(text);
}

/* The expression in [from, to) of the template. */
static void
expression(struct compiler *c, size_t from, size_t to)
{
	struct place at = source_place(&c->s, from, to);
	const struct program *p = lang_compile_vars(c->a,
		arena_strndup(c->a, c->s.text + from, to - from), &at, c->vars, c->nvars,
			c->records,
		c->zones, WANT_ANY, c->s.d);

	if (p == NULL)
		c->s.errors++;
	VEC_PUSH(&c->pieces)->expr = p;
}

static void
split(struct compiler *c)
{
	const char *text = c->s.text;
	struct buf plain;
	size_t i = 0, end;

	buf_init(&plain, MAX_TEXT);
	while (text[i] != '\0') {
		if ((text[i] == '{' || text[i] == '}') && text[i + 1] == text[i]) {
			buf_chr(&plain, text[i]);
			i += 2;
		} else if (text[i] == '}') {
			source_error(&c->s, &lang_template, i, i + 1,
				"a } without its {; a brace itself is written }}");
			i++;
		} else if (text[i] == '{') {
			literal(c, &plain);
			end = expression_end(text, i + 1);
			if (end == 0) {
				source_error(&c->s, &lang_template, i, i + 1,
					"the { has no }; a brace itself is written {{");
				break;
			}
			expression(c, i + 1, end - 1);
			i = end;
		} else {
			buf_chr(&plain, text[i++]);
		}
	}
	literal(c, &plain);
	buf_free(&plain);
}

struct template *
template_compile_for(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, const char *const *words, size_t nwords,
	const struct record_type *const *records, struct zones *z, struct diags *d)
{
	struct compiler c = {.a = a, .records = records, .zones = z, .nvars = nvars + nwords};
	struct template *t = ARENA_NEW(a, struct template);

	c.s = (struct lang_source){.text = arena_strdup(a, text), .len = strlen(text), .at = at,
		.scratch = a, .d = d};
	c.vars = ARENA_ARRAY(a, struct var, c.nvars + 1);
	t->words = ARENA_ARRAY(a, const char *, nwords + 1);
	t->nwords = nwords;
	for (size_t i = 0; i < nvars; i++)
		c.vars[i] = vars[i];
	for (size_t i = 0; i < nwords; i++) {
		t->words[i] = arena_strdup(a, words[i]);
		c.vars[nvars + i] = (struct var){.name = t->words[i], .type = FIELD_STRING};
	}
	if (c.s.len > MAX_TEXT)
		source_error(&c.s, &lang_template, 0, 1, "a message has at most %d bytes",
			MAX_TEXT);
	else
		split(&c);
	t->text = c.s.text;
	t->n = c.pieces.n;
	t->pieces = ARENA_ARRAY(a, struct piece, t->n + 1);
	if (t->n > 0)
		memcpy(t->pieces, c.pieces.v, t->n * sizeof(*t->pieces));
	VEC_FREE(&c.pieces);
	return c.s.errors == 0 ? t : NULL;
}

struct template *
template_compile(struct arena *a, const char *text, const struct place *at, const struct var *vars,
	size_t nvars, const char *const *words, size_t nwords, struct diags *d)
{
	return template_compile_for(a, text, at, vars, nvars, words, nwords, record_types, NULL, d);
}

const char *
template_text(const struct template *t)
{
	return t->text;
}

bool
template_fills(const struct template *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->pieces[i].expr != NULL)
			return true;
	return false;
}

static void put_value(struct buf *out, const struct value *v);

static void
put_list(struct buf *out, const struct vlist *l)
{
	struct val item;
	struct value v;

	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_str(out, ", ");
		vlist_get(l, i, &item);
		v = value_of(&item);
		put_value(out, &v);
		if (out->len > MAX_MESSAGE) {
			buf_str(out, ", ...");
			break;
		}
	}
	if (!l->complete)
		buf_str(out, l->n > 0 ? " (and perhaps more)" : "unknown");
}

static void
put_value(struct buf *out, const struct value *v)
{
	switch (v->type) {
	case VALUE_NULL: return;
	case VALUE_BOOL: buf_str(out, v->v.b ? "yes" : "no"); return;
	case VALUE_INT: buf_fmt(out, "%lld", (long long)v->v.i); return;
	case VALUE_UINT: buf_fmt(out, "%llu", (unsigned long long)v->v.u); return;
	case VALUE_DOUBLE: buf_fmt(out, "%g", v->v.d); return;
	case VALUE_STRING: case VALUE_BYTES: buf_add(out, v->text, v->len); return;
	case VALUE_TIMESTAMP: instant_put(out, &v->v.t); return;
	case VALUE_DURATION: span_put(out, v->v.i); return;
	case VALUE_LIST: put_list(out, v->v.p); return;
	case VALUE_MAP: buf_str(out, "a map"); return;
	case VALUE_RECORD: buf_str(out, "a record"); return;
	case VALUE_OPTIONAL: buf_str(out, v->v.p != NULL ? "a value" : "none"); return;
	case VALUE_TYPE: buf_str(out, v->text); return;
	case VALUE_UNKNOWN: buf_fmt(out, "unknown (%s)", v->text); return;
	case VALUE_ERROR: buf_fmt(out, "not computed (%s)", v->text); return;
	}
}

static bool
closes(char c)
{
	return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ')';
}

/* "has no owner ." where a word was empty. */
static void
join(struct buf *out, size_t start, bool empty, const char *next)
{
	if (!empty || !closes(next[0]))
		return;
	while (out->len > start && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
}

static void
bind_words(const struct template *t, const struct template_word *words, size_t nwords,
	struct binding *all)
{
	for (size_t i = 0; i < t->nwords; i++) {
		all[i].name = t->words[i];
		all[i].value.known = KNOWN;
		all[i].value.v.s = "";
		for (size_t k = 0; k < nwords; k++)
			if (strcmp(words[k].name, t->words[i]) == 0 && words[k].text != NULL)
				all[i].value.v.s = words[k].text;
	}
}

void
template_render(const struct template *t, const struct binding *b, size_t nb,
	const struct template_word *words, size_t nwords, struct arena *a, struct buf *out)
{
	struct binding *all = ARENA_ARRAY(a, struct binding, nb + t->nwords + 1);
	size_t start = out->len;
	bool empty = false;

	for (size_t i = 0; i < nb; i++)
		all[i] = b[i];
	bind_words(t, words, nwords, all + nb);
	for (size_t i = 0; i < t->n; i++) {
		struct value v;
		size_t before;

		if (t->pieces[i].expr == NULL) {
			join(out, start, empty, t->pieces[i].text);
			empty = false;
			buf_str(out, t->pieces[i].text);
			continue;
		}
		v = program_run(t->pieces[i].expr, all, nb + t->nwords, a);
		before = out->len;
		put_value(out, &v);
		empty = out->len == before;
	}
	/* An empty word at the end leaves its blank. */
	while (empty && out->len > start && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
}
