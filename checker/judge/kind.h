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

extern const struct kind kind_require, kind_resolve, kind_deadline, kind_sequence, kind_followup,
	kind_contradict;

#define KIND_BINDINGS 24

/* What an expression of the rule sees: the record, as_of, its parameters, and more that the kind adds. */
struct kind_env {
	struct binding b[KIND_BINDINGS];
	size_t n;
};
void kind_env(struct kind_run *k, const struct kind_record *r, struct kind_env *e);
void kind_bind_record(struct kind_env *e, const char *name, struct kind_run *k, const void *rec,
	int64_t at);
void kind_bind_params(struct kind_env *e, const struct rule *r);
/* The slot of the rule by name; NULL: not given. */
const struct program *kind_slot(const struct kind_run *k, const char *name);
enum tri kind_tri(struct kind_run *k, const struct program *p, const struct kind_env *e,
	const char **why);
struct value kind_value(struct kind_run *k, const struct program *p, const struct kind_env *e);

/* Every record of the rule's type, with `where`: F is passed over, U is given with *unsure. */
struct kind_walk { size_t i, n; };
bool kind_next(struct kind_run *k, struct kind_walk *w, struct kind_record *r, struct kind_env *e,
	enum tri *where, const char **why);

/* Adds one check; words (may be NULL) fill the message beside what e holds. */
void kind_check(struct kind_run *k, const struct kind_record *r, const struct kind_env *e,
	enum tri value, const char *why, const struct template_word *words, size_t nwords,
	const struct loc *also);

/* The events of the record, an item; *n = 0 for other records. */
const struct event *kind_events(const struct kind_record *r, const struct judging *j, size_t *n,
	bool *complete);

/* A parameter of type int that the kind's row names, so that every rule of it has one. */
int64_t kind_param_int(const struct kind_run *k, const char *name);
/* A duration, or the row of a table for a severity word; -1: none. */
int kind_param_duration(const struct rule *r, const char *name, const char *severity,
	struct duration *out);

/* rules.c: all enabled rules, into the assessment. */
void rules_run(struct judging *j, const struct rule_set *rules);
/* The slots of the enabled instance rules of each dimension: all bind. Free when judged. */
struct slots slots_of(const struct rule_set *rules, struct arena *a);
void slots_free(struct slots *s);

#endif
