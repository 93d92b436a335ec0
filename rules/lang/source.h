#ifndef TRUEUP_LANG_SOURCE_H
#define TRUEUP_LANG_SOURCE_H
/* An expression's text and where it stands in its file, so that errors point into the file. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/diag.h"

struct arena;

struct lang_source {
	const char *text;
	size_t len;
	const struct place *at; /* of the first byte; may be NULL */
	struct arena *scratch;  /* excerpts */
	struct diags *d;
	size_t errors;
};

/* The place of bytes [from, to) of the text. */
struct place source_place(const struct lang_source *s, size_t from, size_t to);

/* Reports an error there and counts it. */
void source_error(struct lang_source *s, const struct diag_kind *kind, size_t from, size_t to,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
