#ifndef TRUEUP_LEX_H
#define TRUEUP_LEX_H
/* Words of an expression. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct lang_source;

enum token_kind {
	TOKEN_END, TOKEN_NAME, TOKEN_QUOTED_NAME, TOKEN_INT, TOKEN_UINT, TOKEN_DOUBLE, TOKEN_STRING,
	TOKEN_BYTES,
	TOKEN_OR, TOKEN_AND, TOKEN_EQ, TOKEN_NE, TOKEN_LE, TOKEN_GE, TOKEN_LT, TOKEN_GT,
	TOKEN_PLUS, TOKEN_MINUS, TOKEN_STAR, TOKEN_SLASH, TOKEN_PERCENT, TOKEN_NOT,
	TOKEN_QUESTION, TOKEN_COLON, TOKEN_COMMA, TOKEN_DOT,
	TOKEN_LPAREN, TOKEN_RPAREN, TOKEN_LBRACKET, TOKEN_RBRACKET, TOKEN_LBRACE, TOKEN_RBRACE
};

struct token {
	enum token_kind kind;
	uint32_t at, end;  /* bytes of the text */
	const char *p;     /* NAME, STRING, BYTES: what it stands for; NUL-terminated */
	size_t n;
	uint64_t u;        /* INT, UINT; an int may be 2^63, for the minus that stands before it */
	double d;
};

/*
 * All words of the text, the last one TOKEN_END. Every lexical error is
 * reported; NULL if there was one. Lives in a.
 */
struct token *lex(struct arena *a, struct lang_source *s);

/* Reads a string literal at byte `at`; moves *at behind it. Reports and returns -1. */
int lex_string(struct arena *a, struct lang_source *s, size_t *at, struct token *out);

/* "==", "a name", "the end of the expression". */
const char *token_word(enum token_kind kind);

/*
 * Correctly rounded; "inf", "-Infinity" and "NaN" in any case.  False if it is no number, or one
 * beyond every double.  Not by the locale.
 */
bool text_to_double(const char *p, size_t n, double *out);

#endif
