#ifndef TRUEUP_CONTROL_ID_H
#define TRUEUP_CONTROL_ID_H
/* Identifiers in cells and free text, to their canonical form (formats.md C.3). */
#include "checker/model/record.h"

/* Control ids in free text and cells (formats.md C.3): canonical ids with their framework, in order. */
void control_ids_find(struct tags *out, const char *text, const char *framework, struct arena *a);
/* One id: canonical form in a, framework; NULL: of no scheme that we know. */
char *control_id_parse(const char *raw, const char *framework_hint, const char **framework,
	const char **part, struct arena *a);
/* CVE ids, STIG rule ids, CCIs, and asset names (fqdn, arn, instance ids) in free text. */
void test_ids_find(struct tags *out, const char *text, struct arena *a);
void asset_ids_find(struct idents **out, size_t *n, const char *text, struct arena *a);

/* A list grown in a region. */
void tags_add(struct tags *t, struct arena *a, const char *scheme, const char *id, const char *raw,
	enum relation rel);
void idents_add(struct idents *t, struct arena *a, const char *ns, const char *value);

#endif
