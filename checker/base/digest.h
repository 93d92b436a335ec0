#ifndef TRUEUP_DIGEST_H
#define TRUEUP_DIGEST_H
/* SHA-256 (FIPS 180-4), by OpenSSL. */
#include <stddef.h>

#define SHA256_HEX 65 /* with the NUL */
#define SHA256_LEN 32

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *d, const void *p, size_t n);
void digest_hex(struct digest *d, char out[SHA256_HEX]); /* and starts anew */
void digest_bytes(struct digest *d, unsigned char out[SHA256_LEN]); /* and starts anew */
void digest_free(struct digest *d);

void sha256_hex(const void *p, size_t n, char out[SHA256_HEX]);

#endif
