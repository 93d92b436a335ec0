#ifndef TRUEUP_JOIN_INSIDE_H
#define TRUEUP_JOIN_INSIDE_H
/* What the files of join/ share; nobody else includes this. */
#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/map.h"
#include "checker/base/recent.h"
#include "checker/base/vec.h"
#include "checker/join/asset_ids.h"
#include "checker/join/join.h"
#include "checker/model/control_id.h"
#include "checker/model/say.h"

#define NONE UINT32_MAX

/* How far an identifier can be trusted (formats.md C.2). */

/* One way in which sources name an asset: a set of normalised identifiers. */
struct node {
	const char *key;          /* all of them, sorted: "fqdn:a\nip:b" */
	struct idents ids;        /* normalised, usable ones only, sorted, each once */
	const char *name;         /* as first written, the smallest by bytes */
	bool poisoned;            /* it had identifiers, and none can be used */
	/* seen, listed or named by a strong id: it is an asset of its own */
	bool adds;
	/* instants at which it was met, for addresses; from > to: never dated */
	int64_t from, to;
};

/* A test, as observations and benchmarks name it. */
struct tag_at { const char *scheme, *id; enum relation relation; struct loc loc; };
struct case_ {
	const char *benchmark, *id, *title;
	int severity;
	struct loc loc;
	struct instant due, added;
	VEC(struct tag_at) tags;
	const struct prev_test *was; /* in the previous report */
};

/*
 * The fold of one (originator, node, test). What it keeps is on the heap, so that folding on
 * needs no more memory.
 */
enum slot { SLOT_T, SLOT_F, SLOT_U, SLOT_NA, SLOT_FIRST_F, SLOT_LISTED_F };
struct kept;
struct fold {
	uint32_t node, test;
	const char *originator;   /* interned */
	const struct source *source;
	struct kept *kept;
	bool undated_f, tested;   /* tested: any result but "not applicable" */
	bool unplaced;            /* of the previous report: its asset had no usable identifier */
	enum grade sticky;        /* the same: the least grade of a pass that clears it */
};

/* What folds of one (originator, asset, test) say together, before it is a state of the model. */
struct gathered {
	const struct source *source;
	const char *originator;
	struct seen t, f, u, na, first_f, listed_f, doubt;
	bool tested, undated_f;
	enum grade sticky;
};

/* Where a source first shows a node, for the order of its list. */
struct first { const struct source *source; uint32_t node; uint32_t line, col; };

struct builder {
	struct sink sink;         /* first: the sink is the builder */
	const struct config *cfg;
	struct arena *a;
	struct arena *scratch;    /* of one record */
	struct recent *recent;    /* of a: texts of records */
	struct map *strings;      /* one copy of each */
	VEC(struct source *) sources;
	VEC(const struct record *) kept[REC_KINDS];
	struct map *node_raw, *node_key;   /* to index + 1 */
	VEC(struct node) nodes;
	VEC(uint32_t) asset_nodes;         /* of kept[REC_ASSET], in its order */
	struct map *test_key;
	struct map *tag_key;               /* of the tests' later tags, to index + 1 */
	VEC(struct case_) tests;
	struct map *fold_key;
	VEC(struct fold) folds;
	struct map *first_key;
	VEC(struct first) firsts;
	uint64_t after_as_of;
	uint64_t poisoned;        /* observations of poisoned identifiers */
	const struct previous *previous; /* NULL: none */
	size_t first_was;         /* its first asset among kept[REC_ASSET] */
	VEC(uint32_t) was_folds;  /* of each of its failures, the fold that holds it */
};

/* One freeze. */
struct freeze {
	struct builder *b;
	struct model *m;
	struct arena *a;          /* the model's */
	struct arena *tmp;        /* until the end of the freeze, or of a step (scratch_begin) */
	struct arena *one_item, *one_name; /* scratch of one item, of one name */
	struct diags *d;
	const struct config *cfg;
	const struct leave_out *out; /* never NULL */
	bool again;               /* of records from which a model was made before */
	struct recent *recent;    /* of a */
	/* parties.c */
	struct map *party_ids;    /* "ns:value" to struct hits */
	struct map *party_values; /* native value alone */
	struct map *party_names;  /* name key */
	bool has_roster;
	struct map *resolved;     /* references to struct who; NULL until the roles are known */
	bool by_time;             /* what was resolved last hangs on the instant */
	/* assets.c */
	/* candidates of each node; unsure: there are others, which are no assets that we know */
	struct place_of_node { uint32_t *v; size_t n; bool unsure; } *places;
	bool *from_row;           /* of each asset: its place is a row of an inventory */
	/* of each asset of the previous report: the asset that it is; NONE: of none that counts */
	struct was { uint32_t asset; enum was_apart apart; bool merged; } *was;
	uint32_t *test_at;        /* the builder's test to the model's */
	const struct case_ **case_at; /* the model's test to the builder's */
	struct map *tracker_items; /* "tracker\nkey" to index + 1 */
	struct map *item_keys;    /* key alone, to struct hits */
	struct map *item_ids;     /* "tracker\nid" to "tracker\nkey"; "": of several items */
	uint64_t *of_source;      /* systems of each source, by its index; all bits where there are not several */
	struct item_place *of_item;   /* of each item, once controls are taken */
	bool several;             /* systems */
	bool systems_told;        /* that there are too many */
	struct map *control_index; /* "framework\nid" to the draft's index + 1 */
	VEC(struct draft) drafts;
	VEC(struct group) groups; /* of the model's items, in their order */
	struct map *name_sources; /* "source:kind": it names owners for records of this kind */
	struct map *test_ids;     /* "scheme\nid" to struct hits of test indices */
	struct map *mapping;      /* "scheme\nid" to struct maps */
	VEC(struct notice) notices;
};

struct hits { VEC(uint32_t) v; };

/*
 * A step whose temporary memory is given back at its end: nothing that outlives
 * it may be in tmp.  What begin returns goes to end; steps nest, each with its own region.
 */
struct arena *scratch_begin(struct freeze *f, struct arena *scratch);
void scratch_end(struct freeze *f, struct arena *was);

/* Strings and places that live as long as the model. */
const char *keep(struct freeze *f, const char *s);
struct loc keep_loc(struct freeze *f, struct loc l);
struct instant keep_instant(struct freeze *f, struct instant i);

/* Order by source (path, digest), line, column, path: what every tie is broken by. */
int loc_compare(const struct loc *a, const struct loc *b);
int text_compare(const char *a, const char *b); /* NULL first */
int source_compare(const struct source *a, const struct source *b);

/* Keys of maps. */
char *join_key(struct arena *a, const char *x, const char *y);
/* Each i once a key if they come in ascending order; a search would be quadratic for "www". */
void hits_add(struct map *m, const char *key, uint32_t i);
const struct hits *hits_get(const struct map *m, const char *key);
void hits_free(struct map *m);

void notice_add(struct freeze *f, const char *code, const char *text, uint64_t n);
/* A sentence that says how many; none where it is none. */
void notice_counted(struct freeze *f, const char *code, enum say what, uint64_t n);

/* Dated after as_of under every reading. */
bool after(const struct config *c, const struct instant *i);

/* names.c: the normal form of names and addresses (formats.md C.1). */
char *person_key(struct arena *a, const char *name);
char *email_key(struct arena *a, const char *address);
bool words_name_nobody(struct arena *a, const char *raw);
bool words_name_role(struct arena *a, const char *raw);
bool login_is_machine(struct arena *a, const char *raw);
bool kind_is_machine(struct arena *a, const char *kind);
bool kind_is_group(struct arena *a, const char *kind);

/* parties.c */
void freeze_parties(struct freeze *f);
void freeze_roles(struct freeze *f);
struct who resolve(struct freeze *f, const struct party_ref *ref, struct loc loc, int64_t lo,
	int64_t hi);
/* At an event's instant, or at as_of where that is not known. */
struct who resolve_at(struct freeze *f, const struct party_ref *ref, struct loc loc,
	const struct instant *at);

/* owners.c */
struct owners { VEC(struct owner_ref) v; };
void owners_add(struct freeze *f, struct owners *o, const struct party_ref *party, bool accountable,
	const struct instant *from, const struct instant *to, struct loc loc);
/* Those that the list holds of one system, and those of none, marked so (NONE: all). */
struct owners owners_of(struct freeze *f, const struct owners *o, uint32_t system);
struct owner_refs owners_take(struct freeze *f, struct owners *o);
/* Does an assignment say who answers for its subject? */
bool names_owner(const struct rec_assign *x);
void owners_note_sources(struct freeze *f);
bool source_names(struct freeze *f, const struct source *s, enum subject_kind k);

/* nodes.c */
uint32_t node_of(struct builder *b, const struct idents *ids, const char *name);
uint32_t node_look(struct builder *b, const struct idents *ids, struct arena *a);

void sort_nodes(struct freeze *f);

/* assets.c, asset_join.c */
void freeze_assets(struct freeze *f);
bool place_sure(const struct place_of_node *p);
void join_nodes(struct freeze *f, uint32_t *group, struct hits *candidates);

/* populations.c */
void freeze_populations(struct freeze *f);
void retire_assets(struct freeze *f);

/* previous.c: what the previous report holds this run to; without one they do nothing */
/*
 * Where each of its assets stands, given the one that its name surely leads to (NONE: none).  Those
 * whose name leads to none, or that were two and are one, are assets of their own, numbered from
 * m->nassets on, which it raises.
 */
void previous_places(struct freeze *f, const uint32_t *leads);
/* Names those of their own, m->assets[first] and after, beside the others, whose keys stand. */
void previous_names(struct freeze *f, size_t first);
void previous_assets(struct freeze *f);      /* after the populations */
/* The asset of its own that a failure of it is of too; NONE: it is where its name leads. */
uint32_t previous_apart(const struct freeze *f, const struct prev_failure *x);
void previous_last(const struct freeze *f, int64_t *last); /* newest results, by asset */
void previous_test_links(struct freeze *f);  /* after the links of this run */
void previous_groups(struct freeze *f);      /* items that no source shows any more */
void previous_items(struct freeze *f);       /* after the items of this run */
void previous_item_links(struct freeze *f, uint32_t item);
void link_control(struct freeze *f, uint32_t control, uint32_t item, unsigned how);
uint64_t previous_item_systems(const struct freeze *f, uint32_t item);
void previous_owners(struct freeze *f);      /* after controls_take() */

/* folds.c */
/* As a state without asset and test; its places' paths are the fold's. */
void fold_state(const struct fold *f, struct gathered *s);
/* What stands in one slot; any: false, if nothing does. */
struct seen fold_slot(const struct fold *f, enum slot slot);
/* one becomes what the slot holds; its path is copied, its raw text must be interned. */
void fold_keep(struct fold *f, enum slot slot, const struct seen *one);
void fold_free(struct fold *f);

/* observations.c */
void note_test(struct builder *b, const struct record *r);
void note_asset(struct builder *b, const struct record *r);
void fold_observation(struct builder *b, const struct record *r);
/* What may be the newest result, and says nothing. */
void fold_unknown(struct seen *to, const struct seen *from);
void fold_into(struct gathered *to, const struct gathered *from);
/*
 * A failure of the previous report; r is an observation, once at its latest and once at its first
 * instant.  The fold that it is in.
 */
uint32_t fold_previous(struct builder *b, const struct record *r, const struct prev_failure *p);
void folds_index(struct builder *b); /* after a freeze, before more is folded */
uint32_t previous_test(struct builder *b, const struct prev_test *t, struct loc loc);
void freeze_tests(struct freeze *f);
void freeze_states(struct freeze *f);

/*
 * controls.c: controls while they are made; indices are those of drafts until controls_take().
 * A draft is of a framework, whatever the system: each system in whose scope it is takes its
 * own from it.
 */
struct draft {
	struct control c;
	VEC(const struct record *) claims;
	VEC(struct link_test) tests;
	VEC(struct link_item) items;
	struct owners owners;
	uint64_t names_owners;    /* systems of sources that have a place for its owner; all bits: of none */
	/* of each system (one, if there are not several): the scope that takes it in, and why */
	struct scoped { uint32_t scope; const char *from; } *scoped;
	size_t nfinal;            /* its controls in the model */
};

/* The control that a record means, made if it was not there; NONE: no id. */
uint32_t control_draft(struct freeze *f, const char *framework, const char *id);
/* If it is there. */
uint32_t control_find(struct freeze *f, const char *framework, const char *id);
void freeze_controls(struct freeze *f);
void controls_take(struct freeze *f);

bool draft_in_scope(const struct freeze *f, const struct draft *d);
/* After controls_take(): the one control of the model that a source means by it; NONE: none, or several. */
uint32_t control_final(struct freeze *f, uint32_t draft, const struct source *s);

/* systems.c: which evidence belongs to which system (judgement.md 3) */
void freeze_systems(struct freeze *f);
/* How many are judged apart: one, if there are not several. */
size_t system_count(const struct freeze *f);
/* NONE: there are not several; else the bit's index. */
uint32_t system_at(const struct freeze *f, size_t i);
/* By what a record says itself, else by its source; 0: to none. */
uint64_t systems_of(struct freeze *f, const char *name, const struct source *s);
/* By inventories and plans, else by the sources that saw it. */
void asset_systems(struct freeze *f);
/* Of which systems an item is, and whether it names something that may be of others too. */
struct item_place { uint64_t of; bool loose; };
struct item_place item_systems(struct freeze *f, uint32_t item);
/* Systems that go by this id or name, a bit each. */
uint64_t systems_named(const struct model *m, const char *name);
/* T: of this system; U: of none; F: of others only. */
enum tri belongs(uint64_t systems, uint32_t system);

/* scope.c */
void freeze_scopes(struct freeze *f);

/* claims.c: what is claimed of it for a system (NONE: there are not several). */
void freeze_claims(struct freeze *f, const struct draft *d, uint32_t system, struct control *c);

/* links.c: tests to controls, by tags and mappings. */
void freeze_mappings(struct freeze *f);
void free_mappings(struct freeze *f);
void freeze_test_links(struct freeze *f);
/* Controls to which a scheme's id leads. */
struct lead { uint32_t control; bool t_counts; };
struct leads { VEC(struct lead) v; };
void leads_of(struct freeze *f, struct leads *out, const char *scheme, const char *id,
	enum relation own, bool producer);
bool scheme_is_framework(const char *scheme);

/* items.c, item_merge.c, item_links.c, events.c, timeline.c, acceptances.c */
struct group { const char *tracker, *key; VEC(const struct record *) items, events; const struct prev_item *was; };
void freeze_items(struct freeze *f);
void item_merge(struct freeze *f, struct item *it, struct group *g);
void item_rewind(struct freeze *f, struct item *it, const struct group *g);
void item_severity(struct freeze *f, struct item *it, const struct group *g); /* item_severity.c */
void item_close(struct item *it);
void item_events(struct freeze *f, struct item *it, const struct group *g);
void item_timeline(struct item *it, struct arena *a);
void freeze_item_links(struct freeze *f);
void freeze_acceptances(struct freeze *f);
/* By tracker and key; without a tracker the key alone, where only one has it. */
uint32_t item_find(struct freeze *f, const char *tracker, const char *key);

#endif
