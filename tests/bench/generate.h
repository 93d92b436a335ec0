#ifndef TRUEUP_BENCH_GENERATE_H
#define TRUEUP_BENCH_GENERATE_H
/* Evidence of any size from a seed: integers only, the same bytes everywhere. */
#include <stdint.h>
#include <stdio.h>

enum sample { SAMPLE_JSON, SAMPLE_XML, SAMPLE_CSV };

/* About `bytes` of it: tickets with their logs, results of rules, rows of a register. */
void generate(FILE *out, enum sample kind, uint64_t seed, uint64_t bytes);

#endif
