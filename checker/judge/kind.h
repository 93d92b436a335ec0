#ifndef TRUEUP_KIND_H
#define TRUEUP_KIND_H
/*
 * Kinds of rules: a closed set, one file and one row each.  A kind owns what
 * an instance is and when it is T, F, U or B; the rule supplies expressions.
 * There is no way from U to T: a slot that is not T makes no check T.
 */
#include "checker/base/vec.h"
#include "checker/judge/inside.h"
#include "rules/lang/pack.h"
#include "rules/lang/template.h"

struct kind_run {
	struct judging *j;
	const struct rule *rule;
	uint32_t index;              /* of the rule in the results */
	struct rule_result *result;
	struct arena *scratch;       /* reset after each record */
	struct kind_checks { struct check *v; size_t n, cap; } *checks;
	const char *lapsed;          /* why all its checks are U: a loosening is over; NULL: it is not */
	struct caps *caps;           /* NULL: nothing is lowered by what it finds */
	struct explaining *trace;    /* NULL: nobody asks how it came about */
};

/* One record that a rule is for. */
struct kind_record {
	struct view view;
	const char *subject;         /* "ac-2", "SEC-12", "web01" */
	uint32_t control, item, asset; /* NOT_ONE where not about one */
	struct loc at;
};

struct kind {
	struct kind_spec spec;
	void (*run)(struct kind_run *k);
};

extern const struct kind *const kinds[];              /* ends with NULL */
extern const struct kind_spec *const kind_specs[];    /* the same rows, for the loader */
const struct kind *kind_find(const char *name);

/* Records that stand for themselves, so that a rule can be for each of them; ends with NULL. */
extern const char *const kind_records[];
extern const char *const kind_entities[]; /* the same without what is one entry or result */

extern const struct kind kind_require, kind_resolve, kind_deadline, kind_sequence, kind_followup,
	kind_contradict, kind_agree, kind_share, kind_occurs, kind_ratio, kind_reconcile,
	kind_concentrate, kind_reuse, kind_behaviour;

struct map;

#define KIND_BINDINGS 24

/* What an expression of the rule sees: the record, as_of, its parameters, and more that the kind adds. */
struct kind_env {
	struct binding b[KIND_BINDINGS];
	size_t n;
};
void kind_env(struct kind_run *k, const struct kind_record *r, struct kind_env *e);
/* For messages of aggregates: as_of and the parameters; the record is no one. */
void kind_env_none(struct kind_run *k, struct kind_env *e);
void kind_bind_record(struct kind_env *e, const char *name, struct kind_run *k, const void *rec,
	int64_t at);
void kind_bind_params(struct kind_env *e, const struct rule *r);
/* The slot of the rule by name; NULL: not given. */
const struct program *kind_slot(const struct kind_run *k, const char *name);
enum tri kind_tri(struct kind_run *k, const struct program *p, const struct kind_env *e,
	const char **why);
struct value kind_value(struct kind_run *k, const struct program *p, const struct kind_env *e);

/* Every record of the rule's type, with `where`: F is passed over, U is given with *unsure. */
struct kind_walk { size_t i, entry; };
bool kind_next(struct kind_run *k, struct kind_walk *w, struct kind_record *r, struct kind_env *e,
	enum tri *where, const char **why);
/* The same for a kind that judges one record at a time: one() where `where` is T, else a check that is U. */
void kind_each(struct kind_run *k, void (*one)(struct kind_run *, struct kind_record *, struct kind_env *));

/* Every source of such records says that it is whole: without that no aggregate is T. */
bool kind_whole(const struct kind_run *k);

/* Adds one check; words (may be NULL) fill the message beside what e holds. */
void kind_check(struct kind_run *k, const struct kind_record *r, const struct kind_env *e,
	enum tri value, const char *why, const struct template_word *words, size_t nwords,
	const struct loc *also);

/* The events of the record, an item; *n = 0 for other records. */
const struct event *kind_events(const struct kind_record *r, const struct judging *j, size_t *n,
	bool *complete);

/* A parameter of type int that the kind's row names, so that every rule of it has one. */
int64_t kind_param_int(const struct kind_run *k, const char *name);
/* The same of one that a rule may leave out. */
int64_t kind_param_int_or(const struct kind_run *k, const char *name, int64_t otherwise);
/*
 * start and the limit in the rule's calendar. -1 where the limit or the calendar is missing, or does
 * not reach: *why says it, *due is unknown.
 */
int kind_due(struct kind_run *k, const struct instant *start, const char *severity,
	struct instant *due, const char **why);
/*
 * The same by the rule's table: from the soonest to the latest that the facts leave open, none later
 * than the rule's own limit. facts: a list of bool in the order of the table's keys.
 */
int kind_table_due(struct kind_run *k, const struct value *facts, const struct instant *start,
	struct instant *due, const char **why);
/* A duration, or the row of a table for a severity word; -1: none. */
int kind_param_duration(const struct rule *r, const char *name, const char *severity,
	struct duration *out);

/*
 * kind_group.c: records by a text that a slot gives, each with what the kind needs to know of it.
 * A record of which the text, or whether the rule is for it, is unknown may be in any group: it
 * is counted in `lost`, and nothing that rests on all members of a group may then be T.
 */
struct member {
	struct kind_record r;    /* subject lives as long as the judging */
	const char *text;        /* NULL: blank; meaning is the kind's */
	bool unknown;            /* the text is not known */
	bool conflict;
	const char *why;
	struct instant at;
};
struct group { const char *key; VEC(struct member) members; };
struct groups {
	struct map *index;
	struct { struct group *v; size_t n, cap; } list;
	struct { struct member *v; size_t n, cap; } lost;
};
/* All records of the rule by the slot `key`; blank ones are left out. fill (may be NULL) completes each. */
void groups_make(struct groups *g, struct kind_run *k, const char *key,
	void (*fill)(struct kind_run *k, const struct kind_env *e, struct member *m));
void groups_free(struct groups *g);
/* One check about a member, or about a record that no group has. */
void group_check(struct kind_run *k, const struct member *m, enum tri v, const char *why,
	const struct template_word *words, size_t nwords);
/* The text of a slot, kept; *unknown where it cannot be told. NULL: blank, unknown or not given. */
const char *kind_text(struct kind_run *k, const char *slot, const struct kind_env *e,
	bool *unknown, const char **why);

/* Counts by a slot's text, or of all in one: of aggregates, which do not keep their records. */
struct tally { const char *key; uint64_t n[4]; };
struct tallies {
	struct map *index;
	struct { struct tally *v; size_t n, cap; } list;
	uint64_t lost;           /* records that may belong to any */
};
void tallies_make(struct tallies *t);
void tallies_free(struct tallies *t);
struct tally *tally_of(struct tallies *t, struct kind_run *k, const char *key);
/* part / whole in whole percent, rounded down, at most 100; of nothing: 0. */
uint64_t share_percent(uint64_t part, uint64_t whole);
/* Is part / whole at least / at most so many percent? Exact; of nothing: true. */
bool share_least(uint64_t part, uint64_t whole, int64_t percent);
bool share_most(uint64_t part, uint64_t whole, int64_t percent);

/* trace.c: what `rules explain` prints; nothing happens where k->trace is NULL. */
void trace_record(struct kind_run *k, const struct kind_record *r);
void trace_end(struct kind_run *k);
void trace_tri(struct kind_run *k, const struct program *p, const struct kind_env *e, enum tri v,
	const char *why);
void trace_value(struct kind_run *k, const struct program *p, const struct kind_env *e,
	const struct value *v);
void trace_due(struct kind_run *k, const struct instant *start, const char *severity,
	const char *limit, const struct instant *due, const char *why);
void trace_row(struct kind_run *k, const struct regime_table *t, const unsigned *facts,
	unsigned known, const char *limit, const struct instant *due);
void trace_clock(struct kind_run *k, const struct clock *c);
void trace_margin(struct kind_run *k, const struct instant *due, const struct instant *stop);
void trace_check(struct kind_run *k, const struct kind_record *r, enum tri v, const char *message);

/* caps.c: what a rule of effect "cap" found wrong. */
void caps_note(struct kind_run *k, const struct kind_record *r);
void caps_make(struct judging *j, const struct rule_set *rules);
void caps_free(struct judging *j);

/* rules.c: all enabled rules, into the assessment. */
void rules_run(struct judging *j, const struct rule_set *rules);
/* The slots of the enabled instance rules of each dimension: all bind. Free when judged. */
struct slots slots_of(const struct rule_set *rules, int64_t as_of, struct arena *a);
/* "the override of limit by ciso ended on 2026-03-31", or NULL. */
const char *lapse_text(const struct rule *r, int64_t as_of, struct arena *a);
void slots_free(struct slots *s);

#endif
