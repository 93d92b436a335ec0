#ifndef TRUEUP_LINE_H
#define TRUEUP_LINE_H
/* One line of the record stream, member by member: for the files that print and load its kinds. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/instant.h"

struct arena;
struct buf;
struct node;
struct source;
struct word_list;

/* ---- printing: each with its comma where something stands before it ---- */

void line_name(struct buf *b, const char *name);
/* A value of a list: no comma. */
void line_string(struct buf *b, const char *s);
/* Nothing where it is NULL. */
void line_text(struct buf *b, const char *name, const char *s);
/* Nothing where it is false. */
void line_flag(struct buf *b, const char *name, bool v);
/* Nothing where it is unknown and without a text. */
void line_instant(struct buf *b, const char *name, const struct instant *t);
void line_utc(struct buf *b, const char *name, int64_t ns);

/* ---- loading: 0, or -1 with why; what is loaded lives in a ---- */

struct load {
	const struct source *source; /* whose zone times without one are in; NULL: none */
	struct arena *a;
	const char *why;
};

int load_fail(struct load *l, const char *name, const char *what);
int load_text(struct load *l, const char **out, const struct node *n, size_t max);
int load_flag(struct load *l, bool *out, const struct node *n);
int load_instant(struct load *l, struct instant *t, const struct node *n);
int load_word(struct load *l, int *out, const struct word_list *words, const struct node *n);
/* Exactly what line_utc() writes. */
bool load_utc(const char *s, int64_t *ns);

#endif
