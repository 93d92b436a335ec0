/* SSH signatures, so that `ssh-keygen -Y verify` can check a report (OpenSSH, PROTOCOL.sshsig). */
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "reports/seal/key.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/sealers.h"
#include "reports/seal/wire.h"

#define MAGIC "SSHSIG"
#define HASH "sha512"
#define BLOB_MAX (16 * 1024) /* bytes of the whole signature; RSA with 8192 bits takes 2.3 KiB */
#define LINE 70              /* characters a line, as ssh-keygen writes */
#define P256_INT 32          /* bytes of r and of s */

static const char head[] = "-----BEGIN SSH SIGNATURE-----\n";
static const char tail[] = "-----END SSH SIGNATURE-----\n";

static const char *
namespace_of(bool one_run)
{
	return one_run ? SEAL_NAMESPACE_ONE_RUN : SEAL_NAMESPACE;
}

/* What is signed: not the file but its digest, bound to a namespace. */
static void
signed_data(const char *space, const char *p, size_t n, struct buf *out)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(p, n, md, &len, EVP_sha512(), NULL) != 1)
		die_machine("the cryptographic library gives no SHA-512");
	buf_str(out, MAGIC);
	wire_put_string(out, space, strlen(space));
	wire_put_string(out, "", 0);
	wire_put_string(out, HASH, strlen(HASH));
	wire_put_string(out, md, len);
}

/* RFC 5656 3.1.2: the two integers, where OpenSSL has DER. */
static int
ecdsa_to_ssh(const unsigned char *der, size_t n, struct buf *out)
{
	unsigned char r[P256_INT], s[P256_INT];
	const unsigned char *p = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)n);
	int rc = -1;

	if (sig != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(sig), r, P256_INT) == P256_INT &&
		BN_bn2binpad(ECDSA_SIG_get0_s(sig), s, P256_INT) == P256_INT) {
		wire_put_mpint(out, r, sizeof(r));
		wire_put_mpint(out, s, sizeof(s));
		rc = 0;
	}
	ECDSA_SIG_free(sig);
	return rc;
}

static int
ecdsa_from_ssh(struct slice blob, struct buf *out)
{
	struct wire w = {blob.p, blob.n, false};
	struct slice r = wire_mpint(&w), s = wire_mpint(&w);
	ECDSA_SIG *sig;
	BIGNUM *br, *bs;
	unsigned char *der = NULL;
	int n;

	if (w.bad || w.n != 0 || r.n > P256_INT || s.n > P256_INT)
		return -1;
	sig = ECDSA_SIG_new();
	br = BN_bin2bn(r.p, (int)r.n, NULL);
	bs = BN_bin2bn(s.p, (int)s.n, NULL);
	if (sig == NULL || br == NULL || bs == NULL || ECDSA_SIG_set0(sig, br, bs) != 1)
		die_memory();
	n = i2d_ECDSA_SIG(sig, &der);
	if (n > 0)
		buf_add(out, der, (size_t)n);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	return n > 0 && !out->over ? 0 : -1;
}

static int
put_signature(const struct seal_key *key, const struct buf *data, struct buf *out)
{
	struct buf raw, ssh, all;
	int rc = -1;

	buf_init(&raw, BLOB_MAX);
	buf_init(&ssh, BLOB_MAX);
	buf_init(&all, BLOB_MAX);
	if (key_sign(key, key->alg->ssh_md, data->p, data->len, &raw) != 0)
		goto out;
	if (!EVP_PKEY_is_a(key->pkey, "EC"))
		buf_add(&ssh, raw.p, raw.len);
	else if (ecdsa_to_ssh((const unsigned char *)raw.p, raw.len, &ssh) != 0)
		goto out;
	wire_put_string(&all, key->alg->ssh_sig, strlen(key->alg->ssh_sig));
	wire_put_string(&all, ssh.p, ssh.len);
	wire_put_string(out, all.p, all.len);
	rc = out->over || all.over || ssh.over ? -1 : 0;
out:
	buf_free(&raw);
	buf_free(&ssh);
	buf_free(&all);
	return rc;
}

static void
armor(const struct buf *blob, struct buf *out)
{
	struct buf text;

	buf_init(&text, BLOB_MAX * 2);
	base64_put(&text, blob->p, blob->len);
	buf_str(out, head);
	for (size_t i = 0; i < text.len; i += LINE) {
		buf_add(out, text.p + i, text.len - i < LINE ? text.len - i : LINE);
		buf_chr(out, '\n');
	}
	buf_str(out, tail);
	buf_free(&text);
}

int
sshsig_sign(const struct seal_key *key, const char *p, size_t n, struct buf *out)
{
	const char *space = namespace_of(key->one_run);
	struct buf data, blob, pub;
	int rc = -1;

	buf_init(&data, BLOB_MAX);
	buf_init(&blob, BLOB_MAX);
	buf_init(&pub, BLOB_MAX);
	signed_data(space, p, n, &data);
	if (key_ssh_blob(key, &pub) != 0)
		goto out;
	buf_str(&blob, MAGIC);
	wire_put_u32(&blob, 1);
	wire_put_string(&blob, pub.p, pub.len);
	wire_put_string(&blob, space, strlen(space));
	wire_put_string(&blob, "", 0);
	wire_put_string(&blob, HASH, strlen(HASH));
	if (put_signature(key, &data, &blob) != 0)
		goto out;
	armor(&blob, out);
	rc = out->over || blob.over ? -1 : 0;
out:
	buf_free(&data);
	buf_free(&blob);
	buf_free(&pub);
	return rc;
}

static int
refuse(const struct envelope *e, const char *what, struct diags *d)
{
	struct place at = {.file = e->file};

	diag_add(d, &seal_envelope, &at, "%s", what);
	return -1;
}

/* The blob in the armor; -1 unless the armor is exactly what armor() writes. */
static int
dearmor(const char *p, size_t n, struct buf *blob)
{
	size_t hn = strlen(head), tn = strlen(tail), len;
	unsigned char bytes[BLOB_MAX];
	struct buf text, again;
	int rc = -1;

	if (n < hn + tn || n > BLOB_MAX || memcmp(p, head, hn) != 0)
		return -1;
	buf_init(&text, BLOB_MAX);
	buf_init(&again, BLOB_MAX * 2);
	for (size_t i = hn; i < n - tn; i++)
		if (p[i] != '\n')
			buf_chr(&text, p[i]);
	if (base64_get(text.p, text.len, bytes, &len) == 0) {
		buf_add(blob, bytes, len);
		armor(blob, &again);
		rc = again.len == n && memcmp(again.p, p, n) == 0 ? 0 : -1;
	}
	buf_free(&text);
	buf_free(&again);
	return rc;
}

static int
read_signature(struct envelope *e, struct arena *a, struct slice s, struct diags *d)
{
	const struct key_alg *alg = e->carried->alg;
	struct wire w = {s.p, s.n, false};
	struct slice type = wire_string(&w), sig = wire_string(&w);
	unsigned char *copy;
	struct buf der;
	int rc = 0;

	if (w.bad || w.n != 0 || !slice_is(type, alg->ssh_sig))
		return refuse(e, "the signature is not of the key's kind", d);
	buf_init(&der, BLOB_MAX);
	if (!EVP_PKEY_is_a(e->carried->pkey, "EC"))
		buf_add(&der, sig.p, sig.n);
	else if (ecdsa_from_ssh(sig, &der) != 0)
		rc = refuse(e, "the signature is not two positive integers of P-256", d);
	copy = arena_alloc(a, der.len + 1);
	memcpy(copy, der.p, der.len);
	e->sig = copy;
	e->sig_len = der.len;
	buf_free(&der);
	return rc;
}

static int
read_namespace(struct envelope *e, struct slice space, struct diags *d)
{
	struct place at = {.file = e->file};

	e->one_run = e->space == NULL && slice_is(space, SEAL_NAMESPACE_ONE_RUN);
	if (e->one_run || slice_is(space, e->space != NULL ? e->space : SEAL_NAMESPACE))
		return 0;
	diag_add(d, &seal_namespace, &at, "the namespace is \"%.*s\"",
		(int)(space.n < 80 ? space.n : 80), (const char *)space.p);
	return -1;
}

int
sshsig_open(struct envelope *e, struct arena *a, const char *p, size_t n, struct diags *d)
{
	struct buf blob;
	struct wire w;
	struct slice pub, space, reserved, hash, sig;
	int rc = -1;

	buf_init(&blob, BLOB_MAX);
	if (dearmor(p, n, &blob) != 0) {
		refuse(e, "the armor is not canonical", d);
		goto out;
	}
	w = (struct wire){(const unsigned char *)blob.p, blob.len, false};
	wire_take(&w, MAGIC, strlen(MAGIC));
	wire_take(&w, "\0\0\0\1", 4);
	pub = wire_string(&w);
	space = wire_string(&w);
	reserved = wire_string(&w);
	hash = wire_string(&w);
	sig = wire_string(&w);
	if (w.bad || w.n != 0 || reserved.n != 0 || !slice_is(hash, HASH)) {
		refuse(e, "not an SSH signature of version 1 over SHA-512", d);
		goto out;
	}
	e->carried = key_from_ssh_blob(pub.p, pub.n);
	if (e->carried == NULL) {
		refuse(e, "the key is not of an accepted kind, or not in canonical form", d);
		goto out;
	}
	memcpy(e->keyid, e->carried->keyid, sizeof(e->keyid));
	if (read_namespace(e, space, d) == 0)
		rc = read_signature(e, a, sig, d);
out:
	buf_free(&blob);
	return rc;
}

bool
sshsig_verify(const struct envelope *e, const struct seal_key *key, const char *p, size_t n)
{
	struct buf data;
	bool good;

	/* The scheme follows from the key that checks, never from the envelope. */
	buf_init(&data, BLOB_MAX);
	signed_data(e->space != NULL ? e->space : namespace_of(e->one_run), p, n, &data);
	good = key_verify(key, key->alg->ssh_md, data.p, data.len, e->sig, e->sig_len);
	buf_free(&data);
	return good;
}

/* By a trusted key, over these bytes and in that namespace. */
static bool
check_file(struct envelope *e, const struct trust *t, const struct diag_kind *kind,
	struct slice sig, struct slice text, struct arena *a, struct diags *d)
{
	struct place at = {.file = e->file};
	bool good = false;

	if (sshsig_open(e, a, (const char *)sig.p, sig.n, d) != 0)
		return false;
	for (size_t i = 0; i < trust_count(t) && !good; i++)
		good = strcmp(trust_at(t, i)->keyid, e->keyid) == 0
			&& sshsig_verify(e, trust_at(t, i), (const char *)text.p, text.n);
	if (!good)
		diag_add(d, kind, &at, "it is by the key %s, or over other bytes", e->keyid);
	return good;
}

static struct slice
slice_of(const char *p, size_t n)
{
	return (struct slice){(const unsigned char *)p, n};
}

bool
seal_check_rules(const struct trust *t, const char *file, const char *sig, size_t sig_len,
	const char *p, size_t n, struct diags *d)
{
	struct envelope e = {.file = file, .space = SEAL_NAMESPACE_RULES};
	struct arena *a = arena_new();
	bool good = check_file(&e, t, &seal_rules, slice_of(sig, sig_len), slice_of(p, n), a, d);

	envelope_close(&e);
	arena_free(a);
	return good;
}

bool
seal_check_sample(const struct trust *t, const char *file, const char *sig, size_t sig_len,
	const char *p, size_t n, char hex[SHA256_HEX], struct diags *d)
{
	struct envelope e = {.file = file, .space = SEAL_NAMESPACE_SAMPLE};
	struct arena *a = arena_new();
	bool good = check_file(&e, t, &seal_sample, slice_of(sig, sig_len), slice_of(p, n), a, d);

	/* RFC 8032: deterministic, and nobody can make a second one out of it (S is below the order). */
	if (good && !EVP_PKEY_is_a(e.carried->pkey, "ED25519")) {
		diag_add(d, &seal_sample, &(struct place){.file = file}, "the draw follows from the "
			"signature, so that it must be by an Ed25519 key: other keys sign one text in many ways");
		good = false;
	}
	if (good)
		sha256_hex((const char *)e.sig, e.sig_len, hex);
	envelope_close(&e);
	arena_free(a);
	return good;
}
