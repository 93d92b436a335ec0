#ifndef TRUEUP_READ_OSCAL_PATHS_H
#define TRUEUP_READ_OSCAL_PATHS_H
/*
 * The names of OSCAL: which JSON member an XML element is, and whether it is a
 * list.  With this one table the XML of a document gives the same tree as its
 * JSON, so that each path is written down once, in JSON's names.
 */
#include <stdbool.h>

#define OSCAL_NS "http://csrc.nist.gov/ns/oscal/1.0"
/* Milestones and release candidates of 1.0.0. */
#define OSCAL_NS_OLD "http://csrc.nist.gov/ns/oscal"

struct oscal_name {
	const char *xml;
	const char *parent; /* only below this element; NULL: below any other */
	const char *json;
	bool list;
	bool prose;         /* markup: its text is taken as one string */
};

/* The row of an element below parent; NULL: the names are the same, and it is single. */
const struct oscal_name *oscal_name(const char *parent, const char *xml);

/* For tests: the table, sorted by xml, then parent (NULL last). */
extern const struct oscal_name oscal_names[];
extern const unsigned oscal_name_count;

#endif
