#ifndef TRUEUP_READ_MAPPING_PARTS_H
#define TRUEUP_READ_MAPPING_PARTS_H
/* A loaded mapping, for the files mapping_*.c alone. Everything lives in the region of its set. */
#include "checker/base/node.h"
#include "checker/model/members.h"
#include "checker/read/mapping.h"
#include "checker/read/reader.h"

/* Sizes that no mapping written by a person reaches. */
#define MAP_MAX_EMITS 64
#define MAP_MAX_SETS 64
#define MAP_MAX_REFS 1024

struct pattern;                  /* a compiled regular expression (mapping_pattern.c) */

enum map_format { MAP_CSV, MAP_JSON, MAP_XML };

/* A way through a tree: JSON "^/owner/email", XML "../a:log/@at". */
struct map_step { const char *name; }; /* NULL: any element of a list, any value of an object */
struct map_path {
	unsigned up;             /* levels up before the first step */
	bool key;                /* "$key": the name that the item has in its object */
	struct map_step *steps; size_t n;
};

struct map_ref {                 /* "A|B", "#3", "@sheet"; of trees: alternatives of paths */
	const char *text;
	const char **keys; size_t nkeys;
	struct map_path *paths; size_t npaths;
	int position;            /* from 1; 0: by name */
	bool sheet;              /* the name of the sheet */
	uint32_t id;             /* of the mapping's references, in order */
};

struct map_table {
	const char *name;
	const struct node *at;
	struct map_row { const char *key, *raw,
		*value; const struct node *at; } *rows; size_t nrows;
	const char *otherwise;   /* "*else"; NULL: unknown */
	const struct node *otherwise_at;
};

enum map_type { TYPE_DEFAULT, TYPE_CONTROL };
enum on_bad { BAD_NULL, BAD_ERROR, BAD_KEEP };

struct map_value {
	const struct node *at;
	struct map_ref *refs; size_t nrefs;
	const char *constant;    /* NULL: none */
	const char **split; size_t nsplit;
	const struct pattern *match;
	char letters;            /* 'l' lower, 'u' upper, 0 as they are */
	const struct map_table *table;
	enum map_type type;
	const char *framework, *ns, *fallback;
	enum on_bad on_bad;
};

enum map_text { TEXT_AS_IS, TEXT_SEVERITY, TEXT_FRAMEWORK };

struct map_set {
	const struct member *member;
	/* "status_raw" of "status", where the mapping does not set it itself */
	const struct member *raw;
	/* of a control's id: its framework and part, where the record has them */
	const struct member *framework, *part;
	enum map_text text;      /* what a member of type MEMBER_TEXT holds */
	uint32_t id;             /* of the mapping's sets, in order */
	struct map_value *values; size_t nvalues; /* several only for identifiers */
	bool required;
};

struct map_test {
	const struct node *at;
	struct map_ref ref;
	const char **is; size_t nis;
	const char **isnot; size_t nisnot;
	const struct pattern *matches;
	int present;             /* 1, 0; -1: not asked */
	bool column;             /* asks only whether the table has such a column */
};

struct map_emit {
	enum record_kind kind;
	const struct node *at;
	const char *each_text;
	struct map_path each;    /* of trees: which nodes become records, from the top */
	size_t group;            /* emits of the same nodes */
	struct map_test *tests; size_t ntests;
	struct map_set *sets; size_t nsets;
	/* words that stand in every record at first, set or not */
	struct map_word { size_t offset; int value; } *words; size_t nwords;
};

/* Emits of the same nodes; they lie in records that the stream is cut into. */
struct map_group {
	const struct map_path *each;
	size_t cut;              /* which */
	size_t depth;            /* steps of `each` that the cut's record stands for */
};
/* What is held in memory at once: JSON an element of the first list, XML an element. */
struct map_cut { const struct map_step *steps; size_t n; const char *pattern; /* JSON; NULL: the rest */ };

struct map_ns { const char *prefix, *uri; };

struct mapping {
	struct mapping_info info;
	struct arena *a;
	enum map_format format;
	struct map_path *keys_all; size_t nkeys_all; /* JSON: members that must be there, */
	struct map_path *keys_any; size_t nkeys_any; /* and of which min_any must be */
	const char *root_ns, *root;                  /* XML */
	struct map_ns *ns; size_t nns;
	struct map_group *groups; size_t ngroups;
	struct map_cut *cuts; size_t ncuts;
	struct map_ref *all; size_t nall;   /* header_all */
	struct map_ref *any; size_t nany;   /* header_any */
	size_t min_any;
	const char *encoding, *zone, *date_order;
	char delimiter;
	const char **dates; size_t ndates;
	const char **nulls; size_t nnulls;  /* as str_word_key */
	size_t null_max;                    /* bytes of the longest of them */
	bool null_first[128];               /* by what one of them begins with; 0: one is "" */
	struct map_table *tables; size_t ntables;
	struct map_emit *emits; size_t nemits;
	uint32_t nrefs, nsets;
	const char **texts;                 /* of the references, by id */
};

/* What detection asks for: a member of the set whose other parts need not be there. */
const struct mapping *mappings_detect_at(const struct mappings *s, size_t i);

/* Loading: errors with a place in the mapping's text. */
struct map_load {
	struct arena *a;
	struct diags *d;
	const char *file, *text; size_t len;
	struct mapping *m;
	size_t errors;
};
void map_error(struct map_load *l, const struct diag_kind *kind, const struct node *at,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * Every member of map must be one of names (NULL at the end); the rest are errors with the
 * nearest name.
 */
void map_only(struct map_load *l, const struct node *map, const char *const *names);
/* "; did you mean "x"?" of the nearest of names, or "". */
const char *map_near(struct map_load *l, const char *word, const char *const *names, size_t n);
const char *map_string(struct map_load *l, const struct node *n);
/* A string or a list of strings. */
void map_strings(struct map_load *l, const struct node *n, const char ***out, size_t *count);
void map_words(struct map_load *l, const char **v, size_t n); /* to str_word_key */
void map_read_ref(struct map_load *l, const struct node *n, struct map_ref *out);
void map_read_refs(struct map_load *l, const struct node *n, struct map_ref **out, size_t *count);
void map_read_emits(struct map_load *l, const struct node *list);
/* mapping_path.c: detection and paths of trees, and into which records a stream is cut. */
void map_read_keys(struct map_load *l, const struct node *n, struct map_path **out, size_t *count);
void map_read_root(struct map_load *l, const struct node *n);
void map_read_ns(struct map_load *l, const struct node *n);
void map_read_each(struct map_load *l, const struct node *n, struct map_emit *e);
void map_read_ref_paths(struct map_load *l, const struct node *n, struct map_ref *ref);
void map_plan(struct map_load *l);
int map_read_value(struct map_load *l, const struct node *n, const struct member *m,
	struct map_value *v);
/* Does the value mean something for the member? For tables, constants and defaults. */
bool map_value_ok(const struct member *m, const char *value);
/* attacks G4: what needs an approval that the mapping does not have is an error. */
void map_check_loose(struct map_load *l);
/* Is it a member whose good and bad words matter: result, state, status? */
bool map_is_judged(const struct member *m);
/* A raw word that the built-in tables call failing, for members result, state and status. */
bool map_word_fails(const struct member *m, const char *raw, struct arena *a);

const struct pattern *pattern_compile(struct arena *a, const char *text, const char **why);
struct pattern_run;
struct pattern_run *pattern_run_new(void);
void pattern_run_free(struct pattern_run *p);
/*
 * The next match at or after *at: group 1 if the pattern has one, else all of it. 1, 0 none,
	-1 over
 * a limit. *at is moved past the match.
 */
int pattern_next(struct pattern_run *p, const struct pattern *re, const char *s, size_t len,
	size_t *at, size_t *from, size_t *to);

/* Running. */
struct map_column { uint32_t *v; size_t n; };
/* What words of a set meant in rows before: columns hold few words, many times. */
#define MEMO_WORDS 16
#define MEMO_TEXT 44
struct map_memo { struct { char text[MEMO_TEXT]; int value; } v[MEMO_WORDS]; };
struct map_run {
	struct reading *r;
	const struct mapping *m;
	struct pattern_run *patterns;
	struct map_column *columns;   /* by reference id */
	struct dmy_votes *votes;      /* by column */
	size_t width;
	struct map_memo *memos;       /* by set id */
	bool *gives;                  /* by set id: the table can say something of it */
	bool *used, *bad_told;        /* by column */
	bool limit_told;
	struct map *unread;           /* of trees: members of items that nothing reads */
	uint64_t items;
};
struct map_cells {
	const char *const *cells; size_t n;
	uint32_t line;
	uint64_t row;
	const char *path;             /* "row 12"; set by map_row() */
	/* Of trees: the nodes above the item that `each` passes, and last the item itself. */
	const struct node *const *levels; size_t nlevels;
};

enum got { GOT_NO_COLUMN, GOT_EMPTY, GOT_SOME };
struct got_list { const char **v; size_t n; uint32_t column; bool fallback; };
/* Texts of a value in a row: after ref/any, split, match, case, null; before map and type. */
enum got map_eval(struct map_run *run, const struct map_value *v, bool keep_nulls,
	const struct map_cells *row, struct got_list *out);
bool map_has_column(struct map_run *run, const struct map_ref *ref,
	const struct map_cells *row);
/*
 * Texts of a reference in a tree (mapping_node.c), of the first alternative that has some; false:
 * none of them is there at all.
 */
struct map_texts { const char **v; size_t n, cap; };
bool map_node_texts(struct map_run *run, const struct map_ref *ref, const struct map_cells *row,
	struct map_texts *out);
/* All nodes that `each` finds below a record of its cut; line and path are set. */
struct map_place { const struct node *const *above; size_t nabove; const char *path; };
void map_node_items(struct map_run *run, const struct map_group *g, const struct node *record,
	const struct map_place *at, void (*on_item)(void *ctx, const struct map_cells *item), void *ctx);
bool map_test(struct map_run *run, const struct map_test *t, const struct map_cells *row);
/* One text into a member. -1: bad, and the mapping says that this refuses the row. */
int map_store(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text, const struct got_list *from, uint32_t line);
void map_store_empty(struct record *rec, const struct map_set *set);
/* Scalar members take one text; these take all. */
bool map_is_list(const struct member *m);

#endif
