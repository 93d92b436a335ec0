#ifndef TRUEUP_REPORTS_HTML_H
#define TRUEUP_REPORTS_HTML_H
/* What the parts of the HTML page share. */
#include "checker/base/node.h"
#include "reports/emit_xml.h"
#include "reports/walk.h"
#include "reports/words.h"

struct buf;

#define HTML_TEXT 400          /* bytes of one text from evidence; the whole is in report.json */
#define HTML_NAME 120          /* bytes of an id or name */
#define HTML_ROWS 50           /* of failing assets and items in a control */
#define HTML_FIRST 8           /* of a first-page table; the next HTML_FOLDED are folded away */
#define HTML_FOLDED 200
#define HTML_ITEMS 1000        /* items told: a page stays under 10 MB */
#define HTML_RULE_ROWS 20      /* instances of a rule */
#define HTML_OWNERS 300        /* work lists shown */
#define HTML_TASKS 100         /* of one */
#define HTML_TEAMS 40

struct arena;
struct map;
struct writer_options;

extern const char *const html_style[], *const html_script[]; /* pieces of one text; end with NULL */

/* What a choice of controls may be made by; each value has a number, from 1. */
enum h_filter { H_BY_VERDICT, H_BY_LIMIT, H_BY_FAMILY, H_BY_OWNER, H_FILTERS };

struct h_item { const struct node *item; bool shown; };
struct h_control { const struct node *scope, *control; };

struct h_page {
	const struct node *report;
	const struct writer_options *options; /* may be NULL */
	struct arena *a;
	struct map *items, *controls; /* by id, to their nodes; of controls the first scope's */
	struct h_values { struct map *map; struct h_choice **list; size_t n; } values[H_FILTERS];
};

void h_filters_make(struct h_page *p);
void h_filters_free(struct h_page *p);
void h_filters_style(struct buf *b, const struct h_page *p);
void h_filters_form(struct emit_xml *x, const struct h_page *p);
void h_filters_class(struct emit_xml *x, const struct h_page *p, const struct node *control);

/* html_page.c */
void h_section(struct emit_xml *x, const char *id, enum say heading); /* close with ex_close() */
void h_say(struct emit_xml *x, enum say what);
void h_said(struct emit_xml *x, enum say what, const struct said *v, size_t n);
#define H_SAID(x, what, ...)                                                                       \
	h_said((x), (what), (const struct said[]){__VA_ARGS__},                                    \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))
void h_para(struct emit_xml *x, const char *class, enum say what);
/* "**" to <strong>; the sentence must hold no text from evidence. */
void h_marked(struct emit_xml *x, const char *text);

/* A table: heads are ids of SAY_*; each cell names its column again, for narrow screens. */
struct h_table { struct emit_xml *x; const enum say *heads; size_t n, at; };
void h_table_open(struct h_table *t, struct emit_xml *x, const char *class, enum say caption,
	const enum say *heads, size_t n);
void h_table_close(struct h_table *t);
void h_row(struct h_table *t, const char *class); /* opens a row; close with ex_close() */
void h_cell_open(struct h_table *t, const char *class);
void h_cell(struct h_table *t, const char *class, const char *text);
void h_cell_name(struct h_table *t, const char *text);
void h_cell_count(struct h_table *t, uint64_t n);
void h_cell_place(struct h_table *t, const char *place);

void h_cell_when(struct h_table *t, const char *when);
void h_when(struct emit_xml *x, const char *text); /* instants and spans as people read them */
void h_place(struct emit_xml *x, const char *place);     /* a line of evidence, in code type */
void h_chip(struct emit_xml *x, const char *tone, const char *word); /* symbol and word */
void h_more(struct emit_xml *x, uint64_t n); /* "and 12 more in report.json"; 0: nothing */
/* A stable anchor: prefix and id, everything odd spelt in hexadecimal, long ones by digest. */
void h_anchor(char out[128], const char *prefix, const char *a, const char *b);

/* Of a control in one of several scopes. */
void h_control_anchor(char out[128], const struct h_page *p, const struct node *scope,
	const char *id);
void h_attr_cut(struct emit_xml *x, const char *name, const char *value); /* to HTML_NAME bytes */

/* "good", "bad", "warn", "calm", "dull": colour and symbol. */
const char *tone_of_verdict(const char *verdict);
const char *tone_of_clock(const char *state);
const char *tone_of_status(const char *status);

/* "late" for "breached": how people say the state of a clock. */
const char *clock_said(const char *state);
/* Links to where a control or an item is told, or its name where it is not. */
void h_link_control(struct emit_xml *x, const struct h_page *p, const char *id);
void h_link_item(struct emit_xml *x, const struct h_page *p, const char *id);

/* States of clocks, the worst first; ends with NULL. */
extern const char *const html_item_order[];

/* The parts of the page. */
void html_first(struct emit_xml *x, const struct h_page *p);    /* html_first.c */
const struct node *html_worst(const struct node *report);       /* its scope; NULL: there is none */
void html_controls(struct emit_xml *x, const struct h_page *p); /* html_controls.c, html_scope.c */
void html_scope(struct emit_xml *x, const struct h_page *p, const struct node *scope);
void html_control(struct emit_xml *x, const struct h_page *p, const struct node *scope,
	const struct node *control);
void html_trend(struct emit_xml *x, const struct h_page *p, const struct node *scope); /* html_trend.c */
void html_items(struct emit_xml *x, const struct h_page *p);    /* html_items.c */
void html_work(struct emit_xml *x, const struct node *report);  /* html_work.c */
void html_rules(struct emit_xml *x, const struct node *report); /* html_sources.c */
void html_sources(struct emit_xml *x, const struct node *report);
void html_party(struct emit_xml *x, const struct node *report);
void html_previous(struct emit_xml *x, const struct node *report); /* html_previous.c */
void html_method(struct emit_xml *x, const struct node *report);

/* html_svg.c, html_timeline.c: inline drawings, each with a text that says the same. */
void svg_defs(struct emit_xml *x);
void svg_headline(struct emit_xml *x, const struct printed *p);
void svg_waterfall(struct emit_xml *x, const struct node *scope);
void svg_share(struct emit_xml *x, int64_t lo, int64_t hi);        /* millionths */
void svg_interval(struct emit_xml *x, int64_t paper, int64_t lo, int64_t hi);
void svg_load(struct emit_xml *x, const struct node *team, int64_t most);
void svg_way(struct emit_xml *x, const struct node *item);         /* with names of teams */
void svg_way_small(struct emit_xml *x, const struct node *item);
/* False, and nothing drawn: the times are not known. */
bool svg_timeline(struct emit_xml *x, const struct node *report, const struct node *item);

#endif
