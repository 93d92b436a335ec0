#ifndef TRUEUP_ID_SCAN_H
#define TRUEUP_ID_SCAN_H
/* Pieces that control_id.c and text_ids.c share; nobody else includes this. */
#include "checker/model/record.h"

struct nist_id { char family[3]; int number, enhancement; }; /* enhancement 0: none */

/*
 * An id at the beginning of s, and what follows it; prose: only forms that are safe in free
 * text.
 */
bool nist_at(const char *s, bool prose, struct nist_id *out, const char **end);
char *nist_print(const struct nist_id *n, struct arena *a);

/*
 * "CCI-000015", "cci-15"; bare digits where the column is known to hold CCIs.
 * NULL end: the whole text must be it; else *end is what follows.
 */
char *cci_at(const char *s, bool bare, struct arena *a, const char **end);
/* "SV-230221r743913_rule", also behind the prefix of its benchmark: "SV-230221". */
char *stig_at(const char *s, struct arena *a, const char **end);

/* Has the text a digit? */
bool id_possible(const char *s);
char *id_plain(struct arena *a, const char *s);
bool tags_has(const struct tags *t, const char *scheme, const char *id);

#endif
