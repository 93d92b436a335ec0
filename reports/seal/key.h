#ifndef TRUEUP_SEAL_KEY_H
#define TRUEUP_SEAL_KEY_H
/*
 * One key, private or public, of an accepted kind.  Which kinds are accepted
 * is our table's decision, never the envelope's (signing.md 1.7).  One key may
 * make both kinds of signature: what is signed begins with "DSSEv1 " or with
 * "SSHSIG", so neither signature can stand for the other.
 */
#include <stdbool.h>
#include <stddef.h>

#include "checker/base/digest.h"

struct buf;
struct diags;
struct evp_pkey_st;

struct key_alg {
	const char *name;     /* for people */
	const char *evp;      /* OpenSSL's name of the key type */
	const char *dsse_md;  /* digest under a DSSE signature; NULL: the scheme has its own */
	const char *ssh_type; /* of the public key, RFC 4253 6.6, RFC 5656, RFC 8709 */
	const char *ssh_sig;  /* of the signature, RFC 8332 */
	const char *ssh_md;
};

struct seal_key {
	struct evp_pkey_st *pkey;
	const struct key_alg *alg;
	bool one_run;
	char keyid[SHA256_HEX]; /* SHA-256 of the SubjectPublicKeyInfo in DER */
};

/* All: owner frees with key_free(), NULL is allowed; NULL with a diagnostic. */

/* Takes pkey over, also when it is refused. where is for messages. */
struct seal_key *key_adopt(struct evp_pkey_st *pkey, const char *where, struct diags *d);
/* "file:PATH", "env:VAR"; NULL or "one-run" makes a fresh P-256 key. */
struct seal_key *key_load(const char *option, struct diags *d);
struct seal_key *key_generate(bool one_run, struct diags *d);
struct seal_key *key_from_spki(const void *der, size_t n, const char *where, struct diags *d);
/* Wipes what OpenSSL holds of it. */
void key_free(struct seal_key *k);

/* md as in the table, or NULL. 0, or -1: OpenSSL refused. Appends to sig. */
int key_sign(const struct seal_key *k, const char *md, const void *p, size_t n, struct buf *sig);
bool key_verify(const struct seal_key *k, const char *md, const void *p, size_t n,
	const void *sig, size_t sig_len);

/* The public half: SubjectPublicKeyInfo in DER; in PEM; as SSH has it. Append to out; 0 or -1. */
int key_spki(const struct seal_key *k, struct buf *out);
int key_public_pem(const struct seal_key *k, struct buf *out);
int key_ssh_blob(const struct seal_key *k, struct buf *out);
/* "SHA256:" and base64 without padding, as `ssh-keygen -l` prints it. */
int key_ssh_fingerprint(const struct seal_key *k, struct buf *out);
/* One line of allowed_signers, for report signatures only (dev: of one-run keys). */
int key_allowed_signer(const struct seal_key *k, const char *principal, struct buf *out);

/* From SSH's form; NULL without a diagnostic where it is not canonical or of another kind. */
struct seal_key *key_from_ssh_blob(const unsigned char *p, size_t n);

/* OpenSSL's last reason, and empties its queue. */
const char *key_reason(void);

#endif
