#ifndef TRUEUP_DIAG_H
#define TRUEUP_DIAG_H
/*
 * What is wrong with the input: collected, never printed on the way.  The
 * kinds of a room stand in its diags.def, one row each, from which the
 * catalogue in the manual and `trueup explain CODE` are made as well.
 *
 *     file:line:col: level[code]: what is wrong and what to do
 *        12 |   "for": "contrl",
 *           |           ^~~~~~
 *
 * Text from evidence is made inert when it is printed (base/text.h).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag_kind {
	const char *code;   /* stable: "E101" */
	enum diag_level level;
	const char *title;  /* a few words, for lists */
	const char *advice; /* one or two sentences: what it means, what to do */
};

/* A place; every part but file may be missing (NULL or 0). */
struct place {
	const char *file;    /* as the user named it */
	uint32_t line, col;  /* from 1; col in bytes */
	uint32_t width;      /* bytes to underline; 0: one */
	const char *excerpt; /* the line, without its end; long lines: a part around col */
	uint32_t cut;        /* bytes of the line that stand before the excerpt */
};

struct diag {
	const struct diag_kind *kind;
	struct place at;
	const char *text;
};

struct diags;

struct diags *diags_new(void);
void diags_free(struct diags *d);

/*
 * Copies everything that it keeps. at may be NULL.  After DIAG_SAME_MAX of one
 * code in one file only the count is kept: a hostile file cannot fill memory
 * with complaints about itself.
 */
void diag_add(struct diags *d, const struct diag_kind *kind, const struct place *at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

size_t diags_count(const struct diags *d);  /* those kept: the bound of diags_at() */
size_t diags_more(const struct diags *d);   /* those only counted */
size_t diags_errors(const struct diags *d); /* of level DIAG_ERROR, kept or counted */
const struct diag *diags_at(const struct diags *d, size_t i);
/* How many of its code and file are only counted, if i is the last kept one of them; else 0. */
size_t diags_same(const struct diags *d, size_t i);

/* Takes over everything that from holds, and empties it. */
void diags_move(struct diags *to, struct diags *from);

/* Stable order by file, line, column; then in the order in which they came. */
void diags_sort(struct diags *d);

/* After DIAG_SAME_MAX of one code in one file the rest are counted in one line. */
void diags_print(const struct diags *d, FILE *out, bool colour);

/*
 * The excerpt line of a text in memory: what stands between the line ends
 * around byte `at`; sets line and col. Allocates the excerpt in a.
 */
void place_of(struct place *p, struct arena *a, const char *file, const char *text, size_t len,
	size_t at);

#define DIAG_DECLARE_ROW(name, code, level, title, advice) extern const struct diag_kind name;
#define DIAG_DEFINE_ROW(name, code, level, title, advice)                                          \
	const struct diag_kind name = {code, level, title, advice};
#define DIAG_LIST_ROW(name, code, level, title, advice) &name,

#endif
