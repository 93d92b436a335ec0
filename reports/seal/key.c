#include "reports/seal/key.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "reports/seal/seal_diags.h"

#define RSA_BITS_MIN 3072 /* NIST SP 800-57 part 1, table 2: 128 bits of strength */
#define RSA_BITS_MAX 8192 /* larger ones only cost time */
#define SIGNATURE_MAX 1024 /* bytes; RSA with 8192 bits */

static const struct key_alg algs[] = {
	{"ECDSA P-256", "EC", "SHA256", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "SHA256"},
	{"Ed25519", "ED25519", NULL, "ssh-ed25519", "ssh-ed25519", NULL},
	/* SSHSIG asks for SHA-2 with RSA keys (PROTOCOL.sshsig 3). */
	{"RSA", "RSA", "SHA256", "ssh-rsa", "rsa-sha2-512", "SHA512"},
};

const char *
key_reason(void)
{
	const char *r = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return r != NULL ? r : "no reason given";
}

/* Named curve P-256 only: a curve spelt out by its parameters could be a look-alike. */
static bool
is_p256(EVP_PKEY *k)
{
	char group[32] = "", coded[32] = "";
	size_t n;

	if (EVP_PKEY_get_utf8_string_param(
		    k, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group), &n) != 1 ||
		EVP_PKEY_get_utf8_string_param(
			k, OSSL_PKEY_PARAM_EC_ENCODING, coded, sizeof(coded), &n) != 1)
		return false;
	if (strcmp(group, SN_X9_62_prime256v1) != 0 ||
		strcmp(coded, OSSL_PKEY_EC_ENCODING_GROUP) != 0)
		return false;
	/* One key, one SubjectPublicKeyInfo, one key id. */
	return EVP_PKEY_set_utf8_string_param(k, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
		       OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED) == 1;
}

/* FIPS 186-5 A.1.1: odd, above 2^16. With 1 as exponent anybody could sign. */
static bool
is_good_rsa(EVP_PKEY *k)
{
	int bits = EVP_PKEY_get_bits(k);
	BIGNUM *e = NULL;
	bool good;

	if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX ||
		EVP_PKEY_get_bn_param(k, OSSL_PKEY_PARAM_RSA_E, &e) != 1)
		return false;
	good = BN_is_odd(e) && BN_num_bits(e) > 16;
	BN_free(e);
	return good;
}

static const struct key_alg *
alg_of(EVP_PKEY *k)
{
	if (EVP_PKEY_is_a(k, "EC"))
		return is_p256(k) ? &algs[0] : NULL;
	if (EVP_PKEY_is_a(k, "ED25519"))
		return &algs[1];
	return EVP_PKEY_is_a(k, "RSA") && is_good_rsa(k) ? &algs[2] : NULL;
}

struct seal_key *
key_adopt(EVP_PKEY *pkey, const char *where, struct diags *d)
{
	const struct key_alg *alg = alg_of(pkey);
	struct seal_key *k;
	struct buf der;

	if (alg == NULL) {
		struct place at = {.file = where};

		diag_add(d, &seal_key_kind, &at, "a key of kind %s with %d bits is not accepted",
			EVP_PKEY_get0_type_name(pkey), EVP_PKEY_get_bits(pkey));
		EVP_PKEY_free(pkey);
		ERR_clear_error();
		return NULL;
	}
	k = x_calloc(1, sizeof(*k));
	k->pkey = pkey;
	k->alg = alg;
	buf_init(&der, SIGNATURE_MAX * 4);
	if (key_spki(k, &der) != 0)
		die_bug("a public key that cannot be written");
	sha256_hex(der.p, der.len, k->keyid);
	buf_free(&der);
	return k;
}

struct seal_key *
key_generate(bool one_run, struct diags *d)
{
	EVP_PKEY *pkey = EVP_EC_gen(SN_X9_62_prime256v1);
	struct seal_key *k;

	if (pkey == NULL) {
		diag_add(d, &seal_sign_failed, NULL, "no key could be made: %s", key_reason());
		return NULL;
	}
	k = key_adopt(pkey, "one-run key", d);
	if (k != NULL)
		k->one_run = one_run;
	return k;
}

struct seal_key *
key_from_spki(const void *der, size_t n, const char *where, struct diags *d)
{
	const unsigned char *p = der, *end = p + n;
	EVP_PKEY *pkey = n > LONG_MAX ? NULL : d2i_PUBKEY(NULL, &p, (long)n);

	if (pkey == NULL || p != end) {
		struct place at = {.file = where};

		diag_add(d, &seal_key_kind, &at, "no public key: %s", key_reason());
		EVP_PKEY_free(pkey);
		return NULL;
	}
	return key_adopt(pkey, where, d);
}

void
key_free(struct seal_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->pkey); /* clears private parts */
	free(k);
}

/* The padding is always set by us: defaults differ between releases and key types. */
static int
set_padding(EVP_PKEY_CTX *c, const struct seal_key *k)
{
	if (!EVP_PKEY_is_a(k->pkey, "RSA"))
		return 0;
	return EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) == 1 ? 0 : -1;
}

int
key_sign(const struct seal_key *k, const char *md, const void *p, size_t n, struct buf *sig)
{
	EVP_MD_CTX *m = EVP_MD_CTX_new();
	EVP_PKEY_CTX *c = NULL;
	unsigned char out[SIGNATURE_MAX];
	size_t len = sizeof(out);
	int rc = -1;

	if (m == NULL)
		die_memory();
	if (EVP_DigestSignInit_ex(m, &c, md, NULL, NULL, k->pkey, NULL) != 1 ||
		set_padding(c, k) != 0)
		goto out;
	if (EVP_DigestSign(m, out, &len, p, n) != 1)
		goto out;
	buf_add(sig, out, len);
	rc = sig->over ? -1 : 0;
out:
	EVP_MD_CTX_free(m);
	return rc;
}

bool
key_verify(const struct seal_key *k, const char *md, const void *p, size_t n, const void *sig,
	size_t sig_len)
{
	EVP_MD_CTX *m = EVP_MD_CTX_new();
	EVP_PKEY_CTX *c = NULL;
	bool good = false;

	if (m == NULL)
		die_memory();
	if (EVP_DigestVerifyInit_ex(m, &c, md, NULL, NULL, k->pkey, NULL) == 1 &&
		set_padding(c, k) == 0)
		good = EVP_DigestVerify(m, sig, sig_len, p, n) == 1;
	EVP_MD_CTX_free(m);
	ERR_clear_error();
	return good;
}

int
key_spki(const struct seal_key *k, struct buf *out)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(k->pkey, &der);

	if (n <= 0)
		return -1;
	buf_add(out, der, (size_t)n);
	OPENSSL_free(der);
	return out->over ? -1 : 0;
}
