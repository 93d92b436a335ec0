#ifndef TRUEUP_ASSET_IDS_H
#define TRUEUP_ASSET_IDS_H
/* Identifiers of assets (formats.md C.2): their normal forms, and how much one says. */
#include "checker/model/record.h"

/* A strong one means an asset, a medium one where it is unique; weak ones join only unique names. */
enum strength { WEAK, MEDIUM, STRONG };
enum strength ident_strength(const char *ns);
/* Adds the normal form of one identifier; false: it is on the list of those that name nothing. */
bool ident_normal(struct idents *out, struct arena *a, const char *ns, const char *value);

#endif
