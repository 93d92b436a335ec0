/* Public keys in SSH: RFC 4253 6.6 (RSA), RFC 5656 3.1 (ECDSA), RFC 8709 4 (Ed25519). */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/wire.h"

#define SSH_BLOB_MAX 4096 /* bytes; RSA with 8192 bits takes 1,046 */
#define P256_POINT 65     /* 0x04, x, y */

static int
put_number(const struct seal_key *k, const char *param, struct buf *out)
{
	unsigned char bytes[SSH_BLOB_MAX];
	BIGNUM *v = NULL;
	int rc = -1, n;

	if (EVP_PKEY_get_bn_param(k->pkey, param, &v) == 1 &&
		BN_num_bytes(v) <= (int)sizeof(bytes)) {
		n = BN_bn2bin(v, bytes);
		wire_put_mpint(out, bytes, (size_t)n);
		rc = 0;
	}
	BN_free(v);
	return rc;
}

static int
put_point(const struct seal_key *k, struct buf *out)
{
	unsigned char point[P256_POINT];
	size_t n = 0;

	if (EVP_PKEY_get_octet_string_param(k->pkey, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point),
		    &n) != 1 || n != sizeof(point) || point[0] != 4)
		return -1;
	wire_put_string(out, "nistp256", 8);
	wire_put_string(out, point, n);
	return 0;
}

int
key_ssh_blob(const struct seal_key *k, struct buf *out)
{
	wire_put_string(out, k->alg->ssh_type, strlen(k->alg->ssh_type));
	if (EVP_PKEY_is_a(k->pkey, "EC")) {
		if (put_point(k, out) != 0)
			return -1;
	} else if (EVP_PKEY_is_a(k->pkey, "RSA")) {
		if (put_number(k, OSSL_PKEY_PARAM_RSA_E, out) != 0 ||
			put_number(k, OSSL_PKEY_PARAM_RSA_N, out) != 0)
			return -1;
	} else {
		unsigned char raw[32];
		size_t n = sizeof(raw);

		if (EVP_PKEY_get_raw_public_key(k->pkey, raw, &n) != 1)
			return -1;
		wire_put_string(out, raw, n);
	}
	return out->over ? -1 : 0;
}

int
key_ssh_fingerprint(const struct seal_key *k, struct buf *out)
{
	unsigned char md[SHA256_LEN];
	struct digest *sum = digest_new();
	struct buf blob;
	int rc;

	buf_init(&blob, SSH_BLOB_MAX);
	rc = key_ssh_blob(k, &blob);
	digest_add(sum, blob.p, blob.len);
	digest_bytes(sum, md);
	buf_str(out, "SHA256:");
	base64_put(out, md, sizeof(md));
	if (!out->over)
		out->p[--out->len] = '\0'; /* 32 bytes end in one '=' */
	digest_free(sum);
	buf_free(&blob);
	return rc != 0 || out->over ? -1 : 0;
}

int
key_allowed_signer(const struct seal_key *k, const char *principal, struct buf *out)
{
	struct buf blob;
	int rc;

	buf_init(&blob, SSH_BLOB_MAX);
	rc = key_ssh_blob(k, &blob);
	buf_fmt(out, "%s namespaces=\"%s\" %s ", principal,
		k->one_run ? SEAL_NAMESPACE_ONE_RUN : SEAL_NAMESPACE, k->alg->ssh_type);
	base64_put(out, blob.p, blob.len);
	buf_chr(out, '\n');
	buf_free(&blob);
	return rc != 0 || out->over ? -1 : 0;
}

/* NULL where OpenSSL refuses the parts, such as a point that is not on the curve. */
static EVP_PKEY *
from_params(const char *type, OSSL_PARAM_BLD *parts)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(parts);
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *k = NULL;

	if (params == NULL || c == NULL)
		die_memory();
	if (EVP_PKEY_fromdata_init(c) != 1 ||
		EVP_PKEY_fromdata(c, &k, EVP_PKEY_PUBLIC_KEY, params) != 1)
		k = NULL;
	EVP_PKEY_CTX_free(c);
	OSSL_PARAM_free(params);
	return k;
}

static EVP_PKEY *
read_p256(struct wire *w)
{
	struct slice curve = wire_string(w), point = wire_string(w);
	OSSL_PARAM_BLD *parts;
	EVP_PKEY *k;

	if (w->bad || !slice_is(curve, "nistp256") || point.n != P256_POINT || point.p[0] != 4)
		return NULL;
	parts = OSSL_PARAM_BLD_new();
	if (parts == NULL ||
		OSSL_PARAM_BLD_push_utf8_string(
			parts, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
		OSSL_PARAM_BLD_push_octet_string(
			parts, OSSL_PKEY_PARAM_PUB_KEY, point.p, point.n) != 1)
		die_memory();
	k = from_params("EC", parts);
	OSSL_PARAM_BLD_free(parts);
	return k;
}

static EVP_PKEY *
read_rsa(struct wire *w)
{
	struct slice e = wire_mpint(w), n = wire_mpint(w);
	OSSL_PARAM_BLD *parts;
	BIGNUM *be, *bn;
	EVP_PKEY *k;

	if (w->bad || e.n > 8 || n.n > 1024)
		return NULL;
	parts = OSSL_PARAM_BLD_new();
	be = BN_bin2bn(e.p, (int)e.n, NULL);
	bn = BN_bin2bn(n.p, (int)n.n, NULL);
	if (parts == NULL || be == NULL || bn == NULL ||
		OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, be) != 1 ||
		OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, bn) != 1)
		die_memory();
	k = from_params("RSA", parts);
	OSSL_PARAM_BLD_free(parts);
	BN_free(be);
	BN_free(bn);
	return k;
}

static EVP_PKEY *
read_key(const unsigned char *p, size_t n)
{
	struct wire w = {p, n, false};
	struct slice type = wire_string(&w), raw;

	if (slice_is(type, "ecdsa-sha2-nistp256"))
		return read_p256(&w);
	if (slice_is(type, "ssh-rsa"))
		return read_rsa(&w);
	if (!slice_is(type, "ssh-ed25519"))
		return NULL;
	raw = wire_string(&w);
	if (w.bad || raw.n != 32)
		return NULL;
	return EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, raw.p, raw.n);
}

struct seal_key *
key_from_ssh_blob(const unsigned char *p, size_t n)
{
	struct diags *quiet = diags_new();
	EVP_PKEY *pkey = read_key(p, n);
	struct seal_key *k = pkey == NULL ? NULL : key_adopt(pkey, "SSH key", quiet);
	struct buf again;

	/* Exactly what we would write: no second spelling of one key, nothing behind it. */
	buf_init(&again, SSH_BLOB_MAX);
	if (k != NULL &&
		(key_ssh_blob(k, &again) != 0 || again.len != n || memcmp(again.p, p, n) != 0)) {
		key_free(k);
		k = NULL;
	}
	buf_free(&again);
	diags_free(quiet);
	ERR_clear_error();
	return k;
}
