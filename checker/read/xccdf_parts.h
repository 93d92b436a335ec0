#ifndef TRUEUP_READ_XCCDF_PARTS_H
#define TRUEUP_READ_XCCDF_PARTS_H
/*
 * Between the state machine (xccdf.c) and what it does at each place (xccdf_parts.c). For these
 * two alone.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/read/xccdf.h"

enum xccdf_place {
	AT_NOWHERE, AT_OTHER, AT_BENCHMARK, AT_GROUP,
	AT_RULE, AT_RULE_TITLE, AT_RULE_VERSION, AT_RULE_IDENT, AT_RULE_REFERENCE,
	AT_TEST_RESULT, AT_RESULT_BENCHMARK, AT_IDENTITY, AT_TARGET, AT_TARGET_ADDRESS,
	AT_TARGET_FACTS, AT_FACT, AT_TARGET_REF,
	AT_RULE_RESULT, AT_RESULT, AT_IDENT, AT_MESSAGE, AT_CHECK, AT_COMPLEX_CHECK,
	AT_OVERRIDE, AT_OLD_RESULT, AT_NEW_RESULT, AT_REMARK
};

/* Overrides of one result that are told apart; more are counted as ignored. */
#define XCCDF_OVERRIDES 16

struct xccdf_override {
	struct instant at;
	const char *authority, *old_result, *new_result, *remark;
};

/* What a TestResult says of all of its results; in ta. */
struct xccdf_head {
	uint32_t line, number, results;
	const char *benchmark, *originator, *ref;
	struct instant start, end;
	struct idents ids;
	bool identity, privileged;
	bool complete;               /* names of the ARF asset have been added */
};

struct xccdf_rule_result {
	uint32_t line, col;
	const char *rule, *severity, *role, *result, *message;
	struct instant at;
	bool oval, ocil;
	struct tags tags;
	size_t noverrides;
	/* last: for each result only what is before it is zeroed */
	struct xccdf_override overrides[XCCDF_OVERRIDES];
};

struct xccdf {
	struct reading *r;
	struct xml_handler *h;
	struct arena *ta;            /* one TestResult */
	struct buf text;
	uint32_t depth, text_depth;
	unsigned char stack[MAX_XML_DEPTH];
	const char *attr;            /* system, href or name of the element whose text is read */
	char *benchmark;             /* id of the Benchmark that one is in; r->a */
	uint32_t nresults;
	struct xccdf_head head;
	struct record rule;          /* REC_TEST under way; r->rec */
	const char *rule_version;
	struct xccdf_rule_result rr; /* r->rec */
	void (*about)(void *ctx, const char *ref, struct idents *out, struct arena *a);
	void *about_ctx;
};

void xccdf_begin_benchmark(struct xccdf *x, const struct xml_tag *t);
void xccdf_begin_rule(struct xccdf *x, const struct xml_tag *t);
void xccdf_end_rule(struct xccdf *x);
void xccdf_begin_result(struct xccdf *x, const struct xml_tag *t);
void xccdf_head_element(struct xccdf *x, enum xccdf_place at, const struct xml_tag *t);
void xccdf_end_result(struct xccdf *x);
void xccdf_begin_rule_result(struct xccdf *x, const struct xml_tag *t);
void xccdf_begin_override(struct xccdf *x, const struct xml_tag *t);
void xccdf_note_check(struct xccdf *x, const struct xml_tag *t);
void xccdf_note_attr(struct xccdf *x, enum xccdf_place at, const struct xml_tag *t);
void xccdf_take_text(struct xccdf *x, enum xccdf_place at, const char *text);
void xccdf_end_rule_result(struct xccdf *x);

#endif
