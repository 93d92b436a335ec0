#ifndef TRUEUP_PACK_H
#define TRUEUP_PACK_H
/*
 * Rule packs: JSON with comments, one pack a file.  Every expression is
 * compiled and type-checked when the pack is loaded; all errors are reported,
 * none is evaluated after one.  What a kind's slots are called and see is told
 * by the judge's table of kinds (struct kind_spec), so that the language knows no kind.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/node.h"
#include "rules/lang/program.h"

struct calendar;
struct change;
struct regime_table;
struct template;

#define KIND_SLOTS 8
#define RULE_PARAMS 16 /* of one rule; a rule with more is a program */

struct slot_spec {
	const char *name;             /* "must" */
	enum want want;
	bool required;
	const struct var *vars; size_t nvars; /* beside the record itself, under the name of its type */
};

/* A parameter that a kind reads by its name: every rule of the kind has it. */
struct param_spec {
	const char *name;             /* "limit" */
	const char *const *types;     /* of which it is one; NULL-terminated */
	const char *const *words;     /* of which a string is one; NULL: any */
};

struct kind_spec {
	const char *name;             /* "resolve" */
	const char *doc;              /* what an instance is, and when it is T, F, U, B */
	const char *const *records;   /* record types it can be "for"; NULL-terminated */
	struct slot_spec slots[KIND_SLOTS]; size_t nslots;
	const struct param_spec *params; size_t nparams;
	const char *const *words;     /* extra words of its messages ("why", "due"); NULL-terminated */
	const char *scores;           /* the dimension whose rule of effect "instance" it can be: "O"; NULL: none */
	const char *scores_for;       /* and the record that such a rule is for */
	bool calendars;               /* its limits run in a calendar: the member "calendar" */
	bool caps;                    /* it can lower a grade (effect "cap") */
	bool only_caps;               /* and has no other effect */
	bool together;                /* what it checks is several records, not one */
};

/* In what time its limits run: always, in whole days, or by a named calendar. */
enum rule_calendar { CALENDAR_CLOCK, CALENDAR_DAYS, CALENDAR_BUSINESS };

enum rule_effect { EFFECT_INSTANCE, EFFECT_CAP, EFFECT_FLAG };

struct param {
	const char *name, *type, *text;      /* type: int, duration, string, strings, table */
	const struct node *value, *min, *max;
	const char *stricter;                /* "lower", "higher" */
	struct { int64_t from, to; } effective; /* of its table: a start in [from, to); both 0: always */
	const char *source, *basis;          /* basis: "standard", "secondary", "trueup" */
	uint32_t line;
};

struct rule_test { const char *name; const struct node *node; };

struct rule {
	const char *id, *pack, *kind, *dim, *severity, *question, *record, *fix;
	const char *draft;                   /* the missing input: never asked; or NULL */
	const char *off;                     /* why it is asked only where a profile turns it on; or NULL */
	enum rule_effect effect;
	enum rule_calendar calendar;
	const char *calendar_name;           /* of CALENDAR_BUSINESS */
	const struct calendar *business;     /* NULL: none of that name was given */
	const struct regime_table *table;    /* limits by facts, of a profile (changes.h); NULL: none */
	const struct program *where;         /* NULL: all */
	const struct program *slots[KIND_SLOTS]; /* by the kind's order; NULL: not given */
	const struct kind_spec *spec;
	struct template *message;
	struct param *params; size_t nparams;
	const char **refs; size_t nrefs;
	struct rule_test *tests; size_t ntests;
	bool enabled;
	struct change *changes; size_t nchanges; /* by a profile and overrides: changes.h */
	const char *file;
	uint32_t line, col;
};

struct rule_set {
	struct rule **rules; size_t nrules;  /* by id */
	struct pack_file { const char *name, *version, *path, *sha256; } *packs; size_t npacks;
};

/*
 * Loads packs from memory. NULL with diagnostics on any error. kinds ends with NULL.
 * The built-in pack "core" is compiled in: pack_core().
 */
struct pack_text { const char *path; const char *text; size_t len; /* of the text */ };
struct rule_set *rules_load(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, struct diags *d);
/* The same, but for the tests of core: they are nine tenths of it, and judging has no use of them. */
struct rule_set *rules_load_to_judge(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, struct diags *d);
extern const char pack_core_text[];
extern const size_t pack_core_len;
/* The same lines, those of tests empty: rules/packs/plain.awk. Its digest is that of the whole. */
extern const char pack_core_plain[];
extern const size_t pack_core_plain_len;
/* Calendars and profiles that are compiled in; a NULL path ends the table. */
extern const struct pack_text shipped_calendars[], shipped_profiles[];

const struct rule *rule_find(const struct rule_set *s, const char *id);
const struct param *rule_param(const struct rule *r, const char *name);

#endif
