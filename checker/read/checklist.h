#ifndef TRUEUP_READ_CHECKLIST_H
#define TRUEUP_READ_CHECKLIST_H
/*
 * DISA STIG Viewer checklists, as XML (CKL, viewer 2) and as JSON (CKLB, viewer
 * 3) (formats.md 5).  A person set each status: E1, so it reaches the paper
 * only (judgement.md 4).  A checklist names rules and CCIs, never controls,
 * and so makes no claim of its own.
 */
#include "checker/read/reader.h"

struct checklist_rule {
	struct loc loc;
	const char *stig;                     /* id of the STIG */
	const char *group, *rule, *version;   /* V-230221; SV-230221r1_rule; RHEL-08-010000 */
	const char *title, *severity, *status, *details, *comments;
	const char *override, *override_why;  /* severity that a person set instead */
	struct tags ccis;                     /* and legacy ids; filled by checklist_tag() */
	struct instant updated;               /* of the entry, where the format has it */
};

/* A CCI, or a legacy number of the rule; blanks add nothing. */
void checklist_tag(struct checklist_rule *c, const char *text, struct arena *a);

/*
 * The account of one rule as two records: what the benchmark says of it, and the status that
 * somebody set; the latter without its asset.  false: refused (diagnosed), nothing was made.
 */
bool checklist_make(struct reading *r, const struct checklist_rule *c, struct record *test,
	struct record *status);

/* A STIG's name as XCCDF 1.2 has it, so that a scan of the same rule is the same test. NULL: "". */
const char *checklist_benchmark(const char *stig, struct arena *a);

/* Names or addresses: several in one cell, parted by blanks, commas or line ends. ns "": by form. */
void checklist_names(struct idents *ids, const char *ns, const char *cell, struct arena *a);
/* The host that the checklist is about; told if there is none. */
void checklist_asset(struct reading *r, const struct idents *ids, struct loc loc);

extern const struct word_row_doc checklist_words[];

#endif
