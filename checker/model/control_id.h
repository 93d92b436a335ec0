#ifndef TRUEUP_CONTROL_ID_H
#define TRUEUP_CONTROL_ID_H
/* Identifiers in cells and free text, to their canonical form (formats.md C.3). */
#include "checker/model/record.h"

/*
 * Control ids in free text and cells (formats.md C.3): canonical ids with their
 * framework, in order, each once.  A text that is one list of ids is read as
 * such; in prose only unmistakable forms count ("AC-2(1)", never "at 3",
 * SV-86707 or RHEL-08-010000).  "AC-2 (1)(2)(3)" may mean several enhancements
 * or one with parts: all of them, with REL_SUBSET, so that a failure counts and
 * a pass does not.
 */
void control_ids_find(struct tags *out, const char *text, const char *framework, struct arena *a);
/*
 * One id: canonical form in a, framework; NULL: of no scheme that we know, or
 * of several ("5.1" without a hint).  CCIs and STIG rules are schemes of their own ("cci", "stig").
 * A hint that names none of our frameworks keeps the id as it is written.
 */
char *control_id_parse(const char *raw, const char *framework_hint, const char **framework,
	const char **part, struct arena *a);
/*
 * CVE ids, STIG rule ids, CCIs, and asset names (arn, instance ids, full names) in text. Full names
 * are of kind name_ns: "fqdn" of a column of assets, IDENT_MENTION of free text.
 */
void test_ids_find(struct tags *out, const char *text, struct arena *a);
void asset_ids_find(struct idents **out, size_t *n, const char *text, const char *name_ns,
	struct arena *a);

/*
 * "NIST SP 800-53 Rev. 5" and its relatives to "nist-800-53", with *revision "5"
 * (NULL: not said; the pointer may be NULL).  Names that we do not know: lower case, blanks to '-'.
 */
char *framework_canonical(const char *raw, const char **revision, struct arena *a);

/* What people read: "AC-2(1)" for "ac-2.1"; other frameworks' ids stay as they are. */
char *control_id_display(const char *framework, const char *id, struct arena *a);
/*
 * The control that an enhancement belongs to is another control: "ac-2.1" is not "ac-2". Family:
 * "ac".
 */
char *control_id_family(const char *framework, const char *id, struct arena *a);

/* A list grown in a region. */
void tags_add(struct tags *t, struct arena *a, const char *scheme, const char *id, const char *raw,
	enum relation rel);
void idents_add(struct idents *t, struct arena *a, const char *ns, const char *value);

#endif
