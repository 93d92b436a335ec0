#ifndef TRUEUP_READ_OVAL_H
#define TRUEUP_READ_OVAL_H
/*
 * OVAL results 5.x as events (formats.md 4), for files of their own and inside of ARF reports.
 * Held: the definitions' classes and titles of one document, and the results of one system.
 */
#include "checker/read/reader.h"

#define OVAL_RESULTS_NS "http://oval.mitre.org/XMLSchema/oval-results-5"

struct oval;

/* Of results that lie in a report; must outlive the struct oval. */
struct oval_place {
	const char *path;    /* before their own location: "report[@id='oval0']/" */
	void *ctx;
	/*
	 * Whether XCCDF results stand before it: then a compliance definition that was not
	 * evaluated is of a rule that was not selected, and is passed over by name as that one is.
	 */
	bool rules;
	/* Further names of the host; ref is NULL. */
	void (*about)(void *ctx, const char *ref, struct idents *out, struct arena *a);
};

/* One oval_results document; h is told by want_text when text is needed. Owner frees; NULL is allowed there. */
struct oval *oval_new(struct reading *r, struct xml_handler *h, const struct oval_place *place);
void oval_free(struct oval *o);

/* All its events, from its root on, in order. 0; -1 stops (diagnosed). */
int oval_start(struct oval *o, const struct xml_tag *t);
int oval_text(struct oval *o, const char *p, size_t n);
int oval_end(struct oval *o, const char *ns, const char *name, uint32_t line);

extern const struct word_row_doc oval_words[];

#endif
