#ifndef TRUEUP_CMD_H
#define TRUEUP_CMD_H
/*
 * Commands: one file and one row each.  Help, completions, the manual's
 * synopsis and its test come from the rows.
 */
#include <stdbool.h>
#include <stddef.h>

/* Exit statuses; the highest in the order 70, 5, 2, 4, 3, 1, 0 wins (design.md 9). */
enum {
	EXIT_OK = 0,
	EXIT_GATE = 1,       /* a gate failed */
	EXIT_USAGE = 2,      /* usage, configuration or rule error */
	EXIT_INCOMPLETE = 3, /* evidence incomplete */
	EXIT_UNTRUSTED = 4,  /* a signature, chain or replay did not verify, or is untrusted */
	EXIT_FIXES = 10,     /* of diff: changed, and nothing worse */
	EXIT_REGRESSIONS = 11,
	EXIT_BOTH = 12       /* regressions and fixes */
	/* EXIT_MACHINE 5, EXIT_BUG 70: base/die.h */
};
int exit_worse(int a, int b);

struct option_row {
	const char *name;    /* "as-of"; NULL ends */
	char letter;         /* 'o' or 0 */
	const char *arg;     /* "TIME"; NULL: a switch */
	bool many;           /* may be given more than once */
	const char *help;
};

/* Parsed: by the row's position. */
struct option_values { const char **v; size_t n; };
struct args {
	struct option_values *opt;   /* one a row */
	const char **rest; size_t nrest;
};

struct command {
	const char *name, *synopsis, *help; /* help: one line */
	const char *about;                  /* paragraphs for --help and the manual */
	const struct option_row *options;
	int (*run)(const struct args *a);   /* the exit status */
};

extern const struct command *const commands[]; /* ends with NULL */

/* The value of a switch or single option by name; NULL: not given. A bug if there is no such row. */
const char *arg_get(const struct command *c, const struct args *a, const char *name);
const struct option_values *arg_all(const struct command *c, const struct args *a, const char *name);

#endif
