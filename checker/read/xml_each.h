#ifndef TRUEUP_READ_XML_EACH_H
#define TRUEUP_READ_XML_EACH_H
/* XML that is a list of records: each as one tree, forgotten after the call. */
#include "checker/read/reader.h"

struct xml_each {
	struct reading *r;
	uint32_t depth;       /* at which the records stand; the root has 1 */
	const char *name;     /* of their elements; NULL: all at that depth */
	void *ctx;
	/* The record's tree (in r->rec) and its number from 1 among the records. */
	void (*record)(void *ctx, const struct node *n, uint64_t number);
	/* Tags outside of records, as they begin; may be NULL. */
	void (*tag)(void *ctx, const struct xml_tag *t);
};

/* 0, or -1 if broken (diagnosed); records before the break were given. */
int reading_xml_each(const struct xml_each *e);

#endif
