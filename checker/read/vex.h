#ifndef TRUEUP_READ_VEX_H
#define TRUEUP_READ_VEX_H
/*
 * What OpenVEX, CSAF and CycloneDX say of a vulnerability in a product
 * (formats.md 13 to 15).  Somebody examined it and says so: E1, whoever it is,
 * so that a statement never clears what a scanner found; it is no decision of
 * an owner.
 */
#include "checker/read/reader.h"

struct vex {
	struct loc loc;
	const char *vulnerability, *status, *justification, *by;
	struct tags aliases;
	struct instant at;
	const char *severity;
};

/* One observation about one product (a purl, a CPE or any name; NULL: none); in r->rec. */
void vex_make(struct reading *r, const struct vex *v, const char *product, struct record *out);
/* A further name of the vulnerability; blanks add nothing. */
void vex_alias(struct reading *r, struct vex *v, const char *name);

extern const struct word_row_doc vex_words[];

#endif
