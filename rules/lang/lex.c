#include "rules/lang/lex.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "rules/lang/lang_diags.h"
#include "rules/lang/source.h"

static const struct { const char *word; enum token_kind kind; } signs[] = {
	/* Longer ones first. */
	{"||", TOKEN_OR}, {"&&", TOKEN_AND}, {"==", TOKEN_EQ}, {"!=", TOKEN_NE}, {"<=", TOKEN_LE},
	{">=", TOKEN_GE}, {"<", TOKEN_LT}, {">", TOKEN_GT}, {"+", TOKEN_PLUS}, {"-", TOKEN_MINUS},
	{"*", TOKEN_STAR}, {"/", TOKEN_SLASH}, {"%", TOKEN_PERCENT}, {"!", TOKEN_NOT},
	{"?", TOKEN_QUESTION}, {":", TOKEN_COLON}, {",", TOKEN_COMMA}, {".", TOKEN_DOT},
	{"(", TOKEN_LPAREN}, {")", TOKEN_RPAREN}, {"[", TOKEN_LBRACKET}, {"]", TOKEN_RBRACKET},
	{"{", TOKEN_LBRACE}, {"}", TOKEN_RBRACE},
};

const char *
token_word(enum token_kind kind)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].kind == kind)
			return signs[i].word;
	if (kind == TOKEN_END)
		return "the end of the expression";
	return kind == TOKEN_NAME || kind == TOKEN_QUOTED_NAME ? "a name" : "a literal";
}

static bool
name_start(char c)
{
	return ch_alpha(c) || c == '_';
}

static bool
hex_digit(char c)
{
	return ch_digit(c) || (ch_low(c) >= 'a' && ch_low(c) <= 'f');
}

/* Blanks and comments. */
static size_t
skip(const struct lang_source *s, size_t i)
{
	for (;;) {
		if (i < s->len && (ch_space(s->text[i]) && s->text[i] != '\v')) {
			i++;
		} else if (i + 1 < s->len && s->text[i] == '/' && s->text[i + 1] == '/') {
			while (i < s->len && s->text[i] != '\n')
				i++;
		} else {
			return i;
		}
	}
}

static bool
decimal_int(const char *p, size_t n, unsigned base, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++) {
		char c = ch_low(p[i]);
		unsigned digit = (unsigned)(ch_digit(c) ? c - '0' : c - 'a' + 10);

		if (__builtin_mul_overflow(v, (uint64_t)base, &v) ||
			__builtin_add_overflow(v, (uint64_t)digit, &v))
			return false;
	}
	*out = v;
	return n > 0;
}

/* The exponent of a double at i; i itself if there is none. */
static size_t
exponent(const struct lang_source *s, size_t i)
{
	size_t j = i;

	if (j >= s->len || ch_low(s->text[j]) != 'e')
		return i;
	j++;
	if (j < s->len && (s->text[j] == '+' || s->text[j] == '-'))
		j++;
	if (j >= s->len || !ch_digit(s->text[j]))
		return i;
	while (j < s->len && ch_digit(s->text[j]))
		j++;
	return j;
}

static void
number_error(struct lang_source *s, size_t from, size_t to)
{
	source_error(s, &lang_number, from, to, "\"%.*s\" is no number of 64 bits",
		(int)(to - from > 60 ? 60 : to - from), s->text + from);
}

/* A whole number, decimal or hexadecimal, with its "u"; or a double. */
static void
number(struct lang_source *s, size_t *at, struct token *t)
{
	size_t from = *at, i = from, digits = from, e;
	unsigned base = 10;
	bool ok;

	if (s->text[i] == '0' && i + 2 < s->len && s->text[i + 1] == 'x' &&
		hex_digit(s->text[i + 2])) {
		base = 16;
		i = digits = i + 2;
	}
	while (i < s->len && (base == 16 ? hex_digit(s->text[i]) : ch_digit(s->text[i])))
		i++;
	e = i;
	if (base == 10) {
		if (i + 1 < s->len && s->text[i] == '.' && ch_digit(s->text[i + 1]))
			for (e = i + 1; e < s->len && ch_digit(s->text[e]);)
				e++;
		e = exponent(s, e);
	}
	if (e > i) {
		t->kind = TOKEN_DOUBLE;
		ok = text_to_double(s->text + from, e - from, &t->d);
	} else {
		ok = decimal_int(s->text + digits, i - digits, base, &t->u);
		t->kind = TOKEN_INT;
		if (e < s->len && ch_low(s->text[e]) == 'u') {
			t->kind = TOKEN_UINT;
			e++;
		} else if (ok && t->u > (uint64_t)INT64_MAX + 1) {
			ok = false;
		}
	}
	/* "0x", "12abc" and "1.2.3" are one broken word, not two. */
	if (e < s->len && (name_start(s->text[e]) || ch_digit(s->text[e]))) {
		ok = false;
		while (e < s->len && (name_start(s->text[e]) || ch_digit(s->text[e])))
			e++;
	}
	if (!ok)
		number_error(s, from, e);
	*at = e;
}

/* What stands before a quote makes it a literal: r, b, br, in either case. */
static bool
string_here(const struct lang_source *s, size_t i)
{
	char c = ch_low(s->text[i]);

	if (c == 'b')
		i++;
	if (i < s->len && ch_low(s->text[i]) == 'r')
		i++;
	return i < s->len && (s->text[i] == '"' || s->text[i] == '\'');
}

static void
quoted_name(struct arena *a, struct lang_source *s, size_t *at, struct token *t)
{
	size_t from = *at + 1, i = from;

	while (i < s->len && (ch_alnum(s->text[i]) || strchr("_.-/ ", s->text[i]) != NULL) &&
		s->text[i] != '\0')
		i++;
	t->kind = TOKEN_QUOTED_NAME;
	t->p = arena_strndup(a, s->text + from, i - from);
	t->n = i - from;
	if (i == from || i >= s->len || s->text[i] != '`') {
		source_error(s, &lang_string, *at, i, "a name in ` ` has letters, digits, '_', "
			"'.', '-', '/' and blanks, and an end");
		*at = i > from ? i : from;
		return;
	}
	*at = i + 1;
}

static void
sign(struct lang_source *s, size_t *at, struct token *t)
{
	size_t n;
	int32_t c;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		n = strlen(signs[i].word);
		if (s->len - *at >= n && memcmp(s->text + *at, signs[i].word, n) == 0) {
			t->kind = signs[i].kind;
			*at += n;
			return;
		}
	}
	c = utf8_next(s->text + *at, s->len - *at, &n);
	if (c < 0)
		n = 1;
	if (s->text[*at] == '=' || s->text[*at] == '&' || s->text[*at] == '|')
		source_error(s, &lang_character, *at, *at + 1, "'%c' alone means nothing here: "
			"did you mean \"%c%c\"?", s->text[*at], s->text[*at], s->text[*at]);
	else if (c > ' ' && c < 0x7f)
		source_error(s, &lang_character, *at, *at + 1, "unexpected '%c'", (char)c);
	else
		source_error(s, &lang_character, *at, *at + n, "unexpected character U+%04X",
			c < 0 ? (unsigned)(unsigned char)s->text[*at] : (unsigned)c);
	*at += n;
}

static void
one(struct arena *a, struct lang_source *s, size_t *at, struct token *t)
{
	char c = s->text[*at];
	size_t i = *at;

	if (string_here(s, i)) {
		lex_string(a, s, at, t);
	} else if (name_start(c)) {
		while (i < s->len && (name_start(s->text[i]) || ch_digit(s->text[i])))
			i++;
		t->kind = TOKEN_NAME;
		t->p = arena_strndup(a, s->text + *at, i - *at);
		t->n = i - *at;
		*at = i;
	} else if (ch_digit(c) || (c == '.' && i + 1 < s->len && ch_digit(s->text[i + 1]))) {
		number(s, at, t);
	} else if (c == '`') {
		quoted_name(a, s, at, t);
	} else {
		sign(s, at, t);
	}
}

struct token *
lex(struct arena *a, struct lang_source *s)
{
	VEC(struct token) words = {0};
	struct token *all, *t;
	size_t i = 0, before = s->errors;

	for (;;) {
		i = skip(s, i);
		t = VEC_PUSH(&words);
		t->at = (uint32_t)i;
		if (i >= s->len)
			break;
		one(a, s, &i, t);
		t->end = (uint32_t)i;
		/* A file of garbage: what follows says nothing new. */
		if (s->errors - before >= DIAG_SAME_MAX)
			break;
		if (words.n > MAX_EXPR_NODES * 2ul) {
			source_error(s, &lang_large, t->at, t->end, "more than %d words",
				MAX_EXPR_NODES * 2);
			break;
		}
	}
	t = &words.v[words.n - 1];
	if (t->end == 0)
		t->end = (uint32_t)i;
	all = ARENA_ARRAY(a, struct token, words.n);
	memcpy(all, words.v, words.n * sizeof(*all));
	VEC_FREE(&words);
	return s->errors == before ? all : NULL;
}
