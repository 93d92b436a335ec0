#ifndef TRUEUP_READ_OSCAL_H
#define TRUEUP_READ_OSCAL_H
/*
 * OSCAL 1.0 to 1.2, JSON and XML alike: a document is cut into its records,
 * each a tree in JSON's names (oscal_paths.h), and what stands outside of them.
 * References may point forward, so readers keep of each record what they need
 * and speak when the document has been read.
 */
#include "checker/base/vec.h"
#include "checker/read/oscal_paths.h"
#include "checker/read/reader.h"

/* One record of a document, or a node of its frame. */
struct oscal_rec {
	const struct node *node;
	const char *path;  /* JSON pointer, or XPath in XML */
	const char *cut;   /* which of the plan's cuts */
	/* Position, from 0, of the list element that its list lies in (results). */
	size_t outer;
	bool xml;
};

struct oscal_list { VEC(struct oscal_rec) at; };

struct oscal_doc {
	struct reading *r;
	const char *root;           /* "system-security-plan" */
	bool xml;
	const struct node *top;     /* the root's value, its cut lists empty or missing */
	const struct node *metadata;
	const char *title;
	struct instant modified;
	struct map *parties;        /* uuid to const struct node * */
	struct map *noted;          /* uuids that were told to be dangling */
	struct map *resources;      /* uuid of back matter to node */
	/* Role-id to struct oscal_holder *: responsible parties of the document. */
	struct map *holders;
};

struct oscal_holder { const struct node *party; struct oscal_holder *next; };

/* What to read, and how much to leave out. */
struct oscal_plan {
	const char *root;
	const char *const *cuts; size_t ncuts; /* JSON patterns (base/json.h) */
	const char *const *drop; size_t ndrop; /* members of the frame that XML need not collect */
	/* One record; its tree is gone after the call. 0; -1 stops. */
	int (*on)(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec);
	void *ctx;
};

/*
 * Reads all of it; then root, version and namespace are known to be right, and
 * parties can be looked up.  0; -1: broken or refused (diagnosed). Free in either case.
 */
int oscal_read(struct oscal_doc *d, struct reading *r, const struct oscal_plan *plan);
void oscal_free(struct oscal_doc *d);

/* By root: 95 with the sign, else 0. */
int oscal_probe(const struct head *h, const char *root, const char **sign);

/*
 * A copy in r->a without the named members at any depth; remarks of an implementation status stay.
 */
struct oscal_rec oscal_keep(struct oscal_doc *d, const struct oscal_rec *rec,
	const char *const *drop, size_t ndrop);
void oscal_list_add(struct oscal_list *l, struct oscal_rec rec);
void oscal_list_free(struct oscal_list *l);
/*
 * The account of n records that were read before the document broke off; seen: counted as such
 * already.
 */
void oscal_broken_off(struct reading *r, size_t n, bool seen);

/* The place of n within rec: the record's path, and the line of n (NULL: of the record). */
struct loc oscal_loc(const struct oscal_rec *rec, const struct node *n);
/*
 * The path of the element at i (from 0) of a list below path, in the syntax of the document; in
 * r->rec.
 */
const char *oscal_step(const struct oscal_doc *d, const char *path, const char *json,
	const char *xml, size_t i);

/*
 * Text with runs of blanks made one and ends trimmed, in a; NULL for NULL and for what has no
 * text.
 */
char *oscal_text(struct arena *a, const struct node *n);
char *oscal_get(struct arena *a, const struct node *map, const char *key);
/*
 * A value that JSON keeps as a member beside others and XML as the element's text (external-ids:
 * "id").
 */
const char *oscal_value(const struct node *n, const char *key);

/* A property of NIST's, FedRAMP's or no namespace; any: of whatever namespace. NULL: none. */
const struct node *oscal_prop_node(const struct node *n, const char *name, bool any);
const char *oscal_prop(const struct node *n, const char *name);
bool oscal_prop_is(const struct node *prop, const char *name);
bool oscal_prop_yes(const struct node *n, const char *name); /* "yes", "true", "approved" */

/* An instant with the line of its node. */
struct instant oscal_instant(struct oscal_doc *d, const struct node *map, const char *key);

/* Who a uuid is; a dangling one is its own raw text, told once. uuid NULL: unknown. In r->rec. */
struct party_ref oscal_party(struct oscal_doc *d, const char *uuid, uint32_t line);

/*
 * A control or objective id with its framework; ids of no scheme that we know
 * are kept as they stand, under the framework "oscal".  NULL for NULL and "".
 */
const char *oscal_control(const char *raw, const char **framework, const char **part,
	struct arena *a);

/* Its uuid and identifying properties; *name: the first of the latter, if it is NULL. In r->rec. */
void oscal_asset_ids(struct oscal_doc *d, const struct node *n, struct idents *ids,
	const char **name);
/* Component types that are documents or ways of working, not things that run. */
bool oscal_is_paper(const char *type);

/* Roles (formats.md 1.1): of ownership; that answer for it alone; contacts never. */
bool oscal_role_owner(const char *role, bool *accountable, struct arena *a);

/*
 * One assign record for each party of each responsible role (or party) in
 * `list`; without party-uuids those that metadata names for the role; without
 * any the role itself stands for its unknown holder.  `seen` leaves repetitions out; may be NULL.
 */
void oscal_assigns(struct oscal_doc *d, const struct oscal_rec *rec, const struct node *list,
	const struct rec_assign *subject, struct map *seen);

/* "#uuid" to the title or first link of the back-matter resource; other hrefs as they stand. */
const char *oscal_href(struct oscal_doc *d, const char *href, struct arena *a);
/* The revision of the framework that a title or link speaks of ("5"), or NULL. */
const char *oscal_revision(const char *text, struct arena *a);

extern const struct word_row_doc oscal_words[];

#endif
