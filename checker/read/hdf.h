#ifndef TRUEUP_READ_HDF_H
#define TRUEUP_READ_HDF_H
/*
 * One control of an HDF document as what is kept of it (formats.md 7): counts
 * of its results, its tags and what persons laid over it, without code and
 * prose.
 */
#include "checker/read/reader.h"

struct hdf_attestation { bool there; const char *status, *by, *why; struct instant updated; };

struct hdf_control {
	struct loc loc;
	size_t profile;              /* position in profiles, from 0 */
	const char *id, *title;
	int32_t impact;              /* thousandths; -1: none */
	const char *severity, *severity_raw;
	struct tags tags;
	uint32_t passed, failed, skipped, errors; /* of the tool's own results */
	struct instant at;           /* the earliest of them */
	const char *message;         /* of the first that is not passed */
	bool waived, waiver;         /* not run for a waiver; has one */
	struct hdf_attestation attested;
	bool absorbed;               /* an overlay's view of a control whose results stand in another profile */
};

/* Everything in r->a. false: refused (diagnosed). */
bool hdf_control(struct reading *r, const struct node *n, const struct loc *at,
	struct hdf_control *out);
/* One result of InSpec's json-min, which are listed without their control. */
bool hdf_min_result(struct reading *r, const struct node *n, const struct loc *at,
	struct hdf_control *out);

/* The result of all parts together (judgement.md 11), and its words. */
enum result hdf_result(struct reading *r, const struct hdf_control *c, const char **raw);

extern const struct word_row_doc hdf_words[];

#endif
