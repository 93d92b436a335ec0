#ifndef TRUEUP_SEALERS_H
#define TRUEUP_SEALERS_H
/* What the rows of the table in seal.c point at; contracts: struct sealer in seal.h. */
#include "reports/seal/seal.h"

/* DSSE v1: https://github.com/secure-systems-lab/dsse, protocol.md and envelope.md. */
int dsse_sign(const struct seal_key *key, const char *p, size_t n, struct buf *out);
int dsse_open(struct envelope *e, struct arena *a, const char *p, size_t n, struct diags *d);
bool dsse_verify(const struct envelope *e, const struct seal_key *key, const char *p, size_t n);
/* Pre-authentication encoding: what a DSSE signature covers. Appends to out; 0 or -1. */
int dsse_pae(const char *type, const char *p, size_t n, struct buf *out);

/* OpenSSH's PROTOCOL.sshsig. */
int sshsig_sign(const struct seal_key *key, const char *p, size_t n, struct buf *out);
int sshsig_open(struct envelope *e, struct arena *a, const char *p, size_t n, struct diags *d);
bool sshsig_verify(const struct envelope *e, const struct seal_key *key, const char *p, size_t n);

#endif
