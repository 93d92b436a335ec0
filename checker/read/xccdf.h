#ifndef TRUEUP_READ_XCCDF_H
#define TRUEUP_READ_XCCDF_H
/*
 * XCCDF 1.1 and 1.2 as events (formats.md 2), for files of its own and inside
 * of ARF reports and SCAP data streams: whatever stands outside a Benchmark or
 * TestResult is passed over.  Rules become rec_test as they end, rule-results
 * become rec_observation; nothing is held longer than one TestResult.
 */
#include <stdbool.h>

#include "checker/read/reader.h"

#define XCCDF_NS_11 "http://checklists.nist.gov/xccdf/1.1"
#define XCCDF_NS_12 "http://checklists.nist.gov/xccdf/1.2"

struct xccdf;

/*
 * h is told by want_text when text is needed. Owner frees with xccdf_free(); NULL is allowed
 * there.
 */
struct xccdf *xccdf_new(struct reading *r, struct xml_handler *h);
void xccdf_free(struct xccdf *x);

bool xccdf_is_ns(const char *ns);

/* All events of the document, in order. 0; -1 stops (diagnosed). */
int xccdf_start(struct xccdf *x, const struct xml_tag *t);
int xccdf_end(struct xccdf *x, const char *ns, const char *name, uint32_t line);
int xccdf_text(struct xccdf *x, const char *p, size_t n);

/* Inside of a Benchmark or TestResult? */
bool xccdf_busy(const struct xccdf *x);

/*
 * For ARF: names of the asset that the next TestResult is about; asked once the
 * TestResult's own head is known. ref is its target-id-ref, or NULL.
 */
void xccdf_set_about(struct xccdf *x,
	void (*about)(void *ctx, const char *ref, struct idents *out, struct arena *a), void *ctx);

#endif
