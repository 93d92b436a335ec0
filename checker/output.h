#ifndef TRUEUP_OUTPUT_H
#define TRUEUP_OUTPUT_H
/* The report folder: all files or none, the statement over them, the seal. */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/judge/assessment.h"
#include "checker/run.h"
#include "reports/report.h"

struct outdir;
struct rule_set;
struct signer;
struct writer;
struct writer_options;

#define OUTPUT_MAX (16 * MIB) /* of what is printed on a terminal */

/*
 * Sets in chosen[], of writers_count() places, the writers that the list asks
 * for; 0, or -1 after saying on stderr what is wrong. check only looks.
 */
int output_formats(bool *chosen, const char *command, const char *list);
int output_formats_check(const char *list);

/*
 * One rendering, through a small buffer: to a descriptor, or as a file of a
 * folder under construction. hex: its digest. 0, or -1 with errno.
 */
int output_stream(int fd, const struct writer *w, const struct node *report,
	const struct writer_options *o, char hex[SHA256_HEX]);
int output_one(struct outdir *dir, const struct writer *w, const struct node *report,
	const struct writer_options *o, char hex[SHA256_HEX]);

/* Configuration, rule files and zone files with their digests; in a. */
const struct report_input *output_inputs(const struct run *r, const struct rule_set *rules,
	struct arena *a, size_t *n);

/* 0, or EXIT_MACHINE with diagnostics and nothing half-written. */
int output_write(struct run *r, const char *dir, const char *formats, const struct assessment *as,
	const struct node *report, const struct rule_set *rules, struct signer *signer);

#endif
