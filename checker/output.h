#ifndef TRUEUP_OUTPUT_H
#define TRUEUP_OUTPUT_H
/* The report folder: all files or none, the statement over them, the seal. */
#include <stddef.h>

#include "checker/base/limits.h"
#include "checker/judge/assessment.h"
#include "checker/run.h"
#include "reports/report.h"

struct rule_set;
struct signer;

#define OUTPUT_MAX ((size_t)2048 * MIB) /* of one rendering: 300,000 checks take under 300 MiB */

/* Whether the list names writers that make files; says on stderr what is wrong. 0 or -1. */
int output_formats_check(const char *list);

/* Configuration, rule files and zone files with their digests; in a. */
const struct report_input *output_inputs(const struct run *r, const struct rule_set *rules,
	struct arena *a, size_t *n);

/* 0, or EXIT_MACHINE with diagnostics and nothing half-written. */
int output_write(struct run *r, const char *dir, const char *formats, const struct assessment *as,
	const struct node *report, const struct rule_set *rules, struct signer *signer);

#endif
