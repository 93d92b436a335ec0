#ifndef TRUEUP_SAMPLES_H
#define TRUEUP_SAMPLES_H
/* Committed samples that trueup.json names: read, and their signatures looked at. */
#include "checker/cmd.h"
#include "checker/run.h"

/*
 * Fills r->cfg.samples from r->cfg.sample_files. Only those whose FILE.sig is by a key of the
 * files of signers count as committed; the others give no bound. -1: one is no sample, diagnosed.
 */
int samples_load(struct run *r, const struct option_values *signers);

/* The commitment, as samples_load() reads it and somebody signs it; a for what is made on the way. */
struct buf;
void sample_print(struct buf *b, const struct sample_row *s, struct arena *a);
bool sample_digest(const char *text); /* 64 lower-case hexadecimal digits */

#endif
