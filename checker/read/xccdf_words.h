#ifndef TRUEUP_READ_XCCDF_WORDS_H
#define TRUEUP_READ_XCCDF_WORDS_H
/*
 * Words, identifier systems and names of XCCDF: what does not depend on where in the document
 * one is.
 */
#include "checker/read/reader.h"

extern const struct word_row_doc xccdf_words[];

/*
 * true and *out, or false for a word that XCCDF does not have. "notselected" is none: it is no
 * result.
 */
bool xccdf_result(const char *word, enum result *out);

/*
 * "cpe:/a:redhat:openscap:1.3.5" to "redhat:openscap": producer and product (judgement.md 11).
 * NULL if there is none.
 */
char *xccdf_originator(const char *test_system, struct arena *a);

/*
 * A target's name or address under the name space that its form shows; blanks and doubles add
 * nothing.
 */
void xccdf_add_name(struct idents *ids, const char *value, struct arena *a);
/* A fact of target-facts; false: it names no asset. */
bool xccdf_add_fact(struct idents *ids, const char *name, const char *value, struct arena *a);

/* A tag of a rule or result from an ident element. */
void xccdf_add_ident(struct tags *tags, const char *system, const char *text, struct arena *a);
/* From a reference element: controls of frameworks whose documents we know; false: of none. */
bool xccdf_add_reference(struct tags *tags, const char *href, const char *text, struct arena *a);
/* The key under which DISA's rules are the same across releases: "SV-230221". */
void xccdf_add_stig(struct tags *tags, const char *rule, struct arena *a);

#endif
