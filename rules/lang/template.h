#ifndef TRUEUP_TEMPLATE_H
#define TRUEUP_TEMPLATE_H
/*
 * Message templates of rules: text in which {expression} is replaced by its
 * value.  "{{" and "}}" are braces.  What is unknown is rendered in words,
 * never left out, so that a message cannot say more than is known.
 */
#include <stddef.h>

#include "rules/lang/program.h"

struct arena;
struct buf;
struct diags;
struct place;
struct record_type;
struct template;
struct zones;

/* A word that the caller supplies when it renders: "why". Always text; may be "". */
struct template_word {
	const char *name, *text;
};

/*
 * `at` places the text's first byte. vars as in program_compile(); words are
 * further names (the texts are ignored here) that stand alone in their braces
 * or within expressions. NULL with every error reported. Lives in a.
 */
struct template *template_compile(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, const char *const *words, size_t nwords,
	struct diags *d);

/* The same, with another field table and zones by name (rules/lang/value.h). */
struct template *template_compile_for(struct arena *a, const char *text, const struct place *at,
	const struct var *vars, size_t nvars, const char *const *words, size_t nwords,
	const struct record_type *const *records, struct zones *z, struct diags *d);

/* Its text as written; whether it fills in anything. */
const char *template_text(const struct template *t);
bool template_fills(const struct template *t);

/*
 * Adds the message to out. A word that is not given is "". Scratch is taken
 * from a. Blanks before punctuation that an empty word leaves are removed.
 */
void template_render(const struct template *t, const struct binding *b, size_t nb,
	const struct template_word *words, size_t nwords, struct arena *a, struct buf *out);

#endif
