#ifndef TRUEUP_LINKS_H
#define TRUEUP_LINKS_H
/* Which namings of assets and people were found to be one, and by what: `identify --links`. */
#include <stdbool.h>

struct links;
struct record;
struct run;

struct links *links_new(struct run *r);
void links_free(struct links *l); /* NULL is allowed */
void links_add(struct links *l, const struct record *r);
/* After the last record: joins all of it and prints to standard output. */
void links_print(struct links *l, bool json);

#endif
