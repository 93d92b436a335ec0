#include "checker/base/digest.h"

#include <openssl/evp.h>

#include "checker/base/die.h"

struct digest {
	EVP_MD_CTX *ctx;
};

static void
start(struct digest *d)
{
	if (EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1)
		die_machine("the cryptographic library gives no SHA-256");
}

struct digest *
digest_new(void)
{
	struct digest *d = x_malloc(sizeof(*d));

	d->ctx = EVP_MD_CTX_new();
	if (d->ctx == NULL)
		die_memory();
	start(d);
	return d;
}

void
digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

void
digest_add(struct digest *d, const void *p, size_t n)
{
	if (n > 0 && EVP_DigestUpdate(d->ctx, p, n) != 1)
		die_machine("SHA-256 failed in the cryptographic library");
}

void
digest_bytes(struct digest *d, unsigned char out[SHA256_LEN])
{
	unsigned n = 0;

	if (EVP_DigestFinal_ex(d->ctx, out, &n) != 1 || n != SHA256_LEN)
		die_machine("SHA-256 failed in the cryptographic library");
	start(d);
}

void
digest_hex(struct digest *d, char out[SHA256_HEX])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[SHA256_LEN];

	digest_bytes(d, bytes);
	for (size_t i = 0; i < SHA256_LEN; i++) {
		out[2 * i] = hex[bytes[i] >> 4];
		out[2 * i + 1] = hex[bytes[i] & 15];
	}
	out[SHA256_HEX - 1] = '\0';
}

void
sha256_hex(const void *p, size_t n, char out[SHA256_HEX])
{
	struct digest *d = digest_new();

	digest_add(d, p, n);
	digest_hex(d, out);
	digest_free(d);
}
