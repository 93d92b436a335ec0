#ifndef TRUEUP_REPORTS_BUILD_H
#define TRUEUP_REPORTS_BUILD_H
/* What report_*.c share while they build the tree; nobody else includes it, but unit tests. */
#include "checker/judge/assessment.h"
#include "reports/report.h"
#include "reports/walk.h"
#include "reports/words.h"

struct map;

#define REPORT_TEXT_CUT 300 /* bytes of titles and raw words in the report */
#define REPORT_NAME_CUT 120 /* bytes of a name within a sentence */
#define REPORT_GROUP 5      /* people that a team must have for "somebody of" it not to name one */

enum names { NAMES_OWNERS, NAMES_ALL, NAMES_NONE };

struct build {
	struct arena *a;
	const struct assessment *as;
	const struct model *m;
	const struct report_options *o;
	enum names names;
	struct map *who;           /* raw name to struct who; of NAMES_NONE */
	/* The controls in scope of item i: links[link_first[i]] to links[link_first[i + 1] - 1]. */
	uint32_t *link_first, *links;
	struct map *teams;         /* team to the number of its people on the roster; made when asked for */
	bool facts_cut;
};

/* Members of maps (key) or elements of lists (key NULL). */
struct node *put_map(struct arena *a, struct node *to, const char *key);
struct node *put_list(struct arena *a, struct node *to, const char *key);
void put_str(struct arena *a, struct node *to, const char *key, const char *s);
/* Text of evidence with what looks like a secret masked; put_cut() at most REPORT_TEXT_CUT bytes. */
void put_masked(struct arena *a, struct node *to, const char *key, const char *s);
void put_cut(struct arena *a, struct node *to, const char *key, const char *s);
void put_int(struct arena *a, struct node *to, const char *key, int64_t i);
void put_count(struct arena *a, struct node *to, const char *key, uint64_t n);
void put_bool(struct arena *a, struct node *to, const char *key, bool b);

/* report_facts.c: places, instants, and what things are called. */
/* What a check is about, for --names none: instead of what may be a person, the place. */
const char *subject_without(struct build *b, const struct check *c);
const char *place_text(struct build *b, const struct loc *l);      /* "a/b.xml:12"; NULL: nowhere */
void put_place(struct build *b, struct node *to, const char *key, const struct loc *l);
/* RFC 3339, a date, or "a to b"; null if no source can say, "" if the source's cell is blank. */
void put_instant(struct build *b, struct node *to, const char *key, const struct instant *i);
const char *item_id(struct build *b, uint32_t item);               /* "jira:SEC-12" */
const char *asset_name(struct build *b, uint32_t asset);
const char *control_name(struct build *b, uint32_t control);       /* "AC-2(1)" for "ac-2.1" */
const char *test_title(const struct test *t);             /* its title, or what its id names */
/* How late, and by when it was due: the arithmetic is with the item's clock. */
const char *late_text(struct build *b, const struct late *l);
const char *brief(struct build *b, const char *s);        /* a name for a sentence; never NULL */
const char *owner_name(struct build *b, const char *raw); /* by --names; NULL: nobody named */
const char *decider_name(struct build *b, const struct who *w);
/* By --names: with "all" by name, else by team, if that has REPORT_GROUP people or more. */
const char *other_name(struct build *b, const struct who *w);

const char *clock_word(enum clock_state s);
const char *dimension_word(enum dimension d);

/* One part of the tree each; the file's name says which. */
struct node *scopes_make(struct build *b);
void put_headline(struct build *b, struct node *report, const struct node *scopes);
void put_control(struct build *b, struct node *list, const struct control_result *r);
void put_items(struct build *b, struct node *report);
void put_lists(struct build *b, struct node *report);   /* late, not_persons, requests, work */
void put_rules(struct build *b, struct node *report);
void put_sources(struct build *b, struct node *report);
void put_judged_party(struct build *b, struct node *report); /* page two, parameters */
/* report_sample.c */
void put_samples(struct build *b, struct node *control, const struct control_result *r);
void put_sample_inputs(struct build *b, struct node *list);
const struct sample_result *sample_find(const struct build *b, const struct sample_row *row); /* NULL: of no control in scope */
/* report_effect.c: what was measured of an input, NULL: nothing; name, by NULL: whatever they are. */
const struct input_effect *effect_find(const struct build *b, enum input_kind kind,
	const char *name, const char *by);
const struct input_effect *effect_of_source(const struct build *b, const struct source *s);
void put_effect(struct build *b, struct node *input, const struct input_effect *e);
void put_timeline(struct build *b, struct node *item, uint32_t index);
void put_burden(struct build *b, struct node *report);  /* after put_teams() */
void put_families(struct build *b, struct node *scope, const struct scope_result *s);
void put_teams(struct build *b, struct node *report);   /* who has how many items now */
void put_failing_tests(struct build *b, struct node *report); /* that belong to no control in scope */
/* facts.c: a failure in force, no surely later pass of the same originator (judgement.md 5, 8 "Sticky"). */
bool fails_now(const struct build *b, const struct state *s);
struct node *facts_make(struct build *b);               /* sets facts_cut */
struct node *put_previous(struct build *b);             /* report_previous.c; NULL: none was given */
void put_notices(struct build *b, struct node *report, const struct node *previous);
void put_first(struct build *b, struct node *report);   /* what to do first */
const struct scope_result *scope_worst(const struct assessment *as); /* NULL: there is none */
/* The points of a scope that are lost because a class of sources ("roster") was never given; 0: none. */
uint64_t points_waiting(const struct scope_result *scope, const char *class);

#endif
