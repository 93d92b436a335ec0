#ifndef TRUEUP_SYNTAX_HELP_H
#define TRUEUP_SYNTAX_HELP_H
/* For the tests of the syntax layers: trees as a line of text, files as bytes, peak memory. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/node.h"

/* Numbers as they are, texts in quotes, "name:value" in maps. */
static inline void
dump(struct buf *b, const struct node *n)
{
	if (n == NULL) {
		buf_str(b, "(none)");
		return;
	}
	if (n->type == NODE_STRING)
		buf_fmt(b, "\"%s\"", n->text);
	else if (n->type == NODE_LIST || n->type == NODE_MAP) {
		buf_chr(b, n->type == NODE_MAP ? '{' : '[');
		for (const struct node *c = n->child; c != NULL; c = c->next) {
			if (c != n->child)
				buf_chr(b, ',');
			if (n->type == NODE_MAP)
				buf_fmt(b, "%s:", c->key);
			dump(b, c);
		}
		buf_chr(b, n->type == NODE_MAP ? '}' : ']');
	} else {
		buf_str(b, n->type == NODE_NULL ? "null" : node_text(n));
	}
}

/* The whole file, with room for a NUL; the caller frees. NULL if it cannot be read. */
static inline char *
slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;
	size_t cap = 0;

	*len = 0;
	while (f != NULL) {
		size_t n;

		if (cap - *len < 65536)
			p = x_realloc(p, cap = cap * 2 + 131072);
		n = fread(p + *len, 1, 65536, f);
		if (n == 0)
			break;
		*len += n;
	}
	if (f != NULL)
		fclose(f);
	return p;
}

static inline long
peak_kib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

/* The code of the first diagnostic, "" if there is none. */
static inline const char *
first_code(const struct diags *d)
{
	return diags_count(d) == 0 ? "" : diags_at(d, 0)->kind->code;
}

#endif
