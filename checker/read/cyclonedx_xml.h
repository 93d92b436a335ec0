#ifndef TRUEUP_READ_CYCLONEDX_XML_H
#define TRUEUP_READ_CYCLONEDX_XML_H
/* CycloneDX as XML, given as its JSON would be: the same records, and what is left of the document. */
#include "checker/read/reader.h"

#define CYCLONEDX_VULNERABILITIES "/vulnerabilities"
#define CYCLONEDX_COMPONENTS "/components"
/* The namespace up to the version. */
#define CYCLONEDX_NS "http://cyclonedx.org/schema/bom/"

/*
 * on_record is called for each vulnerability, and for each component without its node; the
 * pointer is an XPath.  *rest (in r->a) has metadata, definitions, declarations, serialNumber and
 * specVersion. 0; -1 if broken (diagnosed).
 */
int cyclonedx_xml(struct reading *r, int (*on_record)(void *ctx, const struct json_record *rec),
	void *ctx, const struct node **rest);

#endif
