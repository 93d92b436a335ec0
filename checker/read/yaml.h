#ifndef TRUEUP_READ_YAML_H
#define TRUEUP_READ_YAML_H
/*
 * YAML as trees, one document at a time, the same nodes as JSON gives.  What
 * programs read differently is refused: aliases, keys that come twice, keys that
 * are no text.  "yes", "no", "on" and "off" are text, as YAML 1.2 has it.  The
 * only file that sees libyaml is yaml.c.
 */
#include "checker/read/reader.h"

struct yaml_reader {
	struct reading *r;
	void *ctx;
	struct arena *into; /* where the trees live on; NULL: in r->rec, which is reset after each call */
	/* The document's tree; number from 1. */
	void (*document)(void *ctx, const struct node *n, uint64_t number);
};

/* 0, or -1 if broken (diagnosed); documents before the break were given. */
int reading_yaml(const struct yaml_reader *y);

#endif
