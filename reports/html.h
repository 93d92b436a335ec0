#ifndef TRUEUP_REPORTS_HTML_H
#define TRUEUP_REPORTS_HTML_H
/* What the parts of the HTML page share. */
#include "checker/base/node.h"
#include "reports/emit_xml.h"
#include "reports/walk.h"
#include "reports/words.h"

#define HTML_TEXT 400          /* bytes of one text from evidence; the whole is in report.json */
#define HTML_NAME 120          /* bytes of an id or name */
#define HTML_ROWS 50           /* of a first-page table, and of failing assets in a control */
#define HTML_ITEMS 1000        /* items told: a page stays under 10 MB */
#define HTML_RULE_ROWS 20      /* instances of a rule */

extern const char *const html_style[]; /* pieces of one text; ends with NULL */

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

void h_place(struct emit_xml *x, const char *place);     /* a line of evidence, in code type */
void h_chip(struct emit_xml *x, const char *tone, const char *word); /* symbol and word */
void h_more(struct emit_xml *x, uint64_t n); /* "and 12 more in report.json"; 0: nothing */
/* A stable anchor: prefix and id, everything odd spelt in hexadecimal, long ones by digest. */
void h_anchor(char out[128], const char *prefix, const char *a, const char *b);

/* "good", "bad", "warn", "calm", "dull": colour and symbol. */
const char *tone_of_verdict(const char *verdict);
const char *tone_of_clock(const char *state);
const char *tone_of_status(const char *status);

/* The parts of the page. */
void html_first(struct emit_xml *x, const struct node *report);    /* html_first.c */
void html_controls(struct emit_xml *x, const struct node *report); /* html_controls.c */
void html_items(struct emit_xml *x, const struct node *report);    /* html_items.c */
void html_rules(struct emit_xml *x, const struct node *report);    /* html_sources.c */
void html_sources(struct emit_xml *x, const struct node *report);
void html_party(struct emit_xml *x, const struct node *report);
void html_method(struct emit_xml *x, const struct node *report);

/* html_svg.c: inline drawings, each with a text that says the same. */
void svg_defs(struct emit_xml *x);
void svg_headline(struct emit_xml *x, const struct printed *p);
void svg_share(struct emit_xml *x, int64_t lo, int64_t hi);        /* millionths */
void svg_points(struct emit_xml *x, int64_t points, int64_t most);
void svg_way(struct emit_xml *x, const struct node *item);         /* with names of teams */
void svg_way_small(struct emit_xml *x, const struct node *item);

#endif
