#ifndef TRUEUP_REPORTS_INSIDE_H
#define TRUEUP_REPORTS_INSIDE_H
/* What the files of this room share; nobody else includes it, but unit tests. */
#include "checker/judge/assessment.h"
#include "reports/report.h"
#include "reports/words.h"

struct map;

#define REPORT_TEXT_CUT 300 /* bytes of titles and raw words in the report */

/* ---- building (report_*.c) ---- */

enum names { NAMES_OWNERS, NAMES_ALL, NAMES_NONE };

struct build {
	struct arena *a;
	const struct assessment *as;
	const struct model *m;
	const struct report_options *o;
	enum names names;
	struct map *who;           /* raw name to struct who; of NAMES_NONE */
	uint32_t *link_first, *links; /* controls in scope of item i: links[link_first[i]..link_first[i + 1]] */
	bool facts_cut;
};

/* Members of maps (key) or elements of lists (key NULL). */
struct node *put_map(struct arena *a, struct node *to, const char *key);
struct node *put_list(struct arena *a, struct node *to, const char *key);
void put_str(struct arena *a, struct node *to, const char *key, const char *s);
void put_cut(struct arena *a, struct node *to, const char *key, const char *s);
void put_int(struct arena *a, struct node *to, const char *key, int64_t i);
void put_count(struct arena *a, struct node *to, const char *key, uint64_t n);
void put_bool(struct arena *a, struct node *to, const char *key, bool b);

/* report_facts.c: places, instants, and what things are called. */
const char *place_text(struct build *b, const struct loc *l);      /* "a/b.xml:12"; NULL: nowhere */
void put_place(struct build *b, struct node *to, const char *key, const struct loc *l);
/* RFC 3339, a date, or "a to b"; null if no source can say, "" if the source's cell is blank. */
void put_instant(struct build *b, struct node *to, const char *key, const struct instant *i);
const char *item_id(struct build *b, uint32_t item);               /* "jira:SEC-12" */
const char *asset_name(struct build *b, uint32_t asset);
const char *control_name(struct build *b, uint32_t control);       /* "AC-2(1)" as printed: the canonical id */
const char *owner_name(struct build *b, const char *raw);          /* by --names; NULL: nobody named */
const char *decider_name(struct build *b, const struct who *w);
const char *other_name(struct build *b, const struct who *w);      /* by --names: all by name, else by team */

const char *clock_word(enum clock_state s);
const char *dimension_word(enum dimension d);

void put_scopes(struct build *b, struct node *report);             /* report_scopes.c */
void put_control(struct build *b, struct node *list, const struct control_result *r); /* report_controls.c */
void put_items(struct build *b, struct node *report);              /* report_items.c */
void put_lists(struct build *b, struct node *report);              /* report_lists.c: late, not_persons, requests, work */
void put_rules(struct build *b, struct node *report);              /* report_rules.c */
void put_sources(struct build *b, struct node *report);            /* report_sources.c */
void put_judged_party(struct build *b, struct node *report);       /* report_party.c: page two, parameters */
struct node *facts_make(struct build *b);                          /* report_facts.c; sets facts_cut */
void put_notices(struct build *b, struct node *report);            /* report_notices.c */
void put_first(struct build *b, struct node *report);              /* report_first.c: what to do first */
const struct scope_result *scope_worst(const struct assessment *as); /* NULL: there is none */

/* ---- walking (write_*.c): what is missing or of another type is 0, false or "" ---- */

int64_t get_int(const struct node *map, const char *key);
bool get_bool(const struct node *map, const char *key);
const char *get_str(const struct node *map, const char *key);
const struct node *get_child(const struct node *map, const char *key); /* the first of a list or map */

#define EACH(x, parent, key) \
	(const struct node *x = get_child((parent), (key)); x != NULL; x = x->next)

#endif
