#ifndef TRUEUP_READ_FINDING_H
#define TRUEUP_READ_FINDING_H
/*
 * What findings of cloud and vulnerability scanners have in common, whatever
 * their syntax: a test, a result, resources, and when it was first and last
 * seen.
 */
#include "checker/read/reader.h"

struct finding {
	struct loc loc;
	const char *benchmark, *test;
	enum result result;
	const char *result_raw;
	struct instant at, first; /* last seen; first seen (of failures) */
	const char *severity, *severity_raw, *originator, *message;
	struct tags tags;
};

/*
 * One observation about these names (none: about no asset). A failure that was first seen
 * earlier is told at that instant as well: decision clocks start there (judgement.md 7).  E3 if
 * tool, target, test and time are named, else E2.
 */
void finding_put(struct reading *r, const struct finding *f, const struct idents *asset);

/*
 * Names of a cloud resource: ARNs and Azure ids stand for themselves, anything else only within
 * its provider and account.
 */
void finding_resource(struct idents *ids, const char *provider, const char *account,
	const char *uid, struct arena *a);

/*
 * Tags from a requirement as a producer writes it, under its framework's name (NULL: not
 * told): "NIST.800-53.r5 AC-2(1)", "1.20". What no scheme knows keeps its words.
 */
void finding_requirement(struct tags *tags, const char *framework, const char *text,
	struct arena *a);

/*
 * The severity of a finding whose word somebody may have changed: the higher of the producer's
 * (base) and the present one; lowering is told (judgement.md 2).
 */
const char *finding_severity(struct reading *r, const struct finding *f, const char *base,
	const char *now, const char **raw);

/* Told at the end of a file: n results were set aside without anybody who answers for it. */
void finding_suppressed(struct reading *r, uint64_t n);

/* false, with a refusal told, if an identifier is missing or longer than any real one. */
bool finding_named(struct reading *r, const struct loc *at, const char *what, const char *id);

#endif
