#ifndef TRUEUP_RUN_H
#define TRUEUP_RUN_H
/*
 * What the commands that read evidence share: arguments to files, files to
 * sources, sources through their readers into a sink.
 */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/diag.h"
#include "checker/model/config.h"
#include "checker/read/reader.h"

struct streams;
struct trust;

/* A file of rules, kept as it was read. */
struct rule_text { struct rule_text *next; const char *path, *text; size_t len; };

struct run {
	struct arena *a;          /* lives as long as the run */
	struct diags *diags;
	struct zones *zones;
	struct config cfg;
	const char *config_path;  /* NULL: none */
	const char *config_text; size_t config_len;
	struct rule_text *rule_texts;
	struct source **sources; size_t nsources, cap;
	const char **incomplete; size_t nincomplete; /* sentences; any makes the run incomplete */
	/* Which part of the files is read, from 1, of how many (`trueup read --part`); 0: all of them. */
	unsigned part, parts;
	size_t walk_incomplete;   /* sentences of `incomplete` that no one file is the cause of */
	bool reads_only;          /* nothing is judged: whether all rows of trueup.json fit is not asked */
	const char *listing;      /* SHA-256 of the names of the files of all parts; set by run_read() */
	const char *hints;        /* SHA-256 of what trueup.json says of how to read; NULL: nothing */
	struct streams *streams;  /* sealed record streams; NULL: none was given */
	struct trust *stream_trust; /* by whom their seals are believed; NULL: nobody's */
	bool seal_refused;        /* a sealed stream was changed: exit 4 */
	struct trust *rule_trust; /* who must have signed rules; NULL: nobody need */
	bool strict;              /* stop at the first source that is broken */
	bool usage;               /* a path was mistyped: nothing is judged, exit 2 */
};

void run_init(struct run *r);
void run_free(struct run *r);

/* Loads trueup.json (NULL: defaults only). 0, or an exit status with diagnostics in r. */
int run_config(struct run *r, const char *path);

/*
 * The configuration as run_config() left it, but without these members; as_of and names as r has
 * them. In arena a, with complaints in d. -1: it is none without them.
 */
int run_config_without(const struct run *r, const char *const *members, size_t n,
	struct config *out, struct arena *a, struct diags *d);

/* --as-of: an instant or a date (then its last moment). NULL: not given. 0 or -1 (diagnosed). */
int run_as_of(struct run *r, const char *text);

/*
 * Reads every file below the arguments. done (may be NULL) is called after each
 * source with its reader (NULL: not read as data). Goes on after bad input and
 * marks the run incomplete. -1 only where nothing can go on (usage, strict).
 */
int run_read(struct run *r, const char *const *paths, size_t n, struct sink *sink,
	void (*done)(void *ctx, struct source *s, const struct reader *reader), void *ctx);

/* The mapping in that file joins the set. -1 (diagnosed). */
struct mappings;
int run_mapping(struct run *r, struct mappings *maps, const char *path);

/* Sorts r->sources by path and digest and numbers them, and r->incomplete. */
void run_sort(struct run *r);

/* How the run ended, as far as reading goes: a seal that was refused, incomplete, or all well. */
int run_status(const struct run *r);

/* The newest instant that any source's facts have; INT64_MIN if none. */
int64_t run_newest(const struct run *r);

void run_incomplete(struct run *r, const char *why);

/* Prints diagnostics to stderr, sorted; colour if it is a terminal and NO_COLOR is not set. */
void run_report(struct run *r);

/* "a/b*.csv" against "x/a/b1.csv": * and ? within a name, ** across folders; a pattern without '/' fits the last name. */
bool glob_fits(const char *pattern, const char *path);

#endif
